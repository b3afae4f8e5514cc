/* No statement walks through a whole large table, on either engine: all are led by an index, but for
 * those on the list below. */
#include "both.h"

#include "db/pg.h"
#include "statements.h"

#include <sqlite3.h>

static const char *const large[] = { "appointment", "patient", "patient_word", "opening_day", "free_day", "act",
	"audit_event", "audit_list", "audit_person", "message", "schedule_day", "import_row", "appointment_identifier", "absence", "hold", "opening", "waiting_entry",
	"act_pending", "leaf", "ledger_tile", "ledger_checkpoint", "ledger_cosignature", "tally", "finding", "finding_entry", "finding_answer", NULL };

/* Jobs and commands that are meant to look at everything, once in a while. */
static const char *const allowed[] = {
	"appointment_times_ahead",	/* when the tz data have changed */
	"message_codes",		/* of the demonstration */
	"message_list",			/* newest first, until the page is full */
	"leaf_size", "pending_list", "pending_any", "checkpoint_last", "checkpoint_recent",	/* by the key, until there are enough */
	"patient_requests", "patient_requests_drop",	/* of one person who asks for it, or is erased */
	NULL };

/* Asked in every turn of the way out: led through what it is about and not through all that waits, nor through what is dead (Bitmap). The last leaf is read from the end, also
 * where the plan was made when there was none. only: one engine's plans say so; NULL: both. never: what the plan must not say. */
static const struct { const char *statement, *index, *only, *never; } led[] = {
	{ "message_lapse_again", "message_lease", NULL, NULL }, { "message_lapse_unknown", "message_lease", NULL, NULL }, { "message_too_late", "message_drop", NULL, NULL },
	{ "message_claim", "message_due", "SQLite", "TEMP B-TREE" }, { "message_claim", "Index Scan using message_due", "PostgreSQL", "Sort" },
	{ "message_due_any", "message_due", NULL, "Bitmap" }, { "message_due_any", "message_lease", NULL, "Bitmap" },
	{ "message_lease", "message_new_pkey", "PostgreSQL", NULL }, { "message_sent", "message_new_pkey", "PostgreSQL", NULL }, { "remind_stale", "message_new_pkey", "PostgreSQL", NULL },
	{ "leaf_size", "Backward", "PostgreSQL", NULL },
};

static bool in(const char *const *list, struct str name)
{
	for (; *list; list++)
		if (str_eq(name, str_of(*list)))
			return true;
	return false;
}

/* Plans name a table by its alias: the statement's text says what it stands for. */
static bool is_large(const char *sql, struct str name)
{
	char text[200];

	if (in(large, name))
		return true;
	for (const char *const *t = large; *t; t++) {
		snprintf(text, sizeof text, " %s %.*s", *t, STR_ARG(name));
		const char *at = strstr(sql, text);

		if (at && (!at[strlen(text)] || strchr(" ,\n)", at[strlen(text)])))
			return true;
	}
	return false;
}

static int judge(const struct stmt *st, const char *engine, const char *step, const char *mark, const char *sql)
{
	const char *at = strstr(step, mark);

	if (!at || in(allowed, str_of(st->name)))
		return 0;
	struct str rest = str_of(at + strlen(mark)), table = str_cut(&rest, ' ');

	if (!is_large(sql, table))
		return 0;
	print_error("%s on %s: %s\n", st->name, engine, step);
	return 1;
}

/* One more than was found: the statement is led by another index than it must be. */
static int misled(const struct stmt *st, const char *engine, struct str plan)
{
	for (size_t i = 0; i < sizeof(led) / sizeof(led[0]); i++) {
		if (strcmp(led[i].statement, st->name) || (led[i].only && strcmp(led[i].only, engine)))
			continue;
		if (str_find(plan, str_of(led[i].index)) < 0 || (led[i].never && str_find(plan, str_of(led[i].never)) >= 0)) {
			print_error("%s on %s is not led by %s: %.*s\n", st->name, engine, led[i].index, STR_ARG(plan));
			return 1;
		}
	}
	return 0;
}

static int look_sqlite(sqlite3 *h, struct arena *a, const struct stmt *st)
{
	sqlite3_stmt *p = NULL;
	struct str plan = STR_NONE;
	int bad = 0;

	if (sqlite3_prepare_v2(h, arena_cstr(a, arena_fmt(a, "EXPLAIN QUERY PLAN %s", st->sqlite)), -1, &p, NULL) != SQLITE_OK)
		fail_msg("%s: %s", st->name, sqlite3_errmsg(h));
	while (sqlite3_step(p) == SQLITE_ROW) {
		const char *step = (const char *)sqlite3_column_text(p, 3);

		bad += judge(st, "SQLite", step, "SCAN ", st->sqlite);
		plan = arena_fmt(a, "%.*s%s; ", STR_ARG(plan), step);
	}
	sqlite3_finalize(p);
	return bad + misled(st, "SQLite", plan);
}

static int look_pg(PGconn *c, struct arena *a, const struct stmt *st)
{
	static const char *const types[] = { [DB_INT] = "bigint", [DB_INT32] = "integer", [DB_BOOL] = "boolean",
		[DB_TEXT] = "text", [DB_INTS] = "bigint[]" };
	struct str in_types = STR_NONE, values = STR_NONE, plan = STR_NONE;
	int bad = 0;

	for (int i = 0; i < st->nparam; i++) {
		const char *sep = i ? ", " : "";

		in_types = arena_fmt(a, "%.*s%s%s", STR_ARG(in_types), sep, types[st->param[i] & 0x7f]);
		values = arena_fmt(a, "%.*s%sNULL", STR_ARG(values), sep);
	}
	const char *l = st->nparam ? "(" : "", *r = st->nparam ? ")" : "";
	PGresult *x = PQexec(c, arena_cstr(a, arena_fmt(a, "DEALLOCATE ALL; PREPARE p%s%.*s%s AS %s", l, STR_ARG(in_types), r, st->pg)));

	if (PQresultStatus(x) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", st->name, PQerrorMessage(c));
	PQclear(x);
	x = PQexec(c, arena_cstr(a, arena_fmt(a, "EXPLAIN EXECUTE p%s%.*s%s", l, STR_ARG(values), r)));
	if (PQresultStatus(x) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", st->name, PQerrorMessage(c));
	for (int i = 0; i < PQntuples(x); i++) {
		bad += judge(st, "PostgreSQL", PQgetvalue(x, i, 0), "Seq Scan on ", "");
		plan = arena_fmt(a, "%.*s%s; ", STR_ARG(plan), PQgetvalue(x, i, 0));
	}
	PQclear(x);
	return bad + misled(st, "PostgreSQL", plan);
}

static void no_statement_walks_through_a_large_table(void **state)
{
	struct both *b = BOTH_STATE(state);
	int bad = 0;

	if (b->engine == DB_SQLITE) {
		sqlite3 *h;

		assert_int_equal(sqlite3_open(arena_cstr(b->a, arena_fmt(b->a, "%s/diwan.db", b->dir)), &h), SQLITE_OK);
		for (size_t i = 0; i < statements_n; i++)
			bad += look_sqlite(h, b->a, statements[i]);
		sqlite3_close(h);
	} else {
		PGconn *c = PQconnectdb(b->url);

		/* Empty tables: what can be led by an index is, when walking is made dear. */
		PQclear(PQexec(c, PG_SETTLE "; ANALYZE leaf"));
		for (size_t i = 0; i < statements_n; i++)
			bad += look_pg(c, b->a, statements[i]);
		PQfinish(c);
	}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { BOTH(no_statement_walks_through_a_large_table) };

	return cmocka_run_group_tests_name("plans", tests, NULL, NULL);
}
