/*
 * Data for everybody: answers that caches keep and that are not sent again to who has them. The tag
 * is weak (RFC 9110, 8.8.1): the bytes differ by compression, what they say does not.
 */
#include "web/everyone.h"
#include "web/inner.h"
#include "web/kept.h"

#include "crypto/crypto.h"

enum { TAG_LETTERS = 32, GZIP_FROM = 1000, GZIP_LEVEL = 4 };
#define PLAIN_MAX ((size_t)128 << 20)

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

static bool takes_gzip(const struct rq *rq)
{
	return http_takes_gzip(rq->in->req->header[HH_ACCEPT_ENCODING]);
}

/* Here and not where the connections are: a country's file takes its time. */
static void compress(struct rq *rq)
{
	struct answer *an = &rq->in->answer;
	struct buf *packed = buf_new(rq->a, an->body.n + 1024);

	if (an->gzipped || an->body.n < GZIP_FROM || http_gzip(packed, an->body, GZIP_LEVEL) != OK)
		return;
	an->body = buf_str(packed);
	an->gzipped = true;
}

/* A compressed body for who does not take it so. */
static enum err expand(struct rq *rq)
{
	struct answer *an = &rq->in->answer;
	struct buf *plain = buf_new(rq->a, PLAIN_MAX);

	if (!an->gzipped || takes_gzip(rq))
		return OK;
	TRY(http_gunzip(plain, an->body));
	an->body = buf_str(plain);
	an->gzipped = false;
	return OK;
}

/* "W/…": the tag of an answer; true, and nothing is left to send: who asks has it. */
static bool has_it(struct rq *rq)
{
	struct answer *an = &rq->in->answer;
	struct str has = rq_header(rq, H_IF_NONE_MATCH), tag = an->header[AH_ETAG];

	if (!str_eq(has, S("*")) && str_find(has, str_sub(tag, 2, tag.n)) < 0)
		return false;
	an->status = 304;
	an->body = STR_NONE;
	an->gzipped = false;
	return true;
}

static void put_tag(struct rq *rq, struct str version)
{
	answer_header(rq, AH_ETAG, arena_fmt(rq->a, "W/\"%.*s\"", STR_ARG(str_sub(sha256_hex(rq->a, version), 0, TAG_LETTERS))));
}

static void say_version(struct rq *rq, struct str version, struct instant modified)
{
	rq->in->answer.cache = ANSWER_MINUTE;
	put_tag(rq, version);
	answer_header(rq, AH_ALLOW_ORIGIN, S("*"));
	if (modified.v != INSTANT_NONE.v)
		answer_header(rq, AH_LAST_MODIFIED, http_date(rq->a, modified));
}

bool rq_everyone_has(struct rq *rq, struct str version, struct instant modified)
{
	say_version(rq, version, modified);
	return has_it(rq);
}

void rq_everyone(struct rq *rq, struct str version, struct instant modified)
{
	if (!rq_everyone_has(rq, version, modified) && takes_gzip(rq))
		compress(rq);
}

void rq_own(struct rq *rq, struct str version)
{
	rq->in->answer.cache = ANSWER_OWN;
	put_tag(rq, version);
	if (!has_it(rq) && takes_gzip(rq))
		compress(rq);
}

/* ---- answers that stay ---- */

/* Links in a body begin with the host that was asked for, where the installation does not say its own. */
static struct str kept_name(struct rq *rq, struct str of)
{
	return arena_fmt(rq->a, "%.*s %.*s %.*s", STR_ARG(rq_base_url(rq)), STR_ARG(rq->path), STR_ARG(of));
}

bool rq_everyone_kept(struct rq *rq, struct str of)
{
	struct answer *an = &rq->in->answer, before = *an;
	struct instant at;
	struct str bytes;

	if (!rq->in->env->kept || kept_get(rq->in->env->kept, kept_name(rq, of), rq->now, of.n ? 0 : EVERYONE_SECONDS, &bytes, &at) != OK)
		return false;
	if (answer_unpack(bytes, an) != OK || (!has_it(rq) && expand(rq) != OK)) {
		*an = before;
		return false;
	}
	if (!of.n)
		an->header[AH_AGE] = arena_fmt(rq->a, "%lld", (long long)(rq->now.v - at.v));
	return true;
}

void rq_everyone_keep(struct rq *rq, struct str of, struct str version, struct instant modified)
{
	struct buf *packed;

	if (!rq->in->env->kept) {
		rq_everyone(rq, version, modified);
		return;
	}
	say_version(rq, version, modified);
	compress(rq);
	packed = buf_new(rq->a, rq->in->answer.body.n + 4096);
	answer_pack(packed, &rq->in->answer);
	if (buf_ok(packed))
		kept_put(rq->in->env->kept, kept_name(rq, of), buf_str(packed), rq->now);
	if (!has_it(rq) && expand(rq) != OK)
		web_unavailable(rq);
}
