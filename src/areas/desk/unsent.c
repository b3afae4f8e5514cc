/*
 * Messages that did not leave or did not arrive: whom each was for and why, to send it again or to note that the
 * person was told otherwise. What they said is not shown: it is for its reader.
 */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "base/num.h"
#include "desk_q.h"
#include "desk_t.h"
#include "jobs/jobs.h"
#include "page/text.h"
#include "web/web.h"

enum { LINES_MAX = 50 };

static const char *const act_words[] = { "again", "done", NULL };
struct unsent_in { struct str_list line; int32_t act; };
static const struct field unsent_fields[] = {
	FIELD(unsent_in, line, F_LIST, struct str_list, .max = LINES_MAX),
	FIELD(unsent_in, act, F_CHOICE, int32_t, .required = true, .choices = act_words),
};
const struct form desk_unsent_form = FORM(unsent_in, unsent_fields);

/* What kind of message: by the beginning of its template's name. */
static struct str what_of(enum lang lang, struct str template)
{
	static const struct { const char *begins, *label; } kinds[] = {
		{ "cancelled", N_("Cancellation") }, { "party-cancelled", N_("Cancellation") }, { "party-off", N_("Cancellation") },
		{ "moved", N_("Change of time") }, { "party-moved", N_("Change of time") },
		{ "substituted", N_("Change of practitioner") }, { "given-back", N_("Change of practitioner") },
		{ "booked", N_("Confirmation") }, { "party-booked", N_("Confirmation") }, { "seat", N_("Confirmation") },
		{ "reminder", N_("Reminder") }, { "waiting", N_("Waiting list") },
		{ "day_list", N_("List of the day") }, { "missed", N_("After a missed appointment") },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_starts(template, str_of(kinds[i].begins)))
			return lang_tr(lang, kinds[i].label);
	return lang_tr(lang, N_("Message"));
}

static struct str why_of(enum lang lang, struct str why, bool mail)
{
	static const struct { const char *why, *label; } words[] = {
		{ "late", N_("could not leave in time") },
		{ "unknown", N_("may have arrived: nobody told us") },
		{ "unreported", N_("it left, nobody told us whether it arrived") },
		{ "no-way", N_("no mail server is set up") },
		{ "expired", N_("the telephone was off for too long") },
		{ "bounced", N_("the address does not exist or is full") },
		{ "undelivered", N_("it left but did not arrive") },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq(why, str_of(words[i].why)))
			return lang_tr(lang, words[i].label);
	return lang_tr(lang, mail ? N_("the mail server refused the address") : N_("the operator refused the number"));
}

static struct unsent line_of(const struct rq *rq, const struct unsent_list_row *m)
{
	return (struct unsent){ .id = m->id, .patient = m->patient_id.is ? m->patient_id.v : 0,
		.appointment = m->appointment_id.is && m->start_min.is ? m->appointment_id.v : 0,
		.who = m->patient, .channel = m->channel, .recipient = m->recipient, .attempts = m->attempts, .at = m->created_at,
		.what = what_of(rq->lang, m->template), .why = why_of(rq->lang, m->why, str_eq(m->channel, S("mail"))),
		.start = { m->day, m->start_min.is ? (int32_t)m->start_min.v : 0 },
		.again = m->again != 0, .perhaps = str_eq(m->why, S("unknown")),
		.ticked = rq_is_post(rq) && rq_sent(rq, "line", arena_fmt(rq->a, "%lld", (long long)m->id)) };
}

enum err desk_unsent_waiting(struct rq *rq, int64_t *ret)
{
	struct unsent_count_row row;

	TRY(unsent_count(rq->db, rq->a, &rq->who.scope, LINES_MAX, &row));
	*ret = row.n;
	return OK;
}

enum err desk_unsent_page(struct rq *rq)
{
	struct unsent_list_rows rows;
	struct unsent_page p = { 0 };
	int64_t before;

	if (num_parse(rq_raw(rq, "before"), 1, INT64_MAX, &before) != OK)
		before = INT64_MAX;
	if (num_parse(rq_raw(rq, "missed"), 1, LINES_MAX, &p.missed) != OK)
		p.missed = 0;
	TRY(unsent_list(rq->db, rq->a, &rq->who.scope, before, rq->now, LINES_MAX + 1, &rows));
	p.v = ARENA_ARRAY(rq->a, struct unsent, rows.n + 1);
	for (size_t i = 0; i < rows.n && p.n < LINES_MAX; i++) {
		p.v[p.n] = line_of(rq, &rows.v[i]);
		p.any_again = p.any_again || p.v[p.n].again;
		TRY(rq_audit(rq, AUDIT_LIST, p.v[p.n].patient, rows.v[i].organization_id));
		p.n++;
	}
	if (!p.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	p.next = rows.n > LINES_MAX ? p.v[LINES_MAX - 1].id : 0;
	t_desk_unsent(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &p);
	return OK;
}

enum err desk_unsent(struct rq *rq)
{
	const struct unsent_in *in = rq->form;
	const enum message_handling how = in->act == 0 ? MESSAGE_AGAIN : MESSAGE_DONE;
	int missed = 0;

	for (size_t i = 0; i < in->line.n; i++) {
		struct unsent_get_row m;
		int64_t id;
		enum err e;

		if (num_parse(in->line.v[i], 1, INT64_MAX, &id) != OK)
			return E_NOTFOUND;
		TRY(unsent_get(rq->db, rq->a, &rq->who.scope, id, &m));
		e = message_handled(rq->db, rq->a, rq->now, id, rq->who.account, how);
		/* somebody else saw to it meanwhile, or it is too late to send it: it stays as it is */
		if (e == E_CONFLICT) {
			missed++;
			continue;
		}
		TRY(e);
		TRY(rq_audit(rq, AUDIT_CHANGE, m.patient_id.is ? m.patient_id.v : 0, m.organization_id));
	}
	return rq_redirect(rq, missed ? "/desk/unsent?missed=%d" : "/desk/unsent", missed);
}
