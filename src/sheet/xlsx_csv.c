/* A file of ours as a workbook: the same cells, numbers as numbers. */
#include "sheet/sheet.h"

#include "base/num.h"

enum { WIDE = 24, NARROW = 14, DECIMALS_MAX = 4 };

struct copying { struct sheet_book *to; int row; };

/* 57.44 as 5744 and 2; false: it is no such number, or a code with zeros in front. */
static bool is_number(struct str s, int64_t *n, int *decimals)
{
	struct str rest = s, whole = str_cut(&rest, '.');
	int64_t unit = 1, fraction = 0;

	if (!s.n || s.n > 15 || !ascii_is_digit(s.p[0]) || (whole.n > 1 && whole.p[0] == '0') || num_parse(whole, 0, INT64_MAX / 100000, n) != OK)
		return false;
	*decimals = (int)rest.n;
	if (rest.p && (!rest.n || rest.n > DECIMALS_MAX || num_parse(rest, 0, 9999, &fraction) != OK))
		return false;
	for (int i = 0; i < *decimals; i++)
		unit *= 10;
	*n = *n * unit + fraction;
	return true;
}

static enum err copy_row(void *arg, const struct sheet_row *r)
{
	struct copying *c = arg;

	for (size_t i = 0; i < r->n; i++) {
		int64_t n;
		int decimals;

		if (is_number(r->cells[i], &n, &decimals))
			sheet_book_fixed(c->to, c->row, (int)i, n, decimals);
		else if (r->cells[i].n)
			sheet_book_text(c->to, c->row, (int)i, r->cells[i], c->row ? SHEET_PLAIN : SHEET_HEAD);
	}
	c->row++;
	return OK;
}

enum err sheet_of_csv(struct arena *a, struct str csv, const char *name, struct str *ret)
{
	struct sheet_problem why;
	struct copying c = { 0 };

	TRY(sheet_book_new(a, &c.to));
	TRY(sheet_book_sheet(c.to, name, false));
	for (int i = 0; i < 12; i++)
		sheet_book_width(c.to, i, i == 2 || i == 3 ? WIDE : NARROW);
	sheet_book_freeze(c.to, 1, 0);
	TRY(sheet_read(a, csv, NULL, copy_row, &c, &why));
	return sheet_book_end(c.to, ret);
}
