/*
 * Forty-five things that are not as they should be, each put into some weeks of honest houses (year.h): nine
 * kinds, five ways each. What must be found is known by rule, code and entries.
 */
#ifndef LEDGER_TEST_CASES_H
#define LEDGER_TEST_CASES_H

#include "ledger/test/year.h"
#include "ledger/tree.h"

enum { CASE_KINDS = 9, CASE_WAYS = 5, CASES = CASE_KINDS * CASE_WAYS, CASE_DAYS = 45, CASE_MARKS = 4, CASE_HOUSE = YEAR_HOUSES,
	CASE_AGENDA = CASE_HOUSE * YEAR_AGENDAS };

/* at: where it stands in the log; what the text says may be another time. */
struct case_line { int64_t at; struct str text; int mark; };
struct case_log {
	struct arena *a;
	struct case_line *v;
	size_t n, cap;
	const char *rule, *code;		/* what must be found; rule NULL: another root than was signed */
	int64_t marks[CASE_MARKS];		/* its entries; of a test none are said */
	size_t nmarks;
	uint64_t random;
	int64_t now;
	size_t kept;				/* of a fork: so many entries had been signed, with that root */
	struct hash root;
};

static inline void case_put(void *arg, struct instant at, struct str text)
{
	struct case_log *c = arg;

	c->v = arena_grow(c->a, c->v, c->n, &c->cap, sizeof(*c->v));
	c->v[c->n++] = (struct case_line){ at.v, arena_str(c->a, text), 0 };
}

/* One entry of the house that is looked at; mark k: the k-th entry of what must be found. */
static inline void case_say(struct case_log *c, int mark, int64_t late, struct year_entry e)
{
	char text[YEAR_TEXT];

	e.agenda += CASE_AGENDA;
	e.day += YEAR_FIRST_DAY;
	e.minutes = e.minutes ? e.minutes : YEAR_MINUTES;
	e.channel = e.channel ? e.channel : "desk";
	e.role = e.role ? e.role : "desk";
	case_put(c, (struct instant){ c->now }, year_text(text, c->now - late, &e));
	c->v[c->n - 1].mark = mark;
}
#define SAY(mark, ...) case_say(c, mark, 0, (struct year_entry){ __VA_ARGS__ })
#define LATER(seconds) (c->now += (seconds))
#define OPEN(d) SAY(0, .act = "publish", .channel = "", .role = "system", .day = d, .min = 540, .minutes = 180, .capacity = 1, .no_service = true)
#define ENLIST(mark, who, ...) SAY(mark, .act = "enlist", .channel = "online", .role = "public", .day = 20, .min = 600, .chain = who, .holder = true, .no_agenda = true, __VA_ARGS__)
#define BOOK(mark, who, d, m, ...) SAY(mark, .act = "book", .day = d, .min = m, .chain = who, .holder = true, .capacity = 1, __VA_ARGS__)
#define OTHER(mark, what, who, d, m, ...) SAY(mark, .act = what, .day = d, .min = m, .chain = who, .holder = true, __VA_ARGS__)
#define HOLD(what, who, d, m, ...) SAY(0, .act = what, .day = d, .min = m, .chain = who, __VA_ARGS__)
#define PUBLIC .channel = "online", .role = "public"
#define HELPER .channel = "assisted", .role = "helper"
#define FOUND(r, k) (c->rule = (r), c->code = (k))

/* ---- nine kinds ---- */

static inline void case_insider(struct case_log *c, int way)
{
	OPEN(30);
	ENLIST(0, 11);
	BOOK(0, 12, 30, 540, PUBLIC);
	BOOK(0, 13, 30, 660, PUBLIC);
	LATER(86400);
	if (way == 2)
		OTHER(1, "move", 12, 30, 690, .capacity = 1);
	else
		OTHER(1, "cancel", 12, 30, 540, .reason = "patient", .channel = way == 1 ? "online" : "desk", .role = way == 1 ? "public" : "desk");
	LATER(3 + way * 4);
	if (way == 1) {
		HOLD("hold", 14, 30, 540);
		LATER(100);
	}
	if (way == 3)
		OTHER(2, "move", 13, 30, 540, .capacity = 1, .role = "head_of_admissions");
	else
		BOOK(2, 14, 30, way == 4 ? 550 : 540, .role = way == 2 ? "practitioner" : "desk");
	FOUND("retaken", "retaken");
}

static inline void case_reserved(struct case_log *c, int way)
{
	static const char *const code[] = { "unpublished", "unpublished", "unpublished", "at_once", "kept" };

	if (way) {
		SAY(way >= 3, .act = "publish", .channel = "", .role = "head_of_admissions", .day = 30, .min = 540, .minutes = 180, .capacity = 1, .no_service = true);
		LATER(20);
	}
	if (way == 4) {
		c->v[c->n - 1].mark = 0;
		SAY(1, .act = "share", .channel = "online", .role = "head_of_admissions", .day = 30, .min = 540, .minutes = 180, .reason = "until-60", .no_service = true);
	}
	if (way != 3)
		LATER(86400);
	if (way == 1)
		SAY(0, .act = "withdraw", .channel = "", .day = 30, .min = 540, .minutes = 180, .capacity = 1, .no_service = true);
	if (way == 2)
		SAY(1, .act = "withdraw", .channel = "", .day = 29, .min = 540, .minutes = 2880, .reason = "absence", .no_service = true);
	LATER(10);
	BOOK(way < 2 ? 1 : 2, 12, 30, 540, .role = way == 2 ? "practitioner" : "desk");
	LATER(600);
	if (way == 4)
		BOOK(3, 13, 30, 555, .channel = "phone");
	FOUND("unoffered", code[way]);
}

static inline void case_late(struct case_log *c, int way)
{
	static const int64_t late[] = { 1200, 86400, 30 * 86400, 7200, 901 };

	OPEN(30);
	BOOK(0, 12, 30, 540, PUBLIC);
	ENLIST(0, 11);
	LATER(50000);
	BOOK(1, 13, 30, 600, PUBLIC);
	if (way < 2)
		case_say(c, 2, late[way], (struct year_entry){ .act = "book", .day = 30, .min = 660, .chain = 14, .holder = true, .capacity = 1 });
	else if (way == 2)
		case_say(c, 2, late[way], (struct year_entry){ .act = "enlist", .day = 20, .min = 600, .chain = 15, .holder = true, .no_agenda = true });
	else if (way == 3)
		case_say(c, 2, late[way], (struct year_entry){ .act = "cancel", .day = 30, .min = 540, .chain = 12, .holder = true });
	else
		case_say(c, 2, late[way], (struct year_entry){ .act = "offer", .day = 30, .min = 690, .chain = 11, .holder = true });
	FOUND("dates", "late");
}

/* A whole story without one of its entries. */
static inline void case_removed(struct case_log *c, int way)
{
	if (way != 3)
		OPEN(30);
	LATER(3600);
	HOLD("hold", 12, 30, 540);
	if (way) {
		BOOK(way == 4 ? 1 : way == 3, 12, 30, 540);
		ENLIST(0, way == 1 ? 19 : 11);
	}
	LATER(86400);
	if (way == 0)
		OTHER(2, "attend", 12, 30, 540);
	if (way == 0)
		c->v[c->n - 2].mark = 1;
	if (way == 1)
		OTHER(1, "offer", 11, 30, 600, .role = "system");
	if (way == 2) {
		c->v[c->n - 1].mark = 1;
		OTHER(2, "accept", 11, 30, 600, PUBLIC);
	}
	if (way == 4)
		BOOK(2, 16, 30, 540, PUBLIC);
	FOUND(way == 3 ? "unoffered" : way == 4 ? "places" : "chains", way == 3 ? "unpublished" : way == 4 ? "full" : "step");
}

static inline void case_jump(struct case_log *c, int way)
{
	const char *class = way == 2 || way == 4 ? "urgent" : NULL;

	OPEN(30);
	ENLIST(way != 3, 11, .class = class);
	LATER(60);
	ENLIST(0, 12, .class = class);
	LATER(60);
	ENLIST(0, 13, .class = way == 4 ? NULL : class);
	LATER(86400);
	if (way == 3) {
		OTHER(1, "offer", 11, 30, 540, .role = "system", .channel = "online");
		LATER(3600);
		OTHER(0, "expire", 11, 30, 540, .role = "system", .channel = "online", .reason = "unanswered");
		LATER(2 * 86400);
		OTHER(2, "offer", 13, 30, 660, .role = "system", .channel = "online");
		FOUND("order", "passed");
		return;
	}
	if (way == 4)
		OTHER(0, "enlist", 13, 20, 600, .class = "urgent", .reason = "class", .no_agenda = true);
	OTHER(2, "offer", way == 1 ? 12 : 13, 30, 540, .class = class, .reason = "by-hand", .role = way == 1 ? "head_of_admissions" : "desk");
	FOUND("order", "by_hand");
}

static inline void case_extra(struct case_log *c, int way)
{
	OPEN(30);
	BOOK(0, 19, 30, 600, PUBLIC);
	for (uint64_t i = 0; i < 3 && way; i++)
		SAY(0, .act = "overbook", .day = 30, .min = 540, .chain = 12 + i, .holder = true, .capacity = 1, .ceiling = way == 3 ? 9 : 3, .reason = "urgent");
	LATER(60);
	if (way == 4)
		OTHER(0, "cancel", 12, 30, 540, .reason = "patient");
	if (way == 4)
		SAY(0, .act = "overbook", .day = 30, .min = 555, .chain = 16, .holder = true, .capacity = 1, .ceiling = 3, .reason = "urgent");
	if (way == 2 || way == 3)
		OTHER(1, "move", 19, 30, 540, .ceiling = way == 3 ? 9 : 3, .reason = way == 3 ? NULL : "urgent", .capacity = 1);
	else
		SAY(1, .act = "overbook", .day = 30, .min = 540, .chain = 17, .holder = true, .capacity = 1, .ceiling = 3, .reason = way ? "urgent" : NULL);
	FOUND("extra", way == 0 || way == 3 ? "no_reason" : "ceiling");
}

static inline void case_pattern_one(struct case_log *c, int way, int i)
{
	const int d = 30 + i / 12, m = 540 + i % 12 * 15;
	const uint64_t who = 100 + 10 * (uint64_t)i;

	if (way == 0 && i < 25) {
		BOOK(0, who, d, m, PUBLIC);
		LATER(3000);
		OTHER(0, "cancel", who, d, m, .reason = "patient");
		LATER(120);
	}
	if (way == 1 && i < 25) {
		SAY(0, .act = "publish", .channel = "", .role = "desk", .day = d + 10, .min = m, .minutes = 15, .capacity = 1, .no_service = true);
		LATER(120);
		BOOK(0, who + 1, d + 10, m);
		return;
	}
	if (way == 2 && i % 2)
		SAY(0, .act = "overbook", .day = d + i / 6, .min = 540, .chain = who + 2, .holder = true, .capacity = 1, .ceiling = 9, .reason = "urgent");
	if (way == 3) {		/* a helper, who sees what the public sees, keeps times for whoever comes next */
		HOLD("hold", who + 3, d, m, HELPER);
		LATER(200);
		HOLD("release", who + 3, d, m, HELPER);
		LATER(20);
		HOLD("hold", who + 1, d, m, HELPER);
		BOOK(0, who + 1, d, m, HELPER);
		LATER(900);
		return;
	}
	if (way == 4)
		BOOK(0, who + 4, d + 17, m, PUBLIC);
	BOOK(0, who + 1, way == 4 ? d - 8 : d, m);
	LATER(900);
}

static inline void case_pattern(struct case_log *c, int way)
{
	static const char *const code[] = { "freed", "new", "extra", "parked", "delay" };

	for (int d = 15; d < 55; d++)
		if (way != 1 || d < 35)
			OPEN(d);
	LATER(86400);
	for (int i = 0; i < 36; i++)
		case_pattern_one(c, way, i);
	FOUND(way == 4 ? "delay" : "operator", code[way]);
}

/* A draw of one time: `day` and `min` are the end of its window. */
static inline void case_announce(struct case_log *c, int mark, int32_t day, int32_t min, int32_t minutes)
{
	SAY(0, .act = "hold", .day = 30, .min = 540, .chain = 60, .role = "system", .reason = "draw");
	SAY(mark, .act = "draw-open", .channel = "", .role = "head_of_admissions", .day = day, .min = min, .minutes = minutes, .capacity = 1, .chain = 61,
		.reason = YEAR_COMMITMENT);
	SAY(0, .act = "draw-time", .channel = "", .role = "head_of_admissions", .day = 30, .min = 540, .capacity = 1, .chain = 61, .reason = "1");
}

/* Too short for anybody to know of it (two minutes at night, an hour's notice, a day's but for a minute), or given up for whoever is at the counter. */
static inline void case_draw(struct case_log *c, int way)
{
	static const struct { int32_t day, min, minutes; } window[] = { { 19, 1382, 2 }, { 18, 12 * 60, 2850 }, { 19, 11 * 60 + 36, 2880 },
		{ 19, 720, 1440 }, { 20, 720, 2880 } };
	const bool up = way >= 3;

	OPEN(30);
	LATER(up ? 0 : 59);		/* the clocks of the place are an hour ahead: 11:37:59 where a minute is missing */
	case_announce(c, !up, window[way].day, window[way].min, window[way].minutes);
	FOUND("draw", up ? "given_up" : "short");
	if (!up)
		return;
	LATER(2 * 86400 - 7200);
	SAY(0, .act = "draw-end", .channel = "", .role = "head_of_admissions", .chain = 61, .day = 18, .min = 540, .reason = "cancelled");
	LATER(70000);
	SAY(1, .act = "release", .day = 30, .min = 540, .chain = 60, .role = "system", .reason = "draw");
	LATER(way == 3 ? 2400 : 3600);
	if (way == 4) {
		HOLD("hold", 14, 30, 540);
		LATER(100);
	}
	BOOK(2, 14, 30, 540, .role = way == 3 ? "desk" : "head_of_admissions");
}

/* ---- put into the weeks of the others ---- */

static inline int case_cmp(const void *p, const void *q)
{
	const struct case_line *x = p, *y = q;

	return x->at != y->at ? (x->at < y->at ? -1 : 1) : 0;
}

/* Stable: lines of one second stay in their order. */
static inline void case_merge(struct case_log *c, size_t ours)
{
	struct case_line *v = ARENA_ARRAY(c->a, struct case_line, c->n + 1);
	size_t i = 0, k = ours, n = 0;

	while (i < ours || k < c->n)
		v[n++] = k == c->n || (i < ours && case_cmp(&c->v[i], &c->v[k]) <= 0) ? c->v[i++] : c->v[k++];
	c->v = v;
	for (size_t j = 0; j < n; j++)
		if (v[j].mark) {
			c->marks[v[j].mark - 1] = (int64_t)j;
			c->nmarks = c->nmarks > (size_t)v[j].mark ? c->nmarks : (size_t)v[j].mark;
		}
}

static inline struct hash case_root(const struct case_log *c, size_t n)
{
	struct tree_edge t = { 0 };

	for (size_t i = 0; i < n; i++) {
		struct hash leaf = tree_leaf(c->v[i].text);

		tree_edge_add(&t, &leaf);
	}
	return tree_edge_root(&t);
}

/* Another history of the same log, from somewhere before what was signed. */
static inline void case_fork(struct case_log *c, int way)
{
	size_t at = c->n / 3 + (size_t)way;
	struct case_line was = c->v[at];

	c->kept = c->n / 2;
	c->root = case_root(c, c->kept);
	if (way == 0)
		c->v[at].text = arena_cat(c->a, str_sub(was.text, 0, was.text.n - 1), S(" }"));
	if (way == 1 || way == 4)
		memmove(&c->v[at], &c->v[at + 1], (--c->n - at) * sizeof(was));
	if (way == 2) {
		c->v[at] = c->v[at + 1];
		c->v[at + 1] = was;
	}
	if (way == 3)
		c->v[at].text = c->v[at + 1].text;
	if (way == 4)
		c->v[c->n++] = was;
}

/* The k-th, k in [0, CASES). */
static inline struct case_log case_of(struct arena *a, int k)
{
	static void (*const kinds[])(struct case_log *, int) = { case_insider, case_reserved, case_late, case_removed, case_jump, case_extra, case_pattern, case_draw };
	struct case_log log = { .a = a }, *c = &log;
	struct year *y = year_new(a, 1000 + (uint64_t)k, CASE_DAYS, case_put, c);
	size_t ours;

	year_run(y);
	ours = c->n;
	c->now = ((int64_t)YEAR_FIRST_DAY + 16) * 86400 + 36000 + k * 60;
	if (k / CASE_WAYS < CASE_KINDS - 1)
		kinds[k / CASE_WAYS](c, k % CASE_WAYS);
	case_merge(c, ours);
	if (k / CASE_WAYS == CASE_KINDS - 1)
		case_fork(c, k % CASE_WAYS);
	return log;
}

#endif
