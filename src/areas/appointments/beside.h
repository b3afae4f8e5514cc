/*
 * What an appointment takes beside its own agenda (schedules/needs.h): a room, a device, a team.
 * Must not know: pages.
 */
#ifndef AREAS_APPOINTMENTS_BESIDE_H
#define AREAS_APPOINTMENTS_BESIDE_H

#include "areas/schedules/schedules.h"

struct appointment;
struct beside_name {
	struct schedule_id schedule;
	struct str kind;		/* "room", "device", "team", "practitioner" */
	struct names name;
	struct practitioner_id practitioner;	/* v == 0: none */
};
struct beside_names { struct beside_name *v; size_t n; };
enum err beside_list(struct db *db, struct arena *a, const struct appointment *x,
	struct beside_names *ret) MUST_CHECK;
/* The same of a list, as one text each: "Room 1, Echograph"; nothing is read when none takes anything. */
struct beside_text { int64_t id; struct str text; };
struct beside_texts { struct beside_text *v; size_t n; };
struct appointments;
enum err beside_say(struct db *db, struct arena *a, enum lang lang, const struct appointments *all,
	struct beside_texts *ret) MUST_CHECK;
/* Of one of them; empty: nothing. */
struct str beside_text_of(const struct beside_texts *t, int64_t id);
/* What a move to the very same time would take beside the agenda now. E_CONFLICT: it cannot stay. */
enum err beside_again(struct db *db, struct arena *a, struct instant now, const struct appointment *x,
	struct beside_names *ret) MUST_CHECK;

#endif
