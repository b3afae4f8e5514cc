/*
 * The figures as pictures: what the tables of the same page show, and nothing else. What is hidden there is not read here:
 * pictures_test.c draws each with other numbers in place of the hidden ones, and gets the same.
 * Must not be included elsewhere.
 */
#ifndef FIGURES_PICTURES_H
#define FIGURES_PICTURES_H

#include "areas/figures/inside.h"
#include "areas/figures/rules/league.h"
#include "page/chart.h"

struct chart_trend picture_trend(const struct page *pg, const struct points *year);
/* Of those who booked in the month: how many did not cancel, how many visits are recorded, who came. */
struct funnel_view { struct chart_funnel picture; struct shown_steps { struct chart_step *v; size_t n; } steps; };
struct funnel_view picture_funnel(const struct page *pg, const struct figure_line *all);

/* How full the hours of a week were. exact: per cent, for the house's own people; else in fifths. */
struct words { struct str *v; size_t n; };
struct week_row { struct str hour; struct words cells; };
struct week_view { struct chart_week picture; struct words days; struct week_rows { struct week_row *v; size_t n; } rows; bool exact; };
struct week_view picture_week(const struct page *pg, const struct load_week *w, bool exact);
/* Adds the hours of a closed month that stand there otherwise today, where that may be told; c has room for all hours. */
void picture_week_corrected(const struct page *pg, const struct load_week *was, const struct load_week *now, bool exact,
	struct corrections *c);

/* Waits of first visits by speciality. Of a house: the median, its interval, the country's as a mark. Above: the median of
 * the level and that of each of its houses with ten first visits or more, which are not hidden. */
struct house_wait { size_t line; int32_t twice; };
struct house_waits { struct arena *a; const struct shown_lines *lines; struct house_wait *v; size_t n, cap; };
struct tally_waits_row;
enum err house_wait_add(void *arg, const struct tally_waits_row *r) MUST_CHECK;	/* arg: struct house_waits */
/* houses NULL: of a house. Both answer the end of the scale, in days. */
int32_t picture_waits(const struct page *pg, struct shown_lines *lines, const struct house_waits *houses);

/* Places side by side: intervals, and the places in the league that each may have; in the order of these. */
int32_t picture_league(const struct page *pg, struct place_lines *p, const struct figure_line *all);

#endif
