/*
 * Referrals: a health centre (or the desk, from a paper) sends somebody to a type of appointment
 * that asks for one, with a letter.
 *
 * Such a type is booked with a referral only: by id (staff who may see it) or by the code that the
 * person was given. It serves once, until its last day, for that type at that establishment and for
 * a person with that birth date. The letter is seen by who entered it, by the establishment's desk
 * and by who receives the person; whoever opens one notes it in the trail.
 * Must not know: how an appointment is booked, pages of other areas.
 */
#ifndef REFERRALS_REFERRALS_H
#define REFERRALS_REFERRALS_H

#include "areas/referrals/rules/letter.h"
#include "db/db.h"
#include "ids.h"
#include "page/page.h"
#include "web/area.h"

extern const struct area area_referrals;

enum hurry { HURRY_URGENT, HURRY_SOON, HURRY_ROUTINE, HURRY_MAX };
const char *hurry_code(enum hurry u);
const char *hurry_said(enum hurry u);		/* a msgid */
enum hurry hurry_of(struct str code);		/* without hurry for an unknown one */

struct referral_new {
	struct organization_id organization;	/* that is to receive the person */
	struct service_id service;
	struct patient_id patient;
	int64_t account;
	struct str referred_by, reason;
	struct day referred_day, until;
	enum hurry urgency;
	struct str letter;			/* looked at by letter_look(); empty: none */
	enum letter_type letter_type;
	struct str key;				/* that it is encrypted with (rq_secret()) */
};
/* *ret_code: what the person books with, told only now (11 characters). */
enum err referral_add(struct db *db, struct arena *a, struct instant now, const struct referral_new *in,
	struct referral_id *ret, struct str *ret_code) MUST_CHECK;

struct referral {
	struct referral_id id;
	struct organization_id organization;
	struct service_id service;
	struct patient_id patient;
	struct organization_id keeper;		/* of the person's file: for the trail */
	struct str referred_by, reason;
	struct day referred_day, until;
	enum hurry urgency;
	bool used, letter;
	enum letter_type letter_type;
};
/* What the account may see: entered by it, sent to its branch, or of an appointment it may see. E_NOTFOUND. */
enum err referral_get(struct db *db, struct arena *a, const struct scope *scope, struct referral_id id,
	struct referral *ret) MUST_CHECK;
/* E_NOTFOUND: it has none, or the account may not see it. */
enum err referral_of(struct db *db, struct arena *a, const struct scope *scope, struct appointment_id id,
	struct referral *ret) MUST_CHECK;

/* The letter's bytes, for whom referral_get() answered. E_INPUT: they were kept with another key. */
enum err referral_letter(struct db *db, struct arena *a, struct str key, struct referral_id id, struct str *ret) MUST_CHECK;
/* Encrypts some that came before letters were encrypted; *ret_n: how many. */
enum err referral_letters_seal(struct db *db, struct arena *a, struct str key, int32_t most, int64_t *ret_n) MUST_CHECK;

/* What is booked with it: by id, or where v == 0 by code (11 characters). */
struct referral_ask {
	struct referral_id id;
	struct str code, code_hash;	/* code_hash: of a draft's code */
	struct service_id service;
	int64_t tree_lo;		/* of the agenda's organisation */
	struct day today;
};
enum referral_fault { REFERRAL_GOOD, REFERRAL_NONE, REFERRAL_USED, REFERRAL_OVER, REFERRAL_OTHER_TYPE, REFERRAL_OTHER_PERSON, REFERRAL_WAIT };
/* birth: of who is booked for; DAY_NONE: not known yet, then it is not looked at. */
enum err referral_look(struct db *db, struct arena *a, const struct referral_ask *ask, struct day birth,
	enum referral_fault *ret) MUST_CHECK;
/* The same for a code that was typed, now, by whoever asks: WAIT when that place, that person or that code was wrong
 * too often. person: whatever tells for whom, as it was typed. */
enum err referral_try(struct rq *rq, const struct referral_ask *ask, struct day birth, struct str person,
	enum referral_fault *ret) MUST_CHECK;
const char *referral_fault_said(enum referral_fault f);	/* a msgid */
/* Uses it up. E_DENIED: referral_look() would say why. */
enum err referral_use(struct db *db, struct arena *a, struct instant now, const struct referral_ask *ask,
	struct patient_id patient, struct appointment_id appointment) MUST_CHECK;

/* An appointment that is given up for one of another house: may its referral go along, to one of that speciality? */
enum err referral_may_follow(struct db *db, struct arena *a, struct appointment_id was, struct str specialty, bool *ret) MUST_CHECK;
/* It goes along, with the file of the person there. E_DENIED: there is none for that type's speciality. */
enum err referral_follow(struct db *db, struct arena *a, struct appointment_id was, struct service_id service,
	struct patient_id patient, struct appointment_id appointment) MUST_CHECK;

/* The code typed by somebody who books online, kept with her draft. Empty: none. */
enum err referral_draft(struct db *db, struct arena *a, struct instant now, int64_t draft,
	struct organization_id organization, struct str code) MUST_CHECK;
/* The hash kept: for referral_ask.code_hash. */
enum err referral_of_draft(struct db *db, struct arena *a, int64_t draft, struct str *ret_code_hash) MUST_CHECK;

#endif
