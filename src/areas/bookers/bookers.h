/*
 * Booking for others: health centres and helpers (cybercafés, associations) at the hospitals.
 *
 * An establishment says from how far it may be booked at (its own words or a node's above it, and a
 * type's), how many bookings a health centre makes in a day and a week, and how many a helper makes,
 * has ahead, in one agenda, with one telephone. appointment_book() asks booker_admit() in the
 * transaction that writes, under a lock on the booker's row at that establishment; the mark of each
 * booking is booked_for. Nothing here for the desk or for who books online.
 * Must not know: how a booking is made, the pages of the desk.
 */
#ifndef BOOKERS_BOOKERS_H
#define BOOKERS_BOOKERS_H

#include "areas/bookers/rules/booker.h"
#include "db/db.h"
#include "ids.h"
#include "page/page.h"
#include "web/area.h"

extern const struct area area_bookers;

/* Is it a role that books for others at places that are not its own? */
bool booker_kind_of(struct str role, enum booker_kind *ret);

struct booker_ask {
	int64_t tree_lo;		/* of the agenda's organisation */
	int64_t account;
	struct str role;
	struct schedule_id schedule;	/* v == 0: none is chosen yet */
	struct service_id service;
	struct patient_id patient;
	struct str phone;		/* of the person's file */
	/* of the membership by which the account acts; v == 0: not known (asked for long ago), the first with that role */
	struct organization_id acting;
	bool written;			/* what is taken was written on a waiting list: those do not count once more */
};
struct booker_granted { struct booker_id id; struct organization_id place; struct day today; };
/* Under the booker's lock, which it takes. E_DENIED: too far, stopped, or no such role there. E_LIMIT: a limit is
 * reached. move: only what a move may meet. */
enum err booker_admit(struct db *db, struct arena *a, struct instant now, const struct booker_ask *ask, bool move,
	struct booker_granted *ret) MUST_CHECK;
/* Marks what was booked. */
enum err booker_note(struct db *db, struct arena *a, const struct booker_ask *ask, const struct booker_granted *g,
	struct appointment_id id) MUST_CHECK;

/* A referral more, counted under the booker's lock: what stands against it. For all but BOOKER_MAY the caller undoes it. */
enum err booker_refer(struct db *db, struct arena *a, struct instant now, const struct booker_ask *ask,
	enum booker_verdict *ret) MUST_CHECK;

/* What stands against it and what is left, before one chooses; nothing is locked. Limits that do not
 * hold are -1. */
struct booker_room { enum booker_verdict verdict; int64_t day, week, open, type_day, type_week; };
enum err booker_look(struct db *db, struct arena *a, struct instant now, const struct booker_ask *ask, bool move,
	struct booker_room *ret) MUST_CHECK;
/* A sentence for whoever is refused: a msgid. */
const char *booker_said(enum booker_verdict v);

/* Establishments at which a node's bookers may book: the nearest first, then by name. The same for a type: booker_look(). */
struct booker_place { struct organization_id id; struct str name_fr, name_ar, name_en; };
struct booker_places { struct booker_place *v; size_t n; };
enum err booker_places(struct db *db, struct arena *a, int64_t tree_lo, struct booker_places *ret) MUST_CHECK;

/* Persons whom an account has booked for in a branch and who fit some typed words (parts of the name in either
 * script, a telephone, a card number), the last one first; and one of them by the file's number. Whoever shows
 * one notes it in the trail. */
struct booker_person {
	struct patient_id id;
	struct organization_id organization;
	struct name name;
	struct day birth_day;
	struct str sex, phone, identity_number;
};
struct booker_persons { struct booker_person *v; size_t n; };
enum err booker_persons(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	struct str text, size_t max, struct booker_persons *ret) MUST_CHECK;
enum err booker_person(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	struct patient_id id, struct booker_person *ret) MUST_CHECK;

/* By whom an appointment was booked for another; name.s empty: by nobody else. */
struct booker_mark { struct appointment_id appointment; enum booker_kind kind; struct name name; struct str place; };
struct booker_marks { struct booker_mark *v; size_t n; };
enum err booker_mark(struct db *db, struct arena *a, enum lang l, struct appointment_id id, struct booker_mark *ret) MUST_CHECK;
/* Of a list: those that have one, by id; at most DB_LIST_MAX ids are looked at in one go. */
enum err booker_marks(struct db *db, struct arena *a, enum lang l, const struct appointment_id *ids, size_t n,
	struct booker_marks *ret) MUST_CHECK;
/* The mark of one in a list; NULL: none. */
const struct booker_mark *booker_mark_in(const struct booker_marks *m, struct appointment_id id);
/* "By a helper: Brahim Oubella", "By a health centre: Batha". */
struct str booker_mark_said(struct arena *a, enum lang l, const struct booker_mark *m);

#endif
