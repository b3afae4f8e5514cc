/* What this area hands to the program. */
#include "areas/findings/inside.h"

static const struct route routes[] = {
	{ "GET", "/ledger", findings_front, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/ledger/fairness", findings_public, PUBLIC, READ, &findings_form, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/ledger/findings/:id", finding_public, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/ledger/entries/:index", entry_page, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ "GET", "/findings", findings_report, FINDING_READERS, READ, &findings_form, 0, NULL, NULL, NULL },
	{ "GET", "/findings/report.pdf", findings_paper, FINDING_READERS, READ_AUDITED, &findings_form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/findings/:id", finding_report, FINDING_READERS, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/findings/:id/answer/preview", finding_preview, FINDING_ANSWERERS, READ_AUDITED, &finding_answer_form, 0, finding_report, NULL, NULL },
	{ "POST", "/findings/:id/answer", finding_answer, FINDING_ANSWERERS, WRITE, &finding_answer_form, 0, finding_preview, NULL, NULL },
	{ "POST", "/findings/:id/withhold", finding_withhold, FINDING_WITHHOLDERS, WRITE, &finding_withhold_form, 0, finding_report, NULL, NULL },
	{ 0 }
};
static const struct nav nav[] = {
	{ FINDING_READERS, 71, "/findings", N_("Fairness"), N_("What the public register shows that is to be explained, and the answers."), NULL, NULL },
	{ 0 }
};
const struct area area_findings = { .name = "findings", .routes = routes, .nav = nav, .jobs_apart = findings_jobs };
