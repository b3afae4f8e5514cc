/*
 * Where an appointment that lost its place could go: the best three of many free times.
 * Pure: no clock, no memory, no I/O; nothing of who the person is.
 */
#ifndef DESK_REHOME_H
#define DESK_REHOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REHOME_MAX = 3 };
/* A free time, or the one that was lost. practitioner: who receives then, 0: nobody by name (a team, a
 * room). named: he is who stands in for the doctor of the lost one on that day. */
struct spot { int64_t schedule, practitioner, location; int32_t day, min; bool named; };
enum rehome {
	REHOME_SAME,		/* the same practitioner (the same agenda, where there is none), soonest */
	REHOME_SUBSTITUTE,	/* the same day: who stands in, wherever; else somebody at the same place, nearest */
	REHOME_ELSEWHERE,	/* another place, soonest */
	REHOME_OTHER,		/* where one of these does not exist: nearest in days to the lost one */
	REHOME_BESIDE,		/* the very same time, with another room or device: not ranked here */
};
struct proposal { size_t of; enum rehome why; };

/* Is somebody else to see the person? */
bool rehome_changes_practitioner(const struct spot *lost, const struct spot *to);
/* Fills ret in the order above, each time once; those `taken` are left out. Returns how many. */
size_t rehome_rank(const struct spot *lost, const struct spot *v, size_t n, const bool *taken,
	struct proposal ret[REHOME_MAX]);

#endif
