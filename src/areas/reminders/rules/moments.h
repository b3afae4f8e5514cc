/*
 * When somebody is reminded of an appointment: on which days and at what wall time.
 *
 * A plan says how many days before the visit; 0 is the same morning, or the evening before a visit so
 * early that the morning would be too late. Nobody is reminded on the day on which she was told of the
 * appointment, nor soon after; who booked so late that no day of the plan is left is reminded
 * once all the same, when a night lies between.
 * Must not know: the clock, zones, feasts, quiet hours (they move what is said here), the database.
 * Allocates nothing.
 */
#ifndef REMINDERS_RULES_MOMENTS_H
#define REMINDERS_RULES_MOMENTS_H

#include "base/str.h"
#include "base/time.h"

enum { REMIND_STEPS = 6, REMIND_FAR = 60 };
#define REMIND_STANDARD "7 2 0"

struct remind_days { int32_t v[REMIND_STEPS]; size_t n; };	/* each once, the most days first */
/* "7 2 0", in any order. E_INPUT: no number, twice, too far, too many. Empty: none, which is a plan. */
enum err remind_days_read(struct str s, struct remind_days *ret) MUST_CHECK;

/* Minutes of the day at which reminders go: of days before; of the same morning; of the evening before. */
struct remind_hours { int32_t day_min, morning_min, evening_min; };

/*
 * The moments for an appointment at `start` of which its person was told at `told`, in order, never
 * two on one day. Returns how many.
 */
size_t remind_moments(const struct remind_days *days, const struct remind_hours *h, struct local start,
	struct local told, struct local ret[static REMIND_STEPS]);

/* Days on which nobody is written to, from `first` on: what would fall on one is said on the last day before
 * that is none, if its person had been told of the appointment by then. */
enum { REMIND_FEASTS = 32 };
struct remind_feasts { struct day first; bool on[REMIND_FEASTS]; };
/*
 * Is one of them to be sent between two days, both included? *ret: when; of a moment brought forward the
 * hour of days ahead. The latest of several.
 */
bool remind_on(const struct remind_days *days, const struct remind_hours *h, const struct remind_feasts *feasts,
	struct local start, struct local told, struct day from, struct day to, struct local *ret);

/*
 * Is a letter written today to somebody without telephone? From `ahead` days before the visit on, as long as the post can
 * bring it in time; not to who booked lately: she holds the paper that she was given.
 */
enum { LETTER_POST_DAYS = 3, LETTER_BOOKED_DAYS = 6 };
bool letter_due(struct day visit, struct day booked, struct day today, int32_t ahead);
/* The first visit for which a letter is still printed: today, or yesterday's that was left lying. */
struct day letter_in_time(struct day today);

#endif
