/* GET /fhir/metadata: what is offered, written from the same table that serves it. */
#include "fhir/fhir.h"

static const char *type_word(enum fhir_type t)
{
	static const char *const words[] = { [FHIR_TOKEN] = "token", [FHIR_REFERENCE] = "reference",
		[FHIR_STRING] = "string", [FHIR_DATE] = "date" };

	return words[t];
}

static void interactions(struct jw *j, unsigned does)
{
	static const struct { unsigned bit; const char *code; } all[] = { { FHIR_READ, "read" },
		{ FHIR_SEARCH_GET | FHIR_SEARCH_POST, "search-type" }, { FHIR_CREATE, "create" }, { FHIR_UPDATE, "update" } };

	jw_set_array(j, "interaction");
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (!(does & all[i].bit))
			continue;
		jw_object(j);
		jw_set_cstr(j, "code", all[i].code);
		jw_end(j);
	}
	jw_end(j);
}

static void params(struct jw *j, const struct fhir_resource *r)
{
	jw_set_array(j, "searchParam");
	for (const struct fhir_param *p = r->params; p->name; p++) {
		jw_object(j);
		jw_set_cstr(j, "name", p->name);
		jw_set_cstr(j, "type", type_word(p->type));
		if (p->about)
			jw_set_cstr(j, "documentation", p->about);
		jw_end(j);
	}
	jw_end(j);
}

static void resource(struct jw *j, const struct fhir_resource *r)
{
	jw_object(j);
	jw_set_cstr(j, "type", r->name);
	jw_set_cstr(j, "documentation", r->about);
	interactions(j, r->does);
	jw_set_cstr(j, "versioning", r->does & FHIR_UPDATE ? "versioned-update" : "versioned");
	jw_set_bool(j, "readHistory", false);
	jw_set_bool(j, "updateCreate", false);
	jw_set_bool(j, "conditionalCreate", (r->does & FHIR_CREATE) != 0);
	if (r->includes) {
		jw_set_array(j, "searchInclude");
		for (const char *const *i = r->includes; *i; i++)
			jw_cstr(j, *i);
		jw_end(j);
	}
	params(j, r);
	jw_end(j);
}

static void security(struct jw *j)
{
	jw_set_object(j, "security");
	jw_set_array(j, "service");
	jw_object(j);
	jw_set_cstr(j, "text", "Bearer token (RFC 6750) of a machine account");
	jw_end(j);
	jw_end(j);
	jw_set_cstr(j, "description", "Only this document is open without a token. A machine sees the branch of "
			"organisations of its account. Every read and write of a person's data is recorded.");
	jw_end(j);
}

enum err fhir_metadata(struct rq *rq, const struct fhir_resource *v, size_t n)
{
	struct jw j = jw_to(rq_json(rq, 200));

	jw_object(&j);
	jw_set_cstr(&j, "resourceType", "CapabilityStatement");
	jw_set_cstr(&j, "status", "active");
	jw_set_cstr(&j, "date", "2026-11-26");
	jw_set_cstr(&j, "kind", "instance");
	jw_set_object(&j, "software");
	jw_set_cstr(&j, "name", "Diwan");
	jw_end(&j);
	jw_set_object(&j, "implementation");
	jw_set_cstr(&j, "description", "Appointments of public hospitals");
	jw_set_str(&j, "url", arena_fmt(rq->a, "%.*s/fhir", STR_ARG(rq_base_url(rq))));
	jw_end(&j);
	jw_set_cstr(&j, "fhirVersion", "4.0.1");
	jw_set_array(&j, "format");
	jw_cstr(&j, "json");
	jw_end(&j);
	jw_set_array(&j, "rest");
	jw_object(&j);
	jw_set_cstr(&j, "mode", "server");
	jw_set_cstr(&j, "documentation", "Searches on Patient by POST _search only. Unknown search parameters are left out, "
			"or refused under Prefer: handling=strict. Pages are linked by `next`.");
	security(&j);
	jw_set_array(&j, "resource");
	for (size_t i = 0; i < n; i++)
		resource(&j, &v[i]);
	jw_end(&j);
	jw_end(&j);
	jw_end(&j);
	jw_end(&j);
	return OK;
}
