/* The stored counts: what is noted to be counted anew, counting it, looking again at night. */
#include "areas/figures/inside.h"

#include "base/random.h"
#include "figures_q.h"
#include "jobs/mark.h"

#define EVERYTHING ((struct scope){ .lo = 0, .hi = INT64_MAX })
#define WATCHED S("figures")
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

static enum err touch_news(struct db *db, struct arena *a, struct instant since)
{
	struct figure_news_rows rows;

	TRY(figure_news(db, a, random_id_least(since), &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(figures_touch(db, a, rows.v[i].organization, rows.v[i].booked_day));
	return OK;
}

enum err figures_watch(struct db *db, struct arena *a, struct instant now)
{
	struct instant seen;
	enum err e = job_mark(db, a, WATCHED, &seen);

	if (e == E_NOTFOUND)
		e = figures_touch_all(db, a, month_at(now) - 1, month_at(now));
	else if (e == OK)
		e = touch_news(db, a, (struct instant){ (seen.v < now.v ? seen.v : now.v) - LATE_SECONDS });
	TRY(e);
	return job_mark_put(db, a, WATCHED, now);
}

static enum err keep(struct db *db, struct arena *a, struct organization_id o, int32_t month,
	struct str dimension, const struct figure_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct figure_line *l = &lines->v[i];
		int32_t online = (int32_t)l->online, extra = (int32_t)l->extra;

		for (int32_t d = 0; d < DELAYS; d++) {
			if (!l->delay[d])
				continue;
			TRY(figure_add(db, a, o, month, dimension, l->key, d, l->delay[d], online,
				extra));
			online = extra = 0;	/* of the whole line: stored once, with its first day */
		}
	}
	return OK;
}

static enum err replace(struct db *db, struct arena *a, struct organization_id o, int32_t month,
	const struct figures *f)
{
	int64_t n;

	TRY(figure_clear(db, a, o, month, &n));
	TRY(keep(db, a, o, month, S("channel"), &f->channels));
	TRY(keep(db, a, o, month, S("service"), &f->services));
	return keep(db, a, o, month, S("sex"), &f->sexes);
}

static enum err recount(
	struct db *db, struct arena *a, struct instant now, const struct figure_due_row *r)
{
	struct figures f;
	int64_t n;

	TRY(figure_month_done(db, a, now, r->organization_id, r->month, &n));
	TRY(figures_count(db, a, &EVERYTHING, r->lo, r->lo + 1, r->month, &f));
	return replace(db, a, r->organization_id, r->month, &f);
}

static void drop_arena(void *p)
{
	arena_free(p);
}

enum err figures_flush(struct db *db, struct arena *a, struct instant now, int max, int *ret_done)
{
	struct figure_due_rows due;
	struct arena *side = arena_new((size_t)64 << 20);

	if (!side)
		return E_LIMIT;
	arena_on_end(a, drop_arena, side);
	TRY(figure_due(db, a, max, &due));
	for (size_t i = 0; i < due.n; i++) {
		arena_reset(side);
		TRY(recount(db, side, now, &due.v[i]));
	}
	*ret_done = (int)due.n;
	return OK;
}

/* ---- at night ---- */

struct reading { struct arena *a; struct figures *f; };

static enum err read_row(void *arg, const struct figure_stored_row *r)
{
	struct reading *c = arg;
	struct figure_lines *of = str_eq(r->dimension, S("channel")) ? &c->f->channels :
		str_eq(r->dimension, S("service")) ? &c->f->services : &c->f->sexes;
	struct figure_line *l = figure_line_of(c->a, of, r->value);

	if (r->delay < 0 || r->delay >= DELAYS)
		return E_INPUT;
	l->n += r->n;
	l->online += r->online;
	l->extra += r->extra;
	l->delay[r->delay] += r->n;
	return OK;
}

static bool same_lines(const struct figure_lines *x, const struct figure_lines *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++) {
		const struct figure_line *p = &x->v[i], *q = &y->v[i];

		if (!str_eq(p->key, q->key) || p->n != q->n || p->online != q->online
			|| p->extra != q->extra
			|| memcmp(p->delay, q->delay, sizeof(p->delay)) != 0)
			return false;
	}
	return true;
}

enum err figures_look_again(struct db *db, struct arena *a, struct instant now, bool *ret_differed)
{
	struct figures *stored = ARENA_NEW(a, struct figures), counted;
	struct reading c = { a, stored };
	struct figure_stale_rows one;
	int64_t n;

	TRY(figure_stale(db, a, month_at(now) - 1, (struct instant){ now.v - DAY_SECONDS / 2 },
		(struct instant){ now.v - 30 * (int64_t)DAY_SECONDS }, 1, &one));
	if (!one.n)
		return E_NOTFOUND;
	const struct figure_stale_row *r = &one.v[0];

	TRY(figure_stored(db, a, r->organization_id, r->month, read_row, &c));
	TRY(figures_count(db, a, &EVERYTHING, r->lo, r->lo + 1, r->month, &counted));
	bool differed = !same_lines(&stored->channels, &counted.channels)
		|| !same_lines(&stored->services, &counted.services)
		|| !same_lines(&stored->sexes, &counted.sexes);

	if (differed)
		TRY(replace(db, a, r->organization_id, r->month, &counted));
	TRY(figure_month_done(db, a, now, r->organization_id, r->month, &n));
	*ret_differed = differed;
	return OK;
}
