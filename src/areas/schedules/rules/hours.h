/*
 * Hours: the intervals that one opening gives, day by day, and what has to change where they are
 * kept materialised.
 *
 * The days are those of the rule from `first` to `until`, without the spans in `off` (occurrences
 * that were removed; dates on which other hours hold instead), and inside `only` where the hours
 * are those of a variant. Each such day has the same parts: [start, end) without the breaks.
 * Must not know: clocks, the database, who works then. Allocates nothing.
 */
#ifndef SCHEDULES_RULES_HOURS_H
#define SCHEDULES_RULES_HOURS_H

#include "areas/schedules/rules/ranges.h"
#include "areas/schedules/rules/recur.h"

struct day_span { struct day first, last; };		/* both included */
struct minute_span { int32_t from, to; };		/* [from, to) of a day */

struct hours {
	struct recur rule;
	struct day first, until;		/* until: included; DAY_NONE: for good */
	int32_t start, end;
	const struct day_span *off; size_t noff;		/* by first day; they may meet */
	const struct minute_span *breaks; size_t nbreaks;	/* as breaks_valid() has them */
	struct day_span only;			/* first is DAY_NONE: always */
	bool never;				/* an opening that is no longer in use */
};

/* Breaks are sorted, apart from each other (not even touching) and lie strictly inside the hours. */
bool breaks_valid(const struct hours *h, const struct minute_span *v, size_t n);

/* Cuts hours to `within`; out: room for nbreaks. False: nothing is left. A break that would lie at an
 * end shortens the hours instead. */
bool hours_within(const struct hours *h, struct minute_span within, int32_t *start, int32_t *end,
	struct minute_span *out, size_t *nout);

/* Hours of a period whose days change: those that held from its beginning on hold from the new one, those that
 * held to its end to the new one. Every other week stays the same weeks; a day of its own stays. */
void hours_follow(const struct recur *rule, struct day_span was, struct day_span to, struct day *first, struct day *until);

struct hours_part { struct day day; int32_t start, end; };
struct hours_walk {
	const struct hours *h;
	struct recur_walk days;
	struct day here, last;
	size_t off, part;
};
/* Parts in [from, last], in order of day and start. */
struct hours_walk hours_from(const struct hours *h, struct day from, struct day last);
bool hours_next(struct hours_walk *w, struct hours_part *ret);
/* No part can come on `from` or later, however far one looks. */
bool hours_over(const struct hours *h, struct day from);

/* One stored interval. */
struct hours_row { struct hours_part at; int32_t capacity, slot; };
enum hours_what { HOURS_ADD, HOURS_DROP };
struct hours_change { enum hours_what what; struct hours_row row; };
/*
 * What makes stored rows (sorted by day and start) say what the hours say, in [from, last]: one
 * change after the other, nothing that is right already. A row that begins right but is otherwise
 * wrong is dropped, then added.
 */
struct hours_diff {
	struct hours_walk want;
	const struct hours_row *have; size_t n, k;
	int32_t capacity, slot;
	bool wanted, again;
	struct hours_part next;
};
struct hours_diff hours_diff(const struct hours *h, int32_t capacity, int32_t slot, struct day from,
	struct day last, const struct hours_row *have, size_t n);
bool hours_diff_next(struct hours_diff *d, struct hours_change *ret);

#endif
