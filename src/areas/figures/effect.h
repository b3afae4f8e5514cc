/*
 * The effect: what messages and booking online change. Each figure has one definition:
 *	month		of the day of the visit; of acts and letters, of when they were made, of messages, of when they left (UTC)
 *	expected	recorded as seen or missed; missed: of these, missed
 *	reminder	the best that is known: confirmed (the person said that she comes), delivered (reported),
 *			sent, none (no reminder, or none that left)
 *	freed		cancelled by the person before the visit, or left for another time by a move (but not because the
 *			house took it away); refilled: another person has that very seat now
 *	minutes saved	acts of people themselves (role public: book, cancel, move) and reminders that left, times
 *			the house's own minutes for each. As posts: minutes of the months shown against the hours
 *			that a full-time post works in as many months
 *	letters		printed
 *	cost		of a month: segments of text messages that left and letters, times the price of each in that month. A
 *			price holds from a month on, for the node that says it and all below that say none
 * Nothing is counted when a page is asked for: a job counts the month and the one before each night (the ones
 * before that once, and again when something of them is imported or recorded), acts, messages and letters day by day,
 * each day once.
 *	hidden		the house's own people (its director, its head of admissions) see all of it. For everybody else a number of
 *			1 to 4 is hidden, with as many others as it takes, over the whole tree (rules/hide.h): decided once for a
 *			country's month, ten days after its end, and before that nothing of it is shown. What is hidden in its
 *			month stands in no sum of months: so no two years tell it
 * Must not know: persons.
 */
#ifndef FIGURES_EFFECT_H
#define FIGURES_EFFECT_H

#include "areas/figures/figures.h"

enum { EFFECT_MONTHS = 24 };		/* so far back the past is counted */

/* What a house has settled. */
struct effect_rates {
	int64_t book, change, remind;	/* minutes */
	int64_t hours;			/* a full-time post, in a year */
	int64_t since;			/* month of "before and after"; 0: none */
};
/* Thousandths of the currency, from `month` on. */
struct effect_price { int32_t month; int64_t sms, letter; };
struct effect_prices { struct effect_price *v; size_t n; };	/* the one that holds is the first that has begun */
enum err effect_prices(struct db *db, struct arena *a, int64_t tree_lo, struct effect_prices *ret) MUST_CHECK;
struct effect_price effect_price_of(const struct effect_prices *p, int32_t month);
enum err effect_rates(struct db *db, struct arena *a, int64_t tree_lo, struct effect_rates *ret) MUST_CHECK;

struct effect_sum { int64_t expected, missed; };
struct effect_line { struct str value; struct effect_sum sum; };
struct effect_lines { struct effect_line *v; size_t n, cap; };
/* What can be hidden of a month: bits of effect_month.hidden. */
enum effect_figure { EF_EXPECTED, EF_MISSED, EF_FREED, EF_REFILLED, EF_BOOKED, EF_CHANGED, EF_SMS, EF_SEGMENTS, EF_MAIL, EF_LETTERS, EFFECT_FIGURES };
struct effect_month {
	int32_t month;
	uint32_t hidden;		/* what is hidden is 0 here */
	struct effect_sum sum;
	int64_t freed, refilled, sms, mail, segments, booked, changed, letters;
};
int64_t effect_cost(const struct effect_prices *p, const struct effect_month *m);	/* thousandths */
enum { EFFECT_SHOWN = 24 };
struct effect_shown {
	int32_t first, last;		/* months of `all`; the first ones are for before and after only */
	struct effect_month m[EFFECT_SHOWN];
	struct effect_lines types, channels, reminders;	/* of the last twelve; types: to the house's own people alone */
	struct effect_sum before, after;	/* of rates.since */
	struct effect_month year;	/* of the last twelve */
	int64_t reminded;		/* of the last twelve: visits with a reminder that left */
	struct instant counted;		/* INSTANT_NONE: never */
};
/* A node with all below it. own: to be shown to the house's own people, whole. */
struct effect_node { struct organization_id id; int64_t lo, hi; bool own; };
enum err effect_read(struct db *db, struct arena *a, const struct scope *scope, const struct effect_node *node, int32_t month, int64_t since,
	struct effect_shown *ret) MUST_CHECK;
/* Adds a row of effect_count to figures. */
void effect_count_into(int64_t v[EFFECT_FIGURES], struct str what, int64_t n, int64_t segments);
/* Decides what is hidden in the months up to `last` that were counted since that was last decided; outside of a transaction. */
enum err effect_judge(struct db *db, struct arena *side, int32_t last) MUST_CHECK;
/* Minutes that the acts of people and reminders spared, and posts in hundredths. */
int64_t effect_minutes(const struct effect_rates *r, const struct effect_shown *s);
int64_t effect_posts(const struct effect_rates *r, int64_t minutes);

#endif
