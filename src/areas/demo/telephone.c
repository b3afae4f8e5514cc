/* A morning at the telephone of the hospital that the accounts work for: calls about appointments to come, one that nobody
 * answered, of a household of two of whom one has missed a visit, one that rings, and messages for the cardiologist and for
 * somebody who does not sign in. */
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

/* Visits to come, and, of who has missed one, past ones. */
static bool fits(const struct demo *d, const struct appointments *visits, bool missed)
{
	bool comes = false, was_missed = false;

	for (size_t i = 0; i < visits->n; i++) {
		comes = comes || (status_open(visits->v[i].status) && visits->v[i].day.n > d->here.day.n);
		was_missed = was_missed || visits->v[i].status == ST_NOSHOW;
	}
	return comes && (was_missed || !missed);
}

/* Somebody with a telephone and an appointment to come, whom no earlier call is from. */
static enum err caller(struct demo *d, const struct hospital *h, size_t *at, bool missed, struct patient *ret)
{
	const struct scope all = { .lo = 0, .hi = INT64_MAX };

	while (*at > 0) {
		struct appointments visits;

		arena_reset(d->scratch);
		TRY(patient_get(d->db, d->scratch, &all, h->people[--*at].id, ret));
		if (!ret->phone.n)
			continue;
		TRY(appointment_of_patient(d->db, d->scratch, &all, ret->id, &visits));
		if (fits(d, &visits, missed))
			return OK;
	}
	return E_NOTFOUND;
}

/* Somebody else of the same home, who comes too. */
static enum err at_home_with(struct demo *d, const struct hospital *h, size_t *at, struct str phone)
{
	const struct scope all = { .lo = 0, .hi = INT64_MAX };
	struct str number = arena_str(d->a, phone);
	struct patient who;
	enum err e = caller(d, h, at, false, &who);

	if (e != OK)
		return e == E_NOTFOUND ? OK : e;
	return patient_rectify(d->db, d->scratch, d->now, &all, 0, who.id, who.version, &(struct person){ .name = who.name,
		.birth_day = who.birth_day, .sex = who.sex, .phone = number, .lang = who.lang, .identity_number = who.identity_number,
		.email = who.email });
}

static void message(struct call_made *c, int i, struct practitioner_id doctor, struct practitioner_id other, struct patient_id who)
{
	static const struct { int call; const char *text; } left[] = {
		{ 0, "Demande si elle peut venir avec sa sœur. Rappeler après 14 h." }, { 1, "Demande un certificat pour l’école." },
	};

	for (size_t k = 0; k < sizeof(left) / sizeof(left[0]); k++)
		if (left[k].call == i) {
			c->practitioner = k ? other : doctor;
			c->patient = who;
			c->text = str_of(left[k].text);
		}
}

/* A practitioner of the house who has no account there. */
static struct practitioner_id without_account(const struct demo *d, const struct hospital *h, struct practitioner_id doctor)
{
	for (size_t i = 0; i < d->ndoctors; i++)
		if (d->doctors[i].at == h && d->doctors[i].id.v && d->doctors[i].id.v != doctor.v)
			return d->doctors[i].id;
	return (struct practitioner_id){ 0 };
}

enum err demo_telephone(struct demo *d, int64_t desk, struct practitioner_id doctor)
{
	const struct hospital *h = hospital(d);
	const struct practitioner_id other = without_account(d, h, doctor);
	size_t at = h->npeople;

	for (int i = 0; i < CALLS; i++) {
		struct call_made c = { .organization = h->id, .reason = str_of(calls[i].reason), .account = desk, .ended_at = INSTANT_NONE };
		struct patient who;
		enum err e = caller(d, h, &at, i == CALLS - 2, &who);

		if (e != OK)
			return e == E_NOTFOUND ? OK : e;
		c.number = who.phone;
		c.rang_at.v = d->now.v - (int64_t)calls[i].minutes_ago * 60;
		c.taken_at.v = c.rang_at.v + 4;
		if (calls[i].seconds)
			c.ended_at.v = c.taken_at.v + calls[i].seconds;
		message(&c, i, doctor, other, who.id);
		TRY(telephone_call_put(d->db, d->scratch, &c));
		if (i == CALLS - 2)
			TRY(at_home_with(d, h, &at, c.number));
	}
	return OK;
}
