/* Reports of mail servers as they come: Exim, Postfix, Exchange, and those that are no reports or want to do harm. */
#include "gateways/bounce.h"
#include "base/buf.h"
#include "gateways/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int start(void **state)
{
	*state = arena_new(64 << 20);
	return *state ? 0 : -1;
}

static int stop(void **state)
{
	arena_free(*state);
	return 0;
}

/* A report in the order of RFC 3462: words, fields, what came back. */
static struct str report(struct arena *a, const char *fields, const char *back)
{
	return arena_fmt(a, "Return-path: <>\r\nFrom: Mail Delivery System <Mailer-Daemon@mx.test>\r\nTo: bounces@mta.test\r\n"
		"Content-Type: multipart/report; report-type=delivery-status; boundary=\"bb\"\r\nMIME-Version: 1.0\r\n"
		"References: <99.xyz@mta.test>\r\nSubject: failed\r\n\r\n--bb\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
		"--bb\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n%s\r\n"
		"%s--bb--\r\n", fields, back);
}

#define WHOLE "--bb\r\nContent-Type: message/rfc822\r\n\r\nFrom: <bounces@mta.test>\r\nMessage-ID: <77.abc@mta.test>\r\n\r\nx\r\n\r\n"
#define HEADS "--bb\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: <bounces@mta.test>\r\nMessage-ID: <78.abc@mta.test>\r\n\r\n"

static void a_report_names_the_mail_and_says_what_is_wrong(void **state)
{
	struct arena *a = *state;
	struct bounce b = bounce_read(a, report(a, "Final-Recipient: rfc822; x@y.ma\r\nAction: failed\r\nStatus: 5.1.1\r\n", WHOLE));

	assert_int_equal(b.kind, BOUNCE_ADDRESS);
	assert_string_equal(arena_cstr(a, b.message_id), "77.abc@mta.test");
	assert_string_equal(arena_cstr(a, b.status), "5.1.1");
	b = bounce_read(a, report(a, "Final-Recipient: rfc822; x@y.ma\r\naction: FAILED\r\nStatus: 5.2.2 (box\r\n full)\r\n", HEADS));
	assert_int_equal(b.kind, BOUNCE_MESSAGE);
	assert_string_equal(arena_cstr(a, b.message_id), "78.abc@mta.test");
	b = bounce_read(a, report(a, "Action: failed\r\nStatus: 5.1.1\r\n", ""));
	assert_string_equal(arena_cstr(a, b.message_id), "99.xyz@mta.test");
}

static void a_delay_and_a_receipt_are_no_failure(void **state)
{
	static const char *const actions[] = { "delayed", "delivered", "relayed", "expanded", "" };
	struct arena *a = *state;

	for (size_t i = 0; i < 5; i++) {
		struct str fields = arena_fmt(a, "Action: %s\r\nStatus: 5.1.1\r\n", actions[i]);

		assert_int_equal(bounce_read(a, report(a, arena_cstr(a, fields), WHOLE)).kind, BOUNCE_NOTHING);
	}
}

static void what_the_code_means_decides_whether_the_address_is_bad(void **state)
{
	static const struct { const char *status, *diagnostic; enum bounce_kind kind; } cases[] = {
		{ "5.1.1", "", BOUNCE_ADDRESS }, { "5.1.10", "", BOUNCE_ADDRESS }, { "5.1.7", "", BOUNCE_MESSAGE },
		{ "5.2.1", "", BOUNCE_ADDRESS }, { "5.2.2", "smtp; 552 5.2.2 full", BOUNCE_MESSAGE },
		{ "5.0.0", "", BOUNCE_ADDRESS }, { "5.0.0", "smtp; 550-5.7.1 spam", BOUNCE_MESSAGE },
		{ "5.0.0", "smtp;550 5.1.1 <a@b>: unknown", BOUNCE_ADDRESS }, { "5.4.4", "X-Postfix; Host not found", BOUNCE_ADDRESS },
		{ "4.4.7", "expired", BOUNCE_MESSAGE }, { "", "", BOUNCE_MESSAGE }, { "5.11.1", "", BOUNCE_MESSAGE },
		{ "5.1.1.1", "", BOUNCE_MESSAGE }, { "15.1.1", "", BOUNCE_MESSAGE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (bounce_judge(S("failed"), str_of(cases[i].status), str_of(cases[i].diagnostic)) != cases[i].kind)
			fail_msg("%s / %s", cases[i].status, cases[i].diagnostic);
}

static void what_is_no_report_says_nothing(void **state)
{
	struct arena *a = *state;
	const struct str mails[] = { S(""), S("\r\n"), S("no mail at all"),
		S("Subject: away\r\nAuto-Submitted: auto-replied\r\n\r\nI am on holiday. Status: 5.1.1\r\nAction: failed\r\n"),
		S("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
			"Action: failed\r\nStatus: 5.1.1\r\n--b--\r\n"),
		S("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction failed\r\n"),
	};

	for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++)
		assert_int_equal(bounce_read(a, mails[i]).kind, BOUNCE_NOTHING);
}

/* Nested without end, fields without end, and cut anywhere. */
static void a_hostile_report_costs_no_more_than_its_length(void **state)
{
	struct arena *a = *state;
	struct buf *deep = buf_new(a, 1 << 20);
	struct str lines = S("Action: failed\r\n x\r\n");
	struct str whole = report(a, "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no\r\n", WHOLE);

	for (int i = 0; i < 5000; i++)
		buf_put_fmt(deep, "Content-Type: multipart/report; boundary=b%d\r\n\r\n--b%d\r\n", i, i);
	while (lines.n < 200000)
		lines = arena_cat(a, lines, lines);
	assert_int_equal(bounce_read(a, buf_str(deep)).kind, BOUNCE_NOTHING);
	bounce_read(a, report(a, arena_cstr(a, lines), WHOLE));
	for (size_t n = 0; n < whole.n; n++) {
		struct str part = arena_str(a, str_sub(whole, 0, n));

		if (bounce_read(a, part).kind == BOUNCE_ADDRESS)
			assert_true(n > 300);
	}
}

/* An arena that the lines of a field fit into once, and not once for each of them: at its cap the test would be aborted. */
static void a_folded_field_is_copied_once(void **state)
{
	struct arena *small = arena_new(2 << 20);
	struct buf *fields = buf_new(*state, 1 << 20);

	for (int group = 0; group < 150; group++) {
		buf_put(fields, S("Action: failed\r\nDiagnostic-Code: smtp;\r\n"));
		for (int i = 0; i < 400; i++)
			buf_put(fields, S(" y\r\n"));
		buf_put(fields, S("\r\n"));
	}
	struct str mail = report(*state, arena_cstr(*state, buf_str(fields)), WHOLE);

	assert_int_equal(bounce_read(small, mail).kind, BOUNCE_MESSAGE);
	arena_free(small);
}

static void a_line_of_another_field_is_no_field(void **state)
{
	struct bounce b = bounce_read(*state, report(*state, "Action: failed\r\nX-Note: a\r\n Status: 5.1.1\r\nStatus:\r\n\t5.2.2\r\n", WHOLE));

	assert_int_equal(b.kind, BOUNCE_MESSAGE);
	assert_true(str_eq(b.status, S("5.2.2")));
}

static void only_a_signed_key_is_ours(void **state)
{
	struct arena *a = *state;
	struct str secret = S("a secret"), good = mail_key(a, secret, S("77")), key = STR_NONE;

	assert_int_equal(mail_key_read(a, secret, arena_fmt(a, "<%.*s@mta.test>", STR_ARG(good)), &key), OK);
	assert_true(str_eq(key, S("77")));
	assert_int_equal(mail_key_read(a, secret, good, &key), OK);
	const struct str bad[] = { S(""), S("77"), S("77@mta.test"), S("<77.@x>"), S(".x"), arena_fmt(a, "78%.*s", STR_ARG(str_sub(good, 2, good.n))),
		arena_cat(a, good, S("A")), str_sub(good, 0, good.n - 1) };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(mail_key_read(a, secret, bad[i], &key), E_INPUT);
	assert_int_equal(mail_key_read(a, S("another"), good, &key), E_INPUT);
	assert_int_equal(mail_key_read(a, STR_NONE, S("77"), &key), E_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_report_names_the_mail_and_says_what_is_wrong, start, stop),
		cmocka_unit_test_setup_teardown(a_delay_and_a_receipt_are_no_failure, start, stop),
		cmocka_unit_test_setup_teardown(what_the_code_means_decides_whether_the_address_is_bad, start, stop),
		cmocka_unit_test_setup_teardown(what_is_no_report_says_nothing, start, stop),
		cmocka_unit_test_setup_teardown(a_hostile_report_costs_no_more_than_its_length, start, stop),
		cmocka_unit_test_setup_teardown(a_folded_field_is_copied_once, start, stop),
		cmocka_unit_test_setup_teardown(a_line_of_another_field_is_no_field, start, stop),
		cmocka_unit_test_setup_teardown(only_a_signed_key_is_ours, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
