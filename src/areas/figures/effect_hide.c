/*
 * What of the effect is shown above the house: decided once for a country's month, by the rule of the other figures
 * (rules/hide.h), and kept. See effect.h.
 */
#include "areas/figures/effect.h"

#include "areas/figures/rules/hide.h"
#include "figures_q.h"

enum { CHANNELS, REMINDERS, DIMENSIONS_HERE, MONTHS_AT_ONCE = 1000 };
static const char *const dimension_name[] = { [CHANNELS] = "channel", [REMINDERS] = "reminder" };

struct line { int dimension; struct str value; };
struct read_line { int64_t lo; int dimension; struct str value; struct effect_sum sum; uint32_t bits; };

/* A country's month. A node that has others below it is followed by its own part, which nobody sees. */
struct judged {
	struct arena *a;
	int32_t month;
	struct tally_tree_rows tree;
	int *at;			/* of each organisation of the tree: its node */
	struct read_line *read;		/* figures and what was hidden before */
	size_t nread, cap;
	struct line *line;		/* from 1 on, by dimension */
	struct hide_dimension dimension[DIMENSIONS_HERE];
	struct hide_measure measure[EFFECT_FIGURES];
	int *parent;
	bool *shown;
	int64_t *n, *counted;		/* counted: of each node, when one of its months was counted last */
	uint32_t *first;
	struct hide_cube c;
};

static const struct hide_rule rules[] = { { 1u << EF_MISSED, 1u << EF_EXPECTED }, { 1u << EF_REFILLED, 1u << EF_FREED }, { 1u << EF_SMS, 1u << EF_SEGMENTS } };

static void describe(struct hide_measure *m)
{
	static const int whole[EFFECT_FIGURES] = { [EF_EXPECTED] = -1, [EF_MISSED] = EF_EXPECTED, [EF_FREED] = -1, [EF_REFILLED] = EF_FREED,
		[EF_BOOKED] = -1, [EF_CHANGED] = -1, [EF_SMS] = -1, [EF_SEGMENTS] = -1, [EF_MAIL] = -1, [EF_LETTERS] = -1 };

	for (int k = 0; k < EFFECT_FIGURES; k++)
		m[k] = (struct hide_measure){ .used = true, .whole = whole[k], .with = 1u << k };
	m[EF_EXPECTED].with |= 1u << EF_MISSED;
	m[EF_EXPECTED].dimensions = m[EF_MISSED].dimensions = 1u << CHANNELS | 1u << REMINDERS;
	m[EF_FREED].with |= 1u << EF_REFILLED;
	m[EF_SMS].with |= 1u << EF_SEGMENTS;
	m[EF_SEGMENTS].alone = true;
}

static void plant(struct judged *j)
{
	const struct tally_tree_rows *t = &j->tree;
	int n = 0;

	j->at = ARENA_ARRAY(j->a, int, t->n + 1);
	j->parent = ARENA_ARRAY(j->a, int, 2 * t->n + 1);
	j->shown = ARENA_ARRAY(j->a, bool, 2 * t->n + 1);
	for (size_t i = 0; i < t->n; i++) {
		size_t up = i;

		while (up > 0 && t->v[--up].tree_hi <= t->v[i].tree_lo)
			;
		j->at[i] = n;
		j->parent[n] = i ? j->at[up] : -1;
		j->shown[n++] = true;
		if (i + 1 < t->n && t->v[i + 1].tree_lo < t->v[i].tree_hi) {
			j->parent[n] = j->at[i];
			j->shown[n++] = false;
		}
	}
	j->c.nodes = n;
}

/* Where an organisation stands, with all below it; own: without. */
static int node_of(const struct judged *j, int64_t lo, bool own)
{
	size_t from = 0, to = j->tree.n;

	while (from < to) {
		size_t mid = (from + to) / 2;

		if (j->tree.v[mid].tree_lo < lo)
			from = mid + 1;
		else
			to = mid;
	}
	int at = j->at[from];

	return own && at + 1 < j->c.nodes && !j->shown[at + 1] ? at + 1 : at;
}

/* ---- reading ---- */

static void remember(struct judged *j, struct read_line r)
{
	r.value = arena_str(j->a, r.value);
	j->read = arena_grow(j->a, j->read, j->nread, &j->cap, sizeof(*j->read));
	j->read[j->nread++] = r;
}

static int dimension_of(struct str name)
{
	for (int d = 0; d < DIMENSIONS_HERE; d++)
		if (str_eq(name, str_of(dimension_name[d])))
			return d;
	return -1;	/* all */
}

static enum err read_line(void *arg, const struct effect_lines_of_tree_row *r)
{
	remember(arg, (struct read_line){ r->lo, dimension_of(r->dimension), r->value, { r->expected, r->missed }, 0 });
	return OK;
}

static enum err read_hidden(void *arg, const struct effect_hidden_of_tree_row *r)
{
	remember(arg, (struct read_line){ .lo = r->lo, .dimension = dimension_of(r->dimension), .value = r->value, .bits = (uint32_t)r->bits });
	return OK;
}

static int64_t *cell(struct judged *j, int node, int line)
{
	return &j->n[((int64_t)node * j->c.lines + line) * EFFECT_FIGURES];
}

static enum err read_freed(void *arg, const struct effect_months_of_tree_row *r)
{
	struct judged *j = arg;
	int node = node_of(j, r->lo, true);
	int64_t *v = cell(j, node, 0);

	j->counted[node] = r->counted_at;
	v[EF_FREED] = r->freed;
	v[EF_REFILLED] = r->refilled;
	return OK;
}

static enum err read_count(void *arg, const struct effect_counts_of_tree_row *r)
{
	struct judged *j = arg;

	effect_count_into(cell(j, node_of(j, r->lo, true), 0), r->what, r->n, r->segments);
	return OK;
}

static int line_of(const struct judged *j, int dimension, struct str value)
{
	const struct hide_dimension *d = &j->dimension[dimension < 0 ? 0 : dimension];

	for (int p = d->first; dimension >= 0 && p < d->first + d->n; p++)
		if (str_eq(j->line[p].value, value))
			return p;
	return 0;
}

static void number_lines(struct judged *j)
{
	int n = 1;

	j->line = ARENA_ARRAY(j->a, struct line, j->nread + 1);
	for (int d = 0; d < DIMENSIONS_HERE; d++) {
		j->dimension[d].first = n;
		for (size_t i = 0; i < j->nread; i++) {
			if (j->read[i].dimension != d || line_of(j, d, j->read[i].value))
				continue;
			j->line[n++] = (struct line){ d, j->read[i].value };
			j->dimension[d].n++;
		}
	}
	j->c.lines = n;
}

static void fill_cube(struct judged *j)
{
	size_t cells = (size_t)j->c.nodes * (size_t)j->c.lines;

	j->n = ARENA_ARRAY(j->a, int64_t, cells * EFFECT_FIGURES + 1);
	j->counted = ARENA_ARRAY(j->a, int64_t, (size_t)j->c.nodes + 1);
	j->first = ARENA_ARRAY(j->a, uint32_t, cells + 1);
	j->c.hidden = ARENA_ARRAY(j->a, uint32_t, cells + 1);
	j->c.safe = ARENA_ARRAY(j->a, uint32_t, cells + 1);
	j->c.price = ARENA_ARRAY(j->a, uint8_t, cells + 1);
	for (size_t i = 0; i < j->nread; i++) {
		const struct read_line *r = &j->read[i];
		int line = line_of(j, r->dimension, r->value), node = node_of(j, r->lo, true);

		j->first[node_of(j, r->lo, false) * j->c.lines + line] |= r->bits;
		for (int p = line; ; p = 0) {	/* each visit stands once in each dimension: one of them makes the total */
			cell(j, node, p)[EF_EXPECTED] += r->sum.expected;
			cell(j, node, p)[EF_MISSED] += r->sum.missed;
			if (!p || r->dimension != REMINDERS)
				break;
		}
	}
}

static void add_up(struct judged *j)
{
	const int64_t row = (int64_t)j->c.lines * EFFECT_FIGURES;

	for (int u = j->c.nodes; u-- > 1;) {
		int up = j->parent[u];

		for (int64_t k = 0; k < row; k++)
			j->n[up * row + k] += j->n[u * row + k];
		j->counted[up] = j->counted[u] > j->counted[up] ? j->counted[u] : j->counted[up];
	}
}

static enum err read_all(struct db *db, struct judged *j, int64_t lo, int64_t hi)
{
	TRY(tally_tree(db, j->a, lo, hi, &j->tree));
	plant(j);
	TRY(effect_lines_of_tree(db, j->a, lo, hi, j->month, read_line, j));
	TRY(effect_hidden_of_tree(db, j->a, lo, hi, j->month, read_hidden, j));
	number_lines(j);
	fill_cube(j);
	TRY(effect_months_of_tree(db, j->a, lo, hi, j->month, read_freed, j));
	return effect_counts_of_tree(db, j->a, lo, hi, j->month, read_count, j);
}

/* ---- deciding ---- */

static void decide(struct judged *j)
{
	add_up(j);
	describe(j->measure);
	j->c.dimension = j->dimension;
	j->c.dimensions = DIMENSIONS_HERE;
	j->c.measure = j->measure;
	j->c.measures = EFFECT_FIGURES;
	j->c.rule = rules;
	j->c.rules = sizeof(rules) / sizeof(rules[0]);
	j->c.parent = j->parent;
	j->c.shown = j->shown;
	j->c.n = j->n;
	hide_cube(&j->c, j->first);
}

static bool is_nothing(const int64_t v[EFFECT_FIGURES])
{
	for (int k = 0; k < EFFECT_FIGURES; k++)
		if (v[k])
			return false;
	return true;
}

static enum err write_node(struct db *db, const struct judged *j, size_t i)
{
	int at = j->at[i];

	for (int p = 0; p < j->c.lines; p++) {
		const int64_t *v = &j->n[((int64_t)at * j->c.lines + p) * EFFECT_FIGURES];
		uint32_t bits = j->c.hidden[at * j->c.lines + p];
		struct str dimension = p ? str_of(dimension_name[j->line[p].dimension]) : S(""), value = p ? j->line[p].value : S("");

		if (bits || !is_nothing(v))
			TRY(effect_total_put(db, j->a, j->tree.v[i].id, j->month, dimension, value, bits, v[EF_EXPECTED], v[EF_MISSED], v[EF_FREED],
				v[EF_REFILLED], v[EF_BOOKED], v[EF_CHANGED], v[EF_SMS], v[EF_SEGMENTS], v[EF_MAIL], v[EF_LETTERS], j->counted[at]));
	}
	return OK;
}

static enum err write_all(struct db *db, const struct judged *j, int64_t lo, int64_t hi)
{
	int64_t n;

	TRY(effect_total_clear(db, j->a, j->month, lo, hi));
	for (size_t i = 0; i < j->tree.n; i++)
		TRY(write_node(db, j, i));
	return effect_judge_done(db, j->a, j->month, lo, hi, &n);
}

/* Reads and decides between two short transactions: what is counted meanwhile leaves the month undecided. */
static enum err judge(struct db *db, struct arena *side, int32_t month, int64_t place)
{
	struct judged j = { .a = side, .month = month };
	struct tally_root_row root;
	int64_t n;

	TRY(tally_root(db, side, place, &root));
	TRY(db_begin(db));
	TRY(db_end(db, effect_judge_take(db, side, month, root.tree_lo, root.tree_hi, &n)));
	TRY(read_all(db, &j, root.tree_lo, root.tree_hi));
	decide(&j);
	TRY(db_begin(db));
	return db_end(db, write_all(db, &j, root.tree_lo, root.tree_hi));
}

enum err effect_judge(struct db *db, struct arena *side, int32_t last)
{
	for (int i = 0; i < MONTHS_AT_ONCE; i++) {
		struct effect_to_judge_row r;
		enum err e;

		arena_reset(side);
		e = effect_to_judge(db, side, last, &r);
		if (e != OK)
			return e == E_NOTFOUND ? OK : e;
		TRY(judge(db, side, r.month, r.lo));
	}
	return OK;
}
