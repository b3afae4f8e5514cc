/*
 * Seats and waiting places of gatherings. The counter is raised first, by a statement that does
 * nothing when no place is left; then the row is written with the smallest free number. Numbers of
 * seats begin where those of ordinary times end, so the unique index keeps both apart.
 */
#include "areas/appointments/seats.h"

#include "appointments_q.h"
#include "areas/appointments/internal.h"
#include "areas/patients/patients.h"
#include "base/random.h"
#include "codes/codes.h"
#include "crypto/crypto.h"

enum { SEATS_FROM = 1000, WAITING_FROM = 100000 };

/* The smallest number from `from` on that no seat of that time has. */
static enum err free_number(struct db *db, struct arena *a, const struct gathering *g, int32_t from, int32_t *ret)
{
	struct seats_taken_rows rows;
	int32_t n = from;

	TRY(seats_taken(db, a, g->schedule, g->day, g->start_min, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].seat == n)
			n++;
	*ret = n;
	return OK;
}

/* May this person ask for it now? */
static enum err may_take(struct db *db, struct arena *a, struct instant now, const struct book_ask *ask,
	const struct gathering *g, const struct service *s)
{
	struct gathering_has_row has;
	int64_t end = g->start_at.v + 60 * (int64_t)g->duration_min;

	if (g->cancelled || (ask->citizen ? g->start_at.v - 60 * (int64_t)s->lead_min : end) <= now.v)
		return E_CONFLICT;
	if (ask->citizen && (!g->online || !s->online || !s->active))
		return E_NOTFOUND;
	TRY(gathering_has(db, a, g->id, ask->patient, g->series.v ? g->series.v : -1,
		(struct day){ (int32_t)(now.v / 86400) - 1 }, now, &has));
	if (has.in_it)
		return E_INPUT;
	return ask->citizen && has.in_series ? E_LIMIT : OK;
}

/* Relatives who stay together have seats when there is one for each who is still to come, else all of them wait. */
static enum err room_for_all(struct db *db, struct arena *a, const struct book_ask *ask, const struct gathering *g, bool *ret)
{
	struct party_count_row now;
	struct party p;

	*ret = true;
	if (!ask->party.v)
		return OK;
	TRY(party_get(db, a, ask->party, &p));
	if (!p.people)
		return OK;
	TRY(party_count(db, a, p.id, &now));
	*ret = !now.waiting && g->capacity - g->taken >= p.people - now.seated;
	return OK;
}

/* Seats without names: a `hold` that stays until they are named or given back, all in one chain. */
static enum err tell_unnamed(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	const struct party *p, enum entry_act what, int32_t seats, const char *channel, struct str role, enum entry_reason why)
{
	struct act x = { .organization = g->organization.v, .act = what, .channel = channel, .role = role_or_public(role),
		.schedule = g->schedule.v, .service = g->service.v, .day = g->day, .start_min = g->start_min,
		.minutes = g->duration_min, .zone = g->zone, .capacity = seats, .reason = why, .chain = p->id.v, .salt = p->salt,
		.holder = p->salt.n ? act_holder(a, p->salt, p->reference) : STR_NONE };

	return act(db, a, now, &x);
}

/* One of them has a name now: what follows is that person's, in a chain of its own. */
static enum err name_seat(struct db *db, struct arena *a, struct instant now, const struct book_ask *ask, const struct gathering *g)
{
	struct party p;
	int64_t n;

	TRY(party_unname(db, a, 1, ask->party, &n));
	if (!n)
		return E_CONFLICT;
	TRY(party_get(db, a, ask->party, &p));
	return tell_unnamed(db, a, now, g, &p, ACT_RELEASE, 1, channel_code(ask->channel), ask->role, WHY_NAMED);
}

/* A seat, one of those that the party keeps without names, or a waiting place. */
static enum err take_place(struct db *db, struct arena *a, struct instant now, const struct book_ask *ask,
	const struct gathering *g, bool *ret_waits)
{
	int64_t n = 0;
	bool room;

	*ret_waits = false;
	if (ask->named)
		return name_seat(db, a, now, ask, g);
	TRY(room_for_all(db, a, ask, g, &room));
	if (room)
		TRY(gathering_take_seats(db, a, 1, g->id, &n));
	if (n)
		return OK;
	if (!ask->may_wait)
		return E_CONFLICT;
	*ret_waits = true;
	TRY(gathering_take_waiting(db, a, g->id, &n));
	return n ? OK : E_CONFLICT;
}

enum err seat_take(struct db *db, struct arena *a, struct instant now, const struct book_ask *ask,
	struct wanted *w, struct granted *ret, struct seat_grant *s)
{
	TRY(gathering_get(db, a, ask->gathering, &s->g));
	TRY(day_lock(db, a, s->g.day, now, s->g.schedule));
	TRY(gathering_get(db, a, ask->gathering, &s->g));
	TRY(service_get(db, a, s->g.service, &ret->service));
	TRY(may_take(db, a, now, ask, &s->g, &ret->service));
	TRY(take_place(db, a, now, ask, &s->g, &s->waits));
	TRY(free_number(db, a, &s->g, s->waits ? WAITING_FROM : SEATS_FROM, &s->seat));
	w->schedule = s->g.schedule;
	w->service = s->g.service;
	w->day = s->g.day;
	w->start_min = s->g.start_min;
	ret->service.name = s->g.title;
	ret->service.same_practitioner = false;
	ret->start_at = s->g.start_at;
	ret->capacity = s->g.capacity;
	ret->rule = (struct slot_rule){ .duration = s->g.duration_min, .step = 1 };
	ret->agenda = (struct agenda){ .schedule = w->schedule, .organization = s->g.organization,
		.tree_lo = s->g.tree_lo, .zone_name = s->g.zone, .active = true };
	return zone_get(s->g.zone, &ret->agenda.zone);
}

enum err seat_place(struct db *db, struct arena *a, const struct seat_grant *s, int64_t *ret_location,
	struct str *ret_fr, struct str *ret_ar, struct opt_int *ret_practitioner)
{
	struct leaders who;

	TRY(gathering_leaders(db, a, s->g.id, &who));
	*ret_location = s->g.location.v;
	*ret_fr = s->g.location_name.v[LANG_FR];
	*ret_ar = s->g.location_name.v[LANG_AR];
	if (who.n)
		*ret_practitioner = (struct opt_int){ true, who.v[0].id.v };
	return OK;
}

/* ---- moving up ---- */

static enum err act_seat(struct db *db, struct arena *a, struct instant now, const struct appointment *x)
{
	struct act t = { .organization = x->organization.v, .act = ACT_BOOK, .channel = channel_code(x->channel),
		.role = S("system"), .schedule = x->schedule.v, .service = x->service.v, .day = x->day,
		.start_min = x->start_min, .minutes = x->duration_min, .zone = x->zone, .reason = WHY_WAITING,
		.chain = x->id.v, .holder = act_holder(a, x->salt, x->reference), .salt = x->salt };

	return act(db, a, now, &t);
}

static enum err tell_seat(struct db *db, struct arena *a, struct instant now, const struct appointment *x)
{
	struct tell n = { .kind = NOTICE_SEAT, .patient = x->patient, .id = x->id, .organization = x->organization,
		.schedule = x->schedule, .start = { x->day, x->start_min }, .start_at = x->start_at,
		.reference = x->reference, .discreet = x->sensitive, .place_kind = x->place_kind,
		.version = x->version + 1, .minutes = x->duration_min, .not_here = true };

	return notice_tell(db, a, now, &n);
}

static enum err move_up(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	struct appointment_id id, bool tell)
{
	struct appointment x;
	int32_t seat;
	int64_t n;

	TRY(gathering_move_up(db, a, g->id, &n));
	if (!n)
		return E_CONFLICT;
	TRY(appointment_load(db, a, id, &x));
	TRY(free_number(db, a, g, SEATS_FROM, &seat));
	TRY(gathering_seat_up(db, a, seat, now, id, &n));
	if (!n)
		return E_CONFLICT;
	TRY(act_seat(db, a, now, &x));
	return tell ? tell_seat(db, a, now, &x) : OK;
}

static bool same_booking(const struct gathering_queue_row *x, const struct gathering_queue_row *y)
{
	return x->id.v == y->id.v || (x->as_one && x->party.v == y->party.v);
}

/* All who go in with the i-th: it alone, or its party, who are told once. 0: too many for the seats, or looked at before. */
static enum err move_up_together(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	const struct gathering_queue_rows *q, size_t i, int32_t left, int32_t *ret)
{
	int32_t n = 0;

	*ret = 0;
	for (size_t k = 0; k < q->n; k++) {
		if (k < i && same_booking(&q->v[i], &q->v[k]))
			return OK;
		n += same_booking(&q->v[i], &q->v[k]);
	}
	if (n > left)
		return OK;
	for (size_t k = i; k < q->n; k++)
		if (same_booking(&q->v[i], &q->v[k]))
			TRY(move_up(db, a, now, g, q->v[k].id, n == 1));
	*ret = n;
	return n > 1 ? party_tell(db, a, now, q->v[i].party, PARTY_SEATED, STR_NONE) : OK;
}

enum err seats_move_up(struct db *db, struct arena *a, struct instant now, struct gathering_id id)
{
	struct gathering_queue_rows q;
	struct gathering g;
	int32_t left, n;

	TRY(gathering_get(db, a, id, &g));
	left = g.capacity - g.taken;
	if (left <= 0 || !g.waiting || g.cancelled || g.start_at.v <= now.v)
		return OK;
	TRY(gathering_queue(db, a, id, &q));
	for (size_t i = 0; i < q.n && left > 0; i++) {
		TRY(move_up_together(db, a, now, &g, &q, i, left, &n));
		left -= n;
	}
	return OK;
}

/* Who gives up a waiting place may leave relatives who are now few enough. */
enum err seat_left(struct db *db, struct arena *a, struct instant now, const struct appointment *x, bool waited,
	bool more)
{
	int64_t n;

	TRY(waited ? gathering_give_waiting(db, a, x->gathering, &n) : gathering_give_seats(db, a, 1, x->gathering, &n));
	return more ? OK : seats_move_up(db, a, now, x->gathering);
}

/* ---- parties ---- */

#define PARTY_OF(r) ((struct party){ .id = (r).id, .organization = (r).organization, .gathering = (r).gathering, \
	.name = (r).name, .contact = (r).contact, .phone = (r).phone, .email = (r).email, .lang = (r).lang, .unnamed = (r).unnamed, \
	.people = (r).people, .made_at = (r).made_at, .version = (r).version, \
	.salt = (r).salt, .reference = (r).reference })

enum err party_get(struct db *db, struct arena *a, struct party_id id, struct party *ret)
{
	struct party_row_row r;

	TRY(party_row(db, a, id, &r));
	*ret = PARTY_OF(r);
	return OK;
}

enum err party_has_seats(struct db *db, struct arena *a, struct instant now, const struct gathering *g, struct str phone,
	bool *ret, int64_t *ret_ahead)
{
	struct party_of_phone_row r;

	/* the phone is counted before its seats are written: one at a time */
	TRY(patient_phone_gate(db, a, g->organization, phone));
	TRY(party_of_phone(db, a, g->id, phone, g->organization, (struct day){ (int32_t)(now.v / 86400) - 1 }, now, &r));
	*ret = r.here > 0;
	*ret_ahead = r.ahead;
	return OK;
}

enum err party_by_token(struct db *db, struct arena *a, struct str token, struct party *ret)
{
	struct party_of_token_row r;

	TRY(party_of_token(db, a, token_hash(a, token), &r));
	return party_get(db, a, r.id, ret);
}

enum err party_list(struct db *db, struct arena *a, struct gathering_id gathering, struct parties *ret)
{
	struct party_rows_rows rows;

	TRY(party_rows(db, a, gathering, &rows));
	struct parties out = { ARENA_ARRAY(a, struct party, rows.n + 1), rows.n };

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = PARTY_OF(rows.v[i]);
	*ret = out;
	return OK;
}

enum err party_add(struct db *db, struct arena *a, struct instant now, const struct party_ask *ask,
	struct party_id *ret, struct str *ret_token)
{
	const bool kept = ask->gathering.v && ask->seats > 0;
	struct party p = { .id = { random_id(now) }, .salt = kept ? random_base64(a, SALT_BYTES) : S(""), .reference = S("") };
	char token[22], reference[REFERENCE_LEN];
	struct gathering g;
	int64_t n = 1;

	reference_make(reference);
	if (kept)
		p.reference = arena_str(a, (struct str){ reference, sizeof(reference) });
	if (ask->gathering.v) {
		TRY(gathering_get(db, a, ask->gathering, &g));
		TRY(day_lock(db, a, g.day, now, g.schedule));
		if (ask->seats > 0)
			TRY(gathering_take_seats(db, a, ask->seats, g.id, &n));
		if (!n)
			return E_CONFLICT;
		if (kept)
			TRY(tell_unnamed(db, a, now, &g, &p, ACT_HOLD, ask->seats, ask->channel, ask->role, WHY_PARTY));
	}
	random_token(token);
	*ret_token = arena_str(a, (struct str){ token, sizeof(token) });
	*ret = p.id;
	return party_put(db, a, p.id, ask->organization, ask->gathering, ask->name, ask->contact, ask->phone, ask->email, ask->lang,
		token_hash(a, *ret_token), ask->seats, ask->people, str_of(ask->channel),
		(struct opt_int){ ask->made_by > 0, ask->made_by }, now, p.salt, p.reference);
}

enum err party_give_back(struct db *db, struct arena *a, struct instant now, const struct party *p, int32_t seats,
	const struct change_ask *by)
{
	struct gathering g;
	int64_t n;

	if (seats <= 0 || !p->gathering.v)
		return OK;
	TRY(gathering_get(db, a, p->gathering, &g));
	TRY(day_lock(db, a, g.day, now, g.schedule));
	TRY(party_unname(db, a, seats, p->id, &n));
	if (!n)
		return E_CONFLICT;
	TRY(gathering_give_seats(db, a, seats, g.id, &n));
	TRY(tell_unnamed(db, a, now, &g, p, ACT_RELEASE, seats, channel_code(by->channel), by->role, WHY_PARTY));
	return seats_move_up(db, a, now, g.id);
}

enum err party_moved(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	const struct party *p, const struct change_ask *by)
{
	struct notice n = { .kind = NOTICE_PARTY_MOVED, .start = { g->day, g->start_min }, .start_at = g->start_at };

	if (!p->unnamed)
		return OK;
	TRY(tell_unnamed(db, a, now, g, p, ACT_MOVE, p->unnamed, channel_code(by->channel), by->role, WHY_PARTY));
	return !by->silent && (p->phone.n || p->email.n) ? party_notice(db, a, now, p, &n) : OK;
}

/* Seats without names end with the gathering; who spoke for them is told. */
enum err parties_end(struct db *db, struct arena *a, struct instant now, const struct gathering *g,
	const struct change_ask *by)
{
	struct parties all;
	int64_t n;

	TRY(party_list(db, a, g->id, &all));
	for (size_t i = 0; i < all.n; i++) {
		struct notice x = { .kind = NOTICE_PARTY_OFF, .start = { g->day, g->start_min }, .start_at = g->start_at };
		const struct party *p = &all.v[i];

		if (!p->unnamed)
			continue;
		TRY(party_unname(db, a, p->unnamed, p->id, &n));
		TRY(gathering_give_seats(db, a, p->unnamed, g->id, &n));
		TRY(tell_unnamed(db, a, now, g, p, ACT_RELEASE, p->unnamed, channel_code(by->channel), by->role, WHY_PARTY));
		if (!by->silent && (p->phone.n || p->email.n))
			TRY(party_notice(db, a, now, p, &x));
	}
	return OK;
}

enum err parties_forget(struct db *db, struct arena *a, struct instant before, int64_t *ret)
{
	return party_forget(db, a, before, ret);
}
