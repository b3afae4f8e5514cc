/*
 * How likely an appointment is to be missed: a logistic score of a few things that any desk knows.
 *
 *	P(missed) = 1 / (1 + e^-(w0 + w1 x1 + …))
 *
 * Pure. Weights are fitted by Newton's method (iteratively reweighted least squares) with a ridge that
 * pulls them to a prior: so a house with little history keeps about the prior, one with much its own.
 *
 * What sets people apart (wait, past misses, hour) is learnt from the whole history, where it changes slowly.
 * How many are missed as a whole (the base) can change within weeks, when reminders begin: it is fitted again on the
 * last visits alone, each counting half as much after so many days as the house has visits enough for.
 */
#ifndef MISSED_RULES_RISK_H
#define MISSED_RULES_RISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum risk_feature {
	RISK_BASE,			/* 1 */
	RISK_LEAD,			/* ln(1 + days from booking to visit) */
	RISK_MISSES,			/* past misses, at most 4 */
	RISK_CAME,			/* past visits that took place, at most 4 */
	RISK_EARLY,			/* 1: before ten in the morning */
	RISK_LATE,			/* 1: from two in the afternoon */
	RISK_YES,			/* 1: she answered that she comes */
	RISK_FEATURES
};
struct risk_weights { double w[RISK_FEATURES]; };

/* One past or coming appointment as the score sees it. */
struct risk_case {
	int32_t lead_days, misses, came, start_min;
	bool yes, missed;		/* missed: of a past one */
	int32_t day;			/* of the visit; of a past one */
};

const char *risk_code(enum risk_feature f);	/* "lead", in the database */
/* Where nothing is known yet: about one in five is missed after a month's wait. */
struct risk_weights risk_prior(void);
double risk_of(const struct risk_weights *w, const struct risk_case *c);

/* Fits n cases from `prior`. False (and ret is the prior): nothing to learn, for all or none was missed,
 * or the equations cannot be solved. */
bool risk_fit(const struct risk_case *v, size_t n, const struct risk_weights *prior, struct risk_weights *ret);

/* Tenths of the scale, [0, 0.1) … [0.9, 1], with how many, how many were missed, how many were expected. */
enum { RISK_BINS = 10 };
struct risk_trial {
	int32_t n;
	int32_t in[RISK_BINS], missed[RISK_BINS];
	double expected[RISK_BINS];
	double brier, brier_plain;	/* mean square error: of the score, of the share missed alone */
};
/*
 * After how many days a visit counts half, for a base of `day`: the fewest of one, two, four, eight … weeks in which the cases
 * weigh as much as RISK_ENOUGH of that very day; thirty-two weeks at most. Cases here and below are in order of days.
 */
enum { RISK_ENOUGH = 150, RISK_HALF_LEAST = 7, RISK_HALF_MOST = 224 };
int32_t risk_half(const struct risk_case *v, size_t n, int32_t day);
/* Shifts the base so that as many are foreseen as were missed among the cases before `day`, by their weights. */
void risk_rebase(const struct risk_case *v, size_t n, int32_t day, struct risk_weights *w);
/*
 * How the score does on cases that it was not fitted on: v[first … n-1], where w was fitted on those before. Week by week
 * the base is that of the weeks before, as each night it is; and so is the share missed, against which it is measured.
 */
struct risk_trial risk_try(const struct risk_weights *w, const struct risk_case *v, size_t first, size_t n);

/* The largest k ≤ most such that at least k of n appointments are missed with four chances in five: so
 * many might be proposed in addition. Each is its own throw. */
int32_t risk_spare(const double *p, size_t n, int32_t most);

#endif
