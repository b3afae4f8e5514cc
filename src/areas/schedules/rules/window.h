/*
 * When a citizen may book and give up: lead, horizon and limits, exact to the minute.
 * Must not know: the clock (now is an argument). Allocates nothing.
 */
#ifndef SCHEDULES_RULES_WINDOW_H
#define SCHEDULES_RULES_WINDOW_H

#include "areas/schedules/rules/ranges.h"
#include "base/time.h"

struct window { struct local from, to; };		/* both included */

/* [now + lead, now + horizon] as wall times of the zone: time that passes is counted, so a lead of
 * 24 hours over a clock change is not 24 hours of wall time. horizon < 0: no end. */
struct window window_of(const struct zone *z, struct instant now, int32_t lead_min,
	int32_t horizon_min);
/* What is common to both; false: nothing. */
bool window_clamp(struct window asked, struct window allowed, struct window *ret);
/*
 * How many minutes after the horizon has reached it a start is released, below `spread`: a hash of the
 * agenda and the start, the same whoever asks, so that what a day offers comes little by little.
 */
int32_t window_late(int64_t schedule, struct local start, int32_t spread);
/* Inside the window, and released. */
bool window_holds(struct window w, int64_t schedule, struct local start, int32_t spread);
/* A start can still be given up or moved when it is more than limit minutes away. */
bool window_before_limit(struct instant start, struct instant now, int32_t limit_min);
/* The wall time that the clock leaves out on a day (a summer-time change forward), in local minutes
 * since 1970; false on all other days. Nothing can begin or lie in it. */
bool skipped_time(const struct zone *z, struct day day, struct range *ret);

#endif
