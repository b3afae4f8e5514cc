/*
 * Intervals of local minutes, half-open: [from, to). Touching is not overlapping.
 * Must not know: what they stand for. Allocates nothing: the caller gives the room.
 */
#ifndef SCHEDULES_RULES_RANGES_H
#define SCHEDULES_RULES_RANGES_H

#include "base/str.h"

struct range { int64_t from, to; };

static inline bool range_overlaps(struct range a,
	struct range b) { return a.from < b.to && b.from < a.to; }
/* By start, then end. */
void ranges_sort(struct range *v, size_t n);
/* The union of sorted ranges, in place; empty ones vanish. Returns how many are left. */
size_t ranges_merge(struct range *v, size_t n);
/* open without busy (sorted and merged); out has room for n + 1. */
size_t ranges_subtract(struct range open, const struct range *busy, size_t n, struct range *out);
/* Where at least `depth` of the sorted ranges lie over each other; ends: room for n numbers.
 * In place: v becomes those ranges, sorted and merged. depth 1 is the union. */
size_t ranges_deep(struct range *v, size_t n, int32_t depth, int64_t *ends);

#endif
