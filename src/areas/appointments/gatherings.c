/* Gatherings: what they are, when, and their end. Seats are in seats.c. See gatherings.h. */
#include "areas/appointments/appointments.h"

#include "appointments_q.h"
#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"
#include "areas/appointments/seats.h"
#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "organizations_q.h"

static struct gathering gathering_of(const struct gathering_rows_row *r)
{
	return (struct gathering){ .id = r->id, .organization = r->organization, .tree_lo = r->tree_lo,
		.phone = r->phone, .organization_name = names_make(r->organization_fr, r->organization_ar,
			r->organization_en), .organization_code = r->organization_code,
		.schedule = r->schedule, .service = r->service, .location = r->location,
		.location_name = names_make(r->location_fr, r->location_ar, r->location_en),
		.address_fr = r->address_fr, .address_ar = r->address_ar,
		.direction_fr = r->direction_fr, .direction_ar = r->direction_ar,
		.series = r->series, .series_day = r->series_day,
		.title = names_make(r->title_fr, r->title_ar, r->title_en), .day = r->day,
		.start_min = r->start_min, .duration_min = r->duration_min, .zone = r->zone,
		.start_at = r->start_at, .capacity = r->capacity, .minimum = r->minimum,
		.waiting_most = r->waiting_most, .decide_min = r->decide_min, .online = r->online,
		.taken = r->taken, .waiting = r->waiting, .run_anyway = r->run_anyway,
		.about = { { [LANG_FR] = r->about_fr, [LANG_AR] = r->about_ar, [LANG_EN] = r->about_en } },
		.cancel_below = r->cancel_below, .group_most = r->group_most,
		.cancelled = str_eq(r->status, S("cancelled")), .cancel_reason = r->cancel_reason,
		.version = r->version };
}

enum err gathering_get(struct db *db, struct arena *a, struct gathering_id id, struct gathering *ret)
{
	struct gathering_rows_rows rows;

	TRY(gathering_rows(db, a, &id, 1, &rows));
	if (!rows.n)
		return E_NOTFOUND;
	*ret = gathering_of(&rows.v[0]);
	return OK;
}

/* All of a list by one statement. */
static enum err load(struct db *db, struct arena *a, const struct gathering_id *ids, size_t n,
	struct gathering_list *ret)
{
	struct gathering_rows_rows rows = { 0 };

	if (n)
		TRY(gathering_rows(db, a, ids, n, &rows));
	*ret = (struct gathering_list){ ARENA_ARRAY(a, struct gathering, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = gathering_of(&rows.v[i]);
	return OK;
}

enum err gathering_leaders(struct db *db, struct arena *a, struct gathering_id id, struct leaders *ret)
{
	struct gathering_leader_rows_rows rows;

	TRY(gathering_leader_rows(db, a, id, &rows));
	struct leaders out = { ARENA_ARRAY(a, struct practitioner, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		TRY(practitioner_get(db, a, rows.v[i].id, &out.v[i]));
	*ret = out;
	return OK;
}

enum err gathering_list_of(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct day from,
	struct day to, struct gathering_list *ret)
{
	return gathering_list_behind(db, a, lo, hi, (struct local){ from, -1 }, (struct gathering_id){ 0 }, to, ret);
}

enum err gathering_list_behind(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct local at,
	struct gathering_id behind, struct day to, struct gathering_list *ret)
{
	struct gathering_ids_rows rows;

	TRY(gathering_ids(db, a, at.day, to, lo, hi, at.min, behind, &rows));
	struct gathering_id *ids = ARENA_ARRAY(a, struct gathering_id, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		ids[i] = rows.v[i].id;
	return load(db, a, ids, rows.n, ret);
}

enum err gathering_list_public(struct db *db, struct arena *a, struct instant now, int64_t lo, int64_t hi,
	struct gathering_list *ret)
{
	struct gathering_ids_public_rows rows;

	TRY(gathering_ids_public(db, a, lo, hi, (struct day){ (int32_t)(now.v / 86400) - 1 }, now, &rows));
	struct gathering_id *ids = ARENA_ARRAY(a, struct gathering_id, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		ids[i] = rows.v[i].id;
	return load(db, a, ids, rows.n, ret);
}

enum err gathering_list_below(struct db *db, struct arena *a, struct instant now, struct gathering_list *ret)
{
	struct gathering_below_ids_rows rows;

	TRY(gathering_below_ids(db, a, now, &rows));
	struct gathering_id *ids = ARENA_ARRAY(a, struct gathering_id, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		ids[i] = rows.v[i].id;
	return load(db, a, ids, rows.n, ret);
}

bool gathering_undecided(const struct gathering *g, struct instant now)
{
	return !g->cancelled && !g->run_anyway && g->taken < g->minimum && g->start_at.v > now.v
		&& g->start_at.v - 60 * (int64_t)g->decide_min <= now.v;
}

static struct local from_of(const struct gathering *g)
{
	return (struct local){ g->day, g->start_min };
}

static struct local to_of(const struct gathering *g)
{
	return local_add(from_of(g), g->duration_min);
}

enum err gathering_closed(struct db *db, struct arena *a, const struct gathering *g, bool *ret)
{
	struct gathering_shut_row r;

	TRY(gathering_shut(db, a, g->id, local_minutes(from_of(g)), local_minutes(to_of(g)), &r));
	*ret = r.absences || r.days;
	return OK;
}

/* ---- its time ---- */

static bool has(const struct schedules *s, struct schedule_id id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].id.v == id.v)
			return true;
	return false;
}

/* In the order of their ids: whoever locks several does so in it. */
static void put_sorted(struct schedules *s, const struct schedule *x)
{
	size_t i = s->n++;

	for (; i && s->v[i - 1].id.v > x->id.v; i--)
		s->v[i] = s->v[i - 1];
	s->v[i] = *x;
}

enum err gathering_agendas(struct db *db, struct arena *a, struct schedule_id own, struct leader_ids who,
	struct schedules *ret)
{
	struct schedules out = { ARENA_ARRAY(a, struct schedule, 64), 0 };
	struct schedule s;

	TRY(schedule_get(db, a, own, &s));
	put_sorted(&out, &s);
	for (size_t i = 0; i < who.n; i++) {
		struct schedules of;

		TRY(schedule_of_practitioner(db, a, who.v[i], &of));
		for (size_t k = 0; k < of.n; k++)
			if (of.v[k].active && !has(&out, of.v[k].id) && out.n < 64)
				put_sorted(&out, &of.v[k]);
	}
	*ret = out;
	return OK;
}

/* Whoever books in one of these agendas waits, and is waited for: in the order of their ids. */
static enum err wait_all(struct db *db, struct arena *a, struct schedule_id own, struct leader_ids who,
	const struct leaders *more)
{
	struct practitioner_id *ids = ARENA_ARRAY(a, struct practitioner_id, who.n + more->n + 1);
	struct schedules all;
	size_t n = 0;

	for (size_t i = 0; i < who.n; i++)
		ids[n++] = who.v[i];
	for (size_t i = 0; i < more->n; i++)
		ids[n++] = more->v[i].id;
	TRY(gathering_agendas(db, a, own, (struct leader_ids){ ids, n }, &all));
	for (size_t i = 0; i < all.n; i++)
		TRY(agenda_wait(db, a, all.v[i].id));
	return OK;
}

enum err gathering_free(struct db *db, struct arena *a, const struct gathering *g, struct leader_ids who,
	bool *ret)
{
	struct schedules all;
	struct gathering_meets_row meets;

	*ret = true;
	TRY(gathering_agendas(db, a, g->schedule, who, &all));
	for (size_t i = 0; i < all.n && *ret; i++) {
		TRY(gathering_meets(db, a, all.v[i].id, g->id, g->day, local_minutes(from_of(g)),
			local_minutes(to_of(g)), &meets));
		*ret = !meets.n;
	}
	return OK;
}

static enum err take_time(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	struct leader_ids who, struct str role)
{
	struct schedules all;

	TRY(gathering_agendas(db, a, g->schedule, who, &all));
	for (size_t i = 0; i < all.n; i++) {
		struct absence x = { .schedule = all.v[i].id, .from = from_of(g), .to = to_of(g),
			.reason = g->title.v[LANG_FR] };

		TRY(absence_put(db, a, now, &x, role, &x.id));
		TRY(gathering_time_add(db, a, g->id, x.schedule, x.id, g->organization));
	}
	return OK;
}

static enum err give_time(struct db *db, struct arena *a, struct instant now, struct gathering_id id,
	struct str role)
{
	struct gathering_times_rows rows;

	TRY(gathering_times(db, a, id, &rows));
	TRY(gathering_times_clear(db, a, id));
	for (size_t i = 0; i < rows.n; i++)
		TRY(absence_remove(db, a, now, rows.v[i].absence, role));
	return OK;
}

/* ---- making and changing ---- */

static bool numbers_fit(const struct gathering *g)
{
	return g->title.v[LANG_FR].n && g->capacity >= 1 && g->capacity <= GATHERING_SEATS_MAX
		&& g->minimum >= 0 && g->minimum <= g->capacity && g->waiting_most >= 0
		&& g->waiting_most <= GATHERING_SEATS_MAX && g->group_most >= 0 && g->group_most <= g->capacity
		&& g->decide_min >= 0 && g->start_min >= 0
		&& g->duration_min >= 5 && g->duration_min <= 720 && g->start_min + g->duration_min <= 1440;
}

/* Organisation, zone and instant follow from agenda, place and time. */
static enum err place_it(struct db *db, struct arena *a, struct instant now, struct gathering *g)
{
	struct gathering_schedule_place_row r;
	const struct zone *z;

	if (!numbers_fit(g))
		return E_INPUT;
	TRY(gathering_schedule_place(db, a, g->schedule, g->location, &r));
	TRY(zone_get(r.zone, &z));
	g->organization = r.organization;
	g->zone = r.zone;
	g->start_at = zone_instant(z, from_of(g));
	TRY(service_used_at(db, a, g->service, g->organization));
	return g->start_at.v > now.v ? OK : E_INPUT;
}

static enum err tell(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	enum entry_act what, struct str role)
{
	struct act x = { .organization = g->organization.v, .act = what, .channel = "", .role = role,
		.schedule = g->schedule.v, .service = g->service.v, .day = g->day,
		.start_min = g->start_min, .minutes = g->duration_min, .zone = g->zone,
		.capacity = g->capacity, .reason = WHY_GATHERING };

	return act(db, a, now, &x);
}

static enum err lead_it(struct db *db, struct arena *a, const struct gathering *g, struct leader_ids who)
{
	if (who.n > GATHERING_LEADERS_MAX)
		return E_INPUT;
	TRY(gathering_leader_clear(db, a, g->id));
	for (size_t i = 0; i < who.n; i++)
		TRY(gathering_leader_add(db, a, g->id, who.v[i], g->organization));
	return OK;
}

enum err gathering_add(struct db *db, struct arena *a, struct instant now, const struct gathering *asked,
	struct leader_ids who, struct str role, struct gathering_id *ret)
{
	struct gathering g = *asked;
	enum err e = place_it(db, a, now, &g);

	bool free;

	if (e != OK)
		return e == E_NOTFOUND ? E_INPUT : e;
	TRY(wait_all(db, a, g.schedule, who, &(struct leaders){ 0 }));
	TRY(gathering_free(db, a, &g, who, &free));
	if (!free)
		return E_CONFLICT;
	g.id.v = random_id(now);
	TRY(gathering_add_row(db, a, g.id, g.organization, g.schedule, g.service, g.location, g.series,
		g.series_day, g.title.v[LANG_FR], g.title.v[LANG_AR], g.title.v[LANG_EN], g.day, g.start_min,
		g.duration_min, g.zone, g.start_at, g.capacity, g.minimum, g.waiting_most, g.decide_min, g.online,
		g.about.v[LANG_FR], g.about.v[LANG_AR], g.about.v[LANG_EN], g.cancel_below, g.group_most));
	TRY(lead_it(db, a, &g, who));
	TRY(take_time(db, a, now, &g, who, role));
	*ret = g.id;
	return tell(db, a, now, &g, ACT_PUBLISH, role);
}

/* Everything that participants' rows copy of it. */
static enum err move_seats(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	struct leader_ids who)
{
	struct location_get_row l;
	struct schedule own;
	struct opt_int leader;
	int64_t n;

	TRY(location_get(db, a, g->location, &l));
	TRY(schedule_get(db, a, g->schedule, &own));
	leader = (struct opt_int){ true, who.n ? who.v[0].v : own.practitioner.v };
	leader.is = leader.v != 0;
	return gathering_move_seats(db, a, g->location, l.name_fr, l.name_ar, g->title.v[LANG_FR],
		g->title.v[LANG_AR], g->title.v[LANG_EN], leader, g->day, g->start_min, g->duration_min,
		g->zone, g->start_at, now, g->id, &n);
}

/* Each participant, with the act of the new time; and who keeps seats without names. */
static enum err tell_moved(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	const struct change_ask *by, int64_t *ret)
{
	struct gathering_all_ids_rows rows;
	struct parties parties;

	TRY(gathering_all_ids(db, a, g->id, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(seat_moved(db, a, now, rows.v[i].id, by));
	TRY(party_list(db, a, g->id, &parties));
	for (size_t i = 0; i < parties.n; i++)
		TRY(party_moved(db, a, now, g, &parties.v[i], by));
	*ret = (int64_t)rows.n;
	return OK;
}

static bool elsewhere(const struct gathering *x, const struct gathering *y)
{
	return x->day.n != y->day.n || x->start_min != y->start_min || x->duration_min != y->duration_min
		|| x->location.v != y->location.v;
}

/* Does it take another time than before, of other agendas, or is that time called otherwise? */
static bool other_time(const struct gathering *x, const struct gathering *old, struct leader_ids who, const struct leaders *led)
{
	bool other = x->day.n != old->day.n || x->start_min != old->start_min || x->duration_min != old->duration_min
		|| !str_eq(x->title.v[LANG_FR], old->title.v[LANG_FR]) || who.n != led->n;

	for (size_t i = 0; i < who.n; i++) {
		bool was = false;

		for (size_t k = 0; k < led->n; k++)
			was = was || led->v[k].id.v == who.v[i].v;
		other = other || !was;
	}
	return other;
}

static enum err write_it(struct db *db, struct arena *a, const struct gathering *g)
{
	int64_t n;

	TRY(gathering_put_row(db, a, g->location, g->title.v[LANG_FR], g->title.v[LANG_AR],
		g->title.v[LANG_EN], g->day, g->start_min, g->duration_min, g->zone, g->start_at, g->capacity,
		g->minimum, g->waiting_most, g->decide_min, g->online, g->about.v[LANG_FR], g->about.v[LANG_AR],
		g->about.v[LANG_EN], g->cancel_below, g->group_most, g->id, g->version, &n));
	return n ? OK : E_CONFLICT;
}

enum err gathering_change(struct db *db, struct arena *a, struct instant now, const struct gathering *asked,
	struct leader_ids who, const struct change_ask *by, int64_t *ret_told)
{
	struct gathering g = *asked, old;
	struct str role = role_or_public(by->role);
	struct leaders led;
	bool free;
	enum err e;

	TRY(gathering_get(db, a, g.id, &old));
	TRY(gathering_leaders(db, a, g.id, &led));
	TRY(wait_all(db, a, old.schedule, who, &led));
	TRY(gathering_get(db, a, g.id, &old));
	if (old.version != g.version || old.cancelled)
		return E_CONFLICT;
	g.schedule = old.schedule;
	g.service = old.service;
	e = place_it(db, a, now, &g);
	if (e != OK)
		return e == E_NOTFOUND ? E_INPUT : e;
	if (g.capacity < old.taken || g.waiting_most < old.waiting || old.start_at.v <= now.v)
		return E_INPUT;
	TRY(gathering_free(db, a, &g, who, &free));
	if (!free)
		return E_CONFLICT;
	TRY(write_it(db, a, &g));
	TRY(lead_it(db, a, &g, who));
	if (other_time(&g, &old, who, &led)) {
		TRY(give_time(db, a, now, g.id, role));
		TRY(take_time(db, a, now, &g, who, role));
	}
	TRY(move_seats(db, a, now, &g, who));
	*ret_told = 0;
	if (elsewhere(&g, &old) || g.capacity != old.capacity) {
		TRY(tell(db, a, now, &old, ACT_WITHDRAW, role));
		TRY(tell(db, a, now, &g, ACT_PUBLISH, role));
	}
	if (elsewhere(&g, &old)) {
		TRY(tell_moved(db, a, now, &g, by, ret_told));
	}
	return seats_move_up(db, a, now, g.id);
}

enum err gathering_cancel(struct db *db, struct arena *a, struct instant now, struct gathering_id id,
	int64_t version, struct str reason, const struct change_ask *by, int64_t *ret_told)
{
	struct gathering_all_ids_rows rows;
	struct gathering g;
	struct leaders led;
	int64_t n, v;

	TRY(gathering_get(db, a, id, &g));
	TRY(gathering_leaders(db, a, id, &led));
	TRY(wait_all(db, a, g.schedule, (struct leader_ids){ 0 }, &led));
	TRY(gathering_put_cancelled(db, a, reason, id, version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(gathering_all_ids(db, a, id, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct change_ask who = *by;

		who.id = rows.v[i].id;
		who.version = -1;
		TRY(appointment_cancel(db, a, now, &who, false, reason, &v));
	}
	TRY(parties_end(db, a, now, &g, by));
	TRY(give_time(db, a, now, id, role_or_public(by->role)));
	*ret_told = (int64_t)rows.n;
	return tell(db, a, now, &g, ACT_WITHDRAW, role_or_public(by->role));
}

enum err gathering_run(struct db *db, struct arena *a, struct gathering_id id, int64_t version)
{
	int64_t n;

	TRY(gathering_put_run(db, a, id, version, &n));
	return n ? OK : E_CONFLICT;
}

enum err gathering_waits(struct db *db, struct arena *a, struct appointment_id id, int32_t *ret)
{
	struct gathering_waits_before_row r;

	TRY(gathering_waits_before(db, a, id, &r));
	*ret = r.n;
	return OK;
}
