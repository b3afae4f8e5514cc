/*
 * Administration of practitioners and agendas. All in the branch of whoever
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

bool code_valid(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]) && !ascii_is_alpha(s.p[i]) && s.p[i] != '-'
			&& s.p[i] != '_')
			return false;
	return s.n > 0;
}

struct str code_from(struct arena *a, struct str name, int n)
{
	enum { LETTERS = 32 };
	struct str fold = utf8_fold(a, name);
	char s[LETTERS];
	size_t len = 0;

	for (size_t i = 0; i < fold.n && len < LETTERS; i++)
		if (ascii_is_digit(fold.p[i]) || ascii_is_alpha(fold.p[i]))
			s[len++] = fold.p[i];
		else if (len && s[len - 1] != '-')
			s[len++] = '-';
	while (len && s[len - 1] == '-')
		len--;
	if (n > 1 || !len)
		return arena_fmt(a, "%.*s%s%d", (int)len, s, len ? "-" : "n", n);
	return arena_str(a, (struct str){ s, len });
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

enum err admin_note(struct rq *rq, struct organization_id o, const char *what)
{
	return rq_audit_about(rq, AUDIT_ORGANIZATION, o.v, o.v, str_of(what));
}

enum err practitioner_new_save(struct rq *rq)
{
	const struct practitioner_in *in = rq->form;
	struct practitioner p = { .organization = { in->organization ? in->organization
		: rq->who.organization } };
	struct practitioner_id id;
	enum err e = E_CONFLICT;

	TRY(admin_may(rq, p.organization));
	if (in->code.n && !code_valid(in->code))
		return rq_wrong(rq, "code", N_("A code has letters, digits and dashes"));
	fill_practitioner(in, &p);
	for (int n = 1; e == E_CONFLICT && n <= (in->code.n ? 1 : CODE_TRIES); n++) {
		p.code = in->code.n ? in->code : code_from(rq->a, in->name.s, n);
		e = practitioner_put(rq->db, rq->a, rq->now, &p, &id);
	}
	if (e == E_CONFLICT)
		return rq_wrong(rq, "code", N_("This code is taken"));
	TRY(e);
	TRY(admin_note(rq, p.organization, "practitioner"));
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
	TRY(admin_note(rq, p.organization, "practitioner"));
	return rq_redirect(rq, "/admin/practitioners?organization=%lld",
		(long long)p.organization.v);
}
