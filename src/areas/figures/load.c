/*
 * The hours of a week as they are stored: counted with an organisation's month, added up over the tree with its country's, and
 * kept so when the month is closed.
 */
#include "areas/figures/tally.h"

static bool is_same(const struct load_hour *x, const struct load_hour *y)
{
	return x->taken == y->taken && x->taken_min == y->taken_min && x->open_min == y->open_min;
}

/* NULL: no hours. */
static const struct load_hour *hour_of(const struct load_week *w, int i)
{
	static const struct load_hour none;

	return w ? &w->v[i / HOURS][i % HOURS] : &none;
}

size_t load_differing(const struct load_week *was, const struct load_week *w)
{
	size_t n = 0;

	for (int i = 0; i < WEEK * HOURS; i++)
		n += !is_same(hour_of(was, i), hour_of(w, i));
	return n;
}

/* Of what was counted, of what is shown. */
struct table {
	enum err (*keep)(struct db *, struct arena *, struct organization_id, int32_t month, int32_t weekday, int32_t hour, int64_t taken,
		int64_t taken_min, int64_t open_min);
	enum err (*drop)(struct db *, struct arena *, struct organization_id, int32_t month, int32_t weekday, int32_t hour);
};

/* What differs. */
static enum err write_week(struct db *db, struct arena *a, const struct table *t, struct organization_id o, int32_t month,
	const struct load_week *was, const struct load_week *w)
{
	for (int i = 0; i < WEEK * HOURS; i++) {
		const struct load_hour *x = hour_of(w, i);

		if (is_same(hour_of(was, i), x))
			continue;
		if (x->taken || x->open_min)
			TRY(t->keep(db, a, o, month, i / HOURS + 1, i % HOURS, x->taken, x->taken_min, x->open_min));
		else
			TRY(t->drop(db, a, o, month, i / HOURS + 1, i % HOURS));
	}
	return OK;
}

/* Any row that has an hour. */
#define PUT_ROW(w, r) ((w)->v[(r)->weekday - 1][(r)->hour] = (struct load_hour){ (r)->taken, (r)->taken_min, (r)->open_min })

enum err load_replace(struct db *db, struct arena *a, struct organization_id o, int32_t month, const struct load_week *w,
	bool *ret_differed)
{
	static const struct table counted = { load_put, load_drop };
	struct load_week *was = ARENA_NEW(a, struct load_week);
	struct load_own_rows rows;

	TRY(load_own(db, a, o, month, &rows));
	for (size_t i = 0; i < rows.n; i++)
		PUT_ROW(was, &rows.v[i]);
	*ret_differed = load_differing(was, w) > 0;
	return write_week(db, a, &counted, o, month, was, w);
}

/* ---- over the tree: rows come in its order ---- */

struct reading { struct arena *a; struct tally_node *v; size_t n, at; };

static struct tally_node *node_at(struct reading *r, int64_t lo)
{
	while (r->at < r->n && r->v[r->at].lo < lo)
		r->at++;
	return r->at < r->n && r->v[r->at].lo == lo ? &r->v[r->at] : NULL;
}

static struct load_week *week_at(struct arena *a, struct load_week **at)
{
	if (!*at)
		*at = ARENA_NEW(a, struct load_week);
	return *at;
}

static enum err read_own(void *arg, const struct load_of_tree_row *r)
{
	struct reading *c = arg;
	struct tally_node *x = node_at(c, r->lo);

	if (x)
		PUT_ROW(week_at(c->a, &x->week), r);
	return OK;
}

static enum err read_shown(void *arg, const struct load_shown_of_tree_row *r)
{
	struct reading *c = arg;
	struct tally_node *x = node_at(c, r->lo);

	if (x)
		PUT_ROW(week_at(c->a, &x->week_was), r);
	return OK;
}

static void add_week(struct load_week *to, const struct load_week *w)
{
	for (int i = 0; i < WEEK * HOURS; i++) {
		struct load_hour *x = &to->v[i / HOURS][i % HOURS];
		const struct load_hour *y = &w->v[i / HOURS][i % HOURS];

		*x = (struct load_hour){ x->taken + y->taken, x->taken_min + y->taken_min, x->open_min + y->open_min };
	}
}

enum err load_plan(struct db *db, struct arena *a, const struct tally_month *t, struct tally_node *v, size_t n)
{
	TRY(load_of_tree(db, a, t->lo, t->hi, t->month, read_own, &(struct reading){ a, v, n, 0 }));
	TRY(load_shown_of_tree(db, a, t->lo, t->hi, t->month, read_shown, &(struct reading){ a, v, n, 0 }));
	for (size_t i = n; i-- > 1;)
		if (v[i].week)
			add_week(week_at(a, &v[v[i].parent].week), v[i].week);
	return OK;
}

enum err load_show(struct db *db, struct arena *a, int32_t month, const struct tally_node *x)
{
	static const struct table shown = { load_shown_put, load_shown_drop };

	return write_week(db, a, &shown, x->id, month, x->week_was, x->week);
}

enum err load_read(struct db *db, struct arena *a, struct organization_id o, int32_t month, struct load_week *ret)
{
	struct load_week w = { 0 };
	struct load_shown_rows rows;

	TRY(load_shown(db, a, o, month, &rows));
	for (size_t i = 0; i < rows.n; i++)
		PUT_ROW(&w, &rows.v[i]);
	*ret = w;
	return OK;
}

enum err load_kept(struct db *db, struct arena *a, struct organization_id o, int32_t month, struct load_week *ret)
{
	struct load_week w = { 0 };
	struct load_closed_rows rows;

	TRY(load_closed(db, a, o, month, &rows));
	for (size_t i = 0; i < rows.n; i++)
		PUT_ROW(&w, &rows.v[i]);
	*ret = w;
	return OK;
}
