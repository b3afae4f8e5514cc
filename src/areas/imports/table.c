/*
 * From a file to rows with named columns.
 *
 * The heading of a sheet is its first row in which all required columns are named; what stands
 * above is explanation. A second heading in another language right below, and rows whose first
 * cell says EXEMPLE, are passed over.
 */
#include "areas/imports/inside.h"

#include "base/utf8.h"
#include "sheet/sheet.h"

#define BYTES_MAX ((size_t)100 << 20)

struct heading {
	struct str sheet;
	bool found, any;
	uint8_t *at;			/* by the kind's columns: file's column + 1 */
	struct str *heads;
	size_t nheads;
	struct str ignored;
};
struct table { struct import *im; struct heading h; };

static bool names_column(const struct column *c, struct str folded)
{
	struct str rest = str_of(c->names);

	if (str_eq(folded, str_of(c->key)))
		return true;
	while (rest.p)
		if (str_eq(str_cut(&rest, '|'), folded))
			return true;
	return false;
}

/* A heading, folded; "birth_date" and "Birth date" are one. */
static int column_of(struct import *im, struct str cell)
{
	struct str f = import_fold(im, cell);
	char *under = arena_cstr(im->scratch, f);

	for (char *p = under; *p; p++)
		if (*p == ' ')
			*p = '_';
	for (size_t c = 0; c < im->kind->ncolumns; c++)
		if (names_column(&im->kind->columns[c], f)
			|| str_eq(str_of(under), str_of(im->kind->columns[c].key)))
			return (int)c;
	return -1;
}

static bool heading_of(struct table *t, const struct sheet_row *r)
{
	struct import *im = t->im;
	uint8_t at[COLUMNS_MAX] = { 0 };
	struct str ignored = STR_NONE;

	for (size_t i = 0; i < r->n && i < 255; i++) {
		int c = r->cells[i].n ? column_of(im, r->cells[i]) : -1;

		if (c >= 0 && !at[c])
			at[c] = (uint8_t)(i + 1);
		else if (r->cells[i].n && c < 0)
			ignored = arena_fmt(im->a, "%.*s%s%.*s", STR_ARG(ignored), ignored.n ? ", " : "",
				STR_ARG(r->cells[i]));
	}
	for (size_t c = 0; c < im->kind->ncolumns; c++)
		if (im->kind->columns[c].required && !at[c])
			return false;
	if (t->h.found)
		return true;	/* the same in another language */
	t->h.found = t->h.any = true;
	t->h.ignored = ignored;
	t->h.at = arena_alloc(im->a, COLUMNS_MAX, 1);
	memcpy(t->h.at, at, sizeof(at));
	t->h.heads = ARENA_ARRAY(im->a, struct str, r->n);
	t->h.nheads = r->n;
	for (size_t i = 0; i < r->n; i++)
		t->h.heads[i] = arena_str(im->a, r->cells[i]);
	return true;
}

static bool is_example(struct import *im, const struct sheet_row *r)
{
	struct str f = r->n ? import_fold(im, r->cells[0]) : STR_NONE;

	return str_starts(f, S("exemple")) || str_starts(f, S("example")) || str_starts(f, S("مثال"));
}

static enum err add_row(struct table *t, const struct sheet_row *r)
{
	struct import *im = t->im;
	struct row *row;
	bool any = false;

	im->rows = arena_grow(im->a, im->rows, im->nrows, &im->rows_cap, sizeof(*im->rows));
	row = &im->rows[im->nrows];
	*row = (struct row){ .sheet = t->h.sheet, .number = r->row, .at = t->h.at, .heads = t->h.heads };
	for (size_t c = 0; c < im->kind->ncolumns; c++) {
		size_t i = t->h.at[c];

		if (!i || i > r->n)
			continue;
		row->cell[c] = utf8_visible(im->a, arena_str(im->a, r->cells[i - 1]));
		im->bytes += row->cell[c].n;
		any = any || row->cell[c].n;
		if (!utf8_valid_text(row->cell[c]))
			import_wrong(im, row, (int)c, N_("text without control characters"));
	}
	if (any)
		im->nrows++;
	return im->bytes > BYTES_MAX ? E_LIMIT : OK;
}

static enum err take(void *arg, const struct sheet_row *r)
{
	struct table *t = arg;

	arena_reset(t->im->scratch);
	if (!str_eq(t->h.sheet, r->sheet)) {
		t->h.sheet = arena_str(t->im->a, r->sheet);
		t->h.found = false;
	}
	if (heading_of(t, r) || !t->h.found || is_example(t->im, r))
		return OK;
	return add_row(t, r);
}

static void missing_heading(struct import *im)
{
	struct row r = { .number = 0 };
	struct str all = STR_NONE;

	for (size_t c = 0; c < im->kind->ncolumns; c++)
		if (im->kind->columns[c].required)
			all = arena_fmt(im->a, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "", im->kind->columns[c].key);
	import_wrong(im, &r, -1, N_("a row of headings that names these columns"));
	if (im->out.nerrors)
		im->errors[im->out.nerrors - 1].value = all;
}

static void no_row(struct import *im)
{
	struct row r = { .number = 0 };

	import_wrong(im, &r, -1, N_("at least one row below the headings; examples are not read"));
	if (im->out.nerrors)
		im->errors[im->out.nerrors - 1].reason = N_("no row was found");
}

/* Why a file cannot be read (the words of sheet/), and what would do instead. */
static const struct { const char *reason, *expected;
} reasons[] = {
	{ N_("no table: neither .xlsx nor text in UTF-8 or Windows-1252"),
		N_("a file saved as .xlsx or as CSV") },
	{ N_("the file is too large"), N_("a smaller file") },
	{ N_("the .xlsx file is too large when unpacked"), N_("a smaller file") },
	{ N_("the .xlsx file has too many parts"), N_("a smaller file") },
	{ N_("too many rows"), N_("fewer rows in one file") },
	{ N_("too many columns"), N_("at most 100 columns") },
	{ N_("a cell is too long"), N_("cells of at most 8,000 characters") },
	{ N_("a row is too long"), N_("cells of at most 8,000 characters") },
	{ N_("a quotation mark is not closed"), N_("a CSV file as a spreadsheet program writes it") },
	{ N_("no well-formed CSV"), N_("a CSV file as a spreadsheet program writes it") },
	{ N_("this is an .ods file"), N_("the same table saved as .xlsx or as CSV") },
	{ N_("the .xlsx file is damaged"), N_("a file saved as .xlsx or as CSV") },
};

static void unreadable(struct import *im, const struct sheet_problem *why)
{
	struct row r = { .sheet = arena_str(im->a, str_of(why->sheet)), .number = why->row };
	size_t i = 0;

	while (i + 1 < sizeof(reasons) / sizeof(reasons[0]) && why->what
		&& strcmp(why->what, reasons[i].reason))
		i++;
	import_wrong(im, &r, -1, reasons[i].expected);
	if (im->out.nerrors)
		im->errors[im->out.nerrors - 1].reason = reasons[i].reason;
}

enum err import_read(struct import *im)
{
	struct table t = { .im = im };
	struct sheet_problem why = { .what = NULL };
	struct sheet_limits limits = SHEET_LIMITS;
	enum err e;

	limits.rows = im->kind->rows_max;
	e = sheet_read(im->a, im->ask->bytes, &limits, take, &t, &why);

	if (e == E_LIMIT || e == E_INPUT) {
		unreadable(im, &why);
		return OK;
	}
	TRY(e);
	if (!t.h.any)
		missing_heading(im);
	else if (!im->nrows && !im->out.errors_in_all)
		no_row(im);
	im->out.ignored = t.h.ignored;
	return OK;
}

void import_wrong(struct import *im, const struct row *r, int column, const char *expected)
{
	int at = column >= 0 && r->at ? r->at[column] - 1 : -1;
	struct import_error *e;

	im->out.errors_in_all++;
	if (im->out.nerrors == IMPORT_ERRORS)
		return;
	e = &im->errors[im->out.nerrors++];
	*e = (struct import_error){
		.sheet = r->sheet, .row = r->number, .column = at, .expected = expected
	};
	if (column >= 0) {
		e->heading = at >= 0 ? r->heads[at] : str_of(im->kind->columns[column].key);
		e->value = r->cell[column];
	}
}
