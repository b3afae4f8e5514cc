/* An agenda is a draft until it is published: nobody can book, no act tells of it; on both engines. */
#include "areas/appointments/test/town.h"

static void shut(struct town *t, bool open)
{
	struct schedule s;

	assert_int_equal(schedule_get(t->c.db, t->c.a, t->schedule, &s), OK);
	assert_int_equal(schedule_publish(t->c.db, t->c.a, t->c.now, t->schedule, s.version, open, S("head_of_admissions")), OK);
}

static struct schedule_id draft(struct town *t)
{
	struct practitioner p = { .organization = t->c.hospital, .code = S("D2"), .name = { S("Dr Draft") }, .sex = S("male"),
		.specialty = S("cardiologie"), .active = true };
	struct schedule s = { .organization = t->c.hospital, .kind = S("practitioner"), .location = t->c.location,
		.specialty = S("cardiologie"), .shown = true };
	struct schedule_id id;

	assert_int_equal(practitioner_put(t->c.db, t->c.a, t->c.now, &p, &s.practitioner), OK);
	assert_int_equal(schedule_put(t->c.db, t->c.a, t->c.now, &s, &id), OK);
	return id;
}

static void a_draft_is_nobodys_until_it_is_published(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	int64_t published, hours;
	struct booked b;
	struct schedule s;

	assert_int_equal(db_begin(t.c.db), OK);
	published = acts(&t, "publish");
	t.schedule = t.c.schedule = draft(&t);
	country_open(&t.c, t.schedule, "FREQ=WEEKLY;BYDAY=WE", 540, 600);
	assert_int_equal(acts(&t, "publish"), published);
	assert_int_equal(free_starts(&t), 0);
	assert_int_equal(summary(&t), 0);
	struct book_ask ask = book_at(&t, 540, t.amina);

	assert_int_not_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	shut(&t, true);
	hours = acts(&t, "publish") - published;
	assert_in_range(hours, 50, 54);
	assert_int_equal(free_starts(&t), 2);
	assert_int_equal(summary(&t), 2);
	booked(&t, 540, t.amina);
	/* once more changes nothing; the name is still the doctor's own */
	shut(&t, true);
	assert_int_equal(acts(&t, "publish") - published, hours);
	assert_int_equal(schedule_get(t.c.db, t.c.a, t.schedule, &s), OK);
	assert_true(str_eq(s.name.v[LANG_FR], S("Dr Draft")));
	assert_int_equal(schedule_publish(t.c.db, t.c.a, t.c.now, t.schedule, s.version + 1, false, S("desk")), E_CONFLICT);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void taken_back_it_withdraws_what_it_had_published(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	int64_t published;
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	published = acts(&t, "publish");
	b = booked(&t, 540, t.amina);
	shut(&t, false);
	assert_int_equal(acts(&t, "withdraw"), published);
	assert_int_equal(free_starts(&t), 0);
	assert_int_equal(seen(&t, b.id).status, ST_BOOKED);
	/* what changes meanwhile is told when it is published again */
	country_open(&t.c, t.schedule, "FREQ=WEEKLY;BYDAY=TU", 540, 600);
	assert_int_equal(acts(&t, "publish"), published);
	shut(&t, true);
	assert_in_range(acts(&t, "publish") - published, published + 50, published + 54);
	assert_int_equal(db_commit(t.c.db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_draft_is_nobodys_until_it_is_published),
		BOTH(taken_back_it_withdraws_what_it_had_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
