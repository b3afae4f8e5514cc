/*
 * `diwan check-config`: is there somebody at the other end of each way out, and does it know us? What a setting
 * looks like says little; a password that is wrong would be noticed by the first message that does not leave.
 */
#include "jobs/ways.h"

#include "gateways/credit.h"
#include "gateways/sms.h"
#include "jobs/bounces.h"
#include "jobs/hooks.h"
#include "jobs/jobs.h"
#include "jobs/samples.h"
#include "web/area.h"
#include "web/settings.h"

#include <stdio.h>

/* One line; 1 when that way is not open. */
static int said(const char *way, enum err e, struct str what)
{
	printf("%s: %s%.*s\n", way, e == OK ? "" : "NOT OPEN: ", STR_ARG(what));
	return e != OK;
}

static int greet(const char *way, struct gateway *g, struct arena *a)
{
	struct str what = STR_NONE;
	enum err e;

	if (!g)
		return said(way, OK, S("none: no smtp_url, no mail is sent"));
	if (!g->greet)
		return said(way, OK, S("none: a demonstration, all stays here"));
	e = g->greet(g, a, &what);
	return said(way, e, what);
}

static int greet_box(const struct settings *s, struct arena *a)
{
	struct str what = STR_NONE;
	enum err e = bounces_greet(s, a, &what);

	return e == E_NOTFOUND ? 0 : said("box of mail that comes back", e, what);
}

/* Whoever tells the credit knows the password of the provider too: the only request that sends nothing. */
static int greet_credit(const struct settings *s, struct arena *a)
{
	struct gateway_credit_settings c = { .url = setting_text(s, "sms_credit_url"), .after = setting_text(s, "sms_credit_after"),
		.timeout_ms = (int)setting_int(s, "sms_timeout_ms") };
	int64_t left = 0;
	enum err e = OK;

	if (!c.url.n)
		return 0;
	if (setting_text(s, "sms_header_file").n)
		e = hook_file_line(a, setting_text(s, "sms_header_file"), &c.header);
	if (e == OK)
		e = gateway_credit(a, &c, &left);
	return said("credit", e, e == OK ? arena_fmt(a, "%lld left", (long long)left)
		: e == E_INPUT ? S("no number in the answer") : S("no answer, or it refuses us"));
}

/* Texts are cut for an address of some length: a warning, for all the same they leave. */
static void warn_of_long_address(const struct settings *s)
{
	const size_t n = setting_text(s, "public_url").n;

	if (n > TEXT_SITE_MAX)
		printf("public_url: WARNING: %zu characters long; above %d, texts with a link cost one part more\n", n, TEXT_SITE_MAX);
}

int ways_check(struct command_env *env)
{
	struct gateways g;
	struct str why = STR_NONE;
	int closed;

	if (jobs_gateways(env->settings, env->a, &g, &why) != OK)
		return said("ways out", E_INPUT, why);
	warn_of_long_address(env->settings);
	closed = greet("text messages", g.sms, env->a) + greet("mail", g.mail, env->a);
	gateways_close(&g);
	closed += greet_box(env->settings, env->a) + greet_credit(env->settings, env->a);
	if (ways_sender_missing(env->settings))
		closed += said("sender of text messages", E_INPUT, S("kannel_url without sms_sender: Kannel refuses every message"));
	return closed;
}
