/* What both engines share: values are checked on their way in and out. See db.h. */
#include "db/engine.h"
#include "base/log.h"
#include "base/utf8.h"
#include "db/script.h"

#include <stdlib.h>
#include <string.h>

#define SLOW_US 250000			/* a statement that takes longer is told in the log, */
#define LONG_US 1000000			/* and a transaction that keeps others from writing so long */
#define PAUSE_MIN_US 5000		/* of a polite connection between two transactions */
#define PAUSE_MAX_US 100000

enum err db_open(struct db_place place, enum db_mode mode, struct db **ret)
{
	char path[4096];
	int n;

	if (place.pg.n) {
		n = snprintf(path, sizeof path, "%.*s", STR_ARG(place.pg));
		return n < 0 || (size_t)n >= sizeof path ? E_INPUT : pg_open(path, mode, ret);
	}
	n = snprintf(path, sizeof path, "%.*s/diwan.db", STR_ARG(place.data_dir));
	return n < 0 || (size_t)n >= sizeof path ? E_INPUT : sqlite_open(path, mode, ret);
}

enum err db_restore(struct db_place place, const char *dir)
{
	char path[4096];
	int n;

	if (place.pg.n) {
		n = snprintf(path, sizeof path, "%.*s", STR_ARG(place.pg));
		return n < 0 || (size_t)n >= sizeof path ? E_INPUT : pg_restore(path, dir);
	}
	n = snprintf(path, sizeof path, "%.*s/diwan.db", STR_ARG(place.data_dir));
	return n < 0 || (size_t)n >= sizeof path ? E_INPUT : sqlite_restore(path, dir);
}

void db_close(struct db *db)
{
	if (db)
		db->ops->close(db);
}

enum db_engine db_engine(const struct db *db)
{
	return db->ops->engine;
}

uint64_t db_statements(const struct db *db)
{
	return db->statements;
}

/* As long as the last one took, within limits, so that others find their turn. */
static void give_way(struct db *db)
{
	uint64_t pause = db->took_us < PAUSE_MIN_US ? PAUSE_MIN_US : db->took_us;

	if (pause > PAUSE_MAX_US)
		pause = PAUSE_MAX_US;
	if (db->took_us && clock_ticks_us() - db->began_us < db->took_us + pause)
		nanosleep(&(struct timespec){ .tv_nsec = (long)pause * 1000 }, NULL);
}

void db_work_for(struct db *db, int64_t whom)
{
	db->behalf = whom;
}

int64_t db_behalf(const struct db *db)
{
	return db->behalf;
}

void db_polite(struct db *db)
{
	db->polite = true;
}

enum err db_begin(struct db *db)
{
	enum err e;

	if (db->polite)
		give_way(db);
	e = db->ops->begin(db);
	db->in_tx = e == OK;
	db->began_us = clock_ticks_us();
	db->began_statements = db->statements;
	return e;
}

/* Who writes keeps others from writing: what lasts is told. */
static void ended(struct db *db, bool was_in)
{
	db->took_us = clock_ticks_us() - db->began_us;
	db->in_tx = false;
	if (was_in && db->mode == DB_WRITE && db->took_us > LONG_US)
		log_event(LOG_WARN, "long transaction", LOG_INT("us", db->took_us),
				LOG_INT("statements", db->statements - db->began_statements));
}

enum err db_commit(struct db *db)
{
	bool was_in = db->in_tx;
	enum err e;

	db->in_tx = false;
	e = db->ops->commit(db);
	ended(db, was_in);
	return e;
}

void db_rollback(struct db *db)
{
	bool was_in = db->in_tx;

	db->in_tx = false;
	db->ops->rollback(db);
	ended(db, was_in);
}

enum err db_end(struct db *db, enum err e)
{
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

enum err db_save(struct db *db)
{
	return db->ops->save(db);
}

enum err db_keep(struct db *db)
{
	return db->ops->keep(db);
}

void db_undo(struct db *db)
{
	db->ops->undo(db);
}

enum err db_checkpoint(struct db *db)
{
	return db->ops->checkpoint(db);
}

enum err db_backup(struct db *db, const char *dir)
{
	return db->ops->backup(db, dir);
}

enum err db_exec(struct db *db, const char *sql)
{
	return db->ops->exec(db, sql);
}

/*
 * SQLite keeps a table by its hidden rowid, and a primary key beside it as a second tree, unless
 * the key is spelled INTEGER (then it is the rowid) or the table is WITHOUT ROWID. Both engines
 * share one text, so the spelling is changed here: one tree less to write and to walk for each row.
 */
static char *table_for_sqlite(struct str one)
{
	static const struct str wide = S("BIGINT NOT NULL PRIMARY KEY"), rowid = S("INTEGER NOT NULL PRIMARY KEY");
	ptrdiff_t at = str_find(one, wide);
	char *text = NULL;
	int n;

	if (!str_starts(one, S("CREATE TABLE")))
		return strndup(one.p, one.n);
	if (at >= 0)
		n = asprintf(&text, "%.*s%.*s%.*s", (int)at, one.p, STR_ARG(rowid),
			STR_ARG(str_sub(one, (size_t)at + wide.n, one.n)));
	else
		n = asprintf(&text, "%.*s%s", STR_ARG(one),
			str_find(one, S("PRIMARY KEY")) >= 0 ? " WITHOUT ROWID" : "");
	return n < 0 ? NULL : text;
}

enum err db_exec_script(struct db *db, struct str sql)
{
	struct script s = { sql, 0, 1, SCRIPT_BOTH };
	struct str one;
	int line;

	while (script_next(&s, db_engine(db) == DB_SQLITE ? SCRIPT_SQLITE : SCRIPT_PG, &one, &line)) {
		char *text = db_engine(db) == DB_SQLITE ? table_for_sqlite(one) : strndup(one.p, one.n);
		enum err e = text ? db_exec(db, text) : E_DB;

		free(text);
		TRY(e);
	}
	return OK;
}

static enum err check_value(uint8_t type, const struct db_value *v)
{
	if (v->null)
		return type & DB_NULLABLE ? OK : E_INPUT;
	switch ((enum db_type)(type & ~DB_NULLABLE)) {
	case DB_INT32:
		return v->i < INT32_MIN || v->i > INT32_MAX ? E_INPUT : OK;
	case DB_TEXT:
		return v->s.n > INT32_MAX || (v->s.n && (memchr(v->s.p, 0, v->s.n) || !utf8_valid(v->s))) ?
			E_INPUT : OK;
	case DB_INTS:
		return v->nlist > DB_LIST_MAX ? E_LIMIT : OK;
	case DB_BOOL:
	case DB_INT:
	case DB_NULLABLE:
		break;
	}
	return OK;
}

enum err db_check_column(uint8_t type, const struct db_value *v)
{
	if (v->null)
		return type & DB_NULLABLE ? OK : E_DB;
	if ((type & ~DB_NULLABLE) == DB_INT32 && (v->i < INT32_MIN || v->i > INT32_MAX))
		return E_DB;
	return OK;
}

enum err db_run(struct db *db, struct arena *a, const struct stmt *st, const struct db_value *in,
	enum err (*row)(void *arg, const struct db_value *cols), void *arg, int64_t *ret_changed)
{
	for (size_t i = 0; i < st->nparam; i++)
		TRY(check_value(st->param[i], &in[i]));
	db->statements++;
	uint64_t start = clock_ticks_us();
	enum err e = db->ops->run(db, a, st, in, row, arg, ret_changed);
	uint64_t took = clock_ticks_us() - start;

	if (took > SLOW_US && st->kind != DB_EACH)	/* an :each waits for whoever takes its rows */
		log_event(LOG_WARN, "slow statement", LOG_LIT("statement", st->name), LOG_INT("us", took));
	return e;
}

/* ---- statements by address ---- */

static size_t slot_of(const struct stmt_slot *v, size_t cap, const struct stmt *st)
{
	size_t i = (size_t)((uintptr_t)st >> 4) * 0x9E3779B97F4A7C15u >> 20 & (cap - 1);

	while (v[i].st && v[i].st != st)
		i = (i + 1) & (cap - 1);
	return i;
}

static bool cache_grow(struct stmt_cache *c)
{
	size_t cap = c->cap ? c->cap * 2 : 512;
	struct stmt_slot *v = calloc(cap, sizeof *v);

	if (!v)
		return false;
	for (size_t i = 0; i < c->cap; i++)
		if (c->v[i].st)
			v[slot_of(v, cap, c->v[i].st)] = c->v[i];
	free(c->v);
	c->v = v;
	c->cap = cap;
	return true;
}

struct stmt_slot *stmt_cache_get(struct stmt_cache *c, const struct stmt *st)
{
	if (c->n * 2 >= c->cap && !cache_grow(c))
		return NULL;
	struct stmt_slot *s = &c->v[slot_of(c->v, c->cap, st)];

	if (!s->st) {
		s->st = st;
		c->n++;
	}
	return s;
}

void stmt_cache_free(struct stmt_cache *c)
{
	free(c->v);
	*c = (struct stmt_cache){ 0 };
}
