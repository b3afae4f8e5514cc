/* The page of the effect. */
#include "areas/figures/effect_page.h"

#include "areas/figures/inside.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "figures_q.h"
#include "figures_t.h"
#include "organizations_q.h"
#include "page/text.h"
#include "sheet/sheet.h"

enum { YEAR = 12 };

struct effect_in { struct str organization; int32_t month; };
static const struct field effect_fields[] = {
	FIELD(effect_in, organization, F_TEXT, struct str, .max = 20),
	FIELD(effect_in, month, F_MONTH, int32_t),
};
const struct form effect_form = FORM(effect_in, effect_fields);

struct str hundredths(const struct page *pg, int64_t v)
{
	return arena_fmt(pg->a, "%.*s%s%02lld", STR_ARG(text_number(pg->a, pg->lang, v / 100)), pg->lang == LANG_EN ? "." : ",", (long long)(v % 100));
}

struct str thousandths(const struct page *pg, int64_t v)
{
	return arena_fmt(pg->a, "%.*s%s%03lld", STR_ARG(text_number(pg->a, pg->lang, v / 1000)), pg->lang == LANG_EN ? "." : ",", (long long)(v % 1000));
}

bool effect_hides(const struct effect_month *m, enum effect_figure k)
{
	return m->hidden >> k & 1;
}

bool effect_hides_cost(const struct effect_month *m)
{
	return effect_hides(m, EF_SEGMENTS) || effect_hides(m, EF_LETTERS);
}

struct str effect_number(const struct page *pg, const struct effect_month *m, enum effect_figure k, int64_t n)
{
	return effect_hides(m, k) ? tr(pg, "hidden") : text_number(pg->a, pg->lang, n);
}

/* ---- lines ---- */

static struct str reminder_label(const struct page *pg, struct str value)
{
	if (str_eq(value, S("confirmed")))
		return tr(pg, "The person said that she comes");
	if (str_eq(value, S("delivered")))
		return tr(pg, "Reminder delivered");
	return str_eq(value, S("sent")) ? tr(pg, "Reminder sent, nothing heard of it") : tr(pg, "No reminder");
}

/* The largest first. */
static struct effect_rows rows_of(struct arena *a, const struct effect_lines *in)
{
	struct effect_rows out = { ARENA_ARRAY(a, struct effect_row, in->n + 1), 0 };

	for (size_t i = 0; i < in->n; i++) {
		size_t k = out.n++;

		for (; k > 0 && out.v[k - 1].sum.expected < in->v[i].sum.expected; k--)
			out.v[k] = out.v[k - 1];
		out.v[k] = (struct effect_row){ in->v[i].value, in->v[i].sum };
	}
	return out;
}

static enum err name_types(struct rq *rq, struct effect_rows *rows)
{
	struct service_id *ids = ARENA_ARRAY(rq->a, struct service_id, rows->n + 1);
	struct specialty_list_rows specialties;
	struct effect_types_rows names = { 0 };
	size_t n = 0;

	TRY(specialty_list(rq->db, rq->a, &specialties));
	for (size_t i = 0; i < rows->n && n < DB_LIST_MAX; i++)
		n += num_parse(rows->v[i].label, 1, INT64_MAX, &ids[n].v) == OK;
	if (n)
		TRY(effect_types(rq->db, rq->a, ids, n, &names));
	for (size_t i = 0; i < rows->n; i++) {
		struct effect_row *r = &rows->v[i];
		int64_t id = 0;

		if (num_parse(r->label, 1, INT64_MAX, &id) != OK)
			id = 0;
		for (size_t k = 0; k < names.n && id; k++)
			if (names.v[k].id.v == id)
				r->label = organization_name(rq->lang, names.v[k].name_fr, names.v[k].name_ar, names.v[k].name_en);
		for (size_t k = 0; k < specialties.n && !id; k++)
			if (str_eq(specialties.v[k].code, r->label))
				r->label = organization_name(rq->lang, specialties.v[k].name_fr, specialties.v[k].name_ar, specialties.v[k].name_en);
	}
	return OK;
}

static void fill_months(struct rq *rq, struct effect_view *v)
{
	v->months.v = ARENA_ARRAY(rq->a, struct month_row, YEAR);
	for (int i = EFFECT_SHOWN - 1; i >= EFFECT_SHOWN - YEAR; i--) {
		const struct effect_month *m = &v->s.m[i];

		v->months.v[v->months.n++] = (struct month_row){ month_title(rq->a, rq->lang, m->month), *m, effect_cost(&v->prices, m) / 10 };
		v->cost += effect_cost(&v->prices, m);
		v->priced |= effect_price_of(&v->prices, m->month).sms || effect_price_of(&v->prices, m->month).letter;
	}
	v->cost /= 10;
}

static void fill_sums(struct rq *rq, struct effect_view *v)
{
	v->minutes = effect_minutes(&v->rates, &v->s);
	v->posts = effect_posts(&v->rates, v->minutes);
	if (v->rates.since)
		v->since = months_label(rq->a, rq->lang, (int32_t)v->rates.since);
	v->first = months_label(rq->a, rq->lang, v->s.last - YEAR + 1);
	v->last = months_label(rq->a, rq->lang, v->s.last);
	v->month = month_text(rq->a, v->s.last);
	v->before = month_text(rq->a, v->s.last - YEAR);
	v->after = month_text(rq->a, v->s.last + YEAR);
}

/* A place, asked for by who leads it or the house that it is part of: the visits are theirs by name. */
static enum err is_own(struct rq *rq, const struct organization_get_row *o, bool *ret)
{
	struct organization_get_row home;

	*ret = false;
	if (rq->who.role != ROLE_DIRECTOR && rq->who.role != ROLE_HEAD_OF_ADMISSIONS)
		return OK;
	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, &home));
	*ret = figures_is_place(home.kind) && o->tree_lo >= home.tree_lo && o->tree_hi <= home.tree_hi;
	return OK;
}

/* Everything of the page and of its file; labels of reminders and channels are still codes. */
static enum err view_of(struct rq *rq, struct effect_view *v)
{
	const struct effect_in *in = rq->form;
	struct organization_get_row o;

	TRY(figures_node(rq, in->organization, &o));
	TRY(effect_rates(rq->db, rq->a, o.tree_lo, &v->rates));
	TRY(effect_prices(rq->db, rq->a, o.tree_lo, &v->prices));
	TRY(is_own(rq, &o, &v->own));
	TRY(effect_read(rq->db, rq->a, &rq->who.scope, &(struct effect_node){ o.id, o.tree_lo, o.tree_hi, v->own },
		figures_month(rq, in->month, o.zone), v->rates.since, &v->s));
	v->code = o.code;
	v->name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	v->may_rate = o.id.v == rq->who.organization && (rq->who.role == ROLE_DIRECTOR || rq->who.role == ROLE_HEAD_OF_ADMISSIONS);
	v->reminders = rows_of(rq->a, &v->s.reminders);
	v->channels = rows_of(rq->a, &v->s.channels);
	v->types = rows_of(rq->a, &v->s.types);
	TRY(name_types(rq, &v->types));
	fill_months(rq, v);
	fill_sums(rq, v);
	return OK;
}

enum err effect_page(struct rq *rq)
{
	struct effect_view v = { 0 };
	struct page *pg;

	TRY(view_of(rq, &v));
	pg = rq_page(rq, 200);
	for (size_t i = 0; i < v.reminders.n; i++)
		v.reminders.v[i].label = reminder_label(pg, v.reminders.v[i].label);
	for (size_t i = 0; i < v.channels.n; i++)
		v.channels.v[i].label = channel_label(pg, v.channels.v[i].label);
	t_figures_effect(pg, &v);
	return OK;
}

enum err effect_file(struct rq *rq)
{
	struct effect_view v = { 0 };
	struct buf *b = buf_new(rq->a, (size_t)4 << 20);

	TRY(view_of(rq, &v));
	effect_csv(b, rq->a, &v);
	if (!buf_ok(b))
		return E_LIMIT;
	struct str name = arena_fmt(rq->a, "%.*s-effect-%.*s", STR_ARG(v.code), STR_ARG(month_text(rq->a, v.s.last))), book;

	if (!str_ends(rq->path, S(".xlsx")))
		return rq_file(rq, "text/csv; charset=utf-8", arena_cat(rq->a, name, S(".csv")), buf_str(b));
	TRY(sheet_of_csv(rq->a, buf_str(b), "Diwan", &book));
	return rq_file(rq, XLSX, arena_cat(rq->a, name, S(".xlsx")), book);
}
