/* Lead, horizon, and how long a citizen may give up and move: exact to the minute, also where the clock changes in
 * between, checked again when a booking is confirmed; the desk is bound by none of them. Both engines. */
#include "town.h"

#include "organizations_q.h"

enum { HOUR = 3600, NINE = 540, LEAD = 24 * 60, HORIZON = 7 * 24 * 60, CANCEL = 36 * 60, MOVE = 30 * 60 };

/* An agenda in some zone, open all year from 09:00, and the instant of its start on one day. */
struct limits {
	struct town t;
	struct schedule_id schedule;
	struct day day;
	struct instant start;
};

static struct limits limits_make(struct both *b, const char *zone, struct day day)
{
	struct limits l = { .t = town_make(b), .day = day };
	struct country *c = &l.t.c;
	struct location_id place = { random_id(c->now) };
	const struct zone *z;
	struct opening o;
	struct opening_id id;
	struct service s;

	assert_int_equal(zone_get(str_of(zone), &z), OK);
	l.start = zone_instant(z, (struct local){ day, NINE });
	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(location_add(c->db, c->a, place, c->hospital, S("Z"), S("Z"), S("Z"), S("Z"), S("Rue 1"), S("Rue 1"),
		S("B"), S("B"), S("+212535000001"), str_of(zone)), OK);
	l.schedule = country_schedule(c, c->hospital, place, (struct practitioner_id){ 0 }, false);
	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	s.lead_min = LEAD;
	s.horizon_min = HORIZON;
	s.cancel_limit_min = CANCEL;
	s.move_limit_min = MOVE;
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &s.id), OK);
	o = country_opening(c, l.schedule, "FREQ=DAILY", NINE, NINE + 120);
	o.first_day.n = day.n - 30;
	assert_int_equal(opening_put(c->db, c->a, (struct instant){ l.start.v - 20 * 24 * HOUR }, &o, S("x"), &id), OK);
	return l;
}

static bool listed(struct limits *l, struct instant now, bool citizen)
{
	struct slot_ask ask = { .service = l->t.c.service, .schedule = l->schedule, .from = l->day, .days = 1, .citizen = citizen };
	struct slot_times found;

	assert_int_equal(slot_list(l->t.c.db, l->t.c.a, now, &ask, &found), OK);
	return found.n && found.v[0].min == NINE;
}

static enum err hold(struct limits *l, int64_t now, bool citizen, struct hold *ret)
{
	struct hold_ask ask = { .schedule = l->schedule, .service = l->t.c.service, .day = l->day, .start_min = NINE,
		.owner = S("visitor"), .citizen = citizen, .channel = citizen ? CH_ONLINE : CH_DESK };

	return hold_take(l->t.c.db, l->t.c.a, (struct instant){ now }, &ask, ret);
}

/* May it be taken then? What the page lists and what the hold takes say the same. */
static void assert_may(struct limits *l, int64_t now, bool citizen, bool may)
{
	struct hold h;

	assert_int_equal(listed(l, (struct instant){ now }, citizen), may);
	assert_int_equal(hold(l, now, citizen, &h), may ? OK : E_CONFLICT);
	if (may)
		assert_int_equal(hold_drop(l->t.c.db, l->t.c.a, (struct instant){ now }, h.id, S("visitor")), OK);
}

static void window_is_exact(struct limits *l)
{
	int64_t last = l->start.v - LEAD * 60, first = l->start.v - HORIZON * 60;

	assert_may(l, last - 59, true, true);
	assert_may(l, last, true, true);
	assert_may(l, last + 1, true, false);
	assert_may(l, last + 59, true, false);
	assert_may(l, first - 59, true, false);
	assert_may(l, first - 1, true, false);
	assert_may(l, first, true, true);
	assert_may(l, first + 59, true, true);
	assert_may(l, last + 59, false, true);
	assert_may(l, l->start.v - 60, false, true);
	assert_may(l, first - 3 * 24 * HOUR, false, true);
}

static struct book_ask ask_of(struct limits *l, struct patient_id who, bool citizen)
{
	return (struct book_ask){ .schedule = l->schedule, .service = l->t.c.service, .day = l->day, .start_min = NINE,
		.patient = who, .channel = citizen ? CH_ONLINE : CH_DESK, .citizen = citizen, .silent = true };
}

static void the_confirmation_checks_again(struct limits *l)
{
	int64_t last = l->start.v - LEAD * 60;
	struct country *c = &l->t.c;
	struct book_ask ask = ask_of(l, l->t.amina, true);
	struct booked done;
	struct hold h;

	assert_int_equal(appointment_book(c->db, c->a, (struct instant){ last + 1 }, &ask, &done), E_CONFLICT);
	assert_int_equal(hold(l, last, true, &h), OK);
	ask.hold = h.id;
	ask.owner = S("visitor");
	/* the hold has run out, and with it what it kept */
	assert_int_equal(appointment_book(c->db, c->a, (struct instant){ h.expires_at.v }, &ask, &done), E_CONFLICT);
	assert_int_equal(appointment_book(c->db, c->a, (struct instant){ h.expires_at.v - 1 }, &ask, &done), OK);
}

static void giving_up_and_moving_are_exact(struct limits *l)
{
	struct country *c = &l->t.c;
	int64_t cancel = l->start.v - CANCEL * 60, move = l->start.v - MOVE * 60, version;
	struct appointments mine;
	struct move_ask to = { .schedule = l->schedule, .day = l->day, .start_min = NINE + 60 };

	assert_int_equal(appointment_of_patient(c->db, c->a, &everybody, l->t.amina, &mine), OK);
	assert_int_equal(mine.n, 1);
	struct change_ask who = { .id = mine.v[0].id, .version = -1, .channel = CH_ONLINE, .citizen = true, .silent = true };
	struct change_ask desk = { .id = mine.v[0].id, .version = -1, .channel = CH_DESK, .role = S("desk"), .silent = true };

	assert_true(appointment_may_cancel(&mine.v[0], (struct instant){ cancel - 1 }));
	assert_true(appointment_may_cancel(&mine.v[0], (struct instant){ cancel - 59 }));
	assert_false(appointment_may_cancel(&mine.v[0], (struct instant){ cancel }));
	assert_true(appointment_may_move(&mine.v[0], (struct instant){ move - 59 }));
	assert_false(appointment_may_move(&mine.v[0], (struct instant){ move }));
	assert_int_equal(appointment_move(c->db, c->a, (struct instant){ move }, &who, &to, &version), E_DENIED);
	assert_int_equal(appointment_move(c->db, c->a, (struct instant){ move + 59 }, &desk, &to, &version), OK);
	to.start_min = NINE;
	assert_int_equal(appointment_move(c->db, c->a, (struct instant){ move - 59 }, &who, &to, &version), OK);
	assert_int_equal(appointment_cancel(c->db, c->a, (struct instant){ cancel }, &who, true, S("x"), &version), E_DENIED);
	assert_int_equal(appointment_cancel(c->db, c->a, (struct instant){ cancel + 59 }, &who, true, S("x"), &version), E_DENIED);
	assert_int_equal(appointment_cancel(c->db, c->a, (struct instant){ l->start.v - 60 }, &desk, false, S("x"), &version), OK);
	struct book_ask again = ask_of(l, l->t.omar, false);
	struct booked done;

	assert_int_equal(appointment_book(c->db, c->a, (struct instant){ l->start.v - 60 }, &again, &done), OK);
	who.id = done.id;
	assert_int_equal(appointment_cancel(c->db, c->a, (struct instant){ cancel - 59 }, &who, true, S("x"), &version), OK);
}

static void all_limits(void **state, const char *zone, struct day day)
{
	struct limits l = limits_make(BOTH_STATE(state), zone, day);

	window_is_exact(&l);
	the_confirmation_checks_again(&l);
	giving_up_and_moving_are_exact(&l);
	assert_int_equal(db_commit(l.t.c.db), OK);
}

/* Morocco left UTC+1 in the night before: 25 hours lie between 09:00 and 09:00. */
static void limits_hold_where_morocco_left_its_summer_time(void **state)
{
	all_limits(state, "Africa/Casablanca", day_of(2026, 9, 20));
}

static void limits_hold_on_an_ordinary_day(void **state)
{
	all_limits(state, "Africa/Casablanca", day_of(2026, 11, 18));
}

static void limits_hold_where_paris_puts_its_clocks_back(void **state)
{
	all_limits(state, "Europe/Paris", day_of(2026, 10, 25));
}

static void limits_hold_where_paris_puts_its_clocks_forward(void **state)
{
	all_limits(state, "Europe/Paris", day_of(2027, 3, 28));
}

static void moves_are_counted_for_citizens_alone(void **state)
{
	struct limits l = limits_make(BOTH_STATE(state), "Africa/Casablanca", day_of(2026, 11, 18));
	struct country *c = &l.t.c;
	struct instant now = { l.start.v - 5 * 24 * HOUR };
	struct book_ask ask = ask_of(&l, l.t.amina, true);
	struct move_ask to = { .schedule = l.schedule, .day = l.day, .start_min = NINE + 30 };
	struct booked b;
	struct service s;
	int64_t version;

	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	s.moves_max = 1;
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &s.id), OK);
	assert_int_equal(appointment_book(c->db, c->a, now, &ask, &b), OK);
	struct change_ask who = { .id = b.id, .version = -1, .channel = CH_ONLINE, .citizen = true, .silent = true };
	struct change_ask desk = { .id = b.id, .version = -1, .channel = CH_DESK, .role = S("desk"), .silent = true };

	assert_int_equal(appointment_move(c->db, c->a, now, &desk, &to, &version), OK);
	to.start_min = NINE;
	assert_int_equal(appointment_move(c->db, c->a, now, &who, &to, &version), OK);
	to.start_min = NINE + 60;
	assert_int_equal(appointment_move(c->db, c->a, now, &who, &to, &version), E_DENIED);
	assert_int_equal(appointment_move(c->db, c->a, now, &desk, &to, &version), OK);
	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	s.no_cancel = true;
	s.moves_max = 0;
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &s.id), OK);
	assert_int_equal(appointment_cancel(c->db, c->a, now, &who, true, S("x"), &version), E_DENIED);
	to.start_min = NINE;
	assert_int_equal(appointment_move(c->db, c->a, now, &who, &to, &version), OK);
	assert_int_equal(appointment_cancel(c->db, c->a, now, &desk, true, S("x"), &version), OK);
	assert_int_equal(db_commit(c->db), OK);
}

static void ways_of_booking_are_kept_to(void **state)
{
	struct limits l = limits_make(BOTH_STATE(state), "Africa/Casablanca", day_of(2026, 11, 18));
	struct country *c = &l.t.c;
	struct instant now = { l.start.v - 5 * 24 * HOUR };
	struct book_ask ask = ask_of(&l, l.t.amina, false);
	struct booked b;
	struct service s;

	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	s.no_desk = true;
	s.accept = names_make(S("Lisez"), S("اقرؤوا"), S("Read"));
	assert_int_equal(service_put(c->db, c->a, c->now, &s, &s.id), OK);
	assert_int_equal(appointment_book(c->db, c->a, now, &ask, &b), E_NOTFOUND);
	ask.channel = CH_PHONE;
	assert_int_equal(appointment_book(c->db, c->a, now, &ask, &b), E_NOTFOUND);
	ask.channel = CH_HEALTH_CENTRE;
	assert_int_equal(appointment_book(c->db, c->a, now, &ask, &b), OK);
	ask = ask_of(&l, l.t.omar, true);
	ask.start_min = NINE + 30;
	assert_int_equal(appointment_book(c->db, c->a, now, &ask, &b), E_INPUT);
	ask.accepted = true;
	assert_int_equal(appointment_book(c->db, c->a, now, &ask, &b), OK);
	assert_int_equal(service_get(c->db, c->a, c->service, &s), OK);
	assert_true(s.booked);
	assert_int_equal(db_commit(c->db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(limits_hold_where_morocco_left_its_summer_time),
		BOTH(limits_hold_on_an_ordinary_day),
		BOTH(limits_hold_where_paris_puts_its_clocks_back),
		BOTH(limits_hold_where_paris_puts_its_clocks_forward),
		BOTH(moves_are_counted_for_citizens_alone),
		BOTH(ways_of_booking_are_kept_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
