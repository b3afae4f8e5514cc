/* Slots: computed from what is free in agendas. sessions.c has those of group sessions. */
#include "areas/api/inside.h"
#include "areas/appointments/appointments.h"
#include "areas/schedules/schedules.h"
#include "base/num.h"

#include "api_q.h"

#define AHEAD_DAYS 400			/* further than openings reach */
#define STANDARD_DAYS 31		/* of a search that names no start */

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

static const char *slot_status(enum slot_is is)
{
	return is == SLOT_FREE ? "free" : is == SLOT_TAKEN ? "busy" : "busy-unavailable";
}

static void put_slot(struct jw *j, const struct agenda *of, const struct service *v, struct str snomed,
	struct local start, enum slot_is is)
{
	const struct fhir_code type = { SYS_SERVICE, v->code };
	const struct fhir_code specialty[] = { { FHIR_SNOMED, snomed }, { SYS_SPECIALTY, v->specialty } };

	fhir_concept(j, "serviceType", true, &type, 1, v->name.v[LANG_FR]);
	fhir_concept(j, "specialty", true, specialty, 2, STR_NONE);
	fhir_reference(j, "schedule", "Schedule", of->id.v, STR_NONE);
	jw_set_cstr(j, "status", slot_status(is));
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

	TRY(api_schedule_services(rq->db, rq->a, k->schedule, &of));
	*ret = false;
	for (size_t i = 0; i < of.n; i++)
		*ret = *ret || of.v[i].id.v == k->service.v;
	return OK;
}

/* The hours would have it, but somebody or something that it needs is not there then. */
static enum err is_closed(struct rq *rq, const struct slot_key *k, bool *ret)
{
	struct api_slot_open_row row;

	TRY(api_slot_open(rq->db, rq->a, k->schedule, k->start.day, k->service, k->start.min, &row));
	*ret = row.n > 0;
	return OK;
}

enum err slot_state(struct rq *rq, const struct slot_key *k, enum slot_is *ret)
{
	bool any, free = false, taken = false, closed = false;

	TRY(offers(rq, k, &any));
	if (any)
		TRY(is_free(rq, k, &free));
	if (any && !free)
		TRY(is_taken(rq, k, &taken));
	if (any && !free && !taken)
		TRY(is_closed(rq, k, &closed));
	*ret = free ? SLOT_FREE : taken ? SLOT_TAKEN : closed ? SLOT_CLOSED : SLOT_NONE;
	return OK;
}

enum err fhir_slot_read(struct rq *rq, struct str id)
{
	struct slot_key k;
	struct agenda of;
	struct service v;
	struct api_service_code_row code;
	struct substitutions stand_ins;
	struct gathering_id session;
	enum slot_is is = SLOT_NONE;

	if (session_key_parse(id, &session) == OK)
		return session_slot_read(rq, session);
	if (slot_key_parse(id, &k) != OK)
		return api_not_found(rq, "Slot");
	enum err e = agenda_get(rq, k.schedule, &of);

	if (e == OK)
		e = slot_state(rq, &k, &is);
	if (e == E_NOTFOUND || (e == OK && is == SLOT_NONE))
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
	put_slot(&j, &of, &v, code.snomed, k.start, is);
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
	put_slot(&w->b->j, &w->agenda, &w->whole, snomed, k.start, SLOT_FREE);
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
	TRY(api_schedule_services(w->rq->db, w->t, r->id, &of));
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
		struct gathering_id session;
		bool free = false;

		if (session_key_parse(c->v[i].code, &session) == OK)
			TRY(session_slot_entry(w->b, session));
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

/* An agenda whose slots are on the page goes with it, once. */
void note_agenda(struct slot_agendas *x, int64_t id)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->ids[i] == id)
			return;
	if (x->n < FHIR_COUNT_MAX)
		x->ids[x->n++] = id;
}

static enum err include_schedules(struct slots *w, const struct slot_agendas *x)
{
	for (size_t i = 0; i < x->n; i++)
		TRY(schedule_entry(w->b, (struct schedule_id){ x->ids[i] }));
	return OK;
}

struct included { struct slots *w; struct slot_agendas all; };

static enum err slots_and_note(void *arg, const struct api_schedules_row *r)
{
	struct included *x = arg;
	int32_t before = x->w->b->n;
	enum err e = slots_of_agenda(x->w, r);

	if (x->w->b->n > before)
		note_agenda(&x->all, r->id.v);
	return e;
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

	if (!(w.t = arena_side(rq->a, (size_t)16 << 20)))
		return E_LIMIT;
	fhir_bundle_begin(rq, s, &b);
	take_cursor(&w, s->cursor);
	w.cursor_of_pair = s->cursor;
	fhir_day_range(s, "start", &w.from, &w.to);
	bool free = fhir_fits_token(s, "status", &(struct fhir_code){ "http://hl7.org/fhir/slotstatus", S("free") }, 1);

	if (free && ids)
		e = slots_by_id(&w, ids);
	else if (free && !session_cursor(s->cursor))
		e = each_schedule(rq, s, "schedule", w.after_schedule ? w.after_schedule - 1 : 0, slots_and_note, &x);
	if (e == OK && free && !ids)
		e = session_slots(&b, w.from, w.to, &x.all);
	if (e == OK || e == E_LIMIT)
		e = s->include ? include_schedules(&w, &x.all) : OK;
	return e == OK ? fhir_bundle_end(&b) : e;
}
