/* Medians, percentiles; months; what JSON and CSV say. */
#include "areas/figures/inside.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void medians_and_percentiles_follow_their_definition(void **st)
{
	static const struct { int days[12], n; int median2, p90; } cases[] = {
		{ { 7 }, 1, 14, 7 }, { { 1, 2 }, 2, 3, 2 }, { { 1, 2, 3 }, 3, 4, 3 }, { { 5, 1, 3, 9 }, 4, 8, 9 },
		{ { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 10, 11, 9 }, { { 0, 0, 0, 0 }, 4, 0, 0 },
		{ { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, 11, 12, 10 }, { { 400, 400 }, 2, 800, 400 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int32_t h[DELAYS] = { 0 };

		for (int k = 0; k < cases[i].n; k++)
			h[cases[i].days[k]]++;
		assert_int_equal(delay_median_twice(h), cases[i].median2);
		assert_int_equal(delay_rank(h, 9, 10), cases[i].p90);
	}
}

static void of_nobody_there_is_no_median(void **st)
{
	int32_t h[DELAYS] = { 0 };

	(void)st;
	assert_int_equal(delay_median_twice(h), -1);
	assert_int_equal(delay_rank(h, 9, 10), -1);
	assert_int_equal(delay_within(h, 30), 0);
}

static void months_are_counted_from_1970(void **st)
{
	struct arena *a = arena_new(1 << 16);
	int32_t m = -5;

	(void)st;
	assert_int_equal(month_parse(S("2013-01"), &m), OK);
	assert_int_equal(m, 516);
	assert_int_equal(month_first_day(m).n, day_of(2013, 1, 1).n);
	assert_int_equal(month_of_day(day_of(2013, 1, 31)), m);
	assert_int_equal(month_first_day(-1).n, day_of(1969, 12, 1).n);
	assert_int_equal(month_parse(S("2013-13"), &m), E_INPUT);
	assert_int_equal(month_parse(S("2013-1"), &m), E_INPUT);
	assert_int_equal(month_parse(S("201301x"), &m), E_INPUT);
	assert_memory_equal(month_text(a, 516).p, "2013-01", 7);
	arena_free(a);
}

/* Nine in ten of nine is the longest wait of one of them. */
static void nine_in_ten_is_said_of_ten_people_and_more(void **st)
{
	struct arena *a = arena_new(1 << 16);
	struct figures f = { .month = 516 };
	struct figure_line *all = figures_line(a, &f, D_ALL, S(""));

	(void)st;
	line_days(a, all, H_DELAY)[3] = 8;
	line_days(a, all, H_DELAY)[70] = 1;
	line_days(a, all, H_THIRD)[2] = 1;
	assert_int_equal(line_p90(all, H_DELAY), -1);
	assert_int_equal(line_median_twice(all, H_DELAY), 6);
	line_days(a, all, H_DELAY)[3] = 9;
	assert_int_equal(line_p90(all, H_DELAY), 3);
	assert_int_equal(line_p90(all, H_THIRD), 2);	/* mornings are nobody's */
	arena_free(a);
}

static void the_middle_one_of_few_does_not_tell_what_is_hidden(void **st)
{
	int32_t days[DELAYS] = { [3] = 4, [40] = 3 };
	struct figure_line l = { .v = { [M_N] = 7, [M_WITHIN] = 4 }, .days = { [H_DELAY] = days } };

	(void)st;
	assert_int_equal(line_median_twice(&l, H_DELAY), 6);
	l.hidden = 1u << M_WITHIN;	/* a median of 3 days: four at least came within 30, and what is hidden is 1 to 4 */
	assert_int_equal(line_median_twice(&l, H_DELAY), -1);
	l.hidden = 1u << M_MISSED;
	assert_int_equal(line_median_twice(&l, H_DELAY), 6);
	l.hidden = 1u << M_WITHIN;
	days[40] = 6;
	assert_int_equal(line_median_twice(&l, H_DELAY), 80);
}

static struct figures january(struct arena *a)
{
	struct figures f = { .month = 516 };
	struct figure_line *all = figures_line(a, &f, D_ALL, S("")), *male = figures_line(a, &f, D_SEX, S("male"));

	all->v[M_N] = 8637;
	all->v[M_ONLINE] = 4961;
	all->v[M_MISSED] = 12;
	line_days(a, all, H_DELAY)[3] = 4318;
	line_days(a, all, H_DELAY)[4] = 4319;
	figures_line(a, &f, D_CHANNEL, S("desk"))->v[M_N] = 3676;
	figures_line(a, &f, D_CHANNEL, S("online"))->v[M_N] = 4961;
	male->v[M_N] = 3;
	male->hidden = 1u << M_N;
	figures_line(a, &f, D_SEX, S("female"))->hidden = 1u << M_N;
	return f;
}

static void the_json_has_the_agreed_keys_and_numbers(void **st)
{
	BUF_AUTO struct buf b = BUF(10000);
	struct arena *a = arena_new(1 << 16);
	struct figures f = january(a);

	(void)st;
	figures_json(&b, a, S("FES-KHATIB"), &f, false);
	buf_put_char(&b, 0);
	assert_string_equal(b.p, "{\"organization\":\"FES-KHATIB\",\"month\":\"2013-01\",\"appointments\":8637,\"online\":4961,"
		"\"share_online_percent\":57.44,\"by_channel\":{\"desk\":3676,\"online\":4961},\"by_service\":{},\"by_sex\":{\"male\":3},"
		"\"delay_days\":{\"median\":4,\"p90\":4},\"missed\":12}");
	arena_free(a);
}

static void the_csv_says_numerator_and_denominator(void **st)
{
	BUF_AUTO struct buf b = BUF(10000);
	struct arena *a = arena_new(1 << 16);
	struct figures f = january(a);

	(void)st;
	figures_csv(&b, a, S("FES-KHATIB"), &f, NULL, true);
	assert_true(str_find(buf_str(&b), S("FES-KHATIB;2013-01;share_online_percent;;57.44;4961;8637\r\n")) > 0);
	assert_true(str_find(buf_str(&b), S("by_sex;male;hidden;;\r\n")) > 0);
	assert_true(str_find(buf_str(&b), S("by_sex;female;hidden;;\r\n")) > 0);
	buf_clear(&b);
	figures_csv(&b, a, S("FES-KHATIB"), &f, NULL, false);
	assert_true(str_find(buf_str(&b), S("by_sex;male;3;3;8637\r\n")) > 0);
	assert_true(str_find(buf_str(&b), S("by_sex;female")) < 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(medians_and_percentiles_follow_their_definition),
		cmocka_unit_test(nine_in_ten_is_said_of_ten_people_and_more),
		cmocka_unit_test(the_middle_one_of_few_does_not_tell_what_is_hidden),
		cmocka_unit_test(of_nobody_there_is_no_median),
		cmocka_unit_test(months_are_counted_from_1970),
		cmocka_unit_test(the_json_has_the_agreed_keys_and_numbers),
		cmocka_unit_test(the_csv_says_numerator_and_denominator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
