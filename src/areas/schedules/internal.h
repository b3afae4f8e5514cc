/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef AREAS_SCHEDULES_INTERNAL_H
#define AREAS_SCHEDULES_INTERNAL_H

#include "areas/schedules/schedules.h"

/* Rewrites `offer` of one agenda from its openings; what is no longer offered loses its free
 * days. */
enum err offers_refresh(struct db *db, struct arena *a, struct schedule_id schedule) MUST_CHECK;
/* The summary of one agenda from today on, as far as it is materialised. */
enum err free_ahead_refresh(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule) MUST_CHECK;
/* Today in UTC: days before it have passed everywhere but in the Americas, where one day more is
 * harmless. */
struct day today_utc(struct instant now);

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

#endif
