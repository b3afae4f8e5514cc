/* Schedules: agendas, with whose time they are. slots.c has what is free in them. */
#include "areas/api/inside.h"
#include "areas/appointments/appointments.h"
#include "areas/schedules/schedules.h"
#include "base/num.h"

#include "api_q.h"

#define NEEDS_MAX 40			/* as api_schedule_needs answers at most */

/* ---- Schedule ---- */

struct agendas { struct rq *rq; const struct fhir_search *s; struct fhir_bundle *b; struct jw *j; int64_t last; bool found; };

/* What the types offered in it need by name beside it: time is free here only when it is there too. */
static enum err needed(struct rq *rq, struct schedule_id id, const struct api_schedule_services_rows *of,
	struct api_schedule_needs_rows *ret)
{
	bool any = false;

	for (size_t i = 0; i < of->n; i++)
		any = any || of->v[i].needs;
	*ret = (struct api_schedule_needs_rows){ 0 };
	return any ? api_schedule_needs(rq->db, rq->a, id, ret) : OK;
}

static enum err has_days(struct rq *rq, const struct fhir_search *s, struct schedule_id id,
	const struct api_schedule_services_rows *of, bool *ret)
{
	struct day from = { INT32_MIN + 1 }, to = { INT32_MAX };
	struct api_free_days_rows days;

	*ret = !fhir_asks(s, "date");
	fhir_day_range(s, "date", &from, &to);
	for (size_t i = 0; i < of->n && !*ret; i++) {
		TRY(api_free_days(rq->db, rq->a, id, of->v[i].id, from, to, &days));
		for (size_t d = 0; d < days.n && !*ret; d++)
			*ret = fhir_fits_day(s, "date", days.v[d].day);
	}
	return OK;
}

static bool schedule_fits(const struct fhir_search *s, const struct api_schedules_row *r,
	const struct api_schedule_services_rows *of, const struct api_schedule_needs_rows *beside)
{
	const struct fhir_code specialty[] = { { FHIR_SNOMED, r->snomed }, { SYS_SPECIALTY, r->specialty } };
	struct fhir_ref actors[2 + NEEDS_MAX] = { { "Practitioner", r->practitioner_id.v }, { "Location", r->location_id.v } };
	struct fhir_code types[200];
	size_t nactors = 2;

	for (size_t i = 0; i < of->n; i++)
		types[i] = (struct fhir_code){ SYS_SERVICE, of->v[i].code };
	for (size_t i = 0; i < beside->n; i++)
		actors[nactors++] = (struct fhir_ref){ "Practitioner", beside->v[i].practitioner.v };
	return fhir_fits_refs(s, "actor", actors, nactors) && fhir_fits_bool(s, "active", r->active) &&
		fhir_fits_token(s, "specialty", specialty, 2) && fhir_fits_token(s, "service-type", types, of->n);
}

static void service_types(struct jw *j, const struct api_schedule_services_rows *of)
{
	if (!of->n)
		return;
	jw_set_array(j, "serviceType");
	for (size_t i = 0; i < of->n; i++) {
		jw_object(j);
		jw_set_array(j, "coding");
		jw_object(j);
		jw_set_cstr(j, "system", SYS_SERVICE);
		jw_set_str(j, "code", of->v[i].code);
		jw_maybe_str(j, "display", of->v[i].name_fr);
		jw_end(j);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
}

/* Who stands in for the agenda's own practitioner, from today on. */
static enum err put_stand_ins(struct rq *rq, struct jw *j, struct schedule_id id)
{
	struct day today = { (int32_t)(rq->now.v / 86400) };
	struct substitutions all;

	TRY(substitutions_of(rq->db, rq->a, id, today, (struct day){ today.n + 366 }, &all));
	if (!all.n)
		return OK;
	jw_set_array(j, "extension");
	for (size_t i = 0; i < all.n; i++) {
		const struct substitution *s = &all.v[i];

		jw_object(j);
		jw_set_cstr(j, "url", EXTENSION_SUBSTITUTE);
		jw_set_array(j, "extension");
		jw_object(j);
		jw_set_cstr(j, "url", "practitioner");
		fhir_reference(j, "valueReference", "Practitioner", s->practitioner.v, s->practitioner_name.v[LANG_FR]);
		jw_end(j);
		jw_object(j);
		jw_set_cstr(j, "url", "period");
		jw_set_object(j, "valuePeriod");
		fhir_date(j, "start", s->from);
		fhir_date(j, "end", s->to);
		jw_end(j);
		jw_end(j);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
	return OK;
}

/* Whose time it is: a practitioner's, or a room's, a device's, a team's; where; and what its types need by name. */
static void put_actors(struct jw *j, const struct api_schedules_row *r, const struct api_schedule_needs_rows *beside)
{
	jw_set_array(j, "actor");
	if (r->practitioner_id.v)
		fhir_reference(j, NULL, "Practitioner", r->practitioner_id.v, r->practitioner.s);
	else
		put_agenda(j, NULL, r->kind, r->id, r->name_fr);
	fhir_reference(j, NULL, "Location", r->location_id.v, r->location_fr);
	for (size_t i = 0; i < beside->n; i++) {
		const struct api_schedule_needs_row *b = &beside->v[i];

		if (b->practitioner.v)
			fhir_reference(j, NULL, "Practitioner", b->practitioner.v, b->practitioner_name.s);
		else
			put_agenda(j, NULL, b->kind, b->id, b->name_fr);
	}
	jw_end(j);
}

/* The members of a Schedule after its id, and its end. */
static enum err put_schedule(struct rq *rq, struct jw *j, const struct api_schedules_row *r, const struct api_schedule_services_rows *of,
	const struct api_schedule_needs_rows *beside)
{
	const struct fhir_code specialty[] = { { FHIR_SNOMED, r->snomed }, { SYS_SPECIALTY, r->specialty } };

	fhir_meta(j, r->version, INSTANT_NONE);
	TRY(put_stand_ins(rq, j, r->id));
	jw_set_bool(j, "active", r->active);
	service_types(j, of);
	fhir_concept(j, "specialty", true, specialty, 2, STR_NONE);
	put_actors(j, r, beside);
	jw_maybe_str(j, "comment", r->name_fr);
	jw_end(j);
	return OK;
}

static enum err schedule_row(void *arg, const struct api_schedules_row *r)
{
	struct agendas *w = arg;
	struct api_schedule_services_rows of;
	struct api_schedule_needs_rows beside;
	bool fits;

	TRY(api_schedule_services(w->rq->db, w->rq->a, r->id, &of));
	TRY(needed(w->rq, r->id, &of, &beside));
	if (!schedule_fits(w->s, r, &of, &beside))
		return OK;
	TRY(has_days(w->rq, w->s, r->id, &of, &fits));
	if (!fits)
		return OK;
	if (fhir_bundle_full(w->b)) {
		w->b->next = fhir_id(w->rq->a, w->last);
		return E_LIMIT;
	}
	fhir_entry_begin(w->b, "Schedule", fhir_id(w->rq->a, r->id.v));
	TRY(put_schedule(w->rq, &w->b->j, r, &of, &beside));
	fhir_entry_end(w->b, "match");
	w->last = r->id.v;
	return OK;
}

static enum err schedule_alone(void *arg, const struct api_schedules_row *r)
{
	struct agendas *w = arg;
	struct api_schedule_services_rows of;
	struct api_schedule_needs_rows beside;

	TRY(api_schedule_services(w->rq->db, w->rq->a, r->id, &of));
	TRY(needed(w->rq, r->id, &of, &beside));
	if (!w->j) {
		struct jw j = fhir_resource_begin(w->rq, 200, "Schedule", r->id.v);

		TRY(put_schedule(w->rq, &j, r, &of, &beside));
		rq_etag(w->rq, r->version);
	} else {
		TRY(put_schedule(w->rq, w->j, r, &of, &beside));
	}
	w->found = true;
	return OK;
}

enum err fhir_schedule_read(struct rq *rq, struct str id)
{
	struct agendas w = { .rq = rq };
	int64_t v = api_id(id);

	if (v)
		TRY(api_schedules(rq->db, rq->a, &rq->who.scope, v - 1, v, schedule_alone, &w));
	return w.found ? OK : api_not_found(rq, "Schedule");
}

enum err schedule_entry(struct fhir_bundle *b, struct schedule_id id)
{
	struct agendas w = { .rq = b->rq, .j = &b->j };

	fhir_entry_begin(b, "Schedule", fhir_id(b->rq->a, id.v));
	TRY(api_schedules(b->rq->db, b->rq->a, &b->rq->who.scope, id.v - 1, id.v, schedule_alone, &w));
	fhir_entry_end(b, "include");
	return OK;
}

enum err each_schedule(struct rq *rq, const struct fhir_search *s, const char *name, int64_t after,
	enum err (*row)(void *arg, const struct api_schedules_row *r), void *arg)
{
	int64_t ids[100];
	int n = fhir_ids(s, name, "Schedule", ids, 100);

	if (n == 0)
		return api_schedules(rq->db, rq->a, &rq->who.scope, after, LAST_ID, row, arg);
	for (int64_t at = after; n > 0;) {
		int64_t next = 0;

		for (int i = 0; i < n; i++)
			if (ids[i] > at && (!next || ids[i] < next))
				next = ids[i];
		if (!next)
			break;
		at = next;
		TRY(api_schedules(rq->db, rq->a, &rq->who.scope, at - 1, at, row, arg));
	}
	return OK;
}

enum err fhir_schedule_search(struct rq *rq, const struct fhir_search *s)
{
	struct fhir_bundle b;
	struct agendas w = { .rq = rq, .s = s, .b = &b, .last = api_id(s->cursor) };

	fhir_bundle_begin(rq, s, &b);
	enum err e = each_schedule(rq, s, "_id", w.last, schedule_row, &w);

	return e == OK || e == E_LIMIT ? fhir_bundle_end(&b) : e;
}

enum err agenda_get(struct rq *rq, struct schedule_id id, struct agenda *ret)
{
	struct api_agenda_row r;

	TRY(api_agenda(rq->db, rq->a, &rq->who.scope, id, &r));
	*ret = (struct agenda){ id, r.zone, r.specialty, r.snomed, r.active };
	return OK;
}
