/*
 * The outbox as people and tests see it, and the job that sends. Texts of messages (codes,
 * links) are shown only while the demonstration gateway is in use: they are secrets of others. In a
 * demonstration codes of all hospitals are shown to every operator, so that one can book anywhere.
 */
#include "jobs/jobs.h"

#include "base/phone.h"
#include "gateways/sms.h"
#include "jobs/area_jobs.h"
#include "jobs/bounces.h"
#include "jobs/view.h"
#include "jobs/ways.h"
#include "jobs_q.h"
#include "jobs_t.h"
#include "json/json.h"
#include "web/settings.h"

enum { SHOWN = 100, CODES_SHOWN_S = 3600 };

static enum err send_job(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	struct gateways g;
	int done;
	enum err e = outbox_waits(db, a, now);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	TRY(jobs_gateways(s, a, &g, NULL));
	e = outbox_send(db, a, now, &g, setting_text(s, "public_url"), (int)((setting_int(s, "messages_per_minute") + 59) / 60), &done);
	gateways_close(&g);
	return e;
}

/* --- the page --- */

#define LINE_OF(rq, m) ((struct outbox_line){ (m).id.v, (m).created_at, (m).recipient, \
	message_shown((rq)->a, (m).body, rq_base_url(rq)), (m).state, (m).lang, (m).attempts, \
	(m).report, (m).segments, (m).why })

/* Puts a line in its place, the newest first, unless it is there. */
static void put_line(struct outbox_view *v, struct outbox_line line)
{
	size_t i = v->n;

	for (size_t j = 0; j < v->n; j++)
		if (v->v[j].id == line.id)
			return;
	for (; i > 0 && v->v[i - 1].at.v < line.at.v; i--)
		v->v[i] = v->v[i - 1];
	v->v[i] = line;
	v->n++;
}

static enum err own_lines(struct rq *rq, struct str to, struct outbox_view *v)
{
	struct message_list_rows all;
	struct message_list_to_rows some;

	if (to.n) {
		TRY(message_list_to(rq->db, rq->a, &rq->who.scope, to, SHOWN, &some));
		for (size_t i = 0; i < some.n; i++) {
			TRY(rq_audit(rq, AUDIT_LIST, some.v[i].patient_id.v, some.v[i].organization_id));
			put_line(v, LINE_OF(rq, some.v[i]));
		}
		return OK;
	}
	TRY(message_list(rq->db, rq->a, &rq->who.scope, rq->now, SHOWN, &all));
	for (size_t i = 0; i < all.n; i++) {
		TRY(rq_audit(rq, AUDIT_LIST, all.v[i].patient_id.v, all.v[i].organization_id));
		put_line(v, LINE_OF(rq, all.v[i]));
	}
	return OK;
}

static enum err codes_of_all(struct rq *rq, struct str to, struct outbox_view *v)
{
	struct message_codes_rows codes;

	TRY(message_codes(rq->db, rq->a, (struct instant){ rq->now.v - CODES_SHOWN_S }, SHOWN, &codes));
	for (size_t i = 0; i < codes.n; i++)
		if (!to.n || str_eq(to, codes.v[i].recipient))
			put_line(v, LINE_OF(rq, codes.v[i]));
	return OK;
}

static enum err outbox(struct rq *rq)
{
	struct str typed = rq_sought(rq).text, to = typed;
	struct outbox_view v = { .shows_text = !rq_setting_text(rq, "sms_url").n && !rq_setting_text(rq, "kannel_url").n, .to = typed };

	/* A real installation that has no gateway yet is no demonstration: only the own branch. */
	v.shows_all = v.shows_text && rq_setting(rq, "demonstration");

	if (to.n && phone_parse(rq->a, typed, (int)rq_setting(rq, "phone_country"), &to) != OK)
		to = typed;
	v.v = ARENA_ARRAY(rq->a, struct outbox_line, 2 * SHOWN + 1);
	TRY(own_lines(rq, to, &v));
	if (v.shows_all)
		TRY(codes_of_all(rq, to, &v));
	if (!v.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	t_jobs_outbox(rq_page(rq, 200), &v);
	return OK;
}

static enum err outbox_find(struct rq *rq)
{
	return rq_found(rq, U("/desk/outbox"));
}

/* --- test mode --- */

static enum err test_outbox(struct rq *rq)
{
	struct str to = rq_raw(rq, "to");
	struct message_test_list_rows rows;
	struct jw j;
	char at[21];

	/* a plus that was not escaped arrives as a space */
	if (str_starts(to, S(" ")))
		to = arena_cat(rq->a, S("+"), str_trim(to));
	TRY(message_test_list(rq->db, rq->a, to, &rows));
	j = jw_to(rq_json(rq, 200));
	jw_array(&j);
	for (size_t i = 0; i < rows.n; i++) {
		const struct message_test_list_row *m = &rows.v[i];

		instant_print(m->created_at, at);
		jw_object(&j);
		jw_set_str(&j, "id", arena_fmt(rq->a, "%lld", (long long)m->id.v));
		jw_set_str(&j, "channel", m->channel);
		jw_set_str(&j, "template", m->template);
		jw_set_str(&j, "lang", m->lang);
		jw_set_str(&j, "to", m->recipient);
		jw_set_str(&j, "body", message_text(rq->a, m->body, rq_base_url(rq)));
		jw_set_str(&j, "state", m->state);
		jw_set_int(&j, "attempts", m->attempts);
		jw_set_cstr(&j, "created_at", at);
		jw_end(&j);
	}
	jw_end(&j);
	return OK;
}

/* --- the command --- */

static const char *const result_words[] = {
	[GATEWAY_SENT] = "sent", [GATEWAY_LATER] = "not sent, worth trying again", [GATEWAY_REFUSED] = "refused",
	[GATEWAY_UNKNOWN] = "left, but no answer came",
};

/* One message at once, past the outbox: whether the settings fit the provider. */
static int try_gateway(struct command_env *env, int argc, char **argv)
{
	const struct str to = str_of(argc == 1 ? argv[0] : NULL);
	const bool mail = str_find_char(to, '@') >= 0;
	struct gateway_message m = { .key = arena_fmt(env->a, "test-%lld", (long long)env->now.v), .to = to,
		.text = S("Diwan: test"), .lang = S("fr") };
	struct gateway_answer w;
	struct gateways g;
	struct str why = STR_NONE;

	if (!to.n)
		return 2;
	if (jobs_gateways(env->settings, env->a, &g, &why) != OK)
		return command_fail("%.*s", STR_ARG(why));
	if (mail && !g.mail)
		return command_fail("smtp_url is not set: no mail can be sent");
	if (!mail && phone_parse(env->a, to, (int)setting_int(env->settings, "phone_country"), &m.to) != OK)
		return command_fail("neither a telephone number nor an address");
	w = mail ? g.mail->send(g.mail, &m) : g.sms->send(g.sms, &m);
	printf("%s: %s %s\n", mail ? g.mail->name : g.sms->name, result_words[w.result], w.id);
	gateways_close(&g);
	return w.result == GATEWAY_SENT ? 0 : 1;
}

static const struct command commands[] = {
	{ "try-message", "TO", "send one test message (a number, or an address) by the gateway of the settings", try_gateway },
	{ 0 },
};
enum { OUTBOX_ROLES = R(DESK) | R(HEAD_OF_ADMISSIONS) | R(DIRECTOR) | R(ADMINISTRATOR) | R(PLATFORM) };
static const struct route routes[] = {
	{ "GET", "/desk/outbox", outbox, OUTBOX_ROLES, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/outbox", outbox_find, OUTBOX_ROLES, READ, &search_form, 0, outbox_find, NULL, NULL },
	{ "GET", "/_test/outbox", test_outbox, PUBLIC, READ, NULL, ROUTE_TEST, NULL, NULL, NULL },
	{ 0 },
};
static const struct nav nav[] = {
	{ OUTBOX_ROLES, 60, "/desk/outbox", N_("Messages"),
		N_("Text messages that were sent to people, and whether they left"), NULL, NULL },
	{ 0 },
};
static const struct job jobs[] = {
	{ "outbox", 1, NULL, send_job },
	{ "bounces", 60, NULL, bounces_job },
	{ 0 },
};
const struct area area_jobs = { .name = "jobs", .routes = routes, .nav = nav, .commands = commands, .jobs = jobs,
	.check = ways_check };
