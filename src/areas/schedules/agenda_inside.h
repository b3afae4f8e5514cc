/*
 * What agenda.c and agenda_beside.c share: an agenda's free time, and that of the rooms and devices which
 * its types need beside it. Must not be included elsewhere.
 */
#ifndef AREAS_SCHEDULES_AGENDA_INSIDE_H
#define AREAS_SCHEDULES_AGENDA_INSIDE_H

#include "areas/schedules/agenda.h"
#include "schedules_q.h"

/* The question for one interval, with those closed times and visits that can matter on its day. */
struct free_ask agenda_question(const struct agenda *g, const struct agenda_opening *o,
	const struct slot_rule *rule);
/* The first of g->openings on or after a day. */
size_t agenda_first_of_day(const struct agenda *g, struct day day);
/* As agenda_load(), with the agendas' hours in place of what is offered in them. */
enum err agenda_load_hours(struct db *db, struct arena *a, const struct schedule_id *ids, size_t n,
	const struct agenda_ask *ask, struct agenda *ret) MUST_CHECK;

/* Loads what the types of some loaded agendas need; nothing is read when they need nothing. */
enum err besides_load(struct db *db, struct arena *a, const struct schedule_id *ids, size_t n,
	const struct agenda_ask *ask, struct agenda *g) MUST_CHECK;
/* g->rooms[0 … n) cut to where each need has somebody; the answer lasts until the next such question. */
size_t besides_cut(const struct agenda *g, const struct agenda_opening *o, const struct slot_rule *rule,
	size_t n, const struct range **ret);
/* After besides_cut() for that interval: for how many visits more at `at` what is needed can be had; 0:
 * not at all. count: more than "at least one" is asked. */
int32_t besides_left(const struct agenda *g, const struct slot_rule *rule, int64_t at, bool count);

/* ---- agenda_ways.c ---- */

/* Fills travel and home of loaded agendas; *ret: visits whose address has coordinates, by id. */
enum err agenda_ways(struct db *db, struct arena *a, const struct agenda_ask *ask, const struct schedule_id *ids, size_t n,
	struct agenda *g, struct agenda_spots_rows *ret) MUST_CHECK;
/* Where a visit at home is: its address where that is known, else its zone. */
int32_t agenda_where(const struct agenda_spots_rows *spots, const struct agenda *g,
	const struct agenda_busy_row *r) MUST_CHECK;

#endif
