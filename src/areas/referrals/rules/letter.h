/*
 * What a letter's file really is: by its own bytes from the first to the last, whatever its name says.
 * Must not know: where it comes from. Allocates nothing.
 */
#ifndef REFERRALS_RULES_LETTER_H
#define REFERRALS_RULES_LETTER_H

#include "base/str.h"

enum { LETTER_MAX = 4 * 1024 * 1024 };
enum letter_type { LETTER_NONE, LETTER_PDF, LETTER_JPEG, LETTER_PNG, LETTER_TYPES };
enum letter_fault { LETTER_GOOD, LETTER_EMPTY, LETTER_TOO_LARGE, LETTER_UNKNOWN, LETTER_BROKEN, LETTER_ACTIVE };

/* GOOD sets *ret. UNKNOWN: none of the three. BROKEN: it begins as one of them and does not end as one (cut off, or
 * with something else behind it). ACTIVE: a PDF that runs or carries something. */
enum letter_fault letter_look(struct str bytes, enum letter_type *ret);
const char *letter_media_type(enum letter_type t);	/* "application/pdf" */
const char *letter_ending(enum letter_type t);		/* "pdf" */

#endif
