/* What a process keeps for the next who asks: until its time is over or room is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/kept.h"

static const struct instant t = { 1000 };

static bool has(const struct kept *k, struct str name, int64_t at, int seconds, const char *bytes)
{
	struct instant of;
	struct str got;

	return kept_get(k, name, (struct instant){ at }, seconds, &got, &of) == OK && str_eq(got, str_of(bytes)) && of.v == t.v;
}

static void an_answer_is_kept_for_less_than_its_time(void **state)
{
	struct kept *k = kept_new(1000);

	(void)state;
	kept_put(k, S("one"), S("1"), t);
	assert_true(has(k, S("one"), 1000, 60, "1"));
	assert_true(has(k, S("one"), 1059, 60, "1"));
	assert_false(has(k, S("one"), 1060, 60, "1"));
	assert_false(has(k, S("one"), 999, 60, "1"));	/* the clock was set back */
	assert_true(has(k, S("one"), 5000, 0, "1"));
	assert_false(has(k, S("two"), 1000, 60, "1"));
	kept_put(k, S("one"), S("other"), t);
	assert_true(has(k, S("one"), 1000, 60, "other"));
	kept_free(k);
}

static void the_oldest_make_room(void **state)
{
	struct kept *k = kept_new(40);
	const struct instant later = { 1001 };
	struct instant of;
	struct str got;

	(void)state;
	kept_put(k, S("a"), S("123456789"), later);
	kept_put(k, S("b"), S("123456789"), t);
	kept_put(k, S("c"), S("123456789"), later);
	kept_put(k, S("d"), S("123456789"), later);
	assert_true(has(k, S("b"), 1000, 60, "123456789"));
	kept_put(k, S("e"), S("123456789"), later);
	assert_false(has(k, S("b"), 1000, 60, "123456789"));
	assert_int_equal(kept_get(k, S("e"), later, 60, &got, &of), OK);
	kept_put(k, S("e"), S("longer than a quarter"), later);
	assert_int_equal(kept_get(k, S("e"), later, 60, &got, &of), E_NOTFOUND);
	assert_int_equal(kept_get(k, S("a"), later, 60, &got, &of), OK);
	kept_free(k);
	kept_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_kept_for_less_than_its_time),
		cmocka_unit_test(the_oldest_make_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
