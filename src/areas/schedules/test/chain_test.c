/* Several people one after the other: 10,000 random days, against every way there is. */
#include "areas/schedules/rules/chain.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/chains.h"
#include "country.h"

enum { DAYS = 10000, ROOMS = 6 };

static uint32_t dice;
static int32_t roll(int32_t n)
{
	dice = dice * 1664525u + 1013904223u;
	return (int32_t)((dice >> 8) % (uint32_t)n);
}

struct day_made { struct chain_room rooms[CHAIN_MAX][ROOMS]; struct chain_person people[CHAIN_MAX]; size_t n; };

static struct chain_room random_room(struct slot_rule rule)
{
	int64_t from = 480 + 5 * roll(40);

	return (struct chain_room){ roll(3), { from, from + 10 + 5 * roll(20) }, rule };
}

static void random_day(struct day_made *d)
{
	d->n = 1 + (size_t)roll(4);
	for (size_t k = 0; k < d->n; k++) {
		struct slot_rule rule = { 10 + 5 * roll(4), 5 + 5 * roll(4), 5 * roll(2), 5 * roll(2) };
		size_t n = (size_t)roll(ROOMS + 1);

		for (size_t i = 0; i < n; i++)
			d->rooms[k][i] = random_room(rule);
		d->people[k] = (struct chain_person){ d->rooms[k], n };
	}
}

/* Written from the description alone: is `at` in room r a next start after x? */
static bool follows(const struct chain_step *x, const struct slot_rule *was, const struct chain_room *r, int64_t at, bool across)
{
	bool same = r->agenda == x->agenda;
	int64_t apart = same ? was->after > r->rule.before ? was->after : r->rule.before : 0;
	int64_t wait = at - (x->at + x->minutes + apart);
	bool grid = at >= r->at.from && (at - r->at.from) % r->rule.step == 0;

	return (same || across) && wait >= 0 && wait <= r->rule.step && at >= r->at.from && at + r->rule.duration <= r->at.to
		&& (grid || (same && wait == 0));
}

static bool any_way(const struct day_made *d, size_t k, const struct chain_step *x, const struct slot_rule *was, bool across)
{
	if (k == d->n)
		return true;
	for (size_t i = 0; i < d->people[k].n; i++) {
		const struct chain_room *r = &d->rooms[k][i];

		for (int64_t at = r->at.from; at <= r->at.to; at += 5) {
			const struct chain_step next = { at, r->agenda, r->rule.duration };

			if (follows(x, was, r, at, across) && any_way(d, k + 1, &next, &r->rule, across))
				return true;
		}
	}
	return false;
}

static bool sound(const struct day_made *d, const struct chain_step *steps, bool across)
{
	const struct slot_rule *was = NULL;

	for (size_t k = 0; k < d->n; k++) {
		bool found = false;

		for (size_t i = 0; i < d->people[k].n && !found; i++) {
			const struct chain_room *r = &d->rooms[k][i];

			found = r->agenda == steps[k].agenda && (k ? follows(&steps[k - 1], was, r, steps[k].at, across)
				: steps[k].at >= r->at.from && steps[k].at + r->rule.duration <= r->at.to);
			if (found)
				was = &r->rule;
		}
		if (!found)
			return false;
	}
	return true;
}

static void each_follows_at_once_and_a_way_is_found_if_there_is_one(void **state)
{
	struct chain_step steps[CHAIN_MAX];
	struct day_made d;
	int found = 0;

	(void)state;
	dice = 20261126;
	for (int i = 0; i < DAYS; i++) {
		bool across = roll(2) == 0;

		random_day(&d);
		for (size_t r = 0; r < d.people[0].n; r++) {
			const struct chain_room *room = &d.rooms[0][r];
			const struct chain_step first = { room->at.from, room->agenda, room->rule.duration };
			bool is = first.at + first.minutes <= room->at.to && any_way(&d, 1, &first, &room->rule, across);
			int32_t left = INT32_MAX;
			bool got = chain_find(d.people, d.n, across, room, first.at, &left, steps);

			if (got)
				assert_true(sound(&d, steps, across));
			if (got != is)
				fail_msg("day %d: %s", i, got ? "found what there is not" : "not found");
			found += got;
		}
	}
	assert_true(found > DAYS / 10);
}

/* Four people in twelve agendas each, and a fifth whom no agenda has at that time: some 20,000 ways, none of which ends
 * well. With one agenda for all there is one way, and it ends at once. */
static void a_search_ends_when_its_tries_are_used_up(void **state)
{
	enum { AGENDAS = 12, PEOPLE = 5 };
	const struct slot_rule rule = { 30, 30, 0, 0 };
	struct chain_room rooms[AGENDAS], late = { 0, { 1200, 1260 }, rule };
	struct chain_person people[PEOPLE];
	struct chain_step steps[CHAIN_MAX];
	int32_t left = 500;

	(void)state;
	for (int32_t i = 0; i < AGENDAS; i++)
		rooms[i] = (struct chain_room){ i, { 480, 1000 }, rule };
	for (int i = 0; i < PEOPLE - 1; i++)
		people[i] = (struct chain_person){ rooms, AGENDAS };
	people[PEOPLE - 1] = (struct chain_person){ &late, 1 };
	assert_false(chain_find(people, PEOPLE, true, &rooms[0], 480, &left, steps));
	assert_true(left <= 0);
	left = 500;
	assert_false(chain_find(people, PEOPLE, false, &rooms[0], 480, &left, steps));
	assert_true(left > 400);
}

/* Who asks is told that not every way was tried, and on which day that was. */
static void a_search_that_was_cut_says_so(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct country c = country_make(b);
	const struct service_id types[] = { c.service, c.service, c.service };
	struct chain_ask ask = { .organization = c.hospital, .services = types, .n = 3, .from = c.monday, .days = 14,
		.group = QUOTA_DESK, .across = true, .per_day = 6, .good_days = 14 };
	struct chains all, cut;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(chain_list(c.db, c.a, c.now, &ask, &all), OK);
	assert_false(day_is(all.cut));
	ask.tries = 8;
	assert_int_equal(chain_list(c.db, c.a, c.now, &ask, &cut), OK);
	assert_int_equal(cut.cut.n, c.monday.n);
	assert_true(cut.n > 0 && cut.n < all.n);
	assert_int_equal(db_commit(c.db), OK);
}

/* What is offered is free in that order: each taken, the next still fits. */
static void what_is_offered_can_be_taken_in_its_order(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct country c = country_make(b);
	struct service long_type = country_type(&c, "LONG");
	struct service_id types[CHAIN_MAX];
	struct chains all;
	int64_t met = 0;

	assert_int_equal(db_begin(c.db), OK);
	long_type.duration_min = 45;
	long_type.step_min = 15;
	long_type.buffer_after_min = 5;
	assert_int_equal(service_put(c.db, c.a, c.now, &long_type, &long_type.id), OK);
	assert_int_equal(db_commit(c.db), OK);
	struct schedule_id other = country_schedule(&c, c.hospital, c.location, (struct practitioner_id){ 0 }, false);
	struct opening o = country_opening(&c, other, "FREQ=WEEKLY;BYDAY=MO,WE", 545, 700);
	const struct service_id both[] = { c.service, long_type.id };
	struct opening_id id;

	o.services = both;
	o.nservices = 2;
	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("administrator"), &id), OK);
	dice = 7;
	for (int i = 0; i < 60; i++) {
		struct chain_ask ask = { .organization = c.hospital, .services = types, .n = 1 + (size_t)roll(4),
			.from = c.monday, .days = 7, .citizen = roll(2) == 0, .group = QUOTA_ONLINE, .across = roll(2) == 0,
			.per_day = 3, .good_days = 2 };

		for (size_t k = 0; k < ask.n; k++)
			types[k] = both[roll(2)];
		assert_int_equal(chain_list(c.db, c.a, c.now, &ask, &all), OK);
		for (size_t x = 0; x < all.n; x++)
			for (size_t k = 1; k < all.v[x].n; k++) {
				bool is_long = all.v[x].v[k - 1].service.v == long_type.id.v;
				int32_t wait = all.v[x].v[k].min - all.v[x].v[k - 1].min - (is_long ? 45 : 30);

				assert_true(wait >= 0 && wait <= 30 + 5);
				assert_true(ask.across || all.v[x].v[k].schedule.v == all.v[x].v[0].schedule.v);
			}
		met += (int64_t)all.n;
	}
	assert_true(met > 60);
	assert_int_equal(db_commit(c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_follows_at_once_and_a_way_is_found_if_there_is_one),
		cmocka_unit_test(a_search_ends_when_its_tries_are_used_up),
		BOTH(a_search_that_was_cut_says_so),
		BOTH(what_is_offered_can_be_taken_in_its_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
