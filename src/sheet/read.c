/* Reading any table: which kind it is, and the row that is being collected. */
#include "sheet/inner.h"

bool sheet_is_xlsx(struct str bytes)
{
	return str_starts(bytes, S("PK\x03\x04"));
}

/* OpenDocument: a zip whose first part, stored plain, is its type. */
static bool is_ods(struct str bytes)
{
	return sheet_is_xlsx(bytes)
		&& str_starts(str_sub(bytes, 30, bytes.n < 200 ? bytes.n : 200), S("mimetypeapplication/vnd.oasis.opendocument"));
}

enum err reading_fail(struct reading *r, enum err e, const char *what, struct str sheet, int row)
{
	size_t n = sheet.n < sizeof(r->why.sheet) ? sheet.n : sizeof(r->why.sheet) - 1;

	if (r->why.what)
		return e;
	if (n)
		memcpy(r->why.sheet, sheet.p, n);
	r->why.sheet[n] = 0;
	r->why.row = row;
	r->why.what = what;
	return e;
}

/* No-break spaces at the ends come from copied web pages: as meaningless as plain ones. */
static struct str trim(struct str s)
{
	for (struct str was = STR_NONE; was.n != s.n || was.p != s.p; ) {
		was = s = str_trim(s);
		if (str_starts(s, S("\xC2\xA0")))
			s = str_sub(s, 2, s.n);
		if (str_ends(s, S("\xC2\xA0")))
			s = str_sub(s, 0, s.n - 2);
	}
	return s;
}

enum err reading_cell(struct reading *r, int column, struct str s, struct str sheet, int row)
{
	s = trim(s);
	if (!s.n)
		return OK;
	if (column >= r->lim.columns)
		return reading_fail(r, E_LIMIT, "too many columns", sheet, row);
	if (s.n > r->lim.cell)
		return reading_fail(r, E_LIMIT, "a cell is too long", sheet, row);
	for (; r->n <= column; r->n++)
		r->spans[r->n].from = r->spans[r->n].to = 0;
	r->spans[column].from = r->text->n;
	buf_put(r->text, s);
	r->spans[column].to = r->text->n;
	return buf_ok(r->text) ? OK : reading_fail(r, E_LIMIT, "a row is too long", sheet, row);
}

enum err reading_row(struct reading *r, struct str sheet, int row)
{
	struct sheet_row out = { sheet, row, r->cells, (size_t)r->n };
	enum err e;

	if (r->n == 0)
		return OK;
	if (++r->rows > r->lim.rows)
		return reading_fail(r, E_LIMIT, "too many rows", sheet, row);
	for (int i = 0; i < r->n; i++)
		r->cells[i] = str_sub(buf_str(r->text), r->spans[i].from, r->spans[i].to);
	e = r->row(r->arg, &out);
	r->n = 0;
	buf_clear(r->text);
	return e;
}

static void drop_buf(void *p)
{
	buf_free(p);
}

enum err sheet_read(struct arena *a, struct str bytes, const struct sheet_limits *limits,
	enum err (*row)(void *arg, const struct sheet_row *r), void *arg, struct sheet_problem *ret_why)
{
	struct reading r = { .a = a, .lim = limits ? *limits : SHEET_LIMITS, .row = row, .arg = arg };
	enum err e;

	r.text = ARENA_NEW(a, struct buf);
	r.text->max = r.lim.cell * (size_t)r.lim.columns;
	arena_on_end(a, drop_buf, r.text);
	r.cells = ARENA_ARRAY(a, struct str, (size_t)r.lim.columns);
	r.spans = arena_alloc(a, (size_t)r.lim.columns, sizeof(*r.spans));
	if (bytes.n > r.lim.bytes)
		e = reading_fail(&r, E_LIMIT, "the file is too large", STR_NONE, 0);
	else if (is_ods(bytes))
		e = reading_fail(&r, E_INPUT, "this is an .ods file", STR_NONE, 0);
	else if (sheet_is_xlsx(bytes))
		e = xlsx_read(&r, bytes);
	else
		e = csv_read(&r, bytes);
	if (e != OK && ret_why)
		*ret_why = r.why;
	return e;
}

void sheet_column(int column, char out[static 4])
{
	char rev[4];
	int n = 0, k = 0;

	for (column++; column > 0 && n < 3; column = (column - 1) / 26)
		rev[n++] = (char)('A' + (column - 1) % 26);
	while (n)
		out[k++] = rev[--n];
	out[k] = 0;
}
