/* A nurse's round at the demonstration's own hospital: six visits at home today, in three zones. */
#include "areas/demo/inside.h"

#include "areas/schedules/homes.h"

enum { FROM = 9 * 60, TO = 17 * 60, MINUTES = 30, VISITS = 6 };

static const struct { const char *fr, *ar; int32_t minutes, near_min, lat, lon; } zones[] = {
	{ "Ville nouvelle", "المدينة الجديدة", 10, 5, 34033000, -5003000 },
	{ "Narjiss", "النرجس", 15, 5, 34011000, -4978000 },
	{ "Médina", "المدينة القديمة", 20, 10, 34064000, -4973000 },
};
enum { ZONES = 3 };
static const struct { const char *address, *details; int zone; } homes[VISITS] = {
	{ "12, rue Ibn Rochd", "2e étage", 0 }, { "4, avenue Allal Ben Abdallah", "", 0 },
	{ "27, lotissement Narjiss B", "Portail vert", 1 }, { "8, rue des Orangers, Narjiss", "", 1 },
	{ "3, derb Touil, Batha", "Appeler en arrivant", 2 }, { "19, rue Talaa Kebira", "", 2 },
};

struct nurse { struct demo *d; struct hospital *at; struct schedule_id agenda; struct service_id type; int64_t zones[ZONES]; };

static enum err put_zones(struct nurse *n)
{
	for (int i = 0; i < ZONES; i++) {
		struct home_zone z = { .organization = n->at->id, .minutes = zones[i].minutes,
			.name = names_make(str_of(zones[i].fr), str_of(zones[i].ar), STR_NONE),
			.near_min = zones[i].near_min, .at = { true, zones[i].lat, zones[i].lon }, .active = true };

		TRY(home_zone_put(n->d->db, n->d->a, n->d->now, &z, &n->zones[i]));
	}
	return OK;
}

static enum err put_agenda(struct nurse *n)
{
	struct demo *d = n->d;
	struct service s = { .organization = n->at->id, .code = S("soins-domicile"), .specialty = S("cardio"),
		.name = names_make(S("Soins à domicile"), S("علاجات في البيت"), S("Nursing at home")),
		.duration_min = MINUTES, .step_min = 15, .horizon_min = 60 * 1440, .cancel_limit_min = 1440,
		.move_limit_min = 1440, .active = true, .visit = S("any"), .sex = S("any"), .place_kind = S("home"),
		.capacity = 1 };
	struct schedule team = { .organization = n->at->id, .kind = S("team"), .location = n->at->location,
		.name = names_make(S("Soins à domicile"), S("العلاجات في البيت"), STR_NONE), .specialty = S("cardio"),
		.active = true };
	struct opening o = { .first_day = d->here.day, .until_day = day_add_months(d->here.day, AHEAD_MONTHS),
		.rule = S("FREQ=DAILY"), .start_min = FROM, .end_min = TO, .capacity = 1, .active = true,
		.services = &n->type, .nservices = 1 };
	struct opening_id id;

	TRY(service_put(d->db, d->a, d->now, &s, &n->type));
	TRY(schedule_put(d->db, d->a, d->now, &team, &n->agenda));
	o.schedule = n->agenda;
	return opening_put(d->db, d->a, d->now, &o, S("system"), &id);
}

/* As they were booked yesterday evening: from nine on, each as soon as the way allows. */
static enum err visit(struct nurse *n, const struct doctor *like, int i, int32_t *at)
{
	struct demo *d = n->d;
	struct instant before = { d->now.v - 86400 };
	struct person_made who;
	struct booked b;
	enum err e = E_CONFLICT;

	arena_reset(d->scratch);
	TRY(demo_person(d, like, &who));
	for (; *at + MINUTES <= TO && (e == E_CONFLICT || e == E_INPUT); *at += 5) {
		struct book_ask ask = { .schedule = n->agenda, .service = n->type, .day = d->here.day, .start_min = *at,
			.patient = who.id, .channel = CH_PHONE, .role = S("desk"), .silent = true,
			.home = { .zone = n->zones[homes[i].zone], .address = str_of(homes[i].address),
			.details = str_of(homes[i].details) } };

		TRY(db_save(d->db));
		e = appointment_book(d->db, d->scratch, before, &ask, &b);
		if (e == OK)
			return db_keep(d->db);
		db_undo(d->db);
	}
	return e == E_CONFLICT || e == E_INPUT ? OK : e;
}

enum err demo_round(struct demo *d)
{
	struct nurse n = { .d = d };
	int32_t at = FROM;

	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			n.at = &d->hospitals[i];
	if (!n.at || !n.at->ndoctors)
		return OK;
	TRY(put_zones(&n));
	TRY(put_agenda(&n));
	for (int i = 0; i < VISITS; i++)
		TRY(visit(&n, &d->doctors[n.at->first], i, &at));
	return OK;
}
