/* Places by first free date. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/internal.h"
#include "schedules_q.h"

struct found { struct place_rows_row r; const struct zone *zone; int32_t km; };
struct search {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct place_ask *ask;
	int64_t lo, hi;
	struct found *v;
	size_t n, cap;
	struct place_agendas_rows agendas;	/* of the page */
	struct place_details_rows details;
};

/* Shares bind citizens as they are now; who asks for others looks at all that is left. */
static int64_t quota_min(const struct search *s, const struct zone *z)
{
	return s->ask->citizen ? local_minutes(zone_local(z, s->now)) : INT64_MAX;
}


enum { FAR_MIN = 400 * 1440 };

static bool narrowed(const struct place_ask *q)
{
	return q->part != PART_ANY || q->weekdays;
}

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

/* What is full comes last, however near it is. */
static int by_km(const void *px, const void *py)
{
	const struct found *x = px, *y = py;

	if (day_is(x->r.day) != day_is(y->r.day))
		return day_is(x->r.day) ? -1 : 1;
	return x->km != y->km ? x->km - y->km : by_day(px, py);
}

static bool at_home(const struct found *f)
{
	return str_eq(f->r.place_kind, S("home"));
}

/* Services of one place together: those that one goes to before those at home, those for first visits before
 * those that follow up, the earliest first. */
static int by_place(const void *px, const void *py)
{
	const struct found *x = px, *y = py;
	bool fx = str_eq(x->r.visit, S("follow_up")), fy = str_eq(y->r.visit, S("follow_up"));

	if (x->r.place.v != y->r.place.v)
		return x->r.place.v < y->r.place.v ? -1 : 1;
	if (at_home(x) != at_home(y))
		return at_home(x) - at_home(y);
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

/* Is the place near enough? Then *ret_km; -1 when that is not asked. */
static bool near_enough(const struct search *s, struct organization_id place, int32_t *ret_km)
{
	const struct place_km *v = s->ask->km;
	size_t lo = 0, hi = s->ask->nkm;

	*ret_km = -1;
	if (!v)
		return true;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (v[mid].place.v < place.v)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == s->ask->nkm || v[lo].place.v != place.v || v[lo].km > s->ask->within)
		return false;
	*ret_km = v[lo].km;
	return true;
}

static void keep(struct search *s, const struct place_rows_row *r, const struct zone *z)
{
	int32_t km;

	if ((s->ask->service.v && r->service.v != s->ask->service.v) || !near_enough(s, r->place, &km))
		return;
	s->v = arena_grow(s->a, s->v, s->n, &s->cap, sizeof(*s->v));
	s->v[s->n++] = (struct found){ *r, z, km };
}

/* Some parts of the day or days of the week alone: out of the days of each offer, not the kept one. */
static enum err search_zone_when(struct search *s, struct str zone, const struct zone *z)
{
	struct place_rows_when_rows rows;
	const struct place_ask *q = s->ask;

	TRY(place_rows_when(s->db, s->a, local_minutes(zone_local(z, s->now)), q->citizen ? 1 : 0, q->citizen ? 0 : FAR_MIN,
		quota_min(s, z), (int32_t)q->part, q->weekdays ? (int32_t)q->weekdays : 0x7f, q->specialty, s->lo, s->hi, zone,
		!q->citizen, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct place_rows_when_row *r = &rows.v[i];

		keep(s, &(struct place_rows_row){ r->place, r->service, r->schedules, r->by_name, r->visit,
			r->place_kind, r->day }, z);
	}
	return OK;
}

/* Summary of one zone's places. */
static enum err search_zone(struct search *s, struct str zone)
{
	struct place_rows_rows rows;
	const struct zone *z;
	bool citizen = s->ask->citizen;

	TRY(zone_get(zone, &z));
	if (narrowed(s->ask))
		return search_zone_when(s, zone, z);
	TRY(place_rows(s->db, s->a, local_minutes(zone_local(z, s->now)), citizen ? 1 : 0,
		citizen ? 0 : FAR_MIN, quota_min(s, z),
		s->ask->specialty, s->lo, s->hi, zone, !citizen, &rows));
	for (size_t i = 0; i < rows.n; i++)
		keep(s, &rows.v[i], z);
	return OK;
}

/* The first free start there, computed: the summary knows neither holds nor what the lead cuts
 * off. seen: what all places' agendas together have said of that day; when it is nothing, the days after are looked at. */
static enum err first_of(struct search *s, const struct found *f, const struct slot_time *seen, struct place *p)
{
	struct slot_ask ask = { .service = f->r.service, .organization = f->r.place,
		.from = f->r.day, .citizen = s->ask->citizen };
	struct slot_time t = *seen;
	enum err e = t.schedule.v ? OK : slot_first(s->db, s->a, s->now, &ask, &t);

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
	struct service_id *services = ARENA_ARRAY(s->a, struct service_id, out->n + 1);
	struct organization_id *places = ARENA_ARRAY(s->a, struct organization_id, out->n + 1);
	int64_t *days = ARENA_ARRAY(s->a, int64_t, out->n + 1);
	struct day from = { 0 }, to = { -1 };
	size_t ndays = 0;

	for (size_t i = 0; i < out->n; i++) {
		services[i] = v[i].r.service;
		places[i] = v[i].r.place;
		if (!day_is(v[i].r.day))
			continue;
		days[ndays++] = v[i].r.day.n;
		from.n = ndays == 1 || v[i].r.day.n < from.n ? v[i].r.day.n : from.n;
		to.n = v[i].r.day.n > to.n ? v[i].r.day.n : to.n;
	}
	TRY(place_agendas(s->db, s->a, quota_min(s, v[0].zone), s->ask->specialty, s->lo, s->hi, services, out->n, places, out->n,
		from, to, days, ndays, &s->agendas));
	for (size_t i = 0; i < out->n; i++) {
		out->v[i] = (struct place){ .organization = v[i].r.place, .service = v[i].r.service,
			.day = DAY_NONE, .schedules = (int32_t)v[i].r.schedules, .by_name = v[i].r.by_name > 0, .km = v[i].km,
			.home = at_home(&v[i]) };
		take_agendas(&s->agendas, &v[i], &out->v[i]);
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
	s->details = rows;
	return OK;
}

/* A start of the part of the day that was asked for? */
static bool in_part(const struct place_ask *q, int32_t min)
{
	return q->part == PART_ANY || (q->part == PART_MORNING) == (min < 720);
}

/* Of a narrowed search: the hour where it is known, else the day alone, which the summary answers for. */
static void first_when(const struct search *s, bool cut, const struct slot_time *seen, struct place *p)
{
	if (cut && seen->schedule.v) {
		p->schedule = seen->schedule;
		p->first_min = seen->min;
	}
	if ((cut && !seen->schedule.v) || !in_part(s->ask, p->first_min))
		p->first_min = -1;
}

/* A day that the lead or the clock cuts is computed; what is wholly ahead need not be. */
static bool is_cut(const struct search *s, const struct found *f, const struct place *p)
{
	int64_t from = local_minutes(zone_local(f->zone, s->now)) + (s->ask->citizen ? p->lead_min : 0);

	return day_is(p->day) && !(p->home && s->ask->citizen) && (int64_t)p->day.n * 1440 + p->first_min < from;
}

static struct first_ask first_asked(struct search *s, const struct found *f, const struct place *p)
{
	struct schedule_id *ids = ARENA_ARRAY(s->a, struct schedule_id, s->agendas.n + 1);
	struct first_ask q = { .service = p->service, .zone = f->zone, .day = p->day, .agendas = ids };

	for (size_t i = 0; i < s->agendas.n; i++) {
		const struct place_agendas_row *r = &s->agendas.v[i];

		if (r->place.v == f->r.place.v && r->service.v == p->service.v && day_is(r->day) && r->day.n == p->day.n)
			ids[q.n++] = r->schedule;
	}
	for (size_t i = 0; i < s->details.n; i++)
		if (s->details.v[i].service.v == p->service.v) {
			q.lead_min = s->details.v[i].lead_min;
			q.horizon_min = s->details.v[i].horizon_min;
			q.spread_min = s->details.v[i].spread_min;
		}
	return q;
}

/* Of all places whose day is cut, in one question: the first start of that day. */
static enum err look_at_cut(struct search *s, const struct found *v, const struct places *out, const bool *cut, struct slot_time *ret)
{
	struct first_ask *asks = ARENA_ARRAY(s->a, struct first_ask, out->n + 1);
	struct slot_time *got = ARENA_ARRAY(s->a, struct slot_time, out->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++)
		if (cut[i])
			asks[n++] = first_asked(s, &v[i], &out->v[i]);
	enum err e = n ? slots_first_of_day(s->db, s->a, s->now, s->ask->citizen, asks, n, got) : OK;

	if (e == E_LIMIT)
		return OK;			/* each by itself, then */
	TRY(e);
	for (size_t i = 0, k = 0; i < out->n; i++)
		if (cut[i])
			ret[i] = got[k++];
	return OK;
}

static enum err fill_places(struct search *s, const struct found *v, struct places *out)
{
	struct slot_time *seen = ARENA_ARRAY(s->a, struct slot_time, out->n + 1);
	bool *cut = ARENA_ARRAY(s->a, bool, out->n + 1), other = false;	/* a location may be another one then */

	if (!out->n)
		return OK;
	TRY(fill_agendas(s, v, out));
	TRY(fill_details(s, out));
	for (size_t i = 0; i < out->n; i++)
		cut[i] = is_cut(s, &v[i], &out->v[i]);
	TRY(look_at_cut(s, v, out, cut, seen));
	for (size_t i = 0; i < out->n; i++) {
		struct place *p = &out->v[i];
		struct schedule_id before = p->schedule;

		if (p->home && s->ask->citizen)	/* the hour depends on the way, which is not known yet */
			p->first_min = -1;
		else if (day_is(p->day) && narrowed(s->ask))
			first_when(s, cut[i], &seen[i], p);
		else if (cut[i])
			TRY(first_of(s, &v[i], &seen[i], p));
		other = other || p->schedule.v != before.v;
		if (day_is(p->day))
			p->delay_days = p->day.n - zone_local(v[i].zone, s->now).day.n;
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
		qsort(s.v, s.n, sizeof(*s.v), ask->nearest_first ? by_km : by_day);
	size_t from = clamp(ask->offset, s.n), to = clamp((int64_t)from + ask->max, s.n);
	struct places out = { ARENA_ARRAY(a, struct place, to - from + 1), to - from,
		(int32_t)s.n };

	TRY(fill_places(&s, s.v + from, &out));
	*ret = out;
	return OK;
}
