/* kill -9 at every step of an answer's way: read, done, answered, written down. A child does it and kills itself; then another goes on. */
#include "answers.h"

#include "db/test/dying.h"

static enum err reads(void *town, struct db *db, struct arena *a)
{
	const struct town *t = town;

	return area_inbox.jobs->run_with(settings_new(a), db, a, t->c.now);
}

/* Returns the kills. */
static int read_through_all_kills(struct both *b, struct town *t)
{
	bool ended_well = false;
	int kills = 0;

	while (dies_doing(b, reads, t, kills, &ended_well)) {
		t->c.db = b->db;
		assert_true(++kills < 1000);
	}
	t->c.db = b->db;
	assert_true(ended_well);
	return kills;
}

static void killed_at_any_step_an_answer_counts_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct appointment_id given_up = full_day(&t);
	size_t told;

	waits(&t, stranger);
	reminds(&t, amina, &given_up, 1);
	told = texts(&t, amina);
	t.c.now.v += 30;
	stores(&t, amina, "2");
	assert_true(read_through_all_kills(b, &t) > 5);
	assert_int_equal(status(&t, given_up), ST_CANCELLED);
	assert_int_equal(acts(&t, "cancel"), 1);
	assert_int_equal(texts(&t, amina), told + 1);
	assert_int_equal(offers(&t, stranger), 1);
	told = texts(&t, stranger);
	stores(&t, stranger, "oui");
	stores(&t, amina, "merci !");
	stores(&t, omar, "pardon ?");
	assert_true(read_through_all_kills(b, &t) > 5);
	assert_int_equal(acts(&t, "accept"), 1);
	assert_int_equal(offers(&t, stranger), 0);
	assert_int_equal(texts(&t, stranger), told + 1);
	run(&t);
	assert_int_equal(texts(&t, stranger), told + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { BOTH(killed_at_any_step_an_answer_counts_once) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
