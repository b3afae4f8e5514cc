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

/* Copies a slot if it holds key, is fresh, and did not change meanwhile. */
static bool copy_slot(struct shared *s, struct cache_slot *c, struct str key, uint64_t oldest_us,
	struct arena *a, struct str *ret)
{
	uint32_t seq = __atomic_load_n(&c->seq, __ATOMIC_ACQUIRE);
	uint32_t n = c->nbytes;
	char *to;

	if (seq % 2 || !has_key(c, key) || c->at_us < oldest_us || n > CACHE_BYTES ||
	    c->epoch != __atomic_load_n(&s->epoch, __ATOMIC_ACQUIRE))
		return false;
	to = arena_alloc(a, n + 1, 1);
	memcpy(to, c->bytes, n);
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	if (__atomic_load_n(&c->seq, __ATOMIC_RELAXED) != seq)
		return false;
	*ret = (struct str){ to, n };
	return true;
}

enum err cache_get(struct shared *s, struct str key, uint64_t max_age_ms, struct arena *a, struct str *ret)
{
	struct cache_slot *set = set_of(s, key);
	uint64_t now = clock_ticks_us(), age = max_age_ms * 1000;

	if (!max_age_ms || key.n > CACHE_KEY)
		return E_NOTFOUND;
	for (int i = 0; i < CACHE_WAYS; i++)
		if (copy_slot(s, &set[i], key, now > age ? now - age : 0, a, ret))
			return OK;
	return E_NOTFOUND;
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

void cache_put(struct shared *s, struct str key, struct str bytes, uint64_t began_us)
{
	struct cache_slot *set = set_of(s, key), *c = set;
	uint32_t epoch = __atomic_load_n(&s->epoch, __ATOMIC_ACQUIRE), seq;

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
	c->at_us = began_us;
	c->epoch = epoch;
	__atomic_store_n(&c->seq, seq + 1, __ATOMIC_RELEASE);
	__atomic_store_n(&c->owner, 0, __ATOMIC_RELEASE);
}

void cache_forget_all(struct shared *s)
{
	__atomic_fetch_add(&s->epoch, 1, __ATOMIC_ACQ_REL);
}
