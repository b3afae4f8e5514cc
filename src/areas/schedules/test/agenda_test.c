/* Agendas in the database, on both engines: openings, absences, closures, the summary, search. */
#include "offered.h"

#include "areas/schedules/agenda.h"
#include "ledger/act.h"
#include "schedules_q.h"

static int64_t acts(struct country *c, const char *what)
{
	struct act_rows rows;
	int64_t n = 0;

	assert_int_equal(act_read(c->db, c->a, 0, 100000, &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		n += str_eq(rows.v[i].act, str_of(what));
	return n;
}

static void a_rule_is_materialised_a_year_ahead_and_published(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct slot_ask ask = country_ask(&c, c.monday, 31);
	struct slot_times t = list(&c, &ask);
	struct openings_rolled done;
	struct openings all;
	int64_t published = acts(&c, "publish");

	assert_int_equal(t.n, 10 * 6);
	assert_int_equal(t.v[0].min, 540);
	/* Mondays and Wednesdays up to 1 November 2027, and at most six days more */
	assert_in_range(published, 105, 106);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(opening_list(c.db, c.a, c.schedule, &all), OK);
	assert_in_range(all.v[0].materialised_to.n, day_of(2027, 11, 2).n, day_of(2027, 11, 8).n);
	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(openings_roll(c.db, c.a, c.now, 0, &done), OK);
	assert_int_equal(done.openings, 0);
	for (int i = 0; i < 30; i++) {
		c.now.v += 86400;
		assert_int_equal(openings_roll(c.db, c.a, c.now, 0, &done), OK);
		published += done.days;
	}
	/* Each is come to once a week; 2 December 2027 is a Thursday, and the night of UTC comes first. */
	assert_in_range(published, 113, 115);
	assert_int_equal(acts(&c, "publish"), published);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(db_commit(c.db), OK);
}

static void editing_a_rule_touches_only_what_differs(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct openings all;
	struct opening_id id;
	struct slot_ask ask = country_ask(&c, c.monday, 14);

	assert_int_equal(opening_list(c.db, c.a, c.schedule, &all), OK);
	assert_int_equal(all.n, 1);
	struct opening o = all.v[0];
	int64_t before = acts(&c, "publish");

	c.now.v += 3600;

	o.rule = S("FREQ=WEEKLY;BYDAY=MO,WE,FR");
	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("administrator"), &id), OK);
	assert_int_equal(acts(&c, "withdraw"), 0);
	assert_in_range(acts(&c, "publish"), before + 52, before + 53);
	assert_int_equal(list(&c, &ask).n, 36);
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("administrator"), &id), E_CONFLICT);
	assert_int_equal(opening_get(c.db, c.a, id, &o), OK);
	o.end_min = 660;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("administrator"), &id), OK);
	assert_int_equal(list(&c, &ask).n, 24);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(opening_end(c.db, c.a, c.now, id, (struct day){ c.monday.n + 3 },
		S("administrator")), OK);
	assert_int_equal(list(&c, &ask).n, 8);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(db_commit(c.db), OK);
}

static void one_occurrence_is_removed_or_replaced(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct openings all;
	struct slot_ask ask = country_ask(&c, c.monday, 7);
	struct day wednesday = { c.monday.n + 2 };

	assert_int_equal(opening_list(c.db, c.a, c.schedule, &all), OK);
	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(opening_skip(c.db, c.a, c.now, all.v[0].id,
		(struct day){ c.monday.n + 1 }, S("x")), E_NOTFOUND);
	assert_int_equal(opening_skip(c.db, c.a, c.now, all.v[0].id, wednesday,
		S("administrator")), OK);
	assert_int_equal(list(&c, &ask).n, 6);
	struct opening o = country_opening(&c, c.schedule, "", 840, 900);
	struct opening_id id;

	o.first_day = wednesday;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("administrator"), &id), OK);
	assert_int_equal(list(&c, &ask).n, 8);
	assert_int_equal(list(&c, &ask).v[7].min, 870);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(opening_unskip(c.db, c.a, c.now, all.v[0].id, wednesday, S("x")), OK);
	assert_int_equal(list(&c, &ask).n, 14);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(opening_unskip(c.db, c.a, c.now, all.v[0].id, wednesday, S("x")),
		E_NOTFOUND);
	assert_int_equal(db_commit(c.db), OK);
}

static void bad_rules_are_refused(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct opening_id id;
	struct opening o = country_opening(&c, c.schedule, "FREQ=HOURLY", 540, 600);

	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), E_INPUT);
	o.rule = S("FREQ=DAILY");
	o.end_min = 540;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), E_INPUT);
	o.end_min = 600;
	o.nservices = 0;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), E_INPUT);
	/* A type of another branch. */
	struct organization_id other = country_organization(&c, c.ministry, 3000, 4000, 1,
		"establishment", "RABAT");
	struct service s = country_type(&c, "OTHER");
	struct service_id sid;

	s.organization = other;
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &sid), OK);
	o.services = &sid;
	o.nservices = 1;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), E_INPUT);
}

static void absences_and_closures_close(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct slot_ask ask = country_ask(&c, c.monday, 7);
	struct absence x = { .schedule = c.schedule, .from = { c.monday, 570 }, .to = { c.monday,
		615 }, .reason = S("réunion") };
	struct absence_id id;
	struct day wednesday = { c.monday.n + 2 };

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(absence_put(c.db, c.a, c.now, &x, S("administrator"), &id), OK);
	struct slot_times t = list(&c, &ask);

	assert_int_equal(t.n, 1 + 3 + 6);
	assert_int_equal(t.v[1].min, 615);			/* the grid begins anew after it */
	assert_summary_true(&c, c.schedule);
	assert_int_equal(calendar_day_put(c.db, c.a, (struct calendar_day_id){ random_id(c.now) },
		c.ministry, wednesday,
		S("holiday"), S("Fête"), S("عيد"), S("Feast"), false), OK);
	assert_int_equal(closure_changed(c.db, c.a, c.now, c.ministry, wednesday, S("administrator")), OK);
	assert_int_equal(list(&c, &ask).n, 4);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(absence_remove(c.db, c.a, c.now, id, S("administrator")), OK);
	assert_int_equal(list(&c, &ask).n, 6);
	assert_summary_true(&c, c.schedule);
	x.to = x.from;
	assert_int_equal(absence_put(c.db, c.a, c.now, &x, S("administrator"), &id), E_INPUT);
	assert_int_equal(db_commit(c.db), OK);
}

/* Whole days of the agenda of which the log says that closures take them (or no longer). */
static int64_t closures(struct country *c, const char *what, struct day d)
{
	struct act_rows rows;
	int64_t n = 0;

	assert_int_equal(act_read(c->db, c->a, 0, 100000, &rows), OK);
	for (size_t i = 0; i < rows.n; i++) {
		const struct act_row *r = &rows.v[i];

		n += str_eq(r->reason, S("closure")) && str_eq(r->act, str_of(what)) && r->day.n == d.n && r->schedule == c->schedule.v
			&& r->minutes == 1440 && !r->capacity;
	}
	return n;
}

static void close_day(struct country *c, struct organization_id node, struct calendar_day_id id, struct day d, bool shut)
{
	int64_t n;

	if (shut)
		assert_int_equal(calendar_day_put(c->db, c->a, id, node, d, S("closure"), S("a"), S("a"), S("a"), true), OK);
	else
		assert_int_equal(calendar_day_remove(c->db, c->a, id, node, &n), OK);
	assert_int_equal(closure_changed(c->db, c->a, c->now, node, d, S("administrator")), OK);
}

static void the_log_says_once_that_a_day_is_closed_and_open_again_with_the_last_closure(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	const struct day wednesday = { c.monday.n + 2 }, tuesday = { c.monday.n + 1 };
	const struct calendar_day_id high = { 1 }, low = { 2 }, other = { 3 };

	assert_int_equal(db_begin(c.db), OK);
	close_day(&c, c.ministry, high, wednesday, true);
	close_day(&c, c.hospital, low, wednesday, true);
	assert_int_equal(closures(&c, "withdraw", wednesday), 1);
	close_day(&c, c.ministry, high, wednesday, false);
	assert_int_equal(closures(&c, "publish", wednesday), 0);
	close_day(&c, c.hospital, low, wednesday, false);
	assert_int_equal(closures(&c, "publish", wednesday), 1);
	close_day(&c, c.hospital, low, wednesday, true);
	assert_int_equal(closures(&c, "withdraw", wednesday), 2);
	/* a day without hours is nobody's loss, until it has some */
	close_day(&c, c.ministry, other, tuesday, true);
	assert_int_equal(closures(&c, "withdraw", tuesday), 0);
	country_open(&c, c.schedule, "FREQ=WEEKLY;BYDAY=TU", 540, 720);
	assert_int_equal(closures(&c, "withdraw", tuesday), 1);
	assert_int_equal(closures(&c, "withdraw", (struct day){ tuesday.n + 7 }), 0);
	assert_int_equal(db_commit(c.db), OK);
}

/* A country with one agenda more than a request does at once; the last has times. */
static struct schedule_id a_great_many(struct country *c)
{
	struct schedule_id last;

	for (int i = 0; i < CLOSURE_AT_ONCE; i++)
		last = country_schedule(c, c->hospital, c->location, (struct practitioner_id){ 0 }, false);
	country_open(c, last, "FREQ=WEEKLY;BYDAY=MO,WE", 540, 720);
	return last;
}

static void a_closure_of_very_many_agendas_holds_at_once_and_the_summaries_follow(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct day wednesday = { c.monday.n + 2 };
	struct schedule_id last;
	bool more = true;
	int32_t n;

	assert_int_equal(db_begin(c.db), OK);
	last = a_great_many(&c);
	struct slot_ask ask = country_ask(&c, wednesday, 1);

	ask.schedule = last;
	assert_int_equal(list(&c, &ask).n, 6);
	assert_int_equal(calendar_day_put(c.db, c.a, (struct calendar_day_id){ random_id(c.now) },
		c.ministry, wednesday, S("closure"), S("a"), S("a"), S("a"), true), OK);
	assert_int_equal(closure_changed(c.db, c.a, c.now, c.ministry, wednesday, S("administrator")), OK);
	assert_int_equal(list(&c, &ask).n, 0);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(free_day_starts(c.db, c.a, last, c.service, wednesday, &n), OK);
	assert_int_equal(n, 6);
	assert_int_equal(closures_go_on(c.db, c.a, c.now, 50, &more), OK);
	assert_true(more);
	assert_summary_true(&c, last);
	assert_int_equal(closures_go_on(c.db, c.a, c.now, 50, &more), OK);
	assert_false(more);
	db_rollback(c.db);
}

static void lead_and_horizon_bind_citizens_to_the_minute(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct slot_ask ask = country_ask(&c, c.monday, 1);

	c.now.v += 31 * 60;					/* 07:31 (+00): lead of two hours
		= 09:31 */
	assert_int_equal(list(&c, &ask).n, 6);
	ask.citizen = true;
	assert_int_equal(list(&c, &ask).v[0].min, 600);
	c.now.v -= 60;						/* 07:30: exactly 09:30 */
	assert_int_equal(list(&c, &ask).v[0].min, 570);
	ask.from.n += 91;					/* Monday, 1 February 2027 */
	ask.days = 7;
	assert_int_equal(list(&c, &ask).n, 0);
	ask.citizen = false;
	assert_int_equal(list(&c, &ask).n, 12);
}

static void the_next_and_the_previous_free_day_are_found(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct slot_ask ask = country_ask(&c, (struct day){ c.monday.n + 3 }, 7);
	struct day d;

	for (int all = 0; all < 2; all++) {
		if (all)
			ask.schedule.v = 0;
		ask.from.n = c.monday.n + 3;
		assert_int_equal(slot_next_day(c.db, c.a, c.now, &ask, &d), OK);
		assert_int_equal(d.n, c.monday.n + 7);
		assert_int_equal(slot_previous_day(c.db, c.a, c.now, &ask, &d), OK);
		assert_int_equal(d.n, c.monday.n + 2);
		ask.from.n = c.monday.n;
		assert_int_equal(slot_previous_day(c.db, c.a, c.now, &ask, &d), E_NOTFOUND);
		ask.from.n = c.monday.n + 390;
		assert_int_equal(slot_next_day(c.db, c.a, c.now, &ask, &d), E_NOTFOUND);
	}
}

static void the_nearest_times_are_of_the_same_day_first(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct slot_ask ask = country_ask(&c, (struct day){ c.monday.n + 2 }, 7);
	struct slot_times t;

	assert_int_equal(slot_nearest(c.db, c.a, c.now, &ask, 600, 8, &t), OK);
	assert_int_equal(t.n, 8);
	assert_int_equal(t.v[0].min, 600);
	assert_int_equal(t.v[0].day.n, c.monday.n + 2);
	assert_int_equal(t.v[5].day.n, c.monday.n + 2);
	assert_true(t.v[6].day.n != c.monday.n + 2);
}

static void several_agendas_of_a_place_are_one_list(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct schedule_id second = country_schedule(&c, c.hospital, c.location,
		(struct practitioner_id){ 0 }, false);
	struct slot_ask ask = country_ask(&c, c.monday, 1);

	ask.schedule.v = 0;
	country_open(&c, second, "FREQ=WEEKLY;BYDAY=MO", 540, 840);
	struct slot_times t = list(&c, &ask);

	assert_int_equal(t.n, 10);
	assert_int_equal(t.v[0].left, 2);
	assert_int_equal(t.v[0].schedule.v, second.v);		/* who has most left that day */
	assert_int_equal(t.v[9].left, 1);
	struct schedules s;

	assert_int_equal(schedule_list_for(c.db, c.a, c.hospital, c.service, &s), OK);
	assert_int_equal(s.n, 2);
	assert_int_equal(schedule_list_for(c.db, c.a, c.ministry, c.service, &s), OK);
	assert_int_equal(s.n, 2);
}

static void places_come_by_first_free_date_and_those_with_none_last(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct organization_id rabat = country_organization(&c, c.ministry, 3000, 4000, 1,
		"establishment", "RABAT");
	struct organization_id oujda = country_organization(&c, c.ministry, 5000, 6000, 1,
		"establishment", "OUJDA");
	struct organization_id ward = country_organization(&c, oujda, 5100, 5200, 2, "department",
		"OUJDA-C");
	struct schedule_id r = country_schedule(&c, rabat, country_location(&c, rabat, "R"),
		(struct practitioner_id){ 0 }, false);
	struct schedule_id o = country_schedule(&c, ward, country_location(&c, oujda, "O"),
		(struct practitioner_id){ 0 }, false);
	struct place_ask ask = { .specialty = S("cardiologie"), .citizen = true, .max = 10 };
	struct places p;

	country_open(&c, r, "FREQ=WEEKLY;BYDAY=FR", 540, 720);
	struct opening old = country_opening(&c, o, "", 540, 720);
	struct opening_id id;

	old.first_day.n += 200;					/* beyond the horizon */
	assert_int_equal(opening_put(c.db, c.a, c.now, &old, S("x"), &id), OK);
	/* 11:00: Monday's last start at 11:30 is too near */
	c.now.v += 4 * 3600;
	assert_int_equal(slot_find(c.db, c.a, c.now, &ask, &p), OK);
	assert_int_equal(p.n, 3);
	assert_int_equal(p.total, 3);
	assert_int_equal(p.v[0].organization.v, c.hospital.v);
	assert_int_equal(p.v[0].day.n, c.monday.n + 2);
	assert_int_equal(p.v[0].delay_days, 2);
	assert_int_equal(p.v[0].first_min, 540);
	assert_int_equal(p.v[0].starts, 6);
	assert_true(p.v[0].by_name);
	assert_int_equal(p.v[1].organization.v, rabat.v);
	assert_int_equal(p.v[1].day.n, c.monday.n + 4);
	assert_false(p.v[1].by_name);
	assert_int_equal(p.v[2].organization.v, oujda.v);	/* the establishment,
		not the department */
	assert_false(day_is(p.v[2].day));
	assert_true(p.v[2].phone.n > 0);
	ask.lo = 3000;
	ask.hi = 4000;
	assert_int_equal(slot_find(c.db, c.a, c.now, &ask, &p), OK);
	assert_int_equal(p.n, 1);
	ask.lo = ask.hi = 0;
	ask.offset = 2;
	assert_int_equal(slot_find(c.db, c.a, c.now, &ask, &p), OK);
	assert_int_equal(p.n, 1);
	ask.offset = 0;
	ask.citizen = false;
	/* the desk sees 11:00 and 11:30 of today */
	assert_int_equal(slot_find(c.db, c.a, c.now, &ask, &p), OK);
	assert_int_equal(p.v[0].day.n,
		c.monday.n);
	assert_int_equal(p.v[0].first_min, 660);
	assert_int_equal(p.v[2].day.n, c.monday.n + 200);
}

/* A hospital whose first day is today, with its first hours gone. */
static void open_today(struct country *c, int k)
{
	char code[8];

	snprintf(code, sizeof code, "H%d", k);
	struct organization_id h = country_organization(c, c->ministry, 10000 + 100 * k, 10100 + 100 * k, 1, "establishment",
		arena_cstr(c->a, str_of(code)));

	country_open(c, country_schedule(c, h, country_location(c, h, arena_cstr(c->a, str_of(code))),
		(struct practitioner_id){ 0 }, false), "FREQ=DAILY", 540, 900);
}

static uint64_t search_statements(struct country *c, const struct place_ask *ask, struct places *ret)
{
	uint64_t before = db_statements(c->db);

	assert_int_equal(slot_find(c->db, c->a, c->now, ask, ret), OK);
	return db_statements(c->db) - before;
}

/* "One query per search": also when every place's first hour has to be computed. */
static void a_search_asks_as_much_for_one_place_as_for_twelve(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct place_ask ask = { .specialty = S("cardiologie"), .citizen = true, .each_place = true, .max = 20 };
	struct places p;
	uint64_t one, part;

	c.now.v += 4 * 3600;			/* 11:00, and the lead is two hours */
	open_today(&c, 1);
	one = search_statements(&c, &ask, &p);
	ask.part = PART_AFTERNOON;
	part = search_statements(&c, &ask, &p);
	for (int k = 2; k <= 12; k++)
		open_today(&c, k);
	assert_int_equal(search_statements(&c, &ask, &p), part);
	ask.part = PART_ANY;
	assert_int_equal(search_statements(&c, &ask, &p), one);
	assert_int_equal(p.total, 13);
	for (size_t i = 0; i < 12; i++) {
		assert_int_equal(p.v[i].day.n, c.monday.n);
		assert_int_equal(p.v[i].first_min, 13 * 60);
		assert_true(p.v[i].schedule.v != 0);
	}
	assert_true(one <= 12);
}

static void a_type_that_changes_changes_what_is_free(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct slot_ask ask = country_ask(&c, c.monday, 7);
	struct service s;
	struct service_id id;

	assert_int_equal(service_get(c.db, c.a, c.service, &s), OK);
	s.duration_min = 45;
	s.step_min = 60;
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &id), OK);
	assert_int_equal(list(&c, &ask).n, 6);
	/* the old version */
	assert_summary_true(&c, c.schedule);
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &id),
		E_CONFLICT);
	s.version++;
	s.active = false;
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &id), OK);
	assert_int_equal(list(&c, &ask).n, 0);
	s = country_type(&c, "CARDIO");
	/* the code exists */
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &id),
		E_CONFLICT);
	s.code = S("CARDIO2");
	s.duration_min = 0;
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &id), E_INPUT);
}

static void an_agenda_that_is_closed_offers_nothing(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct schedule s;
	struct schedule_id id;
	struct slot_ask ask = country_ask(&c, c.monday, 7);
	struct place_ask pa = { .specialty = S("cardiologie"), .max = 10 };
	struct places p;

	assert_int_equal(schedule_get(c.db, c.a, c.schedule, &s), OK);
	assert_true(str_eq(s.name.v[LANG_FR], S("Dr Amina Bennis")));
	s.name = (struct names){ 0 };
	s.active = false;
	assert_int_equal(schedule_put(c.db, c.a, c.now, &s, &id), OK);
	assert_int_equal(list(&c, &ask).n, 0);
	assert_int_equal(slot_find(c.db, c.a, c.now, &pa, &p), OK);
	assert_int_equal(p.n, 0);
	s.version++;
	s.active = true;
	assert_int_equal(schedule_put(c.db, c.a, c.now, &s, &id), OK);
	assert_int_equal(list(&c, &ask).n, 12);
	assert_summary_true(&c, c.schedule);
}

static void a_house_that_is_closed_offers_nothing(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct slot_ask ask = country_ask(&c, c.monday, 7);
	struct place_ask pa = { .specialty = S("cardiologie"), .max = 10 };
	struct places p;
	int64_t n;

	assert_int_equal(slot_find(c.db, c.a, c.now, &pa, &p), OK);
	assert_int_equal(p.n, 1);
	assert_int_equal(organization_change(c.db, c.a, S("FES"), S("FES"), S("FES"), S("fes"),
		S("FES"), S(""),
		S("Africa/Casablanca"), false, c.hospital, 1, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(list(&c, &ask).n, 0);
	assert_int_equal(slot_find(c.db, c.a, c.now, &pa, &p), OK);
	assert_int_equal(p.n, 0);
}

static void types_are_found_at_the_nearest_node(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct service s = country_type(&c, "CARDIO"), got;
	struct services all;
	struct service_id id;

	s.organization = c.hospital;
	s.duration_min = 20;
	assert_int_equal(service_put(c.db, c.a, c.now, &s, &id), OK);
	assert_int_equal(service_by_code(c.db, c.a, c.hospital, S("CARDIO"), &got), OK);
	assert_int_equal(got.duration_min, 20);
	assert_int_equal(service_by_code(c.db, c.a, c.ministry, S("CARDIO"), &got), OK);
	assert_int_equal(got.duration_min, 30);
	assert_int_equal(service_list(c.db, c.a, c.hospital, &all), OK);
	assert_int_equal(all.n, 2);
	assert_int_equal(service_by_code(c.db, c.a, c.hospital, S("NONE"), &got), E_NOTFOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_rule_is_materialised_a_year_ahead_and_published),
		BOTH(editing_a_rule_touches_only_what_differs),
		BOTH(one_occurrence_is_removed_or_replaced),
		BOTH(bad_rules_are_refused),
		BOTH(absences_and_closures_close),
		BOTH(the_log_says_once_that_a_day_is_closed_and_open_again_with_the_last_closure),
		BOTH(a_closure_of_very_many_agendas_holds_at_once_and_the_summaries_follow),
		BOTH(lead_and_horizon_bind_citizens_to_the_minute),
		BOTH(the_next_and_the_previous_free_day_are_found),
		BOTH(the_nearest_times_are_of_the_same_day_first),
		BOTH(several_agendas_of_a_place_are_one_list),
		BOTH(places_come_by_first_free_date_and_those_with_none_last),
		BOTH(a_search_asks_as_much_for_one_place_as_for_twelve),
		BOTH(a_type_that_changes_changes_what_is_free),
		BOTH(an_agenda_that_is_closed_offers_nothing),
		BOTH(a_house_that_is_closed_offers_nothing),
		BOTH(types_are_found_at_the_nearest_node),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
