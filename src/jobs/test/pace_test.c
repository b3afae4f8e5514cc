/* Many messages that may wait: spread over the second that the pace gives them, and never in the way of others. Of many that come too late, none leaves. */
#include "db/test/both.h"

#include "gateways/sms.h"
#include "jobs/jobs.h"
#include "jobs_q.h"

enum { MANY = 30, PER_SECOND = 100 };
static const struct instant noon = { 1790000000 };

/* A provider that notes the order, and in whose first exchange something else may happen. */
struct provider {
	struct gateway g;
	struct both *b;
	void (*meanwhile)(struct both *b);
	int n;
	struct { char text[24]; uint64_t at_us; } got[3 * MANY];
};

static struct gateway_answer takes(struct gateway *g, const struct gateway_message *m)
{
	struct provider *p = (struct provider *)(void *)g;

	assert_true(p->n < 3 * MANY);
	snprintf(p->got[p->n].text, sizeof(p->got[p->n].text), "%.*s", STR_ARG(m->text));
	p->got[p->n].at_us = clock_ticks_us();
	if (!p->n++ && p->meanwhile)
		p->meanwhile(p->b);
	return (struct gateway_answer){ .result = GATEWAY_SENT };
}

static struct provider provider(struct both *b)
{
	return (struct provider){ .g = { .name = "provider", .send = takes }, .b = b };
}

static void queue(struct both *b, const char *text, bool may_wait, int64_t appointment)
{
	const struct message m = { .organization = 1, .appointment = appointment, .lang = S("fr"), .recipient = S("+212600000001"),
		.body = str_of(text), .due_at = noon, .drop_at = { noon.v + 20 * 86400 }, .may_wait = may_wait };

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static void queue_reminders(struct both *b, int n)
{
	for (int i = 0; i < n; i++)
		queue(b, "reminder", true, i + 1);
}

static int run(struct provider *p)
{
	const struct gateways g = { &p->g, NULL };
	int done = 0;

	assert_int_equal(outbox_send(p->b->db, p->b->a, noon, &g, S(""), PER_SECOND, &done), OK);
	return done;
}

/* A slow machine makes it longer: only too fast is wrong. Counted from the beginning, for whoever is late with the first catches up. */
static void many_are_spread_over_the_second(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct provider p = provider(b);
	uint64_t begun;

	queue_reminders(b, MANY);
	begun = clock_ticks_us();
	assert_int_equal(run(&p), MANY);
	assert_int_equal(p.n, MANY);
	assert_true(p.got[MANY - 1].at_us - begun >= 200000);
}

static void no_more_leave_in_a_run_than_the_pace_allows(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct provider p = provider(b);
	const struct gateways g = { &p.g, NULL };
	int done;

	queue_reminders(b, MANY);
	assert_int_equal(outbox_send(b->db, b->a, noon, &g, S(""), 20, &done), OK);
	assert_int_equal(p.n, 20);
}

static void asks_for_a_code(struct both *b)
{
	queue(b, "code", false, 0);
}

static void a_code_that_is_asked_for_meanwhile_is_the_next(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct provider p = provider(b);

	p.meanwhile = asks_for_a_code;
	queue_reminders(b, MANY);
	assert_int_equal(run(&p), MANY + 1);
	assert_string_equal(p.got[0].text, "reminder");
	assert_string_equal(p.got[1].text, "code");
	assert_int_equal(p.n, MANY + 1);
}

static void cancels_the_last(struct both *b)
{
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_drop(b->db, b->a, noon, MANY), OK);
	assert_int_equal(db_commit(b->db), OK);
}

/* A second is long: a reminder must not follow the words that it is cancelled. */
static void what_is_taken_back_before_its_turn_does_not_leave(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct provider p = provider(b);
	struct message_test_list_rows rows;
	int dropped = 0;

	p.meanwhile = cancels_the_last;
	queue_reminders(b, MANY);
	run(&p);
	assert_int_equal(p.n, MANY - 1);
	assert_int_equal(message_test_list(b->db, b->a, S("+212600000001"), &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		dropped += str_eq(rows.v[i].state, S("dropped"));
	assert_int_equal(dropped, 1);
}

static int64_t waiting(struct both *b)
{
	struct message_watch_waiting_row w;

	assert_int_equal(message_watch_waiting(b->db, b->a, noon, noon, &w), OK);
	return w.waiting;
}

/* More than are put aside at once. */
static void however_many_come_too_late_none_of_them_leaves(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct provider p = provider(b);
	const struct message m = { .organization = 1, .channel = S("sms"), .lang = S("fr"), .recipient = S("+212600000001"), .body = S("late"),
		.due_at = { noon.v - 300 }, .drop_at = noon };

	assert_int_equal(db_begin(b->db), OK);
	for (int i = 0; i < 2001; i++)
		assert_int_equal(message_queue(b->db, b->a, m.due_at, &m), OK);
	assert_int_equal(db_commit(b->db), OK);
	assert_int_equal(waiting(b), 2001);
	assert_int_equal(run(&p), 0);
	assert_int_equal(p.n, 0);
	assert_int_equal(waiting(b), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(many_are_spread_over_the_second),
		BOTH(no_more_leave_in_a_run_than_the_pace_allows),
		BOTH(a_code_that_is_asked_for_meanwhile_is_the_next),
		BOTH(what_is_taken_back_before_its_turn_does_not_leave),
		BOTH(however_many_come_too_late_none_of_them_leaves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
