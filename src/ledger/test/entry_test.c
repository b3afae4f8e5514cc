/* The text of an entry: canonical, whatever it says. */
#include "ledger/entry.h"

#include "json/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct arena *arena(void **st)
{
	return *st;
}

static int setup(void **st)
{
	*st = arena_new(1 << 20);
	return *st ? 0 : -1;
}

static int teardown(void **st)
{
	arena_free(*st);
	return 0;
}

static struct entry example(void)
{
	return (struct entry){ .act = S("book"), .at = { 1795695305 }, .capacity = 1, .ceiling = -1,
		.chain = S("0123456789abcdefghijkl"), .channel = S("online"), .holder = S("q83v"), .minutes = 20,
		.org = S("FES-IAK"), .role = S("public"), .schedule = S("00ff"), .service = S("cardio"),
		.slot = { { 20788 }, 580 }, .zone = S("Africa/Casablanca") };
}

#define SAYS(e, text) do { struct str got_ = entry_text(arena(st), &(e)); \
	assert_string_equal(arena_cstr(arena(st), got_), text); } while (0)

static void an_entry_is_canonical_json(void **st)
{
	struct entry e = example();

	SAYS(e, "{\"act\":\"book\",\"at\":\"2026-11-26T12:15:05Z\",\"capacity\":1,\"ceiling\":null,"
		"\"chain\":\"0123456789abcdefghijkl\",\"channel\":\"online\",\"class\":null,\"holder\":\"q83v\","
		"\"minutes\":20,\"org\":\"FES-IAK\",\"reason\":null,\"role\":\"public\",\"schedule\":\"00ff\","
		"\"service\":\"cardio\",\"slot\":\"2026-12-01T09:40\",\"v\":1,\"zone\":\"Africa/Casablanca\"}");
}

static void what_is_not_there_is_null_or_empty(void **st)
{
	struct entry e = { .act = S("publish"), .at = { 0 }, .capacity = 0, .ceiling = 0, .minutes = 240,
		.class = S("urgent"), .reason = S("until-60"), .zone = S("UTC") };

	SAYS(e, "{\"act\":\"publish\",\"at\":\"1970-01-01T00:00:00Z\",\"capacity\":0,\"ceiling\":0,"
		"\"chain\":\"\",\"channel\":\"\",\"class\":\"urgent\",\"holder\":null,\"minutes\":240,\"org\":\"\","
		"\"reason\":\"until-60\",\"role\":\"\",\"schedule\":\"\",\"service\":\"\","
		"\"slot\":\"1970-01-01T00:00\",\"v\":1,\"zone\":\"UTC\"}");
}

/* RFC 8785, 3.2.2.2: the short escapes, the rest of the control characters by lower-case \u, nothing else. */
static void texts_are_escaped_as_rfc_8785_says(void **st)
{
	struct entry e = example();

	e.reason = S("\"\\/\b\f\n\r\t\x01\x1f\x7f\u20ac\u0645");
	struct str s = entry_text(arena(st), &e);

	assert_true(str_find(s, S("\"reason\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\u20ac\u0645\",")) > 0);
}

static void keys_stand_in_the_order_of_their_bytes_and_read_back(void **st)
{
	struct entry e = example();
	const struct jr *doc, *v;
	struct str key, before = S("");
	void *at = NULL;
	int n = 0;

	e.reason = S("a \"b\" \\ c");
	assert_int_equal(jr_read(arena(st), entry_text(arena(st), &e), 4096, &doc, NULL), OK);
	while (jr_next(doc, &at, &key, &v)) {
		assert_true(str_cmp(before, key) < 0);
		before = key;
		n++;
	}
	assert_int_equal(n, 17);
	assert_true(jr_text_is(jr_get(doc, "reason"), "a \"b\" \\ c"));
}

static void pieces_make_the_same_text(void **st)
{
	struct entry e = example();
	struct entry_pieces p = entry_pieces(arena(st), &e);
	struct str s = arena_fmt(arena(st), "%.*s%s%.*s%s%.*s%s%.*s", STR_ARG(p.head), "FES-IAK", STR_ARG(p.mid),
		"00ff", STR_ARG(p.seam), "cardio", STR_ARG(p.tail));

	assert_true(str_eq(s, entry_text(arena(st), &e)));
}

static void a_chain_is_named_by_its_salt_alone(void **st)
{
	struct str one = entry_chain(arena(st), S("AAAAAAAAAAAAAAAAAAAAAA==")),
		two = entry_chain(arena(st), S("AAAAAAAAAAAAAAAAAAAAAQ=="));

	assert_int_equal(one.n, 22);
	assert_false(str_eq(one, two));
	assert_true(str_eq(one, entry_chain(arena(st), S("AAAAAAAAAAAAAAAAAAAAAA=="))));
	assert_int_equal(entry_chain(arena(st), S("")).n, 0);
	assert_int_equal(entry_chain(arena(st), S("!")).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_entry_is_canonical_json, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_not_there_is_null_or_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(texts_are_escaped_as_rfc_8785_says, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_stand_in_the_order_of_their_bytes_and_read_back, setup, teardown),
		cmocka_unit_test_setup_teardown(pieces_make_the_same_text, setup, teardown),
		cmocka_unit_test_setup_teardown(a_chain_is_named_by_its_salt_alone, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
