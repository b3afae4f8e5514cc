/* The stored counts: what is noted to be counted anew, counting it, looking again at night. */
#include "areas/figures/tally.h"

#include "base/random.h"
#include "jobs/mark.h"

#define WATCHED S("figures")
#define ENDS S("figures ends")
/* A tick that began before the last look may have been committed after it: looked at again. */
enum { LATE_SECONDS = 120, DAY_SECONDS = 86400 };

enum err figures_touch(
	struct db *db, struct arena *a, struct organization_id organization, struct day booked)
{
	return figure_month_touch(db, a, organization, month_of_day(booked));
}

enum err figures_touch_all(struct db *db, struct arena *a, int32_t first, int32_t last)
{
	int64_t n;

	for (int32_t m = first; m <= last; m++)
		TRY(figure_month_touch_all(db, a, m, month_first_day(m), month_first_day(m + 1), &n));
	return OK;
}

static int32_t month_at(struct instant now)
{
	return month_of_day((struct day){ (int32_t)(now.v / DAY_SECONDS) });
}

static enum err touch_news(struct db *db, struct arena *a, struct instant since, bool all)
{
	struct figure_news_rows rows;

	TRY(figure_news(db, a, random_id_least(since), all, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(figures_touch(db, a, rows.v[i].organization, rows.v[i].booked_day));
	return OK;
}

static enum err watch(struct db *db, struct arena *a, struct instant now, struct str mark, bool all)
{
	struct instant seen;
	enum err e = job_mark(db, a, mark, &seen);

	if (e == E_NOTFOUND)
		e = all ? OK : figures_touch_all(db, a, month_at(now) - 1, month_at(now));
	else if (e == OK)
		e = touch_news(db, a, (struct instant){ (seen.v < now.v ? seen.v : now.v) - LATE_SECONDS }, all);
	TRY(e);
	return job_mark_put(db, a, mark, now);
}

enum err figures_watch(struct db *db, struct arena *a, struct instant now)
{
	return watch(db, a, now, WATCHED, false);
}

enum err figures_watch_ends(struct db *db, struct arena *a, struct instant now)
{
	return watch(db, a, now, ENDS, true);
}

/* Counts one organisation's month; its country is added up anew where that differs from what stood there. */
static enum err recount(struct db *db, struct arena *a, struct organization_id o, int64_t lo, struct str zone, int32_t month,
	bool *ret_differed)
{
	struct figures f, was;
	struct tally_root_row root;
	bool loads;

	TRY(figures_count(db, a, &EVERYTHING, lo, lo + 1, zone, month, &f));
	TRY(tally_load(db, a, o, month, EDITION_OWN, &was));
	TRY(tally_replace(db, a, o, EDITION_OWN, &was, &f, ret_differed));
	TRY(load_replace(db, a, o, month, f.load, &loads));
	*ret_differed |= loads;
	if (*ret_differed) {
		TRY(tally_root(db, a, lo, &root));
		TRY(tally_month_touch(db, a, root.id, month));
	}
	return OK;
}

#define COUNTRY ((size_t)512 << 20)

enum err figures_side_arena(struct arena *a, struct arena **ret)
{
	*ret = arena_side(a, COUNTRY);
	return *ret ? OK : E_LIMIT;
}

enum err figures_flush(struct db *db, struct arena *a, struct instant now, int max, int *ret_done)
{
	struct figure_due_rows due;
	struct arena *side;

	TRY(figures_side_arena(a, &side));
	TRY(figure_due(db, a, max, &due));
	for (size_t i = 0; i < due.n; i++) {
		const struct figure_due_row *r = &due.v[i];
		bool differed;
		int64_t n;

		arena_reset(side);
		TRY(figure_month_done(db, side, now, r->organization_id, r->month, &n));
		TRY(recount(db, side, r->organization_id, r->lo, r->zone, r->month, &differed));
	}
	*ret_done = (int)due.n;
	return OK;
}

/* The last month that is to be closed. */
int32_t figures_last_to_close(struct instant now)
{
	return month_at((struct instant){ now.v - CLOSING_DAYS * (int64_t)DAY_SECONDS }) - 1;
}

enum err figures_plan(struct db *db, struct arena *a, struct instant now, struct instant before, struct tally_plan *ret)
{
	struct tally_month_due_rows r;

	TRY(tally_month_due(db, a, before, figures_last_to_close(now), 1, &r));
	if (!r.n)
		return E_NOTFOUND;
	const struct tally_month_due_row *m = &r.v[0];

	return tally_plan(db, a, &(struct tally_month){ m->organization, m->lo, m->hi, m->month, m->closed, m->version, m->shown }, ret);
}

enum err figures_plan_again(struct db *db, struct arena *a, struct instant now, struct tally_plan *ret)
{
	struct tally_month_stale_rows r;

	TRY(tally_month_stale(db, a, (struct instant){ now.v - 30 * (int64_t)DAY_SECONDS }, month_at(now) - 1,
		(struct instant){ now.v - DAY_SECONDS / 2 }, 1, &r));
	if (!r.n)
		return E_NOTFOUND;
	const struct tally_month_stale_row *m = &r.v[0];

	return tally_plan(db, a, &(struct tally_month){ m->organization, m->lo, m->hi, m->month, m->closed, m->version, m->shown }, ret);
}

enum err figures_settle(struct db *db, struct arena *a, struct instant now)
{
	const struct instant ever = { INT64_MAX };
	struct tally_plan plan;
	enum err e = OK;
	struct arena *side;
	bool differed;
	int done = 1;

	while (done)
		TRY(figures_flush(db, a, now, 200, &done));
	TRY(figures_side_arena(a, &side));
	while (e == OK) {
		arena_reset(side);
		e = figures_plan(db, side, now, ever, &plan);
		if (e == OK)
			e = tally_write(db, side, now, &plan, &differed);
	}
	return e == E_NOTFOUND ? OK : e;
}

/* ---- at night ---- */

enum err figures_stale(struct db *db, struct arena *a, struct instant now, int max, struct figure_stale_rows *ret)
{
	return figure_stale(db, a, month_at(now) - 1, (struct instant){ now.v - DAY_SECONDS / 2 },
		(struct instant){ now.v - 30 * (int64_t)DAY_SECONDS }, max, ret);
}

enum err figures_look_at(struct db *db, struct arena *a, struct instant now, const struct figure_stale_row *r, bool *ret_differed)
{
	int64_t n;

	*ret_differed = false;
	TRY(figure_month_again(db, a, now, r->organization_id, r->month, &n));
	return n ? recount(db, a, r->organization_id, r->lo, r->zone, r->month, ret_differed) : OK;
}
