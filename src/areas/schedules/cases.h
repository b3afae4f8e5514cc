/*
 * Simulating an agenda before it is published: cases in JSON (openings, absences, holidays,
 * bookings, a type, a query) and their answers. `diwan slots` prints them; docs/slots.md has the
 * format. The same rules as the real agendas use, so what it shows is what will be offered.
 * Must not know: the database.
 */
#ifndef AREAS_SCHEDULES_CASES_H
#define AREAS_SCHEDULES_CASES_H

#include "areas/schedules/rules/recur.h"
#include "areas/schedules/rules/slots.h"
#include "areas/schedules/rules/window.h"
#include "json/json.h"

enum { CASES_MAX_BYTES = 64 << 20, CASE_YEARS_MAX = 12, CASE_STARTS_MAX = 200000 };

/* Reads a list of cases (or one) and writes the list of answers. *ret_all: every case was
 * answered. */
enum err cases_answer(struct arena *a, struct str text, struct buf *out, bool *ret_all) MUST_CHECK;

/* ---- shared by cases.c and cases_kinds.c ---- */

struct case_opening {
	struct str id, place, resource;
	const struct jr *services;
	struct day first;
	int32_t start_min, minutes, capacity, slot_min;
	struct recur *rule;
};
struct case_absence {
	struct str resource;
	struct day first;
	int32_t start_min;
	int64_t minutes;
	struct recur *rule;
};
struct case_booking { struct str resource; struct range at; bool counts; };
struct slot_case {
	struct arena *a;
	const struct jr *json, *query;
	const struct zone *zone;
	struct case_opening *openings; size_t nopenings;
	struct case_absence *absences; size_t nabsences;
	struct case_booking *bookings; size_t nbookings;
	struct day *holidays; size_t nholidays;
	struct slot_rule rule;
	int32_t lead, horizon;			/* minutes; -1: none */
	bool has_from, has_to, has_now, citizen;
	struct local from, to, now;
};
struct ranges { struct range *v; size_t n, cap; };
void ranges_add(struct arena *a, struct ranges *rs, struct range r);
/* One answer of each kind, written as one JSON value. NULL: a kind that is not served. */
typedef enum err (*case_kind_fn)(struct slot_case *c, struct jw *j);
case_kind_fn case_kind(struct str kind);
/* those about places left, in cases_places.c */
case_kind_fn case_kind_places(struct str kind);

#endif
