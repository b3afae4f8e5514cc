/*
 * The jobs' part: each quarter of an hour the months of organisations where something was booked
 * or moved are counted anew; at night the country is added up from them, all recent ones, and the
 * older ones once a month, are counted again, and what differs is put right and logged.
 *
 * Pages show what was added up, once a night and not more often: two tables of the same day would
 * tell by their difference of those who came in between.
 */
#include "areas/figures/effect.h"
#include "areas/figures/report.h"
#include "areas/figures/tally.h"

#include "base/log.h"
#include "figures_q.h"

enum { NIGHT_FROM = 1, NIGHT_TO = 4 };	/* hours, UTC: night where Diwan is used */
enum { MISSED_NIGHT = 30 * 3600, TONIGHT = 12 * 3600 };
#define COUNTRY ((size_t)512 << 20)	/* what a country's month may need in memory */

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

typedef enum err (*step)(struct db *db, struct arena *a, struct instant now);

/* Steps until there is none left, a transaction each. */
static enum err all_of(struct db *db, struct instant now, step one)
{
	struct arena *side = arena_new(COUNTRY);
	enum err e = side ? OK : E_LIMIT;

	for (int i = 0; e == OK && i < 100000; i++) {
		arena_reset(side);
		if ((e = db_begin(db)) == OK)
			e = in_transaction(db, one(db, side, now));
	}
	arena_free(side);
	return e == E_NOTFOUND ? OK : e;
}

/* Reads and decides what is hidden while others write; what differs is written in a short transaction. */
static enum err roll_one(struct db *db, struct arena *a, struct instant now, enum err planned, const struct tally_plan *plan, bool *ret_differed)
{
	TRY(planned);
	TRY(db_begin(db));
	return in_transaction(db, tally_write(db, a, now, plan, ret_differed));
}

/* All that is due and was not added up since. */
static enum err roll(struct db *db, struct instant now, struct instant before)
{
	struct arena *side = arena_new(COUNTRY);
	enum err e = side ? OK : E_LIMIT;

	for (int i = 0; e == OK && i < 10000; i++) {
		struct tally_plan plan;
		bool differed;

		arena_reset(side);
		e = figures_plan(db, side, now, before, &plan);
		e = roll_one(db, side, now, e, &plan, &differed);
	}
	arena_free(side);
	return e == E_NOTFOUND ? OK : e;
}

static enum err run(struct db *db, struct arena *a, struct instant now)
{
	TRY(db_begin(db));
	TRY(in_transaction(db, figures_watch(db, a, now)));
	TRY(all_of(db, now, figures_third));
	TRY(flush(db, a, now));
	return roll(db, now, (struct instant){ now.v - MISSED_NIGHT });
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

typedef enum err (*looker)(struct db *db, struct arena *a, struct instant now, bool *ret_differed);

static enum err look_once(struct db *db, struct arena *a, struct instant now, bool *ret_differed)
{
	TRY(db_begin(db));
	return in_transaction(db, look(db, a, now, ret_differed));
}

static enum err roll_again(struct db *db, struct arena *a, struct instant now, bool *ret_differed)
{
	struct tally_plan plan;
	enum err e = figures_plan_again(db, a, now, &plan);

	return roll_one(db, a, now, e, &plan, ret_differed);
}

/* Looks again until there is nothing left to look at; how many were wrong is logged. */
static enum err look_at_all(struct db *db, struct instant now, looker one, const char *which)
{
	struct arena *side = arena_new(COUNTRY);
	enum err e = side ? OK : E_LIMIT;
	int64_t looked = 0, differed = 0;

	while (e == OK && looked < 100000) {
		bool wrong = false;

		arena_reset(side);
		e = one(db, side, now, &wrong);
		looked += e == OK;
		differed += wrong;
	}
	arena_free(side);
	if (differed)
		log_event(LOG_WARN, "figures were put right", LOG_LIT("which", which), LOG_INT("months", differed),
			LOG_INT("looked_at", looked));
	return e == E_NOTFOUND ? OK : e;
}

static enum err night(struct db *db, struct arena *a, struct instant now)
{
	int64_t hour = now.v % 86400 / 3600;

	if (hour < NIGHT_FROM || hour >= NIGHT_TO)
		return OK;
	TRY(run(db, a, now));
	TRY(db_begin(db));
	TRY(in_transaction(db, find_missing(db, a, now)));
	TRY(db_begin(db));
	TRY(in_transaction(db, figures_watch_ends(db, a, now)));
	TRY(flush(db, a, now));
	TRY(look_at_all(db, now, look_once, "counts"));
	TRY(flush(db, a, now));
	TRY(roll(db, now, (struct instant){ now.v - TONIGHT }));
	TRY(look_at_all(db, now, roll_again, "sums"));
	return all_of(db, now, figures_close);
}

const struct job figures_jobs[] = {
	{ .name = "figures", .every_seconds = 900, .run = run },
	{ .name = "figures again", .every_seconds = 3600, .run = night },
	{ .name = "monthly report", .every_seconds = 3600, .run = report_send },
	{ .name = "effect", .every_seconds = 3600, .run = effect_run },
	{ .name = NULL }
};
