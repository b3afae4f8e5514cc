/*
 * Between the router and the processes: how a request is begun, checked, handled, and what its
 * answer is. Included by src/web, src/http glue and tests; never by an area.
 *
 * A worker: web_begin → (cached route: the cache) → web_check → READ: web_handle.
 * READ_AUDITED: web_handle, then the audit rows go to the writer (audit_write) before the answer
 * leaves. WRITE: web_slow in a helper when the route has it, then the raw request and the carried
 * bytes go to the writer: web_begin, web_check, db_save, web_write (idempotency look-up, handler,
 * audit rows, keeping of the first answer); OK → db_keep, else db_undo; E_RETRY → web_again and
 * once more. web_run() does all of that in one process: tests and the first simple server.
 *
 * None of these ever fails: at worst the answer is a 503. They set the arena's guard themselves
 * and put back the one that was there.
 */
#ifndef WEB_INNER_H
#define WEB_INNER_H

#include "http/http.h"
#include "web/area.h"
#include "web/settings.h"
#include "web/web.h"

struct audit_row { int64_t organization, account, patient; enum role role; enum audit_what what; const char *route; struct instant at; bool public_route; };
#define AUDIT_ROWS_MAX 200

/* What a process gives to every request. Shared by all of a process's requests; read only. */
struct web_env {
	const struct area *const *areas;
	size_t nareas;
	const struct gate *gate;
	const struct settings *settings;
	bool test_mode;
	/* One more of `what` by key within window seconds: E_LIMIT past max (shared memory; tests fake it). */
	enum err (*limit)(void *arg, const char *what, int64_t key, int max, int window, struct instant now);
	/* How many there are in the window without adding one; and forgetting them. May be NULL. */
	int (*limit_count)(void *arg, const char *what, int64_t key, int window, struct instant now);
	void (*limit_clear)(void *arg, const char *what, int64_t key);
	void *limit_arg;
	unsigned char network_key[32];		/* random per start: rq_network() */
};

struct rq_problem { const char *field; struct str message; };
struct rq_inner {
	const struct web_env *env;
	const struct http_request *req;
	struct answer answer;
	struct buf out;				/* the body being written; freed with the arena */
	struct page page;
	struct frame frame;
	struct str params[8]; size_t nparams;
	struct str raw_query;			/* as sent, not decoded */
	struct http_pairs query;		/* decoded; always read */
	struct http_pairs body;			/* of a urlencoded or multipart body (not its files) */
	struct http_parts parts;
	struct http_pairs cookies;
	struct rq_problem problems[64]; size_t nproblems;
	struct audit_row audit[AUDIT_ROWS_MAX]; size_t naudit;
	struct str carry;
	struct str key;				/* idempotency key sent, empty for none */
	struct str session_token;
	struct str fresh_key;			/* rq_key() */
	bool stale;				/* gate->seen is due (WRITE does it; reads ask the writer to) */
	bool allowed_methods_only;		/* a 405, not a 404 */
	char number[12];			/* reference number of this request, for problem pages and the log */
};

enum web_next {
	WEB_GO,			/* go on with the next step */
	WEB_ANSWERED,		/* rq->in->answer is final: send it */
};

/* A request in arena `a` (which it uses until the answer has left). db may be NULL until
 * web_check; rq->db may be set anew between the steps. */
struct rq *web_new(struct arena *a, const struct web_env *env, const struct http_request *req, struct instant now);
/* Route, path parameters, language, query string (canonical for the cache), visitor cookie. */
enum web_next web_begin(struct rq *rq);
/* Session or bearer, role, origin, form. Needs rq->db for routes that are not PUBLIC. A form
 * that is wrong has been answered with the route's `show` (422). */
enum web_next web_check(struct rq *rq);
/* .slow, in a helper with a read-only rq->db. WEB_ANSWERED: it refused (its answer is ready). */
enum web_next web_slow(struct rq *rq);
/* Calls the handler and makes an answer of whatever it returns. Returns the handler's error
 * (OK: keep the savepoint). E_RETRY leaves no answer: web_again and call once more, or give up
 * with web_unavailable. */
enum err web_handle(struct rq *rq);
/* WRITE: idempotency look-up, gate->seen, web_handle, audit rows, keeping the answer. The caller
 * holds the savepoint. Anything but OK: undo. A replayed answer returns OK. */
enum err web_write(struct rq *rq);
void web_again(struct rq *rq);			/* forgets answer, audit rows, problems */
void web_unavailable(struct rq *rq);		/* 503 with the request's number */
/* Bytes from a helper for the writer; call before web_write. */
void web_set_carry(struct rq *rq, struct str bytes);
/* All of it in this process: rq->db must be writable for WRITE and READ_AUDITED. */
void web_run(struct rq *rq);

/* The route a request goes to and its flags, before anything else: what a worker asks to choose
 * limits (ROUTE_BIG) while the body still comes. NULL: none. */
const struct route *web_route(const struct web_env *env, struct str method, struct str path);

/* The audit rows of rq, in the writer's transaction (also for READ_AUDITED: rows as bytes). */
enum err audit_write(struct db *db, struct arena *a, const struct audit_row *rows, size_t n) MUST_CHECK;

/* --- done requests: the first answer of a key --- */
/* E_NOTFOUND: not done yet. Else fills rq's answer with the first one. E_CONFLICT: the same key
 * came with another body. */
enum err idempotency_find(struct rq *rq) MUST_CHECK;
enum err idempotency_save(struct rq *rq) MUST_CHECK;
/* Job: forgets those older than 7 days. */
enum err idempotency_sweep(struct db *db, struct arena *a, struct instant now);

/* --- parts of src/web that only src/web calls --- */
enum web_next web_refuse(struct rq *rq, int status);	/* the page or OperationOutcome of 400 403 404 405 409 413 415 429 503 */
void answer_clear(struct rq *rq);
void answer_header(struct rq *rq, enum answer_header h, struct str value);	/* a value with control characters is a 503, never cut */
enum err form_read(struct rq *rq);		/* the body into pairs; E_INPUT: malformed, E_LIMIT: too many */
enum err form_check(struct rq *rq);		/* pairs into rq->form; E_INPUT: problems are noted */
void problem_page(struct rq *rq, int status, const char *heading, const char *sentence);
void problem_outcome(struct rq *rq, int status, const char *code, struct str text);

#endif
