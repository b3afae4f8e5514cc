/* What is withdrawn while it is on its way, and runs that last longer than they were thought to. */
#include "db/test/both.h"

#include "gateways/sms.h"
#include "jobs/jobs.h"
#include "jobs_q.h"

static const struct instant noon = { 1790000000 };

static struct instant later(int64_t s)
{
	return (struct instant){ noon.v + s };
}

static struct message_test_list_row only(struct both *b)
{
	struct message_test_list_rows rows;

	assert_int_equal(message_test_list(b->db, b->a, S("+212600000001"), &rows), OK);
	assert_int_equal(rows.n, 1);
	return rows.v[0];
}

#define STATE_IS(b, s) assert_true(str_eq(only(b).state, S(s)))

/* A gateway in whose midst something else happens. */
struct meanwhile { struct gateway g; struct both *b; enum gateway_result next; int sent, valid; };

static struct gateway_answer withdraw_meanwhile(struct gateway *g, const struct gateway_message *m)
{
	struct meanwhile *w = (struct meanwhile *)(void *)g;

	(void)m;
	w->sent++;
	assert_int_equal(db_begin(w->b->db), OK);
	assert_int_equal(message_drop(w->b->db, w->b->a, noon, 7), OK);
	assert_int_equal(db_commit(w->b->db), OK);
	return (struct gateway_answer){ .result = w->next };
}

/* The first exchange takes a second. */
static struct gateway_answer slow_once(struct gateway *g, const struct gateway_message *m)
{
	struct meanwhile *w = (struct meanwhile *)(void *)g;
	const uint64_t from = clock_ticks_us();

	while (!w->sent && clock_ticks_us() - from < 1050000)
		;
	w->sent++;
	w->valid = m->valid_min;
	return (struct gateway_answer){ .result = w->next };
}

static void queue_about(struct both *b, int64_t drop_after)
{
	const struct message m = { .organization = 1, .appointment = 7, .channel = S("sms"), .template = S("booked"), .lang = S("fr"),
		.recipient = S("+212600000001"), .body = S("x"), .due_at = noon, .drop_at = later(drop_after) };

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	assert_int_equal(db_commit(b->db), OK);
}

/* Somebody cancels while the provider keeps us waiting: "9:00 tomorrow" must not come after "cancelled". */
static void what_is_withdrawn_on_its_way_is_not_tried_again(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct meanwhile w = { .g = { .name = "fake", .send = withdraw_meanwhile }, .b = b, .next = GATEWAY_LATER };
	const struct gateways g = { &w.g, NULL };
	int done;

	queue_about(b, 86400);
	assert_int_equal(outbox_send(b->db, b->a, noon, &g, S(""), 100, &done), OK);
	STATE_IS(b, "dropped");
	assert_int_equal(outbox_send(b->db, b->a, later(3600), &g, S(""), 100, &done), OK);
	assert_int_equal(w.sent, 1);
}

static void what_nobody_got_and_is_withdrawn_does_not_go_again_by_hand(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct meanwhile w = { .g = { .name = "fake", .send = slow_once }, .b = b, .next = GATEWAY_REFUSED, .sent = 1 };
	const struct gateways g = { &w.g, NULL };
	int done;

	queue_about(b, 86400);
	assert_int_equal(outbox_send(b->db, b->a, noon, &g, S(""), 100, &done), OK);
	STATE_IS(b, "failed");
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_drop(b->db, b->a, later(1), 7), OK);
	assert_int_equal(message_handled(b->db, b->a, later(2), only(b).id.v, 1, MESSAGE_AGAIN), E_CONFLICT);
	assert_int_equal(message_handled(b->db, b->a, later(2), only(b).id.v, 1, MESSAGE_DONE), OK);
	assert_int_equal(db_commit(b->db), OK);
}

/* Else leases of later batches would be over before they are used, and another machine would take what is being sent
 * for lost. The validity that the network is told, in minutes, shows what time it is. */
static void the_clock_goes_on_between_the_batches_of_a_run(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct meanwhile w = { .g = { .name = "fake", .send = slow_once }, .b = b, .next = GATEWAY_SENT };
	const struct gateways g = { &w.g, NULL };
	int done;

	for (int i = 0; i < 101; i++)
		queue_about(b, 120);
	assert_int_equal(outbox_send(b->db, b->a, noon, &g, S(""), 100, &done), OK);
	assert_int_equal(w.sent, 101);
	assert_int_equal(w.valid, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(what_is_withdrawn_on_its_way_is_not_tried_again),
		BOTH(what_nobody_got_and_is_withdrawn_does_not_go_again_by_hand),
		BOTH(the_clock_goes_on_between_the_batches_of_a_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
