/* Shares of an opening. See quota.h. */
#include "areas/schedules/rules/quota.h"

bool quota_valid(const struct quota *q)
{
	bool some = false;

	for (int g = QUOTA_NOBODY + 1; g < QUOTA_GROUPS; g++) {
		if (q->share[g] > QUOTA_MAX)
			return false;
		some = some || q->share[g] >= 0;
	}
	return some && q->release_min >= 0 && q->release_min <= QUOTA_RELEASE_MAX;
}

bool quota_eq(const struct quota *x, const struct quota *y)
{
	if (!x->is || !y->is)
		return x->is == y->is;
	for (int g = QUOTA_NOBODY + 1; g < QUOTA_GROUPS; g++)
		if (x->share[g] != y->share[g] && (x->share[g] >= 0 || y->share[g] >= 0))
			return false;
	return x->release_min == y->release_min;
}

/* What is kept for a group and not taken yet. */
static int32_t unmet(const struct quota *q, int g, const int32_t taken[QUOTA_GROUPS])
{
	return q->share[g] > taken[g] ? q->share[g] - taken[g] : 0;
}

int32_t quota_left(const struct quota *q, enum quota_group g, const int32_t taken[QUOTA_GROUPS],
	int32_t left, bool released)
{
	int64_t n = left;

	if (!q->is || released || g == QUOTA_NOBODY)
		return left;
	if (q->share[g] >= 0)
		return unmet(q, (int)g, taken) < left ? unmet(q, (int)g, taken) : left;
	for (int other = QUOTA_NOBODY + 1; other < QUOTA_GROUPS; other++)
		n -= unmet(q, other, taken);
	return n > 0 ? (int32_t)n : 0;
}
