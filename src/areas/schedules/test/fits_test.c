/* For whom a type is: to the day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "areas/schedules/rules/fits.h"

static void an_age_is_reached_on_the_birthday(void **st)
{
	struct fits grown = { 216, 0, S("any") }, child = { 0, 192, S("any") };
	struct day birth = day_of(2008, 11, 5);

	(void)st;
	assert_false(fits_age(&grown, birth, day_of(2026, 11, 4)));
	assert_true(fits_age(&grown, birth, day_of(2026, 11, 5)));
	assert_true(fits_age(&child, birth, day_of(2024, 11, 4)));
	assert_false(fits_age(&child, birth, day_of(2024, 11, 5)));
	assert_true(fits_age(&grown, DAY_NONE, day_of(2026, 11, 4)));
	assert_int_equal(age_months(day_of(2026, 1, 31), day_of(2026, 2, 28)), 0);
	assert_int_equal(age_months(day_of(2026, 1, 31), day_of(2026, 3, 31)), 2);
}

static void a_sex_that_is_not_said_fits(void **st)
{
	struct fits women = { 0, 0, S("female") }, all = { 0, 0, S("any") };

	(void)st;
	assert_true(fits_sex(&women, S("female")));
	assert_false(fits_sex(&women, S("male")));
	assert_true(fits_sex(&women, S("unknown")));
	assert_true(fits_sex(&all, S("male")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_age_is_reached_on_the_birthday),
		cmocka_unit_test(a_sex_that_is_not_said_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
