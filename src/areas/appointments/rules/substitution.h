/*
 * Substitution: when a practitioner may stand in for another, what passes over, what would overlap.
 * Must not know: people, the clock, the database. Allocates nothing.
 */
#ifndef APPOINTMENTS_RULES_SUBSTITUTION_H
#define APPOINTMENTS_RULES_SUBSTITUTION_H

#include "base/time.h"

enum { SUBSTITUTION_DAYS_MAX = 184 };

enum substitution_wrong { SUBSTITUTION_FITS, SUBSTITUTION_PAST, SUBSTITUTION_ORDER, SUBSTITUTION_LONG, SUBSTITUTION_SELF };
/* Both days included. own: whose agenda it is; substitute: who stands in. */
enum substitution_wrong substitution_judge(struct day from, struct day to, struct day today, int64_t own,
	int64_t substitute);

/* What decides whether one appointment goes from one practitioner to another. */
struct passing {
	bool open, history;
	bool ahead;			/* its time has not come */
	bool within;			/* on one of the days */
	int64_t practitioner;		/* whose it is now; 0: nobody's */
};
bool substitution_passes(const struct passing *x, int64_t from);

/* Hours of one day, [start, end) in minutes. */
struct stretch { struct day day; int32_t start, end; };
/* How many of a[] meet one of b[]; *ret_first: the first of them, by day and start. Any order. */
size_t substitution_meets(const struct stretch *a, size_t na, const struct stretch *b, size_t nb,
	struct stretch *ret_first);

#endif
