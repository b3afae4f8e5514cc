/*
 * What the two files of the PostgreSQL driver share: postgres.c (statements, in pipeline mode)
 * and pg_copy.c (backup and restore, which need plain mode).
 *
 * Must not know: what any table means.
 */
#ifndef DB_PG_H
#define DB_PG_H

#include "db/engine.h"

#include <libpq-fe.h>

#define PG_PENDING_MAX 128
#define PG_PAGES_MAX 8

/* What each connection says first. Statements are few, fixed and led by indices: planned once, not at every call (which costs up to 3 ms for
 * those with many joins). A plan made once for any value must walk by index: guessed ranges look large to the planner; and row by row, since
 * only so does an index forget what is dead: a bitmap walked through all that had left the queue of messages since the last vacuum. */
#define PG_SETTLE "SET client_min_messages = error; SET lock_timeout = 2000; SET plan_cache_mode = force_generic_plan; " \
	"SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off"

enum pg_sent { SENT_WORD, SENT_PREPARE, SENT_STATEMENT };
struct pg_pending { enum pg_sent what; const struct stmt *st; };

struct pg {
	struct db db;
	PGconn *c;
	struct stmt_cache cache;
	struct pg_pending pending[PG_PENDING_MAX];	/* sent, not yet answered */
	int npending;
	enum err failed;		/* the transaction is broken until undo or rollback */
	PGresult *result;		/* of the last statement with rows; cleared by the next */
	PGresult *pages[PG_PAGES_MAX];	/* of :each statements that are running, innermost last */
	int npages, ncursors;
};

struct pg *pg_of(struct db *db);
/* SQLSTATE → enum err. */
enum err pg_map(const PGresult *r, const char *what);
/* All that was sent has been answered, and the connection is in plain mode; and back. */
enum err pg_plain(struct pg *p) MUST_CHECK;
void pg_pipeline(struct pg *p);
enum err pg_backup(struct db *db, const char *dir) MUST_CHECK;

#endif
