/* See day.h. */
#include "areas/missed/rules/day.h"

enum { ANSWER_LEAST = 3600 };

enum proposed proposed_of(bool here, bool kept)
{
	return here ? PROPOSED_SEEN : kept ? PROPOSED_MISSED : PROPOSED_NOTHING;
}

struct instant confirm_due(struct instant now, struct instant start, int64_t misses, int64_t after, int64_t hours)
{
	struct instant due = { start.v - hours * 3600 };

	if (after <= 0 || misses < after || due.v < now.v + ANSWER_LEAST || due.v > now.v + ASK_AHEAD)
		return INSTANT_NONE;
	return due;
}
