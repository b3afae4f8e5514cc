/*
 * The settings of a type of appointment, one by one: which differ, which would make appointments that
 * exist untrue, and their values as texts (for changes that wait for their day).
 *
 * A type that was taken from a catalogue states some of them itself and follows the catalogue in the
 * others. Its code, its speciality and whether it is in use are no settings: they are never followed.
 * Must not know: the database, who asks. Allocates only texts, from the arena it is given.
 */
#ifndef AREAS_SCHEDULES_FIELDS_H
#define AREAS_SCHEDULES_FIELDS_H

#include "areas/schedules/schedules.h"

/* Bits of service.own_fields: numbers never change. */
enum service_field {
	SF_NAME, SF_DURATION, SF_STEP, SF_BEFORE, SF_AFTER, SF_CAPACITY, SF_ONLINE, SF_DESK, SF_CENTRE,
	SF_LEAD, SF_HORIZON, SF_CANCEL, SF_MOVE, SF_NO_CANCEL, SF_NO_MOVE, SF_MOVES, SF_REFERRAL,
	SF_VISIT, SF_SAME, SF_SEX, SF_AGE_MIN, SF_AGE_MAX, SF_PLACE, SF_BRING, SF_PREPARE, SF_REST,
	SF_ACCEPT, SF_SENSITIVE, SF_MAX
};
#define SF(x) (1LL << SF_##x)

/* Bits of those in which two types differ. */
int64_t fields_differ(const struct service *x, const struct service *y);
void fields_copy(int64_t which, const struct service *from, struct service *to);
/* Of the changes from old to s, those that appointments of it would make untrue: where the visit takes
 * place, alone or in a group, first visit or follow-up, and that messages are discreet no longer. */
int64_t fields_frozen(const struct service *old, const struct service *s);

/* The parts of which settings are made (a name is three), to be kept as texts. */
size_t field_parts(void);
const char *field_part_name(size_t part);
enum service_field field_part_of(size_t part);
struct str field_part_text(struct arena *a, size_t part, const struct service *s);
/* E_INPUT: no such part, or no value of it. */
enum err field_part_put(struct str name, struct str text, struct service *s) MUST_CHECK;

#endif
