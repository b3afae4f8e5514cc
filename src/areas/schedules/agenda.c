/* Agendas in memory. See agenda.h. */
#include "areas/schedules/agenda.h"

#include "areas/schedules/agenda_inside.h"
#include "areas/organizations/organizations.h"
#include "areas/schedules/rules/window.h"
#include "schedules_q.h"

struct loader {
	struct db *db;
	struct arena *a;
	const struct agenda_ask *ask;
	struct agenda *g;
	size_t n;
	struct agenda_spots_rows spots;	/* addresses with coordinates (agenda_ways.c) */
};

static int64_t minute_of(struct day d, int32_t min)
{
	return (int64_t)d.n * 1440 + min;
}

static struct agenda *agenda_of(const struct loader *l, struct schedule_id id)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->g[i].schedule.v == id.v)
			return &l->g[i];
	return NULL;
}

static enum err load_places(const struct loader *l, const struct schedule_id *ids)
{
	struct agenda_places_rows rows;

	TRY(agenda_places(l->db, l->a, ids, l->n, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct agenda_places_row *r = &rows.v[i];
		struct agenda *g = agenda_of(l, r->schedule);

		g->organization = r->organization;
		g->tree_lo = r->tree_lo;
		g->zone_name = r->zone;
		g->shown = r->shown;
		g->active = r->active;
		g->needed = r->needed;
		TRY(zone_get(r->zone, &g->zone));
		if (l->ask->now.v != INSTANT_NONE.v)
			g->now_min = local_minutes(zone_local(g->zone, l->ask->now));
	}
	for (size_t i = 0; i < l->n; i++)
		if (!l->g[i].zone)
			return E_NOTFOUND;
	return OK;
}

static int32_t share_of(struct opt_int n)
{
	return n.is ? (int32_t)n.v : -1;
}

static const struct quota *quota_of(struct arena *a, const struct agenda_openings_row *r)
{
	struct quota *q;

	if (!r->release_min.is)
		return NULL;
	q = ARENA_NEW(a, struct quota);
	*q = (struct quota){ .is = true, .release_min = (int32_t)r->release_min.v, .share = { -1,
		share_of(r->online), share_of(r->desk), share_of(r->centre) } };
	return q;
}

static struct agenda_opening opening_of(struct arena *a, const struct agenda_openings_row *r)
{
	int32_t step = r->slot_min.is ? (int32_t)r->slot_min.v : r->step_min;

	return (struct agenda_opening){
		.day = r->day,
		.at = { minute_of(r->day, r->start_min), minute_of(r->day, r->end_min) },
		.capacity = r->seats > r->capacity ? r->seats : r->capacity,
		.service = r->service,
		.rule = { r->duration_min, step, r->buffer_before_min, r->buffer_after_min },
		.opening = r->opening, .quota = quota_of(a, r), .needs = r->needs, .home = r->home != 0,
	};
}

/* Rows come by agenda: each agenda's share is one run of the list. */
static enum err load_openings(const struct loader *l, const struct schedule_id *ids)
{
	const struct agenda_ask *ask = l->ask;
	struct agenda_openings_rows rows;

	if (ask->service.v) {
		struct agenda_openings_of_rows one;

		TRY(agenda_openings_of(l->db, l->a, ids, l->n, ask->from, ask->to, ask->service,
			&one));
		rows.n = one.n;
		rows.v = ARENA_ARRAY(l->a, struct agenda_openings_row, one.n + 1);
		_Static_assert(sizeof(*rows.v) == sizeof(*one.v), "the same columns");
		if (one.n)
			memcpy(rows.v, one.v, one.n * sizeof(*rows.v));
	} else {
		TRY(agenda_openings(l->db, l->a, ids, l->n, ask->from, ask->to, &rows));
	}
	struct agenda_opening *all = ARENA_ARRAY(l->a, struct agenda_opening, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++) {
		struct agenda *g = agenda_of(l, rows.v[i].schedule);

		all[i] = opening_of(l->a, &rows.v[i]);
		g->quotas = g->quotas || all[i].quota;
		if (!g->nopenings)
			g->openings = &all[i];
		g->nopenings++;
	}
	return OK;
}

/* Of agendas that are asked for as rooms or devices: when they are there, whatever is offered then. */
static enum err load_hours(const struct loader *l, const struct schedule_id *ids)
{
	struct agenda_hours_rows rows;

	TRY(agenda_hours(l->db, l->a, ids, l->n, l->ask->from, l->ask->to, &rows));
	struct agenda_opening *all = ARENA_ARRAY(l->a, struct agenda_opening, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++) {
		const struct agenda_hours_row *r = &rows.v[i];
		struct agenda *g = agenda_of(l, r->schedule);

		all[i] = (struct agenda_opening){ .day = r->day, .capacity = r->capacity,
			.at = { minute_of(r->day, r->start_min), minute_of(r->day, r->end_min) } };
		if (!g->nopenings)
			g->openings = &all[i];
		g->nopenings++;
	}
	return OK;
}

struct growing { struct range *v; size_t n, cap; };

static void shut(const struct loader *l, struct growing *c, struct range r)
{
	c->v = arena_grow(l->a, c->v, c->n, &c->cap, sizeof(*c->v));
	c->v[c->n++] = r;
}

/* Hours that the clock skips, on the days on which something is open. */
static void close_skipped(const struct loader *l, const struct agenda *g, struct growing *c)
{
	struct range r;

	for (size_t i = 0; i < g->nopenings; i++) {
		if (i && g->openings[i].day.n == g->openings[i - 1].day.n)
			continue;
		if (skipped_time(g->zone, g->openings[i].day, &r))
			shut(l, c, r);
	}
}

static struct visit visit_of(struct day day, int32_t start, int32_t duration, int32_t before,
	int32_t after)
{
	int64_t at = minute_of(day, start);

	return (struct visit){ at, at + duration, before, after, QUOTA_NOBODY, AT_HOUSE };
}

const char *quota_group_code(enum quota_group g)
{
	return g == QUOTA_ONLINE ? "online" : g == QUOTA_DESK ? "desk" : g == QUOTA_CENTRE ? "health-centre" : "";
}

enum quota_group quota_group_of(struct str channel)
{
	if (str_eq(channel, S("online")) || str_eq(channel, S("sms")) || str_eq(channel, S("assisted")))
		return QUOTA_ONLINE;
	if (str_eq(channel, S("health-centre")))
		return QUOTA_CENTRE;
	return channel.n ? QUOTA_DESK : QUOTA_NOBODY;
}

static int by_start(const void *px, const void *py)
{
	const struct visit *x = px, *y = py;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* What a busy row is for its agenda: closed, taken, or nothing (the owner's own hold, the moved
 * visit). */
enum busy { BUSY_NOT, BUSY_CLOSED, BUSY_BOOKED, BUSY_HELD };

static enum busy busy_of(const struct loader *l, const struct agenda_busy_row *r)
{
	if (r->kind == 0)
		return BUSY_CLOSED;
	if (r->kind == 1)
		return r->id == l->ask->except.v ? BUSY_NOT : BUSY_BOOKED;
	if (l->ask->owner.n && str_eq(r->owner, l->ask->owner))
		return BUSY_NOT;
	return r->kind == 3 ? BUSY_BOOKED : BUSY_HELD;
}

/* One agenda's share of the rows. */
static void busy_for(const struct loader *l, struct agenda *g, const struct agenda_busy_rows *rows)
{
	struct growing c = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		n += rows->v[i].schedule.v == g->schedule.v;
	g->visits = ARENA_ARRAY(l->a, struct visit, n + 1);
	g->booked = ARENA_ARRAY(l->a, struct visit, n + 1);
	for (size_t i = 0; i < rows->n; i++) {
		const struct agenda_busy_row *r = &rows->v[i];
		enum busy kind = busy_of(l, r);

		if (r->schedule.v != g->schedule.v || kind == BUSY_NOT)
			continue;
		if (kind == BUSY_CLOSED) {
			shut(l, &c, (struct range){ minute_of(r->day, r->min),
				minute_of(r->to_day, r->to_min) });
			continue;
		}
		g->visits[g->nvisits] = visit_of(r->day, r->min, r->to_min, r->buffer_before_min,
			r->buffer_after_min);
		g->visits[g->nvisits].who = (int32_t)quota_group_of(r->channel);
		if (r->zone.is && g->travel)
			g->visits[g->nvisits].zone = agenda_where(&l->spots, g, r);
		if (kind == BUSY_BOOKED)
			g->booked[g->nbooked++] = g->visits[g->nvisits];
		g->nvisits++;
	}
	qsort(g->visits, g->nvisits, sizeof(*g->visits), by_start);
	qsort(g->booked, g->nbooked, sizeof(*g->booked), by_start);
	close_skipped(l, g, &c);
	ranges_sort(c.v, c.n);
	g->closed = c.v;
	g->nclosed = ranges_merge(c.v, c.n);
}

static bool any_needed(const struct loader *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->g[i].needed)
			return true;
	return false;
}

/* With what visits of other agendas take in these. */
static enum err add_beside(const struct loader *l, const struct schedule_id *ids, struct instant now,
	struct agenda_busy_rows *rows)
{
	struct agenda_beside_rows more;

	TRY(agenda_beside(l->db, l->a, ids, l->n, l->ask->from, l->ask->to, now, &more));
	struct agenda_busy_row *all = ARENA_ARRAY(l->a, struct agenda_busy_row, rows->n + more.n + 1);

	_Static_assert(sizeof(*all) == sizeof(*more.v), "the same columns");
	if (rows->n)
		memcpy(all, rows->v, rows->n * sizeof(*all));
	if (more.n)
		memcpy(all + rows->n, more.v, more.n * sizeof(*all));
	rows->v = all;
	rows->n += more.n;
	return OK;
}

/* Is anybody sent to a home, or may be? */
static bool any_home(const struct loader *l, const struct agenda_busy_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].zone.is)
			return true;
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < l->g[i].nopenings; k++)
			if (l->g[i].openings[k].home)
				return true;
	return false;
}

static enum err load_busy(struct loader *l, const struct schedule_id *ids)
{
	struct instant now = l->ask->now.v != INSTANT_NONE.v ? l->ask->now
		: (struct instant){ INT64_MAX };
	struct agenda_busy_rows rows;

	TRY(agenda_busy(l->db, l->a, ids, l->n, l->ask->from, l->ask->to, now, &rows));
	if (any_needed(l))
		TRY(add_beside(l, ids, now, &rows));
	if (any_home(l, &rows))
		TRY(agenda_ways(l->db, l->a, l->ask, ids, l->n, l->g, &l->spots));
	for (size_t i = 0; i < l->n; i++)
		busy_for(l, &l->g[i], &rows);
	return OK;
}

/* Room for computing, shared by all days of the agenda. */
static void make_room(struct agenda *g, struct arena *a)
{
	g->work = ARENA_ARRAY(a, struct range, free_room(g->nclosed, g->nvisits));
	g->rooms = ARENA_ARRAY(a, struct range, g->nclosed + g->nvisits + 1);
	if (g->travel)
		g->wide = ARENA_ARRAY(a, struct visit, g->nvisits + 1);
}

void agenda_take(struct agenda *g, struct arena *a, struct visit v)
{
	struct visit *all = ARENA_ARRAY(a, struct visit, g->nvisits + 1);
	size_t i = 0;

	for (; i < g->nvisits && g->visits[i].from <= v.from; i++)
		all[i] = g->visits[i];
	all[i] = v;
	if (i < g->nvisits)
		memcpy(all + i + 1, g->visits + i, (g->nvisits - i) * sizeof(*all));
	g->visits = all;
	g->nvisits++;
	make_room(g, a);
}

enum source { STORED, STORED_HOURS, GIVEN };

static enum err load(struct db *db, struct arena *a, const struct schedule_id *ids, size_t n,
	const struct agenda_ask *ask, enum source from, struct agenda *ret)
{
	struct loader l = { .db = db, .a = a, .ask = ask, .g = ret, .n = n };

	if (n > DB_LIST_MAX)
		return E_LIMIT;
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct agenda){ .schedule = ids[i], .group = ask->group, .now_min = INT64_MIN,
			.openings = from == GIVEN ? ret[i].openings : NULL, .nopenings = from == GIVEN ? ret[i].nopenings : 0 };
	if (!n)
		return OK;
	TRY(load_places(&l, ids));
	if (from != GIVEN)
		TRY(from == STORED_HOURS ? load_hours(&l, ids) : load_openings(&l, ids));
	TRY(load_busy(&l, ids));
	for (size_t i = 0; i < n; i++)
		make_room(&ret[i], a);
	return OK;
}

enum err agenda_load(struct db *db, struct arena *a, const struct schedule_id *ids, size_t n,
	const struct agenda_ask *ask, struct agenda *ret)
{
	TRY(load(db, a, ids, n, ask, STORED, ret));
	return besides_load(db, a, ids, n, ask, ret);
}

enum err agenda_load_given(struct db *db, struct arena *a, struct schedule_id id,
	const struct agenda_ask *ask, struct agenda *ret)
{
	TRY(load(db, a, &id, 1, ask, GIVEN, ret));
	return besides_load(db, a, &id, 1, ask, ret);
}

enum err agenda_load_hours(struct db *db, struct arena *a, const struct schedule_id *ids, size_t n,
	const struct agenda_ask *ask, struct agenda *ret)
{
	return load(db, a, ids, n, ask, STORED_HOURS, ret);
}

/* ---- computing ---- */

/* The question for one interval, with only those closed times and visits that can matter on its
 * day. */
struct free_ask agenda_question(const struct agenda *g, const struct agenda_opening *o,
	const struct slot_rule *rule)
{
	struct free_ask q = { .open = o->at, .capacity = o->capacity,
		.rule = rule ? *rule : o->rule };
	int64_t from = o->at.from - 2880, to = o->at.to + 1440;
	size_t lo = 0, hi = g->nvisits;

	if (rule)
		q.rule.step = o->rule.step;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (g->visits[mid].from < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	q.visits = g->visits + lo;
	for (q.nvisits = 0; lo + q.nvisits < g->nvisits && q.visits[q.nvisits].from < to;)
		q.nvisits++;
	q.closed = g->closed;
	q.nclosed = g->nclosed;
	while (q.nclosed && q.closed->to <= o->at.from) {
		q.closed++;
		q.nclosed--;
	}
	while (q.nclosed && q.closed[q.nclosed - 1].from >= o->at.to)
		q.nclosed--;
	if (o->home && g->home == AT_HOUSE)	/* outside the zones: nobody goes there */
		q.open.to = q.open.from;
	else if (g->travel && !travel_ask(g->travel, o->home ? g->home : AT_HOUSE, &q, g->wide))
		q.open.to = q.open.from;
	return q;
}

size_t agenda_first_of_day(const struct agenda *g, struct day day)
{
	size_t lo = 0, hi = g->nopenings;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (g->openings[mid].day.n < day.n)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Puts a start into the sorted list; one that is there already (two openings) keeps the larger
 * number. */
static void add_start(struct arena *a, struct agenda_starts *s, struct agenda_start x)
{
	size_t i = s->n;

	while (i && s->v[i - 1].at > x.at)
		i--;
	if (i && s->v[i - 1].at == x.at) {
		if (x.left > s->v[i - 1].left)
			s->v[i - 1].left = x.left;
		return;
	}
	s->v = arena_grow(a, s->v, s->n, &s->cap, sizeof(*s->v));
	memmove(s->v + i + 1, s->v + i, (s->n - i) * sizeof(*s->v));
	s->v[i] = x;
	s->n++;
}

/* The intervals of one opening on one day, for one service, are an occurrence; visits that begin
 * between its first and last minute have taken places of it. */
struct occurrence agenda_occurrence(const struct agenda *g, const struct agenda_opening *o,
	const struct slot_rule *rule)
{
	struct occurrence c = { .from = o->at.from, .to = o->at.to };

	for (size_t i = agenda_first_of_day(g, o->day); i < g->nopenings && g->openings[i].day.n == o->day.n; i++) {
		const struct agenda_opening *part = &g->openings[i];

		if (part->opening.v != o->opening.v || part->service.v != o->service.v)
			continue;
		struct free_ask q = agenda_question(g, part, rule);

		c.left += slot_room(&q, g->rooms, free_ranges(&q, g->work, g->rooms));
		c.from = part->at.from < c.from ? part->at.from : c.from;
		c.to = part->at.to > c.to ? part->at.to : c.to;
	}
	for (size_t i = 0; i < g->nvisits; i++)
		if (g->visits[i].from >= c.from && g->visits[i].from < c.to)
			c.taken[g->visits[i].who]++;
	c.release = o->quota ? quota_release(o->quota, c.from) : INT64_MIN;
	return c;
}

/* How many visits the shares leave to whoever asks, in the occurrence of an interval. */
static int32_t allowed(const struct agenda *g, const struct agenda_opening *o,
	const struct slot_rule *rule)
{
	struct occurrence c;

	if (!o->quota || g->group == QUOTA_NOBODY)
		return INT32_MAX;
	c = agenda_occurrence(g, o, rule);
	return g->now_min >= c.release ? INT32_MAX
		: quota_left(o->quota, g->group, c.taken, c.left, false);
}

/* Its own free ranges, cut to where what the service needs beside it is free too. */
static size_t free_rooms(const struct agenda *g, const struct agenda_opening *o,
	const struct free_ask *q, const struct range **ret)
{
	size_t n = free_ranges(q, g->work, g->rooms);

	*ret = g->rooms;
	return o->needs && n ? besides_cut(g, o, &q->rule, n, ret) : n;
}

static int32_t lesser(int32_t x, int32_t y)
{
	return x < y ? x : y;
}

/* One start of a free range, if all that it needs can be had at once. */
static void start_in(const struct agenda *g, const struct agenda_opening *o, const struct free_ask *q,
	struct arena *a, int64_t at, int32_t most, struct agenda_starts *ret)
{
	int32_t left = lesser(slot_left(q, at), most);

	if (o->needs)
		left = lesser(left, besides_left(g, &q->rule, at, left > 1));
	if (left > 0)
		add_start(a, ret, (struct agenda_start){ at, left });
}

void agenda_starts(const struct agenda *g, struct arena *a, struct service_id service,
	struct day day, const struct slot_rule *rule, struct agenda_starts *ret)
{
	ret->n = 0;
	for (size_t i = agenda_first_of_day(g,
		day); i < g->nopenings && g->openings[i].day.n == day.n; i++) {
		const struct agenda_opening *o = &g->openings[i];
		if (o->service.v != service.v)
			continue;
		int32_t most = allowed(g, o, rule);
		struct free_ask q = agenda_question(g, o, rule);
		const struct range *rooms;
		size_t n = most > 0 ? free_rooms(g, o, &q, &rooms) : 0;

		for (size_t k = 0; k < n; k++)
			for (int64_t at
				= rooms[k].from; at + q.rule.duration <= rooms[k].to; at += q.rule.step)
				start_in(g, o, &q, a, at, most, ret);
	}
}

enum err agenda_fits(const struct agenda *g, struct service_id service, struct local start,
	const struct slot_rule *rule, struct slot_rule *ret_rule, int32_t *ret_capacity)
{
	int64_t at = local_minutes(start);
	bool open = false, grid = false;

	for (size_t i = agenda_first_of_day(g,
		start.day); i < g->nopenings && g->openings[i].day.n == start.day.n; i++) {
		const struct agenda_opening *o = &g->openings[i];
		if (o->service.v != service.v || at < o->at.from || at >= o->at.to)
			continue;
		int32_t most = allowed(g, o, rule);
		struct free_ask q = agenda_question(g, o, rule);
		const struct range *rooms;
		size_t n = free_rooms(g, o, &q, &rooms);

		open = true;
		grid = grid || o->needs || (at - o->at.from) % 5 == 0 || (at - o->at.from) % q.rule.step == 0;
		if (most <= 0 || !slot_fits(&q, rooms, n, at)
			|| (o->needs && besides_left(g, &q.rule, at, false) <= 0))
			continue;
		*ret_rule = q.rule;
		*ret_capacity = o->capacity;
		return OK;
	}
	return open && !grid ? E_INPUT : E_CONFLICT;
}

void agenda_rooms(const struct agenda *g, struct arena *a, struct service_id service, struct day day,
	struct agenda_rooms *ret)
{
	ret->n = 0;
	for (size_t i = agenda_first_of_day(g, day); i < g->nopenings && g->openings[i].day.n == day.n; i++) {
		const struct agenda_opening *o = &g->openings[i];
		const struct range *rooms;

		if (o->service.v != service.v || allowed(g, o, NULL) <= 0)
			continue;
		struct free_ask q = agenda_question(g, o, NULL);
		size_t n = free_rooms(g, o, &q, &rooms);

		for (size_t k = 0; k < n; k++) {
			ret->v = arena_grow(a, ret->v, ret->n, &ret->cap, sizeof(*ret->v));
			ret->v[ret->n++] = (struct agenda_room){ rooms[k], q.rule };
		}
	}
}
