/* The page of one organisation's month, at every level of the tree; its file. */
#include "areas/figures/pictures.h"
#include "areas/figures/tally.h"

#include "areas/organizations/organizations.h"
#include "areas/schedules/schedules.h"
#include "base/buf.h"
#include "figures_q.h"
#include "figures_t.h"
#include "organizations_q.h"

/* Lines of a dimension with their labels: hidden ones last, then the largest, or the longest wait, first. */
static bool before(const struct shown_line *x, const struct shown_line *y, bool by_wait)
{
	bool hx = is_hidden(x->l, M_N), hy = is_hidden(y->l, M_N);
	int32_t mx = line_median_twice(x->l, H_COMPARED), my = line_median_twice(y->l, H_COMPARED);

	if (hx != hy)
		return !hx;
	if (hx)
		return str_cmp(x->l->value, y->l->value) < 0;
	if (by_wait && (is_hidden(x->l, M_COMPARED) || is_hidden(y->l, M_COMPARED)))
		return !is_hidden(x->l, M_COMPARED) && is_hidden(y->l, M_COMPARED);
	return by_wait && mx != my ? mx > my : x->l->v[M_N] > y->l->v[M_N];
}

struct shown_lines shown_lines_of(const struct page *pg, const struct figures *f, enum dimension d, const struct figure_names *names)
{
	struct shown_lines out = { ARENA_ARRAY(pg->a, struct shown_line, f->n + 1), 0 };

	for (size_t i = 0; i < f->n; i++) {
		struct shown_line s = { .l = f->v[i] };
		size_t k = out.n;

		if (f->v[i]->dimension != d)
			continue;
		s.label = line_label(pg, names, f->v[i]);
		for (out.n++; k > 0 && d != D_AGE && before(&s, &out.v[k - 1], d == D_SERVICE); k--)
			out.v[k] = out.v[k - 1];
		out.v[k] = s;
	}
	return out;
}

/* ---- twelve months ---- */

enum err figures_year(struct db *db, const struct page *pg, struct organization_id o, int32_t month, struct points *ret)
{
	struct tally_months_rows rows;
	struct points p = { ARENA_ARRAY(pg->a, struct point, 12), 12 };

	TRY(tally_months(db, pg->a, o, month - 11, month, &rows));
	for (int i = 0; i < 12; i++) {
		struct point *x = &p.v[i];

		x->month = month - 11 + i;
		x->label = month_title(pg->a, pg->lang, x->month);
		for (size_t k = 0; k < rows.n; k++) {	/* the closed edition, if there is one, is the later row */
			if (rows.v[k].month == x->month) {
				x->n = rows.v[k].n;
				x->online = rows.v[k].online;
				x->hidden = rows.v[k].hidden & (1 << M_N | 1 << M_ONLINE);
			}
		}
		x->known = x->n > 0 && !x->hidden;
	}
	*ret = p;
	return OK;
}

/* ---- the same speciality elsewhere ---- */

struct elsewhere { struct figures region, country; };

static enum err shown_of(struct rq *rq, struct organization_id o, int64_t lo, int32_t month, struct figures *ret)
{
	struct figures_shown s;

	TRY(figures_read(rq->db, rq->a, o, lo, month, &s));
	*ret = s.closed.n ? s.closed : s.now;
	return OK;
}

/* Of the region above a node and of the country; empty at their own level. */
static enum err elsewhere_of(struct rq *rq, const struct organization_get_row *o, int32_t month, struct elsewhere *ret)
{
	struct organization_get_row up = *o;

	while (up.parent_id.v) {
		bool region;

		TRY(organization_get(rq->db, rq->a, up.parent_id, &up));
		region = str_eq(up.kind, S("region"));
		if (region || !up.parent_id.v)
			TRY(shown_of(rq, up.id, up.tree_lo, month, up.parent_id.v ? &ret->region : &ret->country));
	}
	return OK;
}

static void add_elsewhere(struct shown_lines *lines, const struct elsewhere *e)
{
	for (size_t i = 0; i < lines->n; i++) {
		lines->v[i].region = figures_find(&e->region, D_SERVICE, lines->v[i].l->value);
		lines->v[i].country = figures_find(&e->country, D_SERVICE, lines->v[i].l->value);
	}
}

/* ---- corrections: those of lines, with room for those of a week's hours ---- */

static struct corrections corrections_of(struct page *pg, const struct figures_shown *s, const struct figure_names *names)
{
	const struct corrected_list all = s->closed_at.v > 0 ? corrected(pg->a, &s->closed, &s->now) : (struct corrected_list){ 0 };
	struct corrections c = { ARENA_ARRAY(pg->a, struct correction, all.n + WEEK * HOURS), all.n };

	for (size_t i = 0; i < all.n; i++) {
		const struct corrected *x = &all.v[i];

		c.v[i] = (struct correction){ line_label(pg, names, x->now), figure_label(pg, x->m), count_text(pg, x->was, x->m),
			count_text(pg, x->now, x->m) };
	}
	return c;
}

/* ---- the page ---- */

/* Practitioners are shown to their own establishment alone. */
static bool sees_practitioners(const struct rq *rq, const struct organization_get_row *o)
{
	return rq->who.scope.lo >= o->tree_lo && rq->who.scope.hi <= o->tree_hi
		&& (str_eq(o->kind, S("establishment")) || str_eq(o->kind, S("health_centre")));
}

static void without_practitioners(struct figures *f)
{
	while (f->n && f->v[f->n - 1]->dimension == D_PRACTITIONER)
		f->n--;
}

enum err month_read(struct rq *rq, struct arena *a, const struct organization_get_row *o, int32_t month, struct figures_shown *ret)
{
	TRY(figures_read(rq->db, a, o->id, o->tree_lo, month, ret));
	if (!sees_practitioners(rq, o)) {
		without_practitioners(&ret->now);
		without_practitioners(&ret->closed);
	}
	return OK;
}

static void tables_of(struct page *pg, struct dashboard *d, const struct figures *f, const struct figure_names *names)
{
	d->all = figures_all(f);
	d->channels = shown_lines_of(pg, f, D_CHANNEL, names);
	d->visits = shown_lines_of(pg, f, D_VISIT, names);
	d->services = shown_lines_of(pg, f, D_SERVICE, names);
	d->sexes = shown_lines_of(pg, f, D_SEX, names);
	d->ages = shown_lines_of(pg, f, D_AGE, names);
	d->practitioners = shown_lines_of(pg, f, D_PRACTITIONER, names);
}

enum err month_week(struct rq *rq, struct arena *a, const struct organization_get_row *o, int32_t month, struct instant closed_at,
	struct week_shown *ret)
{
	struct week_shown w = { .exact = sees_practitioners(rq, o) };
	bool kept = false;

	*ret = w;
	if (!w.exact && month >= month_of_day((struct day){ (int32_t)(rq->now.v / 86400) }))
		return OK;
	TRY(load_read(rq->db, a, o->id, month, &w.now));
	if (closed_at.v > 0)
		TRY(load_kept(rq->db, a, o->id, month, &w.shown));
	for (int i = 0; i < WEEK * HOURS && !kept; i++)
		kept = w.shown.v[i / HOURS][i % HOURS].open_min > 0;
	if (!kept)
		w.shown = w.now;
	*ret = w;
	return OK;
}

/* With what is known otherwise today among the corrections. */
static enum err week_of(struct rq *rq, const struct page *pg, const struct organization_get_row *o, struct dashboard *d)
{
	struct week_shown *s = ARENA_NEW(rq->a, struct week_shown);
	struct week_view *w = ARENA_NEW(rq->a, struct week_view);

	TRY(month_week(rq, rq->a, o, d->month, d->closed_at, s));
	*w = picture_week(pg, &s->shown, s->exact);
	picture_week_corrected(pg, &s->shown, &s->now, s->exact, &d->corrections);
	if (w->rows.n)
		d->week = w;
	return OK;
}

static enum err pictures_of(struct rq *rq, const struct page *pg, const struct organization_get_row *o, int edition, struct dashboard *d)
{
	struct house_waits houses = { .a = rq->a, .lines = &d->services };
	struct funnel_view *f = ARENA_NEW(rq->a, struct funnel_view);

	d->above = !figures_is_place(o->kind);
	if (d->above)
		TRY(tally_waits(rq->db, rq->a, &rq->who.scope, o->tree_lo, o->tree_hi, d->month, edition, house_wait_add, &houses));
	d->scale = picture_waits(pg, &d->services, d->above ? &houses : NULL);
	d->trend = picture_trend(pg, &d->year);
	*f = picture_funnel(pg, d->all);
	d->funnel = f;
	return week_of(rq, pg, o, d);
}

enum err month_page(struct rq *rq, const struct organization_get_row *o, int32_t month)
{
	struct dashboard d = { .code = o->code, .month = month };
	struct specialty_list_rows specialties;
	struct practitioners practitioners = { 0 };
	struct figure_names names = { &specialties, &practitioners };
	struct elsewhere e = { 0 };
	struct figures_shown s;
	struct page *pg;

	TRY(month_read(rq, rq->a, o, month, &s));
	TRY(specialty_list(rq->db, rq->a, &specialties));
	TRY(elsewhere_of(rq, o, month, &e));
	if (sees_practitioners(rq, o))
		TRY(practitioner_list(rq->db, rq->a, o->id, &practitioners));
	pg = rq_page(rq, 200);
	TRY(figures_year(rq->db, pg, o->id, month, &d.year));
	tables_of(pg, &d, s.closed.n ? &s.closed : &s.now, &names);
	add_elsewhere(&d.services, &e);
	d.closed_at = s.closed_at;
	d.corrections = corrections_of(pg, &s, &names);
	TRY(pictures_of(rq, pg, o, s.closed.n ? EDITION_CLOSED : s.edition, &d));
	d.region = e.region.n > 0;
	d.country = e.country.n > 0;
	d.counted = s.counted;
	d.name = organization_name(pg->lang, o->name_fr, o->name_ar, o->name_en);
	d.title = month_text(rq->a, month);
	d.before = month_text(rq->a, month - 1);
	d.after = month_text(rq->a, month + 1);
	d.compare = rq->who.scope.hi - rq->who.scope.lo > o->tree_hi - o->tree_lo || o->tree_hi - o->tree_lo > 1;
	t_figures_month(pg, &d);
	return OK;
}

enum err month_file(struct rq *rq, const struct organization_get_row *o, int32_t month)
{
	struct buf *b = buf_new(rq->a, (size_t)4 << 20);
	struct week_shown *week = ARENA_NEW(rq->a, struct week_shown);
	struct figures_shown s;

	TRY(month_read(rq, rq->a, o, month, &s));
	TRY(month_week(rq, rq->a, o, month, s.closed_at, week));
	figures_csv(b, rq->a, o->code, s.closed.n ? &s.closed : &s.now, s.closed.n ? &s.now : NULL, true);
	week_csv(b, rq->a, o->code, month, week);
	if (!buf_ok(b))
		return E_LIMIT;
	return rq_file(rq, "text/csv; charset=utf-8", arena_fmt(rq->a, "%.*s-%.*s.csv", STR_ARG(o->code),
		STR_ARG(month_text(rq->a, month))), buf_str(b));
}

/* ---- for everybody ---- */

enum { WAITS_MONTHS = 24 };

/* The month asked for if it is closed, else the last that is. */
static int32_t published_month(struct rq *rq, struct waits_view *v, const struct published_months *all)
{
	int32_t asked = INT32_MIN, month;

	if (month_parse(rq_raw(rq, "month"), &asked) != OK)
		asked = INT32_MIN;
	month = all->n ? all->v[0].month : INT32_MIN;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].month == asked)
			month = asked;
	v->months.v = ARENA_ARRAY(rq->a, struct option_line, all->n + 1);
	for (size_t i = 0; i < all->n; i++)
		v->months.v[v->months.n++] = (struct option_line){ month_text(rq->a, all->v[i].month),
			month_title(rq->a, rq->lang, all->v[i].month), all->v[i].month == month };
	return month;
}

/* A line of nothing but "hidden" helps nobody: such specialities are named in one sentence. */
static void tell_few(const struct page *pg, struct waits_view *v)
{
	struct shown_lines *s = &v->d.services;
	size_t kept = 0;

	v->thirds = line_median_twice(v->d.all, H_THIRD) >= 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct figure_line *l = s->v[i].l;

		v->thirds |= line_median_twice(l, H_THIRD) >= 0;
		if (!is_hidden(l, M_COMPARED) || line_median_twice(l, H_THIRD) >= 0)
			s->v[kept++] = s->v[i];
		else
			v->few = v->few.n ? FILL(pg, S("%1%2%3"), v->few, tr_c(pg, "list", ", "), s->v[i].label) : s->v[i].label;
	}
	s->n = kept;
}

/* Only what was closed is shown: nobody sees here what a later night has changed. */
static enum err waits_fill(struct rq *rq, struct page *pg, const struct organization_get_row *o, struct waits_view *v)
{
	struct specialty_list_rows specialties;
	struct practitioners nobody = { 0 };
	const struct figure_names names = { &specialties, &nobody };
	struct figures_shown s;
	struct elsewhere e = { 0 };

	TRY(specialty_list(rq->db, rq->a, &specialties));
	TRY(figures_read(rq->db, rq->a, o->id, o->tree_lo, v->d.month, &s));
	TRY(elsewhere_of(rq, o, v->d.month, &e));
	without_practitioners(&s.closed);
	tables_of(pg, &v->d, &s.closed, &names);
	add_elsewhere(&v->d.services, &e);
	tell_few(pg, v);
	v->d.region = e.region.n > 0;
	v->d.country = e.country.n > 0;
	v->d.closed_at = s.closed_at;
	v->d.title = month_text(rq->a, v->d.month);
	return OK;
}

enum err waits_page(struct rq *rq)
{
	struct organization_by_code_row by;
	struct organization_get_row o;
	struct waits_view v = { 0 };
	struct published_months all;
	struct page *pg;

	TRY(organization_by_code(rq->db, rq->a, rq_param(rq, 0), &by));
	TRY(organization_get(rq->db, rq->a, by.id, &o));
	if (!o.active || (!str_eq(o.kind, S("establishment")) && !str_eq(o.kind, S("health_centre"))))
		return E_NOTFOUND;
	TRY(figures_published_of(rq->db, rq->a, o.tree_lo, WAITS_MONTHS, &all));
	pg = rq_page(rq, 200);
	v.d.month = published_month(rq, &v, &all);
	v.d.code = o.code;
	v.d.name = organization_name(pg->lang, o.name_fr, o.name_ar, o.name_en);
	v.bookable = str_eq(o.kind, S("establishment"));
	if (all.n)
		TRY(waits_fill(rq, pg, &o, &v));
	t_figures_waits(pg, &v);
	return OK;
}

/* ---- the workbook ---- */

enum err month_book(struct rq *rq, const struct organization_get_row *o, int32_t month)
{
	struct specialty_list_rows specialties;
	struct practitioners practitioners = { 0 };
	const struct figure_names names = { &specialties, &practitioners };
	struct week_shown *week = ARENA_NEW(rq->a, struct week_shown);
	struct figures_shown s;
	struct page *pg;
	struct str bytes;

	TRY(month_read(rq, rq->a, o, month, &s));
	TRY(month_week(rq, rq->a, o, month, s.closed_at, week));
	TRY(specialty_list(rq->db, rq->a, &specialties));
	if (sees_practitioners(rq, o))
		TRY(practitioner_list(rq->db, rq->a, o->id, &practitioners));
	pg = rq_page(rq, 200);
	TRY(figures_workbook_make(pg, s.closed.n ? &s.closed : &s.now, week, &names, arena_fmt(rq->a, "%.*s, %.*s",
		STR_ARG(organization_name(pg->lang, o->name_fr, o->name_ar, o->name_en)), STR_ARG(months_label(rq->a, pg->lang, month))), &bytes));
	return rq_file(rq, XLSX, arena_fmt(rq->a, "%.*s-%.*s.xlsx", STR_ARG(o->code), STR_ARG(month_text(rq->a, month))), bytes);
}
