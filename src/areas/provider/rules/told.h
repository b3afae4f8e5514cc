/*
 * What a provider's words mean: the letters of a text, the status of a report. Pure.
 * Must not know: requests, settings by name.
 */
#ifndef AREAS_PROVIDER_RULES_TOLD_H
#define AREAS_PROVIDER_RULES_TOLD_H

#include "base/arena.h"
#include "base/err.h"

enum { TOLD_TEXT_MAX = 8000 };		/* bytes; longer is no text message */

/*
 * A body in the character set of its Content-Type ("text/plain; charset=UTF-16BE"), as UTF-8. Known:
 * UTF-8 (also when none is named), UTF-16BE, UTF-16 and ISO-10646-UCS-2 with or without a mark of byte order,
 * US-ASCII, ISO-8859-1, WINDOWS-1252. Half of a pair becomes U+FFFD. E_INPUT: another set, bytes that are none of
 * it, too long.
 */
enum err told_text(struct arena *a, struct str content_type, struct str body, struct str *ret) MUST_CHECK;

/* Is that word in a list of words parted by spaces, whatever its capitals. */
bool told_word(struct str list, struct str word);

#endif
