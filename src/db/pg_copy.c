/* Backup and restore of a PostgreSQL database: tables as COPY files in one snapshot, and a list of
 * them with their digests, which is written last. */
#include "db/pg.h"
#include "base/fd.h"
#include "base/num.h"
#include "db/schema_step.h"
#include "db/script.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define LIST_FIRST "diwan backup 1"
#define TABLES_MAX 1000

struct table { char *name, *columns; bool placed; };
struct digest { crypto_hash_sha256_state state; int64_t rows; };

static PGresult *ask(struct pg *p, const char *sql)
{
	PGresult *r = PQexec(p->c, sql);
	ExecStatusType s = PQresultStatus(r);

	if (s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_COPY_OUT || s == PGRES_COPY_IN)
		return r;
	(void)pg_map(r, "copy");
	PQclear(r);
	return NULL;
}

static enum err do_(struct pg *p, const char *sql)
{
	PGresult *r = ask(p, sql);

	PQclear(r);
	return r ? OK : E_DB;
}

static void digest_hex(struct digest *d, char out[static 65])
{
	unsigned char h[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_final(&d->state, h);
	sodium_bin2hex(out, 65, h, sizeof h);
}

/* ---- which tables, in an order in which each comes after those it refers to ---- */

static enum err read_tables(struct pg *p, struct arena *a, struct table **ret, int *ret_n)
{
	PGresult *r = ask(p, "SELECT c.relname, string_agg('\"' || t.attname || '\"', ', ' ORDER BY t.attnum) "
		"FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped "
		"WHERE c.relkind = 'r' AND c.relnamespace = "
		"(SELECT oid FROM pg_namespace WHERE nspname = current_schema()) GROUP BY c.relname ORDER BY 1");

	if (!r)
		return E_DB;
	int n = PQntuples(r);
	struct table *t = ARENA_ARRAY(a, struct table, (size_t)n + 1);

	for (int i = 0; i < n; i++) {
		t[i].name = arena_cstr(a, str_of(PQgetvalue(r, i, 0)));
		t[i].columns = arena_cstr(a, str_of(PQgetvalue(r, i, 1)));
	}
	PQclear(r);
	*ret = t;
	*ret_n = n;
	return n > TABLES_MAX ? E_LIMIT : OK;
}

static bool placed(const struct table *t, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (strcmp(t[i].name, name) == 0)
			return t[i].placed;
	return true;
}

static bool waits(const PGresult *refs, const struct table *t, int n, const char *name)
{
	for (int i = 0; i < PQntuples(refs); i++)
		if (strcmp(PQgetvalue(refs, i, 0), name) == 0 && !placed(t, n, PQgetvalue(refs, i, 1)))
			return true;
	return false;
}

static enum err order_tables(struct pg *p, struct table *t, int n, int *order)
{
	PGresult *refs = ask(p, "SELECT a.relname, b.relname FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid "
		"JOIN pg_class b ON b.oid = k.confrelid WHERE k.contype = 'f' AND a.oid <> b.oid "
		"AND a.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())");
	int done = 0, before = -1;

	if (!refs)
		return E_DB;
	while (done < n && before != done) {
		before = done;
		for (int i = 0; i < n; i++)
			if (!t[i].placed && !waits(refs, t, n, t[i].name)) {
				t[i].placed = true;
				order[done++] = i;
			}
	}
	PQclear(refs);
	return done == n ? OK : E_DB;		/* tables that refer to one another in a ring */
}

/* ---- backup ---- */

static enum err copy_rows(struct pg *p, int fd, struct digest *d)
{
	char *row;
	int n;

	while ((n = PQgetCopyData(p->c, &row, 0)) > 0) {
		enum err e = fd_write_all(fd, (struct str){ row, (size_t)n });

		crypto_hash_sha256_update(&d->state, (unsigned char *)row, (unsigned)n);
		d->rows++;
		PQfreemem(row);
		TRY(e);
	}
	if (n != -1)
		return E_DB;
	PGresult *r = PQgetResult(p->c);
	bool good = PQresultStatus(r) == PGRES_COMMAND_OK;

	PQclear(r);
	PQclear(PQgetResult(p->c));
	return good ? OK : E_DB;
}

static enum err copy_out(struct pg *p, struct arena *a, const char *dir, const struct table *t,
	struct digest *d)
{
	struct str path = arena_fmt(a, "%s/%s.copy", dir, t->name);
	struct str sql = arena_fmt(a, "COPY \"%s\" (%s) TO STDOUT", t->name, t->columns);
	FD_AUTO int fd = fd_open(arena_cstr(a, path), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0)
		return E_IO;
	PGresult *r = ask(p, arena_cstr(a, sql));

	PQclear(r);
	if (!r)
		return E_DB;
	TRY(copy_rows(p, fd, d));
	return fsync(fd) == 0 ? OK : E_IO;
}

static enum err backup_tables(struct pg *p, struct arena *a, const char *dir)
{
	struct table *t;
	int n, order[TABLES_MAX];
	struct str list = S(LIST_FIRST "\n");

	TRY(read_tables(p, a, &t, &n));
	TRY(order_tables(p, t, n, order));
	for (int i = 0; i < n; i++) {
		struct digest d = { 0 };
		char hex[65];

		crypto_hash_sha256_init(&d.state);
		TRY(copy_out(p, a, dir, &t[order[i]], &d));
		digest_hex(&d, hex);
		list = arena_cat(a, list, arena_fmt(a, "%s\t%lld\t%s\t%s\n", t[order[i]].name,
				(long long)d.rows, hex, t[order[i]].columns));
	}
	return fd_write_file(arena_cstr(a, arena_fmt(a, "%s/tables.txt", dir)), list, 0600);
}

enum err pg_backup(struct db *db, const char *dir)
{
	struct pg *p = pg_of(db);
	struct arena *a = arena_new(8 << 20);
	enum err e;

	if (!a)
		return E_DB;
	if (setjmp(*arena_guard(a)))	/* in the middle of a table: the connection can only be closed */
		return arena_free(a), E_LIMIT;
	if (unlink(arena_cstr(a, arena_fmt(a, "%s/tables.txt", dir))) != 0 && errno != ENOENT)
		return arena_free(a), E_IO;
	if ((e = pg_plain(p)) == OK) {
		e = do_(p, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
		if (e == OK)
			e = backup_tables(p, a, dir);
		if (do_(p, "ROLLBACK") != OK && e == OK)
			e = E_DB;
		pg_pipeline(p);
	}
	arena_free(a);
	return e;
}

/* ---- restore ---- */

struct listed { struct str name, columns, digest; int64_t rows; };

static bool plain_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !ascii_is_digit(s.p[i]) && s.p[i] != '_')
			return false;
	return s.n > 0;
}

static enum err read_list(struct arena *a, const char *dir, struct listed **ret, size_t *ret_n)
{
	struct str text, line, count;
	struct listed *v = ARENA_ARRAY(a, struct listed, TABLES_MAX);
	size_t n = 0;

	TRY(fd_read_file(a, arena_cstr(a, arena_fmt(a, "%s/tables.txt", dir)), 1 << 20, &text));
	if (!str_eq(str_cut(&text, '\n'), S(LIST_FIRST)))
		return E_INPUT;
	while (text.n) {
		line = str_cut(&text, '\n');
		if (n == TABLES_MAX)
			return E_LIMIT;
		v[n].name = str_cut(&line, '\t');
		count = str_cut(&line, '\t');
		v[n].digest = str_cut(&line, '\t');
		v[n].columns = line;
		if (!plain_name(v[n].name) || v[n].digest.n != 64)
			return E_INPUT;
		TRY(num_parse(count, 0, INT64_MAX, &v[n].rows));
		n++;
	}
	*ret = v;
	*ret_n = n;
	return n ? OK : E_INPUT;
}

static enum err send_file(struct pg *p, int fd, struct digest *d)
{
	char block[65536];
	ssize_t n;

	while ((n = read(fd, block, sizeof block)) > 0) {
		crypto_hash_sha256_update(&d->state, (unsigned char *)block, (unsigned long long)n);
		if (PQputCopyData(p->c, block, (int)n) != 1)
			return E_DB;
	}
	if (PQputCopyEnd(p->c, n < 0 ? "cannot read the file" : NULL) != 1)
		return E_DB;
	PGresult *r = PQgetResult(p->c);
	bool good = PQresultStatus(r) == PGRES_COMMAND_OK && n == 0 &&
		num_parse(str_of(PQcmdTuples(r)), 0, INT64_MAX, &d->rows) == OK;

	PQclear(r);
	PQclear(PQgetResult(p->c));
	return good ? OK : E_INPUT;
}

static enum err copy_in(struct pg *p, struct arena *a, const char *dir, const struct listed *t)
{
	FD_AUTO int fd = fd_open(arena_cstr(a, arena_fmt(a, "%s/%.*s.copy", dir, STR_ARG(t->name))), O_RDONLY, 0);
	struct digest d = { 0 };
	char hex[65];

	if (fd < 0)
		return E_INPUT;
	crypto_hash_sha256_init(&d.state);
	PGresult *r = ask(p, arena_cstr(a, arena_fmt(a, "COPY \"%.*s\" (%.*s) FROM STDIN", STR_ARG(t->name),
			STR_ARG(t->columns))));

	PQclear(r);
	if (!r)
		return E_INPUT;
	TRY(send_file(p, fd, &d));
	digest_hex(&d, hex);
	return d.rows == t->rows && str_eq(str_of(hex), t->digest) ? OK : E_INPUT;
}

static enum err run_script(struct pg *p, const char *sql)
{
	struct script s = { str_of(sql), 0, 1, SCRIPT_BOTH };
	struct str one;
	int line;

	while (script_next(&s, SCRIPT_PG, &one, &line)) {
		char *text = strndup(one.p, one.n);
		enum err e = text ? do_(p, text) : E_DB;

		free(text);
		TRY(e);
	}
	return OK;
}

/* The steps that the copy records, in the order in which they ran there. */
static enum err replay_steps(struct pg *p)
{
	PGresult *r = ask(p, "SELECT sql FROM schema_step ORDER BY position");
	enum err e = r && PQntuples(r) ? OK : E_INPUT;

	for (int i = 0; e == OK && i < PQntuples(r); i++)
		e = run_script(p, PQgetvalue(r, i, 0));
	PQclear(r);
	return e;
}

/* Columns that number their rows themselves go on after the rows that were copied. */
static const char go_on_counting[] = "DO $$ DECLARE c record; BEGIN FOR c IN SELECT table_name::text AS t, column_name::text AS k "
	"FROM information_schema.columns WHERE is_identity = 'YES' AND table_schema = current_schema() LOOP EXECUTE format("
	"'SELECT setval(pg_get_serial_sequence(quote_ident(%L), %L), (SELECT COALESCE(MAX(%I), 0) + 1 FROM %I), false)', "
	"c.t, c.k, c.k, c.t); END LOOP; END $$";

static enum err restore_all(struct pg *p, struct arena *a, const char *dir, const struct listed *t, size_t n)
{
	enum err e = E_INPUT;

	TRY(do_(p, SCHEMA_STEP_TABLE));
	for (size_t i = 0; i < n; i++)
		if (str_eq(t[i].name, S("schema_step")))
			e = copy_in(p, a, dir, &t[i]);
	TRY(e);
	TRY(replay_steps(p));
	for (size_t i = 0; i < n; i++)
		if (!str_eq(t[i].name, S("schema_step")))
			TRY(copy_in(p, a, dir, &t[i]));
	return do_(p, go_on_counting);
}

static enum err restore_empty(struct pg *p, struct arena *a, const char *dir)
{
	struct listed *v;
	struct table *there;
	size_t n;
	int nthere;

	TRY(read_list(a, dir, &v, &n));
	TRY(read_tables(p, a, &there, &nthere));
	if (nthere)
		return E_CONFLICT;
	TRY(do_(p, "BEGIN"));
	enum err e = restore_all(p, a, dir, v, n);

	if (do_(p, e == OK ? "COMMIT" : "ROLLBACK") != OK && e == OK)
		return E_DB;
	return e == OK ? do_(p, "ANALYZE") : e;
}

enum err pg_restore(const char *url, const char *dir)
{
	struct db *db;
	struct arena *a = arena_new(64 << 20);

	if (!a)
		return E_DB;
	enum err e = pg_open(url, DB_WRITE, &db);

	if (e != OK)
		return arena_free(a), e;
	if (setjmp(*arena_guard(a))) {
		db_close(db);
		return arena_free(a), E_LIMIT;
	}
	e = pg_plain(pg_of(db));
	if (e == OK)
		e = restore_empty(pg_of(db), a, dir);
	db_close(db);
	arena_free(a);
	return e;
}
