/* When the operator is told that messages do not leave as they should: the rule, and the watch on both engines. */
#include "db/test/both.h"

#include "areas/provider/provider.h"
#include "areas/provider/rules/alarm.h"
#include "db/engine.h"
#include "jobs/jobs.h"
#include "jobs/watch.h"
#include "web/settings.h"

static const struct instant noon = { 1790000000 };
static const struct alarm_limits limits = { .percent = 10, .minutes = 15, .credit = 1000 };

static void a_share_of_few_messages_is_no_alarm(void **state)
{
	struct alarm_facts f = { .sent = 10, .lost = 9 };

	(void)state;
	assert_false(alarm_is(ALARM_ERRORS, false, &f, &limits));
	f.sent = 11;
	assert_true(alarm_is(ALARM_ERRORS, false, &f, &limits));
	f = (struct alarm_facts){ .sent = 100, .undelivered = 9 };
	assert_false(alarm_is(ALARM_ERRORS, false, &f, &limits));
	f.undelivered = 10;
	assert_true(alarm_is(ALARM_ERRORS, false, &f, &limits));
	assert_int_equal(alarm_value(ALARM_ERRORS, &(struct alarm_facts){ 0 }), 0);
}

static void what_was_wrong_ends_well_clear_of_its_limit(void **state)
{
	struct alarm_facts f = { .late_s = 15 * 60 };

	(void)state;
	assert_true(alarm_is(ALARM_LATE, false, &f, &limits));
	f.late_s = 14 * 60;
	assert_false(alarm_is(ALARM_LATE, false, &f, &limits));
	assert_true(alarm_is(ALARM_LATE, true, &f, &limits));
	f.late_s = 7 * 60;
	assert_false(alarm_is(ALARM_LATE, true, &f, &limits));
	f = (struct alarm_facts){ .credit_known = true, .credit = 999 };
	assert_true(alarm_is(ALARM_CREDIT, false, &f, &limits));
	f.credit = 1200;
	assert_false(alarm_is(ALARM_CREDIT, false, &f, &limits));
	assert_true(alarm_is(ALARM_CREDIT, true, &f, &limits));
	f.credit = 1250;
	assert_false(alarm_is(ALARM_CREDIT, true, &f, &limits));
	f.credit_known = false;
	assert_true(alarm_is(ALARM_CREDIT, true, &f, &limits));
	assert_false(alarm_is(ALARM_CREDIT, true, &(struct alarm_facts){ .credit_known = true }, &(struct alarm_limits){ 10, 15, 0 }));
}

static void slow_arrival_is_a_mean_of_enough_reports(void **state)
{
	struct alarm_facts f = { .delivered = 4, .delivery_s = 4 * 3600 };

	(void)state;
	assert_false(alarm_is(ALARM_DELIVERY, false, &f, &limits));
	f.delivered = 5;
	assert_true(alarm_is(ALARM_DELIVERY, false, &f, &limits));
	f.delivery_s = 5 * 60;
	assert_false(alarm_is(ALARM_DELIVERY, false, &f, &limits));
}

static void it_is_told_when_it_begins_each_day_and_when_it_ends(void **state)
{
	const struct instant day = { noon.v + ALARM_AGAIN_S };

	(void)state;
	assert_false(alarm_tells(false, false, noon, day));
	assert_true(alarm_tells(false, true, noon, noon));
	assert_false(alarm_tells(true, true, noon, (struct instant){ day.v - 1 }));
	assert_true(alarm_tells(true, true, noon, day));
	assert_true(alarm_tells(true, false, noon, noon));
}

/* --- the watch --- */

/* n text messages to one number: their state, and what is known of them. */
static void messages(struct both *b, int first, int n, const char *state, const char *report, int64_t due, const char *sent, int attempts)
{
	for (int i = first; i < first + n; i++)
		assert_int_equal(db_exec(b->db, arena_fmt(b->a, "INSERT INTO message (id, organization_id, channel, template, lang, recipient, "
			"body, due_at, drop_at, state, attempts, lease_until, provider_id, created_at, sent_at, reported_at, version, segments, "
			"may_stop, may_wait, last_at, subject, html, ics, why, report, handled_how) VALUES (%d, 1, 'sms', 'x', 'fr', "
			"'+212600000001', '', %lld, 1, '%s', %d, 0, '', 1, %s, %s, 1, 1, FALSE, FALSE, 1, '', '', '', '', '%s', '')",
			i, (long long)due, state, attempts, sent, *report ? sent : "NULL", report).p), OK);
}

static void one_hour_is_counted(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct watch_counts c;

	messages(b, 1, 3, "sent", "", noon.v - 90, "1789999990", 1);
	messages(b, 11, 2, "sent", "delivered", noon.v - 90, "1789999990", 1);
	messages(b, 21, 1, "failed", "undelivered", noon.v - 90, "1789999990", 1);
	messages(b, 31, 4, "sent", "delivered", noon.v - 9000, "1789990000", 1);	/* long ago */
	messages(b, 41, 2, "failed", "", noon.v - 100, "NULL", 1);
	messages(b, 51, 1, "failed", "", noon.v - 9000, "NULL", 1);
	messages(b, 61, 1, "queued", "", noon.v - 60, "NULL", 0);
	messages(b, 71, 1, "queued", "", noon.v + 100, "NULL", 3);	/* tried, waits 15 + 60 + 135 s */
	messages(b, 81, 5, "queued", "", noon.v + 100, "NULL", 0);	/* for later */
	assert_int_equal(db_exec(b->db, "UPDATE message SET reported_at = sent_at + 8 WHERE report = 'delivered'"), OK);
	assert_int_equal(watch_count(b->db, b->a, noon, &c), OK);
	assert_int_equal(c.sent, 6);
	assert_int_equal(c.delivered, 2);
	assert_int_equal(c.undelivered, 1);
	assert_int_equal(c.delivery_s, 16);
	assert_int_equal(c.lost, 2);
	assert_int_equal(c.waiting, 2);
	assert_int_equal(c.late_s, 110);
}

static void run_in(struct both *b, const char *lang, int64_t after)
{
	struct settings *s = settings_new(b->a);
	struct str why;

	assert_int_equal(settings_parse(s, b->a, arena_fmt(b->a, "operator_mail = ops@example.ma\n%s", lang), &why), OK);
	assert_int_equal(area_provider.jobs[0].run_with(s, b->db, b->a, (struct instant){ noon.v + after }), OK);
}

static void run(struct both *b, int64_t after)
{
	run_in(b, "", after);
}

static size_t mails(struct both *b, struct str **ret)
{
	size_t n;

	assert_int_equal(message_texts(b->db, b->a, S("ops@example.ma"), ret, &n), OK);
	return n;
}

static void ministry(struct both *b)
{
	assert_int_equal(db_exec(b->db, "INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, "
		"name_en, name_fold, sms_name, phone, zone, active, version) VALUES (1, NULL, 0, 1000, 0, 'ministry', 'MA', 'M', 'M', 'M', 'm', "
		"'M', '', 'Africa/Casablanca', TRUE, 1)"), OK);
}

static void the_operator_gets_one_mail_when_it_begins_and_one_when_it_ends(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct str *texts;

	ministry(b);
	run(b, 0);
	assert_int_equal(mails(b, &texts), 0);
	messages(b, 1, 1, "queued", "", noon.v - 20 * 60, "NULL", 0);
	run(b, 0);
	run(b, 60);
	assert_int_equal(mails(b, &texts), 1);
	assert_true(str_find(texts[0], S("20")) >= 0 && str_find(texts[0], S("{site}/admin/provider")) >= 0);
	assert_int_equal(db_exec(b->db, "UPDATE message SET state = 'sent' WHERE id = 1"), OK);
	run(b, 120);
	run(b, 180);
	assert_int_equal(mails(b, &texts), 2);
	assert_false(str_eq(texts[0], texts[1]));
}

static void the_operator_is_written_to_in_the_language_of_the_settings(void **state)
{
	static const struct { const char *setting, *words; } rows[] = {
		{ "", "Les SMS ne partent pas" }, { "operator_lang = ar\n", "الرسائل القصيرة لا تخرج" },
		{ "operator_lang = en\n", "Text messages do not leave" },
	};
	struct both *b = BOTH_STATE(state);
	struct str *texts;

	ministry(b);
	messages(b, 1, 1, "queued", "", noon.v - 20 * 60, "NULL", 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(db_exec(b->db, "DELETE FROM message WHERE id <> 1"), OK);
		assert_int_equal(db_exec(b->db, "DELETE FROM provider_watch"), OK);
		run_in(b, rows[i].setting, 0);
		assert_int_equal(mails(b, &texts), 1);
		assert_true(str_find(texts[0], str_of(rows[i].words)) >= 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_of_few_messages_is_no_alarm),
		cmocka_unit_test(what_was_wrong_ends_well_clear_of_its_limit),
		cmocka_unit_test(slow_arrival_is_a_mean_of_enough_reports),
		cmocka_unit_test(it_is_told_when_it_begins_each_day_and_when_it_ends),
		BOTH(one_hour_is_counted),
		BOTH(the_operator_gets_one_mail_when_it_begins_and_one_when_it_ends),
		BOTH(the_operator_is_written_to_in_the_language_of_the_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
