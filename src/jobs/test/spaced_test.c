/* The hours in which each house lets messages leave, and one message a day to a telephone, on both engines. */
#include "db/test/both.h"

#include "db/engine.h"
#include "gateways/sms.h"
#include "jobs/jobs.h"
#include "jobs_q.h"

#include <unistd.h>

enum { HOUR = 3600, DAY = 86400 };
/* Monday 2026-09-21, 00:00 in Casablanca, where the clock shows UTC since the day before. */
static const struct instant monday = { 1789948800 };

struct fake { struct gateway g; int sent; char texts[200]; };
static struct gateway_answer fake_send(struct gateway *g, const struct gateway_message *m)
{
	struct fake *f = (struct fake *)(void *)g;
	size_t n = strlen(f->texts);

	f->sent++;
	snprintf(f->texts + n, sizeof f->texts - n, "%.*s ", STR_ARG(m->text));
	return (struct gateway_answer){ .result = GATEWAY_SENT, .id = "n1" };
}

static struct instant at(int64_t days, int64_t hours)
{
	return (struct instant){ monday.v + days * DAY + hours * HOUR };
}

/* What leaves at that hour, in its order. */
static const char *leaves(struct both *b, int64_t days, int64_t hours)
{
	struct fake f = { .g = { .name = "fake", .send = fake_send } };
	const struct gateways g = { &f.g, NULL };
	int done;

	assert_int_equal(outbox_send(b->db, b->a, at(days, hours), &g, S("https://h.example"), 100, &done), OK);
	return arena_fmt(b->a, "%s", f.texts).p;
}

/* A region with two hospitals. */
static void houses(struct both *b)
{
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(db_exec_script(b->db, S("INSERT INTO organization (id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en,"
		" name_fold, sms_name, phone, zone, active, version) VALUES"
		" (1, 1, 100, 0, 'region', 'r', 'R', 'R', 'R', 'r', 'R', '', 'Africa/Casablanca', TRUE, 1),"
		" (2, 2, 50, 1, 'establishment', 'a', 'A', 'A', 'A', 'a', 'A', '', 'Africa/Casablanca', TRUE, 1),"
		" (3, 50, 90, 1, 'establishment', 'b', 'B', 'B', 'B', 'b', 'B', '', 'Africa/Casablanca', TRUE, 1)")), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static void says(struct both *b, int64_t house, const char *name, int64_t value)
{
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(db_exec_script(b->db, arena_fmt(b->a, "INSERT INTO organization_setting (organization_id, name, value)"
		" VALUES (%lld, '%s', %lld)", (long long)house, name, (long long)value)), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static void queue(struct both *b, const struct message *m)
{
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_queue(b->db, b->a, at(0, 1), m), OK);
	assert_int_equal(db_commit(b->db), OK);
}

#define WAITS .recipient = S("+212600000001"), .may_wait = true, .due_at = at(0, 1), .drop_at = at(9, 0)

static void each_house_says_its_hours_and_the_nearest_word_holds(void **state)
{
	struct both *b = BOTH_STATE(state);

	houses(b);
	says(b, 1, "messages_from", 10 * 60);
	says(b, 3, "messages_from", 7 * 60);
	says(b, 3, "messages_to", 9 * 60);
	queue(b, &(struct message){ .organization = 2, .body = S("a"), WAITS });
	queue(b, &(struct message){ .organization = 3, .body = S("b"), WAITS });
	assert_string_equal(leaves(b, 0, 2), "");
	assert_string_equal(leaves(b, 0, 7), "b ");
	assert_string_equal(leaves(b, 0, 9), "");
	assert_string_equal(leaves(b, 0, 10), "a ");
	queue(b, &(struct message){ .organization = 3, .body = S("b"), WAITS });
	assert_string_equal(leaves(b, 0, 11), "");		/* after its evening */
	assert_string_equal(leaves(b, 1, 7), "b ");
}

static void words_of_two_levels_that_contradict_each_other_count_for_nothing(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct instant next;

	houses(b);
	says(b, 1, "messages_to", 9 * 60);
	says(b, 2, "messages_from", 11 * 60);
	assert_int_equal(message_house_hour(b->db, b->a, 2, at(0, 1), &next), OK);
	assert_int_equal(next.v, at(0, 8).v);
	assert_int_equal(message_house_hour(b->db, b->a, 3, at(0, 9), &next), OK);
	assert_int_equal(next.v, at(1, 8).v);
}

static void the_second_of_a_day_goes_the_next_morning_whichever_house_sends_it(void **state)
{
	struct both *b = BOTH_STATE(state);

	houses(b);
	queue(b, &(struct message){ .organization = 2, .body = S("a"), WAITS, .spaced = SPACED_RATHER });
	queue(b, &(struct message){ .organization = 3, .body = S("b"), WAITS, .spaced = SPACED_RATHER });
	queue(b, &(struct message){ .organization = 3, .body = S("change"), WAITS });
	assert_string_equal(leaves(b, 0, 9), "a change ");
	queue(b, &(struct message){ .organization = 2, .body = S("c"), WAITS, .spaced = SPACED_GIVES_WAY });
	assert_string_equal(leaves(b, 0, 12), "");
	assert_string_equal(leaves(b, 1, 7), "");
	assert_string_equal(leaves(b, 1, 8), "b ");
	assert_string_equal(leaves(b, 2, 8), "c ");
}

static void others_are_not_held_up(void **state)
{
	struct both *b = BOTH_STATE(state);

	houses(b);
	queue(b, &(struct message){ .organization = 2, .body = S("a"), WAITS, .spaced = SPACED_RATHER });
	queue(b, &(struct message){ .organization = 2, .body = S("b"), .recipient = S("+212600000002"), .may_wait = true, .due_at = at(0, 1),
		.spaced = SPACED_RATHER });
	queue(b, &(struct message){ .organization = 2, .body = S("code"), .recipient = S("+212600000001"), .due_at = at(0, 1) });
	assert_string_equal(leaves(b, 0, 9), "code a b ");
}

static void what_cannot_wait_for_the_morning_gives_way_or_goes(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct message_test_list_rows rows;

	houses(b);
	queue(b, &(struct message){ .organization = 2, .body = S("a"), WAITS, .spaced = SPACED_RATHER });
	assert_string_equal(leaves(b, 0, 9), "a ");
	queue(b, &(struct message){ .organization = 2, .body = S("way"), .recipient = S("+212600000001"), .may_wait = true,
		.due_at = at(0, 9), .drop_at = at(0, 23), .spaced = SPACED_GIVES_WAY });
	queue(b, &(struct message){ .organization = 2, .body = S("rather"), .recipient = S("+212600000001"), .may_wait = true,
		.due_at = at(0, 9), .drop_at = at(0, 23), .spaced = SPACED_RATHER });
	assert_string_equal(leaves(b, 0, 10), "rather ");
	assert_int_equal(message_test_list(b->db, b->a, S("+212600000001"), &rows), OK);
	assert_int_equal(rows.n, 3);
	assert_true(str_eq(rows.v[1].state, S("dropped")) && !rows.v[1].body.n);
}

static enum err nothing_leaves(void *arg, struct db *db, struct arena *a)
{
	struct fake f = { .g = { .name = "fake", .send = fake_send } };
	const struct gateways g = { &f.g, NULL };
	int done;

	(void)arg;
	TRY(outbox_send(db, a, at(0, 9), &g, S("https://h.example"), 100, &done));
	return f.texts[0] ? E_CONFLICT : OK;
}

/* Both have read that nobody was written to: the second waits for what the first has decided. PostgreSQL alone has two writers. */
static void two_processes_write_once_a_day_to_one_telephone(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct message_gate_row one;
	struct message_claim_rows first;
	int64_t n;

	houses(b);
	queue(b, &(struct message){ .organization = 2, .body = S("a"), WAITS, .spaced = SPACED_RATHER });
	queue(b, &(struct message){ .organization = 3, .body = S("b"), WAITS, .spaced = SPACED_RATHER });
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_gate(b->db, b->a, &one), OK);
	assert_int_equal(message_claim(b->db, b->a, true, at(0, 9), 1, &first), OK);
	assert_int_equal(message_lease(b->db, b->a, at(0, 10), &first.v[0].id, 1, &n), OK);
	assert_int_equal(both_beside(b, "locktype = 'advisory'", nothing_leaves, NULL), OK);
}

/* More houses than a run keeps in mind: 3 and 1024 have one place there. */
static void each_of_many_houses_keeps_its_hours(void **state)
{
	struct both *b = BOTH_STATE(state);

	houses(b);
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(db_exec_script(b->db, S("INSERT INTO organization (id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en,"
		" name_fold, sms_name, phone, zone, active, version) VALUES"
		" (1024, 90, 95, 1, 'establishment', 'c', 'C', 'C', 'C', 'c', 'C', '', 'Africa/Casablanca', TRUE, 1)")), OK);
	assert_int_equal(db_commit(b->db), OK);
	says(b, 3, "messages_from", 10 * 60);
	for (int i = 0; i < 4; i++)
		queue(b, &(struct message){ .organization = i % 2 ? 1024 : 3, .body = i % 2 ? S("c") : S("b"), WAITS });
	assert_string_equal(leaves(b, 0, 9), "c c ");
	assert_string_equal(leaves(b, 0, 10), "b b ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(each_house_says_its_hours_and_the_nearest_word_holds),
		BOTH(words_of_two_levels_that_contradict_each_other_count_for_nothing),
		BOTH(the_second_of_a_day_goes_the_next_morning_whichever_house_sends_it),
		BOTH(others_are_not_held_up),
		BOTH(what_cannot_wait_for_the_morning_gives_way_or_goes),
		BOTH(each_of_many_houses_keeps_its_hours),
		{ "two_processes_write_once_a_day_to_one_telephone on PostgreSQL", two_processes_write_once_a_day_to_one_telephone, both_postgres,
			both_tear_down, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
