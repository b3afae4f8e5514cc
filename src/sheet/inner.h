/*
 * What the files of sheet/ share: the state of one reading.
 * Must not know: what any column means.
 */
#ifndef SHEET_INNER_H
#define SHEET_INNER_H

#include "sheet/sheet.h"

struct reading {
	struct arena *a;
	struct sheet_limits lim;
	enum err (*row)(void *arg, const struct sheet_row *r);
	void *arg;
	int rows;			/* handed on so far */
	struct sheet_problem why;
	/* The row that is being collected: bytes of all cells, and where each begins and ends. */
	struct buf *text;
	struct str *cells;		/* lim.columns */
	struct { size_t from, to; } *spans;
	int n;				/* columns used */
};

enum err reading_fail(struct reading *r, enum err e, const char *what, struct str sheet, int row);
/* Puts one cell; empty ones are not counted. E_LIMIT. */
enum err reading_cell(struct reading *r, int column, struct str s, struct str sheet, int row);
/* Hands the row on, if it has a cell, and clears it. */
enum err reading_row(struct reading *r, struct str sheet, int row);

enum err csv_read(struct reading *r, struct str bytes);
enum err xlsx_read(struct reading *r, struct str bytes);

/* --- numbers of .xlsx: number.c --- */
enum num_format { FORMAT_PLAIN, FORMAT_DATE, FORMAT_TIME, FORMAT_BOTH };
/* What a number format shows, by its id or, for ids from 164 on, by its code. */
enum num_format num_format_of(int id, struct str code);
/* A stored number as text: a date or time by format, else its digits. Returns bytes written
 * (≤ 40). Text that is no number comes back as it is (cut at 40). */
size_t num_text(struct str stored, enum num_format f, bool since_1904, char out[static 40]);

#endif
