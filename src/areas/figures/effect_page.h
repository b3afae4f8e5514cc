/*
 * What the pages of the effect show, and their handlers. Must not be included elsewhere.
 */
#ifndef FIGURES_EFFECT_PAGE_H
#define FIGURES_EFFECT_PAGE_H

#include "areas/figures/effect.h"
#include "web/web.h"

struct effect_row { struct str label; struct effect_sum sum; };
struct effect_rows { struct effect_row *v; size_t n; };
struct month_row { struct str label; struct effect_month m; int64_t cost; };	/* cost in hundredths */
struct month_rows { struct month_row *v; size_t n; };
struct effect_view {
	struct str code, name, first, last;	/* first, last month in words */
	struct str month;		/* the last, YYYY-MM */
	struct str before, after;	/* the years before and after, YYYY-MM */
	struct effect_shown s;
	struct effect_rates rates;
	struct effect_prices prices;
	bool priced;			/* something of the year has a price */
	struct month_rows months;
	struct effect_rows reminders, channels, types;
	struct str since;		/* in words; empty: not said */
	int64_t minutes, posts, cost;	/* posts in hundredths, cost in hundredths of the currency */
	bool may_rate, own;		/* own: the house's own people read it */
};
struct price_line { struct str from; int64_t month, sms, letter; };	/* from: in words; empty: ever since */
struct price_lines { struct price_line *v; size_t n; };
struct rates_view { struct effect_rates rates; struct str since, month; struct price_lines prices; struct effect_price now; };
enum err effect_page(struct rq *rq);
enum err effect_file(struct rq *rq);
enum err effect_price_save(struct rq *rq);
enum err effect_price_remove(struct rq *rq);
enum err effect_rates_page(struct rq *rq);
enum err effect_rates_save(struct rq *rq);
extern const struct form effect_form, effect_rates_form, effect_price_form, effect_price_drop_form;

/* What the page shows, as figures;month;of;value lines: the same numbers, the same hidden. */
void effect_csv(struct buf *b, struct arena *a, const struct effect_view *v);

/* Of a month: the number, or that it is hidden. Share and cost are, where what they are made of is. */
bool effect_hides(const struct effect_month *m, enum effect_figure k);
struct str effect_number(const struct page *pg, const struct effect_month *m, enum effect_figure k, int64_t n);
bool effect_hides_cost(const struct effect_month *m);

/* Hundredths as a number of the page's language: "2,50". */
struct str hundredths(const struct page *pg, int64_t v);
struct str thousandths(const struct page *pg, int64_t v);	/* "0,065" */

#endif
