/* Rooms, devices and teams that types need beside the agendas that offer them. See agenda_inside.h. */
#include "areas/schedules/agenda_inside.h"

#include "schedules_q.h"

/* What one type needs when it is offered in one agenda. */
struct needs_of {
	struct schedule_id schedule;
	struct service_id service;
	struct beside_need needs[BESIDE_NEEDS];
	int32_t place[BESIDE_NEEDS];
	size_t n;
};
struct buffer { struct range *v; size_t n, cap; };
struct besides {
	struct arena *a;
	struct agenda *v; size_t n;		/* those that can meet a need, by id */
	struct needs_of *of; size_t nof;
	struct buffer *bufs;			/* free ranges, for each of v */
	struct beside_free *when;
	struct range *work, *out; size_t room;
	struct beside now;			/* the last question */
};

/* ---- loading ---- */

struct services_set { struct service_id *v; size_t n, cap; };

static void want(struct arena *a, struct services_set *s, struct service_id id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].v == id.v)
			return;
	s->v = arena_grow(a, s->v, s->n, &s->cap, sizeof(*s->v));
	s->v[s->n++] = id;
}

static struct services_set wanted(struct arena *a, const struct agenda_ask *ask,
	const struct agenda *g, size_t n)
{
	struct services_set s = { 0 };

	if (ask->beside.v)
		want(a, &s, ask->beside);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < g[i].nopenings; k++)
			if (g[i].openings[k].needs)
				want(a, &s, g[i].openings[k].service);
	return s;
}

static int by_id(const void *px, const void *py)
{
	const struct schedule_id *x = px, *y = py;

	return x->v < y->v ? -1 : x->v > y->v;
}

/* The candidates, each once, by id. */
static size_t candidates(struct arena *a, const struct need_candidates_rows *rows,
	struct schedule_id **ret)
{
	struct schedule_id *ids = ARENA_ARRAY(a, struct schedule_id, rows->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		ids[i] = rows->v[i].candidate;
	qsort(ids, rows->n, sizeof(*ids), by_id);
	for (size_t i = 0; i < rows->n; i++)
		if (!n || ids[n - 1].v != ids[i].v)
			ids[n++] = ids[i];
	*ret = ids;
	return n;
}

static int32_t index_of(const struct besides *b, struct schedule_id id)
{
	size_t lo = 0, hi = b->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (b->v[mid].schedule.v < id.v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (int32_t)lo;
}

/* Rows come by agenda, type and need: each need's candidates are one run. */
static void sort_out(struct besides *b, const struct need_candidates_rows *rows)
{
	int32_t *among = ARENA_ARRAY(b->a, int32_t, rows->n + 1);
	struct needs_of *of = NULL;

	b->of = ARENA_ARRAY(b->a, struct needs_of, rows->n + 1);
	for (size_t i = 0; i < rows->n; i++) {
		const struct need_candidates_row *r = &rows->v[i];

		if (!of || of->schedule.v != r->schedule.v || of->service.v != r->service.v) {
			of = &b->of[b->nof++];
			*of = (struct needs_of){ .schedule = r->schedule, .service = r->service };
		}
		if (!of->n || of->place[of->n - 1] != r->place) {
			if (of->n == BESIDE_NEEDS)
				continue;
			of->place[of->n] = r->place;
			of->needs[of->n++] = (struct beside_need){ &among[i], 0 };
		}
		among[i] = index_of(b, r->candidate);
		of->needs[of->n - 1].n++;
	}
}

static enum err load_candidates(struct db *db, struct besides *b, const struct schedule_id *ids,
	const struct agenda_ask *ask)
{
	struct agenda_ask plain = { .from = ask->from, .to = ask->to, .now = ask->now,
		.owner = ask->owner, .except = ask->except };

	for (size_t at = 0; at < b->n; at += DB_LIST_MAX) {
		size_t n = b->n - at < DB_LIST_MAX ? b->n - at : DB_LIST_MAX;

		TRY(agenda_load_hours(db, b->a, ids + at, n, &plain, b->v + at));
	}
	return OK;
}

enum err besides_load(struct db *db, struct arena *a, const struct schedule_id *ids, size_t n,
	const struct agenda_ask *ask, struct agenda *g)
{
	struct services_set s = wanted(a, ask, g, n);
	struct need_candidates_rows rows;
	struct schedule_id *all;
	struct besides *b;

	if (!s.n)
		return OK;
	if (s.n > DB_LIST_MAX)
		return E_LIMIT;
	b = ARENA_NEW(a, struct besides);
	b->a = a;
	TRY(need_candidates(db, a, s.v, s.n, ids, n, &rows));
	b->n = candidates(a, &rows, &all);
	b->v = ARENA_ARRAY(a, struct agenda, b->n + 1);
	b->bufs = ARENA_ARRAY(a, struct buffer, b->n + 1);
	b->when = ARENA_ARRAY(a, struct beside_free, b->n + 1);
	TRY(load_candidates(db, b, all, ask));
	sort_out(b, &rows);
	for (size_t i = 0; i < n; i++)
		g[i].besides = b;
	return OK;
}

/* ---- computing ---- */

static const struct needs_of *needs_of(const struct besides *b, struct schedule_id schedule,
	struct service_id service)
{
	for (size_t i = 0; i < b->nof; i++)
		if (b->of[i].schedule.v == schedule.v && b->of[i].service.v == service.v)
			return &b->of[i];
	return NULL;
}

static struct agenda seen(const struct besides *b, size_t i, bool without_holds)
{
	struct agenda r = b->v[i];

	if (without_holds) {
		r.visits = r.booked;
		r.nvisits = r.nbooked;
	}
	return r;
}

/* When one of them is free on a day for visits of a rule, in all its intervals. */
static void free_on(struct besides *b, size_t i, struct day day, const struct slot_rule *rule,
	bool without_holds)
{
	struct agenda r = seen(b, i, without_holds);
	struct buffer *buf = &b->bufs[i];

	buf->n = 0;
	for (size_t k = agenda_first_of_day(&r, day); r.active && k < r.nopenings
		&& r.openings[k].day.n == day.n; k++) {
		struct free_ask q = agenda_question(&r, &r.openings[k], rule);
		size_t n = free_ranges(&q, r.work, r.rooms);

		for (size_t j = 0; j < n; j++) {
			buf->v = arena_grow(b->a, buf->v, buf->n, &buf->cap, sizeof(*buf->v));
			buf->v[buf->n++] = r.rooms[j];
		}
	}
	ranges_sort(buf->v, buf->n);
	buf->n = ranges_merge(buf->v, buf->n);
	b->when[i] = (struct beside_free){ buf->v, buf->n };
}

static void free_for(struct besides *b, const struct needs_of *of, struct day day,
	const struct slot_rule *rule, bool without_holds)
{
	b->now = (struct beside){ of->needs, of->n, b->when };
	for (size_t i = 0; i < of->n; i++)
		for (size_t k = 0; k < of->needs[i].n; k++)
			free_on(b, (size_t)of->needs[i].among[k], day, rule, without_holds);
}

size_t besides_cut(const struct agenda *g, const struct agenda_opening *o, const struct slot_rule *rule,
	size_t n, const struct range **ret)
{
	struct besides *b = g->besides;
	const struct needs_of *of = b ? needs_of(b, g->schedule, o->service) : NULL;

	/* A need without any candidate has no row. */
	if (!of || (int32_t)of->n != o->needs)
		return 0;
	free_for(b, of, o->day, rule, g->without_holds);
	size_t room = beside_room(&b->now, n);

	if (room > b->room) {
		b->room = 2 * room;
		b->work = ARENA_ARRAY(b->a, struct range, 2 * b->room);
		b->out = ARENA_ARRAY(b->a, struct range, b->room);
	}
	*ret = b->out;
	return beside_ranges(&b->now, g->rooms, n, rule->duration, b->work, b->out);
}

/* How many visits more an agenda takes at a time that is free in it. */
static int32_t left_in(const struct besides *b, size_t i, const struct slot_rule *rule, int64_t at,
	bool without_holds)
{
	struct agenda r = seen(b, i, without_holds);
	struct day day = local_of_minutes(at).day;
	int32_t left = 0;

	for (size_t k = agenda_first_of_day(&r, day); k < r.nopenings && r.openings[k].day.n == day.n; k++) {
		const struct agenda_opening *o = &r.openings[k];
		struct free_ask q = agenda_question(&r, o, rule);
		int32_t here = at >= o->at.from && at < o->at.to ? slot_left(&q, at) : 0;

		left = here > left ? here : left;
	}
	return left;
}

static bool free_at(const struct beside_free *f, struct range visit)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].from <= visit.from && f->v[i].to >= visit.to)
			return true;
	return false;
}

int32_t besides_left(const struct agenda *g, const struct slot_rule *rule, int64_t at, bool count)
{
	const struct besides *b = g->besides;
	struct range visit = { at, at + rule->duration };
	int32_t picked[BESIDE_NEEDS], least = INT32_MAX;

	if (!beside_pick(&b->now, visit, picked))
		return 0;
	for (size_t i = 0; count && i < b->now.nneeds; i++) {
		const struct beside_need *need = &b->now.needs[i];
		int32_t left = 0;

		for (size_t k = 0; k < need->n; k++)
			if (free_at(&b->when[need->among[k]], visit))
				left += left_in(b, (size_t)need->among[k], rule, at, g->without_holds);
		least = left < least ? left : least;
	}
	return count ? least : 1;
}

enum err agenda_beside_of(const struct agenda *g, struct service_id service, struct local start,
	const struct slot_rule *rule, bool any, struct agenda_uses *ret)
{
	struct besides *b = g->besides;
	const struct needs_of *of = b ? needs_of(b, g->schedule, service) : NULL;
	int64_t at = local_minutes(start);
	struct range visit = { at, at + rule->duration };
	int32_t picked[BESIDE_NEEDS];

	ret->n = 0;
	if (!of)
		return any ? OK : E_CONFLICT;
	free_for(b, of, start.day, rule, g->without_holds);
	if (any)
		beside_pick_any(&b->now, visit, picked);
	else if (!beside_pick(&b->now, visit, picked))
		return E_CONFLICT;
	for (size_t i = 0; i < of->n; i++) {
		if (picked[i] == BESIDE_NONE)
			continue;
		ret->place[ret->n] = of->place[i];
		ret->v[ret->n++] = b->v[picked[i]].schedule;
	}
	return OK;
}
