/*
 * When something that is asked for again and again closes time: each occurrence of a rule, as long
 * as the first.
 * Must not know: clocks, zones, the database. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_SPANS_H
#define SCHEDULES_RULES_SPANS_H

#include "areas/schedules/rules/ranges.h"
#include "areas/schedules/rules/recur.h"

enum { SPANS_DAYS_MAX = 366, SPANS_MAX = 366 };

/*
 * The occurrences of [from, to) by an RFC 5545 rule that begin up to and including `until`, in
 * local minutes since 1970, sorted; those that touch are one. An empty rule: the one. ret has room
 * for SPANS_MAX. E_INPUT: the rule cannot be read, or from ≥ to; E_LIMIT: `until` is absent or
 * more than SPANS_DAYS_MAX after the first; E_NOTFOUND: the rule has no occurrence.
 */
enum err spans_of(struct str rule, struct local from, struct local to, struct day until,
	struct range *ret, size_t *ret_n) MUST_CHECK;

#endif
