/* Visits at home and by video: the zone counts for the way, the address is copied to the visit. See internal.h. */
#include "areas/appointments/internal.h"
#include "areas/schedules/homes.h"
#include "crypto/crypto.h"

enum { TEXT_MAX = 1200 };

enum err home_valid(const struct granted *g, const struct home *home)
{
	if (!str_eq(g->service.place_kind, S("home")))
		return OK;
	return home->address.n && home->address.n <= TEXT_MAX && home->details.n <= TEXT_MAX ? OK : E_INPUT;
}

enum err home_reached(const struct wanted *w, const struct granted *g)
{
	const struct agenda *a = &g->agenda;

	if (!str_eq(g->service.place_kind, S("home")))
		return OK;
	if (!w->home || !a->travel || a->home == AT_HOUSE)
		return E_INPUT;
	return travel_closed(a->travel, a->home) && !w->except.v ? E_INPUT : OK;
}

enum err home_take(struct db *db, struct arena *a, struct appointment_id id, const struct wanted *w,
	const struct granted *g, const struct home *home)
{
	if (!str_eq(g->service.place_kind, S("home")))
		return OK;
	TRY(appointment_put_home(db, a, w->home, id));
	return home_address_put(db, a, id, g->agenda.organization, home->address, home->details,
		(struct opt_int){ home->at.known, home->at.lat }, (struct opt_int){ home->at.known, home->at.lon });
}

/* Its zone stays, for its time was given by it; only the ways to known addresses around it may change. */
enum err appointment_set_home(struct db *db, struct arena *a, struct instant now, const struct change_ask *who,
	const struct home *home, int64_t *ret_version)
{
	struct schedule_ids linked;
	struct appointment x;
	int64_t n;

	TRY(appointment_load(db, a, who->id, &x));
	if (who->version >= 0 && who->version != x.version)
		return E_CONFLICT;
	if (!x.home.zone || !status_open(x.status) || !x.schedule.v)
		return E_NOTFOUND;
	if (!home->address.n || home->address.n > TEXT_MAX || home->details.n > TEXT_MAX)
		return E_INPUT;
	TRY(beside_linked(db, a, x.id.v, x.schedule, x.agenda_needed, x.beside, &linked));
	TRY(days_lock(db, a, x.day, now, linked.v, linked.n));
	TRY(appointment_put_note(db, a, x.note, now, x.id, x.version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(home_address_put(db, a, x.id, x.organization, home->address, home->details,
		(struct opt_int){ home->at.known, home->at.lat }, (struct opt_int){ home->at.known, home->at.lon }));
	*ret_version = x.version + 1;
	return free_days_linked(db, a, linked, x.day, (struct day){ x.day.n + 1 });
}

enum err appointment_video(struct db *db, struct arena *a, struct instant now, const struct appointment *x,
	struct str *ret)
{
	unsigned char room[32];
	struct str base;

	*ret = STR_NONE;
	if (!str_eq(x->place_kind, S("video")) || !status_open(x->status)
		|| now.v < x->start_at.v - VIDEO_BEFORE_MIN * 60 || now.v >= x->start_at.v + x->duration_min * 60)
		return OK;
	TRY(video_base_get(db, a, x->organization, &base));
	if (!base.n)
		return OK;
	sha256(arena_fmt(a, "video %.*s %.*s", STR_ARG(x->salt), STR_ARG(x->reference)), room);
	*ret = arena_cat(a, base, base64url_encode(a, (struct str){ (const char *)room, 18 }));
	return OK;
}
