/*
 * Figures of closed months for other programs, as JSON: the rows of the open data, with their columns, of one node that
 * the token's territory has; docs/api.md. Closed months alone: who asked each night for one that is not would read off who
 * came between.
 */
#include "areas/figures/inside.h"
#include "areas/figures/tally.h"

#include "base/buf.h"
#include "fhir/fhir.h"
#include "json/json.h"
#include "organizations_q.h"

enum { MONTHS_A_PAGE = 12, BODY_MAX = 16 << 20, MONTH_ARENA = 16 << 20 };

static void put_cell(struct jw *j, const struct figure_cell *c)
{
	if (c->is == CELL_NUMBER)
		jw_fixed(j, c->n, c->decimals);
	else if (c->is == CELL_HIDDEN)
		jw_cstr(j, "hidden");
	else
		jw_null(j);
}

static void put_keys(struct jw *j, struct str code, struct str month, const struct figure_line *l)
{
	jw_object(j);
	jw_set_str(j, "organization", code);
	jw_set_str(j, "month", month);
	jw_set_cstr(j, "dimension", dimension_code(l->dimension));
	jw_set_str(j, "value", l->value);
}

static void put_row(struct jw *j, struct str code, struct str month, const struct figure_line *l)
{
	struct figure_cell cells[CELLS];

	put_keys(j, code, month, l);
	figure_cells(l, cells);
	for (int i = 0; i < CELLS; i++) {
		jw_key(j, published_columns[CELL_KEYS + i].name);
		put_cell(j, &cells[i]);
	}
	jw_end(j);
}

/* A row for each line of which something is known otherwise today, with these columns alone. */
static void put_corrections(struct jw *j, struct arena *a, struct str code, struct str month, const struct figures_shown *s)
{
	const struct corrected_list all = s->closed.n ? corrected(a, &s->closed, &s->now) : (struct corrected_list){ 0 };
	const struct figure_line *of = NULL;

	jw_set_array(j, "corrections");
	for (size_t i = 0; i < all.n; i++) {
		const struct corrected *c = &all.v[i];

		if (of && of != c->now)
			jw_end(j);
		if (of != c->now)
			put_keys(j, code, month, c->now);
		of = c->now;
		jw_key(j, measure_code(c->m));
		if (is_hidden(c->now, c->m))
			jw_cstr(j, "hidden");
		else
			jw_int(j, c->now->v[c->m]);
	}
	if (of)
		jw_end(j);
	jw_end(j);
}

static void put_hour(struct jw *j, struct str code, struct str month, const struct load_hour *h, bool exact, int day, int hour)
{
	const char *const *name = (const char *const[]){ "use_percent_from", "use_percent_to" };
	bool some = h->open_min > 0;
	int64_t use[2] = { 0, 0 };

	if (some) {
		use[0] = load_use(h, exact).from;
		use[1] = load_use(h, exact).to;
	}
	jw_object(j);
	jw_set_str(j, "organization", code);
	jw_set_str(j, "month", month);
	jw_set_int(j, "weekday", day + 1);
	jw_set_int(j, "hour", hour);
	for (int i = 0; i < 2; i++) {
		jw_key(j, name[i]);
		if (some)
			jw_int(j, use[i]);
		else
			jw_null(j);
	}
	jw_end(j);
}

/* The hours of its week that had open minutes; then those that are known otherwise today. */
static void put_hours(struct jw *j, struct str code, struct str month, const struct week_shown *w)
{
	jw_set_array(j, "hours");
	for (int i = 0; i < WEEK * HOURS; i++)
		if (w->shown.v[i / HOURS][i % HOURS].open_min > 0)
			put_hour(j, code, month, &w->shown.v[i / HOURS][i % HOURS], w->exact, i / HOURS, i % HOURS);
	jw_end(j);
	jw_set_array(j, "hour_corrections");
	for (int i = 0; i < WEEK * HOURS; i++)
		if (load_differs(&w->shown.v[i / HOURS][i % HOURS], &w->now.v[i / HOURS][i % HOURS], w->exact))
			put_hour(j, code, month, &w->now.v[i / HOURS][i % HOURS], w->exact, i / HOURS, i % HOURS);
	jw_end(j);
}

static void set_instant(struct jw *j, const char *key, struct instant t)
{
	char s[21];

	instant_print(t, s);
	jw_set_cstr(j, key, s);
}

static enum err put_month(struct rq *rq, struct arena *a, struct jw *j, const struct organization_get_row *o, int32_t month)
{
	struct week_shown *week = ARENA_NEW(a, struct week_shown);
	struct str text = month_text(a, month);
	struct figures_shown s;
	const struct figures *f;

	TRY(month_read(rq, a, o, month, &s));
	TRY(month_week(rq, a, o, month, s.closed_at, week));
	f = s.closed.n ? &s.closed : &s.now;
	jw_object(j);
	jw_set_str(j, "month", text);
	set_instant(j, "closed_at", s.closed_at);
	jw_set_array(j, "rows");
	for (size_t i = 0; i < f->n; i++)
		put_row(j, o->code, text, f->v[i]);
	jw_end(j);
	put_corrections(j, a, o->code, text, &s);
	put_hours(j, o->code, text, week);
	jw_end(j);
	return OK;
}

static enum err put_months(struct rq *rq, struct jw *j, const struct organization_get_row *o, const struct published_between_rows *m)
{
	struct arena *side = arena_side(rq->a, MONTH_ARENA);
	enum err e = side ? OK : E_LIMIT;

	jw_set_array(j, "months");
	for (size_t i = 0; i < m->n && i < MONTHS_A_PAGE && e == OK; i++) {
		arena_reset(side);
		e = put_month(rq, side, j, o, m->v[i].month);
	}
	jw_end(j);
	arena_free(side);
	return e;
}

static void add_link(struct rq *rq, struct jw *j, const char *relation, const struct organization_get_row *o, int32_t first, int32_t last,
	bool one)
{
	struct str from = month_text(rq->a, first), to = month_text(rq->a, last), base = rq_base_url(rq);

	jw_object(j);
	jw_set_cstr(j, "relation", relation);
	jw_set_str(j, "url", one
		? arena_fmt(rq->a, "%.*s/figures/file.json?organization=%.*s&month=%.*s", STR_ARG(base), STR_ARG(o->code), STR_ARG(from))
		: arena_fmt(rq->a, "%.*s/figures/file.json?organization=%.*s&from=%.*s&to=%.*s", STR_ARG(base), STR_ARG(o->code),
			STR_ARG(from), STR_ARG(to)));
	jw_end(j);
}

enum err month_rows(struct rq *rq, const struct organization_get_row *o, int32_t first, int32_t last, bool one)
{
	struct buf *b = buf_new(rq->a, BODY_MAX);
	struct published_between_rows m;
	struct tally_root_row root;
	struct jw j = jw_to(b);

	TRY(tally_root(rq->db, rq->a, o->tree_lo, &root));
	TRY(published_between(rq->db, rq->a, root.id, first, last, MONTHS_A_PAGE + 1, &m));
	if (one && !m.n)
		return fhir_refuse(rq, 404, "not-found", "this month is not closed: a month is closed %d days after its end", CLOSING_DAYS);
	jw_object(&j);
	jw_set_str(&j, "organization", o->code);
	jw_set_str(&j, "kind", o->kind);
	TRY(put_months(rq, &j, o, &m));
	jw_set_array(&j, "link");
	add_link(rq, &j, "self", o, first, last, one);
	if (m.n > MONTHS_A_PAGE)
		add_link(rq, &j, "next", o, m.v[MONTHS_A_PAGE].month, last, false);
	jw_end(&j);
	jw_end(&j);
	if (!buf_ok(b))
		return E_LIMIT;
	TRY(rq_bytes(rq, 200, "application/json", buf_str(b)));
	rq_own(rq, buf_str(b));
	return OK;
}
