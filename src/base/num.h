/*
 * Strict numbers: the whole string or nothing, with a range, no locale, no sign unless the
 * range allows it. The only way from text to a number.
 * Must not know: anything of Diwan.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/err.h"
#include "base/str.h"

/* Decimal digits, optional leading '-'; no '+', no spaces, no leading zeros limit. E_INPUT. */
enum err num_parse(struct str s, int64_t min, int64_t max, int64_t *ret) MUST_CHECK;
/* Digits of Arabic-Indic (U+0660…) and Persian (U+06F0…) script become 0-9; the rest is kept.
 * Writes at most s.n bytes to out and returns how many. */
size_t num_western_digits(struct str s, char *out);

#endif
