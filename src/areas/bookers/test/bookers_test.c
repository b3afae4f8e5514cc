/* Booking for others: the rule as a table; reach, limits, marks and whom one sees, on both engines. */
#include "areas/appointments/test/race.h"

#include "areas/accounts/accounts.h"
#include "areas/bookers/bookers.h"
#include "areas/organizations/organizations.h"
#include "bookers_q.h"
#include "organizations_q.h"

static void what_stands_against_a_booking_is_judged_in_that_order(void **state)
{
	const struct booker_limits l = { .day = 3, .week = 5, .open = 4, .agenda = 2, .phone = 2, .type_day = 1, .type_week = -1 };
	const struct { enum reach near; bool stopped; struct booker_counts n; enum booker_verdict v, move; } cases[] = {
		{ REACH_PROVINCE, false, { 0 }, BOOKER_MAY, BOOKER_MAY },
		{ REACH_REGION, false, { .day = 2, .week = 4, .open = 3, .agenda = 1, .phone = 1 }, BOOKER_MAY, BOOKER_MAY },
		{ REACH_COUNTRY, false, { 0 }, BOOKER_FAR, BOOKER_MAY },
		{ REACH_NONE, false, { 0 }, BOOKER_FAR, BOOKER_MAY },
		{ REACH_PROVINCE, true, { .day = 9 }, BOOKER_STOPPED, BOOKER_STOPPED },
		{ REACH_PROVINCE, false, { .phone = 2, .day = 9 }, BOOKER_PHONE, BOOKER_MAY },
		{ REACH_PROVINCE, false, { .day = 3, .week = 9 }, BOOKER_DAY, BOOKER_MAY },
		{ REACH_PROVINCE, false, { .week = 5, .type_day = 1 }, BOOKER_WEEK, BOOKER_MAY },
		{ REACH_PROVINCE, false, { .type_day = 1, .open = 9 }, BOOKER_TYPE, BOOKER_MAY },
		{ REACH_PROVINCE, false, { .type_week = 1000 }, BOOKER_MAY, BOOKER_MAY },
		{ REACH_PROVINCE, false, { .open = 4, .agenda = 9 }, BOOKER_OPEN, BOOKER_AGENDA },
		{ REACH_PROVINCE, false, { .agenda = 2 }, BOOKER_AGENDA, BOOKER_AGENDA },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct booker_case c = { REACH_REGION, cases[i].near, cases[i].stopped, l, cases[i].n };

		assert_int_equal(booker_judge(&c), cases[i].v);
		assert_int_equal(booker_judge_move(&c), cases[i].move);
		assert_true(cases[i].v == BOOKER_MAY || booker_said(cases[i].v));
	}
	assert_false(reach_covers(REACH_NONE, REACH_PROVINCE));
	assert_int_equal(booker_left(-1, 7), -1);
	assert_int_equal(booker_left(3, 7), 0);
}

/* The hospital in a province of a region; a health centre and a helper near, a centre far away. */
struct world { struct town t; struct organization_id region, province, near, far; struct account_id centre, helper, distant, racing; };

static struct account_id account(struct country *c, struct organization_id o, const char *login, enum role role)
{
	struct account_id id;

	assert_int_equal(account_create(c->db, c->a, c->now, &(struct account_new){ .organization = o, .login = str_of(login),
		.name = { str_of(login) }, .password = S("x"), .role = role }, &id), OK);
	return id;
}

static struct world world_make(struct both *b)
{
	struct world w = { .t = town_make(b) };
	struct country *c = &w.t.c;

	assert_int_equal(db_begin(c->db), OK);
	w.region = country_organization(c, c->ministry, 500, 3000, 1, "region", "R1");
	w.province = country_organization(c, w.region, 900, 2500, 2, "province", "P1");
	w.near = country_organization(c, w.province, 2100, 2200, 3, "health_centre", "CS1");
	w.far = country_organization(c, c->ministry, 5000, 5100, 1, "health_centre", "CS2");
	w.centre = account(c, w.near, "centre", ROLE_HEALTH_CENTRE);
	w.helper = account(c, w.province, "cyber", ROLE_HELPER);
	w.distant = account(c, w.far, "distant", ROLE_HEALTH_CENTRE);
	country_open(c, w.t.schedule, "FREQ=DAILY", 780, 1080);
	assert_int_equal(db_commit(c->db), OK);
	return w;
}

static void say(struct world *w, const char *name, int64_t value)
{
	assert_int_equal(organization_setting_put(w->t.c.db, w->t.c.a, w->t.c.hospital, str_of(name), value), OK);
}

static struct book_ask ask_by(const struct world *w, struct account_id who, int32_t min, struct patient_id for_whom)
{
	struct book_ask ask = book_at(&w->t, min, for_whom);

	ask.booked_by = who.v;
	ask.channel = who.v == w->helper.v ? CH_ASSISTED : CH_HEALTH_CENTRE;
	ask.role = who.v == w->helper.v ? S("helper") : S("health_centre");
	ask.for_whom = "helper";
	return ask;
}

static enum err book_by(struct world *w, struct account_id who, int32_t min, struct patient_id for_whom, struct booked *ret)
{
	struct book_ask ask = ask_by(w, who, min, for_whom);

	return appointment_book(w->t.c.db, w->t.c.a, w->t.c.now, &ask, ret);
}

static void a_hospital_is_booked_at_from_as_far_as_it_says(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct booker_places places;
	struct booked b;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(book_by(&w, w.centre, 780, w.t.amina, &b), OK);
	assert_int_equal(book_by(&w, w.distant, 810, w.t.amina, &b), E_DENIED);
	assert_int_equal(booker_places(c->db, c->a, 5000, &places), OK);
	assert_int_equal(places.n, 0);
	say(&w, SETTING_BOOKER_REACH, REACH_COUNTRY);
	assert_int_equal(booker_places(c->db, c->a, 5000, &places), OK);
	assert_int_equal(places.n, 1);
	assert_int_equal(book_by(&w, w.distant, 810, w.t.amina, &b), OK);
	/* a type of its own words */
	assert_int_equal(booker_type_put(c->db, c->a, c->hospital, c->service, (struct opt_int){ true, REACH_PROVINCE },
		(struct opt_int){ 0 }, (struct opt_int){ 0 }), OK);
	assert_int_equal(book_by(&w, w.distant, 840, w.t.amina, &b), E_DENIED);
	assert_int_equal(book_by(&w, w.centre, 840, w.t.amina, &b), OK);
	say(&w, SETTING_BOOKER_REACH, REACH_NONE);
	assert_int_equal(booker_places(c->db, c->a, 2100, &places), OK);
	assert_int_equal(places.n, 0);
	assert_int_equal(db_commit(c->db), OK);
}

/* Whoever works at two centres is judged by the one she acts for, and the booking bears its name. */
static void who_belongs_to_two_centres_books_for_the_one_chosen(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct booker_mark m;
	struct booked b;

	assert_int_equal(db_begin(c->db), OK);
	say(&w, SETTING_CENTRE_DAY, 1);
	struct organization_id other = country_organization(c, w.province, 2300, 2400, 3, "health_centre", "CS3");

	assert_int_equal(account_join(c->db, c->a, c->now, w.centre, other, ROLE_HEALTH_CENTRE), OK);
	assert_int_equal(account_join(c->db, c->a, c->now, w.centre, w.far, ROLE_HEALTH_CENTRE), OK);
	struct book_ask ask = ask_by(&w, w.centre, 780, w.t.amina);

	/* too far from there, though her first centre is near */
	ask.acting = w.far;
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &b), E_DENIED);
	/* nor by a place where she has no role */
	ask.acting = w.province;
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &b), E_DENIED);
	ask.acting = other;
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &b), OK);
	assert_int_equal(booker_mark(c->db, c->a, LANG_FR, b.id, &m), OK);
	assert_true(str_eq(m.place, S("CS3")));
	/* each centre has its own day */
	ask.start_min = 810;
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &b), E_LIMIT);
	ask.acting = w.near;
	assert_int_equal(appointment_book(c->db, c->a, c->now, &ask, &b), OK);
	assert_int_equal(booker_mark(c->db, c->a, LANG_FR, b.id, &m), OK);
	assert_true(str_eq(m.place, S("CS1")));
	/* a move is judged in the same way */
	struct change_ask who = { .id = b.id, .version = -1, .channel = CH_HEALTH_CENTRE, .account = w.centre.v,
		.role = S("health_centre"), .acting = w.province };
	const struct move_ask to = { .schedule = w.t.schedule, .day = w.t.day, .start_min = 900 };
	int64_t v;

	assert_int_equal(appointment_move(c->db, c->a, c->now, &who, &to, &v), E_DENIED);
	assert_int_equal(db_commit(c->db), OK);
}

static void all_agents_of_a_health_centre_share_its_day_and_week(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct account_id second;
	struct booked b, gone;
	int64_t v;

	assert_int_equal(db_begin(c->db), OK);
	second = account(c, w.near, "centre-2", ROLE_HEALTH_CENTRE);
	say(&w, SETTING_CENTRE_DAY, 2);
	say(&w, SETTING_CENTRE_WEEK, 3);
	assert_int_equal(book_by(&w, w.centre, 780, w.t.amina, &gone), OK);
	assert_int_equal(book_by(&w, second, 810, w.t.amina, &b), OK);
	assert_int_equal(book_by(&w, second, 840, w.t.amina, &b), E_LIMIT);
	/* a cancelled one counts no more */
	struct change_ask who = by_desk(gone.id, -1);

	assert_int_equal(appointment_cancel(c->db, c->a, c->now, &who, true, STR_NONE, &v), OK);
	assert_int_equal(book_by(&w, w.centre, 840, w.t.amina, &b), OK);
	assert_int_equal(book_by(&w, w.centre, 870, w.t.amina, &b), E_LIMIT);
	/* the next day of the same week: one is left of the week */
	c->now.v += 86400;
	assert_int_equal(book_by(&w, w.centre, 870, w.t.amina, &b), OK);
	assert_int_equal(book_by(&w, w.centre, 900, w.t.amina, &b), E_LIMIT);
	/* the desk is not bound; nor is the next week */
	struct book_ask desk = book_at(&w.t, 900, w.t.amina);

	assert_int_equal(appointment_book(c->db, c->a, c->now, &desk, &b), OK);
	c->now.v += 7 * 86400;
	w.t.day.n += 14;
	assert_int_equal(book_by(&w, w.centre, 930, w.t.amina, &b), OK);
	/* one type: none today */
	assert_int_equal(booker_type_put(c->db, c->a, c->hospital, c->service, (struct opt_int){ 0 },
		(struct opt_int){ true, 0 }, (struct opt_int){ 0 }), OK);
	assert_int_equal(book_by(&w, w.centre, 960, w.t.amina, &b), E_LIMIT);
	assert_int_equal(db_commit(c->db), OK);
}

static void a_helper_keeps_to_its_limits_and_gives_each_person_her_own_telephone(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct booked b;

	assert_int_equal(db_begin(c->db), OK);
	say(&w, SETTING_HELPER_PHONE, 2);
	struct patient_id one = someone(c, "Ali Un", "+212600000077"), two = someone(c, "Ali Deux", "+212600000077"),
		three = someone(c, "Ali Trois", "+212600000077");

	assert_int_equal(book_by(&w, w.helper, 780, one, &b), OK);
	assert_int_equal(book_by(&w, w.helper, 810, two, &b), OK);
	assert_int_equal(book_by(&w, w.helper, 840, three, &b), E_LIMIT);
	assert_int_equal(book_by(&w, w.helper, 840, one, &b), OK);
	say(&w, SETTING_HELPER_AGENDA, 3);
	assert_int_equal(book_by(&w, w.helper, 870, w.t.amina, &b), E_LIMIT);
	say(&w, SETTING_HELPER_AGENDA, 30);
	say(&w, SETTING_HELPER_OPEN, 3);
	assert_int_equal(book_by(&w, w.helper, 870, w.t.amina, &b), E_LIMIT);
	say(&w, SETTING_HELPER_OPEN, 30);
	assert_int_equal(book_by(&w, w.helper, 870, w.t.amina, &b), OK);
	say(&w, SETTING_HELPER_DAY, 4);
	assert_int_equal(book_by(&w, w.helper, 900, w.t.amina, &b), E_LIMIT);
	assert_int_equal(db_commit(c->db), OK);
}

static void one_that_is_stopped_books_and_moves_nothing(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct move_ask to = { .schedule = w.t.schedule, .day = w.t.day, .start_min = 900 };
	struct booker_row_row r;
	struct booked b, c2;
	int64_t v;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(book_by(&w, w.helper, 780, w.t.amina, &b), OK);
	assert_int_equal(booker_row(c->db, c->a, c->hospital, S("helper"), w.helper.v, &r), OK);
	assert_int_equal(booker_stop(c->db, c->a, c->now, (struct opt_int){ true, 1 }, S("x"), r.id), OK);
	assert_int_equal(book_by(&w, w.helper, 810, w.t.omar, &c2), E_DENIED);
	struct change_ask who = { .id = b.id, .version = -1, .channel = CH_ASSISTED, .account = w.helper.v, .role = S("helper") };

	assert_int_equal(appointment_move(c->db, c->a, c->now, &who, &to, &v), E_DENIED);
	assert_int_equal(appointment_cancel(c->db, c->a, c->now, &who, true, STR_NONE, &v), OK);
	assert_int_equal(booker_stop(c->db, c->a, INSTANT_NONE, (struct opt_int){ 0 }, S(""), r.id), OK);
	assert_int_equal(book_by(&w, w.helper, 810, w.t.omar, &c2), OK);
	/* moved within its agenda it takes nothing more */
	who.id = c2.id;
	say(&w, SETTING_HELPER_AGENDA, 1);
	assert_int_equal(appointment_move(c->db, c->a, c->now, &who, &to, &v), OK);
	assert_int_equal(db_commit(c->db), OK);
}

static void each_booking_has_its_mark_and_one_sees_whom_one_booked_for(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	const struct scope helper = access_scope(ROLE_HELPER, 900, 2500, 0, w.helper.v);
	const struct scope centre = access_scope(ROLE_HEALTH_CENTRE, 2100, 2200, 0, w.centre.v);
	struct booker_persons p;
	struct booker_person one;
	struct booker_mark m;
	struct booked b, d;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(book_by(&w, w.helper, 780, w.t.amina, &b), OK);
	d = booked(&w.t, 810, w.t.omar);
	assert_int_equal(booker_mark(c->db, c->a, LANG_FR, b.id, &m), OK);
	assert_true(str_eq(m.name.s, S("cyber")) && m.kind == BOOKER_HELPER && str_eq(m.place, S("P1")));
	assert_int_equal(booker_mark(c->db, c->a, LANG_FR, d.id, &m), OK);
	assert_int_equal(m.name.s.n, 0);
	assert_int_equal(booker_persons(c->db, c->a, &helper, 1000, 2000, S("alaoui am"), 9, &p), OK);
	assert_int_equal(p.n, 1);
	assert_int_equal(booker_persons(c->db, c->a, &helper, 1000, 2000, S("06 12 34 56 78"), 9, &p), OK);
	assert_int_equal(p.n, 1);
	assert_int_equal(booker_persons(c->db, c->a, &helper, 1000, 2000, S("omar"), 9, &p), OK);
	assert_int_equal(p.n, 0);
	assert_int_equal(booker_persons(c->db, c->a, &centre, 1000, 2000, S("amina"), 9, &p), OK);
	assert_int_equal(p.n, 0);
	assert_int_equal(booker_persons(c->db, c->a, &helper, 3000, 4000, S("amina"), 9, &p), OK);
	assert_int_equal(p.n, 0);
	assert_int_equal(booker_person(c->db, c->a, &helper, 1000, 2000, w.t.amina, &one), OK);
	assert_int_equal(booker_person(c->db, c->a, &helper, 1000, 2000, w.t.omar, &one), E_NOTFOUND);
	assert_int_equal(db_commit(c->db), OK);
}

/* ---- fifty at once, each on a day of its own: only the booker's limit stands between them ---- */

static enum err book_one(const struct racer *r, struct town *t)
{
	const struct world *w = r->arg;
	struct book_ask ask = ask_by(w, w->racing, 780, t->amina);
	struct booked out;

	ask.day.n += r->nth;
	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, &out);
}

static void fifty_at_once(struct both *b, struct world *w, struct account_id who)
{
	int ended[ERR_MAX] = { 0 };
	enum { MANY = 50, MOST = 3 };

	w->racing = who;
	race_all(b, &w->t, MANY, book_one, w, ended);
	assert_int_equal(ended[OK], MOST);
	assert_int_equal(ended[E_LIMIT], MANY - MOST);
	assert_int_equal(acts(&w->t, "book"), MOST);
}

static void of_fifty_at_once_a_health_centres_day_takes_three(void **state)
{
	struct world w = world_make(BOTH_STATE(state));

	say(&w, SETTING_CENTRE_DAY, 3);
	fifty_at_once(BOTH_STATE(state), &w, w.centre);
}

static void of_fifty_at_once_a_helper_has_three_to_come(void **state)
{
	struct world w = world_make(BOTH_STATE(state));

	say(&w, SETTING_HELPER_OPEN, 3);
	say(&w, SETTING_HELPER_DAY, 100);
	fifty_at_once(BOTH_STATE(state), &w, w.helper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_against_a_booking_is_judged_in_that_order),
		BOTH(a_hospital_is_booked_at_from_as_far_as_it_says),
		BOTH(who_belongs_to_two_centres_books_for_the_one_chosen),
		BOTH(all_agents_of_a_health_centre_share_its_day_and_week),
		BOTH(a_helper_keeps_to_its_limits_and_gives_each_person_her_own_telephone),
		BOTH(one_that_is_stopped_books_and_moves_nothing),
		BOTH(each_booking_has_its_mark_and_one_sees_whom_one_booked_for),
		BOTH(of_fifty_at_once_a_health_centres_day_takes_three),
		BOTH(of_fifty_at_once_a_helper_has_three_to_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
