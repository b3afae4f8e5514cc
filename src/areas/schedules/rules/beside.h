/*
 * A visit that takes places in other agendas beside its own: a room, a device, a team.
 *
 * A need is met by one of its candidates that is free for the whole of the visit (it lies in one of the
 * candidate's free ranges), and two needs by two different candidates. Which ones: the first that can
 * be in the order of the needs, each need's candidates in the order given; so the same question has
 * always the same answer.
 * Must not know: the clock, the database, what an agenda is. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_BESIDE_H
#define SCHEDULES_RULES_BESIDE_H

#include "areas/schedules/rules/ranges.h"

enum { BESIDE_NEEDS = 4, BESIDE_NONE = -1 };

struct beside_free { const struct range *v; size_t n; };	/* sorted, apart from each other */
struct beside_need { const int32_t *among; size_t n; };		/* candidates: indices of when[] */
struct beside { const struct beside_need *needs; size_t nneeds; const struct beside_free *when; };

/* For how many ranges `out` must have room, and `work` for twice as many. own: its own ranges. */
size_t beside_room(const struct beside *b, size_t own);
/*
 * Its own free ranges, cut to where each need has somebody: of an answer [from, to) every start up to
 * to - duration is one for which each need, taken alone, has a candidate that is free throughout.
 * That the candidates are different ones is beside_pick()'s to say. The answers may overlap.
 */
size_t beside_ranges(const struct beside *b, const struct range *own, size_t n, int32_t duration,
	struct range *work, struct range *out);
/* Which candidate meets each need for a visit; ret: room for BESIDE_NEEDS. False: not all can be met. */
bool beside_pick(const struct beside *b, struct range visit, int32_t *ret);
/* The same, but a need that cannot be met takes its first candidate that no other took, free or not;
 * BESIDE_NONE: it has none. For what is booked beside the rule. */
void beside_pick_any(const struct beside *b, struct range visit, int32_t *ret);

#endif
