/* Chance that follows from the day alone. */
#include "areas/demo/inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void the_same_day_throws_the_same_numbers(void **st)
{
	struct dice x = { 20782 }, y = { 20782 }, other = { 20783 };
	int differ = 0;

	(void)st;
	for (int i = 0; i < 1000; i++) {
		uint64_t a = dice_next(&x);

		assert_true(a == dice_next(&y));
		differ += a != dice_next(&other);
	}
	assert_true(differ > 990);
}

static void each_face_comes_up_about_as_often(void **st)
{
	struct dice d = { 7 };
	int n[6] = { 0 }, yes = 0;

	(void)st;
	for (int i = 0; i < 60000; i++) {
		n[dice_roll(&d, 6)]++;
		yes += dice_percent(&d, 30);
	}
	for (int i = 0; i < 6; i++)
		assert_in_range(n[i], 9500, 10500);
	assert_in_range(yes, 17500, 18500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_day_throws_the_same_numbers),
		cmocka_unit_test(each_face_comes_up_about_as_often),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
