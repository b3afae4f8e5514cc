/* When to tell. See alarm.h. */
#include "areas/provider/rules/alarm.h"

int64_t alarm_value(enum alarm what, const struct alarm_facts *f)
{
	const int64_t tried = f->sent + f->lost;

	switch (what) {
	case ALARM_ERRORS: return tried ? (f->lost + f->undelivered) * 100 / tried : 0;
	case ALARM_LATE: return f->late_s / 60;
	case ALARM_DELIVERY: return f->delivered ? f->delivery_s / f->delivered / 60 : 0;
	case ALARM_CREDIT: return f->credit;
	case ALARMS: break;
	}
	return 0;
}

/* Enough is known to judge it. */
static bool known(enum alarm what, const struct alarm_facts *f, const struct alarm_limits *l)
{
	switch (what) {
	case ALARM_ERRORS: return f->sent + f->lost >= ALARM_TRIED_MIN;
	case ALARM_DELIVERY: return f->delivered >= ALARM_REPORTS_MIN;
	case ALARM_CREDIT: return f->credit_known && l->credit > 0;
	case ALARM_LATE: case ALARMS: break;
	}
	return true;
}

bool alarm_is(enum alarm what, bool was, const struct alarm_facts *f, const struct alarm_limits *l)
{
	const int64_t v = alarm_value(what, f), limit = what == ALARM_ERRORS ? l->percent : l->minutes;

	if (!known(what, f, l))
		return was && what == ALARM_CREDIT && l->credit > 0;
	if (what == ALARM_CREDIT)
		return v < l->credit || (was && v < l->credit + l->credit / 4);
	return v >= limit || (was && v * 2 > limit);
}

bool alarm_tells(bool was, bool is, struct instant told, struct instant now)
{
	return was != is || (is && now.v - told.v >= ALARM_AGAIN_S);
}
