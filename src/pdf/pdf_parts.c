/* Blocks that are not running text: facts, codes, rules, tables. */
#include "pdf/inner.h"

#include "codes/codes.h"

void pdf_rule(struct pdf *p)
{
	pdf_need(p, 12);
	p->y += 4;
	pdf_ink(p, 0xB8C4CC);
	cairo_set_line_width(p->cr, 0.7);
	cairo_move_to(p->cr, pdf_left(p), p->y);
	cairo_rel_line_to(p->cr, pdf_width(p), 0);
	cairo_stroke(p->cr);
	pdf_ink(p, PDF_BLACK);
	p->y += 8;
}

/* Without kerning, which draws some letters together: who reads the text out of the file would see gaps. */
static void lay_code(struct pdf *p, struct str s, double w)
{
	PangoAttrList *attrs = pango_attr_list_new();

	pdf_font(p, 20, true);
	pango_attr_list_insert(attrs, pango_attr_letter_spacing_new(PANGO_SCALE));
	pango_attr_list_insert(attrs, pango_attr_font_features_new("kern=0"));
	pango_layout_set_attributes(p->layout, attrs);
	pango_attr_list_unref(attrs);
	pdf_lay(p, s, w, false, false);
	pango_layout_set_alignment(p->layout, PANGO_ALIGN_CENTER);
}

void pdf_code(struct pdf *p, struct str s)
{
	double h, w = pdf_width(p) < 260 ? pdf_width(p) : 260;
	double x = p->rtl ? pdf_left(p) + pdf_width(p) - w : pdf_left(p);

	lay_code(p, s, w - 20);
	h = pdf_height(p);
	pango_layout_set_attributes(p->layout, NULL);
	pdf_need(p, h + 22);	/* a new page writes its head and foot with the same layout */
	lay_code(p, s, w - 20);
	pdf_ink(p, PDF_HEADING);
	cairo_set_line_width(p->cr, 1.2);
	cairo_rectangle(p->cr, x, p->y, w, h + 12);
	cairo_stroke(p->cr);
	pdf_ink(p, PDF_BLACK);
	pdf_show(p, x + 10, p->y + 6);
	pango_layout_set_attributes(p->layout, NULL);
	p->y += h + 22;
}

/* One fact: its key in a column of a third, its value beside it. */
static void fact(struct pdf *p, const struct pdf_fact *f)
{
	double key_w = pdf_width(p) * 0.32, value_w = pdf_width(p) - key_w - 10, kh, vh;
	double key_x = p->rtl ? pdf_left(p) + value_w + 10 : pdf_left(p);
	double value_x = p->rtl ? pdf_left(p) : pdf_left(p) + key_w + 10;

	pdf_font(p, 10.5, true);
	pdf_lay(p, f->value, value_w, p->rtl && !f->ltr, p->rtl && f->ltr);
	vh = pdf_height(p);
	pdf_font(p, 9.5, false);
	pdf_lay(p, f->key, key_w, p->rtl, false);
	kh = pdf_height(p);
	pdf_need(p, (kh > vh ? kh : vh) + 4);
	pdf_ink(p, 0x444444);
	pdf_show(p, key_x, p->y + 0.8);
	pdf_ink(p, PDF_BLACK);
	pdf_font(p, 10.5, true);
	pdf_lay(p, f->value, value_w, p->rtl && !f->ltr, p->rtl && f->ltr);
	pdf_show(p, value_x, p->y);
	p->y += (kh > vh ? kh : vh) + 4;
}

void pdf_facts(struct pdf *p, const struct pdf_fact *facts, size_t n)
{
	for (size_t i = 0; i < n && !p->failed; i++)
		if (facts[i].value.n)
			fact(p, &facts[i]);
	p->y += 4;
}

/* Runs of dark modules as rectangles of one path: no hairlines between modules. */
static void modules(struct pdf *p, const struct qr *q, double x, double unit)
{
	for (int row = 0; row < q->size; row++) {
		for (int c = 0; c < q->size; ) {
			int n = 0;

			while (c + n < q->size && q->dark[row * q->size + c + n])
				n++;
			if (n)
				cairo_rectangle(p->cr, x + c * unit, p->y + row * unit, n * unit, unit);
			c += n ? n : 1;
		}
	}
	cairo_set_source_rgb(p->cr, 0, 0, 0);
	cairo_fill(p->cr);
	pdf_ink(p, PDF_BLACK);
}

/* One code and its caption in a column of that width. */
static enum err qr_in(struct pdf *p, const struct pdf_qr *t, double left, double w, double side)
{
	const double top = p->y;
	struct qr q;
	double quiet, x = p->rtl ? left + w - side : left;

	TRY(qr_make(p->a, t->text, &q));
	quiet = side / (q.size + 8) * 4;
	pdf_font(p, 9.5, false);
	pdf_lay(p, t->caption, w - side - 12, p->rtl, false);
	if (t->caption.n)
		pdf_show(p, p->rtl ? left : left + side + 12, top + quiet);
	p->y = top + quiet;
	modules(p, &q, x + quiet, side / (q.size + 8));
	p->y = top;
	return OK;
}

enum err pdf_qrs(struct pdf *p, const struct pdf_qr *v, size_t n, double side)
{
	const double w = pdf_width(p) / (double)n;

	pdf_need(p, side + 8);
	for (size_t i = 0; i < n; i++)
		TRY(qr_in(p, &v[i], pdf_left(p) + w * (double)(p->rtl ? n - 1 - i : i), w, side));
	p->y += side + 8;
	return OK;
}

/* --- tables --- */

static double share_sum(const struct pdf *p)
{
	double sum = 0;

	for (size_t i = 0; i < p->ncolumns; i++)
		sum += p->columns[i].share > 0 ? p->columns[i].share : 1;
	return sum > 0 ? sum : 1;
}

static double column_width(const struct pdf *p, size_t i)
{
	return pdf_width(p) * (p->columns[i].share > 0 ? p->columns[i].share : 1) / share_sum(p);
}

static void lay_cell(struct pdf *p, size_t i, struct str s, bool is_head)
{
	const struct pdf_column *c = &p->columns[i];
	bool ltr = c->ltr && !is_head;
	/* A number in a right-to-left table still begins at the right. */
	bool end = ltr && p->rtl ? !c->end : c->end;

	pdf_font(p, 9, is_head);
	pdf_lay(p, s, column_width(p, i) - 6, p->rtl && !ltr, end);
}

static double row_height(struct pdf *p, const struct str *cells, size_t n, bool is_head)
{
	double h = 0;

	for (size_t i = 0; i < n; i++) {
		double one;

		lay_cell(p, i, cells[i], is_head);
		one = pdf_height(p);
		h = one > h ? one : h;
	}
	return h + 5;
}

static void draw_row(struct pdf *p, const struct str *cells, size_t n, bool is_head, double h)
{
	double x = p->rtl ? pdf_left(p) + pdf_width(p) : pdf_left(p);

	if (is_head) {
		pdf_ink(p, 0xE6EEF3);
		cairo_rectangle(p->cr, pdf_left(p), p->y, pdf_width(p), h);
		cairo_fill(p->cr);
		pdf_ink(p, PDF_BLACK);
	}
	for (size_t i = 0; i < n; i++) {
		double w = column_width(p, i);

		if (p->rtl)
			x -= w;
		lay_cell(p, i, cells[i], is_head);
		pdf_show(p, x + 3, p->y + 2.5);
		if (!p->rtl)
			x += w;
	}
	p->y += h;
	pdf_ink(p, 0xB8C4CC);
	cairo_set_line_width(p->cr, 0.5);
	cairo_move_to(p->cr, pdf_left(p), p->y);
	cairo_rel_line_to(p->cr, pdf_width(p), 0);
	cairo_stroke(p->cr);
	pdf_ink(p, PDF_BLACK);
}

static void table_head(struct pdf *p)
{
	struct str heads[PDF_COLUMNS];

	for (size_t i = 0; i < p->ncolumns; i++)
		heads[i] = p->columns[i].head;
	draw_row(p, heads, p->ncolumns, true, row_height(p, heads, p->ncolumns, true));
}

void pdf_table(struct pdf *p, const struct pdf_column *columns, size_t n)
{
	p->ncolumns = n < PDF_COLUMNS ? n : PDF_COLUMNS;
	memcpy(p->columns, columns, p->ncolumns * sizeof(*columns));
	pdf_need(p, 60);
	table_head(p);
}

void pdf_table_row(struct pdf *p, const struct str *cells, size_t n)
{
	double h;

	if (p->failed)
		return;
	n = n < p->ncolumns ? n : p->ncolumns;
	h = row_height(p, cells, n, false);
	if (pdf_room(p) < h) {
		pdf_page_break(p);
		if (!p->failed)
			table_head(p);
	}
	draw_row(p, cells, n, false, h);
}

void pdf_table_end(struct pdf *p)
{
	p->ncolumns = 0;
	p->y += 8;
}

/* Millimetres in points. */
#define MM(x) ((x) * 72.0 / 25.4)

void pdf_letter(struct pdf *p, struct str from, struct str to)
{
	const double top = MM(49), left = MM(111), wide = MM(78), below = MM(92);

	if (p->letters || p->page > 1 || p->y > pdf_left(p))
		pdf_page_break(p);
	p->letters = true;
	if (p->failed)
		return;
	pdf_font(p, 9, false);
	pdf_lay(p, from, MM(80), p->rtl, false);
	pdf_show(p, p->rtl ? p->w - pdf_left(p) - MM(80) : pdf_left(p), p->y);
	pdf_font(p, 10, false);
	pdf_lay(p, to, wide, p->rtl, false);
	pdf_show(p, left, top);
	p->y = below;
}
