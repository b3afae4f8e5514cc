/* When messages that may wait leave: hours, feasts, and days on which the clock changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "jobs/jobs.h"

static const struct day feasts[] = { { 20718 }, { 20719 } };	/* 2026-09-22 and 23 */
static const struct message_hours usual = { MESSAGES_FROM_MIN, MESSAGES_TO_MIN, feasts, 2 };

static struct instant at(const char *text)
{
	struct instant t;

	assert_int_equal(instant_parse(str_of(text), &t), OK);
	return t;
}

static void goes(const char *zone, const char *wanted, const char *next)
{
	const struct zone *z;
	char text[21];

	assert_int_equal(zone_get(str_of(zone), &z), OK);
	instant_print(message_hour(at(wanted), z, &usual), text);
	assert_string_equal(text, next);
}

static void in_the_day_at_once_else_the_next_morning(void **state)
{
	(void)state;
	goes("Africa/Casablanca", "2026-11-02T07:00:00Z", "2026-11-02T08:00:00Z");
	goes("Africa/Casablanca", "2026-11-02T08:00:00Z", "2026-11-02T08:00:00Z");
	goes("Africa/Casablanca", "2026-11-02T19:59:59Z", "2026-11-02T19:59:59Z");
	goes("Africa/Casablanca", "2026-11-02T20:00:00Z", "2026-11-03T08:00:00Z");
	goes("Africa/Casablanca", "2026-12-31T23:30:00Z", "2027-01-01T08:00:00Z");
}

static void not_on_a_feast_of_two_days(void **state)
{
	(void)state;
	goes("Africa/Casablanca", "2026-09-22T10:00:00Z", "2026-09-24T08:00:00Z");
	goes("Africa/Casablanca", "2026-09-21T21:00:00Z", "2026-09-24T08:00:00Z");
	goes("Africa/Casablanca", "2026-09-24T05:00:00Z", "2026-09-24T08:00:00Z");
}

static void by_the_wall_clock_over_its_change(void **state)
{
	(void)state;
	/* Morocco goes from UTC+1 to UTC on 2026-09-20 */
	goes("Africa/Casablanca", "2026-09-19T18:30:00Z", "2026-09-19T18:30:00Z");
	goes("Africa/Casablanca", "2026-09-19T19:30:00Z", "2026-09-20T08:00:00Z");
	/* Paris: clocks go forward on 29 March, back on 25 October 2026 */
	goes("Europe/Paris", "2026-03-28T19:30:00Z", "2026-03-29T06:00:00Z");
	goes("Europe/Paris", "2026-03-29T05:30:00Z", "2026-03-29T06:00:00Z");
	goes("Europe/Paris", "2026-10-24T18:30:00Z", "2026-10-25T07:00:00Z");
	goes("Europe/Paris", "2026-10-25T06:30:00Z", "2026-10-25T07:00:00Z");
}

static void rather_at_once_than_never(void **state)
{
	struct message_hours never = { 600, 600, NULL, 0 };
	struct day all[60];
	const struct zone *z;

	(void)state;
	assert_int_equal(zone_get(S("Africa/Casablanca"), &z), OK);
	for (int i = 0; i < 60; i++)
		all[i].n = 20718 - 30 + i;
	never = (struct message_hours){ 0, 1440, all, 60 };
	assert_int_equal(message_hour(at("2026-09-20T10:00:00Z"), z, &never).v >= at("2026-09-20T10:00:00Z").v, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_the_day_at_once_else_the_next_morning),
		cmocka_unit_test(not_on_a_feast_of_two_days),
		cmocka_unit_test(by_the_wall_clock_over_its_change),
		cmocka_unit_test(rather_at_once_than_never),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
