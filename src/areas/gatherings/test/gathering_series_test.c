/* Series of gatherings: made ahead, once for each occurrence, without closed days and taken times. */
#include "areas/appointments/test/town.h"
#include "areas/gatherings/gathering_series.h"
#include "areas/gatherings/gatherings.h"
#include "jobs/jobs.h"

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

	assert_int_equal(gathering_list_of(t->c.db, t->c.a, 0, INT64_MAX, t->day, (struct day){ t->day.n + 430 }, &all), OK);
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

static void is_in(struct town *t, struct gathering_id id, struct patient_id who)
{
	struct book_ask ask = { .gathering = id, .patient = who, .channel = CH_DESK, .silent = true };
	struct booked b;

	assert_int_equal(appointment_book(t->c.db, t->c.a, t->c.now, &ask, &b), OK);
}

/* A year of every fourth Wednesday at 10:00 with Amina in the third, Omar in the fifth, and the fourth at a time of its own. */
static struct gathering_list year_made(struct town *t, struct gathering_series_id *ret)
{
	struct change_ask by = { .role = S("director"), .channel = CH_DESK };
	struct gathering_series s = weekly(t);
	struct gathering_list all;
	struct gathering own;
	int64_t told;

	s.rule = S("FREQ=WEEKLY;INTERVAL=4;BYDAY=WE");
	assert_int_equal(gathering_series_add(t->c.db, t->c.a, t->c.now, &s, (struct leader_ids){ 0 }, S("director"), ret), OK);
	go_on(t);
	all = all_of(t);
	is_in(t, all.v[2].id, t->amina);
	is_in(t, all.v[4].id, t->omar);
	own = all.v[3];
	own.start_min = 900;
	assert_int_equal(gathering_change(t->c.db, t->c.a, t->c.now, &own, (struct leader_ids){ 0 }, &by, &told), OK);
	return all_of(t);
}

static void from_one_on_what_was_alike_is_changed(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct change_ask by = { .role = S("director"), .channel = CH_DESK };
	struct leader_ids doctor = { &t.c.doctor, 1 };
	struct gathering_series_id id;
	struct gathering_list all, now;
	struct leaders led;
	struct str *texts;
	int64_t told;
	size_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	all = year_made(&t, &id);
	struct gathering g = all.v[2];

	g.day.n += 1;
	g.start_min = 660;
	g.capacity = 14;
	g.about = names_make(S("Apportez vos lunettes"), STR_NONE, STR_NONE);
	assert_int_equal(gathering_series_change(t.c.db, t.c.a, t.c.now, &all.v[2], &g, (struct leader_ids){ 0 }, doctor, &by, &told), OK);
	assert_int_equal(told, 2);
	now = all_of(&t);
	assert_int_equal(now.n, all.n);
	for (size_t i = 0; i < now.n; i++) {
		bool later = i >= 2, own = i == 3;

		assert_int_equal(now.v[i].day.n, all.v[i].day.n + (later && !own));
		assert_int_equal(now.v[i].start_min, own ? 900 : later ? 660 : 600);
		assert_int_equal(now.v[i].capacity, later ? 14 : 12);
		assert_int_equal(now.v[i].about.v[0].n > 0, later);
		assert_int_equal(gathering_leaders(t.c.db, t.c.a, now.v[i].id, &led), OK);
		assert_int_equal(led.n, later);
	}
	assert_int_equal(message_texts(t.c.db, t.c.a, S("+212699999999"), &texts, &n), OK);
	assert_true(str_find(texts[n - 1], S("11:00")) >= 0);
	/* those that are made later come like it, none of them twice */
	t.c.now.v += 56 * 86400;
	go_on(&t);
	all = all_of(&t);
	assert_int_equal(all.n, now.n + 2);
	for (size_t i = now.n; i < all.n; i++) {
		assert_int_equal(all.v[i].day.n, all.v[i - 1].day.n + 28);
		assert_int_equal(all.v[i].start_min, 660);
		assert_int_equal(all.v[i].capacity, 14);
	}
	assert_int_equal(db_commit(t.c.db), OK);
}

static void what_stands_against_a_change_is_said_for_each_and_nothing_is_changed(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct change_ask by = { .role = S("director"), .channel = CH_DESK };
	struct leader_ids nobody = { 0 };
	struct gathering_series_id id;
	struct gathering_id other;
	struct gathering_list all;
	struct gathering_parts parts;
	int64_t told;

	assert_int_equal(db_begin(t.c.db), OK);
	all = year_made(&t, &id);
	struct gathering g = all.v[2], there = weekly(&t).g;

	there.day.n = all.v[6].day.n;
	there.start_min = 720;
	assert_int_equal(gathering_add(t.c.db, t.c.a, t.c.now, &there, nobody, S("director"), &other), OK);
	g.start_min = 690;
	assert_int_equal(gathering_series_parts(t.c.db, t.c.a, t.c.now, &all.v[2], &g, nobody, nobody, &parts), OK);
	assert_int_equal(parts.n, all.n - 2);
	for (size_t i = 0; i < parts.n; i++) {
		assert_int_equal(parts.v[i].taken, i == 4);
		assert_int_equal(parts.v[i].own, i == 1);
	}
	assert_true(parts.against);
	assert_int_equal(gathering_series_change(t.c.db, t.c.a, t.c.now, &all.v[2], &g, nobody, nobody, &by, &told), E_CONFLICT);
	/* fewer seats than somebody has, a week further, and a day that a rule by the month has not */
	g = all.v[2];
	g.capacity = 4;
	g.waiting_most = 0;
	assert_int_equal(gathering_series_parts(t.c.db, t.c.a, t.c.now, &all.v[2], &g, nobody, nobody, &parts), OK);
	assert_false(parts.against);
	g.day.n += 7;
	assert_int_equal(gathering_series_parts(t.c.db, t.c.a, t.c.now, &all.v[2], &g, nobody, nobody, &parts), E_INPUT);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void from_one_on_all_are_cancelled_and_told(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct change_ask by = { .role = S("director"), .channel = CH_DESK };
	struct gathering_series_id id;
	struct gathering_list all;
	struct str *texts;
	int64_t told;
	size_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	all = year_made(&t, &id);
	struct gathering stale = all.v[3];

	stale.version--;
	assert_int_equal(db_save(t.c.db), OK);
	assert_int_equal(gathering_series_cancel(t.c.db, t.c.a, t.c.now, &stale, S("away"), &by, &told), E_CONFLICT);
	db_undo(t.c.db);
	assert_int_equal(gathering_series_cancel(t.c.db, t.c.a, t.c.now, &all.v[3], S("away"), &by, &told), OK);
	assert_int_equal(told, 1);
	t.c.now.v += 28 * 86400;
	go_on(&t);
	assert_int_equal(all_of(&t).n, all.n);
	all = all_of(&t);
	for (size_t i = 0; i < all.n; i++)
		assert_int_equal(all.v[i].cancelled, i >= 3);
	assert_int_equal(message_texts(t.c.db, t.c.a, S("+212699999999"), &texts, &n), OK);
	assert_true(str_find(texts[n - 1], S("doit annuler")) >= 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_year_is_made_and_nothing_twice), BOTH(what_another_gathering_has_is_left_out),
		BOTH(its_end_leaves_those_that_somebody_is_in), BOTH(from_one_on_what_was_alike_is_changed),
		BOTH(what_stands_against_a_change_is_said_for_each_and_nothing_is_changed),
		BOTH(from_one_on_all_are_cancelled_and_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
