/* The tree against the definition of RFC 9162 written down as it stands, for all small sizes. */
#include "ledger/tree.h"

#include "crypto/crypto.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { MOST = 70 };

static struct hash leaf_of(int64_t i)
{
	unsigned char x[2] = { (unsigned char)(i >> 8), (unsigned char)i };

	return tree_leaf((struct str){ (const char *)x, sizeof(x) });
}

/* MTH of leaves [from, to), by its definition. */
static struct hash mth(int64_t from, int64_t to)
{
	int64_t k = 1;

	if (to - from == 1)
		return leaf_of(from);
	while (2 * k < to - from)
		k *= 2;
	struct hash l = mth(from, from + k), r = mth(from + k, to);

	return tree_node(&l, &r);
}

static enum err complete(void *arg, int level, int64_t n, struct hash *ret)
{
	assert_true(((n + 1) << level) <= *(int64_t *)arg);	/* nothing outside of the tree is asked for */
	*ret = mth(n << level, (n + 1) << level);
	return OK;
}

static void known_roots(void **st)
{
	struct arena *a = arena_new(1 << 20);
	struct hash e = tree_empty(), l = tree_leaf(S(""));

	(void)st;
	assert_string_equal(arena_cstr(a, hex_encode(a, (struct str){ (char *)e.v, 32 })),
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	/* the test vector of certificate-transparency's own tests */
	assert_string_equal(arena_cstr(a, hex_encode(a, (struct str){ (char *)l.v, 32 })),
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
	arena_free(a);
}

static void every_leaf_of_every_small_tree_is_proved(void **st)
{
	struct arena *a = arena_new(64 << 20);

	(void)st;
	for (int64_t size = 1; size <= MOST; size++) {
		struct tree_source from = { complete, &size };
		struct hash root, want = mth(0, size);

		assert_int_equal(tree_root(&from, size, &root), OK);
		assert_true(hash_eq(&root, &want));
		for (int64_t i = 0; i < size; i++) {
			struct hash leaf = leaf_of(i), other = leaf_of(i + 1);
			struct hashes proof;

			assert_int_equal(tree_inclusion(&from, a, i, size, &proof), OK);
			assert_true(tree_included(&leaf, i, size, &proof, &root));
			assert_false(tree_included(&other, i, size, &proof, &root));
			assert_false(tree_included(&leaf, i + 1, size, &proof, &root));
			assert_false(tree_included(&leaf, i, 2 * size + 1, &proof, &root));
			if (!proof.n)
				continue;
			proof.v[proof.n - 1].v[7] ^= 1;
			assert_false(tree_included(&leaf, i, size, &proof, &root));
			proof.v[proof.n - 1].v[7] ^= 1;
			proof.n--;
			assert_false(tree_included(&leaf, i, size, &proof, &root));
		}
		arena_reset(a);
	}
	arena_free(a);
}

static void every_small_tree_is_the_beginning_of_the_later_ones(void **st)
{
	struct arena *a = arena_new(64 << 20);

	(void)st;
	for (int64_t size = 1; size <= MOST; size++)
		for (int64_t old = 1; old <= size; old++) {
			struct tree_source from = { complete, &size };
			struct hash was = mth(0, old), is = mth(0, size), other = leaf_of(0x7777);
			struct hashes proof;

			assert_int_equal(tree_consistency(&from, a, old, size, &proof), OK);
			assert_true(tree_consistent(old, size, &was, &is, &proof));
			assert_false(tree_consistent(old, size, &other, &is, &proof));
			assert_false(tree_consistent(old, size, &was, &other, &proof));
			if (!proof.n)
				continue;
			proof.v[0].v[0] ^= 1;
			assert_false(tree_consistent(old, size, &was, &is, &proof));
			proof.v[0].v[0] ^= 1;
			proof.n--;
			assert_false(tree_consistent(old, size, &was, &is, &proof));
			arena_reset(a);
		}
	arena_free(a);
}

static void what_is_outside_is_refused(void **st)
{
	struct arena *a = arena_new(1 << 20);
	int64_t size = 5;
	struct tree_source from = { complete, &size };
	struct hashes p;

	(void)st;
	assert_int_equal(tree_inclusion(&from, a, 5, 5, &p), E_INPUT);
	assert_int_equal(tree_inclusion(&from, a, -1, 5, &p), E_INPUT);
	assert_int_equal(tree_consistency(&from, a, 6, 5, &p), E_INPUT);
	assert_int_equal(tree_consistency(&from, a, 0, 5, &p), OK);
	assert_int_equal(p.n, 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_roots),
		cmocka_unit_test(every_leaf_of_every_small_tree_is_proved),
		cmocka_unit_test(every_small_tree_is_the_beginning_of_the_later_ones),
		cmocka_unit_test(what_is_outside_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
