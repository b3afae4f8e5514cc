/*
 * What a handler sees of the web: its request, its checked form, its answer.
 *
 * A handler is called only when the router has found the route, checked session, role, origin
 * and form. It reads through typed queries, answers with one template or redirect, and returns
 * enum err: OK keeps the savepoint, anything else rolls it back. It owns nothing, sends nothing.
 * Must not know: sockets, processes, any area.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "db/db.h"
#include "page/page.h"

/* Roles: what an account may do; its membership's organisation says where. */
enum role {
	ROLE_MINISTRY_READER, ROLE_REGIONAL_READER, ROLE_DIRECTOR, ROLE_HEAD_OF_ADMISSIONS,
	ROLE_DESK, ROLE_PRACTITIONER, ROLE_HEALTH_CENTRE, ROLE_HELPER, ROLE_ADMINISTRATOR,
	ROLE_PLATFORM, ROLE_TELEPHONE, ROLE_MACHINE, ROLE_FIGURES, ROLE_MAX
};
const char *role_code(enum role r);			/* "desk": in SQL, commands, docs */
const char *role_label(enum role r);			/* msgid: "Desk" */
bool role_of(struct str code, enum role *ret);
#define R(x) (1u << ROLE_##x)
#define PUBLIC (1u << ROLE_MAX)				/* no session needed */
#define SIGNED_IN ((1u << ROLE_MAX) - 1)		/* any role */
#define MACHINES (R(MACHINE) | R(FIGURES))	/* by token alone: nobody signs in so. FIGURES: no person's file */
static inline bool role_is_machine(enum role r) { return MACHINES >> r & 1; }

enum kind {
	READ,		/* runs in a worker, read-only */
	READ_AUDITED,	/* shows a person's file: its audit rows are committed before the page leaves */
	WRITE,		/* runs in the writer, in a savepoint of the tick */
};
enum {
	ROUTE_CACHED = 1,	/* public GET, same body for everyone of one URL and language: shared cache, 2 s */
	ROUTE_SLOW = 2,		/* READ: the handler runs in a helper. WRITE: .slow runs in a helper first */
	ROUTE_API = 4,		/* machine: bearer token, answers JSON, errors as OperationOutcome */
	ROUTE_BIG = 8,		/* body up to settings.upload_max (imports), else form_max (64 KiB) */
	ROUTE_NO_IDEMPOTENCY = 16,	/* harmless to repeat (sign-out) */
	ROUTE_LOOPBACK = 32,	/* answered to 127.0.0.1/::1 peers only (/metrics) */
	ROUTE_TEST = 64,	/* exists with --test-mode only */
	ROUTE_UNSETTLED = 128,	/* also for a session that must first change its password, enrol, or choose */
	ROUTE_HOOK = 512,	/* the operator's machines: a body of any type (rq_body), no cookie either way, no origin; the handler
				 * itself makes sure who speaks. May write by GET, as such machines do. */
	ROUTE_QUIET = 1024,	/* a page asks by itself: that is no use of the session, which ends when nobody has done anything */
	ROUTE_SIGNED = 2048,	/* with ROUTE_API: signed instead of with a token (X-Diwan-Signature, docs/api.md); the handler takes
				 * each who.signature once */
	ROUTE_OPEN_FORM = 256,	/* WRITE that takes no cookie and checks no origin: links in messages, machines */
};

struct rq;
enum field_type {
	F_TEXT,		/* struct str: valid text, trimmed, without what cannot be seen (utf8_visible), .max code points (default 200); line ends only when .max > 200 */
	F_NAME,		/* struct name: as F_TEXT, max 120; at least one letter */
	F_PHONE,	/* struct str: E.164 (+2126…), from Moroccan and French ways of writing; western digits */
	F_EMAIL,	/* struct str */
	F_ID,		/* struct { int64_t v } */
	F_INT,		/* int64_t, .min .max (both 0: any); absent: 0 */
	F_BOOL,		/* bool: present and not "0" */
	F_DAY,		/* struct day: "YYYY-MM-DD" in name, or three boxes name-d, name-m, name-y; absent: DAY_NONE */
	F_MONTH,	/* int32_t: months since 1970-01, from YYYY-MM; absent: INT32_MIN */
	F_MIN,		/* int32_t minutes since midnight: HH:MM; absent: -1 */
	F_CHOICE,	/* int32_t index into .choices, a NULL-terminated list of words; absent: -1 */
	F_TOKEN,	/* struct str of 22 base64url characters */
	F_SECRET,	/* struct str, not trimmed, never shown again, max 200 bytes */
	F_REFERENCE,	/* struct str: 11 characters checked by codes/reference.h */
	F_DIGITS,	/* struct str of .max digits; Arabic digits become western */
	F_LIST,		/* struct str_list: all values of the name, at most .max */
	F_FILE,		/* struct upload { struct str filename, type, bytes } (multipart) */
};
struct str_list { const struct str *v; size_t n; };
struct upload { struct str filename, type, bytes; };
struct field {
	const char *name;
	enum field_type type;
	size_t offset;
	bool required;
	int64_t min, max;
	const char *const *choices;
	const char *missing;	/* message when required and empty; translated; a fitting default */
	const char *wrong;	/* message when malformed; a fitting default */
};
struct form { const struct field *fields; size_t n; size_t size; };	/* size of the struct it fills */
#define FIELD(st, mem, ftype, ctype, ...) { .name = #mem, .type = (ftype), \
	.offset = offsetof(struct st, mem) + 0 * sizeof(char[1 - 2 * !__builtin_types_compatible_p( \
		__typeof__(((struct st *)0)->mem), ctype)]), __VA_ARGS__ }
#define FORM(st, table) { (table), sizeof(table) / sizeof((table)[0]), sizeof(struct st) }

/* One line of an area's table. `show` draws the page again (422) after a bad form or E_INPUT. */
struct route {
	const char *method, *pattern;	/* "POST", "/desk/appointments/:id/check-in" */
	enum err (*handler)(struct rq *rq);
	unsigned who;			/* R(DESK) | R(DIRECTOR)…, PUBLIC */
	enum kind kind;
	const struct form *form;	/* NULL: the query string and body are not read */
	unsigned flags;
	enum err (*show)(struct rq *rq);
	enum err (*slow)(struct rq *rq);	/* in a helper, before the WRITE: may leave rq_carry() bytes */
	/* For POSTs of two requests that may meet on one schedule-day: what to sort the tick by. */
	int64_t (*order)(const struct rq *rq);
};

/* Who is asking: from the session or the bearer token. account.v == 0: nobody. */
struct who {
	int64_t account, organization, practitioner, session;
	int64_t seen_as;		/* for gate->seen: the session, or minus the token's id */
	enum role role;
	struct name name;
	struct str place;		/* the organisation's name in the request's language */
	struct str organization_code;
	int64_t tree_lo, tree_hi;	/* its branch, [lo, hi) */
	struct scope scope;		/* what access_scope() answers for this account */
	const char *settle;		/* "/account/password"…: where an unsettled session must go first; NULL: settled */
	bool stale;			/* last use was noted over a minute ago */
	struct str signature;		/* of a request that was signed; empty: it was not */
};

struct rq {
	struct arena *a;
	struct db *db;			/* read-only unless the route is WRITE */
	struct instant now;		/* read once per request */
	enum lang lang;
	const struct route *route;
	const void *form;		/* the route's form struct, checked */
	struct who who;
	struct str path, query, visitor;	/* visitor: 22 characters from the cookie, or empty */
	bool test_mode;
	struct rq_inner *in;		/* the router's own */
};

/* Path parameters in order of the pattern. rq_id answers 0 for what is no id: then not found. */
struct str rq_param(const struct rq *rq, size_t i);
int64_t rq_id(const struct rq *rq, size_t i);
/* A raw field or query value as sent (first of the name), for showing it again; empty if absent. */
struct str rq_raw(const struct rq *rq, const char *name);
struct str_list rq_all(const struct rq *rq, const char *name);	/* every value of that name */
bool rq_is_post(const struct rq *rq);
/* Every field as sent, the query's before the body's, in order; false past the last. */
bool rq_pair(const struct rq *rq, size_t i, struct str *name, struct str *value);
/* Was that value sent under that name: several boxes of one name may be ticked. */
bool rq_sent(const struct rq *rq, const char *name, struct str value);
/* %XX and + decoded, as in a query. E_INPUT: a bad escape, NUL, broken UTF-8. */
enum err rq_decode(struct rq *rq, struct str s, struct str *ret) MUST_CHECK;
/* A cookie as sent (first of the name); empty when absent. */
struct str rq_sent_cookie(const struct rq *rq, const char *name);
/*
 * Searches of people. What is typed is never in an address, where a history or a proxy's log would
 * keep it: the form posts the field `q`, its handler answers rq_found(), and the page that
 * follows has `found` in its address, the text sealed under the token of this session. So going back
 * and reloading show the list again, nothing is stored, and the word ends with the session.
 */
struct sought {
	struct str text;		/* trimmed; empty: nothing, no text, or another session's */
	struct str word;		/* what stands for it in addresses */
};
struct sought rq_sought(const struct rq *rq);	/* of a POST the field `q`, else what `found` says */
enum err rq_found(struct rq *rq, struct url page);	/* 303 to that page, with what was sought */
/*
 * Of whom an address speaks, where it speaks of a type or a speciality too: the number of a file, a referral or an
 * appointment as a word that only this session can open. In a body it may be the number itself.
 */
struct str rq_word(const struct rq *rq, int64_t id);
int64_t rq_word_id(const struct rq *rq, const char *name);	/* 0: none, or another session's */
extern const struct form search_form;		/* `q` alone: what is wrong in it finds nobody (.show = the handler) */
struct str rq_body(const struct rq *rq);		/* API, hooks: the raw body */
enum rq_header { H_IF_MATCH, H_IF_NONE_EXIST, H_PREFER, H_ACCEPT, H_CONTENT_TYPE, H_IF_NONE_MATCH, H_USER_AGENT,
	H_AUTHORIZATION, H_KANNEL_FROM, H_KANNEL_TO,	/* of hooks */
	H_MAX };
struct str rq_header(const struct rq *rq, enum rq_header h);
/* A keyed hash of the peer's network (IPv4 /24, IPv6 /48): for rate limits, never stored as an address. */
int64_t rq_network(const struct rq *rq);

/* --- answers: exactly one of these, then return its value --- */
struct page *rq_page(struct rq *rq, int status);	/* HTML page to write into; layout by templates */
enum err rq_redirect(struct rq *rq, const char *fmt, ...) __attribute__((format(printf, 2, 3)));	/* 303, own path only */
enum err rq_bytes(struct rq *rq, int status, const char *type, struct str bytes);
enum err rq_file(struct rq *rq, const char *type, struct str filename, struct str bytes);	/* attachment */
struct buf *rq_json(struct rq *rq, int status);		/* application/json or fhir+json (API) */
/* --- refusals, with a message for the person (English msgid) --- */
enum err rq_problem(struct rq *rq, const char *message);		/* returns E_CONFLICT: 409 page with that sentence */
enum err rq_wrong(struct rq *rq, const char *field, const char *message);	/* marks a field; returns E_INPUT */
/* Errors to show beside fields on this request (NULL when the form was good). */
struct str rq_error(const struct rq *rq, const char *field);
bool rq_has_errors(const struct rq *rq);
/* The first message that was noted, beside a field or not; for one line above a form. */
struct str rq_first_error(const struct rq *rq);
struct page_errors rq_errors(const struct rq *rq);	/* as the frame has them: in order of the form */
/* Key of the hidden field `key` that makes a POST safe to repeat: fresh for a form shown anew,
 * the sent one for a form shown again. Pages have it as pg->frame->key. */
struct str rq_key(struct rq *rq);
/* --- headers and cookies --- */
void rq_etag(struct rq *rq, int64_t version);
void rq_location(struct rq *rq, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void rq_no_referrer(struct rq *rq);
void rq_forever(struct rq *rq);	/* after the answer: whoever gets it may keep it for ever, its address never has another */
/* After an answer of 200 that is everyone's data: caches keep it for a minute, pages of other sites may read it, and who has it
 * already, as its tag says (a hash of `version`), gets 304 without it. modified: INSTANT_NONE where nobody knows. */
void rq_everyone(struct rq *rq, struct str version, struct instant modified);
/* The same of what is of this account alone: it may keep it and asks each time whether it still holds; caches on the way do not. */
void rq_own(struct rq *rq, struct str version);
enum err rq_cookie(struct rq *rq, const char *name, struct str value, int64_t max_age) MUST_CHECK;	/* HttpOnly SameSite=Lax Secure if https; age 0 clears */
/* --- trail --- */
enum audit_what {
	AUDIT_READ, AUDIT_LIST, AUDIT_CREATE, AUDIT_CHANGE, AUDIT_MERGE, AUDIT_EXPORT, AUDIT_ERASE, AUDIT_SIGN_IN,
	AUDIT_SEARCH,
	AUDIT_TRAIL,		/* read who saw the file */
	AUDIT_REFUSED,		/* the router's own: a change that was noted and then undone */
	/* administration, with rq_audit_about() */
	AUDIT_ACCOUNT_NEW, AUDIT_ACCOUNT_CHANGE, AUDIT_ROLE_GIVEN, AUDIT_ROLE_TAKEN, AUDIT_PASSWORD, AUDIT_FACTOR,
	AUDIT_SESSION_END, AUDIT_TOKEN_NEW, AUDIT_TOKEN_END, AUDIT_ORGANIZATION, AUDIT_MAX
};
/* Notes that this request saw or changed that person's file (patient id; 0 = no single person).
 * organization: the one whose file it is. Written with the tick, also when the handler fails: then
 * its changes are noted as refused. A list notes each person on it; those of one request,
 * organisation and kind become one row. */
enum err rq_audit(struct rq *rq, enum audit_what what, int64_t patient, int64_t organization) MUST_CHECK;
/* Notes an act of administration on an account or an organisation (its id). detail: a word for the
 * trail, of a role or a setting; never a secret. Forgotten when the handler fails. */
enum err rq_audit_about(struct rq *rq, enum audit_what what, int64_t about, int64_t organization, struct str detail)
	MUST_CHECK;
/* Rate limit: one more of `what` by key within window seconds; E_LIMIT past max. Kept in shared memory. */
enum err rq_limit(struct rq *rq, const char *what, int64_t key, int max, int window) MUST_CHECK;
/* How many of `what` by key are in the window (nothing is added), and forgetting them. */
int rq_limit_count(const struct rq *rq, const char *what, int64_t key, int window);
void rq_limit_clear(struct rq *rq, const char *what, int64_t key);
/* What .slow found out, for the WRITE handler (≤ 4 KiB). */
void rq_carry(struct rq *rq, struct str bytes);
struct str rq_carried(const struct rq *rq);
/* A setting of the program by name (see web/settings.h). */
int64_t rq_setting(const struct rq *rq, const char *name);
struct str rq_setting_text(const struct rq *rq, const char *name);
struct settings;
const struct settings *rq_settings(const struct rq *rq);	/* all of them, for who reads files that they name */
/* The key of what is kept encrypted (web/secret.h), for bytes_seal(). E_NOTFOUND, E_INPUT: there is none. */
enum err rq_secret(const struct rq *rq, struct str *ret) MUST_CHECK;
/* "https://host" or "http://127.0.0.1:8080" for links in messages and documents: the setting
 * public_url, else the Host the request came for (checked), else a path alone. */
struct str rq_base_url(struct rq *rq);

#endif
