/* A branch in the order of its reader's language. */
#include "areas/organizations/inner.h"

#include "base/utf8.h"

#define NONE ((size_t)-1)
#define DEPTH_MAX 16

/* By nodes: the node above, the first below, the next below the same. */
struct links { size_t *up, *first, *next, top; };

/* Nodes come in the order of the tree: above each stands the last one that is less deep. */
static void find_parents(const int32_t *depth, size_t n, struct links *k)
{
	size_t last[DEPTH_MAX];

	for (int d = 0; d < DEPTH_MAX; d++)
		last[d] = NONE;
	for (size_t i = 0; i < n; i++) {
		int d = depth[i] < DEPTH_MAX ? (int)depth[i] : DEPTH_MAX - 1;

		k->up[i] = NONE;
		for (int up = d; up-- > 0 && k->up[i] == NONE;)
			k->up[i] = last[up];
		last[d] = i;
		while (++d < DEPTH_MAX)
			last[d] = NONE;
	}
}

static struct links link_nodes(struct arena *a, const int32_t *depth, size_t n, const size_t *order)
{
	struct links k = { ARENA_ARRAY(a, size_t, n + 1), ARENA_ARRAY(a, size_t, n + 1),
		ARENA_ARRAY(a, size_t, n + 1), NONE };

	find_parents(depth, n, &k);
	for (size_t i = 0; i < n; i++)
		k.first[i] = NONE;
	for (size_t j = n; j-- > 0;) {	/* put before the others: from the last name */
		size_t i = order[j], *head = k.up[i] == NONE ? &k.top : &k.first[k.up[i]];

		k.next[i] = *head;
		*head = i;
	}
	return k;
}

static size_t following(const struct links *k, size_t i)
{
	if (k->first[i] != NONE)
		return k->first[i];
	while (i != NONE && k->next[i] == NONE)
		i = k->up[i];
	return i == NONE ? NONE : k->next[i];
}

const size_t *organization_tree_order(
	struct arena *a, enum lang l, const int32_t *depth, const struct str *names, size_t n)
{
	struct links k = link_nodes(a, depth, n, utf8_order(a, lang_code(l), names, n));
	size_t *order = ARENA_ARRAY(a, size_t, n + 1), at = 0;

	for (size_t i = k.top; i != NONE; i = following(&k, i))
		order[at++] = i;
	return order;
}

enum err organization_branch_in(struct db *db, struct arena *a, enum lang l, int64_t lo, int64_t hi,
	struct organization_branch_rows *ret)
{
	struct organization_branch_rows rows;
	struct str *names;
	int32_t *depth;
	const size_t *order;

	TRY(organization_branch(db, a, lo, hi, &rows));
	names = ARENA_ARRAY(a, struct str, rows.n + 1);
	depth = ARENA_ARRAY(a, int32_t, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		depth[i] = rows.v[i].depth;
		names[i] = organization_name(
			l, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en);
	}
	order = organization_tree_order(a, l, depth, names, rows.n);
	ret->n = rows.n;
	ret->v = ARENA_ARRAY(a, struct organization_branch_row, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = rows.v[order[i]];
	return OK;
}
