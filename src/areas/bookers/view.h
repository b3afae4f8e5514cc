/*
 * What the pages of this area show. Must not be included elsewhere.
 */
#ifndef BOOKERS_VIEW_H
#define BOOKERS_VIEW_H

#include "areas/bookers/bookers.h"
#include "bookers_q.h"

struct booker_line {
	struct booker_id id;
	struct name name;
	struct str place;		/* of a helper */
	bool stopped;
	int64_t n, today, cancelled, missed, ahead, phones;
	struct str value;		/* as in the choice of those who have none */
};
struct booker_lines { struct booker_line *v; size_t n; };
struct booker_choice { struct str value, label; };
struct booker_choices { struct booker_choice *v; size_t n; };
struct reach_choice { const char *code, *label; bool chosen; };
struct reach_choices { const struct reach_choice *v; size_t n; };
/* value < 0: none of its own; standard: of the others. */
struct limit_field { const char *name, *label; int64_t value, standard; };
struct limit_fields { const struct limit_field *v; size_t n; };
struct type_line { struct service_id id; struct str name; const char *reach; int64_t day, week; };
struct type_lines { struct type_line *v; size_t n; };

struct bookers_page {
	struct str step;
	struct booker_lines lines;
	struct booker_choices candidates, services;
	struct reach_choices reaches;
	struct limit_fields fields;
	struct type_lines types;
};
struct booker_visit_line { struct appointment_id id; struct day made, day; struct minutes min; struct str agenda; const char *status; };
struct booker_visit_lines { struct booker_visit_line *v; size_t n; };
struct booker_view {
	struct booker_id id;
	struct name name, stopped_by;
	struct str place, why;
	bool helper, stopped;
	struct instant stopped_at;
	struct booker_line line;
	struct limit_fields fields;
	struct booker_days_rows days;
	struct booker_visit_lines visits;
	int64_t version;
};

#endif
