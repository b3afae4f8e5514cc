/*
 * Places of an opening that are kept for those who book online, at the desk, or in a health centre.
 *
 * A share is how many visits of one occurrence (an opening on one day) a group may take, and as many
 * are kept for it. What nobody took flows into one pool, open to all, `release_min` minutes before
 * the occurrence begins. Until then a group without a share takes what is not kept for others.
 * Must not know: the clock, channels by name, the database. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_QUOTA_H
#define SCHEDULES_RULES_QUOTA_H

#include "base/str.h"

/* Who takes a place. NOBODY: outside the rule, counted for no share and bound by none. */
enum quota_group { QUOTA_NOBODY, QUOTA_ONLINE, QUOTA_DESK, QUOTA_CENTRE, QUOTA_GROUPS };

struct quota {
	bool is;			/* false: no shares at all, nothing below is read */
	int32_t share[QUOTA_GROUPS];	/* < 0: none is stated; [QUOTA_NOBODY] is not read */
	int32_t release_min;		/* before the beginning of the occurrence, ≥ 0 */
};
enum { QUOTA_MAX = 1000, QUOTA_RELEASE_MAX = 366 * 1440 };

/* Shares within 0 … QUOTA_MAX and at least one of them, a release within QUOTA_RELEASE_MAX. */
bool quota_valid(const struct quota *q);
bool quota_eq(const struct quota *x, const struct quota *y);
/* From which local minute on all is one pool. start: of the occurrence, local minutes. */
static inline int64_t quota_release(const struct quota *q, int64_t start)
{
	return start - q->release_min;
}
/* How many visits more a group may take of an occurrence. taken: by group; left: how many visits
 * still fit. Never more than left, never below 0. */
int32_t quota_left(const struct quota *q, enum quota_group g, const int32_t taken[QUOTA_GROUPS],
	int32_t left, bool released);

#endif
