/*
 * Numbers from outside that a draw may wait for: a closed list, each called by a code and a number, so that an announcement says in
 * one way which one it is, and its value is written in one way (docs/draw.md). One that is added must be published by somebody else, be
 * fixed for nobody before its time, and be there to look up for years.
 * Must not know: the database, the clock, languages.
 */
#ifndef DRAWS_RULES_BEACONS_H
#define DRAWS_RULES_BEACONS_H

#include "base/str.h"
#include "base/time.h"

enum beacon_kind { BEACON_DRAND, BEACON_LOTO_MA, BEACON_LOTO_FR, BEACON_NONE };
extern const char *const beacon_codes[];	/* in that order; BEACON_NONE is "none"; ends with NULL */
/* round: of drand; day: of a lottery. */
struct beacon { enum beacon_kind kind; int64_t round; struct day day; };

/* "drand-quicknet:27946612", "loto-ma:2026-12-05". false: it is in the free words of an earlier version, or none. */
bool beacon_read(struct str text, struct beacon *ret);
/* The same written; for BEACON_NONE nothing. */
enum { BEACON_TEXT = 40 };
size_t beacon_text(const struct beacon *b, char out[static BEACON_TEXT]);
/* The first round of drand's quicknet that is drawn at that instant or later. */
int64_t beacon_round(struct instant at);
/* Is that a value of it, written as it must be? */
bool beacon_value_ok(const struct beacon *b, struct str value);

#endif
