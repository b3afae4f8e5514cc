/*
 * One mail, one SMTP exchange.
 */
#include "gateways/mail.h"

#include "base/buf.h"
#include "base/time.h"
#include "gateways/mime.h"
#include "crypto/crypto.h"

#include <curl/curl.h>
#include <string.h>

enum { MAIL_MAX = 4 << 20, TIMEOUT_MS = 20000, CONNECT_MS = 8000, SUBJECT_MAX = 150, MAC = 12 };

struct mail {
	struct gateway g;		/* first: the interface is the object */
	struct arena *a;
	struct gateway_mail_settings s;
	CURL *curl;
};

/* --- the message --- */

struct str mail_key(struct arena *a, struct str secret, struct str key)
{
	unsigned char mac[32];

	if (!secret.n)
		return key;
	hmac_sha256(secret, arena_cat(a, S("mail "), key), mac);
	return arena_fmt(a, "%.*s.%.*s", STR_ARG(key), STR_ARG(base64url_encode(a, (struct str){ (const char *)mac, MAC })));
}

enum err mail_key_read(struct arena *a, struct str secret, struct str id, struct str *ret)
{
	struct str key;

	id = str_trim(id);
	if (str_starts(id, S("<")))
		id = str_sub(id, 1, id.n);
	id = str_cut(&id, '@');
	key = str_sub(id, 0, (size_t)(str_find_char(id, '.') < 0 ? 0 : str_find_char(id, '.')));
	if (!key.n || key.n > 40 || !secret.n || !str_eq_secret(mail_key(a, secret, key), id))
		return E_INPUT;
	*ret = key;
	return OK;
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

static void put_message(struct buf *b, struct arena *a, const struct mail *m, const struct gateway_message *x)
{
	struct mime out = { .from = m->s.from, .to = x->to, .at = clock_now(), .lang = x->lang, .subject = x->subject,
		.text = x->text, .html = x->html, .ics = x->ics,
		.filename = x->attachment.filename, .type = x->attachment.type, .base64 = x->attachment.base64 };
	struct str from = m->s.from;

	if (!out.subject.n)
		out.subject = subject_of(x->text, &out.text);
	str_cut(&from, '@');
	out.id = arena_fmt(a, "%.*s@%.*s", STR_ARG(mail_key(a, m->s.secret, x->key)), STR_ARG(from));
	mime_put(b, a, &out);
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

/* The server's refusal in its words, for what its code alone does not tell. */
struct said { char line[512]; };

static size_t hear(char *p, size_t size, size_t n, void *arg)
{
	struct said *s = arg;
	size_t len = size * n < sizeof(s->line) - 1 ? size * n : sizeof(s->line) - 1;

	if (len && p[0] == '5') {
		memcpy(s->line, p, len);
		s->line[len] = 0;
	}
	return size * n;
}

/* "550 5.1.1 …": X.1.1 no such box, X.1.2 no such host, X.1.3 no address, X.1.6 moved away, X.1.10 takes none, X.2.1
 * closed (RFC 3463, 7505). Other refusals are about us or this mail. */
static bool no_such_box(const char *line)
{
	static const char *const codes[] = { "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1" };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		size_t n = strlen(codes[i]);

		if (strlen(line) > 4 + n && !strncmp(line + 4, codes[i], n) && !ascii_is_digit(line[4 + n]))
			return true;
	}
	return false;
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

static void set_up(struct mail *m)
{
	curl_easy_reset(m->curl);
	curl_easy_setopt(m->curl, CURLOPT_URL, m->s.url.p);
	curl_easy_setopt(m->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(m->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(m->curl, CURLOPT_USE_SSL, (long)(m->s.must_encrypt ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	if (m->s.user_password.n)
		curl_easy_setopt(m->curl, CURLOPT_USERPWD, m->s.user_password.p);
	if (m->s.ca_file.n)
		curl_easy_setopt(m->curl, CURLOPT_CAINFO, m->s.ca_file.p);
	curl_easy_setopt(m->curl, CURLOPT_TIMEOUT_MS, (long)(m->s.timeout_ms ? m->s.timeout_ms : TIMEOUT_MS));
	curl_easy_setopt(m->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
}

static struct gateway_answer exchange(struct mail *m, const char *to, const char *from, struct str message)
{
	struct curl_slist *recipients = curl_slist_append(NULL, to);
	struct reading r = { message };
	struct said said = { { 0 } };
	struct gateway_answer w = { 0 };
	long code = 0;
	CURLcode c;

	set_up(m);
	curl_easy_setopt(m->curl, CURLOPT_HEADERFUNCTION, hear);
	curl_easy_setopt(m->curl, CURLOPT_HEADERDATA, &said);
	curl_easy_setopt(m->curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(m->curl, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(m->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(m->curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(m->curl, CURLOPT_READDATA, &r);
	c = curl_easy_perform(m->curl);
	curl_easy_getinfo(m->curl, CURLINFO_RESPONSE_CODE, &code);
	curl_slist_free_all(recipients);
	w.result = judge(c, code, r.rest.n < message.n);
	w.no_such = w.result == GATEWAY_REFUSED && no_such_box(said.line);
	return w;
}

static struct gateway_answer mail_send(struct gateway *g, const struct gateway_message *x)
{
	struct mail *m = (struct mail *)(void *)g;
	BUF_AUTO struct buf b = BUF(MAIL_MAX);
	struct arena *a = arena_side(m->a, 4 * MAIL_MAX);
	struct gateway_answer w = { .result = GATEWAY_REFUSED };

	if (!a)
		return (struct gateway_answer){ .result = GATEWAY_LATER };
	if (mime_address_ok(x->to) && x->text.n < MAIL_MAX / 2) {
		put_message(&b, a, m, x);
		if (buf_ok(&b))
			w = exchange(m, arena_cstr(a, arena_fmt(a, "<%.*s>", STR_ARG(x->to))),
				arena_cstr(a, arena_fmt(a, "<%.*s>", STR_ARG(m->s.from))), buf_str(&b));
	}
	arena_free(a);
	return w;
}

static size_t lose(char *p, size_t size, size_t n, void *arg)
{
	(void)p;
	(void)arg;
	return size * n;
}

/* Signs in and says NOOP. */
static enum err mail_greet(struct gateway *g, struct arena *a, struct str *ret)
{
	struct mail *m = (struct mail *)(void *)g;
	CURLcode c;

	set_up(m);
	curl_easy_setopt(m->curl, CURLOPT_CUSTOMREQUEST, "NOOP");
	curl_easy_setopt(m->curl, CURLOPT_WRITEFUNCTION, lose);
	c = curl_easy_perform(m->curl);
	if (c != CURLE_OK)
		*ret = arena_str(a, str_of(curl_easy_strerror(c)));
	else
		*ret = m->s.user_password.n ? S("it answers, name and password are right") : S("it answers");
	return c == CURLE_OK ? OK : E_IO;
}

static void mail_close(struct gateway *g)
{
	arena_free(((struct mail *)(void *)g)->a);
}

static struct str terminated(struct arena *a, struct str s)
{
	return (struct str){ arena_cstr(a, s), s.n };
}

enum err gateway_mail_open(const struct gateway_mail_settings *s, struct arena *beside, struct gateway **ret)
{
	struct arena *a;
	struct mail *m;

	if ((!str_starts(s->url, S("smtp://")) && !str_starts(s->url, S("smtps://"))) || !mime_address_ok(s->from))
		return E_INPUT;
	a = arena_side(beside, 1 << 20);
	if (!a)
		return E_IO;
	m = ARENA_NEW(a, struct mail);
	m->a = a;
	m->s = *s;
	m->s.url = terminated(a, s->url);
	m->s.from = terminated(a, s->from);
	m->s.user_password = terminated(a, s->user_password);
	m->s.secret = terminated(a, s->secret);
	m->s.ca_file = terminated(a, s->ca_file);
	m->g = (struct gateway){ .name = "mail", .send = mail_send, .close = mail_close, .greet = mail_greet };
	m->curl = curl_easy_init();
	if (!m->curl) {
		arena_free(a);
		return E_IO;
	}
	arena_on_end(a, curl_easy_cleanup, m->curl);
	*ret = &m->g;
	return OK;
}
