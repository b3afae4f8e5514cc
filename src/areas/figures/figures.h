/*
 * Figures: how many appointments were taken, through which channel, how long people wait.
 *
 * Each figure has one definition, in this header, counted by one query (figures_of) for page,
 * CSV, JSON, command and the stored counts:
 *	month		the month of booked_at in the place's time; all statuses count
 *	online		channel `online` alone
 *	delay		days from the day of booking to the day of the appointment (never below 0)
 *	median		half wait no longer; of an even number, the mean of the two in the middle
 *	p90		the smallest delay within which at least 9 in 10 lie
 *	missed		status noshow; expected = fulfilled + noshow
 *	extra		in addition ("overbooked"), of the month's appointments; all statuses count. The
 *			list of reasons and roles (/desk/extras) counts the same rows
 * An establishment's month is counted when it is asked for: an indexed query, bounded by that
 * month's own appointments. Comparisons over many establishments read `figure`, which the
 * jobs keep within a quarter of an hour (only the months of organisations where something was
 * booked or moved are counted anew) and imports at once; each night the jobs look again.
 * Must not know: persons (only their sex is counted), pages of other areas.
 */
#ifndef FIGURES_FIGURES_H
#define FIGURES_FIGURES_H

#include "areas/figures/rules/quantile.h"
#include "db/db.h"
#include "ids.h"
#include "web/area.h"

extern const struct area area_figures;

struct figure_line {
	struct str key;			/* code of channel, speciality, sex */
	int64_t n, online, extra;
	int32_t delay[DELAYS];		/* how many waited so many days */
};
struct figure_lines { struct figure_line *v; size_t n; size_t cap; };	/* by key */
struct figures {
	int32_t month;			/* since 1970-01 */
	int64_t n, online, missed, expected, within_30, extra;
	int32_t delay[DELAYS];
	struct figure_lines channels, services, sexes;
};

/* Counts now. [lo, hi): organization.tree_lo of the branch. */
enum err figures_count(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	int32_t month, struct figures *ret) MUST_CHECK;

/* Notes that an appointment booked on that day came or changed, so that it is counted anew. */
enum err figures_touch(struct db *db, struct arena *a, struct organization_id organization,
	struct day booked) MUST_CHECK;
/* The same for every organisation that has appointments booked in the months first … last. */
enum err figures_touch_all(struct db *db, struct arena *a, int32_t first, int32_t last) MUST_CHECK;
/* Counts what is noted, at most max months of organisations, in the caller's transaction. */
enum err figures_flush(struct db *db, struct arena *a, struct instant now, int max, int *ret_done) MUST_CHECK;

/* Notes what was booked or moved since the last look, as the acts tell it: bookings themselves
 * write nothing for the figures. The first time: all of this month and the one before. */
enum err figures_watch(struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* Counts one stored month again that has not been looked at since yesterday (an older month: for
 * a month) and puts right what differs. E_NOTFOUND: none is left. */
enum err figures_look_again(struct db *db, struct arena *a, struct instant now, bool *ret_differed)
	MUST_CHECK;

/* The job of the effect (effect.h), outside of a transaction: months that were never counted; at night also the month and
 * the one before; acts and messages of the days that are over. */
enum err effect_run(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

int32_t month_of_day(struct day d);
struct day month_first_day(int32_t month);
enum err month_parse(struct str s, int32_t *ret) MUST_CHECK;	/* YYYY-MM */
struct str month_text(struct arena *a, int32_t month);		/* YYYY-MM */

/* The JSON of the command and of machines; the CSV of the page and of the command. */
struct buf;
void figures_json(struct buf *b, struct str organization, const struct figures *f);
void figures_csv(struct buf *b, struct str organization, const struct figures *f, bool hide_small);

#endif
