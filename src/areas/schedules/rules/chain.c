/* See chain.h. */
#include "areas/schedules/rules/chain.h"

struct search {
	const struct chain_person *people;
	size_t n;
	bool across;
	int32_t *left;
	struct chain_step *steps;
	const struct slot_rule *rules[CHAIN_MAX];
};

/* The first start of a room's grid at or after `from`. */
static int64_t on_grid(const struct chain_room *r, int64_t from)
{
	int64_t past = from > r->at.from ? from - r->at.from : 0;

	return r->at.from + (past + r->rule.step - 1) / r->rule.step * r->rule.step;
}

/* When a visit of room r can begin after step k, within a step of the earliest moment; -1: not. later: the second
 * such start instead of the first, there may be two. */
static int64_t next_start(const struct search *s, size_t k, const struct chain_room *r, bool later)
{
	const struct chain_step *last = &s->steps[k];
	bool same = r->agenda == last->agenda;
	int32_t after = s->rules[k]->after, before = r->rule.before;
	int64_t earliest = last->at + last->minutes + (!same ? 0 : after > before ? after : before), at = earliest;

	if (!same && !s->across)
		return -1;
	if (!same || at < r->at.from)
		at = on_grid(r, at);
	if (later)
		at = on_grid(r, at + 1);
	return at + r->rule.duration <= r->at.to && at - earliest <= r->rule.step ? at : -1;
}

/* The next best of person k's rooms after the one that was tried (each counts twice): by the start it gives. */
static bool next_room(const struct search *s, size_t k, int64_t *at, size_t *room)
{
	const struct chain_person *p = &s->people[k];
	int64_t best = INT64_MAX;
	size_t found = 0;

	for (size_t i = 0; i < 2 * p->n; i++) {
		int64_t x = next_start(s, k - 1, &p->v[i / 2], i % 2 == 1);

		if (x >= 0 && x < best && (x > *at || (x == *at && i > *room))) {
			best = x;
			found = i;
		}
	}
	*at = best;
	*room = found;
	return best < INT64_MAX;
}

/* Everybody from k on. */
static bool follow(struct search *s, size_t k)
{
	int64_t at = INT64_MIN;
	size_t room = 0;

	if (k == s->n)
		return true;
	while (--*s->left > 0 && next_room(s, k, &at, &room)) {
		const struct chain_room *r = &s->people[k].v[room / 2];

		s->steps[k] = (struct chain_step){ at, r->agenda, r->rule.duration };
		s->rules[k] = &r->rule;
		if (follow(s, k + 1))
			return true;
	}
	return false;
}

bool chain_find(const struct chain_person *people, size_t n, bool across, const struct chain_room *r, int64_t first,
	int32_t *left, struct chain_step ret[CHAIN_MAX])
{
	struct chain_step steps[CHAIN_MAX] = { { first, r->agenda, r->rule.duration } };
	struct search s = { .people = people, .n = n, .across = across, .left = left, .steps = steps, .rules = { &r->rule } };

	if (!n || n > CHAIN_MAX || first < r->at.from || first + r->rule.duration > r->at.to || !follow(&s, 1))
		return false;
	for (size_t k = 0; k < n; k++)
		ret[k] = steps[k];
	return true;
}
