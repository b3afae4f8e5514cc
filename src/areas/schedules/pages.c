/*
 * Administration of types of appointment, practitioners and agendas. All in the branch of whoever
 * asks; a form that meets a newer version says so.
 */
#include "areas/schedules/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "base/utf8.h"
#include "schedules_t.h"

const char *const length_units[] = { "minutes", "hours", "days", NULL };

struct str names_in(enum lang l, const struct names *n)
{
	return n->v[l].n ? n->v[l] : n->v[LANG_FR];
}

struct length length_of(int32_t minutes)
{
	if (minutes && minutes % 1440 == 0)
		return (struct length){ minutes / 1440, "days" };
	if (minutes && minutes % 60 == 0)
		return (struct length){ minutes / 60, "hours" };
	return (struct length){ minutes, "minutes" };
}

int32_t length_minutes(int64_t n, int32_t unit)
{
	static const int32_t each[] = { 1, 60, 1440 };

	return (int32_t)n * each[unit < 0 || unit > 2 ? 0 : unit];
}

enum err admin_may(struct rq *rq, struct organization_id organization)
{
	struct organization_in_branch_row r;

	return organization_in_branch(rq->db, rq->a, organization, rq->who.scope.lo,
		rq->who.scope.hi, &r);
}

/* One list sorted by a text of each (`it`), as readers of the language expect it. */
#define SORTED(rq, type, list, text) do { \
	struct str *labels_ = ARENA_ARRAY((rq)->a, struct str, (list).n + 1); \
	type *sorted_ = ARENA_ARRAY((rq)->a, type, (list).n + 1); \
	const size_t *order_; \
	for (size_t i_ = 0; i_ < (list).n; i_++) { \
		const type *it = &(list).v[i_]; \
		labels_[i_] = (text); \
	} \
	order_ = utf8_order((rq)->a, lang_code((rq)->lang), labels_, (list).n); \
	for (size_t i_ = 0; i_ < (list).n; i_++) \
		sorted_[i_] = (list).v[order_[i_]]; \
	(list).v = sorted_; \
} while (0)

struct option_ids options_sorted(struct rq *rq, struct option_ids list)
{
	SORTED(rq, struct option_id, list, it->label);
	return list;
}

static struct choices choices_sorted(struct rq *rq, struct choices list)
{
	SORTED(rq, struct choice, list, it->label);
	return list;
}

static struct desk_places places_sorted(struct rq *rq, struct desk_places list)
{
	SORTED(rq, struct desk_place, list, it->name);
	return list;
}

struct at_in { int64_t organization; };
static const struct field at_fields[] = { FIELD(at_in, organization, F_INT, int64_t,
	.max = INT64_MAX) };
const struct form at_form = FORM(at_in, at_fields);

enum err admin_at(struct rq *rq, struct admin_at *ret)
{
	struct organization_in_branch_row me;
	struct branch_places_rows rows;
	int64_t id = rq->who.organization;

	if (rq_raw(rq, "organization").n)
		TRY(num_parse(rq_raw(rq, "organization"), 1, INT64_MAX,
			&id) == OK ? OK : E_NOTFOUND);
	TRY(organization_in_branch(rq->db, rq->a, (struct organization_id){ id },
		rq->who.scope.lo, rq->who.scope.hi, &me));
	TRY(branch_places(rq->db, rq->a, rq->who.scope.lo, rq->who.scope.hi, &rows));
	struct desk_place *v = ARENA_ARRAY(rq->a, struct desk_place, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct desk_place){ rows.v[i].id, organization_name(rq->lang,
			rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en) };
	*ret = (struct admin_at){ { id }, organization_name(rq->lang, me.name_fr, me.name_ar,
		me.name_en), places_sorted(rq, (struct desk_places){ v, rows.n }) };
	return OK;
}

enum err specialty_choices(struct rq *rq, struct str chosen, struct choices *ret)
{
	struct specialties_rows rows;

	TRY(specialties(rq->db, rq->a, &rows));
	struct choice *v = ARENA_ARRAY(rq->a, struct choice, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct choice){ arena_cstr(rq->a, rows.v[i].code),
			organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar,
				rows.v[i].name_en),
			str_eq(rows.v[i].code, chosen) };
	*ret = choices_sorted(rq, (struct choices){ v, rows.n });
	return OK;
}

static bool code_valid(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]) && !ascii_is_alpha(s.p[i]) && s.p[i] != '-'
			&& s.p[i] != '_')
			return false;
	return s.n > 0;
}

/* ---- types of appointment ---- */

struct service_in {
	int64_t organization, version;
	struct str code, specialty, name_fr, name_ar, name_en, bring_fr, bring_ar, bring_en;
	struct str prepare_fr, prepare_ar, prepare_en, after_fr, after_ar, after_en;
	int64_t duration, step, before, after, lead, horizon, cancel, move, age_min, age_max,
		capacity;
	int32_t lead_unit, horizon_unit, cancel_unit, move_unit, visit, sex, place_kind;
	bool online, referral_required, sensitive, active, same_practitioner;
};
static const char *const visits[] = { "any", "first", "follow_up", NULL };
static const char *const sexes[] = { "any", "female", "male", NULL };
static const char *const place_kinds[] = { "on_site", "home", "phone", "video", NULL };
#define MINUTES(mem, least, most) FIELD(service_in, mem, F_INT, int64_t, .required = true, \
	.min = (least), .max = (most))
#define UNIT(mem) FIELD(service_in, mem, F_CHOICE, int32_t, .required = true, \
	.choices = length_units)
#define TEXT(mem) FIELD(service_in, mem, F_TEXT, struct str, .max = 600)
static const struct field service_fields[] = {
	FIELD(service_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(service_in, version, F_INT, int64_t, .max = INT64_MAX),
	FIELD(service_in, code, F_TEXT, struct str, .max = 40),
	FIELD(service_in, specialty, F_TEXT, struct str, .max = 60),
	FIELD(service_in, name_fr, F_TEXT, struct str, .required = true,
		.missing = N_("Write the French name")),
	FIELD(service_in, name_ar, F_TEXT, struct str, .required = true,
		.missing = N_("Write the Arabic name")),
	FIELD(service_in, name_en, F_TEXT, struct str),
	FIELD(service_in, bring_fr, F_TEXT, struct str, .max = 600),
	FIELD(service_in, bring_ar, F_TEXT, struct str, .max = 600),
	FIELD(service_in, bring_en, F_TEXT, struct str, .max = 600),
	TEXT(prepare_fr), TEXT(prepare_ar), TEXT(prepare_en),
	TEXT(after_fr), TEXT(after_ar), TEXT(after_en),
	FIELD(service_in, same_practitioner, F_BOOL, bool),
	MINUTES(duration, 1, 1440), MINUTES(step, 1, 1440), MINUTES(before, 0, 720),
		MINUTES(after, 0, 720),
	MINUTES(lead, 0, 10000), UNIT(lead_unit), MINUTES(horizon, 0, 10000), UNIT(horizon_unit),
	MINUTES(cancel, 0, 10000), UNIT(cancel_unit), MINUTES(move, 0, 10000), UNIT(move_unit),
	MINUTES(age_min, 0, 1800), MINUTES(age_max, 0, 1800), MINUTES(capacity, 1, 1000),
	FIELD(service_in, visit, F_CHOICE, int32_t, .required = true, .choices = visits),
	FIELD(service_in, sex, F_CHOICE, int32_t, .required = true, .choices = sexes),
	FIELD(service_in, place_kind, F_CHOICE, int32_t, .required = true, .choices = place_kinds),
	FIELD(service_in, online, F_BOOL, bool),
	FIELD(service_in, referral_required, F_BOOL, bool),
	FIELD(service_in, sensitive, F_BOOL, bool),
	FIELD(service_in, active, F_BOOL, bool),
};
const struct form service_form = FORM(service_in, service_fields);

enum err services_page(struct rq *rq)
{
	struct admin_at at;
	struct services all;

	TRY(admin_at(rq, &at));
	TRY(service_list(rq->db, rq->a, at.organization, &all));
	SORTED(rq, struct service, all, names_in(rq->lang, &it->name));
	t_schedules_services(rq_page(rq, 200), &at, all);
	return OK;
}

/* What a new type begins with: 20 minutes, a day ahead, three months. */
static struct service blank_service(struct organization_id organization)
{
	return (struct service){ .organization = organization, .duration_min = 20, .step_min = 20,
		.lead_min = 1440,
		.horizon_min = 90 * 1440, .cancel_limit_min = 1440, .move_limit_min = 1440,
			.online = true, .active = true,
		.visit = S("any"), .sex = S("any"), .place_kind = S("on_site"), .capacity = 1 };
}

enum err service_new_page(struct rq *rq)
{
	struct admin_at at;
	struct choices specialties_;
	struct service s;

	TRY(admin_at(rq, &at));
	TRY(specialty_choices(rq, STR_NONE, &specialties_));
	s = blank_service(at.organization);
	t_schedules_service(rq_page(rq, 200), &s, at.name, specialties_, true);
	return OK;
}

static void fill_service(const struct service_in *in, struct service *s)
{
	s->name = (struct names){ { in->name_fr, in->name_ar, in->name_en } };
	s->bring = (struct names){ { in->bring_fr, in->bring_ar, in->bring_en } };
	s->prepare = (struct names){ { in->prepare_fr, in->prepare_ar, in->prepare_en } };
	s->after = (struct names){ { in->after_fr, in->after_ar, in->after_en } };
	s->same_practitioner = in->same_practitioner;
	s->duration_min = (int32_t)in->duration;
	s->step_min = (int32_t)in->step;
	s->buffer_before_min = (int32_t)in->before;
	s->buffer_after_min = (int32_t)in->after;
	s->lead_min = length_minutes(in->lead, in->lead_unit);
	s->horizon_min = length_minutes(in->horizon, in->horizon_unit);
	s->cancel_limit_min = length_minutes(in->cancel, in->cancel_unit);
	s->move_limit_min = length_minutes(in->move, in->move_unit);
	s->age_min_months = (int32_t)in->age_min;
	s->age_max_months = (int32_t)in->age_max;
	s->capacity = (int32_t)in->capacity;
	s->visit = str_of(visits[in->visit]);
	s->sex = str_of(sexes[in->sex]);
	s->place_kind = str_of(place_kinds[in->place_kind]);
	s->online = in->online;
	s->referral_required = in->referral_required;
	s->sensitive = in->sensitive;
	s->active = in->active;
}

/* Beside which field a refusal of service_put belongs. */
static enum err check_service(struct rq *rq, const struct service *s)
{
	enum { TWO_YEARS = 2 * 366 * 1440 };

	if (s->lead_min > TWO_YEARS)
		return rq_wrong(rq, "lead", N_("At most two years"));
	if (s->horizon_min > TWO_YEARS)
		return rq_wrong(rq, "horizon", N_("At most two years"));
	if (s->horizon_min <= s->lead_min)
		return rq_wrong(rq, "horizon", N_("This must be later than the earliest time"));
	if (s->cancel_limit_min > TWO_YEARS)
		return rq_wrong(rq, "cancel", N_("At most two years"));
	if (s->move_limit_min > TWO_YEARS)
		return rq_wrong(rq, "move", N_("At most two years"));
	if (s->age_max_months && s->age_max_months < s->age_min_months)
		return rq_wrong(rq, "age_max", N_("The highest age is below the lowest"));
	return OK;
}

enum err service_new_save(struct rq *rq)
{
	const struct service_in *in = rq->form;
	struct service s = blank_service((struct organization_id){ in->organization
		? in->organization : rq->who.organization });
	struct service_id id;
	enum err e;

	TRY(admin_may(rq, s.organization));
	if (!code_valid(in->code))
		return rq_wrong(rq, "code", N_("A code has letters, digits and dashes"));
	if (!in->specialty.n)
		return rq_wrong(rq, "specialty", N_("Choose a speciality"));
	s.code = in->code;
	s.specialty = in->specialty;
	fill_service(in, &s);
	TRY(check_service(rq, &s));
	e = service_put(rq->db, rq->a, rq->now, &s, &id);
	if (e == E_CONFLICT)
		return rq_wrong(rq, "code", N_("This code is taken"));
	TRY(e);
	return rq_redirect(rq, "/admin/services?organization=%lld", (long long)s.organization.v);
}

static enum err my_service(struct rq *rq, struct service *ret)
{
	TRY(service_get(rq->db, rq->a, (struct service_id){ rq_id(rq, 0) }, ret));
	return admin_may(rq, ret->organization);
}

enum err service_page(struct rq *rq)
{
	struct service s;
	struct choices specialties_;

	TRY(my_service(rq, &s));
	TRY(specialty_choices(rq, s.specialty, &specialties_));
	t_schedules_service(rq_page(rq, 200), &s, STR_NONE, specialties_, false);
	return OK;
}

enum err service_save(struct rq *rq)
{
	const struct service_in *in = rq->form;
	struct service s;
	struct service_id id;
	enum err e;

	TRY(my_service(rq, &s));
	fill_service(in, &s);
	s.version = in->version;
	TRY(check_service(rq, &s));
	e = service_put(rq->db, rq->a, rq->now, &s, &id);
	if (e == E_CONFLICT)
		return rq_problem(rq,
			N_("Somebody else changed this type of appointment meanwhile. Look at it again; yours was not saved."));
	TRY(e);
	return rq_redirect(rq, "/admin/services?organization=%lld", (long long)s.organization.v);
}

/* ---- practitioners ---- */

struct practitioner_in {
	int64_t organization, version;
	struct str code, specialty;
	struct name name;
	struct str name_ar;
	int32_t sex;
	bool active;
};
static const char *const practitioner_sexes[] = { "female", "male", "unknown", NULL };
static const struct field practitioner_fields[] = {
	FIELD(practitioner_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(practitioner_in, version, F_INT, int64_t, .max = INT64_MAX),
	FIELD(practitioner_in, code, F_TEXT, struct str, .max = 40),
	FIELD(practitioner_in, specialty, F_TEXT, struct str, .required = true, .max = 60,
		.missing = N_("Choose a speciality")),
	FIELD(practitioner_in, name, F_NAME, struct name, .required = true,
		.missing = N_("Write the name")),
	FIELD(practitioner_in, name_ar, F_TEXT, struct str, .max = 120),
	FIELD(practitioner_in, sex, F_CHOICE, int32_t, .required = true,
		.choices = practitioner_sexes),
	FIELD(practitioner_in, active, F_BOOL, bool),
};
const struct form practitioner_form = FORM(practitioner_in, practitioner_fields);

enum err practitioners_page(struct rq *rq)
{
	struct admin_at at;
	struct practitioners all;

	TRY(admin_at(rq, &at));
	TRY(practitioner_list(rq->db, rq->a, at.organization, &all));
	t_schedules_practitioners(rq_page(rq, 200), &at, all);
	return OK;
}

enum err practitioner_new_page(struct rq *rq)
{
	struct admin_at at;
	struct choices specialties_;

	TRY(admin_at(rq, &at));
	TRY(specialty_choices(rq, STR_NONE, &specialties_));
	t_schedules_practitioner(rq_page(rq, 200),
		&(struct practitioner){ .organization = at.organization,
		.sex = S("unknown"), .active = true }, at.name, specialties_, true);
	return OK;
}

static void fill_practitioner(const struct practitioner_in *in, struct practitioner *p)
{
	p->name = in->name;
	p->name_ar.s = in->name_ar;
	p->sex = str_of(practitioner_sexes[in->sex]);
	p->specialty = in->specialty;
	p->active = in->active;
}

enum err practitioner_new_save(struct rq *rq)
{
	const struct practitioner_in *in = rq->form;
	struct practitioner p = { .organization = { in->organization ? in->organization
		: rq->who.organization }, .code = in->code };
	struct practitioner_id id;
	enum err e;

	TRY(admin_may(rq, p.organization));
	if (!code_valid(in->code))
		return rq_wrong(rq, "code", N_("A code has letters, digits and dashes"));
	fill_practitioner(in, &p);
	e = practitioner_put(rq->db, rq->a, rq->now, &p, &id);
	if (e == E_CONFLICT)
		return rq_wrong(rq, "code", N_("This code is taken"));
	TRY(e);
	return rq_redirect(rq, "/admin/practitioners?organization=%lld",
		(long long)p.organization.v);
}

static enum err my_practitioner(struct rq *rq, struct practitioner *ret)
{
	TRY(practitioner_get(rq->db, rq->a, (struct practitioner_id){ rq_id(rq, 0) }, ret));
	return admin_may(rq, ret->organization);
}

enum err practitioner_page(struct rq *rq)
{
	struct practitioner p;
	struct choices specialties_;

	TRY(my_practitioner(rq, &p));
	TRY(specialty_choices(rq, p.specialty, &specialties_));
	t_schedules_practitioner(rq_page(rq, 200), &p, STR_NONE, specialties_, false);
	return OK;
}

enum err practitioner_save(struct rq *rq)
{
	const struct practitioner_in *in = rq->form;
	struct practitioner p;
	struct practitioner_id id;
	enum err e;

	TRY(my_practitioner(rq, &p));
	fill_practitioner(in, &p);
	p.version = in->version;
	e = practitioner_put(rq->db, rq->a, rq->now, &p, &id);
	if (e == E_CONFLICT)
		return rq_problem(rq,
			N_("Somebody else changed this practitioner meanwhile. Look at it again; yours was not saved."));
	TRY(e);
	return rq_redirect(rq, "/admin/practitioners?organization=%lld",
		(long long)p.organization.v);
}
