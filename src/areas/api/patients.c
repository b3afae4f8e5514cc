/* Patient: read, search by POST, create. Whoever sees a file is noted in the trail. */
#include "areas/patients/patients.h"
#include "areas/api/inside.h"
#include "base/utf8.h"
#include "web/fields.h"

#include "api_q.h"

#define FOUND_MAX 50

/* ---- writing one ---- */

static enum err put_identifiers(struct rq *rq, struct jw *j, const struct patient *p)
{
	struct api_patient_outside_row out = { 0 };

	TRY(api_patient_outside(rq->db, rq->a, &rq->who.scope, p->id, &out));
	const struct fhir_identifier v[] = { { SYS_FILE, fhir_id(rq->a, p->id.v) }, { SYS_IDENTITY, p->identity_number },
		{ arena_cstr(rq->a, out.system), out.value } };

	fhir_identifiers(j, v, out.system.n ? 3 : 2);
	return OK;
}

static void put_language(struct jw *j, struct str lang)
{
	const struct fhir_code code = { "urn:ietf:bcp:47", lang };

	if (!lang.n)
		return;
	jw_set_array(j, "communication");
	jw_object(j);
	fhir_concept(j, "language", false, &code, 1, STR_NONE);
	jw_set_bool(j, "preferred", true);
	jw_end(j);
	jw_end(j);
}

static void put_replaced(struct jw *j, const struct patient *p)
{
	if (!p->merged_into.v)
		return;
	jw_set_array(j, "link");
	jw_object(j);
	fhir_reference(j, "other", "Patient", p->merged_into.v, STR_NONE);
	jw_set_cstr(j, "type", "replaced-by");
	jw_end(j);
	jw_end(j);
}

/* The members of a Patient after its id, and its end. */
static enum err put_patient(struct rq *rq, struct jw *j, const struct patient *p)
{
	fhir_meta(j, p->version, INSTANT_NONE);
	TRY(put_identifiers(rq, j, p));
	jw_set_bool(j, "active", !p->merged_into.v && !p->erased);
	if (p->name.s.n) {
		jw_set_array(j, "name");
		jw_object(j);
		jw_set_cstr(j, "use", "official");
		jw_set_str(j, "text", p->name.s);
		jw_end(j);
		jw_end(j);
	}
	fhir_telecom(j, p->phone, p->email);
	jw_maybe_str(j, "gender", p->sex);
	fhir_date(j, "birthDate", p->birth_day);
	put_language(j, p->lang);
	fhir_reference(j, "managingOrganization", "Organization", p->organization.v, STR_NONE);
	put_replaced(j, p);
	jw_end(j);
	return OK;
}

static enum err answer(struct rq *rq, int status, struct patient_id id)
{
	struct patient p;

	TRY(patient_get(rq->db, rq->a, &rq->who.scope, id, &p));
	struct jw j = fhir_resource_begin(rq, status, "Patient", p.id.v);

	TRY(put_patient(rq, &j, &p));
	rq_etag(rq, p.version);
	if (status == 201)
		rq_location(rq, "/fhir/Patient/%lld", (long long)p.id.v);
	return OK;
}

enum err fhir_patient_read(struct rq *rq, struct str id)
{
	struct patient_id v = { api_id(id) };
	struct patient p;
	enum err e = v.v ? patient_get(rq->db, rq->a, &rq->who.scope, v, &p) : E_NOTFOUND;

	if (e == E_NOTFOUND)
		return api_not_found(rq, "Patient");
	TRY(e);
	TRY(rq_audit(rq, AUDIT_READ, p.id.v, p.organization.v));
	return answer(rq, 200, v);
}

enum err patient_entry(struct fhir_bundle *b, struct patient_id id)
{
	struct patient p;
	enum err e = patient_get(b->rq->db, b->rq->a, &b->rq->who.scope, id, &p);

	if (e == E_NOTFOUND)		/* a file of another branch: the reference stands alone */
		return OK;
	TRY(e);
	fhir_entry_begin(b, "Patient", fhir_id(b->rq->a, p.id.v));
	TRY(put_patient(b->rq, &b->j, &p));
	fhir_entry_end(b, "include");
	return OK;
}

/* ---- searching ---- */

struct candidates { int64_t v[200]; size_t n; };

static void add(struct candidates *c, int64_t id)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i] == id)
			return;
	if (c->n < sizeof c->v / sizeof *c->v)
		c->v[c->n++] = id;
}

static enum err add_by_text(struct rq *rq, struct str text, struct candidates *c)
{
	struct patient_matches m = { 0 };

	TRY(patient_search(rq->db, rq->a, &rq->who.scope, text, FOUND_MAX, &m));
	for (size_t i = 0; i < m.n; i++)
		add(c, m.v[i].who.id.v);
	return OK;
}

static enum err add_by_identifier(struct rq *rq, const struct fhir_value *v, struct candidates *c)
{
	struct api_patient_by_identifier_rows rows;

	if ((v->any_system || str_eq(v->system, S(SYS_FILE))) && api_id(v->code))
		add(c, api_id(v->code));
	if ((v->any_system || str_eq(v->system, S(SYS_IDENTITY))) && v->code.n)
		TRY(add_by_text(rq, v->code, c));
	if (v->any_system || !v->system.n || str_starts(v->system, S("urn:diwan:")))
		return OK;
	TRY(api_patient_by_identifier(rq->db, rq->a, &rq->who.scope, v->system, v->code, &rows));
	for (size_t i = 0; i < rows.n; i++)
		add(c, rows.v[i].id.v);
	return OK;
}

/* Names, phone and birth date as the words that the desk would type. */
static struct str typed(struct rq *rq, const struct fhir_search *s)
{
	static const char *const names[] = { "name", "family", "given", "phone" };
	const struct fhir_clause *c, *birth = fhir_clause_of(s, "birthdate", 0);
	struct str text = STR_NONE;

	for (size_t i = 0; i < 4; i++)
		for (size_t nth = 0; (c = fhir_clause_of(s, names[i], nth)); nth++) {
			struct str one = i == 3 ? c->v[0].code : c->v[0].text;

			text = arena_fmt(rq->a, "%.*s%s%.*s", STR_ARG(text), text.n ? " " : "", STR_ARG(one));
		}
	if (birth && birth->v[0].prefix == FHIR_EQ && birth->v[0].day_to.n == birth->v[0].day.n + 1) {
		char day[11];

		day_print(birth->v[0].day, day);
		text = arena_fmt(rq->a, "%.*s%s%s", STR_ARG(text), text.n ? " " : "", day);
	}
	return text;
}

static enum err find(struct rq *rq, const struct fhir_search *s, struct candidates *c)
{
	const struct fhir_clause *identifier = fhir_clause_of(s, "identifier", 0);
	int64_t ids[FHIR_COUNT_MAX];
	int n = fhir_ids(s, "_id", "", ids, FHIR_COUNT_MAX);
	struct str text = typed(rq, s);

	for (int i = 0; i < n; i++)
		add(c, ids[i]);
	if (n)
		return OK;
	for (size_t i = 0; identifier && i < identifier->n; i++)
		TRY(add_by_identifier(rq, &identifier->v[i], c));
	if (identifier)
		return OK;
	if (!text.n)
		return fhir_refuse(rq, 400, "too-costly",
				"name the person: _id, identifier, name, family, given, phone, or a whole birthdate");
	return add_by_text(rq, text, c);
}

static enum err identifier_fits(struct rq *rq, const struct fhir_search *s, const struct patient *p, bool *ret)
{
	struct api_patient_outside_row out = { 0 };

	TRY(api_patient_outside(rq->db, rq->a, &rq->who.scope, p->id, &out));
	const struct fhir_code codes[] = { { SYS_FILE, fhir_id(rq->a, p->id.v) }, { SYS_IDENTITY, p->identity_number },
		{ arena_cstr(rq->a, out.system), out.value } };

	*ret = fhir_fits_token(s, "identifier", codes, 3);
	return OK;
}

static bool plain_fits(const struct fhir_search *s, const struct patient *p)
{
	return !p->erased && !p->merged_into.v && fhir_fits_day(s, "birthdate", p->birth_day) &&
		fhir_fits_token(s, "gender", &(struct fhir_code){ "http://hl7.org/fhir/administrative-gender", p->sex }, 1);
}

static enum err put_candidate(struct fhir_bundle *b, struct patient_id id)
{
	struct rq *rq = b->rq;
	struct patient p;
	bool fits;
	enum err e = patient_get(rq->db, rq->a, &rq->who.scope, id, &p);

	if (e == E_NOTFOUND || (e == OK && !plain_fits(b->s, &p)))
		return OK;
	TRY(e);
	TRY(identifier_fits(rq, b->s, &p, &fits));
	if (!fits)
		return OK;
	TRY(rq_audit(rq, AUDIT_LIST, p.id.v, p.organization.v));
	fhir_entry_begin(b, "Patient", fhir_id(rq->a, p.id.v));
	TRY(put_patient(rq, &b->j, &p));
	fhir_entry_end(b, "match");
	return OK;
}

enum err fhir_patient_search(struct rq *rq, const struct fhir_search *s)
{
	struct candidates c = { .n = 0 };
	struct fhir_bundle b;

	TRY(find(rq, s, &c));
	fhir_bundle_begin(rq, s, &b);
	for (size_t i = 0; i < c.n && !fhir_bundle_full(&b); i++)
		TRY(put_candidate(&b, (struct patient_id){ c.v[i] }));
	if (!b.n)
		TRY(rq_audit(rq, AUDIT_SEARCH, 0, rq->who.organization));
	return fhir_bundle_end(&b);
}

/* ---- creating ---- */

static struct str name_of(struct rq *rq, const struct jr *body)
{
	const struct jr *name = jr_at(jr_get(body, "name"), 0), *given = jr_get(name, "given");
	struct str text = jr_text(jr_get(name, "text"));

	for (size_t i = 0; !jr_text(jr_get(name, "text")).n && i < jr_count(given); i++)
		text = arena_fmt(rq->a, "%.*s%.*s ", STR_ARG(text), STR_ARG(jr_text(jr_at(given, i))));
	if (!jr_text(jr_get(name, "text")).n)
		text = arena_cat(rq->a, text, jr_text(jr_get(name, "family")));
	return str_trim(text);
}

static enum err read_field(struct rq *rq, enum field_type type, const char *name, struct str raw, void *place)
{
	const struct field f = { .name = name, .type = type };
	const char *message = NULL;

	if (field_read(rq->a, &f, raw, (int)rq_setting(rq, "phone_country"), place, &message) == OK)
		return OK;
	return fhir_refuse(rq, 422, "value", "%s: %s", name, message ? message : "not understood");
}

static enum err read_telecom(struct rq *rq, const struct jr *body, struct person *p)
{
	const struct jr *list = jr_get(body, "telecom");

	for (size_t i = 0; i < jr_count(list); i++) {
		const struct jr *t = jr_at(list, i);
		struct str value = str_trim(jr_text(jr_get(t, "value")));

		if (value.n && !p->phone.n && (jr_text_is(jr_get(t, "system"), "phone") || jr_text_is(jr_get(t, "system"), "sms")))
			TRY(read_field(rq, F_PHONE, "telecom", value, &p->phone));
		else if (value.n && !p->email.n && jr_text_is(jr_get(t, "system"), "email"))
			TRY(read_field(rq, F_EMAIL, "telecom", value, &p->email));
	}
	return OK;
}

static enum err read_identity(struct rq *rq, const struct jr *body, struct person *p)
{
	const struct jr *list = jr_get(body, "identifier");

	for (size_t i = 0; i < jr_count(list); i++)
		if (jr_text_is(jr_get(jr_at(list, i), "system"), SYS_IDENTITY))
			TRY(read_field(rq, F_TEXT, "identifier", jr_text(jr_get(jr_at(list, i), "value")), &p->identity_number));
	return OK;
}

static enum err read_person(struct rq *rq, const struct jr *body, struct person *p)
{
	const struct jr *lang = jr_get(jr_at(jr_get(body, "communication"), 0), "language");
	struct str sex = jr_text(jr_get(body, "gender")), birth = jr_text(jr_get(body, "birthDate"));
	struct str code = jr_text(jr_get(jr_at(jr_get(lang, "coding"), 0), "code"));

	*p = (struct person){ .birth_day = DAY_NONE, .sex = S("unknown"), .lang = S("fr") };
	if (!name_of(rq, body).n)
		return fhir_refuse(rq, 422, "required", "name: text, or given and family, is expected");
	TRY(read_field(rq, F_NAME, "name", name_of(rq, body), &p->name));
	if (sex.n && !str_eq(sex, S("female")) && !str_eq(sex, S("male")) && !str_eq(sex, S("other")) && !str_eq(sex, S("unknown")))
		return fhir_refuse(rq, 422, "code-invalid", "gender: female, male, other or unknown");
	if (sex.n)
		p->sex = sex;
	if (birth.n && day_parse(birth, &p->birth_day) != OK)
		return fhir_refuse(rq, 422, "value", "birthDate: a whole date is expected, YYYY-MM-DD");
	if (day_is(p->birth_day) && (int64_t)p->birth_day.n * 86400 > rq->now.v + 86400)
		return fhir_refuse(rq, 422, "business-rule", "birthDate lies in the future");
	code = str_sub(code, 0, 2);
	if (str_eq(code, S("ar")) || str_eq(code, S("en")))
		p->lang = code;
	TRY(read_telecom(rq, body, p));
	return read_identity(rq, body, p);
}

/* Whose file it becomes: managingOrganization, else the account's own; one that keeps files. */
static enum err read_keeper(struct rq *rq, const struct jr *body, struct organization_id *ret)
{
	struct str ref = jr_text(jr_get(jr_get(body, "managingOrganization"), "reference"));
	struct organization_id id = { ref.n ? fhir_ref_id(ref, "Organization") : rq->who.organization };
	struct api_organization_in_branch_row row;
	enum err e = api_organization_in_branch(rq->db, rq->a, id, rq->who.scope.lo, rq->who.scope.hi, &row);

	if (e == E_NOTFOUND)
		return fhir_refuse(rq, 422, "value", "managingOrganization: no such Organization in your branch");
	TRY(e);
	if (!str_eq(row.kind, S("establishment")) && !str_eq(row.kind, S("health_centre")))
		return fhir_refuse(rq, 422, "required", "managingOrganization: name the establishment that keeps the file");
	*ret = id;
	return OK;
}

static enum err answer_existing(struct rq *rq, struct str system, struct str value, bool *ret_found)
{
	struct api_patient_by_identifier_rows rows;

	TRY(api_patient_by_identifier(rq->db, rq->a, &rq->who.scope, system, value, &rows));
	if (rows.n > 1)
		return fhir_refuse(rq, 412, "multiple-matches", "several files have this identifier");
	*ret_found = rows.n == 1;
	if (!rows.n)
		return OK;
	TRY(rq_audit(rq, AUDIT_READ, rows.v[0].id.v, rows.v[0].organization_id.v));
	return answer(rq, 200, rows.v[0].id);
}

static enum err create(struct rq *rq, const struct jr *body, struct str system, struct str value)
{
	struct person p;
	struct organization_id keeper = { 0 };
	struct patient_id id;
	struct api_patient_by_identifier_rows rows;
	int64_t n;

	TRY(read_person(rq, body, &p));
	TRY(read_keeper(rq, body, &keeper));
	TRY(fhir_plain_text(rq, "identifier", system));
	TRY(fhir_plain_text(rq, "identifier", value));
	if (value.n) {
		TRY(api_patient_by_identifier(rq->db, rq->a, &rq->who.scope, system, value, &rows));
		for (size_t i = 0; i < rows.n; i++)
			if (rows.v[i].organization_id.v == keeper.v) {
				(void)fhir_refuse(rq, 409, "duplicate", "there is a file with this identifier");
				return E_CONFLICT;
			}
	}
	TRY(patient_create(rq->db, rq->a, rq->now, keeper, &p, &id));
	if (value.n)
		TRY(api_patient_identifier_set(rq->db, rq->a, system, value, id, &n));
	TRY(rq_audit(rq, AUDIT_CREATE, id.v, keeper.v));
	return answer(rq, 201, id);
}

enum err fhir_patient_create(struct rq *rq)
{
	struct str system = STR_NONE, value = STR_NONE;
	const struct jr *body;
	bool found = false;

	TRY(fhir_body(rq, "Patient", &body));
	enum err e = fhir_if_none_exist(rq, &system, &value);

	if (e == OK)
		e = answer_existing(rq, system, value, &found);
	else if (e == E_NOTFOUND)
		e = fhir_first_identifier(body, &system, &value);
	if (e != OK && e != E_NOTFOUND)
		return e;
	return found ? OK : create(rq, body, system, value);
}
