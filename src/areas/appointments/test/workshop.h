/*
 * For tests: a group session of the town's hospital, led by its doctor.
 */
#ifndef AREAS_APPOINTMENTS_TEST_WORKSHOP_H
#define AREAS_APPOINTMENTS_TEST_WORKSHOP_H

#include "town.h"

static inline struct gathering workshop(const struct town *t, int32_t capacity, int32_t waiting)
{
	return (struct gathering){ .schedule = t->schedule, .service = t->c.service, .location = t->c.location,
		.series_day = DAY_NONE, .title = names_make(S("Atelier"), S("ورشة"), S("Workshop")),
		.day = t->day, .start_min = 600, .duration_min = 60, .capacity = capacity, .minimum = capacity > 1 ? 2 : 1,
		.waiting_most = waiting, .decide_min = 1440, .online = true };
}

static inline struct gathering_id added(struct town *t, int32_t capacity, int32_t waiting)
{
	struct gathering g = workshop(t, capacity, waiting);
	struct leader_ids who = { &t->c.doctor, 1 };
	struct gathering_id id;

	assert_int_equal(gathering_add(t->c.db, t->c.a, t->c.now, &g, who, S("director"), &id), OK);
	return id;
}

#endif
