/*
 * CSV: character set and separator are found out, the rest is libcsv's.
 *
 * Character set: a byte-order mark (UTF-8, UTF-16 as Excel's "Unicode text"), else UTF-8 if the
 * bytes are valid UTF-8, else Windows-1252. Separator: the one of ; , TAB that stands most often
 * in the first line, or what Excel's line "sep=;" says.
 */
#include "sheet/inner.h"

#include "base/utf8.h"

#include <csv.h>

/* Windows-1252, 0x80…0x9F; 0 = not assigned. */
static const uint16_t high[32] = {
	0x20AC,
	0,
	0x201A,
	0x0192,
	0x201E,
	0x2026,
	0x2020,
	0x2021,
	0x02C6,
	0x2030,
	0x0160,
	0x2039,
	0x0152,
	0,
	0x017D,
	0,
	0,
	0x2018,
	0x2019,
	0x201C,
	0x201D,
	0x2022,
	0x2013,
	0x2014,
	0x02DC,
	0x2122,
	0x0161,
	0x203A,
	0x0153,
	0,
	0x017E,
	0x0178,
};

static bool from_1252(struct str in, struct buf *out)
{
	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.p[i];
		uint32_t cp = c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
		char u[4];

		if (cp == 0)
			return false;
		buf_put(out, (struct str){ u, utf8_put(cp, u) });
	}
	return true;
}

static bool from_utf16(struct str in, bool big, struct buf *out)
{
	uint32_t lead = 0;

	for (size_t i = 0; i + 1 < in.n; i += 2) {
		uint32_t x = (unsigned char)in.p[i], y = (unsigned char)in.p[i + 1];
		uint32_t cp = big ? x << 8 | y : y << 8 | x;
		char u[4];

		if (lead) {
			if (cp < 0xDC00 || cp > 0xDFFF)
				return false;
			cp = 0x10000 + ((lead - 0xD800) << 10) + (cp - 0xDC00);
			lead = 0;
		} else if (cp >= 0xD800 && cp < 0xDC00) {
			lead = cp;
			continue;
		} else if (cp == 0 || (cp >= 0xDC00 && cp <= 0xDFFF)) {
			return false;
		}
		buf_put(out, (struct str){ u, utf8_put(cp, u) });
	}
	return lead == 0 && in.n % 2 == 0;
}

/* To UTF-8 in `out`, or the very bytes when they are that already. */
static bool decode(struct str in, struct buf *out, struct str *ret)
{
	bool ok = true;

	if (str_starts(in, S("\xEF\xBB\xBF"))) {
		*ret = str_sub(in, 3, in.n);
		return utf8_valid(*ret) && memchr(in.p, 0, in.n) == NULL;
	}
	if (str_starts(in, S("\xFF\xFE")) || str_starts(in, S("\xFE\xFF"))) {
		ok = from_utf16(str_sub(in, 2, in.n), (unsigned char)in.p[0] == 0xFE, out);
	} else if (in.n && memchr(in.p, 0, in.n)) {
		return false;
	} else if (utf8_valid(in)) {
		*ret = in;
		return true;
	} else {
		ok = from_1252(in, out);
	}
	*ret = buf_str(out);
	return ok && buf_ok(out);
}

static unsigned char separator_of(struct str text)
{
	static const char seps[] = ";,\t";
	int count[3] = { 0, 0, 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if ((c == '\n' || c == '\r') && (count[0] || count[1] || count[2]))
			break;
		for (int k = 0; k < 3; k++)
			count[k] += c == seps[k];
	}
	for (int k = 1; k < 3; k++)
		if (count[k] > count[best])
			best = k;
	return (unsigned char)seps[best];
}

struct csv_state { struct reading *r; int row, column; enum err e; };

static void on_cell(void *p, size_t n, void *arg)
{
	struct csv_state *st = arg;

	if (st->e == OK)
		st->e = reading_cell(st->r, st->column, (struct str){ p, n }, STR_NONE, st->row);
	st->column++;
}

static void on_row(int c, void *arg)
{
	struct csv_state *st = arg;

	(void)c;
	if (st->e == OK)
		st->e = reading_row(st->r, STR_NONE, st->row);
	st->row++;
	st->column = 0;
}

struct csv_box { struct csv_parser p; bool open; };

static void drop_csv(void *p)
{
	struct csv_box *b = p;

	if (b->open)
		csv_free(&b->p);
	b->open = false;
}

/* One kind of line end, so that each row is reported once, blank ones too. */
static enum err feed(struct reading *r, struct csv_box *box, struct csv_state *st, struct str text)
{
	for (size_t i = 0; i < text.n && st->e == OK; ) {
		size_t n = i;

		while (n < text.n && text.p[n] != '\r')
			n++;
		if (n > i && csv_parse(&box->p, text.p + i, n - i, on_cell, on_row, st) != n - i)
			return reading_fail(r, E_INPUT, "no well-formed CSV", STR_NONE, st->row);
		if (n < text.n && !(n + 1 < text.n && text.p[n + 1] == '\n')
				&& csv_parse(&box->p, "\n", 1, on_cell, on_row, st) != 1)
			return reading_fail(r, E_INPUT, "no well-formed CSV", STR_NONE, st->row);
		i = n + 1;
	}
	return st->e;
}

static void drop_text(void *p)
{
	buf_free(p);
}

enum err csv_read(struct reading *r, struct str bytes)
{
	struct buf *text = ARENA_NEW(r->a, struct buf);
	struct csv_box *box = ARENA_NEW(r->a, struct csv_box);
	struct csv_state st = { .r = r, .row = 1 };
	struct str utf8, rest, first;
	unsigned char sep;

	text->max = 3 * r->lim.bytes;
	arena_on_end(r->a, drop_text, text);
	if (!decode(bytes, text, &utf8))
		return reading_fail(r, E_INPUT, "no table: neither .xlsx nor text in UTF-8 or Windows-1252",
			STR_NONE, 0);
	rest = utf8;
	first = str_trim(str_cut(&rest, '\n'));
	sep = separator_of(utf8);
	if (first.n == 5 && str_eq_nocase(str_sub(first, 0, 4), S("sep="))) {
		sep = (unsigned char)first.p[4];
		utf8 = rest;
		st.row = 2;
	}
	if (sep == '"' || sep == ' ' || csv_init(&box->p, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL))
		return reading_fail(r, E_INPUT, "no well-formed CSV", STR_NONE, 1);
	box->open = true;
	arena_on_end(r->a, drop_csv, box);
	csv_set_delim(&box->p, sep);
	TRY(feed(r, box, &st, utf8));
	if (csv_fini(&box->p, on_cell, on_row, &st))
		return reading_fail(r, E_INPUT, "a quotation mark is not closed", STR_NONE, st.row);
	drop_csv(box);
	return st.e;
}
