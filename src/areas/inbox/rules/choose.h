/*
 * What an answer is about, of all that a number was asked: nothing is guessed that matters.
 *
 * One message that asks is one `ask`, also when it is about several appointments. A yes is for all of one
 * message; a no for the one thing it asked about. What was answered already steps back behind what
 * was not. Where more than one thing could be meant, they are numbered and the number is asked for; numbers count for a day, and
 * until something else is asked.
 * Must not know: the database, texts. Allocates nothing.
 */
#ifndef INBOX_RULES_CHOOSE_H
#define INBOX_RULES_CHOOSE_H

#include "areas/inbox/rules/answer.h"
#include "base/time.h"

enum { ASKED_MAX = 20, NUMBERED_MAX = 5, NUMBERED_SECONDS = 86400 };

/* A thing that was asked and can still be answered. The newest first. */
struct asked { int64_t ask; struct instant at; bool offer, answered; };
/* What numbers stood for in the last "which one?"; n == 0: nothing. all: the number after the last means all of them. */
struct numbered { size_t n; bool yes, all; struct instant at; };

enum means {
	MEANS_UNCLEAR,			/* not understood */
	MEANS_NOTHING,			/* nothing is asked of that number */
	MEANS_DO,			/* the chosen ones of `asked` */
	MEANS_WHICH,			/* number the chosen ones and ask */
	MEANS_NUMBERED,			/* the chosen ones of what was numbered, by place from 0 */
	MEANS_KEEP,			/* none of what was numbered */
};
struct meant { enum means means; bool yes; size_t n, which[ASKED_MAX]; };
/* Of a yes, a no or a number; n at most ASKED_MAX. */
struct meant choose(const struct answer *said, const struct asked *v, size_t n, const struct numbered *was,
	struct instant now);

#endif
