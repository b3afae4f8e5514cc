/* Form fields: what each type takes, refuses, and says; forms come back filled. */
#include "web/fake.h"
#include "web/fields.h"
#include "base/phone.h"
#include "codes/codes.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <stdarg.h>
#include <cmocka.h>

struct all {
	struct str text, phone, email, token, secret, reference, digits, note;
	struct name name;
	struct { int64_t v; } id;
	int64_t number;
	bool yes;
	struct day day;
	int32_t month, minutes, choice;
	struct str_list many;
	struct upload file;
};
static const char *const words[] = { "f", "m", NULL };

static struct field field(enum field_type t, size_t offset, int64_t min, int64_t max)
{
	return (struct field){ .name = "x", .type = t, .offset = offset, .min = min, .max = max, .choices = words };
}
#define F(type, mem, min, max) field(type, offsetof(struct all, mem), min, max)

struct one { enum field_type type; size_t offset; const char *raw, *want; int64_t min, max; };	/* want NULL: refused */
#define STR_CASE(t, mem, raw, want) { t, offsetof(struct all, mem), raw, want, 0, 0 }

static void texts_are_taken_or_refused(void **state)
{
	static const struct one cases[] = {
		STR_CASE(F_TEXT, text, "  a b ", "a b"), STR_CASE(F_TEXT, text, "a\nb", NULL), STR_CASE(F_TEXT, text, "a\rb", NULL),
		STR_CASE(F_TEXT, text, "a\x01" "b", NULL), STR_CASE(F_TEXT, text, "\xff", NULL),
		STR_CASE(F_TEXT, text, "a\xe2\x80\xae" "b", "ab"),	/* would turn round what follows: not kept */
		{ F_TEXT, offsetof(struct all, text), "abc", NULL, 0, 2 },
		{ F_TEXT, offsetof(struct all, text), "\xd8\xb9\xd9\x84", "\xd8\xb9\xd9\x84", 0, 2 },
		{ F_TEXT, offsetof(struct all, note), "a\r\nb", "a\nb", 0, 500 },
		STR_CASE(F_NAME, name, " Zahra O'Hara ", "Zahra O'Hara"), STR_CASE(F_NAME, name, "12 34", NULL),
		STR_CASE(F_NAME, name, "Ali\nSet-Cookie: x", NULL), STR_CASE(F_NAME, name, "\xd8\xb9\xd9\x84\xd9\x8a", "\xd8\xb9\xd9\x84\xd9\x8a"),
		STR_CASE(F_EMAIL, email, "a@b.ma", "a@b.ma"), STR_CASE(F_EMAIL, email, "a@b", NULL), STR_CASE(F_EMAIL, email, "@b.ma", NULL),
		STR_CASE(F_EMAIL, email, "a b@c.ma", NULL), STR_CASE(F_EMAIL, email, "a@b@c.ma", NULL), STR_CASE(F_EMAIL, email, "a@b.", NULL),
		STR_CASE(F_EMAIL, email, "a@b.ma\r\nBcc: x@y.z", NULL),
		STR_CASE(F_TOKEN, token, "AAAAAAAAAAAAAAAAAAAA-_", "AAAAAAAAAAAAAAAAAAAA-_"), STR_CASE(F_TOKEN, token, "AAAA", NULL),
		STR_CASE(F_TOKEN, token, "AAAAAAAAAAAAAAAAAAAA/+", NULL),
		STR_CASE(F_SECRET, secret, " pass word ", " pass word "),
		{ F_DIGITS, offsetof(struct all, digits), "12 34\xd9\xa5\xd9\xa6", "123456", 0, 6 },
		{ F_DIGITS, offsetof(struct all, digits), "12345", NULL, 0, 6 }, { F_DIGITS, offsetof(struct all, digits), "12345a", NULL, 0, 6 },
		STR_CASE(F_REFERENCE, reference, "AAAA", NULL),
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct all to = { 0 };
		struct field f = field(cases[i].type, cases[i].offset, cases[i].min, cases[i].max);
		const char *why = NULL;
		enum err e = field_read(a, &f, str_of(cases[i].raw), 212, (char *)&to + f.offset, &why);

		if (!cases[i].want) {
			assert_int_equal(e, E_INPUT);
			assert_true(why && *why);
			continue;
		}
		assert_int_equal(e, OK);
		assert_true(str_eq(*(struct str *)((char *)&to + f.offset), str_of(cases[i].want)));
	}
	arena_free(a);
}

static void phones_are_written_in_many_ways(void **state)
{
	static const struct { const char *typed, *want; } cases[] = {
		{ "06 12 34 56 78", "+212612345678" }, { "0612345678", "+212612345678" }, { "+212 6-12-34-56-78", "+212612345678" },
		{ "00212612345678", "+212612345678" }, { "+212 0612345678", "+212612345678" }, { "612345678", "+212612345678" },
		{ "05.37.12.34.56", "+212537123456" }, { "+33 (0)6 12 34 56 78", "+33612345678" }, { "0033612345678", "+33612345678" },
		{ "\xd9\xa0\xd9\xa6\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6\xd9\xa7\xd9\xa8", "+212612345678" },
		{ "+1 202 555 0147", "+12025550147" }, { "06 12 34 56", NULL }, { "06123456789", NULL }, { "0112345678", NULL },
		{ "+212 912345678", NULL }, { "abc", NULL }, { "06 12 34 56 7x", NULL }, { "+", NULL }, { "++212612345678", NULL },
		{ "0612345678; 0687654321", NULL },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str got = STR_NONE;
		enum err e = phone_parse(a, str_of(cases[i].typed), 212, &got);

		assert_int_equal(e, cases[i].want ? OK : E_INPUT);
		if (cases[i].want)
			assert_true(str_eq(got, str_of(cases[i].want)));
	}
	arena_free(a);
}

static enum err number(struct arena *a, struct field f, const char *raw, struct all *to)
{
	const char *why;

	return field_read(a, &f, str_of(raw), 212, (char *)to + f.offset, &why);
}

static void numbers_days_and_hours_have_one_form(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct all to = { 0 };

	(void)state;
	assert_int_equal(number(a, F(F_INT, number, 1, 10), "10", &to), OK);
	assert_int_equal(to.number, 10);
	assert_int_equal(number(a, F(F_INT, number, 1, 10), "11", &to), E_INPUT);
	assert_int_equal(number(a, F(F_INT, number, 0, 0), "-5", &to), OK);
	assert_int_equal(number(a, F(F_INT, number, 0, 0), "9223372036854775808", &to), E_INPUT);
	assert_int_equal(number(a, F(F_ID, id, 0, 0), "0", &to), E_INPUT);
	assert_int_equal(number(a, F(F_DAY, day, 0, 0), "2026-02-29", &to), E_INPUT);
	assert_int_equal(number(a, F(F_DAY, day, 0, 0), "2028-02-29", &to), OK);
	assert_int_equal(number(a, F(F_MONTH, month, 0, 0), "2013-01", &to), OK);
	assert_int_equal(to.month, 43 * 12);
	assert_int_equal(number(a, F(F_MONTH, month, 0, 0), "2013-13", &to), E_INPUT);
	assert_int_equal(number(a, F(F_MIN, minutes, 0, 0), "09:40", &to), OK);
	assert_int_equal(to.minutes, 580);
	assert_int_equal(number(a, F(F_MIN, minutes, 0, 0), "24:00", &to), E_INPUT);
	assert_int_equal(number(a, F(F_MIN, minutes, 0, 0), "9:5", &to), E_INPUT);
	assert_int_equal(number(a, F(F_CHOICE, choice, 0, 0), "m", &to), OK);
	assert_int_equal(to.choice, 1);
	assert_int_equal(number(a, F(F_CHOICE, choice, 0, 0), "x", &to), E_INPUT);
	assert_int_equal(number(a, F(F_BOOL, yes, 0, 0), "1", &to), OK);
	assert_true(to.yes);
	arena_free(a);
}

static void three_boxes_make_a_day(void **state)
{
	static const struct { const char *d, *m, *y; bool good; } cases[] = {
		{ "27", "3", "1968", true }, { "31", "2", "1968", false }, { "0", "1", "2000", false }, { "1", "1", "68", false },
		{ "\xd9\xa2\xd9\xa7", "3", "1968", true }, { "", "3", "1968", false }, { "1", "1", "1879", false },
	};
	struct day d;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str box[3] = { str_of(cases[i].d), str_of(cases[i].m), str_of(cases[i].y) };

		assert_int_equal(field_boxes(box, &d), cases[i].good ? OK : E_INPUT);
	}
}

static void a_reference_is_checked(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct all to = { 0 };
	char ref[REFERENCE_LEN + 1] = { 0 };

	(void)state;
	reference_make(ref);
	assert_int_equal(number(a, F(F_REFERENCE, reference, 0, 0), ref, &to), OK);
	assert_int_equal(to.reference.n, REFERENCE_LEN);
	ref[0] = ref[0] == 'A' ? 'B' : 'A';
	assert_int_equal(number(a, F(F_REFERENCE, reference, 0, 0), ref, &to), E_INPUT);
	arena_free(a);
}

/* --- through the router --- */

static const struct field fields[] = {
	FIELD(all, name, F_NAME, struct name, .required = true),
	FIELD(all, phone, F_PHONE, struct str, .required = true, .missing = "phone please"),
	FIELD(all, day, F_DAY, struct day),
	FIELD(all, choice, F_CHOICE, int32_t, .choices = words),
	FIELD(all, many, F_LIST, struct str_list, .max = 3),
	FIELD(all, minutes, F_MIN, int32_t),
	FIELD(all, file, F_FILE, struct upload),
};
static const struct form form = FORM(all, fields);

static enum err take(struct rq *rq)
{
	const struct all *in = rq->form;

	return rq_bytes(rq, 200, "text/plain", arena_fmt(rq->a, "%.*s %.*s %d %d %d %zu %zu", STR_ARG(in->name.s),
		STR_ARG(in->phone), (int)in->day.n, (int)in->choice, (int)in->minutes, in->many.n, in->file.bytes.n));
}
static enum err show(struct rq *rq)
{
	struct page *pg = rq_page(rq, 200);

	for (size_t i = 0; i < rq_errors(rq).n; i++) {
		put_cstr(pg, rq_errors(rq).v[i].field);
		put_cstr(pg, "=");
		put_str(pg, frame_value(pg, rq_errors(rq).v[i].field));
		put_cstr(pg, ";");
	}
	return OK;
}
static const struct route table[] = {
	{ "POST", "/f", take, PUBLIC, READ, &form, 0, show, NULL, NULL },
	{ "GET", "/f", take, PUBLIC, READ, &form, 0, show, NULL, NULL },
	{ "POST", "/bare", take, PUBLIC, READ, &form, 0, NULL, NULL, NULL },
	{ 0 }
};
static const struct area area = { .name = "t", .routes = table };
static const struct area *const list[] = { &area };

static void a_good_form_reaches_the_handler(void **state)
{
	struct fake f;
	struct rq *rq;

	(void)state;
	fake_begin(&f, NULL, list, 1, NULL);
	rq = fake_ask(&f, "POST", "/f", "name=%C3%89lo&phone=0612345678&day-d=2&day-m=1&day-y=1970&choice=m&many=a&many=b");
	assert_int_equal(rq->in->answer.status, 200);
	assert_true(fake_has(rq, "\xc3\x89lo +212612345678 1 1 -1 2 0"));
	rq = fake_ask(&f, "GET", "/f?name=A&phone=0612345678", NULL);
	assert_true(fake_has(rq, "A +212612345678 -2147483648 -1 -1 0 0"));
	fake_end(&f);
}

static void a_wrong_form_comes_back_filled_with_every_error(void **state)
{
	struct fake f;
	struct rq *rq;

	(void)state;
	fake_begin(&f, NULL, list, 1, NULL);
	rq = fake_ask(&f, "POST", "/f", "name=12&day-d=31&day-m=2&day-y=2000&choice=%3Cx%3E&many=1&many=2&many=3&many=4");
	assert_int_equal(rq->in->answer.status, 422);
	assert_true(fake_has(rq, "name=12;phone=;day=;choice=&lt;x&gt;;many=1;"));
	assert_true(str_eq(rq_error(rq, "phone"), S("phone please")));
	assert_int_equal(fake_ask(&f, "POST", "/bare", "name=12")->in->answer.status, 422);
	fake_end(&f);
}

static void damaged_bodies_are_refused(void **state)
{
	static const struct { const char *type, *body; int status; } cases[] = {
		{ "application/x-www-form-urlencoded", "name=%zz", 400 }, { "application/x-www-form-urlencoded", "name=%00", 400 },
		{ "application/x-www-form-urlencoded", "name=\xff", 400 }, { "text/plain", "name=x", 415 }, { "application/json", "{}", 415 },
		{ "multipart/form-data", "x", 400 }, { "multipart/form-data; boundary=b", "--b\r\nbroken", 400 },
	};
	struct fake f;

	(void)state;
	fake_begin(&f, NULL, list, 1, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		f.req.header[HH_CONTENT_TYPE] = str_of(cases[i].type);
		assert_int_equal(fake_ask(&f, "POST", "/f", cases[i].body)->in->answer.status, cases[i].status);
	}
	fake_end(&f);
}

static void ten_thousand_fields_are_too_many(void **state)
{
	static char body[60000];
	struct fake f;

	(void)state;
	for (size_t i = 0; i + 5 < sizeof(body); i += 5)
		memcpy(body + i, "a=b&c", 5);
	fake_begin(&f, NULL, list, 1, NULL);
	assert_int_equal(fake_ask(&f, "POST", "/f", body)->in->answer.status, 413);
	fake_end(&f);
}

static void a_file_comes_in_parts(void **state)
{
	static const char body[] = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAli\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"phone\"\r\n\r\n0612345678\r\n"
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n1;2;3\r\n--b--\r\n";
	struct fake f;
	struct rq *rq;

	(void)state;
	fake_begin(&f, NULL, list, 1, NULL);
	f.req.header[HH_CONTENT_TYPE] = S("multipart/form-data; boundary=b");
	rq = fake_ask(&f, "POST", "/f", body);
	assert_int_equal(rq->in->answer.status, 200);
	assert_true(fake_has(rq, "Ali +212612345678") && fake_has(rq, " 0 5"));
	fake_end(&f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_taken_or_refused), cmocka_unit_test(phones_are_written_in_many_ways),
		cmocka_unit_test(numbers_days_and_hours_have_one_form), cmocka_unit_test(three_boxes_make_a_day),
		cmocka_unit_test(a_reference_is_checked), cmocka_unit_test(a_good_form_reaches_the_handler),
		cmocka_unit_test(a_wrong_form_comes_back_filled_with_every_error), cmocka_unit_test(damaged_bodies_are_refused),
		cmocka_unit_test(ten_thousand_fields_are_too_many), cmocka_unit_test(a_file_comes_in_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
