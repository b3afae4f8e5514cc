/*
 * Before time is closed: which coming appointments would lose their place, whose they are and how
 * urgent each is. All are counted; the few that are shown are named.
 * One statement for each 500 agendas and one for the names, however many appointments there are.
 * Must not know: pages.
 */
#ifndef AREAS_SCHEDULES_STRIKES_H
#define AREAS_SCHEDULES_STRIKES_H

#include "areas/schedules/agenda.h"
#include "areas/schedules/preview.h"
#include "areas/schedules/rules/ranges.h"
#include "areas/schedules/rules/urgency.h"
#include "areas/schedules/schedules.h"

enum { STRUCK_SHOWN = 50 };

struct struck {
	struct patient_id patient;
	struct organization_id organization;
	struct name who;
	struct str phone;
	struct day day;
	int32_t start_min;
	struct names service, agenda;
	enum urgency urgency;
	bool extra;			/* in addition */
};
struct strucks {
	struct struck *v; size_t n;	/* the most urgent first, at most STRUCK_SHOWN */
	int64_t before;			/* shown on earlier pages */
	int64_t all, by[URGENT_MAX];	/* at most 20,000 are counted */
};
/* Of appointments that are found already, from the `before` most urgent on. */
enum err strikes_of_lost(struct db *db, struct arena *a, const struct scope *scope,
	const struct losts *lost, int64_t before, struct strucks *ret) MUST_CHECK;
const char *urgency_label(enum urgency u);	/* msgid */
struct spans { const struct range *v; size_t n; };	/* local minutes, sorted, n > 0 */

/* Of agendas, in any of the spans. Only what the scope sees: who shows them notes each in the trail. */
enum err strikes_of_agendas(struct db *db, struct arena *a, const struct scope *scope,
	struct instant now, struct schedule_ids ids, struct spans spans, struct strucks *ret) MUST_CHECK;
/* Of all agendas below a node [lo, hi), on one day. */
enum err strikes_of_day(struct db *db, struct arena *a, const struct scope *scope,
	struct instant now, int64_t lo, int64_t hi, struct day day, struct strucks *ret) MUST_CHECK;

#endif
