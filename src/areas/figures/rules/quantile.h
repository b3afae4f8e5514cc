/*
 * Medians, percentiles and small numbers. PURE.
 * Must not know: what is counted.
 */
#ifndef FIGURES_RULES_QUANTILE_H
#define FIGURES_RULES_QUANTILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DELAYS = 401 };			/* days 0 … 399; the last holds all longer ones */

/* The smallest day within which at least num/den of all lie (nearest rank); -1 of none. */
int32_t delay_rank(const int32_t hist[DELAYS], int64_t num, int64_t den);
/* Twice the median, so that it stays whole; -1 of none. */
int32_t delay_median_twice(const int32_t hist[DELAYS]);
/* Of the k-th shortest, from 1; -1: there are fewer. */
int32_t delay_kth(const int32_t hist[DELAYS], int64_t k);
int64_t delay_within(const int32_t hist[DELAYS], int32_t days);

enum { SMALL_NUMBER = 5 };		/* counts from 1 to 4 are not shown (hide.h; UK ONS, disclosure control) */

#endif
