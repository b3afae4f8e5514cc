/* The effect, on both engines: what is missed and why it may be, times freed and taken again, days added once. */
#include "areas/appointments/test/town.h"

#include "areas/figures/effect.h"
#include "areas/missed/missed.h"
#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "figures_q.h"
#include "jobs/jobs.h"
#include "jobs/mark.h"
#include "organizations_q.h"
#include "web/settings.h"

#define GOOD(x) assert_int_equal((x), OK)
enum { DAY = 86400 };

static struct town town(void **state)
{
	return town_make(BOTH_STATE(state));
}

static int32_t month_here(const struct town *t)
{
	return month_of_day(t->day);
}

static const struct effect_node whole = { .lo = 0, .hi = INT64_MAX, .own = true };

static struct effect_shown shown(struct town *t, int64_t since)
{
	struct effect_shown s;

	GOOD(effect_read(t->c.db, t->c.a, &everybody, &whole, month_here(t), since, &s));
	return s;
}

static struct effect_sum line(const struct effect_lines *l, const char *value)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i].value, str_of(value)))
			return l->v[i].sum;
	return (struct effect_sum){ 0 };
}

static void past(struct town *t, int days_ago, enum status s, enum channel c)
{
	struct history_ask h = { .organization = t->c.hospital, .patient = t->amina, .specialty = S("cardiologie"), .zone = S("Africa/Casablanca"),
		.duration_min = 30, .channel = c, .status = s, .service_name = names_make(S("C"), S("C"), S("C")) };
	struct appointment_id id;

	h.start = (struct local){ { t->day.n - days_ago }, 600 };
	h.booked_day = (struct day){ h.start.day.n - 10 };
	GOOD(appointment_add_history(t->c.db, t->c.a, t->c.now, &h, &id));
}

/* One who said that she comes, and came. */
static void came(struct town *t)
{
	struct change_ask who = by_desk(booked(t, 540, t->amina).id, -1);
	int64_t version;

	GOOD(missed_confirmed(t->c.db, t->c.a, t->c.now, who.id, "sms"));
	GOOD(appointment_set_status(t->c.db, t->c.a, (struct instant){ t->day.n * (int64_t)DAY + 12 * 3600 }, &who, ST_FULFILLED, &version));
}

static void misses_are_counted_by_month_channel_reminder_and_type_before_and_after(void **state)
{
	struct town t = town(state);
	struct effect_shown s;

	GOOD(db_begin(t.c.db));
	for (int i = 0; i < 8; i++)
		past(&t, 70, i < 2 ? ST_NOSHOW : ST_FULFILLED, CH_DESK);
	for (int i = 0; i < 10; i++)
		past(&t, 1, i < 1 ? ST_NOSHOW : ST_FULFILLED, CH_ONLINE);
	past(&t, 1, ST_CANCELLED, CH_ONLINE);
	past(&t, 130, ST_NOSHOW, CH_DESK);
	came(&t);
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, t.c.now));
	s = shown(&t, month_here(&t));
	assert_int_equal(s.year.sum.expected, 20);
	assert_int_equal(s.year.sum.missed, 4);
	assert_int_equal(s.m[EFFECT_SHOWN - 1].sum.expected, 11);
	assert_int_equal(s.before.expected, 9);
	assert_int_equal(s.before.missed, 3);
	assert_int_equal(s.after.missed, 1);
	assert_int_equal(line(&s.channels, "desk").missed, 3);
	assert_int_equal(line(&s.channels, "online").expected, 10);
	assert_int_equal(line(&s.reminders, "confirmed").expected, 1);
	assert_int_equal(line(&s.reminders, "none").expected, 19);
	assert_int_equal(line(&s.types, "cardiologie").expected, 19);
	/* Counted again, nothing is added. */
	GOOD(effect_run(t.c.db, t.c.a, (struct instant){ t.c.now.v + DAY + 3 * 3600 }));
	s = shown(&t, 0);
	assert_int_equal(s.year.sum.expected, 20);
	assert_int_equal(s.before.expected + s.after.expected, 0);
}

static void a_time_given_back_is_taken_again_only_when_somebody_has_that_seat(void **state)
{
	struct town t = town(state);
	struct change_ask who = { .version = -1, .channel = CH_ONLINE, .role = S("public") };
	int64_t version;
	struct effect_shown s;

	GOOD(db_begin(t.c.db));
	for (int i = 0; i < 3; i++) {
		who.id = booked(&t, 540 + 30 * i, t.amina).id;
		GOOD(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, i < 2, STR_NONE, &version));
	}
	booked(&t, 540, t.omar);
	booked(&t, 600, t.omar);
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, t.c.now));
	s = shown(&t, 0);
	assert_int_equal(s.year.freed, 2);	/* the third was cancelled by the house */
	assert_int_equal(s.year.refilled, 1);
}

/* Moves it to another minute of its day. */
static void move(struct town *t, struct appointment_id id, int32_t min, bool of_house)
{
	struct change_ask who = by_desk(id, -1);
	const struct move_ask to = { .schedule = t->schedule, .day = t->day, .start_min = min, .of_house = of_house };
	int64_t version;

	GOOD(appointment_move(t->c.db, t->c.a, t->c.now, &who, &to, &version));
}

static void a_time_left_by_moving_is_given_back_unless_the_house_took_it_or_they_came_back(void **state)
{
	struct town t = town(state);
	struct appointment_id left, again, house;
	struct effect_shown s;

	GOOD(db_begin(t.c.db));
	left = booked(&t, 540, t.amina).id;
	again = booked(&t, 570, t.amina).id;
	house = booked(&t, 600, t.amina).id;
	move(&t, left, 690, false);
	move(&t, left, 540, false);	/* came back: 690 alone was left */
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, t.c.now));
	s = shown(&t, 0);
	assert_int_equal(s.year.freed, 1);
	GOOD(db_begin(t.c.db));
	move(&t, left, 630, false);	/* 540, once however often it was left; Omar takes it */
	booked(&t, 540, t.omar);
	move(&t, again, 660, false);	/* 570, which she takes herself */
	booked(&t, 570, t.amina);
	move(&t, house, 690, true);
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, (struct instant){ (t.c.now.v / DAY + 2) * DAY + 3 * 3600 }));
	s = shown(&t, 0);
	assert_int_equal(s.year.freed, 3);
	assert_int_equal(s.year.refilled, 1);	/* 690 is hers too */
}

/* A month that is long over is counted once; what is imported or recorded later is counted within the hour. */
static void a_month_is_counted_again_after_an_import_and_after_a_late_mark(void **state)
{
	struct town t = town(state);
	struct change_ask who;
	struct instant much_later = { t.c.now.v + 100 * (int64_t)DAY };
	int64_t version;

	GOOD(db_begin(t.c.db));
	who = by_desk(booked(&t, 540, t.amina).id, -1);
	for (int i = 0; i < 8; i++)
		past(&t, 1000, ST_FULFILLED, CH_DESK);
	for (int i = 0; i < 10; i++)
		past(&t, i < 5 ? 70 : 1, ST_FULFILLED, CH_DESK);
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, much_later));
	assert_int_equal(shown(&t, 0).year.sum.expected, 10);
	GOOD(db_begin(t.c.db));
	past(&t, 70, ST_NOSHOW, CH_DESK);
	GOOD(appointment_set_status(t.c.db, t.c.a, much_later, &who, ST_NOSHOW, &version));
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, much_later));
	assert_int_equal(shown(&t, 0).year.sum.expected, 11);	/* the mark; of the import nobody spoke */
	GOOD(db_begin(t.c.db));
	GOOD(effect_touch(t.c.db, t.c.a, t.c.hospital, (struct day){ t.day.n - 70 }));
	GOOD(effect_touch(t.c.db, t.c.a, t.c.hospital, (struct day){ t.day.n - 1000 }));
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, much_later));
	assert_int_equal(shown(&t, 0).year.sum.expected, 12);
	assert_int_equal(shown(&t, 0).year.sum.missed, 2);

	struct effect_shown old;
	int32_t then = month_of_day((struct day){ t.day.n - 1000 });

	GOOD(effect_read(t.c.db, t.c.a, &everybody, &whole, then, 0, &old));
	assert_int_equal(old.year.sum.expected, 8);
}

/* What touches a month while it is counted is not lost. */
static void a_month_touched_while_it_is_counted_stays_touched(void **state)
{
	struct town t = town(state);
	struct day day = { t.day.n - 200 };
	struct effect_touched_rows rows;
	int64_t n;

	GOOD(db_begin(t.c.db));
	GOOD(effect_touch(t.c.db, t.c.a, t.c.hospital, day));
	GOOD(effect_month_taken(t.c.db, t.c.a, t.c.hospital, month_of_day(day), &n));
	assert_int_equal(n, 1);
	GOOD(effect_touched(t.c.db, t.c.a, 10, &rows));
	assert_int_equal(rows.n, 1);	/* killed here it is counted by the next */
	GOOD(effect_touch(t.c.db, t.c.a, t.c.hospital, day));
	GOOD(effect_month_put(t.c.db, t.c.a, t.c.hospital, month_of_day(day), 0, 0, t.c.now));
	GOOD(effect_touched(t.c.db, t.c.a, 10, &rows));
	assert_int_equal(rows.n, 1);
	GOOD(effect_month_taken(t.c.db, t.c.a, t.c.hospital, month_of_day(day), &n));
	GOOD(effect_month_put(t.c.db, t.c.a, t.c.hospital, month_of_day(day), 0, 0, t.c.now));
	GOOD(effect_touched(t.c.db, t.c.a, 10, &rows));
	assert_int_equal(rows.n, 0);
	GOOD(db_commit(t.c.db));
}

/* The hospital's own prices begin in a month; before, those of above hold. */
static void a_price_holds_from_its_month_on(void **state)
{
	struct town t = town(state);
	struct organization_id above = { 0 };
	struct organization_get_row o;
	struct effect_prices p;
	const struct effect_month m = { .month = 684, .segments = 1000, .letters = 10 };

	GOOD(organization_get(t.c.db, t.c.a, t.c.hospital, &o));
	above = o.parent_id;
	GOOD(db_begin(t.c.db));
	GOOD(effect_price_set(t.c.db, t.c.a, above, 0, 90, 2000));
	GOOD(effect_price_set(t.c.db, t.c.a, t.c.hospital, 680, 60, 3000));
	GOOD(effect_price_set(t.c.db, t.c.a, t.c.hospital, 690, 50, 1));
	GOOD(effect_price_set(t.c.db, t.c.a, t.c.hospital, 690, 55, 3000));
	GOOD(db_commit(t.c.db));
	GOOD(effect_prices(t.c.db, t.c.a, o.tree_lo, &p));
	assert_int_equal(effect_price_of(&p, 679).sms, 90);
	assert_int_equal(effect_price_of(&p, 680).sms, 60);
	assert_int_equal(effect_price_of(&p, 689).letter, 3000);
	assert_int_equal(effect_price_of(&p, 690).sms, 55);
	assert_int_equal(effect_cost(&p, &m), 90000);
	assert_int_equal(effect_price_of(&(struct effect_prices){ 0 }, 690).sms, 0);
}

static void what_people_do_themselves_is_added_once_when_the_day_is_over(void **state)
{
	struct town t = town(state);
	struct book_ask own = book_at(&t, 540, t.amina);
	struct change_ask who = { .version = -1, .channel = CH_ONLINE, .role = S("public") };
	struct instant later = { t.c.now.v + DAY };
	struct effect_shown s;
	struct booked b;
	int64_t version;

	own.channel = CH_ONLINE;
	own.role = S("public");
	GOOD(db_begin(t.c.db));
	GOOD(appointment_book(t.c.db, t.c.a, t.c.now, &own, &b));
	booked(&t, 570, t.omar);	/* by the desk: spares nothing */
	who.id = b.id;
	GOOD(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, STR_NONE, &version));
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, t.c.now));
	s = shown(&t, 0);
	assert_int_equal(s.year.booked, 0);
	for (int i = 0; i < 3; i++)
		GOOD(effect_run(t.c.db, t.c.a, later));
	s = shown(&t, 0);
	assert_int_equal(s.year.booked, 1);
	assert_int_equal(s.year.changed, 1);
}

static enum err counts(void *later, struct db *db, struct arena *a)
{
	return effect_run(db, a, *(const struct instant *)later);
}

/* Another process has counted the day and not committed yet: it counts for it alone. */
static void a_day_that_two_count_at_once_is_added_once(void **state)
{
	struct town t = town(state);
	struct both *b = BOTH_STATE(state);
	struct book_ask own = book_at(&t, 540, t.amina);
	struct instant later = { t.c.now.v + DAY }, mark;
	struct booked booked;
	bool moved;

	own.channel = CH_ONLINE;
	own.role = S("public");
	GOOD(db_begin(t.c.db));
	GOOD(appointment_book(t.c.db, t.c.a, t.c.now, &own, &booked));
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, t.c.now));
	GOOD(job_mark(t.c.db, t.c.a, S("effect acts"), &mark));
	GOOD(db_begin(t.c.db));
	GOOD(job_mark_move(t.c.db, t.c.a, S("effect acts"), mark, (struct instant){ mark.v + DAY }, &moved));
	assert_true(moved);
	GOOD(both_beside(b, ROW_LOCK, counts, &later));
	assert_int_equal(shown(&t, 0).year.booked, 0);	/* what the other added: here nothing */
}

/* Whatever kept it so long: a feast, one message a day, a network that was down. */
static void messages_count_when_they_left_with_their_parts_however_long_they_waited(void **state)
{
	struct town t = town(state);
	struct message m = { .organization = t.c.hospital.v, .channel = S("sms"), .template = S("t"), .lang = S("fr"), .recipient = S("+212612345678"),
		.body = S("x") };
	const struct message two = { .body = S("موعدكم يوم الخميس على التاسعة، وإن لم تستطيعوا الحضور فأخبرونا حتى يأخذه غيركم") };
	struct gateways g;
	int done;

	GOOD(jobs_gateways(settings_new(t.c.a), t.c.a, &g, NULL));
	GOOD(db_begin(t.c.db));
	GOOD(message_queue(t.c.db, t.c.a, t.c.now, &m));
	m.body = two.body;
	GOOD(message_queue(t.c.db, t.c.a, t.c.now, &m));
	m.due_at.v = t.c.now.v + 4 * DAY;
	GOOD(message_queue(t.c.db, t.c.a, t.c.now, &m));
	m.due_at.v = t.c.now.v;
	m.channel = S("mail");
	m.recipient = S("amina@example.ma");
	GOOD(message_queue(t.c.db, t.c.a, t.c.now, &m));
	GOOD(db_commit(t.c.db));
	GOOD(outbox_send(t.c.db, t.c.a, t.c.now, &g, S(""), 10, &done));
	assert_int_equal(done, 3);
	GOOD(effect_run(t.c.db, t.c.a, t.c.now));
	assert_int_equal(shown(&t, 0).year.sms, 0);	/* the day is not over */
	for (int i = 1; i <= 4; i++)
		GOOD(effect_run(t.c.db, t.c.a, (struct instant){ t.c.now.v + i * DAY }));
	assert_int_equal(shown(&t, 0).year.sms, 2);
	assert_int_equal(shown(&t, 0).year.segments, 3);
	assert_int_equal(shown(&t, 0).year.mail, 1);
	GOOD(outbox_send(t.c.db, t.c.a, (struct instant){ t.c.now.v + 4 * DAY }, &g, S(""), 10, &done));
	gateways_close(&g);
	assert_int_equal(done, 1);
	GOOD(effect_run(t.c.db, t.c.a, (struct instant){ t.c.now.v + 5 * DAY }));
	assert_int_equal(shown(&t, 0).year.sms, 3);
	assert_int_equal(shown(&t, 0).year.segments, 5);
}

static void another_branch_reads_nothing_of_it(void **state)
{
	struct town t = town(state);
	const struct scope elsewhere = { .lo = 500000, .hi = 600000 };
	struct effect_shown s;

	GOOD(db_begin(t.c.db));
	past(&t, 1, ST_NOSHOW, CH_DESK);
	GOOD(db_commit(t.c.db));
	GOOD(effect_run(t.c.db, t.c.a, t.c.now));
	GOOD(effect_read(t.c.db, t.c.a, &elsewhere, &whole, month_here(&t), 0, &s));
	assert_int_equal(s.year.sum.expected, 0);
}

/* ---- above the house ---- */

enum { FIRST = 660, MONTHS = 16, HOUSES = 3 };
struct seen_from_above { struct town t; struct organization_id house[HOUSES]; };

static void month_of_house(struct seen_from_above *x, int h, int32_t month, struct effect_sum online, struct effect_sum desk, int64_t freed)
{
	struct town *t = &x->t;
	struct organization_id o = x->house[h];

	GOOD(effect_put(t->c.db, t->c.a, o, month, S("channel"), S("online"), online.expected, online.missed));
	GOOD(effect_put(t->c.db, t->c.a, o, month, S("channel"), S("desk"), desk.expected, desk.missed));
	GOOD(effect_put(t->c.db, t->c.a, o, month, S("type"), S("cardiologie"), online.expected + desk.expected, online.missed + desk.missed));
	GOOD(effect_put(t->c.db, t->c.a, o, month, S("reminder"), S("sent"), online.expected, online.missed));
	GOOD(effect_put(t->c.db, t->c.a, o, month, S("reminder"), S("none"), desk.expected, desk.missed));
	GOOD(effect_month_put(t->c.db, t->c.a, o, month, freed, 0, t->c.now));
	GOOD(effect_count_add(t->c.db, t->c.a, o, month, S("book"), freed ? freed : 40, 0));
	GOOD(effect_unjudge(t->c.db, t->c.a, month, o));
}

/* Three houses, of which the first has few misses in one month, and few times given back in another. */
static struct seen_from_above from_above(void **state)
{
	struct seen_from_above x = { .t = town(state) };
	struct town *t = &x.t;

	GOOD(db_begin(t->c.db));
	x.house[0] = t->c.hospital;
	x.house[1] = country_organization(&t->c, t->c.ministry, 2000, 3000, 1, "establishment", "RABAT");
	x.house[2] = country_organization(&t->c, t->c.ministry, 3000, 4000, 1, "health_centre", "SALE");
	for (int32_t m = 0; m < MONTHS; m++)
		for (int h = 0; h < HOUSES; h++)
			month_of_house(&x, h, FIRST + m, (struct effect_sum){ 60 + m, h == 0 && m == 13 ? 2 : 20 + h },
				(struct effect_sum){ 80, 30 + m }, h == 0 && m == 12 ? 3 : 50);
	GOOD(db_commit(t->c.db));
	return x;
}

static struct effect_shown above(struct seen_from_above *x, int h, int m)
{
	const struct effect_node node = h < 0 ? (struct effect_node){ x->t.c.ministry, 0, 1000000, false }
		: (struct effect_node){ x->house[h], 1000 * (h + 1), 1000 * (h + 2), false };
	struct effect_shown s;

	GOOD(effect_read(x->t.c.db, x->t.c.a, &everybody, &node, FIRST + m, 0, &s));
	return s;
}

static bool hides(const struct effect_shown *s, int m, int figure)
{
	return s->m[FIRST + m - s->first].hidden >> figure & 1;
}

static void judged(struct seen_from_above *x, int m)
{
	struct arena *side = arena_new((size_t)16 << 20);

	GOOD(effect_judge(x->t.c.db, side, FIRST + m));
	arena_free(side);
}

static void nothing_of_a_month_is_shown_above_the_house_before_it_is_decided_what_may_be(void **state)
{
	struct seen_from_above x = from_above(state);
	struct effect_shown s = above(&x, -1, MONTHS - 1);

	assert_true(hides(&s, 0, EF_EXPECTED) && hides(&s, 0, EF_LETTERS));
	assert_int_equal(s.year.sum.expected + s.year.booked + s.year.freed, 0);
	assert_int_equal(s.channels.n + s.reminders.n, 0);
	judged(&x, MONTHS - 2);
	s = above(&x, -1, MONTHS - 1);
	assert_false(hides(&s, 0, EF_EXPECTED));
	assert_true(hides(&s, MONTHS - 1, EF_EXPECTED));	/* not over, or just over */
	assert_int_equal(s.m[EFFECT_SHOWN - 1].sum.expected, 0);
	GOOD(db_begin(x.t.c.db));
	GOOD(effect_month_touch(x.t.c.db, x.t.c.a, x.house[2], FIRST));
	GOOD(effect_unjudge(x.t.c.db, x.t.c.a, FIRST, x.house[2]));
	GOOD(db_commit(x.t.c.db));
	s = above(&x, 0, MONTHS - 1);
	assert_true(hides(&s, 0, EF_EXPECTED));			/* counted again since */
}

/* Neither a place less than another, nor this year less than the last one by a month. */
static void few_misses_of_a_house_follow_from_nothing_that_is_shown_above_it(void **state)
{
	struct seen_from_above x = from_above(state);
	struct effect_shown year[HOUSES + 1][2];
	int hidden = 0, given = 0;

	judged(&x, MONTHS);
	for (int h = -1; h < HOUSES; h++)
		for (int k = 0; k < 2; k++)
			year[h + 1][k] = above(&x, h, 12 + k);
	assert_int_equal(line(&year[1][1].channels, "online").missed, 11 * 20);	/* without that month, and without the one that left the year */
	for (int h = 0; h <= HOUSES; h++) {
		int64_t came = line(&year[h][1].channels, "online").missed - line(&year[h][0].channels, "online").missed;

		hidden += h && came == -20 - (h - 1);
		given += hides(&year[h][0], 12, EF_FREED);
		assert_int_equal(year[h][1].types.n, 0);
	}
	assert_true(hidden >= 2);	/* of the houses: the few, and another one in whose number they could be */
	assert_true(given >= 2);
	assert_true(hides(&year[1][0], 12, EF_FREED) && hides(&year[1][0], 12, EF_BOOKED));
	assert_int_equal(year[1][1].year.freed, 50 * 11);
}

static void a_house_s_own_people_see_all_of_it(void **state)
{
	struct seen_from_above x = from_above(state);
	const struct effect_node node = { x.house[0], 1000, 2000, true };
	struct effect_shown s;

	judged(&x, MONTHS);
	GOOD(effect_read(x.t.c.db, x.t.c.a, &everybody, &node, FIRST + 13, 0, &s));
	assert_int_equal(s.m[EFFECT_SHOWN - 1].sum.missed, 2 + 43);
	assert_int_equal(s.m[EFFECT_SHOWN - 2].freed, 3);
	assert_int_equal(line(&s.channels, "online").missed, 11 * 20 + 2);
	assert_int_equal(s.types.n, 1);
}

static void minutes_become_posts_by_the_house_s_own_hours(void **state)
{
	const struct effect_rates r = { .book = 4, .change = 3, .remind = 2, .hours = 1607 };
	const struct effect_shown s = { .year = { .booked = 100000, .changed = 10000 }, .reminded = 20000 };

	(void)state;
	assert_int_equal(effect_minutes(&r, &s), 470000);
	assert_int_equal(effect_posts(&r, 470000), 487);	/* 4.87 posts */
	assert_int_equal(effect_posts(&(struct effect_rates){ 0 }, 470000), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(misses_are_counted_by_month_channel_reminder_and_type_before_and_after),
		BOTH(a_time_given_back_is_taken_again_only_when_somebody_has_that_seat),
		BOTH(a_time_left_by_moving_is_given_back_unless_the_house_took_it_or_they_came_back),
		BOTH(a_month_is_counted_again_after_an_import_and_after_a_late_mark),
		BOTH(a_month_touched_while_it_is_counted_stays_touched),
		BOTH(a_price_holds_from_its_month_on),
		BOTH(what_people_do_themselves_is_added_once_when_the_day_is_over),
		{ "a_day_that_two_count_at_once_is_added_once on PostgreSQL", a_day_that_two_count_at_once_is_added_once, both_postgres, both_tear_down, NULL },
		BOTH(messages_count_when_they_left_with_their_parts_however_long_they_waited),
		BOTH(another_branch_reads_nothing_of_it),
		BOTH(nothing_of_a_month_is_shown_above_the_house_before_it_is_decided_what_may_be),
		BOTH(few_misses_of_a_house_follow_from_nothing_that_is_shown_above_it),
		BOTH(a_house_s_own_people_see_all_of_it),
		cmocka_unit_test(minutes_become_posts_by_the_house_s_own_hours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
