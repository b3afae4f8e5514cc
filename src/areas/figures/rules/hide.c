/* Hiding small numbers in a cube of tables. See hide.h. */
#include "areas/figures/rules/hide.h"

#include <string.h>

#include "areas/figures/rules/moved.h"
#include "areas/figures/rules/quantile.h"

enum { NONE = -1, TOTAL = 0, ZERO = 12, SHOWN = 8, ENOUGH = 2 * SHOWN, IMPOSSIBLE = 1000, NO_WAY = 1 << 28,
	/* a byte of price: what hiding costs, and that nobody can be one more there, or one less */
	PRICE = 0x1f, NO_MORE = 0x20, NO_LESS = 0x40 };

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
	int64_t n = cube_value(c, m, u, p);
	int whole = c->measure[m].whole;

	if (c->measure[m].alone)
		return false;
	return is_small(n) || (whole != NONE && n > 0 && is_small(cube_value(c, whole, u, p) - n));
}

/* ---- what hiding costs: numbers that would be shown otherwise, and those that say nothing ---- */

static int cost_now(const struct hide_cube *c, int m, int u, int p)
{
	int cost = 0;

	if (!c->shown[u])
		return 0;
	if (!(*at(c, u, p) >> m & 1) && !must_hide(c, m, u, p))
		cost += p == TOTAL ? 2 * SHOWN : SHOWN;
	return cost + (cube_value(c, m, u, p) == 0 ? ZERO : 0);
}

/* What the measure at hand costs and allows stands in a byte each: a country's numbers are far apart in memory, and ways are looked for through all of it. */
static uint8_t *price(const struct hide_cube *c, int u, int p)
{
	return &c->price[(int64_t)u * c->lines + p];
}

static void price_cell(const struct hide_cube *c, int u, int p)
{
	*price(c, u, p) = (uint8_t)((*price(c, u, p) & ~PRICE) | cost_now(c, c->priced, u, p));
}

static void price_all(struct hide_cube *c, int m)
{
	c->priced = m;
	for (int u = 0; u < c->nodes; u++)
		for (int p = 0; p < c->lines; p++)
			*price(c, u, p) = (uint8_t)(cost_now(c, m, u, p)
				| (moved_nobody(c, m, u, p, 1) ? NO_MORE : 0) | (moved_nobody(c, m, u, p, -1) ? NO_LESS : 0));
}

static int cost_of(const struct hide_cube *c, int m, int u, int p)
{
	return m == c->priced ? *price(c, u, p) & PRICE : cost_now(c, m, u, p);
}

/* Which of NO_MORE and NO_LESS are known. */
static int limits(const struct hide_cube *c, int m, int u, int p)
{
	return u != NONE && m == c->priced ? *price(c, u, p) & ~PRICE : 0;
}

static int cost_up(const struct hide_cube *c, int m, int u, int top, int p)
{
	int cost = 0;

	for (; u != top && u != NONE; u = c->parent[u])
		cost += cost_of(c, m, u, p);
	return cost;
}

static void hide_in(const struct hide_cube *c, uint32_t measures, int u, int p)
{
	*at(c, u, p) |= measures;
	if (measures >> c->priced & 1)
		price_cell(c, u, p);
}

/* One more in p of w and one less in q; the other way round at v. v NONE: there is no such place. */
static struct steps swap_steps(int w, int v, int p, int q)
{
	return (struct steps){ { { w, p, 1 }, { w, q, -1 }, { v, q, 1 }, { v, p, -1 } }, v == NONE ? 2 : 4 };
}

/* By the limits of the places where it would be one more, and of those where it would be one less. */
static bool may_be(int more, int less)
{
	return !(more & NO_MORE) && !(less & NO_LESS);
}

/* That, or the other way round: who is moved; 0: nobody can be. */
static uint32_t swapped(const struct hide_cube *c, int m, int w, int v, int p, int q)
{
	int at_p_q = limits(c, m, w, p) | limits(c, m, v, q), at_q_p = limits(c, m, w, q) | limits(c, m, v, p);
	uint32_t kind = 0;

	/* asked most often where nobody can: not even looked at then */
	if (may_be(at_p_q, at_q_p)) {
		const struct steps one = swap_steps(w, v, p, q);

		kind = moved_kind(c, m, &one);
	}
	if (!kind && may_be(at_q_p, at_p_q)) {
		const struct steps other = swap_steps(w, v, q, p);

		kind = moved_kind(c, m, &other);
	}
	return kind;
}

/* One more in the line at w, one less at v. */
static struct steps give_steps(int w, int v, int p)
{
	struct steps s = { .n = 0 };

	if (w != NONE)
		s.v[s.n++] = (struct step){ w, p, 1 };
	if (v != NONE)
		s.v[s.n++] = (struct step){ v, p, -1 };
	return s;
}

/* The same in all, or the other way round: who is given; 0: nobody can be. */
static uint32_t given(const struct hide_cube *c, int m, int w, int v, bool *ret_to_w)
{
	const struct steps one = give_steps(w, v, TOTAL), other = give_steps(v, w, TOTAL);
	uint32_t kind = moved_kind(c, m, &one);

	*ret_to_w = kind != 0;
	return kind ? kind : moved_kind(c, m, &other);
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

static void hide_up(const struct hide_cube *c, int m, int u, int top, int p)
{
	for (; u != top && u != NONE; u = c->parent[u])
		hide_in(c, c->measure[m].with, u, p);
}

/* The cheapest other line of p's dimension; NONE: it has no other that costs less than limit. */
static int other_line(const struct hide_cube *c, int m, int w, int v, int p, uint64_t not_in, int limit, int *ret_cost)
{
	const struct hide_dimension *d = &c->dimension[dimension_of(c, p)];
	int top = v == NONE ? NONE : meeting(c, w, v), best = NONE;

	*ret_cost = limit;
	for (int q = d->first; q < d->first + d->n; q++) {
		if (q == p || (q < 64 && not_in >> q & 1))
			continue;
		int cost = cost_up(c, m, w, top, q) + (v == NONE ? 0 : cost_up(c, m, v, top, q));

		if (cost < *ret_cost && !swapped(c, m, w, v, p, q))
			cost += IMPOSSIBLE;
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
	uint32_t kind;

	hide_up(c, m, w, top, p);
	hide_up(c, m, w, top, q);
	if (v != NONE) {
		hide_up(c, m, v, top, p);
		hide_up(c, m, v, top, q);
	}
	kind = swapped(c, m, w, v, p, q);
	for (int i = 0; kind && i < 2; i++) {
		safe_up(c, m, i ? v : w, top, p);
		safe_up(c, m, i ? v : w, top, q);
	}
	for (kind |= 1u << m; kind; kind &= kind - 1)
		totals_of_lines(c, __builtin_ctz(kind), w, v, p, q, but);
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
			hide_in(c, c->measure[m].with, u, best);
	}
}

/* The cheapest line of a dimension in which w has one more and v one less. */
static void total_in(const struct hide_cube *c, int m, const struct hide_dimension *d, int w, int v, int top)
{
	int best = NONE, best_cost = NO_WAY;
	bool to_w;		/* the same way, and the same person, in every dimension */
	uint32_t kind = given(c, m, w, v, &to_w);

	for (int r = d->first; r < d->first + d->n; r++) {
		const struct steps s = to_w ? give_steps(w, v, r) : give_steps(v, w, r);
		int cost = cost_up(c, m, w, top, r) + (v == NONE ? 0 : cost_up(c, m, v, top, r));

		if (cost < best_cost && (!moved_has_all(c, kind, &s) || moved_missing(c, kind, &s)))
			cost += IMPOSSIBLE;
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
		q = other_line(c, of, w, v, p, c->measure[m].same_as, NO_WAY, &cost);
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
	bool to_w;

	hide_up(c, m, w, top, TOTAL);
	if (v != NONE)
		hide_up(c, m, v, top, TOTAL);
	if (given(c, m, w, v, &to_w)) {
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
			if (c->parent[k] == u && (best == NONE || cube_value(c, m, k, p) > cube_value(c, m, best, p)))
				best = k;
		u = best;
	}
	return u;
}

struct choice { int v, q, cost; };

/* Leaves below `top` but not below `done`, where w is, with the cheapest other line of each. */
static void neighbours(const struct hide_cube *c, int m, int done, int w, int top, int p, struct choice *best)
{
	int from = cost_up(c, m, w, top, p), at_w = limits(c, m, w, p);

	for (int v = top + 1; v < c->nodes && c->parent[v] >= top; v++) {
		struct choice x = { v, TOTAL, from };
		int other, at_v = limits(c, m, v, p);
		bool to_w;

		if ((!may_be(at_w, at_v) && !may_be(at_v, at_w)) || !is_leaf(c, v) || is_above(c, done, v))
			continue;
		x.cost += cost_up(c, m, v, top, p);
		if (x.cost >= best->cost)
			continue;
		if (p != TOTAL) {
			x.q = other_line(c, m, w, v, p, 0, best->cost - x.cost, &other);
			if (x.q == NONE || !swapped(c, m, w, v, p, x.q))
				continue;
			x.cost += other;
		} else if (!cube_value(c, m, v, TOTAL) || !given(c, m, w, v, &to_w)) {
			continue;
		}
		*best = x;
	}
}

/* Another line of the same node. */
static int local_line(const struct hide_cube *c, int m, int u, int p, int *ret_cost)
{
	const struct hide_dimension *d = &c->dimension[dimension_of(c, p)];
	int best = NONE;

	*ret_cost = NO_WAY;
	for (int q = d->first; q < d->first + d->n; q++) {
		int cost = cost_of(c, m, u, q);

		if (q == p || cube_value(c, m, u, q) == 0)
			continue;
		if (cost < *ret_cost && !swapped(c, m, u, NONE, p, q))
			cost += IMPOSSIBLE;
		if (cost < *ret_cost) {
			*ret_cost = cost;
			best = q;
		}
	}
	return best;
}

/* All that is counted in a rule with m. */
static uint32_t bound_to(const struct hide_cube *c, int m)
{
	uint32_t with = c->measure[m].with;

	for (int i = 0; i < c->rules; i++)
		if ((c->rule[i].less | c->rule[i].more) >> m & 1)
			with |= c->rule[i].less | c->rule[i].more;
	return with;
}

static void protect_local(const struct hide_cube *c, int m, int u, int p)
{
	struct hide_measure measure[HIDE_MEASURES];
	struct hide_cube wide = *c;
	uint32_t with = c->measure[m].with;
	int cost, q = local_line(c, m, u, p, &cost);

	if (cost >= IMPOSSIBLE) {	/* of nobody alone: together with more that is counted of the same person */
		memcpy(measure, c->measure, (size_t)c->measures * sizeof(*measure));
		measure[m].with = bound_to(c, m);
		wide.measure = measure;
		wide.priced = NONE;	/* more can be moved */
		int r = local_line(&wide, m, u, p, &cost);

		if (cost < IMPOSSIBLE) {
			q = r;
			with |= swapped(&wide, m, u, NONE, p, q);
		}
	}
	hide_in(c, with, u, p);
	hide_in(c, with, u, q == NONE ? TOTAL : q);
}

static void protect(const struct hide_cube *c, int m, int u, int p)
{
	struct choice best = { NONE, NONE, NO_WAY };
	int w = leaf_below(c, m, u, p), done = u;

	for (int top = c->parent[u]; top != NONE && best.cost > ENOUGH; done = top, top = c->parent[top])
		neighbours(c, m, done, w, top, p, &best);
	if (p != TOTAL && best.v == NONE)
		best.q = other_line(c, m, w, NONE, p, 0, NO_WAY, &best.cost);
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
	for (int m = 0; m < c->measures; m++) {
		struct hide_cube now = *c;

		price_all(&now, m);
		hide_measure(&now, first, m);
	}
}
