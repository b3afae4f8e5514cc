/*
 * A maker of public pages: makes what the workers miss in the shared cache, one page after the
 * other, while they go on answering.
 *
 * Every page belongs to one maker, by its key. So two workers that want the same page ask the
 * same maker, and the second finds in the cache what was made for the first: no page is made
 * twice, without a lock that somebody could die with. When a maker dies its workers see the
 * connection end, and ask the next one.
 */
#include "web/process.h"
#include "base/fd.h"
#include "base/log.h"

#include <errno.h>
#include <poll.h>

#define CLIENTS_MAX SHARED_WORKERS

struct maker {
	const struct process *p;
	struct db *db;
	struct arena *a;
	uint64_t young_ms;
	struct channel client[CLIENTS_MAX];
};

/* ---- pages as everybody gets them ---- */

uint64_t page_max_age_ms(const struct process *p)
{
	return (uint64_t)setting_int(p->settings, "page_cache_ms");
}

uint64_t page_young_ms(const struct process *p)
{
	return page_max_age_ms(p) * 7 / 8;
}

void page_keep(const struct process *p, struct rq *rq, struct str key, struct page_mark mark, struct buf *out)
{
	struct buf gz BUF_AUTO = BUF(CACHE_BYTES);
	struct answer an = rq->in->answer;

	an.ncookie = 0;
	if (an.body.n >= 1000 && !an.gzipped && http_gzip(&gz, an.body, 6) == OK) {
		an.body = buf_str(&gz);
		an.gzipped = true;
	}
	answer_pack(out, &an);
	count_add(p->shared, N_PAGES_MADE, 1);
	if (buf_ok(out) && an.status == 200)
		cache_put(p->shared, key, buf_str(out), mark);
}

bool page_show(struct rq *rq, struct str bytes, struct page_mark mark)
{
	struct answer *an = &rq->in->answer, kept = *an;
	uint64_t age_ms = page_age_ms(mark);

	if (answer_unpack(bytes, an) != OK) {
		*an = kept;
		return false;
	}
	web_cookies(rq, an);
	/* in whole seconds, rounded up: nobody after us may show it for longer than we would */
	if (an->status == 200)
		an->header[AH_AGE] = arena_fmt(rq->a, "%u", (unsigned)((age_ms + 999) / 1000));
	if (an->gzipped && !http_takes_gzip(rq->in->req->header[HH_ACCEPT_ENCODING])) {
		struct buf plain BUF_AUTO = BUF(4 * 1024 * 1024);

		if (http_gunzip(&plain, an->body) != OK) {
			*an = kept;
			return false;
		}
		an->gzipped = false;
		an->body = arena_str(rq->a, buf_str(&plain));
	}
	return true;
}

/* ---- the maker ---- */

static void make(struct maker *k, struct rq *rq, struct str key, struct page_mark mark, struct buf *out)
{
	if (!read_begin(k->p, &k->db, rq))
		web_unavailable(rq);
	else if (web_check(rq) == WEB_GO)
		(void)read_handle(rq);
	page_keep(k->p, rq, key, mark, out);
	if (k->db)
		db_rollback(k->db);
}

/* What a worker asked for: from the cache when it was made meanwhile. */
static void serve(struct maker *k, struct channel *c, struct message *m)
{
	struct buf out BUF_AUTO = BUF(MESSAGE_MAX), answer BUF_AUTO = BUF(MESSAGE_MAX);
	struct page_mark mark = page_mark(k->p->shared);
	struct http_request req;
	struct str key, bytes;
	struct rq *rq;

	m->kind = m->kind == M_PAGE && http_unpack(m->bytes, &req) == OK ? M_ANSWER : M_FAILED;
	m->bytes = STR_NONE;
	if (m->kind == M_ANSWER) {
		rq = web_new(k->a, k->p->env, &req, clock_now());
		if (web_begin(rq) == WEB_GO) {
			key = web_cache_key(rq);
			if (cache_get(k->p->shared, key, k->young_ms, k->a, &bytes, &mark) == OK)
				buf_put(&answer, bytes);
			else
				make(k, rq, key, mark, &answer);
		}
		page_message(&out, mark, buf_str(&answer));
		if (answer.n && buf_ok(&answer) && buf_ok(&out))
			m->bytes = buf_str(&out);
		else
			m->kind = M_FAILED;
	}
	if (channel_send(c, m) != OK)
		channel_close(c);
}

static void from_worker(struct maker *k, struct channel *c, short events)
{
	struct message m;
	enum err e = OK;

	if (events & POLLOUT)
		e = channel_flush(c);
	arena_reset(k->a);
	if (e == OK)
		e = channel_receive(c, k->a, &m);
	if (e == OK)
		serve(k, c, &m);
	else if (e != E_RETRY)
		channel_close(c);
}

static void accept_worker(struct maker *k)
{
	int fd = channel_accept(k->p->page_listener[k->p->nth]);

	for (size_t i = 0; i < CLIENTS_MAX && fd >= 0; i++)
		if (k->client[i].fd < 0) {
			k->client[i] = (struct channel){ .fd = fd };
			return;
		}
	fd_close(&fd);
}

/* One message of each worker in turn: none waits for another's many. */
static bool round_of(struct maker *k)
{
	struct pollfd on[CLIENTS_MAX + 2];

	for (size_t i = 0; i < CLIENTS_MAX; i++)
		on[i] = (struct pollfd){ .fd = k->client[i].fd,
			.events = (short)(POLLIN | (k->client[i].first ? POLLOUT : 0)) };
	on[CLIENTS_MAX] = (struct pollfd){ .fd = k->p->page_listener[k->p->nth], .events = POLLIN };
	on[CLIENTS_MAX + 1] = (struct pollfd){ .fd = k->p->stop_fd, .events = POLLIN };
	if (poll(on, CLIENTS_MAX + 2, -1) < 0)
		return errno == EINTR;
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		if (on[i].fd >= 0 && on[i].revents)
			from_worker(k, &k->client[i], on[i].revents);
	if (on[CLIENTS_MAX].revents)
		accept_worker(k);
	return !on[CLIENTS_MAX + 1].revents;
}

int pages_run(const struct process *p)
{
	struct maker k = { .p = p, .a = arena_new(request_arena_max(p->settings)), .young_ms = page_young_ms(p) };

	if (!k.a)
		return 1;
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		k.client[i].fd = -1;
	while (round_of(&k))
		;
	for (size_t i = 0; i < CLIENTS_MAX; i++)
		channel_close(&k.client[i]);
	db_close(k.db);
	arena_free(k.a);
	return 0;
}
