/* What an answer is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "areas/inbox/rules/choose.h"

static const struct instant now = { 1000000 };
static const struct numbered none;

static struct asked a(int64_t ask, int64_t ago)
{
	return (struct asked){ .ask = ask, .at = { now.v - ago } };
}

static struct answer says(enum saying s)
{
	return (struct answer){ .says = s };
}

static struct answer number(int32_t n)
{
	return (struct answer){ .says = SAYS_NUMBER, .number = n };
}

static struct meant chosen(struct answer said, const struct asked *v, size_t n, const struct numbered *was)
{
	return choose(&said, v, n, was, now);
}

static void one_thing_asked_is_meant(void **state)
{
	struct asked v[] = { a(1, 60) };
	struct meant r = chosen(number(2), v, 1, &none);

	(void)state;
	assert_int_equal(r.means, MEANS_DO);
	assert_false(r.yes);
	assert_int_equal(r.n, 1);
	r = chosen(says(SAYS_YES), v, 1, &none);
	assert_int_equal(r.means, MEANS_DO);
	assert_true(r.yes);
	assert_int_equal(chosen(number(3), v, 1, &none).means, MEANS_UNCLEAR);
	assert_int_equal(chosen(number(0), v, 1, &none).means, MEANS_UNCLEAR);
	assert_int_equal(chosen(number(1), v, 0, &none).means, MEANS_NOTHING);
}

static void siblings_of_one_message_come_together_and_are_cancelled_by_number(void **state)
{
	struct asked v[] = { a(1, 60), a(1, 60), a(1, 60) };
	struct meant r = chosen(number(1), v, 3, &none);

	(void)state;
	assert_int_equal(r.means, MEANS_DO);
	assert_int_equal(r.n, 3);
	r = chosen(number(2), v, 3, &none);
	assert_int_equal(r.means, MEANS_WHICH);
	assert_int_equal(r.n, 3);
}

static void two_reminders_are_never_mistaken_for_each_other(void **state)
{
	struct asked v[] = { a(2, 60), a(1, 6000) };

	(void)state;
	assert_int_equal(chosen(number(2), v, 2, &none).means, MEANS_WHICH);
	assert_int_equal(chosen(number(1), v, 2, &none).means, MEANS_WHICH);
	v[1].answered = true;		/* the older one is settled: the new one is meant */
	assert_int_equal(chosen(number(2), v, 2, &none).means, MEANS_DO);
	assert_int_equal(chosen(number(2), v, 2, &none).which[0], 0);
	v[0].answered = true;		/* both are: whoever changes her mind says about which */
	assert_int_equal(chosen(number(2), v, 2, &none).means, MEANS_WHICH);
	assert_int_equal(chosen(number(2), v, 2, &none).n, 2);
}

static void a_number_is_what_it_was_said_to_be(void **state)
{
	struct asked v[] = { a(2, 600), a(1, 6000) };
	struct numbered was = { .n = 2, .yes = false, .all = true, .at = { now.v - 60 } };
	struct meant r = chosen(number(1), v, 2, &was);

	(void)state;
	assert_int_equal(r.means, MEANS_NUMBERED);
	assert_false(r.yes);
	assert_int_equal(r.which[0], 0);
	r = chosen(number(3), v, 2, &was);
	assert_int_equal(r.means, MEANS_NUMBERED);
	assert_int_equal(r.n, 2);
	assert_int_equal(chosen(number(0), v, 2, &was).means, MEANS_KEEP);
	assert_int_equal(chosen(number(4), v, 2, &was).means, MEANS_UNCLEAR);
	was.all = false;
	assert_int_equal(chosen(number(3), v, 2, &was).means, MEANS_UNCLEAR);
	assert_int_equal(chosen(says(SAYS_NO), v, 2, &was).means, MEANS_WHICH);
}

static void numbers_end_with_the_next_question_and_after_a_day(void **state)
{
	struct asked v[] = { a(3, 30) };
	struct numbered was = { .n = 2, .yes = false, .all = true, .at = { now.v - 60 } };

	(void)state;
	assert_int_equal(chosen(number(1), v, 1, &was).means, MEANS_DO);
	assert_true(chosen(number(1), v, 1, &was).yes);
	v[0].at.v = now.v - 100000;
	assert_int_equal(chosen(number(1), v, 1, &was).means, MEANS_NUMBERED);
	was.at.v = now.v - NUMBERED_SECONDS - 1;
	assert_int_equal(chosen(number(1), v, 1, &was).means, MEANS_DO);
	was.n = 0;
	was.at.v = now.v;
	assert_int_equal(chosen(number(1), v, 1, &was).means, MEANS_DO);
}

static void not_more_is_numbered_than_a_message_holds(void **state)
{
	struct asked v[ASKED_MAX];

	(void)state;
	for (int i = 0; i < ASKED_MAX; i++)
		v[i] = a(i, 60 + i);
	assert_int_equal(chosen(number(2), v, ASKED_MAX, &none).n, NUMBERED_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_thing_asked_is_meant),
		cmocka_unit_test(siblings_of_one_message_come_together_and_are_cancelled_by_number),
		cmocka_unit_test(two_reminders_are_never_mistaken_for_each_other), cmocka_unit_test(a_number_is_what_it_was_said_to_be),
		cmocka_unit_test(numbers_end_with_the_next_question_and_after_a_day),
		cmocka_unit_test(not_more_is_numbered_than_a_message_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
