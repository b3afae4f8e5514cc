/*
 * Recurrence: on which days a rule of openings holds (a subset of RFC 5545 RRULE).
 *
 * FREQ=DAILY|WEEKLY|MONTHLY|YEARLY with INTERVAL, COUNT, UNTIL, WKST, BYDAY (with ordinals for
 * MONTHLY and YEARLY+BYMONTH), BYMONTHDAY, BYMONTH, BYSETPOS (MONTHLY). A first day that does not
 * match the rule is not an occurrence; COUNT counts matches. Weeks begin on WKST (Monday unless
 * the rule says otherwise), which decides what INTERVAL=2 skips.
 * Must not know: clocks, zones, the database. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_RECUR_H
#define SCHEDULES_RULES_RECUR_H

#include "base/err.h"
#include "base/str.h"
#include "base/time.h"

enum recur_freq { RECUR_ONCE, RECUR_DAILY, RECUR_WEEKLY, RECUR_MONTHLY, RECUR_YEARLY };
#define RECUR_NTH_MAX 21

struct recur {
	enum recur_freq freq;
	int32_t interval;		/* 1 … 1000 */
	int32_t count;			/* 0: no COUNT */
	struct local until;		/* included; day_is() false: none */
	bool until_utc;			/* UNTIL was written with Z: the caller knows the zone */
	int32_t week_start;		/* 1 = Monday … 7 */
	uint32_t weekdays;		/* bit 1 … 7: BYDAY without ordinal */
	struct { int32_t nth, weekday; } nth[RECUR_NTH_MAX];
	size_t nnth;
	uint32_t monthdays;		/* bit 1 … 31 */
	uint32_t monthdays_end;		/* bit 1 … 31: counted from the end (-1 = last) */
	uint32_t months;		/* bit 1 … 12; 0: all */
	int32_t setpos;			/* 0: none */
};

/* An empty rule is one day (RECUR_ONCE). A leading "RRULE:" is accepted. E_INPUT: anything else
 * than the subset above; nothing is silently ignored. */
enum err recur_parse(struct str rule, struct recur *ret) MUST_CHECK;
/* Does the pattern hold on that day? COUNT and UNTIL are not looked at. first = DTSTART's day. */
bool recur_matches(const struct recur *r, struct day first, struct day d);

/* Walks occurrences in order. start_min: DTSTART's time, for UNTIL with a time. */
struct recur_walk {
	const struct recur *r;
	struct day first, next;
	int32_t start_min, counted;
};
/* from: no occurrence before it is answered (those before it still count for COUNT). */
struct recur_walk recur_from(const struct recur *r, struct day first, int32_t start_min,
	struct day from);
/* The next occurrence up to and including `last`; false: there is none. */
bool recur_next(struct recur_walk *w, struct day last, struct day *ret);

#endif
