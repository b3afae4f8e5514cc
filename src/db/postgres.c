/* PostgreSQL behind db.h: libpq, always in pipeline mode. What needs no answer does not wait for one. */
#include "db/pg.h"
#include "base/log.h"
#include "base/num.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_ROWS 500			/* rows of an :each fetched at once */
enum { SLOT_NEW, SLOT_SENT, SLOT_KNOWN };
enum { OID_BOOL = 16, OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25, OID_INT8S = 1016 };

struct pg *pg_of(struct db *db)
{
	return (struct pg *)db;
}

static bool state_is(const char *state, const char *prefix)
{
	return strncmp(state, prefix, strlen(prefix)) == 0;
}

enum err pg_map(const PGresult *r, const char *what)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;

	if (!state)
		state = "lost";
	if (state_is(state, "40001") || state_is(state, "40P01") || state_is(state, "55P03"))
		return E_RETRY;
	if (state_is(state, "23") || state_is(state, "P0001"))
		return E_CONFLICT;
	if (state_is(state, "22003") || state_is(state, "22021"))
		return E_INPUT;
	log_event(LOG_ERROR, "postgres", LOG_LIT("statement", what), LOG_LIT("state", state));
	return E_DB;
}

static void fail(struct pg *p, enum err e)
{
	if (p->failed == OK)
		p->failed = e;
}

static void lost(struct pg *p)
{
	p->npending = 0;
	fail(p, E_DB);
}

/* One answer, with the NULL that ends it; NULL when the connection is gone. */
static PGresult *one_answer(struct pg *p)
{
	PGresult *r = PQgetResult(p->c), *more;

	while (r && (more = PQgetResult(p->c))) {
		PQclear(r);
		r = more;
	}
	return r;
}

static void take_answer(struct pg *p, const struct pg_pending *w, const PGresult *r)
{
	ExecStatusType s = PQresultStatus(r);
	bool good = s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;

	if (w->what == SENT_PREPARE) {
		struct stmt_slot *slot = stmt_cache_get(&p->cache, w->st);

		if (slot)
			slot->state = good ? SLOT_KNOWN : SLOT_NEW;
	}
	if (!good && s != PGRES_PIPELINE_ABORTED)
		fail(p, pg_map(r, w->st ? w->st->name : "word"));
}

/* Waits for the answers of all that was sent. *last (if asked for) is the last one's, for the
 * caller to clear; NULL unless it is good. */
static enum err drain(struct pg *p, PGresult **last)
{
	int n = p->npending;

	if (last)
		*last = NULL;
	if (!n)
		return p->failed;
	if (PQstatus(p->c) != CONNECTION_OK || !PQpipelineSync(p->c))
		return lost(p), E_DB;
	for (int i = 0; i < n; i++) {
		PGresult *r = one_answer(p);

		if (!r || PQstatus(p->c) != CONNECTION_OK) {
			PQclear(r);
			return lost(p), E_DB;
		}
		take_answer(p, &p->pending[i], r);
		if (i == n - 1 && last && p->failed == OK)
			*last = r;
		else
			PQclear(r);
	}
	p->npending = 0;
	PQclear(PQgetResult(p->c));		/* the end of the pipeline */
	return p->failed;
}

static enum err note(struct pg *p, int sent, enum pg_sent what, const struct stmt *st)
{
	if (!sent)
		return lost(p), E_DB;
	p->pending[p->npending++] = (struct pg_pending){ what, st };
	return OK;
}

/* Room for two more to be sent without waiting. */
static enum err room(struct pg *p)
{
	return p->npending + 2 > PG_PENDING_MAX ? drain(p, NULL) : p->failed;
}

static enum err send_word(struct pg *p, const char *sql)
{
	TRY(room(p));
	return note(p, PQsendQueryParams(p->c, sql, 0, NULL, NULL, NULL, NULL, 0), SENT_WORD, NULL);
}

/* ---- parameters ---- */

struct params {
	int n;
	Oid type[DB_VALUES_MAX];
	const char *value[DB_VALUES_MAX];
	int length[DB_VALUES_MAX], format[DB_VALUES_MAX];
	uint64_t number[DB_VALUES_MAX];
};

static void put32(char **p, uint32_t v)
{
	v = htobe32(v);
	memcpy(*p, &v, sizeof v);
	*p += sizeof v;
}

/* An array of BIGINT in the binary format of the protocol. */
static struct str list_bytes(struct arena *a, const struct db_value *v)
{
	char *start = arena_alloc(a, 20 + 12 * v->nlist, 1), *p = start;

	put32(&p, v->nlist ? 1 : 0);
	put32(&p, 0);
	put32(&p, OID_INT8);
	if (v->nlist) {
		put32(&p, (uint32_t)v->nlist);
		put32(&p, 1);
	}
	for (size_t i = 0; i < v->nlist; i++) {
		put32(&p, 8);
		put32(&p, (uint32_t)((uint64_t)v->list[i] >> 32));
		put32(&p, (uint32_t)v->list[i]);
	}
	return (struct str){ start, (size_t)(p - start) };
}

static Oid type_of(uint8_t t)
{
	switch ((enum db_type)(t & ~DB_NULLABLE)) {
	case DB_INT: return OID_INT8;
	case DB_INT32: return OID_INT4;
	case DB_BOOL: return OID_BOOL;
	case DB_TEXT: return OID_TEXT;
	case DB_INTS: return OID_INT8S;
	case DB_NULLABLE: break;
	}
	return 0;
}

static void set_bytes(struct params *x, int i, const void *p, size_t n)
{
	x->value[i] = n ? p : "";
	x->length[i] = (int)n;
}

static void set_value(struct params *x, struct arena *a, int i, uint8_t type, const struct db_value *v)
{
	uint64_t n = (uint64_t)v->i;

	x->value[i] = NULL;
	x->length[i] = 0;
	if (v->null)
		return;
	switch (x->type[i]) {
	case OID_INT8:
		x->number[i] = htobe64(n);
		return set_bytes(x, i, &x->number[i], 8);
	case OID_INT4: {
		uint32_t small = htobe32((uint32_t)n);

		memcpy(&x->number[i], &small, sizeof small);
		return set_bytes(x, i, &x->number[i], 4);
	}
	case OID_BOOL:
		memcpy(&x->number[i], n ? "\1" : "\0", 1);
		return set_bytes(x, i, &x->number[i], 1);
	case OID_TEXT:
		return set_bytes(x, i, v->s.p, v->s.n);
	default: {
		struct str s = list_bytes(a, v);

		return set_bytes(x, i, s.p, s.n);
	}
	}
	(void)type;
}

static void set_params(struct params *x, struct arena *a, const struct stmt *st, const struct db_value *in)
{
	x->n = st->nparam;
	for (int i = 0; i < x->n; i++) {
		x->type[i] = type_of(st->param[i]);
		x->format[i] = 1;
		set_value(x, a, i, st->param[i], &in[i]);
	}
}

/* ---- statements ---- */

/* Sends st, and before its first time its preparation. */
static enum err send_statement(struct pg *p, struct arena *a, const struct stmt *st,
	const struct db_value *in)
{
	struct stmt_slot *slot = stmt_cache_get(&p->cache, st);
	struct params x;
	char name[24];

	TRY(room(p));
	if (!slot)
		return E_DB;
	set_params(&x, a, st, in);
	snprintf(name, sizeof name, "s%zx", (size_t)(uintptr_t)st);
	if (slot->state == SLOT_NEW) {
		TRY(note(p, PQsendPrepare(p->c, name, st->pg, x.n, x.type), SENT_PREPARE, st));
		slot->state = SLOT_SENT;
	}
	return note(p, PQsendQueryPrepared(p->c, name, x.n, x.value, x.length, x.format, 0),
			SENT_STATEMENT, st);
}

static enum err read_number(const PGresult *r, int row, int i, int64_t *ret)
{
	struct str s = { PQgetvalue(r, row, i), (size_t)PQgetlength(r, row, i) };

	if (PQftype(r, i) == OID_BOOL) {
		*ret = s.n && s.p[0] == 't';
		return OK;
	}
	return num_parse(s, INT64_MIN, INT64_MAX, ret) == OK ? OK : E_DB;
}

static enum err read_row(const PGresult *r, int row, struct arena *a, const struct stmt *st,
	struct db_value *cols)
{
	for (int i = 0; i < st->ncol; i++) {
		struct db_value *v = &cols[i];

		*v = (struct db_value){ .null = PQgetisnull(r, row, i) };
		if (!v->null && (st->col[i] & ~DB_NULLABLE) == DB_TEXT) {
			v->s = (struct str){ PQgetvalue(r, row, i), (size_t)PQgetlength(r, row, i) };
			if (st->kind != DB_EACH)
				v->s = arena_str(a, v->s);
		} else if (!v->null) {
			TRY(read_number(r, row, i, &v->i));
		}
		TRY(db_check_column(st->col[i], v));
	}
	return OK;
}

static enum err read_rows(const PGresult *r, struct arena *a, const struct stmt *st, db_row_fn *row,
	void *arg)
{
	struct db_value cols[DB_VALUES_MAX] __attribute__((uninitialized));	/* read_row() fills what is read */
	int n = PQntuples(r);

	if (PQnfields(r) != st->ncol)
		return E_DB;
	if (st->kind == DB_ONE && !n)
		return E_NOTFOUND;
	for (int i = 0; i < (st->kind == DB_ONE ? 1 : n); i++) {
		TRY(read_row(r, i, a, st, cols));
		TRY(row(arg, cols));
	}
	return OK;
}

/* Outside of a transaction each statement is its own, and so is its failure. */
static void forget_failure(struct pg *p)
{
	if (!p->db.in_tx)
		p->failed = OK;
}

static enum err run_whole(struct pg *p, struct arena *a, const struct stmt *st, const struct db_value *in,
	db_row_fn *row, void *arg, int64_t *ret_changed)
{
	enum err e = send_statement(p, a, st, in);

	if (e == OK && st->kind == DB_EXEC && p->db.in_tx && !ret_changed)
		return OK;
	PQclear(p->result);
	p->result = NULL;
	if (e == OK)
		e = drain(p, &p->result);
	forget_failure(p);
	if (e == OK && ret_changed)
		e = num_parse(str_of(PQcmdTuples(p->result)), 0, INT64_MAX, ret_changed) == OK ? OK : E_DB;
	return e == OK && row ? read_rows(p->result, a, st, row, arg) : e;
}

/* ---- :each: a cursor, so that its rows can run other statements ---- */

static void clear_pages(struct pg *p)
{
	while (p->npages)
		PQclear(p->pages[--p->npages]);
}

static enum err declare(struct pg *p, struct arena *a, int cursor, const struct stmt *st,
	const struct db_value *in)
{
	size_t n = strlen(st->pg) + 64;
	char *sql = arena_alloc(a, n, 1);
	struct params x;

	snprintf(sql, n, "DECLARE c%d NO SCROLL CURSOR FOR %s", cursor, st->pg);
	TRY(room(p));
	set_params(&x, a, st, in);
	return note(p, PQsendQueryParams(p->c, sql, x.n, x.type, x.value, x.length, x.format, 0),
			SENT_STATEMENT, st);
}

static enum err fetch_page(struct pg *p, struct arena *a, int cursor, const struct stmt *st,
	db_row_fn *row, void *arg, int *ret_rows)
{
	char sql[64];
	PGresult *r;

	snprintf(sql, sizeof sql, "FETCH %d FROM c%d", PAGE_ROWS, cursor);
	TRY(send_word(p, sql));
	TRY(drain(p, &r));
	p->pages[p->npages++] = r;
	*ret_rows = PQntuples(r);
	enum err e = read_rows(r, a, st, row, arg);

	PQclear(p->pages[--p->npages]);
	return e;
}

static enum err run_cursor(struct pg *p, struct arena *a, const struct stmt *st,
	const struct db_value *in, db_row_fn *row, void *arg)
{
	int cursor = ++p->ncursors, rows = PAGE_ROWS;
	char sql[32];

	if (p->npages == PG_PAGES_MAX)
		return E_LIMIT;
	TRY(declare(p, a, cursor, st, in));
	enum err e = OK;

	while (e == OK && rows == PAGE_ROWS)
		e = fetch_page(p, a, cursor, st, row, arg, &rows);
	snprintf(sql, sizeof sql, "CLOSE c%d", cursor);
	if (p->failed == OK)
		TRY(send_word(p, sql));
	return e;
}

static enum err run_each(struct pg *p, struct arena *a, const struct stmt *st, const struct db_value *in,
	db_row_fn *row, void *arg)
{
	if (p->db.in_tx)
		return run_cursor(p, a, st, in, row, arg);
	TRY(db_begin(&p->db));
	enum err e = run_cursor(p, a, st, in, row, arg);

	if (e == OK)
		return db_commit(&p->db);
	db_rollback(&p->db);
	return e;
}

static enum err pg_run(struct db *db, struct arena *a, const struct stmt *st, const struct db_value *in,
	db_row_fn *row, void *arg, int64_t *ret_changed)
{
	struct pg *p = pg_of(db);

	if (p->failed != OK)
		return p->failed;
	if (st->kind == DB_EACH && !st->writes)
		return run_each(p, a, st, in, row, arg);
	return run_whole(p, a, st, in, row, arg, ret_changed);
}

/* ---- transactions ---- */

static enum err pg_begin(struct db *db)
{
	struct pg *p = pg_of(db);

	clear_pages(p);
	if (PQstatus(p->c) != CONNECTION_OK)
		return E_DB;
	p->failed = OK;
	return send_word(p, db->mode == DB_READ ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
}

static void pg_rollback_(struct db *db)
{
	struct pg *p = pg_of(db);

	clear_pages(p);
	if (drain(p, NULL) != OK)
		p->failed = OK;
	if (send_word(p, "ROLLBACK") != OK || drain(p, NULL) != OK)
		log_event(LOG_ERROR, "postgres", LOG_LIT("statement", "rollback"));
	p->failed = OK;
}

/* A transaction that had failed answers a COMMIT by rolling back, without an error. */
static enum err pg_commit(struct db *db)
{
	struct pg *p = pg_of(db);
	PGresult *r = NULL;
	enum err e = p->failed;

	clear_pages(p);
	if (e == OK)
		e = send_word(p, "COMMIT");
	if (e == OK)
		e = drain(p, &r);
	if (e == OK && strcmp(PQcmdStatus(r), "COMMIT") != 0)
		e = E_DB;
	PQclear(r);
	if (e != OK && PQstatus(p->c) == CONNECTION_OK && PQtransactionStatus(p->c) != PQTRANS_IDLE)
		pg_rollback_(db);
	p->failed = OK;
	return e;
}

static enum err pg_save(struct db *db)
{
	return send_word(pg_of(db), "SAVEPOINT s");
}

static enum err pg_keep(struct db *db)
{
	TRY(send_word(pg_of(db), "RELEASE s"));
	return drain(pg_of(db), NULL);
}

static void pg_undo(struct db *db)
{
	struct pg *p = pg_of(db);

	if (drain(p, NULL) != OK)
		p->failed = OK;
	if (send_word(p, "ROLLBACK TO s") != OK || send_word(p, "RELEASE s") != OK || drain(p, NULL) != OK)
		p->failed = E_DB;
}

static enum err pg_exec(struct db *db, const char *sql)
{
	struct pg *p = pg_of(db);
	enum err e = send_word(p, sql);

	if (e == OK)
		e = drain(p, NULL);
	forget_failure(p);
	return e;
}

static enum err pg_checkpoint(struct db *db)
{
	(void)db;
	return OK;
}

/* ---- opening ---- */

enum err pg_plain(struct pg *p)
{
	TRY(drain(p, NULL));
	return PQexitPipelineMode(p->c) ? OK : E_DB;
}

void pg_pipeline(struct pg *p)
{
	if (!PQenterPipelineMode(p->c))
		lost(p);
}

static void pg_close(struct db *db)
{
	struct pg *p = pg_of(db);

	clear_pages(p);
	PQclear(p->result);
	stmt_cache_free(&p->cache);
	PQfinish(p->c);
	free(p);
}

static const struct db_ops pg_ops = { DB_POSTGRES, pg_close, pg_begin, pg_commit, pg_rollback_, pg_save,
	pg_keep, pg_undo, pg_run, pg_exec, pg_checkpoint, pg_backup };

static void no_notice(void *arg, const PGresult *r)
{
	(void)arg, (void)r;
}

static bool settle(PGconn *c, enum db_mode mode)
{
	PGresult *r = PQexec(c, mode == DB_READ ? PG_SETTLE "; SET default_transaction_read_only = on" : PG_SETTLE);
	bool good = PQresultStatus(r) == PGRES_COMMAND_OK;

	PQclear(r);
	return good && PQenterPipelineMode(c);
}

enum err pg_open(const char *url, enum db_mode mode, struct db **ret)
{
	const char *const keys[] = { "connect_timeout", "application_name", "dbname", "client_encoding", NULL };
	const char *const values[] = { "10", "diwan", url, "UTF8", NULL };
	struct pg *p = calloc(1, sizeof *p);

	if (!p)
		return E_DB;
	p->db = (struct db){ .ops = &pg_ops, .mode = mode };
	p->c = PQconnectdbParams(keys, values, 1);
	if (!p->c || PQstatus(p->c) != CONNECTION_OK) {
		pg_close(&p->db);
		return E_DB;
	}
	PQsetNoticeReceiver(p->c, no_notice, NULL);
	if (!settle(p->c, mode)) {
		pg_close(&p->db);
		return E_DB;
	}
	*ret = &p->db;
	return OK;
}
