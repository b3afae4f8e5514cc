/* Times kept for somebody who is typing. See appointments.h. */
#include "areas/appointments/appointments.h"

#include "appointments_q.h"
#include "areas/appointments/internal.h"
#include "areas/schedules/needs.h"
#include "areas/schedules/rules/window.h"
#include "base/random.h"
#include "crypto/crypto.h"

/* May this start be asked for at all, whatever is taken? */
static enum err in_window(const struct wanted *w, const struct granted *g, struct instant now)
{
	struct local start = { w->day, w->start_min };

	if (!w->citizen)
		return g->start_at.v + (int64_t)g->rule.duration * 60 > now.v ? OK : E_INPUT;
	struct window win = window_of(g->agenda.zone, now, g->service.lead_min,
		g->service.horizon_min);

	return window_holds(win, w->schedule.v, start, g->service.spread_min) ? OK : E_CONFLICT;
}

/* May it be booked that way at all? Moving what is booked is no booking. What a citizen holds was asked
 * when it was taken. */
static bool way_open(const struct wanted *w, const struct service *s)
{
	enum quota_group g = channel_group(w->channel);

	if (w->citizen && !s->online)
		return false;
	if (w->rule || w->overbook || g == QUOTA_ONLINE)
		return true;
	return g == QUOTA_CENTRE ? !s->no_centre : !s->no_desk;
}

enum err slot_prepare(struct db *db, struct arena *a, const struct wanted *w, struct granted *ret)
{
	if (w->start_min < 0 || w->start_min > 1439)
		return E_INPUT;
	TRY(service_at(db, a, w->service, w->schedule, &ret->service, &ret->needed));
	ret->locked = (struct schedule_ids){ &w->schedule, 1 };
	if (ret->service.needs)
		return agendas_of_visit(db, a, w->service, w->schedule, &ret->locked);
	return ret->needed ? agendas_linked(db, a, ret->locked, &ret->locked) : OK;
}

enum err slot_check(struct db *db, struct arena *a, struct instant now, const struct wanted *w,
	struct granted *g)
{
	struct agenda_ask ask = { .from = w->day, .to = { w->day.n + 1 },
		.service = { w->all ? 0 : w->service.v },
		.now = now,
		.owner = w->owner, .except = w->except,
		.group = w->kept ? QUOTA_NOBODY : channel_group(w->channel),
		.beside = { g->service.needs ? w->service.v : 0 },
		.home = str_eq(g->service.place_kind, S("home")) ? w->home : 0, .home_at = w->home_at };
	struct local start = { w->day, w->start_min };

	TRY(agenda_load(db, a, &w->schedule, 1, &ask, &g->agenda));
	if (!g->agenda.active || !g->service.active || !way_open(w, &g->service))
		return E_NOTFOUND;
	TRY(home_reached(w, g));
	g->start_at = zone_instant(g->agenda.zone, start);
	g->capacity = 1;
	g->rule = w->rule ? *w->rule : (struct slot_rule){ g->service.duration_min,
		g->service.step_min,
		g->service.buffer_before_min, g->service.buffer_after_min };
	TRY(in_window(w, g, now));
	if (w->overbook)	/* beside the rule, but not with a type of another house */
		TRY(service_used_at(db, a, w->service, g->agenda.organization));
	else
		TRY(agenda_fits(&g->agenda, w->service, start, w->rule, &g->rule, &g->capacity));
	return g->service.needs ? agenda_beside_of(&g->agenda, w->service, start, &g->rule, w->overbook,
		&g->uses) : OK;
}

enum err slot_grant(struct db *db, struct arena *a, struct instant now, const struct wanted *w,
	struct granted *ret)
{
	*ret = (struct granted){ 0 };
	TRY(slot_prepare(db, a, w, ret));
	TRY(ret->locked.n == 1 ? day_lock(db, a, w->day, now, w->schedule)
		: days_lock(db, a, w->day, now, ret->locked.v, ret->locked.n));
	return slot_check(db, a, now, w, ret);
}

enum err seat_free(struct db *db, struct arena *a, const struct wanted *w, int32_t capacity,
	int32_t *ret)
{
	struct seats_taken_rows rows;
	int32_t seat = 0;

	/* Alone in its time, or outside the rule (the index looks past overbooked ones). */
	if (w->overbook || capacity == 1) {
		*ret = 0;
		return OK;
	}
	TRY(seats_taken(db, a, w->schedule, w->day, w->start_min, &rows));
	for (size_t i = 0; i < rows.n && rows.v[i].seat <= seat; i++)
		seat = rows.v[i].seat + 1;
	if (seat >= capacity)
		return E_CONFLICT;
	*ret = seat;
	return OK;
}

enum err summary_after(struct db *db, struct arena *a, const struct wanted *w,
	const struct granted *g, struct appointment_id id)
{
	int64_t at = local_minutes((struct local){ w->day, w->start_min });
	struct visit v = { at, at + g->rule.duration, g->rule.before, g->rule.after,
		(int32_t)(w->overbook ? QUOTA_NOBODY : channel_group(w->channel)), AT_HOUSE };

	struct schedule_ids linked;

	if (!g->needed && !g->uses.n && !g->agenda.travel)
		return free_days_write(db, a, &g->agenda, &v, w->day, (struct day){ w->day.n + 1 });
	TRY(beside_linked(db, a, id.v, w->schedule, g->needed, (int32_t)g->uses.n, &linked));
	return free_days_linked(db, a, linked, w->day, (struct day){ w->day.n + 1 });
}

#define HOLD_OF(r) ((struct hold){ .id = (r).id, .organization = (r).organization, \
	.schedule = (r).schedule, \
	.service = (r).service, .day = (r).day, .start_min = (r).start_min, \
		.minutes = (r).duration_min, \
	.owner = (r).owner, .expires_at = (r).expires_at, .renewed = (r).renewed, .kept = (r).kept, \
	.beside = (r).beside, .home = (r).home.is ? (r).home.v : 0, .salt = (r).salt })

static enum err tell_hold(struct db *db, struct arena *a, struct instant now,
	const struct hold *h, enum entry_act what,
	struct str zone, struct str role, const char *channel, enum entry_reason reason)
{
	struct act x = {
		.organization = h->organization.v, .act = what, .channel = channel, .role = role,
		.schedule = h->schedule.v, .service = h->service.v, .day = h->day,
			.start_min = h->start_min,
		.minutes = h->minutes, .zone = zone, .chain = h->id.v, .reason = reason, .salt = h->salt,
	};

	return act(db, a, now, &x);
}

enum err hold_release(struct db *db, struct arena *a, struct instant now, const struct hold *h,
	struct str role, const char *channel)
{
	struct place_of_notice_row place;

	TRY(hold_delete(db, a, h->id));
	if (h->beside)
		TRY(beside_drop(db, a, h->id.v));
	TRY(place_of_notice(db, a, h->organization, h->schedule, &place));
	if (h->expires_at.v <= now.v)	/* nobody gave it back */
		return tell_hold(db, a, now, h, ACT_RELEASE, place.location_zone, S("system"), channel, WHY_EXPIRED);
	return tell_hold(db, a, now, h, ACT_RELEASE, place.location_zone, role, channel, WHY_UNSAID);
}

enum err hold_accepted(struct db *db, struct arena *a, struct instant now, const struct hold *h, struct str zone,
	struct str role, const char *channel)
{
	return tell_hold(db, a, now, h, ACT_RELEASE, zone, role, channel, WHY_ACCEPTED);
}

static bool same_time(const struct hold *h, const struct hold_ask *ask)
{
	return h->schedule.v == ask->schedule.v && h->service.v == ask->service.v && h->home == ask->home
		&& h->day.n == ask->day.n
		&& h->start_min == ask->start_min;
}

/* The owner's live hold of that very time; its other holds go into old[]. */
static enum err own_holds(struct db *db, struct arena *a, struct instant now,
	const struct hold_ask *ask,
	struct hold **ret_same, struct hold **ret_old, size_t *ret_n)
{
	struct hold_rows_of_rows rows;
	size_t n = 0;

	TRY(hold_rows_of(db, a, ask->owner, &rows));
	struct hold *v = ARENA_ARRAY(a, struct hold, rows.n + 1);

	*ret_same = NULL;
	for (size_t i = 0; i < rows.n; i++) {
		v[n] = HOLD_OF(rows.v[i]);
		if (v[n].expires_at.v > now.v && same_time(&v[n], ask)) {
			*ret_same = ARENA_NEW(a, struct hold);
			**ret_same = v[n];
		} else {
			n++;
		}
	}
	*ret_old = v;
	*ret_n = n;
	return OK;
}

/* The zone of what was granted; 0: it is not a visit at home. */
static int64_t at_home(const struct wanted *w, const struct granted *g)
{
	return str_eq(g->service.place_kind, S("home")) ? w->home : 0;
}

enum err hold_take(struct db *db, struct arena *a, struct instant now, const struct hold_ask *ask,
	struct hold *ret)
{
	struct wanted w = { .schedule = ask->schedule, .service = ask->service, .day = ask->day,
		.start_min = ask->start_min, .owner = ask->owner, .citizen = ask->citizen,
		.channel = ask->channel, .home = ask->home };
	struct granted g;
	struct hold *same, *old;
	int64_t added;
	size_t n;

	if (!ask->owner.n)
		return E_INPUT;
	TRY(own_holds(db, a, now, ask, &same, &old, &n));
	if (same) {
		*ret = *same;
		return OK;
	}
	TRY(slot_grant(db, a, now, &w, &g));
	for (size_t i = 0; i < n; i++)
		TRY(hold_release(db, a, now, &old[i], role_or_public(ask->role),
			channel_code(ask->channel)));
	struct hold h = { .id = { random_id(now) }, .organization = g.agenda.organization,
		.schedule = ask->schedule,
		.service = ask->service, .day = ask->day, .start_min = ask->start_min,
			.minutes = g.rule.duration,
		.owner = ask->owner,
			.expires_at = { now.v + (ask->seconds > 0 ? ask->seconds
			: HOLD_SECONDS) }, .salt = random_base64(a, SALT_BYTES) };

	TRY(hold_add(db, a, h.id, h.organization, h.schedule, h.service, h.day, h.start_min,
		g.rule.duration,
		g.rule.before, g.rule.after, h.owner, h.expires_at,
		str_of(channel_code(ask->channel)), false, ask->network, now, h.salt, &added));
	if (!added)
		return E_RETRY;		/* taken by the same owner at the same moment: run again, it is dropped */
	if (g.uses.n)
		TRY(beside_take(db, a, h.id.v, &w, &g, true));
	h.beside = (int32_t)g.uses.n;
	h.home = at_home(&w, &g);
	if (h.home)
		TRY(hold_put_home(db, a, h.home, h.id));
	TRY(tell_hold(db, a, now, &h, ACT_HOLD, g.agenda.zone_name, role_or_public(ask->role),
		channel_code(ask->channel), WHY_UNSAID));
	*ret = h;
	return OK;
}

enum err holds_sweep(struct db *db, struct arena *a, struct instant now, struct instant before, int64_t *ret_n)
{
	struct hold_sweep_due_rows rows;

	*ret_n = 0;
	TRY(hold_sweep_due(db, a, before, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct hold h = HOLD_OF(rows.v[i]);
		int64_t gone;

		TRY(hold_sweep(db, a, h.id, before, &gone));
		if (!gone)
			continue;
		if (h.beside)
			TRY(beside_drop(db, a, h.id.v));
		TRY(tell_hold(db, a, now, &h, ACT_RELEASE, rows.v[i].zone, S("system"),
			arena_cstr(a, rows.v[i].channel), WHY_EXPIRED));
		*ret_n += gone;
	}
	return OK;
}

/* ---- kept ---- */

enum err hold_keep(struct db *db, struct arena *a, struct instant now, const struct hold_ask *ask,
	enum entry_reason reason, struct hold *ret)
{
	struct wanted w = { .schedule = ask->schedule, .service = ask->service, .day = ask->day,
		.start_min = ask->start_min, .owner = ask->owner, .channel = ask->channel, .home = ask->home, .all = true };
	struct granted g;
	int64_t added;

	if (!ask->owner.n)
		return E_INPUT;
	TRY(slot_grant(db, a, now, &w, &g));
	struct hold h = { .id = { random_id(now) }, .organization = g.agenda.organization,
		.schedule = ask->schedule, .service = ask->service, .day = ask->day,
		.start_min = ask->start_min, .minutes = g.rule.duration, .owner = ask->owner,
		.expires_at = { now.v + ask->seconds }, .kept = true, .salt = random_base64(a, SALT_BYTES) };

	TRY(hold_add(db, a, h.id, h.organization, h.schedule, h.service, h.day, h.start_min,
		g.rule.duration, g.rule.before, g.rule.after, h.owner, h.expires_at,
		str_of(channel_code(ask->channel)), true, ask->network, now, h.salt, &added));
	if (!added)
		return E_RETRY;
	if (g.uses.n)
		TRY(beside_take(db, a, h.id.v, &w, &g, true));
	h.beside = (int32_t)g.uses.n;
	h.home = at_home(&w, &g);
	if (h.home)
		TRY(hold_put_home(db, a, h.home, h.id));
	TRY(tell_hold(db, a, now, &h, ACT_HOLD, g.agenda.zone_name, role_or_public(ask->role),
		channel_code(ask->channel), reason));
	TRY(summary_after(db, a, &w, &g, (struct appointment_id){ h.id.v }));
	*ret = h;
	return OK;
}

enum err hold_hand_over(struct db *db, struct arena *a, struct hold_id id, struct str owner,
	struct str to_owner, struct instant until)
{
	int64_t n;

	TRY(hold_hand(db, a, to_owner, until, id, owner, &n));
	return n ? OK : E_CONFLICT;
}

enum err hold_give_back(struct db *db, struct arena *a, struct instant now, struct hold_id id,
	struct str owner, enum entry_reason reason)
{
	struct place_of_notice_row place;
	struct schedule_ids linked;
	struct hold h;
	enum err e = hold_get(db, a, id, owner, &h);

	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	TRY(beside_linked(db, a, h.id.v, h.schedule, true, h.beside, &linked));
	TRY(days_lock(db, a, h.day, now, linked.v, linked.n));
	TRY(hold_delete(db, a, h.id));
	if (h.beside)
		TRY(beside_drop(db, a, h.id.v));
	TRY(place_of_notice(db, a, h.organization, h.schedule, &place));
	TRY(tell_hold(db, a, now, &h, ACT_RELEASE, place.location_zone, S("system"), "online", reason));
	return free_days_linked(db, a, linked, h.day, (struct day){ h.day.n + 1 });
}

enum err hold_get(struct db *db, struct arena *a, struct hold_id id, struct str owner,
	struct hold *ret)
{
	struct hold_row_row r;

	TRY(hold_row(db, a, id, &r));
	if (!str_eq_secret(r.owner, owner))
		return E_NOTFOUND;
	*ret = HOLD_OF(r);
	return OK;
}

enum err holds_of_network(struct db *db, struct arena *a, struct instant now, struct schedule_id schedule,
	struct day day, int64_t network, struct str visitor, int64_t *ret)
{
	struct hold_network_count_row r;

	TRY(hold_network_count(db, a, schedule, day, now, network, visitor, &r));
	*ret = r.n;
	return OK;
}

enum err hold_days_wait(struct db *db, struct arena *a, struct instant now, struct day day,
	const struct schedule_id *schedules, size_t n)
{
	return days_lock(db, a, day, now, schedules, n);
}

enum err hold_renew(struct db *db, struct arena *a, struct instant now, struct hold_id id,
	struct str owner,
	struct instant until, struct hold *ret)
{
	struct hold h;

	TRY(hold_get(db, a, id, owner, &h));
	if (h.expires_at.v <= now.v)
		return E_CONFLICT;
	if (!h.renewed) {
		h.renewed = true;
		if (until.v > h.expires_at.v)
			h.expires_at = until;
		TRY(hold_extend(db, a, h.expires_at, id));
	}
	*ret = h;
	return OK;
}

enum err hold_drop(struct db *db, struct arena *a, struct instant now, struct hold_id id,
	struct str owner)
{
	struct hold h;
	enum err e = hold_get(db, a, id, owner, &h);

	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	return hold_release(db, a, now, &h, S("public"), "online");
}

enum err hold_drop_all(struct db *db, struct arena *a, struct instant now, struct str visitor)
{
	struct hold_rows_of_rows rows;

	TRY(hold_rows_of(db, a, visitor, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		struct hold h = HOLD_OF(rows.v[i]);

		TRY(hold_release(db, a, now, &h, S("public"), "online"));
	}
	return OK;
}
