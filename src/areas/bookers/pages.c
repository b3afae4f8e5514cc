/* What the head of admissions sees of those who book for others, and what they are allowed. */
#include "areas/bookers/view.h"

#include "areas/appointments/appointments.h"
#include "areas/organizations/organizations.h"
#include "areas/schedules/schedules.h"
#include "base/num.h"
#include "base/random.h"
#include "bookers_t.h"
#include "organizations_q.h"
#include "web/web.h"

enum { MAY = R(HEAD_OF_ADMISSIONS) | R(DIRECTOR), SHOWN_DAYS = 30 };

static const struct { const char *code, *label; } reaches[REACH_MAX] = {
	[REACH_NONE] = { "none", N_("Nobody from elsewhere") },
	[REACH_PROVINCE] = { "province", N_("From the same province") },
	[REACH_REGION] = { "region", N_("From the same region") },
	[REACH_COUNTRY] = { "country", N_("From the whole country") },
};
static const char *const reach_codes[] = { "none", "province", "region", "country", NULL };

/* The limits of an establishment: setting, field, words. */
static const struct { const char *setting, *name, *label; } limits[] = {
	{ SETTING_CENTRE_DAY, "centre_day", N_("Each health centre, at most a day") },
	{ SETTING_CENTRE_WEEK, "centre_week", N_("Each health centre, at most a week") },
	{ SETTING_CENTRE_LETTERS, "centre_letters", N_("Each health centre, referrals at most a day") },
	{ SETTING_HELPER_DAY, "helper_day", N_("Each helper, at most a day") },
	{ SETTING_HELPER_OPEN, "helper_open", N_("Each helper, at most to come at once") },
	{ SETTING_HELPER_AGENDA, "helper_agenda", N_("Each helper, at most to come in one agenda") },
	{ SETTING_HELPER_PHONE, "helper_phone", N_("Persons for whom a helper may give one telephone") },
};
enum { LIMITS = sizeof(limits) / sizeof(limits[0]) };

static enum err here(struct rq *rq, struct organization_get_row *ret, struct day *ret_today)
{
	const struct zone *zone;

	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, ret));
	TRY(zone_get(ret->zone, &zone));
	*ret_today = zone_local(zone, rq->now).day;
	return OK;
}

/* ---- who ---- */

static struct str or_empty(struct str s)
{
	return s.p ? s : S("");
}

static struct str place_of(struct rq *rq, struct str fr, struct str ar, struct str en)
{
	return fr.p ? organization_name(rq->lang, fr, ar, en) : S("");
}

static enum err add_figures(struct rq *rq, const struct booker_id *ids, struct day today, struct booker_lines *lines)
{
	struct day since = { today.n - SHOWN_DAYS + 1 };
	struct booker_figures_rows f;
	struct booker_phones_rows p;

	TRY(booker_figures(rq->db, rq->a, today, ids, lines->n, since, &f));
	TRY(booker_phones(rq->db, rq->a, ids, lines->n, since, &p));
	for (size_t i = 0; i < lines->n; i++) {
		struct booker_line *l = &lines->v[i];

		for (size_t k = 0; k < f.n; k++)
			if (f.v[k].booker.v == l->id.v) {
				l->n = f.v[k].n;
				l->today = f.v[k].of_today;
				l->cancelled = f.v[k].cancelled;
				l->missed = f.v[k].missed;
				l->ahead = f.v[k].ahead;
			}
		for (size_t k = 0; k < p.n; k++)
			if (p.v[k].booker.v == l->id.v)
				l->phones = p.v[k].n;
	}
	return OK;
}

static enum err list_bookers(struct rq *rq, struct day today, struct booker_lines *ret)
{
	struct booker_list_rows rows;
	struct booker_id *ids;

	TRY(booker_list(rq->db, rq->a, rq->who.tree_lo, rq->who.tree_hi, &rows));
	ret->v = ARENA_ARRAY(rq->a, struct booker_line, rows.n + 1);
	ids = ARENA_ARRAY(rq->a, struct booker_id, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct booker_list_row *r = &rows.v[i];
		bool helper = str_eq(r->kind, S("helper"));

		ids[i] = r->id;
		ret->v[ret->n++] = (struct booker_line){ .id = r->id, .stopped = r->stopped,
			.value = arena_fmt(rq->a, "%.*s:%lld", STR_ARG(r->kind), (long long)r->subject),
			.name = helper ? (struct name){ or_empty(r->account.s) }
				: (struct name){ place_of(rq, r->centre_fr, r->centre_ar, r->centre_en) },
			.place = helper ? place_of(rq, r->login_place_fr, r->login_place_ar, r->login_place_en) : S("") };
	}
	return rows.n ? add_figures(rq, ids, today, ret) : OK;
}

static bool listed(const struct booker_choices *all, struct str value)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].value, value))
			return true;
	return false;
}

/* Those of the country that may book here, each once: a health centre, a helper who works at several places. */
static enum err list_candidates(struct rq *rq, struct booker_choices *ret)
{
	struct booker_above_rows up;
	struct booker_candidates_rows rows;

	TRY(booker_above(rq->db, rq->a, rq->who.tree_lo, &up));
	if (!up.n)
		return E_NOTFOUND;
	TRY(booker_candidates(rq->db, rq->a, up.v[up.n - 1].tree_lo, up.v[up.n - 1].tree_hi, &rows));
	ret->v = ARENA_ARRAY(rq->a, struct booker_choice, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct booker_candidates_row *r = &rows.v[i];
		bool helper = str_eq(r->role, S("helper"));
		struct str place = organization_name(rq->lang, r->place_fr, r->place_ar, r->place_en);
		struct str value = arena_fmt(rq->a, "%s:%lld", helper ? "helper" : "centre", (long long)(helper ? r->account : r->place.v));

		if (listed(ret, value))
			continue;
		ret->v[ret->n++] = (struct booker_choice){ value, helper ? arena_fmt(rq->a, "%.*s (%.*s)", STR_ARG(r->name.s), STR_ARG(place)) : place };
	}
	return OK;
}

/* Those whose limits are in the list above already are not offered again. */
static void leave_out(struct booker_choices *all, const struct booker_lines *lines)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		bool there = false;

		for (size_t k = 0; k < lines->n; k++)
			there = there || str_eq(lines->v[k].value, all->v[i].value);
		if (!there)
			all->v[n++] = all->v[i];
	}
	all->n = n;
}

/* ---- what holds ---- */

static enum err list_limits(struct rq *rq, int64_t lo, struct bookers_page *p)
{
	struct limit_field *f = ARENA_ARRAY(rq->a, struct limit_field, LIMITS);
	struct reach_choice *r = ARENA_ARRAY(rq->a, struct reach_choice, REACH_MAX);
	int64_t reach;

	TRY(organization_setting(rq->db, rq->a, lo, SETTING_BOOKER_REACH, &reach));
	for (size_t i = 0; i < REACH_MAX; i++)
		r[i] = (struct reach_choice){ reaches[i].code, reaches[i].label, reach == (int64_t)i };
	for (size_t i = 0; i < LIMITS; i++) {
		f[i] = (struct limit_field){ .name = limits[i].name, .label = limits[i].label };
		TRY(organization_setting(rq->db, rq->a, lo, limits[i].setting, &f[i].value));
	}
	p->reaches = (struct reach_choices){ r, REACH_MAX };
	p->fields = (struct limit_fields){ f, LIMITS };
	return OK;
}

static int64_t or_none(struct opt_int v)
{
	return v.is ? v.v : -1;
}

static enum err list_types(struct rq *rq, struct organization_id o, struct bookers_page *p)
{
	struct booker_types_rows rows;
	struct services all;

	TRY(booker_types(rq->db, rq->a, o, &rows));
	TRY(service_list(rq->db, rq->a, o, &all));
	p->types.v = ARENA_ARRAY(rq->a, struct type_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct booker_types_row *r = &rows.v[i];

		p->types.v[p->types.n++] = (struct type_line){ r->service, organization_name(rq->lang, r->name_fr, r->name_ar, r->name_en),
			r->reach.is && r->reach.v >= 0 && r->reach.v < REACH_MAX ? reaches[r->reach.v].label : NULL,
			or_none(r->per_day), or_none(r->per_week) };
	}
	p->services.v = ARENA_ARRAY(rq->a, struct booker_choice, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active)
			p->services.v[p->services.n++] = (struct booker_choice){
				arena_fmt(rq->a, "%lld", (long long)all.v[i].id.v), all.v[i].name.v[rq->lang] };
	return OK;
}

static enum err list_page(struct rq *rq)
{
	struct bookers_page p = { 0 };
	struct organization_get_row o;
	struct day today;

	TRY(here(rq, &o, &today));
	p.step = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	TRY(list_bookers(rq, today, &p.lines));
	TRY(list_candidates(rq, &p.candidates));
	leave_out(&p.candidates, &p.lines);
	TRY(list_limits(rq, o.tree_lo, &p));
	TRY(list_types(rq, o.id, &p));
	t_bookers_list(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &p);
	return OK;
}

static enum err noted(struct rq *rq, const char *what)
{
	return rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, str_of(what));
}

struct words_in { int32_t reach; int64_t centre_day, centre_week, centre_letters, helper_day, helper_open, helper_agenda, helper_phone; };
static const struct field words_fields[] = {
	FIELD(words_in, reach, F_CHOICE, int32_t, .required = true, .choices = reach_codes),
	FIELD(words_in, centre_day, F_INT, int64_t, .required = true, .max = 1000),
	FIELD(words_in, centre_week, F_INT, int64_t, .required = true, .max = 5000),
	FIELD(words_in, centre_letters, F_INT, int64_t, .required = true, .max = 1000),
	FIELD(words_in, helper_day, F_INT, int64_t, .required = true, .max = 1000),
	FIELD(words_in, helper_open, F_INT, int64_t, .required = true, .max = 1000),
	FIELD(words_in, helper_agenda, F_INT, int64_t, .required = true, .max = 1000),
	FIELD(words_in, helper_phone, F_INT, int64_t, .required = true, .min = 1, .max = 20),
};
static const struct form words_form = FORM(words_in, words_fields);

static enum err words_save(struct rq *rq)
{
	const struct words_in *in = rq->form;
	const int64_t values[LIMITS] = { in->centre_day, in->centre_week, in->centre_letters, in->helper_day, in->helper_open, in->helper_agenda,
		in->helper_phone };
	struct organization_get_row o;
	struct day today;

	TRY(here(rq, &o, &today));
	TRY(organization_setting_set(rq->db, rq->a, o.id, o.tree_lo, SETTING_BOOKER_REACH, in->reach));
	for (size_t i = 0; i < LIMITS; i++)
		TRY(organization_setting_set(rq->db, rq->a, o.id, o.tree_lo, limits[i].setting, values[i]));
	TRY(noted(rq, "bookers"));
	return rq_redirect(rq, "/desk/bookers");
}

/* ---- a type ---- */

struct type_in { struct service_id type; int32_t far; int64_t type_day, type_week; bool drop; };
static const struct field type_fields[] = {
	FIELD(type_in, type, F_ID, struct service_id, .required = true, .missing = N_("Choose a type.")),
	FIELD(type_in, far, F_CHOICE, int32_t, .choices = reach_codes),
	FIELD(type_in, type_day, F_INT, int64_t, .max = 1000),
	FIELD(type_in, type_week, F_INT, int64_t, .max = 5000),
	FIELD(type_in, drop, F_BOOL, bool),
};
static const struct form type_form = FORM(type_in, type_fields);

/* A limit that was left empty is none of its own. */
static struct opt_int typed(const struct rq *rq, const char *name, int64_t v)
{
	return (struct opt_int){ rq_raw(rq, name).n > 0, v };
}

static enum err type_save(struct rq *rq)
{
	const struct type_in *in = rq->form;
	struct organization_id o = { rq->who.organization };

	TRY(service_used_at(rq->db, rq->a, in->type, o));
	if (in->drop)
		TRY(booker_type_drop(rq->db, rq->a, o, in->type));
	else
		TRY(booker_type_put(rq->db, rq->a, o, in->type, (struct opt_int){ in->far >= 0, in->far },
			typed(rq, "type_day", in->type_day), typed(rq, "type_week", in->type_week)));
	TRY(noted(rq, "bookers"));
	return rq_redirect(rq, "/desk/bookers");
}

/* ---- one of them ---- */

struct add_in { struct str who; };
static const struct field add_fields[] = {
	FIELD(add_in, who, F_TEXT, struct str, .required = true, .max = 30, .missing = N_("Choose who.")),
};
static const struct form add_form = FORM(add_in, add_fields);

static enum err add(struct rq *rq)
{
	const struct add_in *in = rq->form;
	struct booker_choices all = { 0 };
	struct booker_lock_row r;
	struct str id = in->who, kind = str_cut(&id, ':');
	int64_t subject;

	TRY(list_candidates(rq, &all));
	if (!listed(&all, in->who) || num_parse(id, 1, INT64_MAX, &subject) != OK)
		return E_NOTFOUND;
	TRY(booker_lock(rq->db, rq->a, (struct booker_id){ random_id(rq->now) }, (struct organization_id){ rq->who.organization },
		kind, subject, &r));
	TRY(noted(rq, "bookers"));
	return rq_redirect(rq, "/desk/bookers/%lld", (long long)r.id.v);
}

static enum err load(struct rq *rq, struct booker_get_row *ret)
{
	return booker_get(rq->db, rq->a, (struct booker_id){ rq_id(rq, 0) }, rq->who.tree_lo, rq->who.tree_hi, ret);
}

static enum err own_limits(struct rq *rq, const struct booker_get_row *r, int64_t lo, struct booker_view *v)
{
	const struct { const char *name, *label; size_t of; struct opt_int value; bool helper, centre; } own[] = {
		{ "day", N_("At most a day"), v->helper ? 3 : 0, r->per_day, true, true },
		{ "week", N_("At most a week"), 1, r->per_week, false, true },
		{ "open", N_("At most to come at once"), 4, r->open_most, true, false },
		{ "agenda", N_("At most to come in one agenda"), 5, r->per_agenda, true, false },
	};
	struct limit_field *f = ARENA_ARRAY(rq->a, struct limit_field, 4);
	size_t n = 0;

	for (size_t i = 0; i < 4; i++) {
		if (v->helper ? !own[i].helper : !own[i].centre)
			continue;
		f[n] = (struct limit_field){ own[i].name, own[i].label, or_none(own[i].value), 0 };
		TRY(organization_setting(rq->db, rq->a, lo, limits[own[i].of].setting, &f[n++].standard));
	}
	v->fields = (struct limit_fields){ f, n };
	return OK;
}

static enum err list_visits(struct rq *rq, struct booker_id id, struct day since, struct booker_visit_lines *ret)
{
	struct booker_visits_rows rows;
	enum status s;

	TRY(booker_visits(rq->db, rq->a, &rq->who.scope, id, since, &rows));
	ret->v = ARENA_ARRAY(rq->a, struct booker_visit_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct booker_visits_row *r = &rows.v[i];

		ret->v[ret->n++] = (struct booker_visit_line){ r->id, r->made_day, r->day, r->start_min,
			place_of(rq, r->agenda_fr, r->agenda_ar, r->agenda_fr),
			status_of(r->status, &s) ? status_said(s, or_empty(r->cancelled_by)) : N_("Other") };
	}
	return OK;
}

static enum err one_page(struct rq *rq)
{
	struct organization_get_row o;
	struct booker_get_row r;
	struct day today;

	TRY(load(rq, &r));
	struct booker_view v = { .id = r.id, .helper = str_eq(r.kind, S("helper")), .stopped = r.stopped_at.v != INSTANT_NONE.v,
		.stopped_at = r.stopped_at, .stopped_by = { or_empty(r.stopped_by.s) }, .why = r.stopped_why, .version = r.version,
		.line = { .id = r.id } };
	struct booker_lines one = { &v.line, 1 };

	v.name.s = v.helper ? or_empty(r.account.s) : place_of(rq, r.centre_fr, r.centre_ar, r.centre_en);
	v.place = v.helper ? place_of(rq, r.login_place_fr, r.login_place_ar, r.login_place_en) : S("");
	TRY(here(rq, &o, &today));
	TRY(organization_get(rq->db, rq->a, r.organization, &o));
	TRY(own_limits(rq, &r, o.tree_lo, &v));
	TRY(add_figures(rq, &r.id, today, &one));
	TRY(booker_days(rq->db, rq->a, r.id, (struct day){ today.n - SHOWN_DAYS + 1 }, &v.days));
	TRY(list_visits(rq, r.id, (struct day){ today.n - SHOWN_DAYS + 1 }, &v.visits));
	t_bookers_one(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

struct own_in { int64_t day, week, open, agenda, version; };
static const struct field own_fields[] = {
	FIELD(own_in, day, F_INT, int64_t, .max = 1000),
	FIELD(own_in, week, F_INT, int64_t, .max = 5000),
	FIELD(own_in, open, F_INT, int64_t, .max = 1000),
	FIELD(own_in, agenda, F_INT, int64_t, .max = 1000),
	FIELD(own_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
static const struct form own_form = FORM(own_in, own_fields);

static enum err own_save(struct rq *rq)
{
	const struct own_in *in = rq->form;
	struct booker_get_row r;
	int64_t n;

	TRY(load(rq, &r));
	TRY(booker_limits_put(rq->db, rq->a, typed(rq, "day", in->day), typed(rq, "week", in->week), typed(rq, "open", in->open),
		typed(rq, "agenda", in->agenda), r.id, in->version, &n));
	if (!n)
		return rq_problem(rq, N_("Somebody else changed this meanwhile. Nothing was saved: look again."));
	TRY(noted(rq, "bookers"));
	return rq_redirect(rq, "/desk/bookers/%lld", (long long)r.id.v);
}

struct stop_in { struct str why; };
static const struct field stop_fields[] = {
	FIELD(stop_in, why, F_TEXT, struct str, .required = true, .max = 200, .missing = N_("Say why, in a few words.")),
};
static const struct form stop_form = FORM(stop_in, stop_fields);

static enum err stop(struct rq *rq)
{
	const struct stop_in *in = rq->form;
	struct booker_get_row r;

	TRY(load(rq, &r));
	TRY(booker_stop(rq->db, rq->a, rq->now, (struct opt_int){ true, rq->who.account }, in->why, r.id));
	TRY(noted(rq, "booker-stopped"));
	return rq_redirect(rq, "/desk/bookers/%lld", (long long)r.id.v);
}

static enum err resume(struct rq *rq)
{
	struct booker_get_row r;

	TRY(load(rq, &r));
	TRY(booker_stop(rq->db, rq->a, INSTANT_NONE, (struct opt_int){ 0 }, S(""), r.id));
	TRY(noted(rq, "booker-resumed"));
	return rq_redirect(rq, "/desk/bookers/%lld", (long long)r.id.v);
}

static const struct route routes[] = {
	{ "GET", "/desk/bookers", list_page, MAY, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/bookers", words_save, MAY, WRITE, &words_form, 0, list_page, NULL, NULL },
	{ "POST", "/desk/bookers/type", type_save, MAY, WRITE, &type_form, 0, list_page, NULL, NULL },
	{ "POST", "/desk/bookers/add", add, MAY, WRITE, &add_form, 0, list_page, NULL, NULL },
	{ "GET", "/desk/bookers/:id", one_page, MAY, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/bookers/:id", own_save, MAY, WRITE, &own_form, 0, one_page, NULL, NULL },
	{ "POST", "/desk/bookers/:id/stop", stop, MAY, WRITE, &stop_form, 0, one_page, NULL, NULL },
	{ "POST", "/desk/bookers/:id/resume", resume, MAY, WRITE, NULL, 0, NULL, NULL, NULL },
	{ 0 }
};
static const struct nav nav[] = {
	{ MAY, 48, "/desk/bookers", N_("Booking for others"), N_("Health centres and helpers who book here: what they did, how many they may, and stopping one."), NULL, NULL },
	{ 0 }
};
const struct area area_bookers = { .name = "bookers", .routes = routes, .nav = nav };
