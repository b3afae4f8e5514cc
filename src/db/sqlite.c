/* SQLite behind db.h: one file, WAL, every commit on disk before it is acknowledged. */
#include "db/engine.h"
#include "base/fd.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 1800			/* how many times, of a millisecond and a little, a writer waits for another process */
#define LOOKASIDE 300
#define WAL_PAGES_MAX 80000		/* past this a checkpoint insists, and may make the writer wait a moment */

enum word { W_BEGIN, W_COMMIT, W_ROLLBACK, W_SAVE, W_KEEP, W_UNDO, W_MAX };
static const char *const word_sql[W_MAX] = { "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT s", "RELEASE s",
	"ROLLBACK TO s" };

struct sqlite {
	struct db db;
	sqlite3 *h;
	sqlite3_stmt *words[W_MAX];
	struct stmt_cache cache;
	int running;			/* statements between their first step and their reset */
};

enum slot_state { SLOT_FREE, SLOT_RUNNING };

static struct sqlite *of(struct db *db)
{
	return (struct sqlite *)db;
}

static enum err map_error(struct sqlite *s, int rc, const char *what)
{
	switch (rc & 0xff) {
	case SQLITE_OK: case SQLITE_ROW: case SQLITE_DONE:
		return OK;
	case SQLITE_BUSY: case SQLITE_LOCKED:
		return E_RETRY;
	case SQLITE_CONSTRAINT:
		return E_CONFLICT;
	default:
		log_event(LOG_ERROR, "sqlite", LOG_LIT("statement", what),
				LOG_INT("code", s->h ? sqlite3_extended_errcode(s->h) : rc));
		return E_DB;
	}
}

static enum err run_word(struct sqlite *s, enum word w)
{
	int rc = sqlite3_step(s->words[w]);

	sqlite3_reset(s->words[w]);
	return map_error(s, rc, word_sql[w]);
}

/* A handler that left by the arena's long jump leaves statements behind that hold a snapshot. */
static void reset_left(struct sqlite *s)
{
	for (sqlite3_stmt *h = sqlite3_next_stmt(s->h, NULL); h; h = sqlite3_next_stmt(s->h, h))
		if (sqlite3_stmt_busy(h))
			sqlite3_reset(h);
	for (size_t i = 0; i < s->cache.cap && s->running; i++)
		s->cache.v[i].state = SLOT_FREE;
	s->running = 0;
}

static enum err sqlite_begin(struct db *db)
{
	if (of(db)->running)
		reset_left(of(db));
	return run_word(of(db), W_BEGIN);
}

static void sqlite_rollback(struct db *db)
{
	if (of(db)->running)
		reset_left(of(db));
	if (!sqlite3_get_autocommit(of(db)->h) && run_word(of(db), W_ROLLBACK) != OK)
		log_event(LOG_ERROR, "sqlite", LOG_LIT("statement", "rollback"));
}

/* A full disk or a failed read may have ended the transaction already: that is no commit. */
static enum err sqlite_commit(struct db *db)
{
	if (of(db)->running)
		reset_left(of(db));
	enum err e = sqlite3_get_autocommit(of(db)->h) ? E_DB : run_word(of(db), W_COMMIT);

	if (e != OK)
		sqlite_rollback(db);
	return e;
}

static enum err sqlite_save(struct db *db)
{
	return sqlite3_get_autocommit(of(db)->h) ? E_DB : run_word(of(db), W_SAVE);
}

static enum err sqlite_keep(struct db *db)
{
	return run_word(of(db), W_KEEP);
}

static void sqlite_undo(struct db *db)
{
	if (sqlite3_get_autocommit(of(db)->h))
		return;
	if (run_word(of(db), W_UNDO) != OK || run_word(of(db), W_KEEP) != OK)
		sqlite_rollback(db);
}

/* A list is bound as the text of a JSON array, which the statement unpacks. */
static struct str list_text(struct arena *a, const struct db_value *v)
{
	char *p = arena_alloc(a, v->nlist * 21 + 3, 1);
	size_t n = 0;

	p[n++] = '[';
	for (size_t i = 0; i < v->nlist; i++)
		n += (size_t)snprintf(p + n, 22, "%s%lld", i ? "," : "", (long long)v->list[i]);
	p[n++] = ']';
	return (struct str){ p, n };
}

static int bind(sqlite3_stmt *h, struct arena *a, int i, uint8_t type, const struct db_value *v)
{
	struct str s = v->s;

	if (v->null)
		return sqlite3_bind_null(h, i);
	switch ((enum db_type)(type & ~DB_NULLABLE)) {
	case DB_TEXT:
		return sqlite3_bind_text(h, i, s.n ? s.p : "", (int)s.n, SQLITE_STATIC);
	case DB_INTS:
		s = list_text(a, v);
		return sqlite3_bind_text(h, i, s.p, (int)s.n, SQLITE_STATIC);
	case DB_BOOL:
		return sqlite3_bind_int(h, i, v->i != 0);
	case DB_INT: case DB_INT32: case DB_NULLABLE:
		break;
	}
	return sqlite3_bind_int64(h, i, v->i);
}

static enum err read_row(sqlite3_stmt *h, struct arena *a, const struct stmt *st, struct db_value *cols)
{
	for (int i = 0; i < st->ncol; i++) {
		struct db_value *v = &cols[i];

		*v = (struct db_value){ .null = sqlite3_column_type(h, i) == SQLITE_NULL };
		if (!v->null && (st->col[i] & ~DB_NULLABLE) == DB_TEXT) {
			v->s.p = (const char *)sqlite3_column_text(h, i);
			v->s.n = (size_t)sqlite3_column_bytes(h, i);
			if (st->kind != DB_EACH)
				v->s = arena_str(a, v->s);
		} else if (!v->null) {
			v->i = sqlite3_column_int64(h, i);
		}
		TRY(db_check_column(st->col[i], v));
	}
	return OK;
}

static enum err step_all(struct sqlite *s, sqlite3_stmt *h, struct arena *a, const struct stmt *st,
	db_row_fn *row, void *arg)
{
	struct db_value cols[DB_VALUES_MAX] __attribute__((uninitialized));	/* read_row() fills what is read */
	size_t n = 0;
	int rc;

	while ((rc = sqlite3_step(h)) == SQLITE_ROW) {
		if (st->kind == DB_ONE && n++)
			continue;		/* what it writes, it writes whole */
		TRY(read_row(h, a, st, cols));
		TRY(row(arg, cols));
		if (st->kind == DB_ONE && !st->writes)
			return OK;
	}
	if (rc != SQLITE_DONE)
		return map_error(s, rc, st->name);
	return st->kind == DB_ONE && !n ? E_NOTFOUND : OK;
}

static enum err run_prepared(struct sqlite *s, sqlite3_stmt *h, struct arena *a, const struct stmt *st,
	const struct db_value *in, db_row_fn *row, void *arg, int64_t *ret_changed)
{
	enum err e = OK;

	for (int i = 0; i < st->nparam && e == OK; i++)
		e = map_error(s, bind(h, a, i + 1, st->param[i], &in[i]), st->name);
	if (e == OK)
		e = step_all(s, h, a, st, row, arg);
	if (e == OK && ret_changed)
		*ret_changed = st->writes ? sqlite3_changes64(s->h) : 0;
	sqlite3_reset(h);
	return e;
}

static enum err prepare(struct sqlite *s, const struct stmt *st, sqlite3_stmt **ret)
{
	return map_error(s, sqlite3_prepare_v3(s->h, st->sqlite, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL),
			st->name);
}

/* A statement that runs while itself runs (in a row of an :each) is prepared once more. */
static enum err run_nested(struct sqlite *s, struct arena *a, const struct stmt *st,
	const struct db_value *in, db_row_fn *row, void *arg, int64_t *ret_changed)
{
	sqlite3_stmt *h = NULL;

	TRY(prepare(s, st, &h));
	s->running++;
	enum err e = run_prepared(s, h, a, st, in, row, arg, ret_changed);

	s->running--;
	sqlite3_finalize(h);
	return e;
}

static enum err sqlite_run(struct db *db, struct arena *a, const struct stmt *st,
	const struct db_value *in, db_row_fn *row, void *arg, int64_t *ret_changed)
{
	struct sqlite *s = of(db);
	struct stmt_slot *slot = stmt_cache_get(&s->cache, st);
	sqlite3_stmt *h;

	if (!slot)
		return E_DB;
	if (slot->state == SLOT_RUNNING)
		return run_nested(s, a, st, in, row, arg, ret_changed);
	if (!slot->prepared) {
		TRY(prepare(s, st, &h));
		slot->prepared = h;
	}
	h = slot->prepared;
	slot->state = SLOT_RUNNING;
	s->running++;
	enum err e = run_prepared(s, h, a, st, in, row, arg, ret_changed);

	stmt_cache_get(&s->cache, st)->state = SLOT_FREE;	/* the table may have grown meanwhile */
	s->running--;
	return e;
}

static enum err sqlite_exec(struct db *db, const char *sql)
{
	return map_error(of(db), sqlite3_exec(of(db)->h, sql, NULL, NULL, NULL), "schema");
}

static void sqlite_close_(struct db *db)
{
	struct sqlite *s = of(db);

	for (size_t i = 0; i < s->cache.cap; i++)
		sqlite3_finalize(s->cache.v[i].prepared);
	for (int i = 0; i < W_MAX; i++)
		sqlite3_finalize(s->words[i]);
	stmt_cache_free(&s->cache);
	sqlite3_close_v2(s->h);
	free(s);
}

/* Mostly the quiet kind, which never makes anybody wait; when the log has grown past all measure
 * because there was always a reader, one that waits for them. */
static enum err sqlite_checkpoint(struct db *db)
{
	int pages = 0, done = 0;
	int rc = sqlite3_wal_checkpoint_v2(of(db)->h, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &done);

	if (rc == SQLITE_OK && pages > WAL_PAGES_MAX)
		rc = sqlite3_wal_checkpoint_v2(of(db)->h, NULL, SQLITE_CHECKPOINT_RESTART, &pages, &done);
	return map_error(of(db), rc, "checkpoint");
}

/* ---- backup and restore ---- */

static enum err sync_path(const char *path, int flags)
{
	FD_AUTO int fd = fd_open(path, flags, 0);

	return fd < 0 || fsync(fd) != 0 ? E_IO : OK;
}

/* All pages in one step: one snapshot, and nobody who writes waits. */
static enum err copy_pages(sqlite3 *from, const char *path)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b = NULL;
	int rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

	if (rc == SQLITE_OK)
		b = sqlite3_backup_init(to, "main", from, "main");
	if (b) {
		sqlite3_backup_step(b, -1);
		rc = sqlite3_backup_finish(b);
	} else {
		rc = SQLITE_ERROR;
	}
	sqlite3_close(to);
	return rc == SQLITE_OK ? OK : rc == SQLITE_BUSY ? E_RETRY : E_IO;
}

/* The copy appears under its name only when it is whole and on disk. */
static enum err copy_whole(sqlite3 *from, const char *path, const char *dir)
{
	char part[4200];

	snprintf(part, sizeof part, "%s.part", path);
	if (unlink(part) != 0 && errno != ENOENT)
		return E_IO;
	enum err e = copy_pages(from, part);

	if (e == OK)
		e = sync_path(part, O_RDWR);
	if (e == OK && rename(part, path) != 0)
		e = E_IO;
	if (e != OK)
		unlink(part);
	return e == OK ? sync_path(dir, O_RDONLY | O_DIRECTORY) : e;
}

static enum err sqlite_backup_(struct db *db, const char *dir)
{
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/diwan.db", dir);

	if (n < 0 || (size_t)n >= sizeof path)
		return E_INPUT;
	return copy_whole(of(db)->h, path, dir);
}

/* Whole, and a database of Diwan. */
static bool sound(sqlite3 *h)
{
	sqlite3_stmt *st = NULL;
	bool good = sqlite3_prepare_v2(h, "PRAGMA integrity_check(1)", -1, &st, NULL) == SQLITE_OK &&
		sqlite3_step(st) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(st, 0), "ok") == 0;

	sqlite3_finalize(st);
	st = NULL;
	good = good && sqlite3_prepare_v2(h, "SELECT position FROM schema_step", -1, &st, NULL) == SQLITE_OK &&
		sqlite3_step(st) == SQLITE_ROW;
	sqlite3_finalize(st);
	return good;
}

/* ---- a database that a group shares ---- */

/* Whether the folder is a group's (mode 2770): the sealer of the public log is then another user, who opens the same database. */
static bool is_shared(const char *dir)
{
	struct stat st;

	return stat(dir, &st) == 0 && (st.st_mode & (S_ISGID | S_IWGRP)) == (S_ISGID | S_IWGRP);
}

/* For the group too, whatever the umask. SQLite gives the mode of the database to what it makes beside it; what lies
 * there from before the folder was shared is its owner's to give. */
static enum err share_files(const char *path)
{
	static const char *const suffix[] = { "", "-wal", "-shm" };
	char file[PATH_MAX + 8];
	struct stat st;

	for (int i = 0; i < 3; i++) {
		snprintf(file, sizeof file, "%s%s", path, suffix[i]);
		if (lstat(file, &st) != 0 || (st.st_mode & 0777) == 0660 || st.st_uid != geteuid())
			continue;
		/* by its name: opening and closing it would end this process's locks */
		if (fchmodat(AT_FDCWD, file, 0660, AT_SYMLINK_NOFOLLOW) != 0)
			return E_IO;
	}
	return OK;
}

static bool exists(const char *path, const char *suffix)
{
	char p[4200];
	struct stat st;

	snprintf(p, sizeof p, "%s%s", path, suffix);
	return stat(p, &st) == 0;
}

enum err sqlite_restore(const char *path, const char *dir)
{
	char from[4096], into[4096];
	sqlite3 *h = NULL;
	int n = snprintf(from, sizeof from, "%s/diwan.db", dir);

	if (n < 0 || (size_t)n >= sizeof from)
		return E_INPUT;
	if (exists(path, "") || exists(path, "-wal"))
		return E_CONFLICT;
	if (!exists(from, ""))
		return E_NOTFOUND;
	snprintf(into, sizeof into, "%s", path);
	*strrchr(into, '/') = 0;
	int rc = sqlite3_open_v2(from, &h, SQLITE_OPEN_READONLY, NULL);
	enum err e = rc == SQLITE_OK && sound(h) ? copy_whole(h, path, into) : E_INPUT;

	sqlite3_close(h);
	return e == OK && is_shared(into) ? share_files(path) : e;
}

/* ---- opening ---- */

static const struct db_ops sqlite_ops = { DB_SQLITE, sqlite_close_, sqlite_begin, sqlite_commit,
	sqlite_rollback, sqlite_save, sqlite_keep, sqlite_undo, sqlite_run, sqlite_exec, sqlite_checkpoint,
	sqlite_backup_ };

/* SQLite's own waits grow to 100 ms, in which a lock that is often taken is never seen free. */
static int wait_a_moment(void *arg, int times)
{
	(void)arg;
	nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	return times < BUSY_MS;
}

static enum err settle(struct sqlite *s, enum db_mode mode)
{
	static const char both[] = "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;"
		"PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;"
		"PRAGMA trusted_schema = OFF;";

	sqlite3_extended_result_codes(s->h, 1);
	sqlite3_busy_handler(s->h, wait_a_moment, NULL);
	/* small memory of running statements from a list of its own: 40 pieces, the usual, do not last */
	sqlite3_db_config(s->h, SQLITE_DBCONFIG_LOOKASIDE, NULL, 1200, LOOKASIDE);
	sqlite3_db_config(s->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, mode == DB_READ, NULL);
	sqlite3_db_config(s->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	/* A booking writes 46 KB of log with pages of 2 KiB, 72 KB with the usual 4 KiB; 1 KiB costs more CPU. */
	if (mode == DB_WRITE)
		TRY(sqlite_exec(&s->db, "PRAGMA page_size = 2048; PRAGMA journal_mode = WAL;"));
	TRY(sqlite_exec(&s->db, both));
	TRY(sqlite_exec(&s->db, mode == DB_WRITE ? "PRAGMA cache_size = -32000" : "PRAGMA cache_size = -4000"));
	for (int i = 0; i < W_MAX; i++) {
		const char *sql = i == W_BEGIN && mode == DB_WRITE ? "BEGIN IMMEDIATE" : word_sql[i];

		TRY(map_error(s, sqlite3_prepare_v3(s->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->words[i],
				NULL), sql));
	}
	return OK;
}

/* In a folder that is shared nobody may lead another's process to a file of that one's: there the database is no link. */
static enum err open_file(struct sqlite *s, const char *path, int flags)
{
	char dir[PATH_MAX], folder[PATH_MAX], real[PATH_MAX + 16];
	const char *name = strrchr(path, '/');

	snprintf(dir, sizeof dir, "%.*s", (int)(name - path), path);
	if (!is_shared(dir))
		return map_error(s, sqlite3_open_v2(path, &s->h, flags, NULL), "open");
	if (!realpath(dir, folder))
		return E_DB;
	snprintf(real, sizeof real, "%s%s", folder, name);
	TRY(map_error(s, sqlite3_open_v2(real, &s->h, flags | SQLITE_OPEN_NOFOLLOW, NULL), "open"));
	return share_files(real);
}

enum err sqlite_open(const char *path, enum db_mode mode, struct db **ret)
{
	struct sqlite *s;
	int flags = mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

	if (mode == DB_READ && !exists(path, ""))
		return E_NOTFOUND;
	/* one thread a process: SQLite needs no locks within it, nor to count its memory (no effect
	 * once it has been used) */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (!(s = calloc(1, sizeof *s)))
		return E_DB;
	s->db = (struct db){ .ops = &sqlite_ops, .mode = mode };
	enum err e = open_file(s, path, flags | SQLITE_OPEN_NOMUTEX);

	if (e == OK)
		e = settle(s, mode);
	if (e != OK) {
		sqlite_close_(&s->db);
		return e == E_CONFLICT ? E_DB : e;
	}
	*ret = &s->db;
	return OK;
}
