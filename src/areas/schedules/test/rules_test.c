/* Free time holds for any calendar: nothing overlaps, nothing lies outside, the grid is stable. */
#include "areas/schedules/rules/recur.h"
#include "areas/schedules/rules/slots.h"
#include "areas/schedules/rules/window.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { MANY = 40 };

struct calendar {
	struct free_ask q;
	struct range closed[MANY];
	struct visit visits[MANY];
	size_t nvisits;
	struct range work[4 * MANY], rooms[2 * MANY + 1];
	size_t nrooms;
};

static int32_t some(int32_t from, int32_t to)
{
	return from + (int32_t)random_below((uint32_t)(to - from + 1));
}

static void find_rooms(struct calendar *c)
{
	c->q.visits = c->visits;
	c->q.nvisits = c->nvisits;
	c->nrooms = free_ranges(&c->q, c->work, c->rooms);
}

static void some_calendar(struct calendar *c)
{
	memset(c, 0, sizeof(*c));
	c->q.open = (struct range){ some(0, 600), 0 };
	c->q.open.to = c->q.open.from + some(10, 700);
	c->q.capacity = some(1, 4);
	c->q.closed = c->closed;
	c->q.nclosed = (size_t)some(0, 3);
	for (size_t i = 0; i < c->q.nclosed; i++) {
		c->closed[i].from = some(0, 1300);
		c->closed[i].to = c->closed[i].from + some(1, 120);
	}
	c->q.rule = (struct slot_rule){ some(5, 60), some(5, 60), some(0, 15), some(0, 15) };
}

/* Books free starts at random until nothing is left or the room for visits ends. */
static void fill_up(struct calendar *c)
{
	while (c->nvisits < MANY) {
		int64_t all[800];
		size_t n = 0;

		c->q.rule.duration = some(5, 60);
		find_rooms(c);
		for (size_t i = 0; i < c->nrooms && n < 400; i++)
			n += slot_starts(c->rooms[i], &c->q.rule, INT32_MIN, INT32_MAX, all + n,
				800 - n);
		if (!n)
			return;
		int64_t s = all[random_below((uint32_t)n)];

		assert_true(slot_left(&c->q, s) >= 1);
		assert_true(slot_fits(&c->q, c->rooms, c->nrooms, s));
		c->visits[c->nvisits++] = (struct visit){ s, s + c->q.rule.duration,
			c->q.rule.before, c->q.rule.after, 0, 0 };
	}
}

static int32_t at_once(const struct calendar *c, int64_t t)
{
	int32_t n = 0;

	for (size_t i = 0; i < c->nvisits; i++)
		n += c->visits[i].from <= t && t < c->visits[i].to;
	return n;
}

static void visits_never_lie_over_each_other_beyond_capacity_nor_outside(void **st)
{
	(void)st;
	for (int round = 0; round < 10000; round++) {
		struct calendar c;

		some_calendar(&c);
		fill_up(&c);
		for (size_t i = 0; i < c.nvisits; i++) {
			struct range v = { c.visits[i].from, c.visits[i].to };

			assert_true(v.from >= c.q.open.from && v.to <= c.q.open.to);
			assert_true(at_once(&c, v.from) <= c.q.capacity);
			for (size_t k = 0; k < c.q.nclosed; k++)
				assert_false(range_overlaps(v, c.closed[k]));
		}
	}
}

static void buffers_stay_free_between_visits(void **st)
{
	(void)st;
	for (int round = 0; round < 2000; round++) {
		struct calendar c;

		some_calendar(&c);
		c.q.capacity = 1;
		fill_up(&c);
		for (size_t i = 0; i < c.nvisits; i++)
			for (size_t k = 0; k < c.nvisits; k++) {
				const struct visit *x = &c.visits[i], *y = &c.visits[k];

				if (i == k || x->from > y->from)
					continue;
				assert_true(y->from - x->to >= x->after);
				assert_true(y->from - x->to >= y->before);
			}
	}
}

static void the_grid_of_a_day_does_not_move_with_the_clock(void **st)
{
	(void)st;
	for (int round = 0; round < 2000; round++) {
		struct calendar c;
		int64_t all[800], later[800];

		some_calendar(&c);
		find_rooms(&c);
		for (size_t i = 0; i < c.nrooms; i++) {
			size_t n = slot_starts(c.rooms[i], &c.q.rule, INT32_MIN, INT32_MAX, all,
				800);
			int64_t now = some(0, 1440);
			size_t m = slot_starts(c.rooms[i], &c.q.rule, now, INT32_MAX, later, 800),
				k = 0;

			while (k < n && all[k] < now)
				k++;
			assert_int_equal(m, n - k);
			assert_memory_equal(later, all + k, m * sizeof(*all));
		}
	}
}

static void giving_one_back_frees_it(void **st)
{
	(void)st;
	for (int round = 0; round < 1000; round++) {
		struct calendar c;

		some_calendar(&c);
		fill_up(&c);
		if (!c.nvisits)
			continue;
		struct visit gone = c.visits[--c.nvisits];

		c.q.rule.duration = (int32_t)(gone.to - gone.from);
		find_rooms(&c);
		bool inside = false;

		for (size_t i = 0; i < c.nrooms; i++)
			inside |= c.rooms[i].from <= gone.from && gone.to <= c.rooms[i].to;
		assert_true(inside);
	}
}

static void what_was_shown_before_a_neighbour_was_booked_can_still_be_taken(void **st)
{
	struct visit odd = { .from = 540, .to = 555 };		/* 09:00,
		15 minutes: the grid moves to 09:15 */
	struct free_ask q = { { 540, 720 }, 1, NULL, 0, &odd, 1, { 30, 30, 0, 0 } };
	struct range work[8], rooms[4];
	size_t n = free_ranges(&q, work, rooms);

	(void)st;
	assert_true(slot_fits(&q, rooms, n, 570));	/* 09:30, of the grid before */
	assert_true(slot_fits(&q, rooms, n, 555));
	assert_false(slot_fits(&q, rooms, n, 557));
	assert_false(slot_fits(&q, rooms, n, 540));
	assert_false(slot_fits(&q, rooms, n, 705));
}

static void rules_that_mean_nothing_are_refused(void **st)
{
	static const char *const bad[] = {
		"FREQ=HOURLY", "BYDAY=MO", "FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=",
			"FREQ=WEEKLY;BYDAY=XX",
		"FREQ=DAILY;COUNT=0", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;UNTIL=20260230",
			"FREQ=DAILY;COUNT=2;UNTIL=20260201",
		"FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;BYHOUR=9", "FREQ=MONTHLY;BYDAY=0MO",
			"FREQ=MONTHLY;BYMONTHDAY=32",
		"hello", "FREQ", "FREQ=WEEKLY;;BYDAY=MO", "FREQ=YEARLY;BYDAY=1MO",
			"FREQ=WEEKLY;BYSETPOS=1",
	};
	struct recur r;

	(void)st;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(recur_parse(str_of(bad[i]), &r), E_INPUT);
	assert_int_equal(recur_parse(S(""), &r), OK);
	assert_int_equal(r.freq, RECUR_ONCE);
}

static void a_walk_from_the_middle_finds_what_a_walk_from_the_start_finds(void **st)
{
	static const char *const rules[] = {
		"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;WKST=SA",
			"FREQ=MONTHLY;BYDAY=-1FR,2TU",
		"FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31,-2", "FREQ=WEEKLY;COUNT=70;BYDAY=TU,WE",
			"FREQ=YEARLY",
	};

	(void)st;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct day first = day_of(2024, 2, 29), middle = day_of(2025, 3, 3),
			last = day_of(2029, 1, 1), d, m;
		struct recur r;

		assert_int_equal(recur_parse(str_of(rules[i]), &r), OK);
		struct recur_walk all = recur_from(&r, first, 540, first), part = recur_from(&r,
			first, 540, middle);

		while (recur_next(&all, last, &d)) {
			if (d.n < middle.n)
				continue;
			do {
				assert_true(recur_next(&part, last, &m));
			} while (m.n < middle.n);
			assert_int_equal(d.n, m.n);
		}
	}
}

/* A year of 09:00 consultations in Fès: the wall time never moves, the instant does. */
static void wall_times_survive_the_moroccan_changes_of_2026(void **st)
{
	const struct zone *z;
	static const struct { int m, d, offset; } days[] = {
		{ 1, 12, 3600 }, { 2, 14, 3600 }, { 2, 16, 0 }, { 3, 20, 0 }, { 3, 23, 3600 },
			{ 9, 18, 3600 },
		{ 9, 21, 0 }, { 12, 15, 0 },
	};
	struct range gap;

	(void)st;
	assert_int_equal(zone_get(S("Africa/Casablanca"), &z), OK);
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct local nine = { day_of(2026, days[i].m, days[i].d), 540 };
		struct instant t = zone_instant(z, nine);

		assert_int_equal(local_minutes(nine) * 60 - t.v, days[i].offset);
		assert_int_equal(local_cmp(zone_local(z, t), nine), 0);
	}
	assert_true(skipped_time(z, day_of(2026, 3, 22), &gap));
	assert_int_equal(gap.from % 1440, 120);
	assert_int_equal(gap.to - gap.from, 60);
	assert_false(skipped_time(z, day_of(2026, 2, 15), &gap));
	assert_false(skipped_time(z, day_of(2026, 9, 20), &gap));
	assert_false(skipped_time(z, day_of(2027, 3, 14), &gap));	/* no more changes */
}

static void a_lead_counts_time_that_passes_over_a_french_change_both_ways(void **st)
{
	const struct zone *z;
	struct instant spring, autumn;

	(void)st;
	assert_int_equal(zone_get(S("Europe/Paris"), &z), OK);
	spring = zone_instant(z, (struct local){ day_of(2026, 3, 28), 600 });
	autumn = zone_instant(z, (struct local){ day_of(2026, 10, 24), 600 });
	struct window s = window_of(z, spring, 1440, 2880), a = window_of(z, autumn, 1440, 2880);

	assert_int_equal(s.from.min, 660);
	assert_int_equal(s.from.day.n, day_of(2026, 3, 29).n);
	assert_int_equal(a.from.min, 540);
	assert_int_equal(a.from.day.n, day_of(2026, 10, 25).n);
}

/* Fifty agendas with the same hours: at one minute all of their starts of that minute come, spread no more than a few. */
static void new_times_come_little_by_little(void **st)
{
	struct window w = { { { 20000 }, 0 }, { { 20100 }, 0 } };
	int32_t at[1440] = { 0 }, most = 0, n = 0;

	(void)st;
	for (int64_t schedule = 1; schedule <= 50; schedule++)
		for (int32_t min = 540; min < 720; min += 20, n++) {
			struct local start = { { 20050 }, min };
			int32_t late = window_late(schedule * 7919, start, 1440);

			assert_in_range(late, 0, 1439);
			assert_int_equal(late, window_late(schedule * 7919, start, 1440));
			assert_int_equal(window_late(schedule * 7919, start, 0), 0);
			at[(min + late) % 1440]++;
			/* exactly at its minute and not before */
			w.to = local_add(start, late - 1);
			assert_false(window_holds(w, schedule * 7919, start, 1440));
			w.to = local_add(start, late);
			assert_true(window_holds(w, schedule * 7919, start, 1440));
			w.to = start;
			assert_true(window_holds(w, schedule * 7919, start, 0));
		}
	for (int32_t i = 0; i < 1440; i++)
		most = at[i] > most ? at[i] : most;
	assert_int_equal(n, 450);
	assert_in_range(most, 1, 6);		/* without: fifty at once */
}

static void limits_are_exact_to_the_second(void **st)
{
	struct instant start = { 1000000 };

	(void)st;
	assert_true(window_before_limit(start, (struct instant){ 1000000 - 3601 }, 60));
	assert_false(window_before_limit(start, (struct instant){ 1000000 - 3600 }, 60));
	assert_true(window_before_limit(start, (struct instant){ 999999 }, 0));
	assert_false(window_before_limit(start, start, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(visits_never_lie_over_each_other_beyond_capacity_nor_outside),
		cmocka_unit_test(buffers_stay_free_between_visits),
		cmocka_unit_test(the_grid_of_a_day_does_not_move_with_the_clock),
		cmocka_unit_test(giving_one_back_frees_it),
		cmocka_unit_test(what_was_shown_before_a_neighbour_was_booked_can_still_be_taken),
		cmocka_unit_test(rules_that_mean_nothing_are_refused),
		cmocka_unit_test(a_walk_from_the_middle_finds_what_a_walk_from_the_start_finds),
		cmocka_unit_test(wall_times_survive_the_moroccan_changes_of_2026),
		cmocka_unit_test(a_lead_counts_time_that_passes_over_a_french_change_both_ways),
		cmocka_unit_test(new_times_come_little_by_little), cmocka_unit_test(limits_are_exact_to_the_second),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
