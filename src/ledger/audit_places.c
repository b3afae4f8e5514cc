/* What is on offer, and who has which time. See docs/fairness.md, "Words" and `places`. */
#include "ledger/audit_inside.h"

#include "base/num.h"

/* ---- intervals, blocks, shares ---- */

static bool is_act(const struct seen *s, const char *act)
{
	return str_eq(s->e.act, str_of(act));
}

static bool holds(const struct span *s, int32_t minute)
{
	return s->at.from <= minute && minute < s->at.to;
}

/* The oldest that is still so, of a list that begins with the newest. */
static void end_one(struct audit *x, uint32_t list, enum span_kind kind, const struct seen *s)
{
	struct span *last = NULL;

	for (uint32_t i = list; i; i = span_at(x, i)->l.next) {
		struct span *p = span_at(x, i);

		if (p->kind == kind && p->gone_by < 0 && p->at.from == s->at.from && p->at.to == s->at.to
				&& p->capacity == s->e.capacity)
			last = p;
	}
	if (!last)
		return;
	last->gone = s->e.at.v;
	last->gone_by = s->index;
}

static void put(struct audit *x, uint32_t *list, enum span_kind kind, const struct seen *s)
{
	struct span *p = span_new(x, list, kind, s->at, s->index);

	p->since = s->e.at.v;
	p->capacity = s->e.capacity;
	p->gathering = str_eq(s->e.reason, S("gathering"));
}

/* reason "until-MINUTES": kept until so long before the beginning. */
static void share(struct audit *x, const struct seen *s)
{
	struct day_state *d = day_at(x, day_make(x, s->at.schedule, s->at.day));
	const struct str until = S("until-");
	int64_t n = -1;

	for (uint32_t i = d->spans, next; i; i = next) {
		next = span_at(x, i)->l.next;
		if (span_at(x, i)->kind == SPAN_SHARE && span_at(x, i)->at.from == s->at.from && span_at(x, i)->at.to == s->at.to)
			span_drop(x, &d->spans, i);
	}
	put(x, &d->spans, SPAN_SHARE, s);
	if (str_starts(s->e.reason, until)
			&& num_parse(str_sub(s->e.reason, until.n, s->e.reason.n), 0, INT32_MAX, &n) == OK)
		span_at(x, d->spans)->until = (int32_t)n;
}

void audit_capacity(struct audit *x, const struct seen *s)
{
	bool publish = is_act(s, "publish");

	if (is_act(s, "share") && s->channel == x->online) {
		share(x, s);
		return;
	}
	if (!publish && !is_act(s, "withdraw"))
		return;
	bool block = s->e.capacity < 0;
	uint32_t *list = block ? &agenda_of(x, s->at.schedule)->blocks
		: &day_at(x, day_make(x, s->at.schedule, s->at.day))->spans;
	enum span_kind kind = block ? SPAN_BLOCK : SPAN_INTERVAL;

	if (publish == block)
		end_one(x, *list, kind, s);
	else
		put(x, list, kind, s);
}

/* ---- on offer ---- */

/* When the public could first see that beginning in this interval: it may take the place of one that it saw before. */
static struct offered since_of(const struct audit *x, const struct day_state *d, const struct span *p, int32_t minute)
{
	struct offered r = { p->since, p->index, -1 };

	for (uint32_t i = d->spans; i; i = span_at(x, i)->l.next) {
		const struct span *g = span_at(x, i);

		if (g->kind == SPAN_INTERVAL && g->gone_by >= 0 && holds(g, minute) && p->since >= g->gone
				&& p->since - g->gone <= PUBLIC_SECONDS && g->since < r.since)
			r = (struct offered){ g->since, g->index, -1 };
	}
	return r;
}

/* The newest block that overlaps the time and goes on; 0: none. */
static uint32_t blocked_at(struct audit *x, struct time_of t)
{
	uint32_t b = agenda_of(x, t.schedule)->blocks;

	while (b && (span_at(x, b)->gone_by >= 0 || !overlap(span_at(x, b)->at, t)))
		b = span_at(x, b)->l.next;
	return b;
}

struct offered offered_at(struct audit *x, struct time_of t)
{
	struct offered r = { INT64_MAX, -1, -1 };
	uint32_t day = day_find(x, t.schedule, t.day), blocked = blocked_at(x, t);

	for (uint32_t i = day ? day_at(x, day)->spans : 0; i; i = span_at(x, i)->l.next) {
		const struct span *p = span_at(x, i);

		if (p->kind != SPAN_INTERVAL || p->gone_by >= 0 || !holds(p, t.from)
				|| (blocked && !(p->gathering && p->at.from == t.from)))
			continue;
		struct offered o = since_of(x, day_at(x, day), p, t.from);

		r = o.since < r.since ? o : r;
	}
	if (r.by < 0) {
		r.block = blocked ? span_at(x, blocked)->index : -1;
		return r;
	}
	for (uint32_t b = agenda_of(x, t.schedule)->blocks; b; b = span_at(x, b)->l.next) {
		const struct span *p = span_at(x, b);

		if (p->gone_by >= 0 && overlap(p->at, t) && p->gone > r.since)
			r = (struct offered){ p->gone, p->gone_by, -1 };
	}
	return r;
}

/* ---- who has which time ---- */

static void leave(struct audit *x, uint32_t i)
{
	struct chain *c = chain_at(x, i);
	uint32_t *at;

	if (!c->taken)
		return;
	c->taken = false;
	at = &day_at(x, c->day_of)->chains;
	while (*at != i)
		at = &chain_at(x, *at)->day_next;
	*at = c->day_next;
}

static void enter(struct audit *x, const struct seen *s, bool extra)
{
	uint32_t day = day_make(x, s->at.schedule, s->at.day);
	struct chain *c = chain_at(x, s->chain);

	c->taken = true;
	c->extra = extra;
	c->at = s->at;
	c->index = s->index;
	c->org = s->org;
	c->service = s->service;
	c->day_of = day;
	c->day_next = day_at(x, day)->chains;
	day_at(x, day)->chains = s->chain;
}

static void freed(struct audit *x, const struct seen *s)
{
	const struct chain *c = chain_at(x, s->chain);
	struct span *p = span_new(x, &day_at(x, day_make(x, c->at.schedule, c->at.day))->spans, SPAN_FREED, c->at, s->index);

	p->since = s->e.at.v;
	p->chain = s->chain;
	p->org = c->org;
	p->service = c->service;
	p->listed = listed_of(x, c->org, c->service) > 0;
}

void freed_no_more(struct audit *x, struct time_of t)
{
	uint32_t day = day_find(x, t.schedule, t.day);

	for (uint32_t i = day ? day_at(x, day)->spans : 0, next; i; i = next) {
		next = span_at(x, i)->l.next;
		if (span_at(x, i)->kind == SPAN_FREED && overlap(span_at(x, i)->at, t))
			span_drop(x, &day_at(x, day)->spans, i);
	}
}

/* ---- full ---- */

static int64_t places_at(const struct audit *x, uint32_t day, int32_t minute)
{
	int64_t n = 0;

	for (uint32_t i = day ? day_at(x, day)->spans : 0; i; i = span_at(x, i)->l.next)
		if (span_at(x, i)->kind == SPAN_INTERVAL && span_at(x, i)->gone_by < 0 && holds(span_at(x, i), minute))
			n += span_at(x, i)->capacity;
	return n;
}

static bool beside(const struct audit *x, const struct seen *s, uint32_t c)
{
	return c != s->chain && !chain_at(x, c)->extra && overlap(chain_at(x, c)->at, s->at);
}

/* Those under way at a minute, lowest index first. */
static int64_t under_way(const struct audit *x, const struct seen *s, uint32_t day, int32_t minute, struct finding *f)
{
	int64_t n = 0;

	f->nentries = 0;
	for (uint32_t c = day_at(x, day)->chains; c; c = chain_at(x, c)->day_next) {
		const struct chain *o = chain_at(x, c);

		if (!beside(x, s, c) || o->at.from > minute || minute >= o->at.to)
			continue;
		n++;
		if (f->nentries == FINDING_ENTRIES - 1)
			continue;
		size_t k = f->nentries++;

		for (; k > 0 && f->entries[k - 1] > o->index; k--)
			f->entries[k] = f->entries[k - 1];
		f->entries[k] = o->index;
	}
	return n;
}

static void full(struct audit *x, const struct seen *s)
{
	uint32_t day = day_find(x, s->at.schedule, s->at.day);
	int64_t places = places_at(x, day, s->at.from);
	struct finding f = finding_of(x, s, "places", "full");
	int32_t minute = s->at.from, next;

	while (places > 0 && minute < INT32_MAX) {
		if (under_way(x, s, day, minute, &f) >= places) {
			f.n[0] = places;
			finding_entry(&f, s->index);
			x->found(x->arg, &f);
			return;
		}
		next = INT32_MAX;
		for (uint32_t c = day_at(x, day)->chains; c; c = chain_at(x, c)->day_next)
			if (beside(x, s, c) && chain_at(x, c)->at.from > minute && chain_at(x, c)->at.from < next)
				next = chain_at(x, c)->at.from;
		minute = next;
	}
}

/* ---- acts on a time ---- */

static void hold(struct audit *x, const struct seen *s)
{
	struct chain *c = chain_at(x, s->chain);

	if (str_eq(s->e.reason, S("waiting")))
		freed_no_more(x, s->at);
	c->hold = s->at;
	c->hold_at = s->e.at.v;
	c->hold_org = s->org;
	c->hold_role = s->role;
	c->hold_offer = offered_at(x, s->at);
	audit_hold(x, s);
}

/* The newest alone is remembered, of a time, house and role. */
static void release(struct audit *x, const struct seen *s)
{
	const struct chain *c = chain_at(x, s->chain);
	struct span *p;

	if (!c->hold_org || !same_time(c->hold, s->at) || str_eq(s->e.reason, S("accepted")) || !is_counted(x, c->hold_role))
		return;
	uint32_t day = day_make(x, s->at.schedule, s->at.day), i = parked_at(x, day, s->at, c->hold_org, c->hold_role);

	p = i ? span_at(x, i) : span_new(x, &day_at(x, day)->spans, SPAN_PARKED, s->at, s->index);
	p->since = s->e.at.v;
	p->chain = s->chain;
	p->org = c->hold_org;
	p->role = c->hold_role;
}

static void give(struct audit *x, const struct seen *s)
{
	const struct chain c = *chain_at(x, s->chain);
	bool move = is_act(s, "move"), same = move && c.taken && same_time(c.at, s->at);
	bool extra = is_act(s, "substitute") ? c.extra : s->extra;

	if ((move || is_act(s, "substitute")) && c.state == ST_WAITING)
		return;
	leave(x, s->chain);
	if (move && c.taken && !c.extra && !same)
		freed(x, s);
	if (s->extra)
		audit_extra(x, s);
	else if (!is_act(s, "substitute") && !s->e.reason.n && !same)
		audit_taking(x, s);
	if (!extra)
		full(x, s);
	enter(x, s, extra);
}

void audit_time(struct audit *x, const struct seen *s)
{
	if (is_act(s, "accept"))
		freed_no_more(x, s->at);
	if (!s->chain)
		return;
	if (is_act(s, "hold"))
		hold(x, s);
	if (is_act(s, "release"))
		release(x, s);
	if (is_act(s, "release") && str_eq(s->e.reason, S("draw")))
		audit_draw_back(x, s);
	if (s->seats)
		return;
	if (is_act(s, "book") || is_act(s, "move") || is_act(s, "overbook") || is_act(s, "substitute"))
		give(x, s);
	if (!is_act(s, "cancel"))
		return;
	const struct chain *c = chain_at(x, s->chain);

	if (c->taken && !c->extra)
		freed(x, s);
	leave(x, s->chain);
}
