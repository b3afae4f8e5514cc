/* A care series: dressings after an operation, every second week, at the hospital that the accounts work for. */
#include "areas/demo/inside.h"

#include "areas/series/series.h"

enum { DRESSINGS = 6 };

static const struct doctor *surgeon(const struct demo *d)
{
	for (size_t i = 0; i < d->ndoctors; i++)
		if (str_eq(d->doctors[i].at->code, S(DEMO_HOSPITAL)) && str_eq(d->doctors[i].m->specialty, S("chirgen")))
			return &d->doctors[i];
	return NULL;
}

/* What serves each wish; nothing leaves the visit to place. */
static enum err wanted(struct demo *d, const struct doctor *doc, const struct series_ask *q, struct series_want *want)
{
	int32_t reach = series_reach(&q->rule);

	for (int32_t k = 0; k < q->rule.count; k++) {
		struct slot_ask ask = { .service = q->service, .schedule = doc->schedule, .organization = q->organization,
			.from = { series_wish(&q->rule, k).day.n - reach }, .days = 2 * reach + 1 };
		struct slot_times t;
		struct series_found f;

		TRY(slot_list(d->db, d->scratch, d->now, &ask, &t));
		struct series_start *v = ARENA_ARRAY(d->scratch, struct series_start, t.n + 1);

		for (size_t i = 0; i < t.n; i++)
			v[i] = (struct series_start){ local_minutes((struct local){ t.v[i].day, t.v[i].min }), doc->schedule.v, false };
		series_find(&q->rule, k, v, t.n, &f);
		want[k] = (struct series_want){ { f.found ? doc->schedule.v : 0 }, local_of_minutes(f.start.at) };
	}
	return OK;
}

enum err demo_series(struct demo *d)
{
	const struct doctor *doc = surgeon(d);
	struct series_want want[DRESSINGS];
	struct series_ask ask = { .want = want, .channel = CH_DESK, .role = S("desk"), .for_whom = "self", .silent = true };
	struct person_made who;
	struct series_id id;
	struct slot_time first;
	uint32_t taken;

	if (!doc)
		return OK;
	arena_reset(d->scratch);
	ask.organization = doc->at->id;
	ask.service = doc->at->checks[doc->mi].v ? doc->at->checks[doc->mi] : doc->at->services[doc->mi];
	TRY(demo_person(d, doc, &who));
	ask.patient = who.id;
	const struct slot_ask from = { .service = ask.service, .schedule = doc->schedule, .organization = ask.organization,
		.from = { d->here.day.n + 2 } };
	enum err e = slot_first(d->db, d->scratch, d->now, &from, &first);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	ask.rule = (struct series_rule){ .first = { first.day, first.min }, .unit = SERIES_WEEKS, .every = 2, .count = DRESSINGS,
		.days = 2, .minutes = 120 };
	TRY(wanted(d, doc, &ask, want));
	e = series_book(d->db, d->scratch, demo_before(d), &ask, &id, &taken);
	return e == E_CONFLICT || e == E_INPUT ? OK : e;
}
