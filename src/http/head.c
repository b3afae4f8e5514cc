/*
 * The head of a request: the headers that are known are kept, ambiguous framing is refused.
 * Two Content-Length or two Host lines, Transfer-Encoding other than "chunked", both kinds of
 * length at once, and names that are none ("Content-Length :") are how one request is smuggled past a proxy inside another.
 */
#include "http/inside.h"

static const struct { enum http_header h; struct str name; } known[] = {
	{ HH_HOST, S("Host") }, { HH_ORIGIN, S("Origin") },
	{ HH_SEC_FETCH_SITE, S("Sec-Fetch-Site") }, { HH_REFERER, S("Referer") },
	{ HH_COOKIE, S("Cookie") }, { HH_AUTHORIZATION, S("Authorization") },
	{ HH_ACCEPT, S("Accept") }, { HH_ACCEPT_LANGUAGE, S("Accept-Language") },
	{ HH_ACCEPT_ENCODING, S("Accept-Encoding") }, { HH_CONTENT_TYPE, S("Content-Type") },
	{ HH_IF_MATCH, S("If-Match") }, { HH_IF_NONE_MATCH, S("If-None-Match") },
	{ HH_IF_NONE_EXIST, S("If-None-Exist") }, { HH_IDEMPOTENCY_KEY, S("Idempotency-Key") },
	{ HH_PREFER, S("Prefer") }, { HH_USER_AGENT, S("User-Agent") },
	{ HH_X_FORWARDED_FOR, S("X-Forwarded-For") },
	{ HH_X_FORWARDED_PROTO, S("X-Forwarded-Proto") },
	{ HH_X_KANNEL_FROM, S("X-Kannel-From") }, { HH_X_KANNEL_TO, S("X-Kannel-To") },
	{ HH_X_DIWAN_SIGNATURE, S("X-Diwan-Signature") },
};

static bool store(struct request *rq, enum http_header h, struct str value)
{
	size_t at = rq->head.n;

	if (rq->head_n[h] && h != HH_COOKIE)
		return true;	/* of a repeated header the first */
	if (rq->head_n[h]) {	/* another Cookie line: the joined value is written anew */
		struct str old = { rq->head.p + rq->head_at[h], rq->head_n[h] };
		char *room = buf_room(&rq->head, old.n);

		if (!room)
			return false;
		for (size_t i = 0; i < old.n; i++)	/* buf_room may have moved `old` */
			room[i] = rq->head.p[rq->head_at[h] + i];
		buf_add(&rq->head, old.n);
		buf_put(&rq->head, S("; "));
	}
	buf_put(&rq->head, value);
	rq->head_at[h] = at;
	rq->head_n[h] = rq->head.n - at;
	return buf_ok(&rq->head);
}

/* A name with a space before its colon is another header to us than to a proxy that trims it. */
static bool name_ok(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!ascii_is_alpha(name.p[i]) && !ascii_is_digit(name.p[i]) &&
		    str_find_char(S("!#$%&'*+-.^_`|~"), name.p[i]) < 0)
			return false;
	return name.n > 0;
}

bool head_add(struct request *rq, struct str name, struct str value)
{
	value = str_trim(value);
	rq->odd_name |= !name_ok(name);
	if (str_eq_nocase(name, S("Content-Length"))) {
		rq->lengths++;
		return true;
	}
	if (str_eq_nocase(name, S("Transfer-Encoding"))) {
		rq->encodings++;
		rq->odd_encoding |= !str_eq_nocase(value, S("chunked"));
		return true;
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (!str_eq_nocase(name, known[i].name))
			continue;
		rq->hosts += known[i].h == HH_HOST;
		return store(rq, known[i].h, value);
	}
	return true;
}

int head_finish(struct request *rq)
{
	struct str path, query;

	rq->public.target = (struct str){ rq->head.p, rq->target_n };
	for (int h = 0; h < HH_MAX; h++)
		if (rq->head_n[h])
			rq->public.header[h] = (struct str){ rq->head.p + rq->head_at[h], rq->head_n[h] };
	if (rq->hosts > 1 || rq->lengths > 1 || rq->encodings > 1 || rq->odd_encoding || rq->odd_name ||
	    (rq->lengths && rq->encodings))
		return 400;
	if (rq->target_n > 4096)
		return 414;
	if (http_split(rq->public.target, &path, &query) != OK)
		return 400;
	for (int h = 0; h < HH_MAX; h++)
		if (!http_value_ok(rq->public.header[h]))
			return 400;
	return 0;
}
