/* The way between visits at home. See travel.h. */
#include "areas/schedules/rules/travel.h"

#include <math.h>

#define EARTH_METRES 6371000.0
#define RADIANS (3.14159265358979323846 / 180.0 / 1e6)

int32_t travel_number(const struct travel *t, int64_t id)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->zones[i].id == id)
			return (int32_t)i + 1;
	return AT_HOUSE;
}

int32_t travel_nearest(const struct travel *t)
{
	int32_t best = AT_HOUSE;

	for (size_t i = 0; i < t->n; i++)
		if (!best || t->zones[i].minutes < t->zones[best - 1].minutes)
			best = (int32_t)i + 1;
	return best;
}

int64_t travel_metres(struct place_on_earth a, struct place_on_earth b)
{
	double lat1 = a.lat * RADIANS, lat2 = b.lat * RADIANS;
	double dlat = sin((lat2 - lat1) / 2), dlon = sin((b.lon - a.lon) * RADIANS / 2);
	double h = dlat * dlat + cos(lat1) * cos(lat2) * dlon * dlon;

	return (int64_t)(2 * EARTH_METRES * asin(sqrt(h < 1 ? h : 1)) + 0.5);
}

static const struct travel_zone *zone_at(const struct travel *t, int32_t n)
{
	return n > 0 && (size_t)n <= t->n ? &t->zones[n - 1] : NULL;
}

/* Metres at so many kilometres an hour, up to the next five minutes. */
static int64_t minutes_for(int64_t metres, int32_t speed_kmh)
{
	int64_t five = speed_kmh * (int64_t)1000 * 5;

	return (metres * 60 + five - 1) / five * 5;
}

int32_t travel_minutes(const struct travel *t, int32_t from, int32_t to)
{
	const struct travel_zone *x = zone_at(t, from), *y = zone_at(t, to);
	int32_t over_house = (x ? x->minutes : 0) + (y ? y->minutes : 0);
	int64_t straight;

	if (x && x == y)
		return x->near_min;
	if (!x || !y || !t->speed_kmh || !x->at.known || !y->at.known)
		return over_house;
	straight = minutes_for(travel_metres(x->at, y->at), t->speed_kmh);
	return straight < over_house ? (int32_t)straight : over_house;
}

static int32_t longer(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

bool travel_ask(const struct travel *t, int32_t zone, struct free_ask *q, struct visit *out)
{
	int32_t home = travel_minutes(t, AT_HOUSE, zone);

	for (size_t i = 0; i < q->nvisits; i++) {
		int32_t way = travel_minutes(t, zone, q->visits[i].zone);

		out[i] = q->visits[i];
		out[i].before = longer(out[i].before, way);
		out[i].after = longer(out[i].after, way);
	}
	q->visits = out;
	q->open.from += home;
	q->open.to -= home;
	return q->open.from < q->open.to;
}
