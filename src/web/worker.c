/*
 * A web worker: reads requests, answers what only reads, hands the rest over.
 *
 * It has a read-only connection; a request that reads gets one snapshot. A write goes to the
 * writer and a slow request to a helper, the connection being suspended meanwhile; the answer is
 * known again by the request's id. When the writer dies, those in flight get 503: whether it had
 * committed is not known, and the repeat of a keyed request tells.
 */
#include "web/process.h"
#include "base/fd.h"
#include "base/log.h"

#include <string.h>
#include <sys/epoll.h>

#define DRAIN_MS 10000
#define READ_TRIES 3

enum wait_for { WAIT_NOTHING, WAIT_WRITE, WAIT_AUDIT, WAIT_HELPER };
struct track {				/* one per request slot */
	uint64_t id, began_us;
	enum wait_for wait;
	uint8_t writer;			/* which one has it */
	const struct route *route;
};
struct writer_link { struct channel ch; bool wants_out; };	/* to a writer */
struct errand {				/* one connection to a helper */
	struct errand *next;		/* list of ended ones, freed after the events of a round */
	struct channel ch;
	uint64_t id;
	bool over;
};
struct worker {
	const struct process *p;
	struct http_server *http;
	struct db *db;
	struct arena *a, *late;		/* of a request being read; of an answer that came back */
	struct writer_link writer[WRITERS_MAX];
	struct track *track;
	size_t ntrack;
	struct errand *ended;
	uint64_t max_age_ms, drain_until_us;
	int epoll;
	bool draining;
};

static int tag_http, tag_stop;	/* addresses that tell epoll's events apart */

static struct track *track_of(struct worker *w, uint64_t id)
{
	return &w->track[(uint32_t)id % w->ntrack];
}

static void watch(struct worker *w, int op, int fd, uint32_t events, void *tag)
{
	struct epoll_event ev = { .events = events, .data.ptr = tag };

	epoll_ctl(w->epoll, op, fd, &ev);
}

/* ---- answering ---- */

static size_t route_index(const struct web_env *env, const struct route *route)
{
	size_t at = 0;

	for (size_t i = 0; i < env->nareas; i++)
		for (const struct route *r = env->areas[i]->routes; r && r->method; r++, at++)
			if (r == route)
				return at < SHARED_ROUTES ? at : SHARED_ROUTES - 1;
	return SHARED_ROUTES - 1;
}

static void count_answer(struct worker *w, uint64_t id, int status)
{
	struct shared *s = w->p->shared;
	struct track *t = track_of(w, id);
	uint64_t us = clock_ticks_us() - t->began_us;
	struct route_count *rc;

	count_add(s, status < 300 ? N_2XX : status < 400 ? N_3XX : status < 500 ? N_4XX : N_5XX, 1);
	t->wait = WAIT_NOTHING;
	if (!t->route)
		return;
	rc = &s->route[route_index(w->p->env, t->route)];
	__atomic_fetch_add(&rc->n, 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&rc->us, us, __ATOMIC_RELAXED);
	if (status >= 500)
		__atomic_fetch_add(&rc->errors, 1, __ATOMIC_RELAXED);
	if (!(t->route->flags & ROUTE_CACHED))
		log_event(LOG_INFO, "request", LOG_LIT("method", t->route->method),
			LOG_LIT("route", t->route->pattern), LOG_INT("status", status), LOG_INT("us", us));
}

static void answer(struct worker *w, uint64_t id, const struct answer *an)
{
	count_answer(w, id, an->status);
	http_answer(w->http, id, an);
}

/* 503 to a request that waited for a process that died or a queue that is full. */
static void answer_unavailable(struct worker *w, uint64_t id)
{
	const struct http_request *req = http_request_of(w->http, id);
	struct rq *rq;

	if (!req)
		return;
	arena_reset(w->late);
	rq = web_new(w->late, w->p->env, req, clock_now());
	if (web_begin(rq) == WEB_GO)
		web_unavailable(rq);
	answer(w, id, &rq->in->answer);
}

/* ---- the writers: one, or on PostgreSQL several ---- */

static void fail_waiting(struct worker *w, const struct writer_link *of)
{
	for (size_t i = 0; i < w->ntrack; i++) {
		struct track *t = &w->track[i];
		bool writing = t->wait == WAIT_WRITE || t->wait == WAIT_AUDIT;

		if (of ? writing && &w->writer[t->writer] == of : t->wait != WAIT_NOTHING)
			answer_unavailable(w, t->id);
	}
}

static void connect_writer(struct worker *w, struct writer_link *l)
{
	if (fd_connect_unix(w->p->writer_listener[l - w->writer], &l->ch.fd) != OK) {
		l->ch.fd = -1;		/* tried again with the next write */
		return;
	}
	l->wants_out = false;
	watch(w, EPOLL_CTL_ADD, l->ch.fd, EPOLLIN, l);
}

static void writer_lost(struct worker *w, struct writer_link *l)
{
	channel_close(&l->ch);
	fail_waiting(w, l);
	connect_writer(w, l);
}

static bool to_writer(struct worker *w, struct writer_link *l, const struct message *m)
{
	if (l->ch.fd < 0)
		connect_writer(w, l);
	if (channel_send(&l->ch, m) != OK)
		return false;
	if (l->ch.first && !l->wants_out) {
		l->wants_out = true;
		watch(w, EPOLL_CTL_MOD, l->ch.fd, EPOLLIN | EPOLLOUT, l);
	}
	return true;
}

/* Several writers: requests that meet on one schedule-day go to the same, and so do those of one
 * person, so that a repeat finds the first where it is. */
static uint8_t choose_writer(const struct worker *w, const struct rq *rq)
{
	uint64_t h = (uint64_t)rq->who.account;

	if (w->p->nwriters < 2)
		return 0;
	if (rq->route->order && rq->form)
		h = (uint64_t)rq->route->order(rq);
	if (!h)
		h = str_hash(rq->visitor);
	h *= 0x9e3779b97f4a7c15u;
	return (uint8_t)((h >> 32) % (unsigned)w->p->nwriters);
}

static void wait_for_writer(struct worker *w, uint64_t id, enum wait_for what, struct str bytes)
{
	struct message m = { what == WAIT_AUDIT ? M_AUDIT : M_WRITE, id, bytes };
	struct track *t = track_of(w, id);
	struct writer_link *l = &w->writer[t->writer];

	t->wait = what;
	if (!to_writer(w, l, &m))
		writer_lost(w, l);	/* answers this one too */
}

static void send_write(struct worker *w, uint64_t id, const struct http_request *req, struct str carry)
{
	struct buf b BUF_AUTO = BUF(MESSAGE_MAX);

	message_put(&b, carry);
	http_pack(&b, req);
	if (buf_ok(&b))
		wait_for_writer(w, id, WAIT_WRITE, buf_str(&b));
	else
		answer_unavailable(w, id);
}

/* An answer that must not leave before its audit rows are safe. */
static void send_audited(struct worker *w, uint64_t id, const struct answer *an, struct str notes)
{
	if (!notes.n) {
		answer(w, id, an);
		return;
	}
	http_prepare(w->http, id, an);
	wait_for_writer(w, id, WAIT_AUDIT, notes);
}

static void take_answer(struct worker *w, const struct message *m)
{
	struct str rest = m->bytes, notes;
	struct answer an;

	if (message_take(&rest, &notes) != OK || answer_unpack(rest, &an) != OK)
		answer_unavailable(w, m->id);
	else
		send_audited(w, m->id, &an, notes);
}

static void from_writer(struct worker *w, const struct message *m)
{
	struct track *t = track_of(w, m->id);

	if (t->id != m->id || t->wait == WAIT_NOTHING)
		return;		/* its client went away */
	if (m->kind == M_ANSWER) {
		take_answer(w, m);
	} else if (m->kind == M_DONE) {
		count_answer(w, m->id, 200);
		http_send(w->http, m->id);
	} else {
		answer_unavailable(w, m->id);
	}
}

static void writer_event(struct worker *w, struct writer_link *l, uint32_t events)
{
	struct message m;
	enum err e = OK;

	if (events & EPOLLOUT)
		e = channel_flush(&l->ch);
	while (e == OK) {
		arena_reset(w->late);
		e = channel_receive(&l->ch, w->late, &m);
		if (e == OK) {
			struct arena *a = w->late;

			w->late = w->a;		/* answering may need an arena of its own */
			w->a = a;
			from_writer(w, &m);
		}
	}
	if (e != E_RETRY) {
		writer_lost(w, l);
		return;
	}
	if (l->wants_out && !l->ch.first) {
		l->wants_out = false;
		watch(w, EPOLL_CTL_MOD, l->ch.fd, EPOLLIN, l);
	}
}

/* ---- helpers ---- */

static void errand_end(struct worker *w, struct errand *er)
{
	if (er->over)
		return;
	er->over = true;
	channel_close(&er->ch);
	er->next = w->ended;
	w->ended = er;
}

static void send_slow(struct worker *w, uint64_t id, const struct http_request *req)
{
	struct buf b BUF_AUTO = BUF(MESSAGE_MAX);
	struct errand *er = calloc(1, sizeof(*er));
	struct message m;

	http_pack(&b, req);
	m = (struct message){ M_SLOW, id, buf_str(&b) };
	if (!er || !buf_ok(&b) || fd_connect_unix(w->p->helper_listener, &er->ch.fd) != OK) {
		free(er);
		answer_unavailable(w, id);
		return;
	}
	if (channel_send(&er->ch, &m) != OK || er->ch.first) {
		errand_end(w, er);
		answer_unavailable(w, id);
		return;
	}
	er->id = id;
	track_of(w, id)->wait = WAIT_HELPER;
	count_add(w->p->shared, N_HELPER, 1);
	watch(w, EPOLL_CTL_ADD, er->ch.fd, EPOLLIN, er);
}

static void from_helper(struct worker *w, uint64_t id, const struct message *m)
{
	const struct http_request *req = http_request_of(w->http, id);

	if (!req)
		return;
	if (m->kind == M_ANSWER)
		take_answer(w, m);
	else if (m->kind == M_CARRY)
		send_write(w, id, req, m->bytes);
	else
		answer_unavailable(w, id);
}

static void helper_event(struct worker *w, struct errand *er)
{
	struct message m;
	enum err e;
	struct arena *a = w->late;

	if (er->over)
		return;
	arena_reset(a);
	e = channel_receive(&er->ch, a, &m);
	if (e == E_RETRY)
		return;
	w->late = w->a;
	w->a = a;
	if (e == OK)
		from_helper(w, er->id, &m);
	else
		answer_unavailable(w, er->id);
	errand_end(w, er);
}

/* ---- requests ---- */

static size_t body_max(void *ctx, enum http_method m, struct str target)
{
	const struct worker *w = ctx;
	struct str rest = target, path = str_cut(&rest, '?');
	const struct route *r = web_route(w->p->env, str_of(http_method_name(m)), path);

	if (r && r->flags & ROUTE_BIG)
		return (size_t)setting_int(w->p->settings, "upload_max_mb") * 1024 * 1024;
	return (size_t)setting_int(w->p->settings, "form_max_kb") * 1024;
}

/* A cached page as this client takes it, with the cookies of its own visit. */
static bool answer_cached(struct worker *w, uint64_t id, struct rq *rq, struct str key)
{
	struct answer *an = &rq->in->answer, kept = *an;
	struct str bytes;

	if (cache_get(w->p->shared, key, w->max_age_ms, rq->a, &bytes) != OK ||
	    answer_unpack(bytes, an) != OK) {
		*an = kept;
		count_add(w->p->shared, N_CACHE_MISS, 1);
		return false;
	}
	web_cookies(rq, an);
	if (an->gzipped && !http_takes_gzip(rq->in->req->header[HH_ACCEPT_ENCODING])) {
		struct buf plain BUF_AUTO = BUF(4 * 1024 * 1024);

		if (http_gunzip(&plain, an->body) != OK) {
			*an = kept;
			return false;
		}
		an->gzipped = false;
		an->body = arena_str(rq->a, buf_str(&plain));
	}
	count_add(w->p->shared, N_CACHE_HIT, 1);
	answer(w, id, an);
	return true;
}

static void keep_page(struct worker *w, struct rq *rq, struct str key, uint64_t began_us)
{
	struct buf gz BUF_AUTO = BUF(CACHE_BYTES), packed BUF_AUTO = BUF(CACHE_BYTES);
	struct answer an = rq->in->answer;

	if (an.status != 200 || !w->max_age_ms || an.gzipped)
		return;
	an.ncookie = 0;
	an.cache = ANSWER_SHORT;
	rq->in->answer.cache = ANSWER_SHORT;
	if (an.body.n >= 1000 && http_gzip(&gz, an.body, 6) == OK) {
		an.body = buf_str(&gz);
		an.gzipped = true;
	}
	answer_pack(&packed, &an);
	if (buf_ok(&packed))
		cache_put(w->p->shared, key, buf_str(&packed), began_us);
	if (an.gzipped && http_takes_gzip(rq->in->req->header[HH_ACCEPT_ENCODING])) {
		rq->in->answer.body = arena_str(rq->a, an.body);
		rq->in->answer.gzipped = true;
	}
}

static bool begin_snapshot(struct worker *w, struct rq *rq)
{
	if (!w->db && db_open(w->p->place, DB_READ, &w->db) != OK)
		w->db = NULL;
	if (w->db && db_begin(w->db) != OK) {	/* a connection that was lost: once more */
		db_close(w->db);
		w->db = NULL;
		if (db_open(w->p->place, DB_READ, &w->db) != OK || db_begin(w->db) != OK)
			return false;
	}
	rq->db = w->db;
	return w->db != NULL;
}

static enum err handle_again(struct worker *w, struct rq *rq)
{
	enum err e = web_handle(rq);

	for (int i = 1; e == E_RETRY && i < READ_TRIES; i++) {
		db_rollback(w->db);
		web_again(rq);
		e = db_begin(w->db) == OK ? web_handle(rq) : E_RETRY;
	}
	if (e == E_RETRY)
		web_unavailable(rq);
	return e;
}

/* Answers a read; its audit rows first, if it has any. */
static void finish_read(struct worker *w, uint64_t id, struct rq *rq)
{
	struct buf notes BUF_AUTO = BUF(MESSAGE_MAX);
	struct message m = { .kind = M_SEEN, .id = id };

	if (web_has_notes(rq))
		web_notes_pack(rq, &notes);
	if (!buf_ok(&notes)) {
		answer_unavailable(w, id);
		return;
	}
	m.bytes = buf_str(&notes);
	send_audited(w, id, &rq->in->answer, rq->in->naudit ? m.bytes : STR_NONE);
	if (!rq->in->naudit && m.bytes.n && !to_writer(w, &w->writer[0], &m))
		writer_lost(w, &w->writer[0]);
}

/* A checked request: answered here, or sent on. */
static void dispatch(struct worker *w, uint64_t id, struct rq *rq, struct str key)
{
	uint64_t began_us = clock_ticks_us();
	const struct http_request *req = rq->in->req;
	enum err e;

	track_of(w, id)->writer = choose_writer(w, rq);
	if (rq->route->kind == WRITE && !rq->route->slow) {
		send_write(w, id, req, STR_NONE);
	} else if (rq->route->kind == WRITE || rq->route->flags & ROUTE_SLOW) {
		send_slow(w, id, req);
	} else {
		e = handle_again(w, rq);
		if (key.n && e == OK)
			keep_page(w, rq, key, began_us);
		if (rq->route->flags & ROUTE_CACHED)	/* what was kept is everyone's, these are the visit's */
			web_cookies(rq, &rq->in->answer);
		finish_read(w, id, rq);
	}
}

static void on_request(void *ctx, uint64_t id, const struct http_request *req)
{
	struct worker *w = ctx;
	struct track *t = track_of(w, id);
	struct str key = STR_NONE;
	struct rq *rq;

	*t = (struct track){ .id = id, .began_us = clock_ticks_us() };
	count_add(w->p->shared, N_REQUESTS, 1);
	arena_reset(w->a);
	rq = web_new(w->a, w->p->env, req, clock_now());
	enum web_next next = web_begin(rq);
	t->route = rq->route;
	if (next == WEB_ANSWERED) {
		if (web_astray(rq) && begin_snapshot(w, rq))
			web_astray_page(rq);	/* ends the snapshot */
		answer(w, id, &rq->in->answer);
		return;
	}
	if (rq->route->flags & ROUTE_CACHED && req->method <= HTTP_HEAD) {
		key = web_cache_key(rq);
		if (answer_cached(w, id, rq, key))
			return;
	}
	if (!begin_snapshot(w, rq)) {
		web_unavailable(rq);
		answer(w, id, &rq->in->answer);
		return;
	}
	if (web_check(rq) == WEB_ANSWERED)
		finish_read(w, id, rq);
	else
		dispatch(w, id, rq, key);
	db_rollback(w->db);
}

/* ---- life ---- */

static void on_event(struct worker *w, const struct epoll_event *ev)
{
	const char *at = ev->data.ptr;

	if (at >= (char *)w->writer && at < (char *)(w->writer + WRITERS_MAX))
		writer_event(w, ev->data.ptr, ev->events);
	else if (ev->data.ptr == &tag_stop && !w->draining) {
		w->draining = true;
		w->drain_until_us = clock_ticks_us() + DRAIN_MS * 1000;
		watch(w, EPOLL_CTL_DEL, w->p->stop_fd, 0, NULL);
		http_quiesce(w->http);
	} else if (ev->data.ptr != &tag_http && ev->data.ptr != &tag_stop)
		helper_event(w, ev->data.ptr);
}

static bool start_worker(struct worker *w)
{
	const struct settings *s = w->p->settings;
	const struct http_limits limits = {
		.connections = (size_t)setting_int(s, "connections"),
		.head_s = (int)setting_int(s, "head_seconds"), .idle_s = (int)setting_int(s, "idle_seconds"),
		.body_s = (int)setting_int(s, "body_seconds"), .reply_s = (int)setting_int(s, "reply_seconds"),
		.https = setting_int(s, "https") != 0,
	};
	const struct http_calls calls = { w, body_max, on_request };

	w->max_age_ms = (uint64_t)setting_int(s, "page_cache_ms");
	w->ntrack = limits.connections;
	w->track = calloc(w->ntrack, sizeof(*w->track));
	w->a = arena_new(request_arena_max(s));
	w->late = arena_new(request_arena_max(s));
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!w->track || !w->a || !w->late || w->epoll < 0 ||
	    http_start(w->p->listen_fd, &limits, &calls, &w->http) != OK)
		return false;
	watch(w, EPOLL_CTL_ADD, http_fd(w->http), EPOLLIN, &tag_http);
	watch(w, EPOLL_CTL_ADD, w->p->stop_fd, EPOLLIN, &tag_stop);
	for (int i = 0; i < w->p->nwriters; i++)
		connect_writer(w, &w->writer[i]);
	return true;
}

static bool drained(struct worker *w)
{
	if (!w->draining)
		return false;
	if (!http_connections(w->http))
		return true;
	if (clock_ticks_us() < w->drain_until_us)
		return false;
	fail_waiting(w, NULL);
	http_run(w->http);
	return true;
}

static void free_ended(struct worker *w)
{
	while (w->ended) {
		struct errand *er = w->ended;

		w->ended = er->next;
		free(er);
	}
}

int worker_run(const struct process *p)
{
	struct worker w = { .p = p, .epoll = -1 };
	struct epoll_event ev[64];
	int wait = 0;

	for (int i = 0; i < WRITERS_MAX; i++)
		w.writer[i].ch.fd = -1;
	if (!start_worker(&w))
		return 1;
	while (!drained(&w)) {
		int n;

		if (w.draining && (wait < 0 || wait > 100))
			wait = 100;
		n = epoll_wait(w.epoll, ev, 64, wait);
		for (int i = 0; i < n; i++)
			on_event(&w, &ev[i]);
		free_ended(&w);
		wait = http_run(w.http);
		p->shared->connections[p->index] = (uint32_t)http_connections(w.http);
	}
	http_stop(w.http);
	for (int i = 0; i < WRITERS_MAX; i++)
		channel_close(&w.writer[i].ch);
	db_close(w.db);
	arena_free(w.a);
	arena_free(w.late);
	free(w.track);
	return 0;
}
