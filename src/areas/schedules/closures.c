/* Holidays and closures in the public log. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "ledger/act.h"
#include "schedules_q.h"

struct telling {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct schedule_id schedule;
	struct schedule_place_row place;
	struct str role;
};

/* The whole day, as absences say their time: without places. */
static enum err tell(const struct telling *t, struct day day, enum entry_act what)
{
	struct act x = { .organization = t->place.organization.v, .act = what, .channel = "", .role = t->role,
		.schedule = t->schedule.v, .day = day, .minutes = 1440, .zone = t->place.zone, .reason = WHY_CLOSURE };

	return act(t->db, t->a, t->now, &x);
}

enum err closures_tell(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule, struct day from,
	struct day to, struct str role)
{
	struct telling t = { .db = db, .a = a, .now = now, .schedule = schedule, .role = role };
	struct closures_untold_rows taken;
	struct closures_over_rows over;
	int64_t n;

	TRY(closures_untold(db, a, from, to, schedule, &taken));
	TRY(closures_over(db, a, schedule, from, to, &over));
	if (!taken.n && !over.n)
		return OK;
	TRY(schedule_place(db, a, schedule, &t.place));
	for (size_t i = 0; i < taken.n; i++) {
		TRY(closure_told_add(db, a, schedule, taken.v[i].day, t.place.organization, &n));
		if (n)
			TRY(tell(&t, taken.v[i].day, ACT_WITHDRAW));
	}
	for (size_t i = 0; i < over.n; i++) {
		TRY(closure_told_drop(db, a, schedule, over.v[i].day, &n));
		if (n)
			TRY(tell(&t, over.v[i].day, ACT_PUBLISH));
	}
	return OK;
}
