/*
 * A free start as one word, as buttons and machines name it: schedule.service.YYYYMMDDTHHMM.
 * Must not know: whether it is free; pure.
 */
#ifndef BOOKING_RULES_SLOT_TEXT_H
#define BOOKING_RULES_SLOT_TEXT_H

#include "base/err.h"
#include "base/time.h"

struct slot_name { int64_t schedule, service; struct day day; int32_t min; };
enum { SLOT_TEXT_MAX = 64 };

/* E_INPUT unless it is exactly of that form, with a day and a minute that exist. */
enum err slot_text_parse(struct str s, struct slot_name *ret) MUST_CHECK;
/* Writes at most SLOT_TEXT_MAX bytes with NUL. */
void slot_text_print(struct slot_name n, char out[static SLOT_TEXT_MAX]);

#endif
