/* What this area hands to the program; and what others ask of it. */
#include "areas/reminders/pages.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "jobs/hooks.h"
#include "jobs/jobs.h"

enum err reminders_run(struct db *db, struct arena *a, struct instant now, bool answers)
{
	TRY(remind_plan(db, a, now));
	return remind_send(db, a, now, answers);
}

static enum err run(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	struct str secret;

	return reminders_run(db, a, now, jobs_demonstration(s) || hook_secret(s, a, &secret) == OK);
}

enum err remind_house_of(struct rq *rq, struct organization_id id, struct remind_house *ret)
{
	struct remind_house h;

	TRY(organization_get(rq->db, rq->a, id, &h.o));
	TRY(zone_get(h.o.zone, &h.zone));
	h.name = organization_name(rq->lang, h.o.name_fr, h.o.name_ar, h.o.name_en);
	h.now = zone_local(h.zone, rq->now);
	*ret = h;
	return OK;
}

enum err call_add(struct db *db, struct arena *a, struct instant now, const struct call_ask *ask)
{
	return call_put(db, a, (struct reminder_call_id){ random_id(now) }, ask->organization, ask->appointment, ask->patient,
		str_of(ask->why), ask->rank, ask->day, ask->start_min, now);
}

static int64_t by_id(const struct rq *rq)
{
	return rq_id(rq, 0);
}

enum { PLAN_ROLES = R(ADMINISTRATOR) | R(HEAD_OF_ADMISSIONS) | R(PLATFORM) };

static const struct route routes[] = {
	{ "GET", "/desk/letters", letters_page, REMIND_DESK, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/letters", letters_print, REMIND_DESK, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/letters/:id/letters.pdf", letters_paper, REMIND_DESK, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/desk/addresses/:id", letters_address, REMIND_DESK, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/addresses/:id", letters_address_put, REMIND_DESK, WRITE, &address_form, 0, letters_address, NULL, by_id },
	{ "GET", "/admin/reminders", plans_page, PLAN_ROLES, READ, &plans_at_form, 0, NULL, NULL, NULL },
	{ "POST", "/admin/reminders", plans_hours, PLAN_ROLES, WRITE, &plans_form, 0, plans_page, NULL, NULL },
	{ "GET", "/admin/services/:id/reminders", plan_page, PLAN_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/admin/services/:id/reminders", plan_save, PLAN_ROLES, WRITE, &plan_form, 0, plan_page, NULL, by_id },
	{ 0 },
};
static const struct nav nav[] = {
	{ REMIND_DESK, 44, "/desk/letters", N_("Letters"), N_("Reminders on paper for people without telephone: today’s batch, missing addresses."), NULL, letters_missing },
	{ PLAN_ROLES, 85, "/admin/reminders", N_("Reminders"), N_("How many days before the visit people are reminded, and at what hour."), NULL, NULL },
	{ 0 }
};
static const struct job jobs[] = {
	{ .name = "reminders", .every_seconds = 30, .run_with = run },
	{ .name = "reminders_follow", .every_seconds = 60, .run = remind_follow_all },
	{ .name = "reminders_risks", .every_seconds = 3600, .run = remind_risks },
	{ 0 }
};
const struct area area_reminders = { .name = "reminders", .routes = routes, .nav = nav, .jobs = jobs,
	.samples = reminders_samples, .expects = remind_expects };
