/*
 * What the files of this area share with each other and with nobody else.
 * Must not know: requests.
 */
#ifndef PATIENTS_FILES_H
#define PATIENTS_FILES_H

#include "areas/patients/patients.h"

/* Capitals and digits only: "cd 123-456" is CD123456. */
struct str patient_identity(struct arena *a, struct str typed);
/*
 * The words under which a name is looked up: the key of each of its words (utf8_name_key), and
 * for one whose key has fewer than two letters (Aya, Ayoub) the folded word itself too.
 * At most max; answers how many.
 */
size_t patient_name_words(struct arena *a, struct str name, struct str *out, size_t max);
/* Puts the words of a name into the look-up table, or takes them out. */
enum err patient_words_put(struct db *db, struct arena *a, struct organization_id o,
	struct patient_id id, struct str name) MUST_CHECK;
enum err patient_words_take(struct db *db, struct arena *a, struct organization_id o,
	struct patient_id id, struct str name) MUST_CHECK;

/* One record kind of the retention table (data/seed/retention.csv): months after the event, or the
 * name of an organisation's setting in years ("retention_years"). */
struct retention { int32_t months; struct str event, action, basis_fr, basis_ar, basis_en; };
/* As it holds at an organisation. E_NOTFOUND: the table does not name that kind. */
enum err retention_of(struct db *db, struct arena *a, struct organization_id o, struct str kind,
	struct retention *ret) MUST_CHECK;
/* The last event of a file (its last appointment, else its opening) and the first day on which it
 * may be erased. */
enum err retention_days(struct db *db, struct arena *a, const struct retention *r,
	struct patient_id id, struct instant created_at, struct day *ret_last, struct day *ret_free) MUST_CHECK;

/* The daily job: what the table says about messages, the waiting list and addresses given with appointments. Files of people are erased
 * by hand, from the list that the retention page shows. */
enum err retention_job(struct db *db, struct arena *a, struct instant now) MUST_CHECK;

/* Where mails of a person's appointments went while her file said nothing: not there any more. */
enum err patient_mail_given_drop(struct db *db, struct arena *a, struct patient_id id) MUST_CHECK;

/* Takes away all that says who it was; appointments stay as numbers. E_CONFLICT as for
 * patient_rectify. The caller has checked that the retention table allows it. */
enum err patient_erase(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_id id, int64_t version) MUST_CHECK;

/* All that is kept about one person (law 09-08, art. 7), as JSON and as a document. */
enum err patient_export_json(struct db *db, struct arena *a, const struct scope *scope,
	struct patient_id id, struct buf *out) MUST_CHECK;
enum err patient_export_pdf(struct db *db, struct arena *a, const struct scope *scope, enum lang lang,
	struct instant now, struct patient_id id, struct str *ret) MUST_CHECK;

#endif
