/*
 * One zone's transitions as a TZif file states them (RFC 8536), and its POSIX footer rule.
 * Must not know: files, clocks, caches: zone.c.
 */
#ifndef BASE_TZIF_H
#define BASE_TZIF_H

#include "base/err.h"
#include "base/str.h"

#define TZIF_MAX 2000

/* When a POSIX rule changes over: nth weekday of a month (Mm.w.d) or a day of the year. */
struct tz_rule_day { int kind; int month, week, wday, yday; int32_t time; };	/* kind 'M', 'J' or 'N' */
struct tzif {
	int64_t at[TZIF_MAX];		/* UTC seconds of transitions, rising */
	int32_t offset[TZIF_MAX + 1];	/* offset[i] holds before at[i]; offset[n] after the last */
	size_t n;
	bool has_rule, rule_dst;	/* the footer; rule_dst: two offsets a year */
	int32_t std, dst;		/* seconds east of UTC */
	struct tz_rule_day start, end;
};

/* E_INPUT when the bytes are no TZif file of version 2 or later, or have too many transitions. */
enum err tzif_parse(struct str bytes, struct tzif *ret) MUST_CHECK;
int32_t tzif_offset(const struct tzif *z, int64_t t);

#endif
