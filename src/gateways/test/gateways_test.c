/*
 * Gateways against a real peer: a child process that serves HTTP on a port of its own, writes
 * down what it was sent, and answers as the path says.
 */
#include "gateways/test/peer.h"

#include "base/num.h"
#include "gateways/credit.h"
#include "gateways/kannel.h"
#include "gateways/sms.h"

#include <string.h>

static size_t body_length(struct str request)
{
	ptrdiff_t at = str_find(request, S("Content-Length: "));
	struct str rest;
	int64_t n;

	if (at < 0)
		return 0;
	rest = str_sub(request, (size_t)at + 16, request.n);
	return num_parse(str_cut(&rest, '\r'), 0, 60000, &n) == OK ? (size_t)n : 0;
}

static struct str read_request(int fd, char *p, size_t max)
{
	struct str r = { p, 0 };

	for (ssize_t n; (n = read(fd, p + r.n, max - r.n)) > 0;) {
		r.n += (size_t)n;
		ptrdiff_t end = str_find(r, S("\r\n\r\n"));
		if (end >= 0 && r.n >= (size_t)end + 4 + body_length(r))
			break;
	}
	return r;
}

static const char *answer_for(struct str request)
{
	if (str_find(request, S(" /ok")) >= 0)
		return "HTTP/1.1 200 OK\r\nContent-Length: 16\r\nConnection: close\r\n\r\nid-42 queued OK\n";
	if (str_find(request, S(" /json")) >= 0)
		return "HTTP/1.1 201 Created\r\nContent-Length: 33\r\nConnection: close\r\n\r\n{\"status\":\"queued\",\"id\":\"ab-7.1\"}";
	if (str_find(request, S(" /sendsms")) >= 0)
		return "HTTP/1.1 202 Accepted\r\nContent-Length: 25\r\nConnection: close\r\n\r\n0: Accepted for delivery\n";
	if (str_find(request, S(" /credit")) >= 0)
		return "HTTP/1.1 200 OK\r\nContent-Length: 32\r\nConnection: close\r\n\r\n{\"account\":7,\"credit\":\"1204.50\"}";
	if (str_find(request, S(" /later")) >= 0)
		return "HTTP/1.1 202 Accepted\r\nContent-Length: 29\r\nConnection: close\r\n\r\n3: Queued for later delivery\n";
	if (str_find(request, S(" /password")) >= 0)
		return "HTTP/1.1 403 Forbidden\r\nContent-Length: 32\r\nConnection: close\r\n\r\nAuthorization failed for sendsms";
	if (str_find(request, S(" /nobody")) >= 0)
		return "HTTP/1.1 403 Forbidden\r\nContent-Length: 30\r\nConnection: close\r\n\r\nNot routable. Do not try again";
	if (str_find(request, S(" /keep")) >= 0)
		return "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nOK\n";
	if (str_find(request, S(" /busy")) >= 0)
		return "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
	if (str_find(request, S(" /broken")) >= 0)
		return "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
	if (str_find(request, S(" /no")) >= 0)
		return "HTTP/1.1 400 Bad number\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
	return "";	/* closes without a word */
}

/* How many requests were read, beside the last one, before it is answered. */
static void count(const char *file, int n)
{
	char name[80], text[12];

	snprintf(name, sizeof name, "%s.n", file);
	if (fd_write_file(name, (struct str){ text, (size_t)snprintf(text, sizeof text, "%d", n) }, 0600) != OK)
		_exit(1);
}

static void serve(int listener, const char *file)
{
	char p[65536];
	int served = 0;

	for (;;) {
		int fd = accept(listener, NULL, NULL);
		struct str r;
		const char *answer;

		if (fd < 0) {
			fd_set set;

			FD_ZERO(&set);
			FD_SET(listener, &set);
			if (select(listener + 1, &set, NULL, NULL, NULL) < 0)
				_exit(1);
			continue;
		}
		if (fd_nonblock(fd, false) != OK)
			_exit(1);
		r = read_request(fd, p, sizeof p);
		answer = answer_for(r);
		if (fd_write_file(file, r, 0600) != OK)
			_exit(1);
		count(file, ++served);
		if (fd_write_all(fd, str_of(answer)) != OK)
			_exit(1);
		/* whoever keeps the connection for another request gets no word and cannot know */
		if (*answer && !strstr(answer, "close") && read_request(fd, p, sizeof p).n)
			count(file, ++served);
		close(fd);
	}
}

static int peer_start(void **state)
{
	return peer_serving(state, serve);
}

static int count_stop(void **state)
{
	struct peer *p = *state;

	unlink(arena_fmt(p->a, "%s.n", p->file).p);
	return peer_stop(state);
}

static struct str at(struct peer *p, const char *path)
{
	return arena_fmt(p->a, "http://127.0.0.1:%d%s", p->port, path);
}

static struct gateway_answer send_with(struct peer *p, const struct gateway_http_settings *s)
{
	const struct gateway_message m = { .key = S("77"), .to = S("+212612345678"), .text = S("Code \"1\" & é"), .lang = S("fr"), .valid_min = 60 };
	struct gateway_answer w;
	struct gateway *g = NULL;

	(void)p;
	assert_int_equal(gateway_http_open(s, p->a, &g), OK);
	w = g->send(g, &m);
	gateway_close(g);
	return w;
}

static bool was_sent(struct peer *p, const char *part)
{
	struct str all;

	assert_int_equal(fd_read_file(p->a, p->file, 65536, &all), OK);
	return str_find(all, str_of(part)) >= 0;
}

static void a_form_carries_the_text_encoded(void **state)
{
	struct peer *p = *state;
	struct gateway_http_settings s = { .url = at(p, "/ok"), .body = S("to={to}&text={text}&l={lang}"),
		.header = S("Authorization: Bearer secret") };
	struct gateway_answer w = send_with(p, &s);

	assert_int_equal(w.result, GATEWAY_SENT);
	assert_string_equal(w.id, "id-42");
	assert_true(was_sent(p, "POST /ok "));
	assert_true(was_sent(p, "to=%2B212612345678&text=Code%20%221%22%20%26%20%C3%A9&l=fr"));
	assert_true(was_sent(p, "Authorization: Bearer secret\r\n"));
	assert_true(was_sent(p, "Idempotency-Key: 77\r\n"));
}

static void json_and_get_are_encoded_in_their_own_way(void **state)
{
	struct peer *p = *state;
	struct gateway_http_settings json = { .url = at(p, "/ok"), .type = S("application/json"),
		.body = S("{\"to\":\"{to_digits}\",\"text\":\"{text}\"}") };
	struct gateway_http_settings get = { .url = at(p, "/ok?to={to}&m={text}"), .method = S("GET") };

	assert_int_equal(send_with(p, &json).result, GATEWAY_SENT);
	assert_true(was_sent(p, "{\"to\":\"212612345678\",\"text\":\"Code \\\"1\\\" & é\"}"));
	assert_int_equal(send_with(p, &get).result, GATEWAY_SENT);
	assert_true(was_sent(p, "GET /ok?to=%2B212612345678&m=Code%20%221%22%20%26%20%C3%A9 "));
}

static void answers_are_judged_by_what_they_make_certain(void **state)
{
	struct peer *p = *state;
	static const struct { const char *path; enum gateway_result result; } cases[] = {
		{ "/ok", GATEWAY_SENT }, { "/busy", GATEWAY_LATER }, { "/broken", GATEWAY_UNKNOWN },
		{ "/no", GATEWAY_REFUSED }, { "/silent", GATEWAY_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct gateway_http_settings s = { .url = at(p, cases[i].path), .body = S("{text}"), .timeout_ms = 3000 };

		assert_int_equal(send_with(p, &s).result, cases[i].result);
	}
}

static void a_good_status_without_the_expected_words_is_a_refusal(void **state)
{
	struct peer *p = *state;
	struct gateway_http_settings s = { .url = at(p, "/ok"), .expect = S("queued") }, other = s;

	other.expect = S("accepted");
	assert_int_equal(send_with(p, &s).result, GATEWAY_SENT);
	assert_int_equal(send_with(p, &other).result, GATEWAY_REFUSED);
}

static void the_providers_number_is_found_where_the_settings_say(void **state)
{
	struct peer *p = *state;
	struct gateway_http_settings s = { .url = at(p, "/json"), .id_after = S("\"id\":\"") }, other = s;

	other.id_after = S("\"number\":");
	assert_string_equal(send_with(p, &s).id, "ab-7.1");
	assert_string_equal(send_with(p, &other).id, "");
}

static void sender_and_the_address_for_reports_stand_where_they_are_wanted(void **state)
{
	struct peer *p = *state;
	const struct report_place report = { S("https://d.example"), S("a secret of the hooks") };
	struct gateway_http_settings s = { .url = at(p, "/ok?from={sender}&minutes={valid}"), .type = S("application/json"),
		.body = S("{\"callback\":\"{report}\"}"), .sender = S("RDV Santé"), .report = report };

	assert_int_equal(send_with(p, &s).result, GATEWAY_SENT);
	assert_true(was_sent(p, "POST /ok?from=RDV%20Sant%C3%A9&minutes=60 "));
	assert_true(was_sent(p, "{\"callback\":\"https://d.example/hook/sms/report?key=77&code="));
}

static int64_t requests(struct peer *p)
{
	struct str n;
	int64_t ret;

	assert_int_equal(fd_read_file(p->a, arena_fmt(p->a, "%s.n", p->file).p, 20, &n), OK);
	assert_int_equal(num_parse(n, 0, 1000, &ret), OK);
	return ret;
}

/* libcurl sends a request a second time when a connection that it kept closes without a word. */
static void a_message_is_not_sent_again_on_another_connection(void **state)
{
	struct peer *p = *state;
	const struct gateway_message m = { .key = S("77"), .to = S("+212612345678"), .text = S("x"), .lang = S("fr") };
	const struct gateway_http_settings s = { .url = at(p, "/keep") };
	struct gateway *g = NULL;
	const int64_t before = requests(p);

	assert_int_equal(gateway_http_open(&s, p->a, &g), OK);
	assert_int_equal(g->send(g, &m).result, GATEWAY_SENT);
	assert_int_equal(g->send(g, &m).result, GATEWAY_SENT);
	gateway_close(g);
	/* the peer is through with both when it serves a third */
	assert_int_equal(send_with(p, &(struct gateway_http_settings){ .url = at(p, "/ok") }).result, GATEWAY_SENT);
	assert_int_equal(requests(p) - before, 3);
}

static struct gateway_answer kannel(struct peer *p, const char *path, const char *to, const char *text)
{
	const struct gateway_kannel_settings s = { .url = at(p, path), .user_password = S("diwan:p:w"), .sender = S("Diwan"),
		.report = { S("http://127.0.0.1:8080"), S("a secret of the hooks") }, .timeout_ms = 3000 };
	const struct gateway_message m = { .key = S("77"), .to = str_of(to), .text = str_of(text), .lang = S("fr"), .valid_min = 5 };
	struct gateway_answer w;
	struct gateway *g = NULL;

	assert_int_equal(gateway_kannel_open(&s, p->a, &g), OK);
	w = g->send(g, &m);
	gateway_close(g);
	return w;
}

static void kannel_gets_all_in_headers_and_body_and_nothing_in_the_address(void **state)
{
	struct peer *p = *state;

	assert_int_equal(kannel(p, "/sendsms", "+212612345678", "Code \"1\" & é").result, GATEWAY_SENT);
	assert_true(was_sent(p, "POST /sendsms HTTP/1.1\r\n"));
	assert_true(was_sent(p, "X-Kannel-Username: diwan\r\nX-Kannel-Password: p:w\r\nX-Kannel-From: Diwan\r\n"
		"X-Kannel-To: +212612345678\r\nX-Kannel-Coding: 0\r\nX-Kannel-Validity: 5\r\n"
		"X-Kannel-DLR-URL: http://127.0.0.1:8080/hook/sms/report?key=77&code="));
	assert_true(was_sent(p, "&status=%d\r\nX-Kannel-DLR-Mask: 27\r\nContent-Type: text/plain; charset=UTF-8\r\n"));
	assert_true(was_sent(p, "\r\n\r\nCode \"1\" & é"));
	assert_int_equal(kannel(p, "/sendsms", "+212612345678", "رمزكم 123456").result, GATEWAY_SENT);
	assert_true(was_sent(p, "X-Kannel-Coding: 2\r\n"));
}

static void kannels_answers_are_judged_by_what_they_make_certain(void **state)
{
	struct peer *p = *state;
	static const struct { const char *path, *to; enum gateway_result result; } cases[] = {
		{ "/sendsms", "+212612345678", GATEWAY_SENT }, { "/later", "+212612345678", GATEWAY_SENT },
		{ "/busy", "+212612345678", GATEWAY_LATER }, { "/password", "+212612345678", GATEWAY_LATER },
		{ "/nobody", "+212612345678", GATEWAY_REFUSED }, { "/no", "+212612345678", GATEWAY_REFUSED },
		{ "/broken", "+212612345678", GATEWAY_UNKNOWN }, { "/silent", "+212612345678", GATEWAY_UNKNOWN },
		/* a second recipient, a header of one's own: never sent */
		{ "/sendsms", "+212612345678 +212612345679", GATEWAY_REFUSED }, { "/sendsms", "0612345678", GATEWAY_REFUSED },
		{ "/sendsms", "+21261234\r\nX-A: b", GATEWAY_REFUSED }, { "/sendsms", "", GATEWAY_REFUSED },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(kannel(p, cases[i].path, cases[i].to, "x").result, cases[i].result);
}

static void kannels_settings_that_cannot_work_are_refused(void **state)
{
	const struct gateway_kannel_settings bad[] = {
		{ .url = S(""), .user_password = S("a:b") }, { .url = S("file:///x"), .user_password = S("a:b") },
		{ .url = S("http://x/"), .user_password = S("a") }, { .url = S("http://x/"), .user_password = S("a:b\nX: y") },
		{ .url = S("http://x/"), .user_password = S("a:b"), .sender = S("A\r\nB") },
	};
	struct gateway *g = NULL;

	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(gateway_kannel_open(&bad[i], a, &g), E_INPUT);
	arena_free(a);
	assert_null(g);
}

static void a_reports_address_speaks_for_one_message_only(void **state)
{
	struct peer *p = *state;
	BUF_AUTO struct buf one = BUF(1000);
	const struct report_place place = { S("http://h"), S("a secret of the hooks") };
	const struct str head = S("http://h/hook/sms/report?key=77&code=");
	struct str url, code;

	report_put_url(&one, &place, S("77"));
	url = arena_str(p->a, buf_str(&one));
	assert_true(str_starts(url, head));
	code = str_sub(url, head.n, url.n);
	assert_int_equal(code.n, REPORT_CODE);
	assert_true(report_genuine(place.secret, S("77"), code));
	assert_false(report_genuine(place.secret, S("78"), code));
	assert_false(report_genuine(S("another secret"), S("77"), code));
	assert_false(report_genuine(STR_NONE, S("77"), code));
	assert_false(report_genuine(place.secret, S("77"), str_sub(code, 0, 31)));
	assert_false(report_genuine(place.secret, S("77"), STR_NONE));
	buf_clear(&one);
	report_put_url(&one, &(struct report_place){ S("http://h"), STR_NONE }, S("77"));
	assert_int_equal(buf_str(&one).n, 0);
}

static void credit_is_the_number_behind_its_word(void **state)
{
	struct peer *p = *state;
	struct gateway_credit_settings s = { .url = at(p, "/credit"), .after = S("\"credit\":"), .header = S("Authorization: x") };
	int64_t n = 0;

	assert_int_equal(gateway_credit(p->a, &s, &n), OK);
	assert_int_equal(n, 1204);
	assert_true(was_sent(p, "GET /credit ") && was_sent(p, "Authorization: x\r\n"));
	s.after = S("balance");
	assert_int_equal(gateway_credit(p->a, &s, &n), E_INPUT);
	s.url = at(p, "/busy");
	assert_int_equal(gateway_credit(p->a, &s, &n), E_IO);
	s.url = S("file:///etc/passwd");
	assert_int_equal(gateway_credit(p->a, &s, &n), E_INPUT);
	assert_int_equal(credit_read(S("Balance: -12 MAD"), STR_NONE, &n), OK);
	assert_int_equal(n, -12);
	assert_int_equal(credit_read(S("none"), STR_NONE, &n), E_INPUT);
	assert_int_equal(credit_read(S("1234567890123456789"), STR_NONE, &n), E_INPUT);
}

static void nobody_at_home_is_certainly_not_sent(void **state)
{
	struct peer *p = *state;
	uint16_t port;
	int fd = fd_listen_tcp("127.0.0.1", 0, &port);
	struct gateway_http_settings s = { .url = arena_fmt(p->a, "http://127.0.0.1:%d/", port) };

	close(fd);
	assert_int_equal(send_with(p, &s).result, GATEWAY_LATER);
}

static void settings_that_cannot_work_are_refused(void **state)
{
	const struct gateway_http_settings bad[] = {
		{ .url = S("") }, { .url = S("ftp://x/") }, { .url = S("file:///etc/passwd") },
		{ .url = S("http://x/{nobody}") }, { .url = S("http://x/"), .method = S("PUT") },
		{ .url = S("http://x/"), .body = S("{tel}") },
		{ .url = S("http://x/"), .header = S("A: b\r\nC: d") }, { .url = S("http://x/"), .header = S("A: {text}") },
	};
	struct gateway *g = NULL;

	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(gateway_http_open(&bad[i], a, &g), E_INPUT);
	arena_free(a);
	assert_null(g);
}

static void the_demonstration_sends_to_nobody_and_keeps_the_text(void **state)
{
	const struct gateway_message m = { .key = S("1"), .to = S("+212600000000"), .text = S("x"), .lang = S("fr") };
	struct gateway *g = gateway_demonstration();

	(void)state;
	assert_int_equal(g->send(g, &m).result, GATEWAY_SENT);
	assert_true(g->keeps_text);
	gateway_close(g);
	gateway_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_carries_the_text_encoded),
		cmocka_unit_test(json_and_get_are_encoded_in_their_own_way),
		cmocka_unit_test(answers_are_judged_by_what_they_make_certain),
		cmocka_unit_test(a_good_status_without_the_expected_words_is_a_refusal),
		cmocka_unit_test(the_providers_number_is_found_where_the_settings_say),
		cmocka_unit_test(sender_and_the_address_for_reports_stand_where_they_are_wanted),
		cmocka_unit_test(a_message_is_not_sent_again_on_another_connection),
		cmocka_unit_test(kannel_gets_all_in_headers_and_body_and_nothing_in_the_address),
		cmocka_unit_test(kannels_answers_are_judged_by_what_they_make_certain),
		cmocka_unit_test(kannels_settings_that_cannot_work_are_refused),
		cmocka_unit_test(a_reports_address_speaks_for_one_message_only),
		cmocka_unit_test(credit_is_the_number_behind_its_word),
		cmocka_unit_test(nobody_at_home_is_certainly_not_sent),
		cmocka_unit_test(settings_that_cannot_work_are_refused),
		cmocka_unit_test(the_demonstration_sends_to_nobody_and_keeps_the_text),
	};

	return cmocka_run_group_tests(tests, peer_start, count_stop);
}
