/*
 * The waiting list: people who found nothing free, or whose appointment is late, and the engine that
 * offers them freed times.
 *
 * Order: priority class, then the second of the request. A freed time is kept by the list from the
 * transaction that frees it (waiting_freed), offered by the jobs to the first who fits, answered within
 * a set time, else offered to the next; when nobody fits it is free for everybody. Every step is an act.
 * Must not know: pages of other areas.
 */
#ifndef AREAS_WAITING_WAITING_H
#define AREAS_WAITING_WAITING_H

#include "areas/appointments/appointments.h"
#include "base/str.h"
#include "web/area.h"

extern const struct area area_waiting;

/* What somebody waits for. Zeroed members are "any": see waiting_ask_any(). */
struct waiting_ask {
	int64_t organization;		/* the node that is asked: an establishment, a province, a region, the root */
	struct str specialty;		/* code */
	struct str area;		/* the code searched: organisation code, or "all" */
	struct name name;
	struct day birth_day;		/* DAY_NONE: not asked */
	struct str sex;			/* "female", "male", "unknown" */
	struct str phone;		/* E.164 */
	struct str lang;
	struct service_id service;	/* v == 0: any type of the speciality */
	struct practitioner_id practitioner;	/* v == 0: any */
	bool other;			/* another practitioner will do as well */
	int32_t days, parts;		/* as in rules/pick.h; 0: all */
	struct day from, to;		/* DAY_NONE: no limit */
	struct str class;		/* empty: everybody's */
	enum channel channel;
	int64_t account;		/* who wrote it down; 0: the person, whose phone a code has proved */
	struct str role;		/* of the account; empty: "public" */
	struct patient_id patient;	/* v == 0: no file yet, it is made when an offer is accepted */
	struct appointment_id appointment;	/* the later one that would be replaced; v == 0: none */
	struct str reason;		/* of the class */
	struct organization_id acting;	/* of a booker: as in booker_ask */
};
static inline struct waiting_ask waiting_ask_any(void)
{
	return (struct waiting_ask){ .birth_day = DAY_NONE, .from = DAY_NONE, .to = DAY_NONE, .other = true };
}
struct waiting_added {
	struct waiting_entry_id id;
	struct str token;		/* 22 characters for /w/<token>; only its hash is stored. Empty: for an account */
	int64_t rank;			/* how many stand before, plus one; 0: for a booker */
	bool again;			/* was on the list already and keeps its place; never said to a booker */
};
/*
 * Adds a request. One person has one place for one thing (list, speciality, type unless any will do): who
 * asks again, by herself or through others, keeps the first date, has what suits her now, and a new link
 * (the old one is void); a better class is given when the role may. Asked by an account, the link goes to
 * the phone (of a booker's person: that of her file, when she has one). Who books for others (areas/bookers) must be admitted by the establishment, changes nothing
 * else of a request that stands, and is answered the same whether the person waits already or not: a row of its own
 * is what it wrote. E_DENIED: the role may not give that class, or the booker is too far or stopped.
 * E_LIMIT: that phone asks for WAITING_PER_PHONE things already; the booker asks for too much.
 */
enum { WAITING_PER_PHONE = 6 };
enum err waiting_add(struct db *db, struct arena *a, struct instant now, const struct waiting_ask *ask,
	struct waiting_added *ret) MUST_CHECK;

/* A time that has just become free, under the lock of its day. Kept by the list in this transaction
 * when anybody waits for that speciality there, else nothing is done. */
struct waiting_freed {
	struct organization_id organization;
	struct schedule_id schedule;
	struct service_id service;
	struct str specialty;
	struct day day;
	int32_t start_min;
	enum channel channel;		/* by which it was taken */
	const char *why;		/* "cancelled", "moved" */
};
enum err waiting_freed(struct db *db, struct arena *a, struct instant now, const struct waiting_freed *f)
	MUST_CHECK;

/* ---- answers: by the page, by a message, by the desk on the phone ---- */

struct waiting_answer {
	struct waiting_offer_id offer;
	enum channel channel;
	int64_t account;		/* 0: the person */
	struct str role;		/* empty: "public". Of a booker: it must be admitted there (E_DENIED) */
	struct organization_id acting;	/* as in booker_ask */
};
struct waiting_accepted {
	struct appointment_id appointment;
	struct patient_id patient;
	struct organization_id organization;
	struct str token;		/* of the appointment's own page */
	bool moved;			/* a later appointment was given up for it */
};
/* Books what is offered, and gives up the later appointment if there is one. E_CONFLICT: answered or
 * over already; E_LIMIT, E_DENIED: as appointment_book(). Then nothing may be kept of it: roll back. */
enum err waiting_accept(struct db *db, struct arena *a, struct instant now, const struct waiting_answer *by,
	struct waiting_accepted *ret) MUST_CHECK;
/* The next is asked. The request keeps its place. E_CONFLICT as above. */
enum err waiting_decline(struct db *db, struct arena *a, struct instant now, const struct waiting_answer *by)
	MUST_CHECK;
/* The open offers that the owner of a phone may answer, at most 10, the oldest first. An answer without
 * more is clear when there is one. */
struct waiting_offer_ids { struct waiting_offer_id *v; size_t n; };
enum err waiting_open_of_phone(struct db *db, struct arena *a, struct str phone, struct waiting_offer_ids *ret)
	MUST_CHECK;

/* The engine once, outside of a transaction: ends what was not answered, offers what is free. */
enum err waiting_run(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

#endif
