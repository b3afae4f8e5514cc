/* Agendas as they would be. See preview.h. */
#include "areas/schedules/preview.h"

#include "areas/schedules/internal.h"
#include "schedules_q.h"

#include <stdlib.h>

enum { OVERLAPS_MAX = 50 };

enum err plans_load(struct db *db, struct arena *a, struct schedule_id schedule,
	struct plans *ret)
{
	struct openings all;

	TRY(opening_list(db, a, schedule, &all));
	struct plans out = { ARENA_ARRAY(a, struct plan, 2 * all.n + 1), all.n };

	for (size_t i = 0; i < all.n; i++) {
		out.v[i].o = all.v[i];
		TRY(opening_hours(db, a, &all.v[i], &out.v[i].hours));
	}
	*ret = out;
	return OK;
}

enum err plans_with(struct db *db, struct arena *a, const struct opening *o, struct plans *ret)
{
	struct plans out;
	size_t i = 0;

	TRY(plans_load(db, a, o->schedule, &out));
	while (i < out.n && out.v[i].o.id.v != o->id.v)
		i++;
	out.v[i].o = *o;
	TRY(opening_hours(db, a, o, &out.v[i].hours));
	out.n += i == out.n;
	*ret = out;
	return OK;
}

/* One more span on which hours do not hold, in its place. */
static void without(struct arena *a, struct hours *h, struct day_span span)
{
	struct day_span *off = ARENA_ARRAY(a, struct day_span, h->noff + 1);
	size_t n = 0, i = 0;

	while (i < h->noff && h->off[i].first.n <= span.first.n)
		off[n++] = h->off[i++];
	off[n++] = span;
	while (i < h->noff)
		off[n++] = h->off[i++];
	h->off = off;
	h->noff = n;
}

enum err plans_day(struct db *db, struct arena *a, const struct opening *o, struct day day,
	const struct opening *instead, struct plans *ret)
{
	struct plans out;

	TRY(plans_load(db, a, o->schedule, &out));
	for (size_t i = 0; i < out.n; i++)
		if (out.v[i].o.id.v == o->id.v)
			without(a, &out.v[i].hours, (struct day_span){ day, day });
	if (instead) {
		struct plan *p = &out.v[out.n++];

		p->o = *instead;
		TRY(opening_hours(db, a, instead, &p->hours));
	}
	*ret = out;
	return OK;
}

enum err plans_in_variant(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct variant *v, struct minute_span within, struct plans *ret)
{
	struct day_span span = { v->first_day, v->last_day };
	struct openings copies;
	struct plans out;
	size_t stored;

	TRY(plans_load(db, a, schedule, &out));
	TRY(variant_copy(db, a, schedule, v, within, &copies));
	stored = out.n;
	for (size_t i = 0; i < copies.n; i++) {
		struct plan *p = &out.v[out.n++];
		size_t k = 0;

		while (out.v[k].o.id.v != copies.v[i].id.v)
			k++;
		*p = (struct plan){ copies.v[i], out.v[k].hours };
		p->hours.start = p->o.start_min;
		p->hours.end = p->o.end_min;
		p->hours.breaks = p->o.breaks;
		p->hours.nbreaks = p->o.nbreaks;
		p->hours.only = span;
	}
	for (size_t i = 0; i < stored; i++)
		if (!out.v[i].o.variant.v && out.v[i].o.rule.n)
			without(a, &out.v[i].hours, span);
	*ret = out;
	return OK;
}

/* One span less: the first that is equal. */
static void with(struct hours *h, struct arena *a, struct day_span span)
{
	struct day_span *off = ARENA_ARRAY(a, struct day_span, h->noff + 1);
	bool found = false;
	size_t n = 0;

	for (size_t i = 0; i < h->noff; i++) {
		if (!found && h->off[i].first.n == span.first.n && h->off[i].last.n == span.last.n)
			found = true;
		else
			off[n++] = h->off[i];
	}
	h->off = off;
	h->noff = n;
}

enum err plans_moved(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct variant *v, struct day_span to, struct plans *ret)
{
	struct plans out;

	TRY(plans_load(db, a, schedule, &out));
	for (size_t i = 0; i < out.n; i++) {
		struct plan *p = &out.v[i];

		if (p->o.variant.v == v->id.v) {
			p->hours.only = to;
			hours_follow(&p->hours.rule, (struct day_span){ v->first_day, v->last_day }, to,
				&p->hours.first, &p->hours.until);
		}
		if (p->o.variant.v || !p->o.rule.n)
			continue;
		with(&p->hours, a, (struct day_span){ v->first_day, v->last_day });
		without(a, &p->hours, to);
	}
	*ret = out;
	return OK;
}

/* ---- overlaps ---- */

static bool meet(const struct hours_part *x, const struct hours_part *y)
{
	return x->day.n == y->day.n && x->start < y->end && y->start < x->end;
}

/* Days on which two openings have time in common. */
static struct overlap compare(const struct hours *x, const struct plan *y, struct day from,
	struct day last)
{
	struct hours_walk wx = hours_from(x, from, last), wy = hours_from(&y->hours, from, last);
	struct overlap out = { .opening = y->o.id, .schedule = y->o.schedule,
		.start_min = y->o.start_min, .end_min = y->o.end_min, .first = DAY_NONE };
	struct day seen = DAY_NONE;
	struct hours_part px, py;
	bool more_x = hours_next(&wx, &px), more_y = hours_next(&wy, &py);

	while (more_x && more_y) {
		if (meet(&px, &py) && px.day.n != seen.n) {
			seen = px.day;
			out.days++;
			if (!day_is(out.first))
				out.first = seen;
		}
		if (px.day.n < py.day.n || (px.day.n == py.day.n && px.end <= py.end))
			more_x = hours_next(&wx, &px);
		else
			more_y = hours_next(&wy, &py);
	}
	return out;
}

/* FNV-1a over what a person is shown. */
static int64_t print_of(const struct overlaps *all)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < all->n; i++) {
		const struct overlap *x = &all->v[i];
		const int64_t parts[] = { x->opening.v, x->start_min, x->end_min, x->first.n, x->days };

		for (size_t k = 0; k < sizeof(parts); k++)
			h = (h ^ ((const unsigned char *)parts)[k]) * 1099511628211u;
	}
	return all->n ? (int64_t)(h >> 1) | 1 : 0;
}

enum err opening_overlaps(struct db *db, struct arena *a, struct instant now,
	const struct opening *o, struct opening_id instead_of, struct overlaps *ret)
{
	struct overlaps out = { ARENA_ARRAY(a, struct overlap, OVERLAPS_MAX), 0, 0 };
	struct schedules_beside_rows beside;
	struct day today;
	struct hours mine;

	TRY(today_at(db, a, now, o->schedule, &today));
	TRY(opening_hours(db, a, o, &mine));
	TRY(schedules_beside(db, a, o->schedule, &beside));
	for (size_t i = 0; i < beside.n; i++) {
		struct plans all;

		TRY(plans_load(db, a, beside.v[i].id, &all));
		for (size_t k = 0; k < all.n && out.n < OVERLAPS_MAX; k++) {
			if (all.v[k].o.id.v == o->id.v || all.v[k].o.id.v == instead_of.v)
				continue;
			out.v[out.n] = compare(&mine, &all.v[k], today, openings_ahead(today));
			out.n += out.v[out.n].days > 0;
		}
	}
	out.print = print_of(&out);
	*ret = out;
	return OK;
}

static void keep(struct overlaps *all, struct overlap x)
{
	if (x.days > 0 && all->n < OVERLAPS_MAX)
		all->v[all->n++] = x;
}

/* What meets in `after` and did not before; one that is new (i ≥ before.n) met nothing. */
static void own_overlaps(const struct plans *before, const struct plans *after,
	struct day_span days, struct overlaps *ret)
{
	for (size_t i = 0; i < after->n; i++) {
		for (size_t k = 0; k < i && k < before->n; k++) {
			/* told is the day that stands for itself, rather than a week */
			bool own = !after->v[i].o.rule.n;
			const struct plan *told = &after->v[own ? i : k];
			struct overlap x = compare(&after->v[own ? k : i].hours, told, days.first,
				days.last);

			if (x.days && i < before->n)
				x.days -= compare(&before->v[i].hours, &before->v[k], days.first,
					days.last).days;
			keep(ret, x);
		}
	}
}

static void other_overlaps(const struct plans *before, const struct plans *after,
	const struct plans *other, struct day_span days, struct overlaps *ret)
{
	for (size_t i = 0; i < after->n; i++) {
		for (size_t k = 0; k < other->n; k++) {
			struct overlap x = compare(&after->v[i].hours, &other->v[k], days.first,
				days.last);

			if (x.days && i < before->n)
				x.days -= compare(&before->v[i].hours, &other->v[k], days.first,
					days.last).days;
			keep(ret, x);
		}
	}
}

enum err plans_overlaps(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct plans *before, const struct plans *after, struct day_span days,
	struct overlaps *ret)
{
	struct overlaps out = { ARENA_ARRAY(a, struct overlap, OVERLAPS_MAX), 0, 0 };
	struct schedules_beside_rows beside;

	own_overlaps(before, after, days, &out);
	TRY(schedules_beside(db, a, schedule, &beside));
	for (size_t i = 0; i < beside.n; i++) {
		struct plans other;

		if (beside.v[i].id.v == schedule.v)
			continue;
		TRY(plans_load(db, a, beside.v[i].id, &other));
		other_overlaps(before, after, &other, days, &out);
	}
	out.print = print_of(&out);
	*ret = out;
	return OK;
}

enum err hours_lock(struct db *db, struct arena *a, struct schedule_id schedule)
{
	int64_t n;

	TRY(practitioner_lock(db, a, schedule));
	TRY(schedule_lock(db, a, schedule, &n));
	return n ? OK : E_NOTFOUND;
}

/* ---- appointments that would lose their place ---- */

static bool holds(const struct plans *p, struct day day, int32_t start, int32_t end)
{
	bool held = false;

	for (size_t i = 0; i < p->n && !held; i++) {
		struct hours_walk w = hours_from(&p->v[i].hours, day, day);
		struct hours_part part;

		while (!held && hours_next(&w, &part))
			held = part.start <= start && part.end >= end;
	}
	return held;
}

enum err plans_lose(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule, const struct plans *p, struct losts *ret)
{
	struct appointments_held_rows rows;
	struct day today;
	size_t n = 0;

	TRY(today_at(db, a, now, schedule, &today));
	TRY(appointments_held(db, a, schedule, today, &rows));
	struct lost *out = ARENA_ARRAY(a, struct lost, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++) {
		const struct appointments_held_row *x = &rows.v[i];

		if (!holds(p, x->day, x->start_min, x->start_min + x->duration_min))
			out[n++] = (struct lost){ x->id, x->start_at.v, urgency_of(
				x->start_at.v - now.v, x->referred != 0, x->first_visit != 0) };
	}
	*ret = (struct losts){ out, n };
	return OK;
}

enum err variant_loses(struct db *db, struct arena *a, struct instant now,
	struct schedule_id schedule, const struct variant *v, const struct opening *own, size_t n,
	int64_t *ret)
{
	struct plans stored, all;
	struct losts lost;

	TRY(plans_in_variant(db, a, schedule, v, (struct minute_span){ 0, 0 }, &stored));
	all = (struct plans){ ARENA_ARRAY(a, struct plan, stored.n + n + 1), stored.n };
	for (size_t i = 0; i < stored.n; i++)
		all.v[i] = stored.v[i];
	for (size_t i = 0; i < n; i++) {
		struct plan *p = &all.v[all.n++];

		p->o = own[i];
		TRY(opening_hours(db, a, &own[i], &p->hours));
		p->hours.off = NULL;		/* other periods do not meet this one's days */
		p->hours.noff = 0;
		p->hours.only = (struct day_span){ v->first_day, v->last_day };
	}
	TRY(plans_lose(db, a, now, schedule, &all, &lost));
	*ret = (int64_t)lost.n;
	return OK;
}

/* ---- a week of it ---- */

static int by_time(const void *px, const void *py)
{
	const struct agenda_opening *x = px, *y = py;

	if (x->at.from != y->at.from)
		return x->at.from < y->at.from ? -1 : 1;
	return x->service.v < y->service.v ? -1 : x->service.v > y->service.v;
}

struct drawing { struct db *db; struct arena *a; struct agenda_opening *v; size_t n, cap; };

static struct agenda_opening drawn(const struct plan *p, const struct service *s,
	const struct hours_part *part)
{
	int64_t day = (int64_t)part->day.n * 1440;

	return (struct agenda_opening){
		.day = part->day,
		.at = { day + part->start, day + part->end },
		.capacity = s->capacity > p->o.capacity ? s->capacity : p->o.capacity,
		.service = s->id,
		.opening = p->o.id,
		.quota = p->o.quota.is ? &p->o.quota : NULL,
		.rule = { s->duration_min, p->o.slot_min ? p->o.slot_min : s->step_min,
			s->buffer_before_min, s->buffer_after_min },
		.needs = s->needs, .home = str_eq(s->place_kind, S("home")),
	};
}

static enum err draw(struct drawing *d, const struct plan *p, struct day from, struct day last)
{
	for (size_t i = 0; i < p->o.nservices; i++) {
		struct hours_walk w = hours_from(&p->hours, from, last);
		struct hours_part part;
		struct service s;

		TRY(service_get(d->db, d->a, p->o.services[i], &s));
		while (s.active && hours_next(&w, &part)) {
			d->v = arena_grow(d->a, d->v, d->n, &d->cap, sizeof(*d->v));
			d->v[d->n++] = drawn(p, &s, &part);
		}
	}
	return OK;
}

enum err plans_agenda(struct db *db, struct arena *a, struct schedule_id schedule,
	const struct plans *p, struct day from, struct day to, struct agenda *ret)
{
	struct agenda_ask ask = { .from = from, .to = to, .now = INSTANT_NONE };
	struct drawing d = { .db = db, .a = a };

	for (size_t i = 0; i < p->n; i++)
		TRY(draw(&d, &p->v[i], from, (struct day){ to.n - 1 }));
	if (d.n > 1)
		qsort(d.v, d.n, sizeof(*d.v), by_time);
	ret->openings = d.v;
	ret->nopenings = d.n;
	return agenda_load_given(db, a, schedule, &ask, ret);
}
