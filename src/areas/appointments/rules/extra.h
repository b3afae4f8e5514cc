/*
 * Extra appointments, beside the rule of an agenda: who may make one, why, and how many.
 * Must not know: people, the clock, the database. Allocates nothing.
 */
#ifndef APPOINTMENTS_RULES_EXTRA_H
#define APPOINTMENTS_RULES_EXTRA_H

#include "base/str.h"

/* The roles that an establishment may name, as bits of its setting. */
enum { EXTRA_DESK = 1, EXTRA_HEAD = 2, EXTRA_DIRECTOR = 4, EXTRA_ALL = 7 };
/* 0: a role that never may (a citizen, a helper, a machine, one without a desk to book at). */
unsigned extra_role_bit(struct str role);

struct extra_limits {
	int64_t per_day;		/* of one agenda on one day of visits */
	int64_t per_operator;		/* made by one account on one day */
	unsigned roles;
};
struct extra_counts { int64_t of_day, of_operator; };	/* without the one that is asked for */
enum extra_verdict { EXTRA_GRANTED, EXTRA_ROLE, EXTRA_REASON, EXTRA_DAY_FULL, EXTRA_OPERATOR_FULL };
/* The first thing that stands against it, in this order. */
enum extra_verdict extra_judge(const struct extra_limits *l, const struct extra_counts *n, struct str role,
	bool reason_listed);

#endif
