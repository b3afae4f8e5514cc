/*
 * An agenda as it would be: its openings with one changed, added or replaced, before anything is
 * saved. What it would overlap, which appointments would lose their place, what a week would offer.
 * Must not know: pages, people.
 */
#ifndef AREAS_SCHEDULES_PREVIEW_H
#define AREAS_SCHEDULES_PREVIEW_H

#include "areas/schedules/agenda.h"
#include "areas/schedules/rules/urgency.h"
#include "areas/schedules/schedules.h"

struct plan { struct opening o; struct hours hours; };
struct plans { struct plan *v; size_t n; };
/* All openings of an agenda as stored. */
enum err plans_load(struct db *db, struct arena *a, struct schedule_id schedule,
	struct plans *ret) MUST_CHECK;
/* With *o in place of the stored one of its id, or beside them when it is new. */
enum err plans_with(struct db *db, struct arena *a, const struct opening *o,
	struct plans *ret) MUST_CHECK;
/* With one day of an opening removed, and `instead` (NULL: none) in its place. */
enum err plans_day(struct db *db, struct arena *a, const struct opening *o, struct day day,
	const struct opening *instead, struct plans *ret) MUST_CHECK;
/* With the normal week cut to `within` in a variant in which the agenda takes no part yet. */
enum err plans_in_variant(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct variant *v, struct minute_span within, struct plans *ret) MUST_CHECK;

/* With a variant in which the agenda takes part on other days: `v` as stored, `to` its new days. */
enum err plans_moved(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct variant *v, struct day_span to, struct plans *ret) MUST_CHECK;

/* Hours that lie over those asked about. */
struct overlap {
	struct opening_id opening;
	struct schedule_id schedule;		/* another agenda of the same practitioner, perhaps */
	int32_t start_min, end_min;
	struct day first;
	int32_t days;
};
struct overlaps {
	struct overlap *v; size_t n;
	int64_t print;			/* of all of it; 0: none. What one confirms is what one saw */
};
/* Other openings of this agenda, or of another one of the same practitioner, that have time in
 * common with *o, from today on, a year ahead. instead_of: one that does not count, for *o comes in
 * the place of one of its days; v == 0: none. */
enum err opening_overlaps(struct db *db, struct arena *a, struct instant now,
	const struct opening *o, struct opening_id instead_of, struct overlaps *ret) MUST_CHECK;
/* Other days for a whole agenda: openings of `after` that would lie over each other on days of the
 * span, or over those of another agenda of the same practitioner, and do not now. `before`: as
 * stored, the first of `after` in the same order; what comes behind them is new. */
enum err plans_overlaps(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct plans *before, const struct plans *after, struct day_span days,
	struct overlaps *ret) MUST_CHECK;
/* Who changes hours waits here for another who does the same, so that overlaps are checked once more
 * against what is committed. In a transaction only. */
enum err hours_lock(struct db *db, struct arena *a, struct schedule_id schedule) MUST_CHECK;

/* Future open appointments that lie in an opening now, and would in none; whose they are:
 * strikes_of_lost(). */
struct lost { struct appointment_id id; int64_t start_at; enum urgency urgency; };
struct losts { struct lost *v; size_t n; };
enum err plans_lose(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule, const struct plans *p, struct losts *ret) MUST_CHECK;

/* Free starts of the days [from, to) by type, with absences, closures and appointments as they are. */
enum err plans_agenda(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct plans *p, struct day from, struct day to, struct agenda *ret) MUST_CHECK;

#endif
