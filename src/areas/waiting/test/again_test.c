/* One person, one place: who asks again, by herself or through others, and what those others may do and learn. */
#include "list.h"

#include "areas/accounts/accounts.h"
#include "areas/appointments/test/race.h"
#include "areas/organizations/organizations.h"
#include "areas/patients/patients.h"
#include "crypto/crypto.h"

static const char one[] = "+212600000001", two[] = "+212600000002";

/* The hospital in a province; a health centre in it, one in another region. */
struct world { struct town t; struct account_id centre, second, distant; };

static struct account_id agent(struct country *c, struct organization_id o, const char *login)
{
	struct account_id id;

	assert_int_equal(account_create(c->db, c->a, c->now, &(struct account_new){ .organization = o, .login = str_of(login),
		.name = { str_of(login) }, .password = S("x"), .role = ROLE_HEALTH_CENTRE }, &id), OK);
	return id;
}

static struct world world_make(struct both *b)
{
	struct world w = { .t = town_make(b) };
	struct country *c = &w.t.c;
	struct organization_id region, province, near, far;

	c->now.v += 3 * 3600;
	assert_int_equal(db_begin(c->db), OK);
	/* the hospital of country.h is of depth 1: what lies above it is not deeper */
	region = country_organization(c, c->ministry, 500, 3000, 0, "region", "R1");
	province = country_organization(c, region, 900, 2500, 0, "province", "P1");
	near = country_organization(c, province, 2100, 2200, 3, "health_centre", "CS1");
	far = country_organization(c, c->ministry, 5000, 5100, 1, "health_centre", "CS2");
	w.centre = agent(c, near, "centre");
	w.second = agent(c, near, "centre-2");
	w.distant = agent(c, far, "distant");
	assert_int_equal(db_commit(c->db), OK);
	return w;
}

static struct waiting_ask by_centre(struct world *w, struct account_id who, const char *name, const char *phone)
{
	struct waiting_ask ask = wish(&w->t, name, phone);

	ask.account = who.v;
	ask.role = S("health_centre");
	ask.channel = CH_HEALTH_CENTRE;
	return ask;
}

static enum err add(struct world *w, const struct waiting_ask *ask, struct waiting_added *ret)
{
	enum err e;

	w->t.c.now.v += 60;
	assert_int_equal(db_begin(w->t.c.db), OK);
	e = waiting_add(w->t.c.db, w->t.c.a, w->t.c.now, ask, ret);
	if (e == OK)
		assert_int_equal(db_commit(w->t.c.db), OK);
	else
		db_rollback(w->t.c.db);
	return e;
}

static bool stands(struct world *w, struct waiting_entry_id id, struct account_id who)
{
	struct waiting_stands_row r;

	assert_int_equal(waiting_stands(w->t.c.db, w->t.c.a, id, who.v, &r), OK);
	return r.stands;
}

static void who_asks_again_keeps_the_first_date_and_says_what_suits_now(void **state)
{
	struct town t = town_make(BOTH_STATE(state));
	struct waiting_ask a = wish(&t, "Amina Alaoui", one);
	struct waiting_added first, again, other;
	struct waiting_entry_by_token_row by;
	struct instant asked;

	assert_int_equal(db_begin(t.c.db), OK);
	first = asks(&t, &a);
	asked = entry(&t, first.id).asked_at;
	t.c.now.v += 86400;
	a.name.s = S("أمينة العلوي");		/* in her other script, from another phone's browser */
	a.parts = WISH_MORNING;
	again = asks(&t, &a);
	assert_true(again.again);
	assert_int_equal(again.id.v, first.id.v);
	assert_int_equal(entry(&t, first.id).asked_at.v, asked.v);
	assert_int_equal(entry(&t, first.id).parts, WISH_MORNING);
	assert_int_equal(waiting_entry_by_token(t.c.db, t.c.a, token_hash(t.c.a, again.token), &by), OK);
	assert_int_equal(waiting_entry_by_token(t.c.db, t.c.a, token_hash(t.c.a, first.token), &by), E_NOTFOUND);
	a.service = t.c.service;			/* any type is that type as well */
	assert_int_equal(asks(&t, &a).id.v, first.id.v);
	a.name.s = S("Ilyas Alaoui");		/* a twin with the mother's phone */
	other = asks(&t, &a);
	assert_false(other.again);
	a.name.s = S("Amina Zohra Alaoui");	/* a name that is only alike is another's */
	assert_false(asks(&t, &a).again);
	assert_int_equal(acts(&t, "enlist"), 3);
	assert_int_equal(db_commit(t.c.db), OK);
}

static void a_booker_is_answered_the_same_whether_the_person_waits_or_not(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct waiting_ask herself = wish(&w.t, "Amina Alaoui", one), known = by_centre(&w, w.centre, "Amina ALAOUI", one),
		fresh = by_centre(&w, w.centre, "Omar Idrissi", two);
	struct waiting_added mine, of_known, of_fresh, more;

	assert_int_equal(add(&w, &herself, &mine), OK);
	assert_int_equal(add(&w, &known, &of_known), OK);
	assert_int_equal(add(&w, &fresh, &of_fresh), OK);
	assert_false(of_known.again || of_fresh.again || of_known.rank || of_fresh.rank || of_known.token.n || of_fresh.token.n);
	assert_int_not_equal(of_known.id.v, mine.id.v);	/* a row of its own, with its own words */
	assert_true(str_eq(entry(&w.t, of_known.id).name.s, S("Amina ALAOUI")));
	assert_true(entry(&w.t, of_known.id).account.v == w.centre.v && entry(&w.t, of_fresh.id).account.v == w.centre.v);
	assert_true(stands(&w, of_known.id, w.centre) && stands(&w, of_fresh.id, w.centre));
	assert_int_equal(acts(&w.t, "enlist"), 2);	/* two people, two places */
	assert_int_equal(texts_to(&w.t, one), 1);	/* the person is told, on her phone */
	assert_int_equal(texts_to(&w.t, two), 1);
	assert_true(outbox_may_wait(w.t.c.db, w.t.c.a, w.t.c.now, "waiting-enlisted"));
	assert_int_equal(add(&w, &known, &more), OK);	/* the same words once more: the same row, no second message */
	assert_int_equal(more.id.v, of_known.id.v);
	assert_int_equal(texts_to(&w.t, one), 1);
	known.account = w.second.v;			/* a colleague has a row of her own */
	assert_int_equal(add(&w, &known, &more), OK);
	assert_true(more.id.v != of_known.id.v && more.id.v != mine.id.v);
}

/* A card number finds the file whatever telephone is typed beside it. */
static void the_link_goes_to_the_telephone_of_the_file_not_to_the_one_that_a_booker_types(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct waiting_ask herself = wish(&w.t, "Amina Alaoui", one), known = by_centre(&w, w.centre, "Amina Alaoui", two);
	struct person amina = { { S("Amina Alaoui") }, day_of(1980, 5, 1), S("female"), str_of(one), S("fr"), S("AB1"), S("") };
	struct waiting_added hers, a;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(patient_find_or_create(c->db, c->a, c->now, c->hospital, &amina, &herself.patient), OK);
	assert_int_equal(db_commit(c->db), OK);
	known.patient = herself.patient;
	assert_int_equal(add(&w, &herself, &hers), OK);
	assert_int_equal(add(&w, &known, &a), OK);
	assert_int_equal(texts_to(&w.t, two), 0);
	assert_int_equal(texts_to(&w.t, one), 1);
	known.specialty = S("pediatrie");	/* and the same where she does not wait yet */
	assert_int_equal(add(&w, &known, &a), OK);
	assert_int_equal(texts_to(&w.t, two), 0);
	assert_int_equal(texts_to(&w.t, one), 2);
}

static void what_a_booker_takes_back_is_its_own_alone(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct waiting_ask herself = wish(&w.t, "Amina Alaoui", one), written = by_centre(&w, w.centre, "Amina Alaoui", one),
		alone = by_centre(&w, w.centre, "Omar Idrissi", two);
	struct waiting_added theirs, hers, single;

	assert_int_equal(add(&w, &written, &theirs), OK);
	assert_int_equal(add(&w, &herself, &hers), OK);		/* she asks as well: the first date stands */
	assert_int_equal(hers.id.v, theirs.id.v);
	assert_int_equal(add(&w, &alone, &single), OK);
	assert_int_equal(db_begin(w.t.c.db), OK);
	assert_int_equal(waiting_take_back(w.t.c.db, w.t.c.a, w.t.c.now, theirs.id, w.centre.v, S("health_centre")), OK);
	assert_int_equal(waiting_take_back(w.t.c.db, w.t.c.a, w.t.c.now, single.id, w.centre.v, S("health_centre")), OK);
	assert_int_equal(db_commit(w.t.c.db), OK);
	assert_true(is(&w.t, theirs.id, "waiting"));
	assert_true(is(&w.t, single.id, "left"));
	assert_false(stands(&w, theirs.id, w.centre));	/* and it cannot tell the one from the other */
	assert_false(stands(&w, single.id, w.centre));
}

/* How many are said in public to wait there, of that speciality. */
static int64_t said_to_wait(struct world *w, struct instant morning)
{
	struct country *c = &w->t.c;
	struct waiting_about_rows_rows rows;

	assert_int_equal(waiting_about_rows(c->db, c->a, c->hospital, morning, &rows), OK);
	return rows.n ? rows.v[0].n : 0;
}

static void the_public_number_does_not_move_with_what_a_booker_writes(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct waiting_ask herself = wish(&w.t, "Amina Alaoui", one), known = by_centre(&w, w.centre, "Amina Alaoui", one),
		fresh = by_centre(&w, w.centre, "Omar Idrissi", two);
	struct instant morning = { c->now.v + 12 * 3600 };
	struct waiting_added a, theirs;

	assert_int_equal(add(&w, &herself, &a), OK);
	c->now.v += 86400;
	assert_int_equal(said_to_wait(&w, morning), 1);
	assert_int_equal(add(&w, &known, &a), OK);	/* she waits already: one place */
	assert_int_equal(said_to_wait(&w, morning), 1);
	assert_int_equal(add(&w, &fresh, &theirs), OK);	/* he does not: another, and nobody can tell the two apart */
	assert_int_equal(said_to_wait(&w, morning), 1);
	morning.v += 86400;
	c->now.v += 86400;
	assert_int_equal(said_to_wait(&w, morning), 2);
	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(waiting_take_back(c->db, c->a, c->now, theirs.id, w.centre.v, S("health_centre")), OK);
	assert_int_equal(db_commit(c->db), OK);
	assert_true(is(&w.t, theirs.id, "left"));
	assert_int_equal(said_to_wait(&w, morning), 2);		/* nor by taking back */
	morning.v += 86400;
	assert_int_equal(said_to_wait(&w, morning), 1);
}

static void a_booker_that_is_too_far_neither_adds_nor_answers(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct waiting_ask far = by_centre(&w, w.distant, "Amina Alaoui", one), near = by_centre(&w, w.centre, "Amina Alaoui", one);
	struct waiting_answer by;
	struct waiting_accepted got;
	struct waiting_added a;

	assert_int_equal(add(&w, &far, &a), E_DENIED);
	assert_int_equal(add(&w, &near, &a), OK);
	engine(&w.t);
	assert_true(is(&w.t, a.id, "offered"));
	by = by_phone(&w.t, a.id);
	by.role = S("health_centre");
	by.account = w.distant.v;
	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(waiting_accept(c->db, c->a, c->now, &by, &got), E_DENIED);
	assert_int_equal(waiting_decline(c->db, c->a, c->now, &by), E_DENIED);
	assert_int_equal(organization_setting_put(c->db, c->a, c->hospital, S(SETTING_BOOKER_REACH), REACH_NONE), OK);
	by.account = w.centre.v;
	assert_int_equal(waiting_accept(c->db, c->a, c->now, &by, &got), E_DENIED);
	assert_int_equal(waiting_decline(c->db, c->a, c->now, &by), E_DENIED);
	near.phone = S("+212600000003");
	assert_int_equal(waiting_add(c->db, c->a, c->now, &near, &a), E_DENIED);
	assert_int_equal(db_commit(c->db), OK);
}

static void what_a_booker_asks_for_counts_as_what_it_books(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct waiting_ask x = by_centre(&w, w.centre, "Amina Alaoui", one);
	struct waiting_added a;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(organization_setting_put(c->db, c->a, c->hospital, S(SETTING_CENTRE_DAY), 2), OK);
	assert_int_equal(organization_setting_put(c->db, c->a, c->hospital, S(SETTING_CENTRE_WEEK), 3), OK);
	assert_int_equal(db_commit(c->db), OK);
	assert_int_equal(add(&w, &x, &a), OK);
	x.phone = str_of(two);
	x.account = w.second.v;		/* all agents of a centre together */
	assert_int_equal(add(&w, &x, &a), OK);
	x.phone = S("+212600000003");
	assert_int_equal(add(&w, &x, &a), E_LIMIT);
	c->now.v += 86400;
	assert_int_equal(add(&w, &x, &a), OK);
	x.phone = S("+212600000004");
	assert_int_equal(add(&w, &x, &a), E_LIMIT);	/* of the week */
	c->now.v += 6 * 86400;
	assert_int_equal(add(&w, &x, &a), OK);
}

static void what_is_said_in_public_does_not_move_by_one(void **state)
{
	(void)state;
	assert_int_equal(waiting_said(1), 0);
	assert_int_equal(waiting_said(4), 0);
	assert_int_equal(waiting_said(5), 5);
	assert_int_equal(waiting_said(7), 5);
	assert_int_equal(waiting_said(8), 10);
	assert_int_equal(waiting_said(12), 10);
}

enum { MANY = 12 };

static enum err one_more(const struct racer *r, struct town *t)
{
	struct waiting_ask ask = wish(t, "Amina Alaoui", one);
	struct waiting_added got;

	ask.birth_day.n += r->nth;
	return waiting_add(t->c.db, t->c.a, t->c.now, &ask, &got);
}

static void of_many_at_once_a_phone_asks_for_no_more_than_it_may(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	int ended[ERR_MAX] = { 0 };

	race_all(b, &t, MANY, one_more, NULL, ended);
	assert_int_equal(ended[OK], WAITING_PER_PHONE);
	assert_int_equal(ended[E_LIMIT], MANY - WAITING_PER_PHONE);
}

static void what_a_booker_asked_for_counts_when_it_books_and_what_it_was_offered_is_not_refused(void **state)
{
	struct world w = world_make(BOTH_STATE(state));
	struct country *c = &w.t.c;
	struct waiting_ask x = by_centre(&w, w.centre, "Amina Alaoui", one);
	struct waiting_accepted got;
	struct waiting_added a;
	struct booked b;

	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(organization_setting_put(c->db, c->a, c->hospital, S(SETTING_CENTRE_DAY), 1), OK);
	assert_int_equal(db_commit(c->db), OK);
	assert_int_equal(add(&w, &x, &a), OK);
	engine(&w.t);
	struct waiting_answer by = by_phone(&w.t, a.id);
	struct book_ask more = book_at(&w.t, 600, w.t.omar);

	by.account = more.booked_by = w.centre.v;
	by.role = more.role = S("health_centre");
	by.channel = more.channel = CH_HEALTH_CENTRE;
	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(appointment_book(c->db, c->a, c->now, &more, &b), E_LIMIT);
	db_rollback(c->db);
	assert_int_equal(db_begin(c->db), OK);
	assert_int_equal(waiting_accept(c->db, c->a, c->now, &by, &got), OK);
	assert_int_equal(db_commit(c->db), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(who_asks_again_keeps_the_first_date_and_says_what_suits_now),
		BOTH(a_booker_is_answered_the_same_whether_the_person_waits_or_not),
		BOTH(the_link_goes_to_the_telephone_of_the_file_not_to_the_one_that_a_booker_types),
		BOTH(what_a_booker_takes_back_is_its_own_alone),
		BOTH(the_public_number_does_not_move_with_what_a_booker_writes),
		BOTH(a_booker_that_is_too_far_neither_adds_nor_answers),
		BOTH(what_a_booker_asks_for_counts_as_what_it_books),
		cmocka_unit_test(what_is_said_in_public_does_not_move_by_one),
		BOTH(of_many_at_once_a_phone_asks_for_no_more_than_it_may),
		BOTH(what_a_booker_asked_for_counts_when_it_books_and_what_it_was_offered_is_not_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
