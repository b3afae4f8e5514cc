/* A branch in the order of its reader's language. */
#include "areas/organizations/inner.h"

#include "base/utf8.h"

#define NONE ((size_t)-1)
#define DEPTH_MAX 16

/* By rows: the node above, the first below, the next below the same. */
struct links { size_t *up, *first, *next, top; };

/* Rows come in the order of the tree: above each stands the last one that is less deep. */
static void find_parents(const struct organization_branch_rows *rows, struct links *k)
{
	size_t last[DEPTH_MAX];

	for (int d = 0; d < DEPTH_MAX; d++)
		last[d] = NONE;
	for (size_t i = 0; i < rows->n; i++) {
		int d = rows->v[i].depth < DEPTH_MAX ? (int)rows->v[i].depth : DEPTH_MAX - 1;

		k->up[i] = d > 0 ? last[d - 1] : NONE;
		last[d] = i;
	}
}

static struct links link_rows(
	struct arena *a, const struct organization_branch_rows *rows, const size_t *order)
{
	struct links k = { ARENA_ARRAY(a, size_t, rows->n + 1), ARENA_ARRAY(a, size_t, rows->n + 1),
		ARENA_ARRAY(a, size_t, rows->n + 1), NONE };

	find_parents(rows, &k);
	for (size_t i = 0; i < rows->n; i++)
		k.first[i] = NONE;
	for (size_t j = rows->n; j-- > 0;) {	/* put before the others: from the last name */
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

enum err organization_branch_in(struct db *db, struct arena *a, enum lang l, int64_t lo, int64_t hi,
	struct organization_branch_rows *ret)
{
	struct organization_branch_rows rows;
	struct str *names;
	struct links k;
	size_t n = 0;

	TRY(organization_branch(db, a, lo, hi, &rows));
	names = ARENA_ARRAY(a, struct str, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		names[i] = organization_name(
			l, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en);
	k = link_rows(a, &rows, utf8_order(a, lang_code(l), names, rows.n));
	ret->v = ARENA_ARRAY(a, struct organization_branch_row, rows.n + 1);
	for (size_t i = k.top; i != NONE; i = following(&k, i))
		ret->v[n++] = rows.v[i];
	ret->n = n;
	return OK;
}
