/*
 * Pages of a care series: the plan before it is booked, the series as it stands, its visits moved
 * from one on, placed, cancelled.
 * Must not know: other areas' SQL; how a series is kept (areas/series).
 */
#ifndef DESK_SERIES_H
#define DESK_SERIES_H

#include "areas/desk/pages.h"
#include "areas/series/series.h"

/* One visit with the times it may be given; the field is "t<n>". */
struct series_line {
	int32_t n;
	const char *field;
	struct local wish;
	struct local now;		/* where it stands; day_is() false: nowhere */
	bool fixed;			/* booked already, not asked */
	bool found, exact;
	struct str feast;		/* the house is closed on the day that is wished: why; may be empty */
	bool away;			/* the agenda has time off at the hour that is wished */
	int64_t version;		/* of its appointment; 0: none */
	struct agenda_choices times;	/* the first is the best; none: nothing is free near */
};
struct series_lines { struct series_line *v; size_t n; };
/* Fills `feast` and `away` of those that are not as wished, by two queries for all. */
enum err series_say_why(struct rq *rq, struct organization_id house, struct schedule_id schedule,
	const struct series_lines *lines) MUST_CHECK;
struct series_plan_page {
	struct url back, action;
	struct str back_text;
	struct name person;
	struct str what;		/* type, agenda */
	struct series_rule rule;
	bool any, may_any;		/* other agendas of the house too */
	struct str who, type, slot;	/* of a person without appointment yet, as addresses say it; empty otherwise */
	int64_t patient;		/* the same person, in a body */
	bool phone, sms;
	struct series_lines lines;
	int64_t misses;			/* lines in which nothing serves the wish */
};
struct series_page {
	struct series s;
	struct name person;
	struct str what;
	bool booked, may_change, desk;	/* desk: of the hospital, in whose name it may cancel */
	int64_t to_place, changed;	/* changed: by the act before; 0: none */
	int32_t next;			/* the first visit that is open and ahead; 0: none */
	struct instant now;
};
struct series_move_page {
	struct series s;
	struct name person;
	int32_t from;
	struct local to;		/* where visit `from` would go; day_is() false: not asked yet */
	struct series_lines lines;
	int64_t misses;
};
struct series_place_page {
	struct series s;
	struct name person;
	int32_t n;
	struct local wish;
	struct move_times times;
};
struct series_wait { struct series_waiting w; struct name person; struct str service; };
struct series_waits { struct series_wait *v; size_t n; };

/* What the two files share. The field of visit n. */
const char *series_field(struct rq *rq, int32_t n);
/* "Tuesday 10 November, 09:00", with the agenda where it is another one. */
struct agenda_choice series_choice(struct rq *rq, struct local at, int64_t schedule, struct str agenda);
enum quota_group series_group(const struct rq *rq);
enum channel series_channel(const struct rq *rq);
/* Reads the chosen times of visits from `from` (0-based) on: an empty one is left. `all`: then each
 * must have one. E_INPUT with each error beside its field. */
enum err series_chosen(struct rq *rq, int32_t from, int32_t count, bool all, struct series_want *ret) MUST_CHECK;
/* Marks those that were taken meanwhile; answers E_INPUT. */
enum err series_were_taken(struct rq *rq, uint32_t taken) MUST_CHECK;

enum err desk_series_plan_page(struct rq *rq);		/* series_plan.c */
enum err desk_series_book(struct rq *rq);
enum err desk_repeat_page(struct rq *rq);
enum err desk_repeat(struct rq *rq);
enum err desk_series_page(struct rq *rq);		/* series_page.c */
enum err desk_series_move_page(struct rq *rq);
enum err desk_series_move(struct rq *rq);
enum err desk_series_cancel(struct rq *rq);
enum err desk_series_place_page(struct rq *rq);
enum err desk_series_place(struct rq *rq);
enum err desk_series_list(struct rq *rq);
enum err desk_series_waiting(struct rq *rq, int64_t *ret);
extern const struct form series_book_form, series_cancel_form, series_place_form;

#endif
