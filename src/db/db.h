/*
 * One interface to the two engines: SQLite (embedded) and PostgreSQL (libpq).
 *
 * Only statements that mkquery emitted can be run: there is no function from a string to a
 * query. Parameters and columns are typed; one text serves both engines unless the query says
 * `-- pg:`. A connection belongs to one process and is never shared over a fork.
 * Must not know: what any table means.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

struct db;					/* a connection */
enum db_engine { DB_SQLITE, DB_POSTGRES };
enum db_mode { DB_READ, DB_WRITE };		/* DB_READ: the engine itself refuses to write */

/* Where the data are: pg empty = the file diwan.db in data_dir. */
struct db_place { struct str data_dir; struct str pg; };

enum err db_open(struct db_place place, enum db_mode mode, struct db **ret) MUST_CHECK;
void db_close(struct db *db);
enum db_engine db_engine(const struct db *db);

/*
 * Transactions. A tick is db_begin … db_commit; each request in it a savepoint. Savepoints do
 * not nest. After any statement failed on PostgreSQL only db_undo or db_rollback will do.
 * db_begin takes the write lock at once on a DB_WRITE connection, and a stable snapshot on a
 * DB_READ one. SQLITE_BUSY, 40001 and 40P01 are E_RETRY, constraint failures E_CONFLICT, a lost
 * connection E_DB (db_open again; at commit the outcome is unknown: answer 503).
 */
enum err db_begin(struct db *db) MUST_CHECK;
enum err db_commit(struct db *db) MUST_CHECK;
void db_rollback(struct db *db);
enum err db_save(struct db *db) MUST_CHECK;	/* SAVEPOINT */
enum err db_keep(struct db *db) MUST_CHECK;	/* RELEASE */
void db_undo(struct db *db);			/* ROLLBACK TO and RELEASE */
/* Statements run on this connection so far (for the request's log line). */
uint64_t db_statements(const struct db *db);
/* SQLite: PRAGMA wal_checkpoint (jobs only; workers and the writer never do). PostgreSQL: nothing. */
enum err db_checkpoint(struct db *db) MUST_CHECK;
/* A consistent copy while others write. SQLite: the backup API into dir/diwan.db. PostgreSQL: all
 * tables by COPY in one snapshot into dir/<table>.copy; db_restore loads it into an empty database. */
enum err db_backup(struct db *db, const char *dir) MUST_CHECK;
enum err db_restore(struct db_place place, const char *dir) MUST_CHECK;

/* ---- what generated code uses ---- */

enum db_type {
	DB_INT,		/* BIGINT, INTEGER: ids, instants (UTC seconds), days (since 1970), minutes */
	DB_BOOL,	/* BOOLEAN */
	DB_TEXT,	/* TEXT, UTF-8 */
	DB_INTS,	/* a list of BIGINT, only as `IN ($list)`, at most 500 */
};

struct stmt {
	const char *name;		/* "appointment_day_list" */
	const char *sqlite, *pg;	/* the text for each engine, $1… by first appearance */
	uint8_t nparam, ncol;
	bool writes;
	const enum db_type *param, *col;
};

struct db_value { bool null; int64_t i; struct str s; const int64_t *list; size_t nlist; };

/* Runs st; for each row calls row(arg, columns) while it answers OK; texts of a row live in `a`.
 * row may be NULL. *ret_changed (may be NULL) is the number of rows written. */
enum err db_run(struct db *db, struct arena *a, const struct stmt *st, const struct db_value *in,
	enum err (*row)(void *arg, const struct db_value *cols), void *arg, int64_t *ret_changed)
	MUST_CHECK;

/* An optional number in a row or parameter. NULL: .is false. Ids use v == 0 for NULL, texts
 * p == NULL, days DAY_NONE, instants INSTANT_NONE. */
struct opt_int { bool is; int64_t v; };

/*
 * What an account may see, filled by access_scope() alone and pasted by mkquery as one fixed
 * fragment wherever a query says `-- scope: ALIAS` (see tools/mkquery.c). An empty scope
 * ({0}) sees nothing.
 */
struct scope {
	int64_t lo, hi;			/* organization.tree_lo in [lo, hi): the account's branch of the tree */
	int64_t practitioner;		/* > 0: only what concerns this practitioner */
	int64_t account;		/* > 0: only what this account booked (health centres, helpers) */
};

#endif
