/*
 * For tests: a hospital with one agenda and two people, and the few questions that tests ask of it.
 */
#ifndef AREAS_APPOINTMENTS_TEST_TOWN_H
#define AREAS_APPOINTMENTS_TEST_TOWN_H

#include "areas/appointments/appointments.h"
#include "areas/patients/patients.h"
#include "areas/schedules/agenda.h"
#include "areas/schedules/test/country.h"
#include "ledger/act.h"

static const struct scope everybody = { .lo = 0, .hi = INT64_MAX };

struct town {
	struct country c;
	struct patient_id amina, omar;
	struct schedule_id schedule;
	struct day day;
};

static inline struct patient_id someone(struct country *c, const char *name, const char *phone)
{
	struct person p = { .name = { str_of(name) }, .birth_day = day_of(1980, 5, 1),
		.sex = S("female"),
		.phone = str_of(phone), .lang = S("fr") };
	struct patient_id id;

	assert_int_equal(patient_create(c->db, c->a, c->now, c->hospital, &p, &id), OK);
	return id;
}

static inline struct town town_make(struct both *b)
{
	struct town t = { .c = country_make(b) };

	assert_int_equal(db_begin(b->db), OK);
	t.amina = someone(&t.c, "Amina Alaoui", "+212612345678");
	t.omar = someone(&t.c, "Omar Idrissi", "+212699999999");
	assert_int_equal(db_commit(b->db), OK);
	t.schedule = t.c.schedule;
	t.day = (struct day){ t.c.monday.n + 2 };
	return t;
}

static inline struct hold_ask hold_at(const struct town *t, int32_t min, const char *owner)
{
	return (struct hold_ask){ .schedule = t->schedule, .service = t->c.service, .day = t->day,
		.start_min = min,
		.owner = str_of(owner), .citizen = true, .channel = CH_ONLINE };
}

static inline struct book_ask book_at(const struct town *t, int32_t min, struct patient_id who)
{
	return (struct book_ask){ .schedule = t->schedule, .service = t->c.service, .day = t->day,
		.start_min = min,
		.patient = who, .channel = CH_DESK, .role = S("desk") };
}

static inline struct booked booked(struct town *t, int32_t min, struct patient_id who)
{
	struct book_ask ask = book_at(t, min, who);
	struct booked b;

	assert_int_equal(appointment_book(t->c.db, t->c.a, t->c.now, &ask, &b), OK);
	return b;
}

static inline enum err try_hold(struct town *t, int32_t min, const char *owner, struct hold *h)
{
	struct hold_ask ask = hold_at(t, min, owner);

	return hold_take(t->c.db, t->c.a, t->c.now, &ask, h);
}

static inline size_t free_starts(struct town *t)
{
	struct slot_ask ask = country_ask(&t->c, t->day, 1);
	struct slot_times s;

	assert_int_equal(slot_list(t->c.db, t->c.a, t->c.now, &ask, &s), OK);
	return s.n;
}

/* What the summary says of the day. */
static inline int32_t summary(struct town *t)
{
	int32_t n;

	assert_int_equal(free_day_starts(t->c.db, t->c.a, t->schedule, t->c.service, t->day, &n),
		OK);
	return n;
}

static inline int64_t acts(struct town *t, const char *what)
{
	struct act_rows rows;
	int64_t n = 0;

	assert_int_equal(act_read(t->c.db, t->c.a, 0, 100000, &rows), OK);
	for (size_t i = 0; i < rows.n; i++)
		n += str_eq(rows.v[i].act, str_of(what));
	return n;
}

static inline struct change_ask by_desk(struct appointment_id id, int64_t version)
{
	return (struct change_ask){ .id = id, .version = version, .channel = CH_DESK,
		.role = S("desk") };
}

static inline struct appointment seen(struct town *t, struct appointment_id id)
{
	struct appointment x;

	assert_int_equal(appointment_get(t->c.db, t->c.a, &everybody, id, &x), OK);
	return x;
}

#endif
