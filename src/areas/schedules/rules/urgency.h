/*
 * How urgent it is to find a new place for an appointment that loses its own.
 * Must not know: clocks, the database, who the person is.
 */
#ifndef SCHEDULES_RULES_URGENCY_H
#define SCHEDULES_RULES_URGENCY_H

#include <stdbool.h>
#include <stdint.h>

/* The most urgent first. */
enum urgency {
	URGENT_NOW,		/* begins within a day: the person may be on the way */
	URGENT_REFERRED,	/* of a type that needs a referral: a doctor sent the person */
	URGENT_SOON,		/* begins within three days */
	URGENT_FIRST,		/* a first visit: nobody has seen the person yet */
	URGENT_NOT,
	URGENT_MAX
};
enum urgency urgency_of(int64_t seconds_ahead, bool referred, bool first);

#endif
