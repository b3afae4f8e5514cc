/* The jobs' part: this month and the one before are counted anew each quarter of an hour. */
#include "areas/figures/inside.h"

static enum err in_transaction(struct db *db, enum err e)
{
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static enum err mark(struct db *db, struct arena *a, struct instant now)
{
	int32_t month = month_of_day((struct day){ (int32_t)(now.v / 86400) });
	enum err e;

	TRY(db_begin(db));
	e = figures_touch_all(db, a, month - 1, month);
	return in_transaction(db, e);
}

/* Short transactions: one organisation's month each, so that bookings do not wait. */
static enum err run(struct db *db, struct arena *a, struct instant now)
{
	int done = 1;

	TRY(mark(db, a, now));
	for (int i = 0; i < 2000 && done; i++) {
		enum err e;

		TRY(db_begin(db));
		e = figures_flush(db, a, now, 1, &done);
		TRY(in_transaction(db, e));
	}
	return OK;
}

const struct job figures_jobs[]
	= { { .name = "figures", .every_seconds = 900, .run = run }, { .name = NULL } };
