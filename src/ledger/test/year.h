/*
 * A year of some honest houses as the entries of their log, made from a seed: the same seed, the same
 * entries. The houses differ (how many come online, who cancels, how often a counter keeps a time that it
 * then gives up), people wait on lists with wishes that the log does not hold, sessions are opened late,
 * doctors are absent, extras are given within the ceiling, some times by a public draw.
 * For tests of those who read logs, and for the independent verifier's.
 */
#ifndef LEDGER_TEST_YEAR_H
#define LEDGER_TEST_YEAR_H

#include "ledger/test/year_draws.h"

/* ---- the house ---- */

static inline void year_session(struct year *y, const char *act, int32_t agenda, int32_t day, int32_t capacity, const char *role)
{
	struct year_entry e = { .act = act, .channel = "", .role = role, .agenda = agenda, .day = YEAR_FIRST_DAY + day, .min = YEAR_OPEN,
		.minutes = YEAR_STARTS * YEAR_MINUTES, .capacity = capacity, .reason = capacity ? NULL : "absence", .no_service = true };

	year_say(y, &e);
}

static inline void year_open(struct year *y, int32_t agenda, int32_t day, const char *role)
{
	for (int k = 0; k < YEAR_STARTS; k++)
		y->taken[agenda][day][k] = 0;
	year_session(y, "publish", agenda, day, 1, role);
	if (agenda % YEAR_AGENDAS != 3)
		return;
	struct year_entry e = { .act = "share", .channel = "online", .role = role, .agenda = agenda, .day = YEAR_FIRST_DAY + day, .min = YEAR_OPEN,
		.minutes = YEAR_STARTS * YEAR_MINUTES, .capacity = 8, .reason = "until-1440", .no_service = true };

	year_say(y, &e);
}

/* The doctor is away: what was booked is moved, or told on the telephone. Whoever is not away after all comes back. */
static inline void year_absent(struct year *y, int32_t agenda, int32_t day)
{
	bool some = false;

	if (y->taken[agenda][day][0] < 0)
		return;
	year_session(y, "withdraw", agenda, day, 0, "head_of_admissions");
	for (int k = 0; k < YEAR_STARTS; k++) {
		int32_t i = y->taken[agenda][day][k];
		struct year_visit to;

		y->taken[agenda][day][k] = -1;
		some = some || i > 0;
		if (i <= 0 || y->visit[i - 1].held || !year_free(y, agenda, day + 1, true, &to))
			continue;
		y->visit[i - 1].day = to.day;
		y->visit[i - 1].start = to.start;
		*year_place(y, &to) = i;
		y->now++;
		year_say_visit(y, &y->visit[i - 1], "move", "desk", "desk", NULL);
		year_at(y, year_begins(to.day, to.start) + 900, Y_SEEN, agenda, i - 1);
	}
	if (!some)
		year_at(y, y->now + 7200, Y_BACK, agenda, day);
}

static inline void year_back(struct year *y, int32_t agenda, int32_t day)
{
	for (int k = 0; k < YEAR_STARTS; k++)
		y->taken[agenda][day][k] = 0;
	struct year_entry e = { .act = "publish", .channel = "", .role = "head_of_admissions", .agenda = agenda, .day = YEAR_FIRST_DAY + day,
		.min = YEAR_OPEN, .minutes = YEAR_STARTS * YEAR_MINUTES, .reason = "absence", .no_service = true };

	year_say(y, &e);
}

static inline void year_people(struct year *y, int32_t agenda)
{
	const struct year_house *h = &y->house[agenda / YEAR_AGENDAS];
	int64_t n = 6 + year_below(y, 11);

	for (int64_t i = 0; i < n; i++) {
		bool counter = !year_chance(y, h->online);
		int64_t from = counter ? 8 * 3600 + 1800 : 7 * 3600, to = counter ? 16 * 3600 : 22 * 3600;

		year_at(y, y->now / 86400 * 86400 + from + year_below(y, to - from), Y_COMES, agenda, counter);
	}
	if (year_chance(y, 0.01))
		year_at(y, y->now + 6 * 3600 + year_below(y, 36000), Y_DRAW, agenda, 0);
	if (year_chance(y, h->extras))
		year_at(y, y->now + 7 * 3600 + year_below(y, 7200), Y_EXTRA, agenda, 0);
	if (year_chance(y, 0.3))
		year_at(y, y->now + 8 * 3600 + year_below(y, 36000), Y_ASKS, agenda, 0);
	if (year_chance(y, 0.02))
		year_at(y, y->now + 8 * 3600 + year_below(y, 18000), Y_ABSENT, agenda, year_today(y) + 5 + (int32_t)year_below(y, 15));
}

static inline bool year_weekday(int32_t day)
{
	return day % 7 < 5;
}

static inline void year_day(struct year *y)
{
	int32_t today = year_today(y);

	year_tidy(y);
	for (int32_t g = 0; g < YEAR_HOUSES * YEAR_AGENDAS; g++)
		for (int32_t d = today ? today + YEAR_AHEAD - 1 : 0; d < today + YEAR_AHEAD; d++) {
			if (!year_weekday(d))
				continue;
			if (year_chance(y, 0.98))
				year_open(y, g, d, "system");
			else if (d > today + 12)
				year_at(y, year_begins(d, 0) - (3 + year_below(y, 7)) * 86400 + year_below(y, 20000), Y_OPEN, g, d);
		}
	for (int32_t g = 0; g < YEAR_HOUSES * YEAR_AGENDAS && year_weekday(today); g++)
		year_people(y, g);
	if (today + 1 < y->days)
		year_at(y, (y->now / 86400 + 1) * 86400 + 7200, Y_DAY, 0, 0);
}

static inline void year_do(struct year *y, const struct year_event *e)
{
	switch (e->what) {
	case Y_DAY: year_day(y); break;
	case Y_COMES: year_comes(y, e->agenda, e->i != 0); break;
	case Y_BOOKS: year_books(y, e->i); break;
	case Y_LEAVES: year_leaves(y, e->i); break;
	case Y_CANCELS: year_cancels(y, e->i); break;
	case Y_MOVES: year_moves(y, e->i); break;
	case Y_SEEN: year_seen(y, e->i); break;
	case Y_ASKS: year_asks(y, e->agenda); break;
	case Y_OFFER: year_offer(y, e->i); break;
	case Y_ANSWER: year_answer(y, e->i); break;
	case Y_EXTRA: year_extra(y, e->agenda); break;
	case Y_ABSENT: year_absent(y, e->agenda, e->i); break;
	case Y_BACK: year_back(y, e->agenda, e->i); break;
	case Y_DRAW: year_draw_announce(y, e->agenda); break;
	case Y_WISH: year_wish(y, e->i); break;
	case Y_GIVEN_UP: year_given_up(y, e->i); break;
	case Y_DRAW_BACK: year_draw_back(y, e->i); break;
	case Y_DRAWN: year_drawn(y, e->i); break;
	case Y_OPEN:
		year_open(y, e->agenda, e->i, "head_of_admissions");
		y->opened++;
		break;
	}
}

static inline double year_between(struct year *y, double least, double most)
{
	return least + (most - least) * (double)(year_random(y) >> 11) / 9007199254740992.0;
}

/* The houses of a seed; a test may change one before the year begins. */
static inline struct year *year_new(struct arena *a, uint64_t seed, int days, year_put *put, void *arg)
{
	struct year *y = ARENA_NEW(a, struct year);

	*y = (struct year){ .a = a, .put = put, .arg = arg, .random = seed * 0x2545F4914F6CDD1Du, .days = days,
		.now = (int64_t)YEAR_FIRST_DAY * 86400 + 7200 };
	y->taken = arena_alloc(a, YEAR_HOUSES * YEAR_AGENDAS, sizeof(*y->taken));
	y->extras = arena_alloc(a, YEAR_HOUSES * YEAR_AGENDAS, sizeof(*y->extras));
	memset(y->taken, 0xFF, YEAR_HOUSES * YEAR_AGENDAS * sizeof(*y->taken));
	for (int i = 0; i < YEAR_HOUSES; i++)
		y->house[i] = (struct year_house){ year_between(y, 0.4, 0.85), year_between(y, 0.02, 0.1), year_between(y, 0.08, 0.2),
			year_between(y, 0.03, 0.08), year_between(y, 0.03, 0.06), year_between(y, 0.08, 0.2), i ? 1 : 0.9, year_between(y, 0.1, 0.25) };
	return y;
}

static inline void year_run(struct year *y)
{
	int64_t end = ((int64_t)YEAR_FIRST_DAY + y->days) * 86400;

	year_at(y, y->now, Y_DAY, 0, 0);
	while (y->nheap) {
		struct year_event e = year_next(y);

		if (e.at >= end)
			return;
		y->now = e.at > y->now ? e.at : y->now;
		year_do(y, &e);
	}
}

#endif
