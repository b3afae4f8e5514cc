/* See risk.h. */
#include "areas/missed/rules/risk.h"

#include <math.h>
#include <string.h>

enum { STEPS = 40, SPARE_MOST = 20 };
/* How many cases' worth the prior counts in each direction. */
#define RIDGE 4.0
#define SURE 0.8

static const char *const codes[RISK_FEATURES] = { "base", "lead", "misses", "came", "early", "late", "yes" };

const char *risk_code(enum risk_feature f)
{
	return codes[f];
}

struct risk_weights risk_prior(void)
{
	return (struct risk_weights){ { [RISK_BASE] = -2.6, [RISK_LEAD] = 0.35, [RISK_MISSES] = 0.6, [RISK_CAME] = -0.15,
		[RISK_EARLY] = 0.1, [RISK_LATE] = 0.1, [RISK_YES] = -1.5 } };
}

static double at_most(int32_t n, int32_t most)
{
	return n < 0 ? 0 : n > most ? most : n;
}

static void features(const struct risk_case *c, double x[RISK_FEATURES])
{
	x[RISK_BASE] = 1;
	x[RISK_LEAD] = log1p(at_most(c->lead_days, 3660));
	x[RISK_MISSES] = at_most(c->misses, 4);
	x[RISK_CAME] = at_most(c->came, 4);
	x[RISK_EARLY] = c->start_min < 600;
	x[RISK_LATE] = c->start_min >= 840;
	x[RISK_YES] = c->yes;
}

static double score(const struct risk_weights *w, const double x[RISK_FEATURES])
{
	double z = 0;

	for (int i = 0; i < RISK_FEATURES; i++)
		z += w->w[i] * x[i];
	return 1 / (1 + exp(z > 30 ? -30 : z < -30 ? 30 : -z));
}

double risk_of(const struct risk_weights *w, const struct risk_case *c)
{
	double x[RISK_FEATURES];

	features(c, x);
	return score(w, x);
}

/* H d = g, where H is symmetric and positive (the ridge sees to it): Gauss, without pivoting. */
static bool solve(double h[RISK_FEATURES][RISK_FEATURES], double g[RISK_FEATURES])
{
	for (int k = 0; k < RISK_FEATURES; k++) {
		if (!(h[k][k] > 1e-12))
			return false;
		for (int i = k + 1; i < RISK_FEATURES; i++) {
			double f = h[i][k] / h[k][k];

			for (int j = k; j < RISK_FEATURES; j++)
				h[i][j] -= f * h[k][j];
			g[i] -= f * g[k];
		}
	}
	for (int k = RISK_FEATURES - 1; k >= 0; k--) {
		for (int j = k + 1; j < RISK_FEATURES; j++)
			g[k] -= h[k][j] * g[j];
		g[k] /= h[k][k];
	}
	return true;
}

/* One step of Newton; *ret_far: how far it went. */
static bool step(const struct risk_case *v, size_t n, const struct risk_weights *prior, struct risk_weights *w,
	double *ret_far)
{
	double h[RISK_FEATURES][RISK_FEATURES] = { { 0 } }, g[RISK_FEATURES], x[RISK_FEATURES], far = 0;

	for (int i = 0; i < RISK_FEATURES; i++) {
		g[i] = RIDGE * (prior->w[i] - w->w[i]);
		h[i][i] = RIDGE;
	}
	for (size_t k = 0; k < n; k++) {
		features(&v[k], x);
		double p = score(w, x), of = p * (1 - p);

		for (int i = 0; i < RISK_FEATURES; i++) {
			g[i] += x[i] * (v[k].missed - p);
			for (int j = 0; j < RISK_FEATURES; j++)
				h[i][j] += of * x[i] * x[j];
		}
	}
	if (!solve(h, g))
		return false;
	for (int i = 0; i < RISK_FEATURES; i++)
		far += fabs(g[i]);
	/* Far from the end a whole step may go past it. */
	for (int i = 0; i < RISK_FEATURES; i++)
		w->w[i] += far > 4 ? g[i] * 4 / far : g[i];
	*ret_far = far;
	return true;
}

bool risk_fit(const struct risk_case *v, size_t n, const struct risk_weights *prior, struct risk_weights *ret)
{
	struct risk_weights w = *prior;
	size_t missed = 0;
	double far = 1;

	*ret = *prior;
	for (size_t i = 0; i < n; i++)
		missed += v[i].missed;
	if (!missed || missed == n)
		return false;
	for (int i = 0; i < STEPS && far > 1e-8; i++)
		if (!step(v, n, prior, &w, &far))
			return false;
	if (!(far < 1e-4))
		return false;
	*ret = w;
	return true;
}

/* ---- the base ---- */

/* What a case weighs, n half-lives after it: beyond ten next to nothing. */
enum { HALVES = 10, WEEK = 7 };

static double weight(const struct risk_case *c, int32_t day, int32_t half)
{
	return exp2(-(double)(day - c->day) / half);
}

/* The first case that still counts. */
static size_t oldest(const struct risk_case *v, size_t n, int32_t day, int32_t half)
{
	while (n > 0 && day - v[n - 1].day <= HALVES * half)
		n--;
	return n;
}

/* How many of the cases lie before a day. */
static size_t before(const struct risk_case *v, size_t n, int32_t day)
{
	while (n > 0 && v[n - 1].day >= day)
		n--;
	return n;
}

int32_t risk_half(const struct risk_case *v, size_t n, int32_t day)
{
	int32_t half = RISK_HALF_LEAST;

	n = before(v, n, day);
	for (; half < RISK_HALF_MOST; half *= 2) {
		double sum = 0;

		for (size_t i = oldest(v, n, day, half); i < n; i++)
			sum += weight(&v[i], day, half);
		if (sum >= RISK_ENOUGH)
			break;
	}
	return half;
}

/* Newton in one direction; the ridge keeps a base of few cases near that of all. */
void risk_rebase(const struct risk_case *v, size_t n, int32_t day, struct risk_weights *w)
{
	int32_t half = risk_half(v, n, day);
	double shift = 0, by = 1;

	n = before(v, n, day);
	for (int k = 0; k < STEPS && fabs(by) > 1e-6; k++) {
		double g = -RIDGE * shift, h = RIDGE;

		for (size_t i = oldest(v, n, day, half); i < n; i++) {
			double p = risk_of(w, &v[i]), of = weight(&v[i], day, half);

			g += of * (v[i].missed - p);
			h += of * p * (1 - p);
		}
		by = g / h > 1 ? 1 : g / h < -1 ? -1 : g / h;
		shift += by;
		w->w[RISK_BASE] += by;
	}
}

/* The share missed of late, by the same weights. */
static double share(const struct risk_case *v, size_t n, int32_t day)
{
	int32_t half = risk_half(v, n, day);
	double missed = 0, all = 0;

	for (size_t i = oldest(v, n, day, half); i < n; i++) {
		missed += v[i].missed * weight(&v[i], day, half);
		all += weight(&v[i], day, half);
	}
	return all > 0 ? missed / all : 0;
}

static void try_one(struct risk_trial *t, const struct risk_case *c, double p, double plain)
{
	int bin = p >= 1 ? RISK_BINS - 1 : (int)(p * RISK_BINS);

	t->n++;
	t->in[bin]++;
	t->missed[bin] += c->missed;
	t->expected[bin] += p;
	t->brier += (p - c->missed) * (p - c->missed);
	t->brier_plain += (plain - c->missed) * (plain - c->missed);
}

struct risk_trial risk_try(const struct risk_weights *w, const struct risk_case *v, size_t first, size_t n)
{
	struct risk_trial t = { 0 };

	for (size_t i = first, to; i < n; i = to) {
		struct risk_weights now = *w;
		double plain = share(v, i, v[i].day);

		risk_rebase(v, i, v[i].day, &now);
		for (to = i; to < n && v[to].day < v[i].day + WEEK; to++)
			try_one(&t, &v[to], risk_of(&now, &v[to]), plain);
	}
	if (t.n) {
		t.brier /= t.n;
		t.brier_plain /= t.n;
	}
	return t;
}

int32_t risk_spare(const double *p, size_t n, int32_t most)
{
	double just[SPARE_MOST + 1] = { 1 }, below = 0;	/* just k missed; the last: so many or more */
	int32_t k = 0;

	most = most > SPARE_MOST ? SPARE_MOST : most;
	for (size_t i = 0; i < n; i++) {
		just[SPARE_MOST] += just[SPARE_MOST - 1] * p[i];
		for (int32_t j = SPARE_MOST - 1; j > 0; j--)
			just[j] = just[j] * (1 - p[i]) + just[j - 1] * p[i];
		just[0] *= 1 - p[i];
	}
	for (; k < most; k++) {
		below += just[k];
		if (1 - below < SURE)
			break;
	}
	return k;
}
