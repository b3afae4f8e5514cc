/* What this area hands to the program. See provider.h. */
#include "areas/provider/provider.h"

#include "areas/provider/inside.h"

static const struct route routes[] = {
	{ "GET", "/hook/sms/report", provider_report, PUBLIC, WRITE, NULL, ROUTE_HOOK, NULL, NULL, NULL },
	{ "POST", "/hook/sms/report", provider_report, PUBLIC, WRITE, NULL, ROUTE_HOOK, NULL, NULL, NULL },
	{ "POST", "/hook/sms/incoming", provider_incoming, PUBLIC, WRITE, NULL, ROUTE_HOOK, NULL, NULL, NULL },
	{ "POST", "/hook/call/missed", provider_missed_call, PUBLIC, WRITE, NULL, ROUTE_HOOK, NULL, NULL, NULL },
	{ 0 },
};
const struct area area_provider = { .name = "provider", .routes = routes };
