/*
 * What the page and the mails of this area show.
 * Must not know: how it is counted.
 */
#ifndef AREAS_PROVIDER_VIEW_H
#define AREAS_PROVIDER_VIEW_H

#include "areas/provider/rules/alarm.h"
#include "page/page.h"

struct provider_alarm { enum alarm what; bool bad; int64_t value, limit; struct instant since; };
struct provider_alarms { const struct provider_alarm *v; size_t n; };

struct provider_view {
	bool demonstration, kannel, reports, incoming, mail;	/* mail: the operator is told */
	struct str sender;
	struct alarm_facts f;
	int64_t waiting;
	bool watched;				/* the job has looked */
	struct instant at, credit_at;
	struct provider_alarms alarms;		/* those that are wrong */
};

#endif
