/*
 * The telephone desk: who calls, what the household has, what the call was about.
 *
 * A call is told by the telephone exchange (POST /desk/call) or begun by hand; whoever takes it sees the
 * people whose files have the caller's number, in each establishment that the account works for, and books,
 * moves and cancels with the desk's own pages. A secretariat shared by several establishments works in the
 * role TELEPHONE, which sees of each what that establishment's setting says.
 * Must not know: how the desk's pages are made; how messages leave.
 */
#ifndef TELEPHONE_TELEPHONE_H
#define TELEPHONE_TELEPHONE_H

#include "db/db.h"
#include "ids.h"
#include "web/area.h"

extern const struct area area_telephone;

/* What an establishment lets a telephone secretariat see and do: bits of the setting `telephone_may`. Other roles have all of
 * them. Without SIGHT_TYPES an appointment is only a day and an hour. */
enum sight { SIGHT_TYPES = 1, SIGHT_PAST = 2, SIGHT_MISSED = 4, SIGHT_BOOK = 8, SIGHT_CHANGE = 16, SIGHT_WRITE = 32, SIGHT_ALL = 63 };
struct appointment;
/* An appointment as somebody with that role and sight sees it: what it is, with whom and where, or not. */
void telephone_as_seen(enum lang l, enum role role, int64_t sight, struct appointment *x);
enum err telephone_sight(struct db *db, struct arena *a, enum role role, int64_t tree_lo, int64_t *ret) MUST_CHECK;

/* A call as it stands after the fact, for the demonstration. ended_at.v == INSTANT_NONE.v: it rings. reason empty: nobody answered.
 * practitioner.v != 0: text was left for that one, about patient. */
struct call_made {
	struct organization_id organization;
	struct str number, reason, note, text;
	struct instant rang_at, taken_at, ended_at;
	int64_t account;
	struct practitioner_id practitioner;
	struct patient_id patient;
};
enum err telephone_call_put(struct db *db, struct arena *a, const struct call_made *in) MUST_CHECK;

/* The call that this browser has open, by a cookie: the desk's pages lead back to it. Empty: none. */
struct str telephone_call_open(const struct rq *rq);

#endif
