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

/* E_NOTFOUND: DB_READ and no file there. DB_WRITE makes an empty one. E_DB: cannot connect. */
enum err db_open(struct db_place place, enum db_mode mode, struct db **ret) MUST_CHECK;
void db_close(struct db *db);
enum db_engine db_engine(const struct db *db);

/*
 * Transactions. A tick is db_begin … db_commit; each request in it a savepoint. Savepoints do
 * not nest. After any statement failed on PostgreSQL only db_undo or db_rollback will do.
 * db_begin takes the write lock at once on a DB_WRITE connection (SQLite waits up to 2 s for it,
 * then E_RETRY), and a stable snapshot on a DB_READ one, from its first statement on. SQLITE_BUSY, 40001 and 40P01 are E_RETRY, constraint failures E_CONFLICT, a lost
 * connection E_DB (db_open again; at commit the outcome is unknown: answer 503).
 */
enum err db_begin(struct db *db) MUST_CHECK;
enum err db_commit(struct db *db) MUST_CHECK;
void db_rollback(struct db *db);
/* Ends it: commits where e is OK, else rolls back and answers e. db_end(db, work(db)) */
enum err db_end(struct db *db, enum err e) MUST_CHECK;
enum err db_save(struct db *db) MUST_CHECK;	/* SAVEPOINT */
enum err db_keep(struct db *db) MUST_CHECK;	/* RELEASE */
void db_undo(struct db *db);			/* ROLLBACK TO and RELEASE */
/* From now on this connection waits between two transactions as long as the last one took (5 to 100
 * ms): for work in the background, of which there may be much, beside the writer. */
void db_polite(struct db *db);
/* For whom the work of now is done: whoever runs requests on this connection says it around each; else 0, nobody by
 * name. It changes nothing here; rows may keep it. */
void db_work_for(struct db *db, int64_t whom);
int64_t db_behalf(const struct db *db);
/* Statements run on this connection so far (for the request's log line). */
uint64_t db_statements(const struct db *db);
/* SQLite: PRAGMA wal_checkpoint (jobs; under load the writer between two ticks). PostgreSQL: nothing. */
enum err db_checkpoint(struct db *db) MUST_CHECK;
/*
 * A consistent copy while others write, into an existing folder. SQLite: the backup API into
 * dir/diwan.db. PostgreSQL: all tables by COPY in one snapshot into dir/<table>.copy, then the
 * list dir/tables.txt (a backup without it is not complete).
 * db_restore makes the database anew from dir: E_CONFLICT when there is one already (SQLite: the
 * file; PostgreSQL: any table), E_INPUT when the copy is damaged. On PostgreSQL it replays the
 * schema steps that the copy itself records, so any later program can restore it.
 */
enum err db_backup(struct db *db, const char *dir) MUST_CHECK;
enum err db_restore(struct db_place place, const char *dir) MUST_CHECK;

/* ---- what generated code uses ---- */

enum db_type {
	DB_INT,			/* BIGINT: ids, instants (UTC seconds), counts */
	DB_INT32,		/* INTEGER: days since 1970, minutes, small numbers */
	DB_BOOL,		/* BOOLEAN */
	DB_TEXT,		/* TEXT, UTF-8 without NUL */
	DB_INTS,		/* parameter only: a list of BIGINT as `IN ($list)`, ≤ DB_LIST_MAX */
	DB_NULLABLE = 0x80	/* or-ed to a type: NULL is allowed */
};
#define DB_LIST_MAX 500
#define DB_VALUES_MAX 200		/* parameters or columns of one statement */

enum db_kind { DB_ONE, DB_MANY, DB_EACH, DB_EXEC, DB_COUNT };

struct stmt {
	const char *name;		/* "appointment_day_list" */
	const char *sqlite, *pg;	/* the text for each engine, $1… by first appearance */
	enum db_kind kind;
	uint8_t nparam, ncol;
	bool writes;
	const uint8_t *param, *col;	/* enum db_type, with DB_NULLABLE */
};

struct db_value { bool null; int64_t i; struct str s; const int64_t *list; size_t nlist; };

/*
 * Runs st; for each row calls row(arg, columns) while it answers OK, else stops and returns that.
 * DB_ONE ends after the first row. Texts of a row live in `a`; those of DB_EACH only until row()
 * returns (it streams any number of rows and may run other statements meanwhile, in savepoints
 * if it likes, but not begin or end the transaction). *ret_changed (may be NULL) is the number
 * of rows written.
 *
 * E_INPUT: a text with a NUL or broken UTF-8, a number the column cannot hold. E_LIMIT: a list
 * too long. E_DB: a NULL or a number out of range came where the query does not declare it.
 *
 * On PostgreSQL a DB_EXEC in a savepoint is sent without waiting: its failure is then returned
 * by the next statement with rows or a count, by db_keep or db_commit. A handler that answers
 * differently to a conflict of one insert therefore uses :count with ON CONFLICT DO NOTHING.
 */
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
