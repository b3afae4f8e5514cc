/* What is counted once a minute. See watch.h. */
#include "jobs/watch.h"

#include "gateways/credit.h"
#include "jobs/hooks.h"
#include "jobs_q.h"
#include "web/settings.h"

enum { WINDOW_S = 3600, SOON_S = 2 * 3600 };	/* soon: a tried one is due again within that */

enum err watch_count(struct db *db, struct arena *a, struct instant now, struct watch_counts *ret)
{
	const struct instant since = { now.v - WINDOW_S };
	struct message_watch_sent_row sent;
	struct message_watch_lost_row lost;
	struct message_watch_waiting_row waiting;

	TRY(message_watch_sent(db, a, since, &sent));
	TRY(message_watch_lost(db, a, since, now, &lost));
	TRY(message_watch_waiting(db, a, now, (struct instant){ now.v + SOON_S }, &waiting));
	*ret = (struct watch_counts){ .sent = sent.sent, .lost = lost.lost, .delivered = sent.delivered,
		.undelivered = sent.undelivered, .delivery_s = sent.delivery_s, .waiting = waiting.waiting,
		.late_s = waiting.late_s };
	return OK;
}

enum err watch_credit(const struct settings *s, struct arena *a, int64_t *ret)
{
	struct gateway_credit_settings c = { .url = setting_text(s, "sms_credit_url"),
		.after = setting_text(s, "sms_credit_after"), .timeout_ms = (int)setting_int(s, "sms_timeout_ms") };
	struct str file = setting_text(s, "sms_header_file");

	if (!c.url.n)
		return E_NOTFOUND;
	if (file.n)
		TRY(hook_file_line(a, file, &c.header));
	return gateway_credit(a, &c, ret);
}
