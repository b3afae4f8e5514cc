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

static bool is_gathering(const struct seen *s)
{
	return str_eq(s->e.reason, S("gathering"));
}

static void publish(struct audit *x, const struct seen *s)
{
	run_add(x, &(struct run_new){ RUN_INTERVAL, is_gathering(s), s->at, s->e.capacity, -1, s->e.at.v, s->index });
}

static void withdraw(struct audit *x, const struct seen *s)
{
	struct run_new was;

	if (!run_end(x, RUN_INTERVAL, s->at, s->e.capacity, &was))
		return;
	struct day_state d = day_find(x, s->at.schedule, day_of_time(s->at));
	struct span *p = span_new(x, &d.week->spans[d.i], SPAN_INTERVAL, s->at, was.index);

	p->since = was.since;
	p->capacity = was.capacity;
	p->gathering = was.gathering;
	p->gone = s->e.at.v;
	p->gone_by = s->index;
}

static void block(struct audit *x, const struct seen *s)
{
	span_new(x, &agenda_of(x, s->at.schedule)->blocks, SPAN_BLOCK, s->at, s->index)->since = s->e.at.v;
}

/* The oldest that still stands, of a list that begins with the newest. */
static void end_block(struct audit *x, const struct seen *s)
{
	struct span *last = NULL;

	for (uint32_t i = agenda_of(x, s->at.schedule)->blocks; i; i = span_at(x, i)->next) {
		struct span *p = span_at(x, i);

		if (p->gone_by < 0 && p->at.from == s->at.from && p->at.to == s->at.to)
			last = p;
	}
	if (!last)
		return;
	last->gone = s->e.at.v;
	last->gone_by = s->index;
}

/* reason "until-MINUTES": kept until so long before the beginning. */
static void share(struct audit *x, const struct seen *s)
{
	const struct str until = S("until-");
	struct run_new before;
	int64_t n = -1;

	while (run_end(x, RUN_SHARE, s->at, -1, &before))
		;
	if (!str_starts(s->e.reason, until)
			|| num_parse(str_sub(s->e.reason, until.n, s->e.reason.n), 0, INT32_MAX, &n) != OK)
		n = -1;
	run_add(x, &(struct run_new){ RUN_SHARE, false, s->at, s->e.capacity, (int32_t)n, s->e.at.v, s->index });
}

void audit_capacity(struct audit *x, const struct seen *s)
{
	bool a_block = s->e.capacity < 0;

	if (is_act(s, "share") && s->channel == x->online)
		share(x, s);
	else if (is_act(s, "publish"))
		(a_block ? end_block : publish)(x, s);
	else if (is_act(s, "withdraw"))
		(a_block ? block : withdraw)(x, s);
}

/* ---- on offer ---- */

/* When the public could first see that beginning in this interval: it may take the place of one that it saw before. */
static struct offered since_of(const struct audit *x, struct day_state d, const struct run *p, int32_t minute)
{
	const int64_t index = run_index(p, d.i);
	struct offered r = { p->since, index, -1 };

	for (uint32_t i = day_spans(d); i; i = span_at(x, i)->next) {
		const struct span *g = span_at(x, i);

		if (g->kind == SPAN_INTERVAL && g->gone_by < index && holds(g, minute) && p->since >= g->gone
				&& p->since - g->gone <= PUBLIC_SECONDS
				&& (g->since < r.since || (g->since == r.since && r.by != index && g->index < r.by)))
			r = (struct offered){ g->since, g->index, -1 };
	}
	return r;
}

/* The newest block that overlaps the time and goes on; 0: none. */
static uint32_t blocked_at(struct audit *x, struct time_of t)
{
	uint32_t b = agenda_of(x, t.schedule)->blocks;

	while (b && (span_at(x, b)->gone_by >= 0 || !overlap(span_at(x, b)->at, t)))
		b = span_at(x, b)->next;
	return b;
}

/* Of that day and of the one before, whose intervals may go on after midnight; of two since one second the older. A gathering blocks
 * its agenda for itself. */
static struct offered published_at(const struct audit *x, struct time_of t, bool blocked)
{
	struct offered r = { INT64_MAX, -1, -1 };
	int64_t oldest = -1;

	for (int32_t day = day_of_time(t); day >= day_of_time(t) - 1; day--) {
		struct day_state d = day_find(x, t.schedule, day);

		for (const struct run *p = NULL; (p = run_next(x, d, RUN_INTERVAL, t.from, p));) {
			struct offered o = since_of(x, d, p, t.from);

			if (blocked && !(p->gathering && day == day_of_time(t) && p->start == t.from % DAY_MINUTES))
				continue;
			if (o.since > r.since || (o.since == r.since && run_index(p, d.i) > oldest))
				continue;
			r = o;
			oldest = run_index(p, d.i);
		}
	}
	return r;
}

struct offered offered_at(struct audit *x, struct time_of t)
{
	uint32_t blocked = blocked_at(x, t);
	struct offered r = published_at(x, t, blocked != 0);

	if (r.by < 0) {
		r.block = blocked ? span_at(x, blocked)->index : -1;
		return r;
	}
	for (uint32_t b = agenda_of(x, t.schedule)->blocks; b; b = span_at(x, b)->next) {
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
	struct day_state d = day_find(x, c->at.schedule, day_of_time(c->at));

	at = &d.week->chains[d.i];
	while (*at != i)
		at = &chain_at(x, *at)->day_next;
	*at = c->day_next;
}

static void enter(struct audit *x, const struct seen *s, bool extra)
{
	struct day_state d = day_make(x, s->at.schedule, day_of_time(s->at));
	struct chain *c = chain_at(x, s->chain);

	c->taken = true;
	c->extra = extra;
	c->at = s->at;
	place_put(&c->index_low, &c->index_high, s->index);
	c->org = s->org;
	c->service = s->service;
	c->day_next = d.week->chains[d.i];
	d.week->chains[d.i] = s->chain;
}

static void freed(struct audit *x, const struct seen *s)
{
	const struct chain *c = chain_at(x, s->chain);
	struct day_state d = day_make(x, c->at.schedule, day_of_time(c->at));
	struct span *p = span_new(x, &d.week->spans[d.i], SPAN_FREED, c->at, s->index);

	p->since = s->e.at.v;
	p->chain = s->chain;
	p->org = c->org;
	p->service = c->service;
	p->listed = listed_of(x, c->org, c->service) > 0;
}

/* The last day that it touches; it is no longer than a day, so no other touches it that began before the day before its own. */
static int32_t last_day(struct time_of t)
{
	return day_of_time((struct time_of){ .from = t.to > t.from ? t.to - 1 : t.from });
}

static void freed_no_more_on(struct audit *x, struct day_state d, struct time_of t)
{
	for (uint32_t i = day_spans(d), next; i; i = next) {
		next = span_at(x, i)->next;
		if (span_at(x, i)->kind == SPAN_FREED && overlap(span_at(x, i)->at, t))
			span_drop(x, &d.week->spans[d.i], i);
	}
}

void freed_no_more(struct audit *x, struct time_of t)
{
	for (int32_t day = day_of_time(t) - 1; day <= last_day(t); day++)
		freed_no_more_on(x, day_find(x, t.schedule, day), t);
}

const struct span *freed_before(const struct audit *x, const struct freed_ask *q)
{
	const struct span *newest = NULL;

	for (int32_t day = day_of_time(q->at) - 1; day <= last_day(q->at); day++)
		for (uint32_t i = day_spans(day_find(x, q->at.schedule, day)); i; i = span_at(x, i)->next) {
			const struct span *p = span_at(x, i);

			if (p->kind == SPAN_FREED && p->chain != q->not && (p->given_up || !q->given_up) && overlap(p->at, q->at)
					&& q->moment >= p->since && q->moment - p->since <= q->seconds && (!newest || p->index > newest->index))
				newest = p;
		}
	return newest;
}

/* ---- full ---- */

static int64_t places_at(const struct audit *x, struct day_state day, int32_t minute)
{
	int64_t n = 0;

	for (const struct run *p = NULL; (p = run_next(x, day, RUN_INTERVAL, minute, p));)
		n += p->capacity;
	return n;
}

static bool beside(const struct audit *x, const struct seen *s, uint32_t c)
{
	return c != s->chain && !chain_at(x, c)->extra && overlap(chain_at(x, c)->at, s->at);
}

/* Those under way at a minute, lowest index first. */
static int64_t under_way(const struct audit *x, const struct seen *s, struct day_state day, int32_t minute, struct finding *f)
{
	int64_t n = 0;

	f->nentries = 0;
	for (uint32_t c = day_chains(day); c; c = chain_at(x, c)->day_next) {
		const struct chain *o = chain_at(x, c);
		const int64_t index = place_get(o->index_low, o->index_high);

		if (!beside(x, s, c) || o->at.from > minute || minute >= o->at.to)
			continue;
		n++;
		if (f->nentries == FINDING_ENTRIES - 1)
			continue;
		size_t k = f->nentries++;

		for (; k > 0 && f->entries[k - 1] > index; k--)
			f->entries[k] = f->entries[k - 1];
		f->entries[k] = index;
	}
	return n;
}

static void full(struct audit *x, const struct seen *s)
{
	struct day_state day = day_find(x, s->at.schedule, day_of_time(s->at));
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
		for (uint32_t c = day_chains(day); c; c = chain_at(x, c)->day_next)
			if (beside(x, s, c) && chain_at(x, c)->at.from > minute && chain_at(x, c)->at.from < next)
				next = chain_at(x, c)->at.from;
		minute = next;
	}
}

/* ---- acts on a time ---- */

static void hold(struct audit *x, const struct seen *s)
{
	struct pending *p = pending_make(x, chain_at(x, s->chain));

	if (str_eq(s->e.reason, S("waiting")))
		freed_no_more(x, s->at);
	p->hold = s->at;
	p->hold_at = s->e.at.v;
	p->hold_org = s->org;
	p->hold_role = s->role;
	p->hold_offer = offered_at(x, s->at);
	audit_hold(x, s);
}

/* The newest alone is remembered, of a time, house and role. */
static void release(struct audit *x, const struct seen *s)
{
	const struct pending *h = pending_of(x, chain_at(x, s->chain));
	struct span *p;

	if (!h || !h->hold_org || !same_time(h->hold, s->at) || str_eq(s->e.reason, S("accepted")) || !is_counted(x, h->hold_role))
		return;
	struct day_state day = day_make(x, s->at.schedule, day_of_time(s->at));
	uint32_t i = parked_at(x, day, s->at, h->hold_org, h->hold_role);

	p = i ? span_at(x, i) : span_new(x, &day.week->spans[day.i], SPAN_PARKED, s->at, s->index);
	p->since = s->e.at.v;
	p->chain = s->chain;
	p->org = h->hold_org;
	p->role = h->hold_role;
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
	if (!is_act(s, "substitute"))
		hold_used(x, chain_at(x, s->chain));
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
