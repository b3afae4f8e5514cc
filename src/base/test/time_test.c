/* Days, wall times, zones: the Moroccan changes of 2026 and a French summer time, both ways. */
#include "base/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const struct zone *zone(const char *name)
{
	const struct zone *z = NULL;

	assert_int_equal(zone_get(str_of(name), &z), OK);
	return z;
}

static struct instant at(const char *s)
{
	struct instant t = { 0 };

	assert_int_equal(instant_parse(str_of(s), &t), OK);
	return t;
}

static struct local wall(const char *s)
{
	struct local l = { { 0 }, 0 };

	assert_int_equal(local_parse(str_of(s), &l), OK);
	return l;
}

static void days_go_there_and_back(void **st)
{
	(void)st;
	assert_int_equal(day_of(1970, 1, 1).n, 0);
	assert_int_equal(day_weekday((struct day){ 0 }), 4);
	for (int n = -800000; n < 800000; n += 13) {
		int y, m, d;

		day_split((struct day){ n }, &y, &m, &d);
		assert_int_equal(day_of(y, m, d).n, n);
	}
	assert_false(day_valid(2026, 2, 29));
	assert_true(day_valid(2028, 2, 29));
	assert_false(day_valid(1900, 2, 29));
	assert_int_equal(day_add_months(day_of(2026, 8, 31), 6).n, day_of(2027, 2, 28).n);
}

static void what_is_no_date_is_refused(void **st)
{
	static const char *const bad[] = { "2026-02-29", "2026-13-01", "26-01-01", "2026/01/01", "2026-1-1",
		"2026-01-01 ", "-026-01-01", "", "0000-01-01" };
	struct day d;
	struct local l;

	(void)st;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(day_parse(str_of(bad[i]), &d), E_INPUT);
	assert_int_equal(local_parse(S("2026-01-01T24:00"), &l), E_INPUT);
	assert_int_equal(local_parse(S("2026-01-01T23:59:01"), &l), E_INPUT);
	assert_int_equal(local_parse(S("2026-01-01 23:59:00"), &l), OK);
}

static void instants_are_read_with_their_offset(void **st)
{
	char out[21];

	(void)st;
	assert_int_equal(at("2026-11-24T10:00:00+01:00").v, at("2026-11-24T09:00:00Z").v);
	assert_int_equal(at("2026-11-24T10:00:00.250-02:30").v, at("2026-11-24T12:30:00Z").v);
	instant_print(at("1969-12-31T23:59:59Z"), out);
	assert_string_equal(out, "1969-12-31T23:59:59Z");
}

/* tzdata 2026c and later: +01, +00 in Ramadan (15 February to 22 March), +00 for good from 20 September. */
static void morocco_in_2026(void **st)
{
	const struct zone *z = zone("Africa/Casablanca");
	static const struct { const char *t; int offset; } cases[] = {
		{ "2026-01-10T12:00:00Z", 3600 }, { "2026-02-15T01:59:59Z", 3600 }, { "2026-02-15T02:00:00Z", 0 },
		{ "2026-03-22T01:59:59Z", 0 }, { "2026-03-22T02:00:00Z", 3600 }, { "2026-09-20T00:59:59Z", 3600 },
		{ "2026-09-20T01:00:00Z", 0 }, { "2026-11-24T12:00:00Z", 0 }, { "2027-02-20T12:00:00Z", 0 },
		{ "2030-07-01T12:00:00Z", 0 },
	};
	struct instant two[2];

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(zone_offset(z, at(cases[i].t)), cases[i].offset);
	assert_int_equal(zone_instants(z, wall("2026-02-15T02:30"), two), 2);
	assert_int_equal(two[0].v, at("2026-02-15T01:30:00Z").v);
	assert_int_equal(two[1].v, at("2026-02-15T02:30:00Z").v);
	assert_int_equal(zone_instants(z, wall("2026-03-22T02:30"), two), 0);
	assert_int_equal(zone_instants(z, wall("2026-09-20T01:30"), two), 2);
	/* a visit at nine stays at nine, before and after */
	assert_int_equal(zone_instant(z, wall("2026-09-19T09:00")).v, at("2026-09-19T08:00:00Z").v);
	assert_int_equal(zone_instant(z, wall("2026-09-21T09:00")).v, at("2026-09-21T09:00:00Z").v);
	assert_true(zone_data_knows_2026());
}

static void french_summer_time_both_ways(void **st)
{
	const struct zone *z = zone("Europe/Paris");
	struct instant two[2];

	(void)st;
	assert_int_equal(zone_instants(z, wall("2026-03-29T02:30"), two), 0);
	assert_int_equal(zone_instant(z, wall("2026-03-29T02:30")).v, at("2026-03-29T01:30:00Z").v);
	assert_int_equal(zone_instants(z, wall("2026-10-25T02:30"), two), 2);
	assert_int_equal(two[0].v, at("2026-10-25T00:30:00Z").v);
	assert_int_equal(two[1].v, at("2026-10-25T01:30:00Z").v);
	/* far ahead only the rule of the footer knows */
	assert_int_equal(zone_offset(z, at("2060-07-01T12:00:00Z")), 7200);
	assert_int_equal(zone_offset(z, at("2060-12-01T12:00:00Z")), 3600);
	assert_int_equal(zone_offset(zone("Australia/Sydney"), at("2060-01-15T00:00:00Z")), 39600);
}

static void every_instant_comes_back_from_its_wall_time(void **st)
{
	static const char *const names[] = { "Africa/Casablanca", "Europe/Paris", "America/Cayenne", "Indian/Reunion",
		"Pacific/Noumea", "Africa/El_Aaiun" };

	(void)st;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct zone *z = zone(names[i]);

		for (int64_t t = 1704067200; t < 1893456000; t += 1801 * 60) {
			struct instant two[2];
			int n = zone_instants(z, zone_local(z, (struct instant){ t }), two);

			assert_in_range(n, 1, 2);
			assert_true(two[0].v == t || (n == 2 && two[1].v == t));
		}
	}
}

static void unsafe_and_unknown_zone_names_are_not_found(void **st)
{
	static const char *const bad[] = { "", "../etc/passwd", "/etc/passwd", "Europe", "Europe/Nowhere", "tzdata.zi",
		"Europe/../Europe/Paris" };
	const struct zone *z;

	(void)st;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(zone_get(str_of(bad[i]), &z), E_NOTFOUND);
}

static void the_version_of_the_zone_data_is_known(void **st)
{
	struct str v = zone_data_version();

	(void)st;
	assert_true(v.n == 5 && str_starts(v, S("20")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_go_there_and_back),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(instants_are_read_with_their_offset),
		cmocka_unit_test(morocco_in_2026),
		cmocka_unit_test(french_summer_time_both_ways),
		cmocka_unit_test(every_instant_comes_back_from_its_wall_time),
		cmocka_unit_test(unsafe_and_unknown_zone_names_are_not_found),
		cmocka_unit_test(the_version_of_the_zone_data_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
