/*
 * Where appointments that lost their place could go: free times are asked for once for each agenda
 * and day, however many lines of a page want them.
 * Must not know: other areas' pages.
 */
#ifndef DESK_REHOME_PROPOSE_H
#define DESK_REHOME_PROPOSE_H

#include "areas/desk/pages.h"

struct rehoming;
struct rehoming *rehoming_begin(struct rq *rq, const struct desk *d);
/* Fills the times of a line, the substitute and the extra place among them; no time that one of the
 * lines before it was offered. extra: who asks may book beside the rule. */
enum err rehome_propose(struct rehoming *r, const struct orphans *before, bool extra,
	struct orphan *o) MUST_CHECK;

#endif
