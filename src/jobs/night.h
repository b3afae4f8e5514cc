/*
 * When long work is done that can wait: at night where Diwan is used, and after a night that was missed at once.
 * Must not know: any job.
 */
#ifndef JOBS_NIGHT_H
#define JOBS_NIGHT_H

#include "base/time.h"

/* Seconds: done within so many it was done this night; so many ago, not in the night that is past. */
enum { TONIGHT = 12 * 3600, MISSED_NIGHT = 30 * 3600 };

static inline bool is_night(struct instant now)
{
	enum { FROM = 1, TO = 4 };	/* hours, UTC */
	int64_t hour = now.v % 86400 / 3600;

	return hour >= FROM && hour < TO;
}

#endif
