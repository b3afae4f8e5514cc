/*
 * Figures: how many appointments were taken, through which channel, how long people wait, who did
 * not come, what the hours were used for, who waits. docs/figures.md says what each means.
 *
 * One definition of each: enum figure, counted by the queries of figures_count() alone, for page, CSV,
 * JSON, command and the stored tables. A table is one row (a "line") for each value of a dimension, with
 * all measures side by side; the line of D_ALL is the total.
 *
 * The stored tables (`tally`) are counted for one organisation's month at a time, where something
 * changed; from these a country's month is added up over its tree, and it is decided which numbers are
 * hidden (rules/hide.h), once for all pages and files: pages only read. Months that are over are closed:
 * what was known then stays, and what is known later is shown as a correction.
 * Must not know: persons (only their sex and age are counted), pages of other areas.
 */
#ifndef FIGURES_FIGURES_H
#define FIGURES_FIGURES_H

#include "areas/figures/rules/load.h"
#include "areas/figures/rules/quantile.h"
#include "db/db.h"
#include "ids.h"
#include "web/area.h"

extern const struct area area_figures;

enum dimension { D_ALL, D_CHANNEL, D_VISIT, D_SERVICE, D_SEX, D_AGE, D_PRACTITIONER, DIMENSIONS };
enum figure {
	M_N, M_ONLINE, M_EXTRA, M_HELPED, M_WITHIN, M_COMPARED, M_COMPARED_WITHIN, M_EXPECTED, M_MISSED, M_BY_PERSON, M_BY_HOUSE,
	M_REMINDED, M_TOLD,			/* by month of booking, to here */
	M_ASKED, M_OFFERED, M_SERVED,		/* waiting list, by month of asking */
	M_TAKEN, M_TAKEN_MIN, M_OPEN_MIN,	/* hours, by month of the day */
	MEASURES
};
enum histogram { H_DELAY, H_COMPARED, H_THIRD, HISTOGRAMS };
const char *dimension_code(enum dimension d);	/* as stored and exported */
const char *measure_code(enum figure m);

/* ---- one table ---- */

struct figure_line {
	enum dimension dimension;
	struct str value;		/* code of channel, speciality, sex…; empty: all, or not known */
	int64_t v[MEASURES];
	int32_t *days[HISTOGRAMS];	/* [DELAYS]: how many waited so many days; NULL: none */
	struct str stored[HISTOGRAMS];	/* the same as stored, where nobody needs it otherwise: then days is NULL */
	uint32_t hidden;		/* a bit for each measure that is not shown */
};
struct figures {
	int32_t month;			/* since 1970-01 */
	struct figure_line **v;		/* by dimension and value */
	size_t n, cap;
	struct load_week *load;		/* of what was counted; NULL where it was read (load.c) */
};
/* The line of a value, made if there is none. */
struct figure_line *figures_line(struct arena *a, struct figures *f, enum dimension d, struct str value);
/* The same, NULL if there is none. */
struct figure_line *figures_find(const struct figures *f, enum dimension d, struct str value);
const struct figure_line *figures_all(const struct figures *f);	/* a line of zeros if there is none */
static inline bool is_hidden(const struct figure_line *l, enum figure m) { return l->hidden >> m & 1; }
/* Of a line's histogram; -1: none. */
int32_t line_median_twice(const struct figure_line *l, enum histogram h);
int32_t line_p90(const struct figure_line *l, enum histogram h);	/* < 0: of fewer than ten waits */

/* Counts now, hiding nothing. [lo, hi): organization.tree_lo of the branch; zone: that of its place. */
enum err figures_count(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi, struct str zone,
	int32_t month, struct figures *ret) MUST_CHECK;

/* What is stored of an organisation with all below it, for pages and files: as it was when the month was closed, if it was,
 * and as it is known now. Empty where nothing was counted. */
enum { EDITION_OWN, EDITION_A, EDITION_CLOSED, EDITION_B };	/* tally.edition; A or B is what is known now: tally_month.shown */
/* edition: A or B, that of `now`. */
struct figures_shown { struct figures now, closed; struct instant counted, closed_at; int edition; };	/* INSTANT_NONE: never */
enum err figures_read(struct db *db, struct arena *a, struct organization_id organization, int64_t lo, int32_t month,
	struct figures_shown *ret) MUST_CHECK;

/* ---- keeping them ---- */

/* Notes that an appointment booked on that day came or changed, so that it is counted anew. */
enum err figures_touch(struct db *db, struct arena *a, struct organization_id organization,
	struct day booked) MUST_CHECK;
/* The same for every organisation that has appointments booked in the months first … last. */
enum err figures_touch_all(struct db *db, struct arena *a, int32_t first, int32_t last) MUST_CHECK;
/* Counts what is noted, at most max months of organisations, in the caller's transaction. */
enum err figures_flush(struct db *db, struct arena *a, struct instant now, int max, int *ret_done) MUST_CHECK;

/* Counts all that is noted, and adds up and hides all that is due, until nothing is: for commands, in their transaction. */
enum err figures_settle(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

/* Notes what was booked or moved since the last look, as the acts tell it: bookings themselves
 * write nothing for the figures. The first time: all of this month and the one before. */
enum err figures_watch(struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* The same of what came to an end (cancelled, seen, missed), at night. */
enum err figures_watch_ends(struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* Closes the months that are over since CLOSING_DAYS, one at a time. E_NOTFOUND: none is left. In short transactions of its own, for
 * a country's month is some 100,000 rows, or (in_one) in the caller's. */
enum { CLOSING_DAYS = 10 };
enum err figures_close(struct db *db, struct arena *a, struct instant now, bool in_one) MUST_CHECK;
/* The free times of one more establishment on the morning of its day. E_NOTFOUND: none is left. */
enum err figures_third(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

/* What a part of a text message and a letter cost from a month on (effect.h), in place of what that node said of that month. */
enum err effect_price_set(struct db *db, struct arena *a, struct organization_id organization, int32_t month, int64_t sms,
	int64_t letter) MUST_CHECK;
/* Something of that day's visits was imported, or (recorded) recorded when its month is not counted each night any more:
 * the month's effect is counted again within the hour. */
enum err effect_touch(struct db *db, struct arena *a, struct organization_id organization, struct day visit) MUST_CHECK;
enum err effect_recorded(struct db *db, struct arena *a, struct organization_id organization, struct day visit,
	struct day today) MUST_CHECK;

/* The job of the effect (effect.h), outside of a transaction: months that were never counted or were touched; at night also the month and
 * the one before; acts and messages of the days that are over. */
enum err effect_run(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

int32_t month_of_day(struct day d);
struct day month_first_day(int32_t month);
enum err month_parse(struct str s, int32_t *ret) MUST_CHECK;	/* YYYY-MM */
struct str month_text(struct arena *a, int32_t month);		/* YYYY-MM */
struct str month_title(struct arena *a, enum lang l, int32_t month);	/* "Septembre 2026" */

/* The JSON of the command: the keys of the first figure; whole: all tables too. The CSV of the page and of the command; hide:
 * "hidden" for what is not shown. now: with what is known now of a month that is closed; NULL: without. */
struct buf;
void figures_json(struct buf *b, struct arena *a, struct str organization, const struct figures *f, bool whole);
void figures_csv(struct buf *b, struct arena *a, struct str organization, const struct figures *f, const struct figures *now, bool hide);

/* ---- what everybody may have: closed months as they were closed (docs/open-data.md) ---- */

struct published_month { int32_t month; struct instant closed_at; };
struct published_months { struct published_month *v; size_t n; };
/* The latest first; of all countries, and of the one in which a node lies. */
enum err figures_published(struct db *db, struct arena *a, struct published_months *ret) MUST_CHECK;
enum err figures_published_of(struct db *db, struct arena *a, int64_t lo, int max, struct published_months *ret) MUST_CHECK;
/* Columns of the file: name, XML Schema datatype, what it is (msgid); ends with NULL. */
struct published_column { const char *name, *type, *about; };
extern const struct published_column published_columns[], published_hour_columns[];
/* What stands in the column `value`, but for specialities; ends with value NULL. Its name as pages say it. */
struct published_code { enum dimension dimension; const char *value; };
extern const struct published_code published_codes[];
struct str published_code_name(struct arena *a, enum lang l, const struct published_code *c);
/* One line a node, dimension and value of a month, or of several months the totals alone: CSV with "hidden" for what is not shown. */
enum err figures_published_csv(struct db *db, struct arena *a, int32_t first, int32_t last, struct buf *b) MUST_CHECK;
/* The hours of a week in that month, as they were kept on closing: in fifths, as for all who are not of the house. */
enum err figures_published_hours(struct db *db, struct arena *a, int32_t month, struct buf *b) MUST_CHECK;

/*
 * The monthly report of an organisation is to go to that address too, from the next month on that is closed. account: who says so, and as long as
 * she reads figures there. agreed: whose address it is has said yes; else a mail asks first. In the caller's transaction.
 */
struct report_to { struct organization_id organization; int64_t account; struct str address, lang; bool agreed; };
enum err figures_report_to(struct db *db, struct arena *a, struct instant now, const struct report_to *to, bool *ret_new) MUST_CHECK;

#endif
