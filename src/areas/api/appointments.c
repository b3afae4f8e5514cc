/* Appointment: read and search. Whoever sees one is noted in the trail. */
#include "areas/api/inside.h"
#include "areas/appointments/appointments.h"
#include "areas/patients/patients.h"
#include "base/num.h"
#include "codes/codes.h"

#include "api_q.h"
#include "organizations_q.h"

#define BATCH 200			/* rows looked at in one query */
#define BATCHES_MAX 50			/* then the page ends, though it may not be full */

/* ---- writing one ---- */

static void put_reason(struct jw *j, const struct appointment *x)
{
	bool patient = str_eq(x->cancelled_by, S("patient"));
	const struct fhir_code code = { "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason",
		patient ? S("pat") : S("prov") };

	if (x->status == ST_CANCELLED)
		fhir_concept(j, "cancelationReason", false, &code, 1, x->cancel_reason);
}

static enum err put_identifiers(struct rq *rq, struct jw *j, const struct appointment *x)
{
	struct api_appointment_identifiers_rows rows;
	struct fhir_identifier v[21] = { { SYS_REFERENCE, x->reference } };

	TRY(api_appointment_identifiers(rq->db, rq->a, x->id, &rows));
	for (size_t i = 0; i < rows.n && i < 20; i++)
		v[i + 1] = (struct fhir_identifier){ arena_cstr(rq->a, rows.v[i].system), rows.v[i].value };
	fhir_identifiers(j, v, 1 + (rows.n < 20 ? rows.n : 20));
	return OK;
}

static enum err put_types(struct rq *rq, struct jw *j, const struct appointment *x)
{
	struct api_service_code_row service = { 0 };
	struct api_specialty_row specialty = { 0 };
	enum err e = x->service.v ? api_service_code(rq->db, rq->a, x->service, &service) : OK;

	if (e == OK && x->specialty.n)
		e = api_specialty(rq->db, rq->a, x->specialty, &specialty);
	if (e != OK && e != E_NOTFOUND)
		return e;
	const struct fhir_code type = { SYS_SERVICE, service.code };
	const struct fhir_code codes[] = { { FHIR_SNOMED, specialty.snomed }, { SYS_SPECIALTY, x->specialty } };

	fhir_concept(j, "serviceType", true, &type, 1, x->service_name.v[LANG_FR]);
	fhir_concept(j, "specialty", true, codes, 2, specialty.name_fr);
	return OK;
}

/* At home, by telephone or by video: R4 has no element for it. */
static void put_place_kind(struct jw *j, const struct appointment *x)
{
	jw_object(j);
	jw_set_cstr(j, "url", EXTENSION_PLACE);
	jw_set_str(j, "valueCode", x->place_kind);
	jw_end(j);
}

/* Somebody who came without an appointment. */
static void put_kind(struct jw *j, const struct appointment *x)
{
	if (x->walk_in)
		fhir_concept(j, "appointmentType", false, &(struct fhir_code){ "http://terminology.hl7.org/CodeSystem/v2-0276",
				S("WALKIN") }, 1, STR_NONE);
}

/* Where a visit by video is, from shortly before it to its end. */
static enum err put_video(struct rq *rq, struct jw *j, const struct appointment *x)
{
	struct str room = STR_NONE;

	if (str_eq(x->place_kind, S("video")))
		TRY(appointment_video(rq->db, rq->a, rq->now, x, &room));
	if (!room.n)
		return OK;
	jw_object(j);
	jw_set_cstr(j, "url", EXTENSION_VIDEO);
	jw_set_str(j, "valueUrl", room);
	jw_end(j);
	return OK;
}

/* Beside the rule of the agenda, and whom its practitioner stands in for: R4 has no element for these. */
static enum err put_extensions(struct rq *rq, struct jw *j, const struct appointment *x, const struct linked *l,
	bool of_house)
{
	struct practitioner own;
	struct schedule s;

	if (!x->overbooked && !x->substituted && !off_site(x) && !l->visit)
		return OK;
	jw_set_array(j, "extension");
	if (off_site(x))
		put_place_kind(j, x);
	if (of_house)
		TRY(put_video(rq, j, x));
	put_series(j, l, x->id.v);
	if (x->overbooked) {
		jw_object(j);
		jw_set_cstr(j, "url", EXTENSION_EXTRA);
		jw_set_str(j, "valueString", extra_why(LANG_FR, x));
		jw_end(j);
	}
	if (x->substituted) {
		TRY(schedule_get(rq->db, rq->a, x->schedule, &s));
		TRY(practitioner_get(rq->db, rq->a, s.practitioner, &own));
		jw_object(j);
		jw_set_cstr(j, "url", EXTENSION_INSTEAD);
		fhir_reference(j, "valueReference", "Practitioner", own.id.v, own.name.s);
		jw_end(j);
	}
	jw_end(j);
	return OK;
}

/* Is the machine of a house, and not of a region or a ministry above it? A department is one's within a house; a
 * French département is a tree of its own with houses below it. */
static enum err is_of_house(struct rq *rq, bool *ret)
{
	struct organization_get_row o;

	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, &o));
	while (str_eq(o.kind, S("department")) && o.parent_id.v)
		TRY(organization_get(rq->db, rq->a, o.parent_id, &o));
	*ret = str_eq(o.kind, S("establishment")) || str_eq(o.kind, S("health_centre"));
	return OK;
}

/* What the account reads of an appointment. A discreet one is told without what it is for to a machine that is
 * not of a house; nor is that one told where a visit at home or by video is. */
struct reader { bool hidden, of_house; };
static enum err reader_of(struct rq *rq, const struct appointment *x, struct reader *ret)
{
	*ret = (struct reader){ false, true };
	if (x->sensitive || off_site(x))
		TRY(is_of_house(rq, &ret->of_house));
	ret->hidden = x->sensitive && !ret->of_house;
	return OK;
}

static void put_slot(struct rq *rq, struct jw *j, const struct appointment *x)
{
	struct slot_key key = { x->schedule, x->service, { x->day, x->start_min } };

	if (!x->schedule.v || !x->service.v)
		return;
	struct str id = x->gathering.v ? session_key_print(rq->a, x->gathering) : slot_key_print(rq->a, &key);

	jw_set_array(j, "slot");
	jw_object(j);
	jw_set_str(j, "reference", arena_fmt(rq->a, "Slot/%.*s", STR_ARG(id)));
	jw_end(j);
	jw_end(j);
}

/* The members of an Appointment after its id, and its end. */
static enum err put_appointment(struct rq *rq, struct jw *j, const struct appointment *x)
{
	struct local start = { x->day, x->start_min };
	struct linked links = { 0 };
	struct reader r;

	TRY(reader_of(rq, x, &r));
	fhir_meta_of(j, x->version, x->changed_at, x->sensitive);
	if (!r.hidden) {
		TRY(links_of(rq, x, &links));
		put_home(j, x, r.of_house);
		TRY(put_extensions(rq, j, x, &links, r.of_house));
	}
	TRY(put_identifiers(rq, j, x));
	jw_set_cstr(j, "status", status_code(x->status));
	if (!r.hidden) {
		put_reason(j, x);
		TRY(put_types(rq, j, x));
		put_kind(j, x);
		put_links(j, &links);
	}
	fhir_local(j, "start", start, x->zone);
	fhir_local(j, "end", local_add(start, x->duration_min), x->zone);
	jw_set_int(j, "minutesDuration", x->duration_min);
	if (!r.hidden)
		put_slot(rq, j, x);
	fhir_instant(j, "created", x->booked_at);
	if (!r.hidden)
		jw_maybe_str(j, "comment", x->note);
	TRY(put_participants(rq, j, x, r.hidden, r.of_house));
	jw_end(j);
	return OK;
}

enum err appointment_answer(struct rq *rq, int status, struct appointment_id id)
{
	struct appointment x;

	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, id, &x));
	struct jw j = fhir_resource_begin(rq, status, "Appointment", x.id.v);

	TRY(put_appointment(rq, &j, &x));
	rq_etag(rq, x.version);
	if (status == 201)
		rq_location(rq, "/fhir/Appointment/%lld", (long long)x.id.v);
	return OK;
}

enum err appointment_shown(struct rq *rq, int status, struct appointment_id id)
{
	struct appointment x;

	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, id, &x));
	TRY(rq_audit(rq, AUDIT_READ, x.patient.v, x.organization.v));
	return appointment_answer(rq, status, id);
}

enum err fhir_appointment_read(struct rq *rq, struct str id)
{
	struct appointment_id v = { api_id(id) };
	enum err e = v.v ? appointment_shown(rq, 200, v) : E_NOTFOUND;

	return e == E_NOTFOUND ? api_not_found(rq, "Appointment") : e;
}

/* ---- searching ---- */

struct finder {
	struct rq *rq;
	const struct fhir_search *s;
	struct fhir_bundle *b;
	struct day from, to;
	int64_t node;			/* tree_lo of the organisation whose rows are read; 0: a patient's */
	struct day after_day;		/* the last row that was looked at */
	int64_t after;
	int batches;
	int64_t patients[FHIR_COUNT_MAX];	/* of the page, for _include */
	int32_t npatients;
};

/* What a search can ask for, in either kind of row. */
struct line {
	struct appointment_id id;
	struct day day;
	int64_t patient, practitioner, location, service;
	struct str status, specialty;
	struct instant start_at;
};

static enum err codes_fit(struct finder *f, const struct line *x, bool *ret)
{
	struct api_service_code_row service = { 0 };
	struct api_specialty_row specialty = { 0 };
	enum err e = OK;

	*ret = true;
	if (fhir_asks(f->s, "service-type") && x->service)
		e = api_service_code(f->rq->db, f->rq->a, (struct service_id){ x->service }, &service);
	if (e == OK && fhir_asks(f->s, "specialty"))
		e = api_specialty(f->rq->db, f->rq->a, x->specialty, &specialty);
	if (e != OK && e != E_NOTFOUND)
		return e;
	const struct fhir_code codes[] = { { FHIR_SNOMED, specialty.snomed }, { SYS_SPECIALTY, x->specialty } };

	*ret = fhir_fits_token(f->s, "specialty", codes, 2) &&
		fhir_fits_token(f->s, "service-type", &(struct fhir_code){ SYS_SERVICE, service.code }, 1);
	return OK;
}

static bool line_fits(struct arena *a, const struct fhir_search *s, const struct line *x)
{
	const struct fhir_ref actors[] = { { "Patient", x->patient }, { "Practitioner", x->practitioner },
		{ "Location", x->location } };

	return fhir_fits_token(s, "_id", &(struct fhir_code){ "", fhir_id(a, x->id.v) }, 1) &&
		fhir_fits_ref(s, "patient", "Patient", x->patient) &&
		fhir_fits_ref(s, "practitioner", "Practitioner", x->practitioner) &&
		fhir_fits_ref(s, "location", "Location", x->location) && fhir_fits_refs(s, "actor", actors, 3) &&
		fhir_fits_instant(s, "date", x->start_at) &&
		fhir_fits_token(s, "status", &(struct fhir_code){ "http://hl7.org/fhir/appointmentstatus", x->status }, 1);
}

static struct str cursor_of(struct finder *f)
{
	return arena_fmt(f->rq->a, "%lld.%d.%lld", (long long)f->node, f->after_day.n, (long long)f->after);
}

/* A search that would tell what is not shown. */
static bool asks_what_for(const struct fhir_search *s)
{
	return fhir_asks(s, "service-type") || fhir_asks(s, "specialty") || fhir_asks(s, "practitioner")
		|| fhir_asks(s, "location") || fhir_asks(s, "actor") || fhir_asks(s, "slot") || fhir_asks(s, "supporting-info");
}

static enum err put_line(struct finder *f, struct appointment_id id)
{
	struct appointment x;
	struct reader r;

	TRY(appointment_get(f->rq->db, f->rq->a, &f->rq->who.scope, id, &x));
	TRY(reader_of(f->rq, &x, &r));
	if (r.hidden && asks_what_for(f->s))
		return OK;
	TRY(rq_audit(f->rq, AUDIT_LIST, x.patient.v, x.organization.v));
	fhir_entry_begin(f->b, "Appointment", fhir_id(f->rq->a, x.id.v));
	TRY(put_appointment(f->rq, &f->b->j, &x));
	fhir_entry_end(f->b, "match");
	f->patients[f->npatients++] = x.patient.v;
	return OK;
}

/* Is there a page more? One that would not be on it says nothing of itself by that either. */
static enum err would_show(struct finder *f, struct appointment_id id, bool *ret)
{
	struct appointment x;
	struct reader r;

	*ret = true;
	if (!asks_what_for(f->s))
		return OK;
	TRY(appointment_get(f->rq->db, f->rq->a, &f->rq->who.scope, id, &x));
	TRY(reader_of(f->rq, &x, &r));
	*ret = !r.hidden;
	return OK;
}

static enum err take_line(struct finder *f, const struct line *x)
{
	bool fits = line_fits(f->rq->a, f->s, x);

	if (fits)
		TRY(codes_fit(f, x, &fits));
	if (fits && fhir_bundle_full(f->b))
		TRY(would_show(f, x->id, &fits));
	if (fits && fhir_bundle_full(f->b)) {
		f->b->next = cursor_of(f);
		return E_LIMIT;
	}
	if (fits)
		TRY(put_line(f, x->id));
	f->after_day = x->day;
	f->after = x->id.v;
	return OK;
}

#define LINE(r) { (r)->id, (r)->day, (r)->patient_id.v, (r)->practitioner_id.is ? (r)->practitioner_id.v : 0, \
	(r)->location_id.is ? (r)->location_id.v : 0, (r)->service_id.v, (r)->status, (r)->specialty, (r)->start_at }

static bool worn(struct finder *f)
{
	if (++f->batches <= BATCHES_MAX)
		return false;
	f->b->next = cursor_of(f);
	return true;
}

static enum err of_organization(struct finder *f, struct organization_id id)
{
	struct api_appointments_of_organization_rows rows;

	do {
		if (worn(f))
			return E_LIMIT;
		TRY(api_appointments_of_organization(f->rq->db, f->rq->a, &f->rq->who.scope, id, f->to, f->after_day,
				f->after, BATCH, &rows));
		for (size_t i = 0; i < rows.n; i++)
			TRY(take_line(f, &(struct line)LINE(&rows.v[i])));
	} while (rows.n == BATCH);
	return OK;
}

static enum err of_patient(struct finder *f, struct patient_id id)
{
	struct api_appointments_of_patient_rows rows;

	do {
		if (worn(f))
			return E_LIMIT;
		TRY(api_appointments_of_patient(f->rq->db, f->rq->a, &f->rq->who.scope, id, f->to, f->after_day, f->after,
				BATCH, &rows));
		for (size_t i = 0; i < rows.n; i++)
			TRY(take_line(f, &(struct line)LINE(&rows.v[i])));
	} while (rows.n == BATCH);
	return OK;
}

static void rewind_(struct finder *f)
{
	f->after_day = f->from;
	f->after = 0;
}

static enum err of_branch(struct finder *f)
{
	const struct scope *s = &f->rq->who.scope;
	struct api_tree_rows nodes;
	int64_t at = f->node;

	if (at)
		at--;			/* the page goes on in the middle of that one */
	do {
		TRY(api_tree(f->rq->db, f->rq->a, at, s->lo, s->hi, &nodes));
		for (size_t i = 0; i < nodes.n; i++) {
			at = nodes.v[i].tree_lo;
			if (at != f->node)
				rewind_(f);
			f->node = at;
			TRY(of_organization(f, nodes.v[i].id));
		}
	} while (nodes.n == 200);
	return OK;
}

/* Those of some ids; the cursor says which are on pages before. */
static enum err by_ids(struct finder *f, const int64_t *ids, int n)
{
	f->node = 0;
	for (int64_t i = f->after > 0 ? f->after : 0; i < n; i++) {
		struct appointment x;
		enum err e = appointment_get(f->rq->db, f->rq->a, &f->rq->who.scope, (struct appointment_id){ ids[i] }, &x);

		f->after = i;
		if (e == E_NOTFOUND)
			continue;
		TRY(e);
		TRY(take_line(f, &(struct line){ x.id, x.day, x.patient.v, x.practitioner.v, x.location.v, x.service.v,
				str_of(status_code(x.status)), x.specialty, x.start_at }));
	}
	return OK;
}

/* Who has a time: in a group session all who are in it. */
static enum err by_slot(struct finder *f, const struct fhir_value *v)
{
	struct rq *rq = f->rq;
	struct appointments all = { 0 };
	struct gathering_id session = { 0 };
	struct slot_key k = { 0 };
	int n = 0;

	if (v->type.n && !str_eq(v->type, S("Slot")))
		return OK;
	if (session_key_parse(v->id, &session) == OK)
		TRY(gathering_people(rq->db, rq->a, &rq->who.scope, session, &all));
	else if (slot_key_parse(v->id, &k) == OK)
		TRY(appointment_day_of_schedule(rq->db, rq->a, &rq->who.scope, k.schedule, k.start.day,
				(struct day){ k.start.day.n + 1 }, &all));
	int64_t *ids = ARENA_ARRAY(rq->a, int64_t, all.n + 1);

	for (size_t i = 0; i < all.n; i++) {
		const struct appointment *x = &all.v[i];

		if (session.v || (x->start_min == k.start.min && x->service.v == k.service.v && !x->gathering.v))
			ids[n++] = x->id.v;
	}
	return by_ids(f, ids, n);
}

/* Those that belong with one that the account sees, and whose reason it may know. */
static enum err by_link(struct finder *f, const struct fhir_value *v)
{
	struct appointment x;
	struct linked l;
	struct reader r;
	enum err e = v->type.n && !str_eq(v->type, S("Appointment")) ? E_NOTFOUND
		: appointment_get(f->rq->db, f->rq->a, &f->rq->who.scope, (struct appointment_id){ api_id(v->id) }, &x);

	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	TRY(reader_of(f->rq, &x, &r));
	if (r.hidden)
		return OK;
	TRY(links_of(f->rq, &x, &l));
	return by_ids(f, l.v, (int)l.n);
}

static enum err by_own_reference(struct finder *f, const struct fhir_value *v, int64_t *ids, int *n)
{
	char reference[REFERENCE_LEN];
	struct appointment x;

	if ((!v->any_system && !str_eq(v->system, S(SYS_REFERENCE))) || reference_parse(v->code, reference) != OK)
		return OK;
	enum err e = appointment_by_reference(f->rq->db, f->rq->a, &f->rq->who.scope,
			(struct str){ reference, REFERENCE_LEN }, &x);

	if (e == OK)
		ids[(*n)++] = x.id.v;
	return e == E_NOTFOUND ? OK : e;
}

static enum err by_identifier(struct finder *f, const struct fhir_clause *c)
{
	int64_t ids[FHIR_COUNT_MAX];
	int n = 0;

	for (size_t i = 0; i < c->n && n < FHIR_COUNT_MAX; i++) {
		struct api_appointment_by_identifier_rows rows;

		TRY(by_own_reference(f, &c->v[i], ids, &n));
		TRY(api_appointment_by_identifier(f->rq->db, f->rq->a, &f->rq->who.scope, c->v[i].code, &rows));
		for (size_t r = 0; r < rows.n && n < FHIR_COUNT_MAX; r++)
			if (c->v[i].any_system || str_eq(c->v[i].system, rows.v[r].system))
				ids[n++] = rows.v[r].appointment_id.v;
	}
	return by_ids(f, ids, n);
}

static enum err by_patients(struct finder *f, const int64_t *ids, int n)
{
	for (int i = 0; i < n; i++) {
		if (f->node != -ids[i])
			rewind_(f);
		f->node = -ids[i];
		TRY(of_patient(f, (struct patient_id){ ids[i] }));
	}
	return OK;
}

static void take_cursor(struct finder *f)
{
	struct str rest = f->s->cursor, node = str_cut(&rest, '.'), day = str_cut(&rest, '.');
	int64_t d;

	rewind_(f);
	if (num_parse(node, INT64_MIN + 1, INT64_MAX, &f->node) == OK &&
			num_parse(day, INT32_MIN, INT32_MAX, &d) == OK && num_parse(rest, 0, INT64_MAX, &f->after) == OK)
		f->after_day.n = (int32_t)d;
	else
		f->node = 0;
}

/* A slot or a link leads by itself to those that it is about: one of them, and not beside an identifier. */
static enum err by_lead(struct finder *f, const struct fhir_clause *slot, const struct fhir_clause *link)
{
	const struct fhir_clause *one = slot ? slot : link;

	if ((slot && link) || one->n != 1 || fhir_clause_of(f->s, one->param->name, 1) || fhir_asks(f->s, "identifier"))
		return fhir_refuse(f->rq, 400, "not-supported", "one value of slot or of supporting-info, and no identifier beside it");
	return slot ? by_slot(f, &slot->v[0]) : by_link(f, &link->v[0]);
}

/* The most telling parameter says where to look; the others are applied to what is found. */
static enum err find(struct finder *f)
{
	const struct fhir_clause *identifier = fhir_clause_of(f->s, "identifier", 0);
	const struct fhir_clause *slot = fhir_clause_of(f->s, "slot", 0), *link = fhir_clause_of(f->s, "supporting-info", 0);
	int64_t ids[FHIR_COUNT_MAX];
	int n = fhir_ids(f->s, "_id", "", ids, FHIR_COUNT_MAX);

	if (slot || link)
		return by_lead(f, slot, link);
	if (n)
		return by_ids(f, ids, n);
	if (identifier)
		return by_identifier(f, identifier);
	n = fhir_ids(f->s, "patient", "Patient", ids, FHIR_COUNT_MAX);
	if (n == 1 || n < 0)
		return by_patients(f, ids, n);
	return of_branch(f);
}

/* Each person once. */
static enum err include_patients(struct finder *f)
{
	for (int32_t i = 0; i < f->npatients; i++) {
		bool before = false;

		for (int32_t k = 0; k < i; k++)
			before = before || f->patients[k] == f->patients[i];
		if (!before)
			TRY(patient_entry(f->b, (struct patient_id){ f->patients[i] }));
	}
	return OK;
}

enum err fhir_appointment_search(struct rq *rq, const struct fhir_search *s)
{
	struct fhir_bundle b;
	struct finder f = { .rq = rq, .s = s, .b = &b, .from = { -719162 }, .to = { 2932896 } };

	fhir_bundle_begin(rq, s, &b);
	fhir_day_range(s, "date", &f.from, &f.to);
	take_cursor(&f);
	enum err e = find(&f);

	if (e != OK && e != E_LIMIT)
		return e;
	if (s->include)
		TRY(include_patients(&f));
	if (!b.n)
		TRY(rq_audit(rq, AUDIT_SEARCH, 0, rq->who.organization));
	return fhir_bundle_end(&b);
}
