/* A draw as everybody sees it. The list of all: public_list.c. */
#include "areas/draws/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "draws_t.h"
#include "ledger/entry.h"

const char *draw_state_said(struct str state, struct instant opens, struct instant closes, struct instant now)
{
	if (str_eq(state, S("ended")))
		return N_("Given up");
	if (str_eq(state, S("done")))
		return N_("Drawn");
	if (now.v >= closes.v)
		return N_("Wishes are closed, the draw follows");
	return now.v < opens.v ? N_("Announced") : N_("Open for wishes");
}

static enum err class_lines(struct rq *rq, int64_t tree_lo, struct draw_view *v)
{
	struct waiting_classes all;
	struct str rest = v->d.classes;
	struct draw_class c;

	TRY(waiting_classes(rq->db, rq->a, tree_lo, &all));
	v->classes.v = ARENA_ARRAY(rq->a, struct waiting_class, all.n + 1);
	while (v->classes.n < all.n && draw_class_next(&rest, &c))
		for (size_t i = 0; i < all.n; i++)
			if (str_eq(all.v[i].code, c.code))
				v->classes.v[v->classes.n++] = all.v[i];
	return OK;
}

static enum err names(struct rq *rq, struct draw_view *v)
{
	struct organization_get_row o;
	struct schedule agenda;
	struct service s;

	TRY(organization_get(rq->db, rq->a, v->d.organization, &o));
	TRY(service_get(rq->db, rq->a, v->d.service, &s));
	TRY(schedule_get(rq->db, rq->a, v->d.schedule, &agenda));
	v->place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	v->phone = o.phone;
	v->code = o.code;
	v->type = type_openly(rq->lang, &s.name, s.sensitive);		/* a type may have become discreet since */
	v->agenda = agenda.shown && !s.sensitive ? agenda.name.v[rq->lang] : STR_NONE;
	return class_lines(rq, o.tree_lo, v);
}

static enum err times(struct rq *rq, struct draw_view *v)
{
	struct draw_times_rows t;

	TRY(draw_times(rq->db, rq->a, v->d.id, &t));
	v->times = (struct draw_time_lines){ ARENA_ARRAY(rq->a, struct draw_time_line, t.n + 1), t.n };
	for (size_t i = 0; i < t.n; i++)
		v->times.v[i] = (struct draw_time_line){ t.v[i].no, { t.v[i].day, t.v[i].start_min }, t.v[i].minutes };
	return OK;
}

/* "online 12,desk 3", as it was counted when the window ended. */
static void ways(struct rq *rq, struct draw_view *v)
{
	struct str rest = v->d.channels;

	v->ways.v = ARENA_ARRAY(rq->a, struct draw_way_line, CH_MAX);
	while (rest.n && v->ways.n < CH_MAX) {
		struct str one = str_cut(&rest, ','), way = str_cut(&one, ' ');
		int64_t n;

		if (num_parse(one, 0, DRAW_PEOPLE, &n) == OK)
			v->ways.v[v->ways.n++] = (struct draw_way_line){ wish_way_said(way), n };
	}
}

enum err draw_fill(struct rq *rq, struct draw_id id, struct draw_view *ret)
{
	struct draw_view v = { .self = url_fmt(rq->a, "/draws/%lld", (long long)id.v) };

	TRY(draw_row(rq->db, rq->a, id, &v.d));
	TRY(zone_get(v.d.zone, &v.zone));
	v.opens = zone_local(v.zone, v.d.opens_at);
	v.closes = zone_local(v.zone, v.d.closes_at);
	v.commitment = draw_commitment(rq->a, v.d.seed);
	v.chain = entry_chain(rq->a, v.d.salt);
	v.ended = str_eq(v.d.state, S("ended"));
	v.done = str_eq(v.d.state, S("done"));
	v.known = v.done || str_eq(v.d.state, S("drawn"));
	v.soon = !v.ended && rq->now.v < v.d.opens_at.v;
	v.over = v.ended || rq->now.v >= v.d.closes_at.v;
	v.open = !v.over && !v.soon;
	v.awaits = v.over && !v.ended && !v.known && v.d.beacon.n && !v.d.beacon_value.n;
	v.state = draw_state_said(v.d.state, v.d.opens_at, v.d.closes_at, rq->now);
	if (!v.known)		/* nothing that a page is given can tell it too soon */
		v.d.seed = STR_NONE;
	ways(rq, &v);
	TRY(names(rq, &v));
	TRY(times(rq, &v));
	*ret = v;
	return OK;
}

struct str draw_class_in(enum lang l, const struct draw_view *v, struct str class)
{
	for (size_t i = 0; class.n && i < v->classes.n; i++)
		if (str_eq(v->classes.v[i].code, class))
			return v->classes.v[i].name.v[l];
	return STR_NONE;
}

/* ---- one ---- */

static enum err results(struct rq *rq, struct draw_page *p)
{
	struct draw_results_rows rows;
	int64_t after = 0;

	if (num_parse(rq_raw(rq, "after"), 0, DRAW_PEOPLE, &after) != OK)
		after = 0;
	TRY(draw_results(rq->db, rq->a, p->v.d.id, (int32_t)after, RESULTS_PAGE + 1, &rows));
	p->results.v = ARENA_ARRAY(rq->a, struct draw_result_line, rows.n + 1);
	for (size_t i = 0; i < rows.n && i < RESULTS_PAGE; i++) {
		const struct draw_results_row *r = &rows.v[i];
		struct draw_result_line l = { .place = (int32_t)r->place.v, .class = r->class, .holder = act_holder(rq->a, r->salt, r->reference) };

		if (r->given.is && r->given.v <= (int64_t)p->v.times.n) {
			l.given = (int32_t)r->given.v;
			l.start = p->v.times.v[l.given - 1].start;
		}
		p->results.v[p->results.n++] = l;
	}
	if (rows.n > RESULTS_PAGE)
		p->pager.next = url_add(rq->a, p->v.self, "after", arena_fmt(rq->a, "%lld", (long long)rows.v[RESULTS_PAGE - 1].place.v));
	if (after > 0)
		p->pager.back = after <= RESULTS_PAGE ? p->v.self
			: url_add(rq->a, p->v.self, "after", arena_fmt(rq->a, "%lld", (long long)after - RESULTS_PAGE));
	return OK;
}

enum err draw_public(struct rq *rq)
{
	struct draw_page p = { 0 };

	TRY(draw_fill(rq, (struct draw_id){ rq_id(rq, 0) }, &p.v));
	if (p.v.known)
		TRY(results(rq, &p));
	t_draws_one(rq_page(rq, 200), &p);
	return OK;
}
