/* What comes in is stored once. */
#include "areas/appointments/test/town.h"
#include "areas/inbox/inbox.h"
#include "inbox_q.h"
#include "jobs/jobs.h"

static const char amina[] = "+212612345678", line[] = "3900";

static void end_of(struct db *db, enum err e)
{
	if (e == OK)
		assert_int_equal(db_commit(db), OK);
	else
		db_rollback(db);
}

static enum err writes(struct town *t, const char *from, const char *text, const char *id)
{
	enum err e;

	assert_int_equal(db_begin(t->c.db), OK);
	e = incoming_sms(t->c.db, t->c.a, t->c.now, str_of(from), str_of(line), str_of(text), str_of(id));
	end_of(t->c.db, e);
	return e;
}

static enum err rings(struct town *t, const char *from, const char *id)
{
	enum err e;

	assert_int_equal(db_begin(t->c.db), OK);
	e = incoming_call(t->c.db, t->c.a, t->c.now, str_of(from), str_of(line), str_of(id));
	end_of(t->c.db, e);
	return e;
}

static struct inbox_test_list_rows all(struct town *t)
{
	struct inbox_test_list_rows rows;

	assert_int_equal(inbox_test_list(t->c.db, t->c.a, &everybody, 100, &rows), OK);
	return rows;
}

static void a_message_told_twice_is_stored_once(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	assert_int_equal(writes(&t, amina, "1", "p1"), OK);
	assert_int_equal(writes(&t, amina, "1", "p1"), OK);
	assert_int_equal(all(&t).n, 1);
	assert_int_equal(writes(&t, amina, "1", "p2"), OK);
	assert_int_equal(writes(&t, amina, "1", ""), OK);
	assert_int_equal(writes(&t, amina, "1", ""), OK);
	assert_int_equal(all(&t).n, 4);
}

static void numbers_are_understood_and_names_wait_for_the_desk(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct inbox_test_list_rows rows;

	assert_int_equal(writes(&t, "06 12 34 56 78", "1", "a"), OK);
	rows = all(&t);
	assert_true(str_eq(rows.v[0].phone, str_of(amina)));
	assert_true(str_eq(rows.v[0].state, S("new")));
	t.c.now.v++;
	assert_int_equal(writes(&t, "OPERATOR", "Offer!", "b"), OK);
	rows = all(&t);
	assert_true(str_eq(rows.v[0].phone, S("OPERATOR")));
	assert_true(str_eq(rows.v[0].state, S("open")));
	assert_int_equal(writes(&t, " ", "1", "c"), E_INPUT);
}

static void a_text_is_kept_as_it_can_be_read(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	char big[INCOMING_TEXT_MAX + 200];

	assert_int_equal(writes(&t, amina, "\n on\te \xe2\x80\xae\x01two\r\n", "a"), OK);
	assert_true(str_eq(all(&t).v[0].text, S("on e two")));
	assert_int_equal(writes(&t, amina, "\xff", "b"), E_INPUT);
	memset(big, 'x', sizeof(big));
	big[sizeof(big) - 1] = 0;
	t.c.now.v++;
	assert_int_equal(writes(&t, amina, big, "c"), OK);
	assert_int_equal(all(&t).v[0].text.n, INCOMING_TEXT_MAX);
}

static void who_rings_again_is_one_call_to_return(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct inbox_test_list_rows rows;

	assert_int_equal(rings(&t, amina, "c1"), OK);
	assert_int_equal(rings(&t, amina, "c1"), OK);
	assert_int_equal(all(&t).v[0].times, 1);
	assert_int_equal(rings(&t, "0612345678", "c2"), OK);
	assert_int_equal(rings(&t, amina, "c2"), OK);
	rows = all(&t);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.v[0].times, 2);
	assert_true(str_eq(rows.v[0].state, S("open")));
	assert_int_equal(rings(&t, "anonymous", "c3"), E_INPUT);
	assert_int_equal(rings(&t, "", "c4"), E_INPUT);
}

/* She had a message of one house and rings the number of another: that house is asked, and learns of no file. */
static void a_call_on_a_houses_own_line_is_that_houses(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct message m = { .organization = t.c.hospital.v, .patient = t.amina.v, .template = S("booked"), .lang = S("ar"),
		.recipient = str_of(amina), .body = S("x") };
	struct inbox_test_list_rows rows;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(message_queue(t.c.db, t.c.a, t.c.now, &m), OK);
	assert_int_equal(inbox_line_set(t.c.db, t.c.a, str_of(line), t.c.ministry), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	assert_int_equal(rings(&t, amina, "c1"), OK);
	rows = all(&t);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.v[0].organization.v, t.c.ministry.v);
	assert_int_equal(rows.v[0].patient.v, 0);
	assert_true(str_eq(rows.v[0].lang, S("ar")));

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(inbox_line_set(t.c.db, t.c.a, str_of(line), t.c.hospital), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	t.c.now.v++;
	assert_int_equal(writes(&t, amina, "1", "m1"), OK);
	rows = all(&t);
	assert_int_equal(rows.v[0].organization.v, t.c.hospital.v);
	assert_int_equal(rows.v[0].patient.v, t.amina.v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_message_told_twice_is_stored_once), BOTH(numbers_are_understood_and_names_wait_for_the_desk),
		BOTH(a_text_is_kept_as_it_can_be_read), BOTH(who_rings_again_is_one_call_to_return),
		BOTH(a_call_on_a_houses_own_line_is_that_houses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
