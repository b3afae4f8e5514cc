/*
 * Administration of types of appointment: those of an establishment, those of a catalogue, and taking
 * types of the one from the other. See pages.h.
 */
#include "areas/schedules/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "organizations_q.h"
#include "schedules_t.h"

struct service_in {
	int64_t organization, version;
	struct str code, specialty, name_fr, name_ar, name_en, bring_fr, bring_ar, bring_en;
	struct str prepare_fr, prepare_ar, prepare_en, after_fr, after_ar, after_en;
	int64_t duration, step, before, after, lead, horizon, cancel, move, age_min, age_max,
		capacity;
	int32_t lead_unit, horizon_unit, cancel_unit, move_unit, age_min_unit, age_max_unit, visit, sex, place_kind;
	struct str accept_fr, accept_ar, accept_en;
	int64_t moves_max;
	struct day from;
	bool online, referral_required, sensitive, active, same_practitioner;
	bool desk, centre, may_cancel, may_move;
};
static const char *const visits[] = { "any", "first", "follow_up", NULL };
static const char *const sexes[] = { "any", "female", "male", NULL };
static const char *const age_units[] = { "months", "years", NULL };
static const char *const place_kinds[] = { "on_site", "home", "phone", "video", NULL };
enum { AGE_MAX_MONTHS = 1800 };
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
	TEXT(accept_fr), TEXT(accept_ar), TEXT(accept_en),
	FIELD(service_in, same_practitioner, F_BOOL, bool),
	FIELD(service_in, from, F_DAY, struct day, .wrong = N_("This date does not exist")),
	FIELD(service_in, moves_max, F_INT, int64_t, .max = 100),
	MINUTES(duration, 1, 1440), MINUTES(step, 1, 1440), MINUTES(before, 0, 720),
		MINUTES(after, 0, 720),
	MINUTES(lead, 0, 10000), UNIT(lead_unit), MINUTES(horizon, 0, 10000), UNIT(horizon_unit),
	MINUTES(cancel, 0, 10000), UNIT(cancel_unit), MINUTES(move, 0, 10000), UNIT(move_unit),
	MINUTES(age_min, 0, AGE_MAX_MONTHS), MINUTES(age_max, 0, AGE_MAX_MONTHS), MINUTES(capacity, 1, 1000),
	FIELD(service_in, age_min_unit, F_CHOICE, int32_t, .choices = age_units),
	FIELD(service_in, age_max_unit, F_CHOICE, int32_t, .choices = age_units),
	FIELD(service_in, visit, F_CHOICE, int32_t, .required = true, .choices = visits),
	FIELD(service_in, sex, F_CHOICE, int32_t, .required = true, .choices = sexes),
	FIELD(service_in, place_kind, F_CHOICE, int32_t, .required = true, .choices = place_kinds),
	FIELD(service_in, online, F_BOOL, bool),
	FIELD(service_in, referral_required, F_BOOL, bool),
	FIELD(service_in, sensitive, F_BOOL, bool),
	FIELD(service_in, active, F_BOOL, bool),
	FIELD(service_in, desk, F_BOOL, bool),
	FIELD(service_in, centre, F_BOOL, bool),
	FIELD(service_in, may_cancel, F_BOOL, bool),
	FIELD(service_in, may_move, F_BOOL, bool),
};
const struct form service_form = FORM(service_in, service_fields);

/* Of establishments, and of the ministry, regions and provinces of the branch: they have catalogues. */
static enum err services_at(struct rq *rq, struct admin_at *at)
{
	struct branch_catalogues_rows rows;

	TRY(admin_at(rq, at));
	TRY(branch_catalogues(rq->db, rq->a, rq->who.scope.lo, rq->who.scope.hi, &rows));
	struct desk_place *v = ARENA_ARRAY(rq->a, struct desk_place, rows.n + at->others.n + 1);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct desk_place){ rows.v[i].id, organization_name(rq->lang,
			rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en) };
	memcpy(v + rows.n, at->others.v, at->others.n * sizeof(*v));
	at->others = (struct desk_places){ v, rows.n + at->others.n };
	return OK;
}

static enum err name_of_organization(struct rq *rq, struct organization_id id, struct str *ret)
{
	struct organization_get_row o;

	TRY(organization_get(rq->db, rq->a, id, &o));
	*ret = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	return OK;
}

/* Each with the name of the organisation whose type it is, or follows. */
static enum err row_views(struct rq *rq, const struct admin_at *at, const struct services *all,
	struct service_row_views *ret)
{
	struct service_row_view *v = ARENA_ARRAY(rq->a, struct service_row_view, all->n + 1);

	for (size_t i = 0; i < all->n; i++) {
		struct service above = all->v[i];

		v[i] = (struct service_row_view){ .s = all->v[i],
			.differs = __builtin_popcountll((unsigned long long)all->v[i].own) };
		if (above.organization.v == at->organization.v && !above.above.v)
			continue;
		if (above.organization.v == at->organization.v)
			TRY(service_get(rq->db, rq->a, above.above, &above));
		TRY(name_of_organization(rq, above.organization, &v[i].from));
	}
	*ret = (struct service_row_views){ v, all->n };
	return OK;
}

enum err services_page(struct rq *rq)
{
	struct services_view view;
	struct services all;
	struct takeables may;
	struct page *pg;

	TRY(services_at(rq, &view.at));
	TRY(service_list(rq->db, rq->a, view.at.organization, &all));
	SORTED(rq, struct service, all, names_in(rq->lang, &it->name));
	TRY(row_views(rq, &view.at, &all, &view.all));
	TRY(services_takeable(rq->db, rq->a, view.at.organization, &may));
	SORTED(rq, struct takeable, may, names_in(rq->lang, &it->s.name));
	pg = rq_page(rq, 200);
	struct takeable_view *v = ARENA_ARRAY(rq->a, struct takeable_view, may.n + 1);

	for (size_t i = 0; i < may.n; i++)
		v[i] = (struct takeable_view){ may.v[i].s.id.v, names_in(rq->lang, &may.v[i].s.name),
			names_in(rq->lang, &may.v[i].organization),
			setting_said(pg, SF_DURATION, &may.v[i].s) };
	view.may = (struct takeable_views){ v, may.n };
	t_schedules_services(pg, &view);
	return OK;
}

/* Every type that is ticked, at once. */
enum err services_take_save(struct rq *rq)
{
	struct admin_at at;
	struct str name, value;

	TRY(admin_at(rq, &at));
	for (size_t i = 0; rq_pair(rq, i, &name, &value); i++) {
		struct service_id id, made;

		if (!str_eq(name, S("take")))
			continue;
		TRY(num_parse(value, 1, INT64_MAX, &id.v));
		enum err e = service_take(rq->db, rq->a, rq->now, at.organization, id, &made);

		if (e != OK && e != E_CONFLICT)	/* taken meanwhile: as good */
			return e;
	}
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, at.organization.v, at.organization.v, S("types")));
	return rq_redirect(rq, "/admin/services?organization=%lld", (long long)at.organization.v);
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

/* A new one may begin as a copy: where appointments freeze an old one, that is the way on. */
static enum err copied(struct rq *rq, struct service *s)
{
	struct service_id id;
	struct service from;

	if (!rq_raw(rq, "from_type").n)
		return OK;
	TRY(num_parse(rq_raw(rq, "from_type"), 1, INT64_MAX, &id.v));
	TRY(service_get(rq->db, rq->a, id, &from));
	TRY(service_used_at(rq->db, rq->a, id, s->organization));
	from.organization = s->organization;
	from.id.v = from.above.v = from.own = from.version = 0;
	from.booked = false;
	*s = from;
	return OK;
}

enum err service_new_page(struct rq *rq)
{
	struct service_view v = { .fresh = true };
	struct admin_at at;

	TRY(admin_at(rq, &at));
	v.s = blank_service(at.organization);
	TRY(copied(rq, &v.s));
	TRY(specialty_choices(rq, v.s.specialty, &v.specialties));
	v.place = at.name;
	t_schedules_service(rq_page(rq, 200), &v);
	return OK;
}

static void fill_service(const struct service_in *in, struct service *s)
{
	s->name = (struct names){ { in->name_fr, in->name_ar, in->name_en } };
	s->bring = (struct names){ { in->bring_fr, in->bring_ar, in->bring_en } };
	s->prepare = (struct names){ { in->prepare_fr, in->prepare_ar, in->prepare_en } };
	s->after = (struct names){ { in->after_fr, in->after_ar, in->after_en } };
	s->accept = (struct names){ { in->accept_fr, in->accept_ar, in->accept_en } };
	s->same_practitioner = in->same_practitioner;
	s->no_desk = !in->desk;
	s->no_centre = !in->centre;
	s->no_cancel = !in->may_cancel;
	s->no_move = !in->may_move;
	s->moves_max = (int32_t)in->moves_max;
	s->duration_min = (int32_t)in->duration;
	s->step_min = (int32_t)in->step;
	s->buffer_before_min = (int32_t)in->before;
	s->buffer_after_min = (int32_t)in->after;
	s->lead_min = length_minutes(in->lead, in->lead_unit);
	s->horizon_min = length_minutes(in->horizon, in->horizon_unit);
	s->cancel_limit_min = length_minutes(in->cancel, in->cancel_unit);
	s->move_limit_min = length_minutes(in->move, in->move_unit);
	s->age_min_months = (int32_t)in->age_min * (in->age_min_unit == 1 ? 12 : 1);
	s->age_max_months = (int32_t)in->age_max * (in->age_max_unit == 1 ? 12 : 1);
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
	if (s->age_min_months > AGE_MAX_MONTHS)
		return rq_wrong(rq, "age_min", N_("At most 150 years"));
	if (s->age_max_months > AGE_MAX_MONTHS)
		return rq_wrong(rq, "age_max", N_("At most 150 years"));
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
	enum err e = E_CONFLICT;

	TRY(admin_may(rq, s.organization));
	if (in->code.n && !code_valid(in->code))
		return rq_wrong(rq, "code", N_("A code has letters, digits and dashes"));
	if (!in->specialty.n)
		return rq_wrong(rq, "specialty", N_("Choose a speciality"));
	s.specialty = in->specialty;
	fill_service(in, &s);
	TRY(check_service(rq, &s));
	for (int n = 1; e == E_CONFLICT && n <= (in->code.n ? 1 : CODE_TRIES); n++) {
		s.code = in->code.n ? in->code : code_from(rq->a, in->name_fr, n);
		e = service_put(rq->db, rq->a, rq->now, &s, &id);
	}
	if (e == E_CONFLICT)
		return rq_wrong(rq, "code", N_("This code is taken"));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, s.organization.v, s.organization.v, S("types")));
	return rq_redirect(rq, "/admin/services/%lld?added=1", (long long)id.v);
}

static enum err my_service(struct rq *rq, struct service *ret)
{
	TRY(service_get(rq->db, rq->a, (struct service_id){ rq_id(rq, 0) }, ret));
	return admin_may(rq, ret->organization);
}

/* ---- one type, what it follows, what waits ---- */

static struct str labels_of(const struct page *pg, int64_t fields)
{
	struct str out = STR_NONE;

	for (int f = 0; f < SF_MAX; f++) {
		if (!(fields >> f & 1))
			continue;
		struct str one = tr(pg, setting_label((enum service_field)f));

		out = out.n ? FILL(pg, tr(pg, "%1, %2"), out, one) : one;
	}
	return out;
}

static enum err fill_above(struct rq *rq, const struct page *pg, struct service_view *v)
{
	v->taken = v->s.above.v != 0;
	if (!v->taken)
		return OK;
	TRY(service_get(rq->db, rq->a, v->s.above, &v->above));
	v->own = labels_of(pg, v->s.own);
	return name_of_organization(rq, v->above.organization, &v->above_place);
}

static enum err fill_waiting(struct rq *rq, const struct page *pg, struct service_view *v)
{
	struct amendments all;

	TRY(amendment_list(rq->db, rq->a, v->s.id, &all));
	struct amendment_view *w = ARENA_ARRAY(rq->a, struct amendment_view, all.n + 1);

	for (size_t i = 0; i < all.n; i++)
		w[i] = (struct amendment_view){ all.v[i].id.v, all.v[i].from, all.v[i].refused,
			setting_changes(pg, &all.v[i].before, &all.v[i].then) };
	v->waiting = (struct amendment_views){ w, all.n };
	return OK;
}

enum err service_page(struct rq *rq)
{
	struct service_view v = { 0 };
	struct page *pg;

	TRY(my_service(rq, &v.s));
	TRY(specialty_choices(rq, v.s.specialty, &v.specialties));
	v.added = rq_raw(rq, "added").n > 0;
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	TRY(fill_above(rq, pg, &v));
	TRY(fill_waiting(rq, pg, &v));
	TRY(service_followers(rq->db, rq->a, &v.s, (1LL << SF_MAX) - 1, &v.followers));
	t_schedules_service(pg, &v);
	return OK;
}

/* What is sent, and from when on; DAY_NONE: at once. */
static enum err asked_service(struct rq *rq, struct service *old, struct service *ret, struct day *ret_from)
{
	const struct service_in *in = rq->form;
	struct organization_get_row o;
	const struct zone *z;

	TRY(my_service(rq, old));
	*ret = *old;
	fill_service(in, ret);
	ret->version = in->version;
	TRY(check_service(rq, ret));
	*ret_from = in->from;
	if (!day_is(in->from))
		return OK;
	TRY(organization_get(rq->db, rq->a, old->organization, &o));
	TRY(zone_get(o.zone, &z));
	if (in->from.n < zone_local(z, rq->now).day.n)
		return rq_wrong(rq, "from", N_("This day has passed"));
	if (in->from.n == zone_local(z, rq->now).day.n)
		*ret_from = DAY_NONE;
	else if (old->active != ret->active)
		return rq_wrong(rq, "active", N_("Whether it is used is changed at once, not from a later day"));
	return OK;
}

static enum err frozen_of(struct rq *rq, const struct service *old, const struct service *s, struct day from,
	int64_t *ret)
{
	*ret = fields_frozen(old, s);
	return day_is(from) ? OK : service_frozen(rq->db, rq->a, old, s, ret);
}

static bool marked_only(const struct service *old, const struct service *s)
{
	return !fields_frozen(old, s) && !old->sensitive && s->sensitive;
}

enum err service_look(struct rq *rq)
{
	struct service_look v = { .sent = sent_pairs(rq) };
	struct service old;
	struct page *pg;
	int64_t frozen;

	TRY(asked_service(rq, &old, &v.s, &v.from));
	TRY(frozen_of(rq, &old, &v.s, v.from, &frozen));
	TRY(service_followers(rq->db, rq->a, &v.s, fields_differ(&old, &v.s), &v.followers));
	pg = rq_page(rq, 200);
	v.changes = setting_changes(pg, &old, &v.s);
	v.frozen = labels_of(pg, frozen);
	v.drawn = marked_only(&old, &v.s);
	t_schedules_service_look(pg, &v);
	return OK;
}

static enum err refused(struct rq *rq, const struct service *old, const struct service *s, enum err e)
{
	if (e == E_CONFLICT)
		return rq_problem(rq,
			N_("Somebody else changed this type of appointment meanwhile. Look at it again; yours was not saved."));
	if (e == E_DENIED && marked_only(old, s))
		return rq_problem(rq,
			N_("A public draw of this type runs and says its name: mark it as discreet when the draw is over, or give the draw up."));
	if (e == E_DENIED)
		return rq_problem(rq,
			N_("Appointments of this type exist. Where it takes place, for one or for several, first visit or follow-up, and that it is discreet stay as they are: begin a new type for what is to be different."));
	return e;
}

enum err service_save(struct rq *rq)
{
	struct service old, s;
	struct service_id id;
	struct amendment_id waits;
	struct day from;
	enum err e;

	TRY(asked_service(rq, &old, &s, &from));
	if (day_is(from)) {
		e = amendment_add(rq->db, rq->a, rq->now, &s, from, rq->who.account, &waits);
		if (e == E_INPUT)
			return rq_wrong(rq, "from", N_("Nothing would be different from that day on"));
	} else {
		e = service_put(rq->db, rq->a, rq->now, &s, &id);
	}
	if (e != OK)
		return refused(rq, &old, &s, e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, s.organization.v, s.organization.v, S("types")));
	if (day_is(from))
		return rq_redirect(rq, "/admin/services/%lld", (long long)s.id.v);
	return rq_redirect(rq, "/admin/services?organization=%lld", (long long)s.organization.v);
}

enum err amendment_remove_save(struct rq *rq)
{
	struct amendment_id id = { rq_id(rq, 0) };
	struct service_id service;
	struct service s;

	TRY(amendment_service(rq->db, rq->a, id, &service));
	TRY(service_get(rq->db, rq->a, service, &s));
	TRY(admin_may(rq, s.organization));
	TRY(amendment_drop(rq->db, rq->a, id));
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, s.organization.v, s.organization.v, S("types")));
	return rq_redirect(rq, "/admin/services/%lld", (long long)service.v);
}
