/* The outbox on both engines: what is sent, when, and that nothing is sent twice. */
#include "db/test/both.h"

#include "db/engine.h"
#include "gateways/sms.h"
#include "jobs/jobs.h"
#include "jobs_q.h"

static const struct instant noon = { 1790000000 };

/* A gateway that answers what the test says and counts. */
struct fake { struct gateway g; enum gateway_result next; int sent, valid; char text[200], key[40]; };

static struct gateway_answer fake_send(struct gateway *g, const struct gateway_message *m)
{
	struct fake *f = (struct fake *)(void *)g;

	f->sent++;
	f->valid = m->valid_min;
	snprintf(f->text, sizeof f->text, "%.*s", STR_ARG(m->text));
	snprintf(f->key, sizeof f->key, "%.*s", STR_ARG(m->key));
	return (struct gateway_answer){ .result = f->next, .id = "n1" };
}

static struct fake fake(enum gateway_result next)
{
	return (struct fake){ .g = { .name = "fake", .send = fake_send }, .next = next };
}

static struct instant later(int64_t s)
{
	return (struct instant){ noon.v + s };
}

static void queue(struct both *b, const char *body, int64_t drop_after)
{
	const struct message m = { .organization = 1, .channel = S("sms"), .template = S("booked"), .lang = S("fr"),
		.recipient = S("+212600000001"), .body = str_of(body), .due_at = noon, .drop_at = later(drop_after) };

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static int run(struct both *b, struct fake *f, int64_t after)
{
	int done = -1;

	const struct gateways g = { &f->g, NULL };

	assert_int_equal(outbox_send(b->db, b->a, later(after), &g, S("https://h.example"), 100, &done), OK);
	return done;
}

static struct message_test_list_row only(struct both *b)
{
	struct message_test_list_rows rows;

	assert_int_equal(message_test_list(b->db, b->a, S("+212600000001"), &rows), OK);
	assert_int_equal(rows.n, 1);
	return rows.v[0];
}

#define STATE_IS(b, s) assert_true(str_eq(only(b).state, S(s)))

static void a_message_is_sent_once_and_its_text_is_blanked(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);

	queue(b, "see {site}/a/x", 300);
	assert_int_equal(run(b, &f, 0), 1);
	assert_int_equal(run(b, &f, 1), 0);
	assert_int_equal(f.sent, 1);
	assert_string_equal(f.text, "see https://h.example/a/x");
	STATE_IS(b, "sent");
	assert_int_equal(only(b).body.n, 0);
}

static void the_network_is_told_how_long_a_message_is_of_use(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_LATER);

	queue(b, "code", 300);
	run(b, &f, 0);
	assert_int_equal(f.valid, 5);
	run(b, &f, 270);
	assert_int_equal(f.valid, 1);
}

static void the_demonstration_keeps_the_text(void **state)
{
	struct both *b = BOTH_STATE(state);
	const struct gateways g = { gateway_demonstration(), NULL };
	int done;

	queue(b, "code 1", 300);
	assert_int_equal(outbox_send(b->db, b->a, noon, &g, S(""), 100, &done), OK);
	STATE_IS(b, "sent");
	assert_true(str_eq(only(b).body, S("code 1")));
}

static void what_was_rolled_back_is_not_sent(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);
	const struct message m = { .organization = 1, .recipient = S("+212600000001"), .body = S("x"), .due_at = noon };

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	db_rollback(b->db);
	assert_int_equal(run(b, &f, 1), 0);
	assert_int_equal(f.sent, 0);
}

static void a_busy_gateway_is_asked_again_with_the_square_of_the_tries(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_LATER);

	queue(b, "x", 3600);
	assert_int_equal(run(b, &f, 0), 1);
	STATE_IS(b, "queued");
	assert_int_equal(run(b, &f, 14), 0);
	assert_int_equal(run(b, &f, 16), 1);
	assert_int_equal(run(b, &f, 16 + 58), 0);
	f.next = GATEWAY_SENT;
	assert_int_equal(run(b, &f, 16 + 62), 1);
	assert_int_equal(f.sent, 3);
	STATE_IS(b, "sent");
	assert_int_equal(message_next_try(noon, 3).v - noon.v, 15 * 9);
}

static void a_refused_message_ends(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_REFUSED);

	queue(b, "x", 300);
	run(b, &f, 0);
	run(b, &f, 100000);
	assert_int_equal(f.sent, 1);
	STATE_IS(b, "failed");
}

static void an_unknown_outcome_is_never_repeated_without_a_known_key(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_UNKNOWN);

	queue(b, "x", 100000);
	run(b, &f, 0);
	run(b, &f, 50000);
	assert_int_equal(f.sent, 1);
	STATE_IS(b, "failed");
}

static void an_unknown_outcome_is_repeated_with_the_same_key_where_it_is_known(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_UNKNOWN);
	char key[40];

	f.g.knows_repeats = true;
	queue(b, "x", 1000000000);
	run(b, &f, 0);
	STATE_IS(b, "queued");
	snprintf(key, sizeof key, "%s", f.key);
	f.next = GATEWAY_SENT;
	run(b, &f, 900000000);
	assert_int_equal(f.sent, 2);
	assert_string_equal(f.key, key);
	STATE_IS(b, "sent");
}

/* Claims as a process that dies before it records anything. */
static void claim_and_die(struct both *b)
{
	struct message_claim_rows rows;
	int64_t n;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_claim(b->db, b->a, false, noon, 10, &rows), OK);
	assert_int_equal(rows.n, 1);
	assert_int_equal(message_lease(b->db, b->a, later(120), &rows.v[0].id, 1, &n), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static void a_lease_protects_until_it_runs_out(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);

	queue(b, "x", 100000);
	claim_and_die(b);
	assert_int_equal(run(b, &f, 60), 0);
	STATE_IS(b, "sending");
	run(b, &f, 121);
	run(b, &f, 122);
	assert_int_equal(f.sent, 0);
	STATE_IS(b, "failed");
}

static void after_a_lease_ran_out_a_known_key_goes_again(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);

	f.g.knows_repeats = true;
	queue(b, "x", 100000);
	claim_and_die(b);
	run(b, &f, 121);
	assert_int_equal(f.sent, 1);
	STATE_IS(b, "sent");
}

static void what_comes_too_late_is_dropped(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);

	queue(b, "x", 300);
	run(b, &f, 300);
	assert_int_equal(f.sent, 0);
	STATE_IS(b, "late");
	assert_int_equal(only(b).body.n, 0);
}

static void a_text_that_did_not_leave_is_kept_as_long_as_it_may_go_again_by_hand(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_REFUSED);
	struct message m = { .organization = 1, .recipient = S("+212600000001"), .body = S("x"), .due_at = noon,
		.drop_at = later(300), .last_at = later(1000) };

	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	run(b, &f, 0);
	run(b, &f, 999);
	assert_true(str_eq(only(b).body, S("x")));
	run(b, &f, 1000);
	assert_int_equal(only(b).body.n, 0);
	STATE_IS(b, "failed");
}

static struct message_test_list_row reported(struct both *b, enum message_outcome o, int64_t after)
{
	const struct message_report r = { .id = only(b).id.v, .channel = S("sms"), .outcome = o };

	assert_int_equal(message_reported(b->db, b->a, later(after), &r), OK);
	return only(b);
}

static void with_a_provider_that_reports_an_unknown_outcome_waits_for_its_report(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_UNKNOWN);

	f.g.reports = true;
	queue(b, "x", 300);
	run(b, &f, 0);
	STATE_IS(b, "unknown");
	run(b, &f, 9000);
	STATE_IS(b, "unknown");
	assert_true(str_eq(reported(b, MESSAGE_DELIVERED, 9001).state, S("sent")));
	run(b, &f, 90000);
	STATE_IS(b, "sent");
	assert_int_equal(f.sent, 1);
}

static void without_its_report_it_ends_as_failed_and_a_late_one_is_still_heard(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_UNKNOWN);

	f.g.reports = true;
	queue(b, "x", 100000);
	run(b, &f, 0);
	run(b, &f, 3 * 3600);
	STATE_IS(b, "failed");
	assert_int_equal(f.sent, 1);
	assert_true(str_eq(reported(b, MESSAGE_DELIVERED, 90000).state, S("sent")));
}

static int32_t segments_of(struct both *b)
{
	struct message_test_segments_row r;

	assert_int_equal(message_test_segments(b->db, b->a, only(b).id, &r), OK);
	return r.segments;
}

static void what_is_never_reported_although_others_are_ends_as_failed_after_a_day(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);
	struct message m = { .organization = 1, .recipient = S("+212600000002"), .body = S("y"), .due_at = noon };
	struct message_report r = { .channel = S("sms"), .outcome = MESSAGE_BUFFERED };
	struct message_test_list_rows rows;

	f.g.reports = true;
	queue(b, "x", 300);
	run(b, &f, 0);
	run(b, &f, 86399);
	STATE_IS(b, "sent");
	run(b, &f, 86400);
	STATE_IS(b, "sent");			/* nobody reports anything: it says nothing */
	queue(b, "z", 200000);
	m.due_at = later(90000);
	assert_int_equal(message_queue_id(b->db, b->a, noon, &m, &r.id), OK);
	run(b, &f, 90000);
	assert_int_equal(message_reported(b->db, b->a, later(90001), &r), OK);
	run(b, &f, 90000 + 86400);
	assert_int_equal(message_test_list(b->db, b->a, S("+212600000001"), &rows), OK);
	assert_true(str_eq(rows.v[0].state, S("sent")) != str_eq(rows.v[1].state, S("sent")));
	assert_int_equal(message_test_list(b->db, b->a, S("+212600000002"), &rows), OK);
	assert_true(str_eq(rows.v[0].state, S("sent")));
	assert_int_equal(f.sent, 3);
}

static void segments_are_counted_as_it_leaves(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);

	queue(b, "تذكير بموعدكم في المستشفى يوم الثلاثاء على الساعة العاشرة صباحا: {site}/a/x", 300);
	run(b, &f, 0);
	assert_int_equal(segments_of(b), 2);
}

static void what_was_sent_and_not_delivered_ends_as_failed(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);

	queue(b, "x", 300);
	run(b, &f, 0);
	assert_true(str_eq(reported(b, MESSAGE_BUFFERED, 1).state, S("sent")));
	assert_true(str_eq(reported(b, MESSAGE_UNDELIVERED, 2).state, S("failed")));
	assert_true(str_eq(reported(b, MESSAGE_UNDELIVERED, 3).state, S("failed")));
	assert_true(str_eq(reported(b, MESSAGE_BUFFERED, 4).state, S("failed")));
	assert_true(str_eq(reported(b, MESSAGE_DELIVERED, 5).state, S("sent")));
	assert_true(str_eq(reported(b, MESSAGE_UNDELIVERED, 6).state, S("sent")));
}

static void a_report_that_outruns_the_answer_counts_and_nothing_goes_again(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);

	queue(b, "x", 100000);
	claim_and_die(b);
	assert_true(str_eq(reported(b, MESSAGE_DELIVERED, 1).state, S("sent")));
	run(b, &f, 1000);
	assert_int_equal(f.sent, 0);
	assert_int_equal(only(b).body.n, 0);
}

static void a_report_of_an_earlier_try_stops_the_next_one_only_if_it_arrived(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_LATER);

	queue(b, "x", 100000);
	run(b, &f, 0);
	assert_true(str_eq(reported(b, MESSAGE_UNDELIVERED, 1).state, S("queued")));
	assert_true(str_eq(reported(b, MESSAGE_BUFFERED, 1).state, S("queued")));
	assert_true(str_eq(reported(b, MESSAGE_DELIVERED, 2).state, S("sent")));
	run(b, &f, 1000);
	assert_int_equal(f.sent, 1);
}

static void a_report_of_nothing_is_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);
	struct message_report r = { .id = 5, .channel = S("sms"), .outcome = MESSAGE_UNDELIVERED };

	queue(b, "x", 300);
	run(b, &f, 0);
	assert_int_equal(message_reported(b->db, b->a, noon, &r), E_NOTFOUND);
	r = (struct message_report){ .channel = S("sms"), .outcome = MESSAGE_UNDELIVERED };
	assert_int_equal(message_reported(b->db, b->a, noon, &r), E_NOTFOUND);
	r.provider_id = S("n1");
	r.channel = S("mail");
	assert_int_equal(message_reported(b->db, b->a, noon, &r), E_NOTFOUND);
	r.channel = S("sms");
	assert_int_equal(message_reported(b->db, b->a, noon, &r), OK);
	STATE_IS(b, "failed");
}

static void what_nobody_got_goes_again_once_as_a_new_message_or_is_noted(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_REFUSED);
	struct message_test_list_rows rows;
	int64_t id;

	queue(b, "x", 3000);
	id = only(b).id.v;
	assert_int_equal(message_handled(b->db, b->a, later(1), id, 7, MESSAGE_AGAIN), E_CONFLICT);	/* it waits still */
	run(b, &f, 0);
	f.next = GATEWAY_SENT;
	assert_int_equal(message_handled(b->db, b->a, later(1), id, 7, MESSAGE_AGAIN), OK);
	assert_int_equal(message_handled(b->db, b->a, later(1), id, 7, MESSAGE_AGAIN), E_CONFLICT);
	assert_int_equal(message_handled(b->db, b->a, later(1), id, 7, MESSAGE_DONE), E_CONFLICT);
	run(b, &f, 2);
	assert_int_equal(f.sent, 2);
	assert_string_equal(f.text, "x");
	assert_int_equal(message_test_list(b->db, b->a, S("+212600000001"), &rows), OK);
	assert_int_equal(rows.n, 2);
	assert_true(str_eq(rows.v[0].state, S("failed")) && !rows.v[0].body.n && str_eq(rows.v[1].state, S("sent")));
}

static void what_is_of_no_more_use_does_not_go_again(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_REFUSED);

	queue(b, "x", 3000);
	run(b, &f, 0);
	assert_int_equal(message_handled(b->db, b->a, later(3000), only(b).id.v, 7, MESSAGE_AGAIN), E_CONFLICT);
	assert_int_equal(message_handled(b->db, b->a, later(3000), only(b).id.v, 7, MESSAGE_DONE), OK);
	STATE_IS(b, "failed");
}

/* A house with a clock; noon is 2026-09-21 14:13:20 UTC, its feast the 22nd. */
static void house(struct both *b)
{
	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(db_exec_script(b->db, S("INSERT INTO organization (id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en,"
		" name_fold, sms_name, phone, zone, active, version) VALUES (1, 1, 100, 0, 'ministry', 'm', 'M', 'M', 'M', 'm', 'M', '',"
		" 'Africa/Casablanca', TRUE, 1);"
		"INSERT INTO calendar_day (id, organization_id, day, kind, name_fr, name_ar, name_en, confirmed)"
		" VALUES (1, 1, 20718, 'holiday', 'F', 'F', 'F', TRUE)")), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static void what_may_wait_is_not_sent_at_night_nor_on_a_feast(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);
	struct message m = { .organization = 1, .recipient = S("+212600000001"), .body = S("x"), .may_wait = true,
		.due_at = later(8 * 3600), .drop_at = later(20 * 86400) };

	house(b);
	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	run(b, &f, 8 * 3600);			/* 22:13 */
	run(b, &f, 24 * 3600);			/* the feast */
	run(b, &f, 41 * 3600);			/* 07:13 */
	assert_int_equal(f.sent, 0);
	assert_int_equal(only(b).attempts, 0);
	run(b, &f, 42 * 3600);			/* 08:13 */
	assert_int_equal(f.sent, 1);
}

static void what_would_come_too_late_otherwise_goes_at_night(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);
	struct message m = { .organization = 1, .recipient = S("+212600000001"), .body = S("x"), .may_wait = true,
		.due_at = later(8 * 3600), .drop_at = later(17 * 3600) };

	house(b);
	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	run(b, &f, 8 * 3600);
	assert_int_equal(f.sent, 1);
}

static struct gateway_answer keeps_the_first(struct gateway *g, const struct gateway_message *m)
{
	struct fake *f = (struct fake *)(void *)g;

	if (!f->sent++)
		snprintf(f->text, sizeof f->text, "%.*s", STR_ARG(m->text));
	return (struct gateway_answer){ .result = GATEWAY_SENT, .id = "n1" };
}

static void a_way_out_that_fails_is_left_alone_and_holds_up_no_other(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake sms = fake(GATEWAY_SENT), mail = fake(GATEWAY_LATER);
	const struct gateways g = { &sms.g, &mail.g };
	struct message m = { .organization = 1, .body = S("x"), .due_at = noon };
	int done;

	for (int i = 0; i < 20; i++) {
		m.channel = i % 2 ? S("mail") : S("sms");
		m.recipient = i % 2 ? S("a@example.ma") : S("+212600000001");
		assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	}
	assert_int_equal(outbox_send(b->db, b->a, noon, &g, S(""), 100, &done), OK);
	assert_int_equal(sms.sent, 10);
	assert_int_equal(mail.sent, 3);
	mail.next = GATEWAY_SENT;
	assert_int_equal(outbox_send(b->db, b->a, later(15), &g, S(""), 100, &done), OK);
	assert_int_equal(mail.sent, 13);
}

static void what_may_not_wait_goes_before_what_may(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);
	struct message m = { .organization = 1, .recipient = S("+212600000002"), .body = S("reminder"), .may_wait = true,
		.due_at = noon, .drop_at = later(20 * 86400) };
	const struct gateways g = { &f.g, NULL };
	int done;

	for (int i = 0; i < 30; i++)
		assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	m.may_wait = false;
	m.body = S("code");
	m.due_at = later(1);
	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	f.g.send = keeps_the_first;
	assert_int_equal(outbox_send(b->db, b->a, later(1), &g, S(""), 1, &done), OK);
	assert_string_equal(f.text, "code");
	assert_int_equal(f.sent, 2);		/* and as many of the others as the pace allows */
}

static void many_go_in_one_run(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake f = fake(GATEWAY_SENT);

	for (int i = 0; i < 45; i++)
		queue(b, "x", 300);
	assert_int_equal(run(b, &f, 0), 45);
	assert_int_equal(f.sent, 45);
	assert_int_equal(run(b, &f, 1), 0);
}

static void mail_goes_by_its_own_way_and_ends_as_failed_without_one(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct fake sms = fake(GATEWAY_SENT), mail = fake(GATEWAY_SENT);
	const struct gateways both = { &sms.g, &mail.g };
	struct message m = { .organization = 1, .channel = S("mail"), .lang = S("fr"), .recipient = S("a@example.ma"),
		.body = S("x"), .due_at = noon };
	struct message_test_list_rows rows;
	int done;

	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	assert_int_equal(outbox_send(b->db, b->a, noon, &both, S(""), 10, &done), OK);
	assert_int_equal(mail.sent, 1);
	assert_int_equal(message_queue(b->db, b->a, noon, &m), OK);
	assert_int_equal(run(b, &sms, 1), 1);
	assert_int_equal(sms.sent, 0);
	assert_int_equal(message_test_list(b->db, b->a, S("a@example.ma"), &rows), OK);
	assert_true(str_eq(rows.v[0].state, S("sent")) != str_eq(rows.v[1].state, S("sent")));
}

static void a_message_without_recipient_is_refused(void **state)
{
	struct both *b = BOTH_STATE(state);
	const struct message m = { .organization = 1, .body = S("x") };

	assert_int_equal(message_queue(b->db, b->a, noon, &m), E_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_message_is_sent_once_and_its_text_is_blanked),
		BOTH(the_network_is_told_how_long_a_message_is_of_use),
		BOTH(the_demonstration_keeps_the_text),
		BOTH(what_was_rolled_back_is_not_sent),
		BOTH(a_busy_gateway_is_asked_again_with_the_square_of_the_tries),
		BOTH(a_refused_message_ends),
		BOTH(an_unknown_outcome_is_never_repeated_without_a_known_key),
		BOTH(an_unknown_outcome_is_repeated_with_the_same_key_where_it_is_known),
		BOTH(a_lease_protects_until_it_runs_out),
		BOTH(after_a_lease_ran_out_a_known_key_goes_again),
		BOTH(what_comes_too_late_is_dropped),
		BOTH(a_text_that_did_not_leave_is_kept_as_long_as_it_may_go_again_by_hand),
		BOTH(with_a_provider_that_reports_an_unknown_outcome_waits_for_its_report),
		BOTH(without_its_report_it_ends_as_failed_and_a_late_one_is_still_heard),
		BOTH(what_is_never_reported_although_others_are_ends_as_failed_after_a_day),
		BOTH(segments_are_counted_as_it_leaves),
		BOTH(what_was_sent_and_not_delivered_ends_as_failed),
		BOTH(a_report_that_outruns_the_answer_counts_and_nothing_goes_again),
		BOTH(a_report_of_an_earlier_try_stops_the_next_one_only_if_it_arrived),
		BOTH(a_report_of_nothing_is_refused),
		BOTH(what_nobody_got_goes_again_once_as_a_new_message_or_is_noted),
		BOTH(what_is_of_no_more_use_does_not_go_again),
		BOTH(what_may_wait_is_not_sent_at_night_nor_on_a_feast),
		BOTH(what_would_come_too_late_otherwise_goes_at_night),
		BOTH(a_way_out_that_fails_is_left_alone_and_holds_up_no_other),
		BOTH(what_may_not_wait_goes_before_what_may),
		BOTH(many_go_in_one_run),
		BOTH(mail_goes_by_its_own_way_and_ends_as_failed_without_one),
		BOTH(a_message_without_recipient_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
