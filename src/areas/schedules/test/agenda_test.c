/* Agendas in the database, on both engines: openings, absences, closures, the summary, search. */
#include "country.h"

#include "areas/schedules/agenda.h"
#include "areas/schedules/preview.h"
#include "areas/schedules/rules/slots.h"
#include "ledger/act.h"
#include "schedules_q.h"

static struct slot_times list(struct country *c, const struct slot_ask *ask)
{
	struct slot_times t;

	assert_int_equal(slot_list(c->db, c->a, c->now, ask, &t), OK);
	return t;
}

/* The summary says for each day what computing it says. */
static void assert_summary_true(struct country *c, struct schedule_id s)
{
	struct free_day_rows_rows rows;
	struct agenda g;
	struct agenda_starts st = { 0 };
	/* Days that have passed are swept now and then. */
	struct agenda_ask ask = { .from = { (int32_t)(c->now.v / 86400) }, .to = { c->monday.n + 420 },
		.now = INSTANT_NONE };
	size_t k = 0;

	assert_int_equal(agenda_load(c->db, c->a, &s, 1, &ask, &g), OK);
	assert_int_equal(free_day_rows(c->db, c->a, ask.from, ask.to, s, &rows), OK);
	if (rows.n && !day_is(rows.v[0].day))
		rows.n = 0;
	for (struct day d = ask.from; d.n < ask.to.n; d.n++) {
		agenda_starts(&g, c->a, c->service, d, NULL, &st);
		if (!st.n)
			continue;
		assert_true(k < rows.n);
		assert_int_equal(rows.v[k].day.n, d.n);
		assert_int_equal(rows.v[k].starts.v, st.n);
		assert_int_equal(rows.v[k].first_min.v, st.v[0].at - (int64_t)d.n * 1440);
		assert_int_equal(rows.v[k++].last_min.v, st.v[st.n - 1].at - (int64_t)d.n * 1440);
	}
	assert_int_equal(k, rows.n);
}

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
	/* Each is come to once a week: 2 December 2027 is a Thursday. */
	assert_in_range(published, 114, 115);
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

static void a_break_is_offered_to_nobody(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	static const struct minute_span lunch[] = { { 600, 630 } };
	struct slot_ask ask = country_ask(&c, c.monday, 7);
	struct openings all;
	struct opening_id id;

	assert_int_equal(opening_list(c.db, c.a, c.schedule, &all), OK);
	struct opening o = all.v[0];

	o.breaks = lunch;
	o.nbreaks = 1;
	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), OK);
	struct slot_times t = list(&c, &ask);

	assert_int_equal(t.n, 10);
	assert_int_equal(t.v[1].min, 570);
	assert_int_equal(t.v[2].min, 630);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(opening_get(c.db, c.a, id, &o), OK);
	assert_int_equal(o.nbreaks, 1);
	assert_int_equal(o.breaks[0].to, 630);
	o.nbreaks = 0;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), OK);
	assert_int_equal(list(&c, &ask).n, 12);
	o.breaks = (struct minute_span[]){ { 540, 600 } };
	o.nbreaks = 1;
	o.version += 1;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), E_INPUT);
	assert_int_equal(db_commit(c.db), OK);
}

static struct variant ramadan(struct country *c, int32_t from, int32_t to)
{
	return (struct variant){ .organization = c->hospital,
		.name = names_make(S("Ramadan"), S("رمضان"), STR_NONE),
		.first_day = { c->monday.n + from }, .last_day = { c->monday.n + to } };
}

static void a_variant_replaces_the_week_and_moves_with_the_moon(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct slot_ask ask = country_ask(&c, c.monday, 28);
	struct variant v = ramadan(&c, 7, 13), other = ramadan(&c, 13, 20);
	struct variant_id id, second;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(variant_put(c.db, c.a, c.now, &v, S("x"), &id), OK);
	assert_int_equal(list(&c, &ask).n, 8 * 6);		/* nobody takes part yet */
	struct plans p;
	struct agenda g;
	struct agenda_starts st = { 0 };

	assert_int_equal(variant_get(c.db, c.a, id, &v), OK);
	assert_int_equal(plans_in_variant(c.db, c.a, c.schedule, &v,
		(struct minute_span){ 600, 900 }, &p), OK);
	assert_int_equal(plans_agenda(c.db, c.a, c.schedule, &p, c.monday,
		(struct day){ c.monday.n + 28 }, &g), OK);
	agenda_starts(&g, c.a, c.service, (struct day){ c.monday.n + 7 }, NULL, &st);
	assert_int_equal(st.n, 4);
	assert_int_equal(variant_join(c.db, c.a, c.now, id, c.schedule,
		(struct minute_span){ 600, 900 }, S("x")), OK);
	assert_int_equal(variant_join(c.db, c.a, c.now, id, c.schedule,
		(struct minute_span){ 600, 900 }, S("x")), E_CONFLICT);
	struct slot_times t = list(&c, &ask);

	assert_int_equal(t.n, 6 * 6 + 2 * 4);			/* 10:00 to 12:00 on two days */
	assert_int_equal(t.v[12].day.n, c.monday.n + 7);
	assert_int_equal(t.v[12].min, 600);
	assert_summary_true(&c, c.schedule);
	v.first_day.n += 1;					/* the moon was seen a day later */
	v.last_day.n += 1;
	assert_int_equal(variant_put(c.db, c.a, c.now, &v, S("x"), &id), OK);
	t = list(&c, &ask);
	assert_int_equal(t.n, 6 * 6 + 2 * 4);			/* Wednesday, and the Monday after */
	assert_int_equal(t.v[12].min, 540);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(variant_put(c.db, c.a, c.now, &v, S("x"), &id), E_CONFLICT);
	/* Two of them on one day are refused. */
	assert_int_equal(variant_put(c.db, c.a, c.now, &other, S("x"), &second), OK);
	assert_int_equal(variant_join(c.db, c.a, c.now, second, c.schedule,
		(struct minute_span){ 600, 900 }, S("x")), E_INPUT);
	assert_int_equal(variant_leave(c.db, c.a, c.now, id, c.schedule, S("x")), OK);
	assert_int_equal(list(&c, &ask).n, 8 * 6);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(db_commit(c.db), OK);
}

static void overlaps_are_told_with_their_days_in_all_places_of_a_practitioner(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct opening o = country_opening(&c, c.schedule, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 700, 800);
	struct overlaps x, again;

	assert_int_equal(opening_overlaps(c.db, c.a, c.now, &o, &x), OK);
	assert_int_equal(x.n, 1);
	assert_int_equal(x.v[0].days, 27);
	assert_int_equal(x.v[0].first.n, c.monday.n);
	assert_true(x.print != 0);
	o.start_min = 720;					/* touching is not overlapping */
	assert_int_equal(opening_overlaps(c.db, c.a, c.now, &o, &again), OK);
	assert_int_equal(again.n, 0);
	assert_int_equal(again.print, 0);
	struct schedule_id elsewhere = country_schedule(&c, c.hospital, c.location, c.doctor, false);

	o = country_opening(&c, elsewhere, "FREQ=WEEKLY;BYDAY=WE", 600, 660);
	assert_int_equal(opening_overlaps(c.db, c.a, c.now, &o, &again), OK);
	assert_int_equal(again.n, 1);
	assert_int_equal(again.v[0].schedule.v, c.schedule.v);
	assert_int_equal(again.v[0].days, 52);
	assert_true(again.print != x.print);
	assert_int_equal(hours_lock(c.db, c.a, elsewhere), OK);
}

static void hours_that_are_over_are_looked_at_no_more(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct opening o = country_opening(&c, c.schedule, "", 840, 900);
	struct openings_rolled done;
	struct opening_id id;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), OK);
	c.now.v += 9 * 86400;
	assert_int_equal(openings_roll(c.db, c.a, c.now, 0, &done), OK);
	assert_int_equal(opening_get(c.db, c.a, id, &o), OK);
	assert_int_equal(o.materialised_to.n, INT32_MAX);
	o.rule = S("FREQ=DAILY");				/* unless they are changed */
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &id), OK);
	assert_int_equal(opening_get(c.db, c.a, id, &o), OK);
	assert_in_range(o.materialised_to.n, c.monday.n + 374, c.monday.n + 381);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(db_commit(c.db), OK);
}

/* What is stored from today on is what the rules give. */
static void assert_materialised(struct country *c, struct schedule_id s, struct day today)
{
	struct plans p;

	assert_int_equal(plans_load(c->db, c->a, s, &p), OK);
	for (size_t i = 0; i < p.n; i++) {
		struct day last = { (p.v[i].o.materialised_to.n == INT32_MAX ? today.n + 380
			: p.v[i].o.materialised_to.n) - 1 };
		struct hours_walk w = hours_from(&p.v[i].hours, today, last);
		struct opening_day_rows_rows rows;
		struct hours_part part;
		size_t n = 0;

		assert_int_equal(opening_day_rows(c->db, c->a, p.v[i].o.id, today,
			(struct day){ INT32_MAX }, &rows), OK);
		for (; hours_next(&w, &part); n++) {
			assert_true(n < rows.n);
			assert_int_equal(rows.v[n].day.n, part.day.n);
			assert_int_equal(rows.v[n].start_min, part.start);
			assert_int_equal(rows.v[n].end_min, part.end);
		}
		assert_int_equal(n, rows.n);
	}
}

static struct opening some_opening(struct country *c)
{
	static const char *const rules[] = { "", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU",
		"FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=3FR", "FREQ=WEEKLY;BYDAY=TU;COUNT=7" };
	static const struct minute_span pause[] = { { 630, 640 } };
	struct opening o = country_opening(c, c->schedule, rules[random_below(6)],
		540 + 15 * (int32_t)random_below(5), 660 + 15 * (int32_t)random_below(9));

	o.first_day.n += (int32_t)random_below(60) - 20;
	if (!random_below(3))
		o.until_day = (struct day){ o.first_day.n + (int32_t)random_below(300) };
	o.breaks = pause;
	o.nbreaks = random_below(2);
	return o;
}

static void stored_days_are_what_the_rules_give_after_any_edits(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct variant v = ramadan(&c, 20, 48);
	struct variant_id season;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(variant_put(c.db, c.a, c.now, &v, S("x"), &season), OK);
	for (int i = 0; i < 40; i++) {
		struct opening o = some_opening(&c);
		struct openings_rolled done;
		struct openings all;
		struct opening_id id;
		struct day day = { c.monday.n + (int32_t)random_below(90) };
		enum err e = OK;

		assert_int_equal(opening_list(c.db, c.a, c.schedule, &all), OK);
		if (all.n > 4) {
			struct opening *old = &all.v[random_below((uint32_t)all.n)];

			o.id = old->id;
			o.version = old->version;
			o.variant = old->variant;
			o.active = random_below(4) != 0;
		}
		if (random_below(4) || !all.n)
			e = opening_put(c.db, c.a, c.now, &o, S("x"), &id);
		else if (random_below(2))
			e = opening_skip(c.db, c.a, c.now, all.v[0].id, day, S("x"));
		else if (i % 2)
			e = variant_join(c.db, c.a, c.now, season, c.schedule, (struct minute_span){ 570, 700 }, S("x"));
		else
			e = variant_leave(c.db, c.a, c.now, season, c.schedule, S("x"));
		assert_true(e == OK || e == E_NOTFOUND || e == E_CONFLICT);
		if (!random_below(5)) {
			assert_int_equal(variant_get(c.db, c.a, season, &v), OK);
			v.first_day.n = c.monday.n + (int32_t)random_below(60);
			v.last_day.n = v.first_day.n + (int32_t)random_below(40);
			assert_int_equal(variant_put(c.db, c.a, c.now, &v, S("x"), &season), OK);
		}
		c.now.v += (int64_t)random_below(6) * 86400;
		assert_int_equal(openings_roll(c.db, c.a, c.now, 0, &done), OK);
		assert_materialised(&c, c.schedule, (struct day){ (int32_t)(c.now.v / 86400) });
	}
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
	assert_int_equal(closure_changed(c.db, c.a, c.ministry, wednesday), OK);
	assert_int_equal(list(&c, &ask).n, 4);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(absence_remove(c.db, c.a, c.now, id, S("administrator")), OK);
	assert_int_equal(list(&c, &ask).n, 6);
	assert_summary_true(&c, c.schedule);
	x.to = x.from;
	assert_int_equal(absence_put(c.db, c.a, c.now, &x, S("administrator"), &id), E_INPUT);
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
	assert_int_equal(closure_changed(c.db, c.a, c.ministry, wednesday), OK);
	assert_int_equal(list(&c, &ask).n, 0);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(free_day_starts(c.db, c.a, last, c.service, wednesday, &n), OK);
	assert_int_equal(n, 6);
	assert_int_equal(closures_go_on(c.db, c.a, 50, &more), OK);
	assert_true(more);
	assert_summary_true(&c, last);
	assert_int_equal(closures_go_on(c.db, c.a, 50, &more), OK);
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
		BOTH(a_break_is_offered_to_nobody),
		BOTH(a_variant_replaces_the_week_and_moves_with_the_moon),
		BOTH(overlaps_are_told_with_their_days_in_all_places_of_a_practitioner),
		BOTH(hours_that_are_over_are_looked_at_no_more),
		BOTH(stored_days_are_what_the_rules_give_after_any_edits),
		BOTH(bad_rules_are_refused),
		BOTH(absences_and_closures_close),
		BOTH(a_closure_of_very_many_agendas_holds_at_once_and_the_summaries_follow),
		BOTH(lead_and_horizon_bind_citizens_to_the_minute),
		BOTH(the_next_and_the_previous_free_day_are_found),
		BOTH(the_nearest_times_are_of_the_same_day_first),
		BOTH(several_agendas_of_a_place_are_one_list),
		BOTH(places_come_by_first_free_date_and_those_with_none_last),
		BOTH(a_type_that_changes_changes_what_is_free),
		BOTH(an_agenda_that_is_closed_offers_nothing),
		BOTH(a_house_that_is_closed_offers_nothing),
		BOTH(types_are_found_at_the_nearest_node),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
