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

int32_t travel_spot_number(const struct travel *t, size_t i)
{
	return (int32_t)(t->n + i) + 1;
}

struct point { const struct travel_zone *zone; struct place_on_earth at; bool exact; };

static struct point point_at(const struct travel *t, int32_t where)
{
	size_t n = where > 0 ? (size_t)where : 0;

	if (n > t->n && n <= t->n + t->nspots) {
		const struct travel_spot *s = &t->spots[n - t->n - 1];
		struct point p = point_at(t, s->zone);

		return s->at.known ? (struct point){ p.zone, s->at, true } : p;
	}
	if (!n || n > t->n)
		return (struct point){ .zone = NULL };
	return (struct point){ &t->zones[n - 1], t->zones[n - 1].at, false };
}

bool travel_closed(const struct travel *t, int32_t where)
{
	struct point p = point_at(t, where);

	return p.zone && p.zone->closed;
}

/* Metres at so many kilometres an hour, up to the next five minutes. */
static int64_t minutes_for(int64_t metres, int32_t speed_kmh)
{
	int64_t five = speed_kmh * (int64_t)1000 * 5;

	return (metres * 60 + five - 1) / five * 5;
}

int32_t travel_minutes(const struct travel *t, int32_t from, int32_t to)
{
	struct point x = point_at(t, from), y = point_at(t, to);
	int32_t over_house = (x.zone ? x.zone->minutes : 0) + (y.zone ? y.zone->minutes : 0);
	int64_t straight;

	if (x.zone && x.zone == y.zone && !(x.exact && y.exact && t->speed_kmh))
		return x.zone->near_min;
	if (!x.zone || !y.zone || !t->speed_kmh || !x.at.known || !y.at.known)
		return over_house;
	straight = minutes_for(travel_metres(x.at, y.at), t->speed_kmh);
	return straight < over_house ? (int32_t)straight : over_house;
}

static int32_t longer(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

bool travel_ask(const struct travel *t, int32_t where, struct free_ask *q, struct visit *out)
{
	int32_t home = travel_minutes(t, AT_HOUSE, where);

	for (size_t i = 0; i < q->nvisits; i++) {
		int32_t way = travel_minutes(t, where, q->visits[i].zone);

		out[i] = q->visits[i];
		out[i].before = longer(out[i].before, way);
		out[i].after = longer(out[i].after, way);
	}
	q->visits = out;
	q->open.from += home;
	q->open.to -= home;
	return q->open.from < q->open.to;
}

static void swap(struct travel_stop *x, struct travel_stop *y)
{
	struct travel_stop was = *x;

	*x = *y;
	*y = was;
}

int32_t travel_order(const struct travel *t, struct travel_stop *v, size_t n)
{
	int32_t here = AT_HOUSE;

	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k && v[k - 1].at > v[k].at; k--)
			swap(&v[k - 1], &v[k]);
	for (size_t i = 0; i < n; i++) {
		size_t best = i;

		for (size_t k = i; k < n && v[k].at == v[i].at; k++) {
			v[k].way = v[k].call ? 0 : travel_minutes(t, here, v[k].where);
			if (v[k].way < v[best].way)
				best = k;
		}
		swap(&v[i], &v[best]);
		here = v[i].call ? here : v[i].where;
	}
	return travel_minutes(t, here, AT_HOUSE);
}
