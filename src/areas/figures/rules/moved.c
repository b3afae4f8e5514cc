/* Who can be moved in a cube of tables. See moved.h. */
#include "areas/figures/rules/moved.h"

enum { NONE = -1 };

static int64_t sum_of(const struct hide_cube *c, uint32_t mask, int u, int p)
{
	int64_t sum = 0;

	for (; mask; mask &= mask - 1)
		sum += cube_value(c, __builtin_ctz(mask), u, p);
	return sum;
}

static int bits(uint32_t x)
{
	int n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
}

/* With a step of the measures of `kind`: those of which one more on the way would mend the first rule that breaks; 0: none does. */
static uint32_t missing_in(const struct hide_cube *c, uint32_t kind, const struct step *s)
{
	for (int i = 0; i < c->rules; i++) {
		const struct hide_rule *r = &c->rule[i];
		uint32_t less = r->less & kind, more = r->more & kind;

		if (!(s->by > 0 ? less : more))
			continue;	/* of most rules nothing is moved */
		int by = s->by * (bits(less) - bits(more));

		if (by > 0 && sum_of(c, r->less, s->u, s->p) + by > sum_of(c, r->more, s->u, s->p))
			return s->by > 0 ? r->more : r->less;
	}
	return 0;
}

uint32_t moved_missing(const struct hide_cube *c, uint32_t kind, const struct steps *s)
{
	uint32_t m = 0;

	for (int i = 0; i < s->n && !m; i++)
		m = missing_in(c, kind, &s->v[i]);
	return m;
}

/* How many there are of a measure at least wherever one is taken. */
static int64_t least_taken(const struct hide_cube *c, int m, const struct steps *s)
{
	int64_t least = INT64_MAX;

	for (int i = 0; i < s->n; i++)
		if (s->v[i].by < 0 && cube_value(c, m, s->v[i].u, s->v[i].p) < least)
			least = cube_value(c, m, s->v[i].u, s->v[i].p);
	return least;
}

bool moved_has_all(const struct hide_cube *c, uint32_t kind, const struct steps *s)
{
	for (; kind; kind &= kind - 1)
		if (least_taken(c, __builtin_ctz(kind), s) <= 0)
			return false;
	return true;
}

uint32_t moved_kind(const struct hide_cube *c, int m, const struct steps *s)
{
	uint32_t kind = 1u << m, more;

	while (moved_has_all(c, kind, s)) {
		int best = NONE;

		if (!(more = moved_missing(c, kind, s)))
			return kind;
		for (more &= c->measure[m].with & ~kind; more; more &= more - 1) {
			int k = __builtin_ctz(more);

			if (best == NONE || least_taken(c, k, s) > least_taken(c, best, s))
				best = k;
		}
		if (best == NONE)
			return 0;
		kind |= 1u << best;
	}
	return 0;
}

bool moved_nobody(const struct hide_cube *c, int m, int u, int p, int by)
{
	uint32_t with = c->measure[m].with;

	if (by < 0 && cube_value(c, m, u, p) <= 0)
		return true;
	for (int i = 0; i < c->rules; i++) {
		const struct hide_rule *r = &c->rule[i];
		uint32_t moved = by > 0 ? r->less : r->more, mends = by > 0 ? r->more : r->less;

		if (moved >> m & 1 && !(mends & with) && sum_of(c, r->less, u, p) + 1 > sum_of(c, r->more, u, p))
			return true;
	}
	return false;
}
