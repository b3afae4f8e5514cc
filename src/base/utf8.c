/* UTF-8 by the letter; folding is in fold.c. */
#include "base/utf8.h"

#include <string.h>

/* Decodes one code point of s (s.n > 0); *len = its bytes, or 0 when it is not valid. */
static uint32_t decode(struct str s, size_t *len)
{
	const unsigned char *b = (const unsigned char *)s.p;
	size_t n = b[0] < 0x80 ? 1 : b[0] >= 0xF0 ? 4 : b[0] >= 0xE0 ? 3 : 2;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t cp;

	*len = 0;
	if ((b[0] >= 0x80 && b[0] < 0xC2) || b[0] > 0xF4 || s.n < n)
		return 0;
	cp = n == 1 ? b[0] : b[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((b[i] & 0xC0) != 0x80)
			return 0;
		cp = cp << 6 | (b[i] & 0x3F);
	}
	if (cp < least[n] || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
		return 0;
	*len = n;
	return cp;
}

bool utf8_valid(struct str s)
{
	size_t len;

	while (s.n) {
		decode(s, &len);
		if (!len)
			return false;
		s = str_sub(s, len, s.n);
	}
	return true;
}

static bool text_char(uint32_t cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\n' || cp == '\r';
	if (cp >= 0x7F && cp < 0xA0)
		return false;
	return !(cp >= 0x2028 && cp <= 0x202E) && !(cp >= 0x2066 && cp <= 0x2069) && cp != 0xFFFE &&
	       cp != 0xFFFF && cp != 0xFEFF;
}

bool utf8_valid_text(struct str s)
{
	size_t len;

	while (s.n) {
		uint32_t cp = decode(s, &len);

		if (!len || !text_char(cp))
			return false;
		s = str_sub(s, len, s.n);
	}
	return true;
}

int32_t utf8_next(struct str *rest)
{
	size_t len;
	uint32_t cp;

	if (!rest->n)
		return -1;
	cp = decode(*rest, &len);
	*rest = str_sub(*rest, len ? len : 1, rest->n);
	return len ? (int32_t)cp : 0xFFFD;
}

size_t utf8_count(struct str s)
{
	size_t n = 0;

	while (utf8_next(&s) >= 0)
		n++;
	return n;
}

size_t utf8_put(uint32_t cp, char out[static 4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

struct str utf8_head(struct str s, size_t max)
{
	struct str rest = s;

	while (max-- && utf8_next(&rest) >= 0)
		;
	return str_sub(s, 0, s.n - rest.n);
}
