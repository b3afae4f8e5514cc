/*
 * The round of a day, as its pages are given it.
 * Must not know: other areas' pages.
 */
#ifndef DESK_ROUND_H
#define DESK_ROUND_H

#include "areas/desk/pages.h"

struct round_line {
	struct appointment x;
	int32_t way;			/* minutes from the address before, or from the house */
	struct url map;			/* where its coordinates are known; empty: they are not */
	struct url video;		/* the room of a visit by video, near its time */
	bool home, open, next, begun;	/* home: somebody goes there, else it is a call */
};
struct round_lines { struct round_line *v; size_t n; };
struct round_page {
	struct schedule agenda;		/* id.v == 0: none goes out */
	struct agenda_choices agendas;
	struct day day, today;
	struct round_lines lines;
	int32_t way_back;
	struct url back, after, pdf;
};

/* The ways between the zones of the desk's house. */
struct travel;
enum err desk_ways(struct rq *rq, const struct desk *d, struct travel *ret) MUST_CHECK;
enum err desk_round_page(struct rq *rq) MUST_CHECK;
enum err desk_round_act(struct rq *rq) MUST_CHECK;
enum err desk_round_pdf(struct rq *rq) MUST_CHECK;
extern const struct form desk_round_form;

#endif
