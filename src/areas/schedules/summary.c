/* free_day: what is left of each day, and each offer's first such day, kept with every write. See
 * schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/needs.h"
#include "schedules_q.h"

struct summary {
	struct db *db;
	struct arena *a;
	const struct agenda *g;
	const struct free_day_rows_row *rows;	/* what is stored, by service and day */
	size_t nrows;
	struct agenda_starts starts, online;
	struct agenda *shared;	/* as those who book online see it before any release; NULL: no shares */
	struct day moved;	/* first day of the service that came, went or ends otherwise */
};

static bool next_open_day(const struct agenda *g, struct service_id service, size_t *i,
	struct day *ret)
{
	struct day last = *ret;

	for (; *i < g->nopenings; ++*i) {
		const struct agenda_opening *o = &g->openings[*i];

		if (o->service.v != service.v || o->day.n == last.n)
			continue;
		*ret = o->day;
		return true;
	}
	return false;
}

static void moves(struct summary *s, struct day day)
{
	if (!day_is(s->moved) || day.n < s->moved.n)
		s->moved = day;
}

static enum err remove_day(struct summary *s, struct service_id service, struct day day)
{
	moves(s, day);
	return free_day_remove(s->db, s->a, s->g->schedule, service, day);
}

/* What is left of a day: to anybody, and until open_at to those who book online. */
struct left { int32_t starts, first, last, online_starts, online_first, online_last; int64_t open_at; };

static void count(const struct agenda_starts *st, struct day day, int32_t *n, int32_t *first, int32_t *last)
{
	*n = (int32_t)st->n;
	*first = st->n ? (int32_t)(st->v[0].at - (int64_t)day.n * 1440) : 0;
	*last = st->n ? (int32_t)(st->v[st->n - 1].at - (int64_t)day.n * 1440) : 0;
}

/* When the last of the day's occurrences with shares is released. */
static int64_t released_at(const struct agenda *g, struct service_id service, struct day day)
{
	int64_t at = 0;

	for (size_t i = 0; i < g->nopenings; i++) {
		const struct agenda_opening *o = &g->openings[i];

		if (o->service.v != service.v || o->day.n != day.n || !o->quota)
			continue;
		int64_t release = agenda_occurrence(g, o, NULL).release;

		at = release > at ? release : at;
	}
	return at;
}

static struct left left_of(struct summary *s, struct service_id service, struct day day)
{
	struct left l = { 0 };

	agenda_starts(s->g, s->a, service, day, NULL, &s->starts);
	count(&s->starts, day, &l.starts, &l.first, &l.last);
	if (!s->shared || !l.starts)
		return l;
	agenda_starts(s->shared, s->a, service, day, NULL, &s->online);
	if (s->online.n == s->starts.n)
		return l;
	count(&s->online, day, &l.online_starts, &l.online_first, &l.online_last);
	l.open_at = released_at(s->g, service, day);
	return l;
}

static bool stands(const struct free_day_rows_row *old, const struct left *l)
{
	return old && old->starts.v == l->starts && old->first_min.v == l->first
		&& old->last_min.v == l->last && old->online_starts.v == l->online_starts
		&& old->online_first_min.v == l->online_first
		&& old->online_last_min.v == l->online_last && old->open_at.v == l->open_at;
}

/* Writes one day if it differs from what is stored (old may be NULL). */
static enum err write_day(struct summary *s, struct service_id service, struct day day,
	const struct free_day_rows_row *old)
{
	struct left l = left_of(s, service, day);

	if (!l.starts)
		return old ? remove_day(s, service, day) : OK;
	if (stands(old, &l))
		return OK;
	if (!old || old->last_min.v != l.last || old->online_last_min.v != l.online_last
			|| old->open_at.v != l.open_at || !old->online_starts.v != !l.online_starts)
		moves(s, day);
	return free_day_put(s->db, s->a, s->g->schedule, service, day, s->g->organization,
		l.starts, l.first, l.last, l.online_starts, l.online_first, l.online_last, l.open_at);
}

enum err first_day_kept(struct db *db, struct arena *a, struct schedule_id schedule,
	struct service_id service, struct first_day *ret)
{
	struct offer_first_row r;

	TRY(offer_first(db, a, schedule, service, &r));
	*ret = (struct first_day){ r.from_min, r.first_day, (int32_t)r.first_last_min.v };
	return OK;
}

/* The offer's first day, when one at or before it has changed. */
static enum err keep_first(struct summary *s, struct service_id service)
{
	struct offer_first_row kept;

	if (!day_is(s->moved))
		return OK;
	TRY(offer_first(s->db, s->a, s->g->schedule, service, &kept));
	if (day_is(kept.first_day) && kept.first_day.n < s->moved.n)
		return OK;
	return offer_first_put(s->db, s->a, kept.from_min, s->g->schedule, service);
}

/* Stored rows and open days of one service, side by side. */
static enum err write_service(struct summary *s, struct service_id service)
{
	size_t r = 0, i = 0;
	struct day day = DAY_NONE;

	s->moved = DAY_NONE;
	while (r < s->nrows && s->rows[r].service.v != service.v)
		r++;
	if (!day_is(s->rows[r].day))
		/* a service without any stored day has one empty row */
		r++;
	bool open = next_open_day(s->g, service, &i, &day);

	while (open || (r < s->nrows && s->rows[r].service.v == service.v)) {
		const struct free_day_rows_row *old = r < s->nrows
			&& s->rows[r].service.v == service.v ? &s->rows[r] : NULL;

		if (old && (!open || old->day.n < day.n)) {
			TRY(remove_day(s, service, old->day));
			r++;
			continue;
		}
		if (old && old->day.n > day.n)
			old = NULL;
		TRY(write_day(s, service, day, old));
		r += old != NULL;
		open = next_open_day(s->g, service, &i, &day);
	}
	return keep_first(s, service);
}

enum err free_days_write(struct db *db, struct arena *a, const struct agenda *g,
	const struct visit *more,
	struct day from, struct day to)
{
	struct free_day_rows_rows rows;
	struct agenda plain = *g, shared;

	plain.group = QUOTA_NOBODY;
	plain.visits = g->booked;
	plain.nvisits = g->nbooked;
	plain.without_holds = true;
	if (more)
		agenda_take(&plain, a, *more);
	shared = plain;
	shared.group = QUOTA_ONLINE;
	shared.now_min = INT64_MIN;
	TRY(free_day_rows(db, a, from, to, g->schedule, &rows));
	struct summary s = { .db = db, .a = a, .g = &plain, .rows = rows.v, .nrows = rows.n,
		.shared = g->quotas ? &shared : NULL, .moved = DAY_NONE };

	for (size_t i = 0; i < rows.n; i++)
		if (!i || rows.v[i].service.v != rows.v[i - 1].service.v)
			TRY(write_service(&s, rows.v[i].service));
	return OK;
}

enum err free_days_linked(struct db *db, struct arena *a, struct schedule_ids ids, struct day from,
	struct day to)
{
	struct agenda *g = ARENA_ARRAY(a, struct agenda, ids.n < DB_LIST_MAX ? ids.n + 1 : DB_LIST_MAX);
	struct agenda_ask ask = { .from = from, .to = to, .now = INSTANT_NONE };

	for (size_t at = 0; at < ids.n; at += DB_LIST_MAX) {
		size_t n = ids.n - at < DB_LIST_MAX ? ids.n - at : DB_LIST_MAX;

		TRY(agenda_load(db, a, ids.v + at, n, &ask, g));
		for (size_t i = 0; i < n; i++)
			TRY(free_days_write(db, a, &g[i], NULL, from, to));
	}
	return OK;
}

enum err free_days_refresh(struct db *db, struct arena *a, struct schedule_id schedule,
	struct day from, struct day to)
{
	struct agenda g;
	struct agenda_ask ask = { .from = from, .to = to, .now = INSTANT_NONE };
	struct agendas_depending_rows rows;

	TRY(agenda_load(db, a, &schedule, 1, &ask, &g));
	TRY(free_days_write(db, a, &g, NULL, from, to));
	if (!g.needed)
		return OK;
	TRY(agendas_depending(db, a, &schedule, 1, &rows));
	struct schedule_id *ids = ARENA_ARRAY(a, struct schedule_id, rows.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id.v != schedule.v)
			ids[n++] = rows.v[i].id;
	return free_days_linked(db, a, (struct schedule_ids){ ids, n }, from, to);
}

enum err agenda_wait(struct db *db, struct arena *a, struct schedule_id schedule)
{
	struct agenda_gate_row r;

	return agenda_gate(db, a, schedule, &r);
}

enum err free_days_again(struct db *db, struct arena *a, struct schedule_id schedule,
	struct day from, struct day to)
{
	struct schedule_ids all;

	TRY(agendas_linked(db, a, (struct schedule_ids){ &schedule, 1 }, &all));
	for (size_t i = 0; i < all.n; i++)
		TRY(agenda_wait(db, a, all.v[i]));
	return free_days_linked(db, a, all, from, to);
}

enum err free_day_refresh(struct db *db, struct arena *a, struct schedule_id schedule,
	struct day day)
{
	return free_days_refresh(db, a, schedule, day, (struct day){ day.n + 1 });
}

enum err free_day_starts(struct db *db, struct arena *a, struct schedule_id schedule,
	struct service_id service,
	struct day day, int32_t *ret)
{
	struct free_day_rows_rows rows;

	TRY(free_day_rows(db, a, day, (struct day){ day.n + 1 }, schedule, &rows));
	*ret = 0;
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].service.v == service.v && day_is(rows.v[i].day))
			*ret = (int32_t)rows.v[i].starts.v;
	return OK;
}

enum err free_day_online(struct db *db, struct arena *a, struct schedule_id schedule,
	struct service_id service, struct day day, struct free_online *ret)
{
	struct free_day_rows_rows rows;

	TRY(free_day_rows(db, a, day, (struct day){ day.n + 1 }, schedule, &rows));
	*ret = (struct free_online){ 0 };
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].service.v == service.v && day_is(rows.v[i].day))
			*ret = (struct free_online){ (int32_t)rows.v[i].online_starts.v,
				(int32_t)rows.v[i].online_first_min.v,
				(int32_t)rows.v[i].online_last_min.v, rows.v[i].open_at.v };
	return OK;
}

static enum err first_days_of(struct db *db, struct arena *a, struct instant now, struct str zone,
	int64_t *ret_moved)
{
	const struct zone *z;
	struct offers_behind_rows rows;
	struct offer_first_row kept;

	TRY(zone_get(zone, &z));
	TRY(offers_behind(db, a, local_minutes(zone_local(z, now)), zone, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		enum err e = offer_first(db, a, rows.v[i].schedule, rows.v[i].service, &kept);

		if (e == E_NOTFOUND)	/* no longer offered since it was read */
			continue;
		TRY(e);
		TRY(offer_first_put(db, a, rows.v[i].from_min, rows.v[i].schedule,
			rows.v[i].service));
	}
	*ret_moved += (int64_t)rows.n;
	return OK;
}

enum err first_days_move(struct db *db, struct arena *a, struct instant now, int64_t *ret_moved)
{
	struct offer_zones_rows zones;

	*ret_moved = 0;
	TRY(offer_zones(db, a, &zones));
	for (size_t i = 0; i < zones.n; i++)
		TRY(first_days_of(db, a, now, zones.v[i].zone, ret_moved));
	return OK;
}
