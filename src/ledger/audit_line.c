/* Requests of a waiting list, and who is asked first. See docs/fairness.md, `order`. */
#include "ledger/audit_inside.h"

enum { ONE_A_DAY = 86400, NOON = 720 };

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

/* Of who stands in a line. */
static struct pending *in_line(const struct audit *x, uint32_t chain)
{
	return pending_of(x, chain_at(x, chain));
}

static void set_listed(struct audit *x, struct pending *p, bool listed)
{
	uint32_t all;

	if (!p || !p->line || p->listed == listed)
		return;
	p->listed = listed;
	all = line_make(x, line_at(x, p->line)->org, line_at(x, p->line)->service, (uint32_t)LINE_ALL);
	line_at(x, all)->listed += listed ? 1 : -1;
}

static void leave(struct audit *x, struct pending *p)
{
	if (!p || !p->line)
		return;
	set_listed(x, p, false);
	*(p->prev ? &in_line(x, p->prev)->after : &line_at(x, p->line)->first) = p->after;
	*(p->after ? &in_line(x, p->after)->prev : &line_at(x, p->line)->last) = p->prev;
	p->line = p->prev = p->after = 0;
}

/* Behind all who asked no later. */
static void join(struct audit *x, const struct seen *s, struct pending *p, uint32_t org, uint32_t service)
{
	uint32_t line = line_make(x, org, service, s->class), i = s->chain;
	uint32_t before = line_at(x, line)->last;

	while (before && in_line(x, before)->asked_at > p->asked_at)
		before = in_line(x, before)->prev;
	p->line = line;
	p->prev = before;
	p->after = before ? in_line(x, before)->after : line_at(x, line)->first;
	*(p->prev ? &in_line(x, p->prev)->after : &line_at(x, line)->first) = i;
	*(p->after ? &in_line(x, p->after)->prev : &line_at(x, line)->last) = i;
}

/* Where and since when it asks its first entry says, in which class its newest. */
static void enlist(struct audit *x, const struct seen *s, struct pending *p)
{
	const struct line *was = p->line ? line_at(x, p->line) : NULL;
	uint32_t org = was ? was->org : s->org, service = was ? was->service : s->service;

	if (!was) {
		p->asked_at = s->e.at.v;
		p->asked_index = s->index;
	}
	leave(x, p);
	join(x, s, p, org, service);
	set_listed(x, p, !p->offered);
}

/* ---- offers ---- */

/* The newest time of the same agenda, day and half of it that this request was offered before; < 0: none. */
static int64_t offered_such(const struct audit *x, const struct pending *p, struct time_of t)
{
	for (uint32_t i = p->offers; i; i = span_at(x, i)->next) {
		const struct time_of o = span_at(x, i)->at;

		if (o.schedule == t.schedule && day_of_time(o) == day_of_time(t) && (o.from % DAY_MINUTES < NOON) == (t.from % DAY_MINUTES < NOON))
			return span_at(x, i)->index;
	}
	return -1;
}

static void judge(struct audit *x, const struct seen *s, const struct pending *me)
{
	bool by_hand = str_eq(s->e.reason, S("by-hand"));
	int64_t why = -1;

	if (!me->line || !line_at(x, me->line)->service)
		return;
	for (uint32_t i = line_at(x, me->line)->first; i && why < 0; i = in_line(x, i)->after) {
		const struct pending *p = in_line(x, i);

		if (p->asked_at >= me->asked_at)
			break;
		if (!p->listed)
			continue;
		if (by_hand)
			why = p->asked_index;
		else if (s->e.at.v - p->offer_at >= ONE_A_DAY)
			why = offered_such(x, p, s->at);
	}
	if (why < 0)
		return;
	struct finding f = finding_of(x, s, "order", by_hand ? "by_hand" : "passed");

	finding_entry(&f, why);
	finding_entry(&f, s->index);
	x->found(x->arg, &f);
}

static void offer(struct audit *x, const struct seen *s, struct pending *p)
{
	judge(x, s, p);
	p->offered = true;
	set_listed(x, p, false);
	p->offer_at = s->e.at.v;
	span_new(x, &p->offers, SPAN_OFFER, s->at, s->index);
}

static void expire(struct audit *x, struct pending *p)
{
	if (!p)
		return;
	p->offered = false;
	set_listed(x, p, true);
}

void audit_line(struct audit *x, const struct seen *s)
{
	struct chain *c = s->chain ? chain_at(x, s->chain) : NULL;
	bool asks = str_eq(s->e.act, S("enlist")), offers = str_eq(s->e.act, S("offer"));

	if (!c)
		return;
	if (asks || offers)
		pending_make(x, c)->request = true;
	if (asks)
		enlist(x, s, pending_of(x, c));
	else if (offers)
		offer(x, s, pending_of(x, c));
	else if (str_eq(s->e.act, S("expire")))
		expire(x, pending_of(x, c));
	else if (str_eq(s->e.act, S("accept")) || str_eq(s->e.act, S("delist"))) {
		leave(x, pending_of(x, c));
		request_over(x, c);
	}
}
