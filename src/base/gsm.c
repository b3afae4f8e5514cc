/* The default alphabet as a table of code points, and counting over it. */
#include "base/gsm.h"

#include "base/utf8.h"

/* Beside the letters, digits and marks of ASCII that are the same: 3GPP TS 23.038 §6.2.1. */
static const int32_t beyond_ascii[] = {
	0xA3, 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, 0xD8, 0xF8, 0xC5, 0xE5, 0x394, 0x3A6, 0x393, 0x39B,
	0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, 0xC6, 0xE6, 0xDF, 0xC9, 0xA4, 0xA1, 0xC4, 0xD6, 0xD1, 0xDC,
	0xA7, 0xBF, 0xE4, 0xF6, 0xF1, 0xFC, 0xE0,
};

int gsm_septets(int32_t cp)
{
	if (cp == '\n' || cp == '\r')
		return 1;
	if (cp == '\f' || cp == 0x20AC || (cp > 0 && cp < 0x80 && str_find_char(S("[]{}\\^~|"), (char)cp) >= 0))
		return 2;
	if (cp >= ' ' && cp < 0x7F)
		return cp != '`';
	for (size_t i = 0; i < sizeof(beyond_ascii) / sizeof(beyond_ascii[0]); i++)
		if (beyond_ascii[i] == cp)
			return 1;
	return 0;
}

static bool needs_ucs2(struct str s)
{
	for (int32_t c; (c = utf8_next(&s)) >= 0;)
		if (!gsm_septets(c))
			return true;
	return false;
}

static int32_t units_of(int32_t cp, bool ucs2)
{
	return ucs2 ? 1 + (cp > 0xFFFF) : gsm_septets(cp);
}

struct gsm_size gsm_size(struct str text)
{
	struct gsm_size z = { .ucs2 = needs_ucs2(text) };
	const int32_t part = z.ucs2 ? UCS2_PART : GSM_PART;
	int32_t in_part = 0;

	for (int32_t c; (c = utf8_next(&text)) >= 0;) {
		int32_t n = units_of(c, z.ucs2);

		if (!in_part || in_part + n > part) {
			z.segments++;
			in_part = 0;
		}
		in_part += n;
		z.units += n;
	}
	if (z.units <= (z.ucs2 ? UCS2_ONE : GSM_ONE) && z.segments > 1)
		z.segments = 1;
	return z;
}

/* --- letters that cost least --- */

static const struct { int32_t from; const char *to; } marks[] = {
	{ 0xA0, " " }, { 0x202F, " " }, { 0x2009, " " }, { 0x2007, " " }, { 0x2018, "'" }, { 0x2019, "'" },
	{ 0x201C, "\"" }, { 0x201D, "\"" }, { 0xAB, "\"" }, { 0xBB, "\"" }, { 0x2010, "-" }, { 0x2011, "-" },
	{ 0x2012, "-" }, { 0x2013, "-" }, { 0x2014, "-" }, { 0x2026, "..." },
	{ 0x200E, "" }, { 0x200F, "" }, { 0x61C, "" }, { 0x2066, "" }, { 0x2067, "" }, { 0x2068, "" }, { 0x2069, "" },
};
static const struct { int32_t from; const char *to; } letters[] = {
	{ 0xC0, "A" }, { 0xC1, "A" }, { 0xC2, "A" }, { 0xC3, "A" }, { 0xE1, "a" }, { 0xE2, "a" }, { 0xE3, "a" },
	{ 0xC8, "E" }, { 0xCA, "E" }, { 0xCB, "E" }, { 0xEA, "e" }, { 0xEB, "e" }, { 0xCC, "I" }, { 0xCD, "I" },
	{ 0xCE, "I" }, { 0xCF, "I" }, { 0xED, "i" }, { 0xEE, "i" }, { 0xEF, "i" }, { 0xD2, "O" }, { 0xD3, "O" },
	{ 0xD4, "O" }, { 0xD5, "O" }, { 0xF3, "o" }, { 0xF4, "o" }, { 0xF5, "o" }, { 0xD9, "U" }, { 0xDA, "U" },
	{ 0xDB, "U" }, { 0xFA, "u" }, { 0xFB, "u" }, { 0xE7, "c" }, { 0xDD, "Y" }, { 0xFD, "y" }, { 0xFF, "y" },
	{ 0x152, "OE" }, { 0x153, "oe" }, { 0xB0, "o" }, { 0x60, "'" }, { 0x2022, "-" },
};

static const char *mark_of(int32_t c)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (marks[i].from == c)
			return marks[i].to;
	return NULL;
}

static const char *letter_of(int32_t c)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].from == c)
			return letters[i].to;
	return NULL;
}

/* Whether every letter can be had in the default alphabet. */
static bool can_be_short(struct str s)
{
	for (int32_t c; (c = utf8_next(&s)) >= 0;)
		if (!gsm_septets(c) && !mark_of(c) && !letter_of(c))
			return false;
	return true;
}

struct str gsm_plain(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, 3 * text.n + 1, 1);	/* a bad byte becomes U+FFFD */
	const bool is_short = can_be_short(text);
	size_t n = 0;

	for (int32_t c; (c = utf8_next(&text)) >= 0;) {
		const char *to = mark_of(c);

		if (!to && is_short && !gsm_septets(c))
			to = letter_of(c);
		if (!to)
			n += utf8_put((uint32_t)c, p + n);
		for (; to && *to; to++)
			p[n++] = *to;
	}
	return (struct str){ p, n };
}

struct str gsm_head(struct str s, int32_t units)
{
	const bool ucs2 = needs_ucs2(s);
	struct str rest = s;
	size_t end = 0, word = 0;

	for (int32_t c, n = 0; (c = utf8_next(&rest)) >= 0;) {
		n += units_of(c, ucs2);
		if (n > units)
			return str_trim(str_sub(s, 0, word * 2 > end ? word : end));
		if (c == ' ')
			word = end;
		end = s.n - rest.n;
	}
	return s;
}
