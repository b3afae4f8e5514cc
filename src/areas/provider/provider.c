/* What this area hands to the program. See provider.h. */
#include "areas/provider/provider.h"

#include "areas/provider/inside.h"

enum { READERS = R(ADMINISTRATOR) | R(PLATFORM) };
static const struct route routes[] = {
	{ "GET", "/admin/provider", provider_page, READERS, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/hook/sms/report", provider_report, PUBLIC, WRITE, NULL, ROUTE_HOOK, NULL, NULL, NULL },
	{ "POST", "/hook/sms/report", provider_report, PUBLIC, WRITE, NULL, ROUTE_HOOK, NULL, NULL, NULL },
	{ "POST", "/hook/sms/incoming", provider_incoming, PUBLIC, WRITE, NULL, ROUTE_HOOK, NULL, NULL, NULL },
	{ "POST", "/hook/call/missed", provider_missed_call, PUBLIC, WRITE, NULL, ROUTE_HOOK, NULL, NULL, NULL },
	{ 0 },
};
static const struct nav nav[] = {
	{ READERS, 84, "/admin/provider", N_("Way out of text messages"),
		N_("Whether messages leave, arrive, and are paid for"), NULL, NULL },
	{ 0 },
};
static const struct job jobs[] = {
	{ "provider-watch", 60, NULL, provider_watch_job },
	{ "provider-credit", 900, NULL, provider_credit_job },
	{ 0 },
};
const struct area area_provider = { .name = "provider", .routes = routes, .nav = nav, .jobs = jobs,
	.metrics = provider_metrics, .samples = provider_samples };
