/* What a worker hands over: writes and audit rows to writers, slow requests to helpers. */
#include "web/worker.h"
#include "base/fd.h"

#include <stdlib.h>
#include <sys/epoll.h>

/* ---- lasting connections ---- */

void watch(const struct worker *w, int op, int fd, uint32_t events, void *tag)
{
	struct epoll_event ev = { .events = events, .data.ptr = tag };

	epoll_ctl(w->epoll, op, fd, &ev);
}

void peer_connect(const struct worker *w, struct peer *l, int listener)
{
	if (fd_connect_unix(listener, &l->ch.fd) != OK) {
		l->ch.fd = -1;		/* tried again with the next message */
		return;
	}
	l->wants_out = false;
	watch(w, EPOLL_CTL_ADD, l->ch.fd, EPOLLIN, l);
}

bool peer_send(const struct worker *w, struct peer *l, const struct message *m)
{
	if (channel_send(&l->ch, m) != OK)
		return false;
	if (l->ch.first && !l->wants_out) {
		l->wants_out = true;
		watch(w, EPOLL_CTL_MOD, l->ch.fd, EPOLLIN | EPOLLOUT, l);
	}
	return true;
}

bool peer_event(struct worker *w, struct peer *l, uint32_t events,
	void (*take)(struct worker *w, const struct message *m))
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
			take(w, &m);
		}
	}
	if (e != E_RETRY)
		return false;
	if (l->wants_out && !l->ch.first) {
		l->wants_out = false;
		watch(w, EPOLL_CTL_MOD, l->ch.fd, EPOLLIN, l);
	}
	return true;
}

/* ---- the writers: one, or on PostgreSQL several ---- */

void fail_waiting(struct worker *w, const struct peer *writer)
{
	for (size_t i = 0; i < w->ntrack; i++) {
		struct track *t = &w->track[i];
		bool writing = t->wait == WAIT_WRITE || t->wait == WAIT_AUDIT;

		if (writer ? writing && &w->writer[t->writer] == writer : t->wait != WAIT_NOTHING)
			answer_unavailable(w, t->id);
	}
}

static void connect_writer(const struct worker *w, struct peer *l)
{
	peer_connect(w, l, w->p->writer_listener[l - w->writer]);
}

void connect_writers(struct worker *w)
{
	for (int i = 0; i < w->p->nwriters; i++)
		connect_writer(w, &w->writer[i]);
}

static void writer_lost(struct worker *w, struct peer *l)
{
	channel_close(&l->ch);
	fail_waiting(w, l);
	connect_writer(w, l);
}

static void to_writer(struct worker *w, struct peer *l, const struct message *m)
{
	if (l->ch.fd < 0)
		connect_writer(w, l);
	if (!peer_send(w, l, m))
		writer_lost(w, l);	/* answers this one too, if it waits */
}

void send_seen(struct worker *w, uint64_t id, struct str notes)
{
	const struct message m = { M_SEEN, id, notes };

	to_writer(w, &w->writer[0], &m);
}

/* Several writers: requests that meet on one schedule-day go to the same, and so do those of one
 * person, so that a repeat finds the first where it is. */
uint8_t choose_writer(const struct worker *w, const struct rq *rq)
{
	uint64_t h = (uint64_t)rq->who.account;

	if (w->p->nwriters < 2)
		return 0;
	if (rq->route->order && (rq->form || !rq->route->form))
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
	struct peer *l = &w->writer[t->writer];

	t->wait = what;
	to_writer(w, l, &m);
}

void send_write(struct worker *w, uint64_t id, const struct http_request *req, struct str carry)
{
	struct buf b BUF_AUTO = BUF(MESSAGE_MAX);

	message_put(&b, carry);
	http_pack(&b, req);
	if (buf_ok(&b))
		wait_for_writer(w, id, WAIT_WRITE, buf_str(&b));
	else
		answer_unavailable(w, id);
}

void send_audited(struct worker *w, uint64_t id, const struct answer *an, struct str notes)
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

void writer_event(struct worker *w, struct peer *l, uint32_t events)
{
	if (!peer_event(w, l, events, from_writer))
		writer_lost(w, l);
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

/* Whoever needs no account and no link must not keep those busy whom signing in waits for. */
static int helper_for(const struct process *p, const struct route *route)
{
	return route->who == PUBLIC && route->kind == READ ? p->data_listener : p->helper_listener;
}

void send_slow(struct worker *w, uint64_t id, const struct route *route, const struct http_request *req)
{
	struct buf b BUF_AUTO = BUF(MESSAGE_MAX);
	struct errand *er = calloc(1, sizeof(*er));
	struct message m;

	http_pack(&b, req);
	m = (struct message){ M_SLOW, id, buf_str(&b) };
	if (!er || !buf_ok(&b) || fd_connect_unix(helper_for(w->p, route), &er->ch.fd) != OK) {
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

void helper_event(struct worker *w, struct errand *er)
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

void free_ended(struct worker *w)
{
	while (w->ended) {
		struct errand *er = w->ended;

		w->ended = er->next;
		free(er);
	}
}
