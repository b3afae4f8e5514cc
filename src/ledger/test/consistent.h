/*
 * Whether a proof shows that one tree is the beginning of another (RFC 9162, 2.1.4.2): what a witness does, the program never.
 */
#ifndef LEDGER_TEST_CONSISTENT_H
#define LEDGER_TEST_CONSISTENT_H

#include "ledger/tree.h"

/* Both sizes are positive and old is the smaller one. */
static inline bool grew(int64_t old, int64_t size, const struct hash *old_root, const struct hash *root,
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

static inline bool tree_consistent(int64_t old, int64_t size, const struct hash *old_root, const struct hash *root,
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

#endif
