/*
 * Who books for others at an establishment: from how far, and how many.
 * Must not know: people, the clock, the database. Allocates nothing.
 */
#ifndef BOOKERS_RULES_BOOKER_H
#define BOOKERS_RULES_BOOKER_H

#include "base/str.h"

enum booker_kind { BOOKER_CENTRE, BOOKER_HELPER };

/* How far away a booker may be, and how near one is: NONE is nobody, and another country. */
enum reach { REACH_NONE, REACH_PROVINCE, REACH_REGION, REACH_COUNTRY, REACH_MAX };
/* How near two nodes of the tree are, by the kinds of those that both lie in. */
enum reach reach_by_kind(enum reach so_far, struct str kind);
static inline bool reach_covers(enum reach r, enum reach nearness)
{
	return nearness != REACH_NONE && nearness <= r;
}

/* < 0: no limit. day, week: bookings made, of a calendar day or week (Monday first) of the place. */
struct booker_limits {
	int64_t day, week;
	int64_t open;			/* to come, at once */
	int64_t agenda;			/* of these, in one agenda */
	int64_t phone;			/* persons with one telephone */
	int64_t type_day, type_week;	/* as day and week, of one type */
};
/* Without the one that is asked for. phone: other persons with the same telephone. */
struct booker_counts { int64_t day, week, open, agenda, phone, type_day, type_week; };
enum booker_verdict {
	BOOKER_MAY, BOOKER_FAR, BOOKER_STOPPED, BOOKER_PHONE, BOOKER_DAY, BOOKER_WEEK, BOOKER_TYPE, BOOKER_OPEN,
	BOOKER_AGENDA, BOOKER_LETTERS, BOOKER_VERDICTS
};
struct booker_case {
	enum reach reach, nearness;
	bool stopped;
	struct booker_limits limits;
	struct booker_counts counts;
};
/* The first thing that stands against one booking more, in this order. */
enum booker_verdict booker_judge(const struct booker_case *c);
/* A move takes no place more but perhaps another agenda's. */
enum booker_verdict booker_judge_move(const struct booker_case *c);
/* A referral takes no place: from how far, stopped, and how many in a day. letters: those of today, without this one. */
enum booker_verdict booker_judge_letter(const struct booker_case *c, int64_t limit, int64_t letters);
/* What is left of a limit; -1: there is none. */
static inline int64_t booker_left(int64_t limit, int64_t count)
{
	return limit < 0 ? -1 : limit > count ? limit - count : 0;
}

#endif
