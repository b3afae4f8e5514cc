/* Times that somebody takes: `unoffered`, `retaken`, `draw`, `extra`, and what the test of roles counts. See docs/fairness.md. */
#include "ledger/audit_inside.h"

enum { DAY = 86400, RETAKEN_SECONDS = 30, GIVEN_UP_SECONDS = 3600 };

/* When it was chosen: with a hold, that; and what was on offer then. */
struct moment { int64_t at; struct offered offer; bool held; uint32_t role; };

static struct moment moment_of(struct audit *x, const struct seen *s)
{
	const struct pending *p = pending_of(x, chain_at(x, s->chain));

	if (p && p->hold_org && same_time(p->hold, s->at))
		return (struct moment){ p->hold_at, p->hold_offer, true, p->hold_role };
	return (struct moment){ s->e.at.v, offered_at(x, s->at), false, 0 };
}

static void one(struct audit *x, const struct seen *s, struct finding *f)
{
	finding_entry(f, s->index);
	x->found(x->arg, f);
}

/* ---- unoffered ---- */

static void unpublished(struct audit *x, const struct seen *s, const struct moment *m)
{
	struct offered now = m->held ? offered_at(x, s->at) : m->offer;
	struct finding f = finding_of(x, s, "unoffered", "unpublished");

	if (now.by >= 0)
		return;
	if (now.block >= 0)
		finding_entry(&f, now.block);
	one(x, s, &f);
}

static void at_once(struct audit *x, const struct seen *s, const struct moment *m)
{
	struct finding f = finding_of(x, s, "unoffered", "at_once");

	f.n[0] = m->at - m->offer.since;
	if (!is_staff(x, s->role) || f.n[0] < 0 || f.n[0] >= PUBLIC_SECONDS)
		return;
	finding_entry(&f, m->offer.by);
	one(x, s, &f);
}

static void kept(struct audit *x, const struct seen *s)
{
	struct day_state day = day_find(x, s->at.schedule, day_of_time(s->at));
	struct kept *k = &agenda_of(x, s->at.schedule)->kept;
	const struct run *newest = NULL;

	if (is_open_way(x, s->channel))
		return;
	for (const struct run *r = NULL; (r = run_next(x, day, RUN_SHARE, s->at.from, r));)
		if (!newest || run_index(r, day.i) > run_index(newest, day.i))
			newest = r;
	if (!newest || newest->until < 0 || newest->capacity > 0)
		return;
	if (s->e.at.v + 60 * (int64_t)newest->until + DAY >= 60 * (int64_t)s->at.from)
		return;
	if (!k->n++) {
		k->share = run_index(newest, day.i);
		k->first = s->index;
		k->org = s->org;
	}
	k->last = s->index;
}

void audit_kept_judge(struct audit *x)
{
	for (uint32_t i = 0; x->agendas.nblocks && i <= x->agendas.n; i++) {
		struct kept *k = &agenda_of(x, i)->kept;
		struct finding f = { .rule = "unoffered", .code = "kept", .org = word_text(x, k->org),
			.schedule = k->n ? word_text(x, i) : STR_NONE, .at = { x->latest }, .n = { k->n } };

		if (!k->n)
			continue;
		finding_entry(&f, k->share);
		finding_entry(&f, k->first);
		finding_entry(&f, k->last);
		*k = (struct kept){ 0 };
		x->found(x->arg, &f);
	}
}

/* ---- retaken ---- */

static void retaken(struct audit *x, const struct seen *s, const struct moment *m)
{
	const struct span *p = freed_before(x, &(struct freed_ask){ s->at, m->at, RETAKEN_SECONDS, s->chain, false });
	struct finding f = finding_of(x, s, "retaken", "retaken");

	if (!p || !is_staff(x, s->role) || (m->held && m->role == x->system) || !p->service || !p->listed)
		return;
	f.n[0] = m->at - p->since;
	f.n[1] = listed_of(x, p->org, p->service);
	if (!f.n[1])
		return;
	finding_entry(&f, p->index);
	one(x, s, &f);
}

/* ---- given up ---- */

/* What a draw was to give, and did not, is for the list and for everybody before it is for whoever gave the draw up. */
static void given_up(struct audit *x, const struct seen *s, const struct moment *m)
{
	const struct span *p = freed_before(x, &(struct freed_ask){ s->at, m->at, GIVEN_UP_SECONDS, s->chain, true });
	struct finding f = finding_of(x, s, "draw", "given_up");

	if (!p || !is_staff(x, s->role))
		return;
	f.n[0] = m->at - p->since;
	finding_entry(&f, p->index);
	one(x, s, &f);
}

/* ---- what a taking, an extra and a hold are ---- */

void audit_taking(struct audit *x, const struct seen *s)
{
	const struct moment m = moment_of(x, s);

	if (m.offer.by < 0)
		unpublished(x, s, &m);
	else
		at_once(x, s, &m);
	kept(x, s);
	retaken(x, s, &m);
	given_up(x, s, &m);
	pattern_add(x, s, PATTERN_FREED, freed_before(x, &(struct freed_ask){ s->at, m.at, PATTERN_SECONDS, s->chain, false }) != NULL);
	pattern_add(x, s, PATTERN_NEW, m.offer.by >= 0 && m.at >= m.offer.since && m.at - m.offer.since < PATTERN_SECONDS);
	pattern_add(x, s, PATTERN_EXTRA, false);
	freed_no_more(x, s->at);
	if (str_eq(s->e.act, S("book")))
		wait_add(x, s);
}

void audit_extra(struct audit *x, const struct seen *s)
{
	struct finding f = finding_of(x, s, "extra", "no_reason");
	int64_t n = 1;

	pattern_add(x, s, PATTERN_EXTRA, true);
	if (!s->e.reason.n)
		one(x, s, &f);
	for (uint32_t c = day_chains(day_find(x, s->at.schedule, day_of_time(s->at))); c; c = chain_at(x, c)->day_next)
		n += chain_at(x, c)->extra;
	if (s->e.ceiling < 0 || n <= s->e.ceiling)
		return;
	f = finding_of(x, s, "extra", "ceiling");
	f.n[0] = n;
	f.n[1] = s->e.ceiling;
	one(x, s, &f);
}

uint32_t parked_at(const struct audit *x, struct day_state day, struct time_of at, uint32_t org, uint32_t role)
{
	for (uint32_t i = day_spans(day); i; i = span_at(x, i)->next) {
		const struct span *p = span_at(x, i);

		if (p->kind == SPAN_PARKED && same_time(p->at, at) && p->org == org && p->role == role)
			return i;
	}
	return 0;
}

/* Was this very time held and given back by the same role of the same house just before? */
void audit_hold(struct audit *x, const struct seen *s)
{
	if (!is_counted(x, s->role))
		return;
	uint32_t i = parked_at(x, day_find(x, s->at.schedule, day_of_time(s->at)), s->at, s->org, s->role);
	const struct span *p = i ? span_at(x, i) : NULL;

	pattern_add(x, s, PATTERN_PARKED, p && p->chain != s->chain && s->e.at.v >= p->since
		&& s->e.at.v - p->since <= PATTERN_SECONDS);
}
