/* What came of calling somebody about a visit; the list itself is areas/telephone's, with all others who are called. */
#include "areas/reminders/inside.h"

#include "areas/missed/missed.h"
#include "areas/organizations/organizations.h"

static const char *why_said(struct str why)
{
	if (str_eq(why, S("undelivered")))
		return N_("The message did not arrive");
	if (str_eq(why, S("failed")))
		return N_("No message could be sent");
	return N_("Often missed at such times");
}

enum err call_visits_waiting(struct db *db, struct arena *a, enum lang l, const struct scope *scope, struct day from, int64_t max,
	struct visit_calls *ret)
{
	struct call_list_rows rows;

	TRY(call_list(db, a, scope, from, max, &rows));
	*ret = (struct visit_calls){ ARENA_ARRAY(a, struct visit_call, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct call_list_row *r = &rows.v[i];
		struct str agenda = l == LANG_AR && r->schedule_ar.n ? r->schedule_ar : r->schedule_fr;

		ret->v[i] = (struct visit_call){ .id = r->id.v, .organization = r->organization, .appointment = r->appointment, .patient = r->patient,
			.name = r->name, .phone = r->phone, .type = organization_name(l, r->service_fr, r->service_ar, r->service_en),
			.agenda = agenda.n ? agenda : r->practitioner.s, .outcome = r->outcome, .note = r->note, .day = r->day,
			.start_min = r->start_min, .tries = r->tries, .tried_at = r->tried_at, .why = why_said(r->why) };
	}
	return OK;
}

enum err call_visits_numbers(struct db *db, struct arena *a, const struct account_roles *of, struct day from, int64_t max,
	struct str_list *ret)
{
	struct call_waiting_rows rows;

	TRY(call_waiting(db, a, of->account, of->v, of->n, from, max, &rows));

	struct str *v = ARENA_ARRAY(a, struct str, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = rows.v[i].phone;
	*ret = (struct str_list){ v, rows.n };
	return OK;
}

enum err call_visits_called(struct db *db, struct arena *a, const struct scope *scope, struct instant since, int64_t max,
	struct visit_calls *ret)
{
	struct call_recent_rows rows;

	TRY(call_recent(db, a, scope, since, max, &rows));
	*ret = (struct visit_calls){ ARENA_ARRAY(a, struct visit_call, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct visit_call){ .organization = rows.v[i].organization, .appointment = rows.v[i].appointment,
			.patient = rows.v[i].patient, .name = rows.v[i].name, .outcome = rows.v[i].outcome, .note = rows.v[i].note,
			.tried_at = rows.v[i].tried_at };
	return OK;
}

enum err call_visit_noted(struct rq *rq, const struct scope *scope, const struct call_said *said)
{
	const struct reminder_call_id id = { said->id };
	struct call_get_row c;
	int64_t n;
	enum err e;

	TRY(call_get(rq->db, rq->a, scope, id, &c));
	TRY(rq_audit(rq, AUDIT_CHANGE, c.patient.v, c.organization.v));
	TRY(call_note(rq->db, rq->a, said->again ? S("open") : S("done"), said->outcome, said->note, rq->now, rq->who.account, id,
		said->tries, &n));
	if (!n)
		return E_CONFLICT;
	if (!said->comes)
		return OK;
	e = missed_confirmed(rq->db, rq->a, rq->now, c.appointment, "phone");
	return e == E_CONFLICT ? OK : e;
}
