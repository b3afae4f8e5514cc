/* A morning at the telephone of the hospital that the accounts work for: calls about appointments to come, one that nobody
 * answered, one that rings, and a message for the cardiologist. */
#include "areas/demo/inside.h"

#include "areas/patients/patients.h"
#include "areas/telephone/telephone.h"

enum { CALLS = 6 };
static const struct { const char *reason; int minutes_ago, seconds; } calls[CALLS] = {
	{ "when", 170, 64 }, { "book", 140, 215 }, { "move", 95, 148 }, { "cancel", 60, 51 }, { "", 22, 20 }, { "", 1, 0 },
};

static struct hospital *hospital(struct demo *d)
{
	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			return &d->hospitals[i];
	return &d->hospitals[0];
}

/* Somebody with a telephone and an appointment to come, whom no earlier call is from. */
static enum err caller(struct demo *d, const struct hospital *h, size_t *at, struct patient *ret)
{
	const struct scope all = { .lo = 0, .hi = INT64_MAX };

	while (*at > 0) {
		struct appointments visits;

		arena_reset(d->scratch);
		TRY(patient_get(d->db, d->scratch, &all, h->people[--*at].id, ret));
		if (!ret->phone.n)
			continue;
		TRY(appointment_of_patient(d->db, d->scratch, &all, ret->id, &visits));
		for (size_t i = 0; i < visits.n; i++)
			if (status_open(visits.v[i].status) && visits.v[i].day.n > d->here.day.n)
				return OK;
	}
	return E_NOTFOUND;
}

enum err demo_telephone(struct demo *d, int64_t desk, struct practitioner_id doctor)
{
	const struct hospital *h = hospital(d);
	size_t at = h->npeople;

	for (int i = 0; i < CALLS; i++) {
		struct call_made c = { .organization = h->id, .reason = str_of(calls[i].reason), .account = desk, .ended_at = INSTANT_NONE };
		struct patient who;
		enum err e = caller(d, h, &at, &who);

		if (e != OK)
			return e == E_NOTFOUND ? OK : e;
		c.number = who.phone;
		c.rang_at.v = d->now.v - (int64_t)calls[i].minutes_ago * 60;
		c.taken_at.v = c.rang_at.v + 4;
		if (calls[i].seconds)
			c.ended_at.v = c.taken_at.v + calls[i].seconds;
		if (i == 0) {
			c.practitioner = doctor;
			c.patient = who.id;
			c.text = S("Demande si elle peut venir avec sa sœur. Rappeler après 14 h.");
		}
		TRY(telephone_call_put(d->db, d->scratch, &c));
	}
	return OK;
}
