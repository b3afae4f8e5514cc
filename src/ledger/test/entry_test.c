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
		.chain = S("0123456789abcdefghijkl"), .channel = S("online"), .holder = S("q83vq83vq83vq83vq83vq83vq83vq83vq83vq83vq83="), .minutes = 20,
		.org = S("FES-IAK"), .role = S("public"), .schedule = S("00ff"), .service = S("cardio"),
		.slot = { { 20788 }, 580 }, .zone = S("Africa/Casablanca") };
}

#define SAYS(e, text) do { struct str got_ = entry_text(arena(st), &(e)); \
	assert_string_equal(arena_cstr(arena(st), got_), text); } while (0)

static void an_entry_is_canonical_json(void **st)
{
	struct entry e = example();

	SAYS(e, "{\"act\":\"book\",\"at\":\"2026-11-26T12:15:05Z\",\"capacity\":1,\"ceiling\":null,"
		"\"chain\":\"0123456789abcdefghijkl\",\"channel\":\"online\",\"class\":null,\"holder\":\"q83vq83vq83vq83vq83vq83vq83vq83vq83vq83vq83=\","
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

static void what_is_read_is_what_was_written(void **st)
{
	struct entry e = example(), read = { 0 };
	struct str text = entry_text(arena(st), &e);

	assert_int_equal(entry_read(text, &read), OK);
	assert_true(str_eq(entry_text(arena(st), &read), text));
	e.reason = S("d\xC3\xA9part \"A\"");
	assert_int_equal(entry_read(entry_text(arena(st), &e), &read), OK);
	assert_true(str_eq(read.reason, S("d\xC3\xA9part \\\"A\\\"")));
}

/* As the independent verifier refuses it: the two must find the same forms wrong. */
static void an_entry_that_is_written_in_another_way_is_refused(void **st)
{
	static const struct { const char *of, *to; } change[] = {
		{ ":20,", ":-1," }, { ":20,", ":020," }, { ":20,", ":1000000000," }, { ":20,", ":20.0," }, { ":20,", ":\"20\"," }, { ":20,", ":null," },
		{ "\"capacity\":1", "\"capacity\":-1" }, { "\"class\":null", "\"class\":\"\"" }, { "\"reason\":null", "\"reason\":\"a\nb\"" },
		{ "\"reason\":null", "\"reason\":\"\\u0041\"" }, { "\"reason\":null", "\"reason\":\"\xED\xA0\x80\"" }, { "public", "" },
		{ "FES-IAK", "" }, { "book", "key" }, { "book", "" }, { "book", "books" }, { "Africa/Casablanca", "" }, { "2026-11-26T12:15:05Z", "2026-11-26T25:15:05Z" },
		{ "2026-11-26T12:15:05Z", "2026-11-26t12:15:05Z" }, { "2026-11-26T12:15:05Z", "2026-11-26T12:15:05z" },
		{ "q83=", "q83v" }, { "q83=", "q8=" }, { "q83=", "q8-=" }, { "\"reason\":null", "\"reason\":\"a\x7F\"" },
		{ "\"reason\":null", "\"reason\":\"a\xC2\x85\"" }, { "\"class\":null", "\"class\":\"\xE2\x80\xAE\"" },
		{ "\"class\":null", "\"class\":\"a\xE2\x80\x8B\"" }, { "\"class\":null", "\"class\":\"\xEE\x80\x80\"" },
		{ "T09:40", "T9:40" }, { "{", "{ " }, { "}", "} " }, { "\"v\":1", "\"v\":2" }, { "zone", "Zone" },
	};
	struct entry e = example(), read = { .minutes = 7 };
	struct str good = entry_text(arena(st), &e);

	for (size_t i = 0; i < sizeof(change) / sizeof(change[0]); i++) {
		const char *text = arena_cstr(arena(st), good), *at = strstr(text, change[i].of);

		assert_non_null(at);
		struct str bad = arena_fmt(arena(st), "%.*s%s%s", (int)(at - text), text, change[i].to, at + strlen(change[i].of));

		if (entry_read(bad, &read) != E_INPUT)
			print_error("read: %.*s\n", STR_ARG(bad));
		assert_int_equal(entry_read(bad, &read), E_INPUT);
		assert_int_equal(read.minutes, 7);
	}
	for (size_t n = 0; n < good.n; n++)
		assert_int_equal(entry_read(str_sub(good, 0, n), &read), E_INPUT);
}

static void a_text_has_two_hundred_characters_at_most(void **st)
{
	struct entry e = example(), read;
	struct str letters = S("");

	for (int n = 1; n <= 201; n++) {
		letters = arena_cat(arena(st), letters, n % 3 ? S("\xC3\xA9") : S("\""));	/* an escaped one is one */
		e.reason = letters;
		assert_int_equal(entry_read(entry_text(arena(st), &e), &read), n <= 200 ? OK : E_INPUT);
	}
}

static void a_bundle_is_cut_by_its_lengths(void **st)
{
	const struct str bytes = S("\0\3abc\0\0\0\1d");
	struct entry_texts t = { .n = 9 };

	for (size_t n = 0; n < bytes.n; n++)
		assert_int_equal(entry_bundle(arena(st), str_sub(bytes, 0, n), 3, &t), E_INPUT);
	assert_int_equal(t.n, 9);
	assert_int_equal(entry_bundle(arena(st), bytes, 3, &t), OK);
	assert_true(t.n == 3 && str_eq(t.v[0], S("abc")) && !t.v[1].n && str_eq(t.v[2], S("d")));
}

static void each_code_of_the_log_is_one_act_or_one_reason(void **state)
{
	(void)state;
	for (enum entry_act x = ACT_UNSAID + 1; x < ENTRY_ACT_MAX; x++)
		assert_int_equal(entry_act_of(str_of(entry_act(x))), x);
	for (enum entry_reason x = WHY_UNSAID + 1; x < ENTRY_REASON_MAX; x++)
		assert_int_equal(entry_reason_of(str_of(entry_reason(x))), x);
	assert_int_equal(entry_act_of(STR_NONE), ACT_UNSAID);
	assert_int_equal(entry_reason_of(S("friend")), WHY_UNSAID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_entry_is_canonical_json, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_not_there_is_null_or_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(texts_are_escaped_as_rfc_8785_says, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_stand_in_the_order_of_their_bytes_and_read_back, setup, teardown),
		cmocka_unit_test_setup_teardown(pieces_make_the_same_text, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_read_is_what_was_written, setup, teardown),
		cmocka_unit_test_setup_teardown(an_entry_that_is_written_in_another_way_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_text_has_two_hundred_characters_at_most, setup, teardown),
		cmocka_unit_test_setup_teardown(a_bundle_is_cut_by_its_lengths, setup, teardown),
		cmocka_unit_test_setup_teardown(a_chain_is_named_by_its_salt_alone, setup, teardown),
		cmocka_unit_test(each_code_of_the_log_is_one_act_or_one_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
