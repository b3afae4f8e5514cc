/*
 * Missed appointments: proposed at the end of the day, told with a link to another time, asked to
 * be confirmed before after some, and how likely one is.
 *
 * The risk is a plain logistic score of each house's own history. It is used only to choose who is
 * called, and to propose extra appointments that somebody may make; nothing is refused, cancelled or
 * made because of it, and a person's misses never keep her from a booking.
 * Must not know: pages of other areas, gateways.
 */
#ifndef AREAS_MISSED_MISSED_H
#define AREAS_MISSED_MISSED_H

#include "areas/appointments/appointments.h"
#include "db/db.h"
#include "web/area.h"

extern const struct area area_missed;

/* Of appointment_set_status(), in its transaction: it was missed; it was not, after all. The message after
 * a miss waits for TELL_AFTER and is taken back with the mark; one person gets one a day. */
enum err missed_marked(struct db *db, struct arena *a, struct instant now, const struct appointment *x) MUST_CHECK;
enum err missed_unmarked(struct db *db, struct arena *a, struct instant now, const struct appointment *x) MUST_CHECK;

/* The person said that she comes: "sms" (an answer to a reminder), "link", "phone", "desk". It holds for the
 * start as it is now. Saying it twice changes nothing. E_CONFLICT: it is over or cancelled. */
enum err missed_confirmed(struct db *db, struct arena *a, struct instant now, struct appointment_id id,
	const char *how) MUST_CHECK;

/* How likely each of some appointments is to be missed, in thousandths; -1: not counted (more than
 * RISK_DAYS ahead, or the house has no score yet). For the order of a call list: the largest first. */
enum { RISK_DAYS = 4 };
enum err missed_risks(struct db *db, struct arena *a, const struct appointment_id *ids, size_t n,
	int32_t *ret) MUST_CHECK;

/* One round of the job, outside of a transaction. */
enum err missed_run(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

#endif
