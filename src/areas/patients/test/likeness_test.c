/* Likeness of people, and what typed words mean. */
#include "areas/patients/rules/likeness.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void slips_are_counted_up_to_the_maximum(void **st)
{
	(void)st;
	assert_int_equal(likeness_slips(S("mrn"), S("mrn"), 2), 0);
	assert_int_equal(likeness_slips(S("mrn"), S("mrm"), 2), 1);
	assert_int_equal(likeness_slips(S("mrn"), S("rmn"), 2), 1);
	assert_int_equal(likeness_slips(S("bnjln"), S("bnjlln"), 2), 1);
	assert_int_equal(likeness_slips(S("abcdef"), S("uvwxyz"), 2), 3);
	assert_int_equal(likeness_slips(S(""), S("ab"), 2), 2);
}

static void a_slip_is_a_distance(void **st)
{
	/* symmetric, zero only for the same, never more than the longer word */
	static const char *const w[] = { "", "a", "mrn", "mnr", "fdl", "bnjln", "bn", "hmd", "mhmd" };

	(void)st;
	for (size_t i = 0; i < sizeof(w) / sizeof(w[0]); i++)
		for (size_t j = 0; j < sizeof(w) / sizeof(w[0]); j++) {
			struct str x = str_of(w[i]), y = str_of(w[j]);
			int d = likeness_slips(x, y, 9);

			assert_int_equal(d, likeness_slips(y, x, 9));
			assert_int_equal(d == 0, i == j);
			assert_true(d <= (int)(x.n > y.n ? x.n : y.n));
		}
}

static struct likeness person(struct arena *a, const char *name, struct day born, const char *phone)
{
	return (struct likeness){ utf8_name_key(a, str_of(name)), born, S("female"), str_of(phone), STR_NONE };
}

static void one_person_in_two_scripts_is_probably_a_double(void **st)
{
	struct arena *a = arena_new(1 << 20);
	struct day born = day_of(1968, 3, 27);
	struct likeness x = person(a, "Fatima Zahra El Amrani", born, "+212612345678");
	struct likeness y = person(a, "Fatima Amrani", born, "+212612345678");
	struct likeness z = person(a, "فاطمة العمراني", day_of(1991, 11, 14), "+212612901102");

	(void)st;
	assert_true(likeness_score(&x, &y) >= 60);
	assert_int_equal(likeness_score(&x, &y), likeness_score(&y, &x));
	assert_true(likeness_score(&x, &z) < 60);
	arena_free(a);
}

static void father_and_son_of_one_name_and_phone_stay_two(void **st)
{
	struct arena *a = arena_new(1 << 20);
	struct likeness x = person(a, "Ahmed Tazi", day_of(1950, 1, 2), "+212612345678");
	struct likeness y = person(a, "Ahmed Tazi", day_of(1984, 6, 30), "+212612345678");

	(void)st;
	assert_true(likeness_score(&x, &y) < 60);
	x.identity = y.identity = S("cd123456");
	assert_int_equal(likeness_score(&x, &y), 100);
	y.identity = S("cd999999");
	assert_true(likeness_score(&x, &y) < 30);
	arena_free(a);
}

static void birth_days_nearly_the_same_count_less(void **st)
{
	(void)st;
	assert_int_equal(likeness_births(day_of(1968, 3, 7), day_of(1968, 7, 3)), 2);
	assert_int_equal(likeness_births(day_of(1968, 3, 27), day_of(1986, 3, 27)), 2);
	assert_int_equal(likeness_births(day_of(1968, 3, 27), DAY_NONE), 1);
	assert_int_equal(likeness_births(day_of(1968, 3, 27), day_of(1970, 3, 1)), 0);
}

static void typed_words_are_told_apart(void **st)
{
	struct said s[8];
	char buf[100];

	(void)st;
	assert_int_equal(said_words(S("0612 amrani"), buf, s, 8), 2);
	assert_int_equal(s[0].kind, SAID_PHONE);
	assert_int_equal(s[1].kind, SAID_NAME);
	assert_int_equal(said_words(S(" 06 12-34.56 78 "), buf, s, 8), 1);
	assert_true(str_eq(s[0].text, S("0612345678")));
	assert_int_equal(said_words(S("amrani 27/03/1968"), buf, s, 8), 2);
	assert_int_equal(s[1].kind, SAID_BIRTH);
	assert_int_equal(s[1].day.n, day_of(1968, 3, 27).n);
	assert_int_equal(said_words(S("1968-03-27"), buf, s, 8), 1);
	assert_int_equal(s[0].kind, SAID_BIRTH);
	assert_int_equal(said_words(S("CD123456"), buf, s, 8), 1);
	assert_int_equal(s[0].kind, SAID_IDENTITY);
	assert_int_equal(said_words(S("k7m 2qd p4xw z"), buf, s, 8), 1);
	assert_int_equal(s[0].kind, SAID_REFERENCE);
	assert_true(str_eq(s[0].text, S("K7M2QDP4XWZ")));
	assert_int_equal(said_words(S("31/02/1968"), buf, s, 8), 1);
	assert_int_not_equal(s[0].kind, SAID_BIRTH);
}

static void a_phone_is_known_by_its_beginning(void **st)
{
	static const char *const same[][2] = { { "0612", "+212612" }, { "612", "+212612" },
		{ "+212612", "+212612" }, { "00212612", "+212612" }, { "+33612", "+33612" }, { "212612", "+212612" } };
	char out[40];

	(void)st;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		size_t n = said_phone(str_of(same[i][0]), out);

		assert_true(str_eq((struct str){ out, n }, str_of(same[i][1])));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slips_are_counted_up_to_the_maximum),
		cmocka_unit_test(a_slip_is_a_distance),
		cmocka_unit_test(one_person_in_two_scripts_is_probably_a_double),
		cmocka_unit_test(father_and_son_of_one_name_and_phone_stay_two),
		cmocka_unit_test(birth_days_nearly_the_same_count_less),
		cmocka_unit_test(typed_words_are_told_apart),
		cmocka_unit_test(a_phone_is_known_by_its_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
