/*
 * Codes that people and machines read: appointment references and QR codes.
 *
 * A reference is 10 random characters of a 32-letter alphabet (digits and capitals without 0 O
 * 1 I) and one check character. Stored and compared as those 11 characters; printed in groups
 * as ABCD-EFGH-JKL. The check character is a weighted sum over GF(32), so every single wrong
 * character and every swap of two neighbours (of any two, in fact) is found.
 * Must not know: appointments, pages, the database.
 */
#ifndef CODES_CODES_H
#define CODES_CODES_H

#include "base/arena.h"
#include "base/err.h"

#define REFERENCE_LEN 11		/* 10 + the check character */
#define REFERENCE_PRINTED 13		/* with its two dashes */

/* A new random reference (no NUL). Uniqueness is the database's business: on a collision, make another. */
void reference_make(char out[static REFERENCE_LEN]);
/* The check character of ten characters of the alphabet; 0 when one is not of it. */
char reference_check(const char ten[static 10]);
/* As a person typed it → 11 characters: lower case, spaces, dashes, dots and slashes are
 * forgiven, Arabic digits too. E_INPUT: wrong length, letter or check character. */
enum err reference_parse(struct str typed, char out[static REFERENCE_LEN]) MUST_CHECK;
/* ABCD-EFGH-JKL, in the arena; what is not 11 characters long comes back as it is. */
struct str reference_group(struct arena *a, struct str reference);

/* A QR code, error correction M: size × size modules, row by row, 1 = dark, without the quiet
 * zone (leave 4 modules). E_LIMIT: more than 1,000 bytes. */
struct qr { int size; const unsigned char *dark; };
enum err qr_make(struct arena *a, struct str text, struct qr *ret) MUST_CHECK;
/* The `d` of one SVG path that draws the dark modules at unit size inside
 * viewBox="0 0 side side", where side = size + 8 (quiet zone included). */
struct str qr_svg_path(struct arena *a, const struct qr *qr, int *ret_side);

#endif
