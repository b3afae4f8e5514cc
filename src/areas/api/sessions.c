/*
 * Group sessions as slots: Slot/session.N, free while a seat is left. A place in one is an Appointment of its
 * own that names this slot, so `Appointment?slot=Slot/session.N` is who takes part.
 */
#include "areas/api/inside.h"
#include "areas/appointments/appointments.h"
#include "areas/schedules/schedules.h"
#include "base/num.h"

#include "api_q.h"

#define SESSION "session."
#define SESSIONS_AT_ONCE 500		/* as gathering_list_of answers at most */

enum err session_key_parse(struct str id, struct gathering_id *ret)
{
	if (!str_starts(id, S(SESSION)))
		return E_INPUT;
	return num_parse(str_sub(id, sizeof SESSION - 1, id.n), 1, INT64_MAX, &ret->v);
}

struct str session_key_print(struct arena *a, struct gathering_id id)
{
	return arena_fmt(a, SESSION "%lld", (long long)id.v);
}

/* What a slot says beside the session's own row. */
struct session {
	struct gathering g;
	struct agenda agenda;
	struct leaders who;
	struct api_service_code_row type;
	struct str specialty;
};

/* E_NOTFOUND: the account does not see its agenda. */
static enum err session_of(struct rq *rq, const struct gathering *g, struct session *ret)
{
	struct service v;

	ret->g = *g;
	TRY(agenda_get(rq, g->schedule, &ret->agenda));
	TRY(service_get(rq->db, rq->a, g->service, &v));
	TRY(api_service_code(rq->db, rq->a, g->service, &ret->type));
	ret->specialty = v.specialty;
	return gathering_leaders(rq->db, rq->a, g->id, &ret->who);
}

static const char *status_word(struct rq *rq, const struct gathering *g)
{
	if (g->cancelled || g->start_at.v <= rq->now.v)
		return "busy-unavailable";
	return g->taken < g->capacity ? "free" : "busy";
}

static void put_count(struct jw *j, const char *url, const char *value, int32_t n)
{
	jw_object(j);
	jw_set_cstr(j, "url", url);
	jw_set_int(j, value, n);
	jw_end(j);
}

/* Seats, and who leads: a Slot of R4 has no element for them. */
static void put_seats(struct jw *j, const struct session *s)
{
	const struct gathering *g = &s->g;

	jw_set_array(j, "extension");
	jw_object(j);
	jw_set_cstr(j, "url", EXTENSION_SESSION);
	jw_set_array(j, "extension");
	put_count(j, "capacity", "valuePositiveInt", g->capacity);
	put_count(j, "left", "valueUnsignedInt", g->capacity - g->taken);
	put_count(j, "waiting-left", "valueUnsignedInt", g->waiting_most - g->waiting);
	put_count(j, "minimum", "valueUnsignedInt", g->minimum);
	for (size_t i = 0; i < s->who.n; i++) {
		jw_object(j);
		jw_set_cstr(j, "url", "leader");
		fhir_reference(j, "valueReference", "Practitioner", s->who.v[i].id.v, s->who.v[i].name.s);
		jw_end(j);
	}
	jw_end(j);
	jw_end(j);
	jw_end(j);
}

/* The members of the Slot after its id, and its end. */
static void put_session(struct rq *rq, struct jw *j, const struct session *s)
{
	const struct gathering *g = &s->g;
	const struct local start = { g->day, g->start_min };
	const struct fhir_code type = { SYS_SERVICE, s->type.code };
	const struct fhir_code specialty[] = { { FHIR_SNOMED, s->type.snomed }, { SYS_SPECIALTY, s->specialty } };

	put_seats(j, s);
	fhir_concept(j, "serviceType", true, &type, 1, g->title.v[LANG_FR]);
	fhir_concept(j, "specialty", true, specialty, 2, STR_NONE);
	fhir_reference(j, "schedule", "Schedule", g->schedule.v, STR_NONE);
	jw_set_cstr(j, "status", status_word(rq, g));
	fhir_local(j, "start", start, g->zone);
	fhir_local(j, "end", local_add(start, g->duration_min), g->zone);
	jw_set_str(j, "comment", g->title.v[LANG_FR]);
	jw_end(j);
}

enum err session_slot_read(struct rq *rq, struct gathering_id id)
{
	struct session s;
	struct gathering g;
	enum err e = gathering_get(rq->db, rq->a, id, &g);

	if (e == OK)
		e = session_of(rq, &g, &s);
	if (e == E_NOTFOUND)
		return api_not_found(rq, "Slot");
	TRY(e);
	struct jw j = jw_to(rq_json(rq, 200));

	jw_object(&j);
	jw_set_cstr(&j, "resourceType", "Slot");
	jw_set_str(&j, "id", session_key_print(rq->a, id));
	put_session(rq, &j, &s);
	return OK;
}

static bool session_free(struct rq *rq, const struct gathering *g)
{
	return !g->cancelled && g->start_at.v > rq->now.v && g->taken < g->capacity;
}

static bool session_fits(const struct fhir_search *s, const struct session *x)
{
	const struct fhir_code type = { SYS_SERVICE, x->type.code };
	const struct fhir_code specialty[] = { { FHIR_SNOMED, x->type.snomed }, { SYS_SPECIALTY, x->specialty } };

	return fhir_fits_token(s, "service-type", &type, 1) && fhir_fits_token(s, "specialty", specialty, 2);
}

static struct str cursor_at(struct rq *rq, const struct gathering *g)
{
	return arena_fmt(rq->a, SESSION "%lld.%lld", (long long)local_minutes((struct local){ g->day, g->start_min }),
			(long long)g->id.v);
}

/* A session that fits, when there is room. */
static enum err entry_of(struct fhir_bundle *b, const struct gathering *g, struct slot_agendas *all)
{
	const struct fhir_search *s = b->s;
	struct rq *rq = b->rq;
	struct session x;

	if (!session_free(rq, g) || !fhir_fits_ref(s, "schedule", "Schedule", g->schedule.v) ||
			!fhir_fits_instant(s, "start", g->start_at))
		return OK;
	enum err e = session_of(rq, g, &x);

	if (e == E_NOTFOUND || (e == OK && !session_fits(s, &x)))
		return OK;
	TRY(e);
	if (fhir_bundle_full(b))
		return E_LIMIT;
	fhir_entry_begin(b, "Slot", session_key_print(rq->a, g->id));
	put_session(rq, &b->j, &x);
	fhir_entry_end(b, "match");
	if (all)
		note_agenda(all, g->schedule.v);
	return OK;
}

enum err session_slot_entry(struct fhir_bundle *b, struct gathering_id id)
{
	struct gathering g;
	enum err e = gathering_get(b->rq->db, b->rq->a, id, &g);

	return e == E_NOTFOUND ? OK : e != OK ? e : entry_of(b, &g, NULL);
}

bool session_cursor(struct str cursor)
{
	return str_starts(cursor, S(SESSION));
}

/* session.MINUTES.ID: behind that one. */
static void cursor_read(struct str cursor, int64_t *ret_minutes, int64_t *ret_id)
{
	struct str rest = cursor, minutes;

	*ret_minutes = *ret_id = -1;
	if (!session_cursor(cursor))
		return;
	(void)str_cut(&rest, '.');
	minutes = str_cut(&rest, '.');
	if (num_parse(minutes, 0, INT64_MAX / 2, ret_minutes) != OK || num_parse(rest, 0, INT64_MAX, ret_id) != OK)
		*ret_minutes = *ret_id = -1;
}

enum err session_slots(struct fhir_bundle *b, struct day from, struct day to, struct slot_agendas *all)
{
	const struct scope *sc = &b->rq->who.scope;
	struct str behind = S(SESSION "0.0");
	struct local at = { from, -1 };
	int64_t minutes, id;
	struct gathering_list list;

	cursor_read(b->s->cursor, &minutes, &id);
	if (minutes > 0 && local_of_minutes(minutes).day.n >= from.n)
		at = local_of_minutes(minutes);
	TRY(gathering_list_behind(b->rq->db, b->rq->a, sc->lo, sc->hi, at, (struct gathering_id){ id }, to, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct gathering *g = &list.v[i];
		enum err e = entry_of(b, g, all);

		if (e == E_LIMIT)
			b->next = behind;
		TRY(e);
		behind = cursor_at(b->rq, g);
	}
	/* There may be more than are read at once. */
	if (list.n == SESSIONS_AT_ONCE)
		b->next = behind;
	return OK;
}
