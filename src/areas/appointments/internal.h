/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef AREAS_APPOINTMENTS_INTERNAL_H
#define AREAS_APPOINTMENTS_INTERNAL_H

#include "areas/appointments/appointments.h"
#include "areas/schedules/agenda.h"
#include "appointments_q.h"

/* A start that somebody asks for, and what was found out about it under the lock of its day. */
struct wanted {
	struct schedule_id schedule;
	struct service_id service;
	struct day day;
	int32_t start_min;
	struct str owner;		/* whose hold does not count as taken */
	struct appointment_id except;	/* an appointment that does not count (it moves) */
	const struct slot_rule *rule;	/* NULL: the service's */
	enum channel channel;		/* whose share of the opening it takes */
	int64_t home;			/* zone of a visit at home; 0: none was said */
	struct place_on_earth home_at;	/* the address in it, where known */
	bool citizen, overbook;
	bool kept;			/* it is kept already: no share is asked again */
	/* read the day for all services: its summary is written next */
	bool all;
};
struct granted {
	struct service service;
	struct agenda agenda;		/* of that day */
	struct slot_rule rule;
	int32_t capacity;
	struct instant start_at;
	bool needed;			/* some type may need the agenda beside its own */
	struct schedule_ids locked;	/* the agendas whose days must be held, by id */
	struct agenda_uses uses;	/* what the visit takes beside its own */
};
/* The two halves of slot_grant(), for who takes other locks as well: the type and who must be locked;
 * then, under these locks, the check. */
enum err slot_prepare(struct db *db, struct arena *a, const struct wanted *w, struct granted *ret) MUST_CHECK;
enum err slot_check(struct db *db, struct arena *a, struct instant now, const struct wanted *w,
	struct granted *g) MUST_CHECK;
/* Locks the day, reads it and checks the start: E_CONFLICT taken or outside the citizen's window,
 * E_INPUT no start at all, E_NOTFOUND no such agenda or service (or not for citizens). */
enum err slot_grant(struct db *db, struct arena *a, struct instant now, const struct wanted *w,
	struct granted *ret) MUST_CHECK;
/* The smallest free seat of a start. */
enum err seat_free(struct db *db, struct arena *a, const struct wanted *w, int32_t capacity,
	int32_t *ret) MUST_CHECK;
/* Is somebody sent there? E_INPUT: no zone, none of the house, or one that is no longer used and not of a visit that moves. */
enum err home_reached(const struct wanted *w, const struct granted *g) MUST_CHECK;
/* Where a visit at home goes: E_INPUT without an address; then, once its row is there, written. */
enum err home_valid(const struct granted *g, const struct home *home) MUST_CHECK;
enum err home_take(struct db *db, struct arena *a, struct appointment_id id, const struct wanted *w,
	const struct granted *g, const struct home *home) MUST_CHECK;

/* What was kept for a waiting list becomes an appointment in another chain: the one of the hold ends here, with reason
 * `accepted` (nobody gave the time back). The row is the caller's. */
enum err hold_accepted(struct db *db, struct arena *a, struct instant now, const struct hold *h, struct str zone,
	struct str role, const char *channel) MUST_CHECK;

/* ---- what a visit takes beside its own agenda (beside.c) ---- */

/* Keeps for an appointment or a hold what was granted, in place of what it had. */
enum err beside_take(struct db *db, struct arena *a, int64_t id, const struct wanted *w,
	const struct granted *g, bool held) MUST_CHECK;
/* The agendas of a visit: its own, those it takes beside it, and all that may need one of these. */
enum err beside_linked(struct db *db, struct arena *a, int64_t id, struct schedule_id own, bool needed,
	int32_t beside, struct schedule_ids *ret) MUST_CHECK;
/* The days of two lists, in the order in which everybody takes them. */
enum err days_lock_two(struct db *db, struct arena *a, struct instant now, struct schedule_ids x,
	struct day x_day, struct schedule_ids y, struct day y_day) MUST_CHECK;

/* Drops a hold and tells it: given back, or expired before. */
enum err hold_release(struct db *db, struct arena *a, struct instant now, const struct hold *h,
	struct str role, const char *channel) MUST_CHECK;
/* Some of the holds that expired before an instant, each with its act; how many went. In the caller's transaction. */
enum err holds_sweep(struct db *db, struct arena *a, struct instant now, struct instant before, int64_t *ret_n)
	MUST_CHECK;

/* The appointment without any scope: for writers of this area that were entitled before. */
enum err appointment_load(struct db *db, struct arena *a, struct appointment_id id,
	struct appointment *ret) MUST_CHECK;
static inline struct str role_or_public(struct str role) { return role.n ? role : S("public"); }

/* The summary of a day that was read for all services, with one more visit in it: that appointment. */
enum err summary_after(struct db *db, struct arena *a, const struct wanted *w,
	const struct granted *g, struct appointment_id id) MUST_CHECK;

/* Is another practitioner to see the person, and is enough said of it? See appointment_move(). */
bool changes_hands(const struct appointment *x, struct practitioner_id to);
bool said_enough(const struct appointment *x, const struct change_ask *who, enum moved_said said);
/* Keeps what was said, if anything was. */
enum err moved_mark_put(struct db *db, struct arena *a, struct instant now, const struct appointment *x,
	struct practitioner_id to, enum moved_said said, int64_t account) MUST_CHECK;

/* A helper books what the public may, when it may: what closes a type to citizens closes it to whoever they pay. What
 * would tell of the person's file (limits, who has seen her) is asked of citizens alone. */
static inline bool as_public(bool citizen, enum channel c)
{
	return citizen || c == CH_ASSISTED;
}

/* Who has no address in her file may have given one with this appointment, or for all with whom she came. */
enum err mail_given(struct db *db, struct arena *a, struct appointment_id id, struct str *ret) MUST_CHECK;

/* Tells the person, unless there is nobody to tell. */
struct tell {
	int kind;
	struct patient_id patient;
	struct appointment_id id;
	struct organization_id organization;
	struct schedule_id schedule;
	struct local start;
	struct instant start_at;
	struct str reference, token, lang;
	bool discreet;			/* the type is sensitive */
	const struct patient_contact_row *person;	/* NULL: looked up */
	const struct place_of_notice_row *place;	/* NULL: looked up */
	struct names who, instead;	/* of a substitution; may be empty */
	const struct local *starts;	/* of several */
	size_t nstarts;
	struct str place_kind;		/* of the type, as notice.h has it */
	const struct names *bring, *prepare;	/* of the type; NULL: nothing to say */
	/* For calendars, which replace what has a smaller version. */
	int64_t version;		/* as it is now; 0: it has no place in a calendar */
	int32_t minutes;
	bool not_here;			/* a group session, which has a place of its own: the agenda's address is not said */
	const struct appointment_id *ids;	/* of several: which they are, in any order */
	struct appointment_id left;	/* given up for it in another house; v == 0: none */
	bool of_house;			/* as notice.h has it */
};
enum err notice_tell(struct db *db, struct arena *a, struct instant now,
	const struct tell *t) MUST_CHECK;
/* An appointment as it stands now, for a calendar. */
struct calendar_visit calendar_visit_of(const struct appointment *x);

#endif
