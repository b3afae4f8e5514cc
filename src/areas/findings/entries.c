/* Entries of the log in plain words. See inside.h. */
#include "areas/findings/inside.h"

#include "ledger/entry.h"

struct word { const char *code, *label; };

static struct str said(const struct page *pg, const struct word *words, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(code, str_of(words[i].code)))
			return tr(pg, words[i].label);
	return code;
}
#define SAID(pg, words, code) said((pg), (words), sizeof(words) / sizeof((words)[0]), (code))

static const struct word acts[] = {
	{ "publish", N_("Times were published") }, { "withdraw", N_("Published times were withdrawn") },
	{ "share", N_("Places were kept for a way of booking") }, { "hold", N_("A time was held for somebody who was booking") },
	{ "release", N_("A held time was given back") }, { "book", N_("An appointment was given") },
	{ "overbook", N_("An appointment was given in addition") }, { "move", N_("An appointment was moved to this time") },
	{ "cancel", N_("An appointment was cancelled") }, { "substitute", N_("Another practitioner took over an appointment") },
	{ "wait", N_("Somebody waits for a place in a group") }, { "enlist", N_("Somebody asked to be told of a free time") },
	{ "delist", N_("A request on the waiting list ended") }, { "offer", N_("A free time was offered to the waiting list") },
	{ "accept", N_("An offer was accepted") }, { "expire", N_("An offer went unanswered") },
	{ "attend", N_("The person came") }, { "miss", N_("The person did not come") },
	{ "key", N_("Another key signs the register") }, { "answer", N_("The establishment answered a finding") },
};
static const struct word channels[] = {
	{ "online", N_("Online") }, { "desk", N_("Desk") }, { "phone", N_("Phone") }, { "health-centre", N_("Health centre") },
	{ "assisted", N_("With a helper") }, { "sms", N_("SMS") }, { "api", N_("Another program") },
};
static const struct word roles[] = {
	{ "public", N_("The person herself, or nobody signed in") }, { "system", N_("The program by itself") },
};
static const struct word reasons[] = {
	{ "waiting", N_("From the waiting list") }, { "absence", N_("The practitioner is absent") },
	{ "expired", N_("Nobody finished the booking in time") }, { "party", N_("Places of a group without names") },
	{ "gathering", N_("Group session") }, { "back", N_("The absence ended") },
};

struct str role_said(const struct page *pg, struct str code)
{
	enum role r;

	return role_of(code, &r) ? tr(pg, role_label(r)) : SAID(pg, roles, code);
}

struct str channel_said(const struct page *pg, struct str code)
{
	return SAID(pg, channels, code);
}

void entry_shown(const struct page *pg, int64_t idx, struct str text, struct shown_entry *ret)
{
	struct entry e;

	*ret = (struct shown_entry){ .idx = idx, .act = tr(pg, "An entry is not written as it must be.") };
	if (entry_read(text, &e) != OK)
		return;
	*ret = (struct shown_entry){ .idx = idx, .written = true, .act = SAID(pg, acts, e.act), .channel = channel_said(pg, e.channel),
		.role = role_said(pg, e.role), .reason = SAID(pg, reasons, e.reason), .class = e.class, .org = e.org, .service = e.service,
		.zone = e.zone, .slot = e.slot, .at = e.at, .minutes = e.minutes > 0 ? e.minutes : 0, .capacity = e.capacity,
		.ceiling = e.ceiling, .about_time = e.schedule.n > 0 };
}
