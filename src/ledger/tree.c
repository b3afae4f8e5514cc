/* The tree of RFC 9162. See tree.h. */
#include "ledger/tree.h"

#include <sodium.h>
#include <string.h>

struct hash tree_leaf(struct str entry)
{
	crypto_hash_sha256_state s;
	struct hash h;

	crypto_hash_sha256_init(&s);
	crypto_hash_sha256_update(&s, (const unsigned char *)"\0", 1);
	crypto_hash_sha256_update(&s, (const unsigned char *)entry.p, entry.n);
	crypto_hash_sha256_final(&s, h.v);
	return h;
}

struct hash tree_node(const struct hash *left, const struct hash *right)
{
	unsigned char both[65] = { 1 };
	struct hash h;

	memcpy(both + 1, left->v, sizeof(left->v));
	memcpy(both + 33, right->v, sizeof(right->v));
	crypto_hash_sha256(h.v, both, sizeof(both));
	return h;
}

struct hash tree_empty(void)
{
	struct hash h;

	crypto_hash_sha256(h.v, (const unsigned char *)"", 0);
	return h;
}

bool hash_eq(const struct hash *x, const struct hash *y)
{
	return memcmp(x->v, y->v, sizeof(x->v)) == 0;
}

/* The largest power of two below n (n > 1). */
static int64_t split(int64_t n)
{
	return (int64_t)1 << (63 - __builtin_clzll((unsigned long long)n - 1));
}

/* The hash of leaves [start, start + n), n > 0: its complete subtrees from the right. start is a multiple of
 * the largest of them, as it is of every range that a tree is split into. */
static enum err range_hash(const struct tree_source *from, int64_t start, int64_t n, struct hash *ret)
{
	int64_t end = start + n;
	struct hash all, one;
	bool some = false;

	while (end > start) {
		int level = __builtin_ctzll((unsigned long long)(end - start));

		end -= (int64_t)1 << level;
		TRY(from->hash(from->arg, level, end >> level, &one));
		all = some ? tree_node(&one, &all) : one;
		some = true;
	}
	*ret = all;
	return OK;
}

enum err tree_root(const struct tree_source *from, int64_t size, struct hash *ret)
{
	if (size > 0)
		return range_hash(from, 0, size, ret);
	*ret = tree_empty();
	return size ? E_INPUT : OK;
}

/* What was collected from the root down, lowest first. */
static struct hashes upwards(struct arena *a, const struct hash *v, size_t n)
{
	struct hashes out = { ARENA_ARRAY(a, struct hash, n + 1), n };

	for (size_t i = 0; i < n; i++)
		out.v[i] = v[n - 1 - i];
	return out;
}

enum err tree_inclusion(const struct tree_source *from, struct arena *a, int64_t index, int64_t size,
	struct hashes *ret)
{
	struct hash down[TREE_LEVELS + 1];
	int64_t start = 0, n = size;
	size_t got = 0;

	if (index < 0 || index >= size)
		return E_INPUT;
	while (n > 1) {
		int64_t k = split(n);

		if (index - start < k) {
			TRY(range_hash(from, start + k, n - k, &down[got++]));
			n = k;
		} else {
			TRY(range_hash(from, start, k, &down[got++]));
			start += k;
			n -= k;
		}
	}
	*ret = upwards(a, down, got);
	return OK;
}

enum err tree_consistency(const struct tree_source *from, struct arena *a, int64_t old, int64_t size,
	struct hashes *ret)
{
	struct hash down[TREE_LEVELS + 2];
	int64_t start = 0, n = size, m = old;
	bool known = true;		/* the subtree is that of the old root, which the asker has */
	size_t got = 0;

	if (old < 0 || old > size)
		return E_INPUT;
	while (m > 0 && m < n) {
		int64_t k = split(n);

		if (m <= k) {
			TRY(range_hash(from, start + k, n - k, &down[got++]));
			n = k;
		} else {
			TRY(range_hash(from, start, k, &down[got++]));
			start += k;
			n -= k;
			m -= k;
			known = false;
		}
	}
	if (!known)
		TRY(range_hash(from, start, n, &down[got++]));
	*ret = upwards(a, down, got);
	return OK;
}

/* Up to where fn is a right child, or the left edge. */
static void climb(uint64_t *fn, uint64_t *sn)
{
	while (!(*fn & 1) && *fn) {
		*fn >>= 1;
		*sn >>= 1;
	}
}

bool tree_included(const struct hash *leaf, int64_t index, int64_t size, const struct hashes *proof,
	const struct hash *root)
{
	uint64_t fn = (uint64_t)index, sn = (uint64_t)size - 1;
	struct hash r = *leaf;

	if (index < 0 || index >= size)
		return false;
	for (size_t i = 0; i < proof->n; i++) {
		if (!sn)
			return false;
		if ((fn & 1) || fn == sn) {
			r = tree_node(&proof->v[i], &r);
			climb(&fn, &sn);
		} else {
			r = tree_node(&r, &proof->v[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return !sn && hash_eq(&r, root);
}

/* --- growing --- */

void tree_edge_add(struct tree_edge *t, const struct hash *leaf)
{
	struct hash h = *leaf;
	int k = 0;

	for (; t->size >> k & 1; k++)
		h = tree_node(&t->peak[k], &h);
	t->peak[k] = h;
	t->size++;
}

struct hash tree_edge_root(const struct tree_edge *t)
{
	struct hash root = tree_empty();
	bool some = false;

	for (int k = 0; k < TREE_LEVELS; k++) {
		if (!(t->size >> k & 1))
			continue;
		root = some ? tree_node(&t->peak[k], &root) : t->peak[k];
		some = true;
	}
	return root;
}

/* Both sizes are positive and old is the smaller one. */
static bool grew(int64_t old, int64_t size, const struct hash *old_root, const struct hash *root,
	const struct hashes *proof)
{
	uint64_t fn = (uint64_t)old - 1, sn = (uint64_t)size - 1;
	bool whole = (old & (old - 1)) == 0;	/* then the proof leaves the old root itself out */
	size_t i = whole ? 0 : 1;

	if (!proof->n)
		return false;
	struct hash fr = whole ? *old_root : proof->v[0], sr = fr;

	for (; fn & 1; fn >>= 1)
		sn >>= 1;
	for (; i < proof->n; i++) {
		if (!sn)
			return false;
		if ((fn & 1) || fn == sn) {
			fr = tree_node(&proof->v[i], &fr);
			sr = tree_node(&proof->v[i], &sr);
			for (; !(fn & 1) && fn; fn >>= 1)
				sn >>= 1;
		} else {
			sr = tree_node(&sr, &proof->v[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return !sn && hash_eq(&fr, old_root) && hash_eq(&sr, root);
}

bool tree_consistent(int64_t old, int64_t size, const struct hash *old_root, const struct hash *root,
	const struct hashes *proof)
{
	struct hash none = tree_empty();

	if (old < 0 || old > size)
		return false;
	if (old == size)
		return !proof->n && hash_eq(old_root, root);
	if (!old)
		return !proof->n && hash_eq(old_root, &none);
	return grew(old, size, old_root, root, proof);
}
