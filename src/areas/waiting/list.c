/* Requests: written down, taken off; and how a place runs its list. See waiting.h and inside.h. */
#include "areas/waiting/inside.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "codes/codes.h"
#include "crypto/crypto.h"

enum err waiting_rules_at(struct db *db, struct arena *a, int64_t tree_lo, struct waiting_rules *ret)
{
	struct waiting_rules r = { .least_min = 30 };
	int64_t daily;

	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_SHARE, &r.share));
	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_ANSWER, &r.answer_min));
	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_MESSAGES, &r.messages));
	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_DAILY, &daily));
	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_QUIET_FROM, &r.quiet_from));
	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_QUIET_TO, &r.quiet_to));
	r.daily = daily != 0;
	*ret = r;
	return OK;
}

enum err waiting_place_at(struct db *db, struct arena *a, struct instant now, struct organization_id o,
	struct waiting_place *ret)
{
	struct waiting_place l = { .db = db, .a = a, .now = now, .organization = o };
	struct waiting_chain_rows rows;

	TRY(waiting_chain(db, a, o, &rows));
	if (!rows.n)
		return E_NOTFOUND;
	for (size_t i = 0; i < rows.n; i++) {
		const struct waiting_chain_row *r = &rows.v[i];

		l.chain[l.n++] = r->id;
		if (!l.keeper.v && !str_eq(r->kind, S("department")))
			l.keeper = r->id;
	}
	l.tree_lo = rows.v[0].tree_lo;
	l.sms_name = rows.v[0].sms_name.n ? rows.v[0].sms_name : rows.v[0].name_fr;
	TRY(zone_get(rows.v[0].zone, &l.zone));
	l.here = zone_local(l.zone, now);
	TRY(waiting_rules_at(db, a, l.tree_lo, &l.rules));
	*ret = l;
	return OK;
}

struct waiting_slot waiting_slot_of(const struct waiting_offer_row_row *o)
{
	return (struct waiting_slot){ o->schedule, o->service, o->day, o->start_min, o->duration_min, o->zone };
}

enum err waiting_act(struct db *db, struct arena *a, struct instant now, const struct waiting_entry_row_row *e,
	const char *what, const struct waiting_slot *slot, const char *channel, struct str role, struct str reason)
{
	struct act x = { .organization = e->organization.v, .act = what, .channel = channel, .role = role.n ? role : S("public"),
		.service = e->service.v, .reason = reason, .chain = e->id.v, .class = e->class,
		.holder = e->salt.n ? act_holder(a, e->salt, e->reference) : STR_NONE };
	struct waiting_chain_rows rows;
	const struct zone *z;

	if (slot) {
		x.schedule = slot->schedule.v;
		x.service = slot->service.v;
		x.day = slot->day;
		x.start_min = slot->start_min;
		x.minutes = slot->minutes;
		x.zone = slot->zone;
		return act(db, a, now, &x);
	}
	/* about no time: when it was done, in the place's own time */
	TRY(waiting_chain(db, a, e->organization, &rows));
	if (!rows.n)
		return E_NOTFOUND;
	TRY(zone_get(rows.v[0].zone, &z));
	x.zone = rows.v[0].zone;
	x.day = zone_local(z, now).day;
	x.start_min = zone_local(z, now).min;
	return act(db, a, now, &x);
}

/* ---- writing one down ---- */

static struct str visitor_of(struct arena *a, const struct waiting_ask *ask)
{
	return ask->visitor.n ? token_hash(a, ask->visitor) : STR_NONE;
}

static enum err already(struct db *db, struct arena *a, const struct waiting_ask *ask, struct waiting_entry_id *ret)
{
	const struct organization_id org = { ask->organization };
	struct waiting_entry_of_row of;
	struct waiting_entry_again_row again;

	if (ask->appointment.v) {
		TRY(waiting_entry_of(db, a, ask->appointment, &of));
		*ret = of.id;
		return OK;
	}
	if (!ask->phone.n || (!ask->account && !ask->visitor.n))
		return E_NOTFOUND;
	TRY(waiting_entry_again(db, a, org, ask->specialty, ask->phone,
		day_is(ask->birth_day) ? ask->birth_day : (struct day){ 0 }, visitor_of(a, ask), ask->account != 0, &again));
	*ret = again.id;
	return OK;
}

static struct str fresh_token(struct arena *a)
{
	char token[22];

	random_token(token);
	return arena_str(a, (struct str){ token, sizeof(token) });
}

static enum err write_entry(struct db *db, struct arena *a, struct instant now, const struct waiting_ask *ask,
	const struct waiting_class *class, struct waiting_added *ret)
{
	const struct organization_id org = { ask->organization };
	struct waiting_entry_id id = { random_id(now) };
	unsigned char salt[16];
	char reference[REFERENCE_LEN];

	random_bytes(salt, sizeof(salt));
	reference_make(reference);
	TRY(waiting_entry_add(db, a, id, org, ask->specialty, ask->area, ask->name, ask->birth_day, ask->sex, ask->phone,
		ask->lang, now, ask->service, ask->practitioner, ask->other || !ask->practitioner.v,
		ask->days ? ask->days : DAYS_ALL, ask->parts ? ask->parts : WISH_MORNING | WISH_AFTERNOON,
		ask->from, ask->to, class->code, class->rank, str_of(channel_code(ask->channel)),
		(struct opt_int){ ask->account > 0, ask->account }, ask->patient, ask->appointment, token_hash(a, ret->token),
		(struct str){ reference, sizeof(reference) },
		base64_encode(a, (struct str){ (const char *)salt, sizeof(salt) }), visitor_of(a, ask)));
	ret->id = id;
	if (ask->account)
		TRY(waiting_note_add(db, a, (struct waiting_note_id){ random_id(now) }, org, id, now,
			(struct opt_int){ true, ask->account }, S("enlist"), class->code, ask->reason));
	return OK;
}

enum err waiting_add(struct db *db, struct arena *a, struct instant now, const struct waiting_ask *ask,
	struct waiting_added *ret)
{
	struct waiting_added r = { .token = fresh_token(a) };
	struct waiting_chain_rows chain;
	struct waiting_entry_row_row e;
	struct waiting_before_row before;
	struct waiting_open_with_phone_row open;
	struct waiting_class class;
	enum err found = already(db, a, ask, &r.id);

	if (found != OK && found != E_NOTFOUND)
		return found;
	r.again = found == OK;
	if (r.again && ask->account) {
		r.token = STR_NONE;
	} else if (r.again) {
		TRY(waiting_entry_token(db, a, token_hash(a, r.token), r.id));
	} else {
		TRY(waiting_open_with_phone(db, a, ask->phone, &open));
		if (!ask->account && open.n >= WAITING_PER_PHONE)
			return E_LIMIT;
		TRY(waiting_chain(db, a, (struct organization_id){ ask->organization }, &chain));
		TRY(waiting_class_of(db, a, chain.n ? chain.v[0].tree_lo : 0, ask->class.n ? ask->class : S("ordinary"), &class));
		if (class.rank != RANK_ORDINARY && !(class.roles & class_role_bit(ask->role)))
			return E_DENIED;
		TRY(write_entry(db, a, now, ask, &class, &r));
	}
	TRY(waiting_entry_row(db, a, r.id, &e));
	if (!r.again)
		TRY(waiting_act(db, a, now, &e, "enlist", NULL, channel_code(ask->channel), ask->role, STR_NONE));
	TRY(waiting_before(db, a, e.organization, e.specialty, e.rank, e.asked_at, e.id, &before));
	r.rank = before.n + 1;
	*ret = r;
	return OK;
}

/* ---- taking one off ---- */

enum err waiting_leave(struct db *db, struct arena *a, struct instant now, struct waiting_entry_id id,
	const char *why, const char *channel, struct str role)
{
	struct waiting_offer_open_of_row open;
	struct waiting_offer_row_row o;
	struct waiting_entry_row_row e;
	int64_t n;
	enum err has;

	TRY(waiting_entry_row(db, a, id, &e));
	if (!str_eq(e.state, S("waiting")) && !str_eq(e.state, S("offered")))
		return E_CONFLICT;
	TRY(waiting_entry_state(db, a, S("left"), str_of(why), now, id, e.version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(waiting_act(db, a, now, &e, "delist", NULL, channel, role, str_of(why)));
	has = waiting_offer_open_of(db, a, id, &open);
	if (has != OK)
		return has == E_NOTFOUND ? OK : has;
	TRY(waiting_offer_row(db, a, open.id, &o));
	TRY(waiting_offer_close(db, a, S("withdrawn"), now, str_of(channel), (struct appointment_id){ 0 }, o.id, &n));
	return n ? waiting_pass_on(db, a, now, &o) : E_CONFLICT;
}
