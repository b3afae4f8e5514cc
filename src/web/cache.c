/*
 * The cache of public pages, in shared memory. Readers never wait: each slot has a sequence
 * number that is odd while it is written, and a reader that sees it change has no hit.
 */
#include "web/shared.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static struct cache_slot *set_of(struct shared *s, struct str key)
{
	uint64_t h = str_hash(key);

	return s->cache[(h ^ h >> 32) % CACHE_SETS];
}

static bool has_key(const struct cache_slot *c, struct str key)
{
	return c->nkey == key.n && !memcmp(c->key, key.p, key.n);
}

struct page_mark page_mark(const struct shared *s)
{
	return (struct page_mark){ clock_ticks_us(), __atomic_load_n(&s->epoch, __ATOMIC_ACQUIRE) };
}

uint64_t page_age_ms(struct page_mark mark)
{
	uint64_t now = clock_ticks_us();

	return now > mark.at_us ? (now - mark.at_us) / 1000 : 0;
}

bool page_fresh(const struct shared *s, struct page_mark mark, uint64_t max_age_ms)
{
	return mark.epoch == __atomic_load_n(&s->epoch, __ATOMIC_ACQUIRE) && page_age_ms(mark) < max_age_ms;
}

/* Copies a slot if it holds key, is fresh, and did not change meanwhile. */
static bool copy_slot(const struct shared *s, struct cache_slot *c, struct str key, uint64_t max_age_ms,
	struct arena *a, struct str *ret, struct page_mark *ret_mark)
{
	uint32_t seq = __atomic_load_n(&c->seq, __ATOMIC_ACQUIRE);
	struct page_mark mark = { c->at_us, c->epoch };
	uint32_t n = c->nbytes;
	char *to;

	if (seq % 2 || !has_key(c, key) || n > CACHE_BYTES || !page_fresh(s, mark, max_age_ms))
		return false;
	to = arena_alloc(a, n + 1, 1);
	memcpy(to, c->bytes, n);
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	if (__atomic_load_n(&c->seq, __ATOMIC_RELAXED) != seq)
		return false;
	__atomic_fetch_add(&c->asked, 1, __ATOMIC_RELAXED);
	*ret = (struct str){ to, n };
	*ret_mark = mark;
	return true;
}

enum err cache_get(struct shared *s, struct str key, uint64_t max_age_ms, struct arena *a, struct str *ret,
	struct page_mark *ret_mark)
{
	struct cache_slot *set = set_of(s, key);

	if (!max_age_ms || key.n > CACHE_KEY)
		return E_NOTFOUND;
	for (int i = 0; i < CACHE_WAYS; i++)
		if (copy_slot(s, &set[i], key, max_age_ms, a, ret, ret_mark))
			return OK;
	return E_NOTFOUND;
}

uint32_t cache_asked(struct shared *s, struct str key)
{
	struct cache_slot *set = set_of(s, key);

	for (int i = 0; i < CACHE_WAYS && key.n <= CACHE_KEY; i++)
		if (has_key(&set[i], key))
			return __atomic_load_n(&set[i].asked, __ATOMIC_RELAXED);
	return 0;
}

/* Only one process writes a slot; another one's attempt is given up, a dead one's taken over. */
static bool own(struct cache_slot *c)
{
	int32_t none = 0, me = getpid();

	if (__atomic_compare_exchange_n(&c->owner, &none, me, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return true;
	if (kill(none, 0) == 0 || errno != ESRCH)
		return false;
	return __atomic_compare_exchange_n(&c->owner, &none, me, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

void cache_put(struct shared *s, struct str key, struct str bytes, struct page_mark mark)
{
	struct cache_slot *set = set_of(s, key), *c = set;
	uint32_t seq;

	if (key.n > CACHE_KEY || bytes.n > CACHE_BYTES)
		return;
	for (int i = 0; i < CACHE_WAYS; i++) {
		if (has_key(&set[i], key)) {
			c = &set[i];
			break;
		}
		if (set[i].at_us < c->at_us)
			c = &set[i];
	}
	if (!own(c))
		return;
	seq = __atomic_load_n(&c->seq, __ATOMIC_RELAXED) | 1;	/* odd already if its writer died */
	__atomic_store_n(&c->seq, seq, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	c->nkey = (uint32_t)key.n;
	memcpy(c->key, key.p, key.n);
	c->nbytes = (uint32_t)bytes.n;
	memcpy(c->bytes, bytes.p, bytes.n);
	c->at_us = mark.at_us;
	c->epoch = mark.epoch;
	c->asked = 0;
	__atomic_store_n(&c->seq, seq + 1, __ATOMIC_RELEASE);
	__atomic_store_n(&c->owner, 0, __ATOMIC_RELEASE);
}

void cache_forget_all(struct shared *s)
{
	__atomic_fetch_add(&s->epoch, 1, __ATOMIC_ACQ_REL);
}
