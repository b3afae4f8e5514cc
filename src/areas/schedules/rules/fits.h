/*
 * For whom a type of appointment is: age on the day of the visit, and sex.
 * Must not know: the clock, the database, who asks. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_FITS_H
#define SCHEDULES_RULES_FITS_H

#include "base/str.h"
#include "base/time.h"

struct fits { int32_t age_min_months, age_max_months; struct str sex; };	/* 0: no limit; "any" */

/* Whole months between birth and a day; negative for a birth to come. */
int32_t age_months(struct day birth, struct day on);
/* Has somebody the age? From the lowest on, below the highest. An unknown birth (DAY_NONE) has any. */
bool fits_age(const struct fits *f, struct day birth, struct day on);
/* Is it for that sex? What is neither "female" nor "male" is for the desk to see, and fits. */
bool fits_sex(const struct fits *f, struct str sex);

#endif
