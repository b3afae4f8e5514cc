/*
 * What planning a session and changing one have in common: the form and what it says.
 * Must not be included elsewhere than in plan.c and edit.c.
 */
#ifndef AREAS_GATHERINGS_PLAN_H
#define AREAS_GATHERINGS_PLAN_H

#include "areas/gatherings/inside.h"

/* This session alone, or it and all later ones of its series. */
enum { CHANGE_ONE, CHANGE_LATER };

struct plan_in {
	struct schedule_id agenda;
	struct service_id service;
	struct location_id place;
	struct str title_fr, title_ar, title_en, about_fr, about_ar, about_en, rule;
	struct str_list leader;
	struct day day, until;
	int32_t start, repeat, scope;
	int64_t minutes, capacity, minimum, waiting, decide, groups, version;
	bool online, below, silent;
};

/* Those of the house alone. */
enum err plan_leaders(struct rq *rq, const struct house *h, struct leaders *ret) MUST_CHECK;
struct leader_ids plan_ids(struct arena *a, const struct leaders *who);
/* What both forms have; what does not fit is marked. */
enum err plan_shared(struct rq *rq, const struct house *h, struct gathering *g) MUST_CHECK;
/* The form again, as hidden fields of the page that asks whether to save. */
struct sent_list plan_sent(struct rq *rq);
/* The form of a change again, with a sentence on top (NULL: none). */
enum err edit_again(struct rq *rq, const char *clash) MUST_CHECK;

#endif
