/* The ways of agendas that send somebody to people's homes: zones, and addresses whose coordinates are known. */
#include "areas/schedules/agenda_inside.h"

#include "areas/organizations/organizations.h"

struct ways {
	struct db *db;
	struct arena *a;
	const struct agenda_ask *ask;
	const struct schedule_id *ids;
	size_t n;
	struct agenda *g;
	struct travel *all;		/* one for each */
};

static struct agenda *agenda_of(const struct ways *w, struct schedule_id id)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->g[i].schedule.v == id.v)
			return &w->g[i];
	return NULL;
}

int32_t agenda_where(const struct agenda_spots_rows *spots, const struct agenda *g, const struct agenda_busy_row *r)
{
	size_t lo = 0, hi = r->kind == 1 ? spots->n : 0;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (spots->v[mid].id == r->id)
			return travel_spot_number(g->travel, mid);
		if (spots->v[mid].id < r->id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return travel_number(g->travel, r->zone.v);
}

/* The addresses with coordinates of all these agendas, and after them, of each, the one that is asked for. */
static enum err load_spots(struct ways *w, struct agenda_spots_rows *ret)
{
	TRY(agenda_spots(w->db, w->a, w->ids, w->n, w->ask->from, w->ask->to, ret));
	struct travel_spot *spots = ARENA_ARRAY(w->a, struct travel_spot, ret->n + w->n);

	for (size_t i = 0; i < ret->n; i++) {
		const struct agenda_spots_row *r = &ret->v[i];

		spots[i] = (struct travel_spot){ travel_number(agenda_of(w, r->schedule)->travel, r->zone.v),
			{ true, (int32_t)r->lat.v, (int32_t)r->lon.v } };
	}
	for (size_t i = 0; i < w->n; i++) {
		struct agenda *g = &w->g[i];

		spots[ret->n + i] = (struct travel_spot){ g->home, w->ask->home_at };
		w->all[i].spots = spots;
		w->all[i].nspots = ret->n + w->n;
		if (w->ask->home && g->home != AT_HOUSE && w->ask->home_at.known)
			g->home = travel_spot_number(&w->all[i], ret->n + i);
	}
	return OK;
}

/* Rows come by agenda: each agenda's zones are one run. */
static enum err load_zones(struct ways *w)
{
	struct agenda_zones_rows rows;

	TRY(agenda_zones(w->db, w->a, S(SETTING_HOME_SPEED), w->ids, w->n, &rows));
	struct travel_zone *zones = ARENA_ARRAY(w->a, struct travel_zone, rows.n + 1);

	for (size_t i = 0; i < w->n; i++)
		w->g[i].travel = &w->all[i];
	for (size_t i = 0; i < rows.n; i++) {
		const struct agenda_zones_row *r = &rows.v[i];
		struct travel *t = agenda_of(w, r->schedule)->travel;

		zones[i] = (struct travel_zone){ r->id, r->minutes, r->near_min, { r->lat.is && r->lon.is,
			(int32_t)r->lat.v, (int32_t)r->lon.v }, !r->active };
		if (!t->n)
			t->zones = &zones[i];
		t->n++;
		t->speed_kmh = r->speed.is ? (int32_t)r->speed.v : 0;
	}
	for (size_t i = 0; i < w->n; i++)
		w->g[i].home = w->ask->home ? travel_number(&w->all[i], w->ask->home)
			: travel_nearest(&w->all[i]);
	return OK;
}

enum err agenda_ways(struct db *db, struct arena *a, const struct agenda_ask *ask, const struct schedule_id *ids, size_t n,
	struct agenda *g, struct agenda_spots_rows *ret)
{
	struct ways w = { db, a, ask, ids, n, g, ARENA_ARRAY(a, struct travel, n + 1) };

	TRY(load_zones(&w));
	return load_spots(&w, ret);
}
