/*
 * The third next available time: each morning, of every establishment and speciality, the day of the third free
 * start that the public sees. Starts of one agenda count once, by the type that has most that day.
 */
#include "areas/figures/inside.h"

#include "figures_q.h"

enum { MORNING_FROM = 6, MORNING_TO = 12, THIRD = 3 };

struct looking { struct arena *a; struct thirds *t; struct str specialty; int64_t schedule; int32_t today, day, most, before; bool any; };
struct third { struct str specialty; int32_t days; };	/* -1: there are not three */
struct thirds { struct third *v; size_t n, cap; };

/* The agenda's starts of the day at hand are told: the most of any of its types. */
static void agenda_over(struct looking *l)
{
	l->before += l->most;
	l->most = 0;
	if (l->any && l->before >= THIRD && l->t->v[l->t->n - 1].days < 0)
		l->t->v[l->t->n - 1].days = l->day - l->today;
}

static enum err look_row(void *arg, const struct third_free_row *r)
{
	struct looking *l = arg;
	bool other = !l->any || !str_eq(r->specialty, l->specialty);

	if (other || r->schedule.v != l->schedule || r->day.n != l->day)
		agenda_over(l);
	if (other) {
		l->t->v = arena_grow(l->a, l->t->v, l->t->n, &l->t->cap, sizeof(*l->t->v));
		l->specialty = arena_str(l->a, r->specialty);
		l->t->v[l->t->n++] = (struct third){ l->specialty, -1 };
		l->before = 0;
		l->any = true;
	}
	l->schedule = r->schedule.v;
	l->day = r->day.n;
	if (day_is(r->day) && r->starts.is && r->starts.v > l->most)
		l->most = (int32_t)r->starts.v;
	return OK;
}

static enum err look_at(struct db *db, struct arena *a, struct organization_id place, struct day today)
{
	struct thirds t = { 0 };
	struct looking l = { .a = a, .t = &t, .today = today.n };

	TRY(third_free(db, a, place, today, look_row, &l));
	agenda_over(&l);
	for (size_t i = 0; i < t.n; i++)
		TRY(third_put(db, a, place, today, t.v[i].specialty,
			(struct opt_int){ .is = t.v[i].days >= 0, .v = t.v[i].days }));
	/* A place without agendas is not asked for again today: a line of no speciality, which no figure reads. */
	return t.n ? figures_touch(db, a, place, today) : third_put(db, a, place, today, S(""), (struct opt_int){ 0 });
}

enum err figures_third(struct db *db, struct arena *a, struct instant now)
{
	struct third_zones_rows zones;

	TRY(third_zones(db, a, &zones));
	for (size_t i = 0; i < zones.n; i++) {
		struct third_places_rows rows;
		const struct zone *z;
		struct local here;

		TRY(zone_get(zones.v[i].zone, &z));
		here = zone_local(z, now);
		if (here.min < MORNING_FROM * 60 || here.min >= MORNING_TO * 60)
			continue;
		TRY(third_places(db, a, (struct organization_id){ 0 }, here.day, zones.v[i].zone, 1, &rows));
		if (rows.n)
			return look_at(db, a, rows.v[0].id, here.day);
	}
	return E_NOTFOUND;
}
