/* The hours in which messages that may wait are sent: a window of each local day that is no feast. */
#include "jobs/jobs.h"

#include "jobs_q.h"

enum {
	DAYS_LOOKED_AT = 30,		/* no row of feasts is longer; else rather sent than never */
	FEAST_DAYS = 15,
};

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

struct message_hours message_window(int32_t from_min, int32_t to_min)
{
	if (from_min >= to_min)
		return (struct message_hours){ .from_min = MESSAGES_FROM_MIN, .to_min = MESSAGES_TO_MIN };
	return (struct message_hours){ .from_min = from_min, .to_min = to_min };
}

/* What holds at a house, from it or above: the nearest says. */
static enum err window_of(struct db *db, struct arena *a, int64_t organization, struct message_hours *h)
{
	struct message_house_window_rows rows;

	*h = (struct message_hours){ MESSAGES_FROM_MIN, MESSAGES_TO_MIN, NULL, 0 };
	TRY(message_house_window(db, a, organization, &rows));
	for (size_t i = 0; i < rows.n; i++)
		*(str_eq(rows.v[i].name, S("messages_from")) ? &h->from_min : &h->to_min) = (int32_t)rows.v[i].value;
	*h = message_window(h->from_min, h->to_min);
	return OK;
}

enum err message_house_hour(struct db *db, struct arena *a, int64_t organization, struct instant wanted, struct instant *ret)
{
	struct message_house_zone_row house;
	struct message_house_feasts_rows feasts;
	struct message_hours h;
	const struct zone *zone;
	struct day *days, first;
	enum err e = message_house_zone(db, a, organization, &house);

	if (e != OK && e != E_NOTFOUND)
		return e;
	*ret = wanted;
	if (e == E_NOTFOUND || zone_get(house.zone, &zone) != OK)
		return OK;
	TRY(window_of(db, a, organization, &h));
	first = zone_local(zone, wanted).day;
	TRY(message_house_feasts(db, a, organization, first, (struct day){ first.n + FEAST_DAYS }, &feasts));
	days = ARENA_ARRAY(a, struct day, feasts.n + 1);
	for (size_t i = 0; i < feasts.n; i++)
		days[i] = feasts.v[i].day;
	h.feasts = days;
	h.nfeasts = feasts.n;
	*ret = message_hour(wanted, zone, &h);
	return OK;
}

enum err message_house_day(struct db *db, struct arena *a, int64_t organization, struct instant now, struct message_day *ret)
{
	struct message_house_zone_row house;
	struct message_day d = { { (int32_t)(now.v / 86400) }, { now.v / 86400 * 86400 }, INSTANT_NONE };
	const struct zone *zone;
	struct instant tomorrow = { d.began.v + 86400 };
	enum err e = message_house_zone(db, a, organization, &house);

	if (e != OK && e != E_NOTFOUND)
		return e;
	if (e == OK && zone_get(house.zone, &zone) == OK) {
		d.day = zone_local(zone, now).day;
		d.began = zone_instant(zone, (struct local){ d.day, 0 });
		tomorrow = zone_instant(zone, (struct local){ { d.day.n + 1 }, 0 });
	}
	TRY(message_house_hour(db, a, organization, tomorrow, &d.next));
	*ret = d;
	return OK;
}
