/*
 * Appointments: held, booked, moved, cancelled, recorded. The only code that changes capacity.
 *
 * Every change goes through act(), which appends one `act` row in the same transaction. Writers of
 * one schedule's day serialise on its schedule_day row, check again, then write; the unique index
 * appointment_seat is the last guard. Nothing here commits, sends or knows a request: notices are
 * queued in the transaction.
 * A hold that has expired is as good as gone whenever it is read; sweeping is only cleaning.
 * Must not know: pages, gateways, how a person's file is found.
 */
#ifndef AREAS_APPOINTMENTS_APPOINTMENTS_H
#define AREAS_APPOINTMENTS_APPOINTMENTS_H

#include "areas/appointments/beside.h"
#include "areas/appointments/extras.h"
#include "areas/appointments/gatherings.h"
#include "areas/appointments/substitution.h"
#include "areas/schedules/schedules.h"
#include "db/db.h"
#include "ids.h"
#include "ledger/act.h"

extern const struct area area_appointments;

enum { HOLD_SECONDS = 300 };

/* As in the database (and FHIR): channel_code(), status_code() give the words. */
enum channel { CH_ONLINE, CH_DESK, CH_PHONE, CH_HEALTH_CENTRE, CH_ASSISTED, CH_SMS, CH_API,
	CH_MAX };
enum status { ST_PROPOSED, ST_PENDING, ST_BOOKED, ST_ARRIVED, ST_CHECKED_IN, ST_FULFILLED,
	ST_CANCELLED,
	ST_NOSHOW, ST_WAITLIST, ST_ERROR, ST_MAX };
const char *channel_code(enum channel c);	/* "health-centre" */
bool channel_of(struct str code, enum channel *ret);
/* Whose share of an opening it takes. */
enum quota_group channel_group(enum channel c);
const char *status_code(enum status s);		/* "checked-in" */
bool status_of(struct str code, enum status *ret);
/* The msgid of what is said of it to people; of a cancellation, by whom ("service", else the patient). */
const char *status_said(enum status s, struct str cancelled_by);
/* Takes a place and can still be kept: proposed pending booked arrived checked-in. */
bool status_open(enum status s);

/* The salted commitment to a reference that acts carry: base64(SHA-256(salt ‖ reference)). */
struct str act_holder(struct arena *a, struct str salt_base64, struct str reference);

/* ---- holds ---- */

/* A visit at home (schedules/homes.h): the zone, and the address, which is the visit's own. */
struct home {
	int64_t zone;			/* 0: it is not one */
	struct names zone_name;		/* read only */
	struct str address, details;	/* how to find the door; may be empty */
	struct place_on_earth at;	/* where the address lies, if somebody entered it */
};
/* Of an appointment, for a slot_ask: its times are those that the way to its address allows. */
#define HOME_OF(x) .home = (x)->home.zone, .home_at = (x)->home.at

struct hold_ask {
	int64_t home;			/* zone of a type at home: else E_INPUT */
	struct schedule_id schedule;
	struct service_id service;
	struct day day;
	int32_t start_min;
	/* visitor cookie, or "account:ID": one owner holds one time */
	struct str owner;
	bool citizen;			/* lead, horizon and `online` apply */
	enum channel channel;
	struct str role;		/* "public" for citizens */
	int32_t seconds;		/* how long; 0: HOLD_SECONDS */
	int64_t network;		/* a keyed hash, to count what one keeps; 0: not counted */
};
struct hold {
	struct hold_id id;
	struct organization_id organization;
	struct schedule_id schedule;
	struct service_id service;
	struct day day;
	int32_t start_min, minutes;
	struct str owner;
	struct instant expires_at;
	bool renewed;
	bool kept;			/* stands in the summary: gone only with hold_give_back() or its booking */
	int32_t beside;			/* places it keeps in other agendas (beside.h) */
	int64_t home;			/* zone of a visit at home; 0: it is not one */
	struct str salt;		/* its appointment's later (book_ask) */
};
/* Keeps a free start for a while. The owner's other hold is dropped; asking again for the time
 * that the owner holds already answers the same hold. E_CONFLICT: taken (by a person or a live
 * hold)
 * or closed meanwhile. E_INPUT: never a start of that agenda (forged). E_NOTFOUND: no such service,
 * schedule, or not for citizens. */
enum err hold_take(struct db *db, struct arena *a, struct instant now, const struct hold_ask *ask,
	struct hold *ret) MUST_CHECK;
/* Once: the hold lasts to `until`. A second call answers OK and changes nothing. E_CONFLICT: it
 * has expired. */
enum err hold_renew(struct db *db, struct arena *a, struct instant now, struct hold_id id,
	struct str owner,
	struct instant until, struct hold *ret) MUST_CHECK;
/* Gives it back; OK also when it is gone already. */
enum err hold_drop(struct db *db, struct arena *a, struct instant now, struct hold_id id,
	struct str owner) MUST_CHECK;
/* E_NOTFOUND: unknown or another owner's. An expired one is returned; compare expires_at with
 * now. */
enum err hold_get(struct db *db, struct arena *a, struct hold_id id, struct str owner,
	struct hold *ret) MUST_CHECK;
/* All that a visitor keeps, for one person and for a family (owners VISITOR and VISITOR/1 … VISITOR/6). */
enum err hold_drop_all(struct db *db, struct arena *a, struct instant now, struct str visitor) MUST_CHECK;
/* What a network keeps of an agenda's day, but for the visitor's own. */
enum err holds_of_network(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule,
	struct day day, int64_t network, struct str visitor, int64_t *ret) MUST_CHECK;
/* Who takes times of several agendas on a day one after the other waits for all of them first, in the order
 * in which everybody does. */
enum err hold_days_wait(struct db *db, struct arena *a, struct instant now, struct day day,
	const struct schedule_id *schedules, size_t n) MUST_CHECK;

/*
 * Keeping a time for longer than somebody types, for whoever the owner gives it to: it counts as taken
 * everywhere, in the summary too, until it is booked or given back; expires_at is when its owner means
 * to have done so. Role and channel are those of the act. E_CONFLICT, E_INPUT: not free now; E_RETRY:
 * the owner keeps another.
 */
enum err hold_keep(struct db *db, struct arena *a, struct instant now, const struct hold_ask *ask,
	enum entry_reason reason, struct hold *ret) MUST_CHECK;
/* To another owner. E_CONFLICT: it is no longer that one's. */
enum err hold_hand_over(struct db *db, struct arena *a, struct hold_id id, struct str owner,
	struct str to_owner, struct instant until) MUST_CHECK;
/* Free for anybody at once. OK also when it is gone. */
enum err hold_give_back(struct db *db, struct arena *a, struct instant now, struct hold_id id,
	struct str owner, enum entry_reason reason) MUST_CHECK;

/* ---- booking ---- */

struct book_ask {
	struct home home;		/* of a type at home: zone (or the hold's) and address, else E_INPUT */
	/* v != 0: books what is held, by `owner`; an expired hold still books if the time is free
	 * */
	struct hold_id hold;
	struct str owner;
	struct schedule_id schedule;	/* without a hold: these four */
	struct service_id service;
	struct day day;
	int32_t start_min;
	/* of the organisation that keeps the schedule (or its establishment) */
	struct patient_id patient;
	enum channel channel;
	const char *for_whom;		/* "self" (also when NULL), "relative", "helper" */
	int64_t booked_by;		/* account; 0: the person */
	struct str role;		/* role_code of the account; empty: "public" */
	bool citizen;			/* lead, horizon and `online` apply */
	bool walk_in;			/* is here already: status arrived; no notice */
	bool silent;			/* no notice (imports, demonstration) */
	/* not empty: beside the rule, for this reason (a code of extra_reasons()); see extras.h */
	struct str overbook_reason;
	struct str note;
	struct str lang;		/* of the notices; empty: the patient's */
	struct str email;		/* where its mails go when the patient's file has no address */
	/* for a type that asks for a referral: by id, or by its code or the hash of it (referrals.h) */
	struct referral_id referral;
	struct str referral_code, referral_hash;
	/* v != 0: a seat of it, in place of the four values; see gatherings.h */
	struct gathering_id gathering;
	bool may_wait;			/* or else a waiting place; without: E_CONFLICT when it is full */
	struct party_id party;		/* v != 0: who comes with others */
	bool named;			/* takes one of the seats that the party has without names */
	bool accepted;			/* the type's text before booking, by the person */
	struct organization_id acting;	/* of the membership by which booked_by acts (bookers.h) */
	struct appointment_id instead;	/* v != 0: of another house, given up for this one; its referral goes along */
	bool written;			/* a booker takes what stands on a waiting list: counted when it was written */
	/* of the request on a waiting list that becomes this appointment: its own from here on, so that the public log
	 * tells both in one chain, and the receipt of the one is that of the other. Empty: none */
	struct str salt, reference_kept;
};
struct booked {
	struct appointment_id id;
	struct str reference;		/* 11 characters: see codes.h */
	struct str token;		/* 22 characters for /a/<token>; only its hash is stored */
	struct str salt;		/* of the receipt's commitment, base64 */
	struct instant start_at;
	int64_t version;
	bool waits;			/* not a seat: a waiting place */
};
/* E_DENIED: the type is not for this person (age on that day, sex, never seen by the practitioner of
 * the agenda); citizens only. E_CONFLICT: taken. E_INPUT: not a start, the hold is of another,
 * or a citizen has not accepted what the type asks. E_NOTFOUND: hold, patient,
 * service
 * or schedule unknown, or the type not booked by that channel. E_LIMIT: the person has too many future
 * appointments (see ahead_*; citizens only). In addition: E_DENIED the role may not, E_INPUT no such
 * reason, E_LIMIT a ceiling is
 * reached. A gathering: E_CONFLICT full or over, E_INPUT the person is in it already, E_LIMIT in another
 * one of its series (citizens only). */
enum err appointment_book(struct db *db, struct arena *a, struct instant now,
	const struct book_ask *ask,
	struct booked *ret) MUST_CHECK;

/* Who does it and what she saw. version: the appointment's when the page was made (< 0: do not
 * care). */
struct change_ask {
	struct appointment_id id;
	int64_t version;
	enum channel channel;
	int64_t account;		/* 0: the person */
	struct str role;		/* empty: "public" */
	/* the type's limits to cancel and move apply: past them E_DENIED */
	bool citizen;
	bool silent;
	struct str token;		/* for the notice's link, when the caller has it */
	struct organization_id acting;	/* of the membership by which the account acts (bookers.h) */
	bool more;			/* others of its party are cancelled right after it: nobody moves up yet */
};
/* by_patient: who gave it up. The time is free at once. Already cancelled: OK, nothing changes.
 * E_CONFLICT: changed since `version`, or past recording (fulfilled, noshow). */
enum err appointment_cancel(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who,
	bool by_patient, struct str reason, int64_t *ret_version) MUST_CHECK;
/* What a person who changes the practitioner said or heard, and how. */
enum moved_said { SAID_NOTHING, SAID_AGREED_PHONE, SAID_AGREED_COUNTER, SAID_TOLD_PHONE, SAID_TOLD_COUNTER,
	SAID_TOLD_MESSAGE,		/* the notice of this move says it: there must be one */
	SAID_MAX };
extern const char *const moved_said_codes[];	/* "agreed-phone" by what is said; [0] is "", NULL at the end */
/* To another start, keeping its own duration, reference and token. hold.v != 0: to what is held.
 * E_CONFLICT as
 * above or when the new time is taken. One `move` act tells the new start; the old time is free
 * at once. */
struct move_ask {
	struct hold_id hold;
	struct str owner;
	struct schedule_id schedule;
	struct day day;
	int32_t start_min;
	struct str overbook_reason;	/* as in book_ask */
	enum moved_said said;
	bool of_house;			/* the house took the old time away: nobody gives it back */
	bool offered;			/* from a waiting list: the act says so (reason `offer`) */
};
/* Nobody who has a practitioner is moved by staff to another (or to a team) without `said`, which is
 * kept with who says so: else E_DENIED, as for SAID_TOLD_MESSAGE to somebody who gets no notice. */
enum err appointment_move(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who,
	const struct move_ask *to, int64_t *ret_version) MUST_CHECK;
/*
 * To another house: booked there, for that house's file of the person and with a type of it, given up
 * here; one notice tells the new time and place, with a new link. The same of `said` as above; E_CONFLICT,
 * E_INPUT as of a booking. *ret: the new one.
 */
struct house_ask {
	struct schedule_id schedule;
	struct service_id service;
	struct day day;
	int32_t start_min;
	enum moved_said said;
	/* finds or makes the person's file there, once all is well: before that nothing is written */
	enum err (*file)(void *arg, struct patient_id *ret);
	void *arg;
};
enum err appointment_to_house(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who, const struct house_ask *to, struct booked *ret) MUST_CHECK;
/* Desk: arrived, checked-in, fulfilled, noshow, booked (undo) among the statuses that take a
 * place, until
 * they are recorded; `fulfilled` and `noshow` may be put right to each other or back to booked on
 * the same day.
 * E_CONFLICT: changed since. E_INPUT: not a step (cancelled: use appointment_cancel). */
enum err appointment_set_status(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who,
	enum status to, int64_t *ret_version) MUST_CHECK;
/* Changes address and coordinates only. E_NOTFOUND: it is not at home, or over; E_INPUT: no address. */
enum err appointment_set_home(struct db *db, struct arena *a, struct instant now, const struct change_ask *who,
	const struct home *home, int64_t *ret_version) MUST_CHECK;
/* Changes the note only. */
enum err appointment_set_note(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who,
	struct str note, int64_t *ret_version) MUST_CHECK;
/* A new link for somebody who lost it: makes and stores a new token, the old one is void. */
enum err appointment_new_token(struct db *db, struct arena *a, struct instant now,
	struct appointment_id id, struct str *ret_token) MUST_CHECK;

/* ---- reading ---- */

/* One appointment with what lists and pages show. Reading one about a person is audited by the
 * caller. */
struct appointment {
	struct appointment_id id;
	struct organization_id organization;
	struct str organization_code, organization_phone;
	struct names organization_name;
	struct patient_id patient;
	struct name patient_name;
	struct day birth_day;		/* DAY_NONE: unknown */
	struct str sex, phone, lang;
	struct schedule_id schedule;	/* v == 0: imported history */
	struct names schedule_name;
	bool schedule_shown;
	struct practitioner_id practitioner;	/* v == 0: none */
	struct name practitioner_name, practitioner_name_ar;
	struct service_id service;
	struct names service_name;	/* as it was called on the day of booking */
	struct names bring;
	struct names prepare, after;	/* to do before and after the visit; may be empty */
	bool sensitive;			/* messages say neither place nor type */
	struct location_id location;
	struct names location_name;
	struct str address_fr, address_ar, direction_fr, direction_ar;
	struct str specialty, reference;
	struct day day;
	int32_t start_min, duration_min, buffer_before_min, buffer_after_min;
	struct str zone;
	struct instant start_at;
	int32_t seat;
	enum status status;
	struct str cancelled_by, cancel_reason;	/* "patient", "service", or empty */
	enum channel channel;
	struct str for_whom, note, overbook_reason, salt;
	struct names extra_reason;	/* why in addition, as the list said it; empty: it is not */
	struct instant booked_at, changed_at;
	int64_t booked_by;		/* account, 0: the person */
	bool overbooked, walk_in, history;
	bool substituted;		/* the practitioner stands in for the agenda's own */
	int32_t cancel_limit_min, move_limit_min;	/* of the type today */
	bool no_cancel, no_move;	/* citizens cannot at all */
	int32_t moves, moves_max;	/* how often its person has moved it, and may; 0: always */
	int64_t version;
	struct gathering_id gathering;	/* v == 0: not a seat of a group session */
	struct party_id party;		/* v == 0: comes alone */
	int32_t beside;			/* places it takes in other agendas (beside.h) */
	bool agenda_needed;		/* some type may need its agenda beside another */
	struct str place_kind;		/* of the type today: "on_site", "home", "phone", "video" */
	struct home home;
};
struct appointments { struct appointment *v; size_t n; };
/* What is said of the type where others may read it (lists on paper, the day's board, what somebody booked for others):
 * of a discreet one only that it is an appointment. */
struct str type_openly(enum lang lang, const struct names *type, bool sensitive);
/* Why it is in addition, in a language; and how many of a list are. */
struct str extra_why(enum lang lang, const struct appointment *x);
int64_t extras_of(const struct appointments *all);

/* Who receives, where people know the agenda by name ("Dr A, instead of Dr B" for a substitute); else empty. */
struct name appointment_doctor(struct arena *a, enum lang l, const struct appointment *x);

/* Where it takes place when that is not on site: at the person's home, by telephone (with the number that
 * is called), by video. Empty: on site. */
struct str appointment_where(struct arena *a, enum lang lang, const struct appointment *x);
/* The room of a visit by video, for who may see the appointment: from VIDEO_BEFORE_MIN before its start to its
 * end. Empty: not now, not such a visit, or the establishment has no rooms. The name follows from the
 * appointment's own salt: nobody else can guess it. */
enum { VIDEO_BEFORE_MIN = 15 };
enum err appointment_video(struct db *db, struct arena *a, struct instant now, const struct appointment *x,
	struct str *ret) MUST_CHECK;
/* The ids of a list query as one array. */
#define IDS_OF(a, rows) ({ \
	struct appointment_id *ids_ = ARENA_ARRAY((a), struct appointment_id, (rows).n + 1); \
	for (size_t i_ = 0; i_ < (rows).n; i_++) \
		ids_[i_] = (rows).v[i_].id; \
	ids_; })
/* Those of at most DB_LIST_MAX that the scope has, in the order asked for: two statements, however many. */
enum err appointment_many(struct db *db, struct arena *a, const struct scope *scope, const struct appointment_id *ids, size_t n,
	struct appointments *ret) MUST_CHECK;
enum err appointment_get(struct db *db, struct arena *a, const struct scope *scope,
	struct appointment_id id,
	struct appointment *ret) MUST_CHECK;
/* The bearer of the link is entitled: no scope. E_NOTFOUND. */
enum err appointment_by_token(struct db *db, struct arena *a, struct str token,
	struct appointment *ret) MUST_CHECK;
/* For "find my appointment": reference (11 characters) and the phone of its file. E_NOTFOUND if
 * either differs. */
enum err appointment_by_reference_phone(struct db *db, struct arena *a, struct str reference,
	struct str phone,
	struct appointment *ret) MUST_CHECK;
enum err appointment_by_reference(struct db *db, struct arena *a, const struct scope *scope,
	struct str reference,
	struct appointment *ret) MUST_CHECK;
/* May a citizen still cancel / move it now? (open, and before the type's limit) */
/* They bind helpers too. */
bool appointment_may_cancel(const struct appointment *x, struct instant now);
bool appointment_may_move(const struct appointment *x, struct instant now);

/* The day list of one agenda; cancelled ones too (the desk shows them apart). By start, then
 * seat. */
enum err appointment_day_of_schedule(struct db *db, struct arena *a, const struct scope *scope,
	struct schedule_id schedule,
	struct day from, struct day to, struct appointments *ret) MUST_CHECK;	/* [from, to) */
/* Of an organisation and the departments below it. At most 2,000. */
enum err appointment_day_of_organization(struct db *db, struct arena *a, const struct scope *scope,
	struct organization_id organization, struct day from, struct day to,
		struct appointments *ret) MUST_CHECK;
enum err appointment_of_patient(struct db *db, struct arena *a, const struct scope *scope,
	struct patient_id patient,
	struct appointments *ret) MUST_CHECK;
/* Past and not recorded: still proposed, booked, arrived or checked-in though its day has passed.
 * Oldest first. */
enum err appointment_unrecorded(struct db *db, struct arena *a, const struct scope *scope,
	struct instant now, int32_t max,
	struct appointments *ret) MUST_CHECK;
enum err appointment_unrecorded_count(struct db *db, struct arena *a, const struct scope *scope,
	struct instant now,
	int64_t *ret) MUST_CHECK;

/* Against hoarding: future open appointments of the people of one phone. Limits: settings `ahead_per_person` (standard 1,
 * per person and speciality) and `ahead_per_phone` (4) of the organisation; appointment_book() checks them for citizens. */
enum err ahead_of_phone(struct db *db, struct arena *a, struct organization_id organization,
	struct str phone,
	struct instant now, int64_t *ret) MUST_CHECK;
/* The limits that hold at an organisation. */
struct ahead_limits { int64_t per_person, per_phone; };
enum err ahead_limits(struct db *db, struct arena *a, struct organization_id organization,
	struct ahead_limits *ret) MUST_CHECK;

/* An imported past: a row of history, not held against openings (no seat, no act, no notice).
 * E_CONFLICT (on PostgreSQL perhaps only at the end): a new reference met another; once in 10^8 rows. */
struct history_ask {
	struct organization_id organization;
	struct patient_id patient;
	struct practitioner_id practitioner;	/* v == 0: unknown */
	struct service_id service;		/* v == 0: only the speciality is known */
	struct str specialty, zone;
	struct names service_name;
	struct local start;
	struct instant booked_at;
	struct day booked_day;			/* local */
	int32_t duration_min;
	enum channel channel;
	enum status status;
};
enum err appointment_add_history(struct db *db, struct arena *a, struct instant now,
	const struct history_ask *h,
	struct appointment_id *ret) MUST_CHECK;

/* Derives start_at again from local time and zone for future appointments (after tz data
 * changed). Outside of a transaction: it reads them all, which may take seconds, then writes what
 * has changed in short ones of its own. */
enum err appointments_rederive(struct db *db, struct arena *a, struct instant now,
	int64_t *ret_changed) MUST_CHECK;

/* ---- one notice for several appointments of one person (a care series) ---- */

enum several_said { SEVERAL_BOOKED, SEVERAL_MOVED, SEVERAL_CANCELLED, SEVERAL_CANCELLED_BY_SERVICE };
struct tell_several {
	enum several_said said;
	struct appointment_id id;	/* one of them: whose person, place and language it is */
	const struct local *starts;	/* in order; what is told */
	const struct appointment_id *ids;	/* which they are, in any order, for calendars; may be NULL */
	size_t n;
	struct str token;		/* of `id`, for the link; empty: none */
};
/* Nothing when there is nobody to tell. */
enum err appointment_tell_several(struct db *db, struct arena *a, struct instant now,
	const struct tell_several *t) MUST_CHECK;

#endif
