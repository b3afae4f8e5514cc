/* Kannel's sendsms. See kannel.h. */
#include "gateways/kannel.h"

#include "base/gsm.h"
#include "gateways/exchange.h"

enum {
	URL_MAX = 2000,
	/* delivered, not delivered, left for the operator, refused by it; not "kept for later" (4) */
	REPORT_MASK = 1 | 2 | 8 | 16,
};

struct kannel {
	struct gateway g;		/* first: the interface is the object */
	struct arena *a;		/* settings, for the gateway's life */
	struct gateway_kannel_settings s;
	CURL *curl;
};

static bool is_number(struct str to)
{
	if (to.n < 9 || to.n > 16 || to.p[0] != '+')
		return false;
	for (size_t i = 1; i < to.n; i++)
		if (!ascii_is_digit(to.p[i]))
			return false;
	return true;
}

static struct curl_slist *put_number(struct curl_slist *list, const char *name, int64_t n)
{
	BUF_AUTO struct buf b = BUF(32);

	buf_put_int(&b, n);
	return exchange_header(list, name, buf_str(&b));
}

static struct curl_slist *put_report(const struct kannel *k, struct curl_slist *list, struct str key)
{
	BUF_AUTO struct buf url = BUF(URL_MAX);

	report_put_url(&url, &k->s.report, key);
	if (!url.n || !buf_ok(&url))
		return list;
	buf_put(&url, S("&status=%d"));
	list = exchange_header(list, "X-Kannel-DLR-URL", buf_str(&url));
	return put_number(list, "X-Kannel-DLR-Mask", REPORT_MASK);
}

static struct curl_slist *headers_of(const struct kannel *k, const struct gateway_message *m)
{
	struct str password = k->s.user_password, user = str_cut(&password, ':');
	struct curl_slist *list = exchange_header(NULL, "X-Kannel-Username", user);

	list = exchange_header(list, "X-Kannel-Password", password);
	if (k->s.sender.n)
		list = exchange_header(list, "X-Kannel-From", k->s.sender);
	list = exchange_header(list, "X-Kannel-To", m->to);
	list = exchange_header(list, "X-Kannel-Coding", gsm_size(m->text).ucs2 ? S("2") : S("0"));
	if (m->valid_min)
		list = put_number(list, "X-Kannel-Validity", m->valid_min);
	list = put_report(k, list, m->key);
	list = exchange_header(list, "Content-Type", S("text/plain; charset=UTF-8"));
	return curl_slist_append(list, "Expect:");
}

/* 202 with 0 (sent on) or 3 (kept for later): it is in Kannel's store. A wrong password or a
 * path that is not there says nothing of the message: it waits until that is put right. */
static enum gateway_result judge(long status, struct str answer)
{
	if (status == 202)
		return str_starts(answer, S("0")) || str_starts(answer, S("3")) ? GATEWAY_SENT : GATEWAY_UNKNOWN;
	if (status == 403)
		return str_starts(answer, S("Not routable")) ? GATEWAY_REFUSED : GATEWAY_LATER;
	if (status == 503 || status == 404 || status == 401)
		return GATEWAY_LATER;
	if (status >= 400 && status < 500)
		return GATEWAY_REFUSED;
	return GATEWAY_UNKNOWN;
}

static struct gateway_answer kannel_send(struct gateway *g, const struct gateway_message *m)
{
	struct kannel *k = (struct kannel *)(void *)g;
	BUF_AUTO struct buf answer = BUF(2 * EXCHANGE_ANSWER_MAX);
	struct gateway_answer w = { .result = GATEWAY_REFUSED };
	struct exchange x = { .url = k->s.url.p, .body = m->text, .timeout_ms = k->s.timeout_ms };
	long status;

	if (!is_number(m->to) || !m->text.n)
		return w;
	x.headers = headers_of(k, m);
	w.result = exchange_do(k->curl, &x, &status, &answer);
	curl_slist_free_all(x.headers);
	if (w.result == GATEWAY_SENT)
		w.result = judge(status, buf_str(&answer));
	return w;
}

/* A message to nobody: sendsms looks at name and password first and then misses the number. */
static enum err kannel_greet(struct gateway *g, struct arena *a, struct str *ret)
{
	struct kannel *k = (struct kannel *)(void *)g;
	BUF_AUTO struct buf answer = BUF(2 * EXCHANGE_ANSWER_MAX);
	struct exchange x = { .url = k->s.url.p, .timeout_ms = k->s.timeout_ms };
	struct str password = k->s.user_password, user = str_cut(&password, ':');
	enum gateway_result r;
	long status;

	x.headers = exchange_header(NULL, "X-Kannel-Username", user);
	x.headers = exchange_header(x.headers, "X-Kannel-Password", password);
	x.headers = exchange_header(x.headers, "Content-Type", S("text/plain; charset=UTF-8"));
	x.headers = curl_slist_append(x.headers, "Expect:");
	r = exchange_do(k->curl, &x, &status, &answer);
	curl_slist_free_all(x.headers);
	*ret = r == GATEWAY_LATER ? S("no connection") : S("no answer");
	if (r != GATEWAY_SENT)
		return E_IO;
	if (status == 400 && str_starts(buf_str(&answer), S("Missing receiver"))) {
		*ret = S("it answers, name and password are right");
		return OK;
	}
	*ret = status == 403 ? S("it refuses name and password") : arena_fmt(a, "it answers %ld, which is not Kannel's sendsms", status);
	return E_IO;
}

static void kannel_close(struct gateway *g)
{
	arena_free(((struct kannel *)(void *)g)->a);
}

static bool fits(const struct gateway_kannel_settings *s)
{
	if (!str_starts(s->url, S("https://")) && !str_starts(s->url, S("http://")))
		return false;
	return str_find_char(s->user_password, ':') > 0 && exchange_value_ok(s->user_password) &&
		exchange_value_ok(s->sender) && s->sender.n <= 20 && exchange_value_ok(s->report.base);
}

enum err gateway_kannel_open(const struct gateway_kannel_settings *s, struct arena *beside, struct gateway **ret)
{
	struct arena *a;
	struct kannel *k;

	if (!fits(s))
		return E_INPUT;
	a = arena_side(beside, 1 << 20);
	if (!a)
		return E_IO;
	k = ARENA_NEW(a, struct kannel);
	k->a = a;
	k->s = *s;
	k->s.url = (struct str){ arena_cstr(a, s->url), s->url.n };
	k->s.user_password = arena_str(a, s->user_password);
	k->s.sender = arena_str(a, s->sender);
	k->s.report = (struct report_place){ arena_str(a, s->report.base), arena_str(a, s->report.secret) };
	k->g = (struct gateway){ .name = "kannel", .reports = s->report.secret.n && s->report.base.n,
		.send = kannel_send, .close = kannel_close, .greet = kannel_greet };
	k->curl = curl_easy_init();
	if (!k->curl) {
		arena_free(a);
		return E_IO;
	}
	arena_on_end(a, curl_easy_cleanup, k->curl);
	*ret = &k->g;
	return OK;
}
