/* What this area hands to the program. */
#include "areas/agents/agents.h"

#include "areas/agents/inside.h"

static const struct route routes[] = {
	{ "GET", "/calendar/:token.ics", agents_calendar, PUBLIC, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/agents", agents_page, AGENTS_ROLES, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/agents/names", agents_names, NAMES_ROLES, WRITE, &agents_names_form, 0, NULL, NULL, NULL },
	{ "POST", "/desk/agents/:id/calendar", agents_feed_make, AGENTS_ROLES, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/agents/:id/calendar-end", agents_feed_end, AGENTS_ROLES, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/agents/:id/notices", agents_watch, AGENTS_ROLES, WRITE, &agents_watch_form, 0, agents_page, NULL, NULL },
	{ 0 },
};
static const struct nav nav[] = {
	{ AGENTS_ROLES, 64, "/desk/agents", N_("Calendars and notices"), N_("An agenda in one’s own calendar, and a mail when it changes"), NULL, NULL },
	{ 0 },
};
static const struct job jobs[] = {
	{ "agents", 15, agents_run, NULL },
	{ 0 },
};
const struct area area_agents = { .name = "agents", .routes = routes, .nav = nav, .jobs = jobs, .samples = agents_samples };
