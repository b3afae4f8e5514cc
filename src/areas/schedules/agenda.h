/*
 * A few days of agendas in memory: what is open, closed and taken, and the free starts of it.
 * For areas/schedules and areas/appointments only; others ask schedules.h and appointments.h.
 * Must not know: pages, people.
 */
#ifndef AREAS_SCHEDULES_AGENDA_H
#define AREAS_SCHEDULES_AGENDA_H

#include "areas/schedules/rules/beside.h"
#include "areas/schedules/rules/quota.h"
#include "areas/schedules/rules/slots.h"
#include "areas/schedules/rules/travel.h"
#include "db/db.h"
#include "ids.h"

struct schedule_ids { const struct schedule_id *v; size_t n; };

struct agenda_opening {
	struct day day;
	struct range at;
	int32_t capacity;
	struct service_id service;
	struct slot_rule rule;
	struct opening_id opening;	/* with the day: the occurrence, of one or more intervals */
	const struct quota *quota;	/* NULL: no shares */
	int32_t needs;			/* how many agendas the service needs beside this one */
	bool home;			/* visits at people's homes */
};
struct besides;		/* agendas that can meet needs of others, loaded with them */
struct agenda {
	struct schedule_id schedule;
	struct organization_id organization;
	int64_t tree_lo;
	struct str zone_name;
	const struct zone *zone;
	bool shown, active;
	struct agenda_opening *openings; size_t nopenings;	/* by day, start */
	struct range *closed; size_t nclosed;			/* sorted, merged */
	struct visit *visits; size_t nvisits;			/* by start; booked and held */
	struct visit *booked; size_t nbooked;			/* by start; without holds, but for kept ones */
	struct range *work, *rooms;				/* for computing */
	/* Whose starts are asked for: those that the shares leave to them at `now_min` (local
	 * minutes). QUOTA_NOBODY: shares are not looked at. */
	enum quota_group group;
	int64_t now_min;
	bool quotas;		/* an opening has shares */
	bool needed;		/* some type may need this agenda beside its own */
	bool without_holds;	/* nor are holds of what is needed beside it looked at */
	struct besides *besides;	/* NULL: nothing in it needs another agenda */
	struct travel *travel;	/* NULL: nobody is sent anywhere */
	int32_t home;		/* the zone for which homes are asked (travel.h) */
	struct visit *wide;	/* for computing */
};

/* What to load. service.v == 0: all services. now: holds that live then are taken times, except
 * `owner`'s; INSTANT_NONE: holds are not looked at, nor has any share been released. except: an
 * appointment that does not count. */
struct agenda_ask {
	struct day from, to;			/* [from, to) */
	struct service_id service;
	struct instant now;
	struct str owner;
	struct appointment_id except;
	enum quota_group group;
	int64_t home;		/* id of the zone of a visit at home; 0: as if in the nearest one */
	struct place_on_earth home_at;	/* the address in it, where known */
	struct service_id beside;	/* its needs are loaded even where nothing offers it; v == 0: none */
};
/* One agenda for each id, in their order; n ≤ 500. E_NOTFOUND: one does not exist. */
enum err agenda_load(struct db *db, struct arena *a, const struct schedule_id *ids, size_t n,
	const struct agenda_ask *ask, struct agenda *ret) MUST_CHECK;
/* One agenda with the openings that *ret has already, by day and start, in place of those that are stored: with what
 * their types need beside it, and the ways between homes. */
enum err agenda_load_given(struct db *db, struct arena *a, struct schedule_id id, const struct agenda_ask *ask,
	struct agenda *ret) MUST_CHECK;

/* By the code of a channel, as in `appointment`: online, SMS and helpers are one group, health centres
 * one, the desk and all others one. Empty: nobody's. */
/* "online", "desk", "health-centre": the channel that a group is called by in the log. */
const char *quota_group_code(enum quota_group g);
enum quota_group quota_group_of(struct str channel);

struct agenda_start { int64_t at; int32_t left; };	/* local minutes since 1970; seats */
struct agenda_starts { struct agenda_start *v; size_t n, cap; };
/* Free starts of a service on one day, sorted, each once. rule: NULL for the service's own, else
 * the lengths and buffers of a visit that moves. *ret begins as {0} or an earlier
 * answer, whose room is used again. */
void agenda_starts(const struct agenda *g, struct arena *a, struct service_id service,
	struct day day, const struct slot_rule *rule, struct agenda_starts *ret);
/* May a visit of that service begin then? OK, E_CONFLICT (taken or not open), E_INPUT (no start at
 * all of a grid). *ret_rule: lengths and buffers; *ret_capacity: seats of the interval. */
enum err agenda_fits(const struct agenda *g, struct service_id service, struct local start,
	const struct slot_rule *rule, struct slot_rule *ret_rule, int32_t *ret_capacity) MUST_CHECK;
/* The agendas that a visit takes beside its own, in the order of the type's needs; the same question
 * has always the same answer. E_CONFLICT: a need cannot be met. any: beside the rule, a need that nobody
 * free can meet takes the first agenda that could. rule: lengths and buffers of the visit. */
struct agenda_uses { struct schedule_id v[BESIDE_NEEDS]; int32_t place[BESIDE_NEEDS]; size_t n; };
enum err agenda_beside_of(const struct agenda *g, struct service_id service, struct local start,
	const struct slot_rule *rule, bool any, struct agenda_uses *ret) MUST_CHECK;
/* The free ranges of a service on one day, with the lengths and buffers that hold there; none where the shares leave nothing. */
struct agenda_room { struct range at; struct slot_rule rule; };
struct agenda_rooms { struct agenda_room *v; size_t n, cap; };
void agenda_rooms(const struct agenda *g, struct arena *a, struct service_id service, struct day day,
	struct agenda_rooms *ret);
/* What an occurrence's shares say: how many of each group have taken a place in it, the local minute
 * from which all is one pool, and how many visits of the service still fit. */
struct occurrence { int64_t from, to, release; int32_t taken[QUOTA_GROUPS], left; };
struct occurrence agenda_occurrence(const struct agenda *g, const struct agenda_opening *o,
	const struct slot_rule *rule);
/* One more taken time, for computing on. */
void agenda_take(struct agenda *g, struct arena *a, struct visit v);

/* Rewrites free_day of one agenda, and of those that may need it, for [from, to): only rows that differ
 * are written. For who holds the lock of each of these days. */
enum err free_days_refresh(struct db *db, struct arena *a, struct schedule_id schedule,
	struct day from, struct day to) MUST_CHECK;
/* The same of several, for who holds the locks of all. */
enum err free_days_linked(struct db *db, struct arena *a, struct schedule_ids ids, struct day from,
	struct day to) MUST_CHECK;
/* Waits for bookings under way in an agenda, and lets those that come wait for the end of this change of what is open. Who
 * takes several does so in the order of their ids. */
enum err agenda_wait(struct db *db, struct arena *a, struct schedule_id schedule) MUST_CHECK;
/* The same of one and of those that may need it, after what is open was changed: no booking of any of
 * them is under way meanwhile. */
enum err free_days_again(struct db *db, struct arena *a, struct schedule_id schedule,
	struct day from, struct day to) MUST_CHECK;
/* The same from an agenda in memory that was loaded for these days and all services; its `booked`
 * (with `more`, if not NULL) are what is taken. */
enum err free_days_write(struct db *db, struct arena *a, const struct agenda *g,
	const struct visit *more,
	struct day from, struct day to) MUST_CHECK;
/* What the summary says of a day: how many starts are left; 0 when it has no row. */
enum err free_day_starts(struct db *db, struct arena *a, struct schedule_id schedule,
	struct service_id service, struct day day, int32_t *ret) MUST_CHECK;
/* What it says for those who book online, until the local minute open_at; 0: as for anybody. */
struct free_online { int32_t starts, first_min, last_min; int64_t open_at; };
enum err free_day_online(struct db *db, struct arena *a, struct schedule_id schedule,
	struct service_id service, struct day day, struct free_online *ret) MUST_CHECK;
/* The first of these days that an offer has from `from` (local minutes) on, and its last start;
 * DAY_NONE: none. */
struct first_day { int64_t from; struct day day; int32_t last_min; };
enum err first_day_kept(struct db *db, struct arena *a, struct schedule_id schedule,
	struct service_id service, struct first_day *ret) MUST_CHECK;
/* Some hundreds of offers whose kept first day has passed get the next: readers find it without
 * this too, but slower. *ret_moved: how many. */
enum err first_days_move(struct db *db, struct arena *a, struct instant now,
	int64_t *ret_moved) MUST_CHECK;

#endif
