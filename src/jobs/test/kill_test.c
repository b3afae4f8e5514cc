/*
 * kill -9 at every step of a message's way: written, claimed, handed over, answered, recorded, reported. A child does it
 * and kills itself before its n-th writing, before or after a commit, before or after the provider has the message, for
 * every n; then others go on when its lease is over. The provider counts.
 */
#include "db/test/dying.h"

#include <sys/mman.h>

#include "gateways/sms.h"
#include "jobs/jobs.h"
#include "jobs_q.h"

enum { MESSAGES = 3 };
static const struct instant noon = { 1790000000 };

/* What the provider has got, and how often; shared by all processes. */
struct provider { int got; int64_t key[64]; };
struct run {
	struct gateway g;
	struct both *b;
	struct provider *p;
	struct instant now;
	struct message_report report;
};

static struct gateway_answer receives(struct gateway *g, const struct gateway_message *m)
{
	struct run *r = (struct run *)(void *)g;

	dying_step();
	r->p->key[r->p->got++ % 64] = strtoll(arena_cstr(r->b->a, m->key), NULL, 10);
	dying_step();
	return (struct gateway_answer){ .result = GATEWAY_SENT, .id = "n" };
}

static enum err sends(void *run, struct db *db, struct arena *a)
{
	struct run *r = run;
	const struct gateways g = { &r->g, NULL };
	int done;

	return outbox_send(db, a, r->now, &g, S(""), 100, &done);
}

static enum err writes(void *run, struct db *db, struct arena *a)
{
	struct run *r = run;
	const struct message m = { .organization = 1, .recipient = S("+212600000001"), .body = S("x"), .due_at = r->now,
		.drop_at = { r->now.v + 86400 } };

	TRY(db_begin(db));
	TRY(message_queue(db, a, r->now, &m));
	return db_commit(db);
}

static enum err hears(void *run, struct db *db, struct arena *a)
{
	struct run *r = run;

	TRY(db_begin(db));
	TRY(message_reported(db, a, r->now, &r->report));
	return db_commit(db);
}

static struct run start(struct both *b)
{
	struct run r = { .g = { .name = "provider", .send = receives }, .b = b, .now = noon };

	r.p = mmap(NULL, sizeof *r.p, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(r.p != MAP_FAILED);
	return r;
}

static struct message_test_list_rows all(struct both *b)
{
	struct message_test_list_rows rows;

	assert_int_equal(message_test_list(b->db, b->a, S("+212600000001"), &rows), OK);
	return rows;
}

static int times_got(const struct run *r, int64_t key)
{
	int n = 0;

	for (int i = 0; i < r->p->got; i++)
		n += r->p->key[i] == key;
	return n;
}

static void queue(struct run *r, int n)
{
	for (int i = 0; i < n; i++)
		assert_int_equal(writes(r, r->b->db, r->b->a), OK);
}

/* Empties the outbox with a kill after n steps and then without one. */
static bool once(struct run *r, int n)
{
	struct message_test_list_rows before = all(r->b);
	bool ok = false, killed;

	r->p->got = 0;
	queue(r, MESSAGES);
	killed = dies_doing(r->b, sends, r, n, &ok);
	assert_true(killed || ok);
	for (int i = 0; i < 4; i++) {
		r->now.v += 4 * 3600;		/* the lease, then the report that is waited for, is over */
		assert_int_equal(sends(r, r->b->db, r->b->a), OK);
	}
	assert_int_equal(all(r->b).n, before.n + MESSAGES);
	return killed;
}

/* Children and parents that are not to die have steps enough. */
static void never_dies(void)
{
	dying_left = 1 << 30;
}

static void killed_at_any_step_nothing_is_sent_twice_and_nothing_is_lost(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct run r = start(b);
	int n = 0, dead = 0;

	never_dies();
	while (once(&r, n)) {
		struct message_test_list_rows rows = all(b);

		for (size_t i = rows.n - MESSAGES; i < rows.n; i++) {
			bool sent = str_eq(rows.v[i].state, S("sent"));

			assert_true(sent || str_eq(rows.v[i].state, S("failed")));	/* left, or on the dead-letter page */
			assert_true(times_got(&r, rows.v[i].id.v) <= 1);
			assert_true(!sent || times_got(&r, rows.v[i].id.v) == 1);
			dead += !sent;
		}
		n++;
	}
	assert_true(n > 3 * MESSAGES);
	assert_true(dead > 0);
	assert_int_equal(r.p->got, MESSAGES);
	print_message("%d kills\n", n);
}

static void a_provider_that_knows_the_key_gets_everything_and_each_key_alone(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct run r = start(b);
	int n = 0;

	never_dies();
	r.g.knows_repeats = true;
	while (once(&r, n)) {
		struct message_test_list_rows rows = all(b);

		for (size_t i = rows.n - MESSAGES; i < rows.n; i++) {
			assert_true(str_eq(rows.v[i].state, S("sent")));
			assert_true(times_got(&r, rows.v[i].id.v) >= 1);
		}
		n++;
	}
	assert_true(n > 3 * MESSAGES);
}

/* What was handed over is known by its report, whenever the process died; what was not goes to the dead-letter page. */
static void what_reports_tell_is_right_after_a_kill_at_any_step(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct run r = start(b);
	bool killed = true, ok = false;

	r.g.reports = true;
	for (int n = 0; killed; n++) {
		struct message_test_list_row m;
		bool got;

		never_dies();
		r.p->got = 0;
		queue(&r, 1);
		killed = dies_doing(b, sends, &r, n, &ok);
		got = r.p->got == 1;
		r.now.v += 600;
		never_dies();
		assert_int_equal(sends(&r, b->db, b->a), OK);
		m = all(b).v[all(b).n - 1];
		assert_true(r.p->got == 1 || str_eq(m.state, S("unknown")));
		r.report = (struct message_report){ .id = m.id.v, .channel = S("sms"), .outcome = MESSAGE_DELIVERED };
		if (r.p->got)
			for (int k = 0; dies_doing(b, hears, &r, k, &ok); k++)
				assert_true(k < 100);
		r.now.v += 4 * 3600;
		assert_int_equal(sends(&r, b->db, b->a), OK);
		m = all(b).v[all(b).n - 1];
		assert_true(r.p->got <= 1);
		assert_true(str_eq(m.state, r.p->got ? S("sent") : S("failed")));
		assert_true(!got || str_eq(m.state, S("sent")));
	}
}

static void an_act_that_dies_before_its_commit_leaves_no_message(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct run r = start(b);
	bool ok = false;
	size_t n = 0;

	for (int k = 0; dies_doing(b, writes, &r, k, &ok); k++) {
		assert_true(all(b).n == n || all(b).n == n + 1);
		n = all(b).n;
	}
	assert_true(ok);
	assert_int_equal(all(b).n, 2);		/* the kill just after the commit, and the one that was not killed */
	never_dies();
	assert_int_equal(sends(&r, b->db, b->a), OK);
	assert_int_equal(r.p->got, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(killed_at_any_step_nothing_is_sent_twice_and_nothing_is_lost),
		BOTH(a_provider_that_knows_the_key_gets_everything_and_each_key_alone),
		BOTH(what_reports_tell_is_right_after_a_kill_at_any_step),
		BOTH(an_act_that_dies_before_its_commit_leaves_no_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
