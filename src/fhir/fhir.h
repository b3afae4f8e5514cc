/*
 * FHIR R4 as far as Diwan speaks it: what a resource is known by (one table of interactions,
 * search parameters and rights, from which searches are read and /fhir/metadata is written),
 * searches, bundles, OperationOutcomes, and the data types of resources.
 *
 * Must not know: which resources there are, any area.
 */
#ifndef FHIR_FHIR_H
#define FHIR_FHIR_H

#include "json/json.h"
#include "web/web.h"

/* ---- what is offered ---- */

enum fhir_type { FHIR_TOKEN, FHIR_REFERENCE, FHIR_STRING, FHIR_DATE };
struct fhir_search;
struct fhir_param { const char *name; enum fhir_type type; const char *about; };
enum {
	FHIR_READ = 1,
	FHIR_SEARCH_GET = 2,		/* GET /fhir/X?… and POST /fhir/X/_search */
	FHIR_SEARCH_POST = 4,		/* the latter only: persons are not named in addresses */
	FHIR_CREATE = 8,
	FHIR_UPDATE = 16,
};
struct fhir_resource {
	const char *name;
	unsigned does;
	unsigned who;			/* R(MACHINE)… */
	const struct fhir_param *params;	/* ends with name NULL */
	const char *const *includes;	/* "Slot:schedule", NULL-terminated; may be NULL */
	const char *about;
	enum err (*read)(struct rq *rq, struct str id);
	enum err (*search)(struct rq *rq, const struct fhir_search *s);
};

/* ---- answers ---- */

/* An OperationOutcome; text is English, for whoever runs the other machine. Answers E_INPUT, so
 * that a handler returns it (and whatever it wrote is undone). code: "invalid" "not-found"… */
enum err fhir_refuse(struct rq *rq, int status, const char *code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Opens the answer with one resource; the caller writes its members and calls jw_end. */
struct jw fhir_resource_begin(struct rq *rq, int status, const char *type, int64_t id);

/* ---- searches ---- */

enum fhir_prefix { FHIR_EQ, FHIR_NE, FHIR_GT, FHIR_LT, FHIR_GE, FHIR_LE };
struct fhir_value {
	struct str text;		/* as sent, unescaped; strings are folded */
	bool any_system;		/* token without "system|" */
	struct str system, code;	/* token */
	struct str type, id;		/* reference: type may be empty */
	enum fhir_prefix prefix;	/* date */
	struct instant from, to;	/* date: [from, to), local dates taken as UTC */
	struct day day, day_to;		/* date: the same as days [day, day_to) */
	bool has_time;
};
struct fhir_clause { const struct fhir_param *param; struct fhir_value *v; size_t n; };	/* any of v */
#define FHIR_CLAUSES_MAX 32
#define FHIR_COUNT_MAX 100
struct fhir_search {
	struct arena *a;
	const struct fhir_resource *resource;
	struct fhir_clause clause[FHIR_CLAUSES_MAX];	/* all of them */
	size_t n;
	int32_t count;
	struct str cursor;		/* where the page begins; empty: the first */
	struct str query;		/* what was understood, encoded, without _page */
	bool include;			/* the resource's one _include was asked for */
	bool nothing;			/* a value that cannot match anything */
};
/* Reads the query and a form body. An unknown parameter is left out, or refused under
 * `Prefer: handling=strict`. Answers fhir_refuse()'s value when it has refused. */
enum err fhir_search_read(struct rq *rq, const struct fhir_resource *r, struct fhir_search *ret) MUST_CHECK;

const struct fhir_clause *fhir_clause_of(const struct fhir_search *s, const char *name, size_t nth);
static inline bool fhir_asks(const struct fhir_search *s, const char *name)
{
	return fhir_clause_of(s, name, 0) != NULL;
}
/* Each answers true when the search does not ask for `name`, or when a value of every clause fits. */
struct fhir_code { const char *system; struct str code; };
bool fhir_fits_token(const struct fhir_search *s, const char *name, const struct fhir_code *v, size_t n);
bool fhir_fits_bool(const struct fhir_search *s, const char *name, bool v);
bool fhir_fits_ref(const struct fhir_search *s, const char *name, const char *type, int64_t id);
/* Of several references (actor). */
struct fhir_ref { const char *type; int64_t id; };
bool fhir_fits_refs(const struct fhir_search *s, const char *name, const struct fhir_ref *v, size_t n);
/* Any word of any text begins with the value (accents, case and script forms do not matter). */
bool fhir_fits_string(const struct fhir_search *s, const char *name, const struct str *v, size_t n);
bool fhir_fits_instant(const struct fhir_search *s, const char *name, struct instant t);
bool fhir_fits_day(const struct fhir_search *s, const char *name, struct day d);
/* The days that can fit at all: [*from, *to), given as the widest; a day is added at both ends
 * for the zones. */
void fhir_day_range(const struct fhir_search *s, const char *name, struct day *from, struct day *to);
/* The ids of a reference or _id clause, at most max; 0: not asked for. -1: asked for, none is a number. */
int fhir_ids(const struct fhir_search *s, const char *name, const char *type, int64_t *ids, int max);

/* ---- bundles ---- */

struct fhir_bundle {
	struct rq *rq;
	const struct fhir_search *s;
	struct jw j;
	int32_t n;
	struct str next;		/* cursor of the next page; empty: this is the last */
};
void fhir_bundle_begin(struct rq *rq, const struct fhir_search *s, struct fhir_bundle *ret);
static inline bool fhir_bundle_full(const struct fhir_bundle *b)
{
	return b->n >= b->s->count;
}
/* Opens an entry and in it the resource, to be written and ended by the caller (jw_end(&b->j)). */
void fhir_entry_begin(struct fhir_bundle *b, const char *type, struct str id);
/* mode: "match", "include". Only matches count. */
void fhir_entry_end(struct fhir_bundle *b, const char *mode);
enum err fhir_bundle_end(struct fhir_bundle *b);

/* ---- data types; nothing is written for empty values ---- */

#define FHIR_SNOMED "http://snomed.info/sct"
struct str fhir_id(struct arena *a, int64_t id);
void fhir_instant(struct jw *j, const char *key, struct instant t);		/* …Z */
/* Wall time with the offset of the zone at that moment: 2026-11-26T09:00:00+00:00. */
void fhir_local(struct jw *j, const char *key, struct local l, struct str zone);
void fhir_date(struct jw *j, const char *key, struct day d);
void fhir_meta(struct jw *j, int64_t version, struct instant changed);		/* INSTANT_NONE: none */
/* The same, with the label "restricted" (HL7 v3-Confidentiality R) when it is. */
void fhir_meta_of(struct jw *j, int64_t version, struct instant changed, bool restricted);
void fhir_reference(struct jw *j, const char *key, const char *type, int64_t id, struct str display);
/* "identifier": [{system, value}, …] */
struct fhir_identifier { const char *system; struct str value; };
void fhir_identifiers(struct jw *j, const struct fhir_identifier *v, size_t n);
/* One CodeableConcept under key (an array of one if `array`). */
void fhir_concept(struct jw *j, const char *key, bool array, const struct fhir_code *v, size_t n, struct str text);
void fhir_telecom(struct jw *j, struct str phone, struct str email);
void fhir_aliases(struct jw *j, struct str name, struct str x, struct str y);	/* other names than the first */

/* ---- reading resources ---- */

/* The body as a resource of that type; refuses with 400, 415 or 422. */
enum err fhir_body(struct rq *rq, const char *type, const struct jr **ret) MUST_CHECK;
/* Text that is kept and shown to people: refused with 422 where a page would refuse it. */
enum err fhir_plain_text(struct rq *rq, const char *name, struct str s) MUST_CHECK;
/* "Patient/12", "http://…/Patient/12" or a logical "urn:…": type and number; 0: none of ours. */
int64_t fhir_ref_id(struct str reference, const char *type);
/* The first identifier with a value. E_NOTFOUND. */
enum err fhir_first_identifier(const struct jr *resource, struct str *system, struct str *value) MUST_CHECK;
/* `identifier=system|value` of If-None-Exist. E_NOTFOUND: no such header; E_INPUT: another query
 * (refused already). */
enum err fhir_if_none_exist(struct rq *rq, struct str *system, struct str *value) MUST_CHECK;
/* The number in If-Match: W/"7" or "7". -1 when absent, -2 when malformed. */
int64_t fhir_if_match(struct rq *rq);
/* Prefer: return=minimal. */
bool fhir_prefers(struct rq *rq, const char *what);

/* ---- metadata ---- */

enum err fhir_metadata(struct rq *rq, const struct fhir_resource *v, size_t n);

#endif
