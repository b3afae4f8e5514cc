/*
 * The jobs' part: each quarter of an hour the months of organisations where something was booked
 * or moved are counted anew; at night all recent ones, and the older ones once a month, are
 * counted again, and what differs is put right and logged.
 */
#include "areas/figures/effect.h"
#include "areas/figures/inside.h"

#include "base/log.h"
#include "figures_q.h"

enum { NIGHT_FROM = 1, NIGHT_TO = 4 };	/* hours, UTC: night where Diwan is used */

static enum err in_transaction(struct db *db, enum err e)
{
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

/* Short transactions: one organisation's month each, so that bookings do not wait. */
static enum err flush(struct db *db, struct arena *a, struct instant now)
{
	int done = 1;

	for (int i = 0; i < 5000 && done; i++) {
		enum err e;

		TRY(db_begin(db));
		e = figures_flush(db, a, now, 1, &done);
		TRY(in_transaction(db, e));
	}
	return OK;
}

static enum err run(struct db *db, struct arena *a, struct instant now)
{
	TRY(db_begin(db));
	TRY(in_transaction(db, figures_watch(db, a, now)));
	return flush(db, a, now);
}

/* What nobody noted at all. */
static enum err find_missing(struct db *db, struct arena *a, struct instant now)
{
	int32_t month = month_of_day((struct day){ (int32_t)(now.v / 86400) });
	int64_t n = 0, all = 0;

	for (int32_t m = month - 1; m <= month; m++) {
		TRY(figure_month_missing(db, a, m, month_first_day(m), month_first_day(m + 1), &n));
		all += n;
	}
	if (all)
		log_event(LOG_WARN, "figures were missing", LOG_INT("months", all));
	return OK;
}

/* What was booked meanwhile is noted in the same transaction, and no difference then. */
static enum err look(struct db *db, struct arena *a, struct instant now, bool *ret_differed)
{
	TRY(figures_watch(db, a, now));
	return figures_look_again(db, a, now, ret_differed);
}

static enum err night(struct db *db, struct arena *a, struct instant now)
{
	int64_t hour = now.v % 86400 / 3600, looked = 0, differed = 0;
	enum err e = OK;
	struct arena *side;

	if (hour < NIGHT_FROM || hour >= NIGHT_TO)
		return OK;
	TRY(run(db, a, now));
	TRY(db_begin(db));
	TRY(in_transaction(db, find_missing(db, a, now)));
	side = arena_new((size_t)64 << 20);
	if (!side)
		return E_LIMIT;
	while (e == OK && looked < 100000) {
		bool wrong = false;

		arena_reset(side);
		if ((e = db_begin(db)) == OK)
			e = in_transaction(db, look(db, side, now, &wrong));
		looked += e == OK;
		differed += wrong;
	}
	arena_free(side);
	if (differed)
		log_event(LOG_WARN, "figures were put right", LOG_INT("months", differed), LOG_INT("looked_at", looked));
	return e == E_NOTFOUND ? flush(db, a, now) : e;
}

const struct job figures_jobs[] = {
	{ .name = "figures", .every_seconds = 900, .run = run },
	{ .name = "figures again", .every_seconds = 3600, .run = night },
	{ .name = "effect", .every_seconds = 3600, .run = effect_run },
	{ .name = NULL }
};
