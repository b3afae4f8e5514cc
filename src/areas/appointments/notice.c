/*
 * Notices. A text message is sent at most a day late and never after the start; French and
 * English keep to the letters of GSM 03.38. How long each may get is said in samples.c and tested.
 */
#include "areas/appointments/notice.h"

#include "appointments_t.h"
#include "areas/organizations/organizations.h"
#include "base/gsm.h"
#include "codes/codes.h"
#include "jobs/jobs.h"
#include "jobs/samples.h"
#include "page/text.h"

/* Letters in the place of a public address, for counting. */
#define SITE_ROOM "https://a.name.of.28.letters"
_Static_assert(sizeof(SITE_ROOM) - 1 == TEXT_SITE_MAX, "room for the site");
/* How long a notice is of use, and one that a row of feasts may hold back; what is said of less than a day ahead. */
enum { LIFE_S = 86400, WAITS_S = 5 * 86400, TODAY_S = 86400 };

static const char *const templates[] = {
	[NOTICE_BOOKED] = "booked", [NOTICE_MOVED] = "moved",
	[NOTICE_MOVED_OTHER] = "moved", [NOTICE_CANCELLED] = "cancelled",
	[NOTICE_CANCELLED_BY_SERVICE] = "cancelled-by-service",
	[NOTICE_SUBSTITUTED] = "substituted", [NOTICE_GIVEN_BACK] = "given-back",
	[NOTICE_WAITING] = "waiting", [NOTICE_SEAT] = "seat", [NOTICE_PARTY_BOOKED] = "party-booked",
	[NOTICE_PARTY_CANCELLED] = "party-cancelled", [NOTICE_PARTY_MOVED] = "party-moved",
	[NOTICE_PARTY_SEATED] = "seat", [NOTICE_PARTY_OFF] = "party-off",
	[NOTICE_SERIES_BOOKED] = "booked", [NOTICE_SERIES_MOVED] = "moved", [NOTICE_SERIES_CANCELLED] = "cancelled",
	[NOTICE_SERIES_CANCELLED_BY_SERVICE] = "cancelled-by-service",
};

struct str notice_starts(struct arena *a, const struct notice *n)
{
	struct str s = STR_NONE;

	for (size_t i = 0; i < n->nstarts; i++) {
		if (n->said && i + 1 >= n->said && i + 1 < n->nstarts)
			continue;
		struct str day = text_short_day(a, n->starts[i].day), at = text_clock(a, n->starts[i].min);
		const char *between = !i ? "" : n->said && n->said < n->nstarts && i + 1 == n->nstarts ? " ... " : ", ";

		s = arena_fmt(a, "%.*s%s%.*s %.*s", STR_ARG(s), between, STR_ARG(day), STR_ARG(at));
	}
	return s;
}

struct str notice_place(enum lang lang, struct str place_kind, struct str place)
{
	if (str_eq(place_kind, S("home")))
		return lang_tr(lang, N_("at your home"));
	if (str_eq(place_kind, S("video")))
		return lang_tr(lang, N_("by video"));
	if (str_eq(place_kind, S("phone")))
		return lang_tr(lang, N_("by telephone"));
	return place;
}

/* Who cancels is named, wherever it would have been. */
static bool names_sender(enum notice_kind k)
{
	return k == NOTICE_CANCELLED_BY_SERVICE || k == NOTICE_SERIES_CANCELLED_BY_SERVICE;
}

/* Nobody has just asked for it. */
static bool unasked(const struct notice *n)
{
	static const bool kinds[] = { [NOTICE_CANCELLED_BY_SERVICE] = true, [NOTICE_SERIES_CANCELLED_BY_SERVICE] = true,
		[NOTICE_SUBSTITUTED] = true, [NOTICE_GIVEN_BACK] = true, [NOTICE_PARTY_OFF] = true, [NOTICE_PARTY_MOVED] = true,
		[NOTICE_SEAT] = true, [NOTICE_PARTY_SEATED] = true };

	return n->of_house || kinds[n->kind];
}

bool notice_may_wait(const struct notice *n, struct instant now)
{
	return unasked(n) && n->start_at.v - now.v > TODAY_S;
}

static enum err queue(struct db *db, struct arena *a, struct instant now, const struct notice *n, struct message *m)
{
	m->organization = n->organization;
	m->appointment = n->appointment;
	m->patient = n->patient;
	m->template = str_of(templates[n->kind]);
	m->lang = n->lang;
	m->due_at = now;
	m->drop_at = m->last_at = n->start_at;
	m->may_wait = notice_may_wait(n, now);
	const int64_t life = m->may_wait ? WAITS_S : LIFE_S;

	if (m->drop_at.v > now.v + life)
		m->drop_at.v = now.v + life;
	if (!m->recipient.n || m->drop_at.v <= now.v)
		return OK;
	return message_queue(db, a, now, m);
}

/* In a line from right to left, groups of digits would stand in the wrong order: one group. */
static struct str phone_in(struct arena *a, enum lang l, struct str e164)
{
	struct str s = e164.n ? text_phone(a, e164) : STR_NONE, out = STR_NONE;

	while (l == LANG_AR && s.n)
		out = arena_cat(a, out, str_cut(&s, ' '));
	return l == LANG_AR ? out : s;
}

static struct str said_of(struct arena *a, enum lang l, const struct notice *n)
{
	struct str phone = phone_in(a, l, n->place_phone);
	struct str reference = reference_group(a, n->reference);
	struct notice said = *n;

	said.place = organization_in_text(a, STR_NONE, n->place);
	/* a house whose very name says what it treats is not named */
	said.discreet |= !said.place.n;
	said.who = gsm_head(gsm_plain(a, n->who), TEXT_PERSON_MAX);
	said.instead = gsm_head(gsm_plain(a, n->instead), TEXT_PERSON_MAX);
	if (!names_sender(n->kind))
		said.place = notice_place(l, n->place_kind, said.place);
	if (n->nstarts)
		return PAGE_TEXT(a, l, t_appointments_series(pg, &said, phone));
	if (n->kind >= NOTICE_WAITING && n->kind <= NOTICE_PARTY_OFF)
		return PAGE_TEXT(a, l, t_appointments_seat(pg, &said, reference, phone));
	return PAGE_TEXT(a, l, t_appointments_notice(pg, &said, reference, phone));
}

/* What it costs with the longest public address there may be. */
static int32_t segments_of(struct arena *a, struct str text)
{
	return gsm_size(message_text(a, text, (struct str){ SITE_ROOM, TEXT_SITE_MAX })).segments;
}

/* Of a series as many times are named as fit: the first ones and the last; their number is always said. */
struct str notice_text(struct arena *a, enum lang l, const struct notice *n)
{
	struct notice some = *n;
	struct str s = gsm_plain(a, str_trim(said_of(a, l, &some)));

	for (some.said = n->nstarts; some.said > 2 && segments_of(a, s) > (l == LANG_AR ? 2 : 1);) {
		some.said--;
		s = gsm_plain(a, str_trim(said_of(a, l, &some)));
	}
	return s;
}

/* A mail has room for every visit; a house that is not named in a text is in no mail either. */
struct message notice_as_mail(struct arena *a, struct instant now, enum lang l, const struct notice *n)
{
	struct message mail = { 0 };
	struct notice whole = *n;

	whole.said = n->nstarts;
	whole.place = organization_in_text(a, STR_NONE, n->place);
	whole.discreet |= !whole.place.n;
	notice_mail(a, now, l, &whole, gsm_plain(a, str_trim(said_of(a, l, &whole))), &mail);
	return mail;
}

enum err notice_queue(struct db *db, struct arena *a, struct instant now, const struct notice *n)
{
	struct message sms = { .channel = S("sms"), .recipient = n->phone }, mail;
	enum lang l = LANG_FR;

	if (!n->phone.n && !n->email.n)
		return OK;
	if (!lang_of(n->lang, &l))
		l = LANG_FR;
	sms.body = notice_text(a, l, n);
	TRY(queue(db, a, now, n, &sms));
	if (!n->email.n)
		return OK;
	mail = notice_as_mail(a, now, l, n);
	return queue(db, a, now, n, &mail);
}
