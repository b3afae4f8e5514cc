/*
 * What a text costs as SMS: 3GPP TS 23.038 (alphabets) and TS 23.040 (messages of several parts).
 * Pure: no allocation but gsm_plain's, no clock.
 * Must not know: who is written to, providers, templates.
 */
#ifndef BASE_GSM_H
#define BASE_GSM_H

#include "base/arena.h"

/* Room of one message, and of each part of a longer one (its header takes the rest). */
enum {
	GSM_ONE = 160, GSM_PART = 153,		/* septets of the default alphabet */
	UCS2_ONE = 70, UCS2_PART = 67,		/* UTF-16 units of any other text */
};

struct gsm_size {
	bool ucs2;		/* a letter is not in the default alphabet: all of it goes as UCS-2 */
	int32_t units;		/* septets, or UTF-16 units */
	int32_t segments;	/* what is paid; 0: the empty text */
};
/*
 * The size of a UTF-8 text. Letters of the extension table (€ [ ] { } \ ^ ~ | form feed) take two
 * septets, those outside of the basic plane two units; neither is parted between two segments.
 * What is no UTF-8 counts as U+FFFD.
 */
struct gsm_size gsm_size(struct str text);

/* Septets of one code point: 1, 2, or 0 when the alphabet lacks it. */
int gsm_septets(int32_t cp);

/*
 * The text in letters that cost least and read the same: no-break spaces, typographic quotes and
 * dashes, isolates and marks of direction are made plain in every text; in a text of Latin
 * letters alone, those that the default alphabet lacks lose their accent ("ê" → "e", "ç" → "c",
 * "œ" → "oe"). A text with other letters (Arabic) keeps them and its accents: it is UCS-2 in any case.
 */
struct str gsm_plain(struct arena *a, struct str text);

/* At most `units` septets (or UTF-16 units when s needs UCS-2) of s, cut after a whole word where
 * that loses less than half of it. For names that stand in a message. */
struct str gsm_head(struct str s, int32_t units);

#endif
