/*
 * mkquery: annotated SQL files → typed C functions. What its files share.
 *
 *	mkquery SRC OUT
 *
 * reads SRC/areas/ORDER, SRC/areas/PERSONS, every schema/NNNN_*.sql and every queries.sql one or
 * two folders below SRC, and writes OUT/<area>_q.[ch], OUT/ids.h, OUT/statements.[ch],
 * OUT/schema_steps.[ch]. Files that would not change are left alone. Any mistake is reported as file:line and stops the build.
 *
 *	-- name: opening_day_list :many
 *	-- What the function is for (becomes its comment).
 *	-- in: schedule schedule_id, from_day day, to_day day
 *	-- out: day day, start_min minutes, end_min minutes, capacity i32
 *	SELECT …
 *
 * `in:` and `out:` may be repeated to go on. Kinds: :one :many :each :exec :count.
 * Types: T_id of any table T with a column id (and T_id[]), i64 (and i64[]), i32, bool, text, name,
 * instant, day, minutes; a `?` after it: may be NULL (not for bool). T_id? is 0 for NULL, text? and
 * name? have p == NULL, day? is DAY_NONE, instant? INSTANT_NONE; i64?, i32?, minutes? are struct opt_int.
 * A list parameter x becomes two: x and x_n. :one answers E_NOTFOUND when there is no row.
 * `-- pg:` on a line of its own starts the text for PostgreSQL where it must differ.
 * `-- scope: A`, `A own`, `A leads` or `A own leads`: {scope} in the text becomes the access fragment on A's
 * columns organization_id (own: and practitioner_id, booked_by). `-- scope: A.column` compares that
 * column instead of organization_id. leads: the branch is what the rows are found by (an index on
 * organization_id), else it is looked up for each row that another index found; with own it leaves
 * out accounts that see only what they booked. `-- unscoped: reason` where a person's table is
 * touched without it.
 */
#ifndef MKQUERY_H
#define MKQUERY_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define MAX_VARS 120
#define MAX_QUERIES 2000
#define NAME_MAX_ 64

enum base_type { T_ID, T_I64, T_I32, T_BOOL, T_TEXT, T_NAME, T_INSTANT, T_DAY, T_MINUTES };
struct type { enum base_type base; bool null, list; char id[NAME_MAX_]; };
struct var { char name[NAME_MAX_]; struct type type; int line; int number; bool used[2]; };

enum kind { ONE, MANY, EACH, EXEC, COUNT };

enum tok { K_WORD, K_NUMBER, K_STRING, K_QUOTED, K_PARAM, K_PUNCT };
struct token { enum tok kind; const char *p; size_t n; int line; bool space; };
struct text { struct token *v; size_t n; int line; };	/* n == 0: absent */

struct query {
	const char *file, *area;
	int line;
	char name[NAME_MAX_];
	enum kind kind;
	char *doc;			/* comment lines, each ended by a newline */
	struct var in[MAX_VARS], out[MAX_VARS];
	int nin, nout;			/* nin includes the scope's parameters, last */
	int nown;			/* parameters that the query itself declares */
	char scope[2 * NAME_MAX_];	/* "" when there is none */
	bool scope_own, scope_leads, unscoped, failed, writes;
	struct text text[2];		/* SQLite's, PostgreSQL's if it differs */
	char *sql[2];			/* as emitted, on one line */
	int numbers[MAX_VARS], nnumbers;	/* index in in[] of $1, $2… */
};

struct words { char **v; size_t n; };		/* one a line, from ORDER or PERSONS */

extern struct query *queries;
extern size_t nqueries;
extern struct words areas, persons;

/* mkquery.c */
void bad(struct query *q, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void *must(void *p);
char *read_file(const char *path);
bool word_in(const struct words *w, const char *word);

/* mkquery_parse.c: the queries of one file into queries[]. */
void parse_file(const char *path, const char *area);
bool tok_is(const struct token *t, const char *lower);

/* mkquery_text.c: rules on the words of the text; then its final form, with {scope} pasted and
 * parameters numbered. */
void text_check(struct query *q);
void text_render(struct query *q);

/* mkquery_check.c: the real schema in memory, and each query prepared on it. */
struct step { const char *area, *name; char *sql; };
extern struct step *steps;
extern size_t nsteps;
void schema_load(const char *path, const char *area, const char *name);
bool schema_has_id(const char *table);
void schema_each_table(void (*fn)(const char *table, void *arg), void *arg);
void schema_ready(void);
void query_check(struct query *q);

/* mkquery_emit.c */
void emit_area(const char *out, const char *area);
void emit_shared(const char *out);
void emit_sweep(const char *out);	/* removes *_q.[ch] of areas that are gone */
int emitted(void);			/* files that changed */

#endif
