/*
 * Gatherings that come back by a rule: each occurrence is made a gathering of its own, some at once
 * and the rest by the jobs, a year ahead. A day of the calendar on which the house is closed, and a
 * time that another gathering has, are left out.
 * Must not know: pages.
 */
#ifndef AREAS_GATHERINGS_GATHERING_SERIES_H
#define AREAS_GATHERINGS_GATHERING_SERIES_H

#include "areas/appointments/appointments.h"

enum { GATHERING_SERIES_AHEAD_DAYS = 365, GATHERING_SERIES_AT_ONCE = 6, GATHERING_SERIES_DATES_MAX = 120 };

struct gathering_series {
	struct gathering_series_id id;
	struct gathering g;		/* what each occurrence is like; day: the first */
	struct day until;		/* included; DAY_NONE: for good */
	struct str rule;		/* RFC 5545 */
	struct day materialised_to;	/* not included */
	bool active;
	int64_t version;
};
struct gathering_series_list { struct gathering_series *v; size_t n; };

/* Occurrences of a rule on days [from, to). E_INPUT: it cannot be read. At most GATHERING_SERIES_DATES_MAX. */
enum err gathering_series_dates(struct arena *a, const struct gathering_series *s, struct day from, struct day to,
	struct day **ret, size_t *ret_n) MUST_CHECK;
/* Is the house closed on that day, by the calendar? */
enum err gathering_series_shut(struct db *db, struct arena *a, struct organization_id organization, struct day day,
	bool *ret) MUST_CHECK;
/* Saves it and makes the first GATHERING_SERIES_AT_ONCE occurrences. E_INPUT: the rule, or what gathering_add says. */
enum err gathering_series_add(struct db *db, struct arena *a, struct instant now, const struct gathering_series *s,
	struct leader_ids who, struct str role, struct gathering_series_id *ret) MUST_CHECK;
/* One session of a change and what stands against it. */
struct gathering_part {
	struct gathering old, g;	/* as it is, and as it would be */
	struct leader_ids who;
	bool own;			/* it has a time or place of its own already, and keeps it */
	bool taken, shut, full;		/* another session has the time; the house is closed; more people than seats */
};
struct gathering_parts { struct gathering_part *v; size_t n; bool against; };	/* against: one is taken or full */
/* What `g` in place of `old`, from that session on, makes of it and of each later one of its series that was not
 * cancelled: what was changed is changed in those too that were like it. E_INPUT: the rule cannot have another day. */
enum err gathering_series_parts(struct db *db, struct arena *a, struct instant now, const struct gathering *old,
	const struct gathering *g, struct leader_ids was, struct leader_ids who, struct gathering_parts *ret) MUST_CHECK;
/* All of them, and what the series makes later; who is in one is told as by gathering_change(). E_CONFLICT: something
 * stands against one, or `g` is not of its version. */
enum err gathering_series_change(struct db *db, struct arena *a, struct instant now, const struct gathering *old,
	const struct gathering *g, struct leader_ids was, struct leader_ids who, const struct change_ask *by,
	int64_t *ret_told) MUST_CHECK;
/* The planned ones from that day of the series on, to come. */
enum err gathering_series_rest(struct db *db, struct arena *a, struct instant now, const struct gathering *from,
	struct gathering_list *ret) MUST_CHECK;
/* That session and all later ones, each told as by gathering_cancel(); the series ends before it. E_CONFLICT: not of
 * that version. */
enum err gathering_series_cancel(struct db *db, struct arena *a, struct instant now, const struct gathering *from,
	struct str reason, const struct change_ask *by, int64_t *ret_told) MUST_CHECK;
enum err gathering_series_get(struct db *db, struct arena *a, struct gathering_series_id id, struct gathering_series *ret) MUST_CHECK;
/* Those of a branch that are not over on a day. */
enum err gathering_series_list_of(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct day from,
	struct gathering_series_list *ret) MUST_CHECK;
/* No occurrence after `last` any more: those that nobody is in are cancelled, *ret_left others stay to be
 * looked at one by one. E_CONFLICT: not of that version. */
enum err gathering_series_end(struct db *db, struct arena *a, struct instant now, struct gathering_series_id id,
	int64_t version, struct day last, const struct change_ask *by, int64_t *ret_left) MUST_CHECK;
/* The next occurrences of one series that is not made a year ahead, in the caller's transaction.
 * *ret_more false: there was none. */
enum err gathering_series_go_on(struct db *db, struct arena *a, struct instant now, bool *ret_more) MUST_CHECK;

#endif
