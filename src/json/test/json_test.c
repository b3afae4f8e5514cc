/* JSON: what is written, what is accepted, what is refused. */
#include "json/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define CHECK_STR(got, want) do { struct str g_ = (got); assert_int_equal(g_.n, strlen(want)); \
	if (g_.n) assert_memory_equal(g_.p, want, g_.n); } while (0)

static void a_document_is_written_with_its_commas(void **st)
{
	BUF_AUTO struct buf b = BUF(1000);
	struct jw j = jw_to(&b);

	(void)st;
	jw_object(&j);
	jw_set_str(&j, "name", S("Aïcha \"B\"\\\n\x01"));
	jw_maybe_str(&j, "none", S(""));
	jw_set_array(&j, "list");
	jw_int(&j, -1);
	jw_object(&j);
	jw_end(&j);
	jw_array(&j);
	jw_end(&j);
	jw_null(&j);
	jw_end(&j);
	jw_key_str(&j, S("a\"b"));
	jw_bool(&j, true);
	jw_set_object(&j, "o");
	jw_set_int(&j, "n", INT64_MIN);
	jw_end(&j);
	jw_end(&j);
	CHECK_STR(buf_str(&b), "{\"name\":\"Aïcha \\\"B\\\"\\\\\\n\\u0001\",\"list\":[-1,{},[],null],"
		"\"a\\\"b\":true,\"o\":{\"n\":-9223372036854775808}}");
}

static void decimals_are_written_without_floating_point(void **st)
{
	static const struct { int64_t n; int decimals; const char *want; } cases[] = {
		{ 5744, 2, "57.44" }, { 5700, 2, "57" }, { 5740, 2, "57.4" }, { 5, 2, "0.05" },
		{ 0, 2, "0" }, { -5, 1, "-0.5" }, { 10000, 2, "100" }, { 12, 0, "12" }, { 1005, 3, "1.005" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		BUF_AUTO struct buf b = BUF(100);
		struct jw j = jw_to(&b);

		jw_fixed(&j, cases[i].n, cases[i].decimals);
		CHECK_STR(buf_str(&b), cases[i].want);
	}
}

static void writing_deeper_than_the_limit_fails_the_buffer(void **st)
{
	BUF_AUTO struct buf b = BUF(1000);
	struct jw j = jw_to(&b);

	(void)st;
	for (int i = 0; i <= JW_DEPTH; i++)
		jw_array(&j);
	assert_false(buf_ok(&b));
}

static void a_document_is_read_by_kind(void **st)
{
	struct arena *a = arena_new(1 << 20);
	const struct jr *v = NULL, *x;
	struct str key;
	void *at = NULL;
	int64_t n = 77;
	int keys = 0;

	(void)st;
	assert_int_equal(jr_read(a, S("{\"a\":\"\\u00e9\",\"b\":[1,2.5,true,null],\"c\":{\"d\":-3}} "), 1000, &v, NULL), OK);
	assert_int_equal(jr_kind_of(v), JR_OBJECT);
	CHECK_STR(jr_text(jr_get(v, "a")), "é");
	assert_true(jr_text_is(jr_get(v, "a"), "é"));
	assert_int_equal(jr_count(jr_get(v, "b")), 4);
	assert_int_equal(jr_int(jr_at(jr_get(v, "b"), 0), 0, 9, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(jr_int(jr_at(jr_get(v, "b"), 1), 0, 9, &n), E_INPUT);
	assert_int_equal(jr_int(jr_at(jr_get(v, "b"), 3), 0, 9, &n), E_NOTFOUND);
	assert_int_equal(jr_int(jr_get(jr_get(v, "c"), "d"), 0, 9, &n), E_INPUT);
	assert_int_equal(jr_int(jr_get(jr_get(v, "x"), "y"), 0, 9, &n), E_NOTFOUND);
	assert_int_equal(n, 1);
	assert_true(jr_real(jr_at(jr_get(v, "b"), 1)) > 2.4);
	assert_true(jr_true(jr_at(jr_get(v, "b"), 2)));
	assert_false(jr_true(jr_get(v, "a")));
	assert_null(jr_at(jr_get(v, "b"), 4));
	assert_null(jr_get(jr_get(v, "a"), "b"));
	while (jr_next(v, &at, &key, &x))
		keys++;
	assert_int_equal(keys, 3);
	assert_int_equal(jr_kind_of(jr_get_str(v, S("c"))), JR_OBJECT);
	arena_free(a);
}

static void what_was_read_is_written_back_in_its_order(void **st)
{
	struct arena *a = arena_new(1 << 20);
	BUF_AUTO struct buf b = BUF(1000);
	const struct jr *v = NULL;

	(void)st;
	assert_int_equal(jr_read(a, S("{ \"z\": [1, \"\xc3\xa9\"], \"a\": null }"), 1000, &v, NULL), OK);
	jr_write(&b, v);
	CHECK_STR(buf_str(&b), "{\"z\":[1,\"é\"],\"a\":null}");
	arena_free(a);
}

static void everything_irregular_is_refused(void **st)
{
	static const char *const wrong[] = {
		"", " ", "{", "[1,]", "{\"a\":1,\"a\":2}", "{\"a\":1}{", "1 2", "'a'", "\"\\u0000\"",
		"\"\xff\"", "\"\xed\xa0\x80\"", "\"\\ud800\"", "01", "+1", "1e999", "99999999999999999999", "nul", "NaN",
		"{\"a\" 1}", "{a:1}", "\"tab\tinside\"", "// x\n1",
	};
	struct arena *a = arena_new(1 << 20);

	(void)st;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const struct jr *v = NULL;
		struct jr_problem why = { 0 };

		assert_int_equal(jr_read(a, str_of(wrong[i]), 1000, &v, &why), E_INPUT);
		assert_null(v);
		assert_true(why.what[0]);
	}
	arena_free(a);
}

static void depth_and_length_have_limits(void **st)
{
	struct arena *a = arena_new(1 << 20);
	char deep[2 * JR_DEPTH + 2];
	const struct jr *v = NULL;

	(void)st;
	memset(deep, '[', JR_DEPTH);
	memset(deep + JR_DEPTH, ']', JR_DEPTH);
	assert_int_equal(jr_read(a, (struct str){ deep, 2 * JR_DEPTH }, 1000, &v, NULL), OK);
	memset(deep, '[', JR_DEPTH + 1);
	memset(deep + JR_DEPTH + 1, ']', JR_DEPTH + 1);
	v = NULL;
	assert_int_equal(jr_read(a, (struct str){ deep, 2 * JR_DEPTH + 2 }, 1000, &v, NULL), E_INPUT);
	assert_int_equal(jr_read(a, S("[1,2]"), 4, &v, NULL), E_LIMIT);
	assert_null(v);
	assert_int_equal(jr_read(a, S("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[\""), 1000, &v, NULL), OK);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_written_with_its_commas),
		cmocka_unit_test(decimals_are_written_without_floating_point),
		cmocka_unit_test(writing_deeper_than_the_limit_fails_the_buffer),
		cmocka_unit_test(a_document_is_read_by_kind),
		cmocka_unit_test(what_was_read_is_written_back_in_its_order),
		cmocka_unit_test(everything_irregular_is_refused),
		cmocka_unit_test(depth_and_length_have_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
