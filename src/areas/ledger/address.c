/* Addresses of tiles (C2SP tlog-tiles, "Merkle Tree"). See inside.h. */
#include "areas/ledger/inside.h"

#include "base/num.h"
#include "ledger/log.h"

/* Digits without a sign, and without a zero before others unless the width asks for it. */
static bool digits(struct str s, size_t width, int64_t most, int64_t *ret)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]))
			return false;
	if (width ? s.n != width : s.n > 1 && s.p[0] == '0')
		return false;
	return num_parse(s, 0, most, ret) == OK;
}

bool tile_address_parse(const struct str *part, size_t n, struct tile_address *ret)
{
	struct tile_address t = { .width = TILE_WIDTH };
	int64_t v;

	if (n < 2)
		return false;
	t.entries = str_eq(part[0], S("entries"));
	if (!t.entries && !digits(part[0], 0, TILE_LEVEL_MAX, &v))
		return false;
	t.level = t.entries ? 0 : (int)v;
	if (n > 2 && str_ends(part[n - 2], S(".p"))) {
		if (!digits(part[n - 1], 0, TILE_WIDTH - 1, &v) || v < 1)
			return false;
		t.width = (int)v;
		n--;
	}
	for (size_t i = 1; i < n; i++) {
		struct str group = part[i];
		bool last = i == n - 1;

		if (last && t.width < TILE_WIDTH)
			group.n -= 2;
		if (!last && !str_starts(group, S("x")))
			return false;
		if (!digits(last ? group : str_sub(group, 1, group.n), 3, 999, &v))
			return false;
		t.n = t.n * 1000 + v;
	}
	*ret = t;
	return n == 2 || part[1].n != 4 || !str_eq(part[1], S("x000"));
}
