/*
 * The score of a house, fitted from its own history at night: what sets people apart from all of it, how many are missed
 * as a whole from the last visits. What came last (a fifth) is kept apart while it is tried, week after week, so that
 * its calibration is of cases it has not seen; then all are used.
 */
#include "areas/missed/inside.h"

#include <math.h>

/* Past misses and visits count for two years; a house with more cases takes part of its people. */
enum { HISTORY_DAYS = 730, CASES_MOST = 40000, CASES_LEAST = 200 };
#define MILLION 1e6

struct history {
	struct arena *a;
	struct risk_case *v;
	size_t n, max;
	int64_t every;			/* of the people one in so many is taken */
	int64_t patient;
	int32_t misses, came;
};

static enum err take(void *arg, const struct missed_history_row *r)
{
	struct history *h = arg;

	if (r->patient.v % h->every || h->n == h->max)
		return OK;
	if (r->patient.v != h->patient) {
		h->patient = r->patient.v;
		h->misses = h->came = 0;
	}
	h->v[h->n++] = (struct risk_case){ r->day.n - r->booked_day.n, h->misses, h->came, r->start_min, r->yes, r->missed, r->day.n };
	h->misses += r->missed;
	h->came += !r->missed;
	return OK;
}

static enum err read_history(struct db *db, struct arena *a, const struct house *h, struct history *ret)
{
	struct day from = { h->here.day.n - HISTORY_DAYS };
	struct missed_history_number_row all;

	TRY(missed_history_number(db, a, h->lo, h->hi, from, h->here.day, &all));
	ret->every = 1 + all.n / CASES_MOST;
	ret->max = 2 * CASES_MOST;
	if ((size_t)all.n < ret->max)
		ret->max = (size_t)all.n;
	ret->v = ARENA_ARRAY(a, struct risk_case, ret->max + 1);
	return missed_history(db, a, h->lo, h->hi, from, h->here.day, take, ret);
}

static int by_day(const void *x, const void *y)
{
	const struct risk_case *a = x, *b = y;

	return a->day < b->day ? -1 : a->day > b->day;
}

/* How many of the cases, in order of days, lie before the day on which the last fifth begins. */
static size_t before_trial(const struct history *h)
{
	size_t n = h->n - h->n / 5;

	while (n < h->n && h->v[n].day == h->v[n - 1].day)
		n++;
	return n;
}

static int64_t millionths(double x)
{
	return (int64_t)llround(x * MILLION);
}

/* half: days after which a visit counts half for the base; 0: the prior's. */
struct fitted { struct risk_weights w; struct risk_trial trial; int32_t n, missed, half; };

static void fit(struct history *h, struct day today, struct fitted *f)
{
	struct risk_weights prior = risk_prior(), w;
	size_t first;

	*f = (struct fitted){ .w = prior, .n = (int32_t)h->n };
	for (size_t i = 0; i < h->n; i++)
		f->missed += h->v[i].missed;
	if (h->n < CASES_LEAST)
		return;
	qsort(h->v, h->n, sizeof(*h->v), by_day);
	first = before_trial(h);
	if (risk_fit(h->v, first, &prior, &w))
		f->trial = risk_try(&w, h->v, first, h->n);
	(void)!risk_fit(h->v, h->n, &prior, &f->w);
	f->half = risk_half(h->v, h->n, today.n);
	risk_rebase(h->v, h->n, today.n, &f->w);
}

static enum err store(struct db *db, struct arena *a, struct instant now, const struct house *h, const struct fitted *f)
{
	TRY(missed_model_put(db, a, h->id, now, f->n, f->missed, f->trial.n, f->half, millionths(f->trial.brier),
		millionths(f->trial.brier_plain)));
	for (int i = 0; i < RISK_FEATURES; i++)
		TRY(missed_weight_put(db, a, h->id, str_of(risk_code((enum risk_feature)i)), millionths(f->w.w[i])));
	for (int i = 0; i < RISK_BINS; i++)
		TRY(missed_bin_put(db, a, h->id, i, f->trial.in[i], f->trial.missed[i], millionths(f->trial.expected[i])));
	return OK;
}

enum err model_weights(struct db *db, struct arena *a, struct organization_id house, struct risk_weights *ret)
{
	struct risk_weights w = risk_prior();
	struct missed_weights_rows rows;

	TRY(missed_weights(db, a, house, &rows));
	for (size_t k = 0; k < rows.n; k++)
		for (int i = 0; i < RISK_FEATURES; i++)
			if (str_eq(rows.v[k].feature, str_of(risk_code((enum risk_feature)i))))
				w.w[i] = (double)rows.v[k].weight / MILLION;
	*ret = w;
	return OK;
}

enum err model_fit(struct db *db, struct arena *a, struct instant now, const struct house *h)
{
	struct arena *side = arena_side(a, (size_t)64 << 20);
	struct history all = { 0 };
	struct fitted f;
	enum err e;

	if (!side)
		return E_LIMIT;
	all.a = side;
	e = read_history(db, side, h, &all);
	if (e == OK) {
		fit(&all, h->here.day, &f);
		e = db_begin(db);
	}
	if (e == OK) {
		e = store(db, side, now, h, &f);
		if (e == OK)
			e = db_commit(db);
		else
			db_rollback(db);
	}
	arena_free(side);
	return e;
}
