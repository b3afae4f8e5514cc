/* Planning a gathering or a series, changing and cancelling one: looked at first, then saved. */
#include "areas/gatherings/plan.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/rules/recur.h"
#include "base/num.h"
#include "gatherings_t.h"
#include "web/web.h"

enum { SHOWN_DATES = 12, LEADERS_SENT_MAX = GATHERING_LEADERS_MAX, ABOUT_MAX = 600 };
enum { ONCE, WEEK, WEEK2, MONTH, RULE };
static const char *const scopes[] = { [CHANGE_ONE] = "one", [CHANGE_LATER] = "later", NULL };
static const char *const repeats[] = { "once", "week", "week2", "month", "rule", NULL };

#define SHARED_FIELDS \
	FIELD(plan_in, place, F_ID, struct location_id, .required = true, .missing = N_("Choose a place.")), \
	FIELD(plan_in, title_fr, F_TEXT, struct str, .required = true, .max = 120, .missing = N_("Write a title")), \
	FIELD(plan_in, title_ar, F_TEXT, struct str, .max = 120), \
	FIELD(plan_in, title_en, F_TEXT, struct str, .max = 120), \
	FIELD(plan_in, leader, F_LIST, struct str_list, .max = LEADERS_SENT_MAX), \
	FIELD(plan_in, day, F_DAY, struct day, .required = true, .missing = N_("Choose a day.")), \
	FIELD(plan_in, start, F_MIN, int32_t, .required = true, .missing = N_("Enter the time, for example 11:20.")), \
	FIELD(plan_in, minutes, F_INT, int64_t, .required = true, .min = 5, .max = 720, .missing = N_("How many minutes?"), \
		.wrong = N_("From 5 to 720 minutes")), \
	FIELD(plan_in, capacity, F_INT, int64_t, .required = true, .min = 1, .max = GATHERING_SEATS_MAX, \
		.missing = N_("How many seats?"), .wrong = N_("From 1 to 500 seats")), \
	FIELD(plan_in, minimum, F_INT, int64_t, .min = 0, .max = GATHERING_SEATS_MAX), \
	FIELD(plan_in, waiting, F_INT, int64_t, .min = 0, .max = GATHERING_SEATS_MAX), \
	FIELD(plan_in, decide, F_INT, int64_t, .min = 0, .max = 720, .wrong = N_("From 0 to 720 hours")), \
	FIELD(plan_in, about_fr, F_TEXT, struct str, .max = ABOUT_MAX), \
	FIELD(plan_in, about_ar, F_TEXT, struct str, .max = ABOUT_MAX), \
	FIELD(plan_in, about_en, F_TEXT, struct str, .max = ABOUT_MAX), \
	FIELD(plan_in, groups, F_INT, int64_t, .min = 0, .max = GATHERING_SEATS_MAX, .wrong = N_("From 0 to 500 seats")), \
	FIELD(plan_in, below, F_BOOL, bool), \
	FIELD(plan_in, online, F_BOOL, bool)
static const struct field plan_fields[] = {
	FIELD(plan_in, agenda, F_ID, struct schedule_id, .required = true, .missing = N_("Choose an agenda.")),
	FIELD(plan_in, service, F_ID, struct service_id, .required = true, .missing = N_("Choose a type.")),
	SHARED_FIELDS,
	FIELD(plan_in, repeat, F_CHOICE, int32_t, .choices = repeats),
	FIELD(plan_in, rule, F_TEXT, struct str, .max = 200),
	FIELD(plan_in, until, F_DAY, struct day),
};
const struct form gathering_plan_form = FORM(plan_in, plan_fields);
static const struct field edit_fields[] = {
	SHARED_FIELDS,
	FIELD(plan_in, version, F_INT, int64_t, .min = 1, .max = INT64_MAX),
	FIELD(plan_in, silent, F_BOOL, bool),
	FIELD(plan_in, scope, F_CHOICE, int32_t, .choices = scopes),
};
const struct form gathering_edit_form = FORM(plan_in, edit_fields);

/* ---- choices ---- */

static bool sent_leader(const struct rq *rq, const struct leaders *was, int64_t id)
{
	struct str_list sent = rq_all(rq, "leader");
	int64_t n;

	for (size_t i = 0; i < sent.n; i++)
		if (num_parse(sent.v[i], 1, INT64_MAX, &n) == OK && n == id)
			return true;
	for (size_t i = 0; !rq_is_post(rq) && i < was->n; i++)
		if (was->v[i].id.v == id)
			return true;
	return false;
}

static enum err list_people(struct rq *rq, struct plan_view *v, const struct leaders *was)
{
	struct gathering_practitioners_rows rows;

	TRY(gathering_practitioners(rq->db, rq->a, v->h.lo, v->h.hi, &rows));
	v->people.v = ARENA_ARRAY(rq->a, struct choice_of, rows.n + 1);
	for (int pass = 0; pass < 2; pass++)		/* who leads it first */
		for (size_t i = 0; i < rows.n; i++)
			if (sent_leader(rq, was, rows.v[i].id.v) == !pass)
				v->people.v[v->people.n++] = (struct choice_of){ rows.v[i].id.v,
					organization_name(rq->lang, rows.v[i].name.s, rows.v[i].name_ar.s, STR_NONE), !pass };
	return OK;
}

static enum err list_places(struct rq *rq, struct plan_view *v)
{
	struct gathering_locations_rows rows;

	TRY(gathering_locations(rq->db, rq->a, v->h.lo, v->h.hi, &rows));
	v->places.v = ARENA_ARRAY(rq->a, struct choice_of, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v->places.v[v->places.n++] = (struct choice_of){ rows.v[i].id.v,
			organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en),
			rows.v[i].id.v == v->g.location.v };
	return OK;
}

/* Types for several people first. */
static enum err list_services(struct rq *rq, struct plan_view *v)
{
	struct services all;

	TRY(service_list(rq->db, rq->a, v->h.id, &all));
	v->services.v = ARENA_ARRAY(rq->a, struct choice_of, all.n + 1);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < all.n; i++)
			if (all.v[i].active && (all.v[i].capacity > 1) == !pass)
				v->services.v[v->services.n++] = (struct choice_of){ all.v[i].id.v,
					in_lang(rq->lang, &all.v[i].name), false };
	return OK;
}

static enum err list_agendas(struct rq *rq, struct plan_view *v)
{
	struct schedules all;

	TRY(schedule_list(rq->db, rq->a, v->h.id, &all));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &all));
	v->agendas.v = ARENA_ARRAY(rq->a, struct choice_of, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active)
			v->agendas.v[v->agendas.n++] = (struct choice_of){ all.v[i].id.v, in_lang(rq->lang, &all.v[i].name), false };
	return OK;
}

static struct str day_field(struct arena *a, struct day d)
{
	char text[11];

	if (!day_is(d))
		return STR_NONE;
	day_print(d, text);
	return arena_str(a, str_of(text));
}

static enum err show_plan(struct rq *rq, struct plan_view *v, const struct leaders *was)
{
	TRY(list_people(rq, v, was));
	TRY(list_places(rq, v));
	if (!v->editing) {
		TRY(list_services(rq, v));
		TRY(list_agendas(rq, v));
	}
	v->day = day_field(rq->a, v->g.day);
	v->start = arena_fmt(rq->a, "%02d:%02d", v->g.start_min / 60, v->g.start_min % 60);
	v->decide_hours = v->g.decide_min / 60;

	struct page *pg = rq_page(rq, v->clash.n ? 409 : rq_has_errors(rq) ? 422 : 200);

	t_gatherings_plan(pg, v);
	return OK;
}

static enum err plan_again(struct rq *rq, const char *clash)
{
	struct plan_view v = { .g = { .day = DAY_NONE, .start_min = 600, .duration_min = 90, .capacity = 12, .minimum = 4,
		.waiting_most = 4, .decide_min = 48 * 60, .online = true } };

	TRY(house_of(rq, &v.h));
	v.g.day = (struct day){ v.h.now.day.n + 7 };
	v.clash = clash ? lang_tr(rq->lang, clash) : STR_NONE;
	return show_plan(rq, &v, &(struct leaders){ 0 });
}

enum err gathering_plan_page(struct rq *rq)
{
	return plan_again(rq, NULL);
}

enum err edit_again(struct rq *rq, const char *clash)
{
	struct plan_view v = { .editing = true };
	struct leaders who;

	TRY(house_gathering(rq, &v.h, &v.g, &who));
	v.clash = clash ? lang_tr(rq->lang, clash) : STR_NONE;
	return show_plan(rq, &v, &who);
}

enum err gathering_edit_page(struct rq *rq)
{
	return edit_again(rq, NULL);
}

/* ---- what is asked ---- */

/* Those of the house alone. */
enum err plan_leaders(struct rq *rq, const struct house *h, struct leaders *ret)
{
	const struct plan_in *in = rq->form;
	struct leaders out = { ARENA_ARRAY(rq->a, struct practitioner, in->leader.n + 1), 0 };

	for (size_t i = 0; i < in->leader.n; i++) {
		struct practitioner *p = &out.v[out.n];
		struct organization_get_row o;
		int64_t id;

		if (num_parse(in->leader.v[i], 1, INT64_MAX, &id) != OK)
			return E_NOTFOUND;
		TRY(practitioner_get(rq->db, rq->a, (struct practitioner_id){ id }, p));
		TRY(organization_get(rq->db, rq->a, p->organization, &o));
		if (o.tree_lo < h->lo || o.tree_lo >= h->hi)
			return E_NOTFOUND;
		out.n++;
	}
	*ret = out;
	return OK;
}

struct leader_ids plan_ids(struct arena *a, const struct leaders *who)
{
	struct practitioner_id *v = ARENA_ARRAY(a, struct practitioner_id, who->n + 1);

	for (size_t i = 0; i < who->n; i++)
		v[i] = who->v[i].id;
	return (struct leader_ids){ v, who->n };
}

static enum err in_house(struct rq *rq, const struct house *h, struct organization_id id)
{
	struct organization_get_row o;

	TRY(organization_get(rq->db, rq->a, id, &o));
	return o.tree_lo >= h->lo && o.tree_lo < h->hi ? OK : E_NOTFOUND;
}

/* What both forms have. */
enum err plan_shared(struct rq *rq, const struct house *h, struct gathering *g)
{
	const struct plan_in *in = rq->form;
	struct location_get_row l;

	TRY(location_get(rq->db, rq->a, in->place, &l));
	TRY(in_house(rq, h, l.organization_id));
	g->location = in->place;
	g->location_name = names_make(l.name_fr, l.name_ar, l.name_en);
	g->direction_fr = l.direction_fr;
	g->direction_ar = l.direction_ar;
	g->title = names_make(in->title_fr, in->title_ar, in->title_en);
	g->day = in->day;
	g->start_min = in->start;
	g->duration_min = (int32_t)in->minutes;
	g->capacity = (int32_t)in->capacity;
	g->minimum = (int32_t)in->minimum;
	g->waiting_most = (int32_t)in->waiting;
	g->decide_min = (int32_t)in->decide * 60;
	g->online = in->online;
	g->cancel_below = in->below;
	g->group_most = (int32_t)in->groups;
	g->about = (struct names){ { [LANG_FR] = in->about_fr, [LANG_AR] = in->about_ar, [LANG_EN] = in->about_en } };
	if (g->minimum > g->capacity)
		return rq_wrong(rq, "minimum", N_("The minimum is at most the number of seats"));
	if (g->group_most > g->capacity)
		return rq_wrong(rq, "groups", N_("At most as many as there are seats"));
	if (g->start_min + g->duration_min > 1440)
		return rq_wrong(rq, "minutes", N_("A session ends on its day"));
	if (local_cmp(gathering_start(g), h->now) <= 0)
		return rq_wrong(rq, "day", N_("Choose a time to come"));
	return OK;
}

static struct str rule_asked(struct rq *rq, const struct plan_in *in)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	const char *day = days[day_weekday(in->day) - 1];
	int year, month, d;

	day_split(in->day, &year, &month, &d);
	switch (in->repeat) {
	case WEEK: return arena_fmt(rq->a, "FREQ=WEEKLY;BYDAY=%s", day);
	case WEEK2: return arena_fmt(rq->a, "FREQ=WEEKLY;INTERVAL=2;BYDAY=%s", day);
	case MONTH: return arena_fmt(rq->a, "FREQ=MONTHLY;BYDAY=%d%s", (d - 1) / 7 + 1, day);
	case RULE: return in->rule;
	default: return S("");
	}
}

static enum err read_plan(struct rq *rq, struct house *h, struct gathering_series *s, struct leaders *who, struct schedule *agenda)
{
	const struct plan_in *in = rq->form;
	struct recur r;
	struct day *dates;
	size_t n;

	TRY(house_of(rq, h));
	TRY(schedule_get(rq->db, rq->a, in->agenda, agenda));
	TRY(in_house(rq, h, agenda->organization));
	TRY(service_used_at(rq->db, rq->a, in->service, agenda->organization));
	*s = (struct gathering_series){ .g = { .organization = agenda->organization, .schedule = in->agenda, .service = in->service,
		.series_day = DAY_NONE }, .until = in->until, .rule = rule_asked(rq, in) };
	TRY(plan_leaders(rq, h, who));
	TRY(plan_shared(rq, h, &s->g));
	if (in->repeat == RULE && (!s->rule.n || recur_parse(s->rule, &r) != OK))
		return rq_wrong(rq, "rule", N_("This rule cannot be read"));
	if (day_is(s->until) && s->until.n < s->g.day.n)
		return rq_wrong(rq, "until", N_("The last day is before the first"));
	TRY(gathering_series_dates(rq->a, s, s->g.day, (struct day){ s->g.day.n + 366 }, &dates, &n));
	return n ? OK : rq_wrong(rq, "day", N_("The rule has no such day"));
}

/* ---- looking ---- */

struct sent_list plan_sent(struct rq *rq)
{
	struct str name, value;
	struct sent_list out = { 0 };
	size_t all = 0;

	while (rq_pair(rq, all, &name, &value))
		all++;
	out.v = ARENA_ARRAY(rq->a, struct sent_field, all + 1);
	for (size_t i = 0; rq_pair(rq, i, &name, &value); i++)
		if (!str_eq(name, S("key")))
			out.v[out.n++] = (struct sent_field){ name, value };
	return out;
}

static enum err look_at_dates(struct rq *rq, const struct gathering_series *s, struct leader_ids who, struct gathering_look *v)
{
	struct day *days;
	size_t n;

	TRY(gathering_series_dates(rq->a, s, s->g.day, (struct day){ s->g.day.n + GATHERING_SERIES_AHEAD_DAYS }, &days, &n));
	v->dates.v = ARENA_ARRAY(rq->a, struct plan_date, SHOWN_DATES);
	for (size_t i = 0; i < n && v->dates.n < SHOWN_DATES; i++) {
		struct plan_date *d = &v->dates.v[v->dates.n++];
		struct gathering g = s->g;
		bool free;

		g.day = days[i];
		TRY(gathering_free(rq->db, rq->a, &g, who, &free));
		*d = (struct plan_date){ .day = days[i], .taken = !free };
		TRY(gathering_series_shut(rq->db, rq->a, g.organization, days[i], &d->shut));
	}
	return OK;
}

/* Whose appointments lie in that time of its agendas, on the days shown. */
static enum err look_at_people(struct rq *rq, const struct gathering *g, struct leader_ids who, struct gathering_look *v)
{
	struct range *spans = ARENA_ARRAY(rq->a, struct range, v->dates.n + 1);
	struct schedule_id *ids;
	struct schedules all;

	TRY(gathering_agendas(rq->db, rq->a, g->schedule, who, &all));
	ids = ARENA_ARRAY(rq->a, struct schedule_id, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		ids[i] = all.v[i].id;
	for (size_t i = 0; i < v->dates.n; i++) {
		int64_t at = local_minutes((struct local){ v->dates.v[i].day, g->start_min });

		spans[i] = (struct range){ at, at + g->duration_min };
	}
	TRY(strikes_of_agendas(rq->db, rq->a, &rq->who.scope, rq->now, (struct schedule_ids){ ids, all.n },
		(struct spans){ spans, v->dates.n }, &v->struck));
	for (size_t i = 0; i < v->struck.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, v->struck.v[i].patient.v, v->struck.v[i].organization.v));
	return OK;
}

enum err gathering_plan_look(struct rq *rq)
{
	struct gathering_look v = { .sent = plan_sent(rq) };
	struct service service;
	struct schedule agenda;
	struct leaders who;
	struct gathering_series s;

	TRY(read_plan(rq, &v.h, &s, &who, &agenda));
	v.g = s.g;
	v.series = s.rule.n > 0;
	v.until = s.until;
	TRY(service_get(rq->db, rq->a, s.g.service, &service));
	v.service = in_lang(rq->lang, &service.name);
	v.agenda = in_lang(rq->lang, &agenda.name);
	TRY(look_at_dates(rq, &s, plan_ids(rq->a, &who), &v));
	TRY(look_at_people(rq, &s.g, plan_ids(rq->a, &who), &v));

	struct page *pg = rq_page(rq, 200);

	v.leaders = leaders_text(pg, &who);
	v.place = gathering_place(pg, &s.g);
	t_gatherings_look(pg, &v);
	return OK;
}

enum err gathering_plan_save(struct rq *rq)
{
	struct str role = str_of(role_code(rq->who.role));
	struct gathering_series_id series;
	struct gathering_id id;
	struct schedule agenda;
	struct leaders who;
	struct gathering_series s;
	struct house h;
	enum err e;

	TRY(read_plan(rq, &h, &s, &who, &agenda));
	if (s.rule.n)
		e = gathering_series_add(rq->db, rq->a, rq->now, &s, plan_ids(rq->a, &who), role, &series);
	else
		e = gathering_add(rq->db, rq->a, rq->now, &s.g, plan_ids(rq->a, &who), role, &id);
	if (e == E_CONFLICT) {
		TRY(plan_again(rq, N_("Another session has some of that time. Choose another time or agenda.")));
		return E_CONFLICT;
	}
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, agenda.organization.v, agenda.organization.v, S("gathering")));
	if (s.rule.n)
		return rq_redirect(rq, "/desk/gatherings");
	return rq_redirect(rq, "/desk/gatherings/%lld?done=made", (long long)id.v);
}

struct end_in { int64_t version; struct day last; };
static const struct field end_fields[] = {
	FIELD(end_in, version, F_INT, int64_t, .min = 1, .max = INT64_MAX),
	FIELD(end_in, last, F_DAY, struct day, .required = true, .missing = N_("Choose a day.")),
};
const struct form gathering_series_end_form = FORM(end_in, end_fields);

enum err gathering_series_end_save(struct rq *rq)
{
	const struct end_in *in = rq->form;
	struct change_ask by = staff_ask(rq);
	struct gathering_series s;
	struct house h;
	int64_t left;
	enum err e;

	TRY(house_of(rq, &h));
	TRY(gathering_series_get(rq->db, rq->a, (struct gathering_series_id){ rq_id(rq, 0) }, &s));
	TRY(in_house(rq, &h, s.g.organization));
	if (in->last.n < h.now.day.n)
		return rq_wrong(rq, "last", N_("Choose a day from today on."));
	e = gathering_series_end(rq->db, rq->a, rq->now, s.id, in->version, in->last, &by, &left);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else has changed this session meanwhile. Look at it again."));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, s.g.organization.v, s.g.organization.v, S("gathering")));
	return rq_redirect(rq, "/desk/gatherings?left=%lld", (long long)left);
}
