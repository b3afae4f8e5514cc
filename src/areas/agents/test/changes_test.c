/* Notices of an agenda's changes: once each, at once or together, whoever runs the job. */
#include "areas/agents/agents.h"

#include "agents_q.h"
#include "areas/accounts/accounts.h"
#include "areas/appointments/test/town.h"
#include "jobs/jobs.h"
#include "jobs/mark.h"

#define DOCTOR S("doctor@example.ma")

static size_t mails(struct both *b, struct str **ret)
{
	size_t n;

	assert_int_equal(message_texts(b->db, b->a, DOCTOR, ret, &n), OK);
	return n;
}

/* The agenda is watched since an hour ago, and the job has looked then. */
static struct town watched(struct both *b, int32_t soon_hours)
{
	struct town t = town_make(b);
	const struct instant before = { t.c.now.v - 3600 };
	const struct account_new in = { .organization = t.c.hospital, .login = S("doctor"), .name = { S("Doctor") },
		.password = S("long-enough-word"), .lang = S("en"), .role = ROLE_PRACTITIONER };
	struct account_id me;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(account_create(b->db, b->a, before, &in, &me), OK);
	assert_int_equal(agent_watch_put(b->db, b->a, (struct agent_watch_id){ 1 }, t.c.hospital, t.schedule, me, DOCTOR, S("en"),
		S("Africa/Casablanca"), false, (struct minutes){ soon_hours * 60 }, (struct minutes){ 18 * 60 }, before), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(agents_run(b->db, b->a, before), OK);
	return t;
}

static struct instant later(const struct town *t, int64_t s)
{
	return (struct instant){ t->c.now.v + s };
}

static void book(struct both *b, struct town *t, int32_t min, struct patient_id who)
{
	assert_int_equal(db_begin(b->db), OK);
	(void)booked(t, min, who);
	assert_int_equal(db_commit(b->db), OK);
}

static void what_is_soon_is_told_at_once_and_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 168);
	struct str *v;

	book(b, &t, 540, t.amina);
	for (int i = 0; i < 3; i++)
		assert_int_equal(agents_run(b->db, b->a, later(&t, 60 + i)), OK);
	assert_int_equal(mails(b, &v), 1);
	assert_true(str_find(v[0], S("09:00: booked")) >= 0 && str_find(v[0], S("Alaoui")) < 0);
}

static void what_is_not_waits_for_the_hour_of_the_digest(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 0);
	struct str *v;

	book(b, &t, 540, t.amina);
	book(b, &t, 600, t.omar);
	assert_int_equal(agents_run(b->db, b->a, later(&t, 60)), OK);
	/* whatever the hour it is there: some time in the next day is past six */
	for (int64_t s = 60; s <= 86400; s += 3600)
		assert_int_equal(agents_run(b->db, b->a, later(&t, s)), OK);
	assert_int_equal(mails(b, &v), 1);
	assert_true(str_find(v[0], S("09:00: booked")) >= 0 && str_find(v[0], S("10:00: booked")) >= 0);
}

/* As when somebody is away for a month: more than one mail holds. */
static void a_digest_of_many_changes_tells_all_of_them(void **state)
{
	enum { MANY = 450 };
	struct both *b = BOTH_STATE(state);
	struct town t = watched(b, 0);
	size_t lines = 0, n;
	struct str *v;

	assert_int_equal(db_begin(b->db), OK);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(agent_change_add(b->db, b->a, (struct agent_change_id){ i + 1 }, t.c.hospital, (struct agent_watch_id){ 1 },
			S("cancel"), (struct day){ t.day.n + 1 + i / 30 }, 480 + i % 30), OK);
	assert_int_equal(db_commit(b->db), OK);
	for (int64_t s = 60; s <= 86400; s += 3600)
		assert_int_equal(agents_run(b->db, b->a, later(&t, s)), OK);
	n = mails(b, &v);
	for (size_t i = 0; i < n; i++)
		for (struct str rest = v[i]; str_find(rest, S(": cancelled")) >= 0; lines++)
			rest = str_sub(rest, (size_t)str_find(rest, S(": cancelled")) + 1, rest.n);
	assert_int_equal(lines, MANY);
}

/* Two processes read the mark, then both begin: the second finds it moved. */
static void the_mark_moves_from_where_it_was_seen_or_not_at_all(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct instant at;
	bool moved;

	assert_int_equal(job_mark_put(b->db, b->a, S("x"), (struct instant){ 10 }), OK);
	assert_int_equal(job_mark_move(b->db, b->a, S("x"), (struct instant){ 10 }, (struct instant){ 20 }, &moved), OK);
	assert_true(moved);
	assert_int_equal(job_mark_move(b->db, b->a, S("x"), (struct instant){ 10 }, (struct instant){ 30 }, &moved), OK);
	assert_false(moved);
	assert_int_equal(job_mark(b->db, b->a, S("x"), &at), OK);
	assert_int_equal(at.v, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(what_is_soon_is_told_at_once_and_once),
		BOTH(what_is_not_waits_for_the_hour_of_the_digest),
		BOTH(a_digest_of_many_changes_tells_all_of_them),
		BOTH(the_mark_moves_from_where_it_was_seen_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
