/*
 * What the desk sends again: one message more, whoever presses at the same moment and whenever the process dies.
 */
#include "db/test/dying.h"

#include <sys/mman.h>

#include "gateways/sms.h"
#include "jobs/jobs.h"
#include "jobs_q.h"

static const struct instant noon = { 1790000000 };

/* What the provider has got of the texts that it does not refuse; shared by all processes. */
struct provider { struct gateway g; bool refuses; int *got; };

static struct gateway_answer takes(struct gateway *g, const struct gateway_message *m)
{
	struct provider *p = (struct provider *)(void *)g;

	(void)m;
	if (p->refuses)
		return (struct gateway_answer){ .result = GATEWAY_REFUSED };
	++*p->got;
	return (struct gateway_answer){ .result = GATEWAY_SENT };
}

static struct provider provider(void)
{
	struct provider p = { .g = { .name = "provider", .send = takes }, .refuses = true };

	p.got = mmap(NULL, sizeof *p.got, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(p.got != MAP_FAILED);
	return p;
}

static struct message_test_list_rows all(struct both *b)
{
	struct message_test_list_rows rows;

	assert_int_equal(message_test_list(b->db, b->a, S("+212600000001"), &rows), OK);
	return rows;
}

static void run(struct both *b, struct provider *p, bool refuses)
{
	const struct gateways g = { &p->g, NULL };
	int done;

	p->refuses = refuses;
	assert_int_equal(outbox_send(b->db, b->a, noon, &g, S(""), 100, &done), OK);
}

/* A message that the provider refused: on the page of those not reached. */
static int64_t unsent(struct both *b, struct provider *p, const char *template)
{
	const struct message m = { .organization = 1, .template = str_of(template), .recipient = S("+212600000001"), .body = S("x"),
		.due_at = noon, .drop_at = { noon.v + 86400 } };
	int64_t id;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_queue_id(b->db, b->a, noon, &m, &id), OK);
	assert_int_equal(db_commit(b->db), OK);
	run(b, p, true);
	assert_true(str_eq(all(b).v[all(b).n - 1].state, S("failed")));
	return id;
}

static void a_code_does_not_go_again(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct provider p = provider();
	int64_t id = unsent(b, &p, "code");

	assert_int_equal(message_handled(b->db, b->a, noon, id, 7, MESSAGE_AGAIN), E_CONFLICT);
	assert_int_equal(message_handled(b->db, b->a, noon, id, 7, MESSAGE_DONE), E_CONFLICT);
	assert_int_equal(all(b).n, 1);
}

struct press { int64_t id; };

static enum err presses(void *arg, struct db *db, struct arena *a)
{
	const struct press *p = arg;
	enum err e;

	TRY(db_begin(db));
	e = message_handled(db, a, noon, p->id, 7, MESSAGE_AGAIN);
	/* the desk's page goes on with its other lines, and commits */
	if (e != OK && e != E_CONFLICT) {
		db_rollback(db);
		return e;
	}
	TRY(db_commit(db));
	return e;
}

static void two_who_press_at_once_send_it_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct provider p = provider();
	struct press press = { unsent(b, &p, "booked") };

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_handled(b->db, b->a, noon, press.id, 7, MESSAGE_AGAIN), OK);
	assert_int_equal(both_beside(b, ROW_LOCK, presses, &press), E_CONFLICT);
	assert_int_equal(all(b).n, 2);
	run(b, &p, false);
	assert_int_equal(*p.got, 1);
}

/* After a kill at any step the desk finds it as it was, or seen to; pressing again sends it once in all. */
static void killed_at_any_step_it_goes_again_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct provider p = provider();
	bool killed = true, ok = false;
	int n = 0;

	for (; killed; n++) {
		struct press press = { unsent(b, &p, "booked") };
		size_t before = all(b).n;
		bool done;

		*p.got = 0;
		killed = dies_doing(b, presses, &press, n, &ok);
		assert_true(killed || ok);
		dying_left = 1 << 30;
		done = all(b).n == before + 1;
		assert_int_equal(presses(&press, b->db, b->a), done ? E_CONFLICT : OK);
		assert_int_equal(all(b).n, before + 1);
		run(b, &p, false);
		assert_int_equal(*p.got, 1);
	}
	assert_true(n > 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_code_does_not_go_again),
		/* SQLite has one writer */
		{ "two_who_press_at_once_send_it_once on PostgreSQL", two_who_press_at_once_send_it_once, both_postgres, both_tear_down, NULL },
		BOTH(killed_at_any_step_it_goes_again_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
