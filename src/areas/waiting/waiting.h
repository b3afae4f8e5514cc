/*
 * The waiting list: people who found nothing free and asked to be told.
 *
 * Entries are kept in the order in which they were asked; the engine that offers freed times
 * reads them in that order.
 * Must not know: pages of other areas.
 */
#ifndef AREAS_WAITING_WAITING_H
#define AREAS_WAITING_WAITING_H

#include "base/str.h"
#include "web/area.h"

extern const struct area area_waiting;

struct waiting_ask {
	int64_t organization;		/* the node that is asked: an establishment, a province, a region, the root */
	struct str specialty;		/* code */
	struct str area;		/* the code searched: organisation code, or "all" */
	struct name name;
	struct day birth_day;		/* DAY_NONE: not asked */
	struct str sex;			/* "female", "male", "unknown" */
	struct str phone;		/* E.164 */
	struct str lang;
};
/* Adds an entry. The same phone already waiting for the same speciality and area keeps its place:
 * *ret_rank is how many asked before, plus one. */
enum err waiting_add(struct db *db, struct arena *a, struct instant now, const struct waiting_ask *ask,
	int64_t *ret_rank) MUST_CHECK;

#endif
