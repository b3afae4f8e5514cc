/*
 * What the files of this area share. Must not be included elsewhere.
 */
#ifndef AGENTS_INSIDE_H
#define AGENTS_INSIDE_H

#include "areas/agents/agents.h"
#include "areas/schedules/schedules.h"
#include "agents_q.h"
#include "jobs/samples.h"

/* One change of an agenda: "book", "cancel", "move" (to there), "left" (from there), "substitute" (somebody else receives);
 * "closed", "open" (absences, closings), "hours", "hours-off", "session", "session-off", each until `till`; "stand-in", "stand-in-off":
 * who receives on those days, whether or not somebody is booked. */
struct change { struct local at, till; struct str what; };
struct changes { const struct change *v; size_t n; struct str agenda; };
/* "Mon 3 Nov at 09:00 to 12:00"; to another day with that day. */
struct str change_span(const struct page *pg, const struct change *c);
struct str change_days(const struct page *pg, const struct change *c);	/* "Mon 3 Nov to Fri 7 Nov" */
extern const struct sample agents_samples[];

struct agenda_line {
	struct schedule_id id;
	struct str name;
	bool has_feed, watched;
	struct instant feed_at;
	struct str email;
	int32_t soon_hours;
	struct minutes digest;
};
struct agents_view { struct agenda_line *v; size_t n; bool names, may_say; };

enum { AGENTS_ROLES = R(PRACTITIONER) | R(DESK) | R(HEAD_OF_ADMISSIONS) | R(DIRECTOR), NAMES_ROLES = R(HEAD_OF_ADMISSIONS) | R(DIRECTOR) };
enum err agents_page(struct rq *rq);
enum err agents_feed_make(struct rq *rq);
enum err agents_feed_end(struct rq *rq);
enum err agents_watch(struct rq *rq);
enum err agents_names(struct rq *rq);
enum err agents_calendar(struct rq *rq);
extern const struct form agents_watch_form, agents_names_form;

#endif
