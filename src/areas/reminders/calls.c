/* Whom the desk calls: those who were not reached, and whose visit is likely to be missed. */
#include "areas/reminders/pages.h"

#include "areas/missed/missed.h"
#include "areas/organizations/organizations.h"
#include "reminders_t.h"

enum { LINES_MAX = 200, RECENT_MAX = 20, RECENT = 86400 };

enum err remind_house_of(struct rq *rq, struct organization_id id, struct remind_house *ret)
{
	struct remind_house h;

	TRY(organization_get(rq->db, rq->a, id, &h.o));
	TRY(zone_get(h.o.zone, &h.zone));
	h.name = organization_name(rq->lang, h.o.name_fr, h.o.name_ar, h.o.name_en);
	h.now = zone_local(h.zone, rq->now);
	*ret = h;
	return OK;
}

static enum err here(struct rq *rq, struct remind_house *ret)
{
	return remind_house_of(rq, (struct organization_id){ rq->who.organization }, ret);
}

const char *call_why_said(struct str why)
{
	if (str_eq(why, S("undelivered")))
		return N_("The message did not arrive");
	if (str_eq(why, S("failed")))
		return N_("No message could be sent");
	return N_("Often missed at such times");
}

static const char *const outcomes[] = { "confirmed", "no-answer", "left-word", "wrong-number", NULL };

const char *call_outcome_said(struct str outcome)
{
	static const char *const said[] = { N_("Comes"), N_("No answer"), N_("Left word"), N_("Wrong number") };

	for (size_t i = 0; outcomes[i]; i++)
		if (str_eq(outcome, str_of(outcomes[i])))
			return said[i];
	return N_("Not called");
}

struct str call_agenda(enum lang l, const struct call_list_row *c)
{
	struct str name = l == LANG_AR && c->schedule_ar.n ? c->schedule_ar : c->schedule_fr;

	return name.n ? name : c->practitioner.s;
}

enum err calls_waiting(struct rq *rq, int64_t *ret)
{
	struct remind_house h;
	struct call_waiting_row row;

	TRY(here(rq, &h));
	TRY(call_waiting(rq->db, rq->a, &rq->who.scope, h.now.day, &row));
	*ret = row.n;
	return OK;
}

static enum err note_all(struct rq *rq, const struct calls_page *p)
{
	for (size_t i = 0; i < p->rows.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, p->rows.v[i].patient.v, p->rows.v[i].organization.v));
	for (size_t i = 0; i < p->recent.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, p->recent.v[i].patient.v, p->recent.v[i].organization.v));
	return p->rows.n || p->recent.n ? OK : rq_audit(rq, AUDIT_LIST, 0, rq->who.organization);
}

enum err calls_page(struct rq *rq)
{
	struct calls_page p = { 0 };
	struct remind_house h;

	TRY(here(rq, &h));
	p.step = h.name;
	TRY(call_list(rq->db, rq->a, &rq->who.scope, h.now.day, LINES_MAX, &p.rows));
	TRY(call_recent(rq->db, rq->a, &rq->who.scope, (struct instant){ rq->now.v - RECENT }, RECENT_MAX, &p.recent));
	TRY(note_all(rq, &p));
	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	pg->zone = h.zone;
	t_reminders_calls(pg, &p);
	return OK;
}

struct call_in { int32_t outcome; struct str note; int64_t tries; };
static const struct field call_fields[] = {
	FIELD(call_in, outcome, F_CHOICE, int32_t, .required = true, .choices = outcomes, .missing = N_("Say what came of the call")),
	FIELD(call_in, note, F_TEXT, struct str, .max = 200),
	FIELD(call_in, tries, F_INT, int64_t, .max = 1000000),
};
const struct form call_form = FORM(call_in, call_fields);

/* Who did not answer stays on the list; whoever else has called meanwhile, theirs stands. */
enum err calls_note(struct rq *rq)
{
	const struct call_in *in = rq->form;
	struct call_get_row c;
	int64_t n;

	TRY(call_get(rq->db, rq->a, &rq->who.scope, (struct reminder_call_id){ rq_id(rq, 0) }, &c));
	TRY(rq_audit(rq, AUDIT_CHANGE, c.patient.v, c.organization.v));
	TRY(call_note(rq->db, rq->a, str_eq(str_of(outcomes[in->outcome]), S("no-answer")) ? S("open") : S("done"), str_of(outcomes[in->outcome]),
		in->note, rq->now, rq->who.account, (struct reminder_call_id){ rq_id(rq, 0) }, (int32_t)in->tries, &n));
	if (n && !in->outcome) {
		enum err e = missed_confirmed(rq->db, rq->a, rq->now, c.appointment, "phone");

		if (e != OK && e != E_CONFLICT)
			return e;
	}
	if (!n)
		return rq_problem(rq, N_("Somebody else has noted a call to this person meanwhile."));
	return rq_redirect(rq, "/desk/calls");
}
