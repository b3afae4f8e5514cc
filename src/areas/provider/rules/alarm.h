/*
 * When somebody has to be told that messages do not leave as they should. Pure.
 * Must not know: where the counts are from, how it is told.
 */
#ifndef AREAS_PROVIDER_RULES_ALARM_H
#define AREAS_PROVIDER_RULES_ALARM_H

#include "base/time.h"

/* What may be wrong, in the order of the page. */
enum alarm { ALARM_ERRORS, ALARM_LATE, ALARM_DELIVERY, ALARM_CREDIT, ALARMS };

struct alarm_facts {
	int64_t sent, lost, undelivered, delivered, delivery_s, late_s;
	bool credit_known;
	int64_t credit;
};
struct alarm_limits { int64_t percent, minutes, credit; };

/* Of few messages no share is told, and of few reports no mean. */
enum { ALARM_TRIED_MIN = 20, ALARM_REPORTS_MIN = 5, ALARM_AGAIN_S = 86400 };

/* The figure that is compared: percent, minutes, minutes, units. */
int64_t alarm_value(enum alarm what, const struct alarm_facts *f);
/*
 * Whether it is wrong. What was wrong stays so until it is well clear of the limit (half of it; of credit, a
 * quarter above), so that nobody is told ten times of one bad hour.
 */
bool alarm_is(enum alarm what, bool was, const struct alarm_facts *f, const struct alarm_limits *l);
/* Whether it is to be told now: when it begins, each day that it lasts, and when it ends. told: when it was last. */
bool alarm_tells(bool was, bool is, struct instant told, struct instant now);

#endif
