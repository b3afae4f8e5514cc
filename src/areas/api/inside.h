/*
 * What the files of this area share: one read and one search for each resource, and the systems
 * of our own codes.
 */
#ifndef API_INSIDE_H
#define API_INSIDE_H

#include "fhir/fhir.h"
#include "ids.h"

#define EXTENSION_PLACE "urn:diwan:place-kind"		/* home, phone, video; absent: on site */
#define EXTENSION_EXTRA "urn:diwan:extra-appointment"	/* its value: the reason */
#define EXTENSION_CHANNEL "urn:diwan:channel"	/* of an Appointment that is sent: "online" when the person books */
#define EXTENSION_CATALOGUE "urn:diwan:catalogue"	/* of a HealthcareService: the one above that it follows */
#define EXTENSION_DURATION "urn:diwan:duration-minutes"
#define EXTENSION_SUBSTITUTE "urn:diwan:substitute"		/* of a Slot: who receives that day; of a Schedule: and when */
#define EXTENSION_INSTEAD "urn:diwan:instead-of"		/* of an Appointment: whom its practitioner stands in for */
#define EXTENSION_SAID "urn:diwan:moved-said"			/* in a move: what the person knows of another practitioner */
#define SYS_ORGANIZATION "urn:diwan:organization"
#define SYS_LOCATION "urn:diwan:location"
#define SYS_SERVICE "urn:diwan:service"
#define SYS_SCHEDULE "urn:diwan:schedule"		/* an agenda, of a room or a device */
#define SYS_PRACTITIONER "urn:diwan:practitioner"
#define SYS_SPECIALTY "urn:diwan:specialty"
#define SYS_REFERENCE "urn:diwan:reference"		/* of an appointment */
#define SYS_FILE "urn:diwan:patient"			/* a person's file */
#define SYS_IDENTITY "urn:diwan:identity-number"	/* on the national card */

/* The last id of all: "up to the end". */
#define LAST_ID INT64_MAX

enum err fhir_organization_read(struct rq *rq, struct str id);
enum err fhir_organization_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_location_read(struct rq *rq, struct str id);
enum err fhir_location_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_healthcare_service_read(struct rq *rq, struct str id);
enum err fhir_healthcare_service_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_practitioner_read(struct rq *rq, struct str id);
enum err fhir_practitioner_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_practitioner_role_read(struct rq *rq, struct str id);
enum err fhir_practitioner_role_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_schedule_read(struct rq *rq, struct str id);
enum err fhir_schedule_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_slot_read(struct rq *rq, struct str id);
enum err fhir_slot_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_appointment_read(struct rq *rq, struct str id);
enum err fhir_appointment_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_appointment_create(struct rq *rq);
enum err fhir_appointment_update(struct rq *rq);
enum err fhir_patient_read(struct rq *rq, struct str id);
enum err fhir_patient_search(struct rq *rq, const struct fhir_search *s);
enum err fhir_patient_create(struct rq *rq);

/* A key written in decimal; 0: not one. */
int64_t api_id(struct str id);
enum err api_not_found(struct rq *rq, const char *type);

/* Slot.id = schedule.service.YYYYMMDDTHHMM. E_INPUT. */
struct slot_key { struct schedule_id schedule; struct service_id service; struct local start; };
enum err slot_key_parse(struct str id, struct slot_key *ret) MUST_CHECK;
struct str slot_key_print(struct arena *a, const struct slot_key *k);

/* Can it be booked, or has somebody else it? Neither: there is no such slot. */
enum err slot_state(struct rq *rq, const struct slot_key *k, bool *ret_free, bool *ret_taken) MUST_CHECK;

/* An agenda that the account sees, as the slots of it need it. E_NOTFOUND. */
struct agenda { struct schedule_id id; struct str zone, specialty, snomed; bool active; };
enum err agenda_get(struct rq *rq, struct schedule_id id, struct agenda *ret) MUST_CHECK;
/* Writes an agenda's members and ends it, for _include. */
enum err schedule_entry(struct fhir_bundle *b, struct schedule_id id) MUST_CHECK;
/* Likewise a person's file; notes it. */
enum err patient_entry(struct fhir_bundle *b, struct patient_id id) MUST_CHECK;

/* One appointment as the answer, with ETag (and Location for 201). */
enum err appointment_answer(struct rq *rq, int status, struct appointment_id id) MUST_CHECK;
/* The same, noted in the trail as read. */
enum err appointment_shown(struct rq *rq, int status, struct appointment_id id) MUST_CHECK;

#endif
