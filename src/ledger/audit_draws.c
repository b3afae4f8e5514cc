/* Public draws, as far as they may be no way around the other rules: `draw` of docs/fairness.md. Their order is docs/draw.md's. */
#include "ledger/audit_inside.h"

enum { DAY = 86400 };

/* ---- announced ---- */

/* Seconds from the announcement to the beginning of the window, by the clock of the place. E_NOTFOUND: there is no such zone. */
static enum err notice_of(const struct seen *s, int64_t *ret)
{
	const struct zone *z;

	TRY(zone_get(s->e.zone, &z));
	*ret = 60 * ((int64_t)s->at.from - s->e.minutes) - (s->e.at.v + zone_offset(z, s->e.at));
	return OK;
}

static void announced(struct audit *x, const struct seen *s)
{
	struct finding f = finding_of(x, s, "draw", "short");
	int64_t notice = 0;
	bool known = notice_of(s, &notice) == OK;

	if (known && s->e.minutes >= DAY_MINUTES && notice >= DAY)
		return;
	f.n[0] = notice / 60;
	f.n[1] = s->e.minutes;
	finding_entry(&f, s->index);
	x->found(x->arg, &f);
}

/* ---- given up ---- */

/* A draw is known again by the hash of its chain, which `since` of its times holds: chains of draws are not kept. */
static void add_time(struct audit *x, const struct seen *s)
{
	struct span *p = span_new(x, &agenda_of(x, s->at.schedule)->draws, SPAN_DRAWN, s->at, s->index);

	p->since = (int64_t)str_hash(s->e.chain);
}

static void end(struct audit *x, const struct seen *s)
{
	const int64_t draw = (int64_t)str_hash(s->e.chain);

	for (uint32_t i = agenda_of(x, s->at.schedule)->draws; i; i = span_at(x, i)->next)
		if (span_at(x, i)->since == draw)
			span_at(x, i)->given_up = true;
}

/* The newest draw that this time was in is given up. */
static bool of_no_draw(struct audit *x, struct time_of t)
{
	uint32_t i = agenda_of(x, t.schedule)->draws;

	while (i && !same_time(span_at(x, i)->at, t))
		i = span_at(x, i)->next;
	return i && span_at(x, i)->given_up;
}

void audit_draw(struct audit *x, const struct seen *s)
{
	if (str_eq(s->e.act, S("draw-open")))
		announced(x, s);
	else if (str_eq(s->e.act, S("draw-time")))
		add_time(x, s);
	else if (str_eq(s->e.act, S("draw-end")))
		end(x, s);
}

/* The time is freed, by nobody's chain, and nobody could see it before: as at the end of a block. */
void audit_draw_back(struct audit *x, const struct seen *s)
{
	struct day_state d = day_make(x, s->at.schedule, day_of_time(s->at));
	struct span *p = span_new(x, &d.week->spans[d.i], SPAN_FREED, s->at, s->index);
	struct span *b = span_new(x, &agenda_of(x, s->at.schedule)->blocks, SPAN_BLOCK, s->at, s->index);

	p->since = b->gone = s->e.at.v;
	p->org = s->org;
	p->service = s->service;
	p->listed = listed_of(x, s->org, s->service) > 0;
	p->given_up = of_no_draw(x, s->at);
	b->gone_by = s->index;
}
