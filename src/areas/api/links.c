/*
 * Appointments that belong together: the visits of a care series, a family. R4 has `supportingInformation` for
 * both; what R5 has for a series (recurrenceId, originatingAppointment, occurrenceChanged) goes into HL7's
 * extensions of that name.
 */
#include "areas/api/inside.h"
#include "areas/appointments/appointments.h"

#include "api_q.h"

enum { LINKS_MAX = 42 };		/* a series has at most 30 visits, a family 12 people */

static void add(struct linked *l, int64_t id, int64_t own)
{
	if (id != own && l->n < LINKS_MAX)
		l->v[l->n++] = id;
}

enum err links_of(struct rq *rq, const struct appointment *x, struct linked *ret)
{
	struct api_series_visits_rows visits;
	struct api_party_rows party = { 0 };
	struct linked l = { .v = ARENA_ARRAY(rq->a, int64_t, LINKS_MAX) };

	TRY(api_series_visits(rq->db, rq->a, &rq->who.scope, x->id, &visits));
	for (size_t i = 0; i < visits.n; i++) {
		const struct api_series_visits_row *v = &visits.v[i];

		if (!l.first)
			l.first = v->id.v;
		if (v->id.v == x->id.v) {
			l.visit = v->n;
			l.changed = v->day.n != v->wish_day.n || v->start_min != v->wish_min;
		}
		add(&l, v->id.v, x->id.v);
	}
	/* Who came as a group to a session is found by its slot. */
	if (x->party.v && !x->gathering.v)
		TRY(api_party(rq->db, rq->a, &rq->who.scope, x->party, &party));
	for (size_t i = 0; i < party.n; i++)
		add(&l, party.v[i].id.v, x->id.v);
	*ret = l;
	return OK;
}

static void open_extension(struct jw *j, const char *url)
{
	jw_object(j);
	jw_set_cstr(j, "url", url);
}

void put_series(struct jw *j, const struct linked *l, int64_t own)
{
	if (!l->visit)
		return;
	open_extension(j, EXTENSION_RECURRENCE);
	jw_set_int(j, "valuePositiveInt", l->visit);
	jw_end(j);
	if (l->first != own) {
		open_extension(j, EXTENSION_ORIGIN);
		fhir_reference(j, "valueReference", "Appointment", l->first, STR_NONE);
		jw_end(j);
	}
	if (l->changed) {
		open_extension(j, EXTENSION_CHANGED);
		jw_set_bool(j, "valueBoolean", true);
		jw_end(j);
	}
}

void put_links(struct jw *j, const struct linked *l)
{
	if (!l->n)
		return;
	jw_set_array(j, "supportingInformation");
	for (size_t i = 0; i < l->n; i++)
		fhir_reference(j, NULL, "Appointment", l->v[i], STR_NONE);
	jw_end(j);
}
