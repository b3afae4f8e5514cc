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
#define EXTENSION_NEEDS "urn:diwan:needs"	/* of a HealthcareService: what it takes beside the agenda */
#define EXTENSION_SESSION "urn:diwan:session"	/* of a Slot of several people: its seats, who leads it */
#define EXTENSION_VIDEO "urn:diwan:video-room"	/* of an Appointment: where to go, shortly before it and during it */
/* HL7's names for elements of R5 in R4. */
#define EXTENSION_RECURRENCE "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.recurrenceId"
#define EXTENSION_ORIGIN "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.originatingAppointment"
#define EXTENSION_CHANGED "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.occurrenceChanged"
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

/* Can it be booked; has somebody else it; or is what it needs not there then? NONE: there is no such slot. */
enum slot_is { SLOT_NONE, SLOT_FREE, SLOT_TAKEN, SLOT_CLOSED };
enum err slot_state(struct rq *rq, const struct slot_key *k, enum slot_is *ret) MUST_CHECK;

/* A group session among the slots: Slot.id = session.N. E_INPUT. */
enum err session_key_parse(struct str id, struct gathering_id *ret) MUST_CHECK;
struct str session_key_print(struct arena *a, struct gathering_id id);
enum err session_slot_read(struct rq *rq, struct gathering_id id) MUST_CHECK;
/* One of a search by id: nothing when the account does not see it, or it is not free. */
enum err session_slot_entry(struct fhir_bundle *b, struct gathering_id id) MUST_CHECK;
/* The agendas of a page of slots, for _include. */
struct slot_agendas { int64_t ids[FHIR_COUNT_MAX]; size_t n; };
/* Does a page begin among the sessions, which come after the times of agendas? */
bool session_cursor(struct str cursor);
/* Those on days [from, to) with a seat left; E_LIMIT when the page is full. */
enum err session_slots(struct fhir_bundle *b, struct day from, struct day to, struct slot_agendas *all) MUST_CHECK;
void note_agenda(struct slot_agendas *x, int64_t id);

/* A room, a device, a team: they have no resource of their own and are named by their agenda. */
void put_agenda(struct jw *j, const char *key, struct str kind, struct schedule_id id, struct str name);
/* Who takes part in an appointment, and where it is; nobody but the person when what it is for is not to be
 * known. of_house: the account is of the house that receives. */
struct appointment;
enum err put_participants(struct rq *rq, struct jw *j, const struct appointment *x, bool hidden, bool of_house) MUST_CHECK;
/* The address of a visit at home, which only its house reads. Before the other members. */
void put_home(struct jw *j, const struct appointment *x, bool of_house);
bool off_site(const struct appointment *x);
/* Where a visit at home that is asked for goes: a contained Location with its address, in the zone of that name (or the
 * only one). zone == 0: the type is not at home. Refuses with 422. */
struct home;
enum err read_home(struct rq *rq, const struct jr *body, struct service_id service, struct schedule_id schedule, struct home *ret) MUST_CHECK;
/* The other appointments that one belongs with: visits of a series, people of a family. Those that the account
 * sees. */
struct linked { int64_t *v; size_t n; int32_t visit; int64_t first; bool changed; };
enum err links_of(struct rq *rq, const struct appointment *x, struct linked *ret) MUST_CHECK;
void put_series(struct jw *j, const struct linked *l, int64_t own);
void put_links(struct jw *j, const struct linked *l);

/* An agenda that the account sees, as the slots of it need it. E_NOTFOUND. */
struct agenda { struct schedule_id id; struct str zone, specialty, snomed; bool active; };
enum err agenda_get(struct rq *rq, struct schedule_id id, struct agenda *ret) MUST_CHECK;
/* Those that the account sees, by key after one; only those asked for as `name`, when they are. */
struct api_schedules_row;
enum err each_schedule(struct rq *rq, const struct fhir_search *s, const char *name, int64_t after,
	enum err (*row)(void *arg, const struct api_schedules_row *r), void *arg) MUST_CHECK;
/* Writes an agenda's members and ends it, for _include. */
enum err schedule_entry(struct fhir_bundle *b, struct schedule_id id) MUST_CHECK;
/* Likewise a person's file; notes it. */
enum err patient_entry(struct fhir_bundle *b, struct patient_id id) MUST_CHECK;

/* One appointment as the answer, with ETag (and Location for 201). */
enum err appointment_answer(struct rq *rq, int status, struct appointment_id id) MUST_CHECK;
/* The same, noted in the trail as read. */
enum err appointment_shown(struct rq *rq, int status, struct appointment_id id) MUST_CHECK;

#endif
