/*
 * A care series: on which days repeat visits are wished, and which free starts serve them.
 *
 * The wish of visit k is k steps after the first: the same weekday and hour for weeks; for months
 * the same weekday of the month (the second Tuesday; a fifth one is the month's last). A start
 * serves a wish when it is at most `days` and `minutes` away (days: never more than
 * series_reach). Windows of two visits never meet
 * (series_reach), so visits keep their order and one start never serves two.
 * Must not know: clocks, zones, the database. Allocates nothing.
 */
#ifndef SERIES_RULES_PLAN_H
#define SERIES_RULES_PLAN_H

#include "base/err.h"
#include "base/time.h"

enum series_unit { SERIES_DAYS, SERIES_WEEKS, SERIES_MONTHS };
enum { SERIES_MAX = 30, SERIES_REACH = 7, SERIES_NEAR = 3 };

struct series_rule {
	struct local first;		/* visit 0 */
	enum series_unit unit;
	int32_t every;			/* 1 … 90 days, 26 weeks, 12 months */
	int32_t count;			/* 2 … SERIES_MAX, the first included */
	int32_t days, minutes;		/* how far from the wish a visit may lie */
};
/* E_INPUT: a number out of range. */
enum err series_rule_valid(const struct series_rule *r) MUST_CHECK;
/* How far from a wish, in days, its free starts are looked for: less than half a step. */
int32_t series_reach(const struct series_rule *r);
/* Day and hour that visit k is wished at. */
struct local series_wish(const struct series_rule *r, int32_t k);

/* other: not of the agenda that is preferred. */
struct series_start { int64_t at, schedule; bool other; };
struct series_found {
	struct local wish;
	bool found, exact;		/* a start serves it; at the very hour of the very day */
	struct series_start start;	/* when found */
	/* The nearest others of the window, nearest first; when nothing serves, these are left. */
	struct series_start near[SERIES_NEAR];
	int32_t nnear;
};
/* What serves visit k among free starts (in any order; those out of its window do not count). */
void series_find(const struct series_rule *r, int32_t k, const struct series_start *starts, size_t n,
	struct series_found *ret);

#endif
