/* Addresses of tiles, as C2SP tlog-tiles writes them. */
#include "areas/ledger/inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static bool parse(const char *path, struct tile_address *ret)
{
	struct str part[8], rest = str_of(path);
	size_t n = 0;

	while (rest.p && n < 8)
		part[n++] = str_cut(&rest, '/');
	return tile_address_parse(part, n, ret);
}

static void addresses_are_read(void **st)
{
	static const struct { const char *path; bool entries; int level; int64_t n; int width; } cases[] = {
		{ "0/000", false, 0, 0, 256 }, { "0/067", false, 0, 67, 256 }, { "7/999", false, 7, 999, 256 },
		{ "0/x001/067", false, 0, 1067, 256 }, { "1/x001/x234/067", false, 1, 1234067, 256 },
		{ "0/000.p/1", false, 0, 0, 1 }, { "0/x001/067.p/255", false, 0, 1067, 255 },
		{ "0/x001/x234/067.p/7", false, 0, 1234067, 7 },
		{ "entries/000", true, 0, 0, 256 }, { "entries/x123/456.p/40", true, 0, 123456, 40 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct tile_address t;

		assert_true(parse(cases[i].path, &t));
		assert_int_equal(t.entries, cases[i].entries);
		assert_int_equal(t.level, cases[i].level);
		assert_int_equal(t.n, cases[i].n);
		assert_int_equal(t.width, cases[i].width);
	}
}

/* One tile has one address: whoever keeps it finds it again. */
static void anything_else_is_no_address(void **st)
{
	static const char *const bad[] = { "0", "0/", "0/0", "0/67", "0/0067", "8/000", "00/000", "-1/000", "+1/000", "data/000",
		"0/000.p/0", "0/000.p/256", "0/000.p/01", "0/000.p/", "0/000.p", "0/x000/067", "0/001/067", "0/x1/067",
		"0/x001/67", "0/x001/x067", "0/000/1", "0/00a", "entries/abc", "0/000.p/1/2", "/000", "0/ 67" };
	struct tile_address t;

	(void)st;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (parse(bad[i], &t))
			fail_msg("%s was read", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_read),
		cmocka_unit_test(anything_else_is_no_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
