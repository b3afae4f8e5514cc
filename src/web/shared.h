/*
 * Memory that all processes of one running program share: test clock, counters, rate limits and
 * the cache of public pages. Made by the parent before it forks; lives as long as the parent.
 *
 * Any process may die at any moment, also while it holds a lock here: locks say who holds them
 * and are taken over from the dead. What is lost then is a count, never data.
 * Must not know: routes' meaning, requests, the database.
 */
#ifndef WEB_SHARED_H
#define WEB_SHARED_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/time.h"

#include <sys/types.h>

enum counter {
	N_REQUESTS, N_2XX, N_3XX, N_4XX, N_5XX, N_CACHE_HIT, N_CACHE_MISS,
	N_TICKS, N_TICK_REQUESTS, N_TICK_US, N_TICK_STATEMENTS, N_TICK_FAILED, N_TICK_AGAIN, N_HELPER,
	N_RESTARTS, N_JOB_RUNS, N_JOB_FAILURES, N_LIMITED, N_PAGES_MADE, N_PAGES_LATE, N_COUNTERS
};
const char *counter_name(enum counter c);

enum role_process { P_WORKER, P_WRITER, P_HELPER, P_PAGES, P_JOBS, P_SEALER, P_DATA, P_JOBS_APART, P_MAX };
const char *process_name(enum role_process p);

struct route_count { uint64_t n, us, errors; };
#define SHARED_ROUTES 1024
#define SHARED_WORKERS 64

/* One key's events in one window, which begins with the first. */
struct limit_entry { uint64_t key; int64_t start; uint32_t count; uint32_t pad; };
#define LIMIT_SETS 8192
#define LIMIT_WAYS 8

#define CACHE_SETS 1024
#define CACHE_WAYS 4
#define CACHE_KEY 488
#define CACHE_BYTES ((size_t)32 * 1024)
struct cache_slot {
	uint32_t seq;			/* odd while it is written */
	int32_t owner;			/* pid of who writes it, 0 */
	uint32_t nkey, nbytes;
	uint64_t at_us;			/* monotonic: when its reading began */
	uint32_t epoch;
	uint32_t asked;			/* how often it was read; a hint, not exact */
	char key[CACHE_KEY];
	char bytes[CACHE_BYTES];
};

struct shared {
	int64_t clock_offset;
	int64_t started;		/* UTC seconds */
	uint32_t epoch;			/* cached pages of an older one are not used */
	uint32_t writer_ready;
	uint64_t counter[N_COUNTERS];
	uint32_t connections[SHARED_WORKERS];
	struct route_count route[SHARED_ROUTES];
	int32_t limit_lock;
	int32_t pids[SHARED_WORKERS];	/* running children, for tests and metrics */
	uint8_t kinds[SHARED_WORKERS];	/* enum role_process of each */
	struct limit_entry limit[LIMIT_SETS][LIMIT_WAYS];
	struct cache_slot cache[CACHE_SETS][CACHE_WAYS];
};

/* Zeroed; NULL without memory. Pages that are never touched cost nothing. */
struct shared *shared_new(void);

static inline void count_add(struct shared *s, enum counter c, uint64_t n)
{
	__atomic_fetch_add(&s->counter[c], n, __ATOMIC_RELAXED);
}

/* --- rate limits: a fixed window that begins with a key's first event --- */
enum err shared_limit(void *shared, const char *what, int64_t key, int max, int window, struct instant now) MUST_CHECK;
int shared_limit_count(void *shared, const char *what, int64_t key, int window, struct instant now);
void shared_limit_clear(void *shared, const char *what, int64_t key);

/* --- public pages: bytes under a key, for at most max_age_ms --- */
/* Of what moment a page is: taken before its data are read. */
struct page_mark { uint64_t at_us; uint32_t epoch; };
struct page_mark page_mark(const struct shared *s);
/* Whether nothing was forgotten since, and no more time has gone by. */
bool page_fresh(const struct shared *s, struct page_mark mark, uint64_t max_age_ms);
uint64_t page_age_ms(struct page_mark mark);
/* Copies the bytes into `a`. E_NOTFOUND: none that is fresh. */
enum err cache_get(struct shared *s, struct str key, uint64_t max_age_ms, struct arena *a, struct str *ret,
	struct page_mark *ret_mark) MUST_CHECK;
/* How often the last copy was read, fresh or not; 0 when there is none. */
uint32_t cache_asked(struct shared *s, struct str key);
/* Too long a key or body: not kept. */
void cache_put(struct shared *s, struct str key, struct str bytes, struct page_mark mark);
void cache_forget_all(struct shared *s);

#endif
