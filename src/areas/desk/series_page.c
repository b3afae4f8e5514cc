/* A care series as it stands: its visits, moved or cancelled from one on, placed where one was left. */
#include "areas/desk/series.h"

#include "areas/desk/acts.h"
#include "areas/schedules/agenda.h"
#include "base/num.h"
#include "desk_t.h"
#include "page/text.h"
#include "web/web.h"

enum { PLACE_MAX = 12 };

/* The series, and an appointment of it that the account may see. */
static enum err load(struct rq *rq, struct series *ret, struct appointment *ret_x)
{
	struct appointment_id id;
	struct appointment x;

	TRY(series_shown(rq->db, rq->a, &rq->who.scope, (struct series_id){ rq_id(rq, 0) }, &id));
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, id, &x));
	TRY(rq_audit(rq, rq_is_post(rq) ? AUDIT_CHANGE : AUDIT_READ, x.patient.v, x.organization.v));
	TRY(series_get(rq->db, rq->a, (struct series_id){ rq_id(rq, 0) }, ret));
	*ret_x = x;
	return OK;
}

static struct str what_of(struct rq *rq, const struct appointment *x)
{
	return arena_fmt(rq->a, "%.*s%s%.*s", STR_ARG(x->service_name.v[rq->lang]), rq->lang == LANG_AR ? "، " : ", ",
		STR_ARG(x->organization_name.v[rq->lang]));
}

static int32_t visit_asked(const struct rq *rq, const struct series *s)
{
	int64_t n;

	return num_parse(rq_raw(rq, "n"), 1, (int64_t)s->n, &n) == OK ? (int32_t)n : 0;
}

static int64_t number(const struct rq *rq, const char *name)
{
	int64_t n;

	return num_parse(rq_raw(rq, name), 0, SERIES_MAX, &n) == OK ? n : 0;
}

enum err desk_series_page(struct rq *rq)
{
	struct series_page p = { .booked = rq_raw(rq, "booked").n > 0, .changed = number(rq, "changed"), .now = rq->now,
		.may_change = rq->who.role != ROLE_PRACTITIONER, .desk = role_in(rq, DESK_ROLES) };
	struct appointment x;

	TRY(load(rq, &p.s, &x));
	p.person = x.patient_name;
	p.what = what_of(rq, &x);
	for (size_t i = p.s.n; i-- > 0;) {
		p.to_place += !p.s.v[i].appointment.v && !p.s.v[i].given_up;
		if (series_visit_open(&p.s.v[i], rq->now))
			p.next = p.s.v[i].n;
	}
	t_desk_series_page(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &p);
	return OK;
}

static struct change_ask change_of(const struct rq *rq)
{
	return (struct change_ask){ .version = -1, .channel = series_channel(rq), .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .acting = { rq->who.organization } };
}

/* ---- from one on, by the same difference ---- */

/* The visits of the series itself do not stand in each other's way: they go too. */
static void take_out(struct agenda *g, const struct series *s, int32_t from, int32_t minutes)
{
	for (size_t k = 0; k < s->n; k++) {
		int64_t at = local_minutes(s->v[k].start);
		size_t i = 0;

		if (s->v[k].n < from || !s->v[k].appointment.v || s->v[k].schedule.v != g->schedule.v)
			continue;
		while (i < g->nvisits && (g->visits[i].from != at || g->visits[i].to != at + minutes))
			i++;
		if (i == g->nvisits)
			continue;
		memmove(g->visits + i, g->visits + i + 1, (g->nvisits - i - 1) * sizeof(*g->visits));
		g->nvisits--;
	}
}

struct shift { const struct appointment *x; struct series_rule rule; struct slot_rule visit; int32_t from; };

/* Where visit k would lie is its wish; what is free around it comes after. */
static enum err near_wish(struct rq *rq, const struct series *s, const struct shift *h, int32_t k,
	struct local wish, struct series_found *ret)
{
	int32_t reach = series_reach(&h->rule), capacity;
	struct agenda_ask ask = { .from = { wish.day.n - reach }, .to = { wish.day.n + reach + 1 }, .service = s->service,
		.now = rq->now, .group = series_group(rq), HOME_OF(h->x) };
	struct series_rule one = { .first = wish, .unit = h->rule.unit, .every = h->rule.every, .count = 2 };
	struct agenda_starts st = { 0 };
	struct series_start *all = NULL;
	struct slot_rule rule;
	size_t n = 0, cap = 0;
	struct agenda g;

	TRY(agenda_load(rq->db, rq->a, &s->v[k].schedule, 1, &ask, &g));
	take_out(&g, s, h->from, h->visit.duration);
	struct local now = zone_local(g.zone, rq->now);

	for (struct day d = ask.from; g.active && d.n < ask.to.n; d.n++) {
		agenda_starts(&g, rq->a, s->service, d, NULL, &st);
		for (size_t i = 0; i < st.n; i++) {
			all = arena_grow(rq->a, all, n, &cap, sizeof(*all));
			if (st.v[i].at > local_minutes(now))
				all[n++] = (struct series_start){ st.v[i].at, g.schedule.v, false };
		}
	}
	series_find(&one, 0, all, n, ret);
	if (!ret->found && g.active && local_cmp(wish, now) > 0 && agenda_fits(&g, s->service, wish, &h->visit, &rule, &capacity) == OK) {
		ret->found = ret->exact = true;
		ret->start = (struct series_start){ local_minutes(wish), g.schedule.v, false };
	}
	return OK;
}

static enum err move_line(struct rq *rq, const struct series *s, const struct shift *h, int32_t k, int64_t by,
	struct series_line *l)
{
	const struct series_visit *v = &s->v[k];
	struct series_found f;

	*l = (struct series_line){ .n = v->n, .field = series_field(rq, v->n), .wish = local_add(v->start, by), .now = v->start,
		.version = v->version, .times = { ARENA_ARRAY(rq->a, struct agenda_choice, SERIES_NEAR + 1), 0 } };
	TRY(near_wish(rq, s, h, k, l->wish, &f));
	l->found = f.found;
	l->exact = f.exact;
	if (f.found)
		l->times.v[l->times.n++] = series_choice(rq, local_of_minutes(f.start.at), f.start.schedule, STR_NONE);
	for (int32_t i = 0; i < f.nnear; i++)
		l->times.v[l->times.n++] = series_choice(rq, local_of_minutes(f.near[i].at), f.near[i].schedule, STR_NONE);
	for (size_t i = 0; i < l->times.n; i++)
		l->times.v[i].chosen = rq_is_post(rq) ? str_eq(l->times.v[i].value, rq_raw(rq, l->field)) : f.found && !i;
	return OK;
}

static enum err move_lines(struct rq *rq, const struct appointment *x, struct series_move_page *p)
{
	const struct series_visit *first = &p->s.v[p->from - 1];
	struct shift h = { x, p->s.rule, { x->duration_min, 1, x->buffer_before_min, x->buffer_after_min }, p->from };
	int64_t by = local_minutes(p->to) - local_minutes(first->start);

	p->lines.v = ARENA_ARRAY(rq->a, struct series_line, SERIES_MAX);
	for (size_t k = (size_t)p->from - 1; k < p->s.n; k++) {
		struct series_line *l = &p->lines.v[p->lines.n];

		if (!series_visit_open(&p->s.v[k], rq->now))
			continue;
		TRY(move_line(rq, &p->s, &h, (int32_t)k, by, l));
		p->misses += !l->found;
		p->lines.n++;
	}
	return series_say_why(rq, x->organization, x->schedule, &p->lines);
}

/* The day and hour that visit `from` would have; DAY_NONE when nothing sensible was asked. */
static struct local asked_time(const struct rq *rq)
{
	struct local l = { DAY_NONE, 0 };
	struct str time = rq_raw(rq, "time"), hour = str_cut(&time, ':');
	int64_t h, m;

	if (num_parse(hour, 0, 23, &h) != OK || num_parse(time, 0, 59, &m) != OK || day_parse(rq_raw(rq, "day"), &l.day) != OK)
		return (struct local){ DAY_NONE, 0 };
	l.min = (int32_t)(h * 60 + m);
	return l;
}

enum err desk_series_move_page(struct rq *rq)
{
	struct series_move_page p = { .to = asked_time(rq) };
	struct appointment x;

	TRY(load(rq, &p.s, &x));
	p.person = x.patient_name;
	p.from = visit_asked(rq, &p.s);
	if (!p.from || !series_visit_open(&p.s.v[p.from - 1], rq->now))
		return rq_problem(rq, N_("This visit is closed or still to place: nothing can be moved from it on."));
	if (!day_is(p.to.day) && rq_raw(rq, "day").n)
		rq_wrong(rq, "time", N_("Enter day and time, for example 11:20."));
	if (day_is(p.to.day))
		TRY(move_lines(rq, &x, &p));
	t_desk_series_move(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &p);
	return OK;
}

enum err desk_series_move(struct rq *rq)
{
	bool all = str_eq(rq_raw(rq, "mode"), S("all"));
	const struct change_ask who = change_of(rq);
	struct series_want want[SERIES_MAX];
	int64_t versions[SERIES_MAX] = { 0 };
	struct appointment x;
	struct series s;
	uint32_t taken;
	int32_t n, from;
	enum err e;

	TRY(load(rq, &s, &x));
	from = visit_asked(rq, &s);
	if (!from)
		return E_NOTFOUND;
	TRY(series_chosen(rq, from - 1, (int32_t)s.n, false, want));
	for (size_t k = 0; k < s.n; k++) {
		const char *field = arena_cstr(rq->a, arena_fmt(rq->a, "v%d", s.v[k].n));

		if (!want[k].schedule.v)
			continue;
		if (want[k].schedule.v != s.v[k].schedule.v || num_parse(rq_raw(rq, field), 1, INT64_MAX, &versions[k]) != OK)
			return E_NOTFOUND;
		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, s.v[k].appointment, &x));
	}
	e = series_move(rq->db, rq->a, rq->now, &s, &who, want, versions, all, &taken, &n);
	if (e == E_CONFLICT && taken)
		return series_were_taken(rq, taken);
	if (e == E_CONFLICT)
		return rq_wrong(rq, series_field(rq, from), N_("Choose at least one time."));
	TRY(e);
	return rq_redirect(rq, "/desk/series/%lld?changed=%d", (long long)s.id.v, n);
}

/* ---- cancelled from one on ---- */

static const char *const sides[] = { "patient", "service", NULL };
struct cancel_in { int32_t by; int64_t from; struct str reason; };
static const struct field cancel_fields[] = {
	FIELD(cancel_in, from, F_INT, int64_t, .required = true, .min = 1, .max = SERIES_MAX),
	FIELD(cancel_in, by, F_CHOICE, int32_t, .required = true, .choices = sides,
		.missing = N_("Say who cancels: the patient or the hospital.")),
	FIELD(cancel_in, reason, F_TEXT, struct str, .required = true, .max = 200, .missing = N_("Say why, in a few words.")),
};
const struct form series_cancel_form = FORM(cancel_in, cancel_fields);

enum err desk_series_cancel(struct rq *rq)
{
	const struct cancel_in *in = rq->form;
	const struct change_ask who = change_of(rq);
	struct appointment x;
	struct series s;
	int32_t n;

	TRY(load(rq, &s, &x));
	for (size_t k = 0; k < s.n; k++)
		if (s.v[k].n >= in->from && series_visit_open(&s.v[k], rq->now))
			TRY(appointment_get(rq->db, rq->a, &rq->who.scope, s.v[k].appointment, &x));
	TRY(series_cancel(rq->db, rq->a, rq->now, &s, &who, (int32_t)in->from,
		in->by == 0 || role_in(rq, ELSEWHERE_ROLES), in->reason, &n));
	return rq_redirect(rq, "/desk/series/%lld?changed=%d", (long long)s.id.v, n);
}

/* ---- one that was left is placed ---- */

static enum err place_load(struct rq *rq, struct series_place_page *p, struct appointment *x)
{
	TRY(load(rq, &p->s, x));
	p->person = x->patient_name;
	p->n = visit_asked(rq, &p->s);
	if (!p->n)
		return E_NOTFOUND;
	p->wish = p->s.v[p->n - 1].wish;
	return p->s.v[p->n - 1].appointment.v || p->s.v[p->n - 1].given_up ?
		rq_problem(rq, N_("This visit is placed already, or no longer wanted.")) : OK;
}

enum err desk_series_place_page(struct rq *rq)
{
	struct series_place_page p = { 0 };
	struct slot_times near;
	struct appointment x;
	struct slot_ask ask;

	TRY(place_load(rq, &p, &x));
	ask = (struct slot_ask){ .service = p.s.service, .organization = p.s.organization, .from = p.wish.day,
		.schedule = rq->who.role == ROLE_HEALTH_CENTRE ? (struct schedule_id){ 0 } : p.s.schedule, .group = series_group(rq),
		HOME_OF(&x) };
	if (rq_raw(rq, "any").n)
		ask.schedule.v = 0;
	TRY(slot_nearest(rq->db, rq->a, rq->now, &ask, p.wish.min, PLACE_MAX, &near));
	p.times.v = ARENA_ARRAY(rq->a, struct move_time, PLACE_MAX + 1);
	for (size_t i = 0; i < near.n; i++) {
		struct schedule_id at = ask.schedule.v ? ask.schedule : near.v[i].schedule;
		struct schedule s;

		TRY(schedule_get(rq->db, rq->a, at, &s));
		p.times.v[p.times.n++] = (struct move_time){ .value = slot_value(rq->a, at, near.v[i].day, near.v[i].min), .t = near.v[i],
			.agenda = s.name.v[rq->lang], .other = at.v != p.s.schedule.v, .why = REHOME_OTHER };
	}
	t_desk_series_place(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &p);
	return OK;
}

struct place_in { struct str slot; };
static const struct field place_fields[] = {
	FIELD(place_in, slot, F_TEXT, struct str, .required = true, .max = 60, .missing = N_("Choose a time.")),
};
const struct form series_place_form = FORM(place_in, place_fields);

enum err desk_series_place(struct rq *rq)
{
	const struct place_in *in = rq->form;
	struct series_place_page p = { 0 };
	struct appointment x;
	struct slot_value at;
	struct booked done;
	struct schedule s;
	enum err e;

	TRY(place_load(rq, &p, &x));
	if (!slot_value_read(in->slot, &at))
		return rq_wrong(rq, "slot", N_("Choose a time."));
	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ at.schedule }, &s));
	if (s.organization.v != x.organization.v)
		return E_NOTFOUND;
	const struct book_ask ask = { .schedule = s.id, .service = p.s.service, .day = at.day, .start_min = at.min,
		.patient = x.patient, .channel = series_channel(rq), .for_whom = role_in(rq, ELSEWHERE_ROLES) ? "helper" : "self",
		.booked_by = rq->who.account, .role = str_of(role_code(rq->who.role)), .acting = { rq->who.organization },
		.home = x.home };
	e = series_place(rq->db, rq->a, rq->now, &p.s, p.n, &ask, &done);
	if (e == E_CONFLICT || e == E_INPUT)
		return rq_wrong(rq, "slot", N_("This time was just taken by somebody else. Nothing was booked. The next free times are below."));
	TRY(e);
	return rq_redirect(rq, "/desk/series/%lld?changed=1", (long long)p.s.id.v);
}

/* ---- what is left to place, in the whole house ---- */

enum err desk_series_list(struct rq *rq)
{
	struct series_waitings w;
	struct series_waits all;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(series_to_place_list(rq->db, rq->a, &rq->who.scope, d.lo, d.hi, &w));
	all = (struct series_waits){ ARENA_ARRAY(rq->a, struct series_wait, w.n + 1), w.n };
	for (size_t i = 0; i < w.n; i++) {
		struct appointment x;

		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, w.v[i].appointment, &x));
		TRY(rq_audit(rq, AUDIT_LIST, x.patient.v, x.organization.v));
		all.v[i] = (struct series_wait){ w.v[i], x.patient_name, x.service_name.v[rq->lang] };
	}
	if (!w.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, d.id.v));
	t_desk_series_list(rq_page(rq, 200), all);
	return OK;
}

enum err desk_series_waiting(struct rq *rq, int64_t *ret)
{
	return series_to_place_number(rq->db, rq->a, rq->who.tree_lo, rq->who.tree_hi, ret);
}
