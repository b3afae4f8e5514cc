/*
 * A notice by mail: under a subject, with the room for what a text message leaves out (address, what to
 * bring and to do before; not of a discreet type, which they would tell), and with the calendar files
 * that put it into the person's calendar, change it there and take it out again.
 */
#include "areas/appointments/notice.h"

static bool stays_there(struct str place_kind)
{
	return str_eq(place_kind, S("home")) || str_eq(place_kind, S("video")) || str_eq(place_kind, S("phone"));
}

/* Who cannot come any more, or never could, has nothing to prepare and nowhere to go. */
static bool comes(enum notice_kind k)
{
	return k == NOTICE_BOOKED || k == NOTICE_MOVED || k == NOTICE_MOVED_OTHER || k == NOTICE_SERIES_BOOKED
		|| k == NOTICE_SERIES_MOVED || k == NOTICE_PARTY_BOOKED || k == NOTICE_PARTY_SEATED;
}

static bool called_off(enum notice_kind k)
{
	return k == NOTICE_CANCELLED || k == NOTICE_CANCELLED_BY_SERVICE || k == NOTICE_SERIES_CANCELLED
		|| k == NOTICE_SERIES_CANCELLED_BY_SERVICE || k == NOTICE_PARTY_CANCELLED || k == NOTICE_PARTY_OFF;
}

static bool of_party(enum notice_kind k)
{
	return k >= NOTICE_PARTY_BOOKED && k <= NOTICE_PARTY_OFF;
}

struct str notice_subject(struct arena *a, enum lang l, const struct notice *n)
{
	static const char *const said[] = {
		[NOTICE_BOOKED] = N_("Appointment: %1"), [NOTICE_MOVED] = N_("Appointment moved: %1"),
		[NOTICE_MOVED_OTHER] = N_("Appointment moved: %1"), [NOTICE_CANCELLED] = N_("Appointment cancelled: %1"),
		[NOTICE_CANCELLED_BY_SERVICE] = N_("Appointment cancelled: %1"),
		[NOTICE_SUBSTITUTED] = N_("Somebody else will receive you: %1"),
		[NOTICE_GIVEN_BACK] = N_("Your appointment stays: %1"), [NOTICE_WAITING] = N_("You wait for a place: %1"),
		[NOTICE_SEAT] = N_("You have a place: %1"), [NOTICE_PARTY_BOOKED] = N_("Appointments: %1"),
		[NOTICE_PARTY_CANCELLED] = N_("Appointments cancelled: %1"), [NOTICE_PARTY_MOVED] = N_("Appointments moved: %1"),
		[NOTICE_PARTY_SEATED] = N_("You have places: %1"), [NOTICE_PARTY_OFF] = N_("Appointments cancelled: %1"),
		[NOTICE_SERIES_BOOKED] = N_("Appointments: from %1"), [NOTICE_SERIES_MOVED] = N_("Appointments moved: from %1"),
		[NOTICE_SERIES_CANCELLED] = N_("Appointments cancelled: from %1"),
		[NOTICE_SERIES_CANCELLED_BY_SERVICE] = N_("Appointments cancelled: from %1"),
	};
	struct str when = text_when(a, l, n->nstarts ? n->starts[0] : n->start);

	return fill(a, lang_tr(l, said[n->kind]), &when, 1);
}

static struct str also(struct arena *a, enum lang l, struct str body, const char *msgid, struct str value)
{
	if (!value.n)
		return body;
	return arena_fmt(a, "%.*s\n%.*s", STR_ARG(body), STR_ARG(fill(a, lang_tr(l, msgid), &value, 1)));
}

static struct str body_of(struct arena *a, enum lang l, const struct notice *n, struct str body)
{
	bool stays = stays_there(n->place_kind);

	if (n->discreet || !comes(n->kind))
		return body;
	if (!stays)
		body = also(a, l, body, N_("Address: %1"), n->address);
	body = also(a, l, body, stays ? N_("Have ready: %1") : N_("Bring with you: %1"), n->bring);
	return also(a, l, body, stays ? N_("Before the visit: %1") : N_("Before you come: %1"), n->prepare);
}

static struct str ics_of(struct arena *a, struct instant now, enum lang l, const struct notice *n)
{
	struct calendar_about x = { .now = now, .place = n->place, .address = n->address, .discreet = n->discreet, .who = n->who };
	struct calendar_visit *v = ARENA_ARRAY(a, struct calendar_visit, n->nvisits + 1);

	if (!n->nvisits)
		return STR_NONE;
	if (stays_there(n->place_kind))
		x.elsewhere = notice_place(l, n->place_kind, STR_NONE);
	if (n->token.n && of_party(n->kind))
		x.url = arena_cat(a, S("{site}/together/"), n->token);
	else if (n->token.n && n->nvisits == 1)
		x.url = arena_cat(a, S("{site}/a/"), n->token);
	for (size_t i = 0; i < n->nvisits; i++) {
		v[i] = n->visits[i];
		v[i].changed = now;
		v[i].cancelled = v[i].cancelled || called_off(n->kind);
	}
	return calendar_invite(a, l, &x, v, n->nvisits, n->email);
}

void notice_mail(struct arena *a, struct instant now, enum lang l, const struct notice *n, struct str body, struct message *m)
{
	m->channel = S("mail");
	m->recipient = n->email;
	m->subject = notice_subject(a, l, n);
	m->body = body_of(a, l, n, body);
	m->ics = ics_of(a, now, l, n);
}
