/* A week of an agenda, drawn as it is offered or would be. See pages.h. */
#include "areas/schedules/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "organizations_q.h"

enum { LOOK_AHEAD = 370, DRAWN_DAYS = 7 };

struct draw {
	struct rq *rq;
	const struct plans *plans;
	const struct agenda *g;
	struct calendar_days_rows off;
	struct opening_removed_days_rows removed;
	struct absences absences;
};

static struct day monday_of(struct day d)
{
	return (struct day){ d.n - (day_weekday(d) - 1) };
}

enum err week_asked(struct rq *rq, const struct plans *p, struct day from, struct day *ret)
{
	struct day first = { INT32_MAX };
	int64_t n;

	if (num_parse(rq_raw(rq, "week"), 0, 100000, &n) == OK) {
		*ret = monday_of((struct day){ (int32_t)n });
		return OK;
	}
	if (day_parse(rq_raw(rq, "day"), ret) == OK) {
		*ret = monday_of(*ret);
		return OK;
	}
	for (size_t i = 0; i < p->n; i++) {
		struct hours_walk w = hours_from(&p->v[i].hours, from,
			(struct day){ from.n + LOOK_AHEAD });
		struct hours_part part;

		if (hours_next(&w, &part) && part.day.n < first.n)
			first = part.day;
	}
	*ret = monday_of(first.n == INT32_MAX ? from : first);
	return OK;
}

static int by_start(const void *px, const void *py)
{
	const struct drawn_part *x = px, *y = py;

	return x->start_min != y->start_min ? (x->start_min < y->start_min ? -1 : 1)
		: x->opening < y->opening ? -1 : x->opening > y->opening;
}

struct parts { struct drawn_part *v; size_t n, cap; };

static void keep_part(struct arena *a, struct parts *all, struct drawn_part x)
{
	all->v = arena_grow(a, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = x;
}

static struct drawn_parts parts_of(const struct draw *d, struct day day)
{
	struct parts all = { 0 };

	for (size_t i = 0; i < d->plans->n; i++) {
		const struct plan *p = &d->plans->v[i];
		struct hours_walk w = hours_from(&p->hours, day, day);
		struct hours_part part;

		while (hours_next(&w, &part))
			keep_part(d->rq->a, &all, (struct drawn_part){ p->o.id.v, part.start,
				part.end, false });
	}
	for (size_t i = 0; i < d->removed.n; i++) {
		const struct opening_removed_days_row *r = &d->removed.v[i];

		if (r->day.n == day.n)
			keep_part(d->rq->a, &all, (struct drawn_part){ r->opening.v, r->start_min,
				r->end_min, true });
	}
	if (all.n > 1)
		qsort(all.v, all.n, sizeof(*all.v), by_start);
	return (struct drawn_parts){ all.v, all.n };
}

/* The types offered on a day, each once, in order of their first interval. */
static bool drawn_before(const struct agenda *g, size_t i, struct day day)
{
	for (size_t k = 0; k < i; k++)
		if (g->openings[k].day.n == day.n
			&& g->openings[k].service.v == g->openings[i].service.v)
			return true;
	return false;
}

/* Sorted by what they are, each kind in the order of its times. */
static struct drawn_runs runs_of(struct arena *a, const struct drawn_times *t)
{
	struct drawn_run *v = ARENA_ARRAY(a, struct drawn_run, DRAWN_AS);
	size_t n = 0;

	for (int as = 0; as < DRAWN_AS; as++) {
		struct clock_min *times = ARENA_ARRAY(a, struct clock_min, t->n + 1);
		size_t found = 0;

		for (size_t i = 0; i < t->n; i++)
			if ((int)t->v[i].as == as)
				times[found++].min = t->v[i].at.min;
		if (found)
			v[n++] = (struct drawn_run){ (enum drawn_as)as, t->opens, { times, found } };
	}
	return (struct drawn_runs){ v, n };
}

static enum err lines_of(const struct draw *d, struct day day, struct drawn_lines *ret)
{
	const struct agenda *g = d->g;
	struct arena *a = d->rq->a;
	struct drawn_line *v = ARENA_ARRAY(a, struct drawn_line, g->nopenings + 1);
	size_t n = 0;

	for (size_t i = 0; i < g->nopenings; i++) {
		struct drawn_times t;
		struct service s;

		if (g->openings[i].day.n != day.n || drawn_before(g, i, day))
			continue;
		TRY(service_get(d->rq->db, a, g->openings[i].service, &s));
		drawn_times(g, a, &s, d->rq->now, day, &t);
		v[n++] = (struct drawn_line){ names_in(d->rq->lang, &s.name), runs_of(a, &t) };
	}
	*ret = (struct drawn_lines){ v, n };
	return OK;
}

static enum err draw_day(const struct draw *d, struct day day, struct drawn_day *ret)
{
	*ret = (struct drawn_day){ .day = day, .parts = parts_of(d, day) };
	for (size_t i = 0; i < d->off.n; i++) {
		const struct calendar_days_row *c = &d->off.v[i];

		if (c->day.n != day.n)
			continue;
		ret->closed = true;
		ret->why = organization_name(d->rq->lang, c->name_fr, c->name_ar, c->name_en);
	}
	for (size_t i = 0; i < d->absences.n; i++) {
		const struct absence *x = &d->absences.v[i];

		ret->away |= x->from.day.n <= day.n
			&& local_cmp(x->to, (struct local){ day, 0 }) > 0;
	}
	return lines_of(d, day, &ret->lines);
}

enum err draw_week(struct rq *rq, const struct schedule *s, const struct plans *p,
	struct day monday, struct url base, struct drawn_week *ret)
{
	return draw_week_as(rq, s, p, monday, base, QUOTA_NOBODY, ret);
}

enum err draw_week_as(struct rq *rq, const struct schedule *s, const struct plans *p,
	struct day monday, struct url base, enum quota_group as, struct drawn_week *ret)
{
	struct day to = { monday.n + DRAWN_DAYS };
	struct organization_get_row o;
	struct agenda g;
	struct draw d = { .rq = rq, .plans = p, .g = &g };
	struct drawn_day *v = ARENA_ARRAY(rq->a, struct drawn_day, DRAWN_DAYS);
	size_t n = 0;

	TRY(plans_agenda(rq->db, rq->a, s->id, p, monday, to, &g));
	g.group = as;
	g.now_min = local_minutes(zone_local(g.zone, rq->now));
	TRY(organization_get(rq->db, rq->a, s->organization, &o));
	TRY(calendar_days(rq->db, rq->a, o.tree_lo, monday, to, &d.off));
	TRY(opening_removed_days(rq->db, rq->a, s->id, monday, to, &d.removed));
	TRY(absence_list(rq->db, rq->a, s->id, monday, &d.absences));
	for (struct day day = monday; day.n < to.n; day.n++) {
		TRY(draw_day(&d, day, &v[n]));
		n += day_weekday(day) <= 5 || v[n].parts.n;	/* week-ends only when worked */
	}
	*ret = (struct drawn_week){ .monday = monday, .last = { to.n - 1 }, .days = { v, n },
		.back = url_add(rq->a, base, "week", arena_fmt(rq->a, "%d", monday.n - DRAWN_DAYS)),
		.next = url_add(rq->a, base, "week", arena_fmt(rq->a, "%d", to.n)) };
	return OK;
}
