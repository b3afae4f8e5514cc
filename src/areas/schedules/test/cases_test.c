/* Every case of tests/data gives its expected answer. */
#include "areas/schedules/cases.h"

#include "base/fd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static bool contains(const struct jr *list, const struct jr *item)
{
	for (size_t i = 0; i < jr_count(list); i++)
		if (str_eq(jr_text(jr_at(list, i)), jr_text(item)))
			return true;
	return false;
}

static bool same(const struct jr *x, const struct jr *y)
{
	struct buf bx = BUF(1 << 20), by = BUF(1 << 20);

	jr_write(&bx, x);
	jr_write(&by, y);
	bool is = str_eq(buf_str(&bx), buf_str(&by));

	if (!is)
		print_message("expected %.*s\ngot      %.*s\n", STR_ARG(buf_str(&by)),
			STR_ARG(buf_str(&bx)));
	buf_free(&bx);
	buf_free(&by);
	return is;
}

static bool fulfils(const struct jr *json, const struct jr *answer)
{
	const struct jr *expected = jr_get(json, "expected");

	if (!jr_text_is(jr_get(json, "kind"), "slots_include"))
		return same(answer, expected);
	for (size_t i = 0; i < jr_count(expected); i++)
		if (!contains(answer, jr_at(expected, i)))
			return false;
	return true;
}

/* Answers a file of cases; returns how many there were, fails on a wrong one. */
static size_t run_file(const char *name)
{
	struct arena *a = arena_new(256 << 20);
	const struct jr *in, *out;
	struct buf text = BUF(64 << 20);
	struct str file;
	bool all;
	size_t n = 0, wrong = 0;
	const char *root = getenv("DIWAN_ROOT");
	struct str path = arena_fmt(a, "%s/tests/data/%s", root ? root : ".", name);

	assert_int_equal(fd_read_file(a, arena_cstr(a, path), 64 << 20, &file), OK);
	assert_int_equal(jr_read(a, file, 64 << 20, &in, NULL), OK);
	assert_int_equal(cases_answer(a, file, &text, &all), OK);
	assert_int_equal(jr_read(a, buf_str(&text), 64 << 20, &out, NULL), OK);
	assert_int_equal(jr_count(in), jr_count(out));
	for (size_t i = 0; i < jr_count(in); i++) {
		const struct jr *json = jr_at(in, i), *answer = jr_at(out, i);

		assert_true(str_eq(jr_text(jr_get(json, "id")), jr_text(jr_get(answer, "id"))));
		n++;
		if (fulfils(json, jr_get(answer, "answer")))
			continue;
		print_message("case %.*s is wrong %.*s\n", STR_ARG(jr_text(jr_get(json, "id"))),
			STR_ARG(jr_text(jr_get(answer, "error"))));
		wrong++;
	}
	assert_int_equal(wrong, 0);
	buf_free(&text);
	arena_free(a);
	return n;
}

static void the_published_cases_give_their_expected_answers(void **st)
{
	(void)st;
	assert_int_equal(run_file("slot-cases.json"), 83);
}

static void steps_buffers_clock_changes_and_rules_give_their_expected_answers(void **st)
{
	(void)st;
	assert_true(run_file("slot-cases-own.json") >= 30);
}

static void breaks_days_taken_out_and_other_hours_between_dates_give_their_expected_answers(
	void **st)
{
	(void)st;
	assert_true(run_file("slot-cases-hours.json") >= 16);
}

static bool answered(const char *variants, const char *opening)
{
	struct arena *a = arena_new(1 << 20);
	struct buf text = BUF(1 << 20);
	bool all = false;

	assert_int_equal(cases_answer(a, arena_fmt(a, "{\"id\":1,\"kind\":\"series\",\"variants\":[%s],"
		"\"openings\":[{\"first_day\":\"2027-02-01\",\"start\":\"09:00\",\"end\":\"12:00\","
		"\"recurrence\":\"FREQ=DAILY;COUNT=2\"%s}]}", variants, opening), &text, &all), OK);
	buf_free(&text);
	arena_free(a);
	return all;
}

#define RAMADAN "{\"id\":\"r\",\"first_day\":\"2027-02-08\",\"last_day\":\"2027-03-09\""

static void breaks_outside_the_hours_and_variants_that_meet_are_refused(void **st)
{
	(void)st;
	assert_true(answered("", ""));
	assert_true(answered("", ",\"breaks\":[{\"start\":\"10:00\",\"end\":\"10:30\"}]"));
	assert_false(answered("", ",\"breaks\":[{\"start\":\"08:00\",\"end\":\"10:30\"}]"));
	assert_false(answered("", ",\"breaks\":[{\"start\":\"11:00\",\"end\":\"12:00\"}]"));
	assert_false(answered("", ",\"breaks\":{\"start\":\"10:00\",\"end\":\"10:30\"}"));
	assert_false(answered("", ",\"breaks\":[{\"start\":\"10:00\",\"end\":\"10:30\"},"
		"{\"start\":\"10:30\",\"end\":\"11:00\"}]"));
	assert_false(answered("", ",\"except\":[\"2027-02-30\"]"));
	assert_false(answered("", ",\"variant\":\"r\""));
	assert_true(answered(RAMADAN "}", ",\"variant\":\"r\""));
	assert_true(answered(RAMADAN "},{\"id\":\"s\",\"first_day\":\"2027-03-10\","
		"\"last_day\":\"2027-03-11\"}", ""));
	assert_false(answered(RAMADAN "},{\"id\":\"s\",\"first_day\":\"2027-03-09\","
		"\"last_day\":\"2027-03-11\"}", ""));
	assert_false(answered(RAMADAN ",\"start\":\"09:00\"}", ""));
	assert_false(answered("{\"id\":\"r\",\"first_day\":\"2027-02-08\","
		"\"last_day\":\"2027-02-07\"}", ""));
}

static void what_cannot_be_answered_says_so_and_the_rest_is_answered(void **st)
{
	struct arena *a = arena_new(1 << 20);
	struct buf text = BUF(1 << 20);
	bool all = true;

	(void)st;
	assert_int_equal(cases_answer(a, S("[{\"id\":1,\"kind\":\"dance\"},"
		"{\"id\":\"x\",\"kind\":\"series\",\"tz\":\"UTC\",\"openings\":[{\"first_day\":\"2026-02-30\","
		"\"start\":\"09:00\",\"end\":\"10:00\"}]},"
		"{\"id\":\"y\",\"kind\":\"booking_overlap\",\"query\":{\"from\":\"2026-01-01\",\"to\":\"2026-01-02\"}}]"),
		&text, &all), OK);
	assert_false(all);
	assert_true(str_find(buf_str(&text), S("{\"id\":1,\"error\":")) >= 0);
	assert_true(str_find(buf_str(&text), S("{\"id\":\"x\",\"error\":")) >= 0);
	assert_true(str_find(buf_str(&text), S("{\"id\":\"y\",\"answer\":false}")) >= 0);
	buf_clear(&text);
	assert_int_equal(cases_answer(a, S("{\"id\":\"z\",\"kind\":\"booking_overlap\",\"query\":"
		"{\"from\":\"2026-01-01\",\"to\":\"2026-01-02\"}}"), &text, &all), OK);
	assert_true(str_eq(buf_str(&text), S("[{\"id\":\"z\",\"answer\":false}]")));
	buf_free(&text);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_cases_give_their_expected_answers),
		cmocka_unit_test(steps_buffers_clock_changes_and_rules_give_their_expected_answers),
		cmocka_unit_test(
			breaks_days_taken_out_and_other_hours_between_dates_give_their_expected_answers),
		cmocka_unit_test(breaks_outside_the_hours_and_variants_that_meet_are_refused),
		cmocka_unit_test(what_cannot_be_answered_says_so_and_the_rest_is_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
