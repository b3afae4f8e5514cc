/* Draws of one's own house: the list, announcing one, its beacon, giving it up, and who is to be called. */
#include "areas/draws/pages.h"

#include "areas/organizations/organizations.h"
#include "draws_t.h"

enum { LISTED = 100, STUCK_MAX = 60 };

static bool is_head(const struct rq *rq)
{
	return ((1u << rq->who.role) & DRAW_HEADS) != 0;
}

static enum err own_house(struct rq *rq, struct draw_house *ret)
{
	return draw_house(rq->db, rq->a, (struct organization_id){ rq->who.organization }, ret);
}

enum err draws_count(struct rq *rq, int64_t *ret)
{
	struct draws_for_value_row r;
	struct draw_house h;

	TRY(own_house(rq, &h));
	TRY(draws_for_value(rq->db, rq->a, h.id, rq->now, &r));
	*ret = r.n;
	return OK;
}

enum err draws_desk(struct rq *rq)
{
	struct desk_list p = { .step = rq->who.place, .head = is_head(rq) };
	struct draws_of_house_rows rows;
	struct draw_house h;

	TRY(own_house(rq, &h));
	TRY(draws_of_house(rq->db, rq->a, h.id, LISTED, &rows));
	p.lines = (struct draw_lines){ ARENA_ARRAY(rq->a, struct draw_line, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct draws_of_house_row *r = &rows.v[i];
		const struct zone *z;
		struct service s;

		TRY(zone_get(r->zone, &z));
		TRY(service_get(rq->db, rq->a, r->service, &s));
		p.lines.v[i] = (struct draw_line){ .id = r->id, .type = s.name.v[rq->lang], .opens = zone_local(z, r->opens_at),
			.closes = zone_local(z, r->closes_at), .times = r->times,
			.state = draw_state_said(r->state, r->opens_at, r->closes_at, rq->now),
			.value = rq->now.v >= r->closes_at.v && r->beacon.n && !r->beacon_value.n && !str_eq(r->state, S("ended")) };
	}
	t_draws_desk_list(rq_page(rq, 200), &p);
	return OK;
}

/* ---- announcing ---- */

struct new_input {
	struct service_id type;
	struct schedule_id agenda;
	struct day from, to, opens, closes;
	int32_t opens_at, closes_at, beacon;
	struct day beacon_day;
};
static const struct field new_fields[] = {
	FIELD(new_input, type, F_ID, struct service_id, .required = true, .missing = N_("Choose a type")),
	FIELD(new_input, agenda, F_ID, struct schedule_id, .required = true, .missing = N_("Choose an agenda")),
	FIELD(new_input, from, F_DAY, struct day, .required = true),
	FIELD(new_input, to, F_DAY, struct day, .required = true),
	FIELD(new_input, opens, F_DAY, struct day, .required = true),
	FIELD(new_input, opens_at, F_MIN, int32_t, .required = true),
	FIELD(new_input, closes, F_DAY, struct day, .required = true),
	FIELD(new_input, closes_at, F_MIN, int32_t, .required = true),
	FIELD(new_input, beacon, F_CHOICE, int32_t, .choices = beacon_codes),
	FIELD(new_input, beacon_day, F_DAY, struct day),
};
const struct form draw_new_form = FORM(new_input, new_fields);

static enum err choices(struct rq *rq, const struct draw_house *h, struct new_page *p)
{
	struct schedules agendas;
	struct services types;

	TRY(service_list(rq->db, rq->a, h->id, &types));
	TRY(schedule_list(rq->db, rq->a, h->id, &agendas));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &agendas));
	p->types.v = ARENA_ARRAY(rq->a, struct draw_choice, types.n + 1);
	p->agendas.v = ARENA_ARRAY(rq->a, struct draw_choice, agendas.n + 1);
	for (size_t i = 0; i < types.n; i++)
		if (draw_type_ok(&types.v[i]))
			p->types.v[p->types.n++] = (struct draw_choice){ arena_fmt(rq->a, "%lld", (long long)types.v[i].id.v).p,
				types.v[i].name.v[rq->lang] };
	for (size_t i = 0; i < agendas.n; i++)
		if (agendas.v[i].active)
			p->agendas.v[p->agendas.n++] = (struct draw_choice){ arena_fmt(rq->a, "%lld", (long long)agendas.v[i].id.v).p,
				agendas.v[i].name.v[rq->lang] };
	beacon_choices(rq, &p->beacons);
	return OK;
}

enum err draw_desk_new(struct rq *rq)
{
	struct new_page p = { .step = rq->who.place };
	struct draw_house h;

	TRY(own_house(rq, &h));
	TRY(choices(rq, &h, &p));
	t_draws_new(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &p);
	return OK;
}

static bool among(struct arena *a, const struct draw_choices *all, int64_t id)
{
	struct str want = arena_fmt(a, "%lld", (long long)id);

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(str_of(all->v[i].value), want))
			return true;
	return false;
}

/* What is wrong with the dates, said beside the field that can mend it. */
static enum err dates(struct rq *rq, const struct new_input *in, const struct zone *z, const struct draw_ask *ask)
{
	const struct draw_window w = draw_window_of(z, rq->now, ask->opens, ask->closes);

	if (in->to.n < in->from.n)
		return rq_wrong(rq, "to", N_("The last day is before the first"));
	if (in->to.n - in->from.n > 92)
		return rq_wrong(rq, "to", N_("At most three months at once"));
	if (!draw_is_early(&w))
		return rq_wrong(rq, "opens", N_("Wishes can be given from a day after the announcement on, so that everybody can know of it"));
	if (!draw_is_long(&w))
		return rq_wrong(rq, "closes", N_("Wishes are taken for a day at least"));
	return OK;
}

/* As delivered a draw has one; of drand the round follows from the window, so nobody picks it. */
static enum err beacon_of(struct rq *rq, const struct new_input *in, struct draw_ask *ask)
{
	struct beacon b = { .kind = in->beacon < 0 ? BEACON_DRAND : (enum beacon_kind)in->beacon, .day = in->beacon_day };
	char text[BEACON_TEXT];

	if (b.kind == BEACON_NONE)
		return beacon_needed(rq) ? rq_wrong(rq, "beacon", N_("A draw needs a number from outside")) : OK;
	if (b.kind == BEACON_DRAND) {
		ask->beacon = draw_drand(rq->a, ask->closes);
		return OK;
	}
	if (!day_is(b.day) || b.day.n <= in->closes.n || b.day.n >= in->from.n)
		return rq_wrong(rq, "beacon_day", N_("Choose a day after the wishes are closed and before the first of the times"));
	size_t n = beacon_text(&b, text);

	ask->beacon = arena_str(rq->a, (struct str){ text, n });
	return OK;
}

enum err draw_desk_announce(struct rq *rq)
{
	const struct new_input *in = rq->form;
	struct draw_ask ask = { .schedule = in->agenda, .service = in->type, .from = in->from, .to = in->to,
		.account = rq->who.account, .role = str_of(role_code(rq->who.role)) };
	struct new_page p = { 0 };
	struct schedule agenda;
	struct draw_house h;
	const struct zone *z;
	struct draw_announced made;
	bool stays;
	enum err e;

	TRY(own_house(rq, &h));
	TRY(choices(rq, &h, &p));
	if (!among(rq->a, &p.types, in->type.v) || !among(rq->a, &p.agendas, in->agenda.v))
		return E_NOTFOUND;
	TRY(draw_type_stays(rq->db, rq->a, in->type, &stays));
	if (!stays)
		return rq_wrong(rq, "type", N_("From a day to come this type is discreet: it cannot be in a draw"));
	TRY(schedule_get(rq->db, rq->a, in->agenda, &agenda));
	TRY(zone_get(agenda.zone, &z));
	ask.opens = zone_instant(z, (struct local){ in->opens, in->opens_at });
	ask.closes = zone_instant(z, (struct local){ in->closes, in->closes_at });
	TRY(dates(rq, in, z, &ask));
	TRY(beacon_of(rq, in, &ask));
	e = draw_announce(rq->db, rq->a, rq->now, &ask, &made);
	if (e == E_NOTFOUND)
		return rq_wrong(rq, "from", N_("No time of this type is free in that agenda on these days"));
	if (e == E_INPUT)
		return rq_wrong(rq, "closes", N_("The window must end before the first of the times, and early enough to come"));
	if (e == E_DENIED)
		return rq_wrong(rq, "to", N_("So many of this agenda’s hours of a month may not be in draws: take fewer days"));
	if (e == E_LIMIT)
		return rq_problem(rq, N_("Too many draws of this house are open: wait until one is over."));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, h.id.v, h.id.v, S("draw")));
	return rq_redirect(rq, "/desk/draws/%lld", (long long)made.id.v);
}

/* ---- one ---- */

enum err draw_is_of_house(struct rq *rq, struct draw_id id, struct draw_row_row *ret)
{
	struct draw_house h;

	TRY(own_house(rq, &h));
	TRY(draw_row(rq->db, rq->a, id, ret));
	return ret->organization.v == h.id.v ? OK : E_NOTFOUND;
}

enum err draw_of_house(struct rq *rq, struct draw_row_row *ret)
{
	return draw_is_of_house(rq, (struct draw_id){ rq_id(rq, 0) }, ret);
}

static enum err stuck_lines(struct rq *rq, struct desk_page *p)
{
	struct draw_stuck_rows rows;

	TRY(draw_stuck(rq->db, rq->a, &rq->who.scope, p->v.d.id, STUCK_MAX, &rows));
	p->stuck.v = ARENA_ARRAY(rq->a, struct stuck_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct draw_stuck_row *r = &rows.v[i];

		if (!r->given.is || r->given.v > (int64_t)p->v.times.n)
			continue;
		TRY(wish_noted(rq, AUDIT_LIST, r->id, (struct patient_id){ 0 }, r->organization));
		p->stuck.v[p->stuck.n++] = (struct stuck_line){ r->id, r->name, r->phone, (int32_t)r->given.v, p->v.times.v[r->given.v - 1].start };
	}
	return p->stuck.n ? OK : rq_audit(rq, AUDIT_LIST, 0, p->v.d.organization.v);
}

enum err draw_desk(struct rq *rq)
{
	struct desk_page p = { .head = is_head(rq) };
	struct draw_wish_count_row n;
	struct draw_row_row d;
	struct page *pg;

	TRY(draw_of_house(rq, &d));
	TRY(draw_fill(rq, d.id, &p.v));
	TRY(draw_wish_count(rq->db, rq->a, d.id, &n));
	p.wishes = n.n;
	p.written = rq_raw(rq, "written").n > 0;
	TRY(stuck_lines(rq, &p));
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	pg->zone = p.v.zone;
	t_draws_desk_one(pg, &p);
	return OK;
}

struct beacon_input { struct str value; };
static const struct field beacon_fields[] = {
	FIELD(beacon_input, value, F_TEXT, struct str, .required = true, .max = 100, .missing = N_("Write the value that was announced")),
};
const struct form draw_beacon_form = FORM(beacon_input, beacon_fields);

static enum err done(struct rq *rq, const struct draw_row_row *d, enum err e)
{
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("The draw has gone on meanwhile: look at its page."));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, d->organization.v, d->organization.v, S("draw")));
	return rq_redirect(rq, "/desk/draws/%lld", (long long)d->id.v);
}

enum err draw_desk_beacon(struct rq *rq)
{
	const struct beacon_input *in = rq->form;
	struct draw_row_row d;

	enum err e;

	TRY(draw_of_house(rq, &d));
	e = draw_beacon(rq->db, rq->a, rq->now, d.id, in->value, str_of(role_code(rq->who.role)));
	if (e == E_INPUT)
		return rq_wrong(rq, "value", beacon_form(d.beacon));
	return done(rq, &d, e);
}

enum err draw_desk_cancel(struct rq *rq)
{
	struct draw_row_row d;

	TRY(draw_of_house(rq, &d));
	return done(rq, &d, draw_cancel(rq->db, rq->a, rq->now, d.id, str_of(role_code(rq->who.role))));
}
