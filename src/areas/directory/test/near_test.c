/* Distances and their points. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "areas/directory/rules/near.h"

static void known_distances(void **state)
{
	const struct point fes = { 3403, -500 }, meknes = { 3389, -555 }, dakhla = { 2369, -1594 }, rabat = { 3402, -684 };

	(void)state;
	assert_int_equal(near_km(fes, fes), 0);
	assert_in_range(near_km(fes, meknes), 52, 54);
	assert_in_range(near_km(fes, rabat), 168, 172);
	assert_in_range(near_km(fes, dakhla), 1520, 1575);
	assert_int_equal(near_km(rabat, fes), near_km(fes, rabat));
	/* over the line where days change, and over a pole */
	assert_in_range(near_km((struct point){ 0, 17950 }, (struct point){ 0, -17950 }), 110, 112);
	assert_in_range(near_km((struct point){ 8950, 0 }, (struct point){ 8950, 18000 }), 110, 112);
}

static void degrees_are_read_strictly(void **state)
{
	static const struct { const char *s; enum err e; int32_t n; } cases[] = {
		{ "34.03", OK, 3403 }, { "-5.00", OK, -500 }, { "-0.5", OK, -50 }, { "7", OK, 700 }, { "90", OK, 9000 }, { "90.01", E_INPUT, 0 },
		{ "", E_INPUT, 0 }, { "-", E_INPUT, 0 }, { "3.141", E_INPUT, 0 }, { "1e3", E_INPUT, 0 }, { "1.2.3", E_INPUT, 0 }, { " 1", E_INPUT, 0 },
		{ "123456", E_INPUT, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int32_t n = 0;

		assert_int_equal(point_part(str_of(cases[i].s), 90, &n), cases[i].e);
		assert_int_equal(n, cases[i].n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_distances),
		cmocka_unit_test(degrees_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
