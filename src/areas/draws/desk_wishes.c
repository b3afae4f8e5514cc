/* Who takes part in a draw of one's own house: page by page, or by telephone or reference. */
#include "areas/draws/pages.h"

#include "base/num.h"
#include "base/phone.h"
#include "codes/codes.h"
#include "draws_t.h"

#include <string.h>

const char *wish_state_said(struct str state, bool given, bool booked)
{
	if (str_eq(state, S("in")))
		return N_("Takes part");
	if (str_eq(state, S("out")))
		return N_("Takes part no longer");
	if (str_eq(state, S("stuck")))
		return N_("Could not be booked");
	if (!given)
		return N_("No time was left");
	if (str_eq(state, S("drawn")))
		return N_("Is being booked");
	return booked ? N_("Has the time") : N_("The time was given back");
}

const char *wish_way_said(struct str channel)
{
	if (str_eq(channel, S("desk")))
		return N_("At the counter");
	return str_eq(channel, S("phone")) ? N_("By phone") : N_("Online");
}

/* ---- rows: the queries have one shape ---- */

#define SAME(from, to) do { \
	_Static_assert(sizeof(*(from).v) == sizeof(*(to)->v), "the same columns"); \
	(to)->n = (from).n; \
	(to)->v = ARENA_ARRAY(rq->a, struct draw_wishes_asked_row, (from).n + 1); \
	if ((from).n) \
		memcpy((to)->v, (from).v, (from).n * sizeof(*(to)->v)); \
} while (0)

/* By what was typed: a telephone number or a reference; anything else finds nobody. */
static enum err rows_found(struct rq *rq, struct draw_id id, struct str typed, struct draw_wishes_asked_rows *ret)
{
	struct draw_wishes_of_reference_rows by_reference;
	struct draw_wishes_of_phone_rows by_phone;
	char reference[REFERENCE_LEN];
	struct str phone;

	*ret = (struct draw_wishes_asked_rows){ 0 };
	if (reference_parse(typed, reference) == OK) {
		TRY(draw_wishes_of_reference(rq->db, rq->a, &rq->who.scope, id, (struct str){ reference, sizeof(reference) }, &by_reference));
		SAME(by_reference, ret);
	} else if (phone_parse(rq->a, typed, (int)rq_setting(rq, "phone_country"), &phone) == OK) {
		TRY(draw_wishes_of_phone(rq->db, rq->a, &rq->who.scope, id, phone, &by_phone));
		SAME(by_phone, ret);
	}
	return OK;
}

static enum err rows_behind(struct rq *rq, const struct wishes_page *p, int64_t after, struct draw_wishes_asked_rows *ret)
{
	struct draw_wishes_ranked_rows ranked;

	if (!p->ranked)
		return draw_wishes_asked(rq->db, rq->a, &rq->who.scope, p->v.d.id, (struct draw_wish_id){ after }, WISHES_PAGE + 1, ret);
	TRY(draw_wishes_ranked(rq->db, rq->a, &rq->who.scope, p->v.d.id, (int32_t)after, WISHES_PAGE + 1, &ranked));
	SAME(ranked, ret);
	return OK;
}

/* ---- the page ---- */

static struct wish_line line_of(struct rq *rq, const struct wishes_page *p, const struct draw_wishes_asked_row *r)
{
	const struct draw_time_lines wished = wished_times(rq->a, &p->v, r->choices);
	struct wish_line l = { .id = r->id, .name = r->name, .phone = r->phone, .asked_at = r->asked_at, .place = (int32_t)r->place.v,
		.class = draw_class_in(rq->lang, &p->v, r->class), .way = wish_way_said(r->channel),
		.state = wish_state_said(r->state, r->given.is, r->appointment.v != 0), .dearest = { DAY_NONE, 0 }, .given = { DAY_NONE, 0 } };

	if (wished.n && !str_eq(r->state, S("out"))) {
		l.dearest = wished.v[0].start;
		l.more = (int32_t)wished.n - 1;
	}
	if (r->given.is && r->given.v <= (int64_t)p->v.times.n)
		l.given = p->v.times.v[r->given.v - 1].start;
	return l;
}

static enum err put_lines(struct rq *rq, struct wishes_page *p, const struct draw_wishes_asked_rows *rows)
{
	size_t n = rows->n > WISHES_PAGE ? WISHES_PAGE : rows->n;

	p->lines.v = ARENA_ARRAY(rq->a, struct wish_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct draw_wishes_asked_row *r = &rows->v[i];

		p->lines.v[p->lines.n++] = line_of(rq, p, r);
		TRY(wish_noted(rq, p->sought.text.n ? AUDIT_SEARCH : AUDIT_LIST, r->id, r->patient, p->v.d.organization));
	}
	return n ? OK : rq_audit(rq, p->sought.text.n ? AUDIT_SEARCH : AUDIT_LIST, 0, p->v.d.organization.v);
}

static void put_pager(struct rq *rq, struct wishes_page *p, const struct draw_wishes_asked_rows *rows, int64_t after)
{
	if (after > 0) {
		p->pager.back = p->self;
		p->pager.back_text = lang_tr(rq->lang, N_("From the beginning"));
	}
	if (rows->n <= WISHES_PAGE)
		return;
	const struct draw_wishes_asked_row *last = &rows->v[WISHES_PAGE - 1];

	p->pager.next = url_add(rq->a, p->self, "after",
		arena_fmt(rq->a, "%lld", (long long)(p->ranked ? last->place.v : last->id.v)));
	p->pager.next_text = lang_tr(rq->lang, N_("The following"));
}

enum err draw_wishes(struct rq *rq)
{
	struct wishes_page p = { .sought = rq_sought(rq) };
	struct draw_wishes_asked_rows rows;
	struct draw_row_row d;
	struct page *pg;
	int64_t after;

	TRY(draw_of_house(rq, &d));
	TRY(draw_fill(rq, d.id, &p.v));
	p.ranked = p.v.known;
	p.self = url_fmt(rq->a, "/desk/draws/%lld/wishes", (long long)d.id.v);
	if (num_parse(rq_raw(rq, "after"), 0, p.ranked ? DRAW_PEOPLE : INT64_MAX, &after) != OK)
		after = 0;
	TRY(p.sought.text.n ? rows_found(rq, d.id, p.sought.text, &rows) : rows_behind(rq, &p, after, &rows));
	TRY(put_lines(rq, &p, &rows));
	if (!p.sought.text.n)
		put_pager(rq, &p, &rows, after);
	pg = rq_page(rq, 200);
	pg->zone = p.v.zone;
	t_draws_wishes(pg, &p);
	return OK;
}

enum err draw_wishes_search(struct rq *rq)
{
	struct draw_row_row d;

	TRY(draw_of_house(rq, &d));
	return rq_found(rq, url_fmt(rq->a, "/desk/draws/%lld/wishes", (long long)d.id.v));
}
