/*
 * How sure a median is, and where a place stands among others when that is taken into account. PURE.
 *
 * A median's interval goes from the k-th shortest wait to the k-th longest, k the largest for which a binomial count of n
 * throws at 1/2 stays below k with a chance of at most half of what is allowed: no shape of the waits is assumed. k is 2 at
 * least: the ends are never one person's shortest and longest, and of a few there is no interval.
 * In a league of m places each interval is allowed 5 in 100 divided by m (Bonferroni): so all of them hold together in 95
 * months of 100, and a place stands before another only where their intervals do not meet. A small place has a wide
 * interval: it can stand anywhere within it, and neither first nor last by chance.
 * Must not know: what waits, whose.
 */
#ifndef FIGURES_RULES_LEAGUE_H
#define FIGURES_RULES_LEAGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "areas/figures/rules/quantile.h"

enum { LEAGUE_LEAST = 10 };		/* who has fewer is neither compared nor counted among the m */

/* k, counted from 1 at either end; 0: n is too small. miss: the chance allowed, 0.05. */
int64_t median_rank(int64_t n, double miss);
/* The days between which the median lies; false: too few. */
bool median_interval(const int32_t hist[DELAYS], double miss, int32_t *ret_low, int32_t *ret_high);

struct league_line { int32_t low, high; bool placed; int first, last; };	/* in: placed, low, high */
/* Of each that is placed, the places that it may have: after all that are surely shorter, before all that are surely longer. */
void league(struct league_line *v, size_t n);

#endif
