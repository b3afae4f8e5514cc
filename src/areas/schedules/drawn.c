/* Drawn times. See drawn.h. */
#include "areas/schedules/drawn.h"

#include "areas/schedules/rules/window.h"

struct drawing {
	const struct agenda *g;
	struct arena *a;
	const struct service *s;
	struct day day;
	struct instant now;
	struct drawn_times *ret;
	size_t cap;
};

static bool has(const struct agenda_starts *s, int64_t at)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].at == at)
			return true;
	return false;
}

static void keep(struct drawing *d, int64_t at, enum drawn_as as)
{
	struct drawn_times *t = d->ret;
	struct drawn_time x = { local_of_minutes(at), as };
	size_t i = t->n;

	if (local_cmp(x.at, zone_local(d->g->zone, d->now)) < 0)
		return;
	t->v = arena_grow(d->a, t->v, t->n, &d->cap, sizeof(*t->v));
	for (; i && local_cmp(t->v[i - 1].at, x.at) > 0; i--)
		t->v[i] = t->v[i - 1];
	t->v[i] = x;
	t->n++;
}

/* The day on which a start comes into the horizon. */
static struct day opens(const struct drawing *d, struct local at)
{
	struct instant start = zone_instant(d->g->zone, at);
	int64_t late = window_late(d->g->schedule.v, at, d->s->spread_min);

	return zone_local(d->g->zone, (struct instant){ start.v + (late - d->s->horizon_min) * 60 }).day;
}

/* What is free for them, and for citizens online what their window says of it. */
static enum drawn_as within(struct drawing *d, int64_t at)
{
	struct local start = local_of_minutes(at);
	struct window w;

	if (d->g->group != QUOTA_ONLINE)
		return DRAWN_FREE;
	w = window_of(d->g->zone, d->now, d->s->lead_min, d->s->horizon_min);
	if (local_cmp(start, w.from) < 0)
		return DRAWN_TOO_SOON;
	if (window_holds(w, d->g->schedule.v, start, d->s->spread_min))
		return DRAWN_FREE;
	struct day day = opens(d, start);

	if (!day_is(d->ret->opens) || day.n < d->ret->opens.n)
		d->ret->opens = day;
	return DRAWN_NOT_YET;
}

/* The same agenda as if its types needed nobody beside it. */
static struct agenda alone(const struct agenda *g, struct arena *a)
{
	struct agenda own = *g;

	own.group = QUOTA_NOBODY;
	own.openings = ARENA_ARRAY(a, struct agenda_opening, g->nopenings + 1);
	for (size_t i = 0; i < g->nopenings; i++) {
		own.openings[i] = g->openings[i];
		own.openings[i].needs = 0;
	}
	return own;
}

/* Starts that would be there with the room; those that only lie otherwise between the room's visits do not count. */
static void add_beside(struct drawing *d, const struct agenda *all, const struct agenda_starts *any)
{
	struct agenda own = alone(d->g, d->a);
	struct agenda_starts st = { 0 };
	struct slot_rule rule;
	int32_t seats;

	agenda_starts(&own, d->a, d->s->id, d->day, NULL, &st);
	for (size_t i = 0; i < st.n; i++)
		if (!has(any, st.v[i].at) && agenda_fits(all, d->s->id, local_of_minutes(st.v[i].at), NULL, &rule, &seats) != OK)
			keep(d, st.v[i].at, DRAWN_BESIDE);
}

static bool booked_that_way(const struct service *s, enum quota_group as)
{
	return as == QUOTA_ONLINE ? s->online : as == QUOTA_DESK ? !s->no_desk : as == QUOTA_CENTRE ? !s->no_centre : true;
}

void drawn_times(const struct agenda *g, struct arena *a, const struct service *s, struct instant now,
	struct day day, struct drawn_times *ret)
{
	struct drawing d = { .g = g, .a = a, .s = s, .day = day, .now = now, .ret = ret };
	struct agenda all = *g;
	struct agenda_starts any = { 0 }, mine = { 0 };

	*ret = (struct drawn_times){ .opens = DAY_NONE };
	if (!booked_that_way(s, g->group))
		return;
	all.group = QUOTA_NOBODY;
	agenda_starts(&all, a, s->id, day, NULL, &any);
	agenda_starts(g, a, s->id, day, NULL, &mine);
	for (size_t i = 0; i < any.n; i++)
		keep(&d, any.v[i].at, has(&mine, any.v[i].at) ? within(&d, any.v[i].at) : DRAWN_KEPT);
	if (s->needs)
		add_beside(&d, &all, &any);
}
