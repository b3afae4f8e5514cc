/* Extra appointments: the rule as a table, and its ceilings, lists and notes on both engines. */
#include "race.h"

#include "appointments_q.h"
#include "areas/appointments/extras.h"
#include "areas/organizations/organizations.h"
#include "organizations_q.h"

static void roles_reason_and_ceilings_are_judged_in_that_order(void **state)
{
	const struct extra_limits some = { .per_day = 3, .per_operator = 2, .roles = EXTRA_HEAD | EXTRA_DESK };
	const struct { const char *role; bool listed; int64_t day, account; enum extra_verdict verdict; } cases[] = {
		{ "head_of_admissions", true, 0, 0, EXTRA_GRANTED },
		{ "desk", true, 2, 1, EXTRA_GRANTED },
		{ "director", true, 0, 0, EXTRA_ROLE },
		{ "practitioner", true, 0, 0, EXTRA_ROLE },
		{ "helper", true, 0, 0, EXTRA_ROLE },
		{ "public", true, 0, 0, EXTRA_ROLE },
		{ "", true, 0, 0, EXTRA_ROLE },
		{ "public", false, 9, 9, EXTRA_ROLE },
		{ "desk", false, 9, 9, EXTRA_REASON },
		{ "desk", true, 3, 9, EXTRA_DAY_FULL },
		{ "desk", true, 4, 0, EXTRA_DAY_FULL },
		{ "desk", true, 2, 2, EXTRA_OPERATOR_FULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(extra_judge(&some, &(struct extra_counts){ cases[i].day, cases[i].account },
			str_of(cases[i].role), cases[i].listed), cases[i].verdict);
}

static struct book_ask extra_at(const struct town *t, int32_t min, int64_t account)
{
	struct book_ask ask = book_at(t, min, t->amina);

	ask.overbook_reason = S("far");
	ask.role = S("director");
	ask.booked_by = account;
	return ask;
}

static enum err add(struct town *t, int32_t min, int64_t account, struct booked *ret)
{
	struct book_ask ask = extra_at(t, min, account);

	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, ret);
}

static void limit(struct town *t, const char *name, int64_t value)
{
	assert_int_equal(organization_setting_put(t->c.db, t->c.a, t->c.hospital, str_of(name), value), OK);
}

static void an_agenda_takes_as_many_as_its_day_allows(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked b, c;
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	limit(&t, SETTING_EXTRA_PER_DAY, 2);
	assert_int_equal(add(&t, 1000, 0, &b), OK);
	assert_int_equal(add(&t, 1000, 0, &c), OK);
	assert_int_equal(add(&t, 1000, 0, &c), E_LIMIT);
	/* a cancelled one counts no more; an agenda's own number goes before the establishment's */
	struct change_ask who = by_desk(b.id, -1);

	assert_int_equal(appointment_cancel(t.c.db, t.c.a, t.c.now, &who, true, STR_NONE, &v), OK);
	assert_int_equal(add(&t, 1000, 0, &b), OK);
	assert_int_equal(extra_limit_set(t.c.db, t.c.a, t.c.hospital, t.schedule, 3), OK);
	assert_int_equal(add(&t, 1000, 0, &b), OK);
	assert_int_equal(add(&t, 1000, 0, &b), E_LIMIT);
	assert_int_equal(extra_limit_set(t.c.db, t.c.a, t.c.hospital, t.schedule, -1), OK);
	t.day.n += 1;
	assert_int_equal(add(&t, 1000, 0, &b), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void one_account_adds_as_many_as_its_day_allows(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	limit(&t, SETTING_EXTRA_PER_OPERATOR, 2);
	assert_int_equal(add(&t, 1000, 77, &b), OK);
	t.day.n += 1;
	assert_int_equal(add(&t, 1000, 77, &b), OK);
	assert_int_equal(add(&t, 1000, 77, &b), E_LIMIT);
	assert_int_equal(add(&t, 1000, 78, &b), OK);
	/* tomorrow is another day */
	t.c.now.v += 86400;
	assert_int_equal(add(&t, 1000, 77, &b), OK);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void only_named_roles_and_listed_reasons(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct booked b;
	struct book_ask ask = extra_at(&t, 1000, 0);

	assert_int_equal(db_begin(t.c.db), OK);
	ask.role = S("desk");
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_DENIED);
	limit(&t, SETTING_EXTRA_ROLES, EXTRA_DESK);
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	assert_int_equal(add(&t, 1000, 0, &b), E_DENIED);
	/* nobody from outside, whatever the establishment sets */
	limit(&t, SETTING_EXTRA_ROLES, 0xffff);
	for (const char *const *r = (const char *const[]){ "", "helper", "health_centre", "machine",
		"citizen", NULL }; *r; r++) {
		ask.role = str_of(*r);
		assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_DENIED);
	}
	ask.role = S("desk");
	ask.overbook_reason = S("because");
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), E_INPUT);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_list_of_reasons_becomes_ones_own_when_it_is_changed(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct names own = names_make(S("Journée du village"), S("يوم القرية"), STR_NONE);
	struct organization_get_row o;
	struct extra_reasons all;
	struct booked b;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(organization_get(t.c.db, t.c.a, t.c.hospital, &o), OK);
	assert_int_equal(extra_reasons(t.c.db, t.c.a, o.tree_lo, &all), OK);
	size_t before = all.n;

	assert_int_equal(extra_reason_add(t.c.db, t.c.a, t.c.now, t.c.hospital, o.tree_lo, &own), OK);
	assert_int_equal(extra_reason_use(t.c.db, t.c.a, t.c.hospital, o.tree_lo, S("far"), false), OK);
	assert_int_equal(extra_reason_use(t.c.db, t.c.a, t.c.hospital, o.tree_lo, S("none"), true), E_NOTFOUND);
	assert_int_equal(extra_reasons(t.c.db, t.c.a, o.tree_lo, &all), OK);
	assert_int_equal(all.n, before + 1);
	assert_true(str_eq(all.v[before].name.v[LANG_AR], S("يوم القرية")));
	assert_int_equal(add(&t, 1000, 0, &b), E_INPUT);
	struct book_ask ask = extra_at(&t, 1000, 0);

	ask.overbook_reason = all.v[before].code;
	assert_int_equal(appointment_book(t.c.db, t.c.a, t.c.now, &ask, &b), OK);
	struct appointment x = seen(&t, b.id);

	assert_true(str_eq(extra_why(LANG_AR, &x), S("يوم القرية")));
	assert_true(str_eq(extra_why(LANG_FR, &x), S("Journée du village")));
	assert_int_equal(db_commit(t.c.db), OK);
}

static void moved_within_the_rule_it_is_no_extra_any_more(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct move_ask to = { .schedule = t.schedule, .day = t.day, .start_min = 540 };
	struct extra_count_row n;
	struct booked b;
	int64_t v;

	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(add(&t, 1000, 77, &b), OK);
	struct change_ask who = by_desk(b.id, -1);

	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), OK);
	assert_false(seen(&t, b.id).overbooked);
	assert_int_equal(extra_count(t.c.db, t.c.a, t.schedule, t.day, (struct appointment_id){ 0 }, 77,
		(struct day){ (int32_t)(t.c.now.v / 86400) }, &n), OK);
	assert_int_equal(n.of_day + n.of_operator, 0);
	/* and out of it again: only by who may */
	to.overbook_reason = S("far");
	to.start_min = 1000;
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), E_DENIED);
	who.role = S("director");
	assert_int_equal(appointment_move(t.c.db, t.c.a, t.c.now, &who, &to, &v), OK);
	assert_true(seen(&t, b.id).overbooked);
	assert_int_equal(db_commit(t.c.db), OK);
}

static enum err add_one(const struct racer *r, struct town *t)
{
	const bool *one_day = r->arg;
	struct book_ask ask = extra_at(t, 1000, 77);
	struct booked out;

	ask.day.n += *one_day ? 0 : r->nth;
	return appointment_book(t->c.db, t->c.a, t->c.now, &ask, &out);
}

static void fifty_at_once(struct both *b, struct town *t, bool one_day)
{
	int ended[ERR_MAX] = { 0 };
	enum { MANY = 50, MOST = 3 };

	limit(t, one_day ? SETTING_EXTRA_PER_DAY : SETTING_EXTRA_PER_OPERATOR, MOST);
	limit(t, one_day ? SETTING_EXTRA_PER_OPERATOR : SETTING_EXTRA_PER_DAY, 100);
	race_all(b, t, MANY, add_one, &one_day, ended);
	assert_int_equal(ended[OK], MOST);
	assert_int_equal(ended[E_LIMIT], MANY - MOST);
	assert_int_equal(acts(t, "overbook"), MOST);
}

static void of_fifty_at_once_an_agendas_day_takes_three(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	fifty_at_once(BOTH_STATE(state), &t, true);
}

static void of_fifty_days_at_once_one_account_fills_three(void **state)
{
	struct town t = town_make(BOTH_STATE(state));

	fifty_at_once(BOTH_STATE(state), &t, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles_reason_and_ceilings_are_judged_in_that_order),
		BOTH(an_agenda_takes_as_many_as_its_day_allows),
		BOTH(one_account_adds_as_many_as_its_day_allows),
		BOTH(only_named_roles_and_listed_reasons),
		BOTH(a_list_of_reasons_becomes_ones_own_when_it_is_changed),
		BOTH(moved_within_the_rule_it_is_no_extra_any_more),
		BOTH(of_fifty_at_once_an_agendas_day_takes_three),
		BOTH(of_fifty_days_at_once_one_account_fills_three),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
