/* Bookings note nothing for the figures: the jobs find what was booked and moved by the acts. */
#include "areas/appointments/test/town.h"

#include "areas/figures/figures.h"
#include "areas/figures/tally.h"
#include "jobs/mark.h"

#define GOOD(x) assert_int_equal((x), OK)

static int flushed(struct town *t)
{
	int done;

	GOOD(figures_flush(t->c.db, t->c.a, t->c.now, 1000, &done));
	return done;
}

static int watched(struct town *t)
{
	GOOD(figures_watch(t->c.db, t->c.a, t->c.now));
	return flushed(t);
}

/* Sums over all that is stored, of which each part of the key is a factor. */
struct sums { int64_t n, online, days, keys; };

static struct sums stored(struct town *t, struct organization_id o, int32_t month)
{
	struct figures f;
	struct sums s = { 0 };

	GOOD(tally_load(t->c.db, t->c.a, o, month, EDITION_OWN, &f));
	for (size_t k = 0; k < f.n; k++) {
		const struct figure_line *l = f.v[k];

		s.n += l->v[M_N];
		s.online += l->v[M_ONLINE];
		for (int d = 0; l->days[H_DELAY] && d < DELAYS; d++)
			s.days += (int64_t)l->days[H_DELAY][d] * d;
		for (size_t i = 0; i < l->value.n; i++)
			s.keys += l->v[M_N] * (int64_t)(i + 1) * (unsigned char)l->value.p[i];
	}
	return s;
}

/* The stored counts of a place are those of counting everything from scratch. */
static void is_as_counted(struct town *t, struct organization_id o, int32_t month)
{
	struct sums was = stored(t, o, month), is;

	GOOD(figures_touch_all(t->c.db, t->c.a, month, month));
	GOOD(figures_touch(t->c.db, t->c.a, o, month_first_day(month)));
	flushed(t);
	is = stored(t, o, month);
	assert_int_equal(was.n, is.n);
	assert_int_equal(was.online, is.online);
	assert_int_equal(was.days, is.days);
	assert_int_equal(was.keys, is.keys);
}

static struct organization_id add_department(struct town *t, struct schedule_id *ret)
{
	struct organization_id o = country_organization(
		&t->c, t->c.hospital, 1100, 1200, 2, "department", "FES-CARDIO");
	struct location_id l = country_location(&t->c, o, "FES-C1");

	*ret = country_schedule(&t->c, o, l, (struct practitioner_id){ 0 }, false);
	country_open(&t->c, *ret, "FREQ=WEEKLY;BYDAY=MO,WE", 540, 720);
	return o;
}

enum { ACTS = 120, KEPT = 12 };

struct random_acts { struct town *t; struct schedule_id agenda[2]; struct appointment_id id[KEPT]; size_t n; uint64_t dice; };

static uint32_t roll(struct random_acts *r, uint32_t below)
{
	r->dice = r->dice * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(r->dice >> 33) % below;
}

static void act_at_random(struct random_acts *r)
{
	struct town *t = r->t;
	int32_t min = 540 + 30 * (int32_t)roll(r, 6);
	struct schedule_id agenda = r->agenda[roll(r, 2)];
	struct day day = { t->c.monday.n + 7 * (int32_t)roll(r, 4) + 2 };
	struct change_ask who = { .channel = CH_DESK, .version = -1 };
	int64_t version;

	if (r->n < KEPT && roll(r, 2)) {
		struct book_ask ask = book_at(t, min, roll(r, 2) ? t->amina : t->omar);
		struct booked b;

		ask.schedule = agenda;
		ask.day = day;
		ask.channel = roll(r, 2) ? CH_ONLINE : CH_PHONE;
		if (appointment_book(t->c.db, t->c.a, t->c.now, &ask, &b) == OK)
			r->id[r->n++] = b.id;
		return;
	}
	if (!r->n)
		return;
	uint32_t k = roll(r, (uint32_t)r->n);

	who.id = r->id[k];
	if (roll(r, 3)) {
		struct move_ask to = { .schedule = agenda, .day = day, .start_min = min };

		(void)!appointment_move(t->c.db, t->c.a, t->c.now, &who, &to, &version);
	} else if (appointment_cancel(t->c.db, t->c.a, t->c.now, &who, true, S(""), &version) == OK) {
		r->id[k] = r->id[--r->n];
	}
}

static void after_random_acts_the_stored_counts_are_the_true_ones(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct random_acts r = { .t = &t, .agenda = { t.schedule }, .dice = 7 };
	int32_t month = month_of_day(t.c.monday);
	struct organization_id department;

	GOOD(db_begin(t.c.db));
	department = add_department(&t, &r.agenda[1]);
	watched(&t);
	for (int i = 0; i < ACTS; i++) {
		t.c.now.v += 300;
		act_at_random(&r);
		if (i % 20 != 19)
			continue;
		watched(&t);
		is_as_counted(&t, t.c.hospital, month);
		is_as_counted(&t, department, month);
	}
	assert_true(stored(&t, t.c.hospital, month).n > 10);
	assert_true(stored(&t, department, month).n > 10);
	db_rollback(t.c.db);
}

static void only_what_changed_is_counted_anew(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct schedule_id other;

	GOOD(db_begin(t.c.db));
	add_department(&t, &other);
	booked(&t, 540, t.amina);
	t.c.now.v += 300;
	assert_int_equal(watched(&t), 1);
	t.c.now.v += 900;
	assert_int_equal(watched(&t), 0);
	struct book_ask ask = book_at(&t, 570, t.omar);
	struct booked b;

	ask.schedule = other;
	GOOD(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b));
	assert_int_equal(watched(&t), 1);
	/* A clock that was set back loses nothing. */
	t.c.now.v -= 7200;
	booked(&t, 600, t.amina);
	assert_int_equal(watched(&t), 2);
	db_rollback(t.c.db);
}

static enum err look_again(const struct town *t, bool *ret_differed)
{
	struct figure_stale_rows one;

	GOOD(figures_stale(t->c.db, t->c.a, t->c.now, 1, &one));
	return one.n ? figures_look_at(t->c.db, t->c.a, t->c.now, &one.v[0], ret_differed) : E_NOTFOUND;
}

static void at_night_a_wrong_count_is_found_and_put_right(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	int32_t month = month_of_day(t.c.monday);
	bool differed = true;

	GOOD(db_begin(t.c.db));
	booked(&t, 540, t.amina);
	watched(&t);
	assert_int_equal(look_again(&t, &differed), E_NOTFOUND);
	t.c.now.v += 86400;
	GOOD(look_again(&t, &differed));
	assert_false(differed);
	assert_int_equal(look_again(&t, &differed), E_NOTFOUND);
	t.c.now.v += 86400;
	GOOD(tally_drop(t.c.db, t.c.a, t.c.hospital, month, EDITION_OWN, S("all"), S("")));
	GOOD(look_again(&t, &differed));
	assert_true(differed);
	assert_int_equal(stored(&t, t.c.hospital, month).n, 7);	/* a line in each dimension */
	/* An old month is looked at once a month. */
	t.c.now.v += 70 * 86400LL;
	GOOD(look_again(&t, &differed));
	t.c.now.v += 2 * 86400;
	assert_int_equal(look_again(&t, &differed), E_NOTFOUND);
	db_rollback(t.c.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(after_random_acts_the_stored_counts_are_the_true_ones),
		BOTH(only_what_changed_is_counted_anew),
		BOTH(at_night_a_wrong_count_is_found_and_put_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
