/*
 * For tests: a list at the small hospital of town.h, and the few things that tests do with it.
 */
#ifndef WAITING_TEST_LIST_H
#define WAITING_TEST_LIST_H

#include "areas/appointments/test/town.h"
#include "areas/waiting/inside.h"
#include "base/num.h"
#include "jobs/jobs.h"
#include "jobs/test/outbox.h"

static inline struct waiting_ask wish(struct town *t, const char *name, const char *phone)
{
	struct waiting_ask ask = waiting_ask_any();

	ask.organization = t->c.hospital.v;
	ask.specialty = S("cardiologie");
	ask.area = S("FES");
	ask.name.s = str_of(name);
	ask.birth_day = day_of(1980, 5, 1);
	ask.sex = S("female");
	ask.phone = str_of(phone);
	ask.lang = S("fr");
	return ask;
}

static inline struct waiting_added asks(struct town *t, const struct waiting_ask *ask)
{
	struct waiting_added got;

	assert_int_equal(waiting_add(t->c.db, t->c.a, t->c.now, ask, &got), OK);
	return got;
}

/* A simple request, a minute after the one before. */
static inline struct waiting_entry_id waits(struct town *t, const char *phone)
{
	struct waiting_ask ask = wish(t, phone, phone);

	t->c.now.v += 60;
	return asks(t, &ask).id;
}

static inline struct waiting_entry_row_row entry(struct town *t, struct waiting_entry_id id)
{
	struct waiting_entry_row_row e;

	assert_int_equal(waiting_entry_row(t->c.db, t->c.a, id, &e), OK);
	return e;
}

static inline bool is(struct town *t, struct waiting_entry_id id, const char *state)
{
	return str_eq(entry(t, id).state, str_of(state));
}

static inline struct waiting_offer_row_row offer_of(struct town *t, struct waiting_entry_id id)
{
	struct waiting_offer_open_of_row open;
	struct waiting_offer_row_row o;

	assert_int_equal(waiting_offer_open_of(t->c.db, t->c.a, id, &open), OK);
	assert_int_equal(waiting_offer_row(t->c.db, t->c.a, open.id, &o), OK);
	return o;
}

static inline struct waiting_answer by_phone(struct town *t, struct waiting_entry_id id)
{
	return (struct waiting_answer){ .offer = offer_of(t, id).id, .channel = CH_SMS };
}

static inline enum err says_yes(struct town *t, struct waiting_entry_id id, struct waiting_accepted *ret)
{
	struct waiting_answer by = by_phone(t, id);
	enum err e;

	assert_int_equal(db_begin(t->c.db), OK);
	e = waiting_accept(t->c.db, t->c.a, t->c.now, &by, ret);
	if (e == OK)
		assert_int_equal(db_commit(t->c.db), OK);
	else
		db_rollback(t->c.db);
	return e;
}

static inline void says_no(struct town *t, struct waiting_entry_id id)
{
	struct waiting_answer by = by_phone(t, id);

	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(waiting_decline(t->c.db, t->c.a, t->c.now, &by), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static inline void engine(struct town *t)
{
	assert_int_equal(waiting_run(t->c.db, t->c.a, t->c.now), OK);
}

/* Every start of the town's day is taken: the list has what is given up alone. */
static inline void fill_day(struct town *t, struct booked *ret, size_t n)
{
	assert_int_equal(db_begin(t->c.db), OK);
	for (size_t i = 0; i < n; i++)
		ret[i] = booked(t, 540 + 30 * (int32_t)i, t->omar);
	assert_int_equal(db_commit(t->c.db), OK);
}

static inline void cancels(struct town *t, struct appointment_id id)
{
	struct change_ask who = by_desk(id, -1);
	int64_t v;

	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(appointment_cancel(t->c.db, t->c.a, t->c.now, &who, true, S(""), &v), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static inline size_t texts_to(struct town *t, const char *phone)
{
	struct str *v;
	size_t n;

	assert_int_equal(message_texts(t->c.db, t->c.a, str_of(phone), &v, &n), OK);
	return n;
}

#endif
