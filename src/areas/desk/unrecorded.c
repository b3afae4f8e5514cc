/* Past and not recorded: what became of each appointment, line by line; an empty line stays. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "base/num.h"
#include "desk_t.h"
#include "web/web.h"

enum { LINES_MAX = 60 };

enum err desk_unrecorded_waiting(struct rq *rq, int64_t *ret)
{
	return appointment_unrecorded_count(rq->db, rq->a, &rq->who.scope, rq->now, ret);
}

enum err desk_unrecorded_page(struct rq *rq)
{
	struct appointments rows;
	int64_t total, left = 0;

	TRY(appointment_unrecorded(rq->db, rq->a, &rq->who.scope, rq->now, LINES_MAX, &rows));
	TRY(appointment_unrecorded_count(rq->db, rq->a, &rq->who.scope, rq->now, &total));
	if (num_parse(rq_raw(rq, "left"), 1, LINES_MAX, &left) != OK)
		left = 0;
	TRY(desk_saw(rq, &rows));

	struct page *pg = rq_page(rq, 200);

	t_desk_unrecorded(pg, rows, total, left);
	return OK;
}

/* Each line sends its number and version as "ID.VERSION" and, if chosen, r-ID = seen, missed, off. */
struct unrecorded_in { struct str_list line; };
static const struct field unrecorded_fields[] = {
	FIELD(unrecorded_in, line, F_LIST, struct str_list, .max = LINES_MAX),
};
const struct form desk_unrecorded_form = FORM(unrecorded_in, unrecorded_fields);

static enum err record(struct rq *rq, const struct appointment *x, struct str what)
{
	struct change_ask who = { .id = x->id, .version = x->version, .channel = CH_DESK, .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .silent = true };
	int64_t version;

	TRY(rq_audit(rq, AUDIT_CHANGE, x->patient.v, x->organization.v));
	if (str_eq(what, S("seen")))
		return appointment_set_status(rq->db, rq->a, rq->now, &who, ST_FULFILLED, &version);
	if (str_eq(what, S("missed")))
		return appointment_set_status(rq->db, rq->a, rq->now, &who, ST_NOSHOW, &version);
	if (str_eq(what, S("off")))
		return appointment_cancel(rq->db, rq->a, rq->now, &who, true, S("recorded afterwards"), &version);
	return E_NOTFOUND;
}

enum err desk_unrecorded(struct rq *rq)
{
	const struct unrecorded_in *in = rq->form;
	int left = 0;

	for (size_t i = 0; i < in->line.n; i++) {
		struct str rest = in->line.v[i], id = str_cut(&rest, '.'), what;
		struct appointment x;
		int64_t n, version;

		if (num_parse(id, 1, INT64_MAX, &n) != OK || num_parse(rest, 1, INT64_MAX, &version) != OK)
			return E_NOTFOUND;
		what = rq_raw(rq, arena_cstr(rq->a, arena_fmt(rq->a, "r-%lld", (long long)n)));
		if (!what.n)
			continue;
		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ n }, &x));
		/* somebody else recorded it meanwhile: theirs stays, and the page says so */
		if (x.version != version)
			left++;
		else
			TRY(record(rq, &x, what));
	}
	/* from the proposals of the end of a day (areas/missed) back to them */
	const char *page = rq_raw(rq, "end").n ? "/desk/missed" : "/desk/unrecorded";

	return left ? rq_redirect(rq, "%s?left=%d", page, left) : rq_redirect(rq, "%s", page);
}
