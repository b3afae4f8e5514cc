/* Pages of figures: one establishment's month; establishments compared; the file. */
#include "areas/figures/effect_page.h"
#include "areas/figures/inside.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "figures_q.h"
#include "figures_t.h"
#include "organizations_q.h"
#include "areas/organizations/organizations.h"
#include "web/web.h"

enum {
	RATERS = R(DIRECTOR) | R(HEAD_OF_ADMISSIONS),
	READERS = R(MINISTRY_READER) | R(REGIONAL_READER) | R(DIRECTOR) | R(HEAD_OF_ADMISSIONS)
		| R(ADMINISTRATOR) | R(PLATFORM)
};

struct figures_in { struct str organization, specialty; int32_t month; };
static const struct field fields[] = {
	FIELD(figures_in, organization, F_TEXT, struct str, .max = 20),
	FIELD(figures_in, specialty, F_TEXT, struct str, .max = 40),
	FIELD(figures_in, month, F_MONTH, int32_t),
};
static const struct form form = FORM(figures_in, fields);

struct str months_label(struct arena *a, enum lang l, int32_t month)
{
	int y, m, md;

	day_split(month_first_day(month), &y, &m, &md);
	return text_month(a, l, y, m);
}

/* At the head of a page or list: with a capital where the script has them. */
struct str month_title(struct arena *a, enum lang l, int32_t month)
{
	struct str s = months_label(a, l, month);
	char first = s.n ? ascii_upper(s.p[0]) : ' ';

	return arena_cat(a, (struct str){ &first, 1 }, str_sub(s, 1, s.n));
}

struct str days_label(const struct page *pg, int32_t twice)
{
	if (twice < 0)
		return S("–");
	if (twice % 2)
		return FILL(pg, tr(pg, "%1 days"),
			arena_fmt(pg->a, "%d%s5", twice / 2, pg->lang == LANG_EN ? "." : ","));
	return tr_n(pg, twice / 2, "%d day", "%d days");
}

enum err figures_node(struct rq *rq, struct str code, struct organization_get_row *ret)
{
	struct organization_by_code_row o;

	if (!code.n)
		return organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, ret);
	TRY(organization_by_code(rq->db, rq->a, code, &o));
	if (o.tree_lo < rq->who.scope.lo || o.tree_lo >= rq->who.scope.hi)
		return E_NOTFOUND;
	return organization_get(rq->db, rq->a, o.id, ret);
}

int32_t figures_month(struct rq *rq, int32_t asked, struct str zone_name)
{
	const struct zone *z;
	struct day today = { (int32_t)(rq->now.v / 86400) };

	if (rq_raw(rq, "month").n)
		return asked;
	if (zone_get(zone_name, &z) == OK)
		today = zone_local(z, rq->now).day;
	return month_of_day(today);
}

struct str channel_label(const struct page *pg, struct str code)
{
	static const struct { const char *code, *label;
	} labels[] = {
		{ "online", N_("Online") },
		{ "desk", N_("Desk") },
		{ "phone", N_("Phone") },
		{ "health-centre", N_("Health centre") },
		{ "assisted", N_("With a helper") },
		{ "sms", N_("SMS") },
		{ "api", N_("Another program") },
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (str_eq(code, str_of(labels[i].code)))
			return tr(pg, labels[i].label);
	return code;
}

static struct str sex_label(const struct page *pg, struct str code)
{
	if (str_eq(code, S("female")))
		return tr(pg, "Women");
	if (str_eq(code, S("male")))
		return tr(pg, "Men");
	return str_eq(code, S("other")) ? tr(pg, "Other") : tr(pg, "Not known");
}

static struct str specialty_label(
	const struct page *pg, const struct specialty_list_rows *all, struct str code)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].code, code))
			return organization_name(pg->lang, all->v[i].name_fr, all->v[i].name_ar, all->v[i].name_en);
	return code;
}

/* Lines with their labels, hidden where small; largest (or longest wait) first, hidden ones last. */
static bool before(const struct shown_line *x, const struct shown_line *y, bool by_wait)
{
	if (x->hidden != y->hidden)
		return !x->hidden;
	if (x->hidden)
		return str_cmp(x->key, y->key) < 0;
	return by_wait && x->median2 != y->median2 ? x->median2 > y->median2 : x->n > y->n;
}

static struct shown_lines lines_of(struct arena *a, const struct figure_lines *in, bool by_wait)
{
	struct shown_lines out = { ARENA_ARRAY(a, struct shown_line, in->n), 0 };
	int64_t *counts = ARENA_ARRAY(a, int64_t, in->n);
	bool *hidden = ARENA_ARRAY(a, bool, in->n);

	for (size_t i = 0; i < in->n; i++)
		counts[i] = in->v[i].n;
	hide_small(counts, in->n, hidden);
	for (size_t i = 0; i < in->n; i++) {
		const struct figure_line *l = &in->v[i];
		struct shown_line s = { .key = l->key,
			.n = l->n,
			.online = l->online,
			.median2 = delay_median_twice(l->delay),
			.p90 = delay_rank(l->delay, 9, 10),
			.within = delay_within(l->delay, 30),
			.hidden = hidden[i] };
		size_t k = out.n++;

		for (; k > 0 && before(&s, &out.v[k - 1], by_wait); k--)
			out.v[k] = out.v[k - 1];
		out.v[k] = s;
	}
	return out;
}

/* Where a month stands in the chart: 7 % to 97 %, from the other side in Arabic. */
static struct str chart_x(const struct rq *rq, int i)
{
	int x = 70 + i * 81;

	if (rq->lang == LANG_AR)
		x = 1000 - x;
	return arena_fmt(rq->a, "%d.%d%%", x / 10, x % 10);
}

/* Twelve months up to the one shown, as points of a line: x in percent, y in pixels of 250. */
static enum err year_of(struct rq *rq, const struct page *pg, const struct organization_get_row *o,
	const struct figures *f, struct points *ret)
{
	struct figure_by_month_rows rows;
	struct points p = { ARENA_ARRAY(rq->a, struct point, 12), 12 };

	TRY(figure_by_month(
		rq->db, rq->a, &rq->who.scope, o->tree_lo, o->tree_hi, f->month - 11, f->month, &rows));
	for (int i = 0; i < 12; i++) {
		struct point *x = &p.v[i];

		x->month = f->month - 11 + i;
		x->label = month_title(rq->a, pg->lang, x->month);
		x->x = chart_x(rq, i);
		x->next_x = chart_x(rq, i + 1);
		for (size_t k = 0; k < rows.n; k++) {
			if (rows.v[k].month == x->month) {
				x->n = rows.v[k].n;
				x->online = rows.v[k].online;
			}
		}
		if (x->month == f->month) {
			x->n = f->n;
			x->online = f->online;
		}
		x->known = x->n >= SMALL_NUMBER;
		x->y = x->known ? (int32_t)(225 - x->online * 200 / x->n) : 225;
		x->last = i == 11;
	}
	for (int i = 0; i < 11; i++)
		p.v[i].next_y = p.v[i + 1].y;
	*ret = p;
	return OK;
}

static enum err establishment(struct rq *rq, const struct organization_get_row *o, int32_t month)
{
	struct dashboard d = { .code = o->code };
	struct specialty_list_rows names;
	struct page *pg;

	TRY(figures_count(rq->db, rq->a, &rq->who.scope, o->tree_lo, o->tree_hi, month, &d.f));
	TRY(specialty_list(rq->db, rq->a, &names));
	pg = rq_page(rq, 200);
	TRY(year_of(rq, pg, o, &d.f, &d.year));
	d.name = organization_name(pg->lang, o->name_fr, o->name_ar, o->name_en);
	d.channels = lines_of(rq->a, &d.f.channels, false);
	d.sexes = lines_of(rq->a, &d.f.sexes, false);
	d.services = lines_of(rq->a, &d.f.services, true);
	for (size_t i = 0; i < d.channels.n; i++)
		d.channels.v[i].label = channel_label(pg, d.channels.v[i].key);
	for (size_t i = 0; i < d.sexes.n; i++)
		d.sexes.v[i].label = sex_label(pg, d.sexes.v[i].key);
	for (size_t i = 0; i < d.services.n; i++)
		d.services.v[i].label = specialty_label(pg, &names, d.services.v[i].key);
	d.title = month_text(rq->a, month);
	d.before = month_text(rq->a, month - 1);
	d.after = month_text(rq->a, month + 1);
	d.compare = rq->who.scope.hi - rq->who.scope.lo > o->tree_hi - o->tree_lo;
	t_figures_establishment(pg, &d);
	return OK;
}

/* ---- comparison ---- */

struct tally { struct place_line *line; int64_t lo, hi; int32_t (*delay)[DELAYS]; };
struct compare {
	struct arena *a;
	struct tally *v;
	size_t n;
	struct str specialty;
	int32_t (*all)[DELAYS];
};

static struct tally *tally_of(struct compare *c, int64_t lo)
{
	for (size_t i = 0; i < c->n; i++)
		if (lo >= c->v[i].lo && lo < c->v[i].hi)
			return &c->v[i];
	return NULL;
}

static enum err add_channel(void *arg, const struct figure_by_place_row *r)
{
	struct tally *t = tally_of(arg, r->lo);

	if (t) {
		t->line->all += r->n;
		t->line->online += r->online;
		t->line->extra += r->extra;
	}
	return OK;
}

static enum err add_service(void *arg, const struct figure_by_place_row *r)
{
	struct compare *c = arg;
	struct tally *t = tally_of(c, r->lo);

	if (!t || !str_eq(r->value, c->specialty) || r->delay < 0 || r->delay >= DELAYS)
		return OK;
	t->line->n += r->n;
	(*t->delay)[r->delay] += r->n;
	(*c->all)[r->delay] += r->n;
	return OK;
}

static enum err tallies(struct rq *rq, const struct page *pg, const struct organization_get_row *o,
	struct compare *c, struct place_lines *ret)
{
	struct figure_places_rows rows;

	TRY(figure_places(rq->db, rq->a, o->tree_lo, o->tree_hi, &rows));
	c->v = ARENA_ARRAY(rq->a, struct tally, rows.n);
	c->n = rows.n;
	c->all = arena_alloc(rq->a, 1, sizeof(*c->all));
	*ret = (struct place_lines){ ARENA_ARRAY(rq->a, struct place_line, rows.n), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		ret->v[i].code = rows.v[i].code;
		ret->v[i].name = organization_name(
			pg->lang, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en);
		c->v[i] = (struct tally){ &ret->v[i], rows.v[i].tree_lo, rows.v[i].tree_hi,
			arena_alloc(rq->a, 1, sizeof(*c->all)) };
	}
	return OK;
}

/* Shortest wait first; those without any, then hidden ones, last. */
static int place_rank(const struct place_line *p)
{
	return p->hidden ? 2 : p->n == 0 ? 1 : 0;
}

static void order_places(struct place_lines *p)
{
	for (size_t i = 1; i < p->n; i++) {
		struct place_line x = p->v[i];
		size_t k = i;

		for (; k > 0
			&& (place_rank(&x) < place_rank(&p->v[k - 1])
				|| (place_rank(&x) == place_rank(&p->v[k - 1])
					&& x.median2 < p->v[k - 1].median2));
			k--)
			p->v[k] = p->v[k - 1];
		p->v[k] = x;
	}
}

static void finish_places(struct rq *rq, struct compare *c, struct comparison *x)
{
	int64_t *counts = ARENA_ARRAY(rq->a, int64_t, c->n);
	bool *hidden = ARENA_ARRAY(rq->a, bool, c->n);

	for (size_t i = 0; i < c->n; i++)
		counts[i] = c->v[i].line->n;
	hide_small(counts, c->n, hidden);
	for (size_t i = 0; i < c->n; i++) {
		struct place_line *l = c->v[i].line;

		l->hidden = hidden[i];
		l->few = l->n >= SMALL_NUMBER && l->n < 50;
		l->median2 = delay_median_twice(*c->v[i].delay);
		l->p90 = delay_rank(*c->v[i].delay, 9, 10);
		x->n += l->n;
		x->all += l->all;
		x->online += l->online;
		x->extra += l->extra;
		x->places_n += l->n > 0;
	}
	x->median2 = delay_median_twice(*c->all);
	x->p90 = delay_rank(*c->all, 9, 10);
	order_places(&x->places);
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

static enum err comparison(
	struct rq *rq, const struct organization_get_row *o, int32_t month, struct str specialty)
{
	struct comparison x
		= { .specialty = specialty.n ? specialty : S("cardio"), .counted = INSTANT_NONE };
	struct compare c = { .a = rq->a, .specialty = x.specialty };
	struct specialty_list_rows names;
	struct figure_counted_row counted;
	struct page *pg = rq_page(rq, 200);

	TRY(specialty_list(rq->db, rq->a, &names));
	TRY(tallies(rq, pg, o, &c, &x.places));
	TRY(figure_by_place(rq->db, rq->a, &rq->who.scope, o->tree_lo, o->tree_hi, month, S("channel"),
		add_channel, &c));
	TRY(figure_by_place(rq->db, rq->a, &rq->who.scope, o->tree_lo, o->tree_hi, month, S("service"),
		add_service, &c));
	if (figure_counted(rq->db, rq->a, month, o->tree_lo, o->tree_hi, &counted) == OK)
		x.counted = counted.at;
	finish_places(rq, &c, &x);
	options(rq, pg, &names, &x);
	x.name = organization_name(pg->lang, o->name_fr, o->name_ar, o->name_en);
	x.title = months_label(rq->a, pg->lang, month);
	x.month = month_text(rq->a, month);
	x.before = month_text(rq->a, month - 1);
	x.after = month_text(rq->a, month + 1);
	t_figures_comparison(pg, &x);
	return OK;
}

static bool is_place(struct str kind)
{
	return str_eq(kind, S("establishment")) || str_eq(kind, S("health_centre"))
		|| str_eq(kind, S("department"));
}

static enum err figures_page(struct rq *rq)
{
	const struct figures_in *in = rq->form;
	struct organization_get_row o;
	int32_t month;

	TRY(figures_node(rq, in->organization, &o));
	month = figures_month(rq, in->month, o.zone);
	return is_place(o.kind) ? establishment(rq, &o, month) : comparison(rq, &o, month, in->specialty);
}

static enum err figures_file(struct rq *rq)
{
	const struct figures_in *in = rq->form;
	struct organization_get_row o;
	struct figures f;
	struct buf *b = buf_new(rq->a, (size_t)4 << 20);
	int32_t month;

	TRY(figures_node(rq, in->organization, &o));
	month = figures_month(rq, in->month, o.zone);
	TRY(figures_count(rq->db, rq->a, &rq->who.scope, o.tree_lo, o.tree_hi, month, &f));
	figures_csv(b, o.code, &f, true);
	if (!buf_ok(b))
		return E_LIMIT;
	return rq_file(rq, "text/csv; charset=utf-8", arena_fmt(rq->a, "%.*s-%.*s.csv", STR_ARG(o.code),
		STR_ARG(month_text(rq->a, month))), buf_str(b));
}

const struct route figures_routes[] = {
	{ "GET", "/figures", figures_page, READERS, READ, &form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/effect", effect_page, READERS, READ, &effect_form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/effect/rates", effect_rates_page, RATERS, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/figures/effect/rates", effect_rates_save, RATERS, WRITE, &effect_rates_form, 0, effect_rates_page, NULL, NULL },
	{ "GET", "/figures/file.csv", figures_file, READERS, READ, &form, ROUTE_SLOW, NULL, NULL, NULL },
	{ 0 }
};

static const struct nav nav[]
	= { { READERS, 50, "/figures", N_("Figures"),
		    N_("How many appointments were taken, how, and how long people wait."), NULL, NULL },
		  { READERS, 51, "/figures/effect", N_("The effect"),
			  N_("Missed appointments month by month, times freed and taken again, time of the desk and messages."), NULL, NULL },
		  { 0 } };

const struct area area_figures = { .name = "figures", .routes = figures_routes, .nav = nav,
	.commands = figures_commands, .jobs = figures_jobs };
