/*
 * Pictures of numbers, drawn by the server: shares over time, a funnel, the hours of a week, a point on a scale.
 *
 * Numbers in; places of lines, points and words out, which the templates html/chart_*.html write. x is a part of the
 * width, y in pixels: a picture has no viewBox, so that its words keep their size at any width and on paper. In Arabic
 * time and weekdays run from the right: x is counted from the other side here (a scale's picture is turned by its class).
 *
 * A picture stands with its table and has a text in its place; no number is in it alone, and colour never says anything
 * by itself. What is not known or not shown comes without numbers (known: false), so that nothing here can draw it.
 * PURE but for the arena. Must not know: what is counted, who may see it.
 */
#ifndef PAGE_CHART_H
#define PAGE_CHART_H

#include "page/page.h"

/* ---- shares over time ---- */

struct chart_share { struct str label; int64_t n, of; bool known; };	/* known: of > 0, 0 <= n <= of */
struct chart_shares { struct chart_share *v; size_t n; };
struct chart_dot { struct str x; int32_t y, r; };
struct chart_link { struct str x1, x2; int32_t y1, y2; };
struct chart_word { struct str x, text, anchor; int32_t y; bool big; };
struct chart_dots { struct chart_dot *v; size_t n; };
struct chart_links { struct chart_link *v; size_t n; };
struct chart_words { struct chart_word *v; size_t n; };
struct chart_trend {
	const char *id;			/* of the title: one of its own in each page */
	struct str title, near, far, scale;	/* where the lines begin and end, where the scale's words stand */
	struct chart_dots dots;		/* one for each known share */
	struct chart_links links;	/* between neighbours that are both known: a gap stays a gap */
	struct chart_words words;	/* first and last label; first and last known share */
};
struct chart_trend chart_trend(struct arena *a, enum lang l, const char *id, struct str title, const struct chart_shares *s);

/* ---- a funnel: how many are left of the first, step by step ---- */

struct chart_step { struct str label; int64_t n; bool known; };
struct chart_bar { struct str label, number, share, x, width; int32_t y; };	/* number, width empty: not shown */
struct chart_bars { struct chart_bar *v; size_t n; };
struct chart_funnel { const char *id; struct str title; struct chart_bars bars; int32_t height; };
struct chart_funnel chart_funnel(struct arena *a, enum lang l, const char *id, struct str title, const struct chart_step *v, size_t n);

/* ---- hours of a week ---- */

enum { CHART_TINTS = 5 };
struct chart_hour { int32_t weekday, hour, tint; struct str text; };	/* weekday 1 (Monday) … 7, hour 0 … 23, tint 0 … 4 */
struct chart_cell { struct str x, middle, width, text; int32_t y, height, tint, base; };
struct chart_cells { struct chart_cell *v; size_t n; };
struct chart_week {
	const char *id;
	struct str title;
	struct chart_cells cells;
	struct chart_words words;	/* weekdays above, hours before */
	int32_t height;
	int32_t first_day, last_day, first_hour, last_hour;	/* that occur; a table has these too */
};
struct chart_week chart_week(struct arena *a, enum lang l, const char *id, struct str title, const struct chart_hour *v, size_t n);
struct str chart_weekday(enum lang l, int32_t weekday);		/* short, where the language has one */

/* ---- points on a scale from 0: a line of a table ---- */

struct chart_mark { struct str x; };
struct chart_marks { struct chart_mark *v; size_t n; };
struct chart_range { struct str at, from, to, mark; struct chart_marks others; };	/* empty: none */
int32_t chart_scale(int64_t most);				/* a round number that is no less; at least 10 */
struct str chart_at(struct arena *a, int64_t twice, int32_t scale);	/* where twice a value stands; -1: nowhere */

#endif
