/* The files, their description for machines (W3C CSV on the Web), and the page that lists them. */
#include "areas/opendata/inside.h"

#include "base/num.h"
#include "json/json.h"
#include "opendata_q.h"
#include "opendata_t.h"
#include "sheet/sheet.h"
#include "web/everyone.h"

#include <string.h>

enum { FILE_MAX = 128 << 20, LISTED_MONTHS = 36 };

/* ---- small tables ---- */

#define NAME_COLUMNS { "name_fr", "string", N_("Name in French") }, { "name_ar", "string", N_("Name in Arabic") }, \
	{ "name_en", "string", N_("Name in English") }
static const struct published_column organization_columns[] = {
	{ "code", "string", N_("Code, as in the figures") },
	{ "kind", "string", N_("ministry, region, province, establishment or health_centre") },
	{ "parent", "string", N_("Code of what it belongs to; empty at the top") },
	NAME_COLUMNS,
	{ "active", "boolean", N_("false: it works no more; its months stay") },
	{ NULL, NULL, NULL }
};
static const struct published_column specialty_columns[] = { { "code", "string", N_("Code, as in the figures") }, NAME_COLUMNS, { NULL, NULL, NULL } };
static const struct published_column code_columns[] = {
	{ "dimension", "string", N_("By what the line counts: all, channel, visit, service (speciality), sex, age") },
	{ "value", "string", N_("Code, as in the figures") },
	NAME_COLUMNS,
	{ NULL, NULL, NULL }
};

static void put_head(struct buf *b, const struct published_column *columns)
{
	buf_put(b, S("\xEF\xBB\xBF"));
	for (size_t i = 0; columns[i].name; i++)
		csv_cell(b, str_of(columns[i].name), i == 0);
	csv_end(b);
}

static enum err put_organization(void *arg, const struct open_organizations_row *r)
{
	struct buf *b = arg;

	csv_cell(b, r->code, true);
	csv_cell(b, r->kind, false);
	csv_cell(b, r->parent, false);
	csv_cell(b, r->name_fr, false);
	csv_cell(b, r->name_ar, false);
	csv_cell(b, r->name_en, false);
	csv_cell(b, r->active ? S("true") : S("false"), false);
	csv_end(b);
	return OK;
}

static enum err put_specialty(void *arg, const struct open_specialties_row *r)
{
	struct buf *b = arg;

	csv_cell(b, r->code, true);
	csv_cell(b, r->name_fr, false);
	csv_cell(b, r->name_ar, false);
	csv_cell(b, r->name_en, false);
	csv_end(b);
	return OK;
}

static enum err fill_organizations(struct rq *rq, struct buf *b)
{
	return open_organizations(rq->db, rq->a, put_organization, b);
}

static enum err fill_specialities(struct rq *rq, struct buf *b)
{
	return open_specialties(rq->db, rq->a, put_specialty, b);
}

/* What the other codes of the figures stand for. */
static enum err fill_codes(struct rq *rq, struct buf *b)
{
	for (size_t i = 0; published_codes[i].value; i++) {
		csv_cell(b, str_of(dimension_code(published_codes[i].dimension)), true);
		csv_cell(b, str_of(published_codes[i].value), false);
		for (int l = 0; l < LANG_MAX; l++)
			csv_cell(b, published_code_name(rq->a, (enum lang)l, &published_codes[i]), false);
		csv_end(b);
	}
	return OK;
}

static const struct small_file { const char *name; const struct published_column *columns; enum err (*fill)(struct rq *rq, struct buf *b); } small_files[] = {
	{ "organizations", organization_columns, fill_organizations },
	{ "specialities", specialty_columns, fill_specialities },
	{ "codes", code_columns, fill_codes },
};

static const struct small_file *small_file(struct str name)
{
	for (size_t i = 0; i < sizeof(small_files) / sizeof(small_files[0]); i++)
		if (str_eq(name, str_of(small_files[i].name)))
			return &small_files[i];
	return NULL;
}

/* ---- which file ---- */

struct file_asked { int32_t first, last; bool hours; };

/* "figures-2026-09", "hours-2026-09" or "totals-2026". */
static bool is_figures(struct str name, struct file_asked *ret)
{
	struct file_asked f = { 0 };
	int64_t year;

	if (str_starts(name, S("figures-")) && month_parse(str_sub(name, 8, name.n), &f.first) == OK) {
		*ret = (struct file_asked){ f.first, f.first, false };
		return true;
	}
	if (str_starts(name, S("hours-")) && month_parse(str_sub(name, 6, name.n), &f.first) == OK) {
		*ret = (struct file_asked){ f.first, f.first, true };
		return true;
	}
	if (!str_starts(name, S("totals-")) || name.n != 11 || num_parse(str_sub(name, 7, 11), 1970, 9999, &year) != OK)
		return false;
	*ret = (struct file_asked){ (int32_t)(year - 1970) * 12, (int32_t)(year - 1970) * 12 + 11, false };
	return true;
}

/* When the last month of a file was closed. E_NOTFOUND: none of it is. */
static enum err closed_at(const struct published_months *all, const struct file_asked *f, struct instant *ret)
{
	struct instant last = INSTANT_NONE;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].month >= f->first && all->v[i].month <= f->last && all->v[i].closed_at.v > last.v)
			last = all->v[i].closed_at;
	*ret = last;
	return last.v == INSTANT_NONE.v ? E_NOTFOUND : OK;
}

/* ---- what the columns are ---- */

static void put_texts(struct jw *j, const char *key, const char *message)
{
	jw_set_object(j, key);
	for (int l = 0; l < LANG_MAX; l++)
		jw_set_str(j, lang_code((enum lang)l), lang_tr((enum lang)l, message));
	jw_end(j);
}

static void put_column(struct jw *j, const char *name, const char *type, const char *about)
{
	jw_object(j);
	jw_set_cstr(j, "name", name);
	jw_set_cstr(j, "titles", name);
	jw_set_cstr(j, "datatype", type);
	put_texts(j, "dc:description", about);
	jw_set_array(j, "null");
	jw_cstr(j, "");
	if (strcmp(type, "string") != 0 && strcmp(type, "gYearMonth") != 0 && strcmp(type, "boolean") != 0)
		jw_cstr(j, "hidden");
	jw_end(j);
	jw_end(j);
}

static void put_columns(struct jw *j, struct str name)
{
	const struct small_file *small = small_file(name);
	const struct published_column *columns = small ? small->columns : str_starts(name, S("hours-")) ? published_hour_columns : published_columns;

	jw_set_array(j, "columns");
	for (size_t i = 0; columns[i].name; i++)
		put_column(j, columns[i].name, columns[i].type, columns[i].about);
	jw_end(j);
}

/* https://www.w3.org/TR/tabular-metadata/ */
static enum err send_metadata(struct rq *rq, const struct published *p, struct str name, struct instant modified)
{
	struct buf *b = buf_new(rq->a, 1 << 20);
	struct jw j = jw_to(b);

	jw_object(&j);
	jw_set_cstr(&j, "@context", "http://www.w3.org/ns/csvw");
	jw_set_str(&j, "url", arena_cat(rq->a, name, S(".csv")));
	jw_set_str(&j, "dc:license", p->licence);
	jw_set_object(&j, "dialect");
	jw_set_cstr(&j, "delimiter", ";");
	jw_set_cstr(&j, "encoding", "utf-8");
	jw_set_bool(&j, "header", true);
	jw_end(&j);
	jw_set_object(&j, "tableSchema");
	put_columns(&j, name);
	jw_end(&j);
	jw_end(&j);
	if (!buf_ok(b))
		return E_LIMIT;
	TRY(rq_bytes(rq, 200, "application/csvm+json", buf_str(b)));
	rq_everyone(rq, buf_str(b), modified);
	return OK;
}

/* A closed month never changes: its name, when it was closed and what the columns are say which file it is. */
static struct str version_of(struct arena *a, struct str name, struct instant modified)
{
	struct str s = arena_fmt(a, "%.*s %lld", STR_ARG(name), (long long)modified.v);

	for (size_t i = 0; published_columns[i].name; i++)
		s = arena_fmt(a, "%.*s %s", STR_ARG(s), published_columns[i].name);
	return s;
}

/* A closed month: who has it is told so before anything is read, and what was read once is kept. */
static enum err send_figures(struct rq *rq, struct str name, const struct file_asked *f, struct instant modified)
{
	struct str version = version_of(rq->a, name, modified), filename = arena_cat(rq->a, name, S(".csv"));
	struct buf *b = buf_new(rq->a, FILE_MAX);

	TRY(rq_file(rq, "text/csv; charset=utf-8", filename, STR_NONE));
	if (rq_everyone_has(rq, version, modified) || rq_everyone_kept(rq, version))
		return OK;
	TRY(f->hours ? figures_published_hours(rq->db, rq->a, f->first, b) : figures_published_csv(rq->db, rq->a, f->first, f->last, b));
	TRY(rq_file(rq, "text/csv; charset=utf-8", filename, buf_str(b)));
	rq_everyone_keep(rq, version, version, modified);
	return OK;
}

static enum err send_names(struct rq *rq, const struct small_file *f)
{
	struct buf *b = buf_new(rq->a, FILE_MAX);

	if (rq_everyone_kept(rq, STR_NONE))
		return OK;
	put_head(b, f->columns);
	TRY(f->fill(rq, b));
	if (!buf_ok(b))
		return E_LIMIT;
	TRY(rq_file(rq, "text/csv; charset=utf-8", arena_fmt(rq->a, "%s.csv", f->name), buf_str(b)));
	rq_everyone_keep(rq, STR_NONE, buf_str(b), INSTANT_NONE);
	return OK;
}

enum err open_file(struct rq *rq)
{
	struct str name = rq_param(rq, 0);
	const struct small_file *small = small_file(name);
	struct instant modified = INSTANT_NONE;
	struct published p;
	struct file_asked f = { 0 };

	TRY(open_asked(rq));
	TRY(published_read(rq, &p));
	if (!p.licence.n || (!small && !is_figures(name, &f)))
		return E_NOTFOUND;
	if (!small)
		TRY(closed_at(&p.months, &f, &modified));
	if (str_ends(rq->path, S(".json")))
		return send_metadata(rq, &p, name, modified);
	return small ? send_names(rq, small) : send_figures(rq, name, &f, modified);
}

/* ---- the page ---- */

static void list_years(struct rq *rq, struct open_view *v)
{
	v->years.v = ARENA_ARRAY(rq->a, int, v->p.months.n + 1);
	for (size_t i = 0; i < v->p.months.n; i++) {
		int year = month_year(v->p.months.v[i].month);

		if (!v->years.n || v->years.v[v->years.n - 1] != year)
			v->years.v[v->years.n++] = year;
	}
}

enum { COLUMNS_MAX = 60, SHARED_COLUMNS = 2 };	/* organization and month are in both files */

static void list_columns(struct rq *rq, struct open_view *v)
{
	v->columns.v = ARENA_ARRAY(rq->a, struct open_column, COLUMNS_MAX);
	for (size_t i = 0; published_columns[i].name && v->columns.n < COLUMNS_MAX; i++)
		v->columns.v[v->columns.n++] = (struct open_column){ published_columns[i].name, published_columns[i].about };
	for (size_t i = SHARED_COLUMNS; published_hour_columns[i].name && v->columns.n < COLUMNS_MAX; i++)
		v->columns.v[v->columns.n++] = (struct open_column){ published_hour_columns[i].name, published_hour_columns[i].about };
}

enum err open_page(struct rq *rq)
{
	struct open_view v = { 0 };
	struct page *pg;

	TRY(published_read(rq, &v.p));
	pg = rq_page(rq, 200);
	list_years(rq, &v);
	v.months.v = ARENA_ARRAY(rq->a, struct open_month, LISTED_MONTHS);
	for (size_t i = 0; i < v.p.months.n && i < LISTED_MONTHS; i++)
		v.months.v[v.months.n++] = (struct open_month){ month_title(rq->a, pg->lang, v.p.months.v[i].month),
			arena_fmt(rq->a, "figures-%.*s", STR_ARG(month_text(rq->a, v.p.months.v[i].month))),
			arena_fmt(rq->a, "hours-%.*s", STR_ARG(month_text(rq->a, v.p.months.v[i].month))) };
	list_columns(rq, &v);
	t_opendata_page(pg, &v);
	return OK;
}
