/*
 * Time off for several agendas at once, or again and again: of a practitioner in all places, of a
 * room or other place, of a speciality, of an organisation and what is below it. Its absences are
 * rows like any other and may be taken back one by one; taken back as a whole with the closing.
 * An agenda that is made later, or comes into its reach, is closed by it from then on; one that
 * leaves it is open again. What reaches a practitioner reaches his later agendas in every house.
 * Must not know: pages, people.
 */
#ifndef AREAS_SCHEDULES_CLOSINGS_H
#define AREAS_SCHEDULES_CLOSINGS_H

#include "areas/schedules/strikes.h"

enum { CLOSING_ABSENCES_MAX = 4000 };

enum closing_scope { OF_AGENDA, OF_PRACTITIONER, OF_LOCATION, OF_SPECIALTY, OF_ORGANIZATION, OF_MAX };
const char *closing_scope_code(enum closing_scope s);
bool closing_scope_of(struct str code, enum closing_scope *ret);

struct closing {
	struct closing_id id;
	struct organization_id organization;	/* whose agendas, with the departments below it */
	enum closing_scope scope;
	int64_t of;				/* agenda, practitioner, place; 0 for the other two */
	struct str specialty;
	struct local from, to;			/* [from, to): the first time */
	struct str rule;			/* RFC 5545; empty: once */
	struct day last_day;			/* on which it begins for the last time */
	struct str reason;
};
struct closings { struct closing *v; size_t n; };

/* The active agendas it closes, those of a practitioner wherever they are in [lo, hi). */
enum err closing_agendas(struct db *db, struct arena *a, const struct closing *c, int64_t lo,
	int64_t hi, struct schedules *ret) MUST_CHECK;
/* Its times: see spans_of(). */
enum err closing_spans(struct arena *a, const struct closing *c, struct spans *ret) MUST_CHECK;
/* Saves it with an absence for each agenda and time, one `withdraw` act each, and the summaries of
 * those days. Appointments stay, and are listed to be placed again. E_LIMIT: more than
 * CLOSING_ABSENCES_MAX absences. E_INPUT: no agenda, or no time. */
enum err closing_put(struct db *db, struct arena *a, struct instant now, const struct closing *c,
	struct schedule_ids agendas, int64_t account, struct str role, struct closing_id *ret) MUST_CHECK;
enum err closing_get(struct db *db, struct arena *a, struct closing_id id,
	struct closing *ret) MUST_CHECK;
/* Of an organisation and those below it, that are not over on `from`. */
enum err closing_list(struct db *db, struct arena *a, struct organization_id organization,
	struct day from, struct closings *ret) MUST_CHECK;
/* An agenda was made or changed (before: as it was, NULL: it is new): closings of its organisation,
 * those above and those of its practitioner anywhere (their reason is not told elsewhere) that now concern it
 * close what is ahead, those that do no more let go of it. */
enum err closings_follow(struct db *db, struct arena *a, struct instant now,
	const struct schedule *before, const struct schedule *s) MUST_CHECK;
/* Takes it back with the absences that are left of it: their time is offered again. */
enum err closing_remove(struct db *db, struct arena *a, struct instant now, struct closing_id id,
	struct str role) MUST_CHECK;

#endif
