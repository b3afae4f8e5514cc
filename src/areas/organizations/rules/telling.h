/*
 * Whether a name tells what is treated: a message is read by whoever holds the phone, so it names no illness, no
 * speciality and no unit.
 * Pure. Must not know: whose name it is.
 */
#ifndef ORGANIZATIONS_RULES_TELLING_H
#define ORGANIZATIONS_RULES_TELLING_H

#include "base/str.h"

/* folded: utf8_fold() of the text. True where a word of it begins as one of the table does, in French,
 * English or Arabic (with or without its article). */
bool text_tells(struct str folded);

#endif
