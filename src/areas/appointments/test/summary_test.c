/* Whatever is done to an agenda in whatever order: the summary and the first days kept say what
 * computing says. */
#include "town.h"

#include "organizations_q.h"

enum { STEPS = 160, DAYS = 15, BOOKED_MAX = 200 };

struct play {
	struct town t;
	struct service_id types[2];
	struct opening_id rule;
	bool shares;		/* they bind; what the desk may take is not in the summary */
	struct appointment_id booked[BOOKED_MAX];
	size_t nbooked;
	struct absence_id absences[STEPS];
	size_t nabsences;
	struct calendar_day_id closed;
};

static int32_t some(int32_t from, int32_t to)
{
	return from + (int32_t)random_below((uint32_t)(to - from + 1));
}

static struct day some_day(const struct play *p)
{
	return (struct day){ p->t.c.monday.n + some(0, DAYS - 1) };
}

static void set_up(struct play *p, struct both *b)
{
	struct openings all;
	struct service s;

	p->t = town_make(b);
	assert_int_equal(db_begin(b->db), OK);
	s = country_type(&p->t.c, "CONTROL");
	s.duration_min = s.step_min = 15;
	s.buffer_after_min = 5;
	p->types[0] = p->t.c.service;
	assert_int_equal(service_put(b->db, b->a, p->t.c.now, &s, &p->types[1]), OK);
	assert_int_equal(opening_list(b->db, b->a, p->t.schedule, &all), OK);
	all.v[0].services = p->types;
	all.v[0].nservices = 2;
	all.v[0].capacity = some(1, 2);
	assert_int_equal(opening_put(b->db, b->a, p->t.c.now, &all.v[0], S("x"), &p->rule), OK);
}

static void do_book(struct play *p)
{
	struct book_ask ask = book_at(&p->t, 540 + 5 * some(0, 35),
		random_below(2) ? p->t.amina : p->t.omar);
	struct booked b;

	ask.day = some_day(p);
	ask.service = p->types[random_below(2)];
	if (random_below(10) == 0) {
		ask.overbook_reason = S("ward");
		ask.role = S("director");
	}
	ask.channel = random_below(2) ? CH_ONLINE : CH_PHONE;
	enum err e = appointment_book(p->t.c.db, p->t.c.a, p->t.c.now, &ask, &b);

	if (e == OK && p->nbooked < BOOKED_MAX)
		p->booked[p->nbooked++] = b.id;
	assert_true(e == OK || e == E_CONFLICT || e == E_INPUT || (e == E_LIMIT && ask.overbook_reason.n));
}

static struct quota some_quota(void)
{
	struct quota q = { .is = random_below(3) > 0, .release_min = some(0, 20000),
		.share = { -1, some(0, 3), some(-2, 2), -1 } };

	return q;
}

static void do_change(struct play *p)
{
	struct move_ask to = { .schedule = p->t.schedule, .day = some_day(p),
		.start_min = 540 + 15 * some(0, 11) };
	int64_t v;

	if (!p->nbooked)
		return;
	struct change_ask who = by_desk(p->booked[random_below((uint32_t)p->nbooked)], -1);
	enum err e = random_below(2) ? appointment_cancel(p->t.c.db, p->t.c.a, p->t.c.now, &who,
		true, STR_NONE, &v)
		: appointment_move(p->t.c.db, p->t.c.a, p->t.c.now, &who, &to, &v);

	assert_true(e == OK || e == E_CONFLICT || e == E_INPUT);
}

static void do_absence(struct play *p)
{
	struct absence x = { .schedule = p->t.schedule, .from = { some_day(p), some(480, 700) } };

	if (p->nabsences && random_below(2)) {
		enum err e = absence_remove(p->t.c.db, p->t.c.a, p->t.c.now,
			p->absences[--p->nabsences], S("x"));

		assert_int_equal(e, OK);
		return;
	}
	x.to = local_add(x.from, some(5, 3000));
	assert_int_equal(absence_put(p->t.c.db, p->t.c.a, p->t.c.now, &x, S("x"),
		&p->absences[p->nabsences++]), OK);
}

static void do_opening(struct play *p)
{
	struct opening o;
	struct opening_id id;

	if (random_below(3) == 0) {
		enum err e = opening_skip(p->t.c.db, p->t.c.a, p->t.c.now, p->rule, some_day(p),
			S("x"));

		assert_true(e == OK || e == E_NOTFOUND);
		return;
	}
	assert_int_equal(opening_get(p->t.c.db, p->t.c.a, p->rule, &o), OK);
	o.rule = random_below(2) ? S("FREQ=WEEKLY;BYDAY=MO,WE") : S("FREQ=DAILY;INTERVAL=2");
	o.end_min = 660 + 15 * some(0, 6);
	o.capacity = some(1, 3);
	o.quota = some_quota();
	p->shares = o.quota.is;
	assert_int_equal(opening_put(p->t.c.db, p->t.c.a, p->t.c.now, &o, S("x"), &id), OK);
}

static void do_closure(struct play *p)
{
	struct day d = some_day(p);
	struct calendar_day_id id = { random_id(p->t.c.now) };

	assert_int_equal(calendar_day_put(p->t.c.db, p->t.c.a, id, p->t.c.ministry, d,
		S("closure"), S("a"), S("a"), S("a"), true), OK);
	assert_int_equal(closure_changed(p->t.c.db, p->t.c.a, p->t.c.now, p->t.c.ministry, d, S("administrator")), OK);
}

/* Days pass, or a clock is set back. */
static void do_pass(struct play *p)
{
	struct instant then = { p->t.c.now.v + 3600 * (int64_t)some(0, 24 * (DAYS + 2)) };
	int64_t moved;

	do
		assert_int_equal(first_days_move(p->t.c.db, p->t.c.a, then, &moved), OK);
	while (moved);
}

/* The first day kept is the one that computing finds. */
static void assert_first_day(struct play *p, struct service_id service, const struct agenda *g, struct day to)
{
	struct agenda_starts st = { 0 };
	struct first_day kept;
	struct day first = DAY_NONE;
	int64_t last = 0;

	assert_int_equal(first_day_kept(p->t.c.db, p->t.c.a, p->t.schedule, service, &kept), OK);
	for (struct day d = p->t.c.monday; d.n < to.n && !day_is(first); d.n++) {
		agenda_starts(g, p->t.c.a, service, d, NULL, &st);
		if (!st.n || st.v[st.n - 1].at < kept.from)
			continue;
		first = d;
		last = st.v[st.n - 1].at - (int64_t)d.n * 1440;
	}
	assert_true(day_is(first));
	assert_int_equal(kept.day.n, first.n);
	assert_int_equal(kept.last_min, last);
}

/* A search that reads the kept day answers what one that reads free_day does, at any time. */
static void assert_search(struct play *p, struct service_id service)
{
	struct instant then = { p->t.c.now.v + 3600 * (int64_t)some(0, 24 * DAYS) };
	struct place_ask by_place = { .specialty = S("cardiologie"), .service = service,
		.citizen = p->shares || random_below(3) > 0, .max = 5 };
	struct slot_ask by_time = { .service = service, .organization = p->t.c.hospital,
		.from = p->t.c.monday, .citizen = by_place.citizen };
	struct places found;
	struct slot_time t;

	assert_int_equal(slot_find(p->t.c.db, p->t.c.a, then, &by_place, &found), OK);
	enum err e = slot_first(p->t.c.db, p->t.c.a, then, &by_time, &t);

	assert_int_equal(found.n, 1);
	if (e == E_NOTFOUND && p->shares) {	/* all is kept for others until shortly before */
		assert_false(day_is(found.v[0].day));
		return;
	}
	assert_int_equal(e, OK);
	assert_int_equal(found.v[0].day.n, t.day.n);
	assert_int_equal(found.v[0].first_min, t.min);
}

/* What those who book online see of a day before any release is in the row too. */
static void assert_online(struct play *p, struct agenda *g, struct service_id service, struct day d)
{
	struct agenda_starts all = { 0 }, online = { 0 };
	struct free_online row;

	agenda_starts(g, p->t.c.a, service, d, NULL, &all);
	g->group = QUOTA_ONLINE;
	agenda_starts(g, p->t.c.a, service, d, NULL, &online);
	g->group = QUOTA_NOBODY;
	assert_int_equal(free_day_online(p->t.c.db, p->t.c.a, p->t.schedule, service, d, &row), OK);
	if (online.n == all.n) {
		assert_int_equal(row.open_at, 0);
		return;
	}
	assert_true(row.open_at > 0);
	assert_int_equal(row.starts, online.n);
	if (online.n)
		assert_int_equal(row.last_min, online.v[online.n - 1].at - (int64_t)d.n * 1440);
}

/* Every day's row is what the day computes to. */
static void assert_summary(struct play *p)
{
	struct agenda g;
	struct agenda_starts st = { 0 };
	struct agenda_ask ask = { .from = p->t.c.monday, .to = { p->t.c.monday.n + 2 * DAYS },
		.now = INSTANT_NONE };
	int32_t left;

	assert_int_equal(agenda_load(p->t.c.db, p->t.c.a, &p->t.schedule, 1, &ask, &g), OK);
	for (struct day d = ask.from; d.n < ask.to.n; d.n++)
		for (int i = 0; i < 2; i++) {
			agenda_starts(&g, p->t.c.a, p->types[i], d, NULL, &st);
			assert_int_equal(free_day_starts(p->t.c.db, p->t.c.a, p->t.schedule,
				p->types[i], d, &left), OK);
			assert_int_equal(left, st.n);
			assert_online(p, &g, p->types[i], d);
		}
	for (int i = 0; i < 2; i++) {
		assert_first_day(p, p->types[i], &g, ask.to);
		assert_search(p, p->types[i]);
	}
}

static void the_summary_is_true_after_anything(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct play *p = calloc(1, sizeof(*p));

	assert_non_null(p);
	set_up(p, b);
	for (int i = 0; i < STEPS; i++) {
		switch (random_below(13)) {
		case 0: do_absence(p); break;
		case 1: do_opening(p); break;
		case 2: case 3: case 4: do_change(p); break;
		case 5: do_pass(p); break;
		default: do_book(p); break;
		}
		if (i == STEPS / 2)
			do_closure(p);
		assert_summary(p);
	}
	assert_true(p->nbooked > 10);
	assert_int_equal(db_commit(b->db), OK);
	free(p);
}

static enum err shut_day(struct db *db, const struct town *t, struct day d)
{
	struct absence x = { .schedule = t->schedule, .from = { d, 0 }, .to = { { d.n + 1 }, 0 } };
	struct absence_id id;

	return absence_put(db, t->c.a, t->c.now, &x, S("x"), &id);
}

static struct day free_after(struct town *t, struct day d)
{
	struct slot_ask ask = country_ask(&t->c, (struct day){ d.n + 1 }, 1);
	struct day next;

	assert_int_equal(slot_next_day(t->c.db, t->c.a, t->c.now, &ask, &next), OK);
	return next;
}

struct on_day { const struct town *t; struct day day; };

static enum err shuts(void *arg, struct db *db, struct arena *a)
{
	const struct on_day *x = arg;

	(void)a;
	TRY(db_begin(db));
	TRY(shut_day(db, x->t, x->day));
	return db_commit(db);
}

/* The first and the second free day go at the same moment: the third is the first one then. */
static void writers_of_two_days_leave_the_first_day_true(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct first_day kept;
	struct day first, second;

	assert_int_equal(first_day_kept(b->db, b->a, t.schedule, t.c.service, &kept), OK);
	first = kept.day;
	second = free_after(&t, first);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(shut_day(b->db, &t, first), OK);
	/* read, so that it has been written and does not stand in the pipeline */
	assert_int_equal(first_day_kept(b->db, b->a, t.schedule, t.c.service, &kept), OK);
	assert_int_equal(kept.day.n, second.n);
	assert_int_equal(both_beside(b, ROW_LOCK, shuts, &(struct on_day){ &t, second }), OK);
	assert_int_equal(first_day_kept(b->db, b->a, t.schedule, t.c.service, &kept), OK);
	assert_int_equal(kept.day.n, free_after(&t, second).n);
}

static enum err books(void *arg, struct db *db, struct arena *a)
{
	const struct town *t = arg;
	struct book_ask ask = book_at(t, 540, t->amina);
	struct booked out;

	TRY(db_begin(db));
	TRY(appointment_book(db, a, t->c.now, &ask, &out));
	return db_commit(db);
}

/* Who books while an absence is being written waits, and then sees it: the day is not told free again. */
static void a_booking_beside_an_absence_sees_it(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct first_day kept;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(shut_day(b->db, &t, t.day), OK);
	assert_int_equal(first_day_kept(b->db, b->a, t.schedule, t.c.service, &kept), OK);
	assert_int_equal(both_beside(b, ROW_LOCK, books, &t), E_CONFLICT);
	assert_int_equal(summary(&t), (int32_t)free_starts(&t));
	assert_int_equal(summary(&t), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_summary_is_true_after_anything),
		/* SQLite has one writer */
		{ "writers_of_two_days_leave_the_first_day_true on PostgreSQL",
			writers_of_two_days_leave_the_first_day_true, both_postgres, both_tear_down, NULL },
		{ "a_booking_beside_an_absence_sees_it on PostgreSQL", a_booking_beside_an_absence_sees_it,
			both_postgres, both_tear_down, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
