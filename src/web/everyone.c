/*
 * Data for everybody: answers that caches keep and that are not sent again to who has them. The tag
 * is weak (RFC 9110, 8.8.1): the bytes differ by compression, what they say does not.
 */
#include "web/everyone.h"
#include "web/inner.h"

#include "crypto/crypto.h"

enum { TAG_LETTERS = 32, GZIP_FROM = 1000, GZIP_LEVEL = 4 };

/* Mon, 02 Nov 2026 08:00:00 GMT */
static struct str http_date(struct arena *a, struct instant t)
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct day day = { (int32_t)(t.v / 86400) };
	int64_t s = t.v % 86400;
	int y, m, d;

	day_split(day, &y, &m, &d);
	return arena_fmt(a, "%s, %02d %s %d %02lld:%02lld:%02lld GMT", days[day_weekday(day) - 1], d, months[m - 1], y,
		(long long)(s / 3600), (long long)(s / 60 % 60), (long long)(s % 60));
}

/* Here and not where the connections are: a country's file takes its time. */
static void compress(struct rq *rq)
{
	struct answer *an = &rq->in->answer;
	struct buf *packed = buf_new(rq->a, an->body.n + 1024);

	if (an->gzipped || an->body.n < GZIP_FROM || !http_takes_gzip(rq->in->req->header[HH_ACCEPT_ENCODING]))
		return;
	if (http_gzip(packed, an->body, GZIP_LEVEL) != OK)
		return;
	an->body = buf_str(packed);
	an->gzipped = true;
}

bool rq_everyone_has(struct rq *rq, struct str version, struct instant modified)
{
	struct answer *an = &rq->in->answer;
	struct str tag = str_sub(sha256_hex(rq->a, version), 0, TAG_LETTERS), has = rq_header(rq, H_IF_NONE_MATCH);

	an->cache = ANSWER_MINUTE;
	answer_header(rq, AH_ETAG, arena_fmt(rq->a, "W/\"%.*s\"", STR_ARG(tag)));
	answer_header(rq, AH_ALLOW_ORIGIN, S("*"));
	if (modified.v != INSTANT_NONE.v)
		answer_header(rq, AH_LAST_MODIFIED, http_date(rq->a, modified));
	if (!str_eq(has, S("*")) && str_find(has, arena_fmt(rq->a, "\"%.*s\"", STR_ARG(tag))) < 0)
		return false;
	an->status = 304;
	an->body = STR_NONE;
	return true;
}

void rq_everyone(struct rq *rq, struct str version, struct instant modified)
{
	if (!rq_everyone_has(rq, version, modified))
		compress(rq);
}
