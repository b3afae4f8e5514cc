/*
 * How rows get into a database by the shortest way, for the programs that make data to measure with: prepared inserts on SQLite,
 * COPY on PostgreSQL, indexes dropped before and made after. Values of a row one after the other: I, T, B, N, then end_row.
 */
#ifndef BENCH_SINK_H
#define BENCH_SINK_H

#include "base/buf.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sink { sqlite3 *lite; sqlite3_stmt *st; PGconn *pg; struct buf row; int col; };

static void die(const char *what, const char *why)
{
	fprintf(stderr, "making data: %s: %s\n", what, why);
	exit(1);
}

static void sql(struct sink *k, const char *text)
{
	char *why = NULL;
	PGresult *r;

	if (k->lite) {
		if (sqlite3_exec(k->lite, text, NULL, NULL, &why) != SQLITE_OK)
			die(text, why);
		return;
	}
	r = PQexec(k->pg, text);
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
		die(text, PQerrorMessage(k->pg));
	PQclear(r);
}

/* ---- rows ---- */

/* Names of a table's first columns, with commas: those that came later have their defaults. */
static void columns_of(struct sink *k, const char *name, int ncols, char *ret, size_t max)
{
	char text[256];

	if (k->pg) {
		snprintf(text, sizeof(text), "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute "
			"WHERE attrelid = '%s'::regclass AND attnum BETWEEN 1 AND %d", name, ncols);
		PGresult *r = PQexec(k->pg, text);

		if (PQresultStatus(r) != PGRES_TUPLES_OK)
			die(text, PQerrorMessage(k->pg));
		snprintf(ret, max, "%s", PQgetvalue(r, 0, 0));
		PQclear(r);
		return;
	}
	sqlite3_stmt *st;

	snprintf(text, sizeof(text), "SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info('%s') "
		"WHERE cid < %d ORDER BY cid)", name, ncols);
	if (sqlite3_prepare_v2(k->lite, text, -1, &st, NULL) != SQLITE_OK || sqlite3_step(st) != SQLITE_ROW)
		die(text, sqlite3_errmsg(k->lite));
	snprintf(ret, max, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
}

/* more: names of further columns after the first ncols, nmore of them. */
static void table_with(struct sink *k, const char *name, int ncols, const char *more, int nmore)
{
	char text[4096], columns[2048];
	size_t n;
	PGresult *r;

	columns_of(k, name, ncols, columns, sizeof(columns));
	if (k->pg) {
		snprintf(text, sizeof(text), "COPY %s (%s%s%s) FROM STDIN", name, columns, nmore ? "," : "", more);
		r = PQexec(k->pg, text);
		if (PQresultStatus(r) != PGRES_COPY_IN)
			die(text, PQerrorMessage(k->pg));
		PQclear(r);
		return;
	}
	n = (size_t)snprintf(text, sizeof(text), "INSERT INTO %s (%s%s%s) VALUES (", name, columns, nmore ? "," : "", more);
	for (int i = 0; i < ncols + nmore; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s?", i ? "," : "");
	snprintf(text + n, sizeof(text) - n, ")");
	if (sqlite3_prepare_v2(k->lite, text, -1, &k->st, NULL) != SQLITE_OK)
		die(text, sqlite3_errmsg(k->lite));
}

static void table(struct sink *k, const char *name, int ncols)
{
	table_with(k, name, ncols, "", 0);
}

static void flush_copy(struct sink *k)
{
	if (k->row.n && PQputCopyData(k->pg, k->row.p, (int)k->row.n) != 1)
		die("copy", PQerrorMessage(k->pg));
	buf_clear(&k->row);
}

static void end_table(struct sink *k)
{
	PGresult *r;

	if (k->lite) {
		sqlite3_finalize(k->st);
		return;
	}
	flush_copy(k);
	if (PQputCopyEnd(k->pg, NULL) != 1)
		die("copy", PQerrorMessage(k->pg));
	r = PQgetResult(k->pg);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		die("copy", PQerrorMessage(k->pg));
	PQclear(r);
	while ((r = PQgetResult(k->pg)))
		PQclear(r);
}

static void sep(struct sink *k)
{
	if (k->col++)
		buf_put_char(&k->row, '\t');
}

static void I(struct sink *k, int64_t v)
{
	if (k->lite) {
		sqlite3_bind_int64(k->st, ++k->col, v);
		return;
	}
	sep(k);
	buf_put_int(&k->row, v);
}

static void T(struct sink *k, const char *s)
{
	if (k->lite) {
		sqlite3_bind_text(k->st, ++k->col, s, -1, SQLITE_TRANSIENT);
		return;
	}
	sep(k);
	buf_put(&k->row, str_of(s));
}

static void N(struct sink *k)
{
	if (k->lite) {
		sqlite3_bind_null(k->st, ++k->col);
		return;
	}
	sep(k);
	buf_put(&k->row, S("\\N"));
}

static void B(struct sink *k, bool b)
{
	if (k->lite)
		I(k, b);
	else
		T(k, b ? "t" : "f");
}

static void end_row(struct sink *k)
{
	k->col = 0;
	if (k->lite) {
		if (sqlite3_step(k->st) != SQLITE_DONE)
			die("insert", sqlite3_errmsg(k->lite));
		sqlite3_reset(k->st);
		return;
	}
	buf_put_char(&k->row, '\n');
	if (k->row.n > 256 * 1024)
		flush_copy(k);
}

/* ---- indexes: dropped before, made after ---- */

static char **saved;	/* name and text of each */
static int nsaved;

static void keep_index(const char *name, const char *text)
{
	saved = realloc(saved, (size_t)(nsaved + 1) * 2 * sizeof(*saved));
	if (!saved)
		die("indexes", "no memory");
	saved[nsaved * 2] = strdup(name);
	saved[nsaved * 2 + 1] = strdup(text);
	nsaved++;
}

static void find_indexes(struct sink *k)
{
	PGresult *r;
	sqlite3_stmt *st;

	if (k->lite) {
		sqlite3_prepare_v2(k->lite, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", -1, &st, NULL);
		while (sqlite3_step(st) == SQLITE_ROW)
			keep_index((const char *)sqlite3_column_text(st, 0), (const char *)sqlite3_column_text(st, 1));
		sqlite3_finalize(st);
		return;
	}
	r = PQexec(k->pg, "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = current_schema() AND NOT EXISTS "
		"(SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)");
	for (int i = 0; i < PQntuples(r); i++)
		keep_index(PQgetvalue(r, i, 0), PQgetvalue(r, i, 1));
	PQclear(r);
}

static void drop_indexes(struct sink *k)
{
	char text[300];

	find_indexes(k);
	for (int i = 0; i < nsaved; i++) {
		snprintf(text, sizeof(text), "DROP INDEX %s", saved[i * 2]);
		sql(k, text);
	}
}

static void make_indexes(struct sink *k)
{
	for (int i = 0; i < nsaved; i++)
		sql(k, saved[i * 2 + 1]);
}

#endif
