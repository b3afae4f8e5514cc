/*
 * What the pages of the effect show, and their handlers. Must not be included elsewhere.
 */
#ifndef FIGURES_EFFECT_PAGE_H
#define FIGURES_EFFECT_PAGE_H

#include "areas/figures/effect.h"
#include "web/web.h"

struct effect_row { struct str label; struct effect_sum sum; bool hidden; };
struct effect_rows { struct effect_row *v; size_t n; };
struct month_row { struct str label; struct effect_month m; bool hidden; };
struct month_rows { struct month_row *v; size_t n; };
struct effect_view {
	struct str code, name, first, last;	/* first, last month in words */
	struct str before, after;	/* the years before and after, YYYY-MM */
	struct effect_shown s;
	struct effect_rates rates;
	struct month_rows months;
	struct effect_rows reminders, channels, types;
	struct str since;		/* in words; empty: not said */
	int64_t minutes, posts, cost;	/* posts in hundredths, cost in hundredths of the currency */
	bool may_rate;
};
enum err effect_page(struct rq *rq);
enum err effect_rates_page(struct rq *rq);
enum err effect_rates_save(struct rq *rq);
extern const struct form effect_form, effect_rates_form;

/* Hundredths as a number of the page's language: "2,50". */
struct str hundredths(const struct page *pg, int64_t v);

#endif
