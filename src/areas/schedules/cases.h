/*
 * Simulating an agenda before it is published: cases in JSON (openings, absences, holidays,
 * bookings, a type, a query) and their answers. `diwan slots` prints them; docs/slots.md has the
 * format. The same rules as the real agendas use, so what it shows is what will be offered.
 * Must not know: the database.
 */
#ifndef AREAS_SCHEDULES_CASES_H
#define AREAS_SCHEDULES_CASES_H

#include "areas/schedules/rules/hours.h"
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
	int32_t capacity, slot_min;
	struct hours hours;		/* an end after midnight lies beyond 1440 */
	size_t nth;			/* its place in the file, also that of its copy in a variant */
};
/* Other hours between two dates, in the agendas that take part. */
struct case_variant {
	struct str id;
	struct day_span days;
	struct minute_span within;	/* the usual hours cut to this; to = 0: none of them */
	const struct jr *resources;	/* absent: all agendas */
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
	struct case_variant *variants; size_t nvariants;
	struct case_opening *openings; size_t nopenings;
	size_t listed;			/* openings in the file */
	struct case_absence *absences; size_t nabsences;
	struct case_booking *bookings; size_t nbookings;
	struct day *holidays; size_t nholidays;
	struct slot_rule rule;
	int32_t lead, horizon;			/* minutes; -1: none */
	bool has_from, has_to, has_now, citizen;
	struct local from, to, now;
};
static inline struct range range_of(const struct hours_part *p)
{
	int64_t day = (int64_t)p->day.n * 1440;

	return (struct range){ day + p->start, day + p->end };
}
struct ranges { struct range *v; size_t n, cap; };
void ranges_add(struct arena *a, struct ranges *rs, struct range r);
/* The openings of the case, with what variants make of them (cases_hours.c). */
enum err case_openings(struct slot_case *c) MUST_CHECK;
/* Shared readers; an absent value leaves *ret alone, or gives what is said for it. */
enum err case_number(const struct jr *v, int64_t min, int64_t max, int32_t absent,
	int32_t *ret) MUST_CHECK;
enum err case_rule(struct slot_case *c, const struct jr *v, const struct jr *until,
	struct recur *ret) MUST_CHECK;
/* One answer of each kind, written as one JSON value. NULL: a kind that is not served. */
typedef enum err (*case_kind_fn)(struct slot_case *c, struct jw *j);
case_kind_fn case_kind(struct str kind);
/* those about places left, in cases_places.c */
case_kind_fn case_kind_places(struct str kind);

#endif
