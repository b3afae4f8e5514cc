/*
 * Telephone numbers as people write them → E.164.
 * Must not know: who is called, why.
 */
#ifndef BASE_PHONE_H
#define BASE_PHONE_H

#include "base/arena.h"
#include "base/err.h"

/*
 * "06 12 34 56 78", "+212 6-12-34-56-78", "00 33 6 …", "+33 (0)6 …", Arabic digits → "+2126…".
 * country: calling code that a leading 0 stands for (212). E_INPUT: letters, too short or too
 * long; numbers of +212 and +33 have 9 digits after the code.
 */
enum err phone_parse(struct arena *a, struct str typed, int country, struct str *ret) MUST_CHECK;

#endif
