/*
 * A web worker: reads requests, answers what only reads, hands the rest over.
 *
 * It has a read-only connection; a request that reads gets one snapshot. A write goes to the
 * writer, a slow request to a helper, and on PostgreSQL a public page that is not in the cache to
 * its maker, the connection being suspended meanwhile; the answer is
 * known again by the request's id. When the writer dies, those in flight get 503: whether it had
 * committed is not known, and the repeat of a keyed request tells.
 */
#include "web/worker.h"
#include "base/log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#define DRAIN_MS 10000

static int tag_http, tag_stop;	/* addresses that tell epoll's events apart */

struct track *track_of(struct worker *w, uint64_t id)
{
	return &w->track[(uint32_t)id % w->ntrack];
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

void count_answer(struct worker *w, uint64_t id, int status)
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

void answer(struct worker *w, uint64_t id, const struct answer *an)
{
	count_answer(w, id, an->status);
	http_answer(w->http, id, an);
}

void answer_unavailable(struct worker *w, uint64_t id)
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

/* Answers a read; its audit rows first, if it has any. */
static void finish_read(struct worker *w, uint64_t id, struct rq *rq)
{
	struct buf notes BUF_AUTO = BUF(MESSAGE_MAX);

	if (web_has_notes(rq))
		web_notes_pack(rq, &notes);
	if (!buf_ok(&notes)) {
		answer_unavailable(w, id);
		return;
	}
	send_audited(w, id, &rq->in->answer, rq->in->naudit ? buf_str(&notes) : STR_NONE);
	if (!rq->in->naudit && notes.n)
		send_seen(w, id, buf_str(&notes));
}

/* A checked request: answered here, or sent on. */
static void dispatch(struct worker *w, uint64_t id, struct rq *rq, struct str key)
{
	const struct http_request *req = rq->in->req;

	track_of(w, id)->writer = choose_writer(w, rq);
	if (rq->route->kind == WRITE && !rq->route->slow) {
		send_write(w, id, req, STR_NONE);
	} else if (rq->route->kind == WRITE || rq->route->flags & ROUTE_SLOW) {
		send_slow(w, id, rq->route, req);
	} else {
		const struct page_mark mark = page_mark(w->p->shared);
		enum err e = read_handle(rq);

		if (key.n && e == OK)
			pages_made_here(w, rq, key, mark);
		else if (rq->route->flags & ROUTE_CACHED)	/* what is kept is everyone's, these are the visit's */
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
		if (web_astray(rq) && read_begin(w->p, &w->db, rq))
			web_astray_page(rq);	/* ends the snapshot */
		answer(w, id, &rq->in->answer);
		return;
	}
	if (rq->route->flags & ROUTE_CACHED && req->method <= HTTP_HEAD) {
		key = web_cache_key(rq);
		if (pages_request(w, id, rq, key))
			return;
	}
	if (!read_begin(w->p, &w->db, rq)) {
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
	else if (at >= (char *)w->maker && at < (char *)(w->maker + MAKERS_MAX))
		maker_event(w, ev->data.ptr, ev->events);
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

	w->ntrack = limits.connections;
	w->track = calloc(w->ntrack, sizeof(*w->track));
	w->a = arena_new(request_arena_max(s));
	w->late = arena_new(request_arena_max(s));
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (!w->track || !w->a || !w->late || w->epoll < 0 || !pages_start(w) ||
	    http_start(w->p->listen_fd, &limits, &calls, &w->http) != OK)
		return false;
	watch(w, EPOLL_CTL_ADD, http_fd(w->http), EPOLLIN, &tag_http);
	watch(w, EPOLL_CTL_ADD, w->p->stop_fd, EPOLLIN, &tag_stop);
	connect_writers(w);
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

static int sooner(int a_ms, int b_ms)
{
	return a_ms < 0 || (b_ms >= 0 && b_ms < a_ms) ? b_ms : a_ms;
}

int worker_run(const struct process *p)
{
	struct worker w = { .p = p, .epoll = -1 };
	struct epoll_event ev[64];
	int wait = 0;

	for (int i = 0; i < WRITERS_MAX; i++)
		w.writer[i].ch.fd = -1;
	for (int i = 0; i < MAKERS_MAX; i++)
		w.maker[i].ch.fd = -1;
	if (!start_worker(&w))
		return 1;
	while (!drained(&w)) {
		int n;

		if (w.draining)
			wait = sooner(wait, 100);
		wait = sooner(wait, pages_expire(&w));
		n = epoll_wait(w.epoll, ev, 64, wait);
		for (int i = 0; i < n; i++)
			on_event(&w, &ev[i]);
		free_ended(&w);
		wait = http_run(w.http);
		p->shared->connections[p->index] = (uint32_t)http_connections(w.http);
	}
	http_stop(w.http);
	pages_stop(&w);
	for (int i = 0; i < WRITERS_MAX; i++)
		channel_close(&w.writer[i].ch);
	db_close(w.db);
	arena_free(w.a);
	arena_free(w.late);
	free(w.track);
	return 0;
}
