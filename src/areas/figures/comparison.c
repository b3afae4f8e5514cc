/* Establishments, provinces or regions of a branch side by side, in one speciality. */
#include "areas/figures/pictures.h"
#include "areas/figures/tally.h"

#include "areas/organizations/organizations.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "figures_t.h"
#include "organizations_q.h"
#include "sheet/sheet.h"

enum { LISTED = 200 };	/* where there are more, those without anything are left out */
struct compare { struct arena *a; struct place_lines *places; bool service; };

static struct place_line *place_at(struct place_lines *p, int64_t lo)
{
	size_t from = 0, to = p->n;

	while (from < to) {
		size_t mid = (from + to) / 2;

		if (p->v[mid].lo < lo)
			from = mid + 1;
		else
			to = mid;
	}
	return from < p->n && p->v[from].lo == lo ? &p->v[from] : NULL;
}

static enum err add_row(void *arg, const struct tally_line_row *r)
{
	struct compare *c = arg;
	struct place_line *p = place_at(c->places, r->lo);
	struct tally_read_row row = TALLY_ROW(r);

	row.delays = STR_NONE;		/* waits are compared by speciality alone, and by first visits */
	if (!c->service)
		row.compared_delays = row.thirds = STR_NONE;
	return p ? tally_row_add(c->a, c->service ? p->l : p->all, &row) : OK;
}

static enum err places_of(struct rq *rq, const struct page *pg, const struct organization_get_row *o, struct str level,
	struct place_lines *ret)
{
	struct figure_places_rows rows;
	struct str kind = str_eq(level, S("province")) || str_eq(level, S("region")) ? level : S("establishment");

	TRY(figure_places(rq->db, rq->a, o->tree_lo, o->tree_hi, kind, str_eq(kind, S("establishment")) ? S("health_centre") : kind, &rows));
	*ret = (struct place_lines){ ARENA_ARRAY(rq->a, struct place_line, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct place_line){ .lo = rows.v[i].tree_lo, .code = rows.v[i].code,
			.name = organization_name(pg->lang, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en),
			.l = ARENA_NEW(rq->a, struct figure_line), .all = ARENA_NEW(rq->a, struct figure_line) };
	return OK;
}

static void keep_places(struct place_lines *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct place_line x = p->v[i];

		if (p->n > LISTED && !x.all->v[M_N] && !x.all->v[M_OPEN_MIN] && !x.all->hidden)
			continue;
		x.few = x.l->v[M_COMPARED] > 0 && x.l->v[M_COMPARED] < 50;
		p->v[kept++] = x;
	}
	p->n = kept;
}

static void options(struct rq *rq, const struct page *pg, const struct specialty_list_rows *names,
	struct comparison *x)
{
	struct str *labels = ARENA_ARRAY(rq->a, struct str, names->n + 1);
	const size_t *order;

	for (size_t i = 0; i < names->n; i++)
		labels[i] = organization_name(
			pg->lang, names->v[i].name_fr, names->v[i].name_ar, names->v[i].name_en);
	order = utf8_order(rq->a, lang_code(pg->lang), labels, names->n);
	x->specialties.v = ARENA_ARRAY(rq->a, struct option_line, names->n);
	for (size_t j = 0; j < names->n; j++) {
		size_t i = order[j];
		struct option_line o
			= { names->v[i].code, labels[i], str_eq(names->v[i].code, x->specialty) };

		x->specialties.v[x->specialties.n++] = o;
		if (o.chosen)
			x->specialty_name = o.label;
	}
}

static enum err fill_places(struct rq *rq, const struct organization_get_row *o, int32_t month, int edition, struct comparison *x)
{
	struct compare c = { rq->a, &x->places, false };

	TRY(tally_line(rq->db, rq->a, &rq->who.scope, o->tree_lo, o->tree_hi, month, edition, S("all"), S(""), add_row, &c));
	c.service = true;
	TRY(tally_line(rq->db, rq->a, &rq->who.scope, o->tree_lo, o->tree_hi, month, edition, S("service"), x->specialty, add_row, &c));
	keep_places(&x->places);
	return OK;
}

static enum err read_comparison(struct rq *rq, const struct page *pg, const struct organization_get_row *o, int32_t month, struct str specialty,
	struct str level, struct comparison *x)
{
	static const struct figure_line none;
	struct figures_shown s;
	const struct figures *f;

	*x = (struct comparison){ .specialty = specialty.n ? specialty : S("cardio"), .code = o->code, .level = level };
	TRY(places_of(rq, pg, o, level, &x->places));
	TRY(figures_read(rq->db, rq->a, o->id, o->tree_lo, month, &s));
	f = s.closed.n ? &s.closed : &s.now;
	TRY(fill_places(rq, o, month, s.closed.n ? EDITION_CLOSED : s.edition, x));
	x->all = figures_all(f);
	x->l = figures_find(f, D_SERVICE, x->specialty);
	if (!x->l)
		x->l = &none;
	x->scale = picture_league(pg, &x->places, x->l);
	x->counted = s.counted;
	x->closed_at = s.closed_at;
	x->month = month_text(rq->a, month);
	return OK;
}

enum err comparison_page(struct rq *rq, const struct organization_get_row *o, int32_t month, struct str specialty, struct str level)
{
	struct specialty_list_rows names;
	struct page *pg = rq_page(rq, 200);
	struct comparison x;

	TRY(specialty_list(rq->db, rq->a, &names));
	TRY(read_comparison(rq, pg, o, month, specialty, level, &x));
	x.regions = str_eq(o->kind, S("ministry"));
	x.provinces = x.regions || str_eq(o->kind, S("region"));
	options(rq, pg, &names, &x);
	x.name = organization_name(pg->lang, o->name_fr, o->name_ar, o->name_en);
	x.title = months_label(rq->a, pg->lang, month);
	x.before = month_text(rq->a, month - 1);
	x.after = month_text(rq->a, month + 1);
	t_figures_comparison(pg, &x);
	return OK;
}

/* ---- the same as a file ---- */

/* Empty where no place is said. */
static void put_league(struct buf *b, const struct place_line *p)
{
	const int32_t v[] = { p->first, p->last, p->low, p->high };

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		if (p->placed)
			csv_int(b, v[i], false);
		else
			csv_cell(b, STR_NONE, false);
}

static void put_place(struct buf *b, const struct comparison *x, const struct place_line *p)
{
	static const enum figure of_speciality[] = { M_COMPARED, M_COMPARED_WITHIN, M_EXPECTED, M_MISSED, M_TAKEN_MIN, M_OPEN_MIN },
		of_all[] = { M_N, M_ONLINE, M_EXTRA };

	csv_cell(b, p->code, true);
	csv_cell(b, p->name, false);
	csv_cell(b, x->month, false);
	csv_cell(b, x->specialty, false);
	put_league(b, p);
	cell_days(b, p->l, H_COMPARED, is_hidden(p->l, M_COMPARED));
	cell_days(b, p->l, H_THIRD, false);
	for (size_t i = 0; i < sizeof(of_speciality) / sizeof(of_speciality[0]); i++)
		cell_count(b, p->l, of_speciality[i]);
	for (size_t i = 0; i < sizeof(of_all) / sizeof(of_all[0]); i++)
		cell_count(b, p->all, of_all[i]);
	csv_end(b);
}

enum err comparison_file(struct rq *rq, const struct organization_get_row *o, int32_t month, struct str specialty, struct str level)
{
	const struct page pg = { .a = rq->a, .lang = rq->lang, .plain = true };
	struct buf *b = buf_new(rq->a, (size_t)8 << 20);
	struct comparison x;
	struct str name, book;

	TRY(read_comparison(rq, &pg, o, month, specialty, level, &x));
	buf_put(b, S("\xEF\xBB\xBForganization;name;month;speciality;place_from;place_to;interval_from_days;interval_to_days;"
		"first_visit_delay_days_median;first_visit_delay_days_p90;third_next_days_median;third_next_days_p90;first_visits;"
		"first_visits_within_30_days;expected;missed;taken_minutes;open_minutes;all_appointments;all_online;all_in_addition\r\n"));
	for (size_t i = 0; i < x.places.n; i++)
		put_place(b, &x, &x.places.v[i]);
	if (!buf_ok(b))
		return E_LIMIT;
	name = arena_fmt(rq->a, "%.*s-waits-%.*s", STR_ARG(o->code), STR_ARG(x.month));
	if (!str_ends(rq->path, S(".xlsx")))
		return rq_file(rq, "text/csv; charset=utf-8", arena_cat(rq->a, name, S(".csv")), buf_str(b));
	TRY(sheet_of_csv(rq->a, buf_str(b), "Diwan", &book));
	return rq_file(rq, XLSX, arena_cat(rq->a, name, S(".xlsx")), book);
}
