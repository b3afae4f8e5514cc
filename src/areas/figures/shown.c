/*
 * Writing what was added up of a country's month, and closing it. A month of a large country is some 100,000 rows: they are written
 * beside what is shown, a thousand at a time, so that a booking waits for a few milliseconds of it at most.
 */
#include "areas/figures/tally.h"

enum { ROWS_AT_ONCE = 1000, NODES_AT_ONCE = 10, IN_PLACE = 100 };
#define STEP_ARENA ((size_t)64 << 20)

enum err tally_write(struct db *db, struct arena *a, struct instant now, const struct tally_plan *p, bool *ret_differed)
{
	bool differed = false;
	int64_t n;

	TRY(tally_month_done(db, a, now, p->month.root, p->month.month, p->month.version, &n));
	for (size_t i = 0; n && i < p->n; i++) {
		bool one;

		TRY(tally_replace(db, a, p->v[i].id, p->month.shown, &p->v[i].was, &p->v[i].f, &one));
		TRY(load_show(db, a, p->month.month, &p->v[i]));
		differed |= one || load_differing(p->v[i].week_was, p->v[i].week) > 0;
	}
	*ret_differed = differed;
	return OK;
}

/* ---- in short transactions ---- */

/* Where one step ends and the next begins. version: as long as nothing else changes the month. */
struct writing { struct db *db; struct arena *a; const struct tally_plan *p; int64_t version; int beside; size_t at; };

static enum err held(const struct writing *w)
{
	int64_t n;

	TRY(tally_month_hold(w->db, w->a, w->p->month.root, w->p->month.month, w->version, &n));
	return n ? OK : E_CONFLICT;
}

static enum err take(struct writing *w)
{
	int64_t n;

	TRY(tally_month_take(w->db, w->a, w->p->month.root, w->p->month.month, w->version, &n));
	w->version++;
	return n ? OK : E_CONFLICT;
}

static enum err put_some(struct writing *w)
{
	size_t rows = 0;

	TRY(held(w));
	for (; w->at < w->p->n && rows < ROWS_AT_ONCE; w->at++) {
		const struct tally_node *x = &w->p->v[w->at];

		TRY(tally_clear(w->db, w->a, x->id, w->p->month.month, w->beside));
		TRY(tally_put_all(w->db, w->a, x->id, w->beside, &x->f));
		rows += x->f.n;
	}
	return OK;
}

/* Weeks are no edition: written in place, last before the rest is shown. What comes in between leaves them ahead of it until the month
 * is due again, this night or the next; above a house only months that are over show theirs, in fifths. */
static enum err put_weeks(struct writing *w)
{
	size_t rows = 0;

	TRY(held(w));
	for (; w->at < w->p->n && rows < ROWS_AT_ONCE; w->at++) {
		const struct tally_node *x = &w->p->v[w->at];

		TRY(load_show(w->db, w->a, w->p->month.month, x));
		rows += load_differing(x->week_was, x->week);
	}
	return OK;
}

static enum err show(const struct writing *w, struct instant now)
{
	int64_t n;

	TRY(tally_month_show(w->db, w->a, now, w->beside, w->p->month.root, w->p->month.month, w->version, &n));
	return n ? OK : E_CONFLICT;
}

/* What nobody sees any more. */
static enum err clear_some(struct writing *w)
{
	for (int i = 0; i < NODES_AT_ONCE && w->at < w->p->n; i++, w->at++)
		TRY(tally_clear(w->db, w->a, w->p->v[w->at].id, w->p->month.month, w->p->month.shown));
	return OK;
}

/* One step after the other over all nodes, each in a transaction. */
static enum err over_nodes(struct writing *w, enum err (*some)(struct writing *w))
{
	for (w->at = 0; w->at < w->p->n;) {
		arena_reset(w->a);
		TRY(db_begin(w->db));
		TRY(db_end(w->db, some(w)));
	}
	return OK;
}

static enum err write_beside(struct writing *w, struct instant now)
{
	TRY(db_begin(w->db));
	TRY(db_end(w->db, take(w)));
	TRY(over_nodes(w, put_some));
	TRY(over_nodes(w, put_weeks));
	TRY(db_begin(w->db));
	TRY(db_end(w->db, show(w, now)));
	return over_nodes(w, clear_some);
}

static bool is_much(const struct tally_plan *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n && n <= IN_PLACE; i++)
		n += tally_differing(&p->v[i].was, &p->v[i].f) + load_differing(p->v[i].week_was, p->v[i].week);
	return n > IN_PLACE;
}

enum err tally_write_beside(struct db *db, struct arena *a, struct instant now, const struct tally_plan *p, bool *ret_differed)
{
	struct writing w = { .db = db, .p = p, .version = p->month.version,
		.beside = p->month.shown == EDITION_A ? EDITION_B : EDITION_A };
	enum err e;

	if (!is_much(p)) {
		TRY(db_begin(db));
		return db_end(db, tally_write(db, a, now, p, ret_differed));
	}
	w.a = arena_side(a, STEP_ARENA);
	if (!w.a)
		return E_LIMIT;
	e = write_beside(&w, now);
	arena_free(w.a);
	*ret_differed = e == OK;
	return e;
}

/* ---- closing ---- */

/* at: of the nodes, where the next step begins. */
struct closing { struct db *db; struct arena *a; struct tally_month_open_row m; struct tally_tree_rows nodes; bool in_one; size_t at; };

static enum err begin(const struct closing *c)
{
	return c->in_one ? OK : db_begin(c->db);
}

static enum err end(const struct closing *c, enum err e)
{
	return c->in_one ? e : db_end(c->db, e);
}

static enum err close_take(struct closing *c)
{
	int64_t n;

	TRY(tally_month_take(c->db, c->a, c->m.organization, c->m.month, c->m.version, &n));
	c->m.version++;
	return n ? OK : E_CONFLICT;
}

static enum err close_some(struct closing *c)
{
	size_t end = c->at + NODES_AT_ONCE < c->nodes.n ? c->at + NODES_AT_ONCE : c->nodes.n;
	int64_t from = c->nodes.v[c->at].tree_lo, to = c->nodes.v[end - 1].tree_lo + 1, n;

	TRY(tally_month_hold(c->db, c->a, c->m.organization, c->m.month, c->m.version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(tally_unclose(c->db, c->a, from, to, c->m.month));
	TRY(tally_close(c->db, c->a, from, to, c->m.month, c->m.shown));
	TRY(load_unclose(c->db, c->a, from, to, c->m.month));
	TRY(load_close(c->db, c->a, from, to, c->m.month));
	c->at = end;
	return OK;
}

static enum err close_whole(struct closing *c, struct instant now)
{
	int64_t n;

	TRY(tally_month_close(c->db, c->a, now, c->m.organization, c->m.month, c->m.version, &n));
	return n ? OK : E_CONFLICT;
}

enum err figures_close(struct db *db, struct arena *a, struct instant now, bool in_one)
{
	struct closing c = { .db = db, .a = a, .in_one = in_one };
	struct tally_month_open_rows r;

	TRY(tally_month_open(db, a, figures_last_to_close(now), 1, &r));
	if (!r.n)
		return E_NOTFOUND;
	c.m = r.v[0];
	TRY(tally_tree(db, a, c.m.lo, c.m.hi, &c.nodes));
	TRY(begin(&c));
	TRY(end(&c, close_take(&c)));
	while (c.at < c.nodes.n) {
		TRY(begin(&c));
		TRY(end(&c, close_some(&c)));
	}
	TRY(begin(&c));
	return end(&c, close_whole(&c, now));
}
