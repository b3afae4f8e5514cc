/* Zones of visits at home: listed, added, changed; the speed between them. */
#include "areas/schedules/pages.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/homes.h"
#include "organizations_q.h"
#include "schedules_t.h"
#include "web/web.h"

enum { LAT_MAX = 90, LON_MAX = 180 };

struct zone_in { int64_t organization, zone, version; struct str name_fr, name_ar, lat, lon; int64_t minutes, near; bool active; };
static const struct field zone_fields[] = {
	FIELD(zone_in, organization, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
	FIELD(zone_in, zone, F_INT, int64_t, .max = INT64_MAX),
	FIELD(zone_in, version, F_INT, int64_t, .max = INT64_MAX),
	FIELD(zone_in, name_fr, F_TEXT, struct str, .required = true, .max = 80, .missing = N_("Write the French name")),
	FIELD(zone_in, name_ar, F_TEXT, struct str, .required = true, .max = 80, .missing = N_("Write the Arabic name")),
	FIELD(zone_in, minutes, F_INT, int64_t, .max = WAY_MAX),
	FIELD(zone_in, near, F_INT, int64_t, .max = WAY_MAX),
	FIELD(zone_in, lat, F_TEXT, struct str, .max = 12),
	FIELD(zone_in, lon, F_TEXT, struct str, .max = 12),
	FIELD(zone_in, active, F_BOOL, bool),
};
const struct form zone_form = FORM(zone_in, zone_fields);
struct speed_in { int64_t organization, speed; };
static const struct field speed_fields[] = {
	FIELD(speed_in, organization, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
	FIELD(speed_in, speed, F_INT, int64_t, .max = 120),
};
const struct form speed_form = FORM(speed_in, speed_fields);
struct video_in { int64_t organization; struct str base; };
static const struct field video_fields[] = {
	FIELD(video_in, organization, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
	FIELD(video_in, base, F_TEXT, struct str, .max = 200),
};
const struct form video_form = FORM(video_in, video_fields);
struct zone_at_in { int64_t organization, zone; };
static const struct field zone_at_fields[] = {
	FIELD(zone_at_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(zone_at_in, zone, F_INT, int64_t, .max = INT64_MAX),
};
const struct form zone_at_form = FORM(zone_at_in, zone_at_fields);

/* "33.573100,-7.589800" is shown in two fields. */
static void degrees_text(struct rq *rq, struct zones_view *v)
{
	char text[EARTH_TEXT_MAX];
	struct str rest;

	earth_print(v->z.at, text);
	rest = arena_str(rq->a, str_of(text));
	v->lat = str_cut(&rest, ',');
	v->lon = rest;
}

static enum err speed_of(struct rq *rq, struct organization_id id, int64_t *ret)
{
	struct organization_get_row o;

	TRY(organization_get(rq->db, rq->a, id, &o));
	return organization_setting(rq->db, rq->a, o.tree_lo, SETTING_HOME_SPEED, ret);
}

enum err zones_page(struct rq *rq)
{
	struct zones_view v = { .z = { .minutes = 20, .near_min = 5, .active = true } };
	int64_t speed;

	TRY(admin_at(rq, &v.at));
	TRY(home_zone_list(rq->db, rq->a, v.at.organization, false, &v.zones));
	TRY(speed_of(rq, v.at.organization, &speed));
	v.speed = (int32_t)speed;
	TRY(video_base_get(rq->db, rq->a, v.at.organization, &v.video));
	for (size_t i = 0; i < v.zones.n; i++)
		if (str_eq(arena_fmt(rq->a, "%lld", (long long)v.zones.v[i].id), rq_raw(rq, "zone"))
			&& v.zones.v[i].organization.v == v.at.organization.v)
			v.z = v.zones.v[i];
	if (v.z.at.known)
		degrees_text(rq, &v);
	t_schedules_zones(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

static enum err place_asked(struct rq *rq, const struct zone_in *in, struct place_on_earth *ret)
{
	*ret = (struct place_on_earth){ .known = in->lat.n || in->lon.n };
	if (!ret->known)
		return OK;
	if (!earth_degrees(in->lat, LAT_MAX, &ret->lat))
		return rq_wrong(rq, "lat", N_("Degrees with a point, between -90 and 90"));
	if (!earth_degrees(in->lon, LON_MAX, &ret->lon))
		return rq_wrong(rq, "lon", N_("Degrees with a point, between -180 and 180"));
	return OK;
}

enum err zone_save(struct rq *rq)
{
	const struct zone_in *in = rq->form;
	struct home_zone z = { .id = in->zone, .organization = { in->organization }, .version = in->version,
		.name = names_make(in->name_fr, in->name_ar, STR_NONE), .minutes = (int32_t)in->minutes,
		.near_min = (int32_t)in->near, .active = in->active };
	struct home_zone old;
	int64_t id;
	enum err e;

	TRY(admin_may(rq, z.organization));
	if (z.id) {
		TRY(home_zone_get(rq->db, rq->a, z.id, &old));
		if (old.organization.v != z.organization.v)
			return E_NOTFOUND;
	}
	if (z.minutes % WAY_STEP)
		return rq_wrong(rq, "minutes", N_("In steps of five minutes"));
	if (z.near_min % WAY_STEP)
		return rq_wrong(rq, "near", N_("In steps of five minutes"));
	TRY(place_asked(rq, in, &z.at));
	e = home_zone_put(rq->db, rq->a, rq->now, &z, &id);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else changed this zone meanwhile. Look at it again; yours was not saved."));
	TRY(e);
	TRY(admin_note(rq, z.organization, "zones"));
	return rq_redirect(rq, "/admin/zones?organization=%lld", (long long)in->organization);
}

enum err zone_speed_save(struct rq *rq)
{
	const struct speed_in *in = rq->form;
	struct organization_id id = { in->organization };
	struct organization_get_row o;

	TRY(admin_may(rq, id));
	TRY(organization_get(rq->db, rq->a, id, &o));
	TRY(organization_setting_set(rq->db, rq->a, id, o.tree_lo, SETTING_HOME_SPEED, in->speed));
	TRY(home_ways_changed(rq->db, rq->a, rq->now, id));
	TRY(admin_note(rq, id, "zones"));
	return rq_redirect(rq, "/admin/zones?organization=%lld", (long long)in->organization);
}

enum err video_save(struct rq *rq)
{
	const struct video_in *in = rq->form;
	struct organization_id id = { in->organization };
	enum err e;

	TRY(admin_may(rq, id));
	e = video_base_put(rq->db, rq->a, id, in->base);
	if (e == E_INPUT)
		return rq_wrong(rq, "base", N_("An address that begins with https://"));
	TRY(e);
	TRY(admin_note(rq, id, "video"));
	return rq_redirect(rq, "/admin/zones?organization=%lld", (long long)in->organization);
}
