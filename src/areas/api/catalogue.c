/* What is public of a branch: organisations, places, appointment types. One query reads a resource
 * by key or a page of them: rows after one key up to another. */
#include "areas/api/inside.h"

#include "api_q.h"

/* A page or one resource while rows stream. */
struct walk {
	struct rq *rq;
	const struct fhir_search *s;	/* NULL: one resource is read */
	struct fhir_bundle b;
	int64_t last;			/* key of the last row that was taken or passed over */
	bool found;
};

/* Whether the row has room; else the page ends before it. */
static bool has_room(struct walk *w)
{
	if (!fhir_bundle_full(&w->b))
		return true;
	w->b.next = fhir_id(w->rq->a, w->last);
	return false;
}

static struct jw *open_row(struct walk *w, const char *type, int64_t id)
{
	w->found = true;
	if (w->s) {
		fhir_entry_begin(&w->b, type, fhir_id(w->rq->a, id));
	} else {
		w->b.j = fhir_resource_begin(w->rq, 200, type, id);
	}
	return &w->b.j;
}

static enum err close_row(struct walk *w, int64_t id, int64_t version)
{
	jw_end(&w->b.j);
	w->last = id;
	if (w->s)
		fhir_entry_end(&w->b, "match");
	else
		rq_etag(w->rq, version);
	return OK;
}

/* Runs `each` over the rows that a search can mean: all, or those of _id. */
typedef enum err each_fn(struct walk *w, int64_t after, int64_t upto);

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static enum err walk_search(struct rq *rq, const struct fhir_search *s, each_fn *each)
{
	struct walk w = { .rq = rq, .s = s };
	int64_t ids[100];
	int n = fhir_ids(s, "_id", "", ids, 100);
	enum err e = OK;

	fhir_bundle_begin(rq, s, &w.b);
	w.last = api_id(s->cursor);
	if (n > 0)
		qsort(ids, (size_t)n, sizeof *ids, by_number);
	if (n == 0)
		e = each(&w, w.last, LAST_ID);
	for (int i = 0; i < n && e == OK; i++)
		if (ids[i] > api_id(s->cursor))
			e = each(&w, ids[i] - 1, ids[i]);
	if (e != OK && e != E_LIMIT)		/* E_LIMIT: the page is full */
		return e;
	return fhir_bundle_end(&w.b);
}

static enum err walk_read(struct rq *rq, const char *type, struct str id, each_fn *each)
{
	struct walk w = { .rq = rq };
	int64_t v = api_id(id);

	if (v)
		TRY(each(&w, v - 1, v));
	return w.found ? OK : api_not_found(rq, type);
}

/* ---- Organization ---- */

static struct fhir_code organization_type(struct str kind)
{
	bool govt = str_eq(kind, S("ministry")) || str_eq(kind, S("region")) || str_eq(kind, S("province"));

	return (struct fhir_code){ "http://terminology.hl7.org/CodeSystem/organization-type",
		govt ? S("govt") : str_eq(kind, S("department")) ? S("dept") : S("prov") };
}

static bool organization_fits(const struct fhir_search *s, const struct api_organizations_row *r)
{
	const struct str names[] = { r->name_fr, r->name_ar, r->name_en };

	return fhir_fits_token(s, "identifier", &(struct fhir_code){ SYS_ORGANIZATION, r->code }, 1) &&
		fhir_fits_string(s, "name", names, 3) && fhir_fits_bool(s, "active", r->active) &&
		fhir_fits_ref(s, "partof", "Organization", r->parent_id.v);
}

static enum err organization_row(void *arg, const struct api_organizations_row *r)
{
	struct walk *w = arg;
	struct fhir_code type = organization_type(r->kind);

	if (w->s && !organization_fits(w->s, r))
		return OK;
	if (w->s && !has_room(w))
		return E_LIMIT;
	struct jw *j = open_row(w, "Organization", r->id.v);

	fhir_meta(j, r->version, INSTANT_NONE);
	fhir_identifiers(j, &(struct fhir_identifier){ SYS_ORGANIZATION, r->code }, 1);
	jw_set_bool(j, "active", r->active);
	fhir_concept(j, "type", true, &type, 1, r->kind);
	jw_set_str(j, "name", r->name_fr);
	fhir_aliases(j, r->name_fr, r->name_ar, r->name_en);
	fhir_telecom(j, r->phone, STR_NONE);
	fhir_reference(j, "partOf", "Organization", r->parent_id.v, STR_NONE);
	return close_row(w, r->id.v, r->version);
}

static enum err organizations(struct walk *w, int64_t after, int64_t upto)
{
	const struct scope *s = &w->rq->who.scope;

	return api_organizations(w->rq->db, w->rq->a, after, upto, s->lo, s->hi, organization_row, w);
}

enum err fhir_organization_read(struct rq *rq, struct str id)
{
	return walk_read(rq, "Organization", id, organizations);
}

enum err fhir_organization_search(struct rq *rq, const struct fhir_search *s)
{
	return walk_search(rq, s, organizations);
}

/* ---- Location ---- */

static bool location_fits(const struct fhir_search *s, const struct api_locations_row *r)
{
	const struct str names[] = { r->name_fr, r->name_ar, r->name_en };

	return fhir_fits_token(s, "identifier", &(struct fhir_code){ SYS_LOCATION, r->code }, 1) &&
		fhir_fits_string(s, "name", names, 3) &&
		fhir_fits_ref(s, "organization", "Organization", r->organization_id.v) &&
		fhir_fits_token(s, "status", &(struct fhir_code){ "http://hl7.org/fhir/location-status",
				r->active ? S("active") : S("inactive") }, 1);
}

static enum err location_row(void *arg, const struct api_locations_row *r)
{
	struct walk *w = arg;

	if (w->s && !location_fits(w->s, r))
		return OK;
	if (w->s && !has_room(w))
		return E_LIMIT;
	struct jw *j = open_row(w, "Location", r->id.v);

	fhir_meta(j, r->version, INSTANT_NONE);
	fhir_identifiers(j, &(struct fhir_identifier){ SYS_LOCATION, r->code }, 1);
	jw_set_cstr(j, "status", r->active ? "active" : "inactive");
	jw_set_str(j, "name", r->name_fr);
	fhir_aliases(j, r->name_fr, r->name_ar, r->name_en);
	jw_maybe_str(j, "description", r->direction_fr);
	jw_set_cstr(j, "mode", "instance");
	fhir_telecom(j, r->phone, STR_NONE);
	if (r->address_fr.n || r->postal_code.n) {
		jw_set_object(j, "address");
		jw_maybe_str(j, "text", r->address_fr);
		jw_maybe_str(j, "postalCode", r->postal_code);
		jw_end(j);
	}
	fhir_reference(j, "managingOrganization", "Organization", r->organization_id.v, STR_NONE);
	return close_row(w, r->id.v, r->version);
}

static enum err locations(struct walk *w, int64_t after, int64_t upto)
{
	return api_locations(w->rq->db, w->rq->a, &w->rq->who.scope, after, upto, location_row, w);
}

enum err fhir_location_read(struct rq *rq, struct str id)
{
	return walk_read(rq, "Location", id, locations);
}

enum err fhir_location_search(struct rq *rq, const struct fhir_search *s)
{
	return walk_search(rq, s, locations);
}

/* ---- HealthcareService ---- */

static bool service_fits(const struct fhir_search *s, const struct api_services_row *r)
{
	const struct str names[] = { r->name_fr, r->name_ar, r->name_en };
	const struct fhir_code code = { SYS_SERVICE, r->code };
	const struct fhir_code specialty[] = { { FHIR_SNOMED, r->snomed }, { SYS_SPECIALTY, r->specialty } };

	return fhir_fits_token(s, "identifier", &code, 1) && fhir_fits_token(s, "service-type", &code, 1) &&
		fhir_fits_string(s, "name", names, 3) && fhir_fits_bool(s, "active", r->active) &&
		fhir_fits_ref(s, "organization", "Organization", r->organization_id.v) &&
		fhir_fits_token(s, "specialty", specialty, 2);
}

/* What a visit takes beside the agenda it is booked in: a kind, and one of these agendas, or any at the place. */
static enum err put_needs(struct rq *rq, struct jw *j, const struct api_services_row *r)
{
	struct api_service_needs_rows rows = { 0 };

	if (r->needs)
		TRY(api_service_needs(rq->db, rq->a, r->id, &rows));
	for (size_t i = 0; i < rows.n;) {
		int32_t place = rows.v[i].place;

		jw_object(j);
		jw_set_cstr(j, "url", EXTENSION_NEEDS);
		jw_set_array(j, "extension");
		jw_object(j);
		jw_set_cstr(j, "url", "kind");
		jw_set_str(j, "valueCode", rows.v[i].kind);
		jw_end(j);
		for (; i < rows.n && rows.v[i].place == place; i++) {
			if (!rows.v[i].schedule.v)
				continue;
			jw_object(j);
			jw_set_cstr(j, "url", "one-of");
			fhir_reference(j, "valueReference", "Schedule", rows.v[i].schedule.v, STR_NONE);
			jw_end(j);
		}
		jw_end(j);
		jw_end(j);
	}
	return OK;
}

/* What R4 has no element for: how long a visit is, whose type it follows, what it needs beside. */
static enum err put_service_extensions(struct rq *rq, struct jw *j, const struct api_services_row *r)
{
	jw_set_array(j, "extension");
	jw_object(j);
	jw_set_cstr(j, "url", EXTENSION_DURATION);
	jw_set_int(j, "valueInteger", r->duration_min);
	jw_end(j);
	if (r->above.v) {
		jw_object(j);
		jw_set_cstr(j, "url", EXTENSION_CATALOGUE);
		fhir_reference(j, "valueReference", "HealthcareService", r->above.v, STR_NONE);
		jw_end(j);
	}
	TRY(put_needs(rq, j, r));
	jw_end(j);
	return OK;
}

static enum err service_row(void *arg, const struct api_services_row *r)
{
	struct walk *w = arg;
	const struct fhir_code code = { SYS_SERVICE, r->code };
	const struct fhir_code specialty[] = { { FHIR_SNOMED, r->snomed }, { SYS_SPECIALTY, r->specialty } };

	if (w->s && !service_fits(w->s, r))
		return OK;
	if (w->s && !has_room(w))
		return E_LIMIT;
	struct jw *j = open_row(w, "HealthcareService", r->id.v);

	fhir_meta(j, r->version, INSTANT_NONE);
	TRY(put_service_extensions(w->rq, j, r));
	fhir_identifiers(j, &(struct fhir_identifier){ SYS_SERVICE, r->code }, 1);
	jw_set_bool(j, "active", r->active);
	fhir_reference(j, "providedBy", "Organization", r->organization_id.v, STR_NONE);
	fhir_concept(j, "type", true, &code, 1, r->name_fr);
	fhir_concept(j, "specialty", true, specialty, 2, STR_NONE);
	jw_set_str(j, "name", r->name_fr);
	jw_maybe_str(j, "comment", r->bring_fr);
	jw_maybe_str(j, "extraDetails", r->accept_fr);
	jw_set_bool(j, "appointmentRequired", true);
	return close_row(w, r->id.v, r->version);
}

static enum err services(struct walk *w, int64_t after, int64_t upto)
{
	const struct scope *s = &w->rq->who.scope;

	return api_services(w->rq->db, w->rq->a, after, upto, s->lo, s->hi, service_row, w);
}

enum err fhir_healthcare_service_read(struct rq *rq, struct str id)
{
	return walk_read(rq, "HealthcareService", id, services);
}

enum err fhir_healthcare_service_search(struct rq *rq, const struct fhir_search *s)
{
	return walk_search(rq, s, services);
}

/* ---- Practitioner, and the role each has (one each, under the same id) ---- */

static void human_names(struct jw *j, struct name name, struct name other)
{
	jw_set_array(j, "name");
	for (int i = 0; i < 2; i++) {
		struct str s = i ? other.s : name.s;

		if (!s.n || (i && str_eq(s, name.s)))
			continue;
		jw_object(j);
		jw_set_str(j, "text", s);
		jw_end(j);
	}
	jw_end(j);
}

static bool practitioner_fits(const struct fhir_search *s, const struct api_practitioners_row *r)
{
	const struct str names[] = { r->name.s, r->name_ar.s };

	return fhir_fits_token(s, "identifier", &(struct fhir_code){ SYS_PRACTITIONER, r->code }, 1) &&
		fhir_fits_string(s, "name", names, 2) && fhir_fits_bool(s, "active", r->active);
}

static enum err practitioner_row(void *arg, const struct api_practitioners_row *r)
{
	struct walk *w = arg;

	if (w->s && !practitioner_fits(w->s, r))
		return OK;
	if (w->s && !has_room(w))
		return E_LIMIT;
	struct jw *j = open_row(w, "Practitioner", r->id.v);

	fhir_meta(j, r->version, INSTANT_NONE);
	fhir_identifiers(j, &(struct fhir_identifier){ SYS_PRACTITIONER, r->code }, 1);
	jw_set_bool(j, "active", r->active);
	human_names(j, r->name, r->name_ar);
	if (str_eq(r->sex, S("female")) || str_eq(r->sex, S("male")))
		jw_set_str(j, "gender", r->sex);
	return close_row(w, r->id.v, r->version);
}

static enum err practitioners(struct walk *w, int64_t after, int64_t upto)
{
	return api_practitioners(w->rq->db, w->rq->a, &w->rq->who.scope, after, upto, practitioner_row, w);
}

enum err fhir_practitioner_read(struct rq *rq, struct str id)
{
	return walk_read(rq, "Practitioner", id, practitioners);
}

enum err fhir_practitioner_search(struct rq *rq, const struct fhir_search *s)
{
	return walk_search(rq, s, practitioners);
}

static bool role_fits(const struct fhir_search *s, const struct api_practitioners_row *r,
	const struct api_practitioner_locations_rows *at)
{
	const struct fhir_code specialty[] = { { FHIR_SNOMED, r->snomed }, { SYS_SPECIALTY, r->specialty } };
	struct fhir_ref places[50];

	for (size_t i = 0; i < at->n; i++)
		places[i] = (struct fhir_ref){ "Location", at->v[i].location_id.v };
	return fhir_fits_ref(s, "practitioner", "Practitioner", r->id.v) &&
		fhir_fits_ref(s, "organization", "Organization", r->organization_id.v) &&
		fhir_fits_token(s, "specialty", specialty, 2) && fhir_fits_bool(s, "active", r->active) &&
		fhir_fits_refs(s, "location", places, at->n);
}

static enum err role_row(void *arg, const struct api_practitioners_row *r)
{
	struct walk *w = arg;
	const struct fhir_code specialty[] = { { FHIR_SNOMED, r->snomed }, { SYS_SPECIALTY, r->specialty } };
	struct api_practitioner_locations_rows at;

	TRY(api_practitioner_locations(w->rq->db, w->rq->a, r->id, &at));
	if (w->s && !role_fits(w->s, r, &at))
		return OK;
	if (w->s && !has_room(w))
		return E_LIMIT;
	struct jw *j = open_row(w, "PractitionerRole", r->id.v);

	fhir_meta(j, r->version, INSTANT_NONE);
	jw_set_bool(j, "active", r->active);
	fhir_reference(j, "practitioner", "Practitioner", r->id.v, r->name.s);
	fhir_reference(j, "organization", "Organization", r->organization_id.v, STR_NONE);
	fhir_concept(j, "specialty", true, specialty, 2, STR_NONE);
	if (at.n)
		jw_set_array(j, "location");
	for (size_t i = 0; i < at.n; i++)
		fhir_reference(j, NULL, "Location", at.v[i].location_id.v, STR_NONE);
	if (at.n)
		jw_end(j);
	return close_row(w, r->id.v, r->version);
}

static enum err roles(struct walk *w, int64_t after, int64_t upto)
{
	return api_practitioners(w->rq->db, w->rq->a, &w->rq->who.scope, after, upto, role_row, w);
}

enum err fhir_practitioner_role_read(struct rq *rq, struct str id)
{
	return walk_read(rq, "PractitionerRole", id, roles);
}

enum err fhir_practitioner_role_search(struct rq *rq, const struct fhir_search *s)
{
	return walk_search(rq, s, roles);
}
