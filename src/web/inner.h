/*
 * Between the router and the processes: how a request is begun, checked, handled, and what its
 * answer is. Included by src/web, src/http glue and tests; never by an area.
 *
 * A worker: web_begin → (cached route: the cache, web_cookies) → web_check → READ: web_handle; if
 * web_has_notes, they go to the writer without waiting. READ_AUDITED: web_handle, then web_notes_pack
 * to the writer, and the answer leaves after its commit. WRITE: web_slow in a helper when the
 * route has it, then the raw request and the carried bytes go to the writer: web_begin, web_check,
 * web_write, which opens and ends its own savepoint. A process that gets notes calls
 * web_notes_write. web_run() does all of it in one process, for tests.
 *
 * None of these ever fails: at worst the answer is a 503. They set the arena's guard themselves
 * and put back the one that was there.
 */
#ifndef WEB_INNER_H
#define WEB_INNER_H

#include "http/http.h"
#include "web/area.h"
#include "web/settings.h"
#include "web/trail.h"
#include "web/web.h"

struct shared;
struct kept;
extern const char robots_text[];		/* what /robots.txt says (program.c) */
#define AUDIT_ROWS_MAX 200000

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
	/* For the routes of the program itself (program.c) only; zero in tests. */
	struct db_place place;
	struct shared *shared;
	int jobs_event;				/* eventfd: the jobs process looks at its clock */
	struct kept *kept;			/* finished answers that everybody may have, in the process that makes them; NULL: none stay */
};

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
	struct page_error *problems; size_t nproblems, problems_cap;
	struct audit_row *audit; size_t naudit, audit_cap;
	void *form;				/* what rq->form points to, while it is filled */
	struct str done_key, done_fingerprint;	/* hashes of the request with its key; empty: not made yet */
	struct str done_secret;			/* opens the answer that is kept; in no table */
	struct str carry;
	struct str key;				/* idempotency key sent, empty for none */
	struct str fresh_key;			/* rq_key() */
	bool new_visitor;			/* rq->visitor was made now: the answer brings the cookie */
	bool lang_chosen;			/* ?lang= : the answer brings the cookie */
	bool writing;				/* the body is being written to out */
	unsigned allowed;			/* methods that this path does have, for a 405 */
	enum err error;				/* what the handler returned */
	bool saved;				/* a savepoint of ours is open */
	struct str conflict;			/* rq_problem()'s sentence, translated */
	char number[12];			/* made when it is needed: web_number() */
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
/* web_begin answered that there is no such page, and the browser may be signed in: with rq->db in a
 * transaction, web_astray_page makes that page anew, with the navigation if it is, and rolls back. */
bool web_astray(const struct rq *rq);
void web_astray_page(struct rq *rq);
/* Session or bearer, role, origin, form. Needs rq->db for routes that are not PUBLIC. A form
 * that is wrong has been answered with the route's `show` (422). */
enum web_next web_check(struct rq *rq);
/* .slow, in a helper with a read-only rq->db. WEB_ANSWERED: it refused (its answer is ready). */
enum web_next web_slow(struct rq *rq);
/* Calls the handler and makes an answer of whatever it returns. Returns the handler's error
 * (OK: keep the savepoint). E_RETRY leaves no answer: web_again and call once more, or give up
 * with web_unavailable. */
enum err web_handle(struct rq *rq);
/* WRITE, in a transaction: savepoint, idempotency look-up, gate->seen, handler, audit rows, keeping
 * of the answer; then the savepoint is kept or undone (and `show` runs after an E_INPUT). Returns
 * E_RETRY without an answer: web_again and call once more, or web_unavailable. Else an answer is
 * there. */
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

/* Adds the cookies of this visit (language chosen, first visit) to an answer from the cache;
 * answers of web_handle have them. */
void web_cookies(struct rq *rq, struct answer *an);
/* What identifies a cached page: language and target without lang=. In the arena. */
struct str web_cache_key(struct rq *rq);

/* What a READ leaves to be written: audit rows, the session's last use. As flat bytes. */
bool web_has_notes(const struct rq *rq);
void web_notes_pack(const struct rq *rq, struct buf *to);
enum err web_notes_write(struct db *db, struct arena *a, const struct web_env *env, struct str bytes) MUST_CHECK;
/* The notes of a refusal, in a savepoint of their own. WEB_ANSWERED: they could not be kept, the
 * answer is a 503 now. web_note_refused does it for a request that was answered before its handler. */
enum web_next web_note(struct rq *rq);
void web_note_refused(struct rq *rq);
enum err web_notes_put(struct rq *rq) MUST_CHECK;	/* those of a request, and the last use of its session, in this transaction */
const char *audit_what_code(enum audit_what w);		/* "read", in SQL */
void audit_refused(struct rq *rq);		/* what was noted as done was not */

/* --- done requests: the first answer of a key --- */
/*
 * Hidden field `key`: the same key with other fields is another request (somebody went back and
 * changed the form). Idempotency-Key (machines): E_CONFLICT for another body. If-None-Exist: a
 * repeat answers 200 with what the first created. E_NOTFOUND: not done yet, or no key.
 */
enum err idempotency_find(struct rq *rq) MUST_CHECK;
enum err idempotency_save(struct rq *rq) MUST_CHECK;	/* answers below 400 only; nothing without a key */
/* Job: forgets those older than 7 days. */
enum err idempotency_sweep(struct db *db, struct arena *a, struct instant now);

/* --- parts of src/web that only src/web calls --- */
enum web_next web_refuse(struct rq *rq, int status);	/* the page or OperationOutcome of 400 401 403 404 405 409 413 415 429 503 */
const char *web_number(struct rq *rq);		/* what a person says who calls about a failure; also in the log */
enum web_next web_guarded(struct rq *rq, enum web_next (*step)(struct rq *rq));	/* 503 at the arena's cap */
enum web_next web_show(struct rq *rq);		/* the form again with its errors (422), by the route's show */
void answer_clear(struct rq *rq);
void answer_finish(struct rq *rq);		/* what was written becomes the body; cookies of the visit */
void answer_header(struct rq *rq, enum answer_header h, struct str value);	/* a value with control characters is a 503, never cut */
enum err form_read(struct rq *rq);		/* the body into pairs; E_INPUT: malformed, E_LIMIT: too many */
enum err form_check(struct rq *rq);		/* pairs into rq->form; E_INPUT: problems are noted */
void problem_page(struct rq *rq, int status, struct str heading, struct str sentence);	/* translated */
void problem_outcome(struct rq *rq, int status, const char *code, struct str text);

#endif
