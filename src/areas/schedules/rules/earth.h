/*
 * A point on the ground, as people write it: "33.5731, -7.5898", "33,5731; -7,5898", "geo:33.5731,-7.5898;u=35".
 * Must not know: what lies there. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_EARTH_H
#define SCHEDULES_RULES_EARTH_H

#include "base/str.h"

/* Millionths of a degree; where known. */
struct place_on_earth { bool known; int32_t lat, lon; };

/* "-6.8416" or "-6,8416", at most max degrees either way, as millionths; further digits are cut. false: it is not. */
bool earth_degrees(struct str s, int32_t max, int32_t *ret);
/* Latitude, then longitude, with a comma, a semicolon or spaces between; also a geo: address (RFC 5870, what follows
 * the two numbers is left out). false: not two numbers of degrees; *ret is left alone. */
bool earth_parse(struct str s, struct place_on_earth *ret);
/* "33.573100,-7.589800", as geo: has it. */
enum { EARTH_TEXT_MAX = 24 };
void earth_print(struct place_on_earth p, char out[static EARTH_TEXT_MAX]);

#endif
