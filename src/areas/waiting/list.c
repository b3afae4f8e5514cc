/* How a place runs its list; a request's acts; taking one off. See waiting.h and inside.h. */
#include "areas/waiting/inside.h"

#include "areas/organizations/organizations.h"
#include "jobs/jobs.h"

enum err waiting_rules_at(struct db *db, struct arena *a, int64_t tree_lo, struct waiting_rules *ret)
{
	struct waiting_rules r = { .least_min = 30 };
	int64_t daily, from, to;

	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_SHARE, &r.share));
	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_ANSWER, &r.answer_min));
	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_MESSAGES, &r.messages));
	TRY(organization_setting(db, a, tree_lo, SETTING_WAITING_DAILY, &daily));
	TRY(organization_setting(db, a, tree_lo, SETTING_MESSAGES_FROM, &from));
	TRY(organization_setting(db, a, tree_lo, SETTING_MESSAGES_TO, &to));
	const struct message_hours h = message_window((int32_t)from, (int32_t)to);

	r.quiet_from = h.to_min;
	r.quiet_to = h.from_min;
	r.daily = daily != 0;
	*ret = r;
	return OK;
}

/* What messages call the place: the house, never a department of it; empty when even that would tell too much. */
struct str waiting_said_place(struct arena *a, const struct waiting_chain_rows *chain)
{
	for (size_t i = 0; i < chain->n; i++)
		if (!str_eq(chain->v[i].kind, S("department")))
			return organization_in_text(a, chain->v[i].sms_name, chain->v[i].name_fr);
	return STR_NONE;
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
	l.sms_name = waiting_said_place(a, &rows);
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
	enum entry_act what, const struct waiting_slot *slot, const char *channel, struct str role, enum entry_reason reason)
{
	struct act x = { .organization = e->organization.v, .act = what, .channel = channel, .role = role.n ? role : S("public"),
		.service = e->service.v, .reason = reason, .chain = e->id.v, .class = e->class, .salt = e->salt,
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

/* ---- taking one off ---- */

enum err waiting_leave(struct db *db, struct arena *a, struct instant now, struct waiting_entry_id id,
	enum entry_reason why, const char *channel, struct str role)
{
	struct waiting_offer_open_of_row open;
	struct waiting_offer_row_row o;
	struct waiting_entry_row_row e;
	int64_t n;
	enum err has;

	TRY(waiting_entry_row(db, a, id, &e));
	if (!str_eq(e.state, S("waiting")) && !str_eq(e.state, S("offered")))
		return E_CONFLICT;
	TRY(waiting_entry_state(db, a, S("left"), str_of(entry_reason(why)), now, id, e.version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(waiting_act(db, a, now, &e, ACT_DELIST, NULL, channel, role, why));
	has = waiting_offer_open_of(db, a, id, &open);
	if (has != OK)
		return has == E_NOTFOUND ? OK : has;
	TRY(waiting_offer_row(db, a, open.id, &o));
	TRY(waiting_offer_close(db, a, S("withdrawn"), now, str_of(channel), (struct appointment_id){ 0 }, o.id, &n));
	return n ? waiting_pass_on(db, a, now, &o) : E_CONFLICT;
}

enum err waiting_take_back(struct db *db, struct arena *a, struct instant now, struct waiting_entry_id id,
	int64_t account, struct str role)
{
	struct waiting_again_others_row others;
	struct waiting_entry_row_row e;
	enum err left;

	TRY(waiting_entry_row(db, a, id, &e));
	TRY(waiting_entry_back(db, a, true, id));
	TRY(waiting_again_others(db, a, id, account, &others));
	if (others.n || str_eq(e.left_why, S("again")))
		return OK;
	left = waiting_leave(db, a, now, id, WHY_DESK, "health-centre", role);
	return left == E_CONFLICT ? OK : left;
}
