/* Figures for machines and spreadsheets. */
#include "areas/figures/inside.h"

#include "base/buf.h"
#include "json/json.h"
#include "sheet/sheet.h"

/* A share in hundredths of a percent, rounded half up. */
static int64_t share(int64_t num, int64_t den)
{
	return den ? (num * 20000 + den) / (2 * den) : 0;
}

static void lines_json(struct jw *j, const char *key, const struct figures *f, enum dimension d)
{
	jw_set_object(j, key);
	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i]->dimension != d || !f->v[i]->v[M_N])
			continue;
		jw_key_str(j, f->v[i]->value);
		jw_int(j, f->v[i]->v[M_N]);
	}
	jw_end(j);
}

static void days_json(struct jw *j, const char *key, int32_t twice)
{
	jw_key(j, key);
	if (twice < 0)
		jw_int(j, 0);
	else
		jw_fixed(j, (int64_t)twice * 5, 1);
}

static void delay_json(struct jw *j, const char *key, const struct figure_line *l, enum histogram h)
{
	int32_t p90 = line_p90(l, h), median = line_median_twice(l, h);

	jw_set_object(j, key);
	days_json(j, "median", median);
	if (p90 < 0 && median >= 0) {
		jw_key(j, "p90");
		jw_null(j);
	} else {
		days_json(j, "p90", p90 < 0 ? -1 : 2 * p90);
	}
	jw_end(j);
}

static void tables_json(struct jw *j, const struct figures *f)
{
	static const char *const keys[HISTOGRAMS] = { "delay_days", "first_visit_delay_days", "third_next_days" };

	jw_set_array(j, "tables");
	for (size_t i = 0; i < f->n; i++) {
		const struct figure_line *l = f->v[i];

		jw_object(j);
		jw_set_cstr(j, "dimension", dimension_code(l->dimension));
		jw_set_str(j, "value", l->value);
		for (int m = 0; m < MEASURES; m++)
			jw_set_int(j, measure_code((enum figure)m), l->v[m]);
		for (int h = 0; h < HISTOGRAMS; h++)
			if (l->days[h])
				delay_json(j, keys[h], l, (enum histogram)h);
		jw_end(j);
	}
	jw_end(j);
}

void figures_json(struct buf *b, struct arena *a, struct str organization, const struct figures *f, bool whole)
{
	const struct figure_line *all = figures_all(f);
	struct jw j = jw_to(b);

	jw_object(&j);
	jw_set_str(&j, "organization", organization);
	jw_set_str(&j, "month", month_text(a, f->month));
	jw_set_int(&j, "appointments", all->v[M_N]);
	jw_set_int(&j, "online", all->v[M_ONLINE]);
	jw_key(&j, "share_online_percent");
	jw_fixed(&j, share(all->v[M_ONLINE], all->v[M_N]), 2);
	lines_json(&j, "by_channel", f, D_CHANNEL);
	lines_json(&j, "by_service", f, D_SERVICE);
	lines_json(&j, "by_sex", f, D_SEX);
	delay_json(&j, "delay_days", all, H_DELAY);
	jw_set_int(&j, "missed", all->v[M_MISSED]);
	if (all->v[M_EXTRA])		/* left out like what FHIR leaves out: 0 */
		jw_set_int(&j, "in_addition", all->v[M_EXTRA]);
	if (whole)
		tables_json(&j, f);
	jw_end(&j);
}

/* ---- CSV ---- */

void figure_csv_line(const struct figure_csv *c, struct str figure, struct str of, struct str value, int64_t num, int64_t den)
{
	csv_cell(c->b, c->organization, true);
	csv_cell(c->b, c->month, false);
	csv_cell(c->b, figure, false);
	csv_cell(c->b, of, false);
	csv_cell(c->b, value, false);
	if (den >= 0) {
		csv_int(c->b, num, false);
		csv_int(c->b, den, false);
	} else {
		csv_cell(c->b, STR_NONE, false);
		csv_cell(c->b, STR_NONE, false);
	}
	csv_end(c->b);
}

struct csv { struct buf *b; struct arena *a; struct str organization, month; bool hide; };

static void csv_line(const struct csv *c, struct str figure, struct str of, struct str value, int64_t num, int64_t den)
{
	const struct figure_csv to = { c->b, c->organization, c->month };

	figure_csv_line(&to, figure, of, value, num, den);
}

static struct str fixed(struct arena *a, int64_t n, int decimals)
{
	struct buf *b = buf_new(a, 64);
	struct jw j = jw_to(b);

	jw_fixed(&j, n, decimals);
	return buf_str(b);
}

static struct str figure_name(const struct csv *c, const char *before, const char *code, const struct figure_line *l)
{
	if (l->dimension == D_ALL)
		return arena_fmt(c->a, "%s%s", before, code);
	return arena_fmt(c->a, "%s%s%sby_%s", before, code, *code ? "_" : "", dimension_code(l->dimension));
}

/* How a measure is called before "by": appointments themselves have no name there. */
static const char *code_in(enum figure m, const struct figure_line *l)
{
	return m == M_N && l->dimension != D_ALL ? "" : measure_code(m);
}

static void csv_count(const struct csv *c, const char *before, const struct figure_line *all, const struct figure_line *l, enum figure m)
{
	struct str name = figure_name(c, before, code_in(m, l), l);
	enum figure whole = measure_whole(m);
	const struct figure_line *of = m == M_N ? all : l;
	bool told = whole != MEASURES && !(c->hide && is_hidden(of, whole)) && !(m == M_N && l->dimension == D_ALL);

	if (c->hide && is_hidden(l, m))
		csv_line(c, name, l->value, S("hidden"), 0, -1);
	else
		csv_line(c, name, l->value, fixed(c->a, l->v[m], 0), l->v[m], told ? of->v[whole] : -1);
}

static void csv_days(const struct csv *c, const char *code, const struct figure_line *l, enum histogram h, enum figure of)
{
	int32_t median = line_median_twice(l, h), p90 = line_p90(l, h);
	struct str name = figure_name(c, "", code, l);
	bool all = l->dimension == D_ALL, hidden = c->hide && of != MEASURES && is_hidden(l, of);
	struct str which = all ? S("") : arena_cat(c->a, l->value, S(":"));

	if (!all && median < 0 && !hidden)
		return;
	csv_line(c, name, arena_cat(c->a, which, S("median")),
		hidden ? S("hidden") : median < 0 ? STR_NONE : fixed(c->a, (int64_t)median * 5, 1), 0, -1);
	csv_line(c, name, arena_cat(c->a, which, S("p90")),
		hidden ? S("hidden") : p90 < 0 ? STR_NONE : fixed(c->a, p90, 0), 0, -1);
}

static void csv_totals(const struct csv *c, const struct figure_line *all)
{
	csv_count(c, "", all, all, M_N);
	csv_count(c, "", all, all, M_ONLINE);
	if (c->hide && (is_hidden(all, M_ONLINE) || is_hidden(all, M_N)))
		csv_line(c, S("share_online_percent"), STR_NONE, S("hidden"), 0, -1);
	else
		csv_line(c, S("share_online_percent"), STR_NONE, fixed(c->a, share(all->v[M_ONLINE], all->v[M_N]), 2),
			all->v[M_ONLINE], all->v[M_N]);
	csv_days(c, "delay_days", all, H_DELAY, M_N);
	csv_days(c, "first_visit_delay_days", all, H_COMPARED, M_COMPARED);
	csv_days(c, "third_next_days", all, H_THIRD, MEASURES);
	for (int m = M_ONLINE + 1; m < MEASURES; m++)
		csv_count(c, "", all, all, (enum figure)m);
}

/* What has no row is 0, and nothing else: a hidden 0 has one. */
static void csv_lines(const struct csv *c, const struct figures *f, enum figure m)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct figure_line *l = f->v[i];

		if (l->dimension != D_ALL && measure_is_by(m, l->dimension) && (l->v[m] || (c->hide && is_hidden(l, m))))
			csv_count(c, "", figures_all(f), l, m);
	}
}

static void csv_corrections(const struct csv *c, const struct figures *f, const struct figures *now)
{
	const struct corrected_list all = corrected(c->a, f, now);

	for (size_t i = 0; i < all.n; i++)
		csv_count(c, "corrected_", figures_all(now), all.v[i].now, all.v[i].m);
}

void figures_csv(struct buf *b, struct arena *in, struct str organization, const struct figures *f, const struct figures *now, bool hide)
{
	struct arena *side = arena_side(in, 1 << 22), *a = side ? side : in;
	struct csv c = { b, a, organization, STR_NONE, hide };

	c.month = month_text(a, f->month);
	buf_put(b, S("\xEF\xBB\xBForganization;month;figure;of;value;numerator;denominator\r\n"));
	csv_totals(&c, figures_all(f));
	for (int m = 0; m < MEASURES; m++)
		csv_lines(&c, f, (enum figure)m);
	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i]->dimension == D_ALL)
			continue;
		csv_days(&c, "delay_days", f->v[i], H_DELAY, M_N);
		csv_days(&c, "first_visit_delay_days", f->v[i], H_COMPARED, M_COMPARED);
		csv_days(&c, "third_next_days", f->v[i], H_THIRD, MEASURES);
	}
	if (now)
		csv_corrections(&c, f, now);
	arena_free(side);
}

/* ---- the hours of the week ---- */

static void week_line(const struct csv *c, const char *before, const struct load_hour *h, bool exact, int day, int hour)
{
	struct str of = arena_fmt(c->a, "%d %02dh", day + 1, hour);
	struct load_use use = { 0 };
	bool some = h->open_min > 0;

	if (some)
		use = load_use(h, exact);
	csv_line(c, arena_fmt(c->a, "%suse_percent_from_by_hour", before), of, some ? fixed(c->a, use.from, 0) : STR_NONE, 0, -1);
	csv_line(c, arena_fmt(c->a, "%suse_percent_to_by_hour", before), of, some ? fixed(c->a, use.to, 0) : STR_NONE, 0, -1);
}

void week_csv(struct buf *b, struct arena *a, struct str organization, int32_t month, const struct week_shown *w)
{
	const struct csv c = { b, a, organization, month_text(a, month), true };

	for (int i = 0; i < WEEK * HOURS; i++)
		if (w->shown.v[i / HOURS][i % HOURS].open_min > 0)
			week_line(&c, "", &w->shown.v[i / HOURS][i % HOURS], w->exact, i / HOURS, i % HOURS);
	for (int i = 0; i < WEEK * HOURS; i++)
		if (load_differs(&w->shown.v[i / HOURS][i % HOURS], &w->now.v[i / HOURS][i % HOURS], w->exact))
			week_line(&c, "corrected_", &w->now.v[i / HOURS][i % HOURS], w->exact, i / HOURS, i % HOURS);
}
