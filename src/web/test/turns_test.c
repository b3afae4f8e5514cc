/* When the program's own jobs come: those that come seldom not together. */
#include "web/area.h"
#include "web/turns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

enum { DAY = 86400 };

/* How many rare jobs of the whole program begin in each second of a day. */
static size_t rare_ones(unsigned char begins[DAY + 1], bool *ret_multiples)
{
	const struct instant start = { 1000000007 };
	size_t n = 0;

	memset(begins, 0, DAY + 1);
	*ret_multiples = true;
	for (size_t i = 0; i < 2 * nareas; i++) {
		const struct job *j = i % 2 ? areas[i / 2]->jobs_apart : areas[i / 2]->jobs;

		for (; j && j->name; j++) {
			const int every = j->every_seconds;

			if (every < RARE_SECONDS)
				continue;
			*ret_multiples = *ret_multiples && every % RARE_SECONDS == 0;
			const struct instant first = turn_first(start, every, n++);

			for (struct instant at = first; at.v < start.v + DAY; at = turn_next(first, at, every))
				begins[at.v - start.v]++;
		}
	}
	return n;
}

static void rare_jobs_never_begin_in_the_same_second(void **state)
{
	static unsigned char begins[DAY + 1];
	bool multiples;
	size_t n = rare_ones(begins, &multiples), most = 0, near = 0, last = 0;

	(void)state;
	assert_true(n > 20);
	assert_true(multiples);
	assert_true(n * RARE_STEP_SECONDS <= RARE_SECONDS);	/* more of them need another step */
	for (size_t i = 0; i <= DAY; i++) {
		most = begins[i] > most ? begins[i] : most;
		near += begins[i] && last && i - last < RARE_STEP_SECONDS;
		last = begins[i] ? i : last;
	}
	assert_int_equal(most, 1);
	assert_int_equal(near, 0);
	for (size_t i = 0; i < RARE_FIRST_SECONDS; i++)
		assert_int_equal(begins[i], 0);
}

/* Late once, by a long job before it or a machine that slept: after that in its second again. */
static void a_late_turn_does_not_shift_those_after_it(void **state)
{
	const struct instant first = { 500 };

	(void)state;
	assert_int_equal(turn_next(first, first, 300).v, 800);
	assert_int_equal(turn_next(first, (struct instant){ 811 }, 300).v, 1100);
	assert_int_equal(turn_next(first, (struct instant){ 1099 }, 300).v, 1100);
	assert_int_equal(turn_next(first, (struct instant){ 1100 }, 300).v, 1400);
	assert_int_equal(turn_next(first, (struct instant){ 9999 }, 300).v, 10100);
	assert_int_equal(turn_next(first, (struct instant){ 3 }, 300).v, 500);
	assert_int_equal(turn_first((struct instant){ 7 }, 2, 9).v, 7);
	assert_int_equal(turn_next((struct instant){ 7 }, (struct instant){ 40 }, 1).v, 41);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(rare_jobs_never_begin_in_the_same_second),
		cmocka_unit_test(a_late_turn_does_not_shift_those_after_it) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
