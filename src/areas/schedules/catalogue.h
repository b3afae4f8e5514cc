/*
 * A catalogue of types: what a ministry, a region or a province says of a type of appointment, and who
 * has taken it. A taken type is a row of its own that follows the one above it in all that it does not
 * state itself. Following is done when something is written, here, never when somebody books: a change
 * is copied into all types below (in the jobs when they are many), and a change that holds from a later
 * day waits as an amendment until the jobs find that the day has come.
 * Must not know: pages, who asks.
 */
#ifndef AREAS_SCHEDULES_CATALOGUE_H
#define AREAS_SCHEDULES_CATALOGUE_H

#include "areas/schedules/schedules.h"

/* An organisation takes a type of a node above it: its own row with the same code, which follows it.
 * E_CONFLICT: it has a type of that code. E_NOTFOUND: no type of a node above. */
enum err service_take(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, struct service_id id, struct service_id *ret) MUST_CHECK;
struct takeable { struct service s; struct names organization; };
struct takeables { struct takeable *v; size_t n; };
enum err services_takeable(struct db *db, struct arena *a, struct organization_id organization,
	struct takeables *ret) MUST_CHECK;

/* Of the changes from old to s, those that cannot be: appointments exist of it, or of a type below that
 * follows it there. Bits; 0: all can be. */
enum err service_frozen(struct db *db, struct arena *a, const struct service *old,
	const struct service *s, int64_t *ret) MUST_CHECK;
/* How many establishments would follow a change of these settings (bits): by a type of their own, or
 * by offering this one as it is. */
enum err service_followers(struct db *db, struct arena *a, const struct service *s, int64_t fields,
	int64_t *ret) MUST_CHECK;

/* A change that holds from a day on, in the zone of the type's organisation: for what is booked from
 * then on. Only the settings in which it differs from what will hold then are kept. */
struct amendment {
	struct amendment_id id;
	struct day from;
	bool refused;			/* when its day came it did not fit any more */
	struct service before, then;	/* the type as it is the day before, and from that day on */
};
struct amendments { struct amendment *v; size_t n; };
/* E_INPUT: not a day to come, nothing differs, or a number out of range. E_DENIED: a setting that
 * appointments would contradict: until the day some may be booked, so it never waits. */
enum err amendment_add(struct db *db, struct arena *a, struct instant now, const struct service *then,
	struct day from, int64_t account, struct amendment_id *ret) MUST_CHECK;
enum err amendment_list(struct db *db, struct arena *a, struct service_id service,
	struct amendments *ret) MUST_CHECK;
/* Whose it is. E_NOTFOUND. */
enum err amendment_service(struct db *db, struct arena *a, struct amendment_id id,
	struct service_id *ret) MUST_CHECK;
/* Taken back. One that holds already: E_NOTFOUND. */
enum err amendment_drop(struct db *db, struct arena *a, struct amendment_id id) MUST_CHECK;
/* At most max of those whose day has come; *ret_more false: no other waits. */
enum err amendments_apply(struct db *db, struct arena *a, struct instant now, int64_t max,
	bool *ret_more) MUST_CHECK;
/* Goes on with what a changed type has to reach, at most max agendas or types of it. */
enum err services_go_on(struct db *db, struct arena *a, struct instant now, int64_t max,
	bool *ret_more) MUST_CHECK;

/* Between services.c and catalogue.c. */
bool service_valid(const struct service *s);
enum err service_write(struct db *db, struct arena *a, struct instant now, const struct service *s,
	const struct service *old) MUST_CHECK;
enum err service_below_again(struct db *db, struct arena *a, struct instant now,
	struct service_id id) MUST_CHECK;

#endif
