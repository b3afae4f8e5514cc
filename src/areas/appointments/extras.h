/*
 * Extra appointments ("in addition"): the list of reasons, the ceilings, and what was made of them.
 *
 * An establishment names the roles that may, how many an agenda takes on a day and how many one
 * account makes on a day; an agenda may have a ceiling of its own. Checked by appointment_book()
 * and appointment_move() in the transaction that writes, after the agenda's day and the account's
 * day are locked. Never for citizens, helpers and machines.
 * Must not know: pages, people.
 */
#ifndef AREAS_APPOINTMENTS_EXTRAS_H
#define AREAS_APPOINTMENTS_EXTRAS_H

#include "areas/appointments/rules/extra.h"
#include "areas/schedules/schedules.h"

struct extra_reason { struct str code; struct names name; bool active; };
struct extra_reasons { struct extra_reason *v; size_t n; };
/* The list that holds at a node: its own, the nearest one's above, or what the program brings. */
enum err extra_reasons(struct db *db, struct arena *a, int64_t tree_lo, struct extra_reasons *ret) MUST_CHECK;
/* Adds to a node's own list, or shows and hides one of it. The list that held until then becomes its
 * own first. E_LIMIT: the list is full. E_NOTFOUND: no such code. */
enum err extra_reason_add(struct db *db, struct arena *a, struct instant now, struct organization_id o,
	int64_t tree_lo, const struct names *name) MUST_CHECK;
enum err extra_reason_use(struct db *db, struct arena *a, struct organization_id o, int64_t tree_lo,
	struct str code, bool active) MUST_CHECK;

/* What holds at a node; with an agenda its own ceiling of a day, where it has one. */
enum err extra_limits(struct db *db, struct arena *a, int64_t tree_lo, struct schedule_id schedule,
	struct extra_limits *ret) MUST_CHECK;
/* An agenda's own ceiling of a day; < 0: its establishment's again. */
enum err extra_limit_set(struct db *db, struct arena *a, struct organization_id o, struct schedule_id schedule,
	int32_t per_day) MUST_CHECK;

struct extra_ask {
	struct schedule_id schedule;
	struct organization_id organization;
	int64_t tree_lo;		/* of the agenda's organisation */
	struct day day;			/* of the visit */
	struct day today;		/* at the place: on which it is made */
	struct appointment_id except;	/* that does not count: it moves; v == 0: none */
	struct str role;
	int64_t account;
	struct str reason;		/* a code of the list */
	struct opt_int ceiling;		/* set by extra_admit(): what the agenda takes on that day */
};
/* Whether it may be made now, and why not. Nothing is locked or written. */
enum err extra_look(struct db *db, struct arena *a, const struct extra_ask *ask, enum extra_verdict *ret,
	struct extra_limits *ret_limits) MUST_CHECK;
/* The same under the locks, for the writers of this area: E_DENIED (role), E_INPUT (reason),
 * E_LIMIT (a ceiling). The day of the agenda is locked already. */
enum err extra_admit(struct db *db, struct arena *a, struct extra_ask *ask, struct extra_reason *ret) MUST_CHECK;
/* Notes it beside the appointment that was written. */
enum err extra_note(struct db *db, struct arena *a, const struct extra_ask *ask, const struct extra_reason *why,
	struct appointment_id id) MUST_CHECK;

#endif
