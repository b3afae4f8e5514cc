/* Whoever wants no more messages gets none but those that law or care need. */
#include "db/test/both.h"

#include "jobs/jobs.h"
#include "jobs/stops.h"

static const struct instant noon = { 1790000000 };

static size_t alive(struct both *b)
{
	struct str *v;
	size_t n, kept = 0;

	assert_int_equal(message_texts(b->db, b->a, S("+212600000001"), &v, &n), OK);
	for (size_t i = 0; i < n; i++)
		kept += v[i].n > 0;
	return kept;
}

static void queue(struct both *b, bool may_stop)
{
	const struct message m = { .organization = 1, .channel = S("sms"), .template = S("x"), .lang = S("fr"), .recipient = S("+212600000001"),
		.body = S("text"), .due_at = { noon.v + 3600 }, .may_stop = may_stop };
	int64_t id = -1;

	assert_int_equal(message_queue_id(b->db, b->a, noon, &m, &id), OK);
	assert_true(id >= 0);
}

static void what_waits_is_taken_back_and_nothing_more_is_queued_but_what_is_needed(void **state)
{
	struct both *b = BOTH_STATE(state);
	bool stands = true;

	queue(b, true);
	queue(b, false);
	assert_int_equal(alive(b), 2);
	assert_int_equal(stop_stands(b->db, b->a, S("+212600000001"), &stands), OK);
	assert_false(stands);
	for (int i = 0; i < 2; i++)
		assert_int_equal(stop_put(b->db, b->a, noon, 1, S("+212600000001"), "sms"), OK);
	assert_int_equal(alive(b), 1);
	queue(b, true);
	assert_int_equal(alive(b), 1);
	queue(b, false);
	assert_int_equal(alive(b), 2);
	assert_int_equal(stop_stands(b->db, b->a, S("+212600000001"), &stands), OK);
	assert_true(stands);
	assert_int_equal(stop_stands(b->db, b->a, S("+212600000002"), &stands), OK);
	assert_false(stands);
	assert_int_equal(stop_end(b->db, b->a, S("+212600000001")), OK);
	queue(b, true);
	assert_int_equal(alive(b), 3);
}

/* Nobody got the reminder, then she wants no more: staff cannot send it to her all the same. */
static void what_did_not_leave_before_the_stop_does_not_go_by_hand(void **state)
{
	struct both *b = BOTH_STATE(state);
	const struct instant after = { noon.v + 3600 };
	const struct gateways none = { NULL, NULL };
	int64_t id = -1;
	int done;
	const struct message m = { .organization = 1, .channel = S("mail"), .template = S("x"), .lang = S("fr"),
		.recipient = S("amina@example.ma"), .body = S("text"), .due_at = noon, .may_stop = true };

	assert_int_equal(message_queue_id(b->db, b->a, noon, &m, &id), OK);
	assert_int_equal(outbox_send(b->db, b->a, noon, &none, S(""), 10, &done), OK);
	assert_int_equal(done, 1);
	assert_int_equal(stop_put(b->db, b->a, after, 1, m.recipient, "page"), OK);
	assert_int_equal(message_handled(b->db, b->a, after, id, 1, MESSAGE_AGAIN), E_CONFLICT);
}

int main(void)
{
	const struct CMUnitTest tests[] = { BOTH(what_waits_is_taken_back_and_nothing_more_is_queued_but_what_is_needed),
		BOTH(what_did_not_leave_before_the_stop_does_not_go_by_hand) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
