/* The only reader of the clock. */
#include "base/time.h"

#include <time.h>

static int64_t *shared;		/* test mode: seconds to add, in memory of all processes */

void clock_share(int64_t *shared_offset)
{
	shared = shared_offset;
}

struct instant clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (struct instant){ ts.tv_sec + (shared ? __atomic_load_n(shared, __ATOMIC_RELAXED) : 0) };
}

uint64_t clock_ticks_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}
