/* The day as a table. */
#include "areas/desk/rules/grid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void a_long_visit_spans_the_rows_of_the_others(void **st)
{
	struct block b[] = { { 0, 520, 540, 1 }, { 0, 540, 560, 2 }, { 1, 520, 560, 3 }, { 0, 560, 580, 4 } };
	struct grid_cell cells[6];
	int32_t rows[8];
	size_t n;

	(void)st;
	grid_sort(b, 4);
	n = grid_rows(b, 4, rows, 8);
	assert_int_equal(n, 3);
	grid_cells(b, 4, rows, n, 2, cells);
	assert_int_equal(cells[0].span, 1);
	assert_int_equal(cells[1].span, 2);	/* second column, first row */
	assert_int_equal(cells[3].span, 0);	/* covered */
	assert_int_equal(cells[5].span, 1);
	assert_int_equal(cells[5].n, 0);
}

static void an_overbooked_person_cuts_the_cell_above(void **st)
{
	struct block b[] = { { 0, 660, 700, 1 }, { 0, 680, 700, 2 }, { 1, 690, 700, 3 } };
	struct grid_cell cells[6];
	int32_t rows[8];
	size_t n;

	(void)st;
	grid_sort(b, 3);
	n = grid_rows(b, 3, rows, 8);
	assert_int_equal(n, 3);
	grid_cells(b, 3, rows, n, 2, cells);
	assert_int_equal(cells[0].span, 1);
	assert_int_equal(cells[2].n, 1);
	assert_int_equal(cells[2].span, 2);
}

static void two_at_one_start_share_a_cell(void **st)
{
	struct block b[] = { { 0, 660, 680, 2 }, { 0, 660, 680, 1 } };
	struct grid_cell cells[1];
	int32_t rows[2];

	(void)st;
	grid_sort(b, 2);
	assert_int_equal(grid_rows(b, 2, rows, 2), 1);
	grid_cells(b, 2, rows, 1, 1, cells);
	assert_int_equal(cells[0].n, 2);
	assert_int_equal(b[cells[0].first].item, 1);
}

/* Every block is in exactly one cell, and each column's spans add up to the number of rows. */
static void nothing_is_lost_in_any_table(void **st)
{
	uint32_t seed = 7;

	(void)st;
	for (int round = 0; round < 2000; round++) {
		struct block b[40];
		struct grid_cell cells[40 * 4];
		int32_t rows[40];
		size_t n = 1 + (size_t)(round % 40), nrows, held = 0;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			b[i] = (struct block){ (int32_t)(seed >> 28) % 4, (int32_t)((seed >> 16) % 60) * 10, 0, (int32_t)i };
			b[i].end = b[i].start + 10 + (int32_t)((seed >> 8) % 6) * 10;
		}
		grid_sort(b, n);
		nrows = grid_rows(b, n, rows, 40);
		grid_cells(b, n, rows, nrows, 4, cells);
		for (size_t c = 0; c < 4; c++) {
			int32_t sum = 0;

			for (size_t r = 0; r < nrows; r++) {
				sum += cells[r * 4 + c].span;
				held += cells[r * 4 + c].n;
			}
			assert_int_equal(sum, nrows);
		}
		assert_int_equal(held, n);
	}
}

static void a_break_is_seen_between_morning_and_afternoon(void **st)
{
	struct block b[] = { { 0, 520, 740, 1 }, { 0, 840, 860, 2 } };
	int32_t rows[2] = { 520, 840 };

	(void)st;
	assert_false(grid_gap(b, 2, rows, 0, 30));
	assert_true(grid_gap(b, 2, rows, 1, 30));
	assert_int_equal(grid_now(b, 2, rows, 2, 600), 0);
	assert_int_equal(grid_now(b, 2, rows, 2, 400), 2);
	assert_int_equal(grid_now(b, 2, rows, 2, 900), 2);
}

static void a_sent_start_is_read_strictly(void **st)
{
	struct slot_value v;

	(void)st;
	assert_true(slot_value_read(S("42.20261015T0940"), &v));
	assert_int_equal(v.schedule, 42);
	assert_int_equal(v.day.n, day_of(2026, 10, 15).n);
	assert_int_equal(v.min, 580);
	assert_false(slot_value_read(S("42.20261315T0940"), &v));
	assert_false(slot_value_read(S("42.20261015T0960"), &v));
	assert_false(slot_value_read(S(".20261015T0940"), &v));
	assert_false(slot_value_read(S("42.20261015T0940 "), &v));
	assert_false(slot_value_read(S("42"), &v));
	assert_false(slot_value_read(S(""), &v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_visit_spans_the_rows_of_the_others),
		cmocka_unit_test(an_overbooked_person_cuts_the_cell_above),
		cmocka_unit_test(two_at_one_start_share_a_cell),
		cmocka_unit_test(nothing_is_lost_in_any_table),
		cmocka_unit_test(a_break_is_seen_between_morning_and_afternoon),
		cmocka_unit_test(a_sent_start_is_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
