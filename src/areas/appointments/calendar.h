/*
 * An appointment in a person's own calendar: what a calendar file says of it, the same in the file
 * that a page gives and in the mails that a calendar takes in by itself (RFC 5546).
 *
 * The UID stays with the appointment, SEQUENCE is its version: whichever way a newer file comes, it
 * replaces the older one. Of a discreet type only the time and the reference are said.
 * Must not know: requests, pages, how a mail is sent.
 */
#ifndef AREAS_APPOINTMENTS_CALENDAR_H
#define AREAS_APPOINTMENTS_CALENDAR_H

#include "ical/ical.h"
#include "page/page.h"

struct calendar_visit {
	int64_t id, version;
	struct local start;
	struct instant start_at, changed;	/* changed: INSTANT_NONE: not said */
	int32_t minutes;
	struct str reference;			/* 11 characters */
	bool cancelled;
};
/* Empty: not said. */
struct calendar_about {
	struct instant now;
	struct str place, address;
	struct str elsewhere;			/* instead of both, of what is not on site: "at your home" */
	struct str direction, who, url;
	bool discreet;
};
struct ical_event calendar_event(struct arena *a, enum lang l, const struct calendar_about *about, const struct calendar_visit *v);

/* For struct message: one calendar for each visit, asked or called off by us (the sender's address comes in when the
 * mail leaves), addressed to that person. Those that were cancelled are called off. */
struct str calendar_invite(struct arena *a, enum lang l, const struct calendar_about *about, const struct calendar_visit *v,
	size_t n, struct str attendee);

#endif
