/* What a family asks for: which lists of times are one visit after the other. */
#include "areas/gatherings/inside.h"

#include "areas/schedules/test/country.h"
#include "gatherings_q.h"

static bool reads(const char *text)
{
	struct slot_name c[PARTY_PEOPLE_MAX];
	size_t n;

	return chain_read(str_of(text), c, &n);
}

static void a_family_is_on_one_day_and_in_order(void **state)
{
	struct slot_name c[PARTY_PEOPLE_MAX];
	size_t n = 0;

	(void)state;
	assert_true(chain_read(S("4.2.20261109T0900,4.2.20261109T0930,7.3.20261109T1000"), c, &n));
	assert_int_equal(n, 3);
	assert_int_equal(c[2].schedule, 7);
	assert_int_equal(c[2].service, 3);
	assert_int_equal(c[2].min, 600);
	assert_false(reads("4.2.20261109T0900,4.2.20261110T0930"));
	assert_false(reads("4.2.20261109T0930,4.2.20261109T0900"));
	assert_false(reads("4.2.20261109T0900,5.2.20261109T0900"));
}

static void what_is_no_list_of_times_is_none(void **state)
{
	static const char *const bad[] = { "", "4.2", "4.2.20261309T0900", "4.2.20261109T2400", "-4.2.20261109T0900",
		"4.2.20261109T0900,4.2.20261109T0930,4.2.20261109T1000,4.2.20261109T1030,4.2.20261109T1100,4.2.20261109T1130,4.2.20261109T1200" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(reads(bad[i]));
}

static size_t types_for(struct country *c, bool online)
{
	struct family_types_rows rows;

	assert_int_equal(family_types(c->db, c->a, online, 0, INT64_MAX, &rows), OK);
	return rows.n;
}

static void a_family_finds_online_no_type_that_asks_for_a_referral(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service s;

	assert_int_equal(types_for(&c, true), 1);
	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(service_get(c.db, c.a, c.service, &s), OK);
	s.referral_required = true;
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &s.id), OK);
	assert_int_equal(db_commit(c.db), OK);
	assert_int_equal(types_for(&c, true), 0);
	assert_int_equal(types_for(&c, false), 1);		/* the desk has seen the letters */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_family_is_on_one_day_and_in_order),
		cmocka_unit_test(what_is_no_list_of_times_is_none),
		BOTH(a_family_finds_online_no_type_that_asks_for_a_referral),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
