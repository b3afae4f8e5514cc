/*
 * kill -9 at every step of an offer's life: freed and held, offered, written, expired, the next, accepted. A child does
 * it and kills itself before its n-th writing, before a commit or just after it, for every n; then another goes on.
 */
#include "list.h"

#include "db/test/dying.h"

static const char one[] = "+212600000001", two[] = "+212600000002";

/* What a child does. */
struct life { struct both *b; struct town *t; struct appointment_id gone; struct waiting_answer by; };

static enum err frees(void *life, struct db *db, struct arena *a)
{
	struct life *x = life;
	struct change_ask who = by_desk(x->gone, -1);
	int64_t v;

	TRY(db_begin(db));
	TRY(appointment_cancel(db, a, x->t->c.now, &who, true, S(""), &v));
	return db_commit(db);
}

static enum err works(void *life, struct db *db, struct arena *a)
{
	struct life *x = life;

	return waiting_run(db, a, x->t->c.now);
}

static enum err accepts(void *life, struct db *db, struct arena *a)
{
	struct life *x = life;
	struct waiting_accepted got;

	TRY(db_begin(db));
	TRY(waiting_accept(db, a, x->t->c.now, &x->by, &got));
	return db_commit(db);
}

/* Everything that was done, in numbers: it moves when something was committed. */
static int64_t done(struct town *t)
{
	struct act_rows rows;

	assert_int_equal(act_read(t->c.db, t->c.a, 0, 100000, &rows), OK);
	return (int64_t)(rows.n + texts_to(t, one) + texts_to(t, two));
}

/* Whatever was killed: no time is kept by nobody, and no start is given twice. */
static void is_whole(struct life *x)
{
	struct waiting_lost_rows lost;
	struct waiting_offers_of_phone_rows open;

	assert_int_equal(waiting_lost(x->t->c.db, x->t->c.a, (struct instant){ INT64_MAX }, 10, &lost), OK);
	assert_int_equal(lost.n, 0);
	assert_int_equal(waiting_offers_of_phone(x->t->c.db, x->t->c.a, str_of(one), &open), OK);
	size_t n = open.n;

	assert_int_equal(waiting_offers_of_phone(x->t->c.db, x->t->c.a, str_of(two), &open), OK);
	assert_true(n + open.n <= 1);
	assert_int_equal(free_starts(x->t), 0);	/* held, offered or booked: nobody else comes between */
}

/* Does it with a kill at each step, from each state that a kill leaves, until it is done. Returns the kills. */
static int through_all_kills(struct life *x, both_deed *what)
{
	struct arena *kept = x->t->c.a, *side = arena_new((size_t)64 << 20);
	int kills = 0, n = 0;
	int64_t before = done(x->t), now;
	bool ended_well = false;

	assert_non_null(side);
	x->t->c.a = side;
	while (dies_doing(x->b, what, x, n, &ended_well)) {
		x->t->c.db = x->b->db;
		assert_true(++kills < 1000);
		now = done(x->t);
		is_whole(x);
		n = now == before ? n + 1 : 0;
		before = now;
		arena_reset(side);
	}
	x->t->c.db = x->b->db;
	x->t->c.a = kept;
	arena_free(side);
	assert_true(ended_well || what != works);	/* what was committed is not done again: the answer is "over" */
	print_message("%d kills\n", kills);
	return kills;
}

static void killed_at_any_step_nothing_is_doubled_lost_or_kept_for_ever(void **state)
{
	struct booked taken[6];
	struct both *b = BOTH_STATE(state);
	struct town t = town_make(b);
	struct waiting_entry_id a, c;
	struct life x = { .b = b, .t = &t };
	struct waiting_ask ask;

	t.c.now.v += 3 * 3600;
	fill_day(&t, taken, 6);
	ask = wish(&t, "Amina Alaoui", one);
	ask.from = ask.to = t.day;
	a = asks(&t, &ask).id;
	t.c.now.v += 60;
	ask.name.s = S("Omar Idrissi");
	ask.phone = str_of(two);
	c = asks(&t, &ask).id;
	x.gone = taken[2].id;

	assert_true(through_all_kills(&x, frees) > 3);
	assert_true(through_all_kills(&x, works) > 5);
	assert_true(is(&t, a, "offered") && is(&t, c, "waiting"));
	assert_int_equal(acts(&t, "offer"), 1);
	assert_int_equal(texts_to(&t, one), 1);

	t.c.now = offer_of(&t, a).answer_by;		/* not answered: expired, and the next */
	assert_true(through_all_kills(&x, works) > 8);
	assert_true(is(&t, a, "waiting") && is(&t, c, "offered"));
	assert_int_equal(acts(&t, "expire"), 1);
	assert_int_equal(acts(&t, "offer"), 2);
	assert_int_equal(texts_to(&t, one), 1);
	assert_int_equal(texts_to(&t, two), 1);

	x.by = by_phone(&t, c);
	assert_true(through_all_kills(&x, accepts) > 5);
	assert_true(is(&t, c, "served"));
	assert_int_equal(acts(&t, "accept"), 1);
	assert_int_equal(texts_to(&t, two), 2);		/* and the confirmation, once */
	engine(&t);
	is_whole(&x);
	assert_int_equal(acts(&t, "offer"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = { BOTH(killed_at_any_step_nothing_is_doubled_lost_or_kept_for_ever) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
