/* The way between visits at home: symmetrical, never longer than over the house, and always kept free. */
#include "areas/schedules/rules/travel.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Rabat and Casablanca, city halls: about 87 km. */
static const struct place_on_earth rabat = { true, 34020882, -6841650 }, casa = { true, 33573110, -7589843 };

static void a_known_distance_is_right(void **state)
{
	(void)state;
	assert_in_range(travel_metres(rabat, casa), 84000, 87000);
	assert_int_equal(travel_metres(rabat, casa), travel_metres(casa, rabat));
	assert_int_equal(travel_metres(rabat, rabat), 0);
}

static void the_way_is_by_zone_near_between_neighbours_and_straight_where_known(void **state)
{
	const struct travel_zone zones[] = { { 7, 20, 5, { true, 34000000, -6800000 }, false },
		{ 8, 30, 10, { true, 34050000, -6800000 }, false }, { 9, 15, 5, { false, 0, 0 }, false } };
	struct travel t = { .zones = zones, .n = 3 };

	(void)state;
	assert_int_equal(travel_number(&t, 8), 2);
	assert_int_equal(travel_number(&t, 1), AT_HOUSE);
	assert_int_equal(travel_nearest(&t), 3);
	assert_int_equal(travel_minutes(&t, AT_HOUSE, 1), 20);
	assert_int_equal(travel_minutes(&t, AT_HOUSE, AT_HOUSE), 0);
	assert_int_equal(travel_minutes(&t, 2, 2), 10);
	assert_int_equal(travel_minutes(&t, 1, 2), 50);		/* over the house */
	t.speed_kmh = 30;
	assert_int_equal(travel_minutes(&t, 1, 2), 15);		/* 5.6 km: 11.1 minutes, in fives */
	assert_int_equal(travel_minutes(&t, 2, 1), 15);
	assert_int_equal(travel_minutes(&t, 1, 3), 35);		/* no coordinates */
	t.speed_kmh = 1;
	assert_int_equal(travel_minutes(&t, 1, 2), 50);		/* not longer than over the house */
}

/* Two addresses of zone 1, one of zone 2, one whose coordinates nobody entered. */
static void an_address_with_coordinates_counts_by_them(void **state)
{
	const struct travel_zone zones[] = { { 7, 20, 5, { true, 34000000, -6800000 }, false },
		{ 8, 30, 10, { false, 0, 0 }, true } };
	const struct travel_spot spots[] = { { 1, { true, 34000000, -6800000 } }, { 1, { true, 34030000, -6800000 } },
		{ 2, { true, 34050000, -6800000 } }, { 1, { false, 0, 0 } }, { AT_HOUSE, { true, 0, 0 } } };
	struct travel t = { .zones = zones, .n = 2, .speed_kmh = 30, .spots = spots, .nspots = 5 };
	static const struct { int32_t from, to, minutes; const char *why; } rows[] = {
		{ 3, 4, 10, "3.3 km within a zone: not its five minutes" }, { 3, 3, 0, "the same door" },
		{ 3, 5, 15, "5.6 km to a zone without a middle" }, { 5, 4, 5, "2.2 km" },
		{ 1, 4, 5, "the zone's own, as the other address is not known" }, { 3, 6, 5, "the same" },
		{ 1, 5, 15, "from the middle of a zone" }, { 2, 3, 50, "a zone without a middle: over the house" },
		{ 2, 5, 10, "neighbours" }, { AT_HOUSE, 4, 20, "from the house by the zone" }, { 5, AT_HOUSE, 30, "and back" },
		{ 7, 3, 20, "an address in no zone is at the house" }, { 99, 3, 20, "so is what is not there" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (travel_minutes(&t, rows[i].from, rows[i].to) != rows[i].minutes)
			fail_msg("%s: %d minutes", rows[i].why, travel_minutes(&t, rows[i].from, rows[i].to));
		assert_int_equal(travel_minutes(&t, rows[i].to, rows[i].from), rows[i].minutes);
	}
	assert_int_equal(travel_spot_number(&t, 0), 3);
	assert_false(travel_closed(&t, 3));
	assert_true(travel_closed(&t, 5));
	assert_false(travel_closed(&t, AT_HOUSE));
	t.speed_kmh = 0;
	assert_int_equal(travel_minutes(&t, 3, 4), 5);		/* without a speed distances say nothing */
	assert_int_equal(travel_minutes(&t, 3, 5), 50);
}

static void a_round_is_driven_by_time_and_of_one_time_the_nearest_first(void **state)
{
	const struct travel_zone zones[] = { { 7, 20, 5, { false, 0, 0 }, false } };
	const struct travel_spot spots[] = { { 1, { true, 34000000, -6800000 } }, { 1, { true, 34020000, -6800000 } },
		{ 1, { true, 34040000, -6800000 } } };
	const struct travel t = { .zones = zones, .n = 1, .speed_kmh = 30, .spots = spots, .nspots = 3 };
	struct travel_stop v[] = { { .at = 600, .where = 4, .i = 0 }, { .at = 660, .where = 4, .i = 1 },
		{ .at = 660, .where = 2, .i = 2 }, { .at = 540, .where = 2, .i = 3 }, { .at = 660, .call = true, .i = 4 },
		{ .at = 660, .where = 3, .i = 5 } };
	static const size_t order[] = { 3, 0, 1, 4, 5, 2 };
	static const int32_t ways[] = { 20, 10, 0, 0, 5, 5 };

	(void)state;
	assert_int_equal(travel_order(&t, v, 6), 20);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(v[i].i, order[i]);
		assert_int_equal(v[i].way, ways[i]);
	}
	assert_int_equal(travel_order(&t, v, 0), 0);
}

enum { DAY = 600, MOST = 12, TRIES = 3000, ZONES = 4, SPOTS = 6 };

static void some_zones(struct travel_zone *z, struct travel *t)
{
	for (int i = 0; i < ZONES; i++)
		z[i] = (struct travel_zone){ i + 1, 5 * (int32_t)random_below(9), 5 * (int32_t)random_below(3),
			{ random_below(2), 34000000 + (int32_t)random_below(80000), -6800000 }, false };
	*t = (struct travel){ .zones = z, .n = ZONES, .speed_kmh = (int32_t)random_below(2) * 30 };
}

struct drive { struct travel t; struct travel_spot spots[SPOTS]; struct visit v[MOST]; size_t n; };

/* One more visit, at one of the times that are offered. */
static void put_one(struct drive *d)
{
	struct visit wide[MOST];
	struct range work[2 * MOST + 2], rooms[MOST + 1];
	int64_t at[200];
	size_t starts = 0;
	struct free_ask q = { .open = { 0, DAY }, .capacity = 1, .visits = d->v, .nvisits = d->n,
		.rule = { 20 + 5 * (int32_t)random_below(5), 5, 0, 5 * (int32_t)random_below(2) } };
	int32_t zone = (int32_t)random_below(ZONES + SPOTS + 1);

	if (!travel_ask(&d->t, zone, &q, wide))
		return;
	size_t m = free_ranges(&q, work, rooms);

	for (size_t r = 0; r < m; r++)
		starts += slot_starts(rooms[r], &q.rule, 0, DAY, at + starts, 200 - starts);
	if (!starts)
		return;
	int64_t from = at[random_below((uint32_t)starts)];

	d->v[d->n++] = (struct visit){ from, from + q.rule.duration, q.rule.before, q.rule.after, 0, zone };
}

static void assert_driven(const struct drive *d, size_t x)
{
	const struct visit *v = d->v;

	assert_true(v[x].from >= travel_minutes(&d->t, AT_HOUSE, v[x].zone));
	assert_true(v[x].to + travel_minutes(&d->t, v[x].zone, AT_HOUSE) <= DAY);
	for (size_t y = 0; y < d->n; y++)
		if (x != y && v[x].from <= v[y].from)
			assert_true(v[x].to + travel_minutes(&d->t, v[x].zone, v[y].zone) <= v[y].from);
}

/* Visits are put where they are offered, in any order; then each day can be driven. */
static void a_day_that_was_offered_can_be_driven(void **state)
{
	struct travel_zone zones[ZONES];

	(void)state;
	for (int i = 0; i < TRIES; i++) {
		struct drive d = { .n = 0 };

		some_zones(zones, &d.t);
		for (int k = 0; k < SPOTS; k++)
			d.spots[k] = (struct travel_spot){ 1 + (int32_t)random_below(ZONES),
				{ random_below(4) > 0, 34000000 + (int32_t)random_below(80000), -6800000 } };
		d.t.spots = d.spots;
		d.t.nspots = SPOTS;
		for (int k = 0; k < MOST; k++)
			put_one(&d);
		for (size_t x = 0; x < d.n; x++)
			assert_driven(&d, x);
	}
}

static void two_neighbours_need_less_than_two_who_live_apart(void **state)
{
	const struct travel_zone zones[] = { { 1, 20, 5, { false, 0, 0 }, false }, { 2, 20, 5, { false, 0, 0 }, false } };
	const struct travel t = { .zones = zones, .n = 2 };
	const struct visit one = { 60, 90, 0, 0, 0, 1 };
	struct range work[8], rooms[4];
	struct visit wide[1];

	(void)state;
	for (int32_t zone = 1; zone <= 2; zone++) {
		struct free_ask q = { .open = { 0, 240 }, .capacity = 1, .visits = &one, .nvisits = 1,
			.rule = { 30, 5, 0, 0 } };

		assert_true(travel_ask(&t, zone, &q, wide));
		size_t n = free_ranges(&q, work, rooms);

		assert_int_equal(rooms[n - 1].from, zone == 1 ? 95 : 130);
		assert_int_equal(rooms[n - 1].to, 220);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_known_distance_is_right),
		cmocka_unit_test(the_way_is_by_zone_near_between_neighbours_and_straight_where_known),
		cmocka_unit_test(an_address_with_coordinates_counts_by_them),
		cmocka_unit_test(a_round_is_driven_by_time_and_of_one_time_the_nearest_first),
		cmocka_unit_test(a_day_that_was_offered_can_be_driven),
		cmocka_unit_test(two_neighbours_need_less_than_two_who_live_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
