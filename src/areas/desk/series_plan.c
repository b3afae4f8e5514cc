/* Repeat visits before they are booked: each with the time found, or the nearest where none serves. */
#include "areas/desk/series.h"

#include "areas/desk/acts.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "desk_t.h"
#include "page/text.h"
#include "web/web.h"

/* Whose visits they are, and what the first one is. */
struct base {
	struct patient_id patient;
	struct organization_id organization;
	struct appointment_id first;	/* v == 0: nothing is booked yet */
	struct service_id service;
	struct schedule_id schedule;
	struct local start;
	struct str zone;
	struct own_days own;		/* of a practitioner: when he receives there */
	struct home home;		/* of the appointment that stands */
};

/* ---- what both files share ---- */

const char *series_field(struct rq *rq, int32_t n)
{
	return arena_cstr(rq->a, arena_fmt(rq->a, "t%d", n));
}

static struct str comma(enum lang l)
{
	return l == LANG_AR ? S("، ") : S(", ");
}

struct agenda_choice series_choice(struct rq *rq, struct local at, int64_t schedule, struct str agenda)
{
	struct str day = text_mid_day(rq->a, rq->lang, at.day), min = text_clock(rq->a, at.min);
	struct str label = arena_cat(rq->a, arena_cat(rq->a, day, comma(rq->lang)), min);

	if (agenda.n)
		label = arena_cat(rq->a, arena_cat(rq->a, label, S(" · ")), agenda);
	return (struct agenda_choice){ slot_value(rq->a, (struct schedule_id){ schedule }, at.day, at.min), label, false };
}

enum quota_group series_group(const struct rq *rq)
{
	return channel_group(series_channel(rq));
}

enum channel series_channel(const struct rq *rq)
{
	if (rq->who.role == ROLE_HEALTH_CENTRE)
		return CH_HEALTH_CENTRE;
	return str_eq(rq_raw(rq, "way"), S("phone")) ? CH_PHONE : CH_DESK;
}

enum err series_chosen(struct rq *rq, int32_t from, int32_t count, bool all, struct series_want *ret)
{
	for (int32_t k = 0; k < count; k++) {
		const char *field = series_field(rq, k + 1);
		struct slot_value v;

		ret[k] = (struct series_want){ 0 };
		if (k < from)
			continue;
		if (slot_value_read(rq_raw(rq, field), &v))
			ret[k] = (struct series_want){ { v.schedule }, { v.day, v.min } };
		else if (all || rq_raw(rq, field).n)
			rq_wrong(rq, field, N_("Choose a time for this visit, or do what is free and leave the rest."));
	}
	return rq_has_errors(rq) ? E_INPUT : OK;
}

enum err series_were_taken(struct rq *rq, uint32_t taken)
{
	for (int32_t k = 0; k < SERIES_MAX; k++)
		if (taken & 1u << k)
			rq_wrong(rq, series_field(rq, k + 1), N_("This time was just taken, or the visit was changed. Nothing was done. Choose again."));
	return E_INPUT;
}

/* ---- the rule that is asked for ---- */

static int32_t number(const struct rq *rq, const char *name, int32_t min, int32_t max, int32_t fallback)
{
	int64_t n;

	if (!rq_raw(rq, name).n)
		return fallback;
	return num_parse(rq_raw(rq, name), min, max, &n) == OK ? (int32_t)n : -1;
}

static enum err read_rule(struct rq *rq, struct local first, struct series_rule *ret)
{
	struct str unit = rq_raw(rq, "unit");
	int32_t hours = number(rq, "hours", 0, 12, 2);
	struct series_rule r = { .first = first, .unit = str_eq(unit, S("days")) ? SERIES_DAYS :
		str_eq(unit, S("months")) ? SERIES_MONTHS : SERIES_WEEKS, .every = number(rq, "every", 1, 90, 2),
		.count = number(rq, "count", 2, SERIES_MAX, 6), .days = number(rq, "days", 0, SERIES_REACH, 2),
		.minutes = hours * 60 };
	struct series_rule every = r;

	every.count = 2;
	every.days = every.minutes = 0;
	if (series_rule_valid(&every) != OK)
		rq_wrong(rq, "every", N_("Every 1 to 90 days, 26 weeks or 12 months."));
	if (r.count < 0)
		rq_wrong(rq, "count", N_("From 2 to 30 visits, the first one included."));
	if (r.days < 0)
		rq_wrong(rq, "days", N_("From 0 to 7 days."));
	if (hours < 0)
		rq_wrong(rq, "hours", N_("From 0 to 12 hours."));
	*ret = r;
	return series_rule_valid(&r);
}

/* ---- free times near each wish ---- */

struct near { struct series_start *v; size_t n, cap; };

static enum err add_starts(struct rq *rq, const struct base *b, const struct slot_ask *ask, bool other, struct near *all)
{
	struct slot_times t;

	TRY(slot_list(rq->db, rq->a, rq->now, ask, &t));
	for (size_t i = 0; i < t.n; i++) {
		if ((other && t.v[i].schedule.v == b->schedule.v) || !own_day(&b->own, t.v[i].day))
			continue;
		all->v = arena_grow(rq->a, all->v, all->n, &all->cap, sizeof(*all->v));
		all->v[all->n++] = (struct series_start){ local_minutes((struct local){ t.v[i].day, t.v[i].min }),
			t.v[i].schedule.v, other };
	}
	return OK;
}

static enum err starts_near(struct rq *rq, const struct base *b, const struct series_plan_page *p, int32_t k, struct near *all)
{
	int32_t reach = series_reach(&p->rule);
	struct slot_ask ask = { .service = b->service, .schedule = b->schedule, .organization = b->organization,
		.from = { series_wish(&p->rule, k).day.n - reach }, .days = 2 * reach + 1, .group = series_group(rq),
		HOME_OF(b) };

	all->n = 0;
	TRY(add_starts(rq, b, &ask, false, all));
	if (!p->any)
		return OK;
	ask.schedule.v = 0;
	return add_starts(rq, b, &ask, true, all);
}

static enum err add_choice(struct rq *rq, const struct series_start *s, struct series_line *l)
{
	struct schedule other;
	struct str agenda = STR_NONE;

	if (s->other) {
		TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ s->schedule }, &other));
		agenda = other.name.v[rq->lang];
	}
	l->times.v[l->times.n++] = series_choice(rq, local_of_minutes(s->at), s->schedule, agenda);
	return OK;
}

static enum err plan_line(struct rq *rq, const struct base *b, struct series_plan_page *p, int32_t k, struct near *all)
{
	struct series_line *l = &p->lines.v[k];
	struct series_found f;

	*l = (struct series_line){ .n = k + 1, .field = series_field(rq, k + 1), .wish = series_wish(&p->rule, k),
		.now = { DAY_NONE, 0 }, .times = { ARENA_ARRAY(rq->a, struct agenda_choice, SERIES_NEAR + 1), 0 } };
	if (!k && b->first.v) {
		l->fixed = l->found = true;
		l->now = b->start;
		return OK;
	}
	TRY(starts_near(rq, b, p, k, all));
	series_find(&p->rule, k, all->v, all->n, &f);
	l->found = f.found;
	l->exact = f.exact;
	if (f.found)
		TRY(add_choice(rq, &f.start, l));
	for (int32_t i = 0; i < f.nnear; i++)
		TRY(add_choice(rq, &f.near[i], l));
	p->misses += !f.found;
	for (size_t i = 0; i < l->times.n; i++)
		l->times.v[i].chosen = rq_is_post(rq) ? str_eq(l->times.v[i].value, rq_raw(rq, l->field)) : f.found && !i;
	return OK;
}

static enum err plan(struct rq *rq, const struct base *b, struct series_plan_page *p)
{
	struct near all = { 0 };

	if (read_rule(rq, b->start, &p->rule) != OK)
		return OK;
	p->lines = (struct series_lines){ ARENA_ARRAY(rq->a, struct series_line, SERIES_MAX), (size_t)p->rule.count };
	for (int32_t k = 0; k < p->rule.count; k++)
		TRY(plan_line(rq, b, p, k, &all));
	return series_say_why(rq, b->organization, b->schedule, &p->lines);
}

static enum err describe(struct rq *rq, const struct base *b, struct series_plan_page *p)
{
	struct schedule s;
	struct service t;

	TRY(schedule_get(rq->db, rq->a, b->schedule, &s));
	TRY(service_get(rq->db, rq->a, b->service, &t));
	p->what = arena_cat(rq->a, arena_cat(rq->a, t.name.v[rq->lang], comma(rq->lang)), s.name.v[rq->lang]);
	p->may_any = rq->who.role != ROLE_PRACTITIONER;
	p->any = p->may_any && rq_raw(rq, "any").n > 0;
	p->phone = str_eq(rq_raw(rq, "way"), S("phone"));
	p->sms = !rq_raw(rq, "quiet").n;
	return OK;
}

static enum err show(struct rq *rq, const struct base *b, struct series_plan_page *p)
{
	TRY(describe(rq, b, p));
	TRY(plan(rq, b, p));
	t_desk_series_plan(rq_page(rq, rq_has_errors(rq) ? 422 : 200), p);
	return OK;
}

/* ---- booking ---- */

static const char *const modes[] = { "all", "free", NULL };
struct book_in { int32_t mode; };
static const struct field book_fields[] = {
	FIELD(book_in, mode, F_CHOICE, int32_t, .required = true, .choices = modes),
};
const struct form series_book_form = FORM(book_in, book_fields);

/* Only agendas of the house; of a practitioner only his own, another's on days on which he stands in. */
static enum err check_places(struct rq *rq, const struct base *b, const struct series_want *want, int32_t count)
{
	struct organization_get_row house, o;
	struct schedule s;

	TRY(organization_get(rq->db, rq->a, b->organization, &house));
	for (int32_t k = 0; k < count; k++) {
		if (want[k].schedule.v && (k || !b->first.v) && !own_day(&b->own, want[k].at.day))
			return E_NOTFOUND;
		if (!want[k].schedule.v || want[k].schedule.v == b->schedule.v)
			continue;
		if (rq->who.role == ROLE_PRACTITIONER)
			return E_NOTFOUND;
		TRY(schedule_get(rq->db, rq->a, want[k].schedule, &s));
		TRY(organization_get(rq->db, rq->a, s.organization, &o));
		if (o.tree_lo < house.tree_lo || o.tree_lo >= house.tree_hi)
			return E_NOTFOUND;
	}
	return OK;
}

static enum err book(struct rq *rq, const struct base *b)
{
	const struct book_in *in = rq->form;
	struct series_want want[SERIES_MAX];
	struct series_ask ask = { .organization = b->organization, .service = b->service, .patient = b->patient,
		.first = b->first, .want = want, .all = in->mode == 0, .channel = series_channel(rq), .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .for_whom = role_in(rq, ELSEWHERE_ROLES) ? "helper" : "self",
		.silent = rq_raw(rq, "quiet").n > 0 && !role_in(rq, ELSEWHERE_ROLES), .acting = { rq->who.organization }, .home = b->home };
	struct series_id id;
	uint32_t taken;
	enum err e;

	TRY(read_rule(rq, b->start, &ask.rule));
	TRY(series_chosen(rq, b->first.v ? 1 : 0, ask.rule.count, ask.all, want));
	if (b->first.v)
		want[0] = (struct series_want){ b->schedule, b->start };
	if (!want[0].schedule.v)
		return rq_wrong(rq, "t1", N_("Choose a time for the first visit: the others follow it."));
	TRY(check_places(rq, b, want, ask.rule.count));
	e = series_book(rq->db, rq->a, rq->now, &ask, &id, &taken);
	if (e == E_CONFLICT && !taken)
		return rq_wrong(rq, "t2", N_("Choose at least one time."));
	if (e == E_CONFLICT)
		return series_were_taken(rq, taken);
	TRY(e);
	TRY(rq_audit(rq, AUDIT_CHANGE, b->patient.v, b->organization.v));
	return rq_redirect(rq, "/desk/series/%lld?booked=1", (long long)id.v);
}

/* ---- of an appointment that stands ---- */

static enum err of_appointment(struct rq *rq, struct base *b, struct series_plan_page *p, struct series_id *ret_series)
{
	struct appointment x;
	struct own_days own;
	struct series s;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ rq_id(rq, 0) }, &x));
	TRY(rq_audit(rq, rq_is_post(rq) ? AUDIT_CHANGE : AUDIT_READ, x.patient.v, x.organization.v));
	if (!status_open(x.status) || !x.schedule.v || !x.service.v || x.history)
		return rq_problem(rq, N_("This appointment is closed: visits cannot be repeated from it."));
	TRY(own_days_load(rq, x.schedule, d.now.day, &own));
	if (!own.all && !own.n)
		return E_NOTFOUND;
	TRY(series_of(rq->db, rq->a, x.id, &s));
	*ret_series = s.id;
	*b = (struct base){ .patient = x.patient, .organization = x.organization, .first = x.id, .service = x.service,
		.schedule = x.schedule, .start = { x.day, x.start_min }, .zone = x.zone, .own = own,
		.home = x.home };
	p->person = x.patient_name;
	p->action = url_fmt(rq->a, "/desk/appointments/%lld/series", (long long)x.id.v);
	p->back = url_fmt(rq->a, "/desk/appointments/%lld", (long long)x.id.v);
	p->back_text = lang_tr(rq->lang, N_("Back to the appointment"));
	return OK;
}

enum err desk_series_plan_page(struct rq *rq)
{
	struct series_plan_page p = { 0 };
	struct series_id series;
	struct base b;

	TRY(of_appointment(rq, &b, &p, &series));
	if (series.v)
		return rq_redirect(rq, "/desk/series/%lld", (long long)series.v);
	return show(rq, &b, &p);
}

enum err desk_series_book(struct rq *rq)
{
	struct series_plan_page p = { 0 };
	struct series_id series;
	struct base b;

	TRY(of_appointment(rq, &b, &p, &series));
	if (series.v)
		return rq_redirect(rq, "/desk/series/%lld", (long long)series.v);
	return book(rq, &b);
}

/* ---- of a person without appointment yet: nothing is booked before all is seen ---- */

static enum err of_person(struct rq *rq, struct base *b, struct series_plan_page *p, bool *ret_asked)
{
	struct organization_get_row o;
	struct patient who;
	struct slot_value at;
	struct schedule s;
	struct desk d;
	int64_t id = rq_word_id(rq, "who"), type;

	*ret_asked = id != 0;
	if (!id || num_parse(rq_raw(rq, "type"), 1, INT64_MAX, &type) != OK
		|| !slot_value_read(rq_raw(rq, "slot"), &at))
		return E_NOTFOUND;
	TRY(desk_begin(rq, &d));
	TRY(patient_get(rq->db, rq->a, &rq->who.scope, (struct patient_id){ id }, &who));
	if (who.erased || who.merged_into.v)
		return E_NOTFOUND;
	TRY(rq_audit(rq, rq_is_post(rq) ? AUDIT_CHANGE : AUDIT_READ, who.id.v, who.organization.v));
	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ at.schedule }, &s));
	TRY(organization_get(rq->db, rq->a, s.organization, &o));
	if (o.tree_lo < d.lo || o.tree_lo >= d.hi)
		return E_NOTFOUND;
	TRY(service_used_at(rq->db, rq->a, (struct service_id){ type }, d.id));
	*b = (struct base){ .patient = who.id, .organization = d.id, .service = { type }, .schedule = s.id,
		.start = { at.day, at.min }, .zone = s.zone, .own = { .all = true } };
	p->person = who.name;
	p->action = U("/desk/repeat");
	p->patient = who.id.v;
	p->who = rq_word(rq, who.id.v);
	p->type = rq_raw(rq, "type");
	p->slot = rq_raw(rq, "slot");
	p->back = url_fmt(rq->a, "/desk/book?who=%.*s&type=%lld", STR_ARG(p->who), (long long)type);
	p->back_text = lang_tr(rq->lang, N_("One appointment only"));
	return OK;
}

enum err desk_repeat_page(struct rq *rq)
{
	struct series_plan_page p = { 0 };
	struct base b;
	bool asked;
	enum err e = of_person(rq, &b, &p, &asked);

	if (!asked)		/* the bare address: whom it is for is looked up there */
		return rq_redirect(rq, "/desk/book");
	TRY(e);
	return show(rq, &b, &p);
}

enum err desk_repeat(struct rq *rq)
{
	struct series_plan_page p = { 0 };
	struct base b;
	bool asked;

	TRY(of_person(rq, &b, &p, &asked));
	return book(rq, &b);
}
