/* Schema steps on both engines; the two schemas say the same; every statement of the program is
 * understood by both; a copy of the data is the data. */
#include "both.h"
#include "db/engine.h"

#include "statements.h"

#include <sys/stat.h>

static const struct schema_step two[] = {
	{ "a", "0001_x.sql", "CREATE TABLE x (id BIGINT NOT NULL PRIMARY KEY);" },
	{ "b", "0001_y.sql", "CREATE TABLE y (id BIGINT NOT NULL PRIMARY KEY, x_id BIGINT NOT NULL REFERENCES x (id));" },
};

static void steps_run_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct str why = STR_NONE;
	size_t n = 9;

	assert_int_equal(migrate_run(b->place, two, 1, b->a, &why, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(migrate_run(b->place, two, 2, b->a, &why, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(migrate_run(b->place, two, 2, b->a, &why, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(db_open(b->place, DB_READ, &b->db), OK);
	assert_int_equal(migrate_check(b->db, two, 2, b->a, &why), OK);
}

static void a_changed_step_is_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct schema_step changed[] = { { "a", "0001_x.sql", "CREATE TABLE x (id BIGINT NOT NULL PRIMARY KEY) ;" }, two[1] };
	struct str why = STR_NONE;
	size_t n;

	assert_int_equal(migrate_run(b->place, two, 1, b->a, &why, &n), OK);
	assert_int_equal(migrate_run(b->place, changed, 2, b->a, &why, &n), E_CONFLICT);
	assert_true(str_find(why, S("a/0001_x.sql has changed")) >= 0);
	assert_int_equal(db_open(b->place, DB_READ, &b->db), OK);
	assert_int_equal(migrate_check(b->db, changed, 1, b->a, &why), E_CONFLICT);
}

static void a_step_that_the_program_does_not_know_is_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct str why = STR_NONE;
	size_t n;

	assert_int_equal(migrate_run(b->place, two, 2, b->a, &why, &n), OK);
	assert_int_equal(migrate_run(b->place, two, 1, b->a, &why, &n), E_CONFLICT);
	assert_true(str_find(why, S("b/0001_y.sql")) >= 0);
	assert_int_equal(db_open(b->place, DB_READ, &b->db), OK);
	assert_int_equal(migrate_check(b->db, two, 1, b->a, &why), E_CONFLICT);
}

static void a_missing_step_and_an_empty_database_are_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct str why = STR_NONE;
	size_t n;

	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	assert_int_equal(migrate_check(b->db, two, 2, b->a, &why), E_CONFLICT);
	assert_int_equal(migrate_run(b->place, two, 1, b->a, &why, &n), OK);
	assert_int_equal(migrate_check(b->db, two, 2, b->a, &why), E_CONFLICT);
	assert_true(str_find(why, S("diwan migrate")) >= 0);
}

static void a_step_that_fails_leaves_nothing(void **state)
{
	struct both *b = BOTH_STATE(state);
	const struct schema_step half[] = { two[0], { "c", "0001_z.sql",
		"CREATE TABLE z (id BIGINT NOT NULL PRIMARY KEY); INSERT INTO nowhere (id) VALUES (1);" } };
	const struct schema_step mended[] = { two[0], { "c", "0001_z.sql", "CREATE TABLE z (id BIGINT NOT NULL PRIMARY KEY);" } };
	struct str why = STR_NONE;
	size_t n;

	assert_int_equal(migrate_run(b->place, half, 2, b->a, &why, &n), E_DB);
	assert_true(str_find(why, S("c/0001_z.sql")) >= 0);
	assert_int_equal(migrate_run(b->place, mended, 2, b->a, &why, &n), OK);
	assert_int_equal(n, 1);
}

/* ---- both schemas are the same ---- */

static const uint8_t column_row[] = { DB_TEXT, DB_TEXT, DB_TEXT, DB_BOOL };
static const struct stmt columns = { "t_columns",
	/* A key alone is spelled INTEGER there, which makes it the row's own number. */
	"SELECT m.name, c.name, CASE WHEN c.type = 'INTEGER' AND c.pk = 1 AND c.name <> 'position' AND "
	"(SELECT MAX(k.pk) FROM pragma_table_info(m.name) k) = 1 THEN 'BIGINT' ELSE c.type END, "
	"c.\"notnull\" FROM sqlite_master m JOIN pragma_table_info(m.name) c "
	"WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid",
	"SELECT table_name::text, column_name::text, upper(data_type)::text, is_nullable = 'NO' FROM information_schema.columns "
	"WHERE table_schema = current_schema() ORDER BY table_name COLLATE \"C\", ordinal_position",
	DB_MANY, 0, 4, false, NULL, column_row };
static const uint8_t index_row[] = { DB_TEXT };
static const struct stmt indices = { "t_indices",
	"SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
	"SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'i' "
	"AND n.nspname = current_schema() AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid) "
	"ORDER BY c.relname COLLATE \"C\"",
	DB_MANY, 0, 1, false, NULL, index_row };

struct lines { struct arena *a; struct str s; };

static enum err column_line(void *arg, const struct db_value *c)
{
	struct lines *l = arg;

	l->s = arena_cat(l->a, l->s, arena_fmt(l->a, "%.*s.%.*s %.*s %d\n", STR_ARG(c[0].s), STR_ARG(c[1].s),
			STR_ARG(c[2].s), c[3].i != 0));
	return OK;
}

static enum err index_line(void *arg, const struct db_value *c)
{
	struct lines *l = arg;

	l->s = arena_cat(l->a, l->s, arena_fmt(l->a, "%.*s\n", STR_ARG(c[0].s)));
	return OK;
}

static struct str schema_text(struct both *b)
{
	struct lines l = { .a = b->a };

	assert_int_equal(db_run(b->db, b->a, &columns, NULL, column_line, &l, NULL), OK);
	assert_int_equal(db_run(b->db, b->a, &indices, NULL, index_line, &l, NULL), OK);
	return l.s;
}

static void both_engines_have_the_same_schema(void **state)
{
	struct both *pg = BOTH_STATE(state), *lite;
	void *other = NULL;

	if (pg->engine == DB_SQLITE)
		return;
	both_sqlite(&other);
	lite = other;
	struct str x = schema_text(lite), y = schema_text(pg);

	while (x.n || y.n) {
		struct str lx = str_cut(&x, '\n'), ly = str_cut(&y, '\n');

		if (!str_eq(lx, ly))
			fail_msg("SQLite: %.*s, PostgreSQL: %.*s", STR_ARG(lx), STR_ARG(ly));
	}
	both_tear_down(&other);
}

static void every_table_has_an_organization(void **state)
{
	static const char *const without[] = { "membership", "specialty", "specialty_word", "schema_step", "organization",
		"done_request", "job_mark", "provider_watch" };
	struct both *b = BOTH_STATE(state);
	struct str all = schema_text(b), table = STR_NONE, line;
	bool found = true;

	while (all.n) {
		line = str_cut(&all, '\n');
		struct str name = str_cut(&line, '.');

		if (!line.p)
			continue;
		if (!str_eq(name, table)) {
			for (size_t i = 0; i < sizeof without / sizeof *without; i++)
				found = found || str_eq(table, str_of(without[i]));
			if (!found)
				fail_msg("%.*s has no organization_id", STR_ARG(table));
			table = name;
			found = false;
		}
		found = found || str_starts(line, S("organization_id BIGINT 1"));
	}
}

/* ---- every statement ---- */

static bool fits(Oid type, uint8_t declared)
{
	switch (declared & 0x7f) {
	case DB_INT: case DB_INT32:
		return type == 20 || type == 23 || type == 21 || type == 1700;
	case DB_BOOL:
		return type == 16;
	default:
		return type == 25 || type == 1043;
	}
}

static void prepare_one(PGconn *c, const struct stmt *st)
{
	static const Oid types[] = { [DB_INT] = 20, [DB_INT32] = 23, [DB_BOOL] = 16, [DB_TEXT] = 25, [DB_INTS] = 1016 };
	Oid in[DB_VALUES_MAX];

	for (int i = 0; i < st->nparam; i++)
		in[i] = types[st->param[i] & 0x7f];
	PGresult *r = PQprepare(c, st->name, st->pg, st->nparam, in);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", st->name, PQerrorMessage(c));
	PQclear(r);
	r = PQdescribePrepared(c, st->name);
	if (PQnfields(r) != st->ncol)
		fail_msg("%s: %d columns, %d declared", st->name, PQnfields(r), st->ncol);
	for (int i = 0; i < st->ncol; i++)
		if (!fits(PQftype(r, i), st->col[i]))
			fail_msg("%s: column %s has type %u", st->name, PQfname(r, i), PQftype(r, i));
	PQclear(r);
}

static void every_statement_prepares_with_matching_types(void **state)
{
	struct both *b = BOTH_STATE(state);

	assert_true(statements_n > 0);
	if (b->engine == DB_SQLITE)
		return;			/* mkquery did, while it made them */
	PGconn *c = PQconnectdb(b->url);

	for (size_t i = 0; i < statements_n; i++)
		prepare_one(c, statements[i]);
	PQfinish(c);
}

static enum err ignore_row(void *arg, const struct db_value *c)
{
	(void)arg, (void)c;
	return OK;
}

/* With numbers 1 and texts "x" each reading statement runs; what comes back is no error. */
static void every_reading_statement_runs(void **state)
{
	struct both *b = BOTH_STATE(state);
	static const int64_t one[] = { 1 };

	for (size_t i = 0; i < statements_n; i++) {
		struct db_value in[DB_VALUES_MAX] = { 0 };

		for (int p = 0; p < statements[i]->nparam; p++)
			in[p] = (struct db_value){ .i = 1, .s = S("x"), .list = one, .nlist = 1 };
		if (statements[i]->writes)
			continue;
		enum err e = db_run(b->db, b->a, statements[i], in, ignore_row, NULL, NULL);

		if (e != OK && e != E_NOTFOUND)
			fail_msg("%s: %s", statements[i]->name, err_name(e));
	}
}

/* ---- rows that the program never changes ---- */

static void audit_rows_and_acts_cannot_be_changed(void **state)
{
	struct both *b = BOTH_STATE(state);
	static const char *const refused[] = { "UPDATE audit_event SET role = 'x'", "DELETE FROM audit_event",
		"UPDATE act SET role = 'x'", "DELETE FROM act" };

	assert_int_equal(db_exec(b->db, "INSERT INTO audit_event (id, organization_id, at, role, what, route) "
			"VALUES (1, 1, 1, 'desk', 'read', 'r')"), OK);
	assert_int_equal(db_exec(b->db, "INSERT INTO act (id, organization_id, at, act, channel, role, schedule_id, day, "
			"start_min, minutes, zone) VALUES (1, 1, 1, 'book', 'desk', 'desk', 1, 1, 1, 1, 'UTC')"), OK);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_int_equal(db_exec(b->db, refused[i]), E_CONFLICT);
}

/* ---- backup and restore ---- */

static const char *const sample[] = {
	"INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, name_fold, "
	"sms_name, phone, zone, active, version) VALUES (1, NULL, 0, 100, 0, 'ministry', 'MA', 'Santé \\ \"x\"', 'وزارة', 'Health', "
	"'sante', 'MS', '', 'Africa/Casablanca', TRUE, 1), (2, 1, 1, 50, 1, 'region', 'R', 'tab\there', '', '', '', '', '', "
	"'Africa/Casablanca', FALSE, 1)",
	"INSERT INTO patient (id, organization_id, name, name_fold, name_key, birth_day, sex, phone, email, identity_number, lang, "
	"created_at, version) VALUES (7, 2, 'Zineb', 'zineb', 'znb', NULL, 'female', '', '', '', 'fr', 5, 1)",
	"INSERT INTO audit_event (id, organization_id, at, role, what, route) VALUES (1, 1, 1, 'desk', 'read', 'r')",
	NULL };
static const uint8_t check_row[] = { DB_TEXT, DB_INT };
static const char check_sql[] = "SELECT o.name_fr, (SELECT COUNT(*) FROM patient p WHERE p.organization_id = 2 AND p.birth_day IS NULL) "
	"FROM organization o ORDER BY o.id";
static const struct stmt check = { "t_check", check_sql, check_sql, DB_MANY, 0, 2, false, NULL, check_row };

static enum err check_line(void *arg, const struct db_value *c)
{
	struct lines *l = arg;

	l->s = arena_cat(l->a, l->s, arena_fmt(l->a, "%.*s|%d\n", STR_ARG(c[0].s), (int)c[1].i));
	return OK;
}

static struct str data_text(struct both *b)
{
	struct lines l = { .a = b->a };

	assert_int_equal(db_run(b->db, b->a, &check, NULL, check_line, &l, NULL), OK);
	return l.s;
}

static char *folder(struct both *b, const char *name)
{
	char *dir = arena_cstr(b->a, arena_fmt(b->a, "%s/%s", b->dir, name));

	assert_int_equal(mkdir(dir, 0700), 0);
	return dir;
}

static void a_restored_copy_is_the_data(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct both other;
	struct str why = STR_NONE;
	char *dir = folder(b, "copy");

	for (int i = 0; sample[i]; i++)
		assert_int_equal(db_exec(b->db, sample[i]), OK);
	assert_int_equal(db_backup(b->db, dir), OK);
	both_place(&other, b->engine, false);
	assert_int_equal(db_restore(other.place, dir), OK);
	assert_int_equal(db_open(other.place, DB_WRITE, &other.db), OK);
	assert_int_equal(migrate_check(other.db, schema_steps, schema_steps_n, other.a, &why), OK);
	struct str was = data_text(b), is = data_text(&other);

	assert_true(str_eq(was, S("Santé \\ \"x\"|1\ntab\there|1\n")));
	assert_true(str_eq(was, is));
	assert_int_equal(db_exec(other.db, "DELETE FROM audit_event"), E_CONFLICT);	/* triggers too */
	assert_int_equal(db_restore(other.place, dir), E_CONFLICT);	/* never over something */
	both_remove(&other);
}

static void damage(struct both *b, const char *dir)
{
	char cmd[200];

	snprintf(cmd, sizeof cmd, b->engine == DB_SQLITE ? "truncate -s -4096 '%s/diwan.db'" :
			"sed -i s/Zineb/Zinab/ '%s/patient.copy'", dir);
	assert_int_equal(system(cmd), 0);
}

static void a_damaged_copy_is_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct both other;
	char *dir = folder(b, "copy");

	for (int i = 0; sample[i]; i++)
		assert_int_equal(db_exec(b->db, sample[i]), OK);
	assert_int_equal(db_backup(b->db, dir), OK);
	damage(b, dir);
	both_place(&other, b->engine, false);
	assert_int_equal(db_restore(other.place, dir), E_INPUT);
	assert_int_equal(db_restore(other.place, folder(b, "nothing")), E_NOTFOUND);
	both_remove(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH_EMPTY(steps_run_once),
		BOTH_EMPTY(a_changed_step_is_refused),
		BOTH_EMPTY(a_step_that_the_program_does_not_know_is_refused),
		BOTH_EMPTY(a_missing_step_and_an_empty_database_are_refused),
		BOTH_EMPTY(a_step_that_fails_leaves_nothing),
		BOTH(both_engines_have_the_same_schema),
		BOTH(every_table_has_an_organization),
		BOTH(every_statement_prepares_with_matching_types),
		BOTH(every_reading_statement_runs),
		BOTH(audit_rows_and_acts_cannot_be_changed),
		BOTH(a_restored_copy_is_the_data),
		BOTH(a_damaged_copy_is_refused),
	};

	return cmocka_run_group_tests_name("migrate", tests, NULL, NULL);
}
