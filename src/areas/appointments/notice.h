/*
 * What a person is told about an appointment: the text in her language, queued in the
 * transaction of the act. Called by act functions of this area, once for each act.
 *
 * No text names an illness, a speciality or a service: a phone is read by others too.
 * Must not know: gateways, pages.
 */
#ifndef AREAS_APPOINTMENTS_NOTICE_H
#define AREAS_APPOINTMENTS_NOTICE_H

#include "areas/appointments/calendar.h"
#include "db/db.h"
#include "jobs/jobs.h"
#include "page/page.h"

enum notice_kind {
	NOTICE_BOOKED,			/* with the link /a/<token> */
	NOTICE_MOVED,			/* with the link */
	NOTICE_MOVED_OTHER,		/* the same, and another practitioner will see the person */
	NOTICE_CANCELLED,		/* by the person: a receipt of it */
	NOTICE_CANCELLED_BY_SERVICE,	/* by the hospital: with the phone to call */
	NOTICE_SUBSTITUTED,		/* same time and place, somebody else receives */
	NOTICE_GIVEN_BACK,		/* and not so after all */
	NOTICE_WAITING,			/* a waiting place of a group session, with the link */
	NOTICE_SEAT,			/* a seat came free: it is the person's now */
	NOTICE_PARTY_BOOKED,		/* several people at once, with the link /together/<token> */
	NOTICE_PARTY_CANCELLED,		/* all of them */
	NOTICE_PARTY_MOVED,		/* seats kept for people who are not named yet */
	NOTICE_PARTY_SEATED,		/* relatives who waited together have places */
	NOTICE_PARTY_OFF,		/* the hospital cancels them */
	/* several visits of a care series: `starts` are told, without references */
	NOTICE_SERIES_BOOKED, NOTICE_SERIES_MOVED, NOTICE_SERIES_CANCELLED, NOTICE_SERIES_CANCELLED_BY_SERVICE,
};
struct notice {
	enum notice_kind kind;
	int64_t organization, appointment, patient;
	/* E.164; an empty one is skipped; both empty: nothing is queued */
	struct str phone, email;
	struct str lang;		/* "fr", "ar", "en" */
	struct str place;		/* organization.sms_name, or its name: said as organization_in_text() has it */
	struct str place_kind;		/* of the type; empty: on site */
	struct str place_phone;		/* E.164 or empty */
	bool discreet;			/* neither the place nor its phone is named */
	struct local start;		/* the new one of a move */
	struct instant start_at;	/* drop_at: never sent after it */
	struct str reference;		/* 11 characters */
	/* 22 characters; empty: no link (only its hash is stored) */
	struct str token;
	/* of NOTICE_SUBSTITUTED, where people know the agenda by name: who receives, and instead of whom */
	struct str who, instead;
	int32_t people;			/* of a party */
	const struct local *starts;	/* of a series; in order */
	size_t nstarts;
	size_t said;			/* of them, how many are named, 2 at least: the first ones and the last; 0: all */
	struct str bring, prepare;	/* what the type asks for before the visit: by mail alone, never of a discreet type */
	struct str address;		/* of the place, by mail alone, as those */
	const struct calendar_visit *visits;	/* for the calendar of who has mail; none: no calendar file */
	size_t nvisits;
	bool of_house;			/* of a move: the house wants it, nobody who waits for the answer */
};
/* "Appointment: Thursday 15 October 2026 at 09:40". Says of a discreet type no more than of any. */
struct str notice_subject(struct arena *a, enum lang l, const struct notice *n);
/* The parts of the mail: channel, recipient, subject, body (that of the text message, and more), ics. */
void notice_mail(struct arena *a, struct instant now, enum lang l, const struct notice *n, struct str body, struct message *m);
/* The whole mail of a notice, as notice_queue sends it. */
struct message notice_as_mail(struct arena *a, struct instant now, enum lang l, const struct notice *n);
/* The calendar files of appointments that somebody is written to about, for struct message: as they stand now.
 * place: what the message calls the house; empty: it does not name it. */
enum err notice_calendars(struct db *db, struct arena *a, struct instant now, enum lang l, const int64_t *appointments, size_t n,
	struct str place, struct str attendee, struct str *ret) MUST_CHECK;
/* What a message says of where: the place, or, of a type that is not on site ("home", "video", "phone"), "at your home"
 * and so on, for nobody has to go there. All messages ask this. */
struct str notice_place(enum lang lang, struct str place_kind, struct str place);
/* The house of an organisation, never a department of it: its short name, else its name, and its phone. */
enum err notice_house(struct db *db, struct arena *a, int64_t organization, struct str *ret_place, struct str *ret_phone)
	MUST_CHECK;
/* The text message: in letters that cost least, places and names cut to fit. "{site}" stands for the public address. */
struct str notice_text(struct arena *a, enum lang l, const struct notice *n);
/* What the hospital or the program says by itself, of another day: it may wait for an hour at which nobody sleeps. */
bool notice_may_wait(const struct notice *n, struct instant now);
enum err notice_queue(struct db *db, struct arena *a, struct instant now, const struct notice *n)
	MUST_CHECK;
/* "26/11/2026 09:00, 10/12/2026 09:00". */
struct str notice_starts(struct arena *a, const struct notice *n);

#endif
