/* What a provider's words mean. See told.h. */
#include "areas/provider/rules/told.h"

#include "base/utf8.h"

/* The value of charset= in a Content-Type, without quotes. */
static struct str charset_of(struct str type)
{
	str_cut(&type, ';');
	while (type.p && type.n) {
		struct str one = str_trim(str_cut(&type, ';')), value = one;

		if (!str_eq_nocase(str_trim(str_cut(&value, '=')), S("charset")))
			continue;
		value = str_trim(value);
		if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = str_sub(value, 1, value.n - 1);
		return value;
	}
	return S("UTF-8");
}

static uint32_t unit(struct str s, size_t i, bool little)
{
	uint32_t x = (unsigned char)s.p[i], y = (unsigned char)s.p[i + 1];

	return little ? y << 8 | x : x << 8 | y;
}

static enum err from_utf16(struct arena *a, struct str s, struct str *ret)
{
	char *p = arena_alloc(a, s.n + 1, 2);
	bool little = str_starts(s, S("\xFF\xFE"));
	size_t n = 0;

	if (s.n % 2)
		return E_INPUT;
	if (little || str_starts(s, S("\xFE\xFF")))
		s = str_sub(s, 2, s.n);
	for (size_t i = 0; i < s.n; i += 2) {
		uint32_t c = unit(s, i, little), next = i + 2 < s.n ? unit(s, i + 2, little) : 0;

		if (c >= 0xD800 && c < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
			c = 0x10000 + ((c - 0xD800) << 10 | (next - 0xDC00));
			i += 2;
		} else if (c >= 0xD800 && c < 0xE000) {
			c = 0xFFFD;
		}
		n += utf8_put(c, p + n);
	}
	*ret = (struct str){ p, n };
	return OK;
}

/* Windows' letters where ISO-8859-1 has controls: those that people send. */
static uint32_t of_windows(unsigned char c)
{
	switch (c) {
	case 0x80: return 0x20AC;
	case 0x8C: return 0x152;
	case 0x9C: return 0x153;
	case 0x91: return 0x2018;
	case 0x92: return 0x2019;
	default: return c;
	}
}

static void from_latin(struct arena *a, struct str s, struct str *ret)
{
	char *p = arena_alloc(a, s.n + 1, 4);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += utf8_put(of_windows((unsigned char)s.p[i]), p + n);
	*ret = (struct str){ p, n };
}

enum err told_text(struct arena *a, struct str content_type, struct str body, struct str *ret)
{
	struct str set = charset_of(content_type);

	if (body.n > TOLD_TEXT_MAX)
		return E_INPUT;
	if (told_word(S("UTF-16BE UTF-16 ISO-10646-UCS-2 UCS-2"), set))
		return from_utf16(a, body, ret);
	if (told_word(S("ISO-8859-1 WINDOWS-1252 LATIN1"), set)) {
		from_latin(a, body, ret);
		return OK;
	}
	if (!told_word(S("UTF-8 US-ASCII ASCII"), set) || !utf8_valid(body))
		return E_INPUT;
	*ret = body;
	return OK;
}

bool told_word(struct str list, struct str word)
{
	while (word.n && list.n)
		if (str_eq_nocase(str_cut(&list, ' '), word))
			return true;
	return false;
}
