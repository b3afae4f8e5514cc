/* The rules of docs/fairness.md and what they find, in the words of whoever reads a page. See inside.h. */
#include "areas/findings/inside.h"

#include "base/num.h"

static const struct finding_rule rules[] = {
	{ "unoffered", N_("Times that were never offered to the public"),
		N_("Each appointment must be at a time that everybody could have seen first. Asked about: a time that was not on offer, one that staff took within its first minute, one that was kept for booking online and went another way."),
		N_("a session opened for one patient who could not come otherwise; an agenda that a law or a contract gives to one ward.") },
	{ "retaken", N_("Freed times that staff took at once while people waited"),
		N_("When somebody cancels, those on the waiting list come first. Asked about: a freed time that staff gave to somebody within half a minute, while people waited for the same type at the same establishment."),
		N_("the same person was given another type at the same time; nobody on the list could come then.") },
	{ "draw", N_("Draws that were too short, or given up"),
		N_("A public draw is announced a day before its window, which is at least a day long, and what it does not give comes back for everybody. Asked about: a draw that was too short for people to know of it, and a time of a draw that was given up which staff took within the hour."),
		N_("somebody came to the desk just then, and nobody on the list could come.") },
	{ "extra", N_("Extra appointments without a reason or above the limit"),
		N_("An appointment may be added beside the rule for a reason that is written down, and only so many on a day. Asked about: one without a reason, and one above the limit."),
		N_("an emergency; the limit was lowered on that day.") },
	{ "order", N_("Offers out of order"),
		N_("A free time is offered to those who wait in the order in which they asked, within one class of priority. Asked about: an offer to somebody who asked later, while one who asked before could have had it."),
		N_("those before could not come then, and said so on the telephone.") },
	{ "operator", N_("A way of working unlike the same role elsewhere"),
		N_("The same role is compared over the establishments, every four weeks: how often it takes times that were just freed or just opened, adds extra appointments, or holds a time again and again. Asked about: odds of more than three times those elsewhere, more than chance explains. With the next rule together, chance alone brings a finding in at most one year of twenty."),
		N_("a house that opens its agendas by the day; a ward whose patients come back at once; a desk with one agent.") },
	{ "delay", N_("Shorter waits for those who do not book online"),
		N_("Waits through the desk or the telephone are compared with waits online, for the same type in the same week. Asked about: less than half the wait, more than chance explains. With the rule before together, chance alone brings a finding in at most one year of twenty."),
		N_("near times are kept for those whom a doctor sends; those online chose later days.") },
	{ "places", N_("More appointments than places"),
		N_("At no moment may an agenda have more appointments than places were published for it, extra appointments apart."),
		N_("two openings that overlapped and of which one was withdrawn; fewer places after people had booked.") },
	{ "dates", N_("Entries that say they are older than they can be"),
		N_("Entries are written in the order in which things are done. Asked about: an entry that says it is more than a quarter of an hour older than one before it."),
		N_("a server whose clock was wrong; a demonstration, whose past is invented.") },
	{ "chains", N_("Acts that cannot follow each other"),
		N_("What is done about one appointment has an order: held, booked, moved, attended. Asked about: an act that cannot follow the one before, or is about another appointment than it says."),
		N_("an old version of the program; a repair by hand, which should be said.") },
	{ "form", N_("Entries that are not written as they must be"),
		N_("Every entry has one form, so that any program reads the same. Asked about: an entry in another one."),
		N_("a later version of the program.") },
};

/* %1 to %4: numbers; %5: role; %6: way of booking. lasts: %1 is of seconds, and is said as a time that passes. */
static const struct { const char *rule, *code, *said; bool lasts; } sentences[] = {
	{ "form", "form", N_("An entry is not written as it must be."), false },
	{ "dates", "late", N_("Entries that say an older time than one before them. By at most: %1."), true },
	{ "chains", "step", N_("An act that cannot follow the one before it."), false },
	{ "chains", "holder", N_("An act for another appointment than those before it."), false },
	{ "chains", "nameless", N_("An act that does not say of which appointment."), false },
	{ "chains", "named", N_("An act that names an appointment and is about none."), false },
	{ "chains", "seats", N_("More seats of a group without names were given back than were taken."), false },
	{ "places", "full", N_("More appointments at one moment than places published: %1."), false },
	{ "unoffered", "unpublished", N_("Somebody was given a time that was not on offer."), false },
	{ "unoffered", "at_once", N_("Staff took a time within the first minute of its being on offer. After: %1."), true },
	{ "unoffered", "kept", N_("Times kept for booking online went another way, long before they were to be given up; how many in four weeks: %1."), false },
	{ "retaken", "retaken", N_("Staff took a freed time after: %1. People on the waiting list for the same type: %2."), true },
	{ "draw", "short", N_("A draw was too short for people to know of it. Minutes from its announcement to its window: %1. Minutes of the window: %2."), false },
	{ "draw", "given_up", N_("Staff took a time of a draw that was given up. After it came back: %1."), true },
	{ "extra", "no_reason", N_("An extra appointment without a reason."), false },
	{ "extra", "ceiling", N_("Extra appointments of the day: %1. The agenda takes: %2."), false },
	{ "order", "by_hand", N_("Somebody was offered a time by hand, before one of the same class who had asked earlier."), false },
	{ "order", "passed", N_("Somebody was offered a time, before one of the same class who had asked earlier and had been found to fit that half-day."), false },
	{ "operator", "freed", N_("%5: %1 of %2 times taken were freed minutes before; elsewhere %3 of %4."), false },
	{ "operator", "new", N_("%5: %1 of %2 times taken had been opened minutes before; elsewhere %3 of %4."), false },
	{ "operator", "extra", N_("%5: %1 of %2 appointments were in addition; elsewhere %3 of %4."), false },
	{ "operator", "parked", N_("%5: %1 of %2 holds were of times just held and given back by the same role; elsewhere %3 of %4."), false },
	{ "delay", "delay", N_("%6: %1 of %2 appointments taken this way had the shorter waits of their week, though each wait was counted double; shorter waits in all: %3, appointments taken online: %4."), false },
};

const struct finding_rule *finding_rules_all(size_t *ret_n)
{
	*ret_n = sizeof(rules) / sizeof(rules[0]);
	return rules;
}

const struct finding_rule *finding_rule(struct str rule)
{
	static const struct finding_rule other = { "", N_("Another rule"), N_("A rule of a later version of this program."), N_("not known here.") };

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (str_eq(rule, str_of(rules[i].rule)))
			return &rules[i];
	return &other;
}

struct str rule_title(const struct page *pg, struct str rule)
{
	return tr(pg, finding_rule(rule)->title);
}

/* 35 seconds, 12 minutes, 5 hours, 58 days: in whole ones of the largest of which there are two. */
static struct str lasting(const struct page *pg, struct str seconds)
{
	int64_t n;

	if (num_parse(seconds, 0, INT64_MAX, &n) != OK)
		return seconds;
	if (n < 120)
		return tr_n(pg, n, "%d second", "%d seconds");
	if (n < 7200)
		return tr_n(pg, n / 60, "%d minute", "%d minutes");
	return n < 172800 ? tr_n(pg, n / 3600, "%d hour", "%d hours") : tr_n(pg, n / 86400, "%d day", "%d days");
}

struct str finding_said(const struct page *pg, const struct finding_words *f)
{
	enum { ARGS = FINDING_NUMBERS + 2 };
	struct str args[ARGS], numbers = f->numbers;

	for (size_t i = 0; i < FINDING_NUMBERS; i++)
		args[i] = numbers.p ? str_cut(&numbers, ' ') : S("0");
	args[FINDING_NUMBERS] = role_said(pg, f->role);
	args[FINDING_NUMBERS + 1] = channel_said(pg, f->channel);
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (str_eq(f->rule, str_of(sentences[i].rule)) && str_eq(f->code, str_of(sentences[i].code))) {
			args[0] = sentences[i].lasts ? lasting(pg, args[0]) : args[0];
			return fill(pg->a, tr(pg, sentences[i].said), args, ARGS);
		}
	return f->code;
}
