/* The one table of what machines may ask, and how a request finds its line in it. */
#include "areas/api/api.h"
#include "areas/api/inside.h"
#include "base/num.h"

static const struct fhir_param organization_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "identifier", FHIR_TOKEN, "its code" }, { "name", FHIR_STRING, "in any language" },
	{ "active", FHIR_TOKEN, NULL }, { "partof", FHIR_REFERENCE, NULL }, { 0 } };
static const struct fhir_param location_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "identifier", FHIR_TOKEN, NULL }, { "name", FHIR_STRING, NULL },
	{ "organization", FHIR_REFERENCE, NULL }, { "status", FHIR_TOKEN, NULL }, { 0 } };
static const struct fhir_param service_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "identifier", FHIR_TOKEN, "its code" }, { "name", FHIR_STRING, NULL },
	{ "active", FHIR_TOKEN, NULL }, { "organization", FHIR_REFERENCE, NULL },
	{ "specialty", FHIR_TOKEN, "SNOMED CT, or our own code" }, { "service-type", FHIR_TOKEN, "its code" }, { 0 } };
static const struct fhir_param practitioner_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "identifier", FHIR_TOKEN, NULL }, { "name", FHIR_STRING, "in either script" },
	{ "active", FHIR_TOKEN, NULL }, { 0 } };
static const struct fhir_param role_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "practitioner", FHIR_REFERENCE, NULL }, { "organization", FHIR_REFERENCE, NULL },
	{ "specialty", FHIR_TOKEN, NULL }, { "location", FHIR_REFERENCE, NULL }, { "active", FHIR_TOKEN, NULL }, { 0 } };
static const struct fhir_param schedule_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "actor", FHIR_REFERENCE, "its practitioner or location" }, { "active", FHIR_TOKEN, NULL },
	{ "service-type", FHIR_TOKEN, "a type that it offers" }, { "specialty", FHIR_TOKEN, NULL },
	{ "date", FHIR_DATE, "days on which it may have openings" }, { 0 } };
static const struct fhir_param slot_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "schedule", FHIR_REFERENCE, NULL },
	{ "start", FHIR_DATE, "ge, gt, le, lt; the next 31 days when absent" },
	{ "status", FHIR_TOKEN, "free (only free times are listed)" }, { "service-type", FHIR_TOKEN, NULL },
	{ "specialty", FHIR_TOKEN, NULL }, { 0 } };
static const struct fhir_param appointment_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "identifier", FHIR_TOKEN, "the reference, or what it was created with" },
	{ "patient", FHIR_REFERENCE, NULL }, { "practitioner", FHIR_REFERENCE, NULL }, { "location", FHIR_REFERENCE, NULL },
	{ "actor", FHIR_REFERENCE, "any of the three" }, { "date", FHIR_DATE, "its start" }, { "status", FHIR_TOKEN, NULL },
	{ "specialty", FHIR_TOKEN, NULL }, { "service-type", FHIR_TOKEN, NULL },
	{ "slot", FHIR_REFERENCE, "who has a time; of a group session: all who are in it. One value" },
	{ "supporting-info", FHIR_REFERENCE, "an Appointment: those that belong with it (a series, a family). One value" }, { 0 } };
static const struct fhir_param patient_params[] = {
	{ "_id", FHIR_TOKEN, NULL }, { "identifier", FHIR_TOKEN, NULL }, { "name", FHIR_STRING, "any part, either script" },
	{ "family", FHIR_STRING, "as name" }, { "given", FHIR_STRING, "as name" }, { "birthdate", FHIR_DATE, NULL },
	{ "phone", FHIR_TOKEN, NULL }, { "gender", FHIR_TOKEN, NULL }, { 0 } };

static const char *const slot_includes[] = { "Slot:schedule", NULL };
static const char *const appointment_includes[] = { "Appointment:patient", NULL };

#define CATALOGUE (FHIR_READ | FHIR_SEARCH_GET)
static const struct fhir_resource resources[] = {
	{ "Organization", CATALOGUE, R(MACHINE), organization_params, NULL, "Ministry, regions, provinces, establishments, departments",
		fhir_organization_read, fhir_organization_search },
	{ "Location", CATALOGUE, R(MACHINE), location_params, NULL, "Places with an address", fhir_location_read, fhir_location_search },
	{ "HealthcareService", CATALOGUE, R(MACHINE), service_params, NULL, "Appointment types",
		fhir_healthcare_service_read, fhir_healthcare_service_search },
	{ "Practitioner", CATALOGUE, R(MACHINE), practitioner_params, NULL, "Who receives", fhir_practitioner_read, fhir_practitioner_search },
	{ "PractitionerRole", CATALOGUE, R(MACHINE), role_params, NULL, "Where, and in which speciality (same id as the practitioner)",
		fhir_practitioner_role_read, fhir_practitioner_role_search },
	{ "Schedule", CATALOGUE, R(MACHINE), schedule_params, NULL, "Agendas", fhir_schedule_read, fhir_schedule_search },
	{ "Slot", CATALOGUE, R(MACHINE), slot_params, slot_includes, "Free times, computed; id = schedule.service.YYYYMMDDTHHMM; and group sessions, id = session.N",
		fhir_slot_read, fhir_slot_search },
	{ "Appointment", FHIR_READ | FHIR_SEARCH_GET | FHIR_CREATE | FHIR_UPDATE, R(MACHINE), appointment_params, appointment_includes,
		"Booked from a Slot and a Patient; an update moves (another slot), cancels or records", fhir_appointment_read, fhir_appointment_search },
	{ "Patient", FHIR_READ | FHIR_SEARCH_POST | FHIR_CREATE, R(MACHINE), patient_params, NULL, "People's files of the branch",
		fhir_patient_read, fhir_patient_search },
};
#define NRESOURCES (sizeof resources / sizeof *resources)

int64_t api_id(struct str id)
{
	int64_t v;

	return num_parse(id, 1, INT64_MAX, &v) == OK ? v : 0;
}

enum err api_not_found(struct rq *rq, const char *type)
{
	return fhir_refuse(rq, 404, "not-found", "no such %s", type);
}

/* The second word of /fhir/Type/…; the router lets nothing else through. */
static const struct fhir_resource *resource_of(const struct rq *rq)
{
	struct str rest = rq->path;

	for (int i = 0; i < 2; i++)
		(void)str_cut(&rest, '/');
	struct str type = str_cut(&rest, '/');

	for (size_t i = 0; i < NRESOURCES; i++)
		if (str_eq(type, str_of(resources[i].name)))
			return &resources[i];
	return NULL;
}

static enum err metadata(struct rq *rq)
{
	return fhir_metadata(rq, resources, NRESOURCES);
}

static enum err read_one(struct rq *rq)
{
	const struct fhir_resource *r = resource_of(rq);

	return r ? r->read(rq, rq_param(rq, 0)) : E_NOTFOUND;
}

static enum err search(struct rq *rq)
{
	const struct fhir_resource *r = resource_of(rq);
	struct fhir_search s;

	if (!r)
		return E_NOTFOUND;
	TRY(fhir_search_read(rq, r, &s));
	return r->search(rq, &s);
}

/* Persons are not named in addresses, which are logged and remembered everywhere. */
static enum err search_by_post(struct rq *rq)
{
	return fhir_refuse(rq, 405, "not-supported", "search persons by POST /fhir/Patient/_search");
}

#define API(method, path, handler, kind) { method, path, handler, R(MACHINE), kind, NULL, ROUTE_API, NULL, NULL, NULL }
/* Searches may look at many agendas: a helper does them. */
#define SEARCH(method, path) { method, path, search, R(MACHINE), READ, NULL, ROUTE_API | ROUTE_SLOW, NULL, NULL, NULL }
#define CATALOGUE_ROUTES(type) SEARCH("GET", "/fhir/" type), SEARCH("POST", "/fhir/" type "/_search"), \
	API("GET", "/fhir/" type "/:id", read_one, READ)
static const struct route routes[] = {
	{ "GET", "/fhir/metadata", metadata, PUBLIC, READ, NULL, ROUTE_API, NULL, NULL, NULL },
	CATALOGUE_ROUTES("Organization"),
	CATALOGUE_ROUTES("Location"),
	CATALOGUE_ROUTES("HealthcareService"),
	CATALOGUE_ROUTES("Practitioner"),
	CATALOGUE_ROUTES("PractitionerRole"),
	CATALOGUE_ROUTES("Schedule"),
	CATALOGUE_ROUTES("Slot"),
	API("GET", "/fhir/Appointment", search, READ_AUDITED),
	API("POST", "/fhir/Appointment/_search", search, READ_AUDITED),
	API("GET", "/fhir/Appointment/:id", read_one, READ_AUDITED),
	API("POST", "/fhir/Appointment", fhir_appointment_create, WRITE),
	API("PUT", "/fhir/Appointment/:id", fhir_appointment_update, WRITE),
	API("GET", "/fhir/Patient", search_by_post, READ),
	API("POST", "/fhir/Patient/_search", search, READ_AUDITED),
	API("GET", "/fhir/Patient/:id", read_one, READ_AUDITED),
	API("POST", "/fhir/Patient", fhir_patient_create, WRITE),
	{ 0 }
};

const struct area area_api = { .name = "api", .routes = routes };
