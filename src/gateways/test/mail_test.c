/*
 * Mail against a real peer: a child process that speaks SMTP on a port of its own, writes down
 * what it was told, and refuses recipients by name.
 */
#include "gateways/test/peer.h"

#include "crypto/crypto.h"
#include "gateways/mail.h"

#include <poll.h>
#include <string.h>

/* One SMTP session, line by line; all that was said goes into log. */
static void session(FILE *in, int out, char *log, size_t max)
{
	char line[4096];
	bool text = false;
	size_t n = 0;

	if (fd_write_all(out, S("220 peer\r\n")) != OK)
		return;
	while (fgets(line, sizeof line, in)) {
		const char *answer = "250 fine\r\n";

		n += (size_t)snprintf(log + n, max - n, "%s", line);
		if (text && strcmp(line, ".\r\n") != 0)
			continue;
		if (text)
			text = false;
		else if (!strncmp(line, "DATA", 4)) {
			text = true;
			answer = "354 go on\r\n";
		} else if (strstr(line, "nobody@"))
			answer = "550 no such box\r\n";
		else if (strstr(line, "busy@"))
			answer = "451 later\r\n";
		else if (!strncmp(line, "QUIT", 4))
			answer = "221 bye\r\n";
		if (fd_write_all(out, str_of(answer)) != OK || !strncmp(line, "QUIT", 4))
			return;
	}
}

static void serve(int listener, const char *file)
{
	static char log[1 << 20];

	if (fd_nonblock(listener, false) != OK)
		_exit(1);
	for (;;) {
		int fd = accept(listener, NULL, NULL);
		FILE *in = fd < 0 ? NULL : fdopen(fd, "r");

		if (!in)
			_exit(1);
		log[0] = 0;
		session(in, fd, log, sizeof log);
		if (fd_write_file(file, str_of(log), 0600) != OK)
			_exit(1);
		fclose(in);
	}
}

static int peer_start(void **state)
{
	return peer_serving(state, serve);
}

static enum gateway_result mail_to(struct peer *p, const char *to, struct str text)
{
	const struct gateway_mail_settings s = { .url = arena_fmt(p->a, "smtp://127.0.0.1:%d", p->port),
		.from = S("diwan@example.ma"), .timeout_ms = 5000 };
	const struct gateway_message m = { .key = S("77"), .to = str_of(to), .text = text, .lang = S("ar") };
	struct gateway *g = NULL;
	enum gateway_result r;

	assert_int_equal(gateway_mail_open(&s, p->a, &g), OK);
	r = g->send(g, &m).result;
	gateway_close(g);
	return r;
}

static struct str log_of(struct peer *p)
{
	struct str all;

	assert_int_equal(fd_read_file(p->a, p->file, 1 << 20, &all), OK);
	return all;
}

/* Polls for the peer's note of a finished session: it is written after the client has left. */
static bool said(struct peer *p, const char *part)
{
	for (int i = 0; i < 2000; i++) {
		if (str_find(log_of(p), str_of(part)) >= 0)
			return true;
		poll(NULL, 0, 1);
	}
	return false;
}

static void a_mail_arrives_whole_in_any_script(void **state)
{
	struct peer *p = *state;
	struct str text = S("موعدكم\n\nيوم 15\n.\nFrom nobody\r\n"), coded = base64_encode(p->a, str_sub(text, 14, text.n));

	assert_int_equal(mail_to(p, "a@example.ma", text), GATEWAY_SENT);
	assert_true(said(p, "MAIL FROM:<diwan@example.ma>"));
	assert_true(said(p, "RCPT TO:<a@example.ma>"));
	assert_true(said(p, "Message-ID: <77@example.ma>"));
	assert_true(said(p, "Subject: =?UTF-8?B?2YXZiNi52K/Zg9mF?=\r\n"));
	assert_true(said(p, arena_cstr(p->a, coded)));
	assert_true(str_find(log_of(p), S("From nobody")) < 0);
}

static void what_has_no_subject_line_gets_one(void **state)
{
	struct peer *p = *state;

	assert_int_equal(mail_to(p, "b@example.ma", S("one line")), GATEWAY_SENT);
	assert_true(said(p, "RCPT TO:<b@example.ma>"));
	assert_true(said(p, "Subject: =?UTF-8?B?RGl3YW4=?="));
}

static void refusals_are_told_from_being_busy(void **state)
{
	struct peer *p = *state;

	assert_int_equal(mail_to(p, "nobody@example.ma", S("x")), GATEWAY_REFUSED);
	assert_int_equal(mail_to(p, "busy@example.ma", S("x")), GATEWAY_LATER);
}

static void an_address_cannot_bring_commands_along(void **state)
{
	struct peer *p = *state;

	assert_int_equal(mail_to(p, "a@example.ma>\r\nRCPT TO:<c@example.ma", S("x")), GATEWAY_REFUSED);
	assert_int_equal(mail_to(p, "no address", S("x")), GATEWAY_REFUSED);
}

static void nobody_at_home_is_certainly_not_sent(void **state)
{
	struct peer *p = *state, gone = *p;
	int fd = fd_listen_tcp("127.0.0.1", 0, &gone.port);

	close(fd);
	assert_int_equal(mail_to(&gone, "a@example.ma", S("x")), GATEWAY_LATER);
}

static void settings_that_cannot_work_are_refused(void **state)
{
	const struct gateway_mail_settings bad[] = {
		{ .url = S(""), .from = S("a@b.ma") }, { .url = S("http://x"), .from = S("a@b.ma") },
		{ .url = S("smtp://x"), .from = S("") }, { .url = S("smtp://x"), .from = S("a@b.ma\r\n") },
	};
	struct gateway *g = NULL;

	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(gateway_mail_open(&bad[i], a, &g), E_INPUT);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_arrives_whole_in_any_script),
		cmocka_unit_test(what_has_no_subject_line_gets_one),
		cmocka_unit_test(refusals_are_told_from_being_busy),
		cmocka_unit_test(an_address_cannot_bring_commands_along),
		cmocka_unit_test(nobody_at_home_is_certainly_not_sent),
		cmocka_unit_test(settings_that_cannot_work_are_refused),
	};

	return cmocka_run_group_tests(tests, peer_start, peer_stop);
}
