/* Finding by name, by nearness, by part of the day and weekday: on both engines. */
#include "areas/appointments/test/town.h"

#include "areas/directory/directory.h"
#include "organizations_q.h"

static struct organization_id house(struct country *c, const char *code, int64_t lo, const char *lat, const char *lon)
{
	struct organization_id id = country_organization(c, c->ministry, lo, lo + 10, 1, "establishment", code);

	if (lat)
		assert_int_equal(directory_point_put(c->db, c->a, id, str_of(lat), str_of(lon)), OK);
	return id;
}

static size_t found(struct country *c, const char *typed, struct name_hits *h)
{
	assert_int_equal(directory_names(c->db, c->a, str_of(typed), h), OK);
	return h->practitioners.n;
}

static void a_doctor_is_found_in_any_spelling_of_either_script(void **state)
{
	static const char *const spellings[] = { "Bennis", "benis", "dr amina bennis", "Docteur Bennis", "بنيس", "د. أمينة بنيس", "BENNIS Amina" };
	struct country c = country_make(BOTH_STATE(state));
	struct name_hits h;
	int64_t n;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(found(&c, "Bennis", &h), 0);
	assert_int_equal(directory_words(c.db, c.a, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(directory_words(c.db, c.a, &n), OK);
	assert_int_equal(n, 0);
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		if (found(&c, spellings[i], &h) != 1)
			fail_msg("%s: %zu", spellings[i], h.practitioners.n);
		assert_int_equal(h.practitioners.v[0].schedule.v, c.schedule.v);
		assert_int_equal(h.practitioners.v[0].service.v, c.service.v);
	}
	assert_int_equal(found(&c, "Tazi", &h), 0);
	assert_int_equal(found(&c, "Dr", &h), 0);
	assert_int_equal(found(&c, "%_' OR", &h), 0);
	assert_int_equal(db_commit(c.db), OK);
}

static void a_new_name_is_found_and_the_old_one_no_more(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct practitioner p;
	struct practitioner_id id;
	struct name_hits h;
	int64_t n;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(directory_words(c.db, c.a, &n), OK);
	assert_int_equal(practitioner_get(c.db, c.a, c.doctor, &p), OK);
	p.name.s = S("Dr Amina Tazi");
	assert_int_equal(practitioner_put(c.db, c.a, c.now, &p, &id), OK);
	assert_int_equal(directory_words(c.db, c.a, &n), OK);
	assert_int_equal(found(&c, "Tazi", &h), 1);
	assert_int_equal(found(&c, "Bennis", &h), 0);
	/* whoever may not be chosen by name is not found by it */
	struct schedule s;
	struct schedule_id sid;

	assert_int_equal(schedule_get(c.db, c.a, c.schedule, &s), OK);
	s.shown = false;
	assert_int_equal(schedule_put(c.db, c.a, c.now, &s, &sid), OK);
	assert_int_equal(found(&c, "Tazi", &h), 0);
	assert_int_equal(db_commit(c.db), OK);
}

static void distances_are_of_the_nearest_point_above(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct organization_id here, own, above;
	struct place_kms kms;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(directory_point_put(c.db, c.a, c.ministry, S("34.03"), S("-5.00")), OK);
	here = country_organization(&c, c.ministry, 5000, 5100, 1, "province", "P");
	own = house(&c, "OWN", 6000, "33.89", "-5.55");
	above = house(&c, "ABOVE", 6100, NULL, NULL);
	assert_int_equal(directory_point_put(c.db, c.a, here, S("33.89"), S("-5.55")), OK);
	assert_int_equal(directory_distances(c.db, c.a, here, &kms), OK);
	for (size_t i = 0; i < kms.n; i++) {
		assert_true(!i || kms.v[i - 1].place.v < kms.v[i].place.v);
		if (kms.v[i].place.v == own.v)
			assert_int_equal(kms.v[i].km, 0);
		if (kms.v[i].place.v == above.v)
			assert_in_range(kms.v[i].km, 52, 54);
	}
	assert_int_equal(kms.n, 3);
	assert_int_equal(db_commit(c.db), OK);
}

static struct place one(struct country *c, struct place_ask ask)
{
	struct places p;

	ask.specialty = S("cardiologie");
	ask.citizen = true;
	ask.each_place = true;
	ask.max = 10;
	assert_int_equal(slot_find(c->db, c->a, c->now, &ask, &p), OK);
	return p.n ? p.v[0] : (struct place){ .day = DAY_NONE };
}

/* Mondays and Wednesdays 09:00 to 12:00; afternoons on the second Thursday alone. */
static void mornings_afternoons_and_days_of_the_week(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct opening o = country_opening(&c, c.schedule, "", 840, 960);
	struct opening_id id;
	struct place p;

	assert_int_equal(db_begin(c.db), OK);
	o.first_day.n = c.monday.n + 10;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("administrator"), &id), OK);
	p = one(&c, (struct place_ask){ .part = PART_ANY });
	assert_int_equal(p.day.n, c.monday.n);
	assert_int_equal(p.km, -1);
	p = one(&c, (struct place_ask){ .part = PART_AFTERNOON });
	assert_int_equal(p.day.n, c.monday.n + 10);
	assert_int_equal(p.first_min, 840);
	p = one(&c, (struct place_ask){ .part = PART_MORNING, .weekdays = 1u << 2 });
	assert_int_equal(p.day.n, c.monday.n + 2);
	assert_int_equal(p.first_min, 540);
	p = one(&c, (struct place_ask){ .weekdays = 1u << 3 });
	assert_int_equal(p.day.n, c.monday.n + 10);
	p = one(&c, (struct place_ask){ .part = PART_AFTERNOON, .weekdays = 1u << 0 });
	assert_false(day_is(p.day));
	/* both parts on one day: the afternoon's hour is not in the summary, the day is */
	o.first_day.n = c.monday.n + 7;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("administrator"), &id), OK);
	p = one(&c, (struct place_ask){ .part = PART_AFTERNOON });
	assert_int_equal(p.day.n, c.monday.n + 7);
	assert_int_equal(p.first_min, -1);
	assert_int_equal(db_commit(c.db), OK);
}

static void only_places_near_enough_and_the_nearest_first(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct place_km near[] = { { c.hospital, 40 } };

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(one(&c, (struct place_ask){ .km = near, .nkm = 1, .within = 50 }).km, 40);
	assert_int_equal(one(&c, (struct place_ask){ .km = near, .nkm = 1, .within = 40, .nearest_first = true }).km, 40);
	assert_false(day_is(one(&c, (struct place_ask){ .km = near, .nkm = 1, .within = 39 }).day));
	near[0].place.v += 1;
	assert_false(day_is(one(&c, (struct place_ask){ .km = near, .nkm = 1, .within = 50 }).day));
	assert_int_equal(db_commit(c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_doctor_is_found_in_any_spelling_of_either_script),
		BOTH(a_new_name_is_found_and_the_old_one_no_more),
		BOTH(distances_are_of_the_nearest_point_above),
		BOTH(mornings_afternoons_and_days_of_the_week),
		BOTH(only_places_near_enough_and_the_nearest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
