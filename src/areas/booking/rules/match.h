/*
 * How well a few typed words fit a known term ("coeur" → "mal au coeur"), forgiving endings,
 * slips of the finger and small words. Both sides are folded already (utf8_fold).
 * Must not know: where terms come from; pure.
 */
#ifndef BOOKING_RULES_MATCH_H
#define BOOKING_RULES_MATCH_H

#include "base/str.h"

enum { MATCH_SURE = 72, MATCH_LIKELY = 50 };

/* 0 … 100: the mean, over the words of `typed` that say something, of how well each fits its
 * best word of `term`. 100 the same, 85 a beginning, less for one or two slips, 0 nothing alike. */
int match_score(struct str typed, struct str term);
/* Letters that must be typed, changed, left out or swapped to make x into y, at most max + 1. */
int match_distance(struct str x, struct str y, int max);

#endif
