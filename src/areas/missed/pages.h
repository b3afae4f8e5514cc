/*
 * What the pages of this area show, and their handlers. Must not be included elsewhere.
 */
#ifndef MISSED_PAGES_H
#define MISSED_PAGES_H

#include "areas/desk/desk.h"
#include "areas/missed/inside.h"
#include "web/web.h"

/* ---- by a link in a message ---- */

struct link_page {
	struct appointment x;
	struct local start;
	struct str place, phone;	/* the house; of a discreet type no place */
	struct url self, again;		/* to another time; empty: not online */
	struct local due;
	bool open, confirmed, cancelled, may_cancel;
};
enum err missed_confirm_page(struct rq *rq);
enum err missed_confirm_yes(struct rq *rq);
enum err missed_confirm_no(struct rq *rq);
enum err missed_again_page(struct rq *rq);

/* ---- the desk ---- */

struct proposed_line { struct appointment x; bool seen; };
struct proposed_lines { struct proposed_line *v; size_t n; };
struct proposed_page { struct proposed_lines lines; int64_t total, left; };
struct confirm_line { struct appointment x; int32_t misses; struct local due; bool late, asked; };
struct confirm_lines { struct confirm_line *v; size_t n; };
enum err missed_day_page(struct rq *rq);
enum err missed_day_waiting(struct rq *rq, int64_t *ret);
enum err missed_list_page(struct rq *rq);
enum err missed_list_yes(struct rq *rq);
enum err missed_list_waiting(struct rq *rq, int64_t *ret);

/* ---- the head of admissions ---- */

struct weight_line { const char *label; int64_t percent; };	/* by how much the odds are multiplied, in percent */
struct weight_lines { struct weight_line *v; size_t n; };
struct bin_line { int32_t from, n; int64_t missed, expected; };	/* from: percent; expected: rounded */
struct bin_lines { struct bin_line *v; size_t n; };
enum { BIN_LEAST = 5 };			/* fewer say nothing, and are hidden */
/* expected10: tenths of a person. */
struct spare_line { struct day day; struct url href; struct str name; int64_t n, spare, expected10; };
struct spare_lines { struct spare_line *v; size_t n; };
struct risk_page {
	struct str step;
	bool fitted;			/* with enough of its own history */
	struct missed_model_get_row m;
	int64_t better;			/* percent of the square error less than by the share alone */
	struct weight_lines weights;
	struct bin_lines bins;
	struct bin_line all;		/* of those that are shown */
	struct spare_lines spare;
};
struct rules_page { struct str step; struct missed_policy policy; };
enum err missed_risk_page(struct rq *rq);
enum err missed_rules_page(struct rq *rq);
enum err missed_rules_save(struct rq *rq);
extern const struct form missed_yes_form, missed_rules_form;

#endif
