/*
 * Is a draw announced early enough, and is its window long enough? By the clock of its place, as its entry in the log says it
 * (docs/draw.md): whoever has the entry and the rules of the zone finds the same, also in the nights in which clocks change. PURE.
 * Must not know: what is drawn.
 */
#ifndef DRAWS_RULES_NOTICE_H
#define DRAWS_RULES_NOTICE_H

#include "base/time.h"

/* What no establishment may change: seconds that the clock shows. */
enum { DRAW_NOTICE = 86400, DRAW_WINDOW = 86400 };

/* said: seconds since 1970 that the clock of the place showed. */
struct draw_window { int64_t said; struct local opens, closes; };
int32_t draw_window_minutes(const struct draw_window *w);	/* as its entry has them: it begins so long before `closes` */
bool draw_is_early(const struct draw_window *w);		/* announced DRAW_NOTICE before it begins, or more */
bool draw_is_long(const struct draw_window *w);			/* DRAW_WINDOW or longer */

#endif
