/* Times held and taken, on both engines: nothing is booked twice. */
#include "race.h"

static void a_held_time_is_kept_for_its_owner_and_given_back_in_time(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct hold h, again, other;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(try_hold(&t, 540, "visitor-a", &h), OK);
	assert_int_equal(h.expires_at.v, t.c.now.v + 300);
	assert_int_equal(h.minutes, 30);
	/* it would overlap */
	assert_int_equal(try_hold(&t, 540, "visitor-b", &other), E_CONFLICT);
	assert_int_equal(try_hold(&t, 555, "visitor-b", &other),
		E_CONFLICT);
	assert_int_equal(try_hold(&t, 540, "visitor-a", &again), OK);
	assert_int_equal(again.id.v, h.id.v);					/* a double tap */
	assert_int_equal(acts(&t, "hold"), 1);
	/* holds are not in it */
	assert_int_equal(free_starts(&t), 5);
	assert_int_equal(summary(&t),
		6);
	assert_int_equal(hold_get(t.c.db, t.c.a, h.id, S("visitor-b"), &again), E_NOTFOUND);
	t.c.now.v += 300;
	assert_int_equal(free_starts(&t), 6);
	assert_int_equal(hold_renew(t.c.db, t.c.a, t.c.now, h.id, S("visitor-a"), t.c.now,
		&again), E_CONFLICT);
	assert_int_equal(try_hold(&t, 540, "visitor-b", &other), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_hold_is_renewed_once_and_choosing_again_drops_it(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct hold h, r;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(try_hold(&t, 540, "a", &h), OK);
	t.c.now.v += 200;
	assert_int_equal(hold_renew(t.c.db, t.c.a, t.c.now, h.id, S("a"),
		(struct instant){ t.c.now.v + 300 }, &r), OK);
	assert_int_equal(r.expires_at.v, t.c.now.v + 300);
	assert_true(r.renewed);
	assert_int_equal(hold_renew(t.c.db, t.c.a, t.c.now, h.id, S("a"),
		(struct instant){ t.c.now.v + 900 }, &r), OK);
	assert_int_equal(r.expires_at.v, t.c.now.v + 300);
	assert_int_equal(try_hold(&t, 600, "a", &r), OK);
	assert_int_equal(acts(&t, "release"), 1);
	assert_int_equal(free_starts(&t), 5);
	assert_int_equal(hold_drop(t.c.db, t.c.a, t.c.now, r.id, S("b")), OK);
	assert_int_equal(free_starts(&t), 5);
	assert_int_equal(hold_drop(t.c.db, t.c.a, t.c.now, r.id, S("a")), OK);
	assert_int_equal(hold_drop(t.c.db, t.c.a, t.c.now, r.id, S("a")), OK);
	assert_int_equal(free_starts(&t), 6);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void what_is_no_start_cannot_be_held(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct hold h;
	struct hold_ask ask = hold_at(&t, 541, "a");

	ask.seconds = 60;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), E_INPUT);
	ask.start_min = 5000;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), E_INPUT);
	ask.start_min = 900;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), E_CONFLICT);
	ask.start_min = 540;
	ask.day.n++;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), E_CONFLICT);
	ask.day = t.c.monday;					/* 09:00 today is beyond the lead,
		07:30 not open */
	t.c.now.v += 3600;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), E_CONFLICT);
	ask.citizen = false;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), OK);
	assert_int_equal(h.expires_at.v, t.c.now.v + 60);
	ask.owner = S("b");
	ask.service.v = 12345;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), E_NOTFOUND);
	ask.service = t.c.service;
	ask.schedule.v = 12345;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), E_NOTFOUND);
	ask.schedule = t.schedule;
	ask.day.n = t.c.monday.n - 7;
	assert_int_equal(hold_take(t.c.db, t.c.a, t.c.now, &ask, &h), E_INPUT);
}

static void a_time_is_booked_once(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct book_ask ask = book_at(&t, 540, t.omar);
	struct booked b;
	struct hold h;

	assert_int_equal(db_begin(t.c.db), OK);
	booked(&t, 540, t.amina);
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_CONFLICT);
	ask.start_min = 555;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_CONFLICT);
	assert_int_equal(try_hold(&t, 540, "a", &h), E_CONFLICT);
	assert_int_equal(try_hold(&t, 570, "a", &h), OK);
	ask.start_min = 570;
	/* somebody holds it */
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b),
		E_CONFLICT);
	ask.overbook_reason = S("urgent");
	ask.role = S("head_of_admissions");
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_true(seen(&t, b.id).overbooked);
	assert_int_equal(acts(&t, "overbook"), 1);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void an_expired_hold_books_only_what_is_still_free(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct hold h;
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(try_hold(&t, 540, "a", &h), OK);
	struct book_ask ask = { .hold = h.id, .owner = S("a"), .patient = t.amina,
		.channel = CH_ONLINE, .citizen = true };

	ask.owner = S("thief");
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_NOTFOUND);
	ask.owner = S("a");
	t.c.now.v += 301;
	booked(&t, 540, t.omar);
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_CONFLICT);
	assert_int_equal(try_hold(&t, 570, "a", &h), OK);
	t.c.now.v += 301;
	ask.hold = h.id;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void seats_of_a_collective_time_are_counted(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct openings all;
	struct opening_id id;
	struct book_ask ask = book_at(&t, 540, t.amina);
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(opening_list(t.c.db, t.c.a, t.schedule, &all), OK);
	all.v[0].capacity = 3;
	assert_int_equal(opening_put(t.c.db, t.c.a, t.c.now, &all.v[0], S("x"), &id), OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(free_starts(&t), 6);
		assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
		assert_int_equal(seen(&t, b.id).seat, i);
	}
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_CONFLICT);
	assert_int_equal(free_starts(&t), 5);
	assert_int_equal(summary(&t), 5);
	assert_int_equal(db_commit(t.c.db), OK);
}

static enum err book_one(const struct racer *r, struct town *t)
{
	struct book_ask ask = book_at(t, 600, r->nth % 2 ? t->amina : t->omar);
	struct booked out;

	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, &out);
}

static void of_many_who_press_at_once_one_books(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	int ended[ERR_MAX] = { 0 };
	enum { MANY = 12 };

	race_all(b, &t, MANY, book_one, NULL, ended);
	assert_int_equal(ended[OK], 1);
	assert_int_equal(ended[E_CONFLICT], MANY - 1);
	assert_int_equal(summary(&t), 5);
	assert_int_equal(acts(&t, "book"), 1);
}

static enum err book_a_day(const struct racer *r, struct town *t)
{
	struct book_ask ask = book_at(t, 780, r->nth % 2 ? t->amina : t->omar);
	struct booked out;

	ask.day.n += r->nth;
	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, &out);
}

/* The first appointment of a type is noted in the type's row. */
static void many_book_a_type_for_the_first_time_at_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	int ended[ERR_MAX] = { 0 };
	enum { MANY = 50 };

	assert_int_equal(db_begin(t.c.db), OK);
	country_open(&t.c, t.schedule, "FREQ=DAILY", 780, 1080);
	assert_int_equal(db_commit(t.c.db), OK);
	race_all(b, &t, MANY, book_a_day, NULL, ended);
	assert_int_equal(ended[OK], MANY);
}

static enum err hold_one(const struct racer *r, struct town *t)
{
	struct hold h;

	return try_hold(t, 540 + 30 * r->nth, "a", &h);
}

static void who_presses_on_many_times_at_once_keeps_one(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	int ended[ERR_MAX] = { 0 };

	race_all(b, &t, 6, hold_one, NULL, ended);
	assert_int_equal(ended[OK], 6);
	assert_int_equal(free_starts(&t), 5);
	assert_int_equal(acts(&t, "hold"), 6);
	assert_int_equal(acts(&t, "release"), 5);
}

static enum err jobs_of_holds(struct town *t)
{
	for (const struct job *j = area_appointments.jobs; j->name; j++)
		if (str_eq(str_of(j->name), S("holds")))
			return j->run(t->c.db, t->c.a, t->c.now);
	return E_NOTFOUND;
}

/* Nobody gave it back: the log says so, once. */
static void a_hold_that_expired_ends_with_an_act(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct act_rows log;
	struct hold h;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(try_hold(&t, 540, "visitor", &h), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	t.c.now.v += HOLD_SECONDS + 3601;
	assert_int_equal(jobs_of_holds(&t), OK);
	assert_int_equal(jobs_of_holds(&t), OK);
	assert_int_equal(hold_get(t.c.db, t.c.a, h.id, S("visitor"), &h), E_NOTFOUND);
	assert_int_equal(acts(&t, "release"), 1);
	assert_int_equal(act_read(t.c.db, t.c.a, 0, 100000, &log), OK);
	const struct act_row *last = &log.v[log.n - 1];

	assert_true(str_eq(last->act, S("release")) && str_eq(last->role, S("system")));
	assert_true(str_eq(last->reason, S("expired")));
	assert_int_equal(last->chain, h.id.v);
}

static void a_kept_time_counts_as_taken_until_it_is_given_back_or_booked(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct hold_ask ask = hold_at(&t, 540, "list:1");
	struct hold h, other;
	struct booked b;
	int32_t before = summary(&t);

	assert_int_equal(db_begin(t.c.db), OK);
	ask.seconds = 600;
	assert_int_equal(hold_keep(t.c.db, t.c.a, t.c.now, &ask, WHY_WAITING, &h), OK);
	assert_int_equal(summary(&t), before - 1);
	t.c.now.v += 3600;		/* whatever the clock says, and whoever sweeps */
	assert_int_equal(db_commit(t.c.db), OK);
	assert_int_equal(jobs_of_holds(&t), OK);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(try_hold(&t, 540, "visitor", &other), E_CONFLICT);
	assert_int_equal(hold_hand_over(t.c.db, t.c.a, h.id, S("list:2"), S("offer:1"), t.c.now), E_CONFLICT);
	assert_int_equal(hold_hand_over(t.c.db, t.c.a, h.id, S("list:1"), S("offer:1"), t.c.now), OK);
	assert_int_equal(hold_give_back(t.c.db, t.c.a, t.c.now, h.id, S("offer:1"), WHY_WAITING), OK);
	assert_int_equal(summary(&t), before);
	assert_int_equal(acts(&t, "release"), 1);

	assert_int_equal(hold_keep(t.c.db, t.c.a, t.c.now, &ask, WHY_WAITING, &h), OK);
	struct book_ask book = { .hold = h.id, .owner = S("list:1"), .patient = t.amina, .channel = CH_ONLINE };

	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &book, &b), OK);
	assert_int_equal(summary(&t), before - 1);
	assert_int_equal(hold_get(t.c.db, t.c.a, h.id, S("list:1"), &h), E_NOTFOUND);
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_held_time_is_kept_for_its_owner_and_given_back_in_time),
		BOTH(a_hold_is_renewed_once_and_choosing_again_drops_it),
		BOTH(what_is_no_start_cannot_be_held),
		BOTH(a_hold_that_expired_ends_with_an_act),
		BOTH(a_kept_time_counts_as_taken_until_it_is_given_back_or_booked),
		BOTH(a_time_is_booked_once),
		BOTH(an_expired_hold_books_only_what_is_still_free),
		BOTH(seats_of_a_collective_time_are_counted),
		BOTH(of_many_who_press_at_once_one_books),
		BOTH(many_book_a_type_for_the_first_time_at_once),
		BOTH(who_presses_on_many_times_at_once_keeps_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
