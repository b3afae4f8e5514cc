/*
 * What the files of this area share.
 * Must not know: persons.
 */
#ifndef FIGURES_INSIDE_H
#define FIGURES_INSIDE_H

#include "areas/figures/figures.h"
#include "page/page.h"

extern const struct job figures_jobs[];
extern const struct command figures_commands[];
extern const struct route figures_routes[];

/* The line of a key, made if there is none, in order of keys. */
struct figure_line *figure_line_of(struct arena *a, struct figure_lines *l, struct str key);

/* A line as a page shows it. */
struct shown_line {
	struct str key, label;
	int64_t n, online;
	int32_t median2, p90;		/* -1: none */
	int64_t within;			/* 30 days */
	bool hidden;			/* a small number, or the neighbour of one */
};
struct shown_lines { struct shown_line *v; size_t n; };
struct point { int32_t month; struct str label, x, next_x; int32_t y, next_y; int64_t n, online; bool last, known; };
struct points { struct point *v; size_t n; };
struct dashboard {
	struct str code, name;
	struct figures f;
	struct shown_lines channels, services, sexes;
	struct points year;
	struct str title, before, after;	/* months as YYYY-MM */
	bool compare;				/* the account sees several establishments */
};
struct place_line {
	struct str code, name;
	int64_t n, all, online, extra;		/* of the speciality; of all */
	int32_t median2, p90;
	bool hidden, few;
};
struct place_lines { struct place_line *v; size_t n; };
struct option_line { struct str code, label; bool chosen; };
struct option_lines { struct option_line *v; size_t n; };
struct comparison {
	struct str name, title, month, before, after, specialty, specialty_name;
	struct place_lines places;
	struct option_lines specialties;
	int64_t n, places_n, all, online, extra;
	int32_t median2, p90;
	struct instant counted;			/* INSTANT_NONE: never */
};

struct rq;
struct organization_get_row;
/* The node that is asked for by code, else where the account stands; never outside its branch. */
enum err figures_node(struct rq *rq, struct str code, struct organization_get_row *ret) MUST_CHECK;
int32_t figures_month(struct rq *rq, int32_t asked, struct str zone_name);	/* or this month there */
struct str channel_label(const struct page *pg, struct str code);
struct str months_label(struct arena *a, enum lang l, int32_t month);
struct str month_title(struct arena *a, enum lang l, int32_t month);
struct str days_label(const struct page *pg, int32_t days2);	/* "18 days", "18.5 days", "–" */

#endif
