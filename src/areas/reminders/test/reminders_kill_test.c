/*
 * kill -9 at every step of a day's reminders: planned, made, followed. A child does it and dies before its n-th
 * writing, before a commit or just after it, for every n; the next goes on: each person has one message.
 */
#include "areas/appointments/test/town.h"
#include "areas/reminders/inside.h"
#include "db/test/dying.h"
#include "jobs/jobs.h"

struct life { struct town *t; };

static enum err a_day(void *arg, struct db *db, struct arena *a)
{
	struct life *x = arg;

	TRY(reminders_run(db, a, x->t->c.now, true));
	return remind_follow_all(db, a, x->t->c.now);
}

static size_t texts_to(struct town *t, const char *phone)
{
	struct str *v;
	size_t n;

	assert_int_equal(message_texts(t->c.db, t->c.a, str_of(phone), &v, &n), OK);
	return n;
}

static void killed_anywhere_each_person_is_reminded_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct life x = { &t };
	const char *const phones[] = { "+212612345678", "+212699999999" };
	int kills = 0;
	bool ok = false;

	assert_int_equal(db_begin(t.c.db), OK);
	for (int32_t i = 0; i < 4; i++)
		booked(&t, 540 + 30 * i, i % 2 ? t.amina : t.omar);
	assert_int_equal(db_commit(t.c.db), OK);
	t.c.now.v += 36 * 3600;				/* Tuesday in the evening, before an early Wednesday */
	for (int n = 0; dies_doing(b, a_day, &x, n, &ok); n++)
		kills++;
	t.c.db = b->db;
	assert_true(ok);
	assert_true(kills > 10);
	print_message("%d kills\n", kills);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(texts_to(&t, phones[i]), 3);	/* two confirmations, one reminder of both */
	assert_int_equal(reminders_run(t.c.db, t.c.a, t.c.now, true), OK);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(texts_to(&t, phones[i]), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = { BOTH(killed_anywhere_each_person_is_reminded_once) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
