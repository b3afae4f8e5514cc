/* Cancelling, moving, recording. See appointments.h. */
#include "areas/appointments/appointments.h"

#include "appointments_q.h"
#include "areas/appointments/extras.h"
#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"
#include "areas/appointments/seats.h"
#include "areas/bookers/bookers.h"
#include "areas/figures/figures.h"
#include "areas/missed/missed.h"
#include "areas/schedules/rules/window.h"
#include "areas/waiting/waiting.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "jobs/jobs.h"

struct changing {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct change_ask *who;
	struct appointment x;
	bool other;			/* another practitioner will see the person: */
	struct practitioner_id to;	/* v == 0: a team, a room */
	struct schedule_ids linked;	/* whose days change with it, by id */
	int64_t version;		/* as it is now; x.version is as it was read */
	int32_t capacity;		/* of the time it moves to */
	struct str why;			/* in addition: the reason's code */
	struct opt_int ceiling;		/* … and what the agenda takes on that day */
	bool of_house;			/* a move that the house wants */
};

static enum err begin(struct changing *c, struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who)
{
	*c = (struct changing){ .db = db, .a = a, .now = now, .who = who };
	TRY(appointment_load(db, a, who->id, &c->x));
	c->version = c->x.version;
	if (who->version >= 0 && who->version != c->x.version)
		return E_CONFLICT;
	return OK;
}

static enum err tell_act(const struct changing *c, enum entry_act what, enum entry_reason reason, struct str value)
{
	const struct appointment *x = &c->x;
	struct act t = {
		.organization = x->organization.v, .act = what,
			.channel = channel_code(c->who->channel),
		.role = role_or_public(c->who->role), .schedule = x->schedule.v,
			.service = x->service.v, .day = x->day,
		.start_min = x->start_min, .minutes = x->duration_min, .zone = x->zone,
			.reason = reason, .value = value,
		.chain = x->id.v, .holder = act_holder(c->a, x->salt, x->reference), .salt = x->salt,
		.capacity = c->capacity, .ceiling = c->ceiling,
	};

	return act(c->db, c->a, c->now, &t);
}

static enum err tell_person(const struct changing *c, int kind)
{
	const struct appointment *x = &c->x;
	struct tell t = { .kind = kind, .patient = x->patient, .id = x->id,
		.organization = x->organization,
		.schedule = x->schedule, .start = { x->day, x->start_min }, .start_at = x->start_at,
		.reference = x->reference, .token = c->who->token,
		.discreet = x->sensitive, .place_kind = x->place_kind, .bring = &x->bring, .prepare = &x->prepare,
		.version = c->version, .minutes = x->duration_min, .not_here = x->gathering.v != 0, .of_house = c->of_house };

	if (c->who->silent || !x->schedule.v || x->start_at.v <= c->now.v)
		return OK;
	return notice_tell(c->db, c->a, c->now, &t);
}

/* Writes the state if nobody did meanwhile. */
static enum err put_state(struct changing *c, enum status to, struct str by, struct str reason,
	int64_t *ret_version)
{
	int64_t n;

	TRY(appointment_set_state(c->db, c->a, str_of(status_code(to)), by, reason, c->now,
		c->x.id, c->x.version, &n));
	if (!n)
		return E_CONFLICT;
	*ret_version = c->version = c->x.version + 1;
	return OK;
}

static enum err refresh(const struct changing *c)
{
	if (!c->x.schedule.v || c->x.history)
		return OK;
	return free_days_linked(c->db, c->a, c->linked, c->x.day, (struct day){ c->x.day.n + 1 });
}

/* Its day in its own agenda, and in those of what it takes beside it. */
static enum err linked(struct changing *c)
{
	c->linked = (struct schedule_ids){ &c->x.schedule, 1 };
	return beside_linked(c->db, c->a, c->x.id.v, c->x.schedule, c->x.agenda_needed, c->x.beside,
		&c->linked);
}

static enum err lock(const struct changing *c)
{
	return c->linked.n == 1 ? day_lock(c->db, c->a, c->x.day, c->now, c->x.schedule)
		: days_lock(c->db, c->a, c->x.day, c->now, c->linked.v, c->linked.n);
}

/* The waiting list keeps the time that is free now, if anybody waits for one; an extra and a visit at
 * home (whose time is good for some ways only) leave none, and a gathering has waiting places of its own. */
static enum err freed(const struct changing *c, const struct appointment *old, const char *why)
{
	const struct waiting_freed f = { .organization = old->organization, .schedule = old->schedule, .service = old->service,
		.specialty = old->specialty, .day = old->day, .start_min = old->start_min, .channel = old->channel, .why = why };

	return old->schedule.v && !old->gathering.v && !old->overbooked && !old->home.zone && old->start_at.v > c->now.v
		? waiting_freed(c->db, c->a, c->now, &f) : OK;
}

bool appointment_may_cancel(const struct appointment *x, struct instant now)
{
	if (x->status == ST_WAITLIST)
		return x->start_at.v > now.v;
	return status_open(x->status) && !x->history && !x->no_cancel
		&& window_before_limit(x->start_at, now, x->cancel_limit_min);
}

bool appointment_may_move(const struct appointment *x, struct instant now)
{
	return status_open(x->status) && !x->history && x->schedule.v && !x->gathering.v && !x->no_move
		&& (!x->moves_max || x->moves < x->moves_max)
		&& window_before_limit(x->start_at, now, x->move_limit_min);
}

enum err appointment_cancel(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who,
	bool by_patient, struct str reason, int64_t *ret_version)
{
	struct changing c;
	enum err e = begin(&c, db, a, now, who);

	if (e == OK || e == E_CONFLICT) {
		if (c.x.status == ST_CANCELLED) {
			*ret_version = c.x.version;
			return OK;
		}
	}
	TRY(e);
	if ((!status_open(c.x.status) && c.x.status != ST_WAITLIST) || c.x.history)
		return E_CONFLICT;
	if (as_public(who->citizen, who->channel) && !appointment_may_cancel(&c.x, now))
		return E_DENIED;
	if (c.x.schedule.v) {
		TRY(linked(&c));
		TRY(lock(&c));
	}
	TRY(put_state(&c, ST_CANCELLED, by_patient ? S("patient") : S("service"), reason,
		ret_version));
	if (c.x.beside)
		TRY(beside_drop(db, a, c.x.id.v));
	TRY(tell_act(&c, ACT_CANCEL, by_patient ? WHY_PATIENT : WHY_SERVICE, STR_NONE));
	if (c.x.gathering.v)
		TRY(seat_left(db, a, now, &c.x, c.x.status == ST_WAITLIST, who->more));
	TRY(refresh(&c));
	TRY(freed(&c, &c.x, "cancelled"));
	TRY(message_drop(db, a, now, c.x.id.v));
	return tell_person(&c, by_patient ? NOTICE_CANCELLED : NOTICE_CANCELLED_BY_SERVICE);
}

/* ---- moving ---- */

static enum err target(struct changing *c, const struct move_ask *to, struct wanted *w,
	struct slot_rule *rule, struct hold *hold)
{
	*rule = (struct slot_rule){ c->x.duration_min, 1, c->x.buffer_before_min,
		c->x.buffer_after_min };
	*w = (struct wanted){ .schedule = to->schedule, .service = c->x.service, .day = to->day,
		.start_min = to->start_min,
		.owner = to->owner, .except = c->x.id, .rule = rule, .citizen = as_public(c->who->citizen, c->who->channel), .channel = c->who->channel, HOME_OF(&c->x),
		.overbook = to->overbook_reason.n > 0 };
	if (!to->hold.v)
		return OK;
	TRY(hold_get(c->db, c->a, to->hold, to->owner, hold));
	w->schedule = hold->schedule;
	w->service = hold->service;
	w->day = hold->day;
	w->start_min = hold->start_min;
	if (hold->expires_at.v > c->now.v)
		w->citizen = false;
	w->kept = hold->kept;
	return OK;
}

/* In addition: may it be, and the note of it; within the rule there is none any more. */
static enum err move_extra(struct changing *c, const struct wanted *w, const struct granted *g, struct str reason,
	struct extra_reason *ret)
{
	struct extra_ask ask = { .schedule = w->schedule, .organization = g->agenda.organization,
		.tree_lo = g->agenda.tree_lo, .day = w->day, .today = zone_local(g->agenda.zone, c->now).day,
		.except = c->x.id, .role = role_or_public(c->who->role), .account = c->who->account, .reason = reason };

	if (!w->overbook)
		return c->x.overbooked ? extra_drop(c->db, c->a, c->x.id) : OK;
	TRY(extra_admit(c->db, c->a, &ask, ret));
	c->why = ret->code;
	c->ceiling = ask.ceiling;
	return extra_note(c->db, c->a, &ask, ret, c->x.id);
}

/* ---- another practitioner ---- */

bool changes_hands(const struct appointment *x, struct practitioner_id to)
{
	return x->practitioner.v && x->practitioner.v != to.v;
}

bool said_enough(const struct appointment *x, const struct change_ask *who, enum moved_said said)
{
	if (!who->account || who->citizen)
		return true;
	if (said == SAID_NOTHING || said >= SAID_MAX)
		return false;
	return said != SAID_TOLD_MESSAGE || (!who->silent && x->phone.n);
}

enum err moved_mark_put(struct db *db, struct arena *a, struct instant now, const struct appointment *x,
	struct practitioner_id to, enum moved_said said, int64_t account)
{
	static const struct { const char *said, *how; } words[SAID_MAX] = {
		[SAID_AGREED_PHONE] = { "agreed", "phone" }, [SAID_AGREED_COUNTER] = { "agreed", "counter" },
		[SAID_TOLD_PHONE] = { "told", "phone" }, [SAID_TOLD_COUNTER] = { "told", "counter" },
		[SAID_TOLD_MESSAGE] = { "told", "message" },
	};

	if (said == SAID_NOTHING || said >= SAID_MAX)
		return OK;
	return moved_mark_add(db, a, (struct moved_mark_id){ random_id(now) }, x->organization, x->id, x->practitioner.v,
		(struct opt_int){ to.v != 0, to.v }, str_of(words[said].said), str_of(words[said].how), account, now);
}

/* Somebody else would see the person than was agreed: then staff say what the person knows of it. */
static enum err may_change_hands(struct changing *c, const struct move_ask *to, struct practitioner_id other)
{
	c->to = other;
	c->other = changes_hands(&c->x, other);
	return !c->other || said_enough(&c->x, c->who, to->said) ? OK : E_DENIED;
}

static enum err put_time(struct changing *c, const struct wanted *w, const struct granted *g,
	const struct move_ask *to, int64_t *ret_version)
{
	struct place_of_notice_row place;
	struct practitioner_of_day_row whose;
	struct extra_reason why = { 0 };
	int32_t seat;
	int64_t n;

	TRY(place_of_notice(c->db, c->a, g->agenda.organization, w->schedule, &place));
	TRY(practitioner_of_day(c->db, c->a, w->day, w->schedule, &whose));
	TRY(may_change_hands(c, to, (struct practitioner_id){ whose.practitioner.is ? whose.practitioner.v : 0 }));
	TRY(seat_free(c->db, c->a, w, g->capacity, &seat));
	TRY(move_extra(c, w, g, to->overbook_reason, &why));
	TRY(appointment_set_time(c->db, c->a, g->agenda.organization, w->schedule,
		whose.practitioner,
		place.location, place.place_fr, place.place_ar, w->day, w->start_min,
			g->agenda.zone_name, g->start_at, seat,
		w->overbook, w->overbook ? why.name.v[LANG_FR] : STR_NONE,
		str_of(channel_code(w->channel)), c->now, c->who->citizen, c->x.id, c->x.version, &n));
	if (!n)
		return E_CONFLICT;
	*ret_version = c->version = c->x.version + 1;
	return c->other ? moved_mark_put(c->db, c->a, c->now, &c->x, c->to, to->said, c->who->account) : OK;
}

/* The file must be one that the new agenda's organisation may hold appointments of. */
static enum err same_house(struct changing *c, const struct granted *g)
{
	struct patient_contact_row p;

	TRY(patient_contact(c->db, c->a, c->x.patient, &p));
	return g->agenda.tree_lo >= p.tree_lo && g->agenda.tree_lo < p.tree_hi ? OK : E_NOTFOUND;
}

/* The act tells the new place alone: the figures of the old one learn it here. */
static enum err left(struct changing *c, struct organization_id old)
{
	const struct zone *z;

	if (old.v == c->x.organization.v)
		return OK;
	TRY(zone_get(c->x.zone, &z));
	return figures_touch(c->db, c->a, old, zone_local(z, c->x.booked_at).day);
}

/* What became of the old time is counted by day of the visit: once for each time that was left. */
static enum err time_left(struct changing *c, const struct appointment *old, const struct move_ask *to)
{
	if (to->of_house || !old->schedule.v || old->overbooked || old->start_at.v <= c->now.v)
		return OK;
	return appointment_left_add(c->db, c->a, old->organization, old->id, old->schedule, old->day, old->start_min, old->seat, c->now);
}

/* The appointment as it now is, told, with both days counted anew. */
static enum err moved(struct changing *c, const struct wanted *w, const struct granted *g, const struct move_ask *to)
{
	const struct appointment old = c->x;

	TRY(refresh(c));
	c->x.organization = g->agenda.organization;
	c->x.schedule = w->schedule;
	c->x.day = w->day;
	c->x.start_min = w->start_min;
	c->x.zone = g->agenda.zone_name;
	c->x.start_at = g->start_at;
	c->x.beside = (int32_t)g->uses.n;
	c->x.agenda_needed = g->needed;
	TRY(linked(c));
	if (old.schedule.v != w->schedule.v || old.day.n != w->day.n || c->linked.n > 1)
		TRY(refresh(c));
	c->capacity = g->capacity;
	TRY(tell_act(c, ACT_MOVE, !w->overbook && to->offered ? WHY_OFFER : WHY_UNSAID, w->overbook ? c->why : STR_NONE));
	TRY(left(c, old.organization));
	/* What was not sent yet may carry the only link: it goes only when the new notice has
	 * one. */
	if (c->who->token.n)
		TRY(message_drop(c->db, c->a, c->now, c->x.id.v));
	/* Only what it takes beside the agenda has changed: the person has nothing to learn. */
	if (old.schedule.v == w->schedule.v && old.day.n == w->day.n && old.start_min == w->start_min)
		return OK;
	TRY(time_left(c, &old, to));
	TRY(freed(c, &old, "moved"));
	c->of_house = to->of_house;
	return tell_person(c, c->other ? NOTICE_MOVED_OTHER : NOTICE_MOVED);
}

/* Who books for others keeps to what the establishment allows, also in another agenda. */
static enum err admit_booker(struct changing *c, const struct wanted *w, const struct granted *g)
{
	struct booker_ask ask = { .tree_lo = g->agenda.tree_lo, .account = c->who->account, .role = c->who->role,
		.schedule = { w->schedule.v == c->x.schedule.v ? 0 : w->schedule.v }, .service = w->service,
		.patient = c->x.patient, .phone = c->x.phone, .acting = c->who->acting };
	struct booker_granted granted;
	enum booker_kind kind;

	return booker_kind_of(ask.role, &kind) ? booker_admit(c->db, c->a, c->now, &ask, true, &granted) : OK;
}

enum err appointment_move(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who,
	const struct move_ask *to, int64_t *ret_version)
{
	struct changing c;
	struct wanted w;
	struct slot_rule rule;
	struct granted g = { 0 };
	struct hold hold = { 0 };

	TRY(begin(&c, db, a, now, who));
	if (!status_open(c.x.status) || !c.x.schedule.v || c.x.history || c.x.gathering.v)
		return E_CONFLICT;
	if (as_public(who->citizen, who->channel) && !appointment_may_move(&c.x, now))
		return E_DENIED;
	TRY(target(&c, to, &w, &rule, &hold));
	if (w.service.v != c.x.service.v)
		return E_INPUT;
	TRY(linked(&c));
	TRY(slot_prepare(db, a, &w, &g));
	TRY(days_lock_two(db, a, now, c.linked, c.x.day, g.locked, w.day));
	TRY(slot_check(db, a, now, &w, &g));
	TRY(same_house(&c, &g));
	TRY(admit_booker(&c, &w, &g));
	TRY(put_time(&c, &w, &g, to, ret_version));
	if (hold.id.v)
		TRY(hold_delete(db, a, hold.id));
	if (hold.id.v)
		TRY(hold_accepted(db, a, now, &hold, g.agenda.zone_name, role_or_public(who->role), channel_code(who->channel)));
	if (hold.beside)
		TRY(beside_drop(db, a, hold.id.v));
	if (g.uses.n || c.x.beside)
		TRY(beside_take(db, a, c.x.id.v, &w, &g, false));
	return moved(&c, &w, &g, to);
}

enum err seat_moved(struct db *db, struct arena *a, struct instant now, struct appointment_id id,
	const struct change_ask *by)
{
	struct change_ask who = *by;
	struct changing c;

	who.id = id;
	who.version = -1;
	TRY(begin(&c, db, a, now, &who));
	TRY(tell_act(&c, ACT_MOVE, WHY_GATHERING, STR_NONE));
	c.of_house = true;
	return tell_person(&c, NOTICE_MOVED);
}

/* ---- recording ---- */

static bool step_allowed(const struct changing *c, enum status to, bool today)
{
	enum status from = c->x.status;

	if (to != ST_BOOKED && to != ST_ARRIVED && to != ST_CHECKED_IN && to != ST_FULFILLED
		&& to != ST_NOSHOW)
		return false;
	if (to == ST_NOSHOW && c->x.start_at.v > c->now.v)
		return false;
	if (status_open(from))
		return true;
	if (from != ST_FULFILLED && from != ST_NOSHOW)
		return false;
	return to == ST_FULFILLED || to == ST_NOSHOW || today;
}

/* What was recorded, or that it was taken back: the log would else say for ever that somebody came who did not. */
static enum err tell_recorded(const struct changing *c, enum status to)
{
	if (to == ST_FULFILLED || to == ST_NOSHOW)
		return tell_act(c, to == ST_FULFILLED ? ACT_ATTEND : ACT_MISS, WHY_UNSAID, STR_NONE);
	if (c->x.status == ST_FULFILLED || c->x.status == ST_NOSHOW)
		return tell_act(c, c->x.status == ST_FULFILLED ? ACT_ATTEND : ACT_MISS, WHY_UNDONE, STR_NONE);
	return OK;
}

enum err appointment_set_status(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who,
	enum status to, int64_t *ret_version)
{
	struct changing c;
	const struct zone *z;

	TRY(begin(&c, db, a, now, who));
	TRY(zone_get(c.x.zone, &z));
	struct day today = zone_local(z, now).day;

	if (c.x.status == to) {
		*ret_version = c.x.version;
		return OK;
	}
	if (c.x.history || (c.x.day.n > today.n && to != ST_BOOKED))
		return E_INPUT;
	if (!step_allowed(&c, to, today.n == c.x.day.n))
		return E_INPUT;
	TRY(put_state(&c, to, STR_NONE, STR_NONE, ret_version));
	TRY(effect_recorded(db, a, c.x.organization, c.x.day, today));
	if (c.x.status == ST_NOSHOW)
		TRY(missed_unmarked(db, a, now, &c.x));
	if (to == ST_NOSHOW)
		TRY(missed_marked(db, a, now, &c.x));
	return tell_recorded(&c, to);
}

enum err appointment_set_note(struct db *db, struct arena *a, struct instant now,
	const struct change_ask *who,
	struct str note, int64_t *ret_version)
{
	struct changing c;
	int64_t n;

	TRY(begin(&c, db, a, now, who));
	TRY(appointment_put_note(db, a, note, now, c.x.id, c.x.version, &n));
	if (!n)
		return E_CONFLICT;
	*ret_version = c.x.version + 1;
	return OK;
}

enum err appointment_new_token(struct db *db, struct arena *a, struct instant now,
	struct appointment_id id, struct str *ret_token)
{
	char token[22];
	int64_t n;

	(void)now;
	random_token(token);
	struct str t = arena_str(a, (struct str){ token, sizeof(token) });

	TRY(appointment_put_token(db, a, token_hash(a, t), id, &n));
	if (!n)
		return E_NOTFOUND;
	*ret_token = t;
	return OK;
}
