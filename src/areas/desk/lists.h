/*
 * The lists of one day, an agenda after the other: for paper and for the evening's mail.
 * Must not know: requests.
 */
#ifndef DESK_LISTS_H
#define DESK_LISTS_H

#include "areas/appointments/appointments.h"
#include "areas/bookers/bookers.h"
#include "jobs/samples.h"

struct day_list {
	struct str name, substitute;
	struct appointments visits;
	struct booker_marks marks;	/* those that health centres and helpers booked */
	struct beside_texts with;	/* rooms and devices that they take */
};
struct day_lists { struct day_list *v; size_t n; };
struct list_ask {
	struct organization_id organization;
	struct str of;			/* a schedule's number, a speciality, or empty: all */
	int64_t practitioner;		/* > 0: only his agendas */
	struct day day;
	enum lang lang;
};
/* Agendas that have somebody that day, by name; cancelled appointments are left out. */
enum err day_lists_load(struct db *db, struct arena *a, const struct scope *scope, const struct list_ask *ask,
	struct day_lists *ret) MUST_CHECK;
/* The mail of the day's lists, for the page of all texts. */
extern const struct sample desk_samples[];

#endif
