/*
 * What the files of this area share.
 * Must not know: persons.
 */
#ifndef FIGURES_INSIDE_H
#define FIGURES_INSIDE_H

#include "areas/figures/figures.h"
#include "page/chart.h"
#include "page/page.h"

extern const struct job figures_jobs[];
extern const struct command figures_commands[];
extern const struct route figures_routes[];

/* As stored and exported. */
enum err dimension_parse(struct str code, enum dimension *ret) MUST_CHECK;
enum figure measure_whole(enum figure m);	/* what it is a part of; MEASURES: of nothing */
bool measure_is_by(enum figure m, enum dimension d);	/* is it shown in the lines of d? Online by channel says nothing new */
int32_t *line_days(struct arena *a, struct figure_line *l, enum histogram h);	/* made if there are none */
void line_add(struct arena *a, struct figure_line *to, const struct figure_line *l);
struct str age_band(struct day born, struct day on);

/* A line as a page shows it, beside the same speciality in the region and the country (NULL: none). */
struct shown_line { struct str label; const struct figure_line *l, *region, *country; struct str spread; struct chart_range range; };
struct shown_lines { struct shown_line *v; size_t n; };
struct figure_names;
struct shown_lines shown_lines_of(const struct page *pg, const struct figures *f, enum dimension d, const struct figure_names *names);
struct point { int32_t month; struct str label; int64_t n, online; bool known, hidden; };
struct points { struct point *v; size_t n; };
/* Twelve months up to one; where a month was closed, as it was then. */
enum err figures_year(struct db *db, const struct page *pg, struct organization_id o, int32_t month, struct points *ret) MUST_CHECK;
/* What is known now of a closed month and was not then. What is hidden now and was not then is among them, changed or not: a
 * difference of a few is hidden, and as others are hidden with it none of these says that there was one. */
struct corrected { const struct figure_line *was, *now; enum figure m; };
struct corrected_list { struct corrected *v; size_t n; };
struct corrected_list corrected(struct arena *a, const struct figures *closed, const struct figures *now);
struct correction { struct str line, figure, was, now; };
struct corrections { struct correction *v; size_t n; };
struct funnel_view;
struct week_view;
struct dashboard {
	struct str code, name;
	int32_t month;
	const struct figure_line *all;
	struct shown_lines channels, visits, services, sexes, ages, practitioners;
	struct points year;
	struct chart_trend trend;
	const struct funnel_view *funnel;
	const struct week_view *week;		/* NULL: the month is not over, or it has no hours */
	struct corrections corrections;
	struct str title, before, after;	/* months as YYYY-MM */
	struct instant counted, closed_at;	/* INSTANT_NONE: never */
	bool compare, region, country;		/* there is something to compare with */
	bool above;				/* a level with houses below it */
	int32_t scale;				/* of the waits' pictures, in days */
};
struct place_line {
	int64_t lo;
	struct str code, name;
	struct figure_line *l, *all;		/* of the speciality; of all */
	bool few;
	bool placed;				/* then it has an interval of its median, in days, and places that it may have */
	int32_t low, high, first, last;
	struct str spread, places;		/* the same in words */
	struct chart_range range;
};
struct place_lines { struct place_line *v; size_t n; };
struct option_line { struct str code, label; bool chosen; };
struct option_lines { struct option_line *v; size_t n; };
/* A hospital's waits for everybody: a closed month. d.all NULL: none is. */
/* few: specialities of which the month tells nothing, by name; thirds: there were mornings. */
struct waits_view { struct dashboard d; struct option_lines months; struct str few; bool bookable, thirds; };
struct comparison {
	struct str code, name, title, month, before, after, specialty, specialty_name, level;
	struct place_lines places;
	struct option_lines specialties;
	const struct figure_line *l, *all;	/* of the speciality; of all */
	int32_t scale;				/* of the pictures, in days */
	struct instant counted, closed_at;	/* INSTANT_NONE: never */
	bool regions, provinces;		/* levels to choose from */
};

struct specialty_list_rows;
struct practitioners;
struct figure_names { const struct specialty_list_rows *specialties; const struct practitioners *practitioners; };
struct str line_label(const struct page *pg, const struct figure_names *names, const struct figure_line *l);
struct str figure_label(const struct page *pg, enum figure m);
/* A number, share or length of wait of a line in words of the page, or that it is hidden. */
struct str count_text(const struct page *pg, const struct figure_line *l, enum figure m);
struct str share_text(const struct page *pg, const struct figure_line *l, enum figure m, enum figure of);
struct str of_text(const struct page *pg, const struct figure_line *l, enum figure m, enum figure of);
struct str median_text(const struct page *pg, const struct figure_line *l, enum histogram h, enum figure m);
struct str p90_text(const struct page *pg, const struct figure_line *l, enum histogram h, enum figure m);
struct str third_text(const struct page *pg, const struct figure_line *l);
struct str hours_text(const struct page *pg, const struct figure_line *l);

/* Lines of a file: organization;month;figure;of;value;numerator;denominator, a point as decimal mark. den < 0: neither. */
struct figure_csv { struct buf *b; struct str organization, month; };
void figure_csv_line(const struct figure_csv *c, struct str figure, struct str of, struct str value, int64_t num, int64_t den);

struct rq;
struct organization_get_row;
/* The node that is asked for by code, else where the account stands; never outside its branch. */
enum err figures_node(struct rq *rq, struct str code, struct organization_get_row *ret) MUST_CHECK;
bool figures_is_place(struct str kind);	/* one that receives people, or a part of it */
/* A month of a node as who asks may see it: practitioners in the own house alone. */
enum err month_read(struct rq *rq, struct arena *a, const struct organization_get_row *o, int32_t month, struct figures_shown *ret) MUST_CHECK;
/* The hours of its week: as they were closed, or as they are known where none were kept; above the house of months that are over alone
 * (none: shown is empty then). */
struct week_shown { struct load_week shown, now; bool exact; };
enum err month_week(struct rq *rq, struct arena *a, const struct organization_get_row *o, int32_t month, struct instant closed_at,
	struct week_shown *ret) MUST_CHECK;
/* The lines of the CSV: use_percent_from_by_hour and …_to_… of "1 09h" (Monday, from 9 to 10). */
void week_csv(struct buf *b, struct arena *a, struct str organization, int32_t month, const struct week_shown *w);
enum err month_rows(struct rq *rq, const struct organization_get_row *o, int32_t first, int32_t last, bool one) MUST_CHECK;	/* for machines: .json */
enum err month_page(struct rq *rq, const struct organization_get_row *o, int32_t month) MUST_CHECK;
enum err month_file(struct rq *rq, const struct organization_get_row *o, int32_t month) MUST_CHECK;
enum err comparison_page(struct rq *rq, const struct organization_get_row *o, int32_t month, struct str specialty, struct str level) MUST_CHECK;
/* The places side by side as CSV or, by the path, a workbook: the same numbers, the same hidden. */
enum err comparison_file(struct rq *rq, const struct organization_get_row *o, int32_t month, struct str specialty, struct str level) MUST_CHECK;
enum err month_book(struct rq *rq, const struct organization_get_row *o, int32_t month) MUST_CHECK;	/* .xlsx */
enum err waits_page(struct rq *rq) MUST_CHECK;
/* A sheet for each dimension that f has, in the page's language. */
enum err figures_workbook_make(const struct page *pg, const struct figures *f, const struct week_shown *week, const struct figure_names *names, struct str title,
	struct str *ret) MUST_CHECK;
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
int32_t figures_month(struct rq *rq, int32_t asked, struct str zone_name);	/* or this month there */
struct str channel_label(const struct page *pg, struct str code);
struct str months_label(struct arena *a, enum lang l, int32_t month);
struct str days_label(const struct page *pg, int32_t days2);	/* "18 days", "18.5 days", "–" */

/* A line's cells in the order of published_columns, from the first number on: for open data and for machines. */
enum cell_is { CELL_NONE, CELL_HIDDEN, CELL_NUMBER };	/* none: not counted by that, or of nobody */
struct figure_cell { enum cell_is is; int64_t n; int decimals; };
enum { CELL_KEYS = 4, CELLS = MEASURES + 1 + 2 * HISTOGRAMS };
void figure_cells(const struct figure_line *l, struct figure_cell ret[static CELLS]);

/* Cells of files, after the first of a line: a number, or median and nine in ten of a histogram; "hidden" for what is not shown. */
void cell_count(struct buf *b, const struct figure_line *l, enum figure m);
void cell_days(struct buf *b, const struct figure_line *l, enum histogram h, bool hidden);

#endif
