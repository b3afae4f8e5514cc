/*
 * Hours of the last whole month and of this one until today, for openings are made from today on, and the pictures of figures
 * show what is over; at the hospital of the accounts visits in them too, fuller in the morning than after noon.
 */
#include "areas/demo/inside.h"

#include "areas/figures/figures.h"
#include "demo_q.h"

enum { FULL = 16 };

static int32_t chance_at(int32_t min)
{
	return min < 9 * 60 ? 60 : min < 11 * 60 ? 95 : min < 14 * 60 ? 75 : 40;
}

static enum err day_of_doctor(struct demo *d, const struct doctor *doc, int32_t day, bool full)
{
	const struct shift *s = &doc->day[day_weekday((struct day){ day }) - 1];

	if (!s->to || d->closed[day - (d->here.day.n - PAST_DAYS)])
		return OK;
	TRY(demo_opened(d->db, d->scratch, (struct day){ day }, doc->schedule, (struct minutes){ s->from }, (struct minutes){ s->to }));
	for (int32_t min = s->from; full && min + doc->m->minutes <= s->to; min += doc->m->minutes) {
		if (!dice_percent(&d->dice, chance_at(min)) || !demo_take(d, doc, day, min))
			continue;
		TRY(demo_visit(d, doc, (struct local){ { day }, min }));
	}
	return OK;
}

enum err demo_busy(struct demo *d)
{
	int32_t month = month_of_day(d->here.day), first = month_first_day(month - 1).n, over = month_first_day(month).n;
	int full = 0;

	for (size_t i = 0; i < d->ndoctors; i++) {
		const struct doctor *doc = &d->doctors[i];
		bool busy = str_eq(doc->at->code, S(DEMO_HOSPITAL)) && full++ < FULL;

		for (int32_t day = first; day < d->here.day.n; day++)
			TRY(day_of_doctor(d, doc, day, busy && day < over));
	}
	return OK;
}
