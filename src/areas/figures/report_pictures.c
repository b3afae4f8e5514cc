/* Pictures of the monthly report: those of the page (pictures.h), on paper. Nothing else is read for them. */
#include "areas/figures/report.h"

#include "areas/figures/pictures.h"
#include "areas/figures/tally.h"
#include "base/num.h"
#include "organizations_q.h"
#include "pdf/pdf.h"

#define POINTS 0.6	/* of a pixel of the page */
enum { PERCENT_TO_MILLE = 10, TREND_HEIGHT = 262, ROW = 16, FOOT = 11, RANGE_FROM = 360, RANGE_WIDE = 480 };

/* A chart's "12.5%" in thousandths. */
static double across(struct str x)
{
	int64_t whole = 0, tenth = 0;
	struct str rest = x, first = str_cut(&rest, '.');

	if (num_parse(first, 0, 100, &whole) != OK || num_parse(str_cut(&rest, '%'), 0, 9, &tenth) != OK)
		return 0;
	return (double)(whole * PERCENT_TO_MILLE + tenth);
}

/* ---- the share taken online ---- */

static struct pdf_mark grid(const struct chart_trend *c, int y)
{
	return (struct pdf_mark){ .shape = PDF_LINE, .x = across(c->near), .x2 = across(c->far), .y = y * POINTS, .y2 = y * POINTS, .size = 0.5,
		.soft = true };
}

static struct pdf_mark word_of(const struct chart_word *w)
{
	enum pdf_at at = str_eq(w->anchor, S("start")) ? PDF_BEGINS : str_eq(w->anchor, S("end")) ? PDF_ENDS : PDF_MIDDLE;

	return (struct pdf_mark){ .shape = PDF_WORD, .x = across(w->x), .y = w->y * POINTS, .size = w->big ? 10.5 : 8, .soft = !w->big,
		.text = w->text, .at = at };
}

void report_draw_trend(struct pdf *p, const struct page *pg, const struct points *year)
{
	static const struct { int y; const char *text; } levels[] = { { 225, "0" }, { 175, "25" }, { 125, "50" }, { 75, "75" },
		{ 25, "\u2066100 %\u2069" } };
	const struct chart_trend c = picture_trend(pg, year);
	struct pdf_mark *v = ARENA_ARRAY(pg->a, struct pdf_mark, 10 + c.links.n + c.dots.n + c.words.n);
	size_t n = 0;

	for (size_t i = 0; i < 5; i++) {
		v[n++] = grid(&c, levels[i].y);
		v[n++] = (struct pdf_mark){ .shape = PDF_WORD, .x = across(c.scale), .y = (levels[i].y + 5) * POINTS, .size = 8, .soft = true,
			.text = str_of(levels[i].text) };
	}
	for (size_t i = 0; i < c.links.n; i++)
		v[n++] = (struct pdf_mark){ .shape = PDF_LINE, .x = across(c.links.v[i].x1), .y = c.links.v[i].y1 * POINTS,
			.x2 = across(c.links.v[i].x2), .y2 = c.links.v[i].y2 * POINTS, .size = 1.8 };
	for (size_t i = 0; i < c.dots.n; i++)
		v[n++] = (struct pdf_mark){ .shape = PDF_POINT, .x = across(c.dots.v[i].x), .y = c.dots.v[i].y * POINTS,
			.size = c.dots.v[i].r * POINTS };
	for (size_t i = 0; i < c.words.n; i++)
		v[n++] = word_of(&c.words.v[i]);
	pdf_picture(p, TREND_HEIGHT * POINTS, v, n);
}

/* ---- waits by speciality ---- */

enum err report_waits(struct db *db, const struct page *pg, const struct organization_get_row *o, const struct figures_shown *shown,
	const struct figure_names *names, struct report_waits *ret)
{
	const struct figures *f = shown->closed.n ? &shown->closed : &shown->now;
	struct report_waits w = { .lines = shown_lines_of(pg, f, D_SERVICE, names), .above = !figures_is_place(o->kind) };
	struct house_waits houses = { .a = pg->a, .lines = &w.lines };
	struct figures_shown country = { 0 };
	struct tally_root_row root;

	TRY(tally_root(db, pg->a, o->tree_lo, &root));
	w.country = root.id.v != o->id.v;
	if (w.country)
		TRY(figures_read(db, pg->a, root.id, root.tree_lo, f->month, &country));
	for (size_t i = 0; i < w.lines.n; i++)
		w.lines.v[i].country = figures_find(country.closed.n ? &country.closed : &country.now, D_SERVICE, w.lines.v[i].l->value);
	if (w.above)
		TRY(tally_waits(db, pg->a, &EVERYTHING, o->tree_lo, o->tree_hi, f->month, shown->closed.n ? EDITION_CLOSED : shown->edition,
			house_wait_add, &houses));
	w.scale = picture_waits(pg, &w.lines, w.above ? &houses : NULL);
	*ret = w;
	return OK;
}

/* The same thousandth seen from where reading begins: a scale runs from there. */
static double turned(const struct page *pg, double x)
{
	return pg->lang == LANG_AR ? 1000 - x : x;
}

static double on_scale(const struct page *pg, struct str x)
{
	return turned(pg, RANGE_FROM + across(x) * RANGE_WIDE / 1000);
}

static void wait_row(struct pdf *p, const struct page *pg, const struct shown_line *s)
{
	const struct chart_range *r = &s->range;
	struct pdf_mark *v = ARENA_ARRAY(pg->a, struct pdf_mark, 6 + r->others.n);
	const double y = ROW / 2.0;
	size_t n = 0;

	v[n++] = (struct pdf_mark){ .shape = PDF_WORD, .x = turned(pg, 0), .y = FOOT, .x2 = RANGE_FROM - 10, .size = 8.5, .soft = true,
		.text = s->label };
	v[n++] = (struct pdf_mark){ .shape = PDF_LINE, .x = turned(pg, RANGE_FROM), .x2 = turned(pg, RANGE_FROM + RANGE_WIDE), .y = y, .y2 = y,
		.size = 0.5, .soft = true };
	if (r->mark.n)
		v[n++] = (struct pdf_mark){ .shape = PDF_LINE, .x = on_scale(pg, r->mark), .x2 = on_scale(pg, r->mark), .y = 1.5, .y2 = ROW - 1.5,
			.size = 1.8, .soft = true };
	for (size_t i = 0; i < r->others.n; i++)
		v[n++] = (struct pdf_mark){ .shape = PDF_RING, .x = on_scale(pg, r->others.v[i].x), .y = y, .size = 2.4 };
	if (r->from.n)
		v[n++] = (struct pdf_mark){ .shape = PDF_LINE, .x = on_scale(pg, r->from), .x2 = on_scale(pg, r->to), .y = y, .y2 = y, .size = 1.8 };
	if (r->at.n)
		v[n++] = (struct pdf_mark){ .shape = PDF_POINT, .x = on_scale(pg, r->at), .y = y, .size = 3 };
	v[n++] = (struct pdf_mark){ .shape = PDF_WORD, .x = turned(pg, 1000), .y = FOOT, .x2 = 1000 - RANGE_FROM - RANGE_WIDE, .size = 8.5,
		.text = median_text(pg, s->l, H_COMPARED, M_COMPARED), .at = PDF_ENDS };
	pdf_picture(p, ROW, v, n);
}

void report_draw_waits(struct pdf *p, const struct page *pg, const struct report_waits *w)
{
	const struct pdf_mark scale = { .shape = PDF_WORD, .x = turned(pg, RANGE_FROM + RANGE_WIDE / 2.0), .y = FOOT, .size = 8, .soft = true,
		.text = tr_n(pg, w->scale, "0 to %d day", "0 to %d days"), .at = PDF_MIDDLE };

	pdf_picture(p, ROW, &scale, 1);
	for (size_t i = 0; i < w->lines.n; i++)
		wait_row(p, pg, &w->lines.v[i]);
	pdf_space(p, 4);
	pdf_small(p, FILL(pg, S("%1 %2"), w->above
		? tr(pg, "Full point: the median here. Rings: the medians of its hospitals with ten first visits or more.")
		: tr(pg, "Point: the median. Thick line: where it lies with 95 % certainty; of fewer than ten there is none."),
		w->country ? tr(pg, "Upright line: the median of the country.") : STR_NONE));
}
