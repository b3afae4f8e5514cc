/*
 * What the templates of this area are given.
 * Must not know: other areas' pages.
 */
#ifndef PATIENTS_PAGES_H
#define PATIENTS_PAGES_H

#include "areas/appointments/appointments.h"
#include "areas/series/series.h"
#include "areas/patients/patients.h"
#include "codes/codes.h"
#include "patients_q.h"

struct person_file {
	struct patient who;
	struct instant created_at;
	struct str word;		/* the file in addresses */
	struct str lang;		/* the language's own name */
	struct day free_day;		/* may be erased from this day on */
	bool may_erase;			/* this account */
	bool may_see_trail;		/* who read or changed the file */
	struct url back;		/* the list of people it was found in */
	struct patient_matches doubles;
	struct appointments visits;
	struct series_places series;	/* those of them that are of a care series */
	struct patient_trail_list_rows trail;
	struct patient_merged_here_rows merges;
	struct patient_given_mails_rows mails;	/* where mails of appointments go: the file has no address */
	bool mail_back;			/* mail to the address has come back, */
	struct day mail_back_on;	/* then */
};
struct compared { struct patient who; struct instant created_at; int64_t visits; };

/* The msgid of a field's name in the trail. */
const char *person_field(struct str field);
bool person_field_is_file(struct str field);	/* its values are numbers of other files */

#endif
