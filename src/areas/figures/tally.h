/*
 * The stored tables: reading and writing an edition of a month, adding up a country.
 * Must not know: pages; what is counted (count.c).
 */
#ifndef FIGURES_TALLY_H
#define FIGURES_TALLY_H

#include "areas/figures/inside.h"
#include "figures_q.h"

enum err tally_load(struct db *db, struct arena *a, struct organization_id o, int32_t month, int edition,
	struct figures *ret) MUST_CHECK;
/* f in place of `was`, which stands there. */
enum err tally_replace(struct db *db, struct arena *a, struct organization_id o, int edition, const struct figures *was,
	const struct figures *f, bool *ret_differed) MUST_CHECK;
/* Adds a stored row to a line. */
enum err tally_row_add(struct arena *a, struct figure_line *l, const struct tally_read_row *r) MUST_CHECK;

/* Adds up a country's month from what was counted of each organisation (edition EDITION_OWN), decides what is hidden,
 * and writes what differs. closed: numbers hidden in its closed edition stay hidden. */
struct tally_month { struct organization_id root; int64_t lo, hi; int32_t month; bool closed; };
enum err tally_roll(struct db *db, struct arena *a, const struct tally_month *t, bool *ret_differed) MUST_CHECK;

#endif
