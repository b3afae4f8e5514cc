/* Schedules, and the slots that are computed from them. */
#include "areas/api/inside.h"
#include "areas/appointments/appointments.h"
#include "areas/schedules/schedules.h"
#include "base/num.h"

#include "api_q.h"

#define AHEAD_DAYS 400			/* further than openings reach */
#define STANDARD_DAYS 31		/* of a search for slots that names no start */

/* ---- Schedule ---- */

struct agendas { struct rq *rq; const struct fhir_search *s; struct fhir_bundle *b; struct jw *j; int64_t last; bool found; };

static enum err offered(struct rq *rq, struct arena *a, struct schedule_id id, struct api_schedule_services_rows *ret)
{
	return api_schedule_services(rq->db, a, id, ret);
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
	const struct api_schedule_services_rows *of)
{
	const struct fhir_code specialty[] = { { FHIR_SNOMED, r->snomed }, { SYS_SPECIALTY, r->specialty } };
	const struct fhir_ref actors[] = { { "Practitioner", r->practitioner_id.v }, { "Location", r->location_id.v } };
	struct fhir_code types[200];

	for (size_t i = 0; i < of->n; i++)
		types[i] = (struct fhir_code){ SYS_SERVICE, of->v[i].code };
	return fhir_fits_refs(s, "actor", actors, 2) && fhir_fits_bool(s, "active", r->active) &&
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

/* The members of a Schedule after its id, and its end. */
static enum err put_schedule(struct rq *rq, struct jw *j, const struct api_schedules_row *r, const struct api_schedule_services_rows *of)
{
	const struct fhir_code specialty[] = { { FHIR_SNOMED, r->snomed }, { SYS_SPECIALTY, r->specialty } };

	fhir_meta(j, r->version, INSTANT_NONE);
	TRY(put_stand_ins(rq, j, r->id));
	jw_set_bool(j, "active", r->active);
	service_types(j, of);
	fhir_concept(j, "specialty", true, specialty, 2, STR_NONE);
	jw_set_array(j, "actor");
	fhir_reference(j, NULL, "Practitioner", r->practitioner_id.v, r->practitioner.s);
	fhir_reference(j, NULL, "Location", r->location_id.v, r->location_fr);
	jw_end(j);
	jw_maybe_str(j, "comment", r->name_fr);
	jw_end(j);
	return OK;
}

static enum err schedule_row(void *arg, const struct api_schedules_row *r)
{
	struct agendas *w = arg;
	struct api_schedule_services_rows of;
	bool fits;

	TRY(offered(w->rq, w->rq->a, r->id, &of));
	if (!schedule_fits(w->s, r, &of))
		return OK;
	TRY(has_days(w->rq, w->s, r->id, &of, &fits));
	if (!fits)
		return OK;
	if (fhir_bundle_full(w->b)) {
		w->b->next = fhir_id(w->rq->a, w->last);
		return E_LIMIT;
	}
	fhir_entry_begin(w->b, "Schedule", fhir_id(w->rq->a, r->id.v));
	TRY(put_schedule(w->rq, &w->b->j, r, &of));
	fhir_entry_end(w->b, "match");
	w->last = r->id.v;
	return OK;
}

static enum err schedule_alone(void *arg, const struct api_schedules_row *r)
{
	struct agendas *w = arg;
	struct api_schedule_services_rows of;

	TRY(offered(w->rq, w->rq->a, r->id, &of));
	if (!w->j) {
		struct jw j = fhir_resource_begin(w->rq, 200, "Schedule", r->id.v);

		TRY(put_schedule(w->rq, &j, r, &of));
		rq_etag(w->rq, r->version);
	} else {
		TRY(put_schedule(w->rq, w->j, r, &of));
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

/* Only those that are asked for by key, when they are. */
static enum err each_schedule(struct rq *rq, const struct fhir_search *s, const char *name, int64_t after,
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

/* ---- Slot ---- */

enum err slot_key_parse(struct str id, struct slot_key *ret)
{
	int64_t year, month, day, hour, min;
	struct str rest = id, schedule = str_cut(&rest, '.'), service = str_cut(&rest, '.');

	if (rest.n != 13 || rest.p[8] != 'T')
		return E_INPUT;
	TRY(num_parse(schedule, 1, INT64_MAX, &ret->schedule.v));
	TRY(num_parse(service, 1, INT64_MAX, &ret->service.v));
	TRY(num_parse(str_sub(rest, 0, 4), 1, 9999, &year));
	TRY(num_parse(str_sub(rest, 4, 6), 1, 12, &month));
	TRY(num_parse(str_sub(rest, 6, 8), 1, 31, &day));
	TRY(num_parse(str_sub(rest, 9, 11), 0, 23, &hour));
	TRY(num_parse(str_sub(rest, 11, 13), 0, 59, &min));
	if (!day_valid((int)year, (int)month, (int)day))
		return E_INPUT;
	ret->start = (struct local){ day_of((int)year, (int)month, (int)day), (int32_t)(hour * 60 + min) };
	return OK;
}

struct str slot_key_print(struct arena *a, const struct slot_key *k)
{
	int y, m, d;

	day_split(k->start.day, &y, &m, &d);
	return arena_fmt(a, "%lld.%lld.%04d%02d%02dT%02d%02d", (long long)k->schedule.v, (long long)k->service.v, y, m, d,
			k->start.min / 60, k->start.min % 60);
}

/* What all slots of one agenda and type have in common. */
struct slots {
	struct rq *rq;
	struct arena *t;		/* emptied between agendas */
	const struct fhir_search *s;
	struct fhir_bundle *b;
	struct agenda agenda;
	struct substitutions stand_ins;	/* of that agenda */
	struct service whole;
	const struct zone *zone;
	struct str cursor_of_pair;	/* where the page goes on: schedule.service.minutes */
	int64_t after_schedule, after_service, after_minutes;
	struct day from, to;
};

/* Who receives instead of the agenda's own practitioner that day. */
static void put_substitute(struct jw *j, const struct substitutions *all, struct day day)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct substitution *s = &all->v[i];

		if (s->from.n > day.n || s->to.n < day.n)
			continue;
		jw_set_array(j, "extension");
		jw_object(j);
		jw_set_cstr(j, "url", EXTENSION_SUBSTITUTE);
		fhir_reference(j, "valueReference", "Practitioner", s->practitioner.v, s->practitioner_name.v[LANG_FR]);
		jw_end(j);
		jw_end(j);
		return;
	}
}

static void put_slot(struct jw *j, const struct agenda *of, const struct service *v, struct str snomed,
	struct local start, bool free)
{
	const struct fhir_code type = { SYS_SERVICE, v->code };
	const struct fhir_code specialty[] = { { FHIR_SNOMED, snomed }, { SYS_SPECIALTY, v->specialty } };

	fhir_concept(j, "serviceType", true, &type, 1, v->name.v[LANG_FR]);
	fhir_concept(j, "specialty", true, specialty, 2, STR_NONE);
	fhir_reference(j, "schedule", "Schedule", of->id.v, STR_NONE);
	jw_set_cstr(j, "status", free ? "free" : "busy");
	fhir_local(j, "start", start, of->zone);
	fhir_local(j, "end", local_add(start, v->duration_min), of->zone);
	jw_end(j);
}

static struct slot_ask ask_for(struct schedule_id schedule, struct service_id service, struct day day, int32_t days)
{
	return (struct slot_ask){ .service = service, .schedule = schedule, .from = day, .days = days };
}

static enum err is_free(struct rq *rq, const struct slot_key *k, bool *ret)
{
	struct slot_ask ask = ask_for(k->schedule, k->service, k->start.day, 1);
	struct slot_times times = { 0 };

	TRY(slot_list(rq->db, rq->a, rq->now, &ask, &times));
	*ret = false;
	for (size_t i = 0; i < times.n; i++)
		*ret = *ret || (times.v[i].day.n == k->start.day.n && times.v[i].min == k->start.min);
	return OK;
}

static enum err is_taken(struct rq *rq, const struct slot_key *k, bool *ret)
{
	struct api_slot_taken_row row;

	TRY(api_slot_taken(rq->db, rq->a, k->schedule, k->start.day, (struct minutes){ k->start.min }, rq->now, &row));
	*ret = row.n > 0;
	return OK;
}

static enum err offers(struct rq *rq, const struct slot_key *k, bool *ret)
{
	struct api_schedule_services_rows of;

	TRY(offered(rq, rq->a, k->schedule, &of));
	*ret = false;
	for (size_t i = 0; i < of.n; i++)
		*ret = *ret || of.v[i].id.v == k->service.v;
	return OK;
}

enum err slot_state(struct rq *rq, const struct slot_key *k, bool *ret_free, bool *ret_taken)
{
	bool any;

	*ret_free = *ret_taken = false;
	TRY(offers(rq, k, &any));
	if (any)
		TRY(is_free(rq, k, ret_free));
	return any && !*ret_free ? is_taken(rq, k, ret_taken) : OK;
}

enum err fhir_slot_read(struct rq *rq, struct str id)
{
	struct slot_key k;
	struct agenda of;
	struct service v;
	struct api_service_code_row code;
	struct substitutions stand_ins;
	bool free = false, taken = false;

	if (slot_key_parse(id, &k) != OK)
		return api_not_found(rq, "Slot");
	enum err e = agenda_get(rq, k.schedule, &of);

	if (e == OK)
		e = slot_state(rq, &k, &free, &taken);
	if (e == E_NOTFOUND || (e == OK && !free && !taken))
		return api_not_found(rq, "Slot");
	TRY(e);
	TRY(service_get(rq->db, rq->a, k.service, &v));
	TRY(api_service_code(rq->db, rq->a, k.service, &code));
	TRY(substitutions_of(rq->db, rq->a, k.schedule, k.start.day, k.start.day, &stand_ins));
	struct jw j = jw_to(rq_json(rq, 200));

	jw_object(&j);
	jw_set_cstr(&j, "resourceType", "Slot");
	jw_set_str(&j, "id", slot_key_print(rq->a, &k));
	put_substitute(&j, &stand_ins, k.start.day);
	put_slot(&j, &of, &v, code.snomed, k.start, free);
	return OK;
}

/* ---- searching slots: agendas in order of key, their types, their days ---- */

static enum err put_start(struct slots *w, const struct slot_time *t, struct str snomed)
{
	struct slot_key k = { w->agenda.id, w->whole.id, { t->day, t->min } };
	int64_t minutes = local_minutes(k.start);
	struct instant at = zone_instant(w->zone, k.start);

	if (k.schedule.v == w->after_schedule && k.service.v == w->after_service && minutes <= w->after_minutes)
		return OK;
	if (!fhir_fits_instant(w->s, "start", at))
		return OK;
	if (fhir_bundle_full(w->b)) {
		w->b->next = w->cursor_of_pair;
		return E_LIMIT;
	}
	fhir_entry_begin(w->b, "Slot", slot_key_print(w->rq->a, &k));
	put_substitute(&w->b->j, &w->stand_ins, k.start.day);
	put_slot(&w->b->j, &w->agenda, &w->whole, snomed, k.start, true);
	fhir_entry_end(w->b, "match");
	w->cursor_of_pair = arena_fmt(w->rq->a, "%lld.%lld.%lld", (long long)k.schedule.v, (long long)k.service.v,
			(long long)minutes);
	return OK;
}

static enum err slots_of_days(struct slots *w, const struct api_free_days_rows *days, struct str snomed)
{
	for (size_t d = 0; d < days->n; d++) {
		struct slot_ask ask = ask_for(w->agenda.id, w->whole.id, days->v[d].day, 1);
		struct slot_times times = { 0 };

		TRY(slot_list(w->rq->db, w->t, w->rq->now, &ask, &times));
		for (size_t i = 0; i < times.n; i++)
			TRY(put_start(w, &times.v[i], snomed));
	}
	return OK;
}

static enum err slots_of_type(struct slots *w, const struct api_schedule_services_row *v)
{
	const struct fhir_code type = { SYS_SERVICE, v->code };
	struct api_service_code_row code;
	struct api_free_days_rows days;
	struct day from = w->from;

	if (w->agenda.id.v == w->after_schedule && v->id.v < w->after_service)
		return OK;
	if (!fhir_fits_token(w->s, "service-type", &type, 1))
		return OK;
	TRY(api_service_code(w->rq->db, w->t, v->id, &code));
	const struct fhir_code specialty[] = { { FHIR_SNOMED, code.snomed }, { SYS_SPECIALTY, v->specialty } };

	if (!fhir_fits_token(w->s, "specialty", specialty, 2))
		return OK;
	if (w->agenda.id.v == w->after_schedule && v->id.v == w->after_service &&
			local_of_minutes(w->after_minutes).day.n > from.n)
		from = local_of_minutes(w->after_minutes).day;
	TRY(api_free_days(w->rq->db, w->t, w->agenda.id, v->id, from, w->to, &days));
	if (!days.n)
		return OK;
	TRY(service_get(w->rq->db, w->t, v->id, &w->whole));
	return slots_of_days(w, &days, code.snomed);
}

static enum err slots_of_agenda(void *arg, const struct api_schedules_row *r)
{
	struct slots *w = arg;
	struct api_schedule_services_rows of;

	arena_reset(w->t);
	if (!r->active || zone_get(r->zone, &w->zone) != OK)
		return OK;
	w->agenda = (struct agenda){ r->id, arena_str(w->t, r->zone), STR_NONE, STR_NONE, true };
	TRY(substitutions_of(w->rq->db, w->t, r->id, w->from, w->to, &w->stand_ins));
	TRY(offered(w->rq, w->t, r->id, &of));
	for (size_t i = 0; i < of.n; i++)
		TRY(slots_of_type(w, &of.v[i]));
	return OK;
}

static void take_cursor(struct slots *w, struct str cursor)
{
	struct str rest = cursor;
	struct str schedule = str_cut(&rest, '.'), service = str_cut(&rest, '.');

	if (num_parse(schedule, 1, INT64_MAX, &w->after_schedule) != OK ||
			num_parse(service, 1, INT64_MAX, &w->after_service) != OK ||
			num_parse(rest, 0, INT64_MAX, &w->after_minutes) != OK)
		w->after_schedule = w->after_service = w->after_minutes = 0;
}

/* Slot ids asked for by _id: each is read by itself. */
static enum err slots_by_id(struct slots *w, const struct fhir_clause *c)
{
	for (size_t i = 0; i < c->n; i++) {
		struct slot_key k;
		struct api_service_code_row code;
		bool free = false;

		if (slot_key_parse(c->v[i].code, &k) != OK)
			continue;
		enum err e = agenda_get(w->rq, k.schedule, &w->agenda);

		if (e == OK && zone_get(w->agenda.zone, &w->zone) == OK)
			e = service_get(w->rq->db, w->rq->a, k.service, &w->whole);
		if (e == OK)
			e = is_free(w->rq, &k, &free);
		if (e != OK && e != E_NOTFOUND)
			return e;
		if (e != OK || !free)
			continue;
		TRY(api_service_code(w->rq->db, w->rq->a, k.service, &code));
		TRY(substitutions_of(w->rq->db, w->rq->a, k.schedule, k.start.day, k.start.day, &w->stand_ins));
		TRY(put_start(w, &(struct slot_time){ .day = k.start.day, .min = k.start.min }, code.snomed));
	}
	return OK;
}

static enum err include_schedules(struct slots *w, const int64_t *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(schedule_entry(w->b, (struct schedule_id){ ids[i] }));
	return OK;
}

/* An agenda whose slots are on the page goes with it, once. */
struct included { struct slots *w; int64_t ids[FHIR_COUNT_MAX]; size_t n; };

static enum err slots_and_note(void *arg, const struct api_schedules_row *r)
{
	struct included *x = arg;
	int32_t before = x->w->b->n;
	enum err e = slots_of_agenda(x->w, r);

	if (x->w->b->n > before && x->n < FHIR_COUNT_MAX)
		x->ids[x->n++] = r->id.v;
	return e;
}

static void free_scratch(void *p)
{
	arena_free(p);
}

/* An arena of the search's own, whose jump is the request's. */
static struct arena *scratch(struct rq *rq)
{
	struct arena *t = arena_new((size_t)16 << 20);

	if (t) {
		memcpy(arena_guard(t), arena_guard(rq->a), sizeof(jmp_buf));
		arena_on_end(rq->a, free_scratch, t);
	}
	return t;
}

enum err fhir_slot_search(struct rq *rq, const struct fhir_search *s)
{
	struct fhir_bundle b;
	struct day today = { (int32_t)(rq->now.v / 86400) };
	struct slots w = { .rq = rq, .s = s, .b = &b, .from = { today.n - 1 },
		.to = { today.n + (fhir_asks(s, "start") ? AHEAD_DAYS : STANDARD_DAYS + 1) } };
	struct included x = { .w = &w };
	const struct fhir_clause *ids = fhir_clause_of(s, "_id", 0);
	enum err e = OK;

	if (!(w.t = scratch(rq)))
		return E_LIMIT;
	fhir_bundle_begin(rq, s, &b);
	take_cursor(&w, s->cursor);
	w.cursor_of_pair = s->cursor;
	fhir_day_range(s, "start", &w.from, &w.to);
	bool free = fhir_fits_token(s, "status", &(struct fhir_code){ "http://hl7.org/fhir/slotstatus", S("free") }, 1);

	if (free && ids)
		e = slots_by_id(&w, ids);
	else if (free)
		e = each_schedule(rq, s, "schedule", w.after_schedule ? w.after_schedule - 1 : 0, slots_and_note, &x);
	if (e == OK || e == E_LIMIT)
		e = s->include ? include_schedules(&w, x.ids, x.n) : OK;
	return e == OK ? fhir_bundle_end(&b) : e;
}
