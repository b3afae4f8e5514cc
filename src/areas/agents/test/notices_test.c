/* Notices of an agenda's changes: once each, soon or together, whoever runs the job. */
#include "agents_q.h"
#include "areas/accounts/accounts.h"
#include "areas/agents/agents.h"
#include "areas/appointments/test/town.h"
#include "jobs/jobs.h"

#define DOCTOR S("doctor@example.ma")

static size_t mails(struct both *b, struct str **ret)
{
	size_t n;

	assert_int_equal(message_texts(b->db, b->a, DOCTOR, ret, &n), OK);
	return n;
}

static struct town watched(struct both *b, int32_t soon_hours)
{
	struct town t = town_make(b);
	const struct instant before = { t.c.now.v - 3600 };
	const struct account_id me = { 77 };

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(account_for_tests(b->db, b->a, me, t.c.hospital, before), OK);
	assert_int_equal(agent_watch_put(b->db, b->a, (struct agent_watch_id){ 1 }, t.c.hospital, t.schedule, me, DOCTOR, S("en"),
		S("Africa/Casablanca"), false, (struct minutes){ soon_hours * 60 }, (struct minutes){ 18 * 60 }, before), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(agents_run(b->db, b->a, before), OK);
	return t;
}
