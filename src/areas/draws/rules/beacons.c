/* Numbers from outside. See beacons.h. */
#include "areas/draws/rules/beacons.h"

#include <string.h>

#include "base/num.h"

/* Of drand's network “quicknet” (chain 52db9ba7…): from its first round on one every three seconds. */
enum { GENESIS = 1692803367, PERIOD = 3 };
enum { HEX_DIGITS = 64, LOTO_MAX = 49, CHANCE_MAX = 10 };

const char *const beacon_codes[] = { "drand-quicknet", "loto-ma", "loto-fr", "none", NULL };

bool beacon_read(struct str text, struct beacon *ret)
{
	struct str number = text, code = str_cut(&number, ':');
	struct beacon b = { .kind = BEACON_DRAND };

	while (b.kind < BEACON_NONE && !str_eq(code, str_of(beacon_codes[b.kind])))
		b.kind++;
	if (b.kind == BEACON_NONE)
		return false;
	if (b.kind == BEACON_DRAND ? num_parse(number, 1, INT64_MAX, &b.round) != OK : day_parse(number, &b.day) != OK)
		return false;
	*ret = b;
	return true;
}

static size_t put_number(int64_t n, char *out)
{
	char digits[20];
	size_t k = sizeof(digits);

	do
		digits[--k] = (char)('0' + n % 10);
	while (n /= 10);
	memcpy(out, digits + k, sizeof(digits) - k);
	return sizeof(digits) - k;
}

size_t beacon_text(const struct beacon *b, char out[static BEACON_TEXT])
{
	char day[11];
	size_t n = b->kind < BEACON_NONE ? strlen(beacon_codes[b->kind]) : 0;

	if (!n)
		return 0;
	memcpy(out, beacon_codes[b->kind], n);
	out[n++] = ':';
	if (b->kind == BEACON_DRAND)
		return n + put_number(b->round, out + n);
	day_print(b->day, day);
	memcpy(out + n, day, sizeof(day) - 1);
	return n + sizeof(day) - 1;
}

int64_t beacon_round(struct instant at)
{
	return at.v <= GENESIS ? 1 : (at.v - GENESIS + PERIOD - 1) / PERIOD + 1;
}

static bool is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]) && (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return s.n == HEX_DIGITS;
}

/* Two digits and no more. */
static bool two_digits(struct str s, int64_t most, int64_t *ret)
{
	return s.n == 2 && num_parse(s, 1, most, ret) == OK;
}

/* Numbers with hyphens between them, each larger than the one before; *rest: what stands behind them. */
static bool ascending(struct str *rest, int count)
{
	int64_t last = 0, n;

	for (int i = 0; i < count; i++) {
		if (!two_digits(str_cut(rest, '-'), LOTO_MAX, &n) || n <= last)
			return false;
		last = n;
	}
	return true;
}

bool beacon_value_ok(const struct beacon *b, struct str value)
{
	int64_t chance;

	switch (b->kind) {
	case BEACON_DRAND: return is_hex(value);
	case BEACON_LOTO_MA: return value.n == 17 && ascending(&value, 6);
	case BEACON_LOTO_FR: return value.n == 17 && ascending(&value, 5) && two_digits(value, CHANCE_MAX, &chance);
	case BEACON_NONE: break;
	}
	return false;
}
