/* What the desk sees and does of wishes, and what bounds a house and its people, on both engines. */
#include "areas/draws/test/announced.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/catalogue.h"
#include "areas/waiting/waiting.h"
#include "db/engine.h"
#include "organizations_q.h"

static const struct draw_by desk = { 7, S("desk") }, head = { 8, S("head_of_admissions") };

/* The same in one transaction, undone when it fails. */
#define IN_ONE(t, call) ({ \
	enum err e_; \
	assert_int_equal(db_begin((t)->c.db), OK); \
	e_ = (call); \
	if (e_ == OK) \
		assert_int_equal(db_commit((t)->c.db), OK); \
	else \
		db_rollback((t)->c.db); \
	e_; \
})

static enum err class_of(struct town *t, struct draw_wish_id id, struct str class, const struct draw_by *by)
{
	return IN_ONE(t, draw_wish_class(t->c.db, t->c.a, t->c.now, id, class, by));
}

static void drawn(struct both *b, struct town *t, struct draw_id id)
{
	t->c.now = draw_at(t, id).closes_at;
	runs(t);
	seals(b, t);
	runs(t);
	assert_true(is(t, id, "done"));
}

/* ---- reading ---- */

static void the_desk_reads_wishes_page_by_page_and_only_its_own_houses(void **state)
{
	static const struct scope elsewhere = { .lo = 900000, .hi = 900001 };
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wishes_asked_rows rows;
	struct draw_wishes_ranked_rows ranked;
	struct draw_wishes_of_phone_rows found;
	struct draw_wishes_of_reference_rows by;
	struct draw_wish_id first;

	t.c.now = ask.opens;
	first = takes_part(&t, id, 0, "1,2").id;
	takes_part(&t, id, 1, "2");
	takes_part(&t, id, 2, "3");
	assert_int_equal(draw_wishes_asked(t.c.db, t.c.a, &everybody, id, (struct draw_wish_id){ 0 }, 2, &rows), OK);
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.v[0].id.v, first.v);
	assert_int_equal(draw_wishes_asked(t.c.db, t.c.a, &everybody, id, rows.v[1].id, 2, &rows), OK);
	assert_int_equal(rows.n, 1);
	assert_int_equal(draw_wishes_asked(t.c.db, t.c.a, &elsewhere, id, (struct draw_wish_id){ 0 }, 9, &rows), OK);
	assert_int_equal(rows.n, 0);
	assert_int_equal(draw_wishes_of_phone(t.c.db, t.c.a, &everybody, id, S("+212600000001"), &found), OK);
	assert_int_equal(found.n, 1);
	assert_int_equal(draw_wishes_of_phone(t.c.db, t.c.a, &elsewhere, id, S("+212600000001"), &found), OK);
	assert_int_equal(found.n, 0);
	assert_int_equal(draw_wishes_of_reference(t.c.db, t.c.a, &everybody, id, wish(&t, first).reference, &by), OK);
	assert_int_equal(by.n, 1);
	assert_int_equal(by.v[0].id.v, first.v);
	drawn(b, &t, id);
	assert_int_equal(draw_wishes_ranked(t.c.db, t.c.a, &everybody, id, 1, 9, &ranked), OK);
	assert_int_equal(ranked.n, 2);
	assert_int_equal(ranked.v[0].place.v, 2);
}

static void the_public_page_counts_by_which_way_people_came(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w;
	struct draw_wished got;

	t.c.now = ask.opens;
	takes_part(&t, id, 0, "1");
	takes_part(&t, id, 1, "1");
	w = somebody(&t, id, 2, "2");
	w.channel = CH_PHONE;
	w.account = desk.account;
	w.role = desk.role;
	assert_int_equal(asks(&t, &w, &got), OK);
	assert_int_equal(draw_at(&t, id).channels.n, 0);
	t.c.now = ask.closes;
	runs(&t);
	assert_true(str_eq(draw_at(&t, id).channels, S("online 2,phone 1")));
}

/* ---- classes ---- */

static void a_class_is_given_and_taken_back_by_who_may_and_the_person_is_told(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w = somebody(&t, id, 1, "1");
	struct draw_wished got;

	t.c.now = ask.opens;
	w.channel = CH_DESK;
	w.account = head.account;
	w.role = head.role;
	w.class = S("urgent");
	assert_int_equal(asks(&t, &w, &got), OK);
	assert_int_equal(class_of(&t, got.id, STR_NONE, &(struct draw_by){ 9, S("helper") }), E_DENIED);
	assert_true(str_eq(wish(&t, got.id).class, S("urgent")));
	assert_int_equal(class_of(&t, got.id, STR_NONE, &head), OK);
	assert_int_equal(wish(&t, got.id).class.n, 0);
	assert_int_equal(texts_of(&t, 1, "draw-changed"), 1);
	assert_int_equal(acts(&t, "draw-wish"), 2);
	assert_int_equal(class_of(&t, got.id, STR_NONE, &head), OK);		/* as it is: nothing to tell */
	assert_int_equal(acts(&t, "draw-wish"), 2);
	t.c.now = ask.closes;
	assert_int_equal(class_of(&t, got.id, S("urgent"), &head), E_CONFLICT);
}

static void changed_wishes_are_told_at_once_and_at_night_too(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w = somebody(&t, id, 1, "1");
	struct draw_wished got;

	t.c.now.v = ask.opens.v + 14 * 3600;		/* 21:00 of the place */
	assert_int_equal(asks(&t, &w, &got), OK);
	w.channel = CH_DESK;
	w.account = desk.account;
	w.role = desk.role;
	t.c.now.v += 5;
	assert_int_equal(asks(&t, &w, &got), OK);
	assert_true(got.again);
	assert_int_equal(texts_of(&t, 1, "draw-changed"), 1);
	assert_false(outbox_may_wait(t.c.db, t.c.a, t.c.now, "draw-changed"));
}

/* ---- bounds ---- */

static void one_account_writes_down_so_many_people_and_no_more(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w = somebody(&t, id, 1, "1");
	struct draw_wished got;

	t.c.now = ask.opens;
	w.channel = CH_DESK;
	w.account = desk.account;
	w.role = desk.role;
	assert_int_equal(db_begin(t.c.db), OK);
	for (int i = 0; i < DRAW_PER_ACCOUNT; i++) {
		w.phone = arena_fmt(t.c.a, "+2126111%05d", i);
		assert_int_equal(draw_wish_put(t.c.db, t.c.a, t.c.now, &w, &got), OK);
	}
	assert_int_equal(db_commit(t.c.db), OK);
	w.phone = S("+212622222222");
	assert_int_equal(asks(&t, &w, &got), E_LIMIT);
	w.account++;
	assert_int_equal(asks(&t, &w, &got), OK);
	takes_part(&t, id, 3, "2");
}

static struct draw_ask of_days(const struct town *t, int from, int to)
{
	struct draw_ask ask = asked(t);

	ask.from.n = t->day.n + from;
	ask.to.n = t->day.n + to;
	return ask;
}

static void no_more_of_an_agendas_month_lies_in_draws_than_the_country_allows(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask one = of_days(&t, 0, 0), all = of_days(&t, 0, 20);
	struct draw_announced made;
	struct draw_id first;

	assert_int_equal(organization_setting_put(t.c.db, t.c.a, t.c.hospital, S(SETTING_DRAW_SHARE), 100), OK);	/* the house has no say */
	assert_int_equal(IN_ONE(&t, draw_announce(t.c.db, t.c.a, t.c.now, &all, &made)), E_DENIED);
	first = announced(&t, &one);
	assert_int_equal(organization_setting_put(t.c.db, t.c.a, t.c.ministry, S(SETTING_DRAW_SHARE), 1), OK);
	one = of_days(&t, 7, 7);
	assert_int_equal(IN_ONE(&t, draw_announce(t.c.db, t.c.a, t.c.now, &one, &made)), E_DENIED);
	assert_int_equal(organization_setting_put(t.c.db, t.c.a, t.c.ministry, S(SETTING_DRAW_SHARE), 100), OK);
	assert_int_equal(IN_ONE(&t, draw_announce(t.c.db, t.c.a, t.c.now, &one, &made)), OK);
	assert_int_equal(IN_ONE(&t, draw_cancel(t.c.db, t.c.a, t.c.now, first, S("director"))), OK);
}

static void a_type_is_not_made_discreet_while_it_is_drawn_for(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_announced made;
	struct amendment_id planned;
	struct service_id same;
	struct draw_id id;
	struct service s;
	bool stays;

	assert_int_equal(service_get(t.c.db, t.c.a, t.c.service, &s), OK);
	s.sensitive = true;
	assert_int_equal(IN_ONE(&t, amendment_add(t.c.db, t.c.a, t.c.now, &s, (struct day){ t.day.n + 1 }, 1, &planned)), OK);
	assert_int_equal(IN_ONE(&t, draw_announce(t.c.db, t.c.a, t.c.now, &ask, &made)), E_INPUT);
	assert_int_equal(draw_type_stays(t.c.db, t.c.a, t.c.service, &stays), OK);
	assert_false(stays);
	assert_int_equal(IN_ONE(&t, amendment_drop(t.c.db, t.c.a, planned)), OK);
	id = announced(&t, &ask);
	assert_int_equal(IN_ONE(&t, service_put(t.c.db, t.c.a, t.c.now, &s, &same)), E_DENIED);
	assert_int_equal(IN_ONE(&t, draw_cancel(t.c.db, t.c.a, t.c.now, id, S("director"))), OK);
	assert_int_equal(IN_ONE(&t, service_put(t.c.db, t.c.a, t.c.now, &s, &same)), OK);
}

/* ---- times that could not be booked ---- */

/* A draw whose one time fell to somebody and could not be booked; the hour is closed only while the draw is made. */
static struct draw_wish_id stuck_one(struct both *b, struct town *t, struct draw_id *ret)
{
	struct draw_ask ask = asked(t);
	struct draw_wish_id id;

	*ret = announced(t, &ask);
	t->c.now = ask.opens;
	id = takes_part(t, *ret, 1, "1").id;
	assert_int_equal(db_exec(t->c.db, "UPDATE hold SET owner = 'somebody else' WHERE start_min = 540"), OK);
	drawn(b, t, *ret);
	assert_true(str_eq(wish(t, id).state, S("stuck")));
	assert_int_equal(db_exec(t->c.db, arena_cstr(t->c.a, arena_fmt(t->c.a, "UPDATE hold SET owner = 'draw:%lld/1' WHERE owner = 'somebody else'",
		(long long)ret->v))), OK);
	return id;
}

static void the_desk_books_what_the_program_could_not(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_id draw;
	struct draw_wish_id id = stuck_one(b, &t, &draw);

	assert_int_equal(free_starts(&t), TIMES - 1);
	assert_int_equal(IN_ONE(&t, draw_wish_book(t.c.db, t.c.a, t.c.now, id, &desk)), OK);
	assert_true(str_eq(wish(&t, id).state, S("told")));
	assert_int_equal(seen(&t, wish(&t, id).appointment).start_min, 540);
	assert_int_equal(IN_ONE(&t, draw_wish_book(t.c.db, t.c.a, t.c.now, id, &desk)), E_NOTFOUND);
	assert_int_equal(IN_ONE(&t, draw_wish_give_back(t.c.db, t.c.a, t.c.now, id)), E_NOTFOUND);
	assert_int_equal(acts(&t, "book"), 1);
}

static void a_time_that_the_desk_gives_back_is_free_next_morning_and_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_id draw;
	struct draw_wish_id id = stuck_one(b, &t, &draw);
	int64_t released = acts(&t, "release");

	assert_int_equal(IN_ONE(&t, draw_wish_give_back(t.c.db, t.c.a, t.c.now, id)), OK);
	assert_int_equal(texts_of(&t, 1, "draw-back"), 1);
	runs(&t);
	assert_int_equal(free_starts(&t), TIMES - 1);		/* whoever gave it back gains nothing by it */
	t.c.now = next_eight(&t, draw);
	runs(&t);
	assert_int_equal(free_starts(&t), TIMES);
	runs(&t);
	assert_int_equal(acts(&t, "release"), released + 1);	/* the others of the draw came back before, once */
}

static void the_time_of_who_is_erased_after_the_draw_comes_back(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_id draw;
	struct draw_wish_id id = stuck_one(b, &t, &draw);

	assert_int_equal(free_starts(&t), TIMES - 1);
	assert_int_equal(db_exec(t.c.db, "UPDATE draw_wish SET name = '', phone = '', birth_day = 0, sex = 'unknown', to_list = FALSE"), OK);
	runs(&t);
	assert_int_equal(free_starts(&t), TIMES);
	assert_false(str_eq(wish(&t, id).state, S("stuck")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_desk_reads_wishes_page_by_page_and_only_its_own_houses),
		BOTH(the_public_page_counts_by_which_way_people_came),
		BOTH(a_class_is_given_and_taken_back_by_who_may_and_the_person_is_told),
		BOTH(changed_wishes_are_told_at_once_and_at_night_too),
		BOTH(one_account_writes_down_so_many_people_and_no_more),
		BOTH(no_more_of_an_agendas_month_lies_in_draws_than_the_country_allows),
		BOTH(a_type_is_not_made_discreet_while_it_is_drawn_for),
		BOTH(the_desk_books_what_the_program_could_not),
		BOTH(a_time_that_the_desk_gives_back_is_free_next_morning_and_once),
		BOTH(the_time_of_who_is_erased_after_the_draw_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
