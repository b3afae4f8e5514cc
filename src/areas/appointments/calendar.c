/* Appointments as calendars have them. See calendar.h. */
#include "areas/appointments/calendar.h"

#include "codes/codes.h"

enum { REMIND_MIN = 24 * 60, ICS_MAX = 256 * 1024 };

struct ical_event calendar_event(struct arena *a, enum lang l, const struct calendar_about *x, const struct calendar_visit *v)
{
	const struct str said[] = { text_when(a, l, v->start), reference_group(a, v->reference), x->direction };
	struct ical_event e = { .uid = arena_fmt(a, "%lld@diwan", (long long)v->id), .sequence = v->version,
		.start = v->start_at, .end = { v->start_at.v + 60 * (int64_t)v->minutes }, .stamp = x->now,
		.changed = v->changed, .summary = lang_tr(l, N_("Appointment")), .url = x->url, .is_private = true,
		.cancelled = v->cancelled, .remind_min = REMIND_MIN };

	if (x->discreet) {	/* who looks over a shoulder learns that there is an appointment */
		e.description = fill(a, lang_tr(l, N_("%1. Reference %2.")), said, 2);
		return e;
	}
	if (x->place.n)
		e.summary = fill(a, lang_tr(l, N_("Appointment, %1")), &x->place, 1);
	e.description = fill(a, lang_tr(l, N_("%1. Reference %2. %3")), said, 3);
	if (x->who.n)
		e.description = arena_fmt(a, "%.*s\n%.*s", STR_ARG(e.description), STR_ARG(x->who));
	if (x->elsewhere.n)
		e.location = x->elsewhere;
	else if (x->place.n && x->address.n)
		e.location = arena_fmt(a, "%.*s, %.*s", STR_ARG(x->place), STR_ARG(x->address));
	else
		e.location = x->address.n ? x->address : x->place;
	return e;
}

struct str calendar_invite(struct arena *a, enum lang l, const struct calendar_about *about, const struct calendar_visit *v,
	size_t n, struct str attendee)
{
	struct buf *b = buf_new(a, ICS_MAX);

	for (size_t i = 0; i < n; i++) {
		struct ical_event e = calendar_event(a, l, about, &v[i]);

		e.organizer = S("{organizer}");
		e.organizer_name = about->discreet || !about->place.n ? S("Diwan") : about->place;
		e.attendee = attendee;
		ical_write(b, v[i].cancelled ? ICAL_CANCEL : ICAL_REQUEST, STR_NONE, &e, 1);
	}
	return buf_str(b);
}
