/*
 * What people write into tables, in three languages: days, hours, dates, sexes, yes and no.
 * PURE. Words come folded (utf8_fold): lower case, no accents, Arabic letters unified.
 * Must not know: which column a word stands in.
 */
#ifndef IMPORTS_RULES_WORDS_H
#define IMPORTS_RULES_WORDS_H

#include "base/time.h"

int word_weekday(struct str folded);			/* 1 = Monday … 7; 0: none of them */
/* "female", "male", "other", "unknown"; NULL: no word for it. Empty is "unknown". */
const char *word_sex(struct str folded);
int word_yes(struct str folded);			/* 1 yes, 0 no, -1 neither */
int word_every(struct str folded);			/* 1 each week, 2 every other … 4; 0 neither */
/* "practitioner" (also when empty), "team", "room", "device"; NULL: no word for it. */
const char *word_agenda_kind(struct str folded);
/* 9:30, 09:30, 9h30, 9h, 930 is refused; 24:00 is 1440. E_INPUT. */
enum err word_time(struct str s, int32_t *ret) MUST_CHECK;
/* 2013-01-05, 05/01/2013, 5.1.2013, 5-1-2013. E_INPUT. */
enum err word_day(struct str s, struct day *ret) MUST_CHECK;
/* A day, then a space or T, then an hour (seconds are ignored). E_INPUT. */
enum err word_moment(struct str s, struct local *ret) MUST_CHECK;

#endif
