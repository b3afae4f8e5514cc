/*
 * The Merkle tree of RFC 9162, section 2.1, over SHA-256: hashes, and proofs from hashes that
 * somebody keeps in tiles.
 *
 * Leaf: SHA-256(0x00 ‖ entry). Node: SHA-256(0x01 ‖ left ‖ right). A tree of n leaves is split at
 * the largest power of two below n. A complete subtree of 2^level leaves has one hash, named by its
 * level and its number; everything else is put together from those.
 * Must not know: the database, what an entry says.
 */
#ifndef LEDGER_TREE_H
#define LEDGER_TREE_H

#include "base/arena.h"
#include "base/err.h"

enum { TREE_LEVELS = 63 };
struct hash { unsigned char v[32]; };
struct hashes { struct hash *v; size_t n; };

struct hash tree_leaf(struct str entry);
struct hash tree_node(const struct hash *left, const struct hash *right);
struct hash tree_empty(void);			/* of no leaves: SHA-256 of nothing */
bool hash_eq(const struct hash *x, const struct hash *y);

/* The tree as it grows at its right edge: complete subtrees, the one of 2^k leaves where bit k of size is set. */
struct tree_edge { int64_t size; struct hash peak[TREE_LEVELS]; };
void tree_edge_add(struct tree_edge *t, const struct hash *leaf);
struct hash tree_edge_root(const struct tree_edge *t);

/* Where the hash of a complete subtree is: leaves [n << level, (n + 1) << level). */
struct tree_source {
	enum err (*hash)(void *arg, int level, int64_t n, struct hash *ret);
	void *arg;
};
/* The root of the first `size` leaves. */
enum err tree_root(const struct tree_source *from, int64_t size, struct hash *ret) MUST_CHECK;
/* From leaf `index` to that root, lowest first. E_INPUT: not 0 ≤ index < size. */
enum err tree_inclusion(const struct tree_source *from, struct arena *a, int64_t index, int64_t size,
	struct hashes *ret) MUST_CHECK;
/* That the tree of `old` leaves is the beginning of that of `size`. Empty for old 0 and old == size.
 * E_INPUT: not 0 ≤ old ≤ size. */
enum err tree_consistency(const struct tree_source *from, struct arena *a, int64_t old, int64_t size,
	struct hashes *ret) MUST_CHECK;

/* Whether a proof says what it should (RFC 9162, 2.1.3.2). */
bool tree_included(const struct hash *leaf, int64_t index, int64_t size, const struct hashes *proof,
	const struct hash *root);
/* Whether a proof shows that the tree of `old` leaves is the beginning of that of `size` (RFC 9162, 2.1.4.2). */
bool tree_consistent(int64_t old, int64_t size, const struct hash *old_root, const struct hash *root,
	const struct hashes *proof);

#endif
