/*
 * The order of a public draw and who gets which time: docs/draw.md, which is the rule; this is one reading of it.
 *
 * A lot is SHA-256 over the seed, the root of the log when the window was over, the beacon and the person's
 * commitment. The order is by class, then by lot; in it each gets the first of the wished times that is free.
 * Must not know: the database, the clock, people. Allocates nothing.
 */
#ifndef DRAWS_RULES_LOTS_H
#define DRAWS_RULES_LOTS_H

#include "base/str.h"

enum { LOT_BYTES = 32, DRAW_TIMES = 60, LOT_TEXT = 141 };

/* What the order is made of, but for who takes part. beacon: the hash of its value. */
struct draw_seeds { unsigned char seed[LOT_BYTES], root[LOT_BYTES], beacon[LOT_BYTES]; };
/* What is hashed for one person: LOT_TEXT bytes. */
void lot_text(const struct draw_seeds *s, const unsigned char holder[static LOT_BYTES], unsigned char out[static LOT_TEXT]);

/* The numbers of times that somebody wishes, the dearest first, from 1. */
struct draw_wishes { unsigned char v[DRAW_TIMES]; size_t n; };
/* "3,1,2"; empty: none. What is no number of 1 … times, or stands there already, is left out: *ret_clean false. */
struct draw_wishes draw_wishes_read(struct str text, int32_t times, bool *ret_clean);
enum { DRAW_WISHES_TEXT = 3 * DRAW_TIMES };
size_t draw_wishes_text(const struct draw_wishes *w, char out[static DRAW_WISHES_TEXT]);

struct draw_lot {
	unsigned char lot[LOT_BYTES];
	int32_t class_rank;		/* 0: the first class; everybody's the largest */
	struct draw_wishes wishes;
	int32_t given;			/* out: the number of the time; 0: none */
	size_t who;			/* the caller's own */
};
/* Negative: x goes before y. */
int lot_order(const struct draw_lot *x, const struct draw_lot *y);
/* Puts them into the order of the ranks and gives the times. */
void draw_lots(struct draw_lot *v, size_t n, int32_t times);

/*
 * The classes of a draw, as `draw-open` lists them: "1=urgent,2=pregnant", what wishes call each and its code; in a draw that was
 * announced by an earlier version "urgent,pregnant", and wishes use the code.
 */
struct draw_class { struct str said, code; };
bool draw_class_next(struct str *classes, struct draw_class *ret);
/* Which class that code is: from 0; one that is not listed, or empty, is the last. */
int32_t draw_class_rank(struct str classes, struct str code);
/* What entries call it; empty: everybody's. */
struct str draw_class_said(struct str classes, struct str code);

#endif
