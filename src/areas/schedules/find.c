/* Free starts of one service. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/internal.h"
#include "areas/schedules/rules/window.h"
#include "schedules_q.h"

/* What a question needs to know before anything is computed. */
struct finding {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct slot_ask *ask;
	struct service service;
	int64_t lo, hi;				/* branch of the tree */
	const struct zone *zone;
	int64_t first, last;			/* local minutes, both included */
	enum quota_group group;
	int64_t quota_min;	/* now, for those who are bound by what the summary says of shares */
};

enum { FAR_AHEAD_DAYS = 400, STARTS_TRIES = 40 };

static enum err begin(struct finding *f, struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask)
{
	*f = (struct finding){ .db = db, .a = a, .now = now, .ask = ask };
	if (ask->known)
		f->service = *ask->known->service;
	else
		TRY(service_get(db, a, ask->service, &f->service));
	if (!f->service.active || (ask->citizen && !f->service.online))
		return E_NOTFOUND;
	if (ask->citizen && !ask->home && str_eq(f->service.place_kind, S("home")))
		return E_NOTFOUND;
	if (ask->schedule.v) {
		struct schedule_place_row r;

		TRY(schedule_place(db, a, ask->schedule, &r));
		TRY(zone_get(r.zone, &f->zone));
	} else if (ask->known) {
		f->lo = ask->known->lo;
		f->hi = ask->known->hi;
		f->zone = ask->known->zone;
	} else {
		struct branch_of_row r;

		TRY(branch_of(db, a, ask->organization, &r));
		f->lo = r.tree_lo;
		f->hi = r.tree_hi;
		TRY(zone_get(r.zone, &f->zone));
	}
	struct window w = window_of(f->zone, now, ask->citizen ? f->service.lead_min : 0,
		ask->citizen ? f->service.horizon_min : -1);

	f->group = ask->group ? ask->group : ask->citizen ? QUOTA_ONLINE : QUOTA_DESK;
	f->quota_min = f->group == QUOTA_ONLINE ? local_minutes(zone_local(f->zone, now)) : INT64_MAX;
	f->first = local_minutes(w.from);
	f->last = ask->citizen ? local_minutes(w.to) : f->first + (int64_t)FAR_AHEAD_DAYS * 1440;
	return OK;
}

static enum err schedules_in(struct finding *f, struct day from, struct day to,
	struct schedule_id **ret, size_t *ret_n)
{
	struct free_schedules_rows rows;

	if (f->ask->schedule.v) {
		*ret = ARENA_NEW(f->a, struct schedule_id);
		**ret = f->ask->schedule;
		*ret_n = 1;
		return OK;
	}
	TRY(free_schedules(f->db, f->a, f->service.specialty, f->lo, f->hi, f->service.id, from,
		to, &rows));
	*ret = ARENA_ARRAY(f->a, struct schedule_id, rows.n + 1);
	*ret_n = rows.n;
	for (size_t i = 0; i < rows.n; i++)
		(*ret)[i] = rows.v[i].schedule;
	return OK;
}

struct offered { int64_t at; int32_t left, that_day; struct schedule_id schedule; };
struct offers { struct offered *v; size_t n, cap; };

/* By start; of equal starts the agenda with most left that day, then the smaller id. */
static int by_start(const void *px, const void *py)
{
	const struct offered *x = px, *y = py;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->that_day != y->that_day)
		return x->that_day > y->that_day ? -1 : 1;
	return x->schedule.v < y->schedule.v ? -1 : x->schedule.v > y->schedule.v;
}

static void offer_day(struct finding *f, const struct agenda *g, struct day day,
	struct agenda_starts *st,
	struct offers *out)
{
	agenda_starts(g, f->a, f->service.id, day, NULL, st);
	for (size_t i = 0; i < st->n; i++) {
		if (st->v[i].at < f->first || st->v[i].at > f->last)
			continue;
		if (f->ask->citizen && st->v[i].at + window_late(g->schedule.v, local_of_minutes(st->v[i].at),
				f->service.spread_min) > f->last)
			continue;
		out->v = arena_grow(f->a, out->v, out->n, &out->cap, sizeof(*out->v));
		out->v[out->n++] = (struct offered){ st->v[i].at, st->v[i].left, (int32_t)st->n,
			g->schedule };
	}
}

/* All free starts in [from, to), each once. */
static enum err starts_in(struct finding *f, struct day from, struct day to, struct slot_times *ret)
{
	struct schedule_id *ids;
	struct offers out = { 0 };
	struct agenda_starts st = { 0 };
	size_t n, k = 0;
	struct agenda_ask ask = { .from = from, .to = to, .service = f->service.id, .now = f->now,
		.owner = f->ask->owner, .group = f->group, .home = f->ask->home, .home_at = f->ask->home_at };

	TRY(schedules_in(f, from, to, &ids, &n));
	struct agenda *g = ARENA_ARRAY(f->a, struct agenda, n + 1);

	TRY(agenda_load(f->db, f->a, ids, n, &ask, g));
	for (size_t i = 0; i < n; i++)
		for (struct day d = from; d.n < to.n && g[i].active; d.n++)
			offer_day(f, &g[i], d, &st, &out);
	if (out.n > 1)
		qsort(out.v, out.n, sizeof(*out.v), by_start);
	struct slot_time *v = ARENA_ARRAY(f->a, struct slot_time, out.n + 1);

	for (size_t i = 0; i < out.n; i++) {
		struct local l = local_of_minutes(out.v[i].at);

		if (k && v[k - 1].day.n == l.day.n && v[k - 1].min == l.min)
			v[k - 1].left += out.v[i].left;
		else
			v[k++] = (struct slot_time){ l.day, l.min, out.v[i].schedule,
				out.v[i].left };
	}
	*ret = (struct slot_times){ v, k };
	return OK;
}

enum err slot_list(struct db *db, struct arena *a, struct instant now, const struct slot_ask *ask,
	struct slot_times *ret)
{
	struct finding f;
	struct slot_times none = { 0 };
	enum err e = begin(&f, db, a, now, ask);

	if (e == E_NOTFOUND)
		*ret = none;
	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	if (ask->days < 1 || ask->days > 31)
		return E_INPUT;
	return starts_in(&f, ask->from, (struct day){ ask->from.n + ask->days }, ret);
}

static struct day day_at(int64_t minutes)
{
	return local_of_minutes(minutes).day;
}

/* First (or last) day of the summary with something in local minutes [from, to]. */
static enum err summary_day(struct finding *f, int64_t from, int64_t to, bool last, struct day *ret)
{
	struct free_day_next_row one;
	struct free_day_before_row one_b;
	struct free_day_next_in_row in;
	struct free_day_before_in_row in_b;
	struct service_id s = f->service.id;
	struct str sp = f->service.specialty;
	struct day d;

	if (from > to)
		return E_NOTFOUND;
	if (f->ask->schedule.v && !last) {
		TRY(free_day_next(f->db, f->a, f->ask->schedule, s, day_at(from), day_at(to),
			from, to, f->quota_min, &one));
		d = one.day;
	} else if (f->ask->schedule.v) {
		TRY(free_day_before(f->db, f->a, f->ask->schedule, s, day_at(from), day_at(to),
			from, to, f->quota_min, &one_b));
		d = one_b.day;
	} else if (!last) {
		TRY(free_day_next_in(f->db, f->a, sp, f->lo, f->hi, s, day_at(from), day_at(to),
			from, to, f->quota_min, &in));
		d = in.day;
	} else {
		TRY(free_day_before_in(f->db, f->a, sp, f->lo, f->hi, s, day_at(from), day_at(to),
			from, to, f->quota_min, &in_b));
		d = in_b.day;
	}
	if (!day_is(d))
		return E_NOTFOUND;
	*ret = d;
	return OK;
}

/* The summary knows nothing of holds nor what the window cuts off a day: days are computed until
 * one has a start. */
static enum err first_from(struct finding *f, int64_t from, struct slot_times *ret)
{
	struct day d;

	if (from < f->first)
		from = f->first;
	for (int i = 0; i < STARTS_TRIES; i++) {
		TRY(summary_day(f, from, f->last, false, &d));
		TRY(starts_in(f, d, (struct day){ d.n + 1 }, ret));
		if (ret->n)
			return OK;
		from = (int64_t)(d.n + 1) * 1440;
	}
	return E_NOTFOUND;
}

enum err slot_first(struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask, struct slot_time *ret)
{
	struct finding f;
	struct slot_times st;

	TRY(begin(&f, db, a, now, ask));
	TRY(first_from(&f, (int64_t)ask->from.n * 1440, &st));
	*ret = st.v[0];
	return OK;
}

enum err slot_next_day(struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask, struct day *ret)
{
	struct slot_time first;

	TRY(slot_first(db, a, now, ask, &first));
	*ret = first.day;
	return OK;
}

enum err slot_previous_day(struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask, struct day *ret)
{
	struct finding f;
	struct slot_times st;
	struct day d;
	int64_t to = (int64_t)ask->from.n * 1440 - 1;

	TRY(begin(&f, db, a, now, ask));
	if (to > f.last)
		to = f.last;
	for (int i = 0; i < STARTS_TRIES; i++) {
		TRY(summary_day(&f, f.first, to, true, &d));
		TRY(starts_in(&f, d, (struct day){ d.n + 1 }, &st));
		if (st.n) {
			*ret = d;
			return OK;
		}
		to = (int64_t)d.n * 1440 - 1;
	}
	return E_NOTFOUND;
}

static int64_t apart(const struct slot_time *s, struct day day, int32_t min)
{
	int64_t n = ((int64_t)s->day.n - day.n) * 1440 + s->min - min;

	/* The same day first; then by distance. */
	return (n < 0 ? -n : n) + (s->day.n == day.n ? 0 : 1440 * 1000);
}

/* Keeps the nearest starts in order of nearness. */
static void keep_nearest(struct slot_times *best, size_t max, struct slot_time s, struct day day,
	int32_t min)
{
	size_t i = best->n;

	while (i && apart(&best->v[i - 1], day, min) > apart(&s, day, min))
		i--;
	if (i >= max)
		return;
	if (best->n < max)
		best->n++;
	memmove(best->v + i + 1, best->v + i, (best->n - i - 1) * sizeof(*best->v));
	best->v[i] = s;
}

enum err slot_nearest(struct db *db, struct arena *a, struct instant now,
	const struct slot_ask *ask, int32_t min, size_t max,
	struct slot_times *ret)
{
	struct finding f;
	struct slot_times st = { 0 }, best = { ARENA_ARRAY(a, struct slot_time, max + 1), 0 };
	struct day from = { ask->from.n - 3 };

	TRY(begin(&f, db, a, now, ask));
	TRY(starts_in(&f, from, (struct day){ ask->from.n + 11 }, &st));
	if (!st.n) {
		enum err e = first_from(&f, (int64_t)ask->from.n * 1440, &st);

		if (e != OK && e != E_NOTFOUND)
			return e;
	}
	for (size_t i = 0; i < st.n; i++)
		keep_nearest(&best, max, st.v[i], ask->from, min);
	*ret = best;
	return OK;
}

/* ---- the first starts of several types at once ---- */

static size_t agendas_of(const struct first_ask *asks, size_t n, struct schedule_id *ids)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < asks[i].n; j++) {
			bool before = false;

			for (size_t m = 0; m < k && !before; m++)
				before = ids[m].v == asks[i].agendas[j].v;
			if (!before && k <= DB_LIST_MAX)
				ids[k++] = asks[i].agendas[j];
		}
	return k;
}

static struct agenda *agenda_in(struct agenda *g, size_t n, struct schedule_id id)
{
	for (size_t i = 0; i < n; i++)
		if (g[i].schedule.v == id.v)
			return &g[i];
	return NULL;
}

static struct slot_time first_in(struct finding *f, const struct first_ask *q, struct agenda *g, size_t n)
{
	struct window w = window_of(q->zone, f->now, f->ask->citizen ? q->lead_min : 0,
		f->ask->citizen ? q->horizon_min : -1);
	struct agenda_starts st = { 0 };
	struct offers out = { 0 };

	f->service = (struct service){ .id = q->service, .spread_min = q->spread_min };
	f->first = local_minutes(w.from);
	f->last = f->ask->citizen ? local_minutes(w.to) : f->first + (int64_t)FAR_AHEAD_DAYS * 1440;
	for (size_t i = 0; i < q->n; i++) {
		struct agenda *x = agenda_in(g, n, q->agendas[i]);

		if (x && x->active)
			offer_day(f, x, q->day, &st, &out);
	}
	if (!out.n)
		return (struct slot_time){ .day = DAY_NONE };
	qsort(out.v, out.n, sizeof(*out.v), by_start);
	struct local l = local_of_minutes(out.v[0].at);

	return (struct slot_time){ l.day, l.min, out.v[0].schedule, out.v[0].left };
}

enum err slots_first_of_day(struct db *db, struct arena *a, struct instant now, bool citizen, const struct first_ask *asks,
	size_t n, struct slot_time *ret)
{
	const struct slot_ask who = { .citizen = citizen };
	struct finding f = { .db = db, .a = a, .now = now, .ask = &who };
	struct agenda_ask ask = { .now = now, .group = citizen ? QUOTA_ONLINE : QUOTA_DESK };
	struct schedule_id *ids = ARENA_ARRAY(a, struct schedule_id, DB_LIST_MAX + 1);
	size_t k = agendas_of(asks, n, ids);
	bool several = false;

	if (k > DB_LIST_MAX)
		return E_LIMIT;
	for (size_t i = 0; i < n; i++) {
		ask.from = !i || asks[i].day.n < ask.from.n ? asks[i].day : ask.from;
		ask.to = !i || asks[i].day.n >= ask.to.n ? (struct day){ asks[i].day.n + 1 } : ask.to;
		several = several || asks[i].service.v != asks[0].service.v;
	}
	if (n && !several)
		ask.service = asks[0].service;	/* only its openings are read */
	struct agenda *g = ARENA_ARRAY(a, struct agenda, k + 1);

	TRY(agenda_load(db, a, ids, k, &ask, g));
	for (size_t i = 0; i < n; i++)
		ret[i] = first_in(&f, &asks[i], g, k);
	return OK;
}
