/* Who rang a line on which nobody answers, for the list of people to call (areas/telephone). See inbox.h. */
#include "areas/inbox/inside.h"

enum err inbox_calls_waiting(struct db *db, struct arena *a, const struct scope *scope, int64_t max, struct inbox_calls *ret)
{
	struct inbox_waiting_rows rows;

	TRY(inbox_waiting(db, a, scope, S("call"), max, &rows));
	*ret = (struct inbox_calls){ ARENA_ARRAY(a, struct inbox_call, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct inbox_waiting_row *r = &rows.v[i];

		ret->v[i] = (struct inbox_call){ r->id.v, r->organization, r->patient, { r->name }, r->phone, r->outcome, r->note, r->last_at,
			r->tried_at, r->times, r->tries };
	}
	return OK;
}

enum err inbox_calls_number(struct db *db, struct arena *a, const struct scope *scope, int64_t max, int64_t *ret)
{
	struct inbox_waiting_count_row row;

	TRY(inbox_waiting_count(db, a, scope, S("call"), max, &row));
	*ret = row.n;
	return OK;
}

enum err inbox_calls_numbers(struct db *db, struct arena *a, const struct account_roles *of, int64_t max, struct str_list *ret)
{
	struct inbox_waiting_numbers_rows rows;

	TRY(inbox_waiting_numbers(db, a, of->account, of->v, of->n, S("call"), max, &rows));

	struct str *v = ARENA_ARRAY(a, struct str, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = rows.v[i].phone;
	*ret = (struct str_list){ v, rows.n };
	return OK;
}

enum err inbox_calls_rung(struct db *db, struct arena *a, const struct scope *scope, struct instant since, int64_t max,
	struct inbox_calls *ret)
{
	struct inbox_called_rows rows;

	TRY(inbox_called(db, a, scope, since, max, &rows));
	*ret = (struct inbox_calls){ ARENA_ARRAY(a, struct inbox_call, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct inbox_call){ .organization = rows.v[i].organization, .patient = rows.v[i].patient, .name = rows.v[i].name,
			.phone = rows.v[i].phone, .outcome = rows.v[i].outcome, .note = rows.v[i].note, .tried_at = rows.v[i].tried_at };
	return OK;
}

enum err inbox_calls_came(struct rq *rq, const struct scope *scope, struct str phone)
{
	int64_t n;

	return inbox_call_came(rq->db, rq->a, scope, rq->now, rq->who.account, phone, &n);
}

enum err inbox_call_said(struct rq *rq, const struct scope *scope, const struct inbox_call_said *said)
{
	const struct inbox_message_id id = { said->id };
	struct inbox_call_open_row c;
	int64_t n;

	TRY(inbox_call_open(rq->db, rq->a, scope, id, &c));
	TRY(rq_audit(rq, AUDIT_CHANGE, c.patient.v, c.organization.v));
	TRY(inbox_call_noted(rq->db, rq->a, said->again ? S("open") : S("done"), said->outcome, said->note, rq->now, rq->who.account, id,
		said->tries, &n));
	return n ? OK : E_CONFLICT;
}
