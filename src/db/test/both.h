/*
 * For tests of queries: the same test on both engines, each time on a fresh database with the
 * whole schema.
 *
 *	static void a_hold_expires(void **state)
 *	{
 *		struct both *b = BOTH_STATE(state);
 *		…b->db, b->a…
 *	}
 *	int main(void) { const struct CMUnitTest tests[] = { BOTH(a_hold_expires) }; return cmocka_run_group_tests(…); }
 *
 * b->db is a DB_WRITE connection outside of a transaction. PostgreSQL is the server that
 * DIWAN_TEST_PG names (see tests/pg.sh); without it its half is skipped, and says so.
 * Every test has a schema of its own there, so any number may run at once.
 */
#ifndef DB_TEST_BOTH_H
#define DB_TEST_BOTH_H

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "db/db.h"
#include "db/migrate.h"
#include "schema_steps.h"

struct both {
	enum db_engine engine;
	struct db_place place;
	struct arena *a;
	struct db *db;
	char dir[64], url[1024], schema[40];
};

static inline void both_pg(const char *sql)
{
	PGconn *c = PQconnectdb(getenv("DIWAN_TEST_PG"));
	PGresult *r = PQexec(c, "SET client_min_messages = error");

	PQclear(r);
	r = PQexec(c, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
}

/* An empty database: nothing has been migrated, b->db is NULL. */
static inline void both_place(struct both *b, enum db_engine engine)
{
	const char *pg = getenv("DIWAN_TEST_PG");
	char sql[100];

	*b = (struct both){ .engine = engine, .a = arena_new(64 << 20) };
	snprintf(b->dir, sizeof b->dir, "%s/diwan-test.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	assert_non_null(b->a);
	assert_non_null(mkdtemp(b->dir));
	b->place.data_dir = str_of(b->dir);
	if (engine == DB_SQLITE)
		return;
	snprintf(b->schema, sizeof b->schema, "s%s", strrchr(b->dir, '.') + 1);
	snprintf(sql, sizeof sql, "CREATE SCHEMA \"%s\"", b->schema);
	both_pg(sql);
	snprintf(b->url, sizeof b->url, "%s%coptions=-csearch_path%%3D%%22%s%%22", pg, strchr(pg, '?') ? '&' : '?',
			b->schema);
	b->place.pg = str_of(b->url);
}

static inline void both_remove(struct both *b)
{
	char text[200];

	db_close(b->db);
	b->db = NULL;
	if (b->schema[0]) {
		snprintf(text, sizeof text, "DROP SCHEMA \"%s\" CASCADE", b->schema);
		both_pg(text);
	}
	snprintf(text, sizeof text, "rm -rf '%s'", b->dir);
	assert_int_equal(system(text), 0);
	arena_free(b->a);
}

static inline int both_set_up(void **state, enum db_engine engine, int migrated)
{
	struct both *b = calloc(1, sizeof *b);
	struct str why = STR_NONE;
	size_t n;

	if (engine == DB_POSTGRES && !getenv("DIWAN_TEST_PG")) {
		free(b);
		*state = NULL;
		return 0;
	}
	both_place(b, engine);
	if (migrated && (migrate_run(b->place, schema_steps, schema_steps_n, b->a, &why, &n) != OK ||
			db_open(b->place, DB_WRITE, &b->db) != OK))
		fail_msg("no database: %.*s", STR_ARG(why));
	*state = b;
	return 0;
}

static inline int both_sqlite(void **state) { return both_set_up(state, DB_SQLITE, 1); }
static inline int both_postgres(void **state) { return both_set_up(state, DB_POSTGRES, 1); }
static inline int both_sqlite_empty(void **state) { return both_set_up(state, DB_SQLITE, 0); }
static inline int both_postgres_empty(void **state) { return both_set_up(state, DB_POSTGRES, 0); }

static inline int both_tear_down(void **state)
{
	if (*state) {
		both_remove(*state);
		free(*state);
	}
	return 0;
}

static inline void both_skip(void)
{
	fprintf(stderr, "SKIPPED on PostgreSQL: DIWAN_TEST_PG is not set (tests/pg.sh start DIR prints it)\n");
	skip();
}

#define BOTH(test) \
	{ #test " on SQLite", test, both_sqlite, both_tear_down, NULL }, \
	{ #test " on PostgreSQL", test, both_postgres, both_tear_down, NULL }
#define BOTH_EMPTY(test) \
	{ #test " on SQLite", test, both_sqlite_empty, both_tear_down, NULL }, \
	{ #test " on PostgreSQL", test, both_postgres_empty, both_tear_down, NULL }
/* First line of each test: its database, or the skip. */
#define BOTH_STATE(state) ({ if (!*(state)) both_skip(); (struct both *)*(state); })

/* Until the other process (its end closes or writes `from`) waits for a lock on PostgreSQL, or has ended
 * without. locks: a condition on pg_locks. */
static inline void until_it_waits(int from, const char *locks)
{
	PGconn *c = PQconnectdb(getenv("DIWAN_TEST_PG"));
	struct pollfd f = { from, POLLIN, 0 };
	bool waits = false;
	char q[256];

	snprintf(q, sizeof(q), "SELECT 1 FROM pg_locks WHERE NOT granted AND %s", locks);
	while (!waits && poll(&f, 1, 5) == 0) {
		PGresult *r = PQexec(c, q);

		waits = PQntuples(r) > 0;
		PQclear(r);
	}
	PQfinish(c);
}

#endif
