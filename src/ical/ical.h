/*
 * Calendar files (RFC 5545) for people's own calendars.
 *
 * Times are written in UTC, derived from the place's wall time with this machine's zone data: a
 * phone with old zone data would turn a local time with TZID into the wrong hour (Morocco left
 * UTC+1 in 2026). The wall time stands in the description as well.
 * Must not know: appointments.
 */
#ifndef ICAL_ICAL_H
#define ICAL_ICAL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/time.h"

enum ical_method { ICAL_PUBLISH, ICAL_REQUEST, ICAL_CANCEL };
struct ical_event {
	struct str uid;			/* stays the same when it moves */
	int64_t sequence;		/* grows with each change */
	struct instant start, end;
	struct instant stamp;		/* when this text was made */
	struct instant changed;		/* last change; INSTANT_NONE: left out */
	struct str summary, location, description, url;	/* empty: left out */
	bool cancelled;
	bool is_private;		/* CLASS:PRIVATE */
	int32_t remind_min;		/* display alarm so long before; 0: none */
	/* Of REQUEST and CANCEL (RFC 5546), which calendars act on: who asks (a name, and an address) and
	 * who is asked (an address). Empty: left out. */
	struct str organizer_name, organizer, attendee;
};
/* One VCALENDAR of n events: CR LF, folded at 75 bytes between characters, text escaped. */
void ical_write(struct buf *b, enum ical_method method, struct str calendar_name,
	const struct ical_event *events, size_t n);

/* The same calendars with each mark replaced by value (without line breaks), folded anew: what is known
 * only when a calendar leaves. */
void ical_fill(struct buf *b, struct str calendars, struct str mark, struct str value);

#endif
