/* An agenda is published or taken back as a whole. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "ledger/act.h"
#include "schedules_q.h"

struct telling {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct schedule_id schedule;
	struct schedule_place_row place;
	enum entry_act what;
	struct str role;
	struct opening_days_ahead_row *v;
	size_t n, cap;
};

static enum err keep(void *arg, const struct opening_days_ahead_row *r)
{
	struct telling *t = arg;

	t->v = arena_grow(t->a, t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n++] = *r;
	return OK;
}

static enum err tell(struct telling *t, const struct opening_days_ahead_row *r)
{
	struct act x = { .organization = t->place.organization.v, .act = t->what, .channel = "", .role = t->role,
		.schedule = t->schedule.v, .day = r->day, .start_min = r->start_min, .minutes = r->end_min - r->start_min,
		.zone = t->place.zone, .capacity = r->capacity };

	return act(t->db, t->a, t->now, &x);
}

enum err schedule_publish(struct db *db, struct arena *a, struct instant now, struct schedule_id id, int64_t version,
	bool open, struct str role)
{
	struct telling t = { .db = db, .a = a, .now = now, .schedule = id, .what = open ? ACT_PUBLISH : ACT_WITHDRAW, .role = role };
	struct schedule_row_row own;
	struct schedule s;
	struct schedule_id same;
	const struct zone *z;

	TRY(schedule_get(db, a, id, &s));
	if (s.active == open)
		return OK;
	s.version = version;
	s.active = open;
	TRY(schedule_row(db, a, id, &own));
	s.name = (struct names){ { own.name_fr, own.name_ar } };	/* empty: the practitioner's */
	TRY(schedule_put(db, a, now, &s, &same));
	TRY(schedule_place(db, a, id, &t.place));
	TRY(zone_get(t.place.zone, &z));
	TRY(opening_days_ahead(db, a, id, zone_local(z, now).day, keep, &t));
	for (size_t i = 0; i < t.n; i++)
		TRY(tell(&t, &t.v[i]));
	return open && t.n ? closures_tell(db, a, now, id, t.v[0].day, (struct day){ t.v[t.n - 1].day.n + 1 }, role) : OK;
}
