/*
 * The score of a house, fitted from its own history at night. What came last (a fifth) is kept apart
 * while it is tried, so that its calibration is of cases it has not seen; then all are used.
 */
#include "areas/missed/inside.h"

#include <math.h>

/* Past misses and visits count for two years; a house with more cases takes part of its people. */
enum { HISTORY_DAYS = 730, CASES_MOST = 40000, CASES_LEAST = 200 };
#define MILLION 1e6

struct history {
	struct arena *a;
	struct risk_case *v;
	int32_t *day;
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
	h->day[h->n] = r->day.n;
	h->v[h->n++] = (struct risk_case){ r->day.n - r->booked_day.n, h->misses, h->came, r->start_min, r->yes, r->missed };
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
	ret->day = ARENA_ARRAY(a, int32_t, ret->max + 1);
	return missed_history(db, a, h->lo, h->hi, from, h->here.day, take, ret);
}

static int by_number(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

	return a < b ? -1 : a > b;
}

/* The first n cases become those before the day on which the last fifth begins. */
static size_t split(struct arena *a, struct history *h)
{
	int32_t *days = ARENA_ARRAY(a, int32_t, h->n + 1), cut;
	size_t n = 0;

	memcpy(days, h->day, h->n * sizeof(*days));
	qsort(days, h->n, sizeof(*days), by_number);
	cut = days[h->n - h->n / 5 - 1];
	for (size_t i = 0; i < h->n; i++) {
		if (h->day[i] > cut)
			continue;
		struct risk_case c = h->v[n];

		h->v[n] = h->v[i];
		h->v[i] = c;
		h->day[i] = h->day[n];
		n++;
	}
	return n;
}

static int64_t millionths(double x)
{
	return (int64_t)llround(x * MILLION);
}

struct fitted { struct risk_weights w; struct risk_trial trial; int32_t n, missed; };

static void fit(struct arena *a, struct history *h, struct fitted *f)
{
	struct risk_weights prior = risk_prior(), w;
	double plain = 0;
	size_t first;

	*f = (struct fitted){ .w = prior, .n = (int32_t)h->n };
	for (size_t i = 0; i < h->n; i++)
		f->missed += h->v[i].missed;
	if (h->n < CASES_LEAST)
		return;
	first = split(a, h);
	for (size_t i = 0; i < first; i++)
		plain += (double)h->v[i].missed / (double)first;
	if (risk_fit(h->v, first, &prior, &w))
		f->trial = risk_try(&w, plain, h->v + first, h->n - first);
	(void)!risk_fit(h->v, h->n, &prior, &f->w);
}

static enum err store(struct db *db, struct arena *a, struct instant now, const struct house *h, const struct fitted *f)
{
	TRY(missed_model_put(db, a, h->id, now, f->n, f->missed, f->trial.n, millionths(f->trial.brier),
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

enum err model_fit(struct db *db, struct instant now, const struct house *h)
{
	struct arena *side = arena_new((size_t)64 << 20);
	struct history all = { 0 };
	struct fitted f;
	enum err e;

	if (!side)
		return E_LIMIT;
	all.a = side;
	e = read_history(db, side, h, &all);
	if (e == OK) {
		fit(side, &all, &f);
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
