/*
 * Several people one after the other: starts that follow each other without a wait.
 *
 * Person k+1 begins when person k has ended: in the same agenda after the longer of the two buffers
 * between their visits, in another at the end itself; and at most a step of the next visit later. A
 * visit that follows in the same agenda begins there at once if it fits (that is where the free time
 * begins anew), else, as in another agenda, on the grid of a free range.
 * Must not know: the clock, zones, the database, who the people are. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_CHAIN_H
#define SCHEDULES_RULES_CHAIN_H

#include "areas/schedules/rules/slots.h"

enum { CHAIN_MAX = 6 };
/* A free range of an agenda for the type of one person. */
struct chain_room { int32_t agenda; struct range at; struct slot_rule rule; };
struct chain_person { const struct chain_room *v; size_t n; };
struct chain_step { int64_t at; int32_t agenda, minutes; };

enum { CHAIN_STEPS = 20000 };		/* tries that one search is worth */

/* A chain whose first person begins at `first` in the room r of people[0]; across: others may be in other
 * agendas. False: there is none, or *left tries were used up (they are counted down, for many searches together: without
 * an end, six people in thirty agendas are some 30^5 ways). The earliest of those that begin so: each person as early as
 * it can be. */
bool chain_find(const struct chain_person *people, size_t n, bool across, const struct chain_room *r, int64_t first,
	int32_t *left, struct chain_step ret[CHAIN_MAX]);

#endif
