/*
 * What everybody may have of the figures: closed months as they were closed, of all establishments and of what stands
 * above them, with the same numbers hidden as on every page. No practitioners, no departments.
 */
#include "areas/figures/tally.h"

#include "base/buf.h"
#include "json/json.h"
#include "sheet/sheet.h"

const struct published_column published_columns[] = {
	{ "organization", "string", N_("Code of the establishment, province, region or country; its names are in organizations.csv") },
	{ "month", "gYearMonth", N_("Month, YYYY-MM: of booking; of asking for the waiting list; of the day for hours and free times") },
	{ "dimension", "string", N_("By what the line counts: all, channel, visit, service (speciality), sex, age") },
	{ "value", "string", N_("Which channel, kind of visit, speciality, sex or age; empty for all") },
	{ "appointments", "integer", N_("Appointments booked in the month, whatever became of them") },
	{ "online", "integer", N_("Of these, taken by the person on the site") },
	{ "in_addition", "integer", N_("Of these, given beside the rule of an agenda, with a reason") },
	{ "by_helpers", "integer", N_("Of these, taken by a health centre or a helper") },
	{ "within_30_days", "integer", N_("Of these, with a visit 30 days after the booking or sooner") },
	{ "first_visits", "integer", N_("Of these, neither follow-ups nor wished dates: what is compared between places") },
	{ "first_visits_within_30_days", "integer", N_("Of the first visits, 30 days after the booking or sooner") },
	{ "expected", "integer", N_("Seen or missed") },
	{ "missed", "integer", N_("Of those expected, did not come") },
	{ "cancelled_by_person", "integer", N_("Cancelled by the person") },
	{ "cancelled_by_house", "integer", N_("Cancelled by the establishment") },
	{ "reminded", "integer", N_("A reminder left") },
	{ "reminder_arrived", "integer", N_("Of these, its arrival was reported") },
	{ "waiting_asked", "integer", N_("People who asked to be told of a free time") },
	{ "waiting_offered", "integer", N_("Of these, were offered one at least") },
	{ "waiting_served", "integer", N_("Of these, got one") },
	{ "taken", "integer", N_("Appointments that took published time of the month") },
	{ "taken_minutes", "integer", N_("Minutes that they took") },
	{ "open_minutes", "integer", N_("Minutes of published hours × how many are received at once") },
	{ "share_online_percent", "decimal", N_("online ÷ appointments in percent, two decimals") },
	{ "delay_days_median", "decimal", N_("Days from booking to visit: half wait no longer") },
	{ "delay_days_p90", "integer", N_("Days within which 9 in 10 lie") },
	{ "first_visit_delay_days_median", "decimal", N_("The same of first visits alone: half wait no longer") },
	{ "first_visit_delay_days_p90", "integer", N_("The same of first visits alone: 9 in 10 lie within") },
	{ "third_next_days_median", "decimal", N_("Each morning, days to the third free time: the middle one of the mornings; 400: there were not three") },
	{ "third_next_days_p90", "integer", N_("The same: 9 in 10 mornings lie within") },
	{ NULL, NULL, NULL }
};

const struct published_column published_hour_columns[] = {
	{ "organization", "string", N_("Code of the establishment, province, region or country; its names are in organizations.csv") },
	{ "month", "gYearMonth", N_("Month of the day, YYYY-MM") },
	{ "weekday", "integer", N_("1: Monday … 7: Sunday") },
	{ "hour", "integer", N_("9: from 9 to 10 o’clock, in the place’s own time") },
	{ "use_percent_from", "integer", N_("Minutes taken of the hour’s open minutes, over the month, in per cent: where its fifth begins. Hours that fewer than five visits touched are in the lowest") },
	{ "use_percent_to", "integer", N_("Where its fifth ends; 100 stands for more, too") },
	{ NULL, NULL, NULL }
};

const struct published_code published_codes[] = {
	{ D_ALL, "" },
	{ D_CHANNEL, "online" }, { D_CHANNEL, "desk" }, { D_CHANNEL, "phone" }, { D_CHANNEL, "health-centre" }, { D_CHANNEL, "assisted" },
	{ D_CHANNEL, "sms" }, { D_CHANNEL, "api" },
	{ D_VISIT, "first" }, { D_VISIT, "follow_up" }, { D_VISIT, "wished" },
	{ D_SEX, "female" }, { D_SEX, "male" }, { D_SEX, "other" }, { D_SEX, "unknown" },
	{ D_AGE, "00-04" }, { D_AGE, "05-14" }, { D_AGE, "15-24" }, { D_AGE, "25-44" }, { D_AGE, "45-64" }, { D_AGE, "65+" }, { D_AGE, "unknown" },
	{ D_ALL, NULL }
};

struct str published_code_name(struct arena *a, enum lang l, const struct published_code *c)
{
	const struct page pg = { .a = a, .lang = l, .plain = true };

	return line_label(&pg, NULL, &(struct figure_line){ .dimension = c->dimension, .value = str_of(c->value) });
}

enum err figures_published(struct db *db, struct arena *a, struct published_months *ret)
{
	struct published_months_rows rows;

	TRY(published_months(db, a, &rows));
	*ret = (struct published_months){ ARENA_ARRAY(a, struct published_month, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct published_month){ rows.v[i].month, rows.v[i].closed_at };
	return OK;
}

enum err figures_published_of(struct db *db, struct arena *a, int64_t lo, int max, struct published_months *ret)
{
	struct published_months_of_rows rows;
	struct tally_root_row root;

	TRY(tally_root(db, a, lo, &root));
	TRY(published_months_of(db, a, root.id, max, &rows));
	*ret = (struct published_months){ ARENA_ARRAY(a, struct published_month, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct published_month){ rows.v[i].month, rows.v[i].closed_at };
	return OK;
}

/* ---- the file ---- */

struct file { struct buf *b; struct arena *line; };

static void put_fixed(struct buf *b, int64_t n, int decimals)
{
	struct jw j = jw_to(b);

	buf_put_char(b, ';');
	jw_fixed(&j, n, decimals);
}

static struct figure_cell number(int64_t n, int decimals)
{
	return (struct figure_cell){ CELL_NUMBER, n, decimals };
}

static struct figure_cell count_cell(const struct figure_line *l, enum figure m)
{
	if (!measure_is_by(m, l->dimension))
		return (struct figure_cell){ CELL_NONE, 0, 0 };
	return is_hidden(l, m) ? (struct figure_cell){ CELL_HIDDEN, 0, 0 } : number(l->v[m], 0);
}

static struct figure_cell share_cell(const struct figure_line *l)
{
	if (!measure_is_by(M_ONLINE, l->dimension) || (!l->v[M_N] && !is_hidden(l, M_N)))
		return (struct figure_cell){ CELL_NONE, 0, 0 };
	if (is_hidden(l, M_ONLINE) || is_hidden(l, M_N))
		return (struct figure_cell){ CELL_HIDDEN, 0, 0 };
	return number((l->v[M_ONLINE] * 20000 + l->v[M_N]) / (2 * l->v[M_N]), 2);
}

static void days_cells(const struct figure_line *l, enum histogram h, bool hidden, struct figure_cell *ret)
{
	int32_t median = line_median_twice(l, h), p90 = line_p90(l, h);

	ret[0] = ret[1] = (struct figure_cell){ hidden ? CELL_HIDDEN : CELL_NONE, 0, 0 };
	if (hidden || median < 0)
		return;
	ret[0] = number((int64_t)median * 5, 1);
	if (p90 >= 0)
		ret[1] = number(p90, 0);
}

void figure_cells(const struct figure_line *l, struct figure_cell ret[static CELLS])
{
	for (int m = 0; m < MEASURES; m++)
		ret[m] = count_cell(l, (enum figure)m);
	ret[MEASURES] = share_cell(l);
	days_cells(l, H_DELAY, is_hidden(l, M_N), &ret[MEASURES + 1]);
	days_cells(l, H_COMPARED, is_hidden(l, M_COMPARED), &ret[MEASURES + 3]);
	days_cells(l, H_THIRD, false, &ret[MEASURES + 5]);
}

static void put_cell(struct buf *b, const struct figure_cell *c)
{
	if (c->is == CELL_NUMBER)
		put_fixed(b, c->n, c->decimals);
	else
		csv_cell(b, c->is == CELL_HIDDEN ? S("hidden") : STR_NONE, false);
}

void cell_days(struct buf *b, const struct figure_line *l, enum histogram h, bool hidden)
{
	struct figure_cell c[2];

	days_cells(l, h, hidden, c);
	put_cell(b, &c[0]);
	put_cell(b, &c[1]);
}

void cell_count(struct buf *b, const struct figure_line *l, enum figure m)
{
	const struct figure_cell c = is_hidden(l, m) ? (struct figure_cell){ CELL_HIDDEN, 0, 0 } : number(l->v[m], 0);

	put_cell(b, &c);
}

static enum err put_line(struct file *f, struct str code, int32_t month, struct str dimension, struct str value, const struct tally_read_row *row)
{
	struct figure_line l = { .value = value };
	struct figure_cell cells[CELLS];

	arena_reset(f->line);
	TRY(dimension_parse(dimension, &l.dimension));
	TRY(tally_row_add(f->line, &l, row));
	csv_cell(f->b, code, true);
	csv_cell(f->b, month_text(f->line, month), false);
	csv_cell(f->b, dimension, false);
	csv_cell(f->b, value, false);
	figure_cells(&l, cells);
	for (int i = 0; i < CELLS; i++)
		put_cell(f->b, &cells[i]);
	csv_end(f->b);
	return OK;
}

static enum err put_row(void *arg, const struct published_rows_row *r)
{
	return put_line(arg, r->code, r->month, r->dimension, r->value, &TALLY_ROW(r));
}

static enum err put_total(void *arg, const struct published_totals_row *r)
{
	return put_line(arg, r->code, r->month, r->dimension, r->value, &TALLY_ROW(r));
}

struct hours_file { struct buf *b; struct str month; };

static enum err put_hour(void *arg, const struct published_hours_row *r)
{
	const struct hours_file *f = arg;
	const struct load_use use = load_use(&(struct load_hour){ r->taken, r->taken_min, r->open_min }, false);

	csv_cell(f->b, r->code, true);
	csv_cell(f->b, f->month, false);
	csv_int(f->b, r->weekday, false);
	csv_int(f->b, r->hour, false);
	csv_int(f->b, use.from, false);
	csv_int(f->b, use.to, false);
	csv_end(f->b);
	return OK;
}

static void put_head(struct buf *b, const struct published_column *columns)
{
	buf_put(b, S("\xEF\xBB\xBF"));
	for (size_t i = 0; columns[i].name; i++)
		csv_cell(b, str_of(columns[i].name), i == 0);
	csv_end(b);
}

enum err figures_published_hours(struct db *db, struct arena *a, int32_t month, struct buf *b)
{
	struct hours_file f = { b, month_text(a, month) };

	put_head(b, published_hour_columns);
	TRY(published_hours(db, a, month, put_hour, &f));
	return buf_ok(b) ? OK : E_LIMIT;
}

enum err figures_published_csv(struct db *db, struct arena *a, int32_t first, int32_t last, struct buf *b)
{
	struct file f = { b, arena_side(a, 1 << 20) };
	enum err e;

	if (!f.line)
		return E_LIMIT;
	put_head(b, published_columns);
	e = first == last ? published_rows(db, a, first, put_row, &f) : published_totals(db, a, first, last, put_total, &f);
	arena_free(f.line);
	return e != OK ? e : buf_ok(b) ? OK : E_LIMIT;
}
