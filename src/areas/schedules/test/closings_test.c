/* Time off for several agendas, and who would lose a place by it. */
#include "areas/appointments/test/town.h"

#include "areas/schedules/closings.h"
#include "areas/schedules/rules/spans.h"
#include "ledger/act.h"
#include "schedules_q.h"

/* ---- rules ---- */

static void the_most_urgent_is_whom_nobody_reaches_in_time(void **state)
{
	static const struct { int64_t ahead; bool referred, first; enum urgency want; } rows[] = {
		{ 60, false, false, URGENT_NOW }, { 86399, true, true, URGENT_NOW },
		{ 86400, true, false, URGENT_REFERRED }, { 40 * 86400, true, true, URGENT_REFERRED },
		{ 86400, false, true, URGENT_SOON }, { 3 * 86400 - 1, false, false, URGENT_SOON },
		{ 3 * 86400, false, true, URGENT_FIRST }, { 3 * 86400, false, false, URGENT_NOT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(urgency_of(rows[i].ahead, rows[i].referred, rows[i].first), rows[i].want);
}

static void a_rule_gives_each_time_it_closes(void **state)
{
	struct day monday = day_of(2026, 11, 2);
	static const struct { const char *rule; int32_t days; enum err want; size_t n; } rows[] = {
		{ "", 0, OK, 1 }, { "FREQ=WEEKLY;BYDAY=MO", 28, OK, 5 }, { "FREQ=WEEKLY;BYDAY=MO;COUNT=2", 366, OK, 2 },
		{ "FREQ=MONTHLY;BYDAY=1MO", 60, OK, 2 }, { "FREQ=WEEKLY;BYDAY=TU", 0, E_NOTFOUND, 0 },
		{ "FREQ=WEEKLY;BYDAY=MO", 367, E_LIMIT, 0 }, { "FREQ=HOURLY", 7, E_INPUT, 0 },
	};
	struct range v[SPANS_MAX];
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct day until = { monday.n + rows[i].days };

		n = 0;
		assert_int_equal(spans_of(str_of(rows[i].rule), (struct local){ monday, 840 },
			(struct local){ monday, 1020 }, until, v, &n), rows[i].want);
		assert_int_equal(n, rows[i].n);
	}
	assert_int_equal(spans_of(S("FREQ=WEEKLY;BYDAY=MO"), (struct local){ monday, 840 },
		(struct local){ monday, 840 }, monday, v, &n), E_INPUT);
	assert_int_equal(spans_of(S("FREQ=WEEKLY;BYDAY=MO"), (struct local){ monday, 840 },
		(struct local){ monday, 900 }, DAY_NONE, v, &n), E_LIMIT);
	/* Days that touch are one time off. */
	assert_int_equal(spans_of(S("FREQ=DAILY"), (struct local){ monday, 0 },
		(struct local){ { monday.n + 1 }, 0 }, (struct day){ monday.n + 4 }, v, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].to - v[0].from, 5 * 1440);
}

/* ---- in the database ---- */

static size_t starts_on(struct country *c, struct schedule_id s, struct day day)
{
	struct slot_ask ask = country_ask(c, day, 1);
	struct slot_times t;

	ask.schedule = s;
	assert_int_equal(slot_list(c->db, c->a, c->now, &ask, &t), OK);
	return t.n;
}

static size_t acts_of(struct country *c, const char *what)
{
	struct act_rows acts;
	size_t n = 0;

	assert_int_equal(act_read(c->db, c->a, 0, 10000, &acts), OK);
	for (size_t i = 0; i < acts.n; i++)
		n += str_eq(acts.v[i].act, str_of(what));
	return n;
}

static struct schedules agendas_of(struct country *c, enum closing_scope scope, int64_t of,
	const char *specialty, int64_t lo, int64_t hi)
{
	struct closing x = { .organization = c->hospital, .scope = scope, .of = of,
		.specialty = str_of(specialty) };
	struct schedules s;

	assert_int_equal(closing_agendas(c->db, c->a, &x, lo, hi, &s), OK);
	return s;
}

static void an_absence_closes_all_agendas_of_its_scope_each_time_and_is_taken_back_as_a_whole(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct location_id annex;
	struct schedule_id second, team;
	struct organization_id other;
	struct closing x = { .organization = c.hospital, .scope = OF_PRACTITIONER, .of = c.doctor.v,
		.specialty = STR_NONE, .rule = S("FREQ=WEEKLY;BYDAY=MO"), .reason = S("Cours"),
		.from = { { c.monday.n + 7 }, 600 }, .to = { { c.monday.n + 7 }, 660 },
		.last_day = { c.monday.n + 21 } };
	struct closings list;

	assert_int_equal(db_begin(c.db), OK);
	annex = country_location(&c, c.hospital, "FES-2");
	other = country_organization(&c, c.ministry, 3000, 4000, 1, "establishment", "RABAT");
	second = country_schedule(&c, c.hospital, annex, c.doctor, true);
	team = country_schedule(&c, c.hospital, annex, (struct practitioner_id){ 0 }, false);
	country_schedule(&c, other, country_location(&c, other, "R-1"), c.doctor, true);
	country_open(&c, second, "FREQ=WEEKLY;BYDAY=MO", 540, 720);
	country_open(&c, team, "FREQ=WEEKLY;BYDAY=MO", 540, 720);

	assert_int_equal(agendas_of(&c, OF_PRACTITIONER, c.doctor.v, "", 0, INT64_MAX).n, 3);
	assert_int_equal(agendas_of(&c, OF_LOCATION, annex.v, "", 1000, 2000).n, 2);
	assert_int_equal(agendas_of(&c, OF_AGENDA, team.v, "", 1000, 2000).n, 1);
	assert_int_equal(agendas_of(&c, OF_SPECIALTY, 0, "cardiologie", 1000, 2000).n, 3);
	assert_int_equal(agendas_of(&c, OF_SPECIALTY, 0, "x", 1000, 2000).n, 0);
	assert_int_equal(agendas_of(&c, OF_ORGANIZATION, 0, "", 1000, 2000).n, 3);
	/* who administers one house closes nothing of another */
	struct schedules mine = agendas_of(&c, OF_PRACTITIONER, c.doctor.v, "", 1000, 2000);

	assert_int_equal(mine.n, 2);
	struct schedule_id ids[] = { mine.v[0].id, mine.v[1].id };
	size_t withdrawn = acts_of(&c, "withdraw"), published = acts_of(&c, "publish");

	assert_int_equal(closing_put(c.db, c.a, c.now, &x, (struct schedule_ids){ ids, 2 }, 1,
		S("administrator"), &x.id), OK);
	assert_int_equal(acts_of(&c, "withdraw"), withdrawn + 6);
	for (int week = 1; week <= 3; week++) {
		assert_int_equal(starts_on(&c, c.schedule, (struct day){ c.monday.n + 7 * week }), 4);
		assert_int_equal(starts_on(&c, second, (struct day){ c.monday.n + 7 * week }), 4);
		assert_int_equal(starts_on(&c, team, (struct day){ c.monday.n + 7 * week }), 6);
	}
	assert_int_equal(starts_on(&c, second, (struct day){ c.monday.n + 28 }), 6);
	assert_int_equal(closing_list(c.db, c.a, c.ministry, c.monday, &list), OK);
	assert_int_equal(list.n, 1);
	assert_int_equal(list.v[0].of, c.doctor.v);

	/* one of its times is given back alone, then the rest */
	struct absences off;

	assert_int_equal(absence_list(c.db, c.a, second, c.monday, &off), OK);
	assert_int_equal(off.n, 3);
	assert_int_equal(absence_remove(c.db, c.a, c.now, off.v[0].id, S("administrator")), OK);
	assert_int_equal(starts_on(&c, second, (struct day){ c.monday.n + 7 }), 6);
	assert_int_equal(closing_remove(c.db, c.a, c.now, x.id, S("administrator")), OK);
	assert_int_equal(closing_remove(c.db, c.a, c.now, x.id, S("administrator")), E_NOTFOUND);
	assert_int_equal(acts_of(&c, "publish"), published + 6);
	for (int week = 1; week <= 3; week++)
		assert_int_equal(starts_on(&c, c.schedule, (struct day){ c.monday.n + 7 * week }), 6);
	assert_int_equal(db_commit(c.db), OK);
}

static size_t times_off(struct country *c, struct schedule_id s)
{
	struct absences off;

	assert_int_equal(absence_list(c->db, c->a, s, (struct day){ 0 }, &off), OK);
	return off.n;
}

static void an_agenda_that_comes_later_is_closed_too_and_one_that_leaves_is_open_again(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct location_id annex;
	struct schedule_id later, team;
	struct schedule s;
	struct closing x = { .organization = c.ministry, .scope = OF_PRACTITIONER, .of = c.doctor.v,
		.specialty = STR_NONE, .rule = S(""), .reason = S("Congé"),
		.from = { { c.monday.n - 7 }, 0 }, .to = { { c.monday.n + 8 }, 0 } };
	struct closing house = x, room = x;
	struct closings list;

	assert_int_equal(db_begin(c.db), OK);
	annex = country_location(&c, c.hospital, "FES-2");
	house.scope = OF_ORGANIZATION;
	house.organization = c.hospital;
	house.rule = S("FREQ=WEEKLY;BYDAY=MO");
	house.to = (struct local){ { c.monday.n - 6 }, 0 };
	house.last_day = (struct day){ c.monday.n + 14 };
	room.scope = OF_LOCATION;
	room.organization = c.hospital;
	room.of = annex.v;
	assert_int_equal(closing_put(c.db, c.a, c.now, &x, (struct schedule_ids){ &c.schedule, 1 }, 1, S("r"), &x.id), OK);
	/* begun and not over: it is listed, so that it can be taken back */
	assert_int_equal(closing_list(c.db, c.a, c.ministry, c.monday, &list), OK);
	assert_int_equal(list.n, 1);
	assert_int_equal(closing_put(c.db, c.a, c.now, &house, (struct schedule_ids){ &c.schedule, 1 }, 1, S("r"), &house.id), OK);
	assert_int_equal(closing_put(c.db, c.a, c.now, &room, (struct schedule_ids){ &c.schedule, 1 }, 1, S("r"), &room.id), OK);

	later = country_schedule(&c, c.hospital, c.location, c.doctor, true);
	team = country_schedule(&c, c.hospital, c.location, (struct practitioner_id){ 0 }, false);
	country_open(&c, later, "FREQ=WEEKLY;BYDAY=MO", 540, 720);
	country_open(&c, team, "FREQ=WEEKLY;BYDAY=MO", 540, 720);
	assert_int_equal(times_off(&c, later), 4);	/* the doctor's, and the house's three Mondays from today on */
	assert_int_equal(times_off(&c, team), 3);
	assert_int_equal(starts_on(&c, later, (struct day){ c.monday.n + 7 }), 0);
	assert_int_equal(starts_on(&c, later, (struct day){ c.monday.n + 21 }), 6);

	/* to the closed room, and back */
	assert_int_equal(schedule_get(c.db, c.a, team, &s), OK);
	s.location = annex;
	assert_int_equal(schedule_put(c.db, c.a, c.now, &s, &team), OK);
	assert_int_equal(times_off(&c, team), 4);
	assert_int_equal(schedule_get(c.db, c.a, team, &s), OK);
	s.location = c.location;
	assert_int_equal(schedule_put(c.db, c.a, c.now, &s, &team), OK);
	assert_int_equal(times_off(&c, team), 3);
	assert_int_equal(closing_remove(c.db, c.a, c.now, house.id, S("r")), OK);
	assert_int_equal(times_off(&c, team), 0);
	assert_int_equal(starts_on(&c, team, (struct day){ c.monday.n + 7 }), 6);
	assert_int_equal(db_commit(c.db), OK);
}

static void an_agenda_made_later_in_another_house_is_closed_while_its_practitioner_is_away(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct organization_id other;
	struct location_id there;
	struct schedule_id later;
	struct schedule s;
	struct absences off;
	struct closing x = { .organization = c.hospital, .scope = OF_PRACTITIONER, .of = c.doctor.v,
		.specialty = STR_NONE, .rule = S(""), .reason = S("Maladie"),
		.from = { { c.monday.n + 7 }, 0 }, .to = { { c.monday.n + 8 }, 0 } };
	struct closing house = x;

	assert_int_equal(db_begin(c.db), OK);
	house.scope = OF_ORGANIZATION;
	house.of = 0;
	other = country_organization(&c, c.ministry, 3000, 4000, 1, "establishment", "RABAT");
	there = country_location(&c, other, "R-1");
	assert_int_equal(closing_put(c.db, c.a, c.now, &x, (struct schedule_ids){ &c.schedule, 1 }, 1, S("r"), &x.id), OK);
	assert_int_equal(closing_put(c.db, c.a, c.now, &house, (struct schedule_ids){ &c.schedule, 1 }, 1, S("r"), &house.id), OK);

	later = country_schedule(&c, other, there, c.doctor, true);
	assert_int_equal(absence_list(c.db, c.a, later, (struct day){ 0 }, &off), OK);
	assert_int_equal(off.n, 1);	/* his; not the other house's own */
	assert_int_equal(off.v[0].reason.n, 0);
	assert_int_equal(times_off(&c, country_schedule(&c, other, there, (struct practitioner_id){ 0 }, false)), 0);
	/* in the house that said it, once, and told why */
	s.id = country_schedule(&c, c.hospital, c.location, c.doctor, true);
	assert_int_equal(absence_list(c.db, c.a, s.id, (struct day){ 0 }, &off), OK);
	assert_int_equal(off.n, 2);
	assert_true(str_eq(off.v[0].reason, S("Maladie")));

	/* taken out of use it is let go, in use again closed again, and open when he is back */
	assert_int_equal(schedule_get(c.db, c.a, later, &s), OK);
	s.active = false;
	assert_int_equal(schedule_put(c.db, c.a, c.now, &s, &later), OK);
	assert_int_equal(times_off(&c, later), 0);
	assert_int_equal(schedule_get(c.db, c.a, later, &s), OK);
	s.active = true;
	assert_int_equal(schedule_put(c.db, c.a, c.now, &s, &later), OK);
	assert_int_equal(times_off(&c, later), 1);
	assert_int_equal(closing_remove(c.db, c.a, c.now, x.id, S("r")), OK);
	assert_int_equal(times_off(&c, later), 0);
	assert_int_equal(db_commit(c.db), OK);
}

static void what_closes_nothing_or_too_much_is_refused(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct closing x = { .organization = c.hospital, .scope = OF_ORGANIZATION, .specialty = STR_NONE,
		.rule = S("FREQ=DAILY;INTERVAL=2"), .reason = S(""), .from = { c.monday, 600 },
		.to = { c.monday, 660 }, .last_day = { c.monday.n + 366 } };
	struct schedule_id ids[30];

	for (size_t i = 0; i < 30; i++)
		ids[i] = c.schedule;
	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(closing_put(c.db, c.a, c.now, &x, (struct schedule_ids){ ids, 0 }, 1, S("r"), &x.id), E_INPUT);
	assert_int_equal(closing_put(c.db, c.a, c.now, &x, (struct schedule_ids){ ids, 30 }, 1, S("r"), &x.id), E_LIMIT);
	x.last_day = DAY_NONE;
	assert_int_equal(closing_put(c.db, c.a, c.now, &x, (struct schedule_ids){ ids, 1 }, 1, S("r"), &x.id), E_LIMIT);
	db_rollback(c.db);
}

static void who_would_lose_a_place_is_counted_and_named_in_few_statements(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct country *c = &t.c;
	int64_t day = (int64_t)t.day.n * 1440;
	struct range spans[] = { { day + 540, day + 600 }, { day + 7 * 1440, day + 8 * 1440 } };
	struct schedule_ids ids = { &t.schedule, 1 };
	struct scope elsewhere = { .lo = 5000, .hi = 6000 };
	struct strucks few, many;
	uint64_t before, for_few;

	assert_int_equal(db_begin(c->db), OK);
	booked(&t, 600, t.amina);		/* begins when the first span ends: keeps its place */
	booked(&t, 570, t.omar);
	before = db_statements(c->db);
	assert_int_equal(strikes_of_agendas(c->db, c->a, &everybody, c->now, ids, (struct spans){ spans, 2 }, &few), OK);
	for_few = db_statements(c->db) - before;
	assert_int_equal(few.all, 1);
	assert_int_equal(few.n, 1);
	assert_true(str_eq(few.v[0].who.s, S("Omar Idrissi")));
	assert_int_equal(few.v[0].urgency, URGENT_SOON);

	t.day.n += 7;
	for (int32_t min = 540; min < 720; min += 30)
		booked(&t, min, t.amina);
	before = db_statements(c->db);
	assert_int_equal(strikes_of_agendas(c->db, c->a, &everybody, c->now, ids, (struct spans){ spans, 2 }, &many), OK);
	assert_int_equal(db_statements(c->db) - before, for_few);
	assert_int_equal(many.all, 7);
	assert_int_equal(many.by[URGENT_SOON], 1);
	assert_int_equal(many.by[URGENT_NOT], 6);
	assert_int_equal(many.v[0].urgency, URGENT_SOON);
	for (size_t i = 2; i < many.n; i++)
		assert_true(many.v[i - 1].start_min < many.v[i].start_min);
	assert_int_equal(strikes_of_day(c->db, c->a, &everybody, c->now, 1000, 2000, t.day, &many), OK);
	assert_int_equal(many.all, 6);

	/* hours that go: the same people, from one of them on */
	struct plans none = { NULL, 0 };
	struct losts lost;

	assert_int_equal(plans_lose(c->db, c->a, c->now, t.schedule, &none, &lost), OK);
	assert_int_equal(lost.n, 8);
	assert_int_equal(strikes_of_lost(c->db, c->a, &everybody, &lost, 0, &many), OK);
	assert_int_equal(many.all, 8);
	assert_int_equal(many.n, 8);
	assert_int_equal(strikes_of_lost(c->db, c->a, &everybody, &lost, 6, &many), OK);
	assert_int_equal(many.all, 8);
	assert_int_equal(many.before, 6);
	assert_int_equal(many.n, 2);
	assert_int_equal(many.v[1].start_min, 690);
	assert_int_equal(strikes_of_lost(c->db, c->a, &everybody, &lost, 60, &many), OK);
	assert_int_equal(many.before, 0);
	assert_int_equal(many.n, 8);

	/* another house's people are neither counted nor named */
	assert_int_equal(strikes_of_agendas(c->db, c->a, &elsewhere, c->now, ids, (struct spans){ spans, 2 }, &many), OK);
	assert_int_equal(many.all, 0);
	assert_int_equal(strikes_of_day(c->db, c->a, &elsewhere, c->now, 1000, 2000, t.day, &many), OK);
	assert_int_equal(many.all, 0);
	assert_int_equal(db_commit(c->db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_most_urgent_is_whom_nobody_reaches_in_time),
		cmocka_unit_test(a_rule_gives_each_time_it_closes),
		BOTH(an_absence_closes_all_agendas_of_its_scope_each_time_and_is_taken_back_as_a_whole),
		BOTH(who_would_lose_a_place_is_counted_and_named_in_few_statements),
		BOTH(an_agenda_made_later_in_another_house_is_closed_while_its_practitioner_is_away),
		BOTH(an_agenda_that_comes_later_is_closed_too_and_one_that_leaves_is_open_again),
		BOTH(what_closes_nothing_or_too_much_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
