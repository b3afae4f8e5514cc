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
/*
 * Is that agenda, with that type, of another house among those that the line is proposed? To be asked of all
 * lines before the first is done: what they take changes which agenda of a house is the first.
 */
enum err rehome_proposed(struct rehoming *r, const struct appointment *x, const struct rehome_choice *c,
	bool *ret) MUST_CHECK;

#endif
