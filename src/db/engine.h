/*
 * What the two drivers, migrate.c and the tests of db/ share; nobody else includes it.
 *
 * Must not know: what any table means.
 */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include "db/db.h"

typedef enum err db_row_fn(void *arg, const struct db_value *cols);

/* One engine. */
struct db_ops {
	enum db_engine engine;
	void (*close)(struct db *db);
	enum err (*begin)(struct db *db);
	enum err (*commit)(struct db *db);
	void (*rollback)(struct db *db);
	enum err (*save)(struct db *db);
	enum err (*keep)(struct db *db);
	void (*undo)(struct db *db);
	enum err (*run)(struct db *db, struct arena *a, const struct stmt *st, const struct db_value *in,
			db_row_fn *row, void *arg, int64_t *ret_changed);
	enum err (*exec)(struct db *db, const char *sql);
	enum err (*checkpoint)(struct db *db);
	enum err (*backup)(struct db *db, const char *dir);
};

/* The first member of both engines' connections. */
struct db {
	const struct db_ops *ops;
	enum db_mode mode;
	bool in_tx;
	uint64_t statements;
	int64_t behalf;
	bool polite;
	uint64_t began_us, took_us, began_statements;	/* of the transaction */
};

enum err sqlite_open(const char *path, enum db_mode mode, struct db **ret) MUST_CHECK;
enum err sqlite_restore(const char *path, const char *dir) MUST_CHECK;
enum err pg_open(const char *url, enum db_mode mode, struct db **ret) MUST_CHECK;
enum err pg_restore(const char *url, const char *dir) MUST_CHECK;

/* One statement of a schema step, or of a test; the only way to run a text, and only in db/. */
enum err db_exec(struct db *db, const char *sql) MUST_CHECK;
/* All statements of a script that are for this engine, in the open transaction. */
enum err db_exec_script(struct db *db, struct str sql) MUST_CHECK;

/* A column as it came, against its declared type. */
enum err db_check_column(uint8_t type, const struct db_value *v) MUST_CHECK;

/* Statements that a connection has prepared, by address. */
struct stmt_slot { const struct stmt *st; void *prepared; int state; };
struct stmt_cache { struct stmt_slot *v; size_t n, cap; };
struct stmt_slot *stmt_cache_get(struct stmt_cache *c, const struct stmt *st);	/* NULL: no memory */
void stmt_cache_free(struct stmt_cache *c);

#endif
