/* Places by first free date. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/internal.h"
#include "schedules_q.h"

struct found { struct place_rows_row r; const struct zone *zone; };
struct search {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct place_ask *ask;
	int64_t lo, hi;
	struct found *v;
	size_t n, cap;
};

/* Shares bind citizens as they are now; who asks for others looks at all that is left. */
static int64_t quota_min(const struct search *s, const struct zone *z)
{
	return s->ask->citizen ? local_minutes(zone_local(z, s->now)) : INT64_MAX;
}


enum { FAR_MIN = 400 * 1440 };

static int by_day(const void *px, const void *py)
{
	const struct found *x = px, *y = py;
	int64_t dx = day_is(x->r.day) ? x->r.day.n : INT32_MAX,
		dy = day_is(y->r.day) ? y->r.day.n : INT32_MAX;

	if (dx != dy)
		return dx < dy ? -1 : 1;
	if (x->r.place.v != y->r.place.v)
		return x->r.place.v < y->r.place.v ? -1 : 1;
	return x->r.service.v < y->r.service.v ? -1 : x->r.service.v > y->r.service.v;
}

/* Services of one place together: those for first visits before those that follow up, the earliest
 * first. */
static int by_place(const void *px, const void *py)
{
	const struct found *x = px, *y = py;
	bool fx = str_eq(x->r.visit, S("follow_up")), fy = str_eq(y->r.visit, S("follow_up"));

	if (x->r.place.v != y->r.place.v)
		return x->r.place.v < y->r.place.v ? -1 : 1;
	return fx != fy ? fx - fy : by_day(px, py);
}

static void keep_one_each(struct search *s)
{
	size_t n = 0;

	if (s->n > 1)
		qsort(s->v, s->n, sizeof(*s->v), by_place);
	for (size_t i = 0; i < s->n; i++)
		if (!n || s->v[i].r.place.v != s->v[n - 1].r.place.v)
			s->v[n++] = s->v[i];
	s->n = n;
}

/* Summary of one zone's places. */
static enum err search_zone(struct search *s, struct str zone)
{
	struct place_rows_rows rows;
	const struct zone *z;
	bool citizen = s->ask->citizen;

	TRY(zone_get(zone, &z));
	TRY(place_rows(s->db, s->a, local_minutes(zone_local(z, s->now)), citizen ? 1 : 0,
		citizen ? 0 : FAR_MIN, quota_min(s, z),
		s->ask->specialty, s->lo, s->hi, zone, !citizen, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		if (s->ask->service.v && rows.v[i].service.v != s->ask->service.v)
			continue;
		s->v = arena_grow(s->a, s->v, s->n, &s->cap, sizeof(*s->v));
		s->v[s->n++] = (struct found){ rows.v[i], z };
	}
	return OK;
}

/* The first free start there, computed: the summary knows neither holds nor what the lead cuts
 * off. */
static enum err first_of(struct search *s, const struct found *f, struct place *p)
{
	struct slot_ask ask = { .service = f->r.service, .organization = f->r.place,
		.from = f->r.day, .citizen = s->ask->citizen };
	struct slot_time t;
	enum err e = slot_first(s->db, s->a, s->now, &ask, &t);

	if (e == E_NOTFOUND) {
		p->day = DAY_NONE;
		p->starts = 0;
		return OK;
	}
	TRY(e);
	p->schedule = t.schedule;
	p->day = t.day;
	p->first_min = t.min;
	return OK;
}

/* The agenda, hour and number of starts of the first free day, from the summary; an agenda at all
 * where nothing is free. */
static void take_agendas(const struct place_agendas_rows *rows, const struct found *f, struct place *p)
{
	struct schedule_id any = { 0 };

	for (size_t i = 0; i < rows->n; i++) {
		const struct place_agendas_row *r = &rows->v[i];

		if (r->place.v != f->r.place.v || r->service.v != f->r.service.v)
			continue;
		if (!any.v || r->schedule.v < any.v)
			any = r->schedule;
		if (!day_is(r->day) || !day_is(f->r.day) || r->day.n != f->r.day.n)
			continue;
		p->starts += (int32_t)r->starts.v;
		if (day_is(p->day) && (p->first_min < r->first_min.v ||
			(p->first_min == r->first_min.v && p->schedule.v < r->schedule.v)))
			continue;
		p->schedule = r->schedule;
		p->day = r->day;
		p->first_min = (int32_t)r->first_min.v;
	}
	if (!p->schedule.v)
		p->schedule = any;
}

/* All places of the page in one question, not one after the other. */
static enum err fill_agendas(struct search *s, const struct found *v, struct places *out)
{
	struct place_agendas_rows rows;
	struct service_id *services = ARENA_ARRAY(s->a, struct service_id, out->n + 1);
	struct organization_id *places = ARENA_ARRAY(s->a, struct organization_id, out->n + 1);
	int64_t *days = ARENA_ARRAY(s->a, int64_t, out->n + 1);
	struct day from = { 0 }, to = { -1 };
	size_t ndays = 0;

	for (size_t i = 0; i < out->n; i++) {
		services[i] = v[i].r.service;
		places[i] = v[i].r.place;
		if (day_is(v[i].r.day) && (!ndays || days[ndays - 1] != v[i].r.day.n))
			days[ndays++] = v[i].r.day.n;	/* they come in order */
	}
	if (ndays) {
		from.n = (int32_t)days[0];
		to.n = (int32_t)days[ndays - 1];
	}
	TRY(place_agendas(s->db, s->a, quota_min(s, v[0].zone), s->ask->specialty, s->lo, s->hi, services, out->n, places, out->n,
		from, to, days, ndays, &rows));
	for (size_t i = 0; i < out->n; i++) {
		out->v[i] = (struct place){ .organization = v[i].r.place, .service = v[i].r.service,
			.day = DAY_NONE, .schedules = (int32_t)v[i].r.schedules, .by_name = v[i].r.by_name > 0 };
		take_agendas(&rows, &v[i], &out->v[i]);
	}
	return OK;
}

static void take_details(const struct place_details_row *r, struct place *p)
{
	p->organization_code = r->code;
	p->phone = r->phone.n ? r->phone : r->location_phone;
	p->zone = r->zone;
	p->lead_min = r->lead_min;
	p->organization_name = names_make(r->name_fr, r->name_ar, r->name_en);
	p->service_name = names_make(r->service_fr, r->service_ar, r->service_en);
	p->bring = names_make(r->bring_fr, r->bring_ar, r->bring_en);
	p->location = r->location;
	p->location_name = names_make(r->location_fr, r->location_ar, r->location_en);
	p->address_fr = r->address_fr;
	p->address_ar = r->address_ar;
}

static enum err fill_details(struct search *s, struct places *out)
{
	struct place_details_rows rows;
	struct service_id *services = ARENA_ARRAY(s->a, struct service_id, out->n + 1);
	struct schedule_id *schedules = ARENA_ARRAY(s->a, struct schedule_id, out->n + 1);

	for (size_t i = 0; i < out->n; i++) {
		services[i] = out->v[i].service;
		schedules[i] = out->v[i].schedule;
	}
	TRY(place_details(s->db, s->a, schedules, out->n, services, out->n, &rows));
	for (size_t i = 0; i < out->n; i++)
		for (size_t k = 0; k < rows.n; k++)
			if (rows.v[k].schedule.v == schedules[i].v && rows.v[k].service.v == services[i].v)
				take_details(&rows.v[k], &out->v[i]);
	return OK;
}

static enum err fill_places(struct search *s, const struct found *v, struct places *out)
{
	bool other = false;	/* a location may be another one then */

	if (!out->n)
		return OK;
	TRY(fill_agendas(s, v, out));
	TRY(fill_details(s, out));
	for (size_t i = 0; i < out->n; i++) {
		struct place *p = &out->v[i];
		struct schedule_id before = p->schedule;
		struct local now = zone_local(v[i].zone, s->now);

		/* A day that the lead or the clock cuts is computed; what is wholly ahead need not be. */
		if (day_is(p->day) && (int64_t)p->day.n * 1440 + p->first_min <
			local_minutes(now) + (s->ask->citizen ? p->lead_min : 0))
			TRY(first_of(s, &v[i], p));
		other = other || p->schedule.v != before.v;
		if (day_is(p->day))
			p->delay_days = p->day.n - now.day.n;
	}
	if (other)
		TRY(fill_details(s, out));
	for (size_t i = 0; i < out->n; i++)
		if (!day_is(out->v[i].day))
			out->v[i].schedule.v = 0;
	return OK;
}

static size_t clamp(int64_t n, size_t max)
{
	return n < 0 ? 0 : (size_t)n > max ? max : (size_t)n;
}

enum err slot_find(struct db *db, struct arena *a, struct instant now,
	const struct place_ask *ask, struct places *ret)
{
	struct search s = { .db = db, .a = a, .now = now, .ask = ask, .lo = ask->lo,
		.hi = ask->hi };
	struct place_zones_rows zones;

	if (ask->max < 1 || ask->max > 50)
		return E_INPUT;
	if (!ask->hi) {
		s.lo = INT64_MIN;
		s.hi = INT64_MAX;
	}
	TRY(place_zones(db, a, ask->specialty, s.lo, s.hi, &zones));
	for (size_t i = 0; i < zones.n; i++)
		TRY(search_zone(&s, zones.v[i].zone));
	if (ask->each_place)
		keep_one_each(&s);
	if (s.n > 1)
		qsort(s.v, s.n, sizeof(*s.v), by_day);
	size_t from = clamp(ask->offset, s.n), to = clamp((int64_t)from + ask->max, s.n);
	struct places out = { ARENA_ARRAY(a, struct place, to - from + 1), to - from,
		(int32_t)s.n };

	TRY(fill_places(&s, s.v + from, &out));
	*ret = out;
	return OK;
}
