/*
 * Zones to which an establishment sends somebody to people's homes, with the way from the house
 * (rules/travel.h). A zone that is no longer used still counts for the visits booked in it.
 * Must not know: pages, addresses.
 */
#ifndef AREAS_SCHEDULES_HOMES_H
#define AREAS_SCHEDULES_HOMES_H

#include "areas/schedules/rules/travel.h"
#include "areas/schedules/schedules.h"

enum { WAY_MAX = 240, WAY_STEP = 5 };
struct home_zone {
	int64_t id;
	struct organization_id organization;
	struct names name;
	int32_t minutes, near_min;	/* both of five minutes each, at most WAY_MAX */
	struct place_on_earth at;
	bool active;
	int64_t version;
};
struct home_zones { struct home_zone *v; size_t n; };
/* Those of an organisation and of the nodes above it, by French name. used: only those in use. */
enum err home_zone_list(struct db *db, struct arena *a, struct organization_id organization, bool used,
	struct home_zones *ret) MUST_CHECK;
enum err home_zone_get(struct db *db, struct arena *a, int64_t id, struct home_zone *ret) MUST_CHECK;
/* id 0 adds. E_INPUT: no name, minutes out of range; E_CONFLICT: not of the stored version. The summaries of
 * the house's agendas with visits at home are counted anew. */
enum err home_zone_put(struct db *db, struct arena *a, struct instant now, const struct home_zone *z,
	int64_t *ret) MUST_CHECK;
/* The same after the speed between zones was changed. */
enum err home_ways_changed(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization) MUST_CHECK;

/* With what the rooms of visits by video begin ("https://…"), set here or above; empty: nowhere. */
enum err video_base_get(struct db *db, struct arena *a, struct organization_id organization,
	struct str *ret) MUST_CHECK;
/* Empty: as above. E_INPUT: not an https address. */
enum err video_base_put(struct db *db, struct arena *a, struct organization_id organization,
	struct str base) MUST_CHECK;

#endif
