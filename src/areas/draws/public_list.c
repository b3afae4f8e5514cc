/* All draws as everybody sees them: what runs, soonest end first, and what is over; page by page, of all houses or of one. */
#include "areas/draws/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "draws_t.h"

#include <string.h>

enum { SHOWN = 50, SHOWN_SECONDS = 120 * 86400 };

/* house.v == 0: all. at, id: behind which (of what is over: before which). */
struct ask { struct organization_id house; struct instant at; struct draw_id id; };

/* The queries have one shape. */
#define SAME(from, to) do { \
	_Static_assert(sizeof(*(from).v) == sizeof(*(to)->v), "the same columns"); \
	(to)->n = (from).n; \
	(to)->v = ARENA_ARRAY(rq->a, struct draws_running_row, (from).n + 1); \
	if ((from).n) \
		memcpy((to)->v, (from).v, (from).n * sizeof(*(to)->v)); \
} while (0)

static enum err running(struct rq *rq, const struct ask *q, struct draws_running_rows *ret)
{
	struct draws_running_at_rows of;

	if (!q->house.v)
		return draws_running(rq->db, rq->a, q->at, q->id, SHOWN + 1, ret);
	TRY(draws_running_at(rq->db, rq->a, q->house, q->at, q->id, SHOWN + 1, &of));
	SAME(of, ret);
	return OK;
}

static enum err past(struct rq *rq, const struct ask *q, struct draws_running_rows *ret)
{
	const struct instant since = { rq->now.v - SHOWN_SECONDS };
	struct draws_past_at_rows of;
	struct draws_past_rows all;

	if (q->house.v) {
		TRY(draws_past_at(rq->db, rq->a, q->house, since, q->at, q->id, SHOWN + 1, &of));
		SAME(of, ret);
		return OK;
	}
	TRY(draws_past(rq->db, rq->a, since, q->at, q->id, SHOWN + 1, &all));
	SAME(all, ret);
	return OK;
}

static enum err line_fill(struct rq *rq, const struct draws_running_row *r, struct draw_line *line)
{
	struct organization_get_row o;
	const struct zone *z;
	struct service s;

	TRY(zone_get(r->zone, &z));
	TRY(organization_get(rq->db, rq->a, r->organization, &o));
	TRY(service_get(rq->db, rq->a, r->service, &s));
	*line = (struct draw_line){ .id = r->id, .times = r->times, .opens = zone_local(z, r->opens_at), .closes = zone_local(z, r->closes_at),
		.place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en), .code = o.code,
		.type = type_openly(rq->lang, &s.name, s.sensitive), .state = draw_state_said(r->state, r->opens_at, r->closes_at, rq->now) };
	return OK;
}

/* *ret_last: the last one shown, when there are more; else NULL. */
static enum err lines(struct rq *rq, const struct draws_running_rows *rows, struct draw_lines *ret, const struct draws_running_row **ret_last)
{
	size_t n = rows->n > SHOWN ? SHOWN : rows->n;

	*ret = (struct draw_lines){ ARENA_ARRAY(rq->a, struct draw_line, n + 1), n };
	for (size_t i = 0; i < n; i++)
		TRY(line_fill(rq, &rows->v[i], &ret->v[i]));
	*ret_last = rows->n > SHOWN ? &rows->v[SHOWN - 1] : NULL;
	return OK;
}

static struct url here(struct rq *rq, const struct draws_page *p, bool later)
{
	struct url u = url_add(rq->a, U("/draws"), "at", p->at);

	return later ? url_add(rq->a, u, "past", S("1")) : u;
}

static struct url behind(struct rq *rq, const struct draws_page *p, bool later, const struct draws_running_row *last)
{
	struct url u = url_add(rq->a, here(rq, p, later), "t", arena_fmt(rq->a, "%lld", (long long)last->closes_at.v));

	return url_add(rq->a, u, "id", arena_fmt(rq->a, "%lld", (long long)last->id.v));
}

static int64_t number(const struct rq *rq, const char *name, int64_t fallback)
{
	int64_t n;

	return num_parse(rq_raw(rq, name), 0, INT64_MAX, &n) == OK ? n : fallback;
}

static enum err house_of(struct rq *rq, struct draws_page *p, struct organization_id *ret)
{
	struct organization_by_code_row found;
	struct organization_get_row o;

	if (!p->at.n)
		return OK;
	TRY(organization_by_code(rq->db, rq->a, p->at, &found));
	TRY(organization_get(rq->db, rq->a, found.id, &o));
	p->at_name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	*ret = found.id;
	return OK;
}

enum err draws_public(struct rq *rq)
{
	struct draws_page p = { .at = rq_raw(rq, "at"), .later = rq_raw(rq, "past").n > 0 };
	struct ask q = { .at = { number(rq, "t", 0) }, .id = { number(rq, "id", 0) } }, over = { .at = { INT64_MAX }, .id = { INT64_MAX } };
	const struct draws_running_row *more, *more_past = NULL;
	struct draws_running_rows rows;
	bool first = !q.at.v;

	TRY(house_of(rq, &p, &q.house));
	over.house = q.house;
	if (!p.later) {
		TRY(running(rq, &q, &rows));
		TRY(lines(rq, &rows, &p.running, &more));
		if (more)
			p.pager.next = behind(rq, &p, false, more);
	}
	if (p.later || first) {
		TRY(past(rq, p.later && !first ? &q : &over, &rows));
		TRY(lines(rq, &rows, &p.past, &more_past));
	}
	if (more_past && (p.later || !p.pager.next.s.n))
		p.pager.next = behind(rq, &p, true, more_past);
	if (p.pager.next.s.n)
		p.pager.next_text = lang_tr(rq->lang, N_("The following"));
	if (!first || p.later) {
		p.pager.back = here(rq, &p, false);
		p.pager.back_text = lang_tr(rq->lang, N_("From the beginning"));
	}
	t_draws_all(rq_page(rq, 200), &p);
	return OK;
}
