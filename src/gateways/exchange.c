/* One HTTP exchange by libcurl. See exchange.h. */
#include "gateways/exchange.h"

#include <string.h>

enum { TIMEOUT_MS = 10000, CONNECT_MS = 5000, HEADER_MAX = 16384 };

void exchange_put_percent(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (ascii_is_alpha(c) || ascii_is_digit(c) || (c && strchr("-_.~", c)))
			buf_put_char(b, c);
		else
			buf_put_fmt(b, "%%%02X", (unsigned char)c);
	}
}

bool exchange_value_ok(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

struct curl_slist *exchange_header(struct curl_slist *list, const char *name, struct str value)
{
	BUF_AUTO struct buf line = BUF(HEADER_MAX);

	buf_put_fmt(&line, "%s: %.*s", name, STR_ARG(value));
	buf_put_char(&line, 0);
	return buf_ok(&line) ? curl_slist_append(list, line.p) : list;
}

static size_t take_answer(char *p, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;
	size_t room = b->n < EXCHANGE_ANSWER_MAX ? EXCHANGE_ANSWER_MAX - b->n : 0;

	buf_put(b, (struct str){ p, size * n < room ? size * n : room });
	return size * n;
}

static enum gateway_result no_answer(CURLcode c)
{
	if (c == CURLE_COULDNT_CONNECT || c == CURLE_COULDNT_RESOLVE_HOST ||
	    c == CURLE_COULDNT_RESOLVE_PROXY || c == CURLE_SSL_CONNECT_ERROR ||
	    c == CURLE_PEER_FAILED_VERIFICATION)
		return GATEWAY_LATER;
	return GATEWAY_UNKNOWN;
}

enum gateway_result exchange_do(CURL *curl, const struct exchange *x, long *ret_status, struct buf *answer)
{
	CURLcode c;

	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, x->url);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(x->timeout_ms ? x->timeout_ms : TIMEOUT_MS));
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, x->repeatable ? 0L : 1L);
	curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, x->repeatable ? 0L : 1L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, x->headers);
	if (!x->get) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)x->body.n);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, x->body.p);
	}
	*ret_status = 0;
	c = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, ret_status);
	return c == CURLE_OK ? GATEWAY_SENT : no_answer(c);
}

enum err exchange_connect(CURL *curl, const char *url, int timeout_ms, const char **ret_why)
{
	CURLcode c;

	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(timeout_ms ? timeout_ms : TIMEOUT_MS));
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	c = curl_easy_perform(curl);
	*ret_why = curl_easy_strerror(c);
	return c == CURLE_OK ? OK : E_IO;
}
