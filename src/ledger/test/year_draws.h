/*
 * Public draws of a generated log (year.h), as honest houses hold them: announced two days before a window of two days, some given up,
 * whose times come back in the morning for the list first. Lots are not computed: the audit asks about the rest.
 */
#ifndef LEDGER_TEST_YEAR_DRAWS_H
#define LEDGER_TEST_YEAR_DRAWS_H

#include "ledger/test/year_people.h"

enum { DRAW_NOTICE_DAYS = 2, DRAW_WINDOW_DAYS = 2, DRAW_BACK_HOUR = 8, DRAW_WISHES = 4 };

static inline void year_say_draw(struct year *y, const struct year_draw *d, struct year_entry e)
{
	int64_t min = y->now / 60;

	e.agenda = d->agenda;
	e.chain = d->chain;
	e.channel = e.channel ? e.channel : "";
	e.role = e.role ? e.role : "system";
	if (!e.day) {
		e.day = (int32_t)(min / 1440);
		e.min = (int32_t)(min % 1440);
	}
	year_say(y, &e);
}

/* A free time in each of the next days from that one on. */
static inline int32_t year_draw_times(struct year *y, struct year_draw *d, int32_t day)
{
	struct year_visit v = { .agenda = d->agenda, .held = true, .system = true, .channel = "desk", .role = "system" };

	for (v.day = day; d->n < YEAR_DRAW_TIMES && v.day < day + 8 && v.day < y->days + YEAR_AHEAD; v.day++) {
		v.start = (int32_t)year_below(y, YEAR_STARTS);
		if (*year_place(y, &v))
			continue;
		d->visit[d->n] = year_visit_new(y, v);
		*year_place(y, &v) = d->visit[d->n] + 1;
		year_say_visit(y, &y->visit[d->visit[d->n++]], "hold", "desk", "system", "draw");
	}
	return d->n;
}

static inline void year_draw_announce(struct year *y, int32_t agenda)
{
	struct year_draw d = { .agenda = agenda, .chain = 1000 + y->names++ };
	int64_t closes = y->now / 60 + (DRAW_NOTICE_DAYS + DRAW_WINDOW_DAYS) * 1440;
	char number[2] = "0";

	if (!year_draw_times(y, &d, year_today(y) + 10))
		return;
	year_say_draw(y, &d, (struct year_entry){ .act = "draw-open", .role = "head_of_admissions", .day = (int32_t)(closes / 1440),
		.min = (int32_t)(closes % 1440), .minutes = DRAW_WINDOW_DAYS * 1440, .capacity = d.n, .reason = YEAR_COMMITMENT });
	for (int32_t k = 0; k < d.n; k++) {
		const struct year_visit *v = &y->visit[d.visit[k]];

		number[0]++;
		year_say_draw(y, &d, (struct year_entry){ .act = "draw-time", .role = "head_of_admissions", .day = YEAR_FIRST_DAY + v->day,
			.min = YEAR_OPEN + v->start * YEAR_MINUTES, .minutes = YEAR_MINUTES, .capacity = 1, .reason = number });
	}
	y->draw = arena_grow(y->a, y->draw, y->ndraws, &y->draws_cap, sizeof(*y->draw));
	y->draw[y->ndraws] = d;
	bool up = year_chance(y, 0.2);

	for (int k = 0; k < DRAW_WISHES; k++)
		year_at(y, y->now + DRAW_NOTICE_DAYS * 86400 + year_below(y, DRAW_WINDOW_DAYS * 86400), up && !k ? Y_GIVEN_UP : Y_WISH, agenda,
			(int32_t)y->ndraws);
	year_at(y, 60 * closes, Y_DRAWN, agenda, (int32_t)y->ndraws++);
}

/* Tells the hour alone. */
static inline void year_wish(struct year *y, int32_t i)
{
	const int64_t now = y->now;

	if (y->draw[i].up)
		return;
	y->now -= now % 3600;
	year_say_draw(y, &y->draw[i], (struct year_entry){ .act = "draw-wish", .channel = "online", .role = "public", .holder = true, .reason = "1" });
	y->now = now;
}

/* The list is asked first, as of every freed time; true: it is left to everybody. */
static inline bool year_draw_release(struct year *y, int32_t visit)
{
	const struct year_visit v = y->visit[visit];

	y->visit[visit].over = true;
	if (*year_place(y, &v) != visit + 1)
		return false;
	year_say_visit(y, &v, "release", "desk", "system", "draw");
	year_freed(y, &v);
	return *year_place(y, &v) == 0;
}

static inline void year_given_up(struct year *y, int32_t i)
{
	struct year_draw *d = &y->draw[i];

	d->up = true;
	year_say_draw(y, d, (struct year_entry){ .act = "draw-end", .role = "head_of_admissions", .reason = "cancelled" });
	year_at(y, (y->now / 86400 + 1) * 86400 + DRAW_BACK_HOUR * 3600, Y_DRAW_BACK, d->agenda, i);
}

static inline void year_draw_back(struct year *y, int32_t i)
{
	for (int32_t k = 0; k < y->draw[i].n; k++)
		y->back += year_draw_release(y, y->draw[i].visit[k]);
}

/* The window is over: most times are booked, of the others nobody wished one. */
static inline void year_drawn(struct year *y, int32_t i)
{
	struct year_draw *d = &y->draw[i];

	if (d->up)
		return;
	year_say_draw(y, d, (struct year_entry){ .act = "draw-close", .capacity = DRAW_WISHES });
	for (int32_t k = 0; k < d->n; k++) {
		const struct year_visit *v = &y->visit[d->visit[k]];

		if (*year_place(y, v) != d->visit[k] + 1 || year_chance(y, 0.2)) {
			year_draw_release(y, d->visit[k]);
			continue;
		}
		y->visit[d->visit[k]].held = false;
		year_say_visit(y, v, "book", "online", "system", NULL);
		year_booked(y, d->visit[k]);
	}
}

#endif
