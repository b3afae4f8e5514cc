/* Shared memory: creation, counters' names, rate limits. */
#include "web/shared.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>

const char *counter_name(enum counter c)
{
	static const char *const names[N_COUNTERS] = {
		[N_REQUESTS] = "requests", [N_2XX] = "answers_2xx", [N_3XX] = "answers_3xx",
		[N_4XX] = "answers_4xx", [N_5XX] = "answers_5xx",
		[N_CACHE_HIT] = "cache_hits", [N_CACHE_MISS] = "cache_misses",
		[N_TICKS] = "ticks", [N_TICK_REQUESTS] = "tick_requests",
		[N_TICK_US] = "tick_microseconds", [N_TICK_STATEMENTS] = "tick_statements",
		[N_TICK_FAILED] = "ticks_failed",
		[N_TICK_AGAIN] = "ticks_repeated", [N_HELPER] = "helper_requests",
		[N_RESTARTS] = "restarts", [N_JOB_RUNS] = "job_runs", [N_JOB_FAILURES] = "job_failures",
		[N_LIMITED] = "rate_limited", [N_PAGES_MADE] = "pages_made", [N_PAGES_LATE] = "pages_late",
	};

	return names[c];
}

const char *process_name(enum role_process p)
{
	static const char *const names[P_MAX] = { "worker", "writer", "helper", "pages", "jobs", "sealer", "data", "jobs_apart" };

	return names[p];
}

struct shared *shared_new(void)
{
	void *p = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

/* Held for some hundred nanoseconds; taken over from a process that died with it. */
static void lock(int32_t *word)
{
	int32_t me = getpid(), holder = 0;
	unsigned spins = 0;

	while (!__atomic_compare_exchange_n(word, &holder, me, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
		if (++spins % 64 == 0)
			sched_yield();
		if (spins < 1000 || kill(holder, 0) == 0 || errno != ESRCH)
			holder = 0;
		/* else: expects the dead holder's number and takes it over */
	}
}

static void unlock(int32_t *word)
{
	__atomic_store_n(word, 0, __ATOMIC_RELEASE);
}

static uint64_t limit_key(const char *what, int64_t key)
{
	uint64_t h = str_hash(str_of(what)) ^ (uint64_t)key * 0x9e3779b97f4a7c15u;

	h ^= h >> 29;
	h *= 0xbf58476d1ce4e5b9u;
	h ^= h >> 32;
	return h ? h : 1;
}

/* The key's entry; else, when wanted, a free one or that whose window began first. */
static struct limit_entry *limit_find(struct shared *s, uint64_t key, bool make)
{
	struct limit_entry *set = s->limit[key % LIMIT_SETS], *oldest = set;

	for (int i = 0; i < LIMIT_WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (set[i].key == 0 || (oldest->key && set[i].start < oldest->start))
			oldest = &set[i];
	}
	if (!make)
		return NULL;
	*oldest = (struct limit_entry){ .key = key, .start = INT64_MIN };
	return oldest;
}

static bool in_window(const struct limit_entry *e, int window, struct instant now)
{
	return e->start != INT64_MIN && now.v >= e->start && now.v - e->start < window;
}

enum err shared_limit(void *shared, const char *what, int64_t key, int max, int window, struct instant now)
{
	struct shared *s = shared;
	struct limit_entry *e;
	bool over;

	lock(&s->limit_lock);
	e = limit_find(s, limit_key(what, key), true);
	if (!in_window(e, window, now)) {
		e->start = now.v;
		e->count = 0;
	}
	over = (int64_t)e->count >= max;
	if (!over)
		e->count++;
	unlock(&s->limit_lock);
	if (over)
		count_add(s, N_LIMITED, 1);
	return over ? E_LIMIT : OK;
}

int shared_limit_count(void *shared, const char *what, int64_t key, int window, struct instant now)
{
	struct shared *s = shared;
	struct limit_entry *e;
	int n;

	lock(&s->limit_lock);
	e = limit_find(s, limit_key(what, key), false);
	n = e && in_window(e, window, now) ? (int)e->count : 0;
	unlock(&s->limit_lock);
	return n;
}

void shared_limit_clear(void *shared, const char *what, int64_t key)
{
	struct shared *s = shared;
	struct limit_entry *e;

	lock(&s->limit_lock);
	e = limit_find(s, limit_key(what, key), false);
	if (e)
		*e = (struct limit_entry){ 0 };
	unlock(&s->limit_lock);
}
