/*
 * References: a check character over GF(32).
 *
 * The characters are elements of GF(2^5) = GF(2)[x]/(x^5 + x^2 + 1), where x has order 31. The
 * check character makes c[0]·x^10 + c[1]·x^9 + … + c[9]·x + c[10] zero. One wrong character
 * changes the sum by a nonzero multiple; exchanging two at distance d < 31 by
 * (x^i + x^(i+d))·(a + b), which is zero only when a = b.
 */
#include "codes/codes.h"

#include "base/num.h"
#include "base/random.h"
#include "base/utf8.h"

static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

static int value_of(char c)
{
	const char *at = c ? strchr(alphabet, c) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

static int times_x(int v)
{
	v <<= 1;
	return v & 32 ? (v ^ 0x25) : v;
}

char reference_check(const char ten[static 10])
{
	int sum = 0;

	for (int i = 0; i < 10; i++) {
		int v = value_of(ten[i]);

		if (v < 0)
			return 0;
		sum = times_x(sum) ^ v;
	}
	return alphabet[times_x(sum)];
}

void reference_make(char out[static REFERENCE_LEN])
{
	unsigned char r[10];

	random_bytes(r, sizeof(r));
	for (int i = 0; i < 10; i++)
		out[i] = alphabet[r[i] % 32];
	out[10] = reference_check(out);
}

/* What people put between groups. */
static bool is_separator(int32_t cp)
{
	return cp == ' ' || cp == '-' || cp == '.' || cp == '/' || cp == '\t' || cp == 0xA0
		|| cp == 0x202F || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x200E || cp == 0x200F
		|| cp == 0x2066 || cp == 0x2068 || cp == 0x2069;
}

static char letter_of(int32_t cp)
{
	if (cp >= 0x660 && cp <= 0x669)
		return (char)('0' + cp - 0x660);
	if (cp >= 0x6F0 && cp <= 0x6F9)
		return (char)('0' + cp - 0x6F0);
	return cp > 0 && cp < 128 ? ascii_upper((char)cp) : 0;
}

enum err reference_parse(struct str typed, char out[static REFERENCE_LEN])
{
	char got[REFERENCE_LEN];
	size_t n = 0;

	if (typed.n > 200)
		return E_INPUT;
	for (int32_t cp; (cp = utf8_next(&typed)) >= 0; ) {
		char c;

		if (is_separator(cp))
			continue;
		c = letter_of(cp);
		if (n == REFERENCE_LEN || value_of(c) < 0)
			return E_INPUT;
		got[n++] = c;
	}
	if (n != REFERENCE_LEN || reference_check(got) != got[10])
		return E_INPUT;
	memcpy(out, got, REFERENCE_LEN);
	return OK;
}

struct str reference_group(struct arena *a, struct str r)
{
	if (r.n != REFERENCE_LEN)
		return r;
	return arena_fmt(a, "%.4s-%.4s-%.3s", r.p, r.p + 4, r.p + 8);
}
