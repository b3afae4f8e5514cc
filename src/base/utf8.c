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

/* The ranges of utf8_visible(): Unicode's Default_Ignorable_Code_Point, U+FEFF and U+FFF9–FFFB. */
static bool unseen(uint32_t cp)
{
	static const struct { uint32_t from, to; } ranges[] = {
		{ 0xAD, 0xAD }, { 0x34F, 0x34F }, { 0x61C, 0x61C }, { 0x115F, 0x1160 }, { 0x17B4, 0x17B5 },
		{ 0x180B, 0x180F }, { 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x206F }, { 0x3164, 0x3164 },
		{ 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB }, { 0x1BCA0, 0x1BCA3 },
		{ 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (cp >= ranges[i].from && cp <= ranges[i].to)
			return true;
	return false;
}

/* Letters and the vowel marks above them. */
static bool arabic_letter(uint32_t cp)
{
	return (cp >= 0x620 && cp <= 0x65F) || (cp >= 0x66E && cp <= 0x6D3) || (cp >= 0x750 && cp <= 0x77F);
}

/* How many bytes at the head of s are neither unseen nor broken; all of it when there is nothing to do. */
static size_t seen_bytes(struct str s, uint32_t *last)
{
	struct str rest = s;

	while (rest.n) {
		size_t len;
		uint32_t cp = decode(rest, &len);

		if (len && unseen(cp))
			break;
		*last = cp;
		rest = str_sub(rest, len ? len : 1, rest.n);
	}
	return s.n - rest.n;
}

struct str utf8_visible(struct arena *a, struct str s)
{
	uint32_t last = 0;
	size_t n = seen_bytes(s, &last);
	char *p;

	if (n == s.n)
		return s;
	p = arena_alloc(a, s.n, 1);
	memcpy(p, s.p, n);
	for (struct str rest = str_sub(s, n, s.n); rest.n;) {
		size_t len, next_len = 0, more;
		uint32_t cp = decode(rest, &len), next = rest.n > len ? decode(str_sub(rest, len, rest.n), &next_len) : 0;

		/* cp is unseen here */
		if (cp == 0x200C && arabic_letter(last) && next_len && arabic_letter(next)) {
			memcpy(p + n, rest.p, len);
			n += len;
		}
		rest = str_sub(rest, len, rest.n);
		more = seen_bytes(rest, &last);
		memcpy(p + n, rest.p, more);
		n += more;
		rest = str_sub(rest, more, rest.n);
	}
	return (struct str){ p, n };
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
