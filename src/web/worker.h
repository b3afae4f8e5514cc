/*
 * The parts of a web worker: worker.c reads and answers, worker_away.c hands over to writers and
 * helpers, worker_pages.c has the public pages of the shared cache.
 *
 * Included by these three alone.
 */
#ifndef WEB_WORKER_H
#define WEB_WORKER_H

#include "web/process.h"

enum wait_for { WAIT_NOTHING, WAIT_WRITE, WAIT_AUDIT, WAIT_HELPER, WAIT_PAGE };
struct track {				/* one per request slot */
	uint64_t id, began_us;
	enum wait_for wait;
	uint8_t writer;			/* which one has it */
	const struct route *route;
};
/* A lasting connection to a writer or to a maker of pages, made anew when it ends. */
struct peer { struct channel ch; bool wants_out; };
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
	struct peer writer[WRITERS_MAX], maker[MAKERS_MAX];
	struct track *track;
	size_t ntrack;
	struct errand *ended;
	struct pages *pages;
	uint64_t drain_until_us;
	int epoll;
	bool draining;
};

/* --- worker.c --- */
struct track *track_of(struct worker *w, uint64_t id);
void answer(struct worker *w, uint64_t id, const struct answer *an);
/* Counts a request whose answer is sent otherwise. */
void count_answer(struct worker *w, uint64_t id, int status);
/* 503 to a request that waited for a process that died or a queue that is full. */
void answer_unavailable(struct worker *w, uint64_t id);

/* --- worker_away.c --- */
void watch(const struct worker *w, int op, int fd, uint32_t events, void *tag);
void peer_connect(const struct worker *w, struct peer *l, int listener);
/* False: the other end has gone; the caller says what becomes of those who wait for it. */
bool peer_send(const struct worker *w, struct peer *l, const struct message *m) MUST_CHECK;
/* take() for every message that has come; false as above. */
bool peer_event(struct worker *w, struct peer *l, uint32_t events,
	void (*take)(struct worker *w, const struct message *m)) MUST_CHECK;
/* 503 to all who wait for that writer, or for anything (NULL). */
void fail_waiting(struct worker *w, const struct peer *writer);
void connect_writers(struct worker *w);
void writer_event(struct worker *w, struct peer *l, uint32_t events);
void helper_event(struct worker *w, struct errand *er);
void free_ended(struct worker *w);
uint8_t choose_writer(const struct worker *w, const struct rq *rq);
void send_write(struct worker *w, uint64_t id, const struct http_request *req, struct str carry);
void send_slow(struct worker *w, uint64_t id, const struct route *route, const struct http_request *req);
/* An answer that must not leave before its audit rows are safe. */
void send_audited(struct worker *w, uint64_t id, const struct answer *an, struct str notes);
/* Notes that nobody waits for. */
void send_seen(struct worker *w, uint64_t id, struct str notes);

/* --- worker_pages.c --- */
bool pages_start(struct worker *w);
void pages_stop(struct worker *w);
/* A request for a cached route: true when it is answered or waits for a maker; false: make it here. */
bool pages_request(struct worker *w, uint64_t id, struct rq *rq, struct str key);
/* What was made here, for rq itself and for the cache. */
void pages_made_here(struct worker *w, struct rq *rq, struct str key, struct page_mark mark);
void maker_event(struct worker *w, struct peer *l, uint32_t events);
/* 503 to those who waited too long. In how many ms it must be called again at the latest; -1: none waits. */
int pages_expire(struct worker *w);

#endif
