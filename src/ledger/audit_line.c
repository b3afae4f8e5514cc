/* Requests of a waiting list, and who is asked first. See docs/fairness.md, `order`. */
#include "ledger/audit_inside.h"

enum { ONE_A_DAY = 86400, NOON = 720, DAY_MINUTES = 1440 };

static struct line *line_at(const struct audit *x, uint32_t i)
{
	return pool_at(&x->lines.p, i);
}

static uint64_t line_hash(uint32_t org, uint32_t service, uint32_t class)
{
	return (((uint64_t)org << 32 | service) * 0x9E3779B97F4A7C15u ^ class) * 0xBF58476D1CE4E5B9u >> 5;
}

static uint32_t line_find(const struct audit *x, uint32_t org, uint32_t service, uint32_t class)
{
	uint32_t i = table_first(&x->lines, line_hash(org, service, class));

	while (i && (line_at(x, i)->org != org || line_at(x, i)->service != service || line_at(x, i)->class != class))
		i = table_next(&x->lines, i);
	return i;
}

static uint32_t line_make(struct audit *x, uint32_t org, uint32_t service, uint32_t class)
{
	uint32_t i = line_find(x, org, service, class);

	if (i)
		return i;
	i = table_new(x->a, &x->lines, line_hash(org, service, class));
	line_at(x, i)->org = org;
	line_at(x, i)->service = service;
	line_at(x, i)->class = class;
	return i;
}

int64_t listed_of(const struct audit *x, uint32_t org, uint32_t service)
{
	uint32_t i = line_find(x, org, service, (uint32_t)LINE_ALL);

	return i ? line_at(x, i)->listed : 0;
}

static void set_listed(struct audit *x, uint32_t i, bool listed)
{
	struct chain *c = chain_at(x, i);
	uint32_t all;

	if (!c->line || c->listed == listed)
		return;
	c->listed = listed;
	all = line_make(x, line_at(x, c->line)->org, line_at(x, c->line)->service, (uint32_t)LINE_ALL);
	line_at(x, all)->listed += listed ? 1 : -1;
}

static void leave(struct audit *x, uint32_t i)
{
	struct chain *c = chain_at(x, i);

	if (!c->line)
		return;
	set_listed(x, i, false);
	*(c->prev ? &chain_at(x, c->prev)->after : &line_at(x, c->line)->first) = c->after;
	*(c->after ? &chain_at(x, c->after)->prev : &line_at(x, c->line)->last) = c->prev;
	c->line = c->prev = c->after = 0;
}

/* Behind all who asked no later. */
static void join(struct audit *x, const struct seen *s, uint32_t org, uint32_t service)
{
	uint32_t line = line_make(x, org, service, s->class), i = s->chain;
	struct chain *c = chain_at(x, i);
	uint32_t before = line_at(x, line)->last;

	while (before && chain_at(x, before)->asked_at > c->asked_at)
		before = chain_at(x, before)->prev;
	c->line = line;
	c->prev = before;
	c->after = before ? chain_at(x, before)->after : line_at(x, line)->first;
	*(c->prev ? &chain_at(x, c->prev)->after : &line_at(x, line)->first) = i;
	*(c->after ? &chain_at(x, c->after)->prev : &line_at(x, line)->last) = i;
}

static void enlist(struct audit *x, const struct seen *s)
{
	struct chain *c = chain_at(x, s->chain);
	const struct line *was = c->line ? line_at(x, c->line) : NULL;
	uint32_t org = was ? was->org : s->org, service = was ? was->service : s->service;
	bool again = c->line != 0, listed = c->listed;

	if (!again) {
		c->asked_at = s->e.at.v;
		c->asked_index = s->index;
	}
	leave(x, s->chain);
	join(x, s, org, service);
	set_listed(x, s->chain, !again || listed);
}

/* ---- offers ---- */

/* The newest time of the same agenda, day and half of it that this request was offered before; < 0: none. */
static int64_t offered_such(const struct audit *x, const struct chain *c, struct time_of t)
{
	for (uint32_t i = c->offers; i; i = span_at(x, i)->l.next) {
		const struct time_of o = span_at(x, i)->at;

		if (o.schedule == t.schedule && o.day == t.day && (o.from % DAY_MINUTES < NOON) == (t.from % DAY_MINUTES < NOON))
			return span_at(x, i)->index;
	}
	return -1;
}

static void judge(struct audit *x, const struct seen *s)
{
	const struct chain *me = chain_at(x, s->chain);
	bool by_hand = str_eq(s->e.reason, S("by-hand"));
	int64_t why = -1;

	if (!me->line || !line_at(x, me->line)->service)
		return;
	for (uint32_t i = line_at(x, me->line)->first; i && why < 0; i = chain_at(x, i)->after) {
		const struct chain *c = chain_at(x, i);

		if (c->asked_at >= me->asked_at)
			break;
		if (!c->listed)
			continue;
		if (by_hand)
			why = c->asked_index;
		else if (s->e.at.v - c->offer_at >= ONE_A_DAY)
			why = offered_such(x, c, s->at);
	}
	if (why < 0)
		return;
	struct finding f = finding_of(x, s, "order", by_hand ? "by_hand" : "passed");

	finding_entry(&f, why);
	finding_entry(&f, s->index);
	x->found(x->arg, &f);
}

static void offer(struct audit *x, const struct seen *s)
{
	judge(x, s);
	set_listed(x, s->chain, false);
	struct chain *c = chain_at(x, s->chain);

	c->offer_at = s->e.at.v;
	span_new(x, &c->offers, SPAN_OFFER, s->at, s->index);
}

void audit_line(struct audit *x, const struct seen *s)
{
	if (!s->chain)
		return;
	if (str_eq(s->e.act, S("enlist")))
		enlist(x, s);
	else if (str_eq(s->e.act, S("offer")))
		offer(x, s);
	else if (str_eq(s->e.act, S("expire")))
		set_listed(x, s->chain, true);
	else if (str_eq(s->e.act, S("accept")) || str_eq(s->e.act, S("delist")))
		leave(x, s->chain);
}
