/*
 * Agendas side by side as one table: hours down, columns across, long visits over several rows.
 * Pure: no clock, no memory, no I/O.
 */
#ifndef DESK_GRID_H
#define DESK_GRID_H

#include "base/str.h"
#include "base/time.h"

/* Something that stands in one column from one minute to another (end > start). */
struct block { int32_t column, start, end, item; };
/* One cell: blocks[first … first + n) start here (n == 0: nothing does). span rows high; 0: it is
 * covered by the cell above. */
struct grid_cell { size_t first, n; int32_t span; };

/* Orders blocks by column, start, end, item; what grid_rows and grid_cells need. */
void grid_sort(struct block *blocks, size_t n);
/* The different starts of all blocks, in order; at most max. */
size_t grid_rows(const struct block *blocks, size_t n, int32_t *rows, size_t max);
/*
 * cells: nrows × ncolumns, row by row. A cell reaches down to the last row that begins before the
 * end of one of its blocks, but never over a row in which another block of its column starts.
 * Blocks whose start is no row are left out.
 */
void grid_cells(const struct block *blocks, size_t n, const int32_t *rows, size_t nrows, size_t ncolumns,
	struct grid_cell *cells);
/* True when nothing reaches from before row r to it: there is a break above it of `minutes` or more. */
bool grid_gap(const struct block *blocks, size_t n, const int32_t *rows, size_t r, int32_t minutes);
/* The row that `min` falls in: the last that begins at or before it; nrows when it is before all or
 * `min` is past everything. */
size_t grid_now(const struct block *blocks, size_t n, const int32_t *rows, size_t nrows, int32_t min);

/*
 * A free start as a form sends it: "<schedule>.YYYYMMDDTHHMM". False when it is not one.
 */
struct slot_value { int64_t schedule; struct day day; int32_t min; };
bool slot_value_read(struct str s, struct slot_value *ret);

#endif
