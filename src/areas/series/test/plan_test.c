/* Which free starts serve a series: by table, and over 10,000 random calendars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "areas/series/rules/plan.h"
#include "base/random.h"

static struct series_rule rule_of(int y, int m, int d, enum series_unit unit, int32_t every, int32_t count)
{
	return (struct series_rule){ .first = { day_of(y, m, d), 600 }, .unit = unit, .every = every, .count = count,
		.days = 2, .minutes = 60 };
}

static void weeks_keep_weekday_and_hour(void **state)
{
	struct series_rule r = rule_of(2026, 11, 3, SERIES_WEEKS, 2, 6);

	(void)state;
	assert_int_equal(series_rule_valid(&r), OK);
	for (int32_t k = 0; k < r.count; k++) {
		struct local w = series_wish(&r, k);

		assert_int_equal(w.day.n, day_of(2026, 11, 3).n + 14 * k);
		assert_int_equal(w.min, 600);
	}
}

static void months_keep_the_weekday_of_the_month(void **state)
{
	/* the fifth Tuesday of March; April has four, June has five */
	struct series_rule r = rule_of(2026, 3, 31, SERIES_MONTHS, 1, 4), second = rule_of(2026, 11, 10, SERIES_MONTHS, 3, 3);

	(void)state;
	assert_int_equal(series_wish(&r, 0).day.n, day_of(2026, 3, 31).n);
	assert_int_equal(series_wish(&r, 1).day.n, day_of(2026, 4, 28).n);
	assert_int_equal(series_wish(&r, 2).day.n, day_of(2026, 5, 26).n);
	assert_int_equal(series_wish(&r, 3).day.n, day_of(2026, 6, 30).n);
	assert_int_equal(series_wish(&second, 1).day.n, day_of(2027, 2, 9).n);
	assert_int_equal(series_wish(&second, 2).day.n, day_of(2027, 5, 11).n);
}

static struct series_start start(struct day d, int32_t min, bool other)
{
	return (struct series_start){ local_minutes((struct local){ d, min }), other ? 2 : 1, other };
}

static void the_nearest_start_within_tolerance_serves(void **state)
{
	struct series_rule r = rule_of(2026, 11, 3, SERIES_WEEKS, 2, 3);
	struct day w = day_of(2026, 11, 17);
	const struct series_start all[] = { start((struct day){ w.n - 2 }, 600, false), start((struct day){ w.n + 1 }, 660, false),
		start(w, 700, false), start(w, 610, true) };
	struct series_found f;

	(void)state;
	series_find(&r, 1, all, 4, &f);		/* 700 is out of the hour; the other agenda comes last */
	assert_true(f.found && !f.exact);
	assert_int_equal(f.start.at, all[1].at);
	assert_int_equal(f.nnear, 3);
	assert_int_equal(f.near[0].at, all[2].at);
	assert_int_equal(f.near[1].at, all[0].at);
	assert_int_equal(f.near[2].at, all[3].at);
	r.days = 0;
	series_find(&r, 1, all, 3, &f);
	assert_false(f.found);
	assert_int_equal(f.near[0].at, all[2].at);
}

static void a_step_of_one_day_has_no_room_for_tolerance(void **state)
{
	struct series_rule r = rule_of(2026, 11, 3, SERIES_DAYS, 1, 5);
	const struct series_start next = start(day_of(2026, 11, 5), 600, false);
	struct series_found f;

	(void)state;
	series_find(&r, 1, &next, 1, &f);
	assert_int_equal(series_reach(&r), 0);
	assert_false(f.found || f.nnear);
	series_find(&r, 2, &next, 1, &f);
	assert_true(f.found && f.exact);
}

static void numbers_out_of_range_are_refused(void **state)
{
	const struct series_rule good = rule_of(2026, 11, 3, SERIES_DAYS, 90, SERIES_MAX);
	struct series_rule bad[] = { good, good, good, good, good, good };

	(void)state;
	assert_int_equal(series_rule_valid(&good), OK);
	bad[0].every = 0;
	bad[1].every = 91;
	bad[2].count = 1;
	bad[3].count = SERIES_MAX + 1;
	bad[4].days = -1;
	bad[5].first.day = DAY_NONE;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(series_rule_valid(&bad[i]), E_INPUT);
}

static int32_t dice(uint64_t *s, int32_t n)
{
	*s = *s * 6364136223846793005u + 1442695040888963407u;
	return (int32_t)((*s >> 33) % (uint64_t)n);
}

static struct series_rule any_rule(uint64_t *s)
{
	struct series_rule r = { .first = { day_of(2026, 1 + dice(s, 12), 1 + dice(s, 28)), dice(s, 1440) }, .unit =
		(enum series_unit)dice(s, 3), .count = 2 + dice(s, 11), .days = dice(s, 8), .minutes = dice(s, 300) };

	r.every = 1 + dice(s, r.unit == SERIES_DAYS ? 40 : r.unit == SERIES_WEEKS ? 8 : 6);
	return r;
}

static int32_t away(int32_t n) { return n < 0 ? -n : n; }

/* In order, within tolerance, free, and no start that would serve lies nearer. */
static void check_one(const struct series_rule *r, const struct series_start *v, size_t n)
{
	int64_t last = INT64_MIN;

	for (int32_t k = 0; k < r->count; k++) {
		struct series_found f;
		struct local w = series_wish(r, k), at;
		bool free = false, some = false;
		int32_t days = r->days < series_reach(r) ? r->days : series_reach(r);

		series_find(r, k, v, n, &f);
		at = local_of_minutes(f.start.at);
		for (size_t i = 0; i < n; i++) {
			struct local l = local_of_minutes(v[i].at);
			bool fits = away(l.day.n - w.day.n) <= days && away(l.min - w.min) <= r->minutes;

			free |= f.found && v[i].at == f.start.at;
			some |= fits;
			if (fits && f.found && v[i].other == f.start.other)
				assert_true(away(l.day.n - w.day.n) >= away(at.day.n - w.day.n));
		}
		assert_int_equal(f.found, some);
		if (!f.found)
			continue;
		assert_true(free);
		assert_true(f.start.at > last);
		assert_true(away(at.day.n - w.day.n) <= days && away(at.min - w.min) <= r->minutes);
		last = f.start.at;
	}
}

static void ten_thousand_random_calendars(void **state)
{
	uint64_t seed = 20261126;
	struct series_start v[60];

	(void)state;
	for (int i = 0; i < 10000; i++) {
		struct series_rule r = any_rule(&seed);
		struct day end = series_wish(&r, r.count - 1).day;

		assert_int_equal(series_rule_valid(&r), OK);
		for (int32_t k = 1; k < r.count; k++)
			assert_true(series_wish(&r, k).day.n - series_wish(&r, k - 1).day.n > 2 * series_reach(&r));
		for (size_t k = 0; k < 60; k++)
			v[k] = start((struct day){ r.first.day.n - 3 + dice(&seed, end.n - r.first.day.n + 7) }, dice(&seed, 288) * 5,
				dice(&seed, 4) == 0);
		check_one(&r, v, 60);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weeks_keep_weekday_and_hour),
		cmocka_unit_test(months_keep_the_weekday_of_the_month),
		cmocka_unit_test(the_nearest_start_within_tolerance_serves),
		cmocka_unit_test(a_step_of_one_day_has_no_room_for_tolerance),
		cmocka_unit_test(numbers_out_of_range_are_refused),
		cmocka_unit_test(ten_thousand_random_calendars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
