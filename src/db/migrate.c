/* Schema steps: run once each, in a transaction, recorded with their hash. See migrate.h. */
#include "db/migrate.h"
#include "db/engine.h"
#include "db/schema_step.h"

#include <sodium.h>
#include <string.h>

#define STEPS_MAX 2000

struct recorded { struct str area, name, hash; int64_t position; };
struct state { struct arena *a; struct recorded *v; size_t n, cap; };

static const uint8_t one_text[] = { DB_TEXT }, one_int[] = { DB_INT };
static const struct stmt table_there = { "schema_step_there",
	"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_step'",
	"SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('schema_step')",
	DB_ONE, 0, 1, false, NULL, one_int };
/* Prefixes are looked up as ranges: the order of texts must be that of their bytes. */
static const struct stmt collation = { "collation", "SELECT 'C'",
	"SELECT datcollate::text FROM pg_database WHERE datname = current_database()",
	DB_ONE, 0, 1, false, NULL, one_text };
static const uint8_t list_cols[] = { DB_TEXT, DB_TEXT, DB_TEXT, DB_INT };
static const char list_sql[] = "SELECT area, name, hash, position FROM schema_step ORDER BY position";
static const struct stmt list_steps = { "schema_step_list", list_sql, list_sql,
	DB_MANY, 0, 4, false, NULL, list_cols };
static const uint8_t add_in[] = { DB_INT32, DB_TEXT, DB_TEXT, DB_TEXT, DB_TEXT, DB_INT };
static const char add_sql[] = "INSERT INTO schema_step (position, area, name, hash, sql, done_at) "
	"VALUES ($1, $2, $3, $4, $5, $6)";
static const struct stmt add_step = { "schema_step_add", add_sql, add_sql,
	DB_COUNT, 6, 0, true, add_in, NULL };

static enum err take_int(void *arg, const struct db_value *c)
{
	*(int64_t *)arg = c[0].i;
	return OK;
}

static enum err take_text(void *arg, const struct db_value *c)
{
	*(struct str *)arg = c[0].s;
	return OK;
}

static enum err take_step(void *arg, const struct db_value *c)
{
	struct state *s = arg;

	s->v = arena_grow(s->a, s->v, s->n, &s->cap, sizeof *s->v);
	s->v[s->n++] = (struct recorded){ c[0].s, c[1].s, c[2].s, c[3].i };
	return OK;
}

static struct str hash_of(struct arena *a, const char *sql)
{
	unsigned char h[crypto_hash_sha256_BYTES];
	char *hex = arena_alloc(a, 2 * sizeof h + 1, 1);

	crypto_hash_sha256(h, (const unsigned char *)sql, strlen(sql));
	sodium_bin2hex(hex, 2 * sizeof h + 1, h, sizeof h);
	return str_of(hex);
}

static const struct recorded *find(const struct state *s, const struct schema_step *x)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].area, str_of(x->area)) && str_eq(s->v[i].name, str_of(x->name)))
			return &s->v[i];
	return NULL;
}

static bool known(const struct schema_step *steps, size_t n, const struct recorded *r)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(r->area, str_of(steps[i].area)) && str_eq(r->name, str_of(steps[i].name)))
			return true;
	return false;
}

static enum err load(struct db *db, struct arena *a, struct state *ret)
{
	int64_t there = 0;

	*ret = (struct state){ .a = a };
	TRY(db_run(db, a, &table_there, NULL, take_int, &there, NULL));
	return there ? db_run(db, a, &list_steps, NULL, take_step, ret, NULL) : OK;
}

/* What ran once is what the program has, unchanged, and nothing that it does not have. */
static enum err compare(const struct state *s, const struct schema_step *steps, size_t n,
	struct arena *a, struct str *ret_why)
{
	for (size_t i = 0; i < s->n; i++)
		if (!known(steps, n, &s->v[i])) {
			*ret_why = arena_fmt(a, "the database has step %.*s/%.*s, which this program does not know",
					STR_ARG(s->v[i].area), STR_ARG(s->v[i].name));
			return E_CONFLICT;
		}
	for (size_t i = 0; i < n; i++) {
		const struct recorded *r = find(s, &steps[i]);

		if (r && !str_eq(r->hash, hash_of(a, steps[i].sql))) {
			*ret_why = arena_fmt(a, "step %s/%s has changed since it ran", steps[i].area, steps[i].name);
			return E_CONFLICT;
		}
	}
	return OK;
}

enum err migrate_check(struct db *db, const struct schema_step *steps, size_t n, struct arena *a,
	struct str *ret_why)
{
	struct state s;

	TRY(load(db, a, &s));
	TRY(compare(&s, steps, n, a, ret_why));
	for (size_t i = 0; i < n; i++)
		if (!find(&s, &steps[i])) {
			*ret_why = arena_fmt(a, "step %s/%s has not run: `diwan migrate` does it", steps[i].area,
					steps[i].name);
			return E_CONFLICT;
		}
	return OK;
}

static enum err check_collation(struct db *db, struct arena *a, struct str *ret_why)
{
	struct str c = STR_NONE;

	TRY(db_run(db, a, &collation, NULL, take_text, &c, NULL));
	if (str_eq(c, S("C")) || str_eq(c, S("POSIX")) || str_eq_nocase(c, S("C.UTF-8")) ||
			str_eq_nocase(c, S("C.utf8")))
		return OK;
	*ret_why = arena_fmt(a, "the database sorts texts by %.*s: make it anew with LC_COLLATE 'C' "
			"(createdb --template=template0 --locale=C.UTF-8 …)", STR_ARG(c));
	return E_INPUT;
}

static enum err run_step(struct db *db, struct arena *a, const struct schema_step *x, int64_t position,
	struct str *ret_why)
{
	const struct db_value in[] = { { .i = position }, { .s = str_of(x->area) }, { .s = str_of(x->name) },
		{ .s = hash_of(a, x->sql) }, { .s = str_of(x->sql) }, { .i = clock_now().v } };
	int64_t n;
	enum err e = db_exec_script(db, str_of(x->sql));

	if (e == OK)
		e = db_run(db, a, &add_step, in, NULL, NULL, &n);
	if (e != OK)
		*ret_why = arena_fmt(a, "step %s/%s failed (%s) and was undone", x->area, x->name, err_name(e));
	return e;
}

/* The first step that has not run yet, in a transaction that holds off any other migration. */
static enum err run_next(struct db *db, struct arena *a, const struct schema_step *steps, size_t n,
	struct str *ret_why, bool *ret_ran)
{
	struct state s;

	if (db_engine(db) == DB_POSTGRES)
		TRY(db_exec(db, "SELECT pg_advisory_xact_lock(6710019)"));
	TRY(load(db, a, &s));
	TRY(compare(&s, steps, n, a, ret_why));
	*ret_ran = false;
	for (size_t i = 0; i < n && !*ret_ran; i++)
		if (!find(&s, &steps[i])) {
			*ret_ran = true;
			TRY(run_step(db, a, &steps[i], s.n ? s.v[s.n - 1].position + 1 : 1, ret_why));
		}
	return OK;
}

static enum err make_table(struct db *db, struct arena *a)
{
	int64_t there = 0;

	if (db_engine(db) == DB_POSTGRES)
		TRY(db_exec(db, "SELECT pg_advisory_xact_lock(6710019)"));
	TRY(db_run(db, a, &table_there, NULL, take_int, &there, NULL));
	return there ? OK : db_exec(db, SCHEMA_STEP_TABLE);
}

static enum err migrate_open(struct db *db, const struct schema_step *steps, size_t n, struct arena *a,
	struct str *ret_why, size_t *ret_done)
{
	bool ran = true;
	size_t done = 0;

	TRY(check_collation(db, a, ret_why));
	TRY(db_begin(db));
	TRY(db_end(db, make_table(db, a)));
	while (ran) {
		TRY(db_begin(db));
		TRY(db_end(db, run_next(db, a, steps, n, ret_why, &ran)));
		done += ran;
	}
	*ret_done = done;
	return OK;
}

enum err migrate_run(struct db_place place, const struct schema_step *steps, size_t n, struct arena *a,
	struct str *ret_why, size_t *ret_done)
{
	struct db *db;

	*ret_why = S("the database cannot be opened");
	TRY(db_open(place, DB_WRITE, &db));
	*ret_why = S("the database failed");
	enum err e = migrate_open(db, steps, n, a, ret_why, ret_done);

	if (e == OK)
		e = db_checkpoint(db);
	db_close(db);
	return e;
}
