/* Proposed, told, asked to confirm, counted: on both engines. */
#include "areas/appointments/test/town.h"

#include "areas/missed/inside.h"
#include "areas/organizations/organizations.h"
#include "db/engine.h"
#include "jobs/jobs.h"
#include "jobs/test/outbox.h"

#include <math.h>

#define GOOD(x) assert_int_equal((x), OK)
#define AMINA S("+212612345678")
enum { HOUR = 3600, DAY = 86400 };

static struct town town(void **state)
{
	return town_make(BOTH_STATE(state));
}

/* The town's Wednesday, at an hour (UTC, which is Morocco's). */
static struct instant at(const struct town *t, int hour)
{
	return (struct instant){ t->day.n * (int64_t)DAY + hour * HOUR };
}

static struct appointment_id visit(struct town *t, int32_t min, struct patient_id who)
{
	struct booked b;

	GOOD(db_begin(t->c.db));
	b = booked(t, min, who);
	GOOD(db_commit(t->c.db));
	return b.id;
}

static enum err record(struct town *t, struct appointment_id id, enum status s, struct instant now)
{
	struct change_ask who = by_desk(id, -1);
	int64_t version;
	enum err e;

	GOOD(db_begin(t->c.db));
	e = appointment_set_status(t->c.db, t->c.a, now, &who, s, &version);
	if (e == OK)
		GOOD(db_commit(t->c.db));
	else
		db_rollback(t->c.db);
	return e;
}

static void setting(struct town *t, const char *name, int64_t value)
{
	GOOD(db_begin(t->c.db));
	GOOD(organization_setting_put(t->c.db, t->c.a, t->c.hospital, str_of(name), value));
	GOOD(db_commit(t->c.db));
}

/* How many texts to a phone hold a word. */
static int told(struct town *t, struct str phone, const char *word)
{
	struct str *v;
	size_t n;
	int found = 0;

	GOOD(message_texts(t->c.db, t->c.a, phone, &v, &n));
	for (size_t i = 0; i < n; i++)
		found += str_find(v[i], str_of(word)) >= 0;
	return found;
}

/* The 22 characters after a path in the last text that has it. */
static struct str link_in(struct town *t, struct str phone, const char *path)
{
	struct str *v, token = STR_NONE;
	size_t n;

	GOOD(message_texts(t->c.db, t->c.a, phone, &v, &n));
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t k = str_find(v[i], str_of(path));

		if (k >= 0)
			token = str_sub(v[i], (size_t)k + strlen(path), (size_t)k + strlen(path) + 22);
	}
	return token;
}

static struct missed_proposals_rows proposals(struct town *t)
{
	struct missed_proposals_rows rows;

	GOOD(missed_proposals(t->c.db, t->c.a, &everybody, t->day, 60, &rows));
	return rows;
}

static void the_end_of_the_day_proposes_and_records_nothing(void **state)
{
	struct town t = town(state);
	struct appointment_id came = visit(&t, 540, t.amina), stayed = visit(&t, 570, t.omar);

	GOOD(record(&t, came, ST_ARRIVED, at(&t, 9)));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 12)));
	assert_int_equal(proposals(&t).n, 0);	/* the day is not over */
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 18)));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 19)));
	struct missed_proposals_rows rows = proposals(&t);

	assert_int_equal(rows.n, 2);
	assert_true(rows.v[0].id.v == came.v && str_eq(rows.v[0].proposed, S("fulfilled")));
	assert_true(rows.v[1].id.v == stayed.v && str_eq(rows.v[1].proposed, S("noshow")));
	assert_int_equal(seen(&t, stayed).status, ST_BOOKED);
	assert_int_equal(told(&t, S("+212699999999"), "/m/"), 0);
	GOOD(record(&t, stayed, ST_NOSHOW, at(&t, 19)));
	assert_int_equal(proposals(&t).n, 1);
}

static void an_agenda_that_recorded_nobody_proposes_nobody(void **state)
{
	struct town t = town(state);

	visit(&t, 540, t.amina);
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 19)));
	assert_int_equal(proposals(&t).n, 0);
}

static void a_miss_is_told_later_once_a_day_and_not_when_it_is_put_right(void **state)
{
	struct town t = town(state);
	struct appointment_id x = visit(&t, 540, t.amina), y = visit(&t, 600, t.amina);

	GOOD(record(&t, x, ST_NOSHOW, at(&t, 10)));
	GOOD(record(&t, y, ST_NOSHOW, at(&t, 11)));
	assert_int_equal(told(&t, AMINA, "{site}/m/"), 1);
	assert_int_equal(link_in(&t, AMINA, "/m/").n, 22);
	GOOD(record(&t, x, ST_FULFILLED, at(&t, 11)));
	assert_int_equal(told(&t, AMINA, "{site}/m/"), 0);
	/* Missed after all, and put right only when the message has gone: not told twice. */
	GOOD(record(&t, x, ST_NOSHOW, at(&t, 12)));
	outbox_leaves(t.c.db, t.c.a, at(&t, 15));
	GOOD(record(&t, x, ST_FULFILLED, at(&t, 19)));
	GOOD(record(&t, x, ST_NOSHOW, at(&t, 19)));
	assert_int_equal(told(&t, AMINA, "{site}/m/"), 1);
}

static void a_message_that_the_night_holds_back_is_taken_back_too(void **state)
{
	struct town t = town(state);
	struct appointment_id x = visit(&t, 540, t.amina);

	GOOD(record(&t, x, ST_NOSHOW, at(&t, 19)));
	outbox_leaves(t.c.db, t.c.a, at(&t, 21));
	GOOD(record(&t, x, ST_FULFILLED, at(&t, 22)));
	outbox_leaves(t.c.db, t.c.a, at(&t, 33));
	assert_int_equal(outbox_has(t.c.db, t.c.a, "+212612345678", "missed", "sent"), 0);
	GOOD(record(&t, x, ST_NOSHOW, at(&t, 34)));
	assert_int_equal(told(&t, AMINA, "{site}/m/"), 1);
}

static void nobody_is_told_when_the_establishment_does_not_wish_it_or_days_later(void **state)
{
	struct town t = town(state);
	struct appointment_id x = visit(&t, 540, t.amina), y = visit(&t, 570, t.omar);

	setting(&t, SETTING_MISSED_MESSAGE, 0);
	GOOD(record(&t, x, ST_NOSHOW, at(&t, 10)));
	setting(&t, SETTING_MISSED_MESSAGE, 1);
	GOOD(record(&t, y, ST_NOSHOW, at(&t, 10 + 24 * 4)));
	assert_int_equal(told(&t, AMINA, "/m/") + told(&t, S("+212699999999"), "/m/"), 0);
}

/* Amina has missed one visit; the policy asks from the first on. She has one on the Wednesday after. */
static struct appointment_id one_to_confirm(struct town *t)
{
	struct appointment_id x = visit(t, 540, t->amina);
	struct booked b;

	setting(t, SETTING_MISSED_CONFIRM_AFTER, 1);
	GOOD(record(t, x, ST_NOSHOW, at(t, 10)));
	t->day.n += 7;
	GOOD(db_begin(t->c.db));
	b = booked(t, 540, t->amina);
	booked(t, 570, t->omar);
	GOOD(db_commit(t->c.db));
	return b.id;
}

static struct missed_unconfirmed_rows unconfirmed(struct town *t)
{
	struct missed_unconfirmed_rows rows;

	GOOD(missed_unconfirmed(t->c.db, t->c.a, &everybody, (struct day){ t->day.n - 7 }, 0, INT64_MAX, 60, &rows));
	return rows;
}

static enum err opens(struct town *t, struct str token, int hour)
{
	struct missed_contact_row c;
	struct appointment_id id;

	return missed_link_open(t->c.db, t->c.a, at(t, hour), token, "again", &id, &c);
}

static void a_link_is_good_as_long_as_the_number_it_went_to_is_the_persons(void **state)
{
	struct town t = town(state);
	struct appointment_id x = visit(&t, 540, t.amina);

	GOOD(record(&t, x, ST_NOSHOW, at(&t, 10)));
	struct str token = link_in(&t, AMINA, "/m/");

	GOOD(opens(&t, token, 13));
	GOOD(db_exec(t.c.db, "UPDATE patient SET email = 'amina@example.ma' WHERE phone = '+212612345678'"));
	GOOD(opens(&t, token, 13));	/* nothing was sent there */
	GOOD(db_exec(t.c.db, "UPDATE patient SET phone = '+212600000077' WHERE phone = '+212612345678'"));
	assert_int_equal(opens(&t, token, 13), E_NOTFOUND);
}

static void whom_no_message_reaches_is_not_waited_for(void **state)
{
	struct town t = town(state);

	one_to_confirm(&t);
	GOOD(db_exec(t.c.db, "UPDATE patient SET phone = '' WHERE phone = '+212612345678'"));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 4)));
	assert_int_equal(unconfirmed(&t).n, 0);
	GOOD(db_exec(t.c.db, "UPDATE patient SET phone = '+212612345678' WHERE phone = ''"));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 4)));
	assert_int_equal(unconfirmed(&t).n, 1);
}

static void who_has_a_telephone_is_not_asked_by_mail_too(void **state)
{
	struct town t = town(state);
	struct appointment_id x = one_to_confirm(&t);

	GOOD(db_exec(t.c.db, "UPDATE patient SET email = 'amina@example.ma' WHERE phone = '+212612345678'"));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 4)));
	assert_int_equal(told(&t, AMINA, "{site}/c/"), 1);
	assert_int_equal(told(&t, S("amina@example.ma"), "{site}/"), 0);
	GOOD(record(&t, x, ST_NOSHOW, at(&t, 10)));
	assert_int_equal(told(&t, AMINA, "{site}/m/"), 2);
	assert_int_equal(told(&t, S("amina@example.ma"), "{site}/"), 0);
}

static void who_has_an_address_alone_is_asked_there(void **state)
{
	struct town t = town(state);
	struct appointment_id x = one_to_confirm(&t);

	GOOD(db_exec(t.c.db, "UPDATE patient SET email = 'amina@example.ma', phone = '' WHERE phone = '+212612345678'"));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 4)));
	assert_int_equal(told(&t, S("amina@example.ma"), "{site}/c/"), 1);
	assert_true(unconfirmed(&t).v[0].id.v == x.v);
}

static void the_list_says_whom_no_message_has_asked(void **state)
{
	struct town t = town(state);

	one_to_confirm(&t);
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 4)));
	assert_false(unconfirmed(&t).v[0].asked);
	outbox_leaves(t.c.db, t.c.a, at(&t, 10 - 24 * 4));
	assert_true(unconfirmed(&t).v[0].asked);
	GOOD(db_exec(t.c.db, "UPDATE message SET report = 'undelivered' WHERE template = 'confirm'"));
	assert_false(unconfirmed(&t).v[0].asked);
	GOOD(db_exec(t.c.db, "UPDATE message SET report = '', state = 'dropped', why = 'spaced', sent_at = NULL WHERE template = 'confirm'"));
	assert_false(unconfirmed(&t).v[0].asked);
}

static void who_missed_is_asked_once_to_confirm_and_nothing_is_cancelled(void **state)
{
	struct town t = town(state);
	struct appointment_id x = one_to_confirm(&t);

	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 6)));
	assert_int_equal(unconfirmed(&t).n, 0);	/* too early to ask */
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 4)));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 10 - 24 * 4)));
	assert_int_equal(unconfirmed(&t).n, 1);
	assert_true(unconfirmed(&t).v[0].id.v == x.v);
	assert_int_equal(unconfirmed(&t).v[0].due_at.v, at(&t, 9 - 48).v);
	assert_int_equal(told(&t, AMINA, "{site}/c/"), 1);
	assert_int_equal(told(&t, S("+212699999999"), "{site}/c/"), 0);
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 8)));
	assert_int_equal(seen(&t, x).status, ST_BOOKED);	/* never a ban from care */
	GOOD(db_begin(t.c.db));
	GOOD(missed_confirmed(t.c.db, t.c.a, at(&t, 8), x, "sms"));
	GOOD(missed_confirmed(t.c.db, t.c.a, at(&t, 8), x, "desk"));
	assert_int_equal(missed_confirmed(t.c.db, t.c.a, at(&t, 9), x, "desk"), E_CONFLICT);
	GOOD(db_commit(t.c.db));
	assert_int_equal(unconfirmed(&t).n, 0);

	struct missed_confirmation_get_row c;

	GOOD(missed_confirmation_get(t.c.db, t.c.a, x, seen(&t, x).start_at, &c));
	assert_true(str_eq(c.how, S("sms")));
}

static void a_confirmation_speaks_of_the_time_it_was_given_for(void **state)
{
	struct town t = town(state);
	struct appointment_id x = one_to_confirm(&t);
	struct change_ask who = by_desk(x, -1);
	const struct move_ask to = { .schedule = t.schedule, .day = t.day, .start_min = 660 };
	int64_t version;

	GOOD(db_begin(t.c.db));
	GOOD(missed_confirmed(t.c.db, t.c.a, t.c.now, x, "sms"));
	GOOD(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &version));
	GOOD(db_commit(t.c.db));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 4)));
	assert_int_equal(unconfirmed(&t).n, 1);
}

static void who_missed_is_called_before_who_came(void **state)
{
	struct town t = town(state);
	struct appointment_id x = one_to_confirm(&t), other;
	struct appointments all;
	int32_t risk[3];

	GOOD(appointment_of_patient(t.c.db, t.c.a, &everybody, t.omar, &all));
	other = all.v[0].id;
	const struct appointment_id ids[] = { other, x, { 77 } };

	GOOD(missed_risks(t.c.db, t.c.a, ids, 3, risk));
	assert_int_equal(risk[1], -1);
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 9 - 24 * 3)));
	GOOD(missed_risks(t.c.db, t.c.a, ids, 3, risk));
	assert_true(risk[0] > 0 && risk[1] > risk[0] && risk[1] < 1000);
	assert_int_equal(risk[2], -1);
}

/* In this history people who missed once miss always, the others never. */
static void a_house_has_the_score_of_its_own_history(void **state)
{
	struct town t = town(state);
	struct history_ask h = { .organization = t.c.hospital, .specialty = S("cardiologie"), .zone = S("Africa/Casablanca"), .duration_min = 30,
		.channel = CH_DESK, .service_name = names_make(S("C"), S("C"), S("C")) };
	struct missed_model_get_row m;
	struct missed_bins_rows bins;
	struct risk_weights w, prior = risk_prior();
	struct appointment_id id;
	int64_t n = 0;

	GOOD(db_begin(t.c.db));
	for (int i = 0; i < 400; i++) {
		int32_t day = t.day.n - 410 + i;

		h.patient = i % 2 ? t.amina : t.omar;
		h.status = i % 2 ? ST_NOSHOW : ST_FULFILLED;
		h.start = (struct local){ { day }, 600 };
		h.booked_day = (struct day){ day - 10 };
		GOOD(appointment_add_history(t.c.db, t.c.a, t.c.now, &h, &id));
	}
	GOOD(db_commit(t.c.db));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 2)));
	GOOD(missed_model_get(t.c.db, t.c.a, t.c.hospital, &m));
	assert_int_equal(m.n, 400);
	assert_int_equal(m.missed, 200);
	assert_int_equal(m.tried, 80);
	assert_true(m.brier < m.brier_plain / 4);
	GOOD(missed_bins(t.c.db, t.c.a, t.c.hospital, &bins));
	for (size_t i = 0; i < bins.n; i++)
		n += bins.v[i].n;
	assert_int_equal(n, 80);
	GOOD(model_weights(t.c.db, t.c.a, t.c.hospital, &w));
	assert_true(w.w[RISK_MISSES] > prior.w[RISK_MISSES]);
	/* The same night it is not done again. */
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 4)));
	struct missed_model_get_row again;

	GOOD(missed_model_get(t.c.db, t.c.a, t.c.hospital, &again));
	assert_int_equal(again.fitted_at.v, m.fitted_at.v);
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 26)));
	GOOD(missed_model_get(t.c.db, t.c.a, t.c.hospital, &again));
	assert_true(again.fitted_at.v > m.fitted_at.v);
}

/* 300 days in which one in four is missed, then 60 in which one in twelve is. */
static void add_improvement(struct town *t)
{
	struct history_ask h = { .organization = t->c.hospital, .specialty = S("cardiologie"), .zone = S("Africa/Casablanca"), .duration_min = 30,
		.channel = CH_DESK, .service_name = names_make(S("C"), S("C"), S("C")) };
	struct appointment_id id;

	for (int i = 0; i < 600 + 720; i++) {
		bool since = i >= 600;
		int32_t day = t->day.n - 361 + (since ? 300 + (i - 600) / 12 : i / 2);

		h.patient = i % 2 ? t->amina : t->omar;
		h.status = i % (since ? 12 : 4) == i / 12 % 2 ? ST_NOSHOW : ST_FULFILLED;
		h.start = (struct local){ { day }, 600 };
		h.booked_day = (struct day){ day - 10 };
		GOOD(appointment_add_history(t->c.db, t->c.a, t->c.now, &h, &id));
	}
}

static void after_fewer_are_missed_the_chance_follows(void **state)
{
	struct town t = town(state);
	const struct risk_case usual = { .lead_days = 10, .misses = 4, .came = 4, .start_min = 600 };
	struct missed_model_get_row m;
	struct risk_weights w;

	GOOD(db_begin(t.c.db));
	add_improvement(&t);
	GOOD(db_commit(t.c.db));
	GOOD(missed_run(t.c.db, t.c.a, at(&t, 2)));
	GOOD(missed_model_get(t.c.db, t.c.a, t.c.hospital, &m));
	assert_int_equal(m.n, 1320);
	assert_int_equal(m.missed, 150 + 60);
	assert_int_equal(m.half_days, 14);
	GOOD(model_weights(t.c.db, t.c.a, t.c.hospital, &w));
	assert_true(fabs(risk_of(&w, &usual) - 1 / 12.0) < 0.03);
}

/* The pages of the desk read their lines so: as many statements for sixty as for two. */
static void many_appointments_are_read_at_once_in_their_order_and_within_the_scope(void **state)
{
	struct town t = town(state);
	const struct scope elsewhere = { .lo = 500000, .hi = 600000 };
	struct appointment_id ids[4];
	struct appointments all;
	uint64_t before;

	for (int i = 0; i < 3; i++)
		ids[i] = visit(&t, 600 - 30 * i, i % 2 ? t.amina : t.omar);
	ids[3] = (struct appointment_id){ 77 };
	before = db_statements(t.c.db);
	GOOD(appointment_many(t.c.db, t.c.a, &everybody, ids, 4, &all));
	assert_int_equal(db_statements(t.c.db) - before, 2);
	assert_int_equal(all.n, 3);
	for (int i = 0; i < 3; i++)
		assert_true(all.v[i].id.v == ids[i].v && all.v[i].start_min == 600 - 30 * i);
	GOOD(appointment_many(t.c.db, t.c.a, &elsewhere, ids, 4, &all));
	assert_int_equal(all.n, 0);
	GOOD(appointment_many(t.c.db, t.c.a, &everybody, ids, 0, &all));
	assert_int_equal(all.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_end_of_the_day_proposes_and_records_nothing),
		BOTH(an_agenda_that_recorded_nobody_proposes_nobody),
		BOTH(a_miss_is_told_later_once_a_day_and_not_when_it_is_put_right),
		BOTH(a_message_that_the_night_holds_back_is_taken_back_too),
		BOTH(nobody_is_told_when_the_establishment_does_not_wish_it_or_days_later),
		BOTH(a_link_is_good_as_long_as_the_number_it_went_to_is_the_persons),
		BOTH(whom_no_message_reaches_is_not_waited_for),
		BOTH(who_has_a_telephone_is_not_asked_by_mail_too),
		BOTH(who_has_an_address_alone_is_asked_there),
		BOTH(the_list_says_whom_no_message_has_asked),
		BOTH(who_missed_is_asked_once_to_confirm_and_nothing_is_cancelled),
		BOTH(a_confirmation_speaks_of_the_time_it_was_given_for),
		BOTH(who_missed_is_called_before_who_came),
		BOTH(a_house_has_the_score_of_its_own_history),
		BOTH(many_appointments_are_read_at_once_in_their_order_and_within_the_scope),
		BOTH(after_fewer_are_missed_the_chance_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
