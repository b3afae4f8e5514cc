/* Slot ids: what is printed is read again; nothing else is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "areas/api/inside.h"

static void what_is_printed_is_read_again(void **state)
{
	struct arena *a = arena_new(1 << 16);
	struct slot_key k = { { 452501673311390523 }, { 7 }, { day_of(2026, 11, 2), 9 * 60 + 5 } }, back;
	struct str id = slot_key_print(a, &k);

	(void)state;
	assert_true(str_eq(id, S("452501673311390523.7.20261102T0905")));
	assert_true(id.n <= 64);			/* a FHIR id is no longer */
	assert_int_equal(slot_key_parse(id, &back), OK);
	assert_int_equal(back.schedule.v, k.schedule.v);
	assert_int_equal(back.service.v, k.service.v);
	assert_int_equal(back.start.day.n, k.start.day.n);
	assert_int_equal(back.start.min, k.start.min);
	arena_free(a);
}

static void nothing_else_is_read(void **state)
{
	static const char *const bad[] = { "", "1", "1.2", "1.2.", "1.2.20261102", "1.2.20261102T090", "1.2.20261102T09055",
		"1.2.20260230T0900", "1.2.20261302T0900", "1.2.20261102T2400", "1.2.20261102T0960", "0.2.20261102T0900",
		"-1.2.20261102T0900", "1.x.20261102T0900", "1.2.20261102 0900", "99999999999999999999.2.20261102T0900",
		"1.2.2026110+T0900", "1.2.3.20261102T0900" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct slot_key k;

		if (slot_key_parse(str_of(bad[i]), &k) != E_INPUT)
			fail_msg("%s was read", bad[i]);
	}
}

static void a_session_is_not_a_time(void **state)
{
	static const char *const bad[] = { "", "session.", "session.0", "session.-1", "session.1x", "session.1.2", "Session.1", "1", "session.99999999999999999999" };
	struct arena *a = arena_new(1 << 16);
	struct gathering_id id;
	struct slot_key k;

	(void)state;
	assert_int_equal(session_key_parse(session_key_print(a, (struct gathering_id){ 452501673311390523 }), &id), OK);
	assert_true(id.v == 452501673311390523);
	assert_int_equal(slot_key_parse(S("session.7"), &k), E_INPUT);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (session_key_parse(str_of(bad[i]), &id) != E_INPUT)
			fail_msg("%s was read", bad[i]);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_is_read_again),
		cmocka_unit_test(nothing_else_is_read),
		cmocka_unit_test(a_session_is_not_a_time),
	};

	return cmocka_run_group_tests_name("slot ids", tests, NULL, NULL);
}
