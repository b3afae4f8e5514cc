/*
 * For tests: a small country with one hospital, one agenda and one type, on a fresh database.
 * Monday 2 November 2026, 07:00 in Fès is `now`.
 */
#ifndef AREAS_SCHEDULES_TEST_COUNTRY_H
#define AREAS_SCHEDULES_TEST_COUNTRY_H

#include "areas/schedules/schedules.h"
#include "base/random.h"
#include "db/test/both.h"
#include "organizations_q.h"

struct country {
	struct db *db;
	struct arena *a;
	struct instant now;
	struct day monday;
	struct organization_id ministry, hospital;
	struct location_id location;
	struct practitioner_id doctor;
	struct schedule_id schedule;
	struct service_id service;
};

static inline struct organization_id country_organization(struct country *c,
	struct organization_id parent, int64_t lo,
	int64_t hi, int depth, const char *kind, const char *code)
{
	struct organization_id id = { random_id(c->now) };

	assert_int_equal(organization_add(c->db, c->a, id, parent, lo, hi, depth, str_of(kind),
		str_of(code), str_of(code),
		str_of(code), str_of(code), str_of(code), str_of(code), S("+212535000000"),
			S("Africa/Casablanca")), OK);
	return id;
}

static inline struct location_id country_location(struct country *c, struct organization_id o,
	const char *code)
{
	struct location_id id = { random_id(c->now) };

	assert_int_equal(location_add(c->db, c->a, id, o, str_of(code), str_of(code),
		str_of(code), str_of(code), S("Rue 1"),
		S("Rue 1"), S("Bâtiment A"), S("Bâtiment A"), S("+212535000001"),
			S("Africa/Casablanca")), OK);
	return id;
}

static inline struct service country_type(struct country *c, const char *code)
{
	return (struct service){ .organization = c->ministry, .code = str_of(code),
		.specialty = S("cardiologie"),
		.name = names_make(S("Cardiologie"), S("أمراض القلب"), S("Cardiology")),
			.bring = names_make(S("Carte"), S("بطاقة"), S("Card")),
		.duration_min = 30, .step_min = 30, .lead_min = 120, .horizon_min = 90 * 1440,
			.cancel_limit_min = 240,
		.move_limit_min = 240, .online = true, .active = true, .visit = S("any"),
			.sex = S("any"),
		.place_kind = S("on_site"), .capacity = 1 };
}

static inline struct schedule_id country_schedule(struct country *c, struct organization_id o,
	struct location_id l,
	struct practitioner_id p, bool shown)
{
	struct schedule s = { .organization = o, .kind = S("practitioner"), .practitioner = p,
		.location = l,
		.specialty = S("cardiologie"), .shown = shown, .active = true };
	struct schedule_id id;

	if (!p.v) {
		s.kind = S("team");
		s.name = names_make(S("Consultation"), S("فحص"), STR_NONE);
	}
	assert_int_equal(schedule_put(c->db, c->a, c->now, &s, &id), OK);
	return id;
}

static inline struct opening country_opening(struct country *c, struct schedule_id s,
	const char *rule, int32_t from, int32_t to)
{
	return (struct opening){ .schedule = s, .first_day = c->monday, .until_day = DAY_NONE,
		.rule = str_of(rule),
		.start_min = from, .end_min = to, .capacity = 1, .active = true,
			.services = &c->service, .nservices = 1 };
}

static inline void country_open(struct country *c, struct schedule_id s, const char *rule,
	int32_t from, int32_t to)
{
	struct opening o = country_opening(c, s, rule, from, to);
	struct opening_id id;

	assert_int_equal(opening_put(c->db, c->a, c->now, &o, S("administrator"), &id), OK);
}

/* MA > FES, one cardiologist on Mondays and Wednesdays from 09:00 to 12:00, all in one
 * transaction. */
static inline struct country country_make(struct both *b)
{
	struct country c = { .db = b->db, .a = b->a };
	struct practitioner p = { .code = S("D1"), .name = { S("Dr Amina Bennis") },
		.sex = S("female"),
		.specialty = S("cardiologie"), .active = true };

	assert_int_equal(instant_parse(S("2026-11-02T07:00:00Z"), &c.now), OK);
	c.monday = day_of(2026, 11, 2);
	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(specialty_add(c.db, c.a, S("cardiologie"), S("Cardiologie"),
		S("أمراض القلب"), S("Cardiology"),
		S("394579002"), S("medicine"), 1), OK);
	c.ministry = country_organization(&c, (struct organization_id){ 0 }, 0, 1000000, 0,
		"ministry", "MA");
	c.hospital = country_organization(&c, c.ministry, 1000, 2000, 1, "establishment", "FES");
	c.location = country_location(&c, c.hospital, "FES-1");
	p.organization = c.hospital;
	assert_int_equal(practitioner_put(c.db, c.a, c.now, &p, &c.doctor), OK);
	struct service s = country_type(&c, "CARDIO");

	assert_int_equal(service_put(c.db, c.a, c.now, &s, &c.service), OK);
	c.schedule = country_schedule(&c, c.hospital, c.location, c.doctor, true);
	country_open(&c, c.schedule, "FREQ=WEEKLY;BYDAY=MO,WE", 540, 720);
	assert_int_equal(db_commit(c.db), OK);
	return c;
}

static inline struct slot_ask country_ask(const struct country *c, struct day from, int32_t days)
{
	return (struct slot_ask){ .service = c->service, .schedule = c->schedule,
		.organization = c->hospital, .from = from,
		.days = days };
}

#endif
