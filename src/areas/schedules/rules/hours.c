/* Intervals of one opening. See hours.h. */
#include "areas/schedules/rules/hours.h"

bool breaks_valid(const struct hours *h, const struct minute_span *v, size_t n)
{
	int32_t free_from = h->start;

	for (size_t i = 0; i < n; i++) {
		if (v[i].from <= free_from || v[i].to <= v[i].from || v[i].to >= h->end)
			return false;
		free_from = v[i].to;
	}
	return true;
}

/* By how many days the first one may move so that the same days, weeks, months are skipped; 0: by none. */
static int32_t step_of(const struct recur *r)
{
	bool by_day = r->weekdays || r->nnth || r->monthdays || r->monthdays_end;

	if (r->count)
		return 1;
	switch (r->freq) {
	case RECUR_DAILY: return r->interval;
	case RECUR_WEEKLY: return 7 * r->interval;
	case RECUR_MONTHLY: case RECUR_YEARLY: return r->interval == 1 && by_day ? 1 : 0;
	case RECUR_ONCE: default: return 0;
	}
}

void hours_follow(const struct recur *rule, struct day_span was, struct day_span to, struct day *first, struct day *until)
{
	int32_t step = step_of(rule), days = first->n - to.first.n;

	if (rule->freq == RECUR_ONCE)
		return;
	if (step && first->n <= was.first.n && days > 0)
		first->n -= (days + step - 1) / step * step;
	if (day_is(*until) && until->n >= was.last.n && until->n < to.last.n)
		*until = to.last;
}

bool hours_within(const struct hours *h, struct minute_span within, int32_t *start, int32_t *end,
	struct minute_span *out, size_t *nout)
{
	int32_t from = h->start > within.from ? h->start : within.from;
	int32_t to = h->end < within.to ? h->end : within.to;
	size_t n = 0;

	for (size_t i = 0; i < h->nbreaks; i++) {
		struct minute_span b = h->breaks[i];

		if (b.from <= from) {
			from = b.to > from ? b.to : from;
		} else if (b.to >= to) {
			to = b.from < to ? b.from : to;
		} else {
			out[n++] = b;
		}
	}
	if (from >= to)
		return false;
	*start = from;
	*end = to;
	*nout = n;
	return true;
}

static struct day last_of(const struct hours *h, struct day last)
{
	if (day_is(h->until) && h->until.n < last.n)
		last = h->until;
	if (day_is(h->only.first) && h->only.last.n < last.n)
		last = h->only.last;
	return last;
}

struct hours_walk hours_from(const struct hours *h, struct day from, struct day last)
{
	if (day_is(h->only.first) && h->only.first.n > from.n)
		from = h->only.first;
	struct hours_walk w = { .h = h, .days = recur_from(&h->rule, h->first, h->start, from),
		.here = from, .last = last_of(h, last) };

	w.part = h->nbreaks + 1;		/* the next part is of another day */
	return w;
}

static bool is_off(struct hours_walk *w, struct day d)
{
	const struct hours *h = w->h;

	/* Spans may lie in each other: those that have ended are passed over for good only from the front. */
	while (w->off < h->noff && h->off[w->off].last.n < d.n)
		w->off++;
	for (size_t i = w->off; i < h->noff && h->off[i].first.n <= d.n; i++)
		if (h->off[i].last.n >= d.n)
			return true;
	return false;
}

static bool next_day(struct hours_walk *w)
{
	struct day d;

	while (!w->h->never && recur_next(&w->days, w->last, &d)) {
		if (d.n < w->here.n || is_off(w, d))
			continue;
		w->here = d;
		w->part = 0;
		return true;
	}
	return false;
}

bool hours_next(struct hours_walk *w, struct hours_part *ret)
{
	const struct hours *h = w->h;

	if (w->part > h->nbreaks && !next_day(w))
		return false;
	size_t i = w->part++;

	*ret = (struct hours_part){ w->here, i ? h->breaks[i - 1].to : h->start,
		i < h->nbreaks ? h->breaks[i].from : h->end };
	return true;
}

bool hours_over(const struct hours *h, struct day from)
{
	const struct recur *r = &h->rule;

	if (h->never || last_of(h, (struct day){ INT32_MAX }).n < from.n)
		return true;
	if (r->freq == RECUR_ONCE)
		return h->first.n < from.n;
	if (day_is(r->until.day) && r->until.day.n < from.n)
		return true;
	struct recur_walk w = recur_from(r, h->first, h->start, from);
	struct day d;

	while (r->count && recur_next(&w, (struct day){ from.n - 1 }, &d))
		;
	return r->count && w.counted >= r->count;
}

struct hours_diff hours_diff(const struct hours *h, int32_t capacity, int32_t slot, struct day from,
	struct day last, const struct hours_row *have, size_t n)
{
	struct hours_diff d = { .want = hours_from(h, from, last), .have = have, .n = n,
		.capacity = capacity, .slot = slot };

	d.wanted = hours_next(&d.want, &d.next);
	return d;
}

static int order(const struct hours_part *a, const struct hours_part *b)
{
	if (a->day.n != b->day.n)
		return a->day.n < b->day.n ? -1 : 1;
	return a->start < b->start ? -1 : a->start > b->start;
}

static void add(struct hours_diff *d, struct hours_change *ret)
{
	*ret = (struct hours_change){ HOURS_ADD, { d->next, d->capacity, d->slot } };
	d->again = false;
	d->wanted = hours_next(&d->want, &d->next);
}

bool hours_diff_next(struct hours_diff *d, struct hours_change *ret)
{
	while (d->wanted || d->k < d->n) {
		const struct hours_row *old = d->k < d->n ? &d->have[d->k] : NULL;
		int cmp = !old ? -1 : !d->wanted ? 1 : order(&d->next, &old->at);

		if (d->again || cmp < 0) {
			add(d, ret);
			return true;
		}
		d->k++;
		if (cmp == 0 && old->at.end == d->next.end && old->capacity == d->capacity
			&& old->slot == d->slot) {
			d->wanted = hours_next(&d->want, &d->next);
			continue;
		}
		d->again = cmp == 0;
		*ret = (struct hours_change){ HOURS_DROP, *old };
		return true;
	}
	return false;
}
