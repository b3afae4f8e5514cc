/*
 * The generic HTTP gateway: one request for one message, built from settings. Only what the
 * provider surely did not accept is reported as not sent: a connection that broke after the
 * request left is GATEWAY_UNKNOWN.
 */
#include "gateways/sms.h"

#include "gateways/exchange.h"

enum { REQUEST_MAX = 16384 };
enum place { IN_URL, IN_FORM, IN_JSON, IN_TEXT };

struct http {
	struct gateway g;		/* first: the interface is the object */
	struct arena *a;		/* settings, for the gateway's life */
	struct gateway_http_settings s;
	enum place place;
	CURL *curl;
};

/* --- building the request --- */

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
	case IN_FORM: exchange_put_percent(b, s); break;
	case IN_JSON: put_json_encoded(b, s); break;
	case IN_TEXT: buf_put(b, s); break;
	}
}

static bool value_of(struct str name, const struct http *h, const struct gateway_message *m, struct str report,
	struct str valid, struct str *ret)
{
	const struct { struct str name, value; } known[] = {
		{ S("to"), m->to }, { S("text"), m->text }, { S("key"), m->key }, { S("lang"), m->lang },
		{ S("to_digits"), str_sub(m->to, str_starts(m->to, S("+")) ? 1 : 0, m->to.n) },
		{ S("sender"), h->s.sender }, { S("report"), report },
		{ S("valid"), valid },
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
static enum err expand(struct buf *b, const struct http *h, enum place place, struct str pattern,
	const struct gateway_message *m)
{
	BUF_AUTO struct buf report = BUF(REQUEST_MAX), valid = BUF(32);

	if (m->valid_min)
		buf_put_int(&valid, m->valid_min);
	report_put_url(&report, &h->s.report, m->key);
	for (size_t i = 0; i < pattern.n; i++) {
		struct str rest = str_sub(pattern, i + 1, pattern.n), value;
		ptrdiff_t end = pattern.p[i] == '{' ? str_find_char(rest, '}') : -1;

		if (end < 0 || !is_name(str_sub(rest, 0, (size_t)end))) {
			buf_put_char(b, pattern.p[i]);
			continue;
		}
		if (!value_of(str_sub(rest, 0, (size_t)end), h, m, buf_str(&report), buf_str(&valid),
				&value))
			return E_INPUT;
		put_encoded(b, place, value);
		i += (size_t)end + 1;
	}
	return buf_ok(b) ? OK : E_LIMIT;
}

/* --- one exchange --- */

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

/* The provider's own number of the message: what follows sms_id_after in the answer, or the answer's
 * first word. Letters, digits and what parts them, at most 63. */
static void take_id(const struct http *h, struct str answer, char id[static 64])
{
	ptrdiff_t at = h->s.id_after.n ? str_find(answer, h->s.id_after) : 0;
	bool words = h->s.id_after.n > 0;
	size_t n = 0;

	if (at >= 0)
		answer = str_trim(str_sub(answer, (size_t)at + h->s.id_after.n, answer.n));
	else
		answer = STR_NONE;
	for (; n < answer.n && n < 63 && answer.p[n] > ' ' && answer.p[n] < 0x7f; n++) {
		if (words && (answer.p[n] == '"' || answer.p[n] == '<' || answer.p[n] == ',' || answer.p[n] == '}'))
			break;
		id[n] = answer.p[n];
	}
	id[n] = 0;
}

static struct curl_slist *headers_of(const struct http *h, const struct gateway_message *m)
{
	BUF_AUTO struct buf line = BUF(REQUEST_MAX);
	struct curl_slist *list = exchange_header(NULL, "Content-Type", h->s.type);

	list = exchange_header(list, "Idempotency-Key", m->key);
	if (h->s.header.n && expand(&line, h, IN_TEXT, h->s.header, m) == OK) {
		buf_put_char(&line, 0);
		list = curl_slist_append(list, line.p);
	}
	return curl_slist_append(list, "Expect:");
}

static struct gateway_answer exchange(struct http *h, const char *url, struct str body,
	struct curl_slist *headers)
{
	BUF_AUTO struct buf answer = BUF(2 * EXCHANGE_ANSWER_MAX);
	const struct exchange x = { .url = url, .get = str_eq_nocase(h->s.method, S("GET")), .body = body,
		.headers = headers, .timeout_ms = h->s.timeout_ms, .repeatable = h->s.knows_repeats };
	struct gateway_answer w = { .result = GATEWAY_LATER };
	long status;

	w.result = exchange_do(h->curl, &x, &status, &answer);
	if (w.result == GATEWAY_SENT)
		w.result = judge(h, status, buf_str(&answer));
	if (w.result == GATEWAY_SENT)
		take_id(h, buf_str(&answer), w.id);
	return w;
}

static struct gateway_answer http_send(struct gateway *g, const struct gateway_message *m)
{
	struct http *h = (struct http *)(void *)g;
	BUF_AUTO struct buf url = BUF(REQUEST_MAX), body = BUF(REQUEST_MAX);
	struct curl_slist *headers;
	struct gateway_answer w = { .result = GATEWAY_REFUSED };

	if (expand(&url, h, IN_URL, h->s.url, m) != OK || expand(&body, h, h->place, h->s.body, m) != OK)
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

/* Only whether somebody is there: any request could send something. */
static enum err http_greet(struct gateway *g, struct arena *a, struct str *ret)
{
	struct http *h = (struct http *)(void *)g;
	const struct gateway_message m = { .key = S("1"), .to = S("+1"), .text = S("x"), .lang = S("fr") };
	BUF_AUTO struct buf url = BUF(REQUEST_MAX);
	const char *why = "the address is too long";
	enum err e = expand(&url, h, IN_URL, h->s.url, &m);

	buf_put_char(&url, 0);
	if (e == OK && buf_ok(&url))
		e = exchange_connect(h->curl, url.p, h->s.timeout_ms, &why);
	*ret = e != OK ? arena_str(a, str_of(why)) : str_starts(h->s.url, S("https:")) ? S("connected, its certificate is good")
		: S("connected");
	return e == OK ? OK : E_IO;
}

static void http_close(struct gateway *g)
{
	arena_free(((struct http *)(void *)g)->a);
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
	TRY(expand(&b, h, IN_URL, h->s.url, &m));
	TRY(expand(&b, h, h->place, h->s.body, &m));
	return expand(&b, h, IN_TEXT, h->s.header, &m);
}

enum err gateway_http_open(const struct gateway_http_settings *s, struct arena *beside, struct gateway **ret)
{
	struct arena *a = arena_side(beside, 1 << 20);
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
	h->s.id_after = arena_str(a, s->id_after);
	h->s.sender = arena_str(a, s->sender);
	h->s.report = (struct report_place){ arena_str(a, s->report.base), arena_str(a, s->report.secret) };
	h->place = place_of(h->s.type);
	h->g = (struct gateway){ .name = "http", .knows_repeats = s->knows_repeats, .reports = s->reports,
		.send = http_send, .close = http_close, .greet = http_greet };
	e = check(h);
	h->curl = e == OK ? curl_easy_init() : NULL;
	if (e == OK && !h->curl)
		e = E_IO;
	if (e != OK) {
		arena_free(a);
		return e;
	}
	arena_on_end(a, curl_easy_cleanup, h->curl);
	*ret = &h->g;
	return OK;
}
