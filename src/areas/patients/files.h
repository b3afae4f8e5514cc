/*
 * What the files of this area share with each other and with nobody else.
 * Must not know: requests.
 */
#ifndef PATIENTS_FILES_H
#define PATIENTS_FILES_H

#include "areas/patients/patients.h"

/* Capitals and digits only: "cd 123-456" is CD123456. */
struct str patient_identity(struct arena *a, struct str typed);
/* Puts the words of a name key into the look-up table, or takes them out. */
enum err patient_words_put(struct db *db, struct arena *a, struct organization_id o,
	struct patient_id id, struct str key) MUST_CHECK;
enum err patient_words_take(struct db *db, struct arena *a, struct organization_id o,
	struct patient_id id, struct str key) MUST_CHECK;

/* One record kind of the retention table (data/assets/retention.csv). */
struct retention { int32_t months; struct str event, action, basis_fr, basis_ar, basis_en; };
/* E_NOTFOUND: the table does not name that kind. */
enum err retention_of(struct arena *a, struct str kind, struct retention *ret) MUST_CHECK;
/* The first day on which a file may be erased: the table's months after the last event. */
struct day retention_free(const struct retention *r, struct day last);

/* Takes away all that says who it was; appointments stay as numbers. E_CONFLICT as for
 * patient_rectify. The caller has checked that the retention table allows it. */
enum err patient_erase(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_id id, int64_t version) MUST_CHECK;

/* All that is kept about one person (law 09-08, art. 7), for the two exports. */
struct patient_all;
enum err patient_collect(struct db *db, struct arena *a, const struct scope *scope,
	struct patient_id id, struct patient_all **ret) MUST_CHECK;

#endif
