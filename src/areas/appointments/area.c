/* What this area hands to the program. */
#include "areas/appointments/appointments.h"
#include "jobs/samples.h"

#include "appointments_q.h"
#include "areas/appointments/internal.h"

#define ROUND ((size_t)64 << 20)	/* far above what one needs; after a long outage there are many */

static enum err sweep_round(struct db *db, struct arena *a, struct instant now, int64_t *ret_n)
{
	enum err e;

	TRY(db_begin(db));
	e = holds_sweep(db, a, now, (struct instant){ now.v - 3600 }, ret_n);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

/* Holds that expired an hour ago (expiry itself is computed whenever a hold is read), and the rows that
 * extras of past days were locked by. */
static enum err sweep(struct db *db, struct arena *a, struct instant now)
{
	TRY(extra_operator_sweep(db, a, (struct day){ (int32_t)(now.v / 86400) - 7 }));
	struct arena *round = arena_side(a, ROUND);
	enum err e = round ? OK : E_LIMIT;
	int64_t n = 1;

	while (e == OK && n > 0) {
		arena_reset(round);
		e = sweep_round(db, round, now, &n);
	}
	arena_free(round);
	return e;
}

/* Instants are derived from wall times: again, once a day, in case the time zone data changed. */
static enum err rederive(struct db *db, struct arena *a, struct instant now)
{
	int64_t n;

	return appointments_rederive(db, a, now, &n);
}

static const struct job jobs[] = {
	{ .name = "holds", .every_seconds = 300, .run = sweep },
	{ .name = "instants", .every_seconds = 86400, .run = rederive },
	{ 0 }
};
/* samples.c */
extern const struct sample appointments_samples[];
const struct area area_appointments = { .name = "appointments", .jobs = jobs, .samples = appointments_samples };
