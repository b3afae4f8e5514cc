/*
 * When periodic work is done: the seconds of one process after its start, and of all processes together. What comes
 * seldom (every RARE_SECONDS and more) has a second of its own in each RARE_SECONDS, so that bookings do not feel all of it
 * at once; pure, by the place in the list of areas alone.
 * Must not know: clocks, what a job does.
 */
#ifndef WEB_TURNS_H
#define WEB_TURNS_H

#include "base/time.h"

#include <stddef.h>

enum {
	RARE_SECONDS = 300,		/* all periods that are not shorter are multiples of it */
	RARE_FIRST_SECONDS = 120,	/* nothing rare before, so that a start is quick */
	RARE_STEP_SECONDS = 5,
};

/* The first turn of a job that is the nth (from 0) of the rare ones; of any other: at once. */
struct instant turn_first(struct instant start, int every_seconds, size_t nth);
/* The next turn after now. */
struct instant turn_next(struct instant first, struct instant now, int every_seconds);

#endif
