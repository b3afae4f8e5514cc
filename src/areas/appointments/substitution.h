/*
 * Substitution: a practitioner stands in for another in his agenda for some days.
 *
 * The hours of the agenda stay. Its appointments of those days pass over as a whole, each with a
 * notice and an act, and go back as a whole when the substitution is undone: those that are still
 * there, open and ahead. What is booked or moved there meanwhile is the substitute's too.
 * Must not know: pages.
 */
#ifndef AREAS_APPOINTMENTS_SUBSTITUTION_H
#define AREAS_APPOINTMENTS_SUBSTITUTION_H

#include "areas/appointments/rules/substitution.h"
#include "areas/schedules/schedules.h"

struct substitution {
	struct substitution_id id;
	struct organization_id organization;
	struct schedule_id schedule;
	struct names schedule_name;
	struct practitioner_id practitioner;
	struct names practitioner_name;
	struct day from, to;		/* both included */
	struct str reason;
	bool undone;
};
struct substitutions { struct substitution *v; size_t n; };
enum err substitution_get(struct db *db, struct arena *a, struct substitution_id id, struct substitution *ret)
	MUST_CHECK;
/* Of a branch, not undone, that end on a day or later. By first day. */
enum err substitution_list(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct day from,
	struct substitutions *ret) MUST_CHECK;
/* Of one agenda, on any of some days (both included). */
enum err substitutions_of(struct db *db, struct arena *a, struct schedule_id schedule, struct day from, struct day to,
	struct substitutions *ret) MUST_CHECK;
/* Who stands in on a day. E_NOTFOUND: nobody. */
enum err substitute_on(struct db *db, struct arena *a, struct schedule_id schedule, struct day day,
	struct substitution *ret) MUST_CHECK;

struct substitution_ask {
	struct schedule_id schedule;
	struct practitioner_id practitioner;
	struct day from, to;
	struct str reason;
	int64_t account;
	struct str role;
	bool agreed;			/* that hours of his own agendas meet these, or that he is away, was seen */
	bool open;			/* the doctor's own absences in those days are taken back: the substitute receives then */
};
/* Time off in the agenda. may_open: the doctor's own, and wholly in those days. */
struct substitution_closed { struct absence_id id; struct local from, to; bool may_open; };
struct substitution_closeds { struct substitution_closed *v; size_t n; };
struct substitution_plan {
	enum substitution_wrong wrong;
	bool taken;			/* somebody stands in already on one of the days */
	size_t meets;			/* hours of the agenda that meet the substitute's own */
	struct stretch first;		/* the first of them */
	int64_t away;			/* how often he is away himself in those days, or replaced */
	struct substitution_closeds closed;	/* time at which nobody is received, also by the substitute */
	struct appointment_id *passing;	/* what would pass over */
	size_t npassing;
};
/* What it would do. Nothing is locked or written. E_NOTFOUND: no such agenda or practitioner, the
 * agenda is nobody's, or they are not of one establishment. */
enum err substitution_plan(struct db *db, struct arena *a, struct instant now, const struct substitution_ask *ask,
	struct substitution_plan *ret) MUST_CHECK;
/* Is some of the time off one that may be opened? */
static inline bool substitution_may_open(const struct substitution_plan *p)
{
	for (size_t i = 0; i < p->closed.n; i++)
		if (p->closed.v[i].may_open)
			return true;
	return false;
}
/* Does it, on what stands there then. E_INPUT: ret->wrong; E_CONFLICT: ret->taken; E_LIMIT: ret->meets or
 * ret->away and not agreed. ret->passing: what passed over. */
enum err substitution_make(struct db *db, struct arena *a, struct instant now, const struct substitution_ask *ask,
	struct substitution_plan *ret) MUST_CHECK;
/* Gives back what has not changed. E_CONFLICT: undone already. *ret: what was given back. */
enum err substitution_undo(struct db *db, struct arena *a, struct instant now, struct substitution_id id,
	int64_t account, struct str role, struct substitution_plan *ret) MUST_CHECK;

#endif
