/*
 * Straight lines on the ground.
 * Must not know: where points come from. Pure.
 */
#ifndef DIRECTORY_RULES_NEAR_H
#define DIRECTORY_RULES_NEAR_H

#include "base/err.h"
#include "base/str.h"

struct point { int32_t lat, lon; };		/* hundredths of a degree; north and east */
/* "34.03", "-5.00": at most two decimals. E_INPUT: none, or more than `most` degrees. */
enum err point_part(struct str s, int32_t most, int32_t *ret) MUST_CHECK;
/* Great circle on a sphere, in whole kilometres; points of a hundredth of a degree are a kilometre wide. */
int32_t near_km(struct point x, struct point y);

#endif
