/* What the measuring tools that call the program's own functions share: the clock, and giving up. */
#ifndef BENCH_TOOL_H
#define BENCH_TOOL_H

#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static inline void must(enum err e, const char *what)
{
	if (e == OK)
		return;
	fprintf(stderr, "%s: %s: error %d\n", program_invocation_short_name, what, (int)e);
	exit(1);
}

#endif
