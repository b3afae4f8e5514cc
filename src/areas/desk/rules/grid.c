/* Agendas side by side. See grid.h. */
#include "areas/desk/rules/grid.h"

#include "base/num.h"

#include <string.h>

static int by_place(const void *x, const void *y)
{
	const struct block *a = x, *b = y;

	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return (a->item > b->item) - (a->item < b->item);
}

void grid_sort(struct block *blocks, size_t n)
{
	qsort(blocks, n, sizeof(blocks[0]), by_place);
}

size_t grid_rows(const struct block *blocks, size_t n, int32_t *rows, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = count;

		while (at > 0 && rows[at - 1] > blocks[i].start)
			at--;
		if ((at > 0 && rows[at - 1] == blocks[i].start) || count == max)
			continue;
		memmove(rows + at + 1, rows + at, (count - at) * sizeof(rows[0]));
		rows[at] = blocks[i].start;
		count++;
	}
	return count;
}

/* The cell of column c at row r, from the blocks that begin there. */
static struct grid_cell cell_of(const struct block *blocks, size_t n, size_t c, int32_t start)
{
	struct grid_cell cell = { 0, 0, 1 };

	for (size_t i = 0; i < n; i++) {
		if ((size_t)blocks[i].column != c || blocks[i].start != start)
			continue;
		if (!cell.n)
			cell.first = i;
		cell.n++;
	}
	return cell;
}

static int32_t end_of(const struct block *blocks, struct grid_cell cell)
{
	int32_t end = 0;

	for (size_t i = 0; i < cell.n; i++)
		if (blocks[cell.first + i].end > end)
			end = blocks[cell.first + i].end;
	return end;
}

void grid_cells(const struct block *blocks, size_t n, const int32_t *rows, size_t nrows, size_t ncolumns,
	struct grid_cell *cells)
{
	for (size_t c = 0; c < ncolumns; c++) {
		size_t open = nrows;		/* the row of the cell that may still reach down */
		int32_t end = 0;

		for (size_t r = 0; r < nrows; r++) {
			struct grid_cell *cell = &cells[r * ncolumns + c];

			*cell = cell_of(blocks, n, c, rows[r]);
			if (cell->n) {
				open = r;
				end = end_of(blocks, *cell);
			} else if (open < nrows && rows[r] < end) {
				cell->span = 0;
				cells[open * ncolumns + c].span++;
			} else {
				open = nrows;
			}
		}
	}
}

bool grid_gap(const struct block *blocks, size_t n, const int32_t *rows, size_t r, int32_t minutes)
{
	int32_t reach = INT32_MIN;

	if (!r)
		return false;
	for (size_t i = 0; i < n; i++)
		if (blocks[i].start < rows[r] && blocks[i].end > reach)
			reach = blocks[i].end;
	return reach != INT32_MIN && rows[r] - reach >= minutes;
}

size_t grid_now(const struct block *blocks, size_t n, const int32_t *rows, size_t nrows, int32_t min)
{
	int32_t last = INT32_MIN;
	size_t row = nrows;

	for (size_t i = 0; i < n; i++)
		if (blocks[i].end > last)
			last = blocks[i].end;
	if (min >= last)
		return nrows;
	for (size_t r = 0; r < nrows; r++)
		if (rows[r] <= min)
			row = r;
	return row;
}

bool slot_value_read(struct str s, struct slot_value *ret)
{
	struct str rest = s, id = str_cut(&rest, '.');
	int64_t schedule, ymd, hm;

	if (!rest.p || rest.n != 13 || rest.p[8] != 'T')
		return false;
	if (num_parse(id, 1, INT64_MAX, &schedule) != OK || num_parse(str_sub(rest, 0, 8), 19000101, 22001231, &ymd) != OK ||
			num_parse(str_sub(rest, 9, 13), 0, 2359, &hm) != OK)
		return false;
	int year = (int)(ymd / 10000), month = (int)(ymd / 100 % 100), mday = (int)(ymd % 100);

	if (!day_valid(year, month, mday) || hm % 100 > 59)
		return false;
	*ret = (struct slot_value){ schedule, day_of(year, month, mday), (int32_t)(hm / 100 * 60 + hm % 100) };
	return true;
}
