/* What this area hands to the program. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/command.h"
#include "base/log.h"

enum { ROLL_AT_ONCE = 20, ROLL_ROUNDS = 20 };

/* Rolls openings some at a time, so that each transaction is short and writers get their turn. */
static enum err roll(struct db *db, struct arena *a, struct instant now)
{
	int64_t made = 1;

	for (int i = 0; i < ROLL_ROUNDS && made; i++) {
		TRY(db_begin(db));
		enum err e = openings_roll(db, a, now, ROLL_AT_ONCE, &made);

		if (e != OK) {
			db_rollback(db);
			return e;
		}
		TRY(db_commit(db));
	}
	return OK;
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
