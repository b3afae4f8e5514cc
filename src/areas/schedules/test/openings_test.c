/* Openings in the database, on both engines: breaks, variants, overlaps, and that what is stored is what
 * the rules give. */
#include "offered.h"

#include "areas/schedules/preview.h"

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

/* How many parts an agenda has stored on a day. */
static size_t stored_on(struct country *c, int32_t day)
{
	struct agenda_hours_rows rows;

	assert_int_equal(agenda_hours(c->db, c->a, &c->schedule, 1, (struct day){ c->monday.n + day },
		(struct day){ c->monday.n + day + 1 }, &rows), OK);
	return rows.n;
}

static void hours_added_in_a_period_begin_and_end_with_it_when_the_moon_is_seen_earlier_or_later(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct variant v = ramadan(&c, 15, 20);			/* a Tuesday to a Sunday */
	struct opening o = country_opening(&c, c.schedule, "FREQ=DAILY", 1200, 1260), night;
	struct opening_id evening, once;
	struct plans p;

	assert_int_equal(db_begin(c.db), OK);
	assert_int_equal(variant_put(c.db, c.a, c.now, &v, S("x"), &v.id), OK);
	assert_int_equal(variant_join(c.db, c.a, c.now, v.id, c.schedule, (struct minute_span){ 600, 900 }, S("x")), OK);
	o.variant = v.id;
	o.first_day = v.first_day;
	o.until_day = v.last_day;
	assert_int_equal(opening_put(c.db, c.a, c.now, &o, S("x"), &evening), OK);
	night = o;
	night.rule = S("");
	night.start_min = 1300;
	night.end_min = 1320;
	assert_int_equal(opening_put(c.db, c.a, c.now, &night, S("x"), &once), OK);
	assert_int_equal(stored_on(&c, 15), 2);
	assert_int_equal(variant_get(c.db, c.a, v.id, &v), OK);

	assert_int_equal(plans_moved(c.db, c.a, c.schedule, &v,
		(struct day_span){ { v.first_day.n - 1 }, { v.last_day.n + 1 } }, &p), OK);
	for (size_t i = 0; i < p.n; i++)
		if (p.v[i].o.id.v == evening.v) {
			assert_int_equal(p.v[i].hours.first.n, c.monday.n + 14);
			assert_int_equal(p.v[i].hours.until.n, c.monday.n + 21);
		}
	v.first_day.n -= 1;
	v.last_day.n += 1;
	assert_int_equal(variant_put(c.db, c.a, c.now, &v, S("x"), &v.id), OK);
	assert_int_equal(opening_get(c.db, c.a, evening, &o), OK);
	assert_int_equal(o.first_day.n, c.monday.n + 14);
	assert_int_equal(o.until_day.n, c.monday.n + 21);
	assert_int_equal(opening_get(c.db, c.a, once, &night), OK);
	assert_int_equal(night.first_day.n, c.monday.n + 15);	/* one day stays that day */
	assert_int_equal(stored_on(&c, 14), 2);			/* Monday's own, shorter, and the evening */
	assert_int_equal(stored_on(&c, 21), 2);
	assert_int_equal(stored_on(&c, 22), 0);
	assert_summary_true(&c, c.schedule);
	assert_int_equal(db_commit(c.db), OK);
}

static void overlaps_are_told_with_their_days_in_all_places_of_a_practitioner(void **state)
{
	struct country c = country_make(BOTH_STATE(state));
	struct opening o = country_opening(&c, c.schedule, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 700, 800);
	struct overlaps x, again;

	assert_int_equal(opening_overlaps(c.db, c.a, c.now, &o, (struct opening_id){ 0 }, &x), OK);
	assert_int_equal(x.n, 1);
	assert_int_equal(x.v[0].days, 27);
	assert_int_equal(x.v[0].first.n, c.monday.n);
	assert_true(x.print != 0);
	o.start_min = 720;					/* touching is not overlapping */
	assert_int_equal(opening_overlaps(c.db, c.a, c.now, &o, (struct opening_id){ 0 }, &again), OK);
	assert_int_equal(again.n, 0);
	assert_int_equal(again.print, 0);
	struct schedule_id elsewhere = country_schedule(&c, c.hospital, c.location, c.doctor, false);

	o = country_opening(&c, elsewhere, "FREQ=WEEKLY;BYDAY=WE", 600, 660);
	assert_int_equal(opening_overlaps(c.db, c.a, c.now, &o, (struct opening_id){ 0 }, &again), OK);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_break_is_offered_to_nobody),
		BOTH(a_variant_replaces_the_week_and_moves_with_the_moon),
		BOTH(hours_added_in_a_period_begin_and_end_with_it_when_the_moon_is_seen_earlier_or_later),
		BOTH(overlaps_are_told_with_their_days_in_all_places_of_a_practitioner),
		BOTH(hours_that_are_over_are_looked_at_no_more),
		BOTH(stored_days_are_what_the_rules_give_after_any_edits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
