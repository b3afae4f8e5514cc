/*
 * The way between visits at home.
 *
 * A house sends somebody to addresses in its zones. From the house to a zone, and back, it takes the
 * zone's minutes. Between two addresses whose coordinates are known it takes, where a speed is set, the
 * straight way at that speed, rounded up to five minutes, but never more than over the house. Between two
 * addresses of one zone else that zone's near minutes. Between two zones as between two known addresses,
 * from the middle of a zone where the address is not known; where that is not known either, over the house.
 * A visit that is not at home is at the house. Each span of hours begins and ends at the house.
 * Must not know: the clock, the database, an address. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_TRAVEL_H
#define SCHEDULES_RULES_TRAVEL_H

#include "areas/schedules/rules/earth.h"
#include "areas/schedules/rules/slots.h"

struct travel_zone { int64_t id; int32_t minutes, near_min; struct place_on_earth at; bool closed; };	/* closed: for visits booked before */
struct travel_spot { int32_t zone; struct place_on_earth at; };	/* an address whose coordinates are known, in a zone by number */
struct travel {
	const struct travel_zone *zones;
	size_t n;
	int32_t speed_kmh;		/* 0: distances are not used */
	const struct travel_spot *spots;
	size_t nspots;
};

/* Where somebody is: else the zone's number in zones[], from 1 on; after these the spots. */
enum { AT_HOUSE = 0 };
/* The number of a zone by id; AT_HOUSE: it has none. */
int32_t travel_number(const struct travel *t, int64_t id);
/* The number of spots[i]. */
int32_t travel_spot_number(const struct travel *t, size_t i);
/* Is its zone no longer used? */
bool travel_closed(const struct travel *t, int32_t where);
/* The zone with the shortest way from the house; AT_HOUSE: there are none. */
int32_t travel_nearest(const struct travel *t);
/* Metres in a straight line (haversine, a sphere of 6,371 km). */
int64_t travel_metres(struct place_on_earth a, struct place_on_earth b);
int32_t travel_minutes(const struct travel *t, int32_t from, int32_t to);
/* One thing of a round: a visit somewhere, or a call, which is made from wherever one is. */
struct travel_stop { int64_t at; int32_t where; bool call; int32_t way; size_t i; };
/* Puts stops into driving order: by time; of those of one time the nearest to the one before first. Fills each
 * way from the stop before (of the first from the house); returns the way back to the house. */
int32_t travel_order(const struct travel *t, struct travel_stop *v, size_t n);
/* The question for a visit at `where`: each visit asks for at least the way to and from it, and the
 * interval is shorter by the way from the house and back. out: room for q->nvisits; false: too short. */
bool travel_ask(const struct travel *t, int32_t where, struct free_ask *q, struct visit *out);

#endif
