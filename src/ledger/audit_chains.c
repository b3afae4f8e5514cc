/* What may follow what in the entries about one appointment, and about one request. See docs/fairness.md, `chains`. */
#include "ledger/audit_inside.h"

#define AFTER(s) (1u << (s))
#define SAME (-1)

static const struct { struct str act; unsigned after; int then; } steps[] = {
	{ S("hold"), AFTER(ST_NONE) | AFTER(ST_RELEASED) | AFTER(ST_OFFERED), ST_HELD },
	{ S("release"), AFTER(ST_HELD), ST_RELEASED },
	{ S("book"), AFTER(ST_NONE) | AFTER(ST_HELD) | AFTER(ST_WAITING) | AFTER(ST_ACCEPTED), ST_BOOKED },
	{ S("overbook"), AFTER(ST_NONE) | AFTER(ST_HELD), ST_BOOKED },
	{ S("wait"), AFTER(ST_NONE) | AFTER(ST_HELD), ST_WAITING },
	{ S("move"), AFTER(ST_BOOKED) | AFTER(ST_WAITING), SAME },
	{ S("substitute"), AFTER(ST_BOOKED) | AFTER(ST_WAITING), SAME },
	{ S("cancel"), AFTER(ST_BOOKED) | AFTER(ST_WAITING), ST_CANCELLED },
	{ S("attend"), AFTER(ST_BOOKED) | AFTER(ST_OVER), ST_OVER },
	{ S("miss"), AFTER(ST_BOOKED) | AFTER(ST_OVER), ST_OVER },
	{ S("undone"), AFTER(ST_OVER), ST_BOOKED },	/* no act: attend and miss that are taken back */
	{ S("enlist"), AFTER(ST_NONE) | AFTER(ST_LISTED) | AFTER(ST_OFFERED), ST_LISTED },
	{ S("offer"), AFTER(ST_LISTED), ST_OFFERED },
	{ S("expire"), AFTER(ST_OFFERED), ST_LISTED },
	{ S("accept"), AFTER(ST_OFFERED), ST_ACCEPTED },
	{ S("delist"), AFTER(ST_LISTED) | AFTER(ST_OFFERED), ST_DELISTED },
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static int step_of(const struct seen *s)
{
	bool undone = str_eq(s->e.reason, S("undone")) && (str_eq(s->e.act, S("attend")) || str_eq(s->e.act, S("miss")));
	const struct str act = undone ? s->e.reason : s->e.act;

	for (int i = 0; i < STEPS && (undone || !str_eq(act, S("undone"))); i++)
		if (str_eq(act, steps[i].act))
			return i;
	return -1;
}

static void found(struct audit *x, const struct seen *s, const char *code, int64_t last)
{
	struct finding f = finding_of(x, s, "chains", code);

	if (last >= 0)
		finding_entry(&f, last);
	finding_entry(&f, s->index);
	x->found(x->arg, &f);
}

bool of_no_chain(struct str act)
{
	return str_eq(act, S("publish")) || str_eq(act, S("withdraw")) || str_eq(act, S("share")) || str_eq(act, S("key"));
}

/* An offered request stays offered when it is written again, or kept a time for. */
static enum state then(enum state now, int i)
{
	if (steps[i].then == SAME || (now == ST_OFFERED && (steps[i].then == ST_HELD || str_eq(steps[i].act, S("enlist")))))
		return now;
	return (enum state)steps[i].then;
}

static int64_t last_of(const struct chain *c)
{
	return place_get(c->last_low, c->last_high);
}

static bool same_holder(const struct chain *c, uint64_t holder)
{
	return (!c->holder[0] && !c->holder[1]) || (c->holder[0] == (uint32_t)(holder & UINT32_MAX) && c->holder[1] == (uint32_t)(holder >> 32));
}

static void set_holder(struct chain *c, uint64_t holder)
{
	c->holder[0] = (uint32_t)(holder & UINT32_MAX);
	c->holder[1] = (uint32_t)(holder >> 32);
}

/* Seats of a group without names, in one chain. */
static void count_seats(struct audit *x, const struct seen *s, struct chain *c)
{
	int64_t n = s->e.capacity > 0 ? s->e.capacity : 0;
	struct pending *p = pending_make(x, c);

	p->seats += str_eq(s->e.act, S("hold")) ? n : str_eq(s->e.act, S("release")) ? -n : 0;
	if (p->seats >= 0)
		return;
	p->seats = 0;
	found(x, s, "seats", last_of(c));
}

void audit_chain(struct audit *x, const struct seen *s)
{
	int i = step_of(s);
	uint64_t holder = s->e.holder.n ? str_hash(s->e.holder) : 0;
	struct chain *c;

	if (s->chain && of_no_chain(s->e.act))
		found(x, s, "named", -1);
	if (i < 0)
		return;
	if (!s->chain) {
		if (!s->seats)
			found(x, s, "nameless", -1);
		return;
	}
	c = chain_at(x, s->chain);
	if (holder && !same_holder(c, holder))
		found(x, s, "holder", last_of(c));
	if (s->seats)
		count_seats(x, s, c);
	else if (!(steps[i].after & AFTER(c->state)))
		found(x, s, "step", last_of(c));
	if (!s->seats)
		c->state = (uint8_t)then((enum state)c->state, i);
	c->more = c->more || s->seats || (!str_eq(s->e.act, S("hold")) && !str_eq(s->e.act, S("release")));
	if (c->state == ST_RELEASED)
		pending_make(x, c)->given_at = x->latest;
	if (holder)
		set_holder(c, holder);
	place_put(&c->last_low, &c->last_high, s->index);
	c->about = day_of_time(s->at);
}
