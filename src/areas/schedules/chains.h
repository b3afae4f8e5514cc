/*
 * Times for several people who come together: one after the other, each of a type of their own, in one
 * agenda or in several of the same place. What is offered here can be held and booked in its order.
 * Must not know: who the people are, pages.
 */
#ifndef AREAS_SCHEDULES_CHAINS_H
#define AREAS_SCHEDULES_CHAINS_H

#include "areas/schedules/rules/chain.h"
#include "areas/schedules/schedules.h"

struct chain_link { struct schedule_id schedule; struct service_id service; int32_t min; };
struct chain { struct day day; struct chain_link v[CHAIN_MAX]; size_t n; };
struct chains { struct chain *v; size_t n; struct day cut; };	/* cut: the day on which the tries were used up; DAY_NONE: they were enough */
struct chain_ask {
	struct organization_id organization;
	const struct service_id *services;	/* by person, in the order in which they come */
	size_t n;				/* 1 … CHAIN_MAX */
	struct day from;
	int32_t days;				/* 1 … 31 */
	bool citizen;				/* lead, horizon and `online` of each type */
	enum quota_group group;
	bool across;				/* in several agendas of the place */
	size_t per_day;				/* at most so many of one day */
	int32_t good_days;			/* enough when so many days have some */
	int32_t tries;				/* 0: CHAIN_STEPS */
};
/* In order of day and first start. E_NOTFOUND: a type is not offered there. */
enum err chain_list(struct db *db, struct arena *a, struct instant now, const struct chain_ask *ask,
	struct chains *ret) MUST_CHECK;

#endif
