/* Mail that came back, on both engines: which message it was, whether its address is bad, and who is believed. */
#include "db/test/both.h"

#include "gateways/mail.h"
#include "gateways/sms.h"
#include "jobs/bounces.h"
#include "jobs/jobs.h"
#include "jobs_q.h"

static const struct instant noon = { 1790000000 };
#define SECRET S("0123456789")
#define ADDRESS S("Somebody@example.ma")

struct relay { struct gateway g; struct gateway_answer next; int sent; };

static struct gateway_answer relay_send(struct gateway *g, const struct gateway_message *m)
{
	struct relay *r = (struct relay *)(void *)g;

	(void)m;
	r->sent++;
	return r->next;
}

static struct relay relay(enum gateway_result next, bool no_such)
{
	return (struct relay){ .g = { .name = "relay", .send = relay_send }, .next = { .result = next, .no_such = no_such } };
}

static int64_t queued(struct both *b)
{
	const struct message m = { .organization = 1, .channel = S("mail"), .template = S("booked"), .lang = S("fr"),
		.recipient = ADDRESS, .body = S("text"), .subject = S("subject"), .due_at = noon };
	int64_t id = 0;

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(message_queue_id(b->db, b->a, noon, &m, &id), OK);
	assert_int_equal(db_commit(b->db), OK);
	return id;
}

static int send_all(struct both *b, struct relay *r)
{
	const struct gateways g = { NULL, &r->g };
	int done = 0;

	assert_int_equal(outbox_send(b->db, b->a, noon, &g, S("https://h.example"), 100, &done), OK);
	return done;
}

static struct message_test_list_row last(struct both *b)
{
	struct message_test_list_rows rows;

	assert_int_equal(message_test_list(b->db, b->a, ADDRESS, &rows), OK);
	return rows.v[rows.n - 1];
}

static bool bad(struct both *b, struct str address)
{
	bool ret = false;

	assert_int_equal(mail_address_bad(b->db, b->a, address, &ret), OK);
	return ret;
}

static void comes_back(struct both *b, const char *status, struct str message_id)
{
	struct str letter = arena_fmt(b->a, "Content-Type: multipart/report; report-type=delivery-status; boundary=\"bb\"\r\n\r\n"
		"--bb\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; victim@example.ma\r\n"
		"Action: failed\r\nStatus: %s\r\n\r\n--bb\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <%.*s@h.example>\r\n\r\n--bb--\r\n",
		status, STR_ARG(message_id));

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(mail_came_back(b->db, b->a, noon, SECRET, letter), OK);
	assert_int_equal(db_commit(b->db), OK);
}

static struct str signed_id(struct both *b, int64_t id)
{
	return mail_key(b->a, SECRET, arena_fmt(b->a, "%lld", (long long)id));
}

static void an_address_that_comes_back_is_marked_and_gets_nothing_more(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct relay r = relay(GATEWAY_SENT, false);
	int64_t id = queued(b);

	assert_int_equal(send_all(b, &r), 1);
	comes_back(b, "5.1.1", signed_id(b, id));
	comes_back(b, "5.1.1", signed_id(b, id));
	assert_true(bad(b, S("somebody@EXAMPLE.ma")));
	assert_false(bad(b, S("victim@example.ma")));	/* whom the report names is not who got the mail */
	assert_true(str_eq(last(b).state, S("failed")));
	queued(b);
	assert_int_equal(send_all(b, &r), 1);
	assert_int_equal(r.sent, 1);
	assert_true(str_eq(last(b).state, S("failed")));

	assert_int_equal(db_begin(b->db), OK);
	assert_int_equal(mail_address_put_good(b->db, b->a, ADDRESS), OK);
	assert_int_equal(db_commit(b->db), OK);
	queued(b);
	send_all(b, &r);
	assert_int_equal(r.sent, 2);
}

static void a_full_box_fails_that_mail_alone(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct relay r = relay(GATEWAY_SENT, false);
	int64_t id = queued(b);

	send_all(b, &r);
	comes_back(b, "5.2.2", signed_id(b, id));
	assert_true(str_eq(last(b).state, S("failed")));
	assert_false(bad(b, ADDRESS));
}

static void a_report_that_anybody_could_write_changes_nothing(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct relay r = relay(GATEWAY_SENT, false);
	int64_t id = queued(b);
	struct str key = arena_fmt(b->a, "%lld", (long long)id);

	send_all(b, &r);
	comes_back(b, "5.1.1", key);
	comes_back(b, "5.1.1", arena_cat(b->a, key, S(".AAAAAAAAAAAAAAAA")));
	comes_back(b, "5.1.1", mail_key(b->a, S("another secret"), key));
	comes_back(b, "5.1.1", mail_key(b->a, SECRET, S("1")));		/* no such message */
	assert_true(str_eq(last(b).state, S("sent")));
	assert_false(bad(b, ADDRESS));
}

static void an_address_that_the_relay_knows_not_is_marked_at_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct relay r = relay(GATEWAY_REFUSED, false);

	queued(b);
	send_all(b, &r);
	assert_false(bad(b, ADDRESS));
	r = relay(GATEWAY_REFUSED, true);
	queued(b);
	send_all(b, &r);
	assert_true(bad(b, ADDRESS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(an_address_that_comes_back_is_marked_and_gets_nothing_more),
		BOTH(a_full_box_fails_that_mail_alone),
		BOTH(a_report_that_anybody_could_write_changes_nothing),
		BOTH(an_address_that_the_relay_knows_not_is_marked_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
