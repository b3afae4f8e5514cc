/*
 * Choosing a day and a time, a week at a time; taking the hold; and the page for who came second.
 */
#include "areas/booking/inside.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/rules/window.h"
#include "base/num.h"
#include "booking_t.h"
#include "organizations_q.h"

enum { NOON = 12 * 60, DAYS = 7, CROWDED_LOOK = 60 };

struct str slot_text(struct arena *a, struct slot_name n)
{
	char *p = ARENA_ARRAY(a, char, SLOT_TEXT_MAX);

	slot_text_print(n, p);
	return str_of(p);
}

enum err keeper_row(struct rq *rq, struct organization_id id, struct organization_get_row *ret)
{
	TRY(organization_get(rq->db, rq->a, id, ret));
	while (str_eq(ret->kind, S("department")) && ret->parent_id.v) {
		struct organization_get_row up;

		TRY(organization_get(rq->db, rq->a, ret->parent_id, &up));
		if (!str_eq(up.kind, S("establishment")) && !str_eq(up.kind, S("department")))
			break;
		*ret = up;
	}
	return OK;
}

enum err keeper_of(struct rq *rq, struct organization_id id, struct organization_id *ret)
{
	struct organization_get_row o;

	TRY(keeper_row(rq, id, &o));
	*ret = o.id;
	return OK;
}

/* --- a week --- */

static struct day monday_of(struct day d)
{
	return (struct day){ d.n - (day_weekday(d) - 1) };
}

static void put_time(struct arena *a, struct time_buttons *b, size_t cap, const struct slot_time *t, struct service_id s)
{
	struct slot_name n = { t->schedule.v, s.v, t->day, t->min };

	if (!b->v)
		b->v = ARENA_ARRAY(a, struct time_button, cap + 1);
	b->v[b->n++] = (struct time_button){ slot_text(a, n), t->min };
}

/* Monday to Friday always; Saturday and Sunday only when something is free on them. */
static void days_fill(struct rq *rq, const struct slot_times *free, struct day today, struct week_view *w)
{
	w->days.v = ARENA_ARRAY(rq->a, struct week_day, DAYS);
	w->days.n = 0;
	for (int i = 0; i < DAYS; i++) {
		struct week_day d = { .day = { w->monday.n + i } };

		d.past = d.day.n < today.n;
		for (size_t j = 0; j < free->n; j++) {
			const struct slot_time *t = &free->v[j];

			if (t->day.n == d.day.n)
				put_time(rq->a, t->min < NOON ? &d.am : &d.pm, free->n, t, w->service_id);
		}
		if (i >= 5 && !d.am.n && !d.pm.n)
			continue;
		w->last = d.day;
		w->days.v[w->days.n++] = d;
	}
}

/* Holidays and closures of the place, by name. */
static enum err closures(struct rq *rq, int64_t lo, struct week_view *w)
{
	struct calendar_days_rows rows;

	TRY(calendar_days(rq->db, rq->a, lo, w->monday, (struct day){ w->monday.n + DAYS }, &rows));
	for (size_t i = 0; i < w->days.n; i++)
		for (size_t j = 0; j < rows.n; j++) {
			const struct calendar_days_row *c = &rows.v[j];

			if (c->day.n != w->days.v[i].day.n)
				continue;
			w->days.v[i].closed = true;
			w->days.v[i].why = organization_name(rq->lang, c->name_fr, c->name_ar, c->name_en);
		}
	return OK;
}

static struct url week_url(struct arena *a, struct url base, struct day monday)
{
	char text[11];

	day_print(monday, text);
	return url_add(a, base, "week", arena_str(a, str_of(text)));
}

/* Links: the week before (unless it is past), the week after, and the next one with something. */
static enum err neighbours(struct rq *rq, const struct slot_ask *free, struct url base, struct day today, bool some,
	struct week_view *w)
{
	struct slot_ask next = *free;
	struct day d;
	enum err e;

	if (w->monday.n > monday_of(today).n)
		w->previous = week_url(rq->a, base, (struct day){ w->monday.n - DAYS });
	next.from.n = w->monday.n + DAYS;
	e = slot_next_day(rq->db, rq->a, rq->now, &next, &d);
	if (e == E_NOTFOUND) {
		w->none = !some && w->monday.n <= monday_of(today).n;
		return OK;
	}
	TRY(e);
	w->free_day = monday_of(d);
	w->next = week_url(rq->a, base, next.from);
	if (w->free_day.n != next.from.n)
		w->free = week_url(rq->a, base, w->free_day);
	return OK;
}

static enum err first_week(struct rq *rq, const struct slot_ask *free, struct day today, struct day asked, struct day *ret)
{
	struct slot_ask first = *free;
	struct day d;
	enum err e;

	if (day_is(asked)) {
		*ret = monday_of(asked.n < today.n ? today : asked);
		return OK;
	}
	first.from = today;
	e = slot_next_day(rq->db, rq->a, rq->now, &first, &d);
	*ret = monday_of(e == OK ? d : today);
	return e == E_NOTFOUND ? OK : e;
}

/* Doctors shown by name, and the other types of the speciality that citizens may choose here. */
static enum err choices(struct rq *rq, const struct week_ask *ask, const struct service *s, const struct slot_known *at,
	struct week_view *w)
{
	struct schedules all;
	struct offered_types types;

	TRY(schedule_list_for(rq->db, rq->a, ask->organization, ask->service, &all));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &all));
	w->doctors.v = ARENA_ARRAY(rq->a, struct schedule, all.n + 1);
	w->with = 0;
	for (size_t i = 0; i < all.n; i++) {
		if (!all.v[i].shown || !all.v[i].active)
			continue;
		w->doctors.v[w->doctors.n++] = all.v[i];
		if (all.v[i].id.v == ask->with.v)
			w->with = ask->with.v;
	}
	TRY(services_offered_in(rq->db, rq->a, s->specialty, at->lo, at->hi, &types));
	w->types.v = ARENA_ARRAY(rq->a, struct link_line, types.n + 1);
	for (size_t i = 0; i < types.n; i++) {
		const struct offered_type *t = &types.v[i];

		w->types.v[w->types.n++] = (struct link_line){
			url_fmt(rq->a, "/times/%.*s/%lld", STR_ARG(w->place_code), (long long)t->id.v),
			t->name.v[rq->lang], t->id.v == s->id.v };
	}
	return OK;
}

enum err week_fill(struct rq *rq, const struct week_ask *ask, struct week_view *ret)
{
	struct week_view w = { .service_id = ask->service, .kept_min = rq_setting(rq, "hold_minutes") };
	struct slot_ask free = { .service = ask->service, .organization = ask->organization,
		.days = DAYS, .citizen = true, .owner = ask->owner, .home = ask->zone };
	struct organization_get_row o;
	struct slot_times times;
	struct service s;
	const struct zone *z;
	struct day today;

	TRY(organization_get(rq->db, rq->a, ask->organization, &o));
	TRY(service_get(rq->db, rq->a, ask->service, &s));
	if (!s.online || !s.active || !o.active)
		return E_NOTFOUND;
	TRY(zone_get(o.zone, &z));
	const struct slot_known known = { &s, o.tree_lo, o.tree_hi, z };

	free.known = &known;
	today = zone_local(z, rq->now).day;
	w.earliest = window_of(z, rq->now, s.lead_min, s.horizon_min).from;
	w.service = s.name.v[rq->lang];
	w.referral = s.referral_required;
	w.place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	w.place_code = o.code;
	w.phone = o.phone;
	TRY(choices(rq, ask, &s, &known, &w));
	TRY(week_zones(rq, &s, ask, &w));
	free.home = w.zone;
	free.schedule.v = w.with;
	TRY(first_week(rq, &free, today, ask->from, &w.monday));
	free.from = w.monday;
	TRY(slot_list(rq->db, rq->a, rq->now, &free, &times));
	days_fill(rq, &times, today, &w);
	if (w.with)
		TRY(substitutions_of(rq->db, rq->a, free.schedule, w.monday, (struct day){ w.monday.n + DAYS - 1 },
			&w.stand_ins));
	TRY(closures(rq, o.tree_lo, &w));
	struct url base = ask->base;
	if (w.zone && !ask->zone_fixed)
		base = url_add(rq->a, base, "zone", arena_fmt(rq->a, "%lld", (long long)w.zone));
	if (w.with)
		base = url_add(rq->a, base, "with", arena_fmt(rq->a, "%lld", (long long)w.with));
	TRY(neighbours(rq, &free, base, today, times.n > 0, &w));
	w.path = ask->base.s;
	w.waiting = url_add(rq->a, url_add(rq->a, U("/waiting"), "s", s.specialty), "where", o.code);
	w.back = url_add(rq->a, url_add(rq->a, U("/search"), "s", s.specialty), "where", S("all"));
	w.back_text = lang_tr(rq->lang, "The other hospitals");
	*ret = w;
	return OK;
}

static struct day week_asked(const struct rq *rq)
{
	struct day d;

	return day_parse(rq_raw(rq, "week"), &d) == OK ? d : DAY_NONE;
}

enum err booking_times(struct rq *rq)
{
	struct week_ask ask = { .from = week_asked(rq), .zone = zone_asked(rq) };
	struct organization_by_code_row o;
	struct week_view w;

	TRY(organization_by_code(rq->db, rq->a, rq_param(rq, 0), &o));
	ask.organization = o.id;
	ask.service.v = rq_id(rq, 1);
	if (!ask.service.v)
		return E_NOTFOUND;
	if (rq_raw(rq, "with").n && num_parse(rq_raw(rq, "with"), 1, INT64_MAX, &ask.with.v) != OK)
		ask.with.v = 0;
	ask.base = url_fmt(rq->a, "/times/%.*s/%lld", STR_ARG(rq_param(rq, 0)), (long long)ask.service.v);
	TRY(week_fill(rq, &ask, &w));
	w.action = U("/hold");
	t_booking_times(rq_page(rq, 200), &w);
	return OK;
}

/* --- the hold --- */

struct slot_input { struct str slot; int64_t zone; };
static const struct field slot_fields[] = {
	FIELD(slot_input, slot, F_TEXT, struct str, .required = true, .max = SLOT_TEXT_MAX),
	FIELD(slot_input, zone, F_INT, int64_t, .max = INT64_MAX),
};
const struct form slot_form = FORM(slot_input, slot_fields);

int64_t slot_order(const struct slot_name *n)
{
	return (int64_t)((uint64_t)n->schedule * 400009u + (uint64_t)n->day.n) & INT64_MAX;
}

int64_t order_by_slot(const struct rq *rq)
{
	const struct slot_input *in = rq->form;
	struct slot_name n;

	if (!in || slot_text_parse(in->slot, &n) != OK)
		return 0;
	return slot_order(&n);
}

static enum err not_too_fast(struct rq *rq)
{
	return rq_limit(rq, "hold", rq_network(rq), (int)rq_setting(rq, "holds_per_network_minute"), 60);
}

/* E_CONFLICT: gone. E_LIMIT: this network keeps its share of that day. */
static enum err take(struct rq *rq, const struct slot_name *n, int64_t zone, struct hold *ret)
{
	const struct hold_ask ask = { .schedule = { n->schedule }, .service = { n->service }, .day = n->day,
		.start_min = n->min, .owner = rq->visitor, .citizen = true, .channel = CH_ONLINE, .role = S("public"),
		.seconds = 60 * (int32_t)rq_setting(rq, "hold_minutes"), .home = zone, .network = rq_network(rq) };

	TRY(share_left(rq, n, zone, 1));
	return hold_take(rq->db, rq->a, rq->now, &ask, ret);
}

enum err booking_hold(struct rq *rq)
{
	const struct slot_input *in = rq->form;
	struct slot_name n;
	struct hold h;
	int64_t made;
	enum err e;

	if (slot_text_parse(in->slot, &n) != OK)
		return E_INPUT;
	TRY(not_too_fast(rq));
	e = take(rq, &n, in->zone, &h);
	if (e == E_CONFLICT || e == E_LIMIT)
		return taken_page(rq, &n, (struct booking_draft_id){ 0 }, e == E_LIMIT ? CROWDED : TAKEN, in->zone);
	TRY(e);
	TRY(booking_draft_add(rq->db, rq->a, (struct booking_draft_id){ h.id.v }, h.organization.v, rq->visitor, h.id.v, h.schedule,
		h.service, h.day, h.start_min, str_of(lang_code(rq->lang)), rq->now, &made));
	if (h.home)
		TRY(booking_draft_zone(rq->db, rq->a, h.home, (struct booking_draft_id){ h.id.v }, rq->visitor, &made));
	return rq_redirect(rq, "/book/%lld", (long long)h.id.v);
}

/* Another time for the same answers: on to the code when they were given already. */
enum err booking_other_time(struct rq *rq)
{
	const struct slot_input *in = rq->form;
	struct choice_view c;
	struct slot_name n;
	struct hold h;
	int64_t changed;
	enum err e;

	TRY(choice_of(rq, &c));
	if (c.d.appointment_id.is)
		return draft_link_go(rq, "/a/", c.d.id.v, c.d.token);
	if (slot_text_parse(in->slot, &n) != OK)
		return E_INPUT;
	TRY(not_too_fast(rq));
	e = take(rq, &n, in->zone, &h);
	if (e == E_CONFLICT || e == E_LIMIT)
		return taken_page(rq, &n, c.d.id, e == E_LIMIT ? CROWDED : TAKEN, in->zone);
	TRY(e);
	TRY(booking_draft_time(rq->db, rq->a, h.organization.v, h.id.v, h.schedule, h.service, h.day, h.start_min,
		c.d.id, rq->visitor, &changed));
	if (h.home)
		TRY(booking_draft_zone(rq->db, rq->a, h.home, c.d.id, rq->visitor, &changed));
	bool elsewhere = h.home && (!c.d.home_zone_id.is || c.d.home_zone_id.v != h.home);

	TRY(choice_of(rq, &c));
	if (choice_open(&c) || elsewhere)	/* another zone: the address is looked at again */
		return rq_redirect(rq, "/book/%lld", (long long)c.d.id.v);
	return draft_send_code(rq, &c);
}

/* --- who came second --- */

/* At most NEAREST starts around a time; the same one apart, when it is free again. */
static enum err nearest(struct rq *rq, const struct slot_name *n, struct organization_id organization, struct taken_view *v)
{
	const struct slot_ask ask = { .service = { n->service }, .organization = organization, .from = n->day,
		.citizen = true, .owner = rq->visitor, .home = v->week.zone };
	struct slot_times t;

	/* the crowded day's own times would be refused again: enough to find three behind them */
	TRY(slot_nearest(rq->db, rq->a, rq->now, &ask, n->min, v->why == CROWDED ? CROWDED_LOOK : NEAREST + 1, &t));
	v->near.v = ARENA_ARRAY(rq->a, struct near_button, NEAREST + 1);
	for (size_t i = 0; i < t.n; i++) {
		struct slot_name at = { t.v[i].schedule.v, n->service, t.v[i].day, t.v[i].min };

		if (v->why == OVER && at.day.n == n->day.n && at.min == n->min)
			v->again = slot_text(rq->a, at);
		else if (v->near.n < NEAREST && (v->why != CROWDED || at.day.n != n->day.n || at.schedule != n->schedule))
			v->near.v[v->near.n++] = (struct near_button){ slot_text(rq->a, at), at.day, at.min };
	}
	return OK;
}

enum err taken_fill(struct rq *rq, const struct slot_name *n, struct taken_view *v)
{
	struct organization_by_code_row o;
	struct page *pg;

	TRY(organization_by_code(rq->db, rq->a, v->week.place_code, &o));
	if (v->why == TAKEN && local_minutes((struct local){ n->day, n->min }) < local_minutes(v->week.earliest))
		v->why = LATE;
	TRY(nearest(rq, n, o.id, v));
	pg = rq_page(rq, 409);
	pg->frame->errors.n = 0;
	t_booking_taken(pg, v);
	return OK;
}

enum err taken_page(struct rq *rq, const struct slot_name *n, struct booking_draft_id draft, enum taken_why why,
	int64_t zone)
{
	struct taken_view v = { .day = n->day, .min = n->min, .why = why, .kept = draft.v != 0 };
	struct week_ask ask = { .service = { n->service }, .from = n->day, .owner = rq->visitor, .zone = zone };
	struct organization_get_row o;
	struct schedule s;

	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ n->schedule }, &s));
	TRY(keeper_of(rq, s.organization, &ask.organization));
	TRY(organization_get(rq->db, rq->a, ask.organization, &o));
	ask.base = draft.v ? url_fmt(rq->a, "/book/%lld/times", (long long)draft.v)
		: url_fmt(rq->a, "/times/%.*s/%lld", STR_ARG(o.code), (long long)n->service);
	TRY(week_fill(rq, &ask, &v.week));
	v.week.keyed = true;
	v.week.action = draft.v ? ask.base : U("/hold");
	return taken_fill(rq, n, &v);
}

/* The same week for a draft: its own hold counts as free. */
enum err booking_own_times(struct rq *rq)
{
	struct week_ask ask = { .from = week_asked(rq), .owner = rq->visitor };
	struct choice_view c;
	struct schedule s;
	struct week_view w;

	TRY(choice_of(rq, &c));
	TRY(schedule_get(rq->db, rq->a, c.d.schedule_id, &s));
	TRY(keeper_of(rq, s.organization, &ask.organization));
	ask.service = c.d.service_id;
	ask.zone = zone_asked(rq) ? zone_asked(rq) : c.d.home_zone_id.v;
	if (!day_is(ask.from))
		ask.from = c.d.day;
	if (rq_raw(rq, "with").n && num_parse(rq_raw(rq, "with"), 1, INT64_MAX, &ask.with.v) != OK)
		ask.with.v = 0;
	ask.base = c.times;
	TRY(week_fill(rq, &ask, &w));
	w.action = c.times;
	w.back = c.who;
	w.back_text = lang_tr(rq->lang, "Back to my answers");
	w.types.n = 0;
	w.keyed = true;
	t_booking_times(rq_page(rq, 200), &w);
	return OK;
}
