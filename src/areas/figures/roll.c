/* A country's month: added up over the tree, then what is hidden in it. See tally.h. */
#include "areas/figures/tally.h"

#include "areas/figures/rules/hide.h"

/* One organisation of the tree, or the own part of one that has others below it. */
struct node { struct organization_id id; int64_t lo, hi; int parent; bool own, place, region; struct figures f, was, closed; };
struct country { struct arena *a; struct node *v; size_t n, cap; int32_t month; bool is_closed; };

static bool is_place_kind(struct str kind)
{
	return str_eq(kind, S("establishment")) || str_eq(kind, S("health_centre"));
}

/* Nodes in the order of the tree, those of an organisation's own part before its children. */
static enum err plant(struct db *db, struct country *c, const struct tally_month *t)
{
	struct tally_tree_rows rows;

	TRY(tally_tree(db, c->a, t->lo, t->hi, &rows));
	c->v = ARENA_ARRAY(c->a, struct node, 2 * rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct tally_tree_row *r = &rows.v[i];
		int parent = (int)c->n - 1;
		struct node x = { .id = r->id, .lo = r->tree_lo, .hi = r->tree_hi, .place = is_place_kind(r->kind) };

		while (parent >= 0 && (c->v[parent].own || r->tree_lo >= c->v[parent].hi))
			parent = c->v[parent].parent;
		x.parent = parent;
		x.region = !x.place && !str_eq(r->kind, S("department"));
		x.f.month = x.was.month = x.closed.month = c->month;
		c->v[c->n++] = x;
		if (i + 1 < rows.n && rows.v[i + 1].tree_lo < r->tree_hi) {
			x.parent = (int)c->n - 1;
			x.own = true;
			x.place = x.region = false;
			c->v[c->n++] = x;
		}
	}
	return OK;
}

/* ---- reading: rows come in the order of the tree ---- */

struct reading { struct country *c; size_t at; int edition; };

static struct node *node_at(struct reading *r, int64_t lo)
{
	struct country *c = r->c;

	while (r->at < c->n && (c->v[r->at].lo != lo || (r->edition == EDITION_OWN && r->at + 1 < c->n && c->v[r->at + 1].own && c->v[r->at + 1].lo == lo)))
		r->at++;
	if (r->at == c->n)
		return NULL;
	return &c->v[r->at];
}

static enum err read_row(void *arg, const struct tally_of_tree_row *r)
{
	struct reading *x = arg;
	struct node *n = node_at(x, r->lo);
	struct figures *f = n ? (x->edition == EDITION_OWN ? &n->f : x->edition == EDITION_CLOSED ? &n->closed : &n->was) : NULL;
	const struct tally_read_row row = { .hidden = x->edition == EDITION_OWN ? 0 : r->hidden, .n = r->n, .online = r->online, .extra = r->extra,
		.helped = r->helped, .within_30 = r->within_30, .compared = r->compared, .compared_within_30 = r->compared_within_30,
		.expected = r->expected, .missed = r->missed, .by_person = r->by_person, .by_house = r->by_house,
		.reminded = r->reminded, .told = r->told, .asked = r->asked, .offered = r->offered, .served = r->served,
		.taken = r->taken, .taken_min = r->taken_min, .open_min = r->open_min, .delays = r->delays,
		.compared_delays = r->compared_delays, .thirds = r->thirds };
	enum dimension d;

	TRY(dimension_parse(r->dimension, &d));
	if (f)
		tally_row_keep(x->c->a, figures_line(x->c->a, f, d, r->value), &row);
	return OK;
}

static enum err read_edition(struct db *db, struct country *c, const struct tally_month *t, int edition)
{
	struct reading r = { c, 0, edition };

	return tally_of_tree(db, c->a, t->lo, t->hi, t->month, edition, read_row, &r);
}

/* From the leaves up. Practitioners are an establishment's own matter. */
static enum err add_up(struct country *c)
{
	for (size_t i = c->n; i-- > 1;) {
		struct node *x = &c->v[i], *up = &c->v[x->parent];

		for (size_t k = 0; k < x->f.n; k++) {
			const struct figure_line *l = x->f.v[k];

			if (l->dimension == D_PRACTITIONER && up->region)
				continue;
			TRY(tally_line_add(c->a, figures_line(c->a, &up->f, l->dimension, l->value), l));
		}
	}
	return OK;
}

/* A department's practitioners are shown with their establishment. */
static void drop_practitioners(struct figures *f)
{
	while (f->n && f->v[f->n - 1]->dimension == D_PRACTITIONER)
		f->n--;
}

/* ---- hiding ---- */

#define BIT(m) (1u << (m))
enum {
	OF_PEOPLE = BIT(M_N) | BIT(M_ONLINE) | BIT(M_EXTRA) | BIT(M_HELPED) | BIT(M_WITHIN) | BIT(M_COMPARED) | BIT(M_COMPARED_WITHIN)
		| BIT(M_EXPECTED) | BIT(M_MISSED) | BIT(M_BY_PERSON) | BIT(M_BY_HOUSE) | BIT(M_REMINDED) | BIT(M_TOLD),
	WAITERS = BIT(M_ASKED) | BIT(M_OFFERED) | BIT(M_SERVED)
};

static const struct hide_rule rules[] = {
	{ BIT(M_ONLINE) | BIT(M_HELPED), BIT(M_N) },
	{ BIT(M_EXTRA), BIT(M_N) },
	{ BIT(M_WITHIN), BIT(M_N) },
	{ BIT(M_COMPARED), BIT(M_N) },
	{ BIT(M_COMPARED_WITHIN), BIT(M_COMPARED) },
	{ BIT(M_COMPARED_WITHIN), BIT(M_WITHIN) },
	{ BIT(M_WITHIN) | BIT(M_COMPARED), BIT(M_N) | BIT(M_COMPARED_WITHIN) },	/* of those who are not compared, too */
	{ BIT(M_EXPECTED) | BIT(M_BY_PERSON) | BIT(M_BY_HOUSE), BIT(M_N) },
	{ BIT(M_MISSED), BIT(M_EXPECTED) },
	{ BIT(M_REMINDED), BIT(M_N) },
	{ BIT(M_TOLD), BIT(M_REMINDED) },
	{ BIT(M_OFFERED), BIT(M_ASKED) },
	{ BIT(M_SERVED), BIT(M_ASKED) },
};

/* Dimensions of the cube are counted from 0: those of figures without D_ALL. */
static uint32_t cube_dimensions(enum figure m)
{
	uint32_t mask = 0;

	for (int d = D_CHANNEL; d < DIMENSIONS; d++)
		if (measure_is_by(m, (enum dimension)d))
			mask |= BIT(d - 1);
	return mask;
}

static void describe(struct hide_measure *m)
{
	for (int k = 0; k < MEASURES; k++)
		m[k] = (struct hide_measure){ .used = true, .whole = M_N, .with = BIT(k), .dimensions = cube_dimensions((enum figure)k) };
	m[M_N].whole = m[M_ASKED].whole = m[M_TAKEN].whole = m[M_TAKEN_MIN].whole = -1;
	m[M_N].with = OF_PEOPLE;
	m[M_COMPARED].with |= BIT(M_COMPARED_WITHIN);
	/* How many of a line's people waited longer, took a wished date or were not reached says nothing of anybody. */
	m[M_WITHIN].whole = m[M_COMPARED].whole = m[M_COMPARED_WITHIN].whole = m[M_TOLD].whole = -1;
	m[M_EXPECTED].with |= BIT(M_MISSED);
	m[M_MISSED].whole = M_EXPECTED;
	m[M_BY_PERSON].with = m[M_BY_HOUSE].with = BIT(M_BY_PERSON) | BIT(M_BY_HOUSE);
	m[M_REMINDED].with |= BIT(M_TOLD);
	m[M_ASKED].with = WAITERS;
	m[M_OFFERED].whole = m[M_SERVED].whole = M_ASKED;
	m[M_TAKEN].with |= BIT(M_TAKEN_MIN);
	m[M_TAKEN_MIN].alone = true;
	m[M_OPEN_MIN].used = false;
}

struct cube { struct hide_cube c; struct hide_dimension dimension[DIMENSIONS]; struct hide_measure measure[MEASURES];
	struct figures lines; int line_of[DIMENSIONS]; int64_t *n; int *parent; bool *shown; uint32_t *first; };

/* A line for each value that occurs anywhere: channels first, the total before all. Practitioners, whom no two
 * establishments share, share the lines by their place in each. */
static void number_lines(struct country *c, struct cube *q)
{
	size_t most = 0;
	int line = 1;

	for (size_t i = 0; i < c->n; i++) {
		size_t own = 0;

		for (size_t k = 0; k < c->v[i].f.n; k++) {
			const struct figure_line *l = c->v[i].f.v[k];

			if (l->dimension == D_PRACTITIONER)
				own++;
			else if (l->dimension != D_ALL)
				figures_line(c->a, &q->lines, l->dimension, l->value);
		}
		most = own > most ? own : most;
	}
	for (int d = D_CHANNEL; d < DIMENSIONS; d++) {
		q->dimension[d - 1].first = line;
		for (size_t k = 0; k < q->lines.n; k++)
			line += (int)q->lines.v[k]->dimension == d;
		if (d == D_PRACTITIONER)
			line += (int)most;
		q->dimension[d - 1].n = line - q->dimension[d - 1].first;
	}
	q->dimension[D_PRACTITIONER - 1].local = true;
	q->c.lines = line;
	q->c.dimensions = DIMENSIONS - 1;
}

/* The number of each line of a node in the cube. */
static int *lines_of(struct country *c, const struct cube *q, const struct figures *f)
{
	int *line = ARENA_ARRAY(c->a, int, f->n + 1), practitioner = q->dimension[D_PRACTITIONER - 1].first;
	size_t at = 0;

	for (size_t k = 0; k < f->n; k++) {
		const struct figure_line *l = f->v[k];

		if (l->dimension == D_ALL)
			continue;
		if (l->dimension == D_PRACTITIONER) {
			line[k] = practitioner++;
			continue;
		}
		while (q->lines.v[at]->dimension != l->dimension || !str_eq(q->lines.v[at]->value, l->value))
			at++;
		line[k] = 1 + (int)at;
	}
	return line;
}

static void same_totals(struct cube *q)
{
	q->measure[M_COMPARED_WITHIN].same_of = M_WITHIN;
	for (size_t k = 0; k < q->lines.n && k < 62; k++) {
		const struct figure_line *l = q->lines.v[k];

		if (l->dimension == D_CHANNEL && str_eq(l->value, S("online")))
			q->measure[M_ONLINE].same_as |= 1ull << (k + 1);
		if (l->dimension == D_CHANNEL && (str_eq(l->value, S("health-centre")) || str_eq(l->value, S("assisted"))))
			q->measure[M_HELPED].same_as |= 1ull << (k + 1);
		if (l->dimension == D_VISIT && str_eq(l->value, S("first")))
			q->measure[M_COMPARED].same_as |= 1ull << (k + 1);
		if (l->dimension == D_VISIT && str_eq(l->value, S("first")))
			q->measure[M_COMPARED_WITHIN].same_as |= 1ull << (k + 1);
	}
}

static bool is_small(int64_t n)
{
	return n != 0 && n > -SMALL_NUMBER && n < SMALL_NUMBER;
}

/* Of a closed month: what was hidden then, and what differs by so few that the correction would tell of them. */
static uint32_t hidden_first(const struct hide_measure *m, const struct figures *closed, const struct figure_line *l)
{
	static const struct figure_line none;
	const struct figure_line *was = figures_find(closed, l->dimension, l->value);
	uint32_t hidden = was ? was->hidden : 0;

	was = was ? was : &none;
	for (int k = 0; k < MEASURES; k++) {
		int64_t by = l->v[k] - was->v[k];
		int whole = m[k].whole;

		if (!m[k].used || m[k].alone || (l->dimension != D_ALL && !measure_is_by((enum figure)k, l->dimension)))
			continue;
		if (is_small(by) || (by && whole >= 0 && is_small(l->v[whole] - was->v[whole] - by)))
			hidden |= BIT(k);
	}
	return hidden;
}

static void fill_cube(struct country *c, struct cube *q)
{
	size_t cells = c->n * (size_t)q->c.lines;

	q->n = ARENA_ARRAY(c->a, int64_t, cells * MEASURES);
	q->c.hidden = ARENA_ARRAY(c->a, uint32_t, cells);
	q->c.safe = ARENA_ARRAY(c->a, uint32_t, cells);
	q->c.price = ARENA_ARRAY(c->a, uint8_t, cells);
	q->first = ARENA_ARRAY(c->a, uint32_t, cells);
	q->parent = ARENA_ARRAY(c->a, int, c->n);
	q->shown = ARENA_ARRAY(c->a, bool, c->n);
	for (size_t i = 0; i < c->n; i++) {
		struct node *x = &c->v[i];
		const int *line = lines_of(c, q, &x->f);

		q->parent[i] = x->parent;
		q->shown[i] = !x->own;
		for (size_t k = 0; k < x->f.n; k++) {
			size_t cell = i * (size_t)q->c.lines + (size_t)line[k];

			memcpy(&q->n[cell * MEASURES], x->f.v[k]->v, sizeof(x->f.v[k]->v));
			q->first[cell] = c->is_closed && !x->own ? hidden_first(q->measure, &x->closed, x->f.v[k]) : 0;
		}
	}
}

/* The line of a node that a line of the cube stands for; practitioners it has not: those not said. NULL: it shows none. */
static struct figure_line *line_in(struct country *c, const struct cube *q, struct node *x, int p)
{
	if (p == 0)
		return figures_line(c->a, &x->f, D_ALL, S(""));
	if ((size_t)p <= q->lines.n)
		return figures_line(c->a, &x->f, q->lines.v[p - 1]->dimension, q->lines.v[p - 1]->value);
	return x->place ? figures_line(c->a, &x->f, D_PRACTITIONER, S("")) : NULL;
}

/* What is hidden gets a line also where it is 0: one that is missing would say so. */
static void put_hidden(struct country *c, const struct cube *q, size_t i)
{
	struct node *x = &c->v[i];
	const int *line = lines_of(c, q, &x->f);
	uint32_t *hidden = &q->c.hidden[i * (size_t)q->c.lines];

	for (size_t k = 0; k < x->f.n; k++) {
		x->f.v[k]->hidden = hidden[line[k]];
		hidden[line[k]] = 0;
	}
	for (int p = 0; p < q->c.lines; p++) {
		struct figure_line *l = hidden[p] ? line_in(c, q, x, p) : NULL;

		if (l)
			l->hidden |= hidden[p];
	}
}

static void hide(struct country *c)
{
	struct cube q = { 0 };

	number_lines(c, &q);
	describe(q.measure);
	same_totals(&q);
	fill_cube(c, &q);
	q.c.dimension = q.dimension;
	q.c.measure = q.measure;
	q.c.measures = MEASURES;
	q.c.rule = rules;
	q.c.rules = sizeof(rules) / sizeof(rules[0]);
	q.c.parent = q.parent;
	q.c.shown = q.shown;
	q.c.nodes = (int)c->n;
	q.c.n = q.n;
	hide_cube(&q.c, q.first);
	for (size_t i = 0; i < c->n; i++)
		if (!c->v[i].own)
			put_hidden(c, &q, i);
}

/* Lines of the closed edition that have nobody any more are corrected too. */
static void keep_closed_lines(struct country *c)
{
	for (size_t i = 0; i < c->n; i++) {
		for (size_t k = 0; k < c->v[i].closed.n; k++) {
			const struct figure_line *l = c->v[i].closed.v[k];

			figures_line(c->a, &c->v[i].f, l->dimension, l->value);
		}
	}
}

static bool same_numbers(const struct figures *closed, const struct figures *f)
{
	static const struct figure_line none;

	for (size_t k = 0; k < f->n; k++) {
		const struct figure_line *was = figures_find(closed, f->v[k]->dimension, f->v[k]->value);

		if (memcmp(f->v[k]->v, was ? was->v : none.v, sizeof(none.v)) != 0)
			return false;
	}
	return true;
}

/* A closed month in which nothing was corrected hides what it hid: a second look for ways would find others. */
static bool hide_as_closed(struct country *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (!c->v[i].own && !same_numbers(&c->v[i].closed, &c->v[i].f))
			return false;
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->v[i].f.n && !c->v[i].own; k++) {
			struct figure_line *l = c->v[i].f.v[k];
			const struct figure_line *was = figures_find(&c->v[i].closed, l->dimension, l->value);

			l->hidden = was ? was->hidden : 0;
		}
	return true;
}

enum err tally_plan(struct db *db, struct arena *a, const struct tally_month *t, struct tally_plan *ret)
{
	struct country c = { .a = a, .month = t->month, .is_closed = t->closed };
	struct tally_plan plan = { .month = *t };

	TRY(plant(db, &c, t));
	TRY(read_edition(db, &c, t, EDITION_OWN));
	TRY(read_edition(db, &c, t, t->shown));
	if (t->closed)
		TRY(read_edition(db, &c, t, EDITION_CLOSED));
	TRY(add_up(&c));
	for (size_t i = 0; i < c.n; i++)
		if (!c.v[i].place)
			drop_practitioners(&c.v[i].f);
	keep_closed_lines(&c);
	if (!c.is_closed || !hide_as_closed(&c))
		hide(&c);
	plan.v = ARENA_ARRAY(a, struct tally_node, c.n);
	size_t *at = ARENA_ARRAY(a, size_t, c.n);

	for (size_t i = 0; i < c.n; i++) {
		const struct node *x = &c.v[i];

		at[i] = plan.n;
		if (!x->own)
			plan.v[plan.n++] = (struct tally_node){ .id = x->id, .lo = x->lo, .parent = x->parent < 0 ? 0 : at[x->parent],
				.was = x->was, .f = x->f };
	}
	TRY(load_plan(db, a, t, plan.v, plan.n));
	*ret = plan;
	return OK;
}
