/* Hiding small numbers in a cube of tables. See hide.h. */
#include "areas/figures/rules/hide.h"

#include "areas/figures/rules/quantile.h"

enum { NONE = -1, TOTAL = 0, ZERO = 12, SHOWN = 8, ENOUGH = 2 * SHOWN, NO_WAY = 1 << 28 };

static int64_t value(const struct hide_cube *c, int m, int u, int p)
{
	return c->n[((int64_t)u * c->lines + p) * c->measures + m];
}

static uint32_t *at(const struct hide_cube *c, int u, int p)
{
	return &c->hidden[(int64_t)u * c->lines + p];
}

static int dimension_of(const struct hide_cube *c, int p)
{
	for (int d = 0; d < c->dimensions; d++)
		if (p >= c->dimension[d].first && p < c->dimension[d].first + c->dimension[d].n)
			return d;
	return NONE;
}

static bool is_shown_in(const struct hide_cube *c, int m, int d)
{
	return c->measure[m].dimensions >> d & 1;
}

static bool is_above(const struct hide_cube *c, int top, int u)
{
	while (u > top)
		u = c->parent[u];
	return u == top;
}

static bool is_leaf(const struct hide_cube *c, int u)
{
	return u + 1 >= c->nodes || c->parent[u + 1] != u;
}

/* The lowest node above both; NONE: there is no other, and the way goes through the root. */
static int meeting(const struct hide_cube *c, int u, int v)
{
	while (u != v && v != NONE) {
		if (u > v)
			u = c->parent[u];
		else
			v = c->parent[v];
	}
	return v == NONE ? NONE : u;
}

static bool is_small(int64_t n)
{
	return n > 0 && n < SMALL_NUMBER;
}

static bool must_hide(const struct hide_cube *c, int m, int u, int p)
{
	int64_t n = value(c, m, u, p);
	int whole = c->measure[m].whole;

	if (c->measure[m].alone)
		return false;
	return is_small(n) || (whole != NONE && n > 0 && is_small(value(c, whole, u, p) - n));
}

/* Could there be one more? No part is more than what it is a part of. */
static bool has_room(const struct hide_cube *c, int m, int u, int p)
{
	for (int k = 0; k < c->measures; k++)
		if (c->measure[m].below >> k & 1 && value(c, m, u, p) >= value(c, k, u, p))
			return false;
	return true;
}

/* One more in p of u and one less in q of v: is it possible with these numbers? NONE: there is no such place or line. */
static bool can_move(const struct hide_cube *c, int m, int u, int p, int v, int q)
{
	return (u == NONE || has_room(c, m, u, p)) && (v == NONE || value(c, m, v, q) > 0);
}

static bool is_safe(const struct hide_cube *c, int m, int u, int p)
{
	return c->safe[(int64_t)u * c->lines + p] >> m & 1;
}

/* All of a line from u up to where its way ends may be otherwise. */
static void safe_up(const struct hide_cube *c, int m, int u, int top, int p)
{
	for (; u != top && u != NONE; u = c->parent[u])
		c->safe[(int64_t)u * c->lines + p] |= 1u << m;
}

/* ---- what hiding costs: numbers that would be shown otherwise, and those that say nothing ---- */

static int cost_of(const struct hide_cube *c, int m, int u, int p)
{
	int cost = 0;

	if (!c->shown[u])
		return 0;
	if (!(*at(c, u, p) >> m & 1) && !must_hide(c, m, u, p))
		cost += p == TOTAL ? 2 * SHOWN : SHOWN;
	return cost + (value(c, m, u, p) == 0 ? ZERO : 0);
}

static int cost_up(const struct hide_cube *c, int m, int u, int top, int p)
{
	int cost = 0;

	for (; u != top && u != NONE; u = c->parent[u])
		cost += cost_of(c, m, u, p);
	return cost;
}

static void hide_up(const struct hide_cube *c, int m, int u, int top, int p)
{
	for (; u != top && u != NONE; u = c->parent[u])
		*at(c, u, p) |= c->measure[m].with;
}

/* One more in p and one less in q at w, the other way round at v: is it possible with these numbers? */
static bool can_swap(const struct hide_cube *c, int m, int w, int v, int p, int q)
{
	return (can_move(c, m, w, p, w, q) && can_move(c, m, v, q, v, p)) || (can_move(c, m, w, q, w, p) && can_move(c, m, v, p, v, q));
}

/* One more of w and one less of v in all, or the other way round. */
static bool can_give(const struct hide_cube *c, int m, int w, int v)
{
	return can_move(c, m, w, TOTAL, v, TOTAL) || can_move(c, m, v, TOTAL, w, TOTAL);
}

/* The cheapest other line of p's dimension; NONE: it has no other. */
static int other_line(const struct hide_cube *c, int m, int w, int v, int p, uint64_t not_in, int *ret_cost)
{
	const struct hide_dimension *d = &c->dimension[dimension_of(c, p)];
	int top = v == NONE ? NONE : meeting(c, w, v), best = NONE;

	*ret_cost = NO_WAY;
	for (int q = d->first; q < d->first + d->n; q++) {
		if (q == p || (q < 64 && not_in >> q & 1))
			continue;
		int cost = cost_up(c, m, w, top, q) + (v == NONE ? 0 : cost_up(c, m, v, top, q))
			+ (can_swap(c, m, w, v, p, q) ? 0 : 1000);

		if (cost < *ret_cost) {
			*ret_cost = cost;
			best = q;
		}
	}
	return best;
}

/* ---- ways ---- */

static void total_way(const struct hide_cube *c, int m, int w, int v, bool in_block);

/* Is the line one of those whose sum is the measure's total? */
static bool is_among(const struct hide_cube *c, int k, int p)
{
	return p < 64 && c->measure[k].same_as >> p & 1;
}

/* Measures whose total is a sum of lines of m: moved when just one of the two lines is among them (q, NONE: no other). */
static void totals_of_lines(const struct hide_cube *c, int m, int w, int v, int p, int q, int but)
{
	for (int k = 0; k < c->measures; k++)
		if (c->measure[k].same_as && c->measure[k].same_of == m && k != but && is_among(c, k, p) != (q != NONE && is_among(c, k, q)))
			total_way(c, k, w, v, true);
}

static void line_way(const struct hide_cube *c, int m, int w, int v, int p, int q, int but)
{
	int top = v == NONE ? NONE : meeting(c, w, v);

	hide_up(c, m, w, top, p);
	hide_up(c, m, w, top, q);
	if (v != NONE) {
		hide_up(c, m, v, top, p);
		hide_up(c, m, v, top, q);
	}
	if (can_swap(c, m, w, v, p, q))
		for (int i = 0; i < 2; i++) {
			safe_up(c, m, i ? v : w, top, p);
			safe_up(c, m, i ? v : w, top, q);
		}
	totals_of_lines(c, m, w, v, p, q, but);
}

/* In a dimension that one level shows: two lines of each node on the way that shows it. */
static void local_total(const struct hide_cube *c, int m, const struct hide_dimension *d, int u, int top)
{
	for (; u != top && u != NONE; u = c->parent[u]) {
		int best = NONE;

		for (int r = d->first; r < d->first + d->n; r++)
			if (best == NONE || cost_of(c, m, u, r) < cost_of(c, m, u, best))
				best = r;
		if (best != NONE)
			*at(c, u, best) |= c->measure[m].with;
	}
}

/* The cheapest line of a dimension in which w has one more and v one less. */
static void total_in(const struct hide_cube *c, int m, const struct hide_dimension *d, int w, int v, int top)
{
	int best = NONE, best_cost = NO_WAY;
	bool to_w = can_move(c, m, w, TOTAL, v, TOTAL);		/* the same way in every dimension */

	for (int r = d->first; r < d->first + d->n; r++) {
		int cost = cost_up(c, m, w, top, r) + (v == NONE ? 0 : cost_up(c, m, v, top, r))
			+ ((to_w ? can_move(c, m, w, r, v, r) : can_move(c, m, v, r, w, r)) ? 0 : 1000);

		if (cost < best_cost) {
			best_cost = cost;
			best = r;
		}
	}
	if (best == NONE)
		return;
	hide_up(c, m, w, top, best);
	if (v != NONE)
		hide_up(c, m, v, top, best);
	totals_of_lines(c, m, w, v, best, NONE, NONE);
}

static void same_lines(const struct hide_cube *c, int m, int w, int v)
{
	int of = c->measure[m].same_of, best_p = NONE, best_q = NONE, best_cost = NO_WAY;

	for (int p = 1; p < c->lines && p < 64; p++) {
		int cost, q;

		if (!is_among(c, m, p))
			continue;
		q = other_line(c, of, w, v, p, c->measure[m].same_as, &cost);
		cost += cost_up(c, of, w, v == NONE ? NONE : meeting(c, w, v), p);
		if (q != NONE && cost < best_cost) {
			best_cost = cost;
			best_p = p;
			best_q = q;
		}
	}
	if (best_p != NONE)
		line_way(c, of, w, v, best_p, best_q, m);
}

/* The total of w one more, of v one less, in every dimension alike. */
static void total_way(const struct hide_cube *c, int m, int w, int v, bool in_block)
{
	int top = v == NONE ? NONE : meeting(c, w, v);

	hide_up(c, m, w, top, TOTAL);
	if (v != NONE)
		hide_up(c, m, v, top, TOTAL);
	if (can_give(c, m, w, v)) {
		safe_up(c, m, w, top, TOTAL);
		safe_up(c, m, v, top, TOTAL);
	}
	for (int d = 0; d < c->dimensions; d++) {
		if (!is_shown_in(c, m, d))
			continue;
		if (!c->dimension[d].local) {
			total_in(c, m, &c->dimension[d], w, v, top);
			continue;
		}
		local_total(c, m, &c->dimension[d], w, top);
		if (v != NONE)
			local_total(c, m, &c->dimension[d], v, top);
	}
	if (c->measure[m].same_as && !in_block)
		same_lines(c, m, w, v);
	for (int k = 0; k < c->measures; k++)
		if (k != m && c->measure[m].with >> k & 1 && c->measure[k].same_as)
			same_lines(c, k, w, v);
}

/* ---- choosing one ---- */

/* A leaf below u that has something in the line, down the largest. */
static int leaf_below(const struct hide_cube *c, int m, int u, int p)
{
	while (!is_leaf(c, u)) {
		int best = NONE;

		for (int k = u + 1; k < c->nodes && c->parent[k] >= u; k++)
			if (c->parent[k] == u && (best == NONE || value(c, m, k, p) > value(c, m, best, p)))
				best = k;
		u = best;
	}
	return u;
}

struct choice { int v, q, cost; };

/* Leaves below `top` but not below u, with the cheapest other line of each. */
static void neighbours(const struct hide_cube *c, int m, int u, int w, int top, int p, struct choice *best)
{
	for (int v = top + 1; v < c->nodes && c->parent[v] >= top; v++) {
		struct choice x = { v, TOTAL, 0 };
		int meet;

		if (!is_leaf(c, v) || is_above(c, u, v))
			continue;
		meet = meeting(c, w, v);
		if (p != TOTAL) {
			x.q = other_line(c, m, w, v, p, 0, &x.cost);
			if (x.q == NONE || !can_swap(c, m, w, v, p, x.q))
				continue;
		} else if (!value(c, m, v, TOTAL) || !can_give(c, m, w, v)) {
			continue;
		}
		x.cost += cost_up(c, m, v, meet, p) + cost_up(c, m, w, meet, p);
		if (x.cost < best->cost)
			*best = x;
	}
}

static void protect_local(const struct hide_cube *c, int m, int u, int p)
{
	const struct hide_dimension *d = &c->dimension[dimension_of(c, p)];
	int best = NONE;

	*at(c, u, p) |= c->measure[m].with;
	for (int q = d->first; q < d->first + d->n; q++)
		if (q != p && value(c, m, u, q) > 0 && (best == NONE || cost_of(c, m, u, q) < cost_of(c, m, u, best)))
			best = q;
	if (best != NONE)
		*at(c, u, best) |= c->measure[m].with;
	else
		*at(c, u, TOTAL) |= c->measure[m].with;
}

static void protect(const struct hide_cube *c, int m, int u, int p)
{
	struct choice best = { NONE, NONE, NO_WAY };
	int w = leaf_below(c, m, u, p);

	for (int top = c->parent[u]; top != NONE && best.cost > ENOUGH; top = c->parent[top])
		neighbours(c, m, u, w, top, p, &best);
	if (p != TOTAL && best.v == NONE)
		best.q = other_line(c, m, w, NONE, p, 0, &best.cost);
	if (p != TOTAL && best.q == NONE && *at(c, u, p) >> m & 1)
		return;		/* the dimension has one line: it is what the total is, which has its way */
	if (p == TOTAL || best.q == NONE)
		total_way(c, m, w, best.v, false);
	else
		line_way(c, m, w, best.v, p, best.q, NONE);
}

static bool has_line(const struct hide_cube *c, int m, int p)
{
	return c->measure[m].used && (p == TOTAL || is_shown_in(c, m, dimension_of(c, p)));
}

static void hide_measure(const struct hide_cube *c, const uint32_t *first, int m)
{
	for (int p = 0; p < c->lines; p++) {
		if (!has_line(c, m, p))
			continue;
		for (int u = 0; u < c->nodes; u++) {
			bool asked = first && (first[(int64_t)u * c->lines + p] >> m & 1);

			if (!c->shown[u] || !(asked || (must_hide(c, m, u, p) && !is_safe(c, m, u, p))))
				continue;
			if (p != TOTAL && c->dimension[dimension_of(c, p)].local)
				protect_local(c, m, u, p);
			else
				protect(c, m, u, p);
		}
	}
}

void hide_cube(const struct hide_cube *c, const uint32_t *first)
{
	/* all of them before any way is looked for: ways through what is hidden anyhow cost nothing */
	for (int64_t i = 0; first && i < (int64_t)c->nodes * c->lines; i++)
		c->hidden[i] = first[i];
	for (int m = 0; m < c->measures; m++)
		hide_measure(c, first, m);
}
