/* Draws on both engines, from the announcement to the bookings; the order is computed again from the log alone. */
#include "areas/draws/test/announced.h"

#include <string.h>

#include "areas/patients/patients.h"
#include "base/num.h"
#include "crypto/crypto.h"
#include "db/test/dying.h"

enum { MANY = 9 };

/* ---- the order, from the log alone ---- */

struct heard {
	struct act_row *wish;
	size_t n, results;
	struct str classes, seed, commitment, beacon;
	int64_t times;
	struct str result[MANY + 1], by[MANY + 1];
};

static void hear_wish(struct heard *h, struct act_row *r)
{
	size_t i = 0;

	while (i < h->n && !str_eq(h->wish[i].holder, r->holder))
		i++;
	h->wish[i] = *r;
	h->n += i == h->n;
}

/* By its rank: ids of several processes in one second have no order. */
static void hear_result(struct heard *h, struct act_row *r)
{
	struct str rest = r->reason;
	int64_t place;

	assert_int_equal(num_parse(str_cut(&rest, '/'), 1, MANY, &place), OK);
	assert_null(h->by[place - 1].p);
	h->by[place - 1] = r->holder;
	h->result[place - 1] = r->reason;
	h->results++;
}

static void hear(struct heard *h, struct act_row *r)
{
	if (str_eq(r->act, S("draw-open"))) {
		h->classes = r->class;
		h->commitment = str_sub(r->reason, 0, 44);
		h->times = r->capacity;
	} else if (str_eq(r->act, S("draw-wish"))) {
		hear_wish(h, r);
	} else if (str_eq(r->act, S("draw-seed"))) {
		h->seed = r->reason;
	} else if (str_eq(r->act, S("draw-beacon"))) {
		h->beacon = r->reason;
	} else if (str_eq(r->act, S("draw-result"))) {
		hear_result(h, r);
	}
}

static void hash_of(struct arena *a, struct str base64, unsigned char out[static LOT_BYTES])
{
	struct str bytes;

	assert_int_equal(base64_decode(a, base64, &bytes), OK);
	assert_int_equal(bytes.n, LOT_BYTES);
	memcpy(out, bytes.p, LOT_BYTES);
}

/* Entries in one draw's log, with one draw in it. */
static struct heard heard(struct town *t, unsigned char root[static LOT_BYTES])
{
	struct heard h = { .beacon = S("") };
	struct hash top = { 0 };
	struct act_rows all;
	struct receipt closed;

	assert_int_equal(act_read(t->c.db, t->c.a, 0, 100000, &all), OK);
	h.wish = ARENA_ARRAY(t->c.a, struct act_row, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		if (str_eq(all.v[i].act, S("draw-close"))) {
			assert_int_equal(log_draw_receipt(t->c.db, t->c.a, all.v[i].chain, &closed), OK);
			assert_int_equal(log_root(t->c.db, t->c.a, closed.index + 1, &top), OK);
		}
		hear(&h, &all.v[i]);
	}
	memcpy(root, top.v, LOT_BYTES);
	return h;
}

static int32_t rank_said(struct str classes, struct str said)
{
	struct draw_class c;
	int32_t at = 0;

	while (draw_class_next(&classes, &c) && !(said.n && str_eq(c.said, said)))
		at++;
	return at;
}

/* What the log says came out is what comes out of what the log says. */
static void the_log_agrees(struct town *t)
{
	struct draw_seeds s;
	struct draw_lot v[MANY + 1];
	struct heard h = heard(t, s.root);
	unsigned char hash[LOT_BYTES], text[LOT_TEXT], holder[LOT_BYTES];
	struct str seed;
	bool clean;
	size_t n = 0;

	assert_int_equal(base64_decode(t->c.a, h.seed, &seed), OK);
	sha256(seed, hash);
	assert_true(str_eq(base64_encode(t->c.a, (struct str){ (const char *)hash, LOT_BYTES }), h.commitment));
	hash_of(t->c.a, h.seed, s.seed);
	sha256(h.beacon, s.beacon);
	for (size_t i = 0; i < h.n; i++) {
		if (!h.wish[i].reason.n)
			continue;
		hash_of(t->c.a, h.wish[i].holder, holder);
		lot_text(&s, holder, text);
		v[n] = (struct draw_lot){ .class_rank = rank_said(h.classes, h.wish[i].class), .who = i,
			.wishes = draw_wishes_read(h.wish[i].reason, (int32_t)h.times, &clean) };
		assert_true(clean);
		sha256((struct str){ (const char *)text, sizeof(text) }, v[n++].lot);
	}
	draw_lots(v, n, (int32_t)h.times);
	assert_int_equal(h.results, n);
	for (size_t i = 0; i < n; i++) {
		assert_true(str_eq(h.by[i], h.wish[v[i].who].holder));
		assert_true(str_eq(h.result[i], v[i].given ? arena_fmt(t->c.a, "%zu/%d", i + 1, v[i].given) : arena_fmt(t->c.a, "%zu/-", i + 1)));
	}
}

/* ---- tests ---- */

static void a_batch_is_kept_announced_and_free_for_nobody_else(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t), bad = ask;
	struct draw_announced other;
	struct draw_row_row d;
	struct hold h;

	d = draw_at(&t, announced(&t, &ask));
	assert_int_equal(d.times, TIMES);
	assert_int_equal(free_starts(&t), 0);
	assert_int_equal(summary(&t), 0);
	assert_int_equal(try_hold(&t, 600, "visitor", &h), E_CONFLICT);
	assert_int_equal(acts(&t, "draw-open"), 1);
	assert_int_equal(acts(&t, "draw-time"), TIMES);
	assert_int_equal(acts(&t, "hold"), TIMES);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &ask, &other), E_NOTFOUND);	/* nothing is left */
	bad.opens.v--;
	assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &bad, &other), E_INPUT);
	bad = ask;
	bad.closes.v--;
	assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &bad, &other), E_INPUT);
	bad = ask;
	bad.from = bad.to = (struct day){ t.day.n + 7 };
	bad.closes.v += 30 * 86400;		/* past the first time */
	assert_int_equal(draw_announce(t.c.db, t.c.a, t.c.now, &bad, &other), E_INPUT);
	db_rollback(t.c.db);
}

static void wishes_count_in_their_window_and_once_a_person(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w = somebody(&t, id, 1, "2,1"), none = somebody(&t, id, 2, ""), urgent = somebody(&t, id, 3, "1");
	static const char *const family[] = { "Idriss Filali", "Khadija Mernissi", "Yahya Bennis", "Zohra Tazi", "Omar Chraibi", "Salma Berrada" };
	struct draw_wished got, again;

	assert_int_equal(asks(&t, &w, &got), E_CONFLICT);		/* too early */
	t.c.now = ask.opens;
	assert_int_equal(asks(&t, &w, &got), OK);
	assert_int_equal(texts_of(&t, 1, "draw-in"), 1);
	w.wishes = somebody(&t, id, 1, "6").wishes;
	assert_int_equal(asks(&t, &w, &again), OK);
	assert_true(again.again && again.id.v == got.id.v);
	assert_true(str_eq(wish(&t, got.id).choices, S("6")));
	assert_int_equal(asks(&t, &none, &got), E_INPUT);
	urgent.class = S("urgent");
	assert_int_equal(asks(&t, &urgent, &got), E_DENIED);		/* nobody gives it to oneself */
	urgent.role = S("desk");
	assert_int_equal(asks(&t, &urgent, &got), OK);
	for (int k = 0; k < DRAW_PER_PHONE; k++) {		/* a family */
		w.name.s = str_of(family[k]);
		w.birth_day = day_of(1990 + 3 * k, k + 1, 3 * k + 1);
		assert_int_equal(asks(&t, &w, &got), k < DRAW_PER_PHONE - 1 ? OK : E_LIMIT);
	}
	t.c.now = ask.closes;
	assert_int_equal(asks(&t, &urgent, &got), E_CONFLICT);	/* to the second, whether the job has run or not */
	assert_int_equal(acts(&t, "draw-wish"), 3 + DRAW_PER_PHONE - 1);
}

static void the_order_is_drawn_from_the_log_and_the_dearest_times_are_booked(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wished got[MANY];
	struct draw_wish first, left;
	int booked = 0, none = 0;

	t.c.now.v = ask.opens.v + 60;
	for (int i = 0; i < MANY - 2; i++)
		got[i] = takes_part(&t, id, i, i % 2 ? "1,2,3,4,5,6" : "6,2");
	first = somebody(&t, id, MANY - 2, "1");
	first.class = S("urgent");
	first.role = S("desk");
	first.account = 5;
	first.channel = CH_DESK;
	assert_int_equal(asks(&t, &first, &got[MANY - 2]), OK);
	left = somebody(&t, id, MANY - 1, "1,2,3");
	assert_int_equal(asks(&t, &left, &got[MANY - 1]), OK);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_wish_again(t.c.db, t.c.a, t.c.now, got[MANY - 1].id, &(struct draw_wishes){ .n = 0 }, false), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	seals(b, &t);
	runs(&t);
	assert_true(is(&t, id, "open"));
	t.c.now = ask.closes;
	runs(&t);
	assert_true(is(&t, id, "closed"));		/* nothing is drawn before a signed checkpoint holds the end */
	assert_int_equal(acts(&t, "draw-seed"), 0);
	seals(b, &t);
	runs(&t);
	assert_true(is(&t, id, "done"));
	the_log_agrees(&t);
	assert_int_equal(wish(&t, got[MANY - 2].id).place.v, 1);
	assert_int_equal(wish(&t, got[MANY - 2].id).given.v, 1);
	assert_false(wish(&t, got[MANY - 1].id).place.is);
	for (int i = 0; i < MANY - 1; i++) {
		struct draw_wish_row_row w = wish(&t, got[i].id);

		assert_true(str_eq(w.state, S("told")));
		assert_int_equal(w.given.is, w.appointment.v != 0);
		if (w.given.is)
			assert_int_equal(seen(&t, w.appointment).start_min, 540 + 30 * (w.given.v - 1));
		booked += w.given.is;
		none += !w.given.is && texts_of(&t, i, "draw-none") == 1;
	}
	assert_int_equal(booked + none, MANY - 1);
	assert_int_equal(acts(&t, "book"), booked);
	assert_int_equal(free_starts(&t), TIMES - booked);		/* what nobody got is free for everybody */
	runs(&t);
	assert_int_equal(acts(&t, "draw-result"), MANY - 1);
}

/* The text of the newest entry of that act. */
static struct str told(struct town *t, const char *act)
{
	struct act_rows all;
	struct str r = STR_NONE;

	assert_int_equal(act_read(t->c.db, t->c.a, 0, 100000, &all), OK);
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.v[i].act, str_of(act)))
			r = all.v[i].entry;
	assert_true(r.n > 0);
	return r;
}

static void the_log_says_neither_who_joined_when_nor_a_class_beside_a_time(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w = somebody(&t, id, 1, "1");
	struct draw_wished got;

	t.c.now.v = ask.opens.v + 3600 - ask.opens.v % 3600 + 1234;
	w.class = S("urgent");
	w.role = S("desk");
	assert_int_equal(asks(&t, &w, &got), OK);
	assert_true(str_find(told(&t, "draw-open"), S("\"class\":\"1=urgent")) > 0);
	assert_true(str_find(told(&t, "draw-wish"), S(":00:00Z\"")) > 0);
	assert_true(str_find(told(&t, "draw-wish"), S(":00\",\"v\":1")) > 0);
	assert_true(str_find(told(&t, "draw-wish"), S("\"class\":\"1\"")) > 0);
	t.c.now = ask.closes;
	runs(&t);
	seals(b, &t);
	runs(&t);
	assert_true(str_find(told(&t, "draw-result"), S("\"class\":null")) > 0);
	the_log_agrees(&t);
}

/* Two processes may write two wishes of one person in one moment, and the id of the later one be the smaller. */
static void the_newest_wish_is_the_one_that_stands_last_in_the_log(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct receipt r;
	struct draw_wished got;

	t.c.now.v = ask.opens.v + 7200;
	takes_part(&t, id, 1, "1");
	seals(b, &t);
	t.c.now.v = ask.opens.v + 60;
	got = takes_part(&t, id, 1, "2");
	assert_int_equal(log_draw_receipt(t.c.db, t.c.a, got.id.v, &r), OK);
	assert_true(str_find(r.entry, S("\"reason\":\"2\"")) > 0);		/* not sealed yet */
	seals(b, &t);
	assert_int_equal(log_draw_receipt(t.c.db, t.c.a, got.id.v, &r), OK);
	assert_true(str_find(r.entry, S("\"reason\":\"2\"")) > 0);
	assert_true(r.index >= 0);
}

static void who_gets_none_goes_to_the_waiting_list_if_that_was_wished(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct draw_wish w;
	struct draw_wished got;

	t.c.now = ask.opens;
	takes_part(&t, id, 1, "1");
	w = somebody(&t, id, 2, "1");
	w.to_list = true;
	assert_int_equal(asks(&t, &w, &got), OK);
	w = somebody(&t, id, 3, "1");
	w.to_list = true;
	assert_int_equal(asks(&t, &w, &got), OK);
	t.c.now = ask.closes;
	runs(&t);
	seals(b, &t);
	runs(&t);
	the_log_agrees(&t);
	assert_int_equal(acts(&t, "book"), 1);
	assert_in_range(acts(&t, "enlist"), 1, 2);
	assert_int_equal(texts_of(&t, 1, "draw-none") + texts_of(&t, 2, "draw-none") + texts_of(&t, 3, "draw-none"), 2);
}

static void a_draw_with_a_beacon_waits_for_it_and_ends_when_it_comes_too_late(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	const struct str value = S("9e9829dfb34bd8db3e21c28e13aefecd86e007ebd19d6bb8a5cee99c0a34798f");
	struct draw_id id, other;

	ask.beacon = draw_drand(t.c.a, ask.closes);
	id = announced(&t, &ask);
	ask.from = ask.to = (struct day){ t.day.n + 5 };		/* the Monday after */
	other = announced(&t, &ask);
	t.c.now = ask.opens;
	takes_part(&t, id, 1, "1");
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_beacon(t.c.db, t.c.a, t.c.now, id, value, S("director")), E_CONFLICT);
	t.c.now = ask.closes;
	assert_int_equal(draw_cancel(t.c.db, t.c.a, t.c.now, id, S("director")), E_CONFLICT);	/* not when the end is known */
	db_rollback(t.c.db);
	runs(&t);
	assert_true(is(&t, other, "closed"));
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_beacon(t.c.db, t.c.a, t.c.now, other, value, S("director")), E_CONFLICT);	/* its end is not signed yet */
	db_rollback(t.c.db);
	seals(b, &t);
	runs(&t);
	assert_true(is(&t, id, "closed"));
	assert_int_equal(acts(&t, "draw-beacon"), 0);
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_beacon(t.c.db, t.c.a, t.c.now, other, S("17-4-33"), S("director")), E_INPUT);	/* no value of that one */
	assert_int_equal(draw_beacon(t.c.db, t.c.a, t.c.now, other, value, S("director")), OK);
	assert_int_equal(draw_beacon(t.c.db, t.c.a, t.c.now, other, value, S("director")), E_CONFLICT);	/* once */
	assert_int_equal(db_commit(t.c.db), OK);
	runs(&t);
	assert_true(is(&t, other, "done"));
	t.c.now = draw_at(&t, id).first_at;
	runs(&t);
	assert_true(is(&t, id, "ended"));
	assert_int_equal(acts(&t, "draw-end"), 1);
	assert_int_equal(acts(&t, "release"), 2 * TIMES);
	assert_int_equal(acts(&t, "book"), 0);
}

static void a_draw_can_be_given_up_while_nobody_knows_how_it_ends(void **state)
{
	struct town t = town(BOTH_STATE(state));
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);

	t.c.now = ask.opens;
	takes_part(&t, id, 1, "1");
	assert_int_equal(db_begin(t.c.db), OK);
	assert_int_equal(draw_cancel(t.c.db, t.c.a, t.c.now, id, S("director")), OK);
	assert_int_equal(db_commit(t.c.db), OK);
	assert_true(is(&t, id, "ended"));
	runs(&t);
	t.c.now.v = next_eight(&t, id).v - 1;		/* until then whoever gave it up gains nothing */
	runs(&t);
	assert_int_equal(free_starts(&t), 0);
	assert_int_equal(acts(&t, "release"), 0);
	t.c.now.v++;
	runs(&t);
	assert_int_equal(free_starts(&t), TIMES);
	runs(&t);
	assert_int_equal(acts(&t, "release"), TIMES);
	assert_int_equal(acts(&t, "draw-close"), 0);
}

/* ---- killed ---- */

struct life { struct both *b; struct town *t; };

static enum err works(void *life, struct db *db, struct arena *a)
{
	struct life *x = life;

	return draws_run(db, a, x->t->c.now);
}

static void killed_at_any_step_no_rank_is_given_twice_and_nobody_is_booked_twice(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct town t = town(b);
	struct draw_ask ask = asked(&t);
	struct draw_id id = announced(&t, &ask);
	struct life x = { b, &t };
	bool well = false;
	int kills = 0;

	t.c.now = ask.opens;
	for (int i = 0; i < 3; i++)
		takes_part(&t, id, i, "1,2");
	t.c.now = ask.closes;
	runs(&t);
	seals(b, &t);
	for (int n = 0; dies_doing(b, works, &x, n, &well); n += 3) {	/* from wherever the last one was killed */
		t.c.db = b->db;
		assert_true(++kills < 500);
	}
	t.c.db = b->db;
	assert_true(well && kills > 5);
	assert_true(is(&t, id, "done"));
	the_log_agrees(&t);
	assert_int_equal(acts(&t, "draw-seed"), 1);
	assert_int_equal(acts(&t, "book"), 2);
	assert_int_equal(free_starts(&t), TIMES - 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_batch_is_kept_announced_and_free_for_nobody_else),
		BOTH(wishes_count_in_their_window_and_once_a_person),
		BOTH(the_order_is_drawn_from_the_log_and_the_dearest_times_are_booked),
		BOTH(the_log_says_neither_who_joined_when_nor_a_class_beside_a_time),
		BOTH(the_newest_wish_is_the_one_that_stands_last_in_the_log),
		BOTH(who_gets_none_goes_to_the_waiting_list_if_that_was_wished),
		BOTH(a_draw_with_a_beacon_waits_for_it_and_ends_when_it_comes_too_late),
		BOTH(a_draw_can_be_given_up_while_nobody_knows_how_it_ends),
		BOTH(killed_at_any_step_no_rank_is_given_twice_and_nobody_is_booked_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
