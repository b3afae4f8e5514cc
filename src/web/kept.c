/* A short list looked through by hash: a country has some thousand files, and one look costs microseconds. */
#include "web/kept.h"

#include <stdlib.h>
#include <string.h>

enum { ENTRIES_MAX = 8192 };

struct entry { char *p; size_t nname, nbytes; struct instant at; };	/* p: name, then bytes */
struct kept {
	size_t max, used, n;
	uint64_t hash[ENTRIES_MAX];
	struct entry entry[ENTRIES_MAX];
};

struct kept *kept_new(size_t max)
{
	struct kept *k = calloc(1, sizeof(*k));

	if (k)
		k->max = max;
	return k;
}

static size_t size_of(const struct entry *e)
{
	return e->nname + e->nbytes;
}

static void forget(struct kept *k, size_t i)
{
	k->used -= size_of(&k->entry[i]);
	free(k->entry[i].p);
	k->n--;
	k->entry[i] = k->entry[k->n];
	k->hash[i] = k->hash[k->n];
}

void kept_free(struct kept *k)
{
	while (k && k->n)
		forget(k, k->n - 1);
	free(k);
}

static size_t find(const struct kept *k, struct str name)
{
	uint64_t hash = str_hash(name);
	size_t i = 0;

	while (i < k->n && (k->hash[i] != hash || !str_eq((struct str){ k->entry[i].p, k->entry[i].nname }, name)))
		i++;
	return i;
}

enum err kept_get(const struct kept *k, struct str name, struct instant now, int seconds, struct str *ret, struct instant *ret_at)
{
	size_t i = find(k, name);
	const struct entry *e = &k->entry[i];

	if (i == k->n || (seconds && (e->at.v > now.v || now.v - e->at.v >= seconds)))
		return E_NOTFOUND;
	*ret = (struct str){ e->p + e->nname, e->nbytes };
	*ret_at = e->at;
	return OK;
}

static void forget_oldest(struct kept *k)
{
	size_t oldest = 0;

	for (size_t i = 1; i < k->n; i++)
		if (k->entry[i].at.v < k->entry[oldest].at.v)
			oldest = i;
	forget(k, oldest);
}

void kept_put(struct kept *k, struct str name, struct str bytes, struct instant at)
{
	struct entry e = { .nname = name.n, .nbytes = bytes.n, .at = at };
	size_t i = find(k, name);

	if (i < k->n)
		forget(k, i);
	if (size_of(&e) > k->max / 4)
		return;
	while (k->n && (k->n == ENTRIES_MAX || k->used + size_of(&e) > k->max))
		forget_oldest(k);
	e.p = malloc(size_of(&e) + 1);
	if (!e.p)
		return;
	memcpy(e.p, name.p, name.n);
	memcpy(e.p + name.n, bytes.p, bytes.n);
	k->used += size_of(&e);
	k->hash[k->n] = str_hash(name);
	k->entry[k->n++] = e;
}
