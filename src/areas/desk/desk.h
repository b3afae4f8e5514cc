/*
 * The appointment desk's day: agendas side by side, booking at the counter and on the phone,
 * arrivals, what became of each appointment, lists for the day the network fails.
 *
 * Nothing here changes capacity: that is appointments.h. Nothing here knows people's files
 * better than patients.h does.
 * Must not know: SQL of other areas, gateways.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "db/db.h"
#include "ids.h"
#include "organizations_q.h"
#include "web/area.h"

extern const struct area area_desk;

/* Who works at the desk's pages (besides practitioners, who see their own agenda there). */
#define DESK_ROLES (R(DESK) | R(HEAD_OF_ADMISSIONS) | R(DIRECTOR))

/* Who keeps people's files for an organisation, and in which scope a role looks people up in them: a department's are known to its
 * establishment, in whose files its secretariat works. */
enum err desk_files(struct db *db, struct arena *a, enum role role, const struct organization_get_row *own, int64_t account,
	struct organization_id *ret_keeper, struct scope *ret) MUST_CHECK;

/* What waits for somebody, for the badges of the staff's navigation. */
struct desk_counts { int64_t unrecorded; };
enum err desk_counts(struct db *db, struct arena *a, const struct scope *scope, struct instant now,
	struct desk_counts *ret) MUST_CHECK;

#endif
