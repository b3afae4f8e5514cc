/*
 * Priority classes of an establishment: who goes before the others on its waiting list, and in its draws.
 * Must not know: requests, pages.
 */
#ifndef AREAS_WAITING_CLASSES_H
#define AREAS_WAITING_CLASSES_H

#include "areas/schedules/schedules.h"
#include "areas/waiting/rules/pick.h"

struct waiting_class {
	struct str code;
	int32_t rank;			/* RANK_ORDINARY for everybody's */
	struct names name;
	unsigned roles;
	bool active;
};
struct waiting_classes { struct waiting_class *v; size_t n; };
/* The list that holds at a node, in order, everybody's last; those out of use too. */
enum err waiting_classes(struct db *db, struct arena *a, int64_t tree_lo, struct waiting_classes *ret) MUST_CHECK;
/* One by its code; E_NOTFOUND: no such or out of use. */
enum err waiting_class_of(struct db *db, struct arena *a, int64_t tree_lo, struct str code, struct waiting_class *ret)
	MUST_CHECK;

#endif
