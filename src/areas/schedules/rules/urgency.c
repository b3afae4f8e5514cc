/* See urgency.h. */
#include "areas/schedules/rules/urgency.h"

enum { A_DAY = 86400 };

enum urgency urgency_of(int64_t seconds_ahead, bool referred, bool first)
{
	if (seconds_ahead < A_DAY)
		return URGENT_NOW;
	if (referred)
		return URGENT_REFERRED;
	if (seconds_ahead < 3 * A_DAY)
		return URGENT_SOON;
	return first ? URGENT_FIRST : URGENT_NOT;
}
