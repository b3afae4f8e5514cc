/* The hours in which messages that may wait are sent: a window of each local day that is no feast. */
#include "jobs/jobs.h"

enum { DAYS_LOOKED_AT = 30 };	/* no row of feasts is longer; else rather sent than never */

static bool is_feast(const struct message_hours *h, struct day d)
{
	for (size_t i = 0; i < h->nfeasts; i++)
		if (h->feasts[i].n == d.n)
			return true;
	return false;
}

static bool is_good(const struct message_hours *h, struct local l)
{
	return l.min >= h->from_min && l.min < h->to_min && !is_feast(h, l.day);
}

struct instant message_hour(struct instant wanted, const struct zone *zone, const struct message_hours *h)
{
	struct local l = zone_local(zone, wanted);

	if (is_good(h, l))
		return wanted;
	if (l.min >= h->from_min)
		l.day.n++;
	for (int i = 0; i < DAYS_LOOKED_AT; i++, l.day.n++) {
		struct instant at = zone_instant(zone, (struct local){ l.day, h->from_min });

		if (!is_feast(h, l.day) && at.v >= wanted.v)
			return at;
	}
	return wanted;
}

struct instant message_hour_before(struct instant wanted, const struct zone *zone, const struct message_hours *h)
{
	struct local l = zone_local(zone, wanted);

	if (is_good(h, l))
		return wanted;
	if (l.min < h->to_min)
		l.day.n--;
	for (int i = 0; i < DAYS_LOOKED_AT; i++, l.day.n--) {
		struct instant at = zone_instant(zone, (struct local){ l.day, h->to_min - 1 });

		if (!is_feast(h, l.day) && at.v <= wanted.v)
			return at;
	}
	return wanted;
}
