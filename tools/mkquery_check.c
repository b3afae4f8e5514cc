/* mkquery: the real schema in memory, and each query prepared on it. */
#include "mkquery.h"

#include "db/script.h"

#include <stdlib.h>
#include <string.h>

struct step *steps;
size_t nsteps;
static sqlite3 *mem;
static char touched[NAME_MAX_];		/* a person's table that the statement being prepared reads */

static sqlite3 *open_memory(void)
{
	if (!mem && sqlite3_open(":memory:", &mem) != SQLITE_OK) {
		fprintf(stderr, "mkquery: no database in memory\n");
		exit(1);
	}
	return mem;
}

/* Runs one schema step and keeps its text for schema_steps[]. */
void schema_load(const char *path, const char *area, const char *name)
{
	char *sql = read_file(path), *error = NULL;
	struct script s = { str_of(sql), 0, 1, SCRIPT_BOTH };
	struct str st;
	int line;

	steps = must(realloc(steps, (nsteps + 1) * sizeof *steps));
	steps[nsteps++] = (struct step){ area, name, sql };
	while (script_next(&s, SCRIPT_SQLITE, &st, &line)) {
		char *one = must(strndup(st.p, st.n));

		if (sqlite3_exec(open_memory(), one, NULL, NULL, &error) != SQLITE_OK) {
			bad(NULL, 0, "%s:%d: %s", path, line, error);
			sqlite3_free(error);
			error = NULL;
		}
		free(one);
	}
}

bool schema_has_id(const char *table)
{
	return sqlite3_table_column_metadata(open_memory(), NULL, table, "id", NULL, NULL, NULL, NULL,
			NULL) == SQLITE_OK;
}

void schema_each_table(void (*fn)(const char *table, void *arg), void *arg)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(open_memory(), "SELECT name FROM sqlite_master WHERE type = 'table' AND "
			"name NOT LIKE 'sqlite_%' ORDER BY name", -1, &st, NULL) != SQLITE_OK)
		return;
	while (sqlite3_step(st) == SQLITE_ROW)
		fn((const char *)sqlite3_column_text(st, 0), arg);
	sqlite3_finalize(st);
}

static int watch(void *arg, int action, const char *table, const char *column, const char *base,
	const char *inner)
{
	(void)arg, (void)column, (void)base, (void)inner;
	if (action == SQLITE_READ && table && word_in(&persons, table))
		snprintf(touched, sizeof touched, "%s", table);
	return SQLITE_OK;
}

/* After the last step: persons' tables exist, have an organisation, and reads are watched. */
void schema_ready(void)
{
	for (size_t i = 0; i < persons.n; i++)
		if (sqlite3_table_column_metadata(open_memory(), NULL, persons.v[i], "organization_id", NULL,
				NULL, NULL, NULL, NULL) != SQLITE_OK)
			bad(NULL, 0, "PERSONS:%zu: no table %s with an organization_id", i + 1, persons.v[i]);
	sqlite3_set_authorizer(open_memory(), watch, NULL);
}

static bool decl_fits(enum base_type t, const char *decl)
{
	switch (t) {
	case T_ID: case T_I64: case T_INSTANT:
		return strcmp(decl, "BIGINT") == 0;
	case T_I32: case T_DAY: case T_MINUTES:
		return strcmp(decl, "INTEGER") == 0;
	case T_BOOL:
		return strcmp(decl, "BOOLEAN") == 0;
	case T_TEXT: case T_NAME:
		return strcmp(decl, "TEXT") == 0;
	}
	return false;
}

/* The declared type against the column it comes from; an expression has no such column. */
static void check_column(struct query *q, sqlite3_stmt *st, int i)
{
	const struct var *v = &q->out[i];
	const char *name = sqlite3_column_name(st, i), *decl = sqlite3_column_decltype(st, i);
	const char *table = sqlite3_column_table_name(st, i), *origin = sqlite3_column_origin_name(st, i);
	int not_null = 1, key = 0;

	if (strcmp(name, v->name) != 0)
		return bad(q, v->line, "out: says %s where the text gives %s", v->name, name);
	if (decl && !decl_fits(v->type.base, decl))
		return bad(q, v->line, "%s: the column is %s", v->name, decl);
	if (!table || !origin)
		return;
	sqlite3_table_column_metadata(mem, NULL, table, origin, NULL, NULL, &not_null, &key, NULL);
	if (!not_null && !v->type.null)
		bad(q, v->line, "%s may be NULL: declare it with a ?", v->name);
}

static void check_prepared(struct query *q, sqlite3_stmt *st)
{
	int n = sqlite3_column_count(st);
	bool rows = q->kind == ONE || q->kind == MANY || q->kind == EACH;

	q->writes = !sqlite3_stmt_readonly(st);
	if (!rows && !q->writes)
		return bad(q, q->line, ":exec and :count write; a SELECT is :one, :many or :each");
	if (rows && n != q->nout)
		return bad(q, q->line, "out: declares %d columns, the text gives %d", q->nout, n);
	if (!rows && n)
		return bad(q, q->line, "RETURNING needs :one, :many or :each");
	for (int i = 0; i < q->nout; i++)
		check_column(q, st, i);
	if (touched[0] && !q->scope[0] && !q->unscoped)
		bad(q, q->line, "reads the table %s of persons: give it a `-- scope:`, or `-- unscoped: reason`",
				touched);
	if (!touched[0] && q->unscoped)
		bad(q, q->line, "unscoped, but it reads no person's table");
}

void query_check(struct query *q)
{
	sqlite3_stmt *st = NULL;

	touched[0] = 0;
	if (sqlite3_prepare_v2(mem, q->sql[0], -1, &st, NULL) != SQLITE_OK)
		return bad(q, q->text[0].line, "%s", sqlite3_errmsg(mem));
	if (sqlite3_bind_parameter_count(st) != q->nnumbers)
		bad(q, q->line, "%d parameters, %d expected", sqlite3_bind_parameter_count(st), q->nnumbers);
	else
		check_prepared(q, st);
	sqlite3_finalize(st);
}
