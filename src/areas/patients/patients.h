/*
 * People's files: found again, made, put right, merged, given out, erased.
 *
 * A file belongs to one organisation, the authority that keeps it (an establishment); nobody
 * outside its branch of the tree ever learns that it exists: every look-up below that takes a
 * scope answers E_NOTFOUND for another's file. Whoever shows or changes a file notes it with
 * rq_audit() in the same request; nothing in here does that, for it does not know the request (but for the form at the end).
 * Must not know: appointments' rules, pages of other areas.
 */
#ifndef PATIENTS_PATIENTS_H
#define PATIENTS_PATIENTS_H

#include "db/db.h"
#include "ids.h"
#include "web/area.h"

extern const struct area area_patients;

/* Who somebody says they are. name: as on the card, any script, not empty. birth_day may be
 * DAY_NONE; sex: "female", "male", "other", "unknown" (empty = unknown); phone: E.164 or empty;
 * lang: "fr", "ar", "en"; identity_number, email: may be empty. */
struct person {
	struct name name;
	struct day birth_day;
	struct str sex, phone, lang, identity_number, email;
};

/* What is wrong with a date of birth, as a msgid: it is to come, or longer ago than anybody lives.
 * NULL: nothing, also for DAY_NONE. */
const char *birth_unlikely(struct day birth, struct day today);

/*
 * The file of that person in that organisation: the one whose name key and birth day are the
 * same and whose phone or identity number is (not merged away, not erased; the oldest of
 * several), else a new one. A known file is not changed by what the person typed, except that
 * an empty phone, e-mail or identity number of it is filled. Writes in the caller's transaction.
 * E_INPUT: no name.
 */
enum err patient_find_or_create(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, const struct person *p, struct patient_id *ret) MUST_CHECK;
/* The same for somebody whose card nobody has looked at: a known file is one with the very phone that
 * a code has proved, and nothing of it is filled. So a card number that somebody else knows leads
 * neither to another's file nor that person's messages to another phone. */
enum err patient_of_stranger(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, const struct person *p, struct patient_id *ret) MUST_CHECK;
/* Who counts what a phone has at a house (v == 0: anywhere) before adding to it waits here until those of other writers who do
 * so too are done. patient_find_or_create and patient_of_stranger wait there as well. */
enum err patient_phone_gate(struct db *db, struct arena *a, struct organization_id organization, struct str phone) MUST_CHECK;
/* Always a new file (the desk has looked at the likely doubles and says it is another person). */
enum err patient_create(struct db *db, struct arena *a, struct instant now,
	struct organization_id organization, const struct person *p, struct patient_id *ret) MUST_CHECK;

/* One file as lists and forms need it. merged_into.v != 0: it is kept under another number. */
struct patient {
	struct patient_id id;
	struct organization_id organization;
	struct name name;
	struct day birth_day;
	struct str sex, phone, email, identity_number, lang;
	struct patient_id merged_into;
	bool erased;
	int64_t version;
};
/* E_NOTFOUND also for what the scope does not cover. A merged file is answered as it is. */
enum err patient_get(struct db *db, struct arena *a, const struct scope *scope,
	struct patient_id id, struct patient *ret) MUST_CHECK;

/* How sure a look-up is that two people are one: 100 the same number, 60 and more "probably a
 * double", below that only alike. See rules/likeness.h. alike: some searched word fits no name as it
 * is written or sounds: it begins one or has a slip. Nobody may be taken for such a person unasked. */
enum { LIKELY_DOUBLE = 60 };
struct patient_match { struct patient who; int32_t score; bool alike; };
struct patient_matches { struct patient_match *v; size_t n; };

/*
 * People of the scope whom a few typed words may mean, the likeliest first, at most max (≤ 50).
 * Words: a phone (any of its usual ways of writing, or its last 6 digits and more), an identity
 * number, an appointment's reference, a birth date (27/03/1968 or 1968-03-27), and parts of
 * names in either script; slips are forgiven when nobody is called just so. All words must fit.
 * Empty text: nothing. E_LIMIT never: what is more is left off.
 */
enum err patient_search(struct db *db, struct arena *a, const struct scope *scope,
	struct str text, size_t max, struct patient_matches *ret) MUST_CHECK;
/* Files of one organisation that may be this person already, likeliest first, at most 10. */
enum err patient_doubles(struct db *db, struct arena *a, struct organization_id organization,
	const struct person *p, struct patient_matches *ret) MUST_CHECK;

/* The instant that a kind's rows must be younger than, by the retention table (data/seed/retention.csv). E_NOTFOUND:
 * the table keeps that kind for good. */
enum err retention_limit(struct db *db, struct arena *a, struct instant now, struct str kind, struct instant *ret) MUST_CHECK;

/* The last appointment that was kept before a day: what the desk shows beside a name, and where to
 * look first for the next. E_NOTFOUND: none. The caller has read the file in its scope. */
struct patient_last { struct day day; struct schedule_id schedule; struct str specialty, service_fr, service_ar, service_en; };
enum err patient_last(struct db *db, struct arena *a, struct patient_id id, struct day before,
	struct patient_last *ret) MUST_CHECK;
/* The first appointment ahead, of that day or later, in one speciality. E_NOTFOUND: none. The caller
 * has read the file in its scope. */
enum err patient_next(struct db *db, struct arena *a, struct patient_id id, struct str specialty,
	struct day from, struct day *ret_day, int32_t *ret_start_min) MUST_CHECK;

/*
 * Puts a file right. Each field that differs leaves a row in patient_trail. E_CONFLICT when
 * the file is no longer at `version`; E_NOTFOUND outside the scope, merged or erased.
 */
enum err patient_rectify(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_id id, int64_t version, const struct person *p) MUST_CHECK;
/*
 * Moves all appointments of `gone` to `kept` and marks `gone` as kept there; both in one
 * organisation, neither merged nor erased, else E_NOTFOUND; the same file twice E_INPUT.
 * What was moved is remembered, so that patient_unmerge gives exactly that back
 * (E_CONFLICT when `kept` was itself merged or erased since).
 */
enum err patient_merge(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_id kept, struct patient_id gone, struct patient_merge_id *ret) MUST_CHECK;
enum err patient_unmerge(struct db *db, struct arena *a, struct instant now, const struct scope *scope,
	int64_t account, struct patient_merge_id merge) MUST_CHECK;

/* ---- a new person as a form gives it (html/fields.html): its fields, the person, what is missing; all that knows the request here ---- */
struct rq;
extern const char *const person_sexes[], *const person_langs[];
/* The same where people write of themselves: the words of such a form, what person.sex is for each, languages in the order asked. */
extern const char *const visitor_sexes[], *const visitor_sex_codes[], *const visitor_tongues[];

#define TYPED_MEMBERS struct name name; struct day birth; int32_t sex, lang; struct str phone, identity, email
#define TYPED_FIELDS(st) \
	FIELD(st, name, F_NAME, struct name), FIELD(st, birth, F_DAY, struct day), \
	FIELD(st, sex, F_CHOICE, int32_t, .choices = person_sexes), FIELD(st, lang, F_CHOICE, int32_t, .choices = person_langs), \
	FIELD(st, phone, F_PHONE, struct str), FIELD(st, identity, F_TEXT, struct str, .max = 20), FIELD(st, email, F_EMAIL, struct str)
#define TYPED_PERSON(in) ((struct person){ (in)->name, (in)->birth, \
	(in)->sex >= 0 ? str_of(person_sexes[(in)->sex]) : S("unknown"), (in)->phone, \
	(in)->lang >= 0 ? str_of(person_langs[(in)->lang]) : S("fr"), (in)->identity, (in)->email })
/* Notes what is missing or cannot be; what else a form needs, it asks itself. */
void person_typed(struct rq *rq, const struct person *p, struct day today);

#endif
