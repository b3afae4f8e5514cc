/*
 * A waiting list at the hospital that the accounts work for: twelve people in two classes for the doctor
 * whose first free time is the furthest away. That time suits the first of them alone: the job offers
 * it as soon as the program runs; the others wait for one before it.
 */
#include "areas/demo/inside.h"

#include "areas/waiting/waiting.h"

enum { PEOPLE = 12, URGENT = 3, SEARCH_DAYS = 60 };

/* The first free day of a doctor's agenda; SEARCH_DAYS ahead when none is. */
static enum err first_free(struct demo *d, const struct doctor *doc, struct day *ret)
{
	const struct slot_ask ask = { .service = doc->at->services[doc->mi], .schedule = doc->schedule,
		.organization = doc->at->id, .from = { d->here.day.n + 1 } };
	enum err e;

	arena_reset(d->scratch);
	e = slot_next_day(d->db, d->scratch, d->now, &ask, ret);
	if (e == E_NOTFOUND)
		ret->n = d->here.day.n + SEARCH_DAYS;
	return e == E_NOTFOUND ? OK : e;
}

static enum err busiest(struct demo *d, const struct doctor **ret, struct day *ret_free)
{
	*ret = NULL;
	*ret_free = d->here.day;
	for (size_t i = 0; i < d->ndoctors; i++) {
		const struct doctor *doc = &d->doctors[i];
		struct day day;

		if (!str_eq(doc->at->code, S(DEMO_HOSPITAL)) || !doc->at->services[doc->mi].v)
			continue;
		TRY(first_free(d, doc, &day));
		if (day.n > ret_free->n) {
			*ret = doc;
			*ret_free = day;
		}
	}
	return OK;
}

static enum err asks(struct demo *d, const struct doctor *doc, struct day last, int i)
{
	struct waiting_ask ask = waiting_ask_any();
	struct waiting_added added;
	bool female = dice_percent(&d->dice, 60);
	struct pair name;

	demo_name(d, female, &name);
	ask.organization = doc->at->id.v;
	ask.specialty = doc->m->specialty;
	ask.area = doc->at->code;
	ask.name.s = i % 2 ? name.latin : name.arabic;
	ask.birth_day.n = d->here.day.n - 365 * (25 + dice_roll(&d->dice, 50));
	ask.sex = female ? S("female") : S("male");
	ask.phone = arena_fmt(d->scratch, "+21260%07d", dice_roll(&d->dice, 10000000));
	ask.lang = i % 2 ? S("fr") : S("ar");
	ask.practitioner = doc->id;
	ask.other = false;
	ask.to = last;
	ask.channel = i < URGENT ? CH_DESK : CH_ONLINE;
	if (i < URGENT) {
		ask.class = S("urgent");
		ask.role = S("desk");
	}
	return waiting_add(d->db, d->scratch, (struct instant){ d->now.v - (PEOPLE - i) * 9000 }, &ask, &added);
}

enum err demo_waiting(struct demo *d)
{
	const struct doctor *doc;
	struct day free;

	TRY(busiest(d, &doc, &free));
	if (!doc)
		return OK;
	arena_reset(d->scratch);
	for (int i = 0; i < PEOPLE; i++)
		TRY(asks(d, doc, (struct day){ free.n - (i > 0) }, i));
	return OK;
}
