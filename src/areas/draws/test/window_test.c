/* A draw's notice and window by the clock of its place, in the nights on which clocks change; verifier/test/rules_test.mjs has the same. */
#include "areas/draws/inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct draw_window window(const char *said, const char *opens, const char *closes)
{
	const struct zone *z;
	struct instant t[3];

	assert_int_equal(zone_get(S("Europe/Paris"), &z), OK);
	assert_int_equal(instant_parse(str_of(said), &t[0]), OK);
	assert_int_equal(instant_parse(str_of(opens), &t[1]), OK);
	assert_int_equal(instant_parse(str_of(closes), &t[2]), OK);
	return draw_window_of(z, t[0], t[1], t[2]);
}

static void a_day_of_notice_is_a_day_of_the_clock(void **st)
{
	static const struct { const char *said, *opens; bool early; } cases[] = {
		{ "2026-11-02T09:00:00Z", "2026-11-03T09:00:00Z", true },
		{ "2026-11-02T09:00:01Z", "2026-11-03T09:00:00Z", false },
		/* clocks go back at night: from 10:00 to 10:00 are 25 hours, and 24 hours are too few */
		{ "2026-10-24T08:00:00Z", "2026-10-25T09:00:00Z", true },
		{ "2026-10-24T08:00:01Z", "2026-10-25T09:00:00Z", false },
		{ "2026-10-24T08:00:00Z", "2026-10-25T08:00:00Z", false },
		/* they go forward: 23 hours are a day */
		{ "2026-03-28T09:00:00Z", "2026-03-29T08:00:00Z", true },
		{ "2026-03-28T09:00:01Z", "2026-03-29T08:00:00Z", false },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct draw_window w = window(cases[i].said, cases[i].opens, cases[i].opens);

		assert_int_equal(draw_is_early(&w), cases[i].early);
	}
}

static void a_window_of_a_day_is_a_day_of_the_clock(void **st)
{
	static const struct { const char *opens, *closes; int32_t minutes; } cases[] = {
		{ "2026-11-03T09:00:00Z", "2026-11-04T09:00:00Z", 1440 },
		{ "2026-10-24T08:00:00Z", "2026-10-25T09:00:00Z", 1440 },
		{ "2026-10-24T08:00:00Z", "2026-10-25T08:00:00Z", 1380 },
		{ "2026-03-28T09:00:00Z", "2026-03-29T08:00:00Z", 1440 },
		{ "2026-03-28T09:00:00Z", "2026-03-29T07:59:00Z", 1439 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct draw_window w = window("2026-01-01T00:00:00Z", cases[i].opens, cases[i].closes);

		assert_int_equal(draw_window_minutes(&w), cases[i].minutes);
		assert_int_equal(draw_is_long(&w), cases[i].minutes >= 1440);
	}
}

/* A form takes any date: what is too late is refused by who looks at the times, and a window of thousands of years is no short one. */
static void a_window_to_any_day_that_can_be_written_is_long(void **st)
{
	(void)st;
	for (int year = 2030; year < 10000; year += 10) {
		char closes[21];

		instant_print((struct instant){ (int64_t)day_of(year, 1, 1).n * 86400 }, closes);
		const struct draw_window w = window("2026-01-01T00:00:00Z", "2026-11-03T09:00:00Z", closes);

		assert_true(draw_is_long(&w));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_of_notice_is_a_day_of_the_clock),
		cmocka_unit_test(a_window_of_a_day_is_a_day_of_the_clock),
		cmocka_unit_test(a_window_to_any_day_that_can_be_written_is_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
