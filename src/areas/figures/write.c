/* Figures for machines and spreadsheets. */
#include "areas/figures/figures.h"

#include "base/buf.h"
#include "json/json.h"
#include "sheet/sheet.h"

/* A share in hundredths of a percent, rounded half up. */
static int64_t share(int64_t num, int64_t den)
{
	return den ? (num * 20000 + den) / (2 * den) : 0;
}

static void lines_json(struct jw *j, const char *key, const struct figure_lines *l)
{
	jw_set_object(j, key);
	for (size_t i = 0; i < l->n; i++) {
		jw_key_str(j, l->v[i].key);
		jw_int(j, l->v[i].n);
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

void figures_json(struct buf *b, struct str organization, const struct figures *f)
{
	struct arena *a = arena_new(1 << 16);
	struct jw j = jw_to(b);

	jw_object(&j);
	jw_set_str(&j, "organization", organization);
	if (a)
		jw_set_str(&j, "month", month_text(a, f->month));
	jw_set_int(&j, "appointments", f->n);
	jw_set_int(&j, "online", f->online);
	jw_key(&j, "share_online_percent");
	jw_fixed(&j, share(f->online, f->n), 2);
	lines_json(&j, "by_channel", &f->channels);
	lines_json(&j, "by_service", &f->services);
	lines_json(&j, "by_sex", &f->sexes);
	jw_set_object(&j, "delay_days");
	days_json(&j, "median", delay_median_twice(f->delay));
	days_json(&j, "p90", delay_rank(f->delay, 9, 10) < 0 ? -1 : 2 * delay_rank(f->delay, 9, 10));
	jw_end(&j);
	jw_set_int(&j, "missed", f->missed);
	if (f->extra)			/* left out like what FHIR leaves out: 0 */
		jw_set_int(&j, "in_addition", f->extra);
	jw_end(&j);
	arena_free(a);
}

struct csv { struct buf *b; struct str organization, month; };

/* figure;of;value;numerator;denominator: one line a figure, a point as decimal mark. */
static void csv_line(const struct csv *c, const char *figure, struct str of, struct str value,
	int64_t num, int64_t den)
{
	csv_cell(c->b, c->organization, true);
	csv_cell(c->b, c->month, false);
	csv_cell(c->b, str_of(figure), false);
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

static struct str fixed(struct arena *a, int64_t n, int decimals)
{
	struct buf *b = buf_new(a, 64);
	struct jw j = jw_to(b);

	jw_fixed(&j, n, decimals);
	return buf_str(b);
}

static void csv_lines(const struct csv *c, struct arena *a, const char *figure,
	const struct figure_lines *l, int64_t all, bool hide)
{
	int64_t *counts = ARENA_ARRAY(a, int64_t, l->n);
	bool *hidden = ARENA_ARRAY(a, bool, l->n);

	for (size_t i = 0; i < l->n; i++)
		counts[i] = l->v[i].n;
	hide_small(counts, l->n, hidden);
	for (size_t i = 0; i < l->n; i++) {
		if (hide && hidden[i])
			csv_line(c, figure, l->v[i].key, S("hidden"), 0, -1);
		else
			csv_line(c, figure, l->v[i].key, arena_fmt(a, "%lld", (long long)l->v[i].n), l->v[i].n, all);
	}
}

void figures_csv(struct buf *b, struct str organization, const struct figures *f, bool hide)
{
	struct arena *a = arena_new(1 << 20);
	int32_t median = delay_median_twice(f->delay), p90 = delay_rank(f->delay, 9, 10);
	struct csv c = { b, organization, STR_NONE };

	if (!a)
		return;
	c.month = month_text(a, f->month);
	buf_put(b, S("\xEF\xBB\xBForganization;month;figure;of;value;numerator;denominator\r\n"));
	csv_line(&c, "appointments", STR_NONE, fixed(a, f->n, 0), 0, -1);
	csv_line(&c, "online", STR_NONE, fixed(a, f->online, 0), 0, -1);
	csv_line(&c, "share_online_percent", STR_NONE, fixed(a, share(f->online, f->n), 2), f->online,
		f->n);
	csv_line(&c, "delay_days", S("median"), median < 0 ? STR_NONE : fixed(a, (int64_t)median * 5, 1),
		0, -1);
	csv_line(&c, "delay_days", S("p90"), p90 < 0 ? STR_NONE : fixed(a, p90, 0), 0, -1);
	csv_line(&c, "missed", STR_NONE, fixed(a, f->missed, 0), f->missed, f->expected);
	csv_line(&c, "in_addition", STR_NONE, fixed(a, f->extra, 0), f->extra, f->n);
	csv_lines(&c, a, "by_channel", &f->channels, f->n, hide);
	csv_lines(&c, a, "by_service", &f->services, f->n, hide);
	csv_lines(&c, a, "by_sex", &f->sexes, f->n, hide);
	arena_free(a);
}
