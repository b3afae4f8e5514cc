/*
 * Where appointments that lost their place could go: free times are asked for once for each agenda
 * and day, however many lines of a page want them.
 * Must not know: other areas' pages.
 */
#ifndef DESK_REHOME_PROPOSE_H
#define DESK_REHOME_PROPOSE_H

#include "areas/desk/pages.h"

struct rehoming;
/* Also in the houses of the province: read once. */
enum err rehoming_begin(struct rq *rq, const struct desk *d, struct rehoming **ret) MUST_CHECK;
/*
 * Fills the times of a line and the extra place; no time that meets one that another of the lines was
 * offered or wants. o: one of all; those before it have their times. What the line itself wanted stays,
 * as one more, while it is free. extra: who asks may book beside the rule.
 */
enum err rehome_propose(struct rehoming *r, const struct orphans *all, bool extra,
	struct orphan *o) MUST_CHECK;

/* What is sent for a line: KIND.AGENDA.TIME, of another house KIND.AGENDA.TIME.TYPE. */
struct rehome_choice { struct str kind; struct slot_value at; struct service_id service; };
bool rehome_choice_read(struct str s, struct rehome_choice *ret);
/* Where an account's desk may place people: its province, else itself. */
enum err rehome_reach(struct rq *rq, const struct desk *d, int64_t *ret_lo, int64_t *ret_hi) MUST_CHECK;

#endif
