/*
 * The generic HTTP gateway: one request for one message, built from settings. Only what the
 * provider surely did not accept is reported as not sent: a connection that broke after the
 * request left is GATEWAY_UNKNOWN.
 */
#include "gateways/sms.h"

#include "base/buf.h"

#include <curl/curl.h>
#include <string.h>

enum { REQUEST_MAX = 16384, ANSWER_MAX = 16384, TIMEOUT_MS = 10000, CONNECT_MS = 5000 };
enum place { IN_URL, IN_FORM, IN_JSON, IN_TEXT };

struct http {
	struct gateway g;		/* first: the interface is the object */
	struct arena *a;		/* settings, for the gateway's life */
	struct gateway_http_settings s;
	enum place place;
	CURL *curl;
};

/* --- building the request --- */

static void put_percent_encoded(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (ascii_is_alpha(c) || ascii_is_digit(c) || (c && strchr("-_.~", c)))
			buf_put_char(b, c);
		else
			buf_put_fmt(b, "%%%02X", (unsigned char)c);
	}
}

static void put_json_encoded(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_put_char(b, '\\');
		if (c < 0x20)
			buf_put_fmt(b, "\\u%04x", c);
		else
			buf_put_char(b, (char)c);
	}
}

static void put_encoded(struct buf *b, enum place place, struct str s)
{
	switch (place) {
	case IN_URL:
	case IN_FORM: put_percent_encoded(b, s); break;
	case IN_JSON: put_json_encoded(b, s); break;
	case IN_TEXT: buf_put(b, s); break;
	}
}

static bool value_of(struct str name, const struct gateway_message *m, struct str *ret)
{
	const struct { struct str name, value; } known[] = {
		{ S("to"), m->to }, { S("text"), m->text }, { S("key"), m->key }, { S("lang"), m->lang },
		{ S("to_digits"), str_sub(m->to, str_starts(m->to, S("+")) ? 1 : 0, m->to.n) },
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (!str_eq(name, known[i].name))
			continue;
		*ret = known[i].value;
		return true;
	}
	return false;
}

/* Is that a name and not a brace of JSON: one to twelve small letters or '_'. */
static bool is_name(struct str s)
{
	if (!s.n || s.n > 12)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && s.p[i] != '_')
			return false;
	return true;
}

/* Puts a pattern with its placeholders filled; E_INPUT for one that nobody knows. */
static enum err expand(struct buf *b, enum place place, struct str pattern,
	const struct gateway_message *m)
{
	for (size_t i = 0; i < pattern.n; i++) {
		struct str rest = str_sub(pattern, i + 1, pattern.n), value;
		ptrdiff_t end = pattern.p[i] == '{' ? str_find_char(rest, '}') : -1;

		if (end < 0 || !is_name(str_sub(rest, 0, (size_t)end))) {
			buf_put_char(b, pattern.p[i]);
			continue;
		}
		if (!value_of(str_sub(rest, 0, (size_t)end), m, &value))
			return E_INPUT;
		put_encoded(b, place, value);
		i += (size_t)end + 1;
	}
	return buf_ok(b) ? OK : E_LIMIT;
}

/* --- one exchange --- */

static size_t take_answer(char *p, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;

	if (b->n < ANSWER_MAX)
		buf_put(b, (struct str){ p, size * n });
	return size * n;
}

/* What it means that there was no HTTP answer: only failures before the request left are sure. */
static enum gateway_result no_answer(CURLcode c)
{
	if (c == CURLE_COULDNT_CONNECT || c == CURLE_COULDNT_RESOLVE_HOST ||
	    c == CURLE_COULDNT_RESOLVE_PROXY || c == CURLE_SSL_CONNECT_ERROR ||
	    c == CURLE_PEER_FAILED_VERIFICATION)
		return GATEWAY_LATER;
	return GATEWAY_UNKNOWN;
}

static enum gateway_result judge(const struct http *h, long status, struct str answer)
{
	if (status >= 200 && status < 300) {
		bool good = !h->s.expect.n || str_find(answer, h->s.expect) >= 0;
		return good ? GATEWAY_SENT : GATEWAY_REFUSED;
	}
	if (status == 429 || status == 503)
		return GATEWAY_LATER;
	if (status >= 500)
		return GATEWAY_UNKNOWN;
	return status >= 400 ? GATEWAY_REFUSED : GATEWAY_LATER;
}

/* The provider's own number of the message: the answer's first line, if it is short and plain. */
static void take_id(struct str answer, char id[static 64])
{
	size_t n = 0;

	answer = str_trim(answer);
	for (; n < answer.n && n < 63 && answer.p[n] > ' ' && answer.p[n] < 0x7f; n++)
		id[n] = answer.p[n];
	id[n] = 0;
}

static struct curl_slist *headers_of(const struct http *h, const struct gateway_message *m)
{
	BUF_AUTO struct buf line = BUF(REQUEST_MAX);
	struct curl_slist *list = NULL;

	buf_put_fmt(&line, "Content-Type: %.*s", STR_ARG(h->s.type));
	buf_put_char(&line, 0);
	list = curl_slist_append(list, line.p);
	buf_clear(&line);
	buf_put_fmt(&line, "Idempotency-Key: %.*s", STR_ARG(m->key));
	buf_put_char(&line, 0);
	list = curl_slist_append(list, line.p);
	buf_clear(&line);
	if (h->s.header.n && expand(&line, IN_TEXT, h->s.header, m) == OK) {
		buf_put_char(&line, 0);
		list = curl_slist_append(list, line.p);
	}
	return curl_slist_append(list, "Expect:");
}

static struct gateway_answer exchange(struct http *h, const char *url, struct str body,
	struct curl_slist *headers)
{
	BUF_AUTO struct buf answer = BUF(2 * ANSWER_MAX);
	struct gateway_answer w = { .result = GATEWAY_LATER };
	bool get = str_eq_nocase(h->s.method, S("GET"));
	long status = 0;
	CURLcode c;

	curl_easy_reset(h->curl);
	curl_easy_setopt(h->curl, CURLOPT_URL, url);
	curl_easy_setopt(h->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(h->curl, CURLOPT_TIMEOUT_MS, (long)(h->s.timeout_ms ? h->s.timeout_ms : TIMEOUT_MS));
	curl_easy_setopt(h->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(h->curl, CURLOPT_WRITEFUNCTION, take_answer);
	curl_easy_setopt(h->curl, CURLOPT_WRITEDATA, &answer);
	curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, headers);
	if (!get) {
		curl_easy_setopt(h->curl, CURLOPT_POSTFIELDSIZE, (long)body.n);
		curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, body.p);
	}
	c = curl_easy_perform(h->curl);
	curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &status);
	w.result = c == CURLE_OK ? judge(h, status, buf_str(&answer)) : no_answer(c);
	if (w.result == GATEWAY_SENT)
		take_id(buf_str(&answer), w.id);
	return w;
}

static struct gateway_answer http_send(struct gateway *g, const struct gateway_message *m)
{
	struct http *h = (struct http *)(void *)g;
	BUF_AUTO struct buf url = BUF(REQUEST_MAX), body = BUF(REQUEST_MAX);
	struct curl_slist *headers;
	struct gateway_answer w = { .result = GATEWAY_REFUSED };

	if (expand(&url, IN_URL, h->s.url, m) != OK || expand(&body, h->place, h->s.body, m) != OK)
		return w;
	buf_put_char(&url, 0);
	buf_put_char(&body, 0);
	if (!buf_ok(&url) || !buf_ok(&body))
		return w;
	headers = headers_of(h, m);
	w = exchange(h, url.p, (struct str){ body.p, body.n - 1 }, headers);
	curl_slist_free_all(headers);
	return w;
}

static void http_close(struct gateway *g)
{
	struct http *h = (struct http *)(void *)g;

	curl_easy_cleanup(h->curl);
	arena_free(h->a);
}

/* --- settings --- */

static enum place place_of(struct str type)
{
	if (str_starts(type, S("application/json")))
		return IN_JSON;
	return str_starts(type, S("application/x-www-form-urlencoded")) ? IN_FORM : IN_TEXT;
}

/* Every placeholder is known, and no line break can come in by the header. */
static enum err check(const struct http *h)
{
	const struct gateway_message m = { .key = S("1"), .to = S("+1"), .text = S("x"), .lang = S("fr") };
	BUF_AUTO struct buf b = BUF(REQUEST_MAX);

	if (!str_starts(h->s.url, S("https://")) && !str_starts(h->s.url, S("http://")))
		return E_INPUT;
	if (!str_eq_nocase(h->s.method, S("GET")) && !str_eq_nocase(h->s.method, S("POST")))
		return E_INPUT;
	if (str_find_char(h->s.header, '\n') >= 0 || str_find_char(h->s.header, '\r') >= 0 ||
	    str_find(h->s.header, S("{text}")) >= 0)
		return E_INPUT;
	TRY(expand(&b, IN_URL, h->s.url, &m));
	TRY(expand(&b, h->place, h->s.body, &m));
	return expand(&b, IN_TEXT, h->s.header, &m);
}

enum err gateway_http_open(const struct gateway_http_settings *s, struct gateway **ret)
{
	struct arena *a = arena_new(1 << 20);
	struct http *h;
	enum err e;

	if (!a)
		return E_IO;
	h = ARENA_NEW(a, struct http);
	h->a = a;
	h->s = *s;
	h->s.url = arena_str(a, s->url);
	h->s.method = s->method.n ? arena_str(a, s->method) : S("POST");
	h->s.type = s->type.n ? arena_str(a, s->type) : S("application/x-www-form-urlencoded");
	h->s.body = arena_str(a, s->body);
	h->s.header = arena_str(a, s->header);
	h->s.expect = arena_str(a, s->expect);
	h->place = place_of(h->s.type);
	h->g = (struct gateway){ .name = "http", .knows_repeats = s->knows_repeats,
		.send = http_send, .close = http_close };
	e = check(h);
	h->curl = e == OK ? curl_easy_init() : NULL;
	if (e == OK && !h->curl)
		e = E_IO;
	if (e != OK) {
		arena_free(a);
		return e;
	}
	*ret = &h->g;
	return OK;
}
