/* See rehome.h. */
#include "areas/desk/rules/rehome.h"

enum { ANY_DAY = 2 * 1440 };	/* more than two times of one day are apart */

static int32_t apart(int32_t a, int32_t b)
{
	return a > b ? a - b : b - a;
}

static bool same(const struct spot *lost, const struct spot *to)
{
	return lost->practitioner ? lost->practitioner == to->practitioner
		: lost->schedule == to->schedule;
}

bool rehome_changes_practitioner(const struct spot *lost, const struct spot *to)
{
	return lost->practitioner && lost->practitioner != to->practitioner;
}

/* How well a time fits a kind of proposal: the less the better; INT64_MAX: not at all. */
static int64_t unfit(const struct spot *lost, const struct spot *to, enum rehome why)
{
	int64_t soon = (int64_t)to->day * 1440 + to->min;

	switch (why) {
	case REHOME_SAME:
		return same(lost, to) ? soon : INT64_MAX;
	case REHOME_SUBSTITUTE:
		if (same(lost, to) || (to->location != lost->location && !to->named) || to->day != lost->day)
			return INT64_MAX;
		return (to->named ? 0 : ANY_DAY) + (int64_t)apart(to->min, lost->min) * 2 + (to->min > lost->min);
	case REHOME_ELSEWHERE:
		return to->location != lost->location && !same(lost, to) ? soon : INT64_MAX;
	case REHOME_BESIDE:
		return INT64_MAX;
	case REHOME_OTHER:
		return ((int64_t)apart(to->day, lost->day) * 2 + !same(lost, to)) * 1440
			+ apart(to->min, lost->min);
	}
	return INT64_MAX;
}

static bool used(const struct spot *v, const struct proposal *p, size_t n, const struct spot *to)
{
	for (size_t i = 0; i < n; i++) {
		const struct spot *x = &v[p[i].of];

		if (x->schedule == to->schedule && x->day == to->day && x->min == to->min)
			return true;
	}
	return false;
}

/* The best time of one kind, as ret[found]; false: there is none. */
static bool best_of(const struct spot *lost, const struct spot *v, size_t n, const bool *taken,
	enum rehome why, struct proposal *ret, size_t found)
{
	int64_t best = INT64_MAX;

	for (size_t i = 0; i < n; i++) {
		int64_t u = unfit(lost, &v[i], why);

		if (u >= best || taken[i] || used(v, ret, found, &v[i]))
			continue;
		best = u;
		ret[found] = (struct proposal){ i, why };
	}
	return best < INT64_MAX;
}

size_t rehome_rank(const struct spot *lost, const struct spot *v, size_t n, const bool *taken,
	struct proposal ret[REHOME_MAX])
{
	static const enum rehome order[] = { REHOME_SAME, REHOME_SUBSTITUTE, REHOME_ELSEWHERE,
		REHOME_OTHER, REHOME_OTHER, REHOME_OTHER };
	size_t found = 0;

	for (size_t k = 0; k < sizeof(order) / sizeof(order[0]) && found < REHOME_MAX; k++)
		found += best_of(lost, v, n, taken, order[k], ret, found);
	return found;
}
