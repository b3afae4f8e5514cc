/*
 * One mail, one SMTP exchange. The text goes as base64 of UTF-8: no line is too long for any
 * server, and no line of ours can end the message early.
 */
#include "gateways/mail.h"

#include "base/buf.h"
#include "base/time.h"
#include "crypto/crypto.h"

#include <curl/curl.h>
#include <string.h>

enum { MAIL_MAX = 4 << 20, TIMEOUT_MS = 20000, CONNECT_MS = 8000, SUBJECT_MAX = 150, LINE = 76 };

struct mail {
	struct gateway g;		/* first: the interface is the object */
	struct arena *a;
	struct gateway_mail_settings s;
	CURL *curl;
};

/* --- the message (RFC 5322) --- */

static void put_date(struct buf *b, struct instant t)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
		"Nov", "Dec" };
	struct day day = { (int32_t)(t.v / 86400) };
	int64_t s = t.v % 86400;
	int y, m, d;

	day_split(day, &y, &m, &d);
	buf_put_fmt(b, "Date: %s, %d %s %d %02lld:%02lld:%02lld +0000\r\n", days[day_weekday(day) - 1], d, months[m - 1], y,
		(long long)(s / 3600), (long long)(s / 60 % 60), (long long)(s % 60));
}

static void put_lines(struct buf *b, struct str base64)
{
	for (size_t i = 0; i < base64.n; i += LINE) {
		buf_put(b, str_sub(base64, i, i + LINE));
		buf_put(b, S("\r\n"));
	}
}

/* The first line, if an empty one follows; *rest is what comes after. */
static struct str subject_of(struct str text, struct str *rest)
{
	ptrdiff_t end = str_find_char(text, '\n');

	*rest = text;
	if (end < 1 || end > SUBJECT_MAX || (size_t)end + 1 >= text.n || text.p[end + 1] != '\n')
		return S("Diwan");
	*rest = str_sub(text, (size_t)end + 2, text.n);
	return str_sub(text, 0, (size_t)end);
}

/* Encoded words of at most 75 characters (RFC 2047), cut between characters. */
static void put_subject(struct buf *b, struct arena *a, struct str s)
{
	buf_put(b, S("Subject:"));
	while (s.n) {
		size_t n = s.n < 42 ? s.n : 42;

		while (n < s.n && n > 1 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
			n--;
		struct str part = base64_encode(a, str_sub(s, 0, n));
		buf_put_fmt(b, " =?UTF-8?B?%.*s?=\r\n", STR_ARG(part));
		s = str_sub(s, n, s.n);
	}
}

static void put_message(struct buf *b, struct arena *a, const struct mail *m, const struct gateway_message *x)
{
	struct str text, subject = subject_of(x->text, &text);

	put_date(b, clock_now());
	buf_put_fmt(b, "From: Diwan <%.*s>\r\nTo: <%.*s>\r\n", STR_ARG(m->s.from), STR_ARG(x->to));
	put_subject(b, a, subject);
	buf_put_fmt(b, "Message-ID: <%.*s@diwan>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n", STR_ARG(x->key));
	buf_put_fmt(b, "Content-Type: text/plain; charset=UTF-8\r\nContent-Language: %.*s\r\n", STR_ARG(x->lang));
	buf_put(b, S("Content-Transfer-Encoding: base64\r\n\r\n"));
	put_lines(b, base64_encode(a, text));
}

/* --- the exchange --- */

struct reading { struct str rest; };

static size_t give(char *to, size_t size, size_t n, void *arg)
{
	struct reading *r = arg;
	size_t max = size * n < r->rest.n ? size * n : r->rest.n;

	memcpy(to, r->rest.p, max);
	r->rest = str_sub(r->rest, max, r->rest.n);
	return max;
}

/* Only what the server surely did not take is "not sent": before the text went out, or by its answer. */
static enum gateway_result judge(CURLcode c, long code, bool text_began)
{
	if (c == CURLE_OK)
		return GATEWAY_SENT;
	if (code >= 500 && code < 600)
		return GATEWAY_REFUSED;
	if ((code >= 400 && code < 500) || !text_began)
		return GATEWAY_LATER;
	return GATEWAY_UNKNOWN;
}

static struct gateway_answer exchange(struct mail *m, const char *to, const char *from, struct str message)
{
	struct curl_slist *recipients = curl_slist_append(NULL, to);
	struct reading r = { message };
	long code = 0;
	CURLcode c;

	curl_easy_reset(m->curl);
	curl_easy_setopt(m->curl, CURLOPT_URL, m->s.url.p);
	curl_easy_setopt(m->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(m->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(m->curl, CURLOPT_USE_SSL, (long)(m->s.must_encrypt ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	if (m->s.user_password.n)
		curl_easy_setopt(m->curl, CURLOPT_USERPWD, m->s.user_password.p);
	curl_easy_setopt(m->curl, CURLOPT_TIMEOUT_MS, (long)(m->s.timeout_ms ? m->s.timeout_ms : TIMEOUT_MS));
	curl_easy_setopt(m->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(m->curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(m->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(m->curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(m->curl, CURLOPT_READDATA, &r);
	c = curl_easy_perform(m->curl);
	curl_easy_getinfo(m->curl, CURLINFO_RESPONSE_CODE, &code);
	curl_slist_free_all(recipients);
	return (struct gateway_answer){ .result = judge(c, code, r.rest.n < message.n) };
}

/* What would end a header line or an address early never comes into one. */
static bool address_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '<' || s.p[i] == '>' || (unsigned char)s.p[i] >= 0x80)
			return false;
	return s.n > 2 && s.n < 255 && str_find_char(s, '@') > 0;
}

static struct gateway_answer mail_send(struct gateway *g, const struct gateway_message *x)
{
	struct mail *m = (struct mail *)(void *)g;
	BUF_AUTO struct buf b = BUF(MAIL_MAX);
	struct arena *a = arena_new(4 * MAIL_MAX);
	struct gateway_answer w = { .result = GATEWAY_REFUSED };

	if (!a)
		return (struct gateway_answer){ .result = GATEWAY_LATER };
	if (address_ok(x->to) && x->text.n < MAIL_MAX / 2) {
		put_message(&b, a, m, x);
		if (buf_ok(&b))
			w = exchange(m, arena_cstr(a, arena_fmt(a, "<%.*s>", STR_ARG(x->to))),
				arena_cstr(a, arena_fmt(a, "<%.*s>", STR_ARG(m->s.from))), buf_str(&b));
	}
	arena_free(a);
	return w;
}

static void mail_close(struct gateway *g)
{
	struct mail *m = (struct mail *)(void *)g;

	curl_easy_cleanup(m->curl);
	arena_free(m->a);
}

static struct str terminated(struct arena *a, struct str s)
{
	return (struct str){ arena_cstr(a, s), s.n };
}

enum err gateway_mail_open(const struct gateway_mail_settings *s, struct gateway **ret)
{
	struct arena *a;
	struct mail *m;

	if ((!str_starts(s->url, S("smtp://")) && !str_starts(s->url, S("smtps://"))) || !address_ok(s->from))
		return E_INPUT;
	a = arena_new(1 << 20);
	if (!a)
		return E_IO;
	m = ARENA_NEW(a, struct mail);
	m->a = a;
	m->s = *s;
	m->s.url = terminated(a, s->url);
	m->s.from = terminated(a, s->from);
	m->s.user_password = terminated(a, s->user_password);
	m->g = (struct gateway){ .name = "mail", .send = mail_send, .close = mail_close };
	m->curl = curl_easy_init();
	if (!m->curl) {
		arena_free(a);
		return E_IO;
	}
	*ret = &m->g;
	return OK;
}
