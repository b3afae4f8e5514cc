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
 * Every test has a database of its own there, so any number may run at once.
 *
 * The schema's steps run once for each engine: that database is kept (build/template-HASH.db; template_HASH on the
 * server), named by the hash of all steps, and copied for each test after.
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
#include <fcntl.h>
#include <libpq-fe.h>
#include <sodium.h>
#include <sys/sendfile.h>
#include <sys/wait.h>

#include "db/db.h"
#include "db/migrate.h"
#include "schema_steps.h"

struct both {
	enum db_engine engine;
	struct db_place place;
	struct arena *a;
	struct db *db;
	char dir[64], url[1024], name[40];
};

/* One command on the tests' server. Answers NULL, or the SQLSTATE (in code) of one that `but` names. */
static inline const char *both_pg(const char *sql, const char *but, char code[static 6])
{
	PGconn *c = PQconnectdb(getenv("DIWAN_TEST_PG"));
	PGresult *r = PQexec(c, "SET client_min_messages = error");

	PQclear(r);
	r = PQexec(c, sql);
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);

	snprintf(code, 6, "%s", state ? state : "");
	if (PQresultStatus(r) != PGRES_COMMAND_OK && (!but || strcmp(code, but) != 0))
		fail_msg("%s: %s", sql, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
	return code[0] ? code : NULL;
}

/* The same schema has the same name. */
static inline void both_hash(char hex[static 33])
{
	crypto_generichash_state h;
	unsigned char sum[crypto_generichash_BYTES_MIN];

	crypto_generichash_init(&h, NULL, 0, sizeof sum);
	for (size_t i = 0; i < schema_steps_n; i++) {
		const char *const of[] = { schema_steps[i].area, schema_steps[i].name, schema_steps[i].sql };

		for (int j = 0; j < 3; j++)
			crypto_generichash_update(&h, (const unsigned char *)of[j], strlen(of[j]) + 1);
	}
	crypto_generichash_final(&h, sum, sizeof sum);
	sodium_bin2hex(hex, 2 * sizeof sum + 1, sum, sizeof sum);
}

/* Whether there was something to copy. */
static inline bool both_copy(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out;
	ssize_t n = 1;

	if (in < 0)
		return false;
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(out >= 0);
	while (n > 0)
		n = sendfile(out, in, NULL, 1 << 30);
	assert_int_equal(n, 0);
	assert_int_equal(close(out), 0);
	close(in);
	return true;
}

static inline void both_migrate(struct both *b)
{
	struct str why = STR_NONE;
	size_t n;

	if (migrate_run(b->place, schema_steps, schema_steps_n, b->a, &why, &n) != OK)
		fail_msg("no database: %.*s", STR_ARG(why));
}

/* Many programs may find at once that there is none: each makes one whole, and gives it its name in one step. */
static inline void both_fill_sqlite(struct both *b, const char *hash)
{
	const char *root = getenv("DIWAN_ROOT") ? getenv("DIWAN_ROOT") : ".";
	char kept[600], file[100], made[700];

	snprintf(kept, sizeof kept, "%s/build/template-%s.db", root, hash);
	snprintf(file, sizeof file, "%s/diwan.db", b->dir);
	if (both_copy(kept, file))
		return;
	both_migrate(b);
	snprintf(made, sizeof made, "%s.%d", kept, (int)getpid());
	assert_true(both_copy(file, made));
	assert_int_equal(rename(made, kept), 0);
}

static inline void both_fill_pg(struct both *b, const char *hash)
{
	char sql[200], code[6];

	snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE template_%s STRATEGY FILE_COPY", b->name, hash);
	if (!both_pg(sql, "3D000", code))
		return;
	snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE template0", b->name);
	both_pg(sql, NULL, code);
	both_migrate(b);
	snprintf(sql, sizeof sql, "CREATE DATABASE k%s TEMPLATE %s ALLOW_CONNECTIONS false", b->name, b->name);
	both_pg(sql, NULL, code);
	snprintf(sql, sizeof sql, "ALTER DATABASE k%s RENAME TO template_%s", b->name, hash);
	if (!both_pg(sql, "42P04", code))
		return;
	snprintf(sql, sizeof sql, "DROP DATABASE k%s", b->name);	/* another was first */
	both_pg(sql, NULL, code);
}

/* A database, b->db is NULL: with the whole schema, or empty. */
static inline void both_place(struct both *b, enum db_engine engine, bool migrated)
{
	const char *pg = getenv("DIWAN_TEST_PG");
	char sql[100], code[6], hash[33];

	*b = (struct both){ .engine = engine, .a = arena_new(64 << 20) };
	snprintf(b->dir, sizeof b->dir, "%s/diwan-test.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	assert_non_null(b->a);
	assert_non_null(mkdtemp(b->dir));
	b->place.data_dir = str_of(b->dir);
	both_hash(hash);
	if (engine == DB_SQLITE) {
		if (migrated)
			both_fill_sqlite(b, hash);
		return;
	}
	sodium_bin2hex(b->name + 1, 13, (const unsigned char *)strrchr(b->dir, '.') + 1, 6);
	b->name[0] = 't';
	snprintf(b->url, sizeof b->url, "%s%cdbname=%s", pg, strchr(pg, '?') ? '&' : '?', b->name);
	b->place.pg = str_of(b->url);
	snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE template0", b->name);
	if (migrated)
		both_fill_pg(b, hash);
	else
		both_pg(sql, NULL, code);
}

static inline void both_remove(struct both *b)
{
	char text[200], code[6];

	db_close(b->db);
	b->db = NULL;
	if (b->name[0]) {
		snprintf(text, sizeof text, "DROP DATABASE %s WITH (FORCE)", b->name);
		both_pg(text, NULL, code);
	}
	snprintf(text, sizeof text, "rm -rf '%s'", b->dir);
	assert_int_equal(system(text), 0);
	arena_free(b->a);
}

static inline int both_set_up(void **state, enum db_engine engine, bool migrated)
{
	struct both *b = calloc(1, sizeof *b);

	if (engine == DB_POSTGRES && !getenv("DIWAN_TEST_PG")) {
		free(b);
		*state = NULL;
		return 0;
	}
	both_place(b, engine, migrated);
	if (migrated)
		assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	*state = b;
	return 0;
}

static inline int both_sqlite(void **state) { return both_set_up(state, DB_SQLITE, true); }
static inline int both_postgres(void **state) { return both_set_up(state, DB_POSTGRES, true); }
static inline int both_sqlite_empty(void **state) { return both_set_up(state, DB_SQLITE, false); }
static inline int both_postgres_empty(void **state) { return both_set_up(state, DB_POSTGRES, false); }

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

/* What another process does with a connection of its own, outside of a transaction. */
typedef enum err both_deed(void *arg, struct db *db, struct arena *a);

/* Until the other process (which holds the other end of `from` open) waits for a lock in this PostgreSQL; false: it has
 * ended without. */
static inline bool until_it_waits(const struct both *b, int from, const char *locks)
{
	PGconn *c = PQconnectdb(b->url);
	struct pollfd f = { from, POLLIN, 0 };
	bool waits = false;
	char q[256];

	snprintf(q, sizeof q, "SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) "
			"WHERE datname = current_database() AND NOT granted AND %s", locks);
	while (!waits && poll(&f, 1, 5) == 0) {
		PGresult *r = PQexec(c, q);

		waits = PQntuples(r) > 0;
		PQclear(r);
	}
	PQfinish(c);
	return waits;
}

/*
 * Two at once, on PostgreSQL, where there is more than one writer: b->db is in its transaction, another process does
 * the deed until it waits for a lock, then b->db commits and the other goes on. Answers what the deed answered.
 * locks: a condition on pg_locks. The deed asserts nothing: it is not the test's process.
 */
#define ROW_LOCK "locktype IN ('transactionid', 'tuple')"
static inline enum err both_beside(struct both *b, const char *locks, both_deed *deed, void *arg)
{
	int ends[2], how;
	bool waited;
	pid_t other;

	assert_int_equal(pipe(ends), 0);
	other = fork();
	assert_true(other >= 0);
	if (!other) {
		struct arena *a = arena_new((size_t)64 << 20);
		struct db *db;

		close(ends[0]);
		_exit(a && db_open(b->place, DB_WRITE, &db) == OK ? (int)deed(arg, db, a) : 100);
	}
	close(ends[1]);
	waited = until_it_waits(b, ends[0], locks);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(waitpid(other, &how, 0), other);
	close(ends[0]);
	assert_true(WIFEXITED(how));
	assert_int_not_equal(WEXITSTATUS(how), 100);
	assert_true(waited);
	return (enum err)WEXITSTATUS(how);
}

#endif
