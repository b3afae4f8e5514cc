/* What becomes of a call by what the exchange and the desk say of it, in whatever order; who may see one; how long it
 * is kept. */
#include "areas/appointments/test/town.h"

#include "areas/inbox/inbox.h"
#include "areas/organizations/organizations.h"
#include "areas/reminders/reminders.h"
#include "areas/telephone/telephone.h"
#include "base/random.h"
#include "db/engine.h"
#include "telephone_q.h"

static struct telephone_call_id ring(struct town *t, const char *line, const char *number)
{
	struct telephone_call_id id = { random_id(t->c.now) };
	int64_t n;

	assert_int_equal(telephone_call_add(t->c.db, t->c.a, id, t->c.hospital, str_of(line), str_of(number), S("ringing"), t->c.now,
		INSTANT_NONE, (struct opt_int){ 0 }, &n), OK);
	assert_int_equal(n, 1);
	return id;
}

static struct telephone_call_row_row look(struct town *t, struct telephone_call_id id)
{
	struct telephone_call_row_row r;

	assert_int_equal(telephone_call_row(t->c.db, t->c.a, &everybody, id, &r), OK);
	return r;
}

static struct instant in(struct town *t, int seconds)
{
	return (struct instant){ t->c.now.v + seconds };
}

static void a_call_is_answered_once_and_its_length_is_the_lines(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct telephone_call_row_row c;
	struct telephone_call_id id;
	int64_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	id = ring(&t, "a", "+212655000001");
	assert_int_equal(telephone_end(t.c.db, t.c.a, t.c.now, S("book"), S(""), id, 1, &n), OK);
	assert_int_equal(n, 0);		/* nobody has taken it */
	assert_int_equal(telephone_answered(t.c.db, t.c.a, in(&t, 5), id, &n), OK);
	assert_int_equal(telephone_take(t.c.db, t.c.a, in(&t, 9), 1, id, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(telephone_take(t.c.db, t.c.a, in(&t, 9), 2, id, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(telephone_hung_up(t.c.db, t.c.a, in(&t, 65), id, &n), OK);
	assert_int_equal(telephone_hung_up(t.c.db, t.c.a, in(&t, 99), id, &n), OK);
	assert_true(str_eq(look(&t, id).state, S("open")));
	assert_int_equal(telephone_end(t.c.db, t.c.a, in(&t, 300), S("book"), S("x"), id, 2, &n), OK);
	assert_int_equal(telephone_end(t.c.db, t.c.a, in(&t, 310), S("other"), S("y"), id, 2, &n), OK);
	assert_int_equal(n, 0);		/* a colleague may end it, not say something else of it afterwards */
	assert_int_equal(telephone_end(t.c.db, t.c.a, in(&t, 320), S("book"), S("x"), id, 1, &n), OK);
	assert_int_equal(n, 1);
	c = look(&t, id);
	assert_true(str_eq(c.state, S("done")));
	assert_int_equal(c.ended_at.v - c.taken_at.v, 60);
	assert_int_equal(c.taken_by.v, 1);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void what_nobody_answers_waits_and_begins_anew_when_it_is_called_back(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct telephone_missed_rows waiting;
	struct telephone_call_row_row c;
	struct telephone_call_id id, other;
	int64_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	id = ring(&t, "a", "+212655000001");
	other = ring(&t, "b", "");
	assert_int_equal(telephone_hung_up(t.c.db, t.c.a, in(&t, 20), id, &n), OK);
	assert_true(str_eq(look(&t, id).state, S("missed")));
	assert_int_equal(telephone_answered(t.c.db, t.c.a, in(&t, 2), other, &n), OK);
	assert_int_equal(telephone_hung_up(t.c.db, t.c.a, in(&t, 20), other, &n), OK);
	assert_true(str_eq(look(&t, other).state, S("done")));		/* answered on a telephone without the page */
	assert_int_equal(telephone_missed(t.c.db, t.c.a, &everybody, t.c.now, t.c.now, 9, &waiting), OK);
	assert_int_equal(waiting.n, 1);
	assert_int_equal(telephone_take(t.c.db, t.c.a, in(&t, 600), 1, id, &n), OK);
	assert_int_equal(telephone_end(t.c.db, t.c.a, in(&t, 660), S("move"), S(""), id, 1, &n), OK);
	c = look(&t, id);
	assert_int_equal(c.ended_at.v - c.taken_at.v, 60);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void another_house_sees_neither_the_call_nor_the_household(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct scope elsewhere = { .lo = 900000, .hi = 900001 };
	struct telephone_household_rows people;
	struct telephone_ringing_rows waiting;
	struct telephone_call_row_row c;
	struct telephone_call_id id;

	assert_int_equal(db_begin(t.c.db), OK);
	id = ring(&t, "a", "+212612345678");
	assert_int_equal(telephone_household(t.c.db, t.c.a, &everybody, S("+212612345678"), 0, 12, &people), OK);
	assert_int_equal(people.n, 1);
	assert_int_equal(people.v[0].id.v, t.amina.v);
	assert_int_equal(telephone_household(t.c.db, t.c.a, &everybody, S(""), 0, 12, &people), OK);
	assert_int_equal(people.n, 0);
	assert_int_equal(telephone_household(t.c.db, t.c.a, &elsewhere, S("+212612345678"), 0, 12, &people), OK);
	assert_int_equal(people.n, 0);
	assert_int_equal(telephone_ringing(t.c.db, t.c.a, &elsewhere, t.c.now, &waiting), OK);
	assert_int_equal(waiting.n, 0);
	assert_int_equal(telephone_call_row(t.c.db, t.c.a, &elsewhere, id, &c), E_NOTFOUND);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void the_setting_binds_the_secretariat_alone(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct organization_get_row o;
	int64_t sight;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(organization_get(t.c.db, t.c.a, t.c.hospital, &o), OK);
	assert_int_equal(telephone_sight(t.c.db, t.c.a, ROLE_TELEPHONE, o.tree_lo, &sight), OK);
	assert_int_equal(sight, SIGHT_ALL & ~SIGHT_PAST);
	assert_int_equal(organization_setting_set(t.c.db, t.c.a, t.c.hospital, o.tree_lo, SETTING_TELEPHONE_MAY, SIGHT_BOOK), OK);
	assert_int_equal(telephone_sight(t.c.db, t.c.a, ROLE_TELEPHONE, o.tree_lo, &sight), OK);
	assert_int_equal(sight, SIGHT_BOOK);
	assert_int_equal(telephone_sight(t.c.db, t.c.a, ROLE_DESK, o.tree_lo, &sight), OK);
	assert_int_equal(sight, SIGHT_ALL);
	assert_int_equal(db_commit(t.c.db), OK);
}

/* "Appointment, psychiatry, room 3" is no discreet line. */
static void a_discreet_type_is_told_by_neither_its_agenda_nor_its_room(void **state)
{
	const struct names said = names_make(S("Suivi"), S("Suivi"), S("Suivi"));
	struct appointment x = { .service_name = said, .schedule_name = said, .location_name = said, .sensitive = true };

	(void)state;
	telephone_as_seen(LANG_EN, ROLE_DESK, SIGHT_ALL, &x);
	assert_true(str_eq(x.schedule_name.v[LANG_EN], S("Suivi")));
	telephone_as_seen(LANG_EN, ROLE_TELEPHONE, SIGHT_ALL, &x);
	assert_true(str_eq(x.service_name.v[LANG_EN], S("Appointment")));
	assert_int_equal(x.schedule_name.v[LANG_EN].n, 0);
	assert_int_equal(x.location_name.v[LANG_EN].n, 0);
	x = (struct appointment){ .service_name = said, .schedule_name = said, .location_name = said };
	telephone_as_seen(LANG_EN, ROLE_TELEPHONE, SIGHT_ALL, &x);
	assert_true(str_eq(x.location_name.v[LANG_EN], S("Suivi")));
	telephone_as_seen(LANG_EN, ROLE_TELEPHONE, SIGHT_ALL & ~SIGHT_TYPES, &x);
	assert_int_equal(x.location_name.v[LANG_EN].n, 0);
}

/* Somebody who answers for the hospital and for the whole country that it lies in; *ret: both roles. */
static struct account_roles answers_twice(struct town *t)
{
	const struct account_new in = { .organization = t->c.hospital, .login = S("secretary"), .name = { S("Secretary") },
		.password = S("long-enough-word"), .lang = S("en"), .role = ROLE_DESK };
	struct account_roles r = { .v = ARENA_ARRAY(t->c.a, struct membership_id, 2), .n = 2 };

	assert_int_equal(account_create(t->c.db, t->c.a, t->c.now, &in, &r.account), OK);
	assert_int_equal(account_join(t->c.db, t->c.a, t->c.now, r.account, t->c.ministry, ROLE_DESK), OK);
	assert_int_equal(db_exec(t->c.db, "UPDATE membership SET id = CASE WHEN organization_id IN (SELECT id FROM organization WHERE parent_id IS NULL) THEN 901 ELSE 902 END"), OK);
	r.v[0].v = 901;
	r.v[1].v = 902;
	return r;
}

static void one_statement_counts_what_rings_in_all_houses_each_call_once_and_only_of_ones_own(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct instant since = { t.c.now.v - 60 }, later = { t.c.now.v + 600 };
	struct telephone_ringing_number_row r;
	struct telephone_missed_numbers_rows missed;
	struct account_roles mine;
	struct telephone_call_id id;
	struct str_list numbers;
	int64_t n;

	assert_int_equal(db_begin(t.c.db), OK);
	mine = answers_twice(&t);
	id = ring(&t, "a", "+212655000001");
	ring(&t, "b", "+212655000001");
	assert_int_equal(telephone_ringing_number(t.c.db, t.c.a, mine.account, mine.v, mine.n, since, &r), OK);
	assert_int_equal(r.n, 2);
	assert_int_equal(telephone_ringing_number(t.c.db, t.c.a, mine.account, mine.v, 0, since, &r), OK);
	assert_int_equal(r.n, 0);
	/* roles are counted only of the account that has them */
	assert_int_equal(telephone_ringing_number(t.c.db, t.c.a, (struct account_id){ mine.account.v + 1 }, mine.v, mine.n, since, &r), OK);
	assert_int_equal(r.n, 0);
	assert_int_equal(telephone_hung_up(t.c.db, t.c.a, t.c.now, id, &n), OK);
	assert_int_equal(telephone_missed_numbers(t.c.db, t.c.a, mine.account, mine.v, mine.n, since, later, 9, &missed), OK);
	assert_int_equal(missed.n, 1);
	assert_int_equal(incoming_call(t.c.db, t.c.a, t.c.now, S("+212655000009"), S(""), S("x1")), OK);
	assert_int_equal(inbox_calls_numbers(t.c.db, t.c.a, &mine, 9, &numbers), OK);
	assert_int_equal(numbers.n, 1);
	assert_int_equal(call_visits_numbers(t.c.db, t.c.a, &mine, t.day, 9, &numbers), OK);
	assert_int_equal(numbers.n, 0);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void calls_go_after_their_time_and_younger_ones_stay(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	const struct instant then = t.c.now;
	struct telephone_call_row_row c;
	struct telephone_call_id old, young;
	const struct job *sweep = area_telephone.jobs;

	assert_int_equal(db_begin(t.c.db), OK);
	old = ring(&t, "a", "+212612345678");
	t.c.now.v += (int64_t)120 * 86400;
	young = ring(&t, "b", "+212612345678");
	assert_int_equal(db_commit(t.c.db), OK);
	assert_int_equal(sweep->run(t.c.db, t.c.a, t.c.now), OK);
	assert_int_equal(telephone_call_row(t.c.db, t.c.a, &everybody, old, &c), E_NOTFOUND);
	assert_int_equal(look(&t, young).rang_at.v, then.v + (int64_t)120 * 86400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_discreet_type_is_told_by_neither_its_agenda_nor_its_room),
		BOTH(a_call_is_answered_once_and_its_length_is_the_lines),
		BOTH(what_nobody_answers_waits_and_begins_anew_when_it_is_called_back),
		BOTH(another_house_sees_neither_the_call_nor_the_household),
		BOTH(the_setting_binds_the_secretariat_alone),
		BOTH(one_statement_counts_what_rings_in_all_houses_each_call_once_and_only_of_ones_own),
		BOTH(calls_go_after_their_time_and_younger_ones_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
