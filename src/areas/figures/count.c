/* Counting: one stream of appointments into figures; the stored counts of many establishments. */
#include "areas/figures/figures.h"

#include "base/num.h"
#include "figures_q.h"

#define EVERYTHING ((struct scope){ .lo = 0, .hi = INT64_MAX })

int32_t month_of_day(struct day d)
{
	int y, m, md;

	day_split(d, &y, &m, &md);
	return (y - 1970) * 12 + m - 1;
}

struct day month_first_day(int32_t month)
{
	int32_t y = month >= 0 ? month / 12 : -((11 - month) / 12);

	return day_of(1970 + y, month - 12 * y + 1, 1);
}

enum err month_parse(struct str s, int32_t *ret)
{
	int64_t y, m;

	if (s.n != 7 || s.p[4] != '-')
		return E_INPUT;
	TRY(num_parse(str_sub(s, 0, 4), 1900, 2999, &y));
	TRY(num_parse(str_sub(s, 5, 7), 1, 12, &m));
	*ret = (int32_t)((y - 1970) * 12 + m - 1);
	return OK;
}

struct str month_text(struct arena *a, int32_t month)
{
	int y, m, md;

	day_split(month_first_day(month), &y, &m, &md);
	return arena_fmt(a, "%04d-%02d", y, m);
}

struct counting { struct arena *a; struct figures *f; };

/* The line of a key, put in order of keys. */
static struct figure_line *line(struct arena *a, struct figure_lines *l, struct str key)
{
	size_t i = 0;

	while (i < l->n && str_cmp(l->v[i].key, key) < 0)
		i++;
	if (i < l->n && str_eq(l->v[i].key, key))
		return &l->v[i];
	l->v = arena_grow(a, l->v, l->n, &l->cap, sizeof(*l->v));
	memmove(&l->v[i + 1], &l->v[i], (l->n - i) * sizeof(*l->v));
	l->n++;
	l->v[i] = (struct figure_line){ .key = arena_str(a, key) };
	return &l->v[i];
}

static void add(struct figure_line *l, int32_t delay, bool online)
{
	l->n++;
	l->online += online;
	l->delay[delay]++;
}

static enum err count_row(void *arg, const struct figures_of_row *r)
{
	struct counting *c = arg;
	struct figures *f = c->f;
	bool online = str_eq(r->channel, S("online"));
	int32_t delay = r->delay < 0 ? 0 : r->delay >= DELAYS ? DELAYS - 1 : r->delay;

	f->n++;
	f->online += online;
	f->missed += str_eq(r->status, S("noshow"));
	f->expected += str_eq(r->status, S("noshow")) || str_eq(r->status, S("fulfilled"));
	f->delay[delay]++;
	add(line(c->a, &f->channels, r->channel), delay, online);
	add(line(c->a, &f->services, r->specialty), delay, online);
	add(line(c->a, &f->sexes, r->sex), delay, online);
	return OK;
}

enum err figures_count(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	int32_t month, struct figures *ret)
{
	struct figures *f = ARENA_NEW(a, struct figures);
	struct counting c = { a, f };

	TRY(figures_of(
		db, a, scope, lo, hi, month_first_day(month), month_first_day(month + 1), count_row, &c));
	f->month = month;
	f->within_30 = delay_within(f->delay, 30);
	*ret = *f;
	return OK;
}

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

static enum err keep(struct db *db, struct arena *a, struct organization_id o, int32_t month,
	struct str dimension, const struct figure_lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct figure_line *l = &lines->v[i];
		int32_t online = (int32_t)l->online;

		for (int32_t d = 0; d < DELAYS; d++) {
			if (!l->delay[d])
				continue;
			TRY(figure_add(db, a, o, month, dimension, l->key, d, l->delay[d], online));
			online = 0;	/* of the whole line: stored once, with its first day */
		}
	}
	return OK;
}

static enum err recount(
	struct db *db, struct arena *a, struct instant now, const struct figure_due_row *r)
{
	struct figures f;
	int64_t n;

	TRY(figure_month_done(db, a, now, r->organization_id, r->month, &n));
	TRY(figures_count(db, a, &EVERYTHING, r->lo, r->lo + 1, r->month, &f));
	TRY(figure_clear(db, a, r->organization_id, r->month, &n));
	TRY(keep(db, a, r->organization_id, r->month, S("channel"), &f.channels));
	TRY(keep(db, a, r->organization_id, r->month, S("service"), &f.services));
	return keep(db, a, r->organization_id, r->month, S("sex"), &f.sexes);
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
