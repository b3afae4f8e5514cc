/*
 * HTTP/1.1 as bytes: requests under limits, answers, and one server per process over
 * libmicrohttpd (external epoll).
 *
 * A request is handed over when its head and body are complete and harmless as bytes: one Host,
 * at most one Content-Length, never both it and Transfer-Encoding, body within the limit. It is
 * answered later, by its id, in any order: the connection is suspended meanwhile. Ids are slot +
 * generation, so they may travel to other processes and come back after the connection has gone.
 * Must not know: routes, sessions, pages, processes, the database.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };
const char *http_method_name(enum http_method m);	/* "GET"; "?" for HTTP_OTHER */

/* Request headers that Diwan looks at; no other reaches it. */
enum http_header {
	HH_HOST, HH_ORIGIN, HH_SEC_FETCH_SITE, HH_REFERER, HH_COOKIE, HH_AUTHORIZATION,
	HH_ACCEPT, HH_ACCEPT_LANGUAGE, HH_ACCEPT_ENCODING, HH_CONTENT_TYPE,
	HH_IF_MATCH, HH_IF_NONE_MATCH, HH_IF_NONE_EXIST, HH_IDEMPOTENCY_KEY, HH_PREFER,
	HH_USER_AGENT, HH_X_FORWARDED_FOR, HH_X_FORWARDED_PROTO,
	HH_X_KANNEL_FROM, HH_X_KANNEL_TO, HH_X_DIWAN_SIGNATURE, HH_MAX
};

struct http_request {
	enum http_method method;
	struct str target;		/* as sent: "/search?q=%C3%A9" (origin form; at most 4 KiB) */
	struct str header[HH_MAX];	/* trimmed; empty when absent; several Cookie lines joined by "; ";
					   of any other repeated header the first */
	struct str body;
	unsigned char peer[16];		/* IPv6, or IPv4 as ::ffff:a.b.c.d, of the TCP peer */
	bool loopback;			/* the TCP peer is 127.0.0.0/8 or ::1 */
};

/* Flat bytes for the sockets between processes; unpacked strings point into `bytes`. */
void http_pack(struct buf *to, const struct http_request *rq);
enum err http_unpack(struct str bytes, struct http_request *ret) MUST_CHECK;

/* ---- answers ---- */

enum answer_header {
	AH_LOCATION, AH_ETAG, AH_DISPOSITION, AH_RETRY_AFTER, AH_ALLOW, AH_WWW_AUTHENTICATE,
	AH_CONTENT_LANGUAGE, AH_LAST_MODIFIED, AH_AGE, AH_ALLOW_ORIGIN, AH_MAX
};
#define ANSWER_COOKIES 6
enum answer_cache {
	ANSWER_PRIVATE,		/* Cache-Control: no-store */
	ANSWER_OWN,		/* private, no-cache: kept by who asked, who asks again by its ETag */
	ANSWER_SHORT,		/* public (with a cookie private), 2 s, Vary: Accept-Encoding, Accept-Language, Cookie */
	ANSWER_MINUTE,		/* public, a minute: data for everybody, the same in every language */
	ANSWER_FOREVER,		/* public, a year, immutable: assets with hashed names */
};
/* What goes back. Empty strings are headers not sent. The security headers (CSP, nosniff,
 * frame-ancestors, HSTS when configured) are put by the server on every answer; what has a disposition is a file
 * to keep, and sandboxed. */
struct answer {
	int status;
	struct str type;			/* Content-Type, whole */
	struct str header[AH_MAX];
	struct str cookie[ANSWER_COOKIES];	/* whole Set-Cookie values */
	size_t ncookie;
	enum answer_cache cache;
	bool no_referrer;			/* Referrer-Policy: no-referrer, else same-origin */
	bool gzipped;				/* body is gzip already and the client takes it */
	struct str body;
};
void answer_pack(struct buf *to, const struct answer *an);
enum err answer_unpack(struct str bytes, struct answer *ret) MUST_CHECK;

/* ---- reading requests (request.c, multipart.c) ---- */

struct http_pair { struct str name, value; };
struct http_pairs { const struct http_pair *v; size_t n; };
struct http_part { struct str name, filename, type, bytes; bool is_file; };
struct http_parts { const struct http_part *v; size_t n; };
#define HTTP_FIELDS_MAX 500
#define HTTP_PARTS_MAX 100

/* The path and the query of a target. E_INPUT: no leading '/', a fragment, a control
 * character or a space, or no origin form. Not decoded; path never empty. */
enum err http_split(struct str target, struct str *ret_path, struct str *ret_query) MUST_CHECK;
/* %XX (and + as space if plus) decoded into `a`. E_INPUT: bad escape, NUL, broken UTF-8. */
enum err http_decode(struct arena *a, struct str s, bool plus, struct str *ret) MUST_CHECK;
/* Query strings and application/x-www-form-urlencoded bodies, in order, decoded.
 * E_INPUT as http_decode; E_LIMIT: more than HTTP_FIELDS_MAX. */
enum err http_form(struct arena *a, struct str s, struct http_pairs *ret) MUST_CHECK;
/* The first value of a name; false when absent. */
bool http_pair_find(const struct http_pairs *f, struct str name, struct str *ret);
/* Cookie header. Malformed pairs are left out (browsers send what other sites set); values
 * raw, without surrounding quotes; at most 50. */
enum err http_cookies(struct arena *a, struct str header, struct http_pairs *ret) MUST_CHECK;
/* multipart/form-data; content_type is the whole header. Part bytes point into body. File
 * names are text only, never a path. E_INPUT: malformed; E_LIMIT: more than HTTP_PARTS_MAX. */
enum err http_multipart(struct arena *a, struct str content_type, struct str body,
	struct http_parts *ret) MUST_CHECK;
/* Whether a header value may be sent: no control characters (CR, LF, NUL…). */
bool http_value_ok(struct str s);
/* "text/html" of "text/html; charset=utf-8", lower case compared by str_eq_nocase. */
struct str http_media_type(struct str content_type);
/* Whether Accept-Encoding takes gzip (q=0 refuses it). */
bool http_takes_gzip(struct str accept_encoding);

/* ---- compression (gzip.c) ---- */

/* One gzip member into `to`. level 1…9. E_LIMIT when `to` is full. */
enum err http_gzip(struct buf *to, struct str plain, int level) MUST_CHECK;
enum err http_gunzip(struct buf *to, struct str gz) MUST_CHECK;

/* ---- the server ---- */

struct http_limits {
	size_t connections;		/* at most, in this process */
	int head_s;			/* accept → head complete */
	int idle_s;			/* last completion → next head complete */
	int body_s;			/* head → body complete */
	int reply_s;			/* answer queued → answer sent */
	bool https;			/* behind TLS by configuration: HSTS */
};
struct http_server;
struct http_calls {
	void *ctx;
	/* How many body bytes this request may have; more is answered 413. */
	size_t (*body_max)(void *ctx, enum http_method m, struct str target);
	/* A complete request; req stays valid until its answer is sent (http_answer/http_send). */
	void (*request)(void *ctx, uint64_t id, const struct http_request *req);
};

/* listen_fd is inherited and stays open after http_stop. Call in the process that serves. */
enum err http_start(int listen_fd, const struct http_limits *limits,
	const struct http_calls *calls, struct http_server **ret) MUST_CHECK;
int http_fd(const struct http_server *s);	/* epoll for reading on this, then http_run */
/* Does what is due; returns in how many ms it must be called again at the latest (-1: on fd). */
int http_run(struct http_server *s);
/* Answers a request, now or later. Copies all. An id whose connection has gone is ignored. */
void http_answer(struct http_server *s, uint64_t id, const struct answer *an);
/* In two steps: the answer is built now (and copied), sent by http_send, or replaced. */
void http_prepare(struct http_server *s, uint64_t id, const struct answer *an);
void http_send(struct http_server *s, uint64_t id);
/* The request of an id, NULL when it has gone. */
const struct http_request *http_request_of(struct http_server *s, uint64_t id);
size_t http_connections(const struct http_server *s);
void http_quiesce(struct http_server *s);	/* no new connections; answers say Connection: close */
void http_stop(struct http_server *s);		/* nothing may be waiting; NULL does nothing */

#endif
