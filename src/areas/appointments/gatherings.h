/*
 * Gatherings: sessions of several people at one time (a workshop, a group), and parties: people who
 * come together.
 *
 * A gathering is a row with its seats and waiting places as counters under a CHECK; whoever changes
 * them holds the lock of its agenda's day. Its participants are appointments that name it: booked as
 * all are (a token, a reference, an act for each), with a status of their own. It takes the time of
 * its agenda and of those who lead it as time off (`gathering_time`), so nothing that books there
 * has to know of it. Who waits is an appointment of status `waitlist`; the first moves up when a seat
 * comes free, by the order of asking alone; relatives who stay together go in as one, when there are seats for
 * all of them, and until then a seat goes to who waits after them.
 * Must not know: pages; how a rule of gatherings is read (areas/gatherings).
 */
#ifndef AREAS_APPOINTMENTS_GATHERINGS_H
#define AREAS_APPOINTMENTS_GATHERINGS_H

#include "areas/schedules/schedules.h"
#include "db/db.h"
#include "ids.h"

struct change_ask;
struct appointments;

enum { GATHERING_LEADERS_MAX = 8, GATHERING_SEATS_MAX = 500, PARTY_PEOPLE_MAX = 6 };

struct gathering {
	struct gathering_id id;
	struct organization_id organization;	/* of its agenda */
	int64_t tree_lo;
	struct str phone;
	struct names organization_name;
	struct str organization_code;
	struct schedule_id schedule;
	struct service_id service;
	struct location_id location;		/* may be another than the agenda's */
	struct names location_name;
	struct str address_fr, address_ar, direction_fr, direction_ar;
	struct gathering_series_id series;	/* v == 0: stands alone */
	struct day series_day;
	struct names title;
	struct day day;
	int32_t start_min, duration_min;
	struct str zone;
	struct instant start_at;
	int32_t capacity, minimum, waiting_most, decide_min;
	bool online;
	int32_t taken, waiting;
	bool run_anyway, cancelled;
	struct names about;		/* what it is about; may be empty */
	bool cancel_below;		/* by itself, when the minimum is not there in time */
	int32_t group_most;		/* seats that an establishment may take online; 0: none */
	struct str cancel_reason;
	int64_t version;
};
struct gathering_list { struct gathering *v; size_t n; };
struct leaders { struct practitioner *v; size_t n; };
struct leader_ids { const struct practitioner_id *v; size_t n; };

enum err gathering_get(struct db *db, struct arena *a, struct gathering_id id,
	struct gathering *ret) MUST_CHECK;
enum err gathering_leaders(struct db *db, struct arena *a, struct gathering_id id,
	struct leaders *ret) MUST_CHECK;
/* Of a branch [lo, hi), on days [from, to), by time; cancelled ones too. At most 500. */
enum err gathering_list_of(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct day from,
	struct day to, struct gathering_list *ret) MUST_CHECK;
/* The same behind one of them, that begins `at`: how a list of more than 500 goes on. */
enum err gathering_list_behind(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct local at,
	struct gathering_id behind, struct day to, struct gathering_list *ret) MUST_CHECK;
/* What one may enrol in online, of a branch: to come, planned, after the type's lead; by time. */
enum err gathering_list_public(struct db *db, struct arena *a, struct instant now, int64_t lo, int64_t hi,
	struct gathering_list *ret) MUST_CHECK;
/* Must the head say whether it takes place? The minimum is not there though it should be by now. */
bool gathering_undecided(const struct gathering *g, struct instant now);
/* Its agenda, or the house, is closed then by something else than itself. */
enum err gathering_closed(struct db *db, struct arena *a, const struct gathering *g, bool *ret) MUST_CHECK;

/* The agendas whose time it takes: its own and the active ones of who leads it, in order. */
enum err gathering_agendas(struct db *db, struct arena *a, struct schedule_id own, struct leader_ids who,
	struct schedules *ret) MUST_CHECK;
/* Has no other gathering some of that time? Closings and appointments are not looked at. */
enum err gathering_free(struct db *db, struct arena *a, const struct gathering *g, struct leader_ids who,
	bool *ret) MUST_CHECK;
/*
 * Adds it (*g with id.v == 0; organization, zone and start_at are found) and closes that time of all
 * its agendas; appointments that lie there stay and are placed again at the desk. `publish` tells its
 * seats. E_CONFLICT: another gathering has some of that time. E_INPUT: a number, a title or a type
 * that does not fit, or it is past.
 */
enum err gathering_add(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	struct leader_ids who, struct str role, struct gathering_id *ret) MUST_CHECK;
/*
 * Another title, time, place, number or leader. Participants go with it, and each is told when day,
 * time or place changed, unless `silent`; more seats are filled from the waiting places. E_CONFLICT:
 * not of g->version, or the time is another gathering's; E_INPUT as above, or fewer seats than are taken.
 */
enum err gathering_change(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	struct leader_ids who, const struct change_ask *by, int64_t *ret_told) MUST_CHECK;
/* All its appointments are cancelled by the service, each told; its time is given back. */
enum err gathering_cancel(struct db *db, struct arena *a, struct instant now, struct gathering_id id,
	int64_t version, struct str reason, const struct change_ask *by, int64_t *ret_told) MUST_CHECK;
/* Those that are cancelled by themselves now: below their minimum though it should be there. At most 20. */
enum err gathering_list_below(struct db *db, struct arena *a, struct instant now, struct gathering_list *ret) MUST_CHECK;
#define GATHERING_BELOW "minimum"	/* cancel_reason of these */
/* It takes place though the minimum is not reached. */
enum err gathering_run(struct db *db, struct arena *a, struct gathering_id id, int64_t version) MUST_CHECK;
/* Participants, who waits last; cancelled ones too. */
enum err gathering_people(struct db *db, struct arena *a, const struct scope *scope, struct gathering_id id,
	struct appointments *ret) MUST_CHECK;
/* The place of somebody who waits, from 1; 0: does not wait. */
enum err gathering_waits(struct db *db, struct arena *a, struct appointment_id id, int32_t *ret) MUST_CHECK;

/* ---- parties ---- */

struct party {
	struct party_id id;
	struct organization_id organization;
	struct gathering_id gathering;	/* v == 0: a family, one after the other */
	struct str name;		/* of an establishment or association; empty: relatives */
	struct str contact, phone, email, lang;
	int32_t unnamed;		/* seats whose people are named later */
	int32_t people;			/* who sit or wait as one; 0: each alone */
	struct instant made_at;
	int64_t version;
	struct str salt, reference;	/* of its seats without names in the public log; empty: none, or from before */
};
struct parties { struct party *v; size_t n; };
struct party_ask {
	struct organization_id organization;
	struct gathering_id gathering;
	struct str name, contact, phone, lang;
	struct str email;		/* of who keeps seats without names */
	int32_t seats;			/* taken at once, without names (gatherings) */
	int32_t people;			/* so many are booked after it, who sit or wait as one; 0: each alone */
	const char *channel;
	int64_t made_by;		/* account; 0: the person */
	struct str role;
};
/* A new party; its people are booked after it with book_ask.party. ret_token: for /together/<token>; only
 * its hash is stored. E_CONFLICT: fewer seats are left. */
enum err party_add(struct db *db, struct arena *a, struct instant now, const struct party_ask *ask,
	struct party_id *ret, struct str *ret_token) MUST_CHECK;
enum err party_get(struct db *db, struct arena *a, struct party_id id, struct party *ret) MUST_CHECK;
/* Has that phone taken seats for an establishment there already, and in how many sessions ahead of that house?
 * Until the transaction ends nobody else is answered for that phone. */
enum err party_has_seats(struct db *db, struct arena *a, struct instant now, const struct gathering *g, struct str phone,
	bool *ret, int64_t *ret_ahead) MUST_CHECK;
/* Who has the link is entitled. E_NOTFOUND. */
enum err party_by_token(struct db *db, struct arena *a, struct str token, struct party *ret) MUST_CHECK;
enum err party_list(struct db *db, struct arena *a, struct gathering_id gathering, struct parties *ret) MUST_CHECK;
/* Its appointments, by time; cancelled ones too. The caller is entitled by the link or the party's scope. */
enum err party_people(struct db *db, struct arena *a, struct party_id id, struct appointments *ret) MUST_CHECK;
/* Seats without names are given back; OK also for none. */
enum err party_give_back(struct db *db, struct arena *a, struct instant now, const struct party *p,
	int32_t seats, const struct change_ask *by) MUST_CHECK;
/* One message to the phone of the party (or of its first person) about all of them, and one to each address of theirs, with
 * the calendar files of those whose it is. */
enum party_notice { PARTY_BOOKED, PARTY_CANCELLED, PARTY_SEATED /* who waited as one has seats now */ };
enum err party_tell(struct db *db, struct arena *a, struct instant now, struct party_id id, enum party_notice what,
	struct str token) MUST_CHECK;
/* By mail alone, so that calendars follow: some of them are cancelled, seats without names are no more. */
enum err party_mail_gone(struct db *db, struct arena *a, struct instant now, struct party_id id, const struct appointment_id *gone,
	size_t n, int32_t seats) MUST_CHECK;
/* Names, phones and addresses of who spoke for parties whose visits, and who were made, before an instant are forgotten: how many. */
enum err parties_forget(struct db *db, struct arena *a, struct instant before, int64_t *ret) MUST_CHECK;

#endif
