/*
 * What the end of a day proposes for an appointment that nobody recorded, and who is asked to confirm.
 * Pure.
 */
#ifndef MISSED_RULES_DAY_H
#define MISSED_RULES_DAY_H

#include <stdbool.h>

#include "base/time.h"

enum proposed { PROPOSED_NOTHING, PROPOSED_SEEN, PROPOSED_MISSED };
/*
 * here: she was marked as arrived or in; then she was probably seen. Else she probably did not come, if the
 * agenda recorded anybody that day; an agenda that recorded nobody proposes nothing, for then it is the list
 * that was not kept, and not the people who stayed away.
 */
enum proposed proposed_of(bool here, bool kept);

/*
 * By when a visit at `start` is to be confirmed: `hours` before it. INSTANT_NONE: nobody is asked now, because
 * the misses are not enough, it was booked when that was past (who books for tomorrow has just said that she
 * comes), or it is more than ASK_AHEAD before.
 */
enum { ASK_AHEAD = 3 * 86400 };
struct instant confirm_due(struct instant now, struct instant start, int64_t misses, int64_t after, int64_t hours);

#endif
