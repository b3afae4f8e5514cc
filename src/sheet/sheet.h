/*
 * Tables from and for other people's programs: CSV and .xlsx, as LibreOffice and Excel write them.
 *
 * Reading: which format, separator and character set is found out from the bytes. Every cell
 * arrives as text: numbers as written, dates of .xlsx as YYYY-MM-DD, times as HH:MM, both as
 * YYYY-MM-DD HH:MM, formulas by their stored result. Text is valid UTF-8, trimmed, NFC untouched.
 * Must not know: what any column means.
 */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct sheet_row {
	struct str sheet;		/* its name; "" for CSV */
	int row;			/* 1 = the first line of the sheet, as the programs show it */
	const struct str *cells;	/* n of them; trailing empty ones may be missing */
	size_t n;
};
struct sheet_limits {
	size_t bytes, unpacked;		/* of the file; of one part of an .xlsx unpacked */
	int rows, columns;		/* in all sheets together; of one row */
	size_t cell;			/* bytes of one cell */
};
#define SHEET_LIMITS ((struct sheet_limits){ 20u << 20, 200u << 20, 200000, 100, 8192 })
/* Where and why reading stopped; what is an English message id. */
struct sheet_problem { char sheet[64]; int row; const char *what; };

/*
 * Calls row() for each row that has a cell, sheet by sheet, in order; cells live until it
 * returns. Stops at the first answer that is not OK and returns it. E_INPUT: no table, or a
 * damaged one; E_LIMIT: past a limit (zip bombs end here). limits NULL: SHEET_LIMITS.
 */
enum err sheet_read(struct arena *a, struct str bytes, const struct sheet_limits *limits,
	enum err (*row)(void *arg, const struct sheet_row *r), void *arg, struct sheet_problem *ret_why)
	MUST_CHECK;
bool sheet_is_xlsx(struct str bytes);
/* Column number (0 = A) as letters: A … Z, AA …; at most 3 and a NUL. */
void sheet_column(int column, char out[static 4]);

/* --- CSV writing: UTF-8, CR LF, quoted where needed --- */
/* A cell that a spreadsheet would run as a formula (= + - @ TAB first, unless a plain number
 * or phone number) gets an apostrophe before it. */
void csv_cell(struct buf *b, struct str s, bool first);
void csv_int(struct buf *b, int64_t n, bool first);
void csv_end(struct buf *b);

/* --- .xlsx writing (libxlsxwriter) --- */
struct sheet_book;
enum sheet_style { SHEET_PLAIN, SHEET_TITLE, SHEET_HEAD, SHEET_HEAD_RTL, SHEET_NOTE, SHEET_EXAMPLE, SHEET_TEXT_RTL, SHEET_STYLE_MAX };
enum err sheet_book_new(struct arena *a, struct sheet_book **ret) MUST_CHECK;
/* Further puts go to this sheet. */
enum err sheet_book_sheet(struct sheet_book *b, const char *name, bool rtl) MUST_CHECK;
/* A sheet that the programs do not show (sheet_read passes it over), for long lists. */
enum err sheet_book_hidden(struct sheet_book *b, const char *name) MUST_CHECK;
/* Further puts go to that sheet again. */
enum err sheet_book_back(struct sheet_book *b, const char *name) MUST_CHECK;
/* row and column from 0. Text is stored as text (leading zeros, dates as typed stay). */
void sheet_book_text(struct sheet_book *b, int row, int column, struct str s, enum sheet_style style);
void sheet_book_int(struct sheet_book *b, int row, int column, int64_t n);
/* A decimal: (225, 1) is 22.5. */
void sheet_book_fixed(struct sheet_book *b, int row, int column, int64_t n, int decimals);
void sheet_book_width(struct sheet_book *b, int column, double characters);
void sheet_book_freeze(struct sheet_book *b, int row, int column);
/* A drop-down list (NULL-terminated, ≤ 255 characters together) in rows first…last of a column. */
void sheet_book_list(struct sheet_book *b, int first, int last, int column, const char *const *words);
/* A drop-down list whose words stand in another sheet: "Lists!$A$1:$A$36". */
void sheet_book_list_from(struct sheet_book *b, int first, int last, int column, const char *range);
/* Cells of a column keep what is typed as text. */
void sheet_book_as_text(struct sheet_book *b, int column, double characters);
/* Ends the book; the bytes live in the arena. E_LIMIT, E_IO. */
enum err sheet_book_end(struct sheet_book *b, struct str *ret) MUST_CHECK;
/* A CSV of ours as a workbook of one sheet: the first row as its head, numbers with a point as numbers. E_INPUT, E_LIMIT, E_IO. */
enum err sheet_of_csv(struct arena *a, struct str csv, const char *name, struct str *ret) MUST_CHECK;

#endif
