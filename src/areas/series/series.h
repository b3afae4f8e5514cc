/*
 * Care series: repeat visits of one person that were booked as one thing and stay told, shown,
 * moved and cancelled as one where that is wished.
 *
 * A series says what was wished; each visit is an appointment like another, booked, moved and
 * cancelled by appointments.h, which checks it again and appends its act. A visit without an
 * appointment is still to place, until it is placed or given up. Who the person is stands on the
 * appointments alone, so access is theirs. People are told once for the whole.
 * Must not know: pages, who may see an appointment.
 */
#ifndef AREAS_SERIES_SERIES_H
#define AREAS_SERIES_SERIES_H

#include "areas/appointments/appointments.h"
#include "areas/series/rules/plan.h"

/* As stored; visits by n (from 1). Times and states only: for who was shown one of them. */
struct series_visit {
	int32_t n;
	struct local wish;
	bool given_up;
	struct appointment_id appointment;	/* v == 0: still to place, or given up */
	struct schedule_id schedule;
	struct local start;
	struct instant start_at;
	enum status status;
	struct str reference;
	int64_t version;
};
struct series {
	struct series_id id;		/* v == 0: none */
	struct organization_id organization;
	struct service_id service;
	struct schedule_id schedule;	/* of the first visit */
	struct series_rule rule;
	struct series_visit v[SERIES_MAX];
	size_t n;
	int32_t here;			/* the visit by which it was found; 0: by its id */
};
enum err series_get(struct db *db, struct arena *a, struct series_id id, struct series *ret) MUST_CHECK;
/* Of an appointment; id.v == 0 when it is of none. */
enum err series_of(struct db *db, struct arena *a, struct appointment_id x, struct series *ret) MUST_CHECK;
/* Of n ≤ 500 appointments those that are of a series, in any order. */
struct series_place { struct appointment_id appointment; struct series_id series; int32_t n, of; };
struct series_places { struct series_place *v; size_t n; };
enum err series_of_these(struct db *db, struct arena *a, const struct appointments *all, struct series_places *ret) MUST_CHECK;
/* Does the visit still take a place, and is it ahead? */
bool series_visit_open(const struct series_visit *v, struct instant now);

/* Where a visit is wanted; schedule.v == 0: it is left to place. */
struct series_want { struct schedule_id schedule; struct local at; };
struct series_ask {
	struct series_rule rule;
	struct organization_id organization;
	struct service_id service;
	struct patient_id patient;
	struct appointment_id first;	/* v != 0: visit 1 is booked already */
	const struct series_want *want;	/* rule.count of them; want[0] also for `first` */
	bool all;			/* all or nothing: E_CONFLICT when one cannot be booked */
	enum channel channel;
	int64_t account;
	struct str role;
	const char *for_whom;
	bool silent;
	struct organization_id acting;	/* as in book_ask */
	struct home home;		/* of a type at home: all visits go there */
};
/* Books in the order of (agenda, day). *ret_taken: bit n - 1 of each visit that was taken meanwhile,
 * set also on E_CONFLICT, which leaves everything to be rolled back; E_CONFLICT too when not one
 * could be booked. The person is told once. */
enum err series_book(struct db *db, struct arena *a, struct instant now, const struct series_ask *ask,
	struct series_id *ret, uint32_t *ret_taken) MUST_CHECK;
/* Books one visit that was still to place; told as an ordinary booking. */
enum err series_place(struct db *db, struct arena *a, struct instant now, const struct series *s,
	int32_t n, const struct book_ask *ask, struct booked *ret) MUST_CHECK;

/* Moves visits to where each is wanted (want by n - 1; schedule.v == 0: it stays), the last first
 * when they go later, so that one may take another's old time. As series_book otherwise; *ret_n:
 * how many moved. who->id and who->version are not read: versions[n - 1] is what was seen. */
enum err series_move(struct db *db, struct arena *a, struct instant now, const struct series *s,
	const struct change_ask *who, const struct series_want *want, const int64_t *versions, bool all,
	uint32_t *ret_taken, int32_t *ret_n) MUST_CHECK;
/* Cancels what is open and ahead from visit `from` on, and gives up what was still to place. */
enum err series_cancel(struct db *db, struct arena *a, struct instant now, const struct series *s,
	const struct change_ask *who, int32_t from, bool by_patient, struct str reason, int32_t *ret_n) MUST_CHECK;

/* Visits still to place in [lo, hi), the first wished first, with an appointment of the person that
 * the scope covers. */
struct series_waiting { struct series_id series; int32_t n, of; struct local wish; struct appointment_id appointment; };
struct series_waitings { struct series_waiting *v; size_t n; };
enum err series_to_place_list(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	struct series_waitings *ret) MUST_CHECK;
enum err series_to_place_number(struct db *db, struct arena *a, int64_t lo, int64_t hi, int64_t *ret) MUST_CHECK;
/* An appointment of it that the scope covers; E_NOTFOUND. */
enum err series_shown(struct db *db, struct arena *a, const struct scope *scope, struct series_id id,
	struct appointment_id *ret) MUST_CHECK;

#endif
