/* When somebody is reminded: tables, and 100,000 random bookings. */
#include "areas/reminders/rules/moments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct remind_hours hours = { .day_min = 600, .morning_min = 480, .evening_min = 1080 };
enum { VISIT = 20000 };

static struct remind_days plan(const char *s)
{
	struct remind_days d;

	assert_int_equal(remind_days_read(str_of(s), &d), OK);
	return d;
}

/* The moments of a visit at start_min, told so many days before at told_min, as days before and minutes. */
static void check(const char *days, int32_t start_min, int32_t before, int32_t told_min, size_t n, const int32_t (*want)[2])
{
	struct remind_days d = plan(days);
	struct local got[REMIND_STEPS];
	const struct local start = { { VISIT }, start_min }, told = { { VISIT - before }, told_min };

	assert_int_equal(remind_moments(&d, &hours, start, told, got), n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(VISIT - got[i].day.n, want[i][0]);
		assert_int_equal(got[i].min, want[i][1]);
	}
}
#define CHECK(days, at, before, told, ...) do { \
	static const int32_t want[][2] = { __VA_ARGS__ }; \
	check(days, at, before, told, sizeof(want) / sizeof(want[0]), want); } while (0)
#define NONE(days, at, before, told) check(days, at, before, told, 0, NULL)

static void who_booked_early_is_reminded_on_every_day_of_the_plan(void **state)
{
	(void)state;
	CHECK("7 2 0", 660, 30, 540, { 7, 600 }, { 2, 600 }, { 0, 480 });
	CHECK("0 2 7", 660, 30, 540, { 7, 600 }, { 2, 600 }, { 0, 480 });
	CHECK("14 1", 660, 30, 540, { 14, 600 }, { 1, 600 });
	NONE("", 660, 30, 540);
}

static void an_early_visit_is_told_of_on_the_evening_before(void **state)
{
	(void)state;
	CHECK("0", 480, 30, 540, { 1, 1080 });
	CHECK("0", 599, 30, 540, { 1, 1080 });
	CHECK("0", 600, 30, 540, { 0, 480 });
	CHECK("1 0", 480, 30, 540, { 1, 600 });		/* not twice on one day */
}

static void who_booked_late_is_not_told_again_at_once(void **state)
{
	(void)state;
	CHECK("7 2 0", 660, 8, 540, { 2, 600 }, { 0, 480 });	/* a week before: the day after booking */
	CHECK("7 2 0", 660, 9, 540, { 7, 600 }, { 2, 600 }, { 0, 480 });
	CHECK("7 2 0", 660, 2, 540, { 0, 480 });
	CHECK("7 2 0", 660, 3, 1020, { 0, 480 });
	NONE("7 2 0", 960, 0, 480);				/* on the day itself */
	NONE("7 2 0", 480, 1, 1080);				/* in the evening for the early morning */
	NONE("7 2 0", 660, 1, 1201);				/* eleven hours before */
}

static void a_booking_of_yesterday_for_tomorrow_still_gets_one(void **state)
{
	(void)state;
	CHECK("7 2 0", 660, 2, 900, { 0, 480 });
	CHECK("7 2 0", 480, 2, 900, { 1, 1080 });
	CHECK("7 2", 660, 2, 900, { 1, 600 });			/* nothing of the plan is left */
	CHECK("7", 660, 2, 1410, { 1, 1080 });			/* told late in the night: not in the morning at once */
	CHECK("7", 660, 1, 900, { 0, 480 });
	NONE("", 660, 2, 900);
}

/* On which day of days before the visit a plan's reminder is sent when these days before it are feasts; -1: on none. */
static int32_t sent_between(const char *days, int32_t before, int32_t from, int32_t to, int32_t feast_from, int32_t feast_to)
{
	struct remind_days d = plan(days);
	struct remind_feasts f = { .first = { VISIT - 20 } };
	const struct local start = { { VISIT }, 660 }, told = { { VISIT - before }, 540 };
	struct local at;

	for (int32_t k = feast_from; k >= feast_to; k--)
		f.on[20 - k] = true;
	if (!remind_on(&d, &hours, &f, start, told, (struct day){ VISIT - from }, (struct day){ VISIT - to }, &at))
		return -1;
	return VISIT - at.day.n;
}

static void what_falls_on_a_feast_is_said_before_it_and_once(void **state)
{
	(void)state;
	assert_int_equal(sent_between("2", 30, 2, 2, 2, 1), -1);	/* on the feast: nothing */
	assert_int_equal(sent_between("2", 30, 3, 3, 2, 1), 3);		/* on the day before */
	assert_int_equal(sent_between("2 1", 30, 3, 3, 2, 1), 3);	/* both are one */
	assert_int_equal(sent_between("2", 30, 4, 0, 9, 9), 2);
	assert_int_equal(sent_between("2", 30, 3, 3, 9, 9), -1);
	assert_int_equal(sent_between("1", 3, 3, 3, 2, 1), -1);		/* she booked on that day: the feast then, the outbox decides */
	assert_int_equal(sent_between("1", 3, 1, 1, 2, 1), 1);
}

static void a_letter_goes_when_the_post_can_bring_it_and_not_to_who_booked_lately(void **state)
{
	const struct day visit = { VISIT };

	(void)state;
	assert_true(letter_due(visit, (struct day){ VISIT - 40 }, (struct day){ VISIT - 10 }, 10));
	assert_true(letter_due(visit, (struct day){ VISIT - 40 }, (struct day){ VISIT - 3 }, 10));
	assert_true(letter_due(visit, (struct day){ VISIT - 7 }, (struct day){ VISIT - 6 }, 10));
	assert_false(letter_due(visit, (struct day){ VISIT - 40 }, (struct day){ VISIT - 11 }, 10));
	assert_false(letter_due(visit, (struct day){ VISIT - 40 }, (struct day){ VISIT - 2 }, 10));
	assert_false(letter_due(visit, (struct day){ VISIT - 5 }, (struct day){ VISIT - 4 }, 10));
	assert_false(letter_due(visit, (struct day){ VISIT - 9 }, (struct day){ VISIT - 9 }, 10));
	assert_false(letter_due(visit, (struct day){ VISIT - 40 }, (struct day){ VISIT - 5 }, 0));
}

static void a_plan_is_read_strictly(void **state)
{
	struct remind_days d;

	(void)state;
	assert_int_equal(remind_days_read(S("7 7"), &d), E_INPUT);
	assert_int_equal(remind_days_read(S("61"), &d), E_INPUT);
	assert_int_equal(remind_days_read(S("-1"), &d), E_INPUT);
	assert_int_equal(remind_days_read(S("1 2 3 4 5 6 7"), &d), E_INPUT);
	assert_int_equal(remind_days_read(S("x"), &d), E_INPUT);
	assert_int_equal(remind_days_read(S(""), &d), OK);
	assert_int_equal(d.n, 0);
}

/* Whatever is booked when: in order, one a day, never on the day of the booking, never after the visit; and who booked
 * a day and a half ahead or more has one at least. */
static void random_bookings_are_reminded_at_sensible_times(void **state)
{
	static const char *const plans[] = { "7 2 0", "7 2", "7", "0", "1", "30 14 7 3 2 1", "60 0" };
	unsigned seed = 7;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct remind_days d = plan(plans[(unsigned)rand_r(&seed) % 7]);
		struct local start = { { VISIT }, 420 + 5 * (rand_r(&seed) % 144) }, got[REMIND_STEPS];
		struct local told = local_add(start, -(int64_t)(rand_r(&seed) % (90 * 1440)));
		size_t n = remind_moments(&d, &hours, start, told, got);

		for (size_t k = 0; k < n; k++) {
			assert_true(got[k].day.n > told.day.n);
			assert_true(local_cmp(got[k], start) < 0);
			assert_true(local_minutes(start) - local_minutes(got[k]) >= 120);
			assert_true(!k || got[k].day.n > got[k - 1].day.n);
		}
		if (local_minutes(start) - local_minutes(told) >= 36 * 60)
			assert_true(n > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_booked_early_is_reminded_on_every_day_of_the_plan),
		cmocka_unit_test(an_early_visit_is_told_of_on_the_evening_before),
		cmocka_unit_test(who_booked_late_is_not_told_again_at_once),
		cmocka_unit_test(a_booking_of_yesterday_for_tomorrow_still_gets_one),
		cmocka_unit_test(what_falls_on_a_feast_is_said_before_it_and_once),
		cmocka_unit_test(a_letter_goes_when_the_post_can_bring_it_and_not_to_who_booked_lately),
		cmocka_unit_test(a_plan_is_read_strictly),
		cmocka_unit_test(random_bookings_are_reminded_at_sensible_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
