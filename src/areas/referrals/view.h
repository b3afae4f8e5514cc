/*
 * What the pages of this area show. Must not be included elsewhere.
 */
#ifndef REFERRALS_VIEW_H
#define REFERRALS_VIEW_H

#include "areas/referrals/referrals.h"
#include "areas/patients/patients.h"
#include "referrals_q.h"

struct referral_choice { struct str value, label; bool chosen; };
struct referral_choices { struct referral_choice *v; size_t n; };
struct referral_form_view {
	struct referral_choices places, types;
	struct str place;
	bool elsewhere, letter_needed;
	struct patient person;
	struct str today_iso;
	int64_t kept_days;
};
struct referral_made_view {
	struct referral_id id;
	struct str code, place, service, specialty;
	int64_t at, type;
	struct str word;		/* the referral in addresses */
	struct name name;
	struct day until;
};

#endif
