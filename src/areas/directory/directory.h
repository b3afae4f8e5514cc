/*
 * Finding by name and by nearness: hospitals and practitioners whose name was typed, in any of the
 * spellings of either script, and how far places are from a town that was chosen from a list.
 *
 * Nobody's position is asked or known: a town is a node of the tree with a point (organization_point,
 * seeded from data/seed/points.csv). Distances are straight lines.
 * Must not know: pages; what is free.
 */
#ifndef DIRECTORY_DIRECTORY_H
#define DIRECTORY_DIRECTORY_H

#include "areas/schedules/schedules.h"
#include "web/area.h"

extern const struct area area_directory;

struct named_node { struct str code; struct names name; };
struct named_nodes { struct named_node *v; size_t n; };
enum err directory_towns(struct db *db, struct arena *a, struct named_nodes *ret) MUST_CHECK;
/* How far each establishment is from a node; E_NOTFOUND: it has no point, nor anything above it. */
struct place_kms { struct place_km *v; size_t n; };
enum err directory_distances(struct db *db, struct arena *a, struct organization_id from, struct place_kms *ret) MUST_CHECK;
/* Points of a file of codes and degrees; codes that are not there are left out. */
enum err directory_point_put(struct db *db, struct arena *a, struct organization_id o, struct str lat, struct str lon) MUST_CHECK;

struct hospital_hit { struct str code; struct names name; int score; };
struct practitioner_hit {
	struct schedule_id schedule;
	struct service_id service;		/* the first that is no follow-up */
	struct name name, name_ar;
	struct str specialty, place_code;
	struct names place;
	int score;
};
enum { HOSPITAL_HITS = 8, PRACTITIONER_HITS = 20 };
struct hospital_hits { struct hospital_hit *v; size_t n; };
struct practitioner_hits { struct practitioner_hit *v; size_t n; };
struct name_hits { struct hospital_hits hospitals; struct practitioner_hits practitioners; };
/* The best first; at most two statements on practitioners, whatever was typed. */
enum err directory_names(struct db *db, struct arena *a, struct str typed, struct name_hits *ret) MUST_CHECK;
/* Specialities that can be booked online in a branch. */
enum err directory_offers(struct db *db, struct arena *a, int64_t lo, int64_t hi, struct named_nodes *ret) MUST_CHECK;
/* Makes the words of at most 300 practitioners whose name is new. *ret: how many. */
enum err directory_words(struct db *db, struct arena *a, int64_t *ret) MUST_CHECK;

#endif
