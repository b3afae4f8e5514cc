/*
 * How full the hours of a week were, over a month. PURE.
 * Must not know: whose hours.
 */
#ifndef FIGURES_RULES_LOAD_H
#define FIGURES_RULES_LOAD_H

#include <stdbool.h>
#include <stdint.h>

enum { LOAD_STEPS = 5, WEEK = 7, HOURS = 24 };
struct load_hour { int64_t taken, taken_min, open_min; };	/* taken: visits that touched that hour */
struct load_week { struct load_hour v[WEEK][HOURS]; };		/* from Monday */

/* Adds minutes from … to of a day of the week (from Monday, 0) to the hours that they touch; what lies beyond midnight is
 * left out. n, visits: how many at once. */
void load_open(struct load_week *w, int weekday, int32_t from, int32_t to, int64_t n);
void load_taken(struct load_week *w, int weekday, int32_t from, int32_t to, int64_t visits);

/* For readers above the house: a fifth, 0 (below 20 %) … 4 (80 % and more); -1: no open hours. Hours touched by fewer than
 * five visits are 0, however short they were: the picture never tells that there was one. */
int load_step(const struct load_hour *h);
/* Use of an hour in whole per cent, rounded half up; with open hours alone. */
int64_t load_percent(const struct load_hour *h);
/* What may be told of an hour that has open minutes, in per cent: exactly, twice the same; else the ends of its fifth (the last one ends
 * at 100, and has what is more too). */
struct load_use { int64_t from, to; };
struct load_use load_use(const struct load_hour *h, bool exact);
/* Is an hour of a closed month known otherwise today, so that it may be told? */
bool load_differs(const struct load_hour *was, const struct load_hour *now, bool exact);
/* May those readers be told that an hour of a closed month is known otherwise today? By five visits or more, or by no visit at
 * all: a difference of fewer is hidden, as in the tables. */
bool load_tells(const struct load_hour *was, const struct load_hour *now);

#endif
