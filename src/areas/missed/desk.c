/* The desk: what the end of the day proposes, in one press; who is asked to confirm and has not. */
#include "areas/missed/pages.h"

#include "base/num.h"
#include "missed_t.h"
#include "organizations_q.h"

enum { LINES_MAX = 60 };

/* Today where the account works. */
static enum err today_here(struct rq *rq, struct day *ret)
{
	struct organization_get_row o;
	const struct zone *z;

	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, &o));
	TRY(zone_get(o.zone, &z));
	*ret = zone_local(z, rq->now).day;
	return OK;
}

static enum err saw(struct rq *rq, const struct appointment *x)
{
	return rq_audit(rq, AUDIT_LIST, x->patient.v, x->organization.v);
}

/* ---- the end of the day ---- */

enum err missed_day_waiting(struct rq *rq, int64_t *ret)
{
	struct missed_proposals_number_row r;
	struct day today;

	TRY(today_here(rq, &today));
	TRY(missed_proposals_number(rq->db, rq->a, &rq->who.scope, today, &r));
	*ret = r.n;
	return OK;
}

enum err missed_day_page(struct rq *rq)
{
	struct missed_proposals_rows rows;
	struct proposed_page p = { 0 };
	struct appointments all;
	struct day today;

	TRY(today_here(rq, &today));
	TRY(missed_proposals(rq->db, rq->a, &rq->who.scope, today, LINES_MAX, &rows));
	TRY(missed_day_waiting(rq, &p.total));
	if (num_parse(rq_raw(rq, "left"), 1, LINES_MAX, &p.left) != OK)
		p.left = 0;
	TRY(appointment_many(rq->db, rq->a, &rq->who.scope, IDS_OF(rq->a, rows), rows.n, &all));
	p.lines.v = ARENA_ARRAY(rq->a, struct proposed_line, all.n + 1);
	for (size_t i = 0; i < rows.n && p.lines.n < all.n; i++) {
		struct proposed_line *l = &p.lines.v[p.lines.n];

		if (rows.v[i].id.v != all.v[p.lines.n].id.v)
			continue;
		l->x = all.v[p.lines.n++];
		l->seen = str_eq(rows.v[i].proposed, S("fulfilled"));
		TRY(saw(rq, &l->x));
	}
	if (!all.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	t_missed_day(rq_page(rq, 200), &p);
	return OK;
}

/* ---- who has not confirmed ---- */

enum err missed_list_waiting(struct rq *rq, int64_t *ret)
{
	struct missed_unconfirmed_number_row r;
	struct day today;

	TRY(today_here(rq, &today));
	TRY(missed_unconfirmed_number(rq->db, rq->a, &rq->who.scope, today, rq->who.scope.lo, rq->who.scope.hi, &r));
	*ret = r.n;
	return OK;
}

enum err missed_list_page(struct rq *rq)
{
	struct missed_unconfirmed_rows rows;
	struct confirm_lines lines;
	struct appointments all;
	struct day today;

	TRY(today_here(rq, &today));
	TRY(missed_unconfirmed(rq->db, rq->a, &rq->who.scope, today, rq->who.scope.lo, rq->who.scope.hi, LINES_MAX, &rows));
	TRY(appointment_many(rq->db, rq->a, &rq->who.scope, IDS_OF(rq->a, rows), rows.n, &all));
	lines = (struct confirm_lines){ ARENA_ARRAY(rq->a, struct confirm_line, all.n + 1), 0 };
	for (size_t i = 0; i < rows.n && lines.n < all.n; i++) {
		struct confirm_line *l = &lines.v[lines.n];
		const struct zone *z;

		if (rows.v[i].id.v != all.v[lines.n].id.v)
			continue;
		l->x = all.v[lines.n++];
		TRY(zone_get(l->x.zone, &z));
		l->misses = rows.v[i].misses;
		l->due = zone_local(z, rows.v[i].due_at);
		l->late = rows.v[i].due_at.v <= rq->now.v;
		l->asked = rows.v[i].asked;
		TRY(saw(rq, &l->x));
	}
	if (!lines.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, rq->who.organization));
	t_missed_list(rq_page(rq, 200), lines);
	return OK;
}

struct yes_in { struct appointment_id yes; };
static const struct field yes_fields[] = { FIELD(yes_in, yes, F_ID, struct appointment_id, .required = true) };
const struct form missed_yes_form = FORM(yes_in, yes_fields);

/* Said on the telephone. */
enum err missed_list_yes(struct rq *rq)
{
	const struct yes_in *in = rq->form;
	struct appointment x;
	enum err e;

	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, in->yes, &x));
	e = missed_confirmed(rq->db, rq->a, rq->now, x.id, "phone");
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("This appointment is over or cancelled: look again."));
	TRY(e);
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	return rq_redirect(rq, "/desk/confirm");
}
