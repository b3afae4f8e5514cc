/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef AREAS_SCHEDULES_INTERNAL_H
#define AREAS_SCHEDULES_INTERNAL_H

#include "areas/schedules/schedules.h"

/* Rewrites `offer` of one agenda from its openings; what is no longer offered loses its free
 * days. */
enum err offers_refresh(struct db *db, struct arena *a, struct schedule_id schedule) MUST_CHECK;
/* Offers and summary of all agendas that offer a service, from today on. */
enum err service_refresh(struct db *db, struct arena *a, struct instant now, struct service_id id)
	MUST_CHECK;
/* The summary of one agenda from today on, as far as it is materialised. */
enum err free_ahead_refresh(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule) MUST_CHECK;
/* Today in UTC: days before it have passed everywhere but in the Americas, where one day more is
 * harmless. */
struct day today_utc(struct instant now);

/* Up to which day openings are materialised at least. */
struct day openings_ahead(struct day today);
/* Compares the days of one opening in a span with what it says now, and writes what differs. */
enum err opening_again(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct day_span days, struct str role) MUST_CHECK;

/* After a rule was written: all its days from today on, the offers of the agenda, the summary of the
 * days that changed (of all its days when other types are offered in it). */
enum err opening_make(struct db *db, struct arena *a, struct instant now, struct opening_id id,
	struct str role, bool other_types) MUST_CHECK;
/* The hours that an agenda would have in a variant: its normal week cut to `within`. `id` of each is
 * that of the opening it is made from. */
enum err variant_copy(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct variant *v, struct minute_span within, struct openings *ret) MUST_CHECK;

/* An arena for one agenda's work at a time (arena_reset between them); goes with `a`. */
struct arena *agenda_arena(struct arena *a);
/* A wall clock day of the agenda's place. */
enum err today_at(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule,
	struct day *ret) MUST_CHECK;

/* An absence with its act, or one less; the summaries of its days are the caller's to refresh. */
enum err absence_insert(struct db *db, struct arena *a, struct instant now,
	const struct absence *x, struct str role, struct absence_id *ret) MUST_CHECK;
enum err absence_drop(struct db *db, struct arena *a, struct instant now, const struct absence *x,
	struct str role) MUST_CHECK;

/* The first start on one day of some agendas of a type, as citizens or the desk would see it. Of several questions
 * at once: the agendas are loaded together, by the same few statements however many they are. ret[i].schedule.v == 0:
 * nothing that day. E_LIMIT: more agendas than one statement takes. */
struct first_ask {
	struct service_id service;
	int32_t lead_min, horizon_min, spread_min;	/* of the type */
	const struct zone *zone;
	struct day day;
	const struct schedule_id *agendas;
	size_t n;
};
enum err slots_first_of_day(struct db *db, struct arena *a, struct instant now, bool citizen, const struct first_ask *asks,
	size_t n, struct slot_time *ret) MUST_CHECK;

#endif
