/* The score: known answers, what a fit learns and does not, calibration, places to spare; the end of a day. */
#include "areas/missed/rules/day.h"
#include "areas/missed/rules/risk.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MANY = 20000 };

/* The same numbers each time. */
static double chance(uint64_t *s)
{
	*s = *s * 6364136223846793005u + 1442695040888963407u;
	return (double)(*s >> 11) / 9007199254740992.0;
}

/* A history in which the chance of a miss is what `truth` says. */
static struct risk_case *history(const struct risk_weights *truth, size_t n, uint64_t seed)
{
	struct risk_case *v = calloc(n, sizeof(*v));

	assert_non_null(v);
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct risk_case){ .lead_days = (int32_t)(chance(&seed) * 90), .misses = (int32_t)(chance(&seed) * 3),
			.came = (int32_t)(chance(&seed) * 5), .start_min = 480 + (int32_t)(chance(&seed) * 540), .yes = chance(&seed) < 0.3 };
		v[i].missed = chance(&seed) < risk_of(truth, &v[i]);
	}
	return v;
}

static const struct risk_weights truth = { { [RISK_BASE] = -3, [RISK_LEAD] = 0.6, [RISK_MISSES] = 0.9, [RISK_CAME] = -0.3, [RISK_EARLY] = 0.5,
	[RISK_LATE] = -0.4, [RISK_YES] = -2 } };

static void the_score_is_the_logistic_of_its_weights(void **st)
{
	const struct risk_weights w = { { [RISK_BASE] = -1, [RISK_MISSES] = 0.5, [RISK_EARLY] = 1 } };
	const struct { struct risk_case c; double z; } cases[] = {
		{ { .start_min = 600 }, -1 }, { { .start_min = 599 }, 0 }, { { .start_min = 600, .misses = 2 }, 0 },
		{ { .start_min = 600, .misses = 400 }, 1 }, { { .start_min = 600, .misses = -3 }, -1 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_true(fabs(risk_of(&w, &cases[i].c) - 1 / (1 + exp(-cases[i].z))) < 1e-12);
	assert_true(risk_of(&(struct risk_weights){ { 1e9 } }, &cases[0].c) <= 1);
	assert_true(risk_of(&(struct risk_weights){ { -1e9 } }, &cases[0].c) > 0);
}

static void a_fit_finds_the_weights_that_made_a_history(void **st)
{
	struct risk_case *v = history(&truth, MANY, 7);
	struct risk_weights prior = risk_prior(), w;

	(void)st;
	assert_true(risk_fit(v, MANY, &prior, &w));
	for (int i = 0; i < RISK_FEATURES; i++)
		assert_true(fabs(w.w[i] - truth.w[i]) < 0.2);
	free(v);
}

/* Where nothing was learnt the score stays; with little history it stays near. */
static void little_history_keeps_the_prior(void **st)
{
	struct risk_weights prior = risk_prior(), w;
	struct risk_case v[6] = { { .lead_days = 3, .start_min = 600, .missed = true }, { .lead_days = 30, .start_min = 600 } };

	(void)st;
	assert_false(risk_fit(v, 0, &prior, &w));
	assert_memory_equal(&w, &prior, sizeof(w));
	assert_false(risk_fit(v, 1, &prior, &w));
	assert_memory_equal(&w, &prior, sizeof(w));
	assert_true(risk_fit(v, 6, &prior, &w));
	for (int i = 0; i < RISK_FEATURES; i++)
		assert_true(fabs(w.w[i] - prior.w[i]) < 0.6);
}

/* A thing that never varied, or that tells all apart, does not run away. */
static void what_never_varies_or_tells_all_apart_stays_finite(void **st)
{
	struct risk_weights prior = risk_prior(), w;
	struct risk_case v[400] = { { 0 } };

	(void)st;
	for (size_t i = 0; i < 400; i++)
		v[i] = (struct risk_case){ .start_min = 600, .misses = i % 2 ? 4 : 0, .missed = i % 2 };
	assert_true(risk_fit(v, 400, &prior, &w));
	assert_true(fabs(w.w[RISK_YES] - prior.w[RISK_YES]) < 1e-6);
	assert_true(w.w[RISK_MISSES] > prior.w[RISK_MISSES] && w.w[RISK_MISSES] < 10);
}

static void on_cases_it_has_not_seen_the_score_is_calibrated_and_better_than_the_share_alone(void **st)
{
	struct risk_case *v = history(&truth, MANY, 7), *later = history(&truth, MANY, 8);
	struct risk_weights prior = risk_prior(), w;
	struct risk_trial t;
	int32_t n = 0;

	(void)st;
	assert_true(risk_fit(v, MANY, &prior, &w));
	v = realloc(v, 2 * MANY * sizeof(*v));
	assert_non_null(v);
	memcpy(v + MANY, later, MANY * sizeof(*v));
	for (int32_t i = 0; i < 2 * MANY; i++)
		v[i].day = i / 100;
	t = risk_try(&w, v, MANY, 2 * MANY);
	for (int i = 0; i < RISK_BINS; i++) {
		n += t.in[i];
		if (t.in[i] >= 500)
			assert_true(fabs(t.missed[i] - t.expected[i]) < 0.06 * t.in[i]);
	}
	assert_int_equal(n, MANY);
	assert_true(t.brier < 0.9 * t.brier_plain);
	free(v);
	free(later);
}

/* A year of visits, so many a day, as the truth says; from a day on they are missed less, as when reminders begin. */
enum { YEAR = 365, CHANGE = 245 };

static struct risk_case *improved(int32_t a_day, double before, double after, size_t *ret_n)
{
	size_t n = (size_t)(YEAR * a_day);
	struct risk_case *v = history(&truth, n, 11);
	struct risk_weights was = truth, is = truth;
	uint64_t s = 5;

	was.w[RISK_BASE] += before;
	is.w[RISK_BASE] += after;
	for (size_t i = 0; i < n; i++) {
		v[i].day = (int32_t)(i / (size_t)a_day);
		v[i].missed = chance(&s) < risk_of(v[i].day < CHANGE ? &was : &is, &v[i]);
	}
	*ret_n = n;
	return v;
}

/* The share foreseen less the share missed, of the visits of days [from, to), by a score of those before `from`. */
static double gap(const struct risk_case *v, size_t n, int32_t from, int32_t to, bool rebased, double *ret_missed)
{
	struct risk_weights prior = risk_prior(), w;
	size_t first = 0, i;
	double expected = 0, missed = 0;

	while (first < n && v[first].day < from)
		first++;
	assert_true(risk_fit(v, first, &prior, &w));
	if (rebased)
		risk_rebase(v, first, from, &w);
	for (i = first; i < n && v[i].day < to; i++) {
		expected += risk_of(&w, &v[i]);
		missed += v[i].missed;
	}
	*ret_missed = missed / (double)(i - first);
	return (expected - missed) / (double)(i - first);
}

static void after_an_improvement_the_chance_follows_within_weeks(void **st)
{
	const struct { int32_t a_day, weeks; double within; } cases[] = {
		{ 100, 4, 0.02 }, { 100, 8, 0.02 }, { 20, 4, 0.03 }, { 20, 6, 0.03 }, { 20, 12, 0.04 }, { 4, 14, 0.03 },
	};

	(void)st;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		size_t n;
		struct risk_case *v = improved(cases[k].a_day, -0.35, -1.95, &n);
		int32_t from = CHANGE + cases[k].weeks * 7, to = from + 28 > YEAR ? YEAR : from + 28;
		double was, is, wrong, before = gap(v, n, 200, CHANGE, true, &was), now = gap(v, n, from, to, true, &is);

		assert_true(fabs(before) < 0.08 && was > 0.2 && is < 0.12);
		assert_true(fabs(now) < cases[k].within);
		wrong = gap(v, n, from, to, false, &is);
		assert_true(wrong > 0.08);	/* all history alike: what the base was fitted for */
		free(v);
	}
}

/* The trial is of what each week would have been told, so it shows the lag and not more. */
static void the_trial_goes_week_by_week_over_a_change(void **st)
{
	size_t n, first = (size_t)(4 * YEAR / 5 * 50);
	struct risk_case *v = improved(50, -0.35, -1.95, &n);
	struct risk_weights prior = risk_prior(), w;
	struct risk_trial t;
	double expected = 0, missed = 0;

	(void)st;
	assert_true(risk_fit(v, first, &prior, &w));
	t = risk_try(&w, v, first, n);
	assert_int_equal(t.n, n - first);
	for (int i = 0; i < RISK_BINS; i++) {
		expected += t.expected[i];
		missed += t.missed[i];
	}
	assert_true(fabs(expected - missed) < 0.03 * t.n);
	assert_true(t.brier < t.brier_plain);
	free(v);
}

static void a_visit_counts_half_the_sooner_the_more_there_are(void **st)
{
	const struct { int32_t a_day, half; } cases[] = { { 40, 7 }, { 20, 7 }, { 9, 14 }, { 4, 28 }, { 2, 56 }, { 1, 112 } };
	struct risk_case *v = calloc(800 * 40, sizeof(*v));

	(void)st;
	assert_non_null(v);
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		for (int32_t i = 0; i < 800 * cases[k].a_day; i++)
			v[i].day = i / cases[k].a_day;
		assert_int_equal(risk_half(v, (size_t)(800 * cases[k].a_day), 800), cases[k].half);
	}
	assert_int_equal(risk_half(v, 0, 800), RISK_HALF_MOST);
	free(v);
}

/* Nothing of late: the base of all history stays. What comes on the day and after does not count. */
static void without_late_visits_the_base_stays(void **st)
{
	struct risk_weights w = risk_prior();
	struct risk_case v[2] = { { .start_min = 600, .missed = true, .day = 500 }, { .start_min = 600, .missed = true, .day = 501 } };

	(void)st;
	risk_rebase(v, 0, 500, &w);
	risk_rebase(v, 2, 500, &w);
	assert_true(w.w[RISK_BASE] == risk_prior().w[RISK_BASE]);
	risk_rebase(v, 2, 502, &w);
	assert_true(w.w[RISK_BASE] > risk_prior().w[RISK_BASE] && w.w[RISK_BASE] < risk_prior().w[RISK_BASE] + 0.6);
}

static void so_many_are_proposed_as_are_missed_with_four_chances_in_five(void **st)
{
	double p[40];

	(void)st;
	for (size_t i = 0; i < 40; i++)
		p[i] = 0.25;
	assert_int_equal(risk_spare(p, 0, 5), 0);
	assert_int_equal(risk_spare((const double[]){ 0.79 }, 1, 5), 0);
	assert_int_equal(risk_spare((const double[]){ 0.81 }, 1, 5), 1);
	assert_int_equal(risk_spare((const double[]){ 0.9, 0.9 }, 2, 5), 2);
	assert_int_equal(risk_spare(p, 40, 5), 5);
	/* Of a binomial of 40 and 0.25: P(at least 8) = 0.818, P(at least 9) = 0.700. */
	assert_int_equal(risk_spare(p, 40, 20), 8);
	for (size_t i = 0; i < 40; i++)
		p[i] = 1;
	assert_int_equal(risk_spare(p, 40, 100), 20);
}

static void who_is_not_marked_is_proposed_as_missed_only_where_the_list_was_kept(void **st)
{
	(void)st;
	assert_int_equal(proposed_of(true, true), PROPOSED_SEEN);
	assert_int_equal(proposed_of(true, false), PROPOSED_SEEN);
	assert_int_equal(proposed_of(false, true), PROPOSED_MISSED);
	assert_int_equal(proposed_of(false, false), PROPOSED_NOTHING);
}

static void who_is_asked_to_confirm_and_by_when(void **st)
{
	const int64_t hour = 3600, start = 1000 * hour;
	const struct { int64_t before, misses, after, hours; bool asked; } cases[] = {
		{ 100, 2, 2, 48, true }, { 100, 1, 2, 48, false }, { 100, 9, 0, 48, false }, { 49, 2, 2, 48, true }, { 48, 2, 2, 48, false },
		{ 24, 2, 2, 48, false }, { 120, 2, 2, 48, true }, { 121, 2, 2, 48, false }, { 24, 1, 1, 12, true },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct instant due = confirm_due((struct instant){ start - cases[i].before * hour }, (struct instant){ start }, cases[i].misses,
			cases[i].after, cases[i].hours);

		assert_int_equal(due.v, cases[i].asked ? start - cases[i].hours * hour : INSTANT_NONE.v);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_score_is_the_logistic_of_its_weights),
		cmocka_unit_test(a_fit_finds_the_weights_that_made_a_history),
		cmocka_unit_test(little_history_keeps_the_prior),
		cmocka_unit_test(what_never_varies_or_tells_all_apart_stays_finite),
		cmocka_unit_test(on_cases_it_has_not_seen_the_score_is_calibrated_and_better_than_the_share_alone),
		cmocka_unit_test(after_an_improvement_the_chance_follows_within_weeks),
		cmocka_unit_test(the_trial_goes_week_by_week_over_a_change),
		cmocka_unit_test(a_visit_counts_half_the_sooner_the_more_there_are),
		cmocka_unit_test(without_late_visits_the_base_stays),
		cmocka_unit_test(so_many_are_proposed_as_are_missed_with_four_chances_in_five),
		cmocka_unit_test(who_is_not_marked_is_proposed_as_missed_only_where_the_list_was_kept),
		cmocka_unit_test(who_is_asked_to_confirm_and_by_when),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
