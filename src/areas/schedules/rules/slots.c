/* Free ranges and starts of one interval. See slots.h. */
#include "areas/schedules/rules/slots.h"

static int32_t longer(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* The time around a visit in which another of this rule cannot lie. */
static struct range spread(const struct visit *v, const struct slot_rule *rule)
{
	return (struct range){ v->from - longer(v->before, rule->after), v->to + longer(v->after,
		rule->before) };
}

size_t free_ranges(const struct free_ask *q, struct range *work, struct range *out)
{
	size_t n = 0;
	int64_t *ends = (int64_t *)(void *)(work + q->nclosed + q->nvisits);

	for (size_t i = 0; i < q->nvisits; i++) {
		struct range r = spread(&q->visits[i], &q->rule);

		if (range_overlaps(r, q->open))
			work[n++] = r;
	}
	ranges_sort(work, n);
	n = ranges_deep(work, n, q->capacity, ends);
	for (size_t i = 0; i < q->nclosed; i++)
		if (range_overlaps(q->closed[i], q->open))
			work[n++] = q->closed[i];
	ranges_sort(work, n);
	n = ranges_merge(work, n);
	return ranges_subtract(q->open, work, n, out);
}

size_t slot_starts(struct range room, const struct slot_rule *rule, int64_t first, int64_t last,
	int64_t *out, size_t max)
{
	size_t n = 0;
	int64_t s = room.from;

	if (s < first)
		s += (first - s + rule->step - 1) / rule->step * rule->step;
	for (; s <= last && s + rule->duration <= room.to; s += rule->step) {
		if (n < max)
			out[n] = s;
		n++;
	}
	return n;
}

int32_t slot_left(const struct free_ask *q, int64_t start)
{
	struct range mine = { start, start + q->rule.duration };
	int32_t most = 0;

	if (q->capacity == 1)
		return 1;
	for (size_t i = 0; i < q->nvisits; i++) {
		struct range a = spread(&q->visits[i], &q->rule);
		int64_t at = a.from > mine.from ? a.from : mine.from;
		int32_t here = 0;

		if (!range_overlaps(a, mine))
			continue;
		for (size_t j = 0; j < q->nvisits; j++) {
			struct range b = spread(&q->visits[j], &q->rule);

			here += b.from <= at && at < b.to;
		}
		most = longer(most, here);
	}
	return q->capacity - most;
}

int32_t slot_room(const struct free_ask *q, const struct range *rooms, size_t n)
{
	const struct slot_rule *r = &q->rule;
	int64_t apart = longer(r->step, r->duration + longer(r->before, r->after));
	int32_t room = 0;

	for (size_t i = 0; i < n; i++)
		for (int64_t at = rooms[i].from; at + r->duration <= rooms[i].to; at += apart)
			room += slot_left(q, at);
	return room;
}

bool slot_fits(const struct free_ask *q, const struct range *rooms, size_t n, int64_t start)
{
	for (size_t i = 0; i < n; i++) {
		if (start < rooms[i].from || start + q->rule.duration > rooms[i].to)
			continue;
		return (start - rooms[i].from) % q->rule.step == 0
			|| (start - q->open.from) % 5 == 0;
	}
	return false;
}
