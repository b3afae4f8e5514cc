/*
 * What somebody means who answers a message: yes, no, stop, a number, a reference.
 *
 * Tolerant of how people write (French, English, Arabic, darija in either script, any digits, politeness, a slip in
 * a long word), strict in what counts: every word must be known, and words that contradict each other mean
 * nothing. To cancel for somebody who did not ask for it is worse than to ask once more.
 * Must not know: who writes, what was asked. Allocates nothing.
 */
#ifndef INBOX_RULES_ANSWER_H
#define INBOX_RULES_ANSWER_H

#include "base/err.h"
#include "base/str.h"

enum { ANSWER_REFERENCE = 11 };

enum saying {
	SAYS_UNKNOWN,			/* not understood */
	SAYS_YES,			/* I come, I take it */
	SAYS_NO,			/* I do not come, cancel, I do not want it */
	SAYS_NUMBER,			/* `number` alone: 1 and 2 are yes and no unless something was numbered */
	SAYS_STATUS,			/* a reference alone: how does it stand? */
	SAYS_STOP,			/* no more messages */
	SAYS_START,			/* messages again */
	SAYS_HELP,
	SAYS_THANKS,			/* nothing to do */
};
struct answer {
	enum saying says;
	int32_t number;			/* of SAYS_NUMBER: 0 to 99 */
	bool named;			/* a reference stands in it: the answer is about that one */
	char reference[ANSWER_REFERENCE];
};
/* Whether that is a reference: codes/codes.h, reference_parse(). */
typedef enum err reference_reader(struct str typed, char ret[static ANSWER_REFERENCE]);
/* folded: utf8_fold() of what was written. */
struct answer answer_read(struct str folded, reference_reader *reference);

/* For tests: the words known, as they are compared; false past the last. */
bool answer_word(size_t i, struct str *ret);

#endif
