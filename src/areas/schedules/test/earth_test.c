/* A point on the ground as maps and people write it. */
#include "areas/schedules/rules/earth.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void what_a_map_gives_is_read(void **state)
{
	static const struct { const char *text; int32_t lat, lon; } rows[] = {
		{ "33.57, -7.58", 33570000, -7580000 }, { "33.5731104,-7.5898434", 33573110, -7589843 },
		{ "  33.57  -7.58 ", 33570000, -7580000 }, { "33,57; -7,58", 33570000, -7580000 },
		{ "33,57 -7,58", 33570000, -7580000 }, { "33,57, -7,58", 33570000, -7580000 },
		{ "geo:33.57,-7.58", 33570000, -7580000 }, { "geo:33.57,-7.58;u=35", 33570000, -7580000 },
		{ "GEO:33.57,-7.58,120?z=15", 33570000, -7580000 }, { "geo:33.57,-7.58?z=15", 33570000, -7580000 },
		{ "33,-7", 33000000, -7000000 }, { "-0.5,0", -500000, 0 }, { "90,180", 90000000, 180000000 },
		{ "34.", 0, 0 }, { "", 0, 0 }, { " ", 0, 0 }, { ",", 0, 0 }, { "33.57", 0, 0 }, { "33.57,", 0, 0 },
		{ ",33.57", 0, 0 }, { "-,-", 0, 0 }, { ".5,.5", 0, 0 }, { "90.1,0", 0, 0 }, { "0,180.1", 0, 0 },
		{ "99999999999999999999,0", 0, 0 }, { "33.57,-7.58,9", 0, 0 }, { "33.57 N, 7.58 W", 0, 0 },
		{ "12, rue Ibn Rochd", 0, 0 }, { "1e2,3", 0, 0 }, { "--1,2", 0, 0 }, { "geo:", 0, 0 },
		{ "javascript:1,2", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct place_on_earth p = { .known = false };
		bool good = rows[i].lat || rows[i].lon;

		if (earth_parse(str_of(rows[i].text), &p) != good || p.known != good)
			fail_msg("%s is %sread", rows[i].text, good ? "not " : "");
		if (p.lat != rows[i].lat || p.lon != rows[i].lon)
			fail_msg("%s: %d %d", rows[i].text, p.lat, p.lon);
	}
}

static void what_is_printed_is_read_again(void **state)
{
	static const struct place_on_earth rows[] = { { true, 33573110, -7589843 }, { true, -500000, 1 },
		{ true, -90000000, -180000000 }, { true, 0, 0 }, { true, 9999999, 100000000 } };
	char text[EARTH_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct place_on_earth p;

		earth_print(rows[i], text);
		assert_true(earth_parse(str_of(text), &p));
		assert_int_equal(p.lat, rows[i].lat);
		assert_int_equal(p.lon, rows[i].lon);
	}
	earth_print(rows[0], text);
	assert_string_equal(text, "33.573110,-7.589843");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_map_gives_is_read),
		cmocka_unit_test(what_is_printed_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
