/*
 * The document: pages, text blocks and how they flow. Facts, codes, tables: pdf_parts.c.
 *
 * Everything is measured in points (1/72 inch). A block that does not fit below moves to the next
 * page; a long paragraph breaks between its lines.
 */
#include "pdf/inner.h"

#define A4_SHORT 595.276
#define A4_LONG 841.89
#define MARGIN 51.0		/* 18 mm */
#define FOOT 30.0

static cairo_status_t to_buf(void *p, const unsigned char *data, unsigned n)
{
	struct buf *b = p;

	buf_put(b, (struct str){ (const char *)data, n });
	return buf_ok(b) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void drop(void *arg)
{
	struct pdf *p = arg;

	if (p->layout)
		g_object_unref(p->layout);
	if (p->cr)
		cairo_destroy(p->cr);
	if (p->surface)
		cairo_surface_destroy(p->surface);
	buf_free(&p->out);
	p->layout = NULL;
	p->cr = NULL;
	p->surface = NULL;
}

/* Text as cairo and pango want it: terminated, valid, without what would break a line twice. */
const char *pdf_cstr(struct pdf *p, struct str s)
{
	if (!utf8_valid(s))
		return "\xEF\xBF\xBD";
	return arena_cstr(p->a, s);
}

void pdf_font(struct pdf *p, double size, bool bold)
{
	PangoFontDescription *d = pango_font_description_new();

	pango_font_description_set_family_static(d, "Noto Sans,Noto Sans Arabic,DejaVu Sans");
	pango_font_description_set_absolute_size(d, size * p->scale * PANGO_SCALE);
	pango_font_description_set_weight(d, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(p->layout, d);
	pango_font_description_free(d);
}

void pdf_lay(struct pdf *p, struct str s, double width, bool rtl, bool end)
{
	PangoContext *c = pango_layout_get_context(p->layout);

	pango_context_set_base_dir(c, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_layout_context_changed(p->layout);
	pango_layout_set_auto_dir(p->layout, FALSE);
	pango_layout_set_width(p->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
	/* pango's left and right are those of the paper. */
	pango_layout_set_alignment(p->layout, rtl != end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
	pango_layout_set_text(p->layout, pdf_cstr(p, s), -1);
}

double pdf_height(struct pdf *p)
{
	int h;

	pango_layout_get_size(p->layout, NULL, &h);
	return (double)h / PANGO_SCALE;
}

void pdf_show(struct pdf *p, double x, double y)
{
	cairo_move_to(p->cr, x, y);
	pango_cairo_update_layout(p->cr, p->layout);
	pango_cairo_show_layout(p->cr, p->layout);
}

void pdf_ink(struct pdf *p, unsigned rgb)
{
	cairo_set_source_rgb(
		p->cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

double pdf_width(const struct pdf *p)
{
	return p->w - 2 * MARGIN;
}

double pdf_left(const struct pdf *p)
{
	(void)p;
	return MARGIN;
}

double pdf_room(const struct pdf *p)
{
	return p->h - MARGIN - FOOT - p->y;
}

static void foot(struct pdf *p)
{
	double y = p->h - MARGIN;
	struct str number = arena_fmt(p->a, "%d", p->page);

	if (p->letters)
		return;
	pdf_font(p, 8, false);
	pdf_ink(p, 0x555555);
	if (p->foot.n) {
		pdf_lay(p, p->foot, pdf_width(p) - 40, p->rtl0, false);
		pdf_show(p, MARGIN + (p->rtl0 ? 40 : 0), y);
	}
	pdf_lay(p, number, 40, false, !p->rtl0);
	pdf_show(p, p->rtl0 ? MARGIN : p->w - MARGIN - 40, y);
	pdf_ink(p, PDF_BLACK);
}

static void head(struct pdf *p)
{
	p->y = MARGIN;
	if (p->page == 1 || !p->title.n || p->letters)
		return;
	pdf_font(p, 8, false);
	pdf_ink(p, 0x555555);
	pdf_lay(p, p->title, pdf_width(p), p->rtl0, false);
	pdf_show(p, MARGIN, MARGIN - 18);
	pdf_ink(p, PDF_BLACK);
}

void pdf_page_break(struct pdf *p)
{
	if (p->page >= p->max_pages)
		p->failed = true;
	if (p->failed)
		return;
	foot(p);
	cairo_show_page(p->cr);
	p->page++;
	head(p);
}

void pdf_need(struct pdf *p, double height)
{
	if (pdf_room(p) < height && p->y > MARGIN + 1)
		pdf_page_break(p);
}

static void metadata(struct pdf *p, const struct pdf_options *o)
{
	char when[21];

	instant_print(o->now, when);
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, pdf_cstr(p, o->title));
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Diwan");
	cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
}

/* Glyphs stand where the font says, not on whole points: rounding opens gaps inside Arabic words. */
static void exact_positions(struct pdf *p)
{
	PangoContext *c = pango_layout_get_context(p->layout);
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(c, o);
	cairo_font_options_destroy(o);
	pango_context_set_round_glyph_positions(c, FALSE);
	pango_layout_context_changed(p->layout);
}

enum err pdf_new(struct arena *a, const struct pdf_options *o, struct pdf **ret)
{
	struct pdf *p = ARENA_NEW(a, struct pdf);

	p->a = a;
	p->w = o->landscape ? A4_LONG : A4_SHORT;
	p->h = o->landscape ? A4_SHORT : A4_LONG;
	p->title = arena_str(a, o->title);
	p->foot = arena_str(a, o->foot);
	p->rtl = p->rtl0 = o->rtl;
	p->page = 1;
	p->scale = o->per_cent ? o->per_cent / 100.0 : 1;
	p->max_pages = o->max_pages ? o->max_pages : 500;
	p->out.max = o->max_bytes ? o->max_bytes : (size_t)8 << 20;
	arena_on_end(a, drop, p);
	p->surface = cairo_pdf_surface_create_for_stream(to_buf, &p->out, p->w, p->h);
	p->cr = cairo_create(p->surface);
	if (cairo_status(p->cr) != CAIRO_STATUS_SUCCESS)
		return E_LIMIT;
	metadata(p, o);
	p->layout = pango_cairo_create_layout(p->cr);
	exact_positions(p);
	head(p);
	*ret = p;
	return OK;
}

void pdf_direction(struct pdf *p, bool rtl)
{
	p->rtl = rtl;
}

int pdf_pages(const struct pdf *p)
{
	return p->page;
}

/* Draws the laid-out text line by line from the current place on, over pages. */
static void flow(struct pdf *p)
{
	PangoLayoutIter *it = pango_layout_get_iter(p->layout);
	double shift = 0;
	bool more = true;

	for (double top = p->y; more && !p->failed; more = pango_layout_iter_next_line(it)) {
		PangoRectangle r;
		int y0, y1, base;
		PangoLayoutLine *line = pango_layout_iter_get_line_readonly(it);

		pango_layout_iter_get_line_extents(it, NULL, &r);
		pango_layout_iter_get_line_yrange(it, &y0, &y1);
		base = pango_layout_iter_get_baseline(it);
		if (top - shift + (double)y1 / PANGO_SCALE > p->h - MARGIN - FOOT && p->y > MARGIN + 1) {
			p->broke = true;
			break;
		}
		cairo_move_to(p->cr, MARGIN + (double)r.x / PANGO_SCALE, top + (double)base / PANGO_SCALE);
		pango_cairo_show_layout_line(p->cr, line);
		p->y = top + (double)y1 / PANGO_SCALE;
		p->from = line->start_index + line->length;
	}
	pango_layout_iter_free(it);
}

/* Paragraphs of any length: what does not fit is laid out anew on the next page. */
static void paragraph(struct pdf *p, struct str s, double size, bool bold, double after)
{
	for (s = str_trim(s); !p->failed; s = str_trim(str_sub(s, (size_t)p->from, s.n))) {
		pdf_font(p, size, bold);
		pdf_lay(p, s, pdf_width(p), p->rtl, false);
		p->broke = false;
		p->from = 0;
		flow(p);
		if (!p->broke)
			break;
		pdf_page_break(p);
	}
	p->y += after;
}

void pdf_heading(struct pdf *p, int level, struct str s)
{
	static const double sizes[] = { 20, 14, 11.5 };
	double size = sizes[level < 1 ? 0 : level > 3 ? 2 : level - 1];

	if (p->y > MARGIN + 1)
		p->y += size * 0.6;
	pdf_need(p, size * 1.6 + 40);
	pdf_ink(p, PDF_HEADING);
	paragraph(p, s, size, true, size * 0.35);
	pdf_ink(p, PDF_BLACK);
}

void pdf_text(struct pdf *p, struct str s)
{
	pdf_need(p, 16);
	paragraph(p, s, 10.5, false, 5);
}

void pdf_small(struct pdf *p, struct str s)
{
	pdf_need(p, 12);
	pdf_ink(p, 0x444444);
	paragraph(p, s, 8.5, false, 4);
	pdf_ink(p, PDF_BLACK);
}

void pdf_space(struct pdf *p, double points)
{
	p->y += points;
}

enum err pdf_end(struct pdf *p, struct str *ret)
{
	cairo_status_t st;

	if (p->failed)
		return E_LIMIT;
	foot(p);
	cairo_show_page(p->cr);
	cairo_surface_finish(p->surface);
	st = cairo_surface_status(p->surface);
	if (!buf_ok(&p->out) || st == CAIRO_STATUS_WRITE_ERROR || st == CAIRO_STATUS_NO_MEMORY)
		return E_LIMIT;
	if (st != CAIRO_STATUS_SUCCESS)
		return E_IO;
	*ret = buf_str(&p->out);	/* given back with the arena, in drop() */
	return OK;
}
