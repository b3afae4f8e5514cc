/* The waiting list and its engine on both engines: order, one offer for one time, answers, and none. */
#include "list.h"

#include <sys/wait.h>

#include "areas/organizations/organizations.h"
#include "areas/schedules/rules/window.h"

static const char one[] = "+212600000001", two[] = "+212600000002", three[] = "+212600000003";

/* The town's Wednesday, of six starts, is full; so are all others, for nothing else is open. */
static struct town full_town(struct both *b, struct booked *taken)
{
	struct town t = town_make(b);

	t.c.now.v += 3 * 3600;		/* ten in the morning: no quiet hours */
	fill_day(&t, taken, 6);
	return t;
}

static void setting(struct town *t, const char *name, int64_t value)
{
	assert_int_equal(organization_setting_put(t->c.db, t->c.a, t->c.hospital, str_of(name), value), OK);
}

/* What else is open on other days is not for those who ask for this day. */
static struct waiting_entry_id waits_for_the_day(struct town *t, const char *phone)
{
	struct waiting_ask ask = wish(t, phone, phone);

	t->c.now.v += 60;
	ask.from = ask.to = t->day;
	return asks(t, &ask).id;
}

static void the_list_keeps_the_order_of_the_requests_and_a_person_once(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct waiting_ask a = wish(&t, "A", one), b = wish(&t, "B", two), other = wish(&t, "A", one);
	struct waiting_added first, again;

	assert_int_equal(db_begin(t.c.db), OK);
	first = asks(&t, &a);
	t.c.now.v += 10;
	assert_int_equal(asks(&t, &b).rank, 2);
	again = asks(&t, &a);
	assert_true(again.again);
	assert_int_equal(again.id.v, first.id.v);
	assert_int_equal(again.rank, 1);
	other.birth_day = day_of(2010, 1, 1);		/* a daughter with the same phone */
	assert_int_equal(asks(&t, &other).rank, 3);
	assert_int_equal(acts(&t, "enlist"), 3);
	for (int i = 2; i < WAITING_PER_PHONE; i++) {		/* what one phone may ask for */
		other.birth_day.n += 1;
		asks(&t, &other);
	}
	other.birth_day.n += 1;
	assert_int_equal(waiting_add(t.c.db, t.c.a, t.c.now, &other, &again), E_LIMIT);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_class_stands_before_all_others_and_is_given_by_those_who_may(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct waiting_ask a = wish(&t, "A", one), b = wish(&t, "B", two);
	struct waiting_added got;

	assert_int_equal(db_begin(t.c.db), OK);
	asks(&t, &a);
	b.class = S("urgent");
	assert_int_equal(waiting_add(t.c.db, t.c.a, t.c.now, &b, &got), E_DENIED);
	b.role = S("health_centre");
	assert_int_equal(waiting_add(t.c.db, t.c.a, t.c.now, &b, &got), E_DENIED);
	b.role = S("desk");
	b.account = 5;
	b.reason = S("lettre du docteur");
	t.c.now.v += 100;
	assert_int_equal(asks(&t, &b).rank, 1);
	b.class = S("no such");
	b.phone = S("+212600000009");
	assert_int_equal(waiting_add(t.c.db, t.c.a, t.c.now, &b, &got), E_NOTFOUND);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* What the last act of a kind says in the public log, from `"chain":` or another member on. */
static struct str said_in_log(struct town *t, const char *act, const char *member)
{
	struct str entry = STR_NONE;
	struct act_rows rows;

	assert_int_equal(act_read(t->c.db, t->c.a, 0, 100000, &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(rows.v[i].act, str_of(act)))
			entry = rows.v[i].entry;
	ptrdiff_t at = str_find(entry, arena_fmt(t->c.a, "\"%s\":", member));

	assert_true(at >= 0);
	struct str rest = str_sub(entry, (size_t)at, entry.n);

	return str_cut(&rest, ',');
}

static void a_request_and_the_appointment_it_becomes_are_one_chain_of_the_log(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id a = waits_for_the_day(&t, one);
	struct waiting_accepted got;

	cancels(&t, taken[2].id);
	engine(&t);
	assert_int_equal(says_yes(&t, a, &got), OK);
	for (const char *const *m = (const char *const[]){ "chain", "holder", NULL }; *m; m++) {
		assert_true(str_eq(said_in_log(&t, "book", *m), said_in_log(&t, "enlist", *m)));
		assert_true(str_eq(said_in_log(&t, "book", *m), said_in_log(&t, "accept", *m)));
	}
	/* what was kept for the list ends in its own chain, and nobody gave it back */
	assert_true(str_eq(said_in_log(&t, "release", "reason"), S("\"reason\":\"accepted\"")));
	assert_true(str_eq(said_in_log(&t, "release", "chain"), said_in_log(&t, "hold", "chain")));
	assert_false(str_eq(said_in_log(&t, "book", "chain"), said_in_log(&t, "hold", "chain")));
}

static void a_freed_time_is_kept_in_the_transaction_that_frees_it_and_offered_to_the_first(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id a = waits_for_the_day(&t, one), b = waits_for_the_day(&t, two);
	struct waiting_accepted got;
	struct hold h;

	cancels(&t, taken[2].id);
	assert_int_equal(summary(&t), 0);
	assert_int_equal(free_starts(&t), 0);
	assert_int_equal(try_hold(&t, 600, "visitor", &h), E_CONFLICT);		/* nobody is faster */
	engine(&t);
	assert_true(is(&t, a, "offered"));
	assert_true(is(&t, b, "waiting"));
	assert_int_equal(texts_to(&t, one), 1);
	assert_int_equal(try_hold(&t, 600, "visitor", &h), E_CONFLICT);
	engine(&t);		/* again: nothing is done twice */
	assert_int_equal(acts(&t, "offer"), 1);
	assert_int_equal(says_yes(&t, a, &got), OK);
	assert_true(is(&t, a, "served"));
	assert_int_equal(seen(&t, got.appointment).start_min, 600);
	assert_true(str_eq(seen(&t, got.appointment).phone, S("+212600000001")));
	assert_int_equal(seen(&t, got.appointment).channel, CH_SMS);
	assert_int_equal(acts(&t, "accept"), 1);
	assert_int_equal(summary(&t), 0);
	engine(&t);
	assert_true(is(&t, b, "waiting"));
}

static void without_an_answer_or_with_a_no_the_next_is_asked_and_in_the_end_everybody(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id a = waits_for_the_day(&t, one), b = waits_for_the_day(&t, two), c = waits_for_the_day(&t, three);
	struct waiting_accepted got;
	struct waiting_answer late;

	cancels(&t, taken[0].id);
	engine(&t);
	says_no(&t, a);
	assert_true(is(&t, a, "waiting"));
	engine(&t);
	assert_true(is(&t, a, "waiting"));	/* not the same time again */
	assert_true(is(&t, b, "offered"));
	late = by_phone(&t, b);
	t.c.now = offer_of(&t, b).answer_by;
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(waiting_accept(t.c.db, t.c.a, t.c.now, &late, &got), E_CONFLICT);
	db_rollback(t.c.db);
	engine(&t);
	assert_true(is(&t, b, "waiting"));
	assert_true(is(&t, c, "offered"));
	assert_int_equal(free_starts(&t), 0);
	says_no(&t, c);
	engine(&t);
	assert_int_equal(free_starts(&t), 1);
	assert_int_equal(summary(&t), 1);
	assert_int_equal(acts(&t, "expire"), 3);
	assert_int_equal(acts(&t, "offer"), 3);
}

static void who_has_a_later_appointment_gives_it_up_and_the_list_goes_on_with_it(void **state)
{
	struct booked taken[6], later;
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_ask ask = wish(&t, "Amina Alaoui", "+212612345678"), next = wish(&t, "B", two);
	struct day wednesday = t.day;
	struct waiting_entry_id a, b;
	struct waiting_accepted got;

	t.day.n += 7;
	assert_int_equal(db_begin(t.c.db), OK);
	later = booked(&t, 540, t.amina);
	assert_int_equal(db_commit(t.c.db), OK);
	ask.appointment = later.id;
	ask.patient = t.amina;
	ask.service = t.c.service;
	ask.practitioner = t.c.doctor;
	ask.other = false;
	ask.to = (struct day){ t.day.n - 1 };
	ask.from = wednesday;
	a = asks(&t, &ask).id;
	next.from = next.to = t.day;
	next.parts = WISH_AFTERNOON;			/* nothing of that day, but what is freed below */
	next.parts = WISH_MORNING;
	cancels(&t, taken[5].id);
	engine(&t);
	assert_true(is(&t, a, "offered"));
	b = asks(&t, &next).id;
	(void)b;
	assert_int_equal(says_yes(&t, a, &got), OK);
	assert_true(got.moved);
	assert_int_equal(got.appointment.v, later.id.v);
	assert_int_equal(seen(&t, later.id).day.n, wednesday.n);
	assert_int_equal(seen(&t, later.id).start_min, 690);
	engine(&t);
	assert_true(is(&t, b, "offered"));
	assert_int_equal(offer_of(&t, b).day.n, t.day.n);
}

static void an_agenda_that_is_away_gives_nothing(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct absence x = { .schedule = t.schedule, .from = { t.day, 0 }, .to = { { t.day.n + 1 }, 0 }, .reason = S("x") };
	struct waiting_entry_id a = waits_for_the_day(&t, one);
	struct absence_id id;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(absence_put(t.c.db, t.c.a, t.c.now, &x, S("desk"), &id), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	cancels(&t, taken[1].id);
	engine(&t);
	assert_true(is(&t, a, "waiting"));
	assert_int_equal(acts(&t, "offer"), 0);
}

/* Who waits has shown no letter. */
static void a_type_that_asks_for_a_referral_is_offered_to_nobody(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id a = waits_for_the_day(&t, one);
	struct service s;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(service_get(t.c.db, t.c.a, t.c.service, &s), OK);
	s.referral_required = true;
	assert_int_equal(service_put(t.c.db, t.c.a, t.c.now, &s, &s.id), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	cancels(&t, taken[1].id);
	engine(&t);
	assert_true(is(&t, a, "waiting"));
	assert_int_equal(acts(&t, "offer"), 0);
	assert_int_equal(texts_to(&t, one), 0);
}

/* The text of an offer of the type, once it is of that kind. */
static struct str offered_as(void **state, const char *kind)
{
	struct booked taken[6];
	struct town t = town_make(BOTH_STATE(state));
	struct service s;
	struct str *v;
	size_t n;

	t.c.now.v += 3 * 3600;
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(service_get(t.c.db, t.c.a, t.c.service, &s), OK);
	s.place_kind = str_of(kind);
	assert_int_equal(service_put(t.c.db, t.c.a, t.c.now, &s, &s.id), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	fill_day(&t, taken, 6);
	waits_for_the_day(&t, one);
	cancels(&t, taken[1].id);
	engine(&t);
	assert_int_equal(message_texts(t.c.db, t.c.a, S("+212600000001"), &v, &n), OK);
	assert_int_equal(n, 1);
	return v[0];
}

static void an_offer_says_where_to_come(void **state)
{
	assert_true(str_find(offered_as(state, "on_site"), S("FES")) >= 0);
}

/* Who is called, or sees the doctor on a screen, would go to a place that is named. */
static void an_offer_of_a_call_names_no_place(void **state)
{
	struct str s = offered_as(state, "phone");

	assert_true(str_find(s, S("par t\xc3\xa9l\xc3\xa9phone")) >= 0);
	assert_true(str_find(s, S("FES")) < 0);
}

static void an_offer_of_a_visit_by_video_names_no_place(void **state)
{
	struct str s = offered_as(state, "video");

	assert_true(str_find(s, S("par vid\xc3\xa9o")) >= 0);
	assert_true(str_find(s, S("FES")) < 0);
}

static void after_the_last_offer_the_request_ends_and_the_person_is_told(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id a = waits_for_the_day(&t, one);

	assert_int_equal(db_begin(t.c.db), OK);
	setting(&t, SETTING_WAITING_MESSAGES, 2);
	setting(&t, SETTING_WAITING_DAILY, 0);
	assert_int_equal(db_commit(t.c.db), OK);
	cancels(&t, taken[0].id);
	engine(&t);
	says_no(&t, a);
	cancels(&t, taken[1].id);
	engine(&t);
	assert_int_equal(offer_of(&t, a).start_min, 570);
	says_no(&t, a);
	assert_true(is(&t, a, "left"));
	assert_true(str_eq(entry(&t, a).left_why, S("unanswered")));
	assert_int_equal(texts_to(&t, one), 3);
	assert_true(outbox_may_wait(t.c.db, t.c.a, t.c.now, "waiting-ended"));
	assert_int_equal(acts(&t, "delist"), 1);
}

static void one_message_a_day_and_none_at_night(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id a = waits_for_the_day(&t, one);

	cancels(&t, taken[0].id);
	engine(&t);
	says_no(&t, a);
	cancels(&t, taken[1].id);
	engine(&t);
	assert_true(is(&t, a, "waiting"));		/* asked once today: it is free for everybody */
	assert_int_equal(free_starts(&t), 2);
	t.c.now.v += 14 * 3600;			/* one in the morning */
	cancels(&t, taken[2].id);
	engine(&t);
	assert_true(is(&t, a, "waiting"));
	assert_int_equal(free_starts(&t), 2);		/* kept until the morning */
	t.c.now.v += 8 * 3600;
	engine(&t);
	assert_true(is(&t, a, "offered"));
}

static void leaving_with_an_offer_open_gives_it_to_the_next(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id a = waits_for_the_day(&t, one), b = waits_for_the_day(&t, two);

	cancels(&t, taken[0].id);
	engine(&t);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(waiting_leave(t.c.db, t.c.a, t.c.now, a, WHY_ASKED, "online", S("public")), OK);
	assert_int_equal(waiting_leave(t.c.db, t.c.a, t.c.now, a, WHY_ASKED, "online", S("public")), E_CONFLICT);
	assert_int_equal(db_commit(t.c.db), OK);
	engine(&t);
	assert_true(is(&t, b, "offered"));
}

static void new_hours_go_to_the_list_and_a_share_of_nothing_leaves_them_alone(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct waiting_ask ask = wish(&t, "A", one);
	struct waiting_entry_id a;

	t.c.now.v += 3 * 3600;
	ask.from = ask.to = (struct day){ t.day.n + 1 };		/* a Thursday: nothing is open */
	assert_int_equal(db_begin(t.c.db), OK);
	a = asks(&t, &ask).id;
	setting(&t, SETTING_WAITING_SHARE, 0);
	assert_int_equal(db_commit(t.c.db), OK);
	engine(&t);
	assert_int_equal(db_begin(t.c.db), OK);
	country_open(&t.c, t.schedule, "FREQ=WEEKLY;BYDAY=TH", 540, 600);
	assert_int_equal(db_commit(t.c.db), OK);
	engine(&t);
	assert_true(is(&t, a, "waiting"));
	assert_int_equal(db_begin(t.c.db), OK);
	setting(&t, SETTING_WAITING_SHARE, 100);
	assert_int_equal(db_commit(t.c.db), OK);
	engine(&t);
	assert_true(is(&t, a, "offered"));
	assert_int_equal(offer_of(&t, a).start_min, 540);
}

static size_t citizens_starts(struct town *t)
{
	struct slot_ask ask = country_ask(&t->c, t->day, 1);
	struct slot_times s;

	ask.citizen = true;
	assert_int_equal(slot_list(t->c.db, t->c.a, t->c.now, &ask, &s), OK);
	return s.n;
}

/* The horizon moves on with every minute; the list is asked a day before the public, spread or not. */
static void a_time_becomes_bookable_when_the_horizon_reaches_it_and_spread_a_little_later(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct hold h;
	struct service s;
	const struct zone *z;
	int32_t late;

	assert_int_equal(service_get(t.c.db, t.c.a, t.c.service, &s), OK);
	assert_int_equal(zone_get(S("Africa/Casablanca"), &z), OK);
	t.day.n += 91;		/* beyond the ninety days: a Wednesday again */
	struct instant start = zone_instant(z, (struct local){ t.day, 540 });

	assert_int_equal(db_begin(t.c.db), OK);
	t.c.now.v = start.v - (int64_t)s.horizon_min * 60 - 60;
	assert_int_equal(try_hold(&t, 540, "a", &h), E_CONFLICT);
	assert_int_equal(citizens_starts(&t), 0);
	t.c.now.v += 60;
	assert_int_equal(citizens_starts(&t), 1);		/* 09:00 alone, not the whole day */
	assert_int_equal(try_hold(&t, 570, "a", &h), E_CONFLICT);
	assert_int_equal(service_spread(t.c.db, t.c.a, t.c.service, t.c.hospital, 1440), E_NOTFOUND);
	assert_int_equal(service_spread(t.c.db, t.c.a, t.c.service, t.c.ministry, 1440), OK);
	late = window_late(t.schedule.v, (struct local){ t.day, 540 }, 1440);
	t.c.now.v += (int64_t)late * 60 - 60;
	assert_int_equal(try_hold(&t, 540, "a", &h), late ? E_CONFLICT : OK);
	t.c.now.v += 60;
	assert_int_equal(try_hold(&t, 540, "a", &h), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_request_ends_when_its_last_day_has_passed(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id a = waits_for_the_day(&t, one);

	t.c.now.v += 4 * 86400;
	engine(&t);
	assert_true(str_eq(entry(&t, a).left_why, S("over")));
}

static void wait_for_later(struct town *t, int from, int to)
{
	struct waiting_ask far = wish(t, "Later Only", "");
	struct arena *kept = t->c.a;
	char phone[32];

	assert_int_equal(db_begin(t->c.db), OK);
	for (int i = from; i < to; i++) {
		snprintf(phone, sizeof(phone), "+2126%08d", 50000000 + i);
		far.phone = str_of(phone);
		far.from.n = t->day.n + 14 + i % 60;
		t->c.a = arena_new((size_t)1 << 20);
		t->c.now.v++;
		asks(t, &far);
		arena_free(t->c.a);
	}
	t->c.a = kept;
	assert_int_equal(db_commit(t->c.db), OK);
}

/* How many statements it takes to find her who stands behind all. */
static uint64_t statements_to_find(struct town *t, const char *phone, struct appointment_id freed)
{
	struct waiting_entry_id id = waits_for_the_day(t, phone);
	uint64_t before;

	engine(t);
	cancels(t, freed);
	before = db_statements(t->c.db);
	engine(t);
	assert_true(is(t, id, "offered"));
	return db_statements(t->c.db) - before;
}

static void an_offer_leaves_in_the_houses_hours_of_messages(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	struct waiting_entry_id id = waits_for_the_day(&t, one);

	setting(&t, SETTING_MESSAGES_FROM, 11 * 60);		/* an hour from now */
	cancels(&t, taken[2].id);
	engine(&t);
	assert_true(is(&t, id, "waiting"));
	t.c.now.v += 3600;
	engine(&t);
	assert_true(is(&t, id, "offered"));
}

/* More than one look could hold; those who want something else are not read at all. */
static void who_fits_is_found_behind_thousands_who_do_not(void **state)
{
	struct booked taken[6];
	struct town t = full_town(BOTH_STATE(state), taken);
	uint64_t few;

	wait_for_later(&t, 0, 60);
	few = statements_to_find(&t, one, taken[2].id);
	wait_for_later(&t, 60, BOTH_STATE(state)->engine == DB_SQLITE ? 2200 : 400);
	assert_true(statements_to_find(&t, two, taken[3].id) <= few);
}

/* ---- several job processes ---- */

static void in_a_child(struct both *b, struct town *t)
{
	struct arena *a = arena_new((size_t)64 << 20);
	struct db *db;

	if (!a || db_open(b->place, DB_WRITE, &db) != OK)
		_exit(2);
	for (int i = 0; i < 3; i++)
		if (waiting_run(db, a, t->c.now) != OK)
			_exit(1);
	db_close(db);
	_exit(0);
}

static void several_processes_never_offer_a_time_twice_nor_two_to_one(void **state)
{
	struct booked taken[6];
	struct both *b = BOTH_STATE(state);
	struct town t = full_town(b, taken);
	struct waiting_entry_id id[8];
	char phone[8][32];
	size_t offered = 0;
	pid_t pid[4];

	for (int i = 0; i < 8; i++) {
		snprintf(phone[i], sizeof(phone[i]), "+21260000010%d", i);
		id[i] = waits_for_the_day(&t, phone[i]);
	}
	for (int i = 0; i < 4; i++)
		cancels(&t, taken[i].id);
	db_close(t.c.db);
	for (int i = 0; i < 4; i++) {
		pid[i] = fork();
		assert_true(pid[i] >= 0);
		if (!pid[i])
			in_a_child(b, &t);
	}
	for (int i = 0; i < 4; i++) {
		int status;

		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
	}
	assert_int_equal(db_open(b->place, DB_WRITE, &b->db), OK);
	t.c.db = b->db;
	for (int i = 0; i < 8; i++) {
		offered += is(&t, id[i], "offered");
		assert_int_equal(is(&t, id[i], "offered"), i < 4);	/* the first four, nobody jumped */
	}
	assert_int_equal(offered, 4);
	assert_int_equal(acts(&t, "offer"), 4);
	assert_int_equal(free_starts(&t), 0);
	for (int i = 0; i < 4; i++)
		for (int k = 0; k < i; k++)
			assert_int_not_equal(offer_of(&t, id[i]).start_min, offer_of(&t, id[k]).start_min);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_list_keeps_the_order_of_the_requests_and_a_person_once),
		BOTH(a_class_stands_before_all_others_and_is_given_by_those_who_may),
		BOTH(a_request_and_the_appointment_it_becomes_are_one_chain_of_the_log),
		BOTH(a_freed_time_is_kept_in_the_transaction_that_frees_it_and_offered_to_the_first),
		BOTH(without_an_answer_or_with_a_no_the_next_is_asked_and_in_the_end_everybody),
		BOTH(who_has_a_later_appointment_gives_it_up_and_the_list_goes_on_with_it),
		BOTH(an_agenda_that_is_away_gives_nothing),
		BOTH(a_type_that_asks_for_a_referral_is_offered_to_nobody),
		BOTH(an_offer_says_where_to_come),
		BOTH(an_offer_of_a_call_names_no_place),
		BOTH(an_offer_of_a_visit_by_video_names_no_place),
		BOTH(after_the_last_offer_the_request_ends_and_the_person_is_told),
		BOTH(one_message_a_day_and_none_at_night),
		BOTH(leaving_with_an_offer_open_gives_it_to_the_next),
		BOTH(new_hours_go_to_the_list_and_a_share_of_nothing_leaves_them_alone),
		BOTH(a_time_becomes_bookable_when_the_horizon_reaches_it_and_spread_a_little_later),
		BOTH(a_request_ends_when_its_last_day_has_passed),
		BOTH(an_offer_leaves_in_the_houses_hours_of_messages),
		BOTH(who_fits_is_found_behind_thousands_who_do_not),
		BOTH(several_processes_never_offer_a_time_twice_nor_two_to_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
