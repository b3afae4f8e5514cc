/*
 * A helper: one slow request after the other (documents, exports, password hashes), each on a
 * connection of its own, while the worker that sent it goes on. Several helpers take from one
 * listener, whoever is free; one more, "data", makes what anybody may ask for, and keeps it a minute.
 */
#include "web/process.h"
#include "web/kept.h"
#include "base/fd.h"
#include "base/log.h"

#include <errno.h>
#include <poll.h>

#define KEPT_MAX ((size_t)64 << 20)

struct helper { const struct process *p; struct db *db; struct arena *a; };

/* The answer, or for a write what .slow found out. */
static void work(struct helper *h, struct rq *rq, struct buf *out, struct message *m)
{
	bool answered = web_begin(rq) == WEB_ANSWERED;

	if (!answered && !read_begin(h->p, &h->db, rq)) {
		web_unavailable(rq);
		answered = true;
	}
	if (!answered)
		answered = web_check(rq) == WEB_ANSWERED;
	if (!answered && rq->route->kind == WRITE) {
		answered = web_slow(rq) == WEB_ANSWERED;
		if (!answered) {
			buf_put(out, rq->in->carry);
			m->kind = M_CARRY;
		}
	} else if (!answered) {
		(void)read_handle(rq);
		answered = true;
	}
	if (answered) {
		struct buf notes BUF_AUTO = BUF(MESSAGE_MAX);

		if (web_has_notes(rq))
			web_notes_pack(rq, &notes);
		message_put(out, buf_str(&notes));
		out->failed |= !buf_ok(&notes);
		answer_pack(out, &rq->in->answer);
		m->kind = M_ANSWER;
	}
	if (h->db)
		db_rollback(h->db);
}

/* Receives the one request of a connection; it was sent whole before, or comes soon. */
static enum err receive(struct channel *c, struct arena *a, struct message *ret)
{
	struct pollfd p = { .fd = c->fd, .events = POLLIN };

	return poll(&p, 1, 2000) == 1 ? channel_receive(c, a, ret) : E_IO;
}

static void send_back(struct channel *c, struct message *m, struct buf *out)
{
	if (buf_ok(out))
		m->bytes = buf_str(out);
	else
		m->kind = M_FAILED;
	if (channel_send(c, m) != OK)
		log_event(LOG_WARN, "helper answer lost", LOG_INT("bytes", m->bytes.n));
}

static void serve_one(struct helper *h)
{
	struct buf out BUF_AUTO = BUF(MESSAGE_MAX);
	struct channel c = { .fd = channel_accept(h->p->helper_listener) };
	struct http_request req;
	struct message m;

	if (c.fd < 0)
		return;
	arena_reset(h->a);
	if (receive(&c, h->a, &m) == OK && m.kind == M_SLOW && http_unpack(m.bytes, &req) == OK) {
		m.bytes = STR_NONE;
		work(h, web_new(h->a, h->p->env, &req, clock_now()), &out, &m);
		send_back(&c, &m, &out);
	}
	channel_close(&c);
}

int helper_run(const struct process *p)
{
	struct helper h = { .p = p, .a = arena_new(request_arena_max(p->settings)) };
	struct pollfd on[2] = { { .fd = p->helper_listener, .events = POLLIN },
		{ .fd = p->stop_fd, .events = POLLIN } };

	if (!h.a)
		return 1;
	if (p->helper_listener == p->data_listener)
		p->env->kept = kept_new(KEPT_MAX);
	while (poll(on, 2, -1) >= 0 || errno == EINTR) {
		if (on[1].revents)
			break;
		if (on[0].revents)
			serve_one(&h);
	}
	kept_free(p->env->kept);
	db_close(h.db);
	arena_free(h.a);
	return 0;
}
