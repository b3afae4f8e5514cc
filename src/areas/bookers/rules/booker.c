/* From how far somebody may book for others, and how many. See booker.h. */
#include "areas/bookers/rules/booker.h"

/* A French département is a tree of its own: what lies in one is as near as in one region. */
enum reach reach_by_kind(enum reach so_far, struct str kind)
{
	enum reach r = str_eq(kind, S("ministry")) ? REACH_COUNTRY : REACH_REGION;

	if (str_eq(kind, S("province")) || str_eq(kind, S("establishment")) || str_eq(kind, S("health_centre")))
		r = REACH_PROVINCE;
	return so_far == REACH_NONE || r < so_far ? r : so_far;
}

static bool full(int64_t limit, int64_t count)
{
	return booker_left(limit, count) == 0;
}

enum booker_verdict booker_judge(const struct booker_case *c)
{
	const struct booker_limits *l = &c->limits;
	const struct booker_counts *n = &c->counts;

	if (c->stopped)
		return BOOKER_STOPPED;
	if (!reach_covers(c->reach, c->nearness))
		return BOOKER_FAR;
	if (full(l->phone, n->phone))
		return BOOKER_PHONE;
	if (full(l->day, n->day))
		return BOOKER_DAY;
	if (full(l->week, n->week))
		return BOOKER_WEEK;
	if (full(l->type_day, n->type_day) || full(l->type_week, n->type_week))
		return BOOKER_TYPE;
	if (full(l->open, n->open))
		return BOOKER_OPEN;
	return full(l->agenda, n->agenda) ? BOOKER_AGENDA : BOOKER_MAY;
}

enum booker_verdict booker_judge_letter(const struct booker_case *c, int64_t limit, int64_t letters)
{
	if (c->stopped)
		return BOOKER_STOPPED;
	if (!reach_covers(c->reach, c->nearness))
		return BOOKER_FAR;
	return full(limit, letters) ? BOOKER_LETTERS : BOOKER_MAY;
}

enum booker_verdict booker_judge_move(const struct booker_case *c)
{
	if (c->stopped)
		return BOOKER_STOPPED;
	return full(c->limits.agenda, c->counts.agenda) ? BOOKER_AGENDA : BOOKER_MAY;
}
