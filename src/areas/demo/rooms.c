/* Heart echographies at the demonstration's own hospital: a doctor, one of two rooms, and the one device. */
#include "areas/demo/inside.h"

#include "areas/schedules/needs.h"

enum { FROM = 16 * 60 + 30, TO = 19 * 60, MINUTES = 30, DOCTORS_MAX = 2, WEEKS = 2 };

struct rooms { struct demo *d; struct hospital *at; struct service_id type; };

static enum err agenda(const struct rooms *r, const char *kind, const char *fr, const char *ar,
	struct schedule_id *ret)
{
	struct schedule s = { .organization = r->at->id, .kind = str_of(kind), .location = r->at->location,
		.name = names_make(str_of(fr), str_of(ar), STR_NONE), .specialty = S("cardio"), .active = true };

	return schedule_put(r->d->db, r->d->a, r->d->now, &s, ret);
}

/* Mondays to Fridays; services NULL: only to be used beside other agendas. */
static enum err hours(const struct rooms *r, struct schedule_id s, int32_t from, int32_t to,
	const struct service_id *type)
{
	struct opening o = { .schedule = s, .first_day = r->d->here.day, .capacity = 1, .active = true,
		.until_day = day_add_months(r->d->here.day, AHEAD_MONTHS), .start_min = from, .end_min = to,
		.rule = S("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), .services = type, .nservices = type != NULL };
	struct opening_id id;

	return opening_put(r->d->db, r->d->a, r->d->now, &o, S("system"), &id);
}

static enum err type(struct rooms *r)
{
	struct service s = { .organization = r->at->id, .code = S("echo-coeur"), .specialty = S("cardio"),
		.name = names_make(S("Échographie du cœur"), S("فحص القلب بالصدى"), S("Heart ultrasound")),
		.duration_min = MINUTES, .step_min = MINUTES, .lead_min = 1440, .horizon_min = 90 * 1440,
		.cancel_limit_min = 1440, .move_limit_min = 1440, .online = true, .referral_required = true,
		.active = true, .visit = S("any"), .sex = S("any"), .place_kind = S("on_site"), .capacity = 1 };

	return service_put(r->d->db, r->d->a, r->d->now, &s, &r->type);
}

static enum err need(const struct rooms *r, const char *kind, const struct schedule_id *list, size_t n)
{
	struct need x = { .kind = str_of(kind), .agendas = { list, n } };
	struct service s;

	TRY(service_get(r->d->db, r->d->a, r->type, &s));
	return need_add(r->d->db, r->d->a, r->d->now, &s, &x);
}

/* Some visits of the coming two weeks, as the doctors themselves send people on; what is not free is left out. */
static enum err visits(const struct rooms *r, const struct doctor *doc)
{
	struct demo *d = r->d;

	for (int32_t day = 1; day <= 7 * WEEKS; day++) {
		struct person_made who;
		struct book_ask ask = { .schedule = doc->schedule, .service = r->type,
			.day = { d->here.day.n + day }, .start_min = FROM + MINUTES * dice_roll(&d->dice, 4),
			.channel = CH_DESK, .role = S("practitioner"), .silent = true };

		arena_reset(d->scratch);
		TRY(demo_person(d, doc, &who));
		ask.patient = who.id;
		TRY(demo_try(d, demo_before(d), &ask));
	}
	return OK;
}

enum err demo_rooms(struct demo *d)
{
	struct rooms r = { .d = d };
	struct schedule_id room[2], device;
	size_t n = 0;

	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			r.at = &d->hospitals[i];
	if (!r.at)
		return OK;
	TRY(type(&r));
	TRY(agenda(&r, "room", "Salle d’échographie 1", "قاعة الفحص بالصدى 1", &room[0]));
	TRY(agenda(&r, "room", "Salle d’échographie 2", "قاعة الفحص بالصدى 2", &room[1]));
	TRY(agenda(&r, "device", "Échographe cardiaque", "جهاز فحص القلب بالصدى", &device));
	TRY(hours(&r, room[0], 8 * 60, 18 * 60, NULL));
	TRY(hours(&r, room[1], 8 * 60, TO, NULL));
	TRY(hours(&r, device, 8 * 60, TO, NULL));
	TRY(need(&r, "device", &device, 1));
	TRY(need(&r, "room", room, 2));
	for (size_t i = 0; i < d->ndoctors && n < DOCTORS_MAX; i++) {
		const struct doctor *doc = &d->doctors[i];

		if (doc->at != r.at || !str_eq(doc->m->specialty, S("cardio")))
			continue;
		TRY(hours(&r, doc->schedule, FROM, TO, &r.type));
		TRY(visits(&r, doc));
		n++;
	}
	return OK;
}
