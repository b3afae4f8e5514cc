/* Entries of the log in plain words. See inside.h. */
#include "areas/findings/inside.h"

#include "ledger/entry.h"

struct word { const char *code, *label; };

static const char *word_of(const struct word *words, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(code, str_of(words[i].code)))
			return words[i].label;
	return NULL;
}
#define WORD(words, code) word_of((words), sizeof(words) / sizeof((words)[0]), (code))

static struct str or_code(const struct page *pg, const char *label, struct str code)
{
	return label ? tr(pg, label) : code;
}

/* One more act or reason than these does not compile. */
static const char *act_label(enum entry_act x)
{
	switch (x) {
	case ACT_PUBLISH: return N_("Times were published");
	case ACT_WITHDRAW: return N_("Published times were withdrawn");
	case ACT_SHARE: return N_("Places were kept for a way of booking");
	case ACT_HOLD: return N_("A time was held for somebody who was booking");
	case ACT_RELEASE: return N_("A held time was given back");
	case ACT_BOOK: return N_("An appointment was given");
	case ACT_OVERBOOK: return N_("An appointment was given in addition");
	case ACT_MOVE: return N_("An appointment was moved to this time");
	case ACT_CANCEL: return N_("An appointment was cancelled");
	case ACT_SUBSTITUTE: return N_("Another practitioner took over an appointment");
	case ACT_WAIT: return N_("Somebody waits for a place in a group");
	case ACT_ENLIST: return N_("Somebody asked to be told of a free time");
	case ACT_DELIST: return N_("A request on the waiting list ended");
	case ACT_OFFER: return N_("A free time was offered to the waiting list");
	case ACT_ACCEPT: return N_("An offer was accepted");
	case ACT_EXPIRE: return N_("An offer went unanswered");
	case ACT_ATTEND: return N_("The person came");
	case ACT_MISS: return N_("The person did not come");
	case ACT_KEY: return N_("Another key signs the register");
	case ACT_ANSWER: return N_("The establishment answered a finding");
	case ACT_WITHHOLD: return N_("The text of an answer is withheld");
	case ACT_DRAW_OPEN: return N_("A draw was announced; its window ends at the time shown");
	case ACT_DRAW_TIME: return N_("A time goes into a draw");
	case ACT_DRAW_WISH: return N_("Somebody takes part in a draw, or changes the wishes");
	case ACT_DRAW_CLOSE: return N_("The wishes of a draw were closed");
	case ACT_DRAW_BEACON: return N_("The number from outside that a draw waited for was entered");
	case ACT_DRAW_SEED: return N_("The secret number of a draw was told");
	case ACT_DRAW_RESULT: return N_("What a draw gave one person");
	case ACT_DRAW_END: return N_("A draw was given up");
	case ACT_UNSAID: case ENTRY_ACT_MAX:
		break;
	}
	return NULL;
}

static const char *reason_label(enum entry_reason x)
{
	switch (x) {
	case WHY_WAITING: return N_("From the waiting list");
	case WHY_ABSENCE: return N_("The practitioner is absent");
	case WHY_EXPIRED: return N_("Nobody finished the booking in time");
	case WHY_PARTY: return N_("Places of a group without names");
	case WHY_GATHERING: return N_("Group session");
	case WHY_BACK: return N_("The absence ended");
	case WHY_NAMED: return N_("One of the places without names has a name now");
	case WHY_CLOSURE: return N_("The establishment, or the country, is closed");
	case WHY_PATIENT: return N_("The person wished it");
	case WHY_SERVICE: return N_("The establishment wished it");
	case WHY_OFFER: return N_("An earlier time from the waiting list");
	case WHY_UNDONE: return N_("What was recorded is taken back");
	case WHY_ACCEPTED: return N_("It goes on as the appointment of somebody who waited");
	case WHY_BY_HAND: return N_("By hand, not in the order of the list");
	case WHY_DECLINED: return N_("Declined");
	case WHY_UNANSWERED: return N_("Not answered");
	case WHY_CLASS: return N_("A priority class was given");
	case WHY_ASKED: return N_("The person left the list");
	case WHY_DESK: return N_("Taken off by the hospital");
	case WHY_OVER: return N_("The last day that was wished has passed");
	case WHY_BOOKED: return N_("The appointment is over or cancelled");
	case WHY_DRAW: return N_("For a draw");
	case WHY_CANCELLED: return N_("Given up before the wishes were closed");
	case WHY_LATE: return N_("The number from outside did not come in time");
	case WHY_NONE: return N_("Nothing is kept any more");
	case WHY_PERSON: return N_("It named a person");
	case WHY_ILLNESS: return N_("It told of somebody’s illness");
	case WHY_STAFF: return N_("It named a member of the staff");
	case WHY_UNLAWFUL: return N_("The law forbids it");
	case WHY_UNSAID: case ENTRY_REASON_MAX:
		break;
	}
	return NULL;
}

static const struct word channels[] = {
	{ "online", N_("Online") }, { "desk", N_("Desk") }, { "phone", N_("Phone") }, { "health-centre", N_("Health centre") },
	{ "assisted", N_("With a helper") }, { "sms", N_("SMS") }, { "api", N_("Another program") },
};
static const struct word roles[] = {
	{ "public", N_("The person herself, or nobody signed in") }, { "system", N_("The program by itself") },
};

struct str role_said(const struct page *pg, struct str code)
{
	enum role r;

	return role_of(code, &r) ? tr(pg, role_label(r)) : or_code(pg, WORD(roles, code), code);
}

struct str channel_said(const struct page *pg, struct str code)
{
	return or_code(pg, WORD(channels, code), code);
}

struct str withheld_said(const struct page *pg, struct str code)
{
	return or_code(pg, reason_label(entry_reason_of(code)), code);
}

/* ---- what an establishment named itself ---- */

enum err house_words(struct db *db, struct arena *a, int64_t tree_lo, struct house_words *ret)
{
	TRY(extra_reasons(db, a, tree_lo, &ret->extras));
	return waiting_classes(db, a, tree_lo, &ret->classes);
}

static struct str extra_said(const struct page *pg, const struct house_words *h, struct str code)
{
	for (size_t i = 0; i < h->extras.n; i++)
		if (str_eq(h->extras.v[i].code, code))
			return h->extras.v[i].name.v[pg->lang];
	return or_code(pg, reason_label(entry_reason_of(code)), code);
}

/* One class, or those of a draw with commas between them. */
static struct str classes_said(const struct page *pg, const struct house_words *h, struct str codes)
{
	struct str out = STR_NONE;

	while (codes.n) {
		struct str one = str_cut(&codes, ',');

		for (size_t i = 0; i < h->classes.n; i++)
			if (str_eq(h->classes.v[i].code, one)) {
				one = h->classes.v[i].name.v[pg->lang];
				break;
			}
		out = out.n ? arena_cat(pg->a, arena_cat(pg->a, out, tr_c(pg, "list", ", ")), one) : one;
	}
	return out;
}

/* ---- reasons that are values ---- */

/* By itself among words that run the other way. */
static struct str apart(const struct page *pg, struct str value)
{
	return pg->lang == LANG_AR && value.n ? arena_fmt(pg->a, "\u2068%.*s\u2069", STR_ARG(value)) : value;
}

static struct str filled(const struct page *pg, const char *said, struct str one, struct str two)
{
	const struct str args[] = { apart(pg, one), apart(pg, two) };

	return fill(pg->a, tr(pg, said), args, 2);
}

static struct str result_said(const struct page *pg, struct str reason)
{
	struct str rank = str_cut(&reason, '/');

	return filled(pg, str_eq(reason, S("-")) ? N_("Rank %1; no time was left of those wished") : N_("Rank %1; time number %2"), rank, reason);
}

static struct str open_said(const struct page *pg, struct str reason)
{
	struct str sum = str_cut(&reason, ' ');

	return filled(pg, reason.n ? N_("Fingerprint of the secret number: %1; a number from outside is awaited: %2") : N_("Fingerprint of the secret number: %1"), sum, reason);
}

/* Of acts whose reason is no code. */
static bool value_said(const struct page *pg, struct str act, struct str reason, struct str *ret)
{
	static const struct word values[] = {
		{ "draw-time", N_("Time number %1") }, { "draw-wish", N_("Numbers that are wished, the dearest first: %1") },
		{ "draw-seed", N_("The secret number: %1") }, { "draw-beacon", N_("The number from outside: %1") }, { "key", N_("The next key: %1") },
	};
	const char *said = WORD(values, act);

	if (str_eq(act, S("draw-wish")) && !reason.n)
		*ret = tr(pg, "The wishes are taken back");
	else if (!reason.n)
		return false;
	else if (said)
		*ret = filled(pg, said, reason, STR_NONE);
	else if (str_eq(act, S("draw-open")))
		*ret = open_said(pg, reason);
	else if (str_eq(act, S("draw-result")))
		*ret = result_said(pg, reason);
	else if (str_eq(act, S("answer"))) {
		struct str rule = str_cut(&reason, '/');

		*ret = filled(pg, N_("%1: entry %2"), rule_title(pg, rule), reason);
	} else if (str_eq(act, S("share")) && str_starts(reason, S("until-")))
		*ret = filled(pg, N_("Until so many minutes before: %1"), str_sub(reason, 6, reason.n), STR_NONE);
	else
		return false;
	return true;
}

/* The reasons of extra appointments are the establishment's own: there its words come first. */
static struct str reason_said(const struct page *pg, const struct house_words *h, const struct entry *e)
{
	const char *label = str_eq(e->act, S("overbook")) ? NULL : reason_label(entry_reason_of(e->reason));
	struct str ret;

	if (value_said(pg, e->act, e->reason, &ret))
		return ret;
	return label ? tr(pg, label) : extra_said(pg, h, e->reason);
}

static struct str places_label(const struct page *pg, struct str act)
{
	static const struct word labels[] = { { "draw-open", N_("Times that are drawn for") }, { "draw-close", N_("People who take part") } };
	const char *label = WORD(labels, act);

	return label ? tr(pg, label) : tr(pg, "Places");
}

void entry_shown(const struct page *pg, const struct house_words *h, int64_t idx, struct str text, struct shown_entry *ret)
{
	struct entry e;

	*ret = (struct shown_entry){ .idx = idx, .act = tr(pg, "An entry is not written as it must be.") };
	if (entry_read(text, &e) != OK)
		return;
	*ret = (struct shown_entry){ .idx = idx, .written = true, .act = or_code(pg, act_label(entry_act_of(e.act)), e.act),
		.channel = channel_said(pg, e.channel), .role = role_said(pg, e.role), .reason = reason_said(pg, h, &e),
		.class = classes_said(pg, h, e.class), .places_label = places_label(pg, e.act), .org = e.org, .service = e.service,
		.zone = e.zone, .slot = e.slot, .at = e.at, .minutes = e.minutes > 0 ? e.minutes : 0, .capacity = e.capacity,
		.ceiling = e.ceiling, .about_time = e.schedule.n && e.minutes > 0 };
}
