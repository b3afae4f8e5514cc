/*
 * The times of a day of an agenda, each as what it is for those who book in one way: free, not released
 * yet, too soon, kept for others, or without its room. For weeks that are drawn before they are offered.
 * Must not know: pages, people.
 */
#ifndef AREAS_SCHEDULES_DRAWN_H
#define AREAS_SCHEDULES_DRAWN_H

#include "areas/schedules/agenda.h"
#include "areas/schedules/schedules.h"

/* In the order in which they are told. */
enum drawn_as {
	DRAWN_FREE,
	DRAWN_NOT_YET,		/* online: the horizon has not reached it */
	DRAWN_TOO_SOON,		/* online: it begins before the lead is over */
	DRAWN_KEPT,		/* the shares keep it for others */
	DRAWN_BESIDE,		/* a room or device that it needs is not free */
	DRAWN_AS
};
struct drawn_time { struct local at; enum drawn_as as; };
struct drawn_times {
	struct drawn_time *v; size_t n;	/* by start */
	struct day opens;		/* when the first that is not released will be; DAY_NONE: none */
};
/*
 * Of one type on one day, as g->group sees it; QUOTA_NOBODY: all that the agenda has, whoever books. What has
 * passed at `now` is left out, and so is all of a type that is not booked in that way.
 */
void drawn_times(const struct agenda *g, struct arena *a, const struct service *s, struct instant now,
	struct day day, struct drawn_times *ret);

#endif
