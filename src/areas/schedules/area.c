/* What this area hands to the program. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/command.h"
#include "base/log.h"

/* Rolls openings some at a time, so that each transaction is short. */
static enum err roll(struct db *db, struct arena *a, struct instant now)
{
	int64_t made;

	TRY(db_begin(db));
	enum err e = openings_roll(db, a, now, 20, &made);

	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static const struct command commands[] = {
	{ "slots", "FILE.json",
		"answers cases of openings, absences and bookings: what would be free",
		schedules_slots },
	{ 0 }
};
static const struct job jobs[] = {
	{ .name = "openings", .every_seconds = 5, .run = roll },
	{ 0 }
};
const struct area area_schedules = { .name = "schedules", .commands = commands, .jobs = jobs };
