/*
 * JSON: a writer that appends to a buffer, and a strict reader (jansson behind it).
 *
 * Writer (jw_…): commas are put by the writer; the caller opens and closes. Text is escaped and
 * must be UTF-8. Reader (jr_…): a tree that lives in the arena; every getter takes NULL and
 * answers "absent", so chains need no checks.
 * Must not know: what any document means.
 */
#ifndef JSON_JSON_H
#define JSON_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* --- writing --- */
#define JW_DEPTH 60
struct jw { struct buf *b; int depth; uint64_t some; uint64_t array; bool key; };
struct jw jw_to(struct buf *b);
void jw_object(struct jw *j);			/* { */
void jw_array(struct jw *j);			/* [ */
void jw_end(struct jw *j);			/* } or ], whichever is open */
void jw_key(struct jw *j, const char *key);	/* a literal of ours: not escaped */
void jw_key_str(struct jw *j, struct str key);	/* escaped */
void jw_str(struct jw *j, struct str s);
void jw_cstr(struct jw *j, const char *s);
void jw_int(struct jw *j, int64_t n);
void jw_bool(struct jw *j, bool b);
void jw_null(struct jw *j);
/* A decimal without floating point: jw_fixed(j, 5744, 2) is 57.44, (5700, 2) is 57, (-5, 1) is -0.5. */
void jw_fixed(struct jw *j, int64_t n, int decimals);
void jw_raw(struct jw *j, struct str json);	/* a value that is JSON already */
/* Key and value at once. */
void jw_set_object(struct jw *j, const char *key);
void jw_set_array(struct jw *j, const char *key);
void jw_set_str(struct jw *j, const char *key, struct str s);
void jw_set_cstr(struct jw *j, const char *key, const char *s);
void jw_set_int(struct jw *j, const char *key, int64_t n);
void jw_set_bool(struct jw *j, const char *key, bool b);
/* As jw_set_str, but nothing at all for the empty string (FHIR forbids empty ones). */
void jw_maybe_str(struct jw *j, const char *key, struct str s);
/* The escaped text between its quotes, for other writers. */
void json_escape(struct buf *b, struct str s);

/* --- reading --- */
struct jr;					/* a value; NULL = absent */
enum jr_kind { JR_ABSENT, JR_NULL, JR_BOOL, JR_INT, JR_REAL, JR_STRING, JR_ARRAY, JR_OBJECT };
struct jr_problem { int line, column; char what[160]; };

#define JR_DEPTH 40		/* nesting that is accepted */
/*
 * Reads one whole document (any value). Refused: duplicate names, broken UTF-8, \u0000, numbers
 * out of range, anything after the value, nesting over JR_DEPTH (E_INPUT), more than max bytes
 * (E_LIMIT). why may be NULL.
 */
enum err jr_read(struct arena *a, struct str text, size_t max, const struct jr **ret,
	struct jr_problem *why) MUST_CHECK;
enum jr_kind jr_kind_of(const struct jr *v);
const struct jr *jr_get(const struct jr *v, const char *key);	/* NULL when absent or no object */
const struct jr *jr_get_str(const struct jr *v, struct str key);
const struct jr *jr_at(const struct jr *v, size_t i);		/* NULL past the end or no array */
size_t jr_count(const struct jr *v);				/* of an array or object; else 0 */
struct str jr_text(const struct jr *v);				/* empty unless a string */
bool jr_text_is(const struct jr *v, const char *s);
/* E_NOTFOUND: absent or null. E_INPUT: another kind or out of range. */
enum err jr_int(const struct jr *v, int64_t min, int64_t max, int64_t *ret) MUST_CHECK;
bool jr_true(const struct jr *v);				/* only for the value true */
double jr_real(const struct jr *v);				/* 0 unless a number */
/* Walks an object in its order: void *at = NULL; while (jr_next(v, &at, &key, &value)) … */
bool jr_next(const struct jr *v, void **at, struct str *key, const struct jr **value);
/* Writes a value as it was read (sizes and order kept; for echoing parts of a document). */
void jr_write(struct buf *b, const struct jr *v);

#endif
