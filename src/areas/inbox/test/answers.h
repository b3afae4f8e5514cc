/*
 * For tests: a town whose people are reminded and answer.
 */
#ifndef INBOX_TEST_ANSWERS_H
#define INBOX_TEST_ANSWERS_H

#include "areas/appointments/test/town.h"
#include "areas/inbox/inbox.h"
#include "areas/waiting/waiting.h"
#include "inbox_q.h"
#include "jobs/jobs.h"
#include "web/settings.h"

static const char amina[] __attribute__((unused)) = "+212612345678", omar[] __attribute__((unused)) = "+212699999999", stranger[] __attribute__((unused)) = "+212655555555";

static inline void run(struct town *t)
{
	const struct job *j = area_inbox.jobs;

	assert_int_equal(j->run_with(settings_new(t->c.a), t->c.db, t->c.a, t->c.now), OK);
}

static inline void stores(struct town *t, const char *from, const char *text)
{
	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(incoming_sms(t->c.db, t->c.a, t->c.now, str_of(from), S("3900"), str_of(text), STR_NONE), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static inline void writes(struct town *t, const char *from, const char *text)
{
	t->c.now.v += 30;
	stores(t, from, text);
	run(t);
}

/* A reminder of some appointments leaves. */
static inline void reminds(struct town *t, const char *phone, const struct appointment_id *v, size_t n)
{
	const struct inbox_ask ask = { .organization = t->c.hospital.v, .phone = str_of(phone), .lang = S("fr"), .appointments = v,
		.n = n, .asked_at = t->c.now };

	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(inbox_asked(t->c.db, t->c.a, t->c.now, &ask), OK);
	assert_int_equal(message_queue(t->c.db, t->c.a, t->c.now, &(struct message){ .organization = t->c.hospital.v, .channel = S("sms"),
		.template = S("reminder"), .lang = S("fr"), .recipient = str_of(phone), .body = S("Rappel"),
		.due_at = INSTANT_NONE, .drop_at = INSTANT_NONE }), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static inline struct appointment_id books(struct town *t, int32_t min, struct patient_id who)
{
	struct booked b;

	assert_int_equal(db_begin(t->c.db), OK);
	b = booked(t, min, who);
	assert_int_equal(db_commit(t->c.db), OK);
	return b.id;
}

static inline struct town town(struct both *b)
{
	struct town t = town_make(b);

	t.c.now.v += 3 * 3600;
	return t;
}

static inline size_t texts(struct town *t, const char *phone)
{
	struct str *v;
	size_t n;

	assert_int_equal(message_texts(t->c.db, t->c.a, str_of(phone), &v, &n), OK);
	return n;
}

static inline enum status status(struct town *t, struct appointment_id id)
{
	return seen(t, id).status;
}

static inline void waits(struct town *t, const char *phone)
{
	struct waiting_ask ask = waiting_ask_any();
	struct waiting_added got;

	ask.organization = t->c.hospital.v;
	ask.specialty = S("cardiologie");
	ask.area = S("FES");
	ask.name.s = S("Nadia");
	ask.birth_day = day_of(1980, 5, 1);
	ask.sex = S("female");
	ask.phone = str_of(phone);
	ask.lang = S("fr");
	ask.from = ask.to = t->day;
	assert_int_equal(db_begin(t->c.db), OK);
	assert_int_equal(waiting_add(t->c.db, t->c.a, t->c.now, &ask, &got), OK);
	assert_int_equal(db_commit(t->c.db), OK);
}

static inline size_t offers(struct town *t, const char *phone)
{
	struct waiting_offer_ids ids;

	assert_int_equal(waiting_run(t->c.db, t->c.a, t->c.now), OK);
	assert_int_equal(waiting_open_of_phone(t->c.db, t->c.a, str_of(phone), &ids), OK);
	return ids.n;
}

static inline struct appointment_id full_day(struct town *t)
{
	struct appointment_id first = books(t, 540, t->amina);

	for (int i = 1; i < 6; i++)
		books(t, 540 + 30 * i, t->omar);
	return first;
}

#endif
