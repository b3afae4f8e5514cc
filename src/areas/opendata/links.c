/*
 * SMART Scheduling Links (specification.md of smart-on-fhir/smart-scheduling-links): a manifest, and files of one resource a
 * line. A Location is an establishment, a Schedule one type of appointment there, a Slot a start that anybody may book
 * now, as its public page would list it: the agendas behind it are not told, `slot-capacity` says how many receive then.
 * Slots are one file a place, so what one asks for costs the same however large the country is; who takes it is not told, so
 * there are no busy ones. A discreet type is in none of the files. Each answer is made once a minute, however many ask.
 */
#include "areas/opendata/inside.h"

#include "areas/schedules/schedules.h"
#include "json/json.h"
#include "opendata_q.h"
#include "organizations_q.h"
#include "web/everyone.h"

#define NDJSON "application/fhir+ndjson"
#define TYPES "urn:diwan:service"
#define SPECIALTIES "urn:diwan:specialty"
#define EXTENSION "http://fhir-registry.smarthealthit.org/StructureDefinition/"
#define ABSENT "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

enum { SLOT_DAYS = 28, FILE_MAX = 64 << 20 };

static enum err answer_with(struct rq *rq, const char *type, struct buf *b, struct str version)
{
	if (!buf_ok(b))
		return E_LIMIT;
	TRY(rq_bytes(rq, 200, type, buf_str(b)));
	rq_everyone_keep(rq, STR_NONE, version, INSTANT_NONE);
	return OK;
}

static enum err answer_lines(struct rq *rq, struct buf *b)
{
	return answer_with(rq, NDJSON, b, buf_str(b));
}

/* ---- the manifest ---- */

/* state: whose client can leave the file of another region where it is; empty: of all. */
static void put_output(struct jw *j, struct rq *rq, const char *type, struct str file, struct str state)
{
	jw_object(j);
	jw_set_cstr(j, "type", type);
	jw_set_str(j, "url", arena_fmt(rq->a, "%.*s/open-data/slots/%.*s", STR_ARG(rq_base_url(rq)), STR_ARG(file)));
	if (state.n) {
		jw_set_object(j, "extension");
		jw_set_array(j, "state");
		jw_str(j, state);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
}

enum err links_manifest(struct rq *rq)
{
	struct buf *b = buf_new(rq->a, FILE_MAX), *output = buf_new(rq->a, FILE_MAX);
	struct jw j = jw_to(output);
	struct open_places_rows places;
	char now[21];

	TRY(open_asked(rq));
	if (rq_everyone_kept(rq, STR_NONE))
		return OK;
	TRY(open_places(rq->db, rq->a, &places));
	jw_array(&j);
	put_output(&j, rq, "Location", S("locations.ndjson"), STR_NONE);
	put_output(&j, rq, "Schedule", S("schedules.ndjson"), STR_NONE);
	for (size_t i = 0; i < places.n; i++)
		put_output(&j, rq, "Slot", arena_fmt(rq->a, "%.*s.ndjson", STR_ARG(places.v[i].code)), places.v[i].state);
	jw_end(&j);
	if (!buf_ok(output))
		return E_LIMIT;
	instant_print(rq->now, now);
	j = jw_to(b);
	jw_object(&j);
	jw_set_cstr(&j, "transactionTime", now);
	jw_set_str(&j, "request", arena_cat(rq->a, rq_base_url(rq), S("/open-data/slots/$bulk-publish")));
	jw_set_bool(&j, "requiresAccessToken", false);
	jw_key(&j, "output");
	jw_raw(&j, buf_str(output));
	jw_set_array(&j, "error");
	jw_end(&j);
	jw_end(&j);
	/* the same list is the same manifest, whenever it is asked for */
	return answer_with(rq, "application/json", b, buf_str(output));
}

/* ---- places and types ---- */

/* What the specification asks for and nobody wrote down here: FHIR's way to say so. */
static void put_or_absent(struct jw *j, const char *key, const char *absent_key, struct str value)
{
	if (value.n) {
		jw_set_str(j, key, value);
		return;
	}
	jw_set_object(j, absent_key);
	jw_set_array(j, "extension");
	jw_object(j);
	jw_set_cstr(j, "url", ABSENT);
	jw_set_cstr(j, "valueCode", "unknown");
	jw_end(j);
	jw_end(j);
	jw_end(j);
}

static void put_address(struct jw *j, const struct open_places_row *r)
{
	jw_set_object(j, "address");
	jw_set_array(j, "line");
	jw_str(j, r->address.n ? r->address : r->name_fr);
	jw_end(j);
	put_or_absent(j, "city", "_city", r->city.n ? r->city : r->state);
	put_or_absent(j, "state", "_state", r->state);
	put_or_absent(j, "postalCode", "_postalCode", r->postal_code);
	jw_end(j);
}

enum err links_locations(struct rq *rq)
{
	struct buf *b = buf_new(rq->a, FILE_MAX);
	struct open_places_rows places;

	TRY(open_asked(rq));
	if (rq_everyone_kept(rq, STR_NONE))
		return OK;
	TRY(open_places(rq->db, rq->a, &places));
	for (size_t i = 0; i < places.n; i++) {
		const struct open_places_row *r = &places.v[i];
		struct str phone = r->phone.n ? r->phone : rq_setting_text(rq, "help_phone");
		struct jw j = jw_to(b);

		jw_object(&j);
		jw_set_cstr(&j, "resourceType", "Location");
		jw_set_str(&j, "id", arena_fmt(rq->a, "%lld", (long long)r->id.v));
		jw_set_str(&j, "name", r->name_fr);
		if (phone.n) {
			jw_set_array(&j, "telecom");
			jw_object(&j);
			jw_set_cstr(&j, "system", "phone");
			jw_set_str(&j, "value", phone);
			jw_end(&j);
			jw_end(&j);
		}
		put_address(&j, r);
		jw_maybe_str(&j, "description", r->direction);
		jw_end(&j);
		buf_put_char(b, '\n');
	}
	return answer_lines(rq, b);
}

static void put_coded(struct jw *j, const char *key, const char *system, struct str code, struct str display)
{
	jw_set_array(j, key);
	jw_object(j);
	jw_set_array(j, "coding");
	jw_object(j);
	jw_set_cstr(j, "system", system);
	jw_set_str(j, "code", code);
	jw_set_str(j, "display", display);
	jw_end(j);
	jw_end(j);
	jw_set_str(j, "text", display);
	jw_end(j);
	jw_end(j);
}

static struct str schedule_name(struct arena *a, struct organization_id place, struct service_id type)
{
	return arena_fmt(a, "%lld.%lld", (long long)place.v, (long long)type.v);
}

struct schedules_file { struct rq *rq; struct buf *b; };

static enum err put_schedule(void *arg, const struct open_types_row *r)
{
	struct schedules_file *f = arg;
	struct jw j = jw_to(f->b);

	jw_object(&j);
	jw_set_cstr(&j, "resourceType", "Schedule");
	jw_set_str(&j, "id", schedule_name(f->rq->a, r->place, r->service));
	put_coded(&j, "serviceType", TYPES, r->code, r->name_fr);
	put_coded(&j, "specialty", SPECIALTIES, r->specialty, r->specialty_fr);
	jw_set_array(&j, "actor");
	jw_object(&j);
	jw_set_str(&j, "reference", arena_fmt(f->rq->a, "Location/%lld", (long long)r->place.v));
	jw_end(&j);
	jw_end(&j);
	jw_end(&j);
	buf_put_char(f->b, '\n');
	return OK;
}

enum err links_schedules(struct rq *rq)
{
	struct schedules_file f = { rq, buf_new(rq->a, FILE_MAX) };

	TRY(open_asked(rq));
	if (rq_everyone_kept(rq, STR_NONE))
		return OK;
	TRY(open_types(rq->db, rq->a, put_schedule, &f));
	return answer_lines(rq, f.b);
}

/* ---- free times of a place ---- */

struct slots_file {
	struct rq *rq;
	struct buf *b;
	const struct organization_get_row *place;
	const struct zone *zone;
	struct day from;
};

/* 2026-11-03T09:00:00+00:00 */
static struct str with_offset(struct arena *a, const struct zone *z, struct local l)
{
	int32_t east = zone_offset(z, zone_instant(z, l)) / 60, minutes = east < 0 ? -east : east;
	char text[17];

	local_print(l, text);
	return arena_fmt(a, "%s:00%c%02d:%02d", text, east < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static void put_extension(struct jw *j, const char *url)
{
	jw_object(j);
	jw_set_cstr(j, "url", url);
}

static void put_slot(const struct slots_file *f, const struct service *s, struct str schedule, const struct slot_time *t)
{
	struct arena *a = f->rq->a;
	const struct local start = { t->day, t->min };
	struct jw j = jw_to(f->b);
	int y, m, d;

	day_split(t->day, &y, &m, &d);
	jw_object(&j);
	jw_set_cstr(&j, "resourceType", "Slot");
	jw_set_str(&j, "id", arena_fmt(a, "%.*s.%04d%02d%02dT%02d%02d", STR_ARG(schedule), y, m, d, t->min / 60, t->min % 60));
	jw_set_object(&j, "schedule");
	jw_set_str(&j, "reference", arena_cat(a, S("Schedule/"), schedule));
	jw_end(&j);
	jw_set_cstr(&j, "status", "free");
	jw_set_str(&j, "start", with_offset(a, f->zone, start));
	jw_set_str(&j, "end", with_offset(a, f->zone, local_add(start, s->duration_min)));
	jw_set_array(&j, "extension");
	put_extension(&j, EXTENSION "booking-deep-link");
	jw_set_str(&j, "valueUrl", arena_fmt(a, "%.*s/times/%.*s/%lld?week=%04d-%02d-%02d", STR_ARG(rq_base_url(f->rq)),
		STR_ARG(f->place->code), (long long)s->id.v, y, m, d));
	jw_end(&j);
	if (t->left > 1) {
		put_extension(&j, EXTENSION "slot-capacity");
		jw_set_int(&j, "valueInteger", t->left);
		jw_end(&j);
	}
	jw_end(&j);
	jw_end(&j);
	buf_put_char(f->b, '\n');
}

static enum err put_type(const struct slots_file *f, struct service_id type)
{
	struct rq *rq = f->rq;
	struct service s;
	struct slot_times times;

	TRY(service_get(rq->db, rq->a, type, &s));
	const struct slot_known known = { &s, f->place->tree_lo, f->place->tree_hi, f->zone };
	const struct slot_ask ask = { .service = type, .organization = f->place->id, .from = f->from, .days = SLOT_DAYS,
		.citizen = true, .known = &known };
	struct str schedule = schedule_name(rq->a, f->place->id, type);

	TRY(slot_list(rq->db, rq->a, rq->now, &ask, &times));
	for (size_t i = 0; i < times.n; i++)
		put_slot(f, &s, schedule, &times.v[i]);
	return OK;
}

enum err links_slots(struct rq *rq)
{
	struct slots_file f = { .rq = rq, .b = buf_new(rq->a, FILE_MAX) };
	struct organization_by_code_row by;
	struct organization_get_row o;
	struct open_types_at_rows types;

	TRY(open_asked(rq));
	if (rq_everyone_kept(rq, STR_NONE))
		return OK;
	TRY(organization_by_code(rq->db, rq->a, rq_param(rq, 0), &by));
	TRY(organization_get(rq->db, rq->a, by.id, &o));
	if (!o.active || (!str_eq(o.kind, S("establishment")) && !str_eq(o.kind, S("health_centre"))))
		return E_NOTFOUND;
	TRY(zone_get(o.zone, &f.zone));
	f.place = &o;
	f.from = zone_local(f.zone, rq->now).day;
	TRY(open_types_at(rq->db, rq->a, o.tree_lo, o.tree_hi, o.id, &types));
	for (size_t i = 0; i < types.n; i++)
		TRY(put_type(&f, types.v[i].service));
	return answer_lines(rq, f.b);
}
