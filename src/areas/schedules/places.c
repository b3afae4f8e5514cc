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
		citizen ? 0 : FAR_MIN,
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

/* The agenda, hour and number of starts of the first free day, from the summary. */
static enum err fill_day(struct search *s, const struct found *f, int64_t lo, int64_t hi,
	struct place *p)
{
	struct place_agendas_rows rows;
	int64_t now = local_minutes(zone_local(f->zone, s->now));

	TRY(place_agendas(s->db, s->a, s->ask->specialty, lo, hi, f->r.service, f->r.day, &rows));
	if (!rows.n)
		return OK;
	p->schedule = rows.v[0].schedule;
	p->day = f->r.day;
	p->first_min = rows.v[0].first_min;
	for (size_t i = 0; i < rows.n; i++)
		p->starts += rows.v[i].starts;
	/* A day that the lead or the clock cuts is computed; what is wholly ahead need not be. */
	if ((int64_t)f->r.day.n * 1440 + p->first_min < now + (s->ask->citizen ? p->lead_min : 0))
		return first_of(s, f, p);
	return OK;
}

static enum err fill_place(struct search *s, const struct found *f, struct place *p)
{
	struct place_any_agenda_row any;
	struct place_row_row r;
	struct branch_of_row b;
	struct service sv;

	TRY(branch_of(s->db, s->a, f->r.place, &b));
	TRY(service_get(s->db, s->a, f->r.service, &sv));
	*p = (struct place){ .organization = f->r.place, .service = f->r.service, .day = DAY_NONE,
		.schedules = (int32_t)f->r.schedules, .by_name = f->r.by_name > 0,
			.lead_min = sv.lead_min };
	if (day_is(f->r.day))
		TRY(fill_day(s, f, b.tree_lo, b.tree_hi, p));
	if (p->schedule.v)
		any.schedule = p->schedule;
	else
		TRY(place_any_agenda(s->db, s->a, s->ask->specialty, b.tree_lo, b.tree_hi,
			f->r.service, &any));
	TRY(place_row(s->db, s->a, f->r.place, f->r.service, any.schedule, &r));
	p->organization_code = r.code;
	p->phone = r.phone.n ? r.phone : r.location_phone;
	p->zone = r.zone;
	p->organization_name = names_make(r.name_fr, r.name_ar, r.name_en);
	p->service_name = names_make(r.service_fr, r.service_ar, r.service_en);
	p->bring = names_make(r.bring_fr, r.bring_ar, r.bring_en);
	p->location = r.location;
	p->location_name = names_make(r.location_fr, r.location_ar, r.location_en);
	p->address_fr = r.address_fr;
	p->address_ar = r.address_ar;
	if (day_is(p->day))
		p->delay_days = p->day.n - zone_local(f->zone, s->now).day.n;
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

	for (size_t i = from; i < to; i++)
		TRY(fill_place(&s, &s.v[i], &out.v[i - from]));
	*ret = out;
	return OK;
}
