/* Rooms and devices beside a visit's own agenda. See beside.h. */
#include "areas/schedules/rules/beside.h"

static size_t ranges_of(const struct beside *b, const struct beside_need *need)
{
	size_t n = 0;

	for (size_t i = 0; i < need->n; i++)
		n += b->when[need->among[i]].n;
	return n;
}

size_t beside_room(const struct beside *b, size_t own)
{
	size_t n = own;

	for (size_t i = 0; i < b->nneeds; i++)
		n += ranges_of(b, &b->needs[i]);
	return n + 1;
}

/* [from, to) → the starts in it, half-open. */
static bool starts_of(struct range r, int32_t duration, struct range *ret)
{
	*ret = (struct range){ r.from, r.to - duration + 1 };
	return ret->from < ret->to;
}

/* The starts for which one need has somebody, sorted and merged. */
static size_t starts_for(const struct beside *b, const struct beside_need *need, int32_t duration,
	struct range *out)
{
	size_t n = 0;

	for (size_t i = 0; i < need->n; i++) {
		const struct beside_free *f = &b->when[need->among[i]];

		for (size_t k = 0; k < f->n; k++)
			n += starts_of(f->v[k], duration, &out[n]);
	}
	ranges_sort(out, n);
	return ranges_merge(out, n);
}

/* What is common to two sorted lists; out: room for n + m. */
static size_t common(const struct range *x, size_t n, const struct range *y, size_t m,
	struct range *out)
{
	size_t k = 0;

	for (size_t i = 0, j = 0; i < n && j < m;) {
		struct range r = { x[i].from > y[j].from ? x[i].from : y[j].from,
			x[i].to < y[j].to ? x[i].to : y[j].to };

		if (r.from < r.to)
			out[k++] = r;
		if (x[i].to < y[j].to)
			i++;
		else
			j++;
	}
	return k;
}

size_t beside_ranges(const struct beside *b, const struct range *own, size_t n, int32_t duration,
	struct range *work, struct range *out)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += starts_of(own[i], duration, &out[k]);
	for (size_t i = 0; i < b->nneeds; i++) {
		struct range *mine = work + beside_room(b, n);
		size_t m = starts_for(b, &b->needs[i], duration, work);

		k = common(out, k, work, m, mine);
		for (size_t j = 0; j < k; j++)
			out[j] = mine[j];
	}
	for (size_t i = 0; i < k; i++)
		out[i].to += duration - 1;
	return k;
}

static bool is_free(const struct beside_free *f, struct range visit)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].from <= visit.from && f->v[i].to >= visit.to)
			return true;
	return false;
}

static bool taken(const int32_t *ret, size_t n, int32_t candidate)
{
	for (size_t i = 0; i < n; i++)
		if (ret[i] == candidate)
			return true;
	return false;
}

/* The next place in a need's list, from one on, of a candidate that is free and not taken by the needs
 * before it; the list's length: none. */
static size_t next_free(const struct beside *b, size_t need, struct range visit, size_t from,
	const int32_t *ret)
{
	const struct beside_need *x = &b->needs[need];

	while (from < x->n && (taken(ret, need, x->among[from])
		|| !is_free(&b->when[x->among[from]], visit)))
		from++;
	return from;
}

/* Tries candidates need by need, and goes back to the one before when a need finds nobody. */
bool beside_pick(const struct beside *b, struct range visit, int32_t *ret)
{
	size_t at[BESIDE_NEEDS] = { 0 };
	size_t i = 0;

	if (b->nneeds > BESIDE_NEEDS)
		return false;
	while (i < b->nneeds) {
		at[i] = next_free(b, i, visit, at[i], ret);
		if (at[i] < b->needs[i].n) {
			ret[i] = b->needs[i].among[at[i]];
			if (++i < b->nneeds)
				at[i] = 0;
			continue;
		}
		if (!i)
			return false;
		at[--i]++;
	}
	return true;
}

void beside_pick_any(const struct beside *b, struct range visit, int32_t *ret)
{
	if (beside_pick(b, visit, ret))
		return;
	for (size_t i = 0; i < b->nneeds && i < BESIDE_NEEDS; i++) {
		size_t k = next_free(b, i, visit, 0, ret);

		for (size_t j = 0; k == b->needs[i].n && j < k; j++)
			if (!taken(ret, i, b->needs[i].among[j]))
				k = j;
		ret[i] = k < b->needs[i].n ? b->needs[i].among[k] : BESIDE_NONE;
	}
}
