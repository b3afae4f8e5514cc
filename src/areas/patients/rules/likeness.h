/*
 * How alike two people's data are, and what typed words may mean: for proposing, never for
 * deciding. Pure: no clock, no memory, no I/O.
 */
#ifndef PATIENTS_LIKENESS_H
#define PATIENTS_LIKENESS_H

#include "base/str.h"
#include "base/time.h"

/* Slips (a letter wrong, missing, too much, or two neighbours exchanged) between two words of
 * ASCII keys, counted up to max; max + 1 when there are more. Words over 32 letters: 0 only if
 * equal. */
int likeness_slips(struct str x, struct str y, int max);
/* How many slips a word of n letters of a key may have and still be meant: 0 up to 3, 1 up to 6,
 * then 2. */
int likeness_allowed(size_t n);
/* 2: the same words; 1: each word of the shorter key is a word of the longer, slips allowed;
 * 0: no, or one of them is empty. Keys: utf8_name_key(), words parted by one space. */
int likeness_names(struct str key_x, struct str key_y);
/* 3: the same day; 2: day and month exchanged, or one of day, month, year differs;
 * 1: one is unknown; 0: other. */
int likeness_births(struct day x, struct day y);

struct likeness {
	struct str name_key;
	struct day birth_day;
	struct str sex;			/* "female"…; "unknown" or empty says nothing */
	struct str phone;		/* E.164 or empty */
	struct str identity;		/* folded or empty */
};
/*
 * 0 to 100. The same identity number: 100. Else names 50 (close: 35), birth days 35 (nearly 15,
 * another -20), phone 25, another sex -15, another identity number -40; without names in common
 * at most 40. From 60 on it is probably one person.
 */
int32_t likeness_score(const struct likeness *x, const struct likeness *y);

/* What one typed word may be. */
enum said_kind { SAID_NAME, SAID_PHONE, SAID_IDENTITY, SAID_REFERENCE, SAID_BIRTH };
struct said {
	enum said_kind kind;
	struct str text;		/* the word */
	struct day day;			/* SAID_BIRTH */
};
/*
 * Cuts a typed line into at most max words (out); joins digits parted by spaces, dots or dashes
 * to one phone ("06 12-34"), reads 27/03/1968, 27-03-1968, 27.03.1968 and 1968-03-27 as a day.
 * A word with letters and digits: SAID_REFERENCE when its letters and digits number exactly
 * 11 (dashes apart), else SAID_IDENTITY. buf: room for text.n bytes, where joined words are put. The text has western digits.
 */
size_t said_words(struct str text, char *buf, struct said *out, size_t max);
/* The beginning of the E.164 number that typed digits mean: "0612" → "+212612",
 * "+33 6" and "00336" → "+336", "612" → "+212612". out: room for digits.n + 5. */
size_t said_phone(struct str digits, char *out);

#endif
