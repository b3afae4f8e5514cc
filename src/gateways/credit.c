/* The provider's credit. See credit.h. */
#include "gateways/credit.h"

#include "base/num.h"
#include "gateways/exchange.h"

enum { CREDIT_DIGITS = 15 };

enum err credit_read(struct str answer, struct str after, int64_t *ret)
{
	ptrdiff_t at = after.n ? str_find(answer, after) : 0;
	size_t i, n = 0;
	bool negative;
	int64_t v;

	if (at < 0)
		return E_INPUT;
	answer = str_sub(answer, (size_t)at + after.n, answer.n);
	for (i = 0; i < answer.n && !ascii_is_digit(answer.p[i]);)
		i++;
	negative = i > 0 && answer.p[i - 1] == '-';
	while (i + n < answer.n && ascii_is_digit(answer.p[i + n]))
		n++;
	if (!n || n > CREDIT_DIGITS || num_parse(str_sub(answer, i, i + n), 0, INT64_MAX, &v) != OK)
		return E_INPUT;
	*ret = negative ? -v : v;
	return OK;
}

enum err gateway_credit(struct arena *a, const struct gateway_credit_settings *s, int64_t *ret)
{
	BUF_AUTO struct buf answer = BUF(2 * EXCHANGE_ANSWER_MAX);
	struct exchange x = { .url = arena_cstr(a, s->url), .get = true, .timeout_ms = s->timeout_ms };
	enum gateway_result r = GATEWAY_LATER;
	long status = 0;
	CURL *curl;

	if ((!str_starts(s->url, S("https://")) && !str_starts(s->url, S("http://"))) || !exchange_value_ok(s->header))
		return E_INPUT;
	if (s->header.n)
		x.headers = curl_slist_append(NULL, arena_cstr(a, s->header));
	curl = curl_easy_init();
	if (curl)
		r = exchange_do(curl, &x, &status, &answer);
	curl_easy_cleanup(curl);
	curl_slist_free_all(x.headers);
	if (r != GATEWAY_SENT || status != 200)
		return E_IO;
	return credit_read(buf_str(&answer), s->after, ret);
}
