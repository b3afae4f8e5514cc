/* An erased person leaves no address of a visit at home. */
#include "areas/appointments/test/town.h"
#include "areas/patients/files.h"
#include "areas/schedules/homes.h"

static int64_t some_zone(struct country *c)
{
	struct home_zone z = { .organization = c->hospital, .name = names_make(S("Narjiss"), STR_NONE, STR_NONE),
		.minutes = 15, .near_min = 5, .active = true };
	int64_t id;

	assert_int_equal(home_zone_put(c->db, c->a, c->now, &z, &id), OK);
	return id;
}

static struct booked visit_at_home(struct town *t)
{
	struct country *c = &t->c;
	struct service s = country_type(c, "HOME");
	struct book_ask ask = book_at(t, 600, t->amina);
	struct opening o;
	struct opening_id id;
	struct booked b;

	s.place_kind = S("home");
	s.online = false;
	ask.home = (struct home){ .zone = some_zone(c), .address = S("12, rue Ibn Rochd"), .details = S("2e") };
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &ask.service), OK);
	o = country_opening(c, t->schedule, "", 540, 780);
	o.first_day = ask.day = (struct day){ c->monday.n + 3 };
	o.services = &ask.service;
	assert_int_equal(opening_put(c->db, c->a, c->now, &o, S("x"), &id), OK);
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &b), OK);
	return b;
}

static void an_erased_person_leaves_no_address(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked b;
	struct patient p;

	assert_int_equal(db_begin(t.c.db), OK);
	b = visit_at_home(&t);
	assert_int_equal(seen(&t, b.id).home.address.n, 17);
	assert_int_equal(patient_get(t.c.db, t.c.a, &everybody, t.amina, &p), OK);
	assert_int_equal(patient_erase(t.c.db, t.c.a, t.c.now, &everybody, 0, t.amina, p.version), OK);
	assert_int_equal(seen(&t, b.id).home.address.n, 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = { BOTH(an_erased_person_leaves_no_address) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
