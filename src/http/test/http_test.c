/* Targets, forms, cookies, multipart bodies, packed messages, gzip. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/http.h"

static struct arena *a;

static int set_up(void **state) { (void)state; a = arena_new(8 << 20); return a ? 0 : -1; }
static int tear_down(void **state) { (void)state; arena_free(a); return 0; }

#define assert_str(s, lit) do { struct str s_ = (s); \
	assert_int_equal(s_.n, sizeof(lit) - 1); assert_memory_equal(s_.p ? s_.p : "", lit, sizeof(lit) - 1); } while (0)

static void a_target_is_split_at_the_first_question_mark(void **state)
{
	struct str path, query;

	(void)state;
	assert_int_equal(http_split(S("/search?q=a?b"), &path, &query), OK);
	assert_str(path, "/search");
	assert_str(query, "q=a?b");
	assert_int_equal(http_split(S("/"), &path, &query), OK);
	assert_str(path, "/");
	assert_str(query, "");
}

static void a_target_that_is_no_origin_form_is_refused(void **state)
{
	static const struct str bad[] = { S(""), S("x"), S("http://h/"), S("*"), S("/a b"), S("/a\n"), S("/a#b"),
		S("/caf\xc3\xa9"), S("/\x7f"), S("/\0") };
	struct str path, query;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(http_split(bad[i], &path, &query), E_INPUT);
}

static void escapes_are_decoded_strictly(void **state)
{
	static const struct str bad[] = { S("%"), S("%4"), S("%zz"), S("a%0"), S("%00"), S("%ff"), S("%c3"), S("%ed%a0%80") };
	struct str s;

	(void)state;
	assert_int_equal(http_decode(a, S("a%20b+c%C3%A9"), true, &s), OK);
	assert_str(s, "a b c\xc3\xa9");
	assert_int_equal(http_decode(a, S("a+b"), false, &s), OK);
	assert_str(s, "a+b");
	assert_int_equal(http_decode(a, S("x%41"), false, &s), OK);
	assert_str(s, "xA");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(http_decode(a, bad[i], true, &s), E_INPUT);
}

static void a_form_keeps_order_repeats_and_empty_values(void **state)
{
	struct http_pairs f;
	struct str v;

	(void)state;
	assert_int_equal(http_form(a, S("a=1&b=&&a=2&c&=x"), &f), OK);
	assert_int_equal(f.n, 5);
	assert_str(f.v[2].name, "a");
	assert_str(f.v[2].value, "2");
	assert_true(http_pair_find(&f, S("a"), &v));
	assert_str(v, "1");
	assert_true(http_pair_find(&f, S("c"), &v));
	assert_str(v, "");
	assert_false(http_pair_find(&f, S("d"), &v));
}

static void a_form_of_too_many_fields_is_refused(void **state)
{
	struct buf b BUF_AUTO = BUF(100000);
	struct http_pairs f;

	(void)state;
	for (int i = 0; i < HTTP_FIELDS_MAX; i++)
		buf_put(&b, S("a=1&"));
	assert_int_equal(http_form(a, buf_str(&b), &f), OK);
	buf_put(&b, S("a=1"));
	assert_int_equal(http_form(a, buf_str(&b), &f), E_LIMIT);
}

static void cookies_that_are_malformed_are_left_out(void **state)
{
	struct http_pairs c;

	(void)state;
	assert_int_equal(http_cookies(a, S("sid=abc; x; =v; y=\"q\"; z=a b; w=1=2"), &c), OK);
	assert_int_equal(c.n, 3);
	assert_str(c.v[0].value, "abc");
	assert_str(c.v[1].value, "q");
	assert_str(c.v[2].value, "1=2");
}

static void gzip_is_taken_unless_refused(void **state)
{
	(void)state;
	assert_true(http_takes_gzip(S("gzip, deflate, br")));
	assert_true(http_takes_gzip(S("br;q=1.0, GZIP;q=0.5")));
	assert_true(http_takes_gzip(S("*")));
	assert_false(http_takes_gzip(S("gzip;q=0")));
	assert_false(http_takes_gzip(S("*;q=0.000")));
	assert_false(http_takes_gzip(S("")));
	assert_false(http_takes_gzip(S("xgzip")));
}

static const char body[] = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n"
	"--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"C:\\dir\\x.csv\"\r\n"
	"Content-Type: text/csv\r\n\r\n\xff\0;\r\n--b\r\n--B--\r\n";

static void multipart_gives_fields_and_files(void **state)
{
	struct http_parts p;

	(void)state;
	assert_int_equal(http_multipart(a, S("multipart/form-data; boundary=B"),
		(struct str){ body, sizeof(body) - 1 }, &p), OK);
	assert_int_equal(p.n, 2);
	assert_str(p.v[0].name, "a");
	assert_str(p.v[0].bytes, "v");
	assert_false(p.v[0].is_file);
	assert_true(p.v[1].is_file);
	assert_str(p.v[1].filename, "x.csv");
	assert_str(p.v[1].type, "text/csv");
	assert_str(p.v[1].bytes, "\xff\0;\r\n--b");
}

static void multipart_cut_short_anywhere_is_refused(void **state)
{
	struct http_parts p;

	(void)state;
	for (size_t n = 0; n < sizeof(body) - 1 - 2; n++)
		assert_int_not_equal(http_multipart(a, S("multipart/form-data; boundary=\"B\""),
			(struct str){ body, n }, &p), OK);
}

static void multipart_without_a_name_or_boundary_is_refused(void **state)
{
	static const struct { struct str type, body; } bad[] = {
		{ S("multipart/form-data"), S("--B--") },
		{ S("multipart/form-data; boundary="), S("----") },
		{ S("text/plain; boundary=B"), S("--B--") },
		{ S("multipart/form-data; boundary=B"), S("--B\r\nX: y\r\n\r\nv\r\n--B--") },
		{ S("multipart/form-data; boundary=B"), S("--B\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nv\r\n--B--") },
		{ S("multipart/form-data; boundary=B"), S("--B\r\nContent-Disposition: form-data; name=a\r\n\r\nv\0\r\n--B--") },
		{ S("multipart/form-data; boundary=B"), S("--B\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--B--") },
	};
	struct http_parts p;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(http_multipart(a, bad[i].type, bad[i].body, &p), E_INPUT);
}

static void a_packed_request_comes_back_the_same(void **state)
{
	struct buf b BUF_AUTO = BUF(10000);
	struct http_request in = { .method = HTTP_POST, .target = S("/x?y"), .body = S("b\0c"), .loopback = true }, out;

	(void)state;
	in.header[HH_COOKIE] = S("a=b");
	in.header[HH_X_FORWARDED_PROTO] = S("https");
	in.peer[15] = 7;
	http_pack(&b, &in);
	assert_int_equal(http_unpack(buf_str(&b), &out), OK);
	assert_int_equal(out.method, HTTP_POST);
	assert_true(out.loopback);
	assert_int_equal(out.peer[15], 7);
	assert_str(out.target, "/x?y");
	assert_str(out.body, "b\0c");
	assert_str(out.header[HH_COOKIE], "a=b");
	assert_str(out.header[HH_X_FORWARDED_PROTO], "https");
	assert_str(out.header[HH_HOST], "");
	for (size_t n = 0; n < b.n; n++)
		assert_int_equal(http_unpack((struct str){ b.p, n }, &out), E_INPUT);
}

static void a_packed_answer_comes_back_the_same(void **state)
{
	struct buf b BUF_AUTO = BUF(10000);
	struct answer in = { .status = 303, .type = S("text/html"), .ncookie = 1, .no_referrer = true,
		.cache = ANSWER_SHORT, .body = S("hello") }, out;

	(void)state;
	in.header[AH_LOCATION] = S("/a");
	in.cookie[0] = S("k=v");
	answer_pack(&b, &in);
	assert_int_equal(answer_unpack(buf_str(&b), &out), OK);
	assert_int_equal(out.status, 303);
	assert_true(out.no_referrer);
	assert_false(out.gzipped);
	assert_int_equal(out.cache, ANSWER_SHORT);
	assert_str(out.header[AH_LOCATION], "/a");
	assert_str(out.cookie[0], "k=v");
	assert_str(out.body, "hello");
	for (size_t n = 0; n < b.n; n++)
		assert_int_equal(answer_unpack((struct str){ b.p, n }, &out), E_INPUT);
}

static void gzip_and_back_is_the_same(void **state)
{
	struct buf plain BUF_AUTO = BUF(1 << 20), gz BUF_AUTO = BUF(1 << 20), back BUF_AUTO = BUF(1 << 20);
	struct buf small BUF_AUTO = BUF(100);

	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_put_fmt(&plain, "line %d\n", i);
	assert_int_equal(http_gzip(&gz, buf_str(&plain), 6), OK);
	assert_true(gz.n < plain.n / 2);
	assert_int_equal(http_gunzip(&back, buf_str(&gz)), OK);
	assert_int_equal(back.n, plain.n);
	assert_memory_equal(back.p, plain.p, plain.n);
	assert_int_equal(http_gunzip(&small, buf_str(&gz)), E_LIMIT);
	buf_clear(&back);
	assert_int_not_equal(http_gunzip(&back, str_sub(buf_str(&gz), 0, gz.n - 4)), OK);
}

static void header_values_with_control_characters_are_known(void **state)
{
	(void)state;
	assert_true(http_value_ok(S("Fès \t ok")));
	assert_false(http_value_ok(S("a\r\nSet-Cookie: x=y")));
	assert_false(http_value_ok(S("a\0b")));
	assert_false(http_value_ok(S("\x7f")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_target_is_split_at_the_first_question_mark),
		cmocka_unit_test(a_target_that_is_no_origin_form_is_refused),
		cmocka_unit_test(escapes_are_decoded_strictly),
		cmocka_unit_test(a_form_keeps_order_repeats_and_empty_values),
		cmocka_unit_test(a_form_of_too_many_fields_is_refused),
		cmocka_unit_test(cookies_that_are_malformed_are_left_out),
		cmocka_unit_test(gzip_is_taken_unless_refused),
		cmocka_unit_test(multipart_gives_fields_and_files),
		cmocka_unit_test(multipart_cut_short_anywhere_is_refused),
		cmocka_unit_test(multipart_without_a_name_or_boundary_is_refused),
		cmocka_unit_test(a_packed_request_comes_back_the_same),
		cmocka_unit_test(a_packed_answer_comes_back_the_same),
		cmocka_unit_test(gzip_and_back_is_the_same),
		cmocka_unit_test(header_values_with_control_characters_are_known),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
