/* Shares of an opening: each change of what is offered to whom is an act, and the first free day that is kept
 * for searches is the one that computing finds, before and after the release, to the minute. Both engines. */
#include "town.h"

enum { MINUTE = 60, DAY = 86400 };

static struct opening only_opening(struct town *t)
{
	struct openings all;

	assert_int_equal(opening_list(t->c.db, t->c.a, t->schedule, &all), OK);
	assert_int_equal(all.n, 1);
	return all.v[0];
}

static void put_shares(struct town *t, int32_t online, int32_t desk, int32_t release)
{
	struct opening o = only_opening(t);
	struct opening_id id;

	o.quota = (struct quota){ .is = online >= 0 || desk >= 0, .share = { -1, online, desk, -1 }, .release_min = release };
	assert_int_equal(opening_put(t->c.db, t->c.a, t->c.now, &o, S("head_of_admissions"), &id), OK);
}

static int64_t shares_of(struct town *t, const char *channel, const char *reason, int64_t capacity)
{
	struct act_rows rows;
	int64_t n = 0;

	assert_int_equal(act_read(t->c.db, t->c.a, 0, 100000, &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		n += str_eq(rows.v[i].act, S("share")) && str_eq(rows.v[i].channel, str_of(channel))
			&& str_eq(rows.v[i].reason, str_of(reason)) && rows.v[i].capacity == capacity;
	return n;
}

static void each_change_of_shares_is_told_for_each_day(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	int64_t days = acts(&t, "publish");

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(acts(&t, "share"), 0);
	put_shares(&t, 2, 0, 1440);
	assert_int_equal(shares_of(&t, "online", "until-1440", 2), days);
	assert_int_equal(shares_of(&t, "desk", "until-1440", 0), days);
	assert_int_equal(shares_of(&t, "health-centre", "none", 0), days);
	assert_int_equal(acts(&t, "publish"), days);
	put_shares(&t, 2, 0, 1440);			/* as it was */
	assert_int_equal(acts(&t, "share"), 3 * days);
	put_shares(&t, -1, -1, 0);
	assert_int_equal(shares_of(&t, "online", "none", 0), days);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void days_that_come_tell_their_shares(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct opening o = country_opening(&t.c, t.schedule, "FREQ=WEEKLY;BYDAY=FR;COUNT=3", 540, 600);
	struct opening_id id;

	assert_int_equal(db_begin(t.c.db), OK);
	o.quota = (struct quota){ .is = true, .share = { -1, 1, -1, -1 }, .release_min = 60 };
	assert_int_equal(opening_put(t.c.db, t.c.a, t.c.now, &o, S("x"), &id), OK);
	assert_int_equal(shares_of(&t, "online", "until-60", 1), 3);
	assert_int_equal(acts(&t, "share"), 3);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* What a search over places says, and what computing each day says. */
static struct day searched(struct town *t, struct instant now)
{
	struct place_ask ask = { .specialty = S("cardiologie"), .citizen = true, .max = 10 };
	struct places found;

	assert_int_equal(slot_find(t->c.db, t->c.a, now, &ask, &found), OK);
	assert_int_equal(found.n, 1);
	return found.v[0].day;
}

static struct day computed(struct town *t, struct instant now)
{
	struct slot_ask ask = country_ask(&t->c, t->c.monday, 1);

	ask.citizen = true;
	for (int32_t d = 0; d < 60; d++) {
		struct slot_times s;

		ask.from.n = t->c.monday.n + d;
		assert_int_equal(slot_list(t->c.db, t->c.a, now, &ask, &s), OK);
		if (s.n)
			return ask.from;
	}
	return DAY_NONE;
}

static void assert_first(struct town *t, int64_t now, int32_t days)
{
	struct instant at = { now };

	assert_int_equal(computed(t, at).n - t->c.monday.n, days);
	assert_int_equal(searched(t, at).n - t->c.monday.n, days);
}

static void assert_none(struct town *t, int64_t now)
{
	struct instant at = { now };

	assert_false(day_is(computed(t, at)));
	assert_false(day_is(searched(t, at)));
}

static struct booked online(struct town *t, int32_t day, int32_t min, struct patient_id who)
{
	struct book_ask ask = book_at(t, min, who);
	struct booked b;

	ask.day.n = t->c.monday.n + day;
	ask.channel = CH_ONLINE;
	assert_int_equal(appointment_book(t->c.db, t->c.a, t->c.now, &ask, &b), OK);
	return b;
}

static void the_kept_first_day_is_that_of_who_books_online(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct change_ask desk;
	int64_t version, wednesday, now = t.c.now.v;

	assert_int_equal(db_begin(t.c.db), OK);
	put_shares(&t, 1, 3, 1440);
	/* this Monday's occurrence was released a day ago */
	assert_first(&t, now, 0);
	now += 5 * 3600;				/* Monday afternoon */
	wednesday = t.c.now.v + 2 * DAY + 2 * 3600;	/* 09:00 */
	assert_first(&t, now, 2);
	struct booked b = online(&t, 2, 540, t.amina);

	assert_first(&t, now, 7);
	assert_first(&t, wednesday - 1440 * MINUTE - 1, 7);
	assert_first(&t, wednesday - 1440 * MINUTE, 2);
	assert_first(&t, wednesday - 1440 * MINUTE + 59, 2);
	desk = by_desk(b.id, -1);
	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &desk, false, S("x"), &version), OK);
	assert_first(&t, now, 2);
	b = online(&t, 2, 600, t.omar);
	put_shares(&t, 2, 3, 1440);
	assert_first(&t, now, 2);
	put_shares(&t, 0, 3, 60);
	assert_none(&t, now);
	put_shares(&t, -1, -1, 0);
	assert_first(&t, now, 2);
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(each_change_of_shares_is_told_for_each_day),
		BOTH(days_that_come_tell_their_shares),
		BOTH(the_kept_first_day_is_that_of_who_books_online),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
