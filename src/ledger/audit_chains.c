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
	{ S("enlist"), AFTER(ST_NONE) | AFTER(ST_LISTED) | AFTER(ST_OFFERED), ST_LISTED },
	{ S("offer"), AFTER(ST_LISTED), ST_OFFERED },
	{ S("expire"), AFTER(ST_OFFERED), ST_LISTED },
	{ S("accept"), AFTER(ST_OFFERED), ST_ACCEPTED },
	{ S("delist"), AFTER(ST_LISTED) | AFTER(ST_OFFERED), ST_DELISTED },
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static int step_of(struct str act)
{
	for (int i = 0; i < STEPS; i++)
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

static bool of_no_chain(struct str act)
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

void audit_chain(struct audit *x, const struct seen *s)
{
	int i = step_of(s->e.act);
	uint64_t holder = s->e.holder.n ? str_hash(s->e.holder) : 0;
	struct chain *c;

	if (s->chain && of_no_chain(s->e.act))
		found(x, s, "named", -1);
	if (i < 0)
		return;
	if (!s->chain) {
		if (!str_eq(s->e.reason, S("party")))
			found(x, s, "nameless", -1);
		return;
	}
	c = chain_at(x, s->chain);
	if (!(steps[i].after & AFTER(c->state)))
		found(x, s, "step", c->last);
	if (holder && c->holder && c->holder != holder)
		found(x, s, "holder", c->last);
	c->state = then(c->state, i);
	c->holder = holder ? holder : c->holder;
	c->last = s->index;
	c->about = s->at.day;
}
