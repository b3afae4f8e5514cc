/* Substitution: the rules as tables; making and undoing it on both engines. */
#include "race.h"

#include "jobs/jobs.h"

static struct day on(int32_t n) { return (struct day){ n }; }

static void a_substitution_begins_today_or_later_and_lasts_half_a_year_at_most(void **state)
{
	const struct { int32_t from, to; int64_t own, by; enum substitution_wrong wrong; } cases[] = {
		{ 100, 100, 1, 2, SUBSTITUTION_FITS },
		{ 100, 283, 1, 2, SUBSTITUTION_FITS },
		{ 100, 284, 1, 2, SUBSTITUTION_LONG },
		{ 99, 120, 1, 2, SUBSTITUTION_PAST },
		{ 101, 100, 1, 2, SUBSTITUTION_ORDER },
		{ 100, 100, 2, 2, SUBSTITUTION_SELF },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(substitution_judge(on(cases[i].from), on(cases[i].to), on(100), cases[i].own,
			cases[i].by), cases[i].wrong);
}

static void what_is_open_ahead_and_his_passes_over(void **state)
{
	const struct { struct passing x; bool passes; } cases[] = {
		{ { true, false, true, true, 1 }, true },
		{ { false, false, true, true, 1 }, false },	/* cancelled, seen */
		{ { true, true, true, true, 1 }, false },	/* imported history */
		{ { true, false, false, true, 1 }, false },	/* its time has come */
		{ { true, false, true, false, 1 }, false },	/* another day */
		{ { true, false, true, true, 3 }, false },	/* another's already */
		{ { true, false, true, true, 0 }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(substitution_passes(&cases[i].x, 1), cases[i].passes);
}

static void hours_that_meet_are_counted_once_and_the_first_is_told(void **state)
{
	const struct stretch here[] = { { { 5 }, 840, 960 }, { { 4 }, 540, 660 }, { { 4 }, 840, 900 } };
	const struct stretch own[] = { { { 4 }, 650, 700 }, { { 4 }, 600, 640 }, { { 4 }, 900, 960 }, { { 5 }, 959, 1000 } };
	struct stretch first = { { 0 }, 0, 0 };

	(void)state;
	assert_int_equal(substitution_meets(here, 3, own, 4, &first), 2);
	assert_int_equal(first.day.n, 4);
	assert_int_equal(first.start, 540);
	assert_int_equal(substitution_meets(here, 3, own, 0, &first), 0);
	assert_int_equal(substitution_meets(here + 2, 1, own, 3, &first), 0);	/* touching is not meeting */
}

/* ---- on both engines ---- */

struct stand_in { struct town t; struct schedule_id agenda; struct practitioner_id own, other; };

static struct practitioner_id doctor(struct town *t, const char *code, const char *name)
{
	struct practitioner p = { .organization = t->c.hospital, .code = str_of(code), .name = { str_of(name) },
		.name_ar = { S("") }, .sex = S("female"), .specialty = S("cardiologie"), .active = true };
	struct practitioner_id id;

	assert_int_equal(practitioner_put(t->c.db, t->c.a, t->c.now, &p, &id), OK);
	return id;
}

static struct stand_in begin(void **state)
{
	struct stand_in s = { .t = town_make(BOTH_STATE(state)) };

	assert_int_equal(db_begin(s.t.c.db), OK);
	s.own = doctor(&s.t, "OWN", "Dr Own");
	s.other = doctor(&s.t, "OTHER", "Dr Other");
	s.agenda = country_schedule(&s.t.c, s.t.c.hospital, s.t.c.location, s.own, true);
	country_open(&s.t.c, s.agenda, "FREQ=DAILY", 540, 720);
	s.t.schedule = s.agenda;
	return s;
}

static struct substitution_ask ask_of(const struct stand_in *s, int32_t first, int32_t last)
{
	return (struct substitution_ask){ .schedule = s->agenda, .practitioner = s->other,
		.from = { s->t.day.n + first }, .to = { s->t.day.n + last }, .account = 0, .role = S("director") };
}

static int64_t whose(struct stand_in *s, struct booked b)
{
	return seen(&s->t, b.id).practitioner.v;
}

static void appointments_pass_over_as_a_whole_and_go_back_where_nothing_changed(void **state)
{
	struct stand_in s = begin(state);
	struct town *t = &s.t;
	struct booked a = booked(t, 540, t->amina), b = booked(t, 570, t->omar), c = booked(t, 600, t->omar), later, fresh;
	struct substitution_ask ask = ask_of(&s, 0, 1);
	struct substitution_plan plan;
	struct substitutions all;
	struct change_ask who;
	int64_t v;

	t->day.n += 2;
	later = booked(t, 540, t->amina);
	t->day.n -= 2;
	assert_int_equal(substitution_plan(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
	assert_int_equal(plan.npassing, 3);
	assert_int_equal(whose(&s, a), s.own.v);				/* looking changes nothing */
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
	assert_int_equal(plan.npassing, 3);
	assert_int_equal(whose(&s, a), s.other.v);
	assert_true(seen(t, a.id).substituted);
	assert_int_equal(whose(&s, later), s.own.v);
	assert_int_equal(acts(t, "substitute"), 3);
	/* booked there meanwhile: the substitute's; moved away: the agenda's own doctor again */
	fresh = booked(t, 630, t->amina);
	assert_int_equal(whose(&s, fresh), s.other.v);
	who = by_desk(b.id, -1);
	assert_int_equal(appointment_move(t->c.db, t->c.a, t->c.now, &who, &(struct move_ask){ .schedule = s.agenda,
		.day = { t->day.n + 3 }, .start_min = 540 }, &v), OK);
	assert_int_equal(whose(&s, b), s.own.v);
	who = by_desk(c.id, -1);
	assert_int_equal(appointment_cancel(t->c.db, t->c.a, t->c.now, &who, true, STR_NONE, &v), OK);

	assert_int_equal(substitution_list(t->c.db, t->c.a, 0, INT64_MAX, t->day, &all), OK);
	assert_int_equal(all.n, 1);
	assert_int_equal(substitution_undo(t->c.db, t->c.a, t->c.now, all.v[0].id, 0, S("director"), &plan), OK);
	assert_int_equal(plan.npassing, 2);
	assert_int_equal(whose(&s, a), s.own.v);
	assert_int_equal(whose(&s, fresh), s.own.v);
	assert_int_equal(whose(&s, c), s.other.v);				/* cancelled as it was */
	assert_int_equal(acts(t, "substitute"), 5);
	assert_int_equal(substitution_undo(t->c.db, t->c.a, t->c.now, all.v[0].id, 0, S("director"), &plan), E_CONFLICT);
	assert_int_equal(whose(&s, booked(t, 660, t->omar)), s.own.v);
	assert_int_equal(db_commit(t->c.db), OK);
}

/* Three types on three days: on site, and two that are not. */
static void who_is_called_is_told_of_the_substitute_and_of_no_place(void **state)
{
	static const char *const kinds[] = { "on_site", "phone", "video" };
	struct stand_in s = begin(state);
	struct town *t = &s.t;
	struct substitution_plan plan;
	struct booked got;
	struct str *texts;
	size_t n;

	for (int i = 0; i < 3; i++) {
		struct substitution_ask ask = ask_of(&s, 0, 0);
		struct book_ask visit = book_at(t, 780, t->amina);
		struct service type = country_type(&t->c, kinds[i]);
		struct opening o = country_opening(&t->c, s.agenda, "", 780, 810);
		struct opening_id id;

		type.place_kind = str_of(kinds[i]);
		assert_int_equal(service_put(t->c.db, t->c.a, t->c.now, &type, &visit.service), OK);
		o.first_day = t->day;
		o.services = &visit.service;
		assert_int_equal(opening_put(t->c.db, t->c.a, t->c.now, &o, S("x"), &id), OK);
		assert_int_equal(appointment_book(t->c.db, t->c.a, t->c.now, &visit, &got), OK);
		assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
		assert_int_equal(message_texts(t->c.db, t->c.a, S("+212612345678"), &texts, &n), OK);
		assert_true(str_find(texts[n - 1], S("Dr Other")) >= 0);
		assert_int_equal(str_find(texts[n - 1], S("FES")) >= 0, i == 0);
		t->day.n++;
	}
	assert_int_equal(db_commit(t->c.db), OK);
}

static void two_never_stand_in_on_one_day(void **state)
{
	struct stand_in s = begin(state);
	struct town *t = &s.t;
	struct substitution_ask ask = ask_of(&s, 0, 2), next = ask_of(&s, 2, 4), after = ask_of(&s, 3, 4);
	struct substitution_plan plan;

	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &next, &plan), E_CONFLICT);
	assert_true(plan.taken);
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &after, &plan), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static void hours_of_ones_own_at_the_same_time_are_confirmed_first(void **state)
{
	struct stand_in s = begin(state);
	struct town *t = &s.t;
	struct schedule_id theirs = country_schedule(&t->c, t->c.hospital, t->c.location, s.other, true);
	struct substitution_ask ask = ask_of(&s, 0, 1);
	struct substitution_plan plan;

	country_open(&t->c, theirs, "FREQ=DAILY", 700, 800);
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), E_LIMIT);
	assert_int_equal(plan.meets, 2);
	assert_int_equal(plan.first.day.n, t->day.n);
	ask.agreed = true;
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static struct absence_id away(struct town *t, struct schedule_id s, int32_t first, int32_t last)
{
	struct absence x = { .schedule = s, .from = { { t->day.n + first }, 0 }, .to = { { t->day.n + last + 1 }, 0 },
		.reason = S("Congé") };
	struct absence_id id;

	assert_int_equal(absence_put(t->c.db, t->c.a, t->c.now, &x, S("x"), &id), OK);
	return id;
}

static void a_substitute_who_is_away_himself_is_confirmed_first(void **state)
{
	struct stand_in s = begin(state);
	struct town *t = &s.t;
	struct schedule_id theirs = country_schedule(&t->c, t->c.hospital, t->c.location, s.other, true);
	struct substitution_ask ask = ask_of(&s, 0, 1), third = ask_of(&s, 0, 1);
	struct substitution_plan plan;
	struct absence_id leave = away(t, theirs, 2, 3);

	assert_int_equal(substitution_plan(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
	assert_int_equal(plan.away, 0);		/* the day after: that is not these days */
	assert_int_equal(absence_remove(t->c.db, t->c.a, t->c.now, leave, S("x")), OK);
	leave = away(t, theirs, 1, 1);
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), E_LIMIT);
	assert_int_equal(plan.away, 1);
	assert_int_equal(absence_remove(t->c.db, t->c.a, t->c.now, leave, S("x")), OK);
	/* somebody stands in for him */
	third.schedule = theirs;
	third.practitioner = doctor(t, "THIRD", "Dr Third");
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &third, &plan), OK);
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), E_LIMIT);
	ask.agreed = true;
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static void the_doctors_own_absence_is_opened_for_the_substitute_if_that_is_wanted(void **state)
{
	struct stand_in s = begin(state);
	struct town *t = &s.t;
	struct substitution_ask ask = ask_of(&s, 0, 1);
	struct substitution_plan plan;
	struct absences left;

	away(t, s.agenda, 0, 1);
	away(t, s.agenda, 1, 5);		/* longer than the substitution: stays */
	assert_int_equal(substitution_plan(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
	assert_int_equal(plan.closed.n, 2);
	assert_true(plan.closed.v[0].may_open);
	assert_false(plan.closed.v[1].may_open);
	ask.open = true;
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), OK);
	assert_int_equal(absence_list(t->c.db, t->c.a, s.agenda, t->day, &left), OK);
	assert_int_equal(left.n, 1);
	struct booked amina = booked(t, 540, t->amina);

	assert_int_equal(whose(&s, amina), s.other.v);
	assert_int_equal(db_commit(t->c.db), OK);

	/* undone it is closed again */
	struct substitutions all;
	struct absences again;

	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(substitutions_of(t->c.db, t->c.a, s.agenda, t->day, t->day, &all), OK);
	assert_int_equal(substitution_undo(t->c.db, t->c.a, t->c.now, all.v[0].id, 0, S("x"), &plan), OK);
	assert_int_equal(whose(&s, amina), s.own.v);
	assert_int_equal(absence_list(t->c.db, t->c.a, s.agenda, t->day, &again), OK);
	assert_int_equal(again.n, 2);
	assert_int_equal(db_commit(t->c.db), OK);
}

static void a_team_has_nobody_to_stand_in_for(void **state)
{
	struct stand_in s = begin(state);
	struct town *t = &s.t;
	struct substitution_ask ask = ask_of(&s, 0, 1);
	struct substitution_plan plan;

	ask.schedule = country_schedule(&t->c, t->c.hospital, t->c.location, (struct practitioner_id){ 0 }, false);
	assert_int_equal(substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan), E_NOTFOUND);
	assert_int_equal(db_commit(t->c.db), OK);
}

/* The first makes the substitution, the others book. */
static enum err stand_in_or_book(const struct racer *r, struct town *t)
{
	const struct stand_in *s = r->arg;
	struct substitution_ask ask = ask_of(s, 0, 0);
	struct book_ask book = book_at(t, 540 + 15 * (r->nth - 1), t->amina);
	struct substitution_plan plan;
	struct booked out;

	return r->nth ? appointment_book(t->c.db, t->c.a, t->c.now, &book, &out)
		: substitution_make(t->c.db, t->c.a, t->c.now, &ask, &plan);
}

static void who_books_at_that_moment_gets_the_substitute_too(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct stand_in s = begin(state);
	struct appointments day;
	int ended[ERR_MAX] = { 0 };
	enum { MANY = 13 };

	assert_int_equal(db_commit(s.t.c.db), OK);
	race_all(b, &s.t, MANY, stand_in_or_book, &s, ended);
	assert_int_equal(appointment_day_of_schedule(b->db, s.t.c.a, &everybody, s.agenda, s.t.day,
		(struct day){ s.t.day.n + 1 }, &day), OK);
	assert_int_equal(day.n, ended[OK] - 1);
	assert_true(day.n > 0);
	for (size_t i = 0; i < day.n; i++)
		assert_int_equal(day.v[i].practitioner.v, s.other.v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_substitution_begins_today_or_later_and_lasts_half_a_year_at_most),
		cmocka_unit_test(what_is_open_ahead_and_his_passes_over),
		cmocka_unit_test(hours_that_meet_are_counted_once_and_the_first_is_told),
		BOTH(appointments_pass_over_as_a_whole_and_go_back_where_nothing_changed),
		BOTH(who_is_called_is_told_of_the_substitute_and_of_no_place),
		BOTH(two_never_stand_in_on_one_day),
		BOTH(hours_of_ones_own_at_the_same_time_are_confirmed_first),
		BOTH(a_substitute_who_is_away_himself_is_confirmed_first),
		BOTH(the_doctors_own_absence_is_opened_for_the_substitute_if_that_is_wanted),
		BOTH(a_team_has_nobody_to_stand_in_for),
		BOTH(who_books_at_that_moment_gets_the_substitute_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
