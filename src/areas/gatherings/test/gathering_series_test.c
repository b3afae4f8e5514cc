/* Series of gatherings: made ahead, once for each occurrence, without closed days and taken times. */
#include "areas/appointments/test/town.h"
#include "areas/gatherings/gatherings.h"

static struct gathering_series weekly(const struct town *t)
{
	return (struct gathering_series){ .g = { .schedule = t->schedule, .service = t->c.service, .location = t->c.location,
		.series_day = DAY_NONE, .title = names_make(S("Atelier"), STR_NONE, STR_NONE), .day = t->day, .start_min = 600,
		.duration_min = 60, .capacity = 12, .minimum = 4, .waiting_most = 4, .decide_min = 1440, .online = true },
		.until = DAY_NONE, .rule = S("FREQ=WEEKLY;BYDAY=WE") };
}

static struct gathering_list all_of(struct town *t)
{
	struct gathering_list all;

	assert_int_equal(gathering_list_of(t->c.db, t->c.a, 0, INT64_MAX, t->day, (struct day){ t->day.n + 400 }, &all), OK);
	return all;
}

static void go_on(struct town *t)
{
	bool more = true;

	while (more)
		assert_int_equal(gathering_series_go_on(t->c.db, t->c.a, t->c.now, &more), OK);
}

static void a_year_is_made_and_nothing_twice(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct change_ask by = { .role = S("director"), .channel = CH_DESK };
	struct gathering_series s = weekly(&t);
	struct gathering_series_id id;
	struct gathering_list all;
	int64_t told;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(calendar_day_put(t.c.db, t.c.a, (struct calendar_day_id){ 7 }, t.c.ministry,
		(struct day){ t.day.n + 7 }, S("holiday"), S("Fête"), S("عيد"), S("Feast"), true), OK);
	assert_int_equal(gathering_series_add(t.c.db, t.c.a, t.c.now, &s, (struct leader_ids){ 0 }, S("director"), &id), OK);
	all = all_of(&t);
	assert_int_equal(all.n, GATHERING_SERIES_AT_ONCE - 1);
	/* one goes to another time, one is cancelled: neither comes again */
	struct gathering g = all.v[1];

	g.start_min = 660;
	assert_int_equal(gathering_change(t.c.db, t.c.a, t.c.now, &g, (struct leader_ids){ 0 }, &by, &told), OK);
	assert_int_equal(gathering_cancel(t.c.db, t.c.a, t.c.now, all.v[2].id, all.v[2].version, STR_NONE, &by, &told), OK);
	go_on(&t);
	go_on(&t);
	all = all_of(&t);
	/* 52 Wednesdays in the 365 days from tomorrow, the feast left out */
	assert_int_equal(all.n, 51);
	for (size_t i = 1; i < all.n; i++)
		assert_true(all.v[i].series_day.n > all.v[i - 1].series_day.n);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void what_another_gathering_has_is_left_out(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct gathering_series s = weekly(&t);
	struct gathering_series_id id;
	struct gathering_id other;
	struct gathering g = s.g;

	assert_int_equal(db_begin(t.c.db), OK);
	g.day.n += 7;
	g.start_min = 630;
	assert_int_equal(gathering_add(t.c.db, t.c.a, t.c.now, &g, (struct leader_ids){ 0 }, S("director"), &other), OK);
	assert_int_equal(gathering_series_add(t.c.db, t.c.a, t.c.now, &s, (struct leader_ids){ 0 }, S("director"), &id), OK);
	assert_int_equal(all_of(&t).n, GATHERING_SERIES_AT_ONCE);
	s.rule = S("FREQ=SOMETIMES");
	assert_int_equal(gathering_series_add(t.c.db, t.c.a, t.c.now, &s, (struct leader_ids){ 0 }, S("director"), &id), E_INPUT);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void its_end_leaves_those_that_somebody_is_in(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct change_ask by = { .role = S("director"), .channel = CH_DESK };
	struct gathering_series s = weekly(&t);
	struct gathering_series_id id;
	struct gathering_list all;
	struct booked b;
	int64_t left, open = 0;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(gathering_series_add(t.c.db, t.c.a, t.c.now, &s, (struct leader_ids){ 0 }, S("director"), &id), OK);
	all = all_of(&t);
	struct book_ask ask = { .gathering = all.v[3].id, .patient = t.amina, .channel = CH_DESK };

	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_int_equal(gathering_series_end(t.c.db, t.c.a, t.c.now, id, 7, all.v[0].day, &by, &left), E_CONFLICT);
	assert_int_equal(gathering_series_end(t.c.db, t.c.a, t.c.now, id, 1, all.v[0].day, &by, &left), OK);
	assert_int_equal(left, 1);
	go_on(&t);
	all = all_of(&t);
	for (size_t i = 0; i < all.n; i++)
		open += !all.v[i].cancelled;
	assert_int_equal(open, 2);
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_year_is_made_and_nothing_twice), BOTH(what_another_gathering_has_is_left_out),
		BOTH(its_end_leaves_those_that_somebody_is_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
