/* CSV for people who open it in a spreadsheet: quoted where needed, never run as a formula. */
#include "sheet/sheet.h"

/* A number or phone number in the usual ways of writing: harmless although + or - comes first. */
static bool is_number(struct str s)
{
	for (size_t i = s.p[0] == '+' || s.p[0] == '-'; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]) && s.p[i] != '.' && s.p[i] != ',' && s.p[i] != ' ')
			return false;
	return s.n > 1;
}

static bool would_run(struct str s)
{
	return s.n && strchr("=+-@\t\r", s.p[0]) && s.p[0] && !is_number(s);
}

void csv_cell(struct buf *b, struct str s, bool first)
{
	bool quote = false;

	if (!first)
		buf_put_char(b, ';');
	for (size_t i = 0; i < s.n; i++)
		quote = quote || s.p[i] == '"' || s.p[i] == ';' || s.p[i] == ',' || s.p[i] == '\n'
			|| s.p[i] == '\r' || s.p[i] == '\t';
	if (!quote && !would_run(s)) {
		buf_put(b, s);
		return;
	}
	buf_put_char(b, '"');
	if (would_run(s))
		buf_put_char(b, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_put_char(b, '"');
		buf_put_char(b, s.p[i]);
	}
	buf_put_char(b, '"');
}

void csv_int(struct buf *b, int64_t n, bool first)
{
	if (!first)
		buf_put_char(b, ';');
	buf_put_int(b, n);
}

void csv_end(struct buf *b)
{
	buf_put(b, S("\r\n"));
}
