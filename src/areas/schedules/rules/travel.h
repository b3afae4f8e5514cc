/*
 * The way between visits at home.
 *
 * A house sends somebody to addresses in its zones. From the house to a zone, and back, it takes the
 * zone's minutes. Between two addresses of one zone it takes that zone's near minutes. Between two zones
 * it takes, where both have coordinates and a speed is set, the straight way at that speed, rounded up
 * to five minutes, but never more than over the house; else the way over the house.
 * A visit that is not at home is at the house. Each span of hours begins and ends at the house.
 * Must not know: the clock, the database, an address. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_TRAVEL_H
#define SCHEDULES_RULES_TRAVEL_H

#include "areas/schedules/rules/slots.h"

/* Millionths of a degree; where known. */
struct place_on_earth { bool known; int32_t lat, lon; };
struct travel_zone { int64_t id; int32_t minutes, near_min; struct place_on_earth at; bool closed; };	/* closed: for visits booked before */
struct travel { const struct travel_zone *zones; size_t n; int32_t speed_kmh; };	/* 0: distances are not used */

enum { AT_HOUSE = 0 };		/* else the zone's number in zones[], from 1 on */
/* The number of a zone by id; AT_HOUSE: it has none. */
int32_t travel_number(const struct travel *t, int64_t id);
/* The zone with the shortest way from the house; AT_HOUSE: there are none. */
int32_t travel_nearest(const struct travel *t);
/* Metres in a straight line (haversine, a sphere of 6,371 km). */
int64_t travel_metres(struct place_on_earth a, struct place_on_earth b);
int32_t travel_minutes(const struct travel *t, int32_t from, int32_t to);
/* The question for a visit at `zone`: each visit asks for at least the way to and from it, and the
 * interval is shorter by the way from the house and back. out: room for q->nvisits; false: too short. */
bool travel_ask(const struct travel *t, int32_t zone, struct free_ask *q, struct visit *out);

#endif
