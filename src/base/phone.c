/* Telephone numbers: the digits are taken out, then the way of writing tells the country. */
#include "base/phone.h"

#include "base/num.h"
#include "base/utf8.h"

#define TYPED_MAX 60
#define DIGITS_MAX 20

/* Digits of what was typed into out; *plus when a + comes first. "(0)" is left out. */
static enum err digits_of(struct str s, char *out, size_t *n, bool *plus)
{
	*n = 0;
	*plus = false;
	while (s.n) {
		int32_t c;

		if (*plus && str_starts(s, S("(0)"))) {
			s = str_sub(s, 3, s.n);
			continue;
		}
		c = utf8_next(&s);
		if (c >= '0' && c <= '9') {
			if (*n == DIGITS_MAX)
				return E_INPUT;
			out[(*n)++] = (char)c;
		} else if (c == '+' && !*n && !*plus) {
			*plus = true;
		} else if (c != ' ' && c != '.' && c != '-' && c != '/' && c != '(' && c != ')' && c != 0xA0 &&
				c != 0x202F && c != 0x2011 && c != 0x2010 && c != 0x200E && c != 0x200F) {
			return E_INPUT;
		}
	}
	return *n ? OK : E_INPUT;
}

/* Whether digits (country code first) are a whole number. */
static bool fits(struct str digits)
{
	if (str_starts(digits, S("212")))
		return digits.n == 12 && digits.p[3] >= '5' && digits.p[3] <= '8';
	if (str_starts(digits, S("33")))
		return digits.n == 11 && digits.p[2] != '0';
	return digits.n >= 8 && digits.n <= 15 && digits.p[0] != '0';
}

enum err phone_parse(struct arena *a, struct str typed, int country, struct str *ret)
{
	char western[TYPED_MAX], d[DIGITS_MAX];
	struct str s = str_trim(typed), digits;
	size_t n;
	bool plus;

	if (s.n > sizeof(western))
		return E_INPUT;
	s = (struct str){ western, num_western_digits(s, western) };
	TRY(digits_of(s, d, &n, &plus));
	digits = (struct str){ d, n };
	if (!plus && str_starts(digits, S("00")))
		digits = str_sub(digits, 2, n);
	else if (!plus && str_starts(digits, S("0")))
		digits = arena_fmt(a, "%d%.*s", country, (int)(n - 1), d + 1);
	else if (!plus && n <= 9)	/* 612345678: the 0 left out, as spreadsheets do */
		digits = arena_fmt(a, "%d%.*s", country, (int)n, d);
	/* +33 06…, 00212 06…: the 0 of the national form kept by mistake */
	for (int i = 0; i < 2; i++) {
		struct str code = i ? S("33") : S("212");

		if (str_starts(digits, code) && digits.n == code.n + 10 && digits.p[code.n] == '0')
			digits = arena_fmt(a, "%.*s%.*s", STR_ARG(code), (int)(digits.n - code.n - 1),
				digits.p + code.n + 1);
	}
	if (!fits(digits))
		return E_INPUT;
	*ret = arena_fmt(a, "+%.*s", STR_ARG(digits));
	return OK;
}
