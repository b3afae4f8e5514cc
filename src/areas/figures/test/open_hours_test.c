/* What hours were open and taken, the third free time of a morning, and wished dates apart. */
#include "areas/appointments/test/town.h"

#include "areas/figures/tally.h"
#include "figures_q.h"

#define GOOD(x) assert_int_equal((x), OK)

static struct figures counted(struct town *t)
{
	struct figures f;

	GOOD(figures_count(t->c.db, t->c.a, &everybody, 1000, 2000, S("Africa/Casablanca"), month_of_day(t->c.monday), &f));
	return f;
}

static void book_on(struct town *t, int32_t day, int32_t min)
{
	struct book_ask ask = book_at(t, min, t->omar);
	struct booked b;

	ask.day = (struct day){ t->c.monday.n + day };
	GOOD(appointment_book(t->c.db, t->c.a, t->c.now, &ask, &b));
}

static void hours_of_the_week_add_up(const struct figures *f)
{
	int64_t open = 0, taken = 0;

	for (int d = 0; d < WEEK; d++) {
		for (int h = 0; h < HOURS; h++) {
			open += f->load->v[d][h].open_min;
			taken += f->load->v[d][h].taken_min;
		}
	}
	assert_int_equal(open, figures_all(f)->v[M_OPEN_MIN]);
	assert_int_equal(taken, figures_all(f)->v[M_TAKEN_MIN]);
}

/* Nine mornings of three hours in the month. */
static void absences_and_feasts_are_no_open_hours(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct absence away = { .schedule = t.schedule, .from = { t.day, 600 }, .to = { t.day, 660 }, .reason = S("") };
	struct absence_id id;
	struct figures f;

	GOOD(db_begin(t.c.db));
	f = counted(&t);
	assert_int_equal(figures_all(&f)->v[M_OPEN_MIN], 9 * 180);
	assert_int_equal(figures_all(&f)->v[M_TAKEN_MIN], 0);
	GOOD(absence_put(t.c.db, t.c.a, t.c.now, &away, S("administrator"), &id));
	away.from.min = 630;		/* one that lies over it counts once */
	away.to.min = 690;
	GOOD(absence_put(t.c.db, t.c.a, t.c.now, &away, S("administrator"), &id));
	GOOD(calendar_day_put(t.c.db, t.c.a, (struct calendar_day_id){ random_id(t.c.now) }, t.c.ministry,
		(struct day){ t.c.monday.n + 16 }, S("holiday"), S("Fête"), S("عيد"), S("Feast"), true));
	book_on(&t, 0, 540);
	book_on(&t, 7, 540);
	f = counted(&t);
	assert_int_equal(figures_all(&f)->v[M_OPEN_MIN], 7 * 180 + 90);
	assert_int_equal(figures_all(&f)->v[M_TAKEN], 2);
	assert_int_equal(figures_all(&f)->v[M_TAKEN_MIN], 60);
	assert_int_equal(figures_find(&f, D_SERVICE, S("cardiologie"))->v[M_OPEN_MIN], 7 * 180 + 90);
	hours_of_the_week_add_up(&f);
	assert_int_equal(f.load->v[0][9].open_min, 5 * 60);
	assert_int_equal(f.load->v[0][9].taken_min, 60);
	assert_int_equal(f.load->v[0][9].taken, 2);
	assert_int_equal(f.load->v[2][10].open_min, 2 * 60);
	assert_int_equal(f.load->v[2][11].open_min, 2 * 60 + 30);
	assert_int_equal(f.load->v[2][9].open_min, 3 * 60);
	assert_int_equal(f.load->v[1][9].open_min, 0);
	db_rollback(t.c.db);
}

/* As it was counted of the house, and as it is shown of an organisation. */
static struct load_week own_week(struct town *t)
{
	struct load_week w = { 0 };
	struct load_own_rows rows;

	GOOD(load_own(t->c.db, t->c.a, t->c.hospital, month_of_day(t->c.monday), &rows));
	for (size_t i = 0; i < rows.n; i++)
		w.v[rows.v[i].weekday - 1][rows.v[i].hour] = (struct load_hour){ rows.v[i].taken, rows.v[i].taken_min, rows.v[i].open_min };
	return w;
}

static struct load_week week_shown(struct town *t, struct organization_id o)
{
	struct load_week w;

	GOOD(load_read(t->c.db, t->c.a, o, month_of_day(t->c.monday), &w));
	return w;
}

static void hours_of_the_week_are_stored_and_put_right(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct instant later = { t.c.now.v + 2 * 86400 };
	int32_t month = month_of_day(t.c.monday);
	struct figure_stale_rows stale;
	struct load_week w;
	struct figures f;
	bool differed;
	int done;

	GOOD(db_begin(t.c.db));
	book_on(&t, 0, 540);
	GOOD(figures_touch(t.c.db, t.c.a, t.c.hospital, t.c.monday));
	GOOD(figures_flush(t.c.db, t.c.a, t.c.now, 100, &done));
	f = counted(&t);
	w = own_week(&t);
	assert_memory_equal(&w, f.load, sizeof(w));
	GOOD(load_put(t.c.db, t.c.a, t.c.hospital, month, 1, 9, 7, 70, 700));
	GOOD(load_put(t.c.db, t.c.a, t.c.hospital, month, 7, 23, 7, 70, 700));
	GOOD(figures_stale(t.c.db, t.c.a, later, 1, &stale));
	assert_int_equal(stale.n, 1);
	GOOD(figures_look_at(t.c.db, t.c.a, later, &stale.v[0], &differed));
	assert_true(differed);
	w = own_week(&t);
	assert_memory_equal(&w, f.load, sizeof(w));
	db_rollback(t.c.db);
}

static void settle(struct town *t)
{
	GOOD(figures_touch(t->c.db, t->c.a, t->c.hospital, t->c.monday));
	GOOD(figures_settle(t->c.db, t->c.a, t->c.now));
}

static void the_hours_that_a_country_shows_are_added_up_with_its_month_and_put_right_at_night(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct instant later = { t.c.now.v + 2 * 86400 };
	int32_t month = month_of_day(t.c.monday);
	struct tally_plan plan;
	struct load_week w, own;
	bool differed;
	int done;

	GOOD(db_begin(t.c.db));
	book_on(&t, 0, 540);
	settle(&t);
	own = own_week(&t);
	w = week_shown(&t, t.c.ministry);
	assert_memory_equal(&w, &own, sizeof(w));
	w = week_shown(&t, t.c.hospital);
	assert_memory_equal(&w, &own, sizeof(w));

	book_on(&t, 7, 540);		/* not before the rest of the month's figures */
	GOOD(figures_touch(t.c.db, t.c.a, t.c.hospital, t.c.monday));
	GOOD(figures_flush(t.c.db, t.c.a, t.c.now, 100, &done));
	w = week_shown(&t, t.c.ministry);
	assert_memory_equal(&w, &own, sizeof(w));
	settle(&t);
	own = own_week(&t);
	w = week_shown(&t, t.c.ministry);
	assert_memory_equal(&w, &own, sizeof(w));

	GOOD(load_shown_put(t.c.db, t.c.a, t.c.ministry, month, 1, 9, 7, 70, 700));
	GOOD(load_shown_put(t.c.db, t.c.a, t.c.ministry, month, 7, 23, 7, 70, 700));
	GOOD(figures_plan_again(t.c.db, t.c.a, later, &plan));
	GOOD(tally_write(t.c.db, t.c.a, later, &plan, &differed));
	assert_true(differed);
	w = week_shown(&t, t.c.ministry);
	assert_memory_equal(&w, &own, sizeof(w));
	db_rollback(t.c.db);
}

static struct load_week kept_of(struct town *t, struct organization_id o)
{
	struct load_week w;

	GOOD(load_kept(t->c.db, t->c.a, o, month_of_day(t->c.monday), &w));
	return w;
}

static void a_closed_month_keeps_its_week_at_every_level(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct instant over = { (month_first_day(month_of_day(t.c.monday) + 1).n + CLOSING_DAYS + 1) * (int64_t)86400 };
	struct load_week was, now, kept;

	GOOD(db_begin(t.c.db));
	book_on(&t, 0, 540);
	settle(&t);
	was = week_shown(&t, t.c.ministry);
	assert_int_equal(was.v[0][9].taken, 1);
	GOOD(figures_close(t.c.db, t.c.a, over, true));
	kept = kept_of(&t, t.c.hospital);
	assert_memory_equal(&kept, &was, sizeof(was));
	kept = kept_of(&t, t.c.ministry);
	assert_memory_equal(&kept, &was, sizeof(was));

	book_on(&t, 7, 540);
	settle(&t);
	now = week_shown(&t, t.c.ministry);
	assert_int_equal(now.v[0][9].taken, 2);
	kept = kept_of(&t, t.c.hospital);
	assert_memory_equal(&kept, &was, sizeof(was));
	db_rollback(t.c.db);
}

static int32_t third_of(struct town *t)
{
	struct figures f = counted(t);

	return line_median_twice(figures_find(&f, D_SERVICE, S("cardiologie")), H_THIRD) / 2;
}

static void the_third_free_time_is_looked_at_once_a_morning(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	GOOD(db_begin(t.c.db));
	for (int i = 0; i < 4; i++)
		book_on(&t, 0, 540 + 30 * i);
	t.c.now.v += 6 * 3600;		/* 13:00: no morning any more */
	assert_int_equal(figures_third(t.c.db, t.c.a, t.c.now), E_NOTFOUND);
	t.c.now.v -= 6 * 3600;
	GOOD(figures_third(t.c.db, t.c.a, t.c.now));
	assert_int_equal(figures_third(t.c.db, t.c.a, t.c.now), E_NOTFOUND);
	assert_int_equal(third_of(&t), 2);	/* two are left on Monday, the third is on Wednesday */
	t.c.now.v += 86400;
	GOOD(figures_third(t.c.db, t.c.a, t.c.now));
	assert_int_equal(third_of(&t), 1);	/* of two mornings, 2 days and 1 day: 1.5, halved down */
	db_rollback(t.c.db);
}

static void a_day_taken_a_week_after_the_first_free_one_is_wished(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct figures f;

	GOOD(db_begin(t.c.db));
	book_on(&t, 0, 540);
	book_on(&t, 2, 540);
	book_on(&t, 7, 570);
	book_on(&t, 9, 540);
	f = counted(&t);
	assert_int_equal(figures_find(&f, D_VISIT, S("first"))->v[M_N], 2);
	assert_int_equal(figures_find(&f, D_VISIT, S("wished"))->v[M_N], 2);
	assert_int_equal(figures_all(&f)->v[M_COMPARED], 2);
	assert_int_equal(delay_rank(figures_all(&f)->days[H_COMPARED], 9, 10), 2);
	assert_int_equal(delay_rank(figures_all(&f)->days[H_DELAY], 9, 10), 9);
	assert_int_equal(figures_find(&f, D_AGE, S("45-64"))->v[M_N], 4);
	db_rollback(t.c.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(absences_and_feasts_are_no_open_hours),
		BOTH(hours_of_the_week_are_stored_and_put_right),
		BOTH(the_hours_that_a_country_shows_are_added_up_with_its_month_and_put_right_at_night),
		BOTH(a_closed_month_keeps_its_week_at_every_level),
		BOTH(the_third_free_time_is_looked_at_once_a_morning),
		BOTH(a_day_taken_a_week_after_the_first_free_one_is_wished),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
