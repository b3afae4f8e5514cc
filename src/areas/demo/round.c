/* A nurse's round at the demonstration's own hospital: six visits at home today, in three zones, some at known coordinates. */
#include "areas/demo/inside.h"

#include "areas/accounts/accounts.h"
#include "areas/organizations/organizations.h"
#include "areas/schedules/homes.h"
#include "organizations_q.h"

enum { FROM = 9 * 60, TO = 17 * 60, MINUTES = 30, VISITS = 6, SPEED = 25 };

static const struct { const char *fr, *ar; int32_t minutes, near_min, lat, lon; } zones[] = {
	{ "Ville nouvelle", "المدينة الجديدة", 10, 5, 34033000, -5003000 },
	{ "Narjiss", "النرجس", 15, 5, 34011000, -4978000 },
	{ "Médina", "المدينة القديمة", 20, 10, 34064000, -4973000 },
};
enum { ZONES = 3 };
static const struct { const char *address, *details; int zone; struct place_on_earth at; } homes[VISITS] = {
	{ "12, rue Ibn Rochd", "2e étage", 0, { true, 34035200, -5008900 } },
	{ "4, avenue Allal Ben Abdallah", "", 0, { true, 34031100, -4999800 } },
	{ "27, lotissement Narjiss B", "Portail vert", 1, { true, 34010400, -4975600 } },
	{ "8, rue des Orangers, Narjiss", "", 1, { false, 0, 0 } },
	{ "3, derb Touil, Batha", "Appeler en arrivant", 2, { true, 34061200, -4981500 } },
	{ "19, rue Talaa Kebira", "", 2, { true, 34064700, -4979300 } },
};

struct nurse { struct demo *d; struct hospital *at; struct practitioner_id who; struct schedule_id agenda; struct service_id type;
	int64_t zones[ZONES]; };

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

/* She signs in as "nurse" and sees her own round. */
static enum err put_nurse(struct nurse *n)
{
	struct demo *d = n->d;
	struct practitioner p = { .organization = n->at->id, .code = S("INF1"), .name = { S("Naïma Ziani") },
		.name_ar = { S("نعيمة الزياني") }, .sex = S("female"), .specialty = S("cardio"), .active = true };
	struct account_new acc = { .login = S("nurse"), .name = p.name, .password = S(DEMO_PASSWORD),
		.role = ROLE_PRACTITIONER, .organization = n->at->id };
	struct account_id id;

	TRY(practitioner_put(d->db, d->a, d->now, &p, &n->who));
	acc.practitioner = n->who.v;
	return account_create(d->db, d->a, d->now, &acc, &id);
}

static enum err put_agenda(struct nurse *n)
{
	struct demo *d = n->d;
	struct service s = { .organization = n->at->id, .code = S("soins-domicile"), .specialty = S("cardio"),
		.name = names_make(S("Soins à domicile"), S("علاجات في البيت"), S("Nursing at home")),
		.duration_min = MINUTES, .step_min = 15, .horizon_min = 60 * 1440, .cancel_limit_min = 1440,
		.move_limit_min = 1440, .lead_min = 1440, .online = true, .active = true, .visit = S("any"), .sex = S("any"), .place_kind = S("home"),
		.capacity = 1 };
	struct schedule own = { .organization = n->at->id, .kind = S("practitioner"), .location = n->at->location,
		.practitioner = n->who, .specialty = S("cardio"), .active = true };
	struct opening o = { .first_day = d->here.day, .until_day = day_add_months(d->here.day, AHEAD_MONTHS),
		.rule = S("FREQ=DAILY"), .start_min = FROM, .end_min = TO, .capacity = 1, .active = true,
		.services = &n->type, .nservices = 1 };
	struct opening_id id;

	TRY(service_put(d->db, d->a, d->now, &s, &n->type));
	TRY(schedule_put(d->db, d->a, d->now, &own, &n->agenda));
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
			.details = str_of(homes[i].details), .at = homes[i].at } };

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
	struct organization_get_row o;
	int32_t at = FROM;

	for (size_t i = 0; i < d->nhospitals; i++)
		if (str_eq(d->hospitals[i].code, S(DEMO_HOSPITAL)))
			n.at = &d->hospitals[i];
	if (!n.at || !n.at->ndoctors)
		return OK;
	TRY(put_zones(&n));
	TRY(organization_get(d->db, d->a, n.at->id, &o));
	TRY(organization_setting_set(d->db, d->a, n.at->id, o.tree_lo, SETTING_HOME_SPEED, SPEED));
	TRY(put_nurse(&n));
	TRY(put_agenda(&n));
	for (int i = 0; i < VISITS; i++)
		TRY(visit(&n, &d->doctors[n.at->first], i, &at));
	return OK;
}
