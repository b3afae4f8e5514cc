/*
 * The stored tables: reading and writing an edition of a month, adding up a country.
 * Must not know: pages; what is counted (count.c).
 */
#ifndef FIGURES_TALLY_H
#define FIGURES_TALLY_H

#include "areas/figures/inside.h"
#include "figures_q.h"

#define EVERYTHING ((struct scope){ .lo = 0, .hi = INT64_MAX })

enum err tally_load(struct db *db, struct arena *a, struct organization_id o, int32_t month, int edition,
	struct figures *ret) MUST_CHECK;
/* f in place of `was`, which stands there. */
enum err tally_replace(struct db *db, struct arena *a, struct organization_id o, int edition, const struct figures *was,
	const struct figures *f, bool *ret_differed) MUST_CHECK;
/* The hours of the week of an organisation's month: what differs is written. */
enum err load_replace(struct db *db, struct arena *a, struct organization_id o, int32_t month, const struct load_week *w,
	bool *ret_differed) MUST_CHECK;
/* What is shown of it with all below it; what was kept of that when the month was closed: all 0 where nothing was. */
enum err load_read(struct db *db, struct arena *a, struct organization_id o, int32_t month, struct load_week *ret) MUST_CHECK;
enum err load_kept(struct db *db, struct arena *a, struct organization_id o, int32_t month, struct load_week *ret) MUST_CHECK;
/* Twice the median of a stored text of days, as line_median_twice; people: how many it has. -1: none. */
int32_t tally_median_twice(struct str text, int64_t people);
struct str tally_days_text(struct arena *a, const int32_t *days);	/* as it is stored */
/* The numbers of any row that has them all, as a stored row. */
#define TALLY_ROW(r) (struct tally_read_row){ .hidden = (r)->hidden, .n = (r)->n, .online = (r)->online, .extra = (r)->extra, \
	.helped = (r)->helped, .within_30 = (r)->within_30, .compared = (r)->compared, .compared_within_30 = (r)->compared_within_30, \
	.expected = (r)->expected, .missed = (r)->missed, .by_person = (r)->by_person, .by_house = (r)->by_house, \
	.reminded = (r)->reminded, .told = (r)->told, .asked = (r)->asked, .offered = (r)->offered, .served = (r)->served, \
	.taken = (r)->taken, .taken_min = (r)->taken_min, .open_min = (r)->open_min, .delays = (r)->delays, \
	.compared_delays = (r)->compared_delays, .thirds = (r)->thirds }
/* The same in place of nothing. */
enum err tally_put_all(struct db *db, struct arena *a, struct organization_id o, int edition, const struct figures *f) MUST_CHECK;
/* How many lines of them differ. */
size_t tally_differing(const struct figures *was, const struct figures *f);
/* Adds a stored row to a line; keeps it there with its days as they are stored, a few bytes in place of thousands. */
enum err tally_row_add(struct arena *a, struct figure_line *l, const struct tally_read_row *r) MUST_CHECK;
void tally_row_keep(struct arena *a, struct figure_line *l, const struct tally_read_row *r);
/* line_add() of a line that may be kept so. */
enum err tally_line_add(struct arena *a, struct figure_line *to, const struct figure_line *l) MUST_CHECK;

/* Adds up a country's month from what was counted of each organisation (edition EDITION_OWN) and decides what is hidden: long, and
 * reads alone, best outside of a transaction. closed: numbers hidden in its closed edition stay hidden. version: of the month before. */
struct tally_month { struct organization_id root; int64_t lo, hi; int32_t month; bool closed; int64_t version; int shown; };
/* was, week_was: as they are shown; a week is NULL where there are no hours. In the order of the tree; parent: where in it. */
struct tally_node { struct organization_id id; int64_t lo; size_t parent; struct figures was, f; struct load_week *week_was, *week; };
struct tally_plan { struct tally_month month; struct tally_node *v; size_t n; };
/* The weeks of a plan's nodes; writing what differs of one's, in the place of what is shown; in how many hours two differ. */
enum err load_plan(struct db *db, struct arena *a, const struct tally_month *t, struct tally_node *v, size_t n) MUST_CHECK;
enum err load_show(struct db *db, struct arena *a, int32_t month, const struct tally_node *x) MUST_CHECK;
size_t load_differing(const struct load_week *was, const struct load_week *w);
enum err tally_plan(struct db *db, struct arena *a, const struct tally_month *t, struct tally_plan *ret) MUST_CHECK;
/* Writes what differs; nothing where the month was touched, closed or written since its version: it is still due then. */
enum err tally_write(struct db *db, struct arena *a, struct instant now, const struct tally_plan *p, bool *ret_differed) MUST_CHECK;
/* The same outside of a transaction, in short ones of its own: beside what is shown, then shown at once. Nobody sees a half, and no
 * booking waits for it. A few lines are written in place. E_CONFLICT: something came in between, it is still due. */
enum err tally_write_beside(struct db *db, struct arena *a, struct instant now, const struct tally_plan *p, bool *ret_differed) MUST_CHECK;

/* The plan of one country's month that is due and was not added up since `before`, or is to be closed. E_NOTFOUND: there is none. */
enum err figures_plan(struct db *db, struct arena *a, struct instant now, struct instant before, struct tally_plan *ret) MUST_CHECK;
/* The same of one that was not looked at since yesterday (an older one: for a month). */
enum err figures_plan_again(struct db *db, struct arena *a, struct instant now, struct tally_plan *ret) MUST_CHECK;

/* Counts that were not looked at since yesterday (of an older month: for a month), the newest first; one of them counted again, unless it
 * was noted meanwhile, and put right. */
enum err figures_stale(struct db *db, struct arena *a, struct instant now, int max, struct figure_stale_rows *ret) MUST_CHECK;
enum err figures_look_at(struct db *db, struct arena *a, struct instant now, const struct figure_stale_row *r, bool *ret_differed) MUST_CHECK;
int32_t figures_last_to_close(struct instant now);	/* the last month that is to be closed */

/* Room for a country's month, many times what a request may use: emptied and freed with a, and its cap is a's. */
enum err figures_side_arena(struct arena *a, struct arena **ret) MUST_CHECK;

/* ---- what the jobs do, outside of a transaction, in short ones ---- */

struct figures_looked { int64_t looked, differed; };
enum err figures_count_due(struct db *db, struct arena *a, struct instant now) MUST_CHECK;
/* All that is due and was not added up since `before`. */
enum err figures_add_up(struct db *db, struct arena *a, struct instant now, struct instant before) MUST_CHECK;
/* Counts, then sums, that nobody looked at for long: what differs is put right. */
enum err figures_check_counts(struct db *db, struct arena *a, struct instant now, struct figures_looked *ret) MUST_CHECK;
enum err figures_check_sums(struct db *db, struct arena *a, struct instant now, struct figures_looked *ret) MUST_CHECK;
enum err figures_close_all(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

#endif
