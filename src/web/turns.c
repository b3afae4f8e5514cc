#include "web/turns.h"

struct instant turn_first(struct instant start, int every_seconds, size_t nth)
{
	if (every_seconds < RARE_SECONDS)
		return start;
	return (struct instant){ start.v + RARE_FIRST_SECONDS + RARE_STEP_SECONDS * (int64_t)nth };
}

struct instant turn_next(struct instant first, struct instant now, int every_seconds)
{
	const int64_t gone = now.v < first.v ? -1 : (now.v - first.v) / every_seconds;

	return (struct instant){ first.v + (gone + 1) * every_seconds };
}
