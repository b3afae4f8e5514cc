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
#include "jobs/night.h"

/* Short transactions: one organisation's month each, so that bookings do not wait. */
enum err figures_count_due(struct db *db, struct arena *a, struct instant now)
{
	struct arena *side;
	int done = 1;

	TRY(figures_side_arena(a, &side));
	for (int i = 0; i < 5000 && done; i++) {
		enum err e;

		arena_reset(side);
		TRY(db_begin(db));
		e = figures_flush(db, side, now, 1, &done);
		TRY(db_end(db, e));
	}
	return OK;
}

/* Steps until there is none left, a transaction each. */
static enum err thirds(struct db *db, struct arena *a, struct instant now)
{
	struct arena *side;
	enum err e;

	TRY(figures_side_arena(a, &side));
	do {
		arena_reset(side);
		TRY(db_begin(db));
		e = db_end(db, figures_third(db, side, now));
	} while (e == OK);
	return e == E_NOTFOUND ? OK : e;
}

enum err figures_close_all(struct db *db, struct arena *a, struct instant now)
{
	struct arena *side;
	enum err e;

	TRY(figures_side_arena(a, &side));
	do {
		arena_reset(side);
		e = figures_close(db, side, now, false);
	} while (e == OK);
	return e == E_NOTFOUND ? OK : e;
}

/* Reads and decides what is hidden while others write; what differs is written in short transactions. */
enum err figures_add_up(struct db *db, struct arena *a, struct instant now, struct instant before)
{
	struct arena *side;
	enum err e = OK;

	TRY(figures_side_arena(a, &side));
	for (int i = 0; e == OK && i < 10000; i++) {
		struct tally_plan plan;
		bool differed;

		arena_reset(side);
		e = figures_plan(db, side, now, before, &plan);
		if (e == OK)
			e = tally_write_beside(db, side, now, &plan, &differed);
	}
	return e == E_NOTFOUND ? OK : e;
}

static enum err run(struct db *db, struct arena *a, struct instant now)
{
	TRY(db_begin(db));
	TRY(db_end(db, figures_watch(db, a, now)));
	TRY(thirds(db, a, now));
	TRY(figures_count_due(db, a, now));
	return figures_add_up(db, a, now, (struct instant){ now.v - MISSED_NIGHT });
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
static enum err look(struct db *db, struct arena *a, struct instant now, const struct figure_stale_row *r, bool *ret_differed)
{
	TRY(figures_watch(db, a, now));
	return figures_look_at(db, a, now, r, ret_differed);
}

static void say_differed(const char *which, const struct figures_looked *n)
{
	if (n->differed)
		log_event(LOG_WARN, "figures were put right", LOG_LIT("which", which), LOG_INT("months", n->differed), LOG_INT("looked_at", n->looked));
}

enum { LIST = 500 };

/* The list is made of all of them, so it is long: one for many. */
static enum err look_at_list(struct db *db, struct arena *a, struct instant now, const struct figure_stale_rows *list, struct figures_looked *n)
{
	struct arena *side;

	TRY(figures_side_arena(a, &side));
	for (size_t i = 0; i < list->n; i++) {
		bool differed;

		arena_reset(side);
		TRY(db_begin(db));
		TRY(db_end(db, look(db, side, now, &list->v[i], &differed)));
		n->looked++;
		n->differed += differed;
	}
	return OK;
}

enum err figures_check_counts(struct db *db, struct arena *a, struct instant now, struct figures_looked *ret)
{
	struct figure_stale_rows list;
	struct arena *side;

	*ret = (struct figures_looked){ 0 };
	TRY(figures_side_arena(a, &side));
	do {
		arena_reset(side);
		TRY(figures_stale(db, side, now, LIST, &list));
		TRY(look_at_list(db, side, now, &list, ret));
	} while (list.n == LIST);
	say_differed("counts", ret);
	return OK;
}

enum err figures_check_sums(struct db *db, struct arena *a, struct instant now, struct figures_looked *ret)
{
	struct tally_plan plan;
	struct arena *side;
	enum err e;

	*ret = (struct figures_looked){ 0 };
	TRY(figures_side_arena(a, &side));
	while ((e = figures_plan_again(db, side, now, &plan)) == OK) {
		bool differed;

		TRY(tally_write_beside(db, side, now, &plan, &differed));
		ret->looked++;
		ret->differed += differed;
		arena_reset(side);
	}
	say_differed("sums", ret);
	return e == E_NOTFOUND ? OK : e;
}

static enum err night(struct db *db, struct arena *a, struct instant now)
{
	struct figures_looked looked;

	if (!is_night(now))
		return OK;
	TRY(run(db, a, now));
	TRY(db_begin(db));
	TRY(db_end(db, find_missing(db, a, now)));
	TRY(db_begin(db));
	TRY(db_end(db, figures_watch_ends(db, a, now)));
	TRY(figures_count_due(db, a, now));
	TRY(figures_check_counts(db, a, now, &looked));
	TRY(figures_count_due(db, a, now));
	TRY(figures_add_up(db, a, now, (struct instant){ now.v - TONIGHT }));
	TRY(figures_check_sums(db, a, now, &looked));
	return figures_close_all(db, a, now);
}

const struct job figures_jobs[] = {
	{ .name = "figures", .every_seconds = 900, .run = run },
	{ .name = "figures again", .every_seconds = 3600, .run = night },
	{ .name = "monthly report", .every_seconds = 3600, .run = report_send },
	{ .name = "effect", .every_seconds = 3600, .run = effect_run },
	{ .name = NULL }
};
