/* Pictures: lines, points and words at their places. */
#include "pdf/inner.h"

#define SOFT 0xB8C4CCu
#define SOFT_WORD 0x444444u

static double across(const struct pdf *p, double x)
{
	return pdf_left(p) + pdf_width(p) * x / 1000;
}

static void line(struct pdf *p, const struct pdf_mark *m)
{
	cairo_set_line_width(p->cr, m->size);
	cairo_move_to(p->cr, across(p, m->x), p->y + m->y);
	cairo_line_to(p->cr, across(p, m->x2), p->y + m->y2);
	cairo_stroke(p->cr);
}

static void point(struct pdf *p, const struct pdf_mark *m)
{
	cairo_new_sub_path(p->cr);
	cairo_arc(p->cr, across(p, m->x), p->y + m->y, m->size, 0, 6.283185307);
	if (m->shape == PDF_POINT) {
		cairo_fill(p->cr);
		return;
	}
	cairo_set_line_width(p->cr, 1);
	cairo_stroke(p->cr);
}

/* On one line, whatever its length, with its foot at y. */
static void word(struct pdf *p, const struct pdf_mark *m)
{
	const double x = across(p, m->x), w = pdf_width(p) * (m->x2 > 0 ? m->x2 : 400) / 1000;
	const bool ends = m->at == PDF_ENDS;

	pdf_font(p, m->size, !m->soft);
	pdf_lay(p, m->text, w, p->rtl, ends);
	if (m->at == PDF_MIDDLE)
		pango_layout_set_alignment(p->layout, PANGO_ALIGN_CENTER);
	pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_END);
	pdf_show(p, m->at == PDF_MIDDLE ? x - w / 2 : p->rtl != ends ? x - w : x,
		p->y + m->y - (double)pango_layout_get_baseline(p->layout) / PANGO_SCALE);
	pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_NONE);
}

void pdf_picture(struct pdf *p, double height, const struct pdf_mark *v, size_t n)
{
	pdf_need(p, height);
	for (size_t i = 0; i < n && !p->failed; i++) {
		bool is_word = v[i].shape == PDF_WORD;

		pdf_ink(p, v[i].soft ? (is_word ? SOFT_WORD : SOFT) : is_word ? PDF_BLACK : PDF_HEADING);
		if (is_word)
			word(p, &v[i]);
		else if (v[i].shape == PDF_LINE)
			line(p, &v[i]);
		else
			point(p, &v[i]);
	}
	pdf_ink(p, PDF_BLACK);
	p->y += height;
}
