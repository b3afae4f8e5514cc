/*
 * An answer as a libmicrohttpd response: its headers, the security headers that every answer
 * has, and compression where it pays and the client takes it.
 */
#include "http/inside.h"

#define GZIP_MIN 1000		/* below, the head outweighs what is saved */
#define GZIP_LEVEL 4

static const char policy[] =
	"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/* A file that is to be kept: should a browser show it after all, it may do nothing. */
static const char file_policy[] =
	"sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

static const char *const header_names[AH_MAX] = {
	[AH_LOCATION] = "Location", [AH_ETAG] = "ETag", [AH_DISPOSITION] = "Content-Disposition",
	[AH_RETRY_AFTER] = "Retry-After", [AH_ALLOW] = "Allow",
	[AH_WWW_AUTHENTICATE] = "WWW-Authenticate", [AH_CONTENT_LANGUAGE] = "Content-Language",
	[AH_LAST_MODIFIED] = "Last-Modified", [AH_AGE] = "Age",
	[AH_ALLOW_ORIGIN] = "Access-Control-Allow-Origin",
};
static const char *const cache_values[] = {
	[ANSWER_PRIVATE] = "no-store",
	[ANSWER_OWN] = "private, no-cache",
	[ANSWER_SHORT] = "public, max-age=2",
	[ANSWER_MINUTE] = "public, max-age=60",
	[ANSWER_FOREVER] = "public, max-age=31536000, immutable",
};

/* What brings a visitor's cookie is this visitor's: kept between us and two of them, it would make both the same one. */
static const char *cache_value(const struct answer *an)
{
	return an->cache == ANSWER_SHORT && an->ncookie ? "private, max-age=2" : cache_values[an->cache];
}

/* False when the header could not be put: a control character (never sent, never cut) or memory. */
static bool put(struct MHD_Response *r, const char *name, struct str value)
{
	char copy[4096];

	if (!value.n)
		return true;
	if (!http_value_ok(value) || value.n >= sizeof(copy))
		return false;
	for (size_t i = 0; i < value.n; i++)
		copy[i] = value.p[i];
	copy[value.n] = '\0';
	return MHD_add_response_header(r, name, copy) == MHD_YES;
}

static bool put_fixed(struct MHD_Response *r, const struct answer *an,
	const struct http_limits *limits, bool closing)
{
	bool ok = MHD_add_response_header(r, "Content-Security-Policy",
		an->header[AH_DISPOSITION].n ? file_policy : policy) == MHD_YES;

	ok &= MHD_add_response_header(r, "X-Content-Type-Options", "nosniff") == MHD_YES;
	ok &= MHD_add_response_header(r, "X-Frame-Options", "DENY") == MHD_YES;
	ok &= MHD_add_response_header(r, "Cross-Origin-Opener-Policy", "same-origin") == MHD_YES;
	ok &= MHD_add_response_header(r, "Referrer-Policy",
		an->no_referrer ? "no-referrer" : "same-origin") == MHD_YES;
	ok &= MHD_add_response_header(r, "Cache-Control", cache_value(an)) == MHD_YES;
	if (limits->https)
		ok &= MHD_add_response_header(r, "Strict-Transport-Security",
			"max-age=31536000; includeSubDomains") == MHD_YES;
	if (closing)
		ok &= MHD_add_response_header(r, "Connection", "close") == MHD_YES;
	if (an->cache == ANSWER_SHORT)
		ok &= MHD_add_response_header(r, "Vary", "Accept-Encoding, Accept-Language, Cookie") == MHD_YES;
	else
		ok &= MHD_add_response_header(r, "Vary", "Accept-Encoding") == MHD_YES;
	return ok;
}

static bool worth_gzip(const struct answer *an, const struct http_request *rq)
{
	static const struct str types[] = { S("text/"), S("application/json"),
		S("application/fhir+json"), S("image/svg+xml"), S("application/xhtml") };

	if (an->gzipped || an->body.n < GZIP_MIN || !http_takes_gzip(rq->header[HH_ACCEPT_ENCODING]))
		return false;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_starts(an->type, types[i]))
			return true;
	return false;
}

struct MHD_Response *reply_make(const struct answer *an, const struct http_request *rq,
	const struct http_limits *limits, bool closing)
{
	struct buf packed BUF_AUTO = BUF(an->body.n + 1024);
	struct str body = an->body;
	bool gzipped = an->gzipped, ok = true;
	struct MHD_Response *r;

	if (worth_gzip(an, rq) && http_gzip(&packed, body, GZIP_LEVEL) == OK) {
		body = buf_str(&packed);
		gzipped = true;
	}
	r = MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_MUST_COPY);
	if (!r)
		return NULL;
	ok = put(r, "Content-Type", an->type) && put_fixed(r, an, limits, closing);
	if (gzipped)
		ok &= MHD_add_response_header(r, "Content-Encoding", "gzip") == MHD_YES;
	for (int h = 0; h < AH_MAX; h++)
		ok &= put(r, header_names[h], an->header[h]);
	for (size_t i = 0; i < an->ncookie; i++)
		ok &= put(r, "Set-Cookie", an->cookie[i]);
	if (!ok) {
		MHD_destroy_response(r);
		return NULL;
	}
	return r;
}
