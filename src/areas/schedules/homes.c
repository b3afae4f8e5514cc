/* Zones of visits at home, and where visits by video meet. See homes.h. */
#include "areas/schedules/homes.h"

#include "areas/schedules/internal.h"
#include "base/random.h"
#include "schedules_q.h"

#define ZONE_OF(r) ((struct home_zone){ .id = (r).id, .organization = (r).organization, \
	.name = names_make((r).name_fr, (r).name_ar, (r).name_en), .minutes = (r).minutes, \
	.near_min = (r).near_min, .at = { (r).lat.is && (r).lon.is, (int32_t)(r).lat.v, (int32_t)(r).lon.v }, \
	.active = (r).active, .version = (r).version })

enum err home_zone_list(struct db *db, struct arena *a, struct organization_id organization, bool used,
	struct home_zones *ret)
{
	struct home_zone_rows_rows rows;
	struct home_zones out = { 0 };

	TRY(home_zone_rows(db, a, organization, &rows));
	out.v = ARENA_ARRAY(a, struct home_zone, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].active || !used)
			out.v[out.n++] = ZONE_OF(rows.v[i]);
	*ret = out;
	return OK;
}

enum err home_zone_get(struct db *db, struct arena *a, int64_t id, struct home_zone *ret)
{
	struct home_zone_row_row r;

	TRY(home_zone_row(db, a, id, &r));
	*ret = ZONE_OF(r);
	return OK;
}

static bool way_valid(int32_t minutes)
{
	return minutes >= 0 && minutes <= WAY_MAX && minutes % WAY_STEP == 0;
}

enum err home_ways_changed(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization)
{
	struct agendas_going_out_rows rows;
	struct arena *work = agenda_arena(a);

	TRY(agendas_going_out(db, a, organization, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(free_ahead_refresh(db, work, now, rows.v[i].id));
		if (work != a)
			arena_reset(work);
	}
	return OK;
}

enum err home_zone_put(struct db *db, struct arena *a, struct instant now, const struct home_zone *z,
	int64_t *ret)
{
	const struct opt_int lat = { z->at.known, z->at.lat }, lon = { z->at.known, z->at.lon };
	int64_t id = z->id ? z->id : random_id(now), n;

	if (!z->name.v[LANG_FR].n || !way_valid(z->minutes) || !way_valid(z->near_min))
		return E_INPUT;
	if (z->id)
		TRY(home_zone_change(db, a, z->name.v[LANG_FR], z->name.v[LANG_AR], z->name.v[LANG_EN],
			z->minutes, z->near_min, lat, lon, z->active, id, z->version, &n));
	else
		TRY(home_zone_add(db, a, id, z->organization, z->name.v[LANG_FR], z->name.v[LANG_AR],
			z->name.v[LANG_EN], z->minutes, z->near_min, lat, lon, z->active, &n));
	if (!n)
		return E_CONFLICT;
	*ret = id;
	return home_ways_changed(db, a, now, z->organization);
}

enum err video_base_get(struct db *db, struct arena *a, struct organization_id organization,
	struct str *ret)
{
	struct video_site_of_row r;
	enum err e = video_site_of(db, a, organization, &r);

	*ret = e == OK ? r.base : STR_NONE;
	return e == E_NOTFOUND ? OK : e;
}

enum err video_base_put(struct db *db, struct arena *a, struct organization_id organization,
	struct str base)
{
	for (size_t i = 0; i < base.n; i++)
		if (base.p[i] <= ' ' || base.p[i] > '~' || base.p[i] == '"' || base.p[i] == '<')
			return E_INPUT;
	if (base.n && (!str_starts(base, S("https://")) || base.n > 200))
		return E_INPUT;
	return video_site_put(db, a, organization, base);
}
