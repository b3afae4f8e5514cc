/*
 * The people of a generated log (year.h): who comes, keeps a time, books, cancels, waits on a list.
 */
#ifndef LEDGER_TEST_YEAR_PEOPLE_H
#define LEDGER_TEST_YEAR_PEOPLE_H

#include "base/arena.h"
#include "ledger/test/year_text.h"

typedef void year_put(void *arg, struct instant at, struct str entry);

enum year_what { Y_DAY, Y_COMES, Y_BOOKS, Y_LEAVES, Y_CANCELS, Y_MOVES, Y_SEEN, Y_ASKS, Y_OFFER, Y_ANSWER, Y_EXTRA, Y_ABSENT, Y_BACK, Y_OPEN,
	Y_DRAW, Y_WISH, Y_DRAWN, Y_GIVEN_UP, Y_DRAW_BACK };
struct year_event { int64_t at, order; enum year_what what; int32_t agenda, i; };

struct year_visit { int32_t agenda, day, start; const char *channel, *role; uint64_t chain; bool extra, held, over, system; };
struct year_request { int32_t house, service; uint64_t chain; const char *class; int64_t asked_at, offered_at; int days, half, until, offers;
	int32_t hold; bool listed, offered; };

enum { YEAR_DRAW_TIMES = 4 };
struct year_draw { int32_t agenda, n, visit[YEAR_DRAW_TIMES]; uint64_t chain; bool up; };

struct year_house { double online, helper, cancels, moves, toggles, extras, share, soon; };

struct year {
	struct arena *a;
	year_put *put;
	void *arg;
	uint64_t random, names;
	int64_t now, order;
	int days;
	int64_t left, opened;				/* times freed while people waited, and left to everybody; sessions opened by day */
	int64_t back;					/* times of draws that were given up, and left to everybody */
	struct year_house house[YEAR_HOUSES];
	int32_t (*taken)[YEAR_ALL][YEAR_STARTS];	/* visit + 1; 0: free; < 0: not open */
	int32_t (*extras)[YEAR_ALL];
	struct year_event *heap;
	size_t nheap, heap_cap;
	struct year_visit *visit;
	size_t nvisits, visits_cap;
	struct year_request *request;
	size_t nrequests, requests_cap;
	struct year_draw *draw;
	size_t ndraws, draws_cap;
};

/* ---- chance ---- */

static inline uint64_t year_random(struct year *y)
{
	return year_mixed(y->random += 0x9E3779B97F4A7C15u);
}

static inline int64_t year_below(struct year *y, int64_t n)
{
	return n > 0 ? (int64_t)(year_random(y) % (uint64_t)n) : 0;
}

static inline bool year_chance(struct year *y, double p)
{
	return (double)(year_random(y) >> 11) / 9007199254740992.0 < p;
}

/* ---- entries ---- */

static inline void year_say(struct year *y, const struct year_entry *e)
{
	char text[YEAR_TEXT];

	y->put(y->arg, (struct instant){ y->now }, year_text(text, y->now, e));
}

static inline void year_say_visit(struct year *y, const struct year_visit *v, const char *act, const char *channel, const char *role,
	const char *reason)
{
	bool hold = !strcmp(act, "hold") || !strcmp(act, "release");
	struct year_entry e = { .act = act, .channel = channel, .role = role, .reason = reason, .agenda = v->agenda, .day = YEAR_FIRST_DAY + v->day,
		.min = YEAR_OPEN + v->start * YEAR_MINUTES, .minutes = YEAR_MINUTES, .chain = v->chain, .holder = !hold,
		.capacity = hold ? 0 : 1, .ceiling = !strcmp(act, "overbook") ? YEAR_CEILING : 0 };

	year_say(y, &e);
}

static inline void year_say_request(struct year *y, const struct year_request *r, const char *act, const struct year_visit *v,
	const char *channel, const char *role, const char *reason)
{
	int64_t min = y->now / 60;
	struct year_entry e = { .act = act, .channel = channel, .role = role, .reason = reason, .class = r->class, .holder = true, .chain = r->chain,
		.agenda = v ? v->agenda : r->house * YEAR_AGENDAS + r->service, .day = v ? YEAR_FIRST_DAY + v->day : (int32_t)(min / 1440),
		.min = v ? YEAR_OPEN + v->start * YEAR_MINUTES : (int32_t)(min % 1440), .minutes = v ? YEAR_MINUTES : 0, .no_agenda = !v };

	year_say(y, &e);
}

/* ---- what comes when ---- */

static inline bool year_before(const struct year_event *x, const struct year_event *y)
{
	return x->at != y->at ? x->at < y->at : x->order < y->order;
}

static inline void year_at(struct year *y, int64_t at, enum year_what what, int32_t agenda, int32_t i)
{
	struct year_event e = { at < y->now ? y->now : at, y->order++, what, agenda, i };
	size_t k = y->nheap++;

	y->heap = arena_grow(y->a, y->heap, k, &y->heap_cap, sizeof(*y->heap));
	for (; k && year_before(&e, &y->heap[(k - 1) / 2]); k = (k - 1) / 2)
		y->heap[k] = y->heap[(k - 1) / 2];
	y->heap[k] = e;
}

static inline struct year_event year_next(struct year *y)
{
	struct year_event first = y->heap[0], last = y->heap[--y->nheap];
	size_t k = 0, child;

	for (; (child = 2 * k + 1) < y->nheap; k = child) {
		child += child + 1 < y->nheap && year_before(&y->heap[child + 1], &y->heap[child]);
		if (year_before(&last, &y->heap[child]))
			break;
		y->heap[k] = y->heap[child];
	}
	y->heap[k] = last;
	return first;
}

static inline int32_t year_today(const struct year *y)
{
	return (int32_t)(y->now / 86400) - YEAR_FIRST_DAY;
}

static inline int64_t year_begins(int32_t day, int32_t start)
{
	return ((int64_t)YEAR_FIRST_DAY + day) * 86400 + 60 * (YEAR_OPEN + start * YEAR_MINUTES);
}

static inline int32_t year_visit_new(struct year *y, struct year_visit v)
{
	y->visit = arena_grow(y->a, y->visit, y->nvisits, &y->visits_cap, sizeof(*y->visit));
	v.chain = 1000 + y->names++;
	y->visit[y->nvisits] = v;
	return (int32_t)y->nvisits++;
}

static inline int32_t *year_place(const struct year *y, const struct year_visit *v)
{
	return &y->taken[v->agenda][v->day][v->start];
}

/* A free time of the agenda from that day on: the first, or one of the next days. */
static inline bool year_free(struct year *y, int32_t agenda, int32_t from, bool first, struct year_visit *ret)
{
	int32_t today = year_today(y), skip = first ? 0 : (int32_t)year_below(y, 14);

	for (int32_t d = from + skip; d < today + YEAR_AHEAD && d < y->days + YEAR_AHEAD; d++) {
		int32_t turn = first ? 0 : (int32_t)year_below(y, YEAR_STARTS), k = 0;

		while (k < YEAR_STARTS && (y->taken[agenda][d][(k + turn) % YEAR_STARTS]
				|| year_begins(d, (k + turn) % YEAR_STARTS) <= y->now + 600))
			k++;
		if (k == YEAR_STARTS)
			continue;
		*ret = (struct year_visit){ .agenda = agenda, .day = d, .start = (k + turn) % YEAR_STARTS };
		return true;
	}
	return false;
}

/* ---- the list ---- */

static inline bool year_fits(const struct year *y, const struct year_request *r, const struct year_visit *v)
{
	return r->listed && !r->offered && r->house == v->agenda / YEAR_AGENDAS && r->service == v->agenda % 2
		&& (r->days & 1 << (v->day % 7)) && (r->half & (v->start < YEAR_STARTS / 2 ? 1 : 2)) && v->day <= r->until
		&& (!r->offered_at || y->now - r->offered_at > 86400) && r->offers < 3;
}

static inline bool year_waits(const struct year *y, int32_t agenda)
{
	for (size_t i = 0; i < y->nrequests; i++)
		if (y->request[i].listed && y->request[i].house == agenda / YEAR_AGENDAS && y->request[i].service == agenda % 2)
			return true;
	return false;
}

/* Class, then date. */
static inline bool year_first(const struct year_request *x, const struct year_request *y)
{
	return (x->class != NULL) != (y->class != NULL) ? x->class != NULL : x->asked_at < y->asked_at;
}

static inline void year_freed(struct year *y, const struct year_visit *was)
{
	struct year_visit v = { .agenda = was->agenda, .day = was->day, .start = was->start, .system = true, .channel = "online", .role = "system" };

	*year_place(y, was) = 0;
	if (!year_waits(y, was->agenda))
		return;
	if (year_begins(was->day, was->start) < y->now + 7200 || !year_chance(y, y->house[was->agenda / YEAR_AGENDAS].share)) {
		y->left++;
		return;
	}
	int32_t i = year_visit_new(y, v);

	y->visit[i].held = true;
	*year_place(y, was) = i + 1;
	year_say_visit(y, &y->visit[i], "hold", "online", "system", "waiting");
	year_at(y, y->now + 2, Y_OFFER, v.agenda, i);
}

/* Nobody of its class asked before and still waits. */
static inline bool year_is_first(const struct year *y, const struct year_request *r)
{
	for (size_t k = 0; k < y->nrequests; k++) {
		const struct year_request *o = &y->request[k];

		if (o != r && o->listed && o->house == r->house && o->service == r->service && !o->class == !r->class
				&& o->asked_at < r->asked_at)
			return false;
	}
	return true;
}

static inline void year_offer(struct year *y, int32_t i)
{
	struct year_visit *v = &y->visit[i];
	struct year_request *best = NULL;

	for (size_t k = 0; k < y->nrequests; k++)
		if (year_fits(y, &y->request[k], v) && (!best || year_first(&y->request[k], best)))
			best = &y->request[k];
	bool gone = *year_place(y, v) != i + 1;

	if (!best || gone || year_begins(v->day, v->start) < y->now + 7200) {
		v->over = true;
		*year_place(y, v) = gone ? *year_place(y, v) : 0;
		year_say_visit(y, v, "release", "online", "system", "waiting");
		return;
	}
	best->offered = true;
	best->hold = i;
	best->offers++;
	best->offered_at = y->now;
	bool by_hand = year_chance(y, 0.02) && year_is_first(y, best);

	year_say_request(y, best, "offer", v, "online", by_hand ? "desk" : "system", by_hand ? "by-hand" : NULL);
	year_at(y, y->now + 60 + year_below(y, 6000), Y_ANSWER, v->agenda, (int32_t)(best - y->request));
}

static inline void year_booked(struct year *y, int32_t i)
{
	const struct year_visit *v = &y->visit[i];
	const struct year_house *h = &y->house[v->agenda / YEAR_AGENDAS];
	int64_t begins = year_begins(v->day, v->start);

	if (year_chance(y, h->cancels) && begins - y->now > 7200)
		year_at(y, y->now + 600 + year_below(y, begins - y->now - 3600), Y_CANCELS, v->agenda, i);
	else if (year_chance(y, h->moves) && begins - y->now > 86400)
		year_at(y, y->now + 600 + year_below(y, begins - y->now - 7200), Y_MOVES, v->agenda, i);
	year_at(y, begins + 900 + year_below(y, 1800), Y_SEEN, v->agenda, i);
}

static inline void year_answer(struct year *y, int32_t k)
{
	struct year_request *r = &y->request[k];
	int32_t i = r->hold;
	struct year_visit *v = &y->visit[i];

	r->offered = false;
	if (*year_place(y, v) == i + 1 && year_chance(y, 0.6)) {
		r->listed = false;
		v->channel = "online";
		v->role = "public";
		v->held = false;
		year_say_request(y, r, "accept", v, "online", "public", NULL);
		year_say_visit(y, v, "book", "online", "public", NULL);
		year_booked(y, i);
		return;
	}
	year_say_request(y, r, "expire", v, "online", year_chance(y, 0.5) ? "public" : "system", "declined");
	if (r->offers >= 3) {
		r->listed = false;
		year_say_request(y, r, "delist", NULL, "online", "system", "unanswered");
	}
	year_offer(y, i);
}

static inline void year_asks(struct year *y, int32_t agenda)
{
	bool desk = year_chance(y, 0.3);
	struct year_request r = { .house = agenda / YEAR_AGENDAS, .service = agenda % 2, .chain = 1000 + y->names++, .asked_at = y->now, .listed = true,
		.class = desk && year_chance(y, 0.3) ? "urgent" : NULL, .days = year_chance(y, 0.7) ? 127 : 1 << year_below(y, 5) | 1 << year_below(y, 5),
		.half = year_chance(y, 0.8) ? 3 : 1 + (int)year_below(y, 2), .until = year_today(y) + 10 + (int)year_below(y, 90) };

	y->request = arena_grow(y->a, y->request, y->nrequests, &y->requests_cap, sizeof(*y->request));
	y->request[y->nrequests++] = r;
	year_say_request(y, &r, "enlist", NULL, desk ? "desk" : "online", desk ? "desk" : "public", NULL);
}

/* Those whose dates are over leave; the others are kept together, so that looking through them stays short. */
static inline void year_tidy(struct year *y)
{
	for (size_t k = 0; k < y->nrequests; k++) {
		struct year_request *r = &y->request[k];

		if (!r->listed || r->offered || r->until >= year_today(y))
			continue;
		r->listed = false;
		year_say_request(y, r, "delist", NULL, "online", "system", "over");
	}
}

/* ---- people ---- */

static inline void year_hold(struct year *y, const struct year_visit *where, const char *channel, const char *role)
{
	const struct year_house *h = &y->house[where->agenda / YEAR_AGENDAS];
	struct year_visit v = *where;

	v.channel = channel;
	v.role = role;
	v.held = true;
	int32_t i = year_visit_new(y, v);

	*year_place(y, &v) = i + 1;
	year_say_visit(y, &y->visit[i], "hold", channel, role, NULL);
	if (year_chance(y, h->toggles))
		year_at(y, y->now + 15 + year_below(y, 200), Y_LEAVES, v.agenda, i);
	else if (year_chance(y, 0.05))
		year_at(y, y->now + 330, Y_LEAVES, v.agenda, i);
	else
		year_at(y, y->now + 20 + year_below(y, 200), Y_BOOKS, v.agenda, i);
}

static inline void year_comes(struct year *y, int32_t agenda, bool counter)
{
	const struct year_house *h = &y->house[agenda / YEAR_AGENDAS];
	const char *channel = "online", *role = "public";
	struct year_visit v;
	bool soon = counter && year_chance(y, h->soon);

	if (counter) {
		channel = year_chance(y, 0.4) ? "phone" : "desk";
		role = year_chance(y, 0.1) ? "practitioner" : "desk";
	} else if (year_chance(y, h->helper)) {
		channel = "assisted";
		role = "helper";
	}
	if (year_free(y, agenda, year_today(y) + (soon ? 0 : 1), soon || year_chance(y, 0.5), &v))
		year_hold(y, &v, channel, role);
	else if (year_chance(y, 0.5))
		year_asks(y, agenda);
}

static inline void year_leaves(struct year *y, int32_t i)
{
	struct year_visit *v = &y->visit[i], other = { 0 };
	bool late = year_chance(y, 0.3), again = year_chance(y, 0.3);

	v->over = true;
	if (*year_place(y, v) != i + 1)
		late = true;
	else
		*year_place(y, v) = 0;
	if (late || !year_free(y, v->agenda, year_today(y) + 1, false, &other)) {
		year_say_visit(y, v, "release", v->channel, "system", "expired");
		return;
	}
	const struct year_visit was = *v;

	year_say_visit(y, v, "release", was.channel, was.role, NULL);
	year_hold(y, again ? &was : &other, was.channel, was.role);
}

static inline void year_books(struct year *y, int32_t i)
{
	if (*year_place(y, &y->visit[i]) != i + 1) {
		year_leaves(y, i);	/* the doctor is away since */
		return;
	}
	y->visit[i].held = false;
	year_say_visit(y, &y->visit[i], "book", y->visit[i].channel, y->visit[i].role, NULL);
	year_booked(y, i);
}

static inline void year_cancels(struct year *y, int32_t i)
{
	struct year_visit *v = &y->visit[i];
	bool desk = year_chance(y, 0.4);

	if (v->over || year_begins(v->day, v->start) < y->now)
		return;
	v->over = true;
	year_say_visit(y, v, "cancel", desk ? "desk" : "online", desk ? "desk" : "public", year_chance(y, 0.9) ? "patient" : "service");
	if (!v->extra && *year_place(y, v) == i + 1)
		year_freed(y, v);
}

static inline void year_moves(struct year *y, int32_t i)
{
	struct year_visit was = y->visit[i], to;
	bool desk = year_chance(y, 0.5);

	if (was.over || was.extra || year_begins(was.day, was.start) < y->now || !year_free(y, was.agenda, year_today(y) + 1, false, &to))
		return;
	y->visit[i].day = to.day;
	y->visit[i].start = to.start;
	*year_place(y, &to) = i + 1;
	year_say_visit(y, &y->visit[i], "move", desk ? "desk" : "online", desk ? "desk" : "public", NULL);
	if (*year_place(y, &was) == i + 1)
		year_freed(y, &was);
	year_at(y, year_begins(to.day, to.start) + 900, Y_SEEN, to.agenda, i);
}

static inline void year_seen(struct year *y, int32_t i)
{
	struct year_visit *v = &y->visit[i];

	if (v->over || year_begins(v->day, v->start) > y->now)
		return;
	v->over = true;
	year_say_visit(y, v, year_chance(y, 0.88) ? "attend" : "miss", "desk", "desk", NULL);
}

static inline void year_extra(struct year *y, int32_t agenda)
{
	struct year_visit v = { .agenda = agenda, .day = year_today(y), .start = (int32_t)year_below(y, YEAR_STARTS), .extra = true, .channel = "desk",
		.role = year_chance(y, 0.3) ? "practitioner" : "desk" };

	if (year_begins(v.day, v.start) < y->now || y->extras[agenda][v.day] >= YEAR_CEILING || y->taken[agenda][v.day][0] < 0)
		return;
	y->extras[agenda][v.day]++;
	int32_t i = year_visit_new(y, v);

	year_say_visit(y, &y->visit[i], "overbook", v.channel, v.role, "urgent");
	year_at(y, year_begins(v.day, v.start) + 1200, Y_SEEN, agenda, i);
}

#endif
