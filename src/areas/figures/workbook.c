/* The tables of a month as a workbook for directors: a sheet a table, named and numbered as on the page, hidden where it hides. */
#include "areas/figures/inside.h"

#include "figures_q.h"
#include "page/text.h"
#include "sheet/sheet.h"

struct book { struct sheet_book *to; const struct page *pg; const struct figure_names *names; enum sheet_style head, text; };

static void put_count(const struct book *w, int row, int column, const struct figure_line *l, enum figure m)
{
	if (is_hidden(l, m))
		sheet_book_text(w->to, row, column, tr(w->pg, "hidden"), w->text);
	else
		sheet_book_int(w->to, row, column, l->v[m]);
}

/* Median and nine in ten, in two columns. */
static void put_days(const struct book *w, int row, int column, const struct figure_line *l, enum histogram h, enum figure of)
{
	int32_t median = line_median_twice(l, h), p90 = line_p90(l, h);

	if (of != MEASURES && is_hidden(l, of)) {
		sheet_book_text(w->to, row, column, tr(w->pg, "hidden"), w->text);
		sheet_book_text(w->to, row, column + 1, tr(w->pg, "hidden"), w->text);
	} else if (median >= 0) {
		sheet_book_fixed(w->to, row, column, (int64_t)median * 5, 1);
		if (p90 >= 0)
			sheet_book_int(w->to, row, column + 1, p90);
	}
}

static void put_heads(const struct book *w, enum dimension d)
{
	static const char *const days[] = { N_("Median wait"), N_("9 in 10 within"), N_("Median wait, first visits"), N_("9 in 10 of the first visits within"),
		N_("Third next free time"), N_("9 in 10 mornings within") };
	int column = 1;

	sheet_book_width(w->to, 0, 34);
	for (int m = 0; m < MEASURES; m++)
		if (measure_is_by((enum figure)m, d))
			sheet_book_text(w->to, 2, column++, figure_label(w->pg, (enum figure)m), w->head);
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		sheet_book_text(w->to, 2, column++, tr(w->pg, days[i]), w->head);
	for (int i = 1; i < column; i++)
		sheet_book_width(w->to, i, 14);
	sheet_book_freeze(w->to, 3, 1);
}

static void put_line(const struct book *w, int row, const struct figure_line *l)
{
	int column = 1;

	sheet_book_text(w->to, row, 0, line_label(w->pg, w->names, l), w->text);
	for (int m = 0; m < MEASURES; m++)
		if (measure_is_by((enum figure)m, l->dimension))
			put_count(w, row, column++, l, (enum figure)m);
	put_days(w, row, column, l, H_DELAY, M_N);
	put_days(w, row, column + 2, l, H_COMPARED, M_COMPARED);
	put_days(w, row, column + 4, l, H_THIRD, MEASURES);
}

static enum err put_sheet(const struct book *w, const struct figures *f, enum dimension d, const char *label, struct str title)
{
	int row = 3;

	TRY(sheet_book_sheet(w->to, arena_cstr(w->pg->a, tr(w->pg, label)), w->pg->lang == LANG_AR));
	sheet_book_text(w->to, 0, 0, title, SHEET_TITLE);
	sheet_book_text(w->to, 2, 0, tr(w->pg, label), w->head);
	put_heads(w, d);
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i]->dimension == d)
			put_line(w, row++, f->v[i]);
	return OK;
}

/* A column a day, a row an hour, as the table of the page; no sheet where it has no hours. */
static void put_hour(const struct book *w, int row, const struct week_shown *week, int hour)
{
	sheet_book_text(w->to, row, 0, text_clock(w->pg->a, 60 * hour), w->text);
	for (int d = 0; d < WEEK; d++) {
		const struct load_hour *h = &week->shown.v[d][hour];

		if (h->open_min <= 0)
			continue;
		if (week->exact)
			sheet_book_int(w->to, row, d + 1, load_percent(h));
		else
			sheet_book_text(w->to, row, d + 1, arena_fmt(w->pg->a, "%lld–%lld", (long long)load_use(h, false).from,
				(long long)load_use(h, false).to), w->text);
	}
}

static enum err put_week(const struct book *w, const struct week_shown *week, struct str title)
{
	int row = 3;

	for (int h = 0; h < HOURS; h++) {
		bool some = false;

		for (int d = 0; d < WEEK; d++)
			some = some || week->shown.v[d][h].open_min > 0;
		if (!some)
			continue;
		if (row == 3) {
			TRY(sheet_book_sheet(w->to, arena_cstr(w->pg->a, tr(w->pg, "A week’s load")), w->pg->lang == LANG_AR));
			sheet_book_text(w->to, 0, 0, title, SHEET_TITLE);
			sheet_book_text(w->to, 2, 0, tr(w->pg, "Use of the hour, in per cent"), w->head);
			sheet_book_width(w->to, 0, 34);
			for (int d = 0; d < WEEK; d++)
				sheet_book_text(w->to, 2, d + 1, text_capital(w->pg->a, str_of(text_weekday(w->pg->lang, d + 1))), w->head);
		}
		put_hour(w, row++, week, h);
	}
	return OK;
}

enum err figures_workbook_make(const struct page *pg, const struct figures *f, const struct week_shown *week, const struct figure_names *names,
	struct str title, struct str *ret)
{
	static const char *const labels[DIMENSIONS] = { [D_ALL] = N_("All"), [D_CHANNEL] = N_("Channel"), [D_VISIT] = N_("Kind of visit"),
		[D_SERVICE] = N_("Speciality"), [D_SEX] = N_("Sex"), [D_AGE] = N_("Age"), [D_PRACTITIONER] = N_("Practitioner") };
	const bool rtl = pg->lang == LANG_AR;
	struct book w = { .pg = pg, .names = names, .head = rtl ? SHEET_HEAD_RTL : SHEET_HEAD, .text = rtl ? SHEET_TEXT_RTL : SHEET_PLAIN };

	TRY(sheet_book_new(pg->a, &w.to));
	for (int d = 0; d < DIMENSIONS; d++) {
		bool some = d == D_ALL;

		for (size_t i = 0; i < f->n; i++)
			some = some || (int)f->v[i]->dimension == d;
		if (some)
			TRY(put_sheet(&w, f, (enum dimension)d, labels[d], title));
	}
	TRY(put_week(&w, week, title));
	return sheet_book_end(w.to, ret);
}
