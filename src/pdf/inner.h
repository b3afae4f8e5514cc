/*
 * What the files of pdf/ share: the state of one document.
 * Must not know: what is printed.
 */
#ifndef PDF_INNER_H
#define PDF_INNER_H

#include "pdf/pdf.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define PDF_BLACK 0x111111u
#define PDF_HEADING 0x0B3D5Cu
#define PDF_COLUMNS 16

struct pdf {
	struct arena *a;
	struct buf out;
	cairo_surface_t *surface;
	cairo_t *cr;
	PangoLayout *layout;
	struct str title, foot;
	double w, h, y;			/* page size; where the next block goes */
	double scale;			/* of letters */
	bool rtl, rtl0;			/* of the next block; of the document */
	bool failed, broke;
	bool letters;			/* each begins on a page of its own, without number */
	int page, max_pages, from;	/* from: bytes of the paragraph drawn before its page break */
	struct pdf_column columns[PDF_COLUMNS];
	size_t ncolumns;
};

const char *pdf_cstr(struct pdf *p, struct str s);
void pdf_font(struct pdf *p, double size, bool bold);
/* Lays out s in the current font; then pdf_height(), pdf_show(). end: at the end of the line. */
void pdf_lay(struct pdf *p, struct str s, double width, bool rtl, bool end);
double pdf_height(struct pdf *p);
void pdf_show(struct pdf *p, double x, double y);
void pdf_ink(struct pdf *p, unsigned rgb);
double pdf_left(const struct pdf *p);
double pdf_width(const struct pdf *p);
double pdf_room(const struct pdf *p);		/* left on this page */
void pdf_need(struct pdf *p, double height);	/* breaks the page unless so much is left */

#endif
