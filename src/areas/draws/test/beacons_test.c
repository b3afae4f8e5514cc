/* Numbers from outside: how each is called, when drand's comes, and in which one way a value is written. */
#include "areas/draws/rules/beacons.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_number_from_outside_is_written_as_it_is_read(void **state)
{
	static const char *const said[] = { "drand-quicknet:27946612", "drand-quicknet:1", "loto-ma:2026-12-05", "loto-fr:2027-01-02" };
	char out[BEACON_TEXT];
	struct beacon b;

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		assert_true(beacon_read(str_of(said[i]), &b));
		assert_true(str_eq((struct str){ out, beacon_text(&b, out) }, str_of(said[i])));
	}
	b = (struct beacon){ .kind = BEACON_NONE };
	assert_int_equal(beacon_text(&b, out), 0);
	b = (struct beacon){ .kind = BEACON_DRAND, .round = INT64_MAX };
	assert_in_range(beacon_text(&b, out), 30, BEACON_TEXT);
}

static void free_words_are_none_of_them(void **state)
{
	static const char *const words[] = { "", "none", "drand 4711", "drand-quicknet", "drand-quicknet:", "drand-quicknet:0", "drand-quicknet:x", "loto-ma:4711",
		"loto-ma:2026-13-01", "loto:2026-12-05", "The first number of the lottery" };
	struct beacon b;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_false(beacon_read(str_of(words[i]), &b));
}

/* Rounds that others have published with their times. */
static void a_round_is_the_first_at_that_instant_or_later(void **state)
{
	(void)state;
	assert_int_equal(beacon_round((struct instant){ 1692803367 }), 1);
	assert_int_equal(beacon_round((struct instant){ 1692803368 }), 2);
	assert_int_equal(beacon_round((struct instant){ 1692803370 }), 2);
	assert_int_equal(beacon_round((struct instant){ 0 }), 1);
	assert_int_equal(beacon_round((struct instant){ 1776643200 }), 27946612);	/* 2026-04-20T00:00:00Z */
	assert_int_equal(beacon_round((struct instant){ 1776643198 }), 27946612);
}

static void a_value_is_written_in_one_way(void **state)
{
	static const struct { const char *of, *value; bool good; } v[] = {
		{ "drand-quicknet:3", "9e9829dfb34bd8db3e21c28e13aefecd86e007ebd19d6bb8a5cee99c0a34798f", true },
		{ "drand-quicknet:3", "9E9829dfb34bd8db3e21c28e13aefecd86e007ebd19d6bb8a5cee99c0a34798f", false },
		{ "drand-quicknet:3", "9e9829dfb34bd8db3e21c28e13aefecd86e007ebd19d6bb8a5cee99c0a34798", false },
		{ "drand-quicknet:3", "", false },
		{ "loto-ma:2026-12-05", "03-11-17-25-33-41", true },
		{ "loto-ma:2026-12-05", "3-11-17-25-33-41", false },
		{ "loto-ma:2026-12-05", "11-03-17-25-33-41", false },
		{ "loto-ma:2026-12-05", "03-03-17-25-33-41", false },
		{ "loto-ma:2026-12-05", "03-11-17-25-33-50", false },
		{ "loto-ma:2026-12-05", "03-11-17-25-33-41-", false },
		{ "loto-ma:2026-12-05", "03-11-17-25-33", false },
		{ "loto-fr:2026-12-05", "03-11-17-25-33-07", true },
		{ "loto-fr:2026-12-05", "03-11-17-25-33-10", true },
		{ "loto-fr:2026-12-05", "03-11-17-25-33-11", false },
		{ "loto-fr:2026-12-05", "03-11-17-33-25-07", false },
	};
	struct beacon b;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		assert_true(beacon_read(str_of(v[i].of), &b));
		assert_int_equal(beacon_value_ok(&b, str_of(v[i].value)), v[i].good);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_from_outside_is_written_as_it_is_read),
		cmocka_unit_test(free_words_are_none_of_them),
		cmocka_unit_test(a_round_is_the_first_at_that_instant_or_later),
		cmocka_unit_test(a_value_is_written_in_one_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
