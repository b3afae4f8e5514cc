/* See chains.h. */
#include "areas/schedules/chains.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/rules/window.h"

enum { AGENDAS_MAX = 60, CHAINS_CAP = 400 };

struct finder {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct chain_ask *ask;
	struct service types[CHAIN_MAX];
	struct schedule_id ids[AGENDAS_MAX];
	struct agenda *agendas;
	size_t n;
	struct chain_person people[CHAIN_MAX];
	int32_t left;
	struct chains out;
};

static bool known(const struct finder *f, struct schedule_id id)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->ids[i].v == id.v)
			return true;
	return false;
}

/* All agendas of the place that offer one of the types, read at once for all the days. */
static enum err load(struct finder *f)
{
	const struct chain_ask *ask = f->ask;
	const struct agenda_ask days = { .from = ask->from, .to = { ask->from.n + ask->days }, .now = f->now,
		.owner = STR_NONE, .group = ask->group };

	for (size_t k = 0; k < ask->n; k++) {
		struct schedules all;

		TRY(service_get(f->db, f->a, ask->services[k], &f->types[k]));
		if (!f->types[k].active || (ask->citizen && !f->types[k].online)
			|| str_eq(f->types[k].place_kind, S("home")))	/* each has an address of its own */
			return E_NOTFOUND;
		TRY(schedule_list_for(f->db, f->a, ask->organization, ask->services[k], &all));
		for (size_t i = 0; i < all.n && f->n < AGENDAS_MAX; i++)
			if (all.v[i].active && !known(f, all.v[i].id))
				f->ids[f->n++] = all.v[i].id;
	}
	f->agendas = ARENA_ARRAY(f->a, struct agenda, f->n + 1);
	return agenda_load(f->db, f->a, f->ids, f->n, &days, f->agendas);
}

/* Inside what a citizen may book now, of that type; staff: what is not over. */
static bool in_time(const struct finder *f, const struct agenda *g, size_t person, int64_t at)
{
	const struct service *s = &f->types[person];
	struct window w;

	if (!f->ask->citizen)
		return at > local_minutes(zone_local(g->zone, f->now));
	w = window_of(g->zone, f->now, s->lead_min, s->horizon_min);
	return window_holds(w, g->schedule.v, local_of_minutes(at), s->spread_min);
}

/* The free ranges of one person's type on a day, of all agendas. */
static struct chain_person rooms_of(struct finder *f, struct service_id type, struct day day)
{
	struct chain_room *v = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct agenda_rooms rooms = { 0 };

		agenda_rooms(&f->agendas[i], f->a, type, day, &rooms);
		for (size_t r = 0; r < rooms.n; r++) {
			v = arena_grow(f->a, v, n, &cap, sizeof(*v));
			v[n++] = (struct chain_room){ (int32_t)i, rooms.v[r].at, rooms.v[r].rule };
		}
	}
	return (struct chain_person){ v, n };
}

/* Booked one after the other, is each a start? Shares and other buffers are seen here. */
static bool holds(struct finder *f, const struct chain_step *steps)
{
	struct agenda *g = ARENA_ARRAY(f->a, struct agenda, f->n);

	memcpy(g, f->agendas, f->n * sizeof(*g));
	for (size_t k = 0; k < f->ask->n; k++) {
		struct agenda *one = &g[steps[k].agenda];
		struct local at = { { (int32_t)(steps[k].at / 1440) }, (int32_t)(steps[k].at % 1440) };
		struct slot_rule rule;
		int32_t capacity;

		if (!in_time(f, one, k, steps[k].at) ||
				agenda_fits(one, f->ask->services[k], at, NULL, &rule, &capacity) != OK)
			return false;
		agenda_take(one, f->a, (struct visit){ .from = steps[k].at, .to = steps[k].at + rule.duration,
			.before = rule.before, .after = rule.after, .who = (int32_t)f->ask->group });
	}
	return true;
}

static void put_chain(struct finder *f, struct day day, const struct chain_step *steps)
{
	struct chain *c = &f->out.v[f->out.n++];

	*c = (struct chain){ .day = day, .n = f->ask->n };
	for (size_t k = 0; k < c->n; k++)
		c->v[k] = (struct chain_link){ f->ids[steps[k].agenda], f->ask->services[k],
			(int32_t)(steps[k].at - local_minutes((struct local){ day, 0 })) };
}

/* The next first start after `after` of any room of the first person; INT64_MAX: none. */
static int64_t next_first(const struct finder *f, int64_t after, const struct chain_room **ret)
{
	int64_t best = INT64_MAX;

	for (size_t i = 0; i < f->people[0].n; i++) {
		const struct chain_room *r = &f->people[0].v[i];
		int64_t at = r->at.from;

		if (at <= after)
			at += ((after - at) / r->rule.step + 1) * r->rule.step;
		if (at + r->rule.duration <= r->at.to && at < best) {
			best = at;
			*ret = r;
		}
	}
	return best;
}

/* First starts of one minute in several agendas: the first that leads to a chain is enough. */
static bool chain_at(struct finder *f, int64_t at, struct chain_step steps[CHAIN_MAX])
{
	for (size_t i = 0; i < f->people[0].n; i++) {
		const struct chain_room *r = &f->people[0].v[i];

		if (at < r->at.from || (at - r->at.from) % r->rule.step || at + r->rule.duration > r->at.to)
			continue;
		if (chain_find(f->people, f->ask->n, f->ask->across, r, at, &f->left, steps) && holds(f, steps))
			return true;
	}
	return false;
}

static bool look_at_day(struct finder *f, struct day day)
{
	struct chain_step steps[CHAIN_MAX];
	const struct chain_room *r = NULL;
	int64_t at = INT64_MIN / 2;
	size_t before = f->out.n;

	for (size_t k = 0; k < f->ask->n; k++) {
		f->people[k] = rooms_of(f, f->ask->services[k], day);
		if (!f->people[k].n)
			return false;
	}
	while (f->left > 0 && f->out.n - before < f->ask->per_day && f->out.n < CHAINS_CAP && (at = next_first(f, at, &r)) < INT64_MAX)
		if (chain_at(f, at, steps))
			put_chain(f, day, steps);
	return f->out.n > before;
}

enum err chain_list(struct db *db, struct arena *a, struct instant now, const struct chain_ask *ask,
	struct chains *ret)
{
	struct finder f = { .db = db, .a = a, .now = now, .ask = ask, .left = ask->tries ? ask->tries : CHAIN_STEPS,
		.out = { ARENA_ARRAY(a, struct chain, CHAINS_CAP), 0, DAY_NONE } };
	int32_t good = 0;

	if (ask->n < 1 || ask->n > CHAIN_MAX || ask->days < 1 || ask->days > 31)
		return E_INPUT;
	TRY(load(&f));
	for (int32_t i = 0; i < ask->days && good < ask->good_days && !day_is(f.out.cut); i++) {
		struct day day = { ask->from.n + i };

		good += look_at_day(&f, day);
		if (f.left <= 0)
			f.out.cut = day;
	}
	*ret = f.out;
	return OK;
}
