/*
 * Free starts of one opening interval: what is closed and what is taken is subtracted, and the
 * rest is cut into starts.
 *
 * Free ranges = interval − closed (absences, closures, skipped clock hours) − the times at which
 * `capacity` visits lie over each other. Two visits are apart by at least the minutes that
 * either asks for: the earlier one's buffer after, or the later one's buffer before, whichever is
 * longer. Buffers hold between visits only, they need no room at the ends of an interval.
 * Starts: every step from the start of each free range, never from now; start + duration ≤ end.
 * Must not know: the clock, zones, the database. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_SLOTS_H
#define SCHEDULES_RULES_SLOTS_H

#include "areas/schedules/rules/ranges.h"

struct slot_rule { int32_t duration, step, before, after; };	/* minutes; step ≥ 1 */
/* its own buffers, as copied on it; who: takes the place (quota.h), not read here */
struct visit { int64_t from, to; int32_t before, after, who, zone; };	/* zone: travel.h, not read here either */

struct free_ask {
	struct range open;
	int32_t capacity;			/* how many at once, ≥ 1 */
	const struct range *closed; size_t nclosed;
	const struct visit *visits; size_t nvisits;
	struct slot_rule rule;
};
/* Room that free_ranges needs. */
static inline size_t free_room(size_t nclosed, size_t nvisits) { return nclosed + 2 * nvisits + 2; }
/* work: free_room() ranges; out: nclosed + nvisits + 1 ranges. In order. */
size_t free_ranges(const struct free_ask *q, struct range *work, struct range *out);
/* Starts s of a free range with first ≤ s ≤ last; at most max are written, all are counted. */
size_t slot_starts(struct range room, const struct slot_rule *rule, int64_t first, int64_t last,
	int64_t *out, size_t max);
/* Places left at a start that lies in a free range: capacity less the most visits at once in it. */
int32_t slot_left(const struct free_ask *q, int64_t start);
/* How many visits of the rule fit into the free ranges, one after the other and side by side. */
int32_t slot_room(const struct free_ask *q, const struct range *rooms, size_t n);
/*
 * May a visit begin at `start`? It must fit into one free range, and be on the grid of that
 * range or on a five-minute mark from the interval's start: what was offered before a neighbour was
 * booked (which moves the grid) stays valid until it is taken.
 */
bool slot_fits(const struct free_ask *q, const struct range *rooms, size_t n, int64_t start);

#endif
