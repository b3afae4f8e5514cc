/* Who takes part in an appointment, what it takes beside its agenda, and where it is. */
#include "areas/api/inside.h"
#include "areas/appointments/appointments.h"
#include "areas/schedules/homes.h"
#include "base/utf8.h"

#include "api_q.h"

#define HOME "home"			/* id of the contained Location */

static void participant(struct jw *j, const char *type, int64_t id, struct str display, bool gone)
{
	if (!id)
		return;
	jw_object(j);
	fhir_reference(j, "actor", type, id, display);
	jw_set_cstr(j, "status", gone ? "declined" : "accepted");
	jw_end(j);
}

void put_agenda(struct jw *j, const char *key, struct str kind, struct schedule_id id, struct str name)
{
	char number[24];

	snprintf(number, sizeof number, "%lld", (long long)id.v);
	if (key)
		jw_set_object(j, key);
	else
		jw_object(j);
	jw_set_cstr(j, "type", str_eq(kind, S("device")) ? "Device" : str_eq(kind, S("room"))
		? "Location" : "HealthcareService");
	jw_set_object(j, "identifier");
	jw_set_cstr(j, "system", SYS_SCHEDULE);
	jw_set_cstr(j, "value", number);
	jw_end(j);
	jw_maybe_str(j, "display", name);
	jw_end(j);
}

static void agenda_takes_part(struct jw *j, struct str kind, struct schedule_id id, struct str name, bool gone)
{
	jw_object(j);
	put_agenda(j, "actor", kind, id, name);
	jw_set_cstr(j, "status", gone ? "declined" : "accepted");
	jw_end(j);
}

static enum err put_beside(struct rq *rq, struct jw *j, const struct appointment *x, bool gone)
{
	struct beside_names all;

	TRY(beside_list(rq->db, rq->a, x, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct beside_name *b = &all.v[i];

		if (b->practitioner.v)
			participant(j, "Practitioner", b->practitioner.v, b->name.v[LANG_FR], gone);
		else
			agenda_takes_part(j, b->kind, b->schedule, b->name.v[LANG_FR], gone);
	}
	return OK;
}

/* Who receives: the practitioner, or the room, device or team whose agenda it is; of a place in a group session
 * all who lead it. */
static enum err put_leaders(struct rq *rq, struct jw *j, const struct appointment *x, bool gone)
{
	struct leaders who = { 0 };
	struct schedule s;

	if (x->gathering.v)
		TRY(gathering_leaders(rq->db, rq->a, x->gathering, &who));
	for (size_t i = 0; i < who.n; i++)
		participant(j, "Practitioner", who.v[i].id.v, who.v[i].name.s, gone);
	if (who.n)
		return OK;
	participant(j, "Practitioner", x->practitioner.v, x->practitioner_name.s, gone);
	if (x->practitioner.v || !x->schedule.v || x->gathering.v)
		return OK;
	TRY(schedule_get(rq->db, rq->a, x->schedule, &s));
	agenda_takes_part(j, s.kind, s.id, s.name.v[LANG_FR], gone);
	return OK;
}

bool off_site(const struct appointment *x)
{
	return x->place_kind.n && !str_eq(x->place_kind, S("on_site"));
}

static bool at_home(const struct appointment *x, bool of_house)
{
	return of_house && x->home.zone && x->home.address.n;
}

void put_home(struct jw *j, const struct appointment *x, bool of_house)
{
	if (!at_home(x, of_house))
		return;
	jw_set_array(j, "contained");
	jw_object(j);
	jw_set_cstr(j, "resourceType", "Location");
	jw_set_cstr(j, "id", HOME);
	jw_maybe_str(j, "name", x->home.zone_name.v[LANG_FR]);
	jw_maybe_str(j, "description", x->home.details);
	jw_set_cstr(j, "mode", "instance");
	jw_set_object(j, "address");
	jw_set_cstr(j, "use", "home");
	jw_set_str(j, "text", x->home.address);
	jw_end(j);
	jw_end(j);
	jw_end(j);
}

enum err put_participants(struct rq *rq, struct jw *j, const struct appointment *x, bool hidden, bool of_house)
{
	bool gone = x->status == ST_CANCELLED;

	jw_set_array(j, "participant");
	participant(j, "Patient", x->patient.v, STR_NONE, gone);
	if (hidden) {
		jw_end(j);
		return OK;
	}
	TRY(put_leaders(rq, j, x, gone));
	if (!off_site(x))
		participant(j, "Location", x->location.v, x->location_name.v[LANG_FR], gone);
	if (at_home(x, of_house)) {
		jw_object(j);
		jw_set_object(j, "actor");
		jw_set_cstr(j, "reference", "#" HOME);
		jw_end(j);
		jw_set_cstr(j, "status", gone ? "declined" : "accepted");
		jw_end(j);
	}
	TRY(put_beside(rq, j, x, gone));
	jw_end(j);
	return OK;
}

static const struct jr *contained_location(const struct jr *body)
{
	const struct jr *list = jr_get(body, "contained");

	for (size_t i = 0; i < jr_count(list); i++)
		if (jr_text_is(jr_get(jr_at(list, i), "resourceType"), "Location"))
			return jr_at(list, i);
	return NULL;
}

/* The zone of that name in any language; the only one needs no name. The answer of a refusal names them all. */
static enum err zone_named(struct rq *rq, struct organization_id house, struct str name, int64_t *ret)
{
	struct str wanted = utf8_fold(rq->a, name), all = STR_NONE;
	struct home_zones zones;

	*ret = 0;
	TRY(home_zone_list(rq->db, rq->a, house, true, &zones));
	for (size_t i = 0; i < zones.n && !*ret; i++) {
		const struct home_zone *z = &zones.v[i];

		all = arena_cat(rq->a, arena_cat(rq->a, all, all.n ? S(", ") : S("")), z->name.v[LANG_FR]);
		for (int l = 0; l < LANG_MAX; l++)
			if (wanted.n ? str_eq(wanted, utf8_fold(rq->a, z->name.v[l])) : zones.n == 1)
				*ret = z->id;
	}
	if (*ret)
		return OK;
	return fhir_refuse(rq, 422, "value", "contained Location.name: the zone of a visit at home is expected, one of: %.*s", STR_ARG(all));
}

enum err read_home(struct rq *rq, const struct jr *body, struct service_id service, struct schedule_id schedule, struct home *ret)
{
	const struct jr *place = contained_location(body);
	struct str address = str_trim(jr_text(jr_get(jr_get(place, "address"), "text")));
	struct str details = str_trim(jr_text(jr_get(place, "description")));
	struct schedule s;
	struct service v;

	*ret = (struct home){ 0 };
	TRY(service_get(rq->db, rq->a, service, &v));
	if (!str_eq(v.place_kind, S("home")))
		return OK;
	if (!address.n)
		return fhir_refuse(rq, 422, "required", "contained: a visit at home needs a Location with address.text");
	TRY(fhir_plain_text(rq, "address", address));
	TRY(fhir_plain_text(rq, "description", details));
	TRY(schedule_get(rq->db, rq->a, schedule, &s));
	TRY(zone_named(rq, s.organization, str_trim(jr_text(jr_get(place, "name"))), &ret->zone));
	ret->address = address;
	ret->details = details;
	return OK;
}
