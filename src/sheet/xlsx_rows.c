/* One worksheet: rows and cells, each value as text. */
#include "sheet/xlsx.h"

#include "base/num.h"

enum kind { C_NUMBER, C_SHARED, C_TEXT, C_DATE };
struct rows {
	const struct xlsx_sheet *sheet;
	int row, column;
	enum kind kind;
	size_t style;
	bool in_value;
	int in_phonetic;
};

/* "AB12" → 27; -1 when there are no letters. */
static int column_of(struct str ref)
{
	int c = 0;
	size_t i;

	for (i = 0; i < ref.n && i < 3 && ascii_is_alpha(ref.p[i]); i++)
		c = c * 26 + (ascii_upper(ref.p[i]) - 'A' + 1);
	return i ? c - 1 : -1;
}

static enum kind kind_of(struct str t)
{
	if (str_eq(t, S("s")))
		return C_SHARED;
	if (str_eq(t, S("str")) || str_eq(t, S("inlineStr")) || str_eq(t, S("e")))
		return C_TEXT;
	return str_eq(t, S("d")) ? C_DATE : C_NUMBER;
}

static void cell_start(struct part *p, struct rows *st, const char **attrs)
{
	int64_t style = 0;
	int column = column_of(xml_attr(attrs, "r"));

	st->column = column >= 0 ? column : st->column + 1;
	st->kind = kind_of(xml_attr(attrs, "t"));
	st->style = num_parse(xml_attr(attrs, "s"), 0, STYLES_MAX, &style) == OK ? (size_t)style : 0;
	buf_clear(&p->x->cell);
}

static void rows_start(void *arg, const char *name, const char **attrs)
{
	struct part *p = arg;
	struct rows *st = p->state;
	int64_t n;

	name = xml_local(name);
	if (!strcmp(name, "row")) {
		st->row = num_parse(xml_attr(attrs, "r"), 1, 2000000, &n) == OK ? (int)n : st->row + 1;
		st->column = -1;
	} else if (!strcmp(name, "c")) {
		cell_start(p, st, attrs);
	} else if (!strcmp(name, "rPh")) {
		st->in_phonetic++;
	}
	st->in_value = !strcmp(name, "v") || (!strcmp(name, "t") && !st->in_phonetic);
}

static void rows_chars(void *arg, const char *s, int n)
{
	struct part *p = arg;

	if (((struct rows *)p->state)->in_value)
		buf_put(&p->x->cell, (struct str){ s, (size_t)n });
}

/* ISO 8601 as some programs store dates: the T becomes a space, midnight alone goes. */
static struct str iso_text(struct arena *a, struct str s)
{
	if (s.n >= 16 && s.p[10] == 'T')
		s = arena_fmt(a, "%.10s %.5s", s.p, s.p + 11);
	return str_ends(s, S(" 00:00")) ? str_sub(s, 0, 10) : s;
}

static struct str value_of(struct part *p, const struct rows *st, char out[static 40])
{
	struct xlsx *x = p->x;
	struct str s = buf_str(&x->cell);
	int64_t i;

	switch (st->kind) {
	case C_TEXT:
		return s;
	case C_SHARED:
		return num_parse(str_trim(s), 0, UINT32_MAX, &i) == OK ? xlsx_string(x, (size_t)i) : STR_NONE;
	case C_DATE:
		return iso_text(x->r->a, s);
	case C_NUMBER:
		break;
	}
	return (struct str){ out, num_text(str_trim(s), st->style < x->nformats
		? (enum num_format)x->formats[st->style] : FORMAT_PLAIN, x->since_1904, out) };
}

static void cell_end(struct part *p, struct rows *st)
{
	char out[40];
	struct xlsx *x = p->x;
	enum err e;

	if (!buf_ok(&x->cell))
		e = reading_fail(x->r, E_LIMIT, "a cell is too long", st->sheet->name, st->row);
	else
		e = reading_cell(x->r, st->column, value_of(p, st, out), st->sheet->name, st->row);
	buf_clear(&x->cell);
	if (e != OK)
		part_stop(p, e);
}

static void rows_end(void *arg, const char *name)
{
	struct part *p = arg;
	struct rows *st = p->state;
	enum err e;

	name = xml_local(name);
	st->in_value = false;
	if (!strcmp(name, "rPh")) {
		st->in_phonetic--;
	} else if (!strcmp(name, "c")) {
		cell_end(p, st);
	} else if (!strcmp(name, "row")) {
		e = reading_row(p->x->r, st->sheet->name, st->row);
		if (e != OK)
			part_stop(p, e);
	}
}

enum err xlsx_rows(struct xlsx *x, const struct xlsx_sheet *sheet)
{
	struct part *p = part_new(x);
	struct rows *st = ARENA_NEW(x->r->a, struct rows);

	st->sheet = sheet;
	st->column = -1;
	p->state = st;
	p->start = rows_start;
	p->end = rows_end;
	p->chars = rows_chars;
	return part_read(x, sheet->path, p);
}
