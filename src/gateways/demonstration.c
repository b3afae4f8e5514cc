/* The demonstration gateway: every message is sent at once, to nobody, and stays readable. */
#include "gateways/sms.h"

static struct gateway_answer demonstration_send(struct gateway *g, const struct gateway_message *m)
{
	(void)g;
	(void)m;
	return (struct gateway_answer){ .result = GATEWAY_SENT, .id = "demonstration" };
}

struct gateway *gateway_demonstration(void)
{
	static struct gateway g = {
		.name = "demonstration", .keeps_text = true, .knows_repeats = true,
		.send = demonstration_send,
	};

	return &g;
}

void gateway_close(struct gateway *g)
{
	if (g && g->close)
		g->close(g);
}
