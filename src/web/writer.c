/*
 * The writer: the one process that changes the database while the program serves.
 *
 * A tick is a transaction. Whatever requests are waiting when it begins are run one after the
 * other inside it, each in a savepoint of its own, in the order their routes ask for (the same
 * order everywhere, so that several writers on one PostgreSQL do not lock each other out). The
 * answers leave after the commit; while it is being made durable the next requests gather, so
 * ticks grow with the load. A tick that cannot be committed is run again, then answered 503.
 */
#include "web/process.h"
#include "base/fd.h"
#include "base/log.h"

#include <string.h>
#include <sys/epoll.h>

#define TICK_MAX 512
#define TRIES 4
#define CLIENTS_MAX 64
/* Jobs copy the log back all the time, but while ticks follow each other they hardly ever find
 * the moment to begin it anew; under load the writer does, between two ticks. */
#define CHECKPOINT_US 4000000
#define CHECKPOINT_REQUESTS 2000

struct item {
	struct channel *from;		/* NULL: its worker has gone; it is run all the same */
	struct message m;
	struct arena *a;
	struct http_request req;
	struct str carry;
	struct rq *rq;			/* of an M_WRITE */
	int64_t order;
	size_t came;			/* requests of equal order stay in this one */
	bool answered;			/* before the tick: nothing to write */
	bool failed;			/* gave up: 503 */
};
struct writer {
	const struct process *p;
	struct db *db;
	int epoll;
	struct channel client[CLIENTS_MAX];
	struct item item[TICK_MAX];
	struct item *sorted[TICK_MAX];
	struct arena *arena[TICK_MAX];
	size_t n;
	uint64_t checkpoint_us, since_checkpoint;
	bool stopping;
};

static int tag_listener, tag_stop;

static void watch(struct writer *w, int op, int fd, uint32_t events, void *tag)
{
	struct epoll_event ev = { .events = events, .data.ptr = tag };

	epoll_ctl(w->epoll, op, fd, &ev);
}

/* ---- gathering ---- */

static void client_lost(struct writer *w, struct channel *c)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->item[i].from == c)
			w->item[i].from = NULL;
	channel_close(c);
}

static void accept_clients(struct writer *w)
{
	int fd;

	while ((fd = channel_accept(w->p->writer_listener[w->p->nth])) >= 0) {
		struct channel *c = w->client;

		while (c < w->client + CLIENTS_MAX && c->fd >= 0)
			c++;
		if (c == w->client + CLIENTS_MAX) {
			fd_close(&fd);
			return;
		}
		*c = (struct channel){ .fd = fd };
		watch(w, EPOLL_CTL_ADD, fd, EPOLLIN, c);
	}
}

static struct item *new_item(struct writer *w)
{
	struct item *it = &w->item[w->n];
	struct arena **a = &w->arena[w->n];

	if (!*a)
		*a = arena_new(request_arena_max(w->p->settings));
	if (!*a)
		return NULL;
	arena_reset(*a);
	*it = (struct item){ .a = *a, .came = w->n };
	return it;
}

static void read_client(struct writer *w, struct channel *c)
{
	while (w->n < TICK_MAX) {
		struct item *it = new_item(w);
		enum err e = it ? channel_receive(c, it->a, &it->m) : E_RETRY;

		if (e == E_RETRY)
			return;
		if (e != OK) {
			client_lost(w, c);
			return;
		}
		it->from = c;
		w->n++;
	}
}

/* ---- a tick ---- */

/* The request of an M_WRITE; false: its bytes are not what a worker sends. */
static bool unpack(struct item *it)
{
	struct str rest = it->m.bytes;

	return message_take(&rest, &it->carry) == OK && http_unpack(rest, &it->req) == OK;
}

/* Up to and with the form; an answer that is ready then needs no savepoint. */
static void begin_item(struct writer *w, struct item *it)
{
	it->failed = it->answered = false;
	if (it->m.kind != M_WRITE)
		return;
	it->rq = web_new(it->a, w->p->env, &it->req, clock_now());
	it->rq->db = w->db;
	if (it->carry.n)
		web_set_carry(it->rq, it->carry);
	it->answered = web_begin(it->rq) == WEB_ANSWERED;
	if (!it->answered && web_check(it->rq) == WEB_ANSWERED) {
		it->answered = true;	/* the form shown again may show a person */
		web_note_refused(it->rq);
	}
	it->order = !it->answered && it->rq->route->order ? it->rq->route->order(it->rq) : 0;
}

/* Notes of a read, in a savepoint. */
static enum err run_notes(struct writer *w, struct item *it)
{
	enum err e;

	TRY(db_save(w->db));
	if (setjmp(*arena_guard(it->a)))
		e = E_LIMIT;
	else
		e = web_notes_write(w->db, it->a, w->p->env, it->m.bytes);
	if (e == OK)
		return db_keep(w->db);
	db_undo(w->db);
	return e;
}

/* A write leaves an answer in any case. E_RETRY: another writer's locks and ours are in each
 * other's way; only giving up all of the tick's locks helps. */
static enum err run_item(struct writer *w, struct item *it)
{
	enum err e = E_RETRY;

	for (int i = 0; e == E_RETRY && i < TRIES; i++) {
		if (i && it->m.kind == M_WRITE)
			web_again(it->rq);
		e = it->m.kind == M_WRITE ? web_write(it->rq) : run_notes(w, it);
	}
	if (e == E_RETRY && w->p->nwriters > 1)
		return E_RETRY;
	if (it->m.kind != M_WRITE)
		it->failed = e != OK;
	else if (e == E_RETRY)
		web_unavailable(it->rq);
	return OK;
}

static int by_order(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->came < y->came ? -1 : x->came > y->came;
}

static enum err run_all(struct writer *w)
{
	size_t n = 0;

	TRY(db_begin(w->db));
	for (size_t i = 0; i < w->n; i++) {
		struct item *it = &w->item[i];

		if (it->failed)
			continue;
		begin_item(w, it);
		if (!it->answered)
			w->sorted[n++] = it;
	}
	qsort(w->sorted, n, sizeof(w->sorted[0]), by_order);
	for (size_t i = 0; i < n; i++)
		TRY(run_item(w, w->sorted[i]));
	return db_commit(w->db);
}

static void answer_item(struct writer *w, struct item *it)
{
	struct buf b BUF_AUTO = BUF(MESSAGE_MAX);
	struct message m = { .id = it->m.id };

	if (!it->from || it->m.kind == M_SEEN)
		return;
	if (it->failed || it->m.kind == M_AUDIT) {
		m.kind = it->failed ? M_FAILED : M_DONE;
	} else {
		message_put(&b, STR_NONE);
		answer_pack(&b, &it->rq->in->answer);
		m.kind = buf_ok(&b) ? M_ANSWER : M_FAILED;
		m.bytes = buf_ok(&b) ? buf_str(&b) : STR_NONE;
	}
	if (channel_send(it->from, &m) != OK)
		client_lost(w, it->from);
	else if (it->from->first)
		watch(w, EPOLL_CTL_MOD, it->from->fd, EPOLLIN | EPOLLOUT, it->from);
}

static void reopen(struct writer *w)
{
	db_close(w->db);
	w->db = NULL;
	if (db_open(w->p->place, DB_WRITE, &w->db) != OK)
		w->db = NULL;
}

/* Runs what was gathered until it is committed. After a commit whose outcome is not known
 * nothing is tried again: its requests get 503, and their repeats the first answer. */
static enum err commit_tick(struct writer *w)
{
	enum err e = E_RETRY;

	for (int i = 0; e == E_RETRY && i < TRIES; i++) {
		if (!w->db)
			reopen(w);
		if (!w->db)
			return E_DB;
		if (i)
			count_add(w->p->shared, N_TICK_AGAIN, 1);
		e = run_all(w);
		if (e != OK)
			db_rollback(w->db);
	}
	if (e == E_DB)
		reopen(w);
	return e;
}

static void tick(struct writer *w)
{
	struct shared *s = w->p->shared;
	uint64_t t0 = clock_ticks_us(), statements = w->db ? db_statements(w->db) : 0;
	enum err e;

	for (size_t i = 0; i < w->n; i++)
		w->item[i].failed = w->item[i].m.kind == M_WRITE && !unpack(&w->item[i]);
	e = commit_tick(w);
	if (e != OK) {
		log_event(LOG_ERROR, "tick failed", LOG_LIT("error", err_name(e)), LOG_INT("requests", w->n));
		count_add(s, N_TICK_FAILED, 1);
	}
	for (size_t i = 0; i < w->n; i++) {
		w->item[i].failed |= e != OK;
		answer_item(w, &w->item[i]);
	}
	count_add(s, N_TICKS, 1);
	count_add(s, N_TICK_REQUESTS, w->n);
	count_add(s, N_TICK_US, clock_ticks_us() - t0);
	if (w->db && db_statements(w->db) > statements)
		count_add(s, N_TICK_STATEMENTS, db_statements(w->db) - statements);
	w->n = 0;
}

static void checkpoint_under_load(struct writer *w, size_t ran)
{
	uint64_t now = clock_ticks_us();
	enum err e;

	w->since_checkpoint += ran;
	if (!w->db || w->since_checkpoint < CHECKPOINT_REQUESTS || now - w->checkpoint_us < CHECKPOINT_US)
		return;
	w->checkpoint_us = now;
	w->since_checkpoint = 0;
	e = db_checkpoint(w->db);
	if (e != OK && e != E_RETRY)
		log_event(LOG_WARN, "checkpoint failed", LOG_LIT("error", err_name(e)));
}

/* ---- life ---- */

static void on_event(struct writer *w, const struct epoll_event *ev)
{
	struct channel *c = ev->data.ptr;

	if (ev->data.ptr == &tag_listener) {
		accept_clients(w);
	} else if (ev->data.ptr == &tag_stop) {
		w->stopping = true;
	} else if (c->fd >= 0) {
		if (ev->events & EPOLLOUT && channel_flush(c) != OK) {
			client_lost(w, c);
			return;
		}
		if (!c->first)
			watch(w, EPOLL_CTL_MOD, c->fd, EPOLLIN, c);
		read_client(w, c);
	}
}

int writer_run(const struct process *p)
{
	static struct writer w;		/* large; one per process */
	struct epoll_event ev[CLIENTS_MAX];

	w.p = p;
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		w.client[i].fd = -1;
	w.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (w.epoll < 0)
		return 1;
	reopen(&w);
	watch(&w, EPOLL_CTL_ADD, p->writer_listener[p->nth], EPOLLIN, &tag_listener);
	watch(&w, EPOLL_CTL_ADD, p->stop_fd, EPOLLIN, &tag_stop);
	__atomic_fetch_or(&p->shared->writer_ready, 1u << p->nth, __ATOMIC_RELAXED);
	while (!w.stopping) {
		int n = epoll_wait(w.epoll, ev, CLIENTS_MAX, -1);

		for (int i = 0; i < n; i++)
			on_event(&w, &ev[i]);
		if (w.n) {
			size_t ran = w.n;

			tick(&w);
			checkpoint_under_load(&w, ran);
		}
	}
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		channel_close(&w.client[i]);
	db_close(w.db);
	for (size_t i = 0; i < TICK_MAX; i++)
		arena_free(w.arena[i]);
	return 0;
}
