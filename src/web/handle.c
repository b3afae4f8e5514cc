/* Calling a handler, and making an answer of whatever it returns. */
#include "web/inner.h"

#include "base/log.h"

enum web_next web_guarded(struct rq *rq, enum web_next (*step)(struct rq *rq))
{
	jmp_buf *guard = arena_guard(rq->a), before;
	volatile enum web_next next = WEB_ANSWERED;

	memcpy(&before, guard, sizeof(before));
	if (setjmp(*guard)) {
		log_event(LOG_WARN, "arena_full", LOG_LIT("route", rq->route ? rq->route->pattern : "-"));
		web_unavailable(rq);
	} else {
		next = step(rq);
		if (next == WEB_ANSWERED)
			answer_finish(rq);
	}
	memcpy(guard, &before, sizeof(before));
	return next;
}

void web_again(struct rq *rq)
{
	answer_clear(rq);
	rq->in->naudit = 0;
	rq->in->nproblems = 0;
	rq->in->fresh_key = STR_NONE;
}

static bool made(const struct rq *rq)
{
	return rq->in->answer.status != 0;
}

/* The page or outcome of an error that the handler left without an answer. */
static void explain(struct rq *rq, enum err e)
{
	switch (e) {
	case E_NOTFOUND: case E_DENIED:
		web_refuse(rq, 404);
		break;
	case E_CONFLICT:
		web_refuse(rq, 409);
		break;
	case E_INPUT:
		web_refuse(rq, 422);
		break;
	case E_LIMIT:
		web_refuse(rq, 429);
		answer_header(rq, AH_RETRY_AFTER, S("60"));
		break;
	case OK: case E_RETRY: case E_DB: case E_IO: case ERR_MAX:
		log_event(LOG_ERROR, "failed", LOG_LIT("route", rq->route->pattern), LOG_LIT("error", err_name(e)),
			LOG_LIT("number", web_number(rq)));
		web_unavailable(rq);
	}
}

enum web_next web_show(struct rq *rq)
{
	enum err e;

	if (rq->route->show) {
		e = rq->route->show(rq);
		if (!made(rq) || (e != OK && e != E_INPUT)) {
			answer_clear(rq);
			explain(rq, e);
		}
	} else {
		web_refuse(rq, 422);
	}
	audit_refused(rq);
	return WEB_ANSWERED;
}

/* The answer goes; the sentence of rq_problem() stays. */
static void forget_answer(struct rq *rq)
{
	struct str conflict = rq->in->conflict;

	answer_clear(rq);
	rq->in->conflict = conflict;
}

/* An answer for an error. A refusal that the handler wrote itself (400 and above) stays; a page
 * that was on its way when something failed does not. */
static void answer_error(struct rq *rq, enum err e)
{
	if (rq->in->answer.status < 400 || e == E_DB || e == E_IO)
		forget_answer(rq);
	if (e == E_INPUT && rq_has_errors(rq) && !made(rq))
		web_show(rq);
	else if (!made(rq))
		explain(rq, e);
}

static enum web_next run_slow(struct rq *rq)
{
	enum err e = rq->route->slow(rq);

	if (e == OK)
		return WEB_GO;
	answer_error(rq, e);
	return WEB_ANSWERED;
}

enum web_next web_slow(struct rq *rq)
{
	return rq->route->slow ? web_guarded(rq, run_slow) : WEB_GO;
}

/* The handler alone, with the error kept where a long jump does not lose it. */
static enum web_next run_handler(struct rq *rq)
{
	enum err e = rq->route->handler(rq);

	if (e == OK && !made(rq))
		e = E_DB;
	rq->in->error = e;
	if (e == E_RETRY)
		return WEB_GO;
	if (e != OK)
		answer_error(rq, e);
	return WEB_ANSWERED;
}

enum err web_handle(struct rq *rq)
{
	rq->in->error = E_DB;		/* what stays after a long jump */
	web_guarded(rq, run_handler);
	return rq->in->error;
}

/* --- writes --- */

/* Everything inside the savepoint. A replay answers OK with the first answer. */
static enum err in_savepoint(struct rq *rq)
{
	enum err e = idempotency_find(rq);

	if (e == OK) {
		TRY(web_notes_put(rq));		/* whom a repeat shows again */
		return db_keep(rq->db);
	}
	if (e != E_NOTFOUND)
		return e;
	e = rq->route->handler(rq);
	if (e != OK)
		return e;
	if (!made(rq))
		return E_DB;
	e = web_notes_put(rq);
	if (e == OK)
		e = idempotency_save(rq);
	if (e == OK)
		e = db_keep(rq->db);	/* PostgreSQL may say only now that an insert failed */
	if (e != OK)
		answer_clear(rq);	/* what the handler answered is not so */
	return e;
}

static enum web_next run_write(struct rq *rq)
{
	enum err e = db_save(rq->db);

	rq->in->saved = e == OK;
	if (e == OK)
		e = in_savepoint(rq);
	if (e != OK && rq->in->saved)
		db_undo(rq->db);
	rq->in->saved = false;
	rq->in->error = e;
	if (e == E_RETRY) {
		answer_clear(rq);
		return WEB_GO;
	}
	if (e != OK) {
		answer_error(rq, e);
		audit_refused(rq);
		(void)web_note(rq);	/* what was shown before or in the refusal */
	}
	return WEB_ANSWERED;
}

enum err web_write(struct rq *rq)
{
	rq->in->error = E_DB;
	db_work_for(rq->db, rq->who.account);
	web_guarded(rq, run_write);
	db_work_for(rq->db, 0);
	if (rq->in->saved) {		/* a long jump left the savepoint open */
		db_undo(rq->db);
		rq->in->saved = false;
	}
	return rq->in->error;
}

/* --- all in one process --- */

static void write_alone(struct rq *rq)
{
	enum err e = E_RETRY;

	for (int i = 0; i < 5 && e == E_RETRY; i++) {
		web_again(rq);
		e = db_begin(rq->db);
		if (e != OK)
			continue;
		e = web_write(rq);
		if (e == E_RETRY || db_commit(rq->db) != OK)
			db_rollback(rq->db);
	}
	if (!made(rq))
		web_unavailable(rq);
}

static void note_alone(struct rq *rq)
{
	enum err e = db_begin(rq->db);

	if (e == OK)
		e = web_notes_put(rq);
	if (e == OK)
		e = db_commit(rq->db);
	else
		db_rollback(rq->db);
	if (e != OK && rq->in->naudit)
		web_unavailable(rq);
}

void web_run(struct rq *rq)
{
	if (web_begin(rq) == WEB_ANSWERED)
		return;
	if (web_check(rq) == WEB_ANSWERED || web_slow(rq) == WEB_ANSWERED) {
		if (rq->in->naudit)
			note_alone(rq);
		return;
	}
	if (rq->route->kind == WRITE) {
		write_alone(rq);
		return;
	}
	if (web_handle(rq) == E_RETRY)
		web_unavailable(rq);
	if (web_has_notes(rq))
		note_alone(rq);
}
