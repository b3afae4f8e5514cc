/*
 * Names and search words in the form in which they are compared. The key is for proposing only:
 * Latin spellings of Arabic names vary in their vowels, in doubled letters and in a few
 * consonants that Moroccan French writes in two ways (k/q/c, s/z of the same sound, ou/w, g/j).
 */
#include "base/num.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* One letter for the variants in which Arabic is written; 0 drops it. */
static uint32_t arabic_one(uint32_t c)
{
	switch (c) {
	case 0x622: case 0x623: case 0x625: case 0x671: return 0x627;	/* alef */
	case 0x649: case 0x6CC: return 0x64A;				/* yeh */
	case 0x629: return 0x647;					/* teh marbuta: heh */
	case 0x624: return 0x648;
	case 0x626: return 0x64A;
	case 0x6A9: return 0x643;
	case 0x6AF: case 0x6AD: return 0x643;				/* gaf, ng: written kaf in Morocco */
	case 0x640: case 0x621: return 0;				/* tatweel, lone hamza */
	default: return c;
	}
}

static size_t fold_char(uint32_t c, char *out)
{
	/* European letters that do not decompose */
	switch (c) {
	case 0xE6: memcpy(out, "ae", 2); return 2;
	case 0x153: memcpy(out, "oe", 2); return 2;
	case 0xDF: memcpy(out, "ss", 2); return 2;
	case 0xF8: out[0] = 'o'; return 1;
	case 0x142: out[0] = 'l'; return 1;
	default: return utf8_put(c, out);
	}
}

struct str utf8_fold(struct arena *a, struct str s)
{
	UErrorCode e = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&e);
	int32_t n16 = 0, cap;
	UChar *u, *d;
	char *out;
	size_t n = 0;
	bool gap = false;

	if (!s.n || s.n > 1 << 20 || U_FAILURE(e))
		return S("");
	u = ARENA_ARRAY(a, UChar, s.n + 1);
	u_strFromUTF8WithSub(u, (int32_t)s.n + 1, &n16, s.p, (int32_t)s.n, 0xFFFD, NULL, &e);
	cap = n16 * 18 + 18;	/* the longest compatibility decomposition: U+FDFA */
	d = ARENA_ARRAY(a, UChar, (size_t)cap);
	n16 = unorm2_normalize(nfkd, u, n16, d, cap, &e);
	if (U_FAILURE(e))
		return S("");
	out = ARENA_ARRAY(a, char, (size_t)n16 * 4 + 1);
	for (int32_t i = 0; i < n16;) {
		UChar32 c = d[i++];
		int digit;

		if ((c & 0xFC00) == 0xD800 && i < n16)	/* the first half of a pair */
			c = 0x10000 + ((c - 0xD800) << 10) + (d[i++] - 0xDC00);
		if (u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_ENCLOSING_MARK)
			continue;
		digit = u_charDigitValue(c);
		c = digit >= 0 ? '0' + digit : (UChar32)arabic_one((uint32_t)u_tolower(c));
		if (!c)
			continue;
		if (!u_isalnum(c)) {
			gap = n > 0;
			continue;
		}
		if (gap)
			out[n++] = ' ';
		gap = false;
		n += fold_char((uint32_t)c, out + n);
	}
	return (struct str){ out, n };
}

/* An Arabic letter as the consonant that Moroccan Latin spellings share; "" drops it. */
static const char *arabic_latin(int32_t c)
{
	switch (c) {
	case 0x628: return "b";  case 0x62A: return "t";  case 0x62B: return "t";
	case 0x62C: return "j";  case 0x62D: return "h";  case 0x62E: return "k";
	case 0x62F: return "d";  case 0x630: return "d";  case 0x631: return "r";
	case 0x632: return "z";  case 0x633: return "s";  case 0x634: return "S";
	case 0x635: return "s";  case 0x636: return "d";  case 0x637: return "t";
	case 0x638: return "d";  case 0x63A: return "r";  case 0x641: return "f";
	case 0x642: return "k";  case 0x643: return "k";  case 0x644: return "l";
	case 0x645: return "m";  case 0x646: return "n";  case 0x647: return "h";
	case 0x67E: return "b";  case 0x6A4: return "f";
	default: return "";	/* alef, ain, waw, yeh: vowels or nearly so in Latin spelling */
	}
}

/* Latin digraphs and letters to the same consonants; w and y count as vowels. */
static char latin_one(struct str w, size_t i, size_t *used)
{
	char c = w.p[i], d = i + 1 < w.n ? w.p[i + 1] : 0;

	*used = 2;
	if (c == 'c' && d == 'h')
		return 'S';
	if (c == 's' && d == 'h')
		return 'S';
	if (c == 'k' && d == 'h')
		return 'k';
	if (c == 'g' && d == 'h')
		return 'r';
	if (c == 't' && d == 'h')
		return 't';
	if (c == 'd' && d == 'h')
		return 'd';
	if (c == 'p' && d == 'h')
		return 'f';
	*used = 1;
	switch (c) {
	case 'a': case 'e': case 'i': case 'o': case 'u': case 'y': case 'w': return 0;
	case 'c': return d == 'e' || d == 'i' ? 's' : 'k';
	case 'q': return 'k';
	case 'g': return d == 'e' || d == 'i' || d == 'y' ? 'j' : 'k';
	case 'p': return 'b';
	case 'v': return 'f';
	case 'x': return 'k';
	default: return c;
	}
}

/* The consonants of one folded word; h only at the start or between (final h is a vowel's). */
static size_t word_key(struct str w, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < w.n;) {
		struct str rest = str_sub(w, i, w.n);
		unsigned char first = (unsigned char)w.p[i];
		size_t used = 1;
		char c;

		if (first < 0x80) {
			c = ascii_is_alpha(w.p[i]) ? latin_one(w, i, &used) : w.p[i];
		} else {
			c = arabic_latin(utf8_next(&rest))[0];
			used = w.n - i - rest.n;
		}
		i += used;
		if (c == 'h' && i >= w.n)
			c = 0;
		if (c && (n == 0 || out[n - 1] != c))
			out[n++] = c;
	}
	return n;
}

struct words { struct str v[24]; size_t n; };

static int by_text(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

/* The article and words that are left out or joined at will in Latin spelling. */
static bool dropped(struct str w)
{
	static const char *const small[] = { "el", "al", "l", "ould", "bent", "mr", "mme", "dr" };

	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
		if (str_eq(w, str_of(small[i])))
			return true;
	return false;
}

static struct str without_article(struct str w)
{
	struct str al = S("\xD8\xA7\xD9\x84");

	return str_starts(w, al) && w.n > al.n + 2 ? str_sub(w, al.n, w.n) : w;
}

struct str utf8_name_key(struct arena *a, struct str s)
{
	struct str rest = utf8_fold(a, s);
	char *keys = ARENA_ARRAY(a, char, rest.n + 1), *out = ARENA_ARRAY(a, char, rest.n * 2 + 1);
	struct words words = { .n = 0 };
	size_t at = 0, n = 0;

	while (rest.n && words.n < 24) {
		struct str w = str_cut(&rest, ' ');
		size_t len;

		if (dropped(w))
			continue;
		len = word_key(without_article(w), keys + at);
		if (!len)
			continue;
		words.v[words.n++] = (struct str){ keys + at, len };
		at += len;
	}
	qsort(words.v, words.n, sizeof(words.v[0]), by_text);
	for (size_t i = 0; i < words.n; i++) {
		if (n)
			out[n++] = ' ';
		memcpy(out + n, words.v[i].p, words.v[i].n);
		n += words.v[i].n;
	}
	return (struct str){ out, n };
}
