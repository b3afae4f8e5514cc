/* A care series booked, moved, cancelled as one, on both engines. */
#include "areas/appointments/test/town.h"

#include "areas/schedules/homes.h"
#include "areas/series/series.h"
#include "jobs/jobs.h"

enum { VISITS = 6 };

struct dressing {
	struct town t;
	struct series_want want[VISITS];
	struct series_ask ask;
};

/* Every Wednesday at 09:00, six times. */
static struct dressing dressing_make(void **state)
{
	struct dressing d = { .t = town_make(BOTH_STATE(state)) };

	d.ask = (struct series_ask){ .rule = { .first = { d.t.day, 540 }, .unit = SERIES_WEEKS, .every = 1, .count = VISITS,
		.days = 2, .minutes = 60 }, .organization = d.t.c.hospital, .service = d.t.c.service, .patient = d.t.amina,
		.all = true, .channel = CH_DESK, .role = S("desk"), .for_whom = "self" };
	for (int32_t k = 0; k < VISITS; k++)
		d.want[k] = (struct series_want){ d.t.schedule, series_wish(&d.ask.rule, k) };
	return d;
}

static enum err book(struct dressing *d, struct series *ret, uint32_t *taken)
{
	struct series_id id;

	d->ask.want = d->want;
	TRY(series_book(d->t.c.db, d->t.c.a, d->t.c.now, &d->ask, &id, taken));
	return series_get(d->t.c.db, d->t.c.a, id, ret);
}

static size_t texts(struct dressing *d, struct str *last)
{
	struct str *v;
	size_t n;

	assert_int_equal(message_texts(d->t.c.db, d->t.c.a, S("+212612345678"), &v, &n), OK);
	*last = n ? v[n - 1] : STR_NONE;
	return n;
}

static bool says(struct str text, const char *word)
{
	return memmem(text.p, text.n, word, strlen(word)) != NULL;
}

static void a_series_of_a_visit_booked_online_is_mailed_where_that_booking_said(void **state)
{
	struct dressing d = dressing_make(state);
	struct book_ask ask = book_at(&d.t, 540, d.t.amina);
	struct booked first;
	struct series s;
	struct str *ics;
	uint32_t taken;
	size_t n, files = 0;

	ask.email = S("amina@mta.test");
	assert_int_equal(db_begin(d.t.c.db), OK);
	assert_int_equal(appointment_book(d.t.c.db, d.t.c.a, d.t.c.now, &ask, &first), OK);
	d.ask.first = first.id;
	assert_int_equal(book(&d, &s, &taken), OK);
	assert_int_equal(message_calendars(d.t.c.db, d.t.c.a, ask.email, &ics, &n), OK);
	assert_true(n > 0);
	for (const char *p = arena_cstr(d.t.c.a, ics[n - 1]); (p = strstr(p, "BEGIN:VCALENDAR")); p++)
		files++;
	assert_int_equal(files, VISITS);
	assert_int_equal(db_commit(d.t.c.db), OK);
}

static void six_visits_are_booked_at_once_and_told_once(void **state)
{
	struct dressing d = dressing_make(state);
	struct series s, again;
	struct str text;
	uint32_t taken;

	assert_int_equal(db_begin(d.t.c.db), OK);
	assert_int_equal(book(&d, &s, &taken), OK);
	assert_int_equal(taken, 0);
	assert_int_equal(s.n, VISITS);
	for (size_t i = 0; i < s.n; i++) {
		assert_int_equal(s.v[i].start.day.n, d.t.day.n + 7 * (int32_t)i);
		assert_int_equal(s.v[i].status, ST_BOOKED);
	}
	assert_int_equal(acts(&d.t, "book"), VISITS);
	assert_int_equal(texts(&d, &text), 1);
	assert_true(says(text, "6 ") && says(text, "09/12/2026 09:00") && says(text, "/a/"));
	assert_int_equal(series_of(d.t.c.db, d.t.c.a, s.v[2].appointment, &again), OK);
	assert_int_equal(again.id.v, s.id.v);
	assert_int_equal(again.here, 3);
	assert_int_equal(db_commit(d.t.c.db), OK);
}

/* The same round six weeks: each visit has the address of the first, and leaves the way there and back. */
static void a_series_at_home_keeps_the_address(void **state)
{
	struct dressing d = dressing_make(state);
	struct country *c = &d.t.c;
	struct home_zone z = { .organization = c->hospital, .name = names_make(S("Narjiss"), STR_NONE, STR_NONE), .minutes = 15,
		.near_min = 5, .active = true };
	struct service type = country_type(c, "HOME");
	struct opening o;
	struct opening_id opening;
	struct series s;
	uint32_t taken;

	assert_int_equal(db_begin(c->db), OK);
	type.place_kind = S("home");
	assert_int_equal(service_put(c->db, c->a, c->now, &type, &d.ask.service), OK);
	o = country_opening(c, d.t.schedule, "FREQ=DAILY", 780, 960);
	o.services = &d.ask.service;
	assert_int_equal(opening_put(c->db, c->a, c->now, &o, S("x"), &opening), OK);
	assert_int_equal(home_zone_put(c->db, c->a, c->now, &z, &d.ask.home.zone), OK);
	for (int32_t k = 0; k < VISITS; k++)
		d.want[k].at.min = 795;
	d.ask.rule.first.min = 795;
	d.ask.home.address = S("12, rue Ibn Rochd");
	d.ask.home.at = (struct place_on_earth){ true, 34000000, -5000000 };
	assert_int_equal(book(&d, &s, &taken), OK);
	for (size_t i = 0; i < s.n; i++) {
		struct appointment x = seen(&d.t, s.v[i].appointment);

		assert_string_equal(arena_cstr(c->a, x.home.address), "12, rue Ibn Rochd");
		assert_int_equal(x.home.zone, d.ask.home.zone);
		assert_int_equal(x.home.at.lat, 34000000);
	}
	assert_int_equal(db_commit(c->db), OK);
}

static void all_or_nothing_books_nothing_and_says_what_was_taken(void **state)
{
	struct dressing d = dressing_make(state);
	struct book_ask other = book_at(&d.t, 540, d.t.omar);
	struct booked b;
	struct series s;
	struct str text;
	uint32_t taken;

	other.day.n += 14;
	assert_int_equal(db_begin(d.t.c.db), OK);
	assert_int_equal(appointment_book(d.t.c.db, d.t.c.a, d.t.c.now, &other, &b), OK);
	assert_int_equal(db_commit(d.t.c.db), OK);
	assert_int_equal(db_begin(d.t.c.db), OK);
	assert_int_equal(book(&d, &s, &taken), E_CONFLICT);
	assert_int_equal(taken, 1u << 2);
	db_rollback(d.t.c.db);
	assert_int_equal(acts(&d.t, "book"), 1);
	assert_int_equal(texts(&d, &text), 0);
}

static void what_is_free_is_booked_and_the_rest_is_to_place(void **state)
{
	struct dressing d = dressing_make(state);
	struct book_ask other = book_at(&d.t, 540, d.t.omar), at = book_at(&d.t, 570, d.t.amina);
	struct series_waitings list;
	struct booked b;
	struct series s;
	uint32_t taken;
	int64_t n;

	assert_int_equal(db_begin(d.t.c.db), OK);
	other.day.n += 14;
	assert_int_equal(appointment_book(d.t.c.db, d.t.c.a, d.t.c.now, &other, &b), OK);
	d.ask.all = false;
	d.want[5].schedule.v = 0;	/* left by hand */
	assert_int_equal(book(&d, &s, &taken), OK);
	assert_int_equal(taken, 1u << 2);
	assert_int_equal(series_to_place_number(d.t.c.db, d.t.c.a, 1000, 2000, &n), OK);
	assert_int_equal(n, 2);
	assert_int_equal(series_to_place_list(d.t.c.db, d.t.c.a, &everybody, 1000, 2000, &list), OK);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.v[0].n, 3);
	assert_int_equal(list.v[0].appointment.v, s.v[0].appointment.v);
	at.day.n += 14;
	assert_int_equal(series_place(d.t.c.db, d.t.c.a, d.t.c.now, &s, 3, &at, &b), OK);
	assert_int_equal(series_to_place_number(d.t.c.db, d.t.c.a, 1000, 2000, &n), OK);
	assert_int_equal(n, 1);
	/* another house is told nothing of it */
	assert_int_equal(series_to_place_list(d.t.c.db, d.t.c.a, &(struct scope){ .lo = 1500, .hi = 1501 }, 1000, 2000, &list), OK);
	assert_int_equal(list.n, 0);
	assert_int_equal(db_commit(d.t.c.db), OK);
}

static void an_appointment_that_stands_becomes_the_first_of_its_series(void **state)
{
	struct dressing d = dressing_make(state);
	struct series s;
	struct str text;
	uint32_t taken;

	assert_int_equal(db_begin(d.t.c.db), OK);
	d.ask.first = booked(&d.t, 540, d.t.amina).id;
	assert_int_equal(book(&d, &s, &taken), OK);
	assert_int_equal(s.v[0].appointment.v, d.ask.first.v);
	assert_int_equal(acts(&d.t, "book"), VISITS);
	texts(&d, &text);
	assert_true(says(text, "6 "));
	assert_int_equal(db_commit(d.t.c.db), OK);
}

static void wanted(const struct series *s, int32_t from, int64_t by, struct series_want *want, int64_t *versions)
{
	for (size_t i = 0; i < s->n; i++) {
		want[i] = (struct series_want){ { s->v[i].n < from ? 0 : s->v[i].schedule.v }, local_add(s->v[i].start, by) };
		versions[i] = s->v[i].version;
	}
}

/* A week later each takes the old time of the next; back again, the other way round. */
static void from_one_on_all_move_by_the_same(void **state)
{
	struct dressing d = dressing_make(state);
	const struct change_ask who = by_desk((struct appointment_id){ 0 }, -1);
	struct series_want want[SERIES_MAX];
	int64_t versions[SERIES_MAX];
	struct series s;
	struct str text;
	uint32_t taken;
	int32_t n;

	assert_int_equal(db_begin(d.t.c.db), OK);
	assert_int_equal(book(&d, &s, &taken), OK);
	for (int turn = 0; turn < 2; turn++) {
		wanted(&s, 3, turn ? -7 * 1440 : 7 * 1440, want, versions);
		assert_int_equal(series_move(d.t.c.db, d.t.c.a, d.t.c.now, &s, &who, want, versions, true, &taken, &n), OK);
		assert_int_equal(n, 4);
		assert_int_equal(series_get(d.t.c.db, d.t.c.a, s.id, &s), OK);
		for (size_t i = 0; i < s.n; i++)
			assert_int_equal(s.v[i].start.day.n, d.t.day.n + 7 * (int32_t)(i + (!turn && i >= 2)));
	}
	assert_int_equal(acts(&d.t, "move"), 8);
	assert_int_equal(texts(&d, &text), 3);
	assert_true(says(text, "4 "));
	assert_int_equal(db_commit(d.t.c.db), OK);
}

static void a_move_of_all_moves_none_when_one_is_taken_or_changed(void **state)
{
	struct dressing d = dressing_make(state);
	const struct change_ask who = by_desk((struct appointment_id){ 0 }, -1);
	struct book_ask other = book_at(&d.t, 570, d.t.omar);
	struct series_want want[SERIES_MAX];
	int64_t versions[SERIES_MAX];
	struct booked b;
	struct series s;
	uint32_t taken;
	int32_t n;

	assert_int_equal(db_begin(d.t.c.db), OK);
	assert_int_equal(book(&d, &s, &taken), OK);
	other.day.n += 7;
	assert_int_equal(appointment_book(d.t.c.db, d.t.c.a, d.t.c.now, &other, &b), OK);
	assert_int_equal(db_commit(d.t.c.db), OK);
	wanted(&s, 1, 30, want, versions);
	versions[3] += 1;
	assert_int_equal(db_begin(d.t.c.db), OK);
	assert_int_equal(series_move(d.t.c.db, d.t.c.a, d.t.c.now, &s, &who, want, versions, true, &taken, &n), E_CONFLICT);
	assert_int_equal(taken, 1u << 1 | 1u << 3);
	db_rollback(d.t.c.db);
	assert_int_equal(db_begin(d.t.c.db), OK);
	assert_int_equal(series_move(d.t.c.db, d.t.c.a, d.t.c.now, &s, &who, want, versions, false, &taken, &n), OK);
	assert_int_equal(n, 4);
	assert_int_equal(db_commit(d.t.c.db), OK);
}

static void from_one_on_all_are_cancelled_and_the_rest_given_up(void **state)
{
	struct dressing d = dressing_make(state);
	const struct change_ask who = by_desk((struct appointment_id){ 0 }, -1);
	struct series s;
	struct str text;
	uint32_t taken;
	int32_t n;
	int64_t left;

	assert_int_equal(db_begin(d.t.c.db), OK);
	d.ask.all = false;
	d.want[5].schedule.v = 0;
	assert_int_equal(book(&d, &s, &taken), OK);
	assert_int_equal(series_cancel(d.t.c.db, d.t.c.a, d.t.c.now, &s, &who, 4, false, S("healed"), &n), OK);
	assert_int_equal(n, 3);
	assert_int_equal(series_get(d.t.c.db, d.t.c.a, s.id, &s), OK);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(s.v[i].status, i < 3 ? ST_BOOKED : ST_CANCELLED);
	assert_true(s.v[5].given_up);
	assert_int_equal(series_to_place_number(d.t.c.db, d.t.c.a, 1000, 2000, &left), OK);
	assert_int_equal(left, 0);
	assert_int_equal(acts(&d.t, "cancel"), 2);
	assert_int_equal(texts(&d, &text), 2);
	assert_true(says(text, "2 "));
	assert_int_equal(db_commit(d.t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_series_of_a_visit_booked_online_is_mailed_where_that_booking_said),
		BOTH(six_visits_are_booked_at_once_and_told_once),
		BOTH(a_series_at_home_keeps_the_address),
		BOTH(all_or_nothing_books_nothing_and_says_what_was_taken),
		BOTH(what_is_free_is_booked_and_the_rest_is_to_place),
		BOTH(an_appointment_that_stands_becomes_the_first_of_its_series),
		BOTH(from_one_on_all_move_by_the_same),
		BOTH(a_move_of_all_moves_none_when_one_is_taken_or_changed),
		BOTH(from_one_on_all_are_cancelled_and_the_rest_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
