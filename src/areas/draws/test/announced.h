/*
 * For tests: a draw of the town's agenda, and who takes part in it.
 */
#ifndef AREAS_DRAWS_TEST_ANNOUNCED_H
#define AREAS_DRAWS_TEST_ANNOUNCED_H

#include "areas/appointments/test/town.h"

#include "areas/draws/inside.h"
#include "jobs/test/outbox.h"
#include "ledger/log.h"
#include "ledger/seal.h"

enum { TIMES = 6 };

/* Its day is the Wednesday of the week after: announced a day before the window, which is a day long. */
static inline struct town town(struct both *b)
{
	struct town t = town_make(b);

	t.day.n += 7;
	return t;
}

static inline struct draw_ask asked(const struct town *t)
{
	return (struct draw_ask){ .schedule = t->schedule, .service = t->c.service, .from = t->day, .to = t->day,
		.opens = { t->c.now.v + DRAW_NOTICE }, .closes = { t->c.now.v + DRAW_NOTICE + DRAW_WINDOW }, .account = 5, .role = S("director") };
}

/* That day, of six times. */
static inline struct draw_id announced(struct town *t, const struct draw_ask *ask)
{
	struct draw_announced made;

	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(draw_announce(t->c.db, t->c.a, t->c.now, ask, &made), OK);
	assert_int_equal(db_commit(t->c.db), OK);
	return made.id;
}

static inline struct draw_wish somebody(struct town *t, struct draw_id id, int n, const char *wishes)
{
	bool clean;

	return (struct draw_wish){ .draw = id, .name = { arena_fmt(t->c.a, "Person %c", 'A' + n) }, .birth_day = day_of(1980, 5, 1),
		.sex = S("female"), .phone = arena_fmt(t->c.a, "+21260000000%d", n), .lang = S("fr"),
		.wishes = draw_wishes_read(str_of(wishes), TIMES, &clean), .channel = CH_ONLINE };
}

static inline enum err asks(struct town *t, const struct draw_wish *w, struct draw_wished *ret)
{
	enum err e;

	assert_int_equal(db_begin(t->c.db), OK);
	e = draw_wish_put(t->c.db, t->c.a, t->c.now, w, ret);
	if (e == OK)
		assert_int_equal(db_commit(t->c.db), OK);
	else
		db_rollback(t->c.db);
	return e;
}

static inline struct draw_wished takes_part(struct town *t, struct draw_id id, int n, const char *wishes)
{
	struct draw_wish w = somebody(t, id, n, wishes);
	struct draw_wished got;

	assert_int_equal(asks(t, &w, &got), OK);
	return got;
}

static inline struct draw_row_row draw_at(struct town *t, struct draw_id id)
{
	struct draw_row_row d;

	assert_int_equal(draw_row(t->c.db, t->c.a, id, &d), OK);
	return d;
}

static inline bool is(struct town *t, struct draw_id id, const char *state)
{
	return str_eq(draw_at(t, id).state, str_of(state));
}

static inline struct draw_wish_row_row wish(struct town *t, struct draw_wish_id id)
{
	struct draw_wish_row_row w;

	assert_int_equal(draw_wish_row(t->c.db, t->c.a, id, &w), OK);
	return w;
}

static inline void runs(struct town *t)
{
	assert_int_equal(draws_run(t->c.db, t->c.a, t->c.now), OK);
}

static inline void seals(struct both *b, struct town *t)
{
	const struct sealer s = { .origin = S("h.example/ledger"), .key_file = arena_cstr(b->a, arena_fmt(b->a, "%s/ledger.key", b->dir)) };
	int64_t n;

	assert_int_equal(seal_turn(t->c.db, t->c.a, t->c.now, &s, &n), OK);
}

static inline size_t texts_of(struct town *t, int n, const char *template)
{
	const char *to = arena_fmt(t->c.a, "+21260000000%d", n).p;

	return (size_t)outbox_has(t->c.db, t->c.a, to, template, "queued");
}

/* When the times of a draw that is given up now come back. */
static inline struct instant next_eight(struct town *t, struct draw_id id)
{
	const struct zone *z;

	assert_int_equal(zone_get(draw_at(t, id).zone, &z), OK);
	return zone_instant(z, (struct local){ { zone_local(z, t->c.now).day.n + 1 }, 8 * 60 });
}

#endif
