/* Ways around a draw or around the list by a draw, and draws that would stop others, on both engines. */
#include "areas/draws/test/announced.h"

#include "areas/organizations/organizations.h"
#include "areas/waiting/waiting.h"
#include "db/engine.h"
#include "organizations_q.h"

/* Somebody waits for a time of that kind. */
static void waits(struct town *t, const char *phone)
{
	struct waiting_ask ask = waiting_ask_any();
	struct waiting_added added;
	struct service s;

	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(service_get(t->c.db, t->c.a, t->c.service, &s), OK);
	ask.organization = t->c.hospital.v;
	ask.specialty = s.specialty;
	ask.area = S("FES");
	ask.name.s = S("Who Waits");
	ask.birth_day = day_of(1970, 1, 2);
	ask.sex = S("female");
	ask.phone = str_of(phone);
	ask.lang = S("fr");
	ask.channel = CH_ONLINE;
	assert_int_equal(waiting_add(t->c.db, t->c.a, t->c.now, &ask, &added), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static void times_that_come_back_are_the_waiting_lists_before_anybody_can_take_them(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct hold h;

	waits(&t, "+212611111111");
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_cancel(t.c.db, t.c.a, t.c.now, id, S("director")), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	t.c.now = next_eight(&t, id);
	runs(&t);
	assert_int_equal(acts(&t, "release"), TIMES);
	assert_true(free_starts(&t) < TIMES);
	assert_int_equal(acts(&t, "hold") - TIMES, TIMES - (int64_t)free_starts(&t));
	for (int32_t min = 540; min < 540 + 30 * TIMES; min += 30)
		if (try_hold(&t, min, "visitor", &h) == OK)
			return;
	assert_int_equal(free_starts(&t), 0);
}

static void a_house_has_so_many_draws_open_and_no_more(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_announced other;
	struct draw_id last = { 0 };

	assert_int_equal(organization_setting_put(t.c.db, t.c.a, t.c.ministry, S(SETTING_DRAW_SHARE), 100), OK);
	for (int k = 0; k < DRAWS_OPEN; k++) {
		ask.from.n = ask.to.n = t.day.n + (k / 2) * 7 + (k % 2) * 5;
		last = announced(&t, &ask);
	}
	ask.from.n = ask.to.n = t.day.n + 42;
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &ask, &other), E_LIMIT);
	assert_int_equal(draw_cancel(t.c.db, t.c.a, t.c.now, last, S("director")), OK);
	assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &ask, &other), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_number_from_outside_comes_after_the_window_and_is_picked_by_nobody(void **state)
{
	static const char *const bad[] = { "drand 4711", "drand-quicknet:4711", "loto-ma:2026-11-04", "loto-ma:2026-11-11" };
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_announced made;

	assert_int_equal(db_begin(t.c.db), OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ask.beacon = str_of(bad[i]);
		assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &ask, &made), E_INPUT);
	}
	ask.beacon = draw_drand(t.c.a, (struct instant){ ask.closes.v + 3 });	/* the round after */
	assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &ask, &made), E_INPUT);
	ask.beacon = S("loto-ma:2026-11-05");		/* the window ends on the 4th, the first time is on the 11th */
	assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &ask, &made), OK);
	db_rollback(t.c.db);
}

/* Long windows, and visits months after it: what the draw is made of is kept until it is made, and long after. `late`: from the end of the window to the
 * first of the times, and to what is kept no longer. */
static void wishes_are_kept_while_their_draw_may_need_them(void **state)
{
	static const struct { const char *state; int first, late; bool gone; } given[] = { { "closed", 300, 400, false }, { "drawn", 300, 400, false },
		{ "open", 300, 400, false }, { "done", 300, 299, false }, { "done", 300, 301, true }, { "ended", 300, 1, true }, { "ended", 300, 0, false } };
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	int64_t n;

	t.c.now = ask.opens;
	takes_part(&t, id, 1, "1");
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
		const char *sql = arena_cstr(t.c.a, arena_fmt(t.c.a, "UPDATE draw SET state = '%s', first_at = closes_at + 86400 * %d", given[i].state,
			given[i].first));

		assert_int_equal(db_begin(t.c.db), OK);
		assert_int_equal(db_exec(t.c.db, sql), OK);
		assert_int_equal(draw_wish_sweep(t.c.db, t.c.a, (struct instant){ ask.closes.v + given[i].late * 86400LL }, &n), OK);
		assert_int_equal(n, given[i].gone);
		db_rollback(t.c.db);
	}
}

/* ---- many ---- */

/* n copies of a draw, an hour older each, in the state that is named; `beacon` what they wait for, `seed` theirs if it is not empty. */
static void copies(struct town *t, struct draw_id of, int n, const char *state, const char *beacon, const char *seed)
{
	for (int k = 1; k <= n; k++)
		assert_int_equal(db_exec(t->c.db, arena_cstr(t->c.a, arena_fmt(t->c.a,
			"INSERT INTO draw (id, organization_id, schedule_id, service_id, state, why, announced_at, opens_at, closes_at, first_at, zone, times,"
			" classes, beacon, beacon_value, salt, seed, root, wishes, version, size)"
			" SELECT %d, organization_id, schedule_id, service_id, '%s', '', announced_at, opens_at, closes_at - %d, first_at, zone, times,"
			" classes, '%s', '', salt, CASE WHEN '%s' = '' THEN seed ELSE '%s' END, '', 0, 1, NULL FROM draw WHERE id = %lld",
			k, state, 3600 * k, beacon, seed, seed, (long long)of.v))), OK);
}

static void draws_that_wait_for_their_beacon_or_fail_stop_no_other(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);

	t.c.now = ask.opens;
	takes_part(&t, id, 1, "1");
	t.c.now = ask.closes;
	copies(&t, id, 25, "closed", "drand", "");
	runs(&t);
	assert_true(is(&t, id, "closed"));
	seals(b, &t);
	runs(&t);
	assert_true(is(&t, id, "done"));
	assert_true(is(&t, (struct draw_id){ 1 }, "closed"));
}

static void a_draw_that_always_fails_is_told_and_stops_no_other(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);

	t.c.now = ask.opens;
	takes_part(&t, id, 1, "1");
	t.c.now = ask.closes;
	copies(&t, id, 25, "drawn", "", "no seed");
	assert_int_not_equal(draws_run(t.c.db, t.c.a, t.c.now), OK);
	assert_true(is(&t, id, "closed"));
	seals(b, &t);
	assert_int_not_equal(draws_run(t.c.db, t.c.a, t.c.now), OK);
	assert_true(is(&t, id, "done"));
}

static void what_runs_is_shown_by_the_end_of_its_window(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draws_running_rows rows;
	struct draws_running_at_rows of;
	struct draws_past_rows past;

	copies(&t, id, 9, "open", "", "");
	assert_int_equal(draws_running(t.c.db, t.c.a, (struct instant){ 0 }, (struct draw_id){ 0 }, 3, &rows), OK);
	assert_int_equal(rows.n, 3);
	assert_int_equal(rows.v[0].id.v, 9);
	assert_int_equal(draws_running(t.c.db, t.c.a, rows.v[2].closes_at, rows.v[2].id, 3, &rows), OK);
	assert_int_equal(rows.v[0].id.v, 6);
	assert_int_equal(draws_running_at(t.c.db, t.c.a, t.c.hospital, (struct instant){ 0 }, (struct draw_id){ 0 }, 3, &of), OK);
	assert_int_equal(of.n, 3);
	assert_int_equal(draws_running_at(t.c.db, t.c.a, t.c.ministry, (struct instant){ 0 }, (struct draw_id){ 0 }, 3, &of), OK);
	assert_int_equal(of.n, 0);
	assert_int_equal(db_exec(t.c.db, "UPDATE draw SET state = 'ended' WHERE id < 10"), OK);
	assert_int_equal(draws_running(t.c.db, t.c.a, (struct instant){ 0 }, (struct draw_id){ 0 }, 3, &rows), OK);
	assert_int_equal(rows.n, 1);
	assert_int_equal(draws_past(t.c.db, t.c.a, t.c.now, ask.closes, (struct draw_id){ INT64_MAX }, 3, &past), OK);
	assert_int_equal(past.v[0].id.v, 1);
	assert_int_equal(draws_past(t.c.db, t.c.a, t.c.now, past.v[0].closes_at, past.v[0].id, 3, &past), OK);
	assert_int_equal(past.v[0].id.v, 2);
}

/* ---- who is one ---- */

static void one_person_has_one_lot_however_she_writes_her_name(void **state)
{
	static const struct { const char *name; int y, m, d; } same[] = { { "Fatimazahra Alaoui", 1980, 5, 1 }, { "Fatima Zahra Alaoui", 1980, 5, 2 },
		{ "F. Z. Alaoui", 1980, 5, 1 } };
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w = somebody(&t, id, 1, "1");
	struct draw_wished got, first;

	t.c.now = ask.opens;
	w.name.s = S("Fatima Zahra Alaoui");
	assert_int_equal(asks(&t, &w, &first), OK);
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		w.name.s = str_of(same[i].name);
		w.birth_day = day_of(same[i].y, same[i].m, same[i].d);
		assert_int_equal(asks(&t, &w, &got), E_LIMIT);
	}
	w.name.s = S("Youssef Alaoui");		/* her son */
	w.birth_day = day_of(2008, 11, 23);
	w.sex = S("male");
	assert_int_equal(asks(&t, &w, &got), OK);
	w = somebody(&t, id, 1, "1");		/* twins, whom the desk has seen */
	w.name.s = S("Amal Alaoui");
	w.channel = CH_DESK;
	w.role = S("desk");
	w.account = 5;
	assert_int_equal(asks(&t, &w, &got), OK);
}

static void who_took_back_does_not_come_again_beside_the_other_name(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w = somebody(&t, id, 1, "1"), other = w;
	struct draw_wished got;

	t.c.now = ask.opens;
	other.name.s = S("Another Name");
	assert_int_equal(asks(&t, &w, &got), OK);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_wish_again(t.c.db, t.c.a, t.c.now, got.id, &(struct draw_wishes){ .n = 0 }, false), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	assert_int_equal(asks(&t, &other, &got), OK);
	assert_int_equal(asks(&t, &w, &got), E_LIMIT);
}

static void an_erased_person_holds_no_time(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wished got;

	t.c.now = ask.opens;
	got = takes_part(&t, id, 1, "1");
	assert_int_equal(db_exec(t.c.db, "UPDATE draw_wish SET name = '', phone = '', birth_day = 0, sex = 'unknown', to_list = FALSE"), OK);
	t.c.now = ask.closes;
	runs(&t);
	seals(b, &t);
	runs(&t);
	assert_true(is(&t, id, "done"));
	assert_true(str_eq(wish(&t, got.id).state, S("told")));
	assert_int_equal(wish(&t, got.id).appointment.v, 0);
	assert_int_equal(free_starts(&t), TIMES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(times_that_come_back_are_the_waiting_lists_before_anybody_can_take_them),
		BOTH(a_house_has_so_many_draws_open_and_no_more),
		BOTH(a_number_from_outside_comes_after_the_window_and_is_picked_by_nobody),
		BOTH(wishes_are_kept_while_their_draw_may_need_them),
		BOTH(draws_that_wait_for_their_beacon_or_fail_stop_no_other),
		BOTH(a_draw_that_always_fails_is_told_and_stops_no_other),
		BOTH(what_runs_is_shown_by_the_end_of_its_window),
		BOTH(one_person_has_one_lot_however_she_writes_her_name),
		BOTH(who_took_back_does_not_come_again_beside_the_other_name),
		BOTH(an_erased_person_holds_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
