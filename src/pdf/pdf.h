/*
 * PDF documents by pango and cairo: A4, top to bottom, in either direction of writing.
 *
 * The caller adds blocks; pages break by themselves (a heading stays with what follows, a table
 * repeats its head). Arabic is shaped and ordered by pango; a document may mix directions:
 * pdf_direction() sets the one of the blocks that follow. Fonts: Noto Sans, Noto Sans Arabic.
 * All of cairo's things hang on the arena.
 * Must not know: what is printed.
 */
#ifndef PDF_PDF_H
#define PDF_PDF_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

struct pdf;
struct pdf_options {
	struct str title;		/* metadata; also the running head from page 2 on */
	bool rtl;			/* direction to begin with */
	bool landscape;
	struct str foot;		/* left of the page number; may be empty */
	struct instant now;		/* creation date: same input, same bytes */
	size_t max_bytes;		/* 0: 8 MiB */
	int max_pages;			/* 0: 500 */
	int per_cent;			/* of the size of letters; 0: 100 */
};
enum err pdf_new(struct arena *a, const struct pdf_options *o, struct pdf **ret) MUST_CHECK;
void pdf_direction(struct pdf *p, bool rtl);
void pdf_heading(struct pdf *p, int level, struct str s);	/* 1…3 */
void pdf_text(struct pdf *p, struct str s);			/* a paragraph; \n breaks a line */
void pdf_small(struct pdf *p, struct str s);
/* Large, letter-spaced, left to right, framed: a reference. */
void pdf_code(struct pdf *p, struct str s);
struct pdf_fact { struct str key, value; bool ltr; };		/* ltr: value is a number, phone, code */
void pdf_facts(struct pdf *p, const struct pdf_fact *facts, size_t n);
/* A letter: who writes stands at the start of the page's head; `to` (lines) where the window of an envelope shows it:
 * A4 folded in three in a DL envelope with its window on the right (110 to 190 mm from the left edge, 48 to 76 mm from
 * the top, NF Z 11-001), whatever the direction of writing. Begins a new page unless this one is empty; what follows
 * comes below the window. */
void pdf_letter(struct pdf *p, struct str from, struct str to);
void pdf_rule(struct pdf *p);
void pdf_space(struct pdf *p, double points);
void pdf_page_break(struct pdf *p);
/* QR codes side by side in the direction of writing, a caption beside each; side in points (85 = 3 cm). E_LIMIT as qr_make. */
struct pdf_qr { struct str text, caption; };
enum err pdf_qrs(struct pdf *p, const struct pdf_qr *v, size_t n, double side) MUST_CHECK;
/* A table: share is the relative width; columns run in the current direction. */
struct pdf_column { struct str head; double share; bool ltr; bool end; };	/* end: aligned at the end (numbers) */
void pdf_table(struct pdf *p, const struct pdf_column *columns, size_t n);
void pdf_table_row(struct pdf *p, const struct str *cells, size_t n);
void pdf_table_end(struct pdf *p);
/* A picture as wide as the text. x: thousandths of that width from the left edge, whatever the direction of writing (who draws has
 * turned what has to be turned); y: points from its top, of a word its foot. soft: pale; of a word: not bold. */
enum pdf_shape { PDF_LINE, PDF_POINT, PDF_RING, PDF_WORD };
enum pdf_at { PDF_BEGINS, PDF_MIDDLE, PDF_ENDS };	/* what of the word stands at x */
struct pdf_mark {
	enum pdf_shape shape;
	double x, y;
	double x2, y2;		/* a line's end; x2 of a word: how wide it may be, 0: 400 */
	double size;		/* thickness, radius, or size of the letters */
	bool soft;
	struct str text;
	enum pdf_at at;
};
void pdf_picture(struct pdf *p, double height, const struct pdf_mark *v, size_t n);
int pdf_pages(const struct pdf *p);
/* Finishes; the bytes live in the arena. E_LIMIT: over max_bytes or max_pages. */
enum err pdf_end(struct pdf *p, struct str *ret) MUST_CHECK;

#endif
