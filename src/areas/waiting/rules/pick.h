/*
 * Who of a waiting list is offered a free time: order, who fits, and until when an answer counts.
 *
 * The list is ordered by class, then by the second of the request, then by id; the first who fits is
 * offered the time. Fitting asks nothing that a person could do faster than another.
 * Must not know: the clock, the database, names. Allocates nothing.
 */
#ifndef WAITING_RULES_PICK_H
#define WAITING_RULES_PICK_H

#include "base/str.h"
#include "base/time.h"

enum { RANK_ORDINARY = 1000, WISH_MORNING = 1, WISH_AFTERNOON = 2, NOON = 720, DAYS_ALL = 254 };
/* Who may give a class. */
enum { CLASS_DESK = 1, CLASS_HEAD = 2, CLASS_DIRECTOR = 4, CLASS_CENTRE = 8, CLASS_ALL = 15 };
/* The bit of a role (its code in accounts); 0: never. */
unsigned class_role_bit(struct str role);

/* How an establishment runs its list. */
struct waiting_rules {
	int64_t share;			/* percent of freed times that the list is asked for first */
	int64_t answer_min, least_min;	/* minutes to answer, and the fewest that make sense */
	int64_t messages;		/* offers to one request, then it ends */
	bool daily;			/* at most one a day */
	int64_t quiet_from, quiet_to;	/* minutes of the day without messages, as the house has them; equal: none */
};

/* A type that may be had at the time, with whom it is for. */
struct pick_type {
	int64_t service;
	/* whether it is for that age and sex on the day of the visit; NULL: for everybody */
	bool (*for_whom)(const void *limits, struct day birth, struct str sex, struct day on);
	const void *limits;
	int32_t lead_min, duration_min;
	bool open;			/* citizens take it by themselves, and its times go to the list */
	bool known_only;		/* a follow-up: only who asks for this very type */
};
struct pick_time {
	struct day day;
	int32_t start_min;
	int64_t ahead_min;		/* minutes from now to the start */
	int64_t start_at;		/* UTC seconds */
	int64_t practitioner;		/* who receives; 0: nobody by name */
	int64_t freed;			/* the type that was freed: taken first where any will do */
	struct day today;
	const struct pick_type *types; size_t ntypes;
};
struct pick_person {
	int64_t id, asked_at;
	int32_t rank;
	int64_t service, practitioner;	/* 0: any */
	bool other;			/* another practitioner will do as well */
	int32_t days, parts;
	struct day from, to;		/* DAY_NONE: no limit; both included */
	struct day birth;
	struct str sex;
	int32_t offers;
	struct day offered;		/* day of the last offer; DAY_NONE: never */
	bool busy;			/* the same person has an open offer elsewhere, or this request has */
	int64_t later_at;		/* start of the appointment it would replace; 0: none */
	int32_t later_min;		/* and its length */
	bool reached;			/* has a phone for messages */
};
/*
 * What is wished, without who: those of one shape are all suited by a day and hour, or none, but for the days at
 * the two ends of a week. from_week, to_week: days since 1970 / 7; 0: no limit.
 */
struct wish { int64_t service, practitioner; int32_t days, parts, from_week, to_week; };
enum { WISH_TEXT = 80, WISH_FAR_MONTHS = 12 };
struct wish wish_of(const struct pick_person *p);
size_t wish_text(const struct wish *w, char out[static WISH_TEXT]);	/* its length */
bool wish_read(struct str s, struct wish *ret);
/* Might somebody of this shape come then? By day, weekday and part of the day alone; with the types and who receives. */
bool wish_on(const struct wish *w, struct day day);
bool wish_fits(const struct wish *w, const struct pick_time *t);

/* Negative: x is before y. */
int pick_order(const struct pick_person *x, const struct pick_person *y);
/* Which of the time's types this person would have; NULL: it does not fit. */
const struct pick_type *pick_fits(const struct pick_time *t, const struct pick_person *p, const struct waiting_rules *r);
/* The first who fits of n in any order; n: nobody. *ret_type: the type. */
size_t pick_first(const struct pick_time *t, const struct pick_person *v, size_t n, const struct waiting_rules *r,
	const struct pick_type **ret_type);

/* Does a freed time go to the list at all? The same answer for the same time, whoever asks. */
bool pick_shared(int64_t schedule, struct day day, int32_t start_min, int64_t share);

/* Is it a quiet minute of the day, and how many minutes until it ends. */
bool quiet_at(const struct waiting_rules *r, int32_t minute, int32_t *ret_left);
/*
 * Minutes from now (a minute of the day, in the place's time) in which an answer counts, for a time
 * `ahead` minutes from now that must be known `lead` minutes before: the rules' answer time, at most a
 * quarter of what is left, quiet minutes not counted, and never past the lead. 0: too late to ask.
 */
int64_t answer_minutes(const struct waiting_rules *r, int32_t minute, int64_t ahead, int64_t lead);

#endif
