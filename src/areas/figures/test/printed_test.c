/*
 * What is hidden is hidden in what is printed: over random months, in the lines of the pages and the rows of the file, no table
 * has a total and all of its lines but one. What has no line and no row reads as 0.
 */
#include "db/test/both.h"

#include "areas/figures/report.h"
#include "areas/figures/tally.h"
#include "areas/organizations/organizations.h"
#include "base/buf.h"
#include "organizations_q.h"

static const struct instant NOW = { 1793606400 }, ever = { INT64_MAX };
static const char *const places[] = { "FES-KHATIB", "SEF-MED5", "AGD-HASSAN2" };
enum { PLACES = 3, ROOT = 1, MONTHS = 14, FIRST_MONTH = 480 };
#define GOOD(x) assert_int_equal((x), OK)

struct dice { uint64_t v; };

static int roll(struct dice *d, int below)
{
	d->v = d->v * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int)((d->v >> 33) % (uint64_t)below);
}

static struct organization_by_code_row node(struct both *b, const char *code)
{
	struct organization_by_code_row o;

	GOOD(organization_by_code(b->db, b->a, str_of(code), &o));
	return o;
}

/* narrow: of a place where some lines have nobody. */
static void person(struct arena *a, struct figures *f, struct dice *d, bool narrow)
{
	static const char *const values[DIMENSIONS][4] = { { "", "", "", "" }, { "online", "desk", "phone", "assisted" },
		{ "first", "first", "follow_up", "wished" }, { "cardio", "uro", "cardio", "nephro" }, { "female", "male", "female", "male" },
		{ "25-44", "45-64", "65+", "25-44" }, { "7", "8", "9", "7" } };
	int k[DIMENSIONS];
	bool came = roll(d, 3) > 0, missed = came && roll(d, 4) == 0, soon = roll(d, 5) > 0;

	for (int i = 0; i < DIMENSIONS; i++)
		k[i] = roll(d, narrow && i != D_SEX ? 1 + (i == D_VISIT) * 2 : 4);
	for (int i = 0; i < DIMENSIONS; i++) {
		struct figure_line *l = figures_line(a, f, (enum dimension)i, str_of(values[i][k[i]]));

		l->v[M_N]++;
		l->v[M_ONLINE] += k[D_CHANNEL] == 0;
		l->v[M_HELPED] += k[D_CHANNEL] == 3;
		l->v[M_EXPECTED] += came;
		l->v[M_MISSED] += missed;
		l->v[M_WITHIN] += soon;
		l->v[M_COMPARED] += k[D_VISIT] < 2;
		l->v[M_COMPARED_WITHIN] += soon && k[D_VISIT] < 2;
		line_days(a, l, H_DELAY)[soon ? 10 : 40]++;
		if (k[D_VISIT] < 2)
			line_days(a, l, H_COMPARED)[soon ? 10 : 40]++;
	}
}

/* People of a place; of the next places, none of some. */
static void month_of(struct both *b, int32_t month, int most)
{
	static const struct figures none;
	struct dice d = { (uint64_t)month * 7919 + 3 };

	for (int i = 0; i < PLACES; i++) {
		struct organization_by_code_row o = node(b, places[i]);
		struct figures f = { .month = month }, was;
		bool differed;

		for (int n = roll(&d, most); n > 0; n--)
			person(b->a, &f, &d, i > 0);
		GOOD(tally_load(b->db, b->a, o.id, month, EDITION_OWN, &was));
		for (size_t k = 0; k < was.n; k++)
			line_add(b->a, figures_line(b->a, &f, was.v[k]->dimension, was.v[k]->value), was.v[k]);
		GOOD(tally_replace(b->db, b->a, o.id, EDITION_OWN, was.n ? &was : &none, &f, &differed));
	}
	GOOD(tally_month_touch(b->db, b->a, node(b, "MA").id, month));
}

static struct figures_shown shown(struct both *b, const char *code, int32_t month)
{
	struct organization_by_code_row o = node(b, code);
	struct figures_shown s;

	GOOD(figures_read(b->db, b->a, o.id, o.tree_lo, month, &s));
	return s;
}

/* Tables of the pages that have a total and all lines but one; how many zeros are hidden. */
static int told_by_page(const struct figures *f, int *zeros)
{
	int bad = 0;

	for (int m = 0; m < MEASURES; m++) {
		for (int d = D_CHANNEL; d < DIMENSIONS; d++) {
			int hidden = 0;

			for (size_t i = 0; i < f->n && measure_is_by((enum figure)m, (enum dimension)d); i++) {
				const struct figure_line *l = f->v[i];

				hidden += (int)l->dimension == d && is_hidden(l, (enum figure)m);
				*zeros += (int)l->dimension == d && is_hidden(l, (enum figure)m) && !l->v[m];
			}
			if (hidden == 1 && !is_hidden(figures_all(f), (enum figure)m)) {
				print_message("%s by %s of month %d\n", measure_code((enum figure)m), dimension_code((enum dimension)d), (int)f->month);
				bad++;
			}
		}
	}
	return bad;
}

static int rows_hidden(struct str file, struct str figure)
{
	int n = 0;

	while (file.n) {
		struct str row = str_cut(&file, '\n');

		str_cut(&row, ';');
		str_cut(&row, ';');
		if (!str_eq(str_cut(&row, ';'), figure))
			continue;
		str_cut(&row, ';');
		n += str_eq(str_cut(&row, ';'), S("hidden"));
	}
	return n;
}

static int told_by_file(struct both *b, struct str file, const char *before)
{
	int bad = 0;

	for (int m = 0; m < MEASURES; m++) {
		const char *code = measure_code((enum figure)m);

		for (int d = D_CHANNEL; d < DIMENSIONS; d++) {
			struct str of = arena_fmt(b->a, "%s%s%sby_%s", before, m == M_N ? "" : code, m == M_N ? "" : "_", dimension_code((enum dimension)d));

			bad += rows_hidden(file, of) == 1 && rows_hidden(file, arena_fmt(b->a, "%s%s", before, code)) == 0;
		}
	}
	return bad;
}

static struct str file_of(struct both *b, const struct figures *f, const struct figures *now)
{
	struct buf *to = buf_new(b->a, 1 << 19);

	figures_csv(to, b->a, S("X"), f, now, true);
	assert_true(buf_ok(to));
	return buf_str(to);
}

static void seed(struct both *b)
{
	struct organization_id root;

	GOOD(db_begin(b->db));
	GOOD(organizations_seed(b->db, b->a, SEED_COUNTRY | SEED_HOSPITALS, 2026, &root));
}

static void no_table_gives_its_hidden_line_away(void **state)
{
	struct both *b = BOTH_STATE(state);
	int zeros = 0, hidden_rows = 0;

	seed(b);
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++)
		month_of(b, month, 4 + month % 7 * 6);
	GOOD(figures_settle(b->db, b->a, NOW));
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++) {
		for (int i = 0; i < PLACES + ROOT; i++) {
			struct figures_shown s = shown(b, i < PLACES ? places[i] : "MA", month);
			struct str file = file_of(b, &s.now, NULL);

			assert_int_equal(told_by_page(&s.now, &zeros), 0);
			assert_int_equal(told_by_file(b, file, ""), 0);
			hidden_rows += rows_hidden(file, S("by_sex"));
		}
	}
	assert_true(zeros > 20);
	assert_true(hidden_rows > 20);
	db_rollback(b->db);
}

/* Corrections of a few are hidden, and so that they cannot be computed; those that are only hidden with them stand there too. */
static int few_corrected(struct both *b, const struct figures_shown *s, int *unchanged)
{
	const struct corrected_list c = corrected(b->a, &s->closed, &s->now);
	int few = 0;

	for (size_t i = 0; i < c.n; i++) {
		const struct corrected *x = &c.v[i];
		int64_t by = x->now->v[x->m] - x->was->v[x->m];

		assert_false(is_hidden(x->was, x->m));
		few += by && by > -SMALL_NUMBER && by < SMALL_NUMBER && !is_hidden(x->now, x->m);
		*unchanged += !by && is_hidden(x->now, x->m);
	}
	return few;
}

static void a_correction_tells_nothing_of_one_person(void **state)
{
	struct both *b = BOTH_STATE(state);
	int zeros = 0, unchanged = 0, rows = 0;
	enum err e = OK;

	seed(b);
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++)
		month_of(b, month, 80);
	GOOD(figures_settle(b->db, b->a, NOW));
	while (e == OK)
		e = figures_close(b->db, b->a, NOW, true);
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++)
		month_of(b, month, 2 + month % 4 * 5);
	GOOD(figures_settle(b->db, b->a, NOW));
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++) {
		for (int i = 0; i < PLACES + ROOT; i++) {
			struct figures_shown s = shown(b, i < PLACES ? places[i] : "MA", month);
			struct str file = file_of(b, &s.closed, &s.now);

			assert_int_equal(few_corrected(b, &s, &unchanged), 0);
			assert_int_equal(told_by_page(&s.now, &zeros), 0);
			assert_int_equal(told_by_file(b, file, ""), 0);
			rows += rows_hidden(file, S("corrected_by_sex"));
		}
	}
	assert_true(unchanged > 20);
	assert_true(rows > 20);
	db_rollback(b->db);
}

/* Else the nights would tell of a difference where there is none, and hide more than was hidden. */
static void a_closed_month_looked_at_again_hides_what_it_hid(void **state)
{
	struct both *b = BOTH_STATE(state);
	const struct instant later = { NOW.v + 40 * 86400LL };
	struct tally_plan plan;
	int looked = 0;
	enum err e = OK;

	seed(b);
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++)
		month_of(b, month, 80);
	GOOD(figures_settle(b->db, b->a, NOW));
	while (e == OK)
		e = figures_close(b->db, b->a, NOW, true);
	assert_int_equal(e, E_NOTFOUND);
	while ((e = figures_plan_again(b->db, b->a, later, &plan)) == OK) {
		bool differed;

		GOOD(tally_write(b->db, b->a, later, &plan, &differed));
		assert_false(differed);
		looked += plan.month.closed;
	}
	assert_int_equal(e, E_NOTFOUND);
	assert_int_equal(looked, MONTHS);
	db_rollback(b->db);
}

static void what_was_touched_meanwhile_is_added_up_again(void **state)
{
	static const struct instant today = { 1793606400 - 43200 };
	struct both *b = BOTH_STATE(state);
	struct tally_plan plan, later;
	bool differed = false;

	seed(b);
	month_of(b, FIRST_MONTH, 80);
	GOOD(figures_plan(b->db, b->a, NOW, ever, &plan));
	month_of(b, FIRST_MONTH, 80);
	GOOD(tally_write(b->db, b->a, NOW, &plan, &differed));
	assert_false(differed);
	assert_int_equal(shown(b, "MA", FIRST_MONTH).now.n, 0);
	GOOD(figures_plan(b->db, b->a, NOW, today, &plan));
	GOOD(figures_plan(b->db, b->a, NOW, today, &later));
	GOOD(tally_write(b->db, b->a, NOW, &plan, &differed));
	assert_true(differed);
	GOOD(tally_write(b->db, b->a, NOW, &later, &differed));
	assert_false(differed);
	assert_int_equal(figures_plan(b->db, b->a, NOW, ever, &plan), E_NOTFOUND);
	db_rollback(b->db);
}

/* Two tables of the same day would tell of those who came in between. */
static void a_month_is_added_up_once_a_night(void **state)
{
	struct both *b = BOTH_STATE(state);
	const struct instant march = { day_of(2010, 3, 5).n * 86400LL }, night = { march.v + 86400 }, ten_days = { march.v + 7 * 86400 };
	struct tally_plan plan;
	bool differed;

	seed(b);
	month_of(b, FIRST_MONTH + 1, 80);		/* February 2010 */
	GOOD(figures_plan(b->db, b->a, march, (struct instant){ march.v - 43200 }, &plan));
	GOOD(tally_write(b->db, b->a, march, &plan, &differed));
	month_of(b, FIRST_MONTH + 1, 80);
	assert_int_equal(figures_plan(b->db, b->a, march, (struct instant){ march.v - 43200 }, &plan), E_NOTFOUND);
	GOOD(figures_plan(b->db, b->a, night, (struct instant){ night.v - 43200 }, &plan));
	/* Before it is closed it is added up whenever that was. */
	GOOD(figures_plan(b->db, b->a, ten_days, (struct instant){ 0 }, &plan));
	db_rollback(b->db);
}

/* One row of the file for everybody against what the staff's page showed on closing. How many of its numbers are hidden; -1: it differs. */
static int row_hidden(struct both *b, const struct figures *f, enum dimension d, struct str value, struct str cells)
{
	const struct figure_line *l = figures_find(f, d, value);
	int hidden = 0;

	for (int m = 0; l && m < MEASURES; m++) {
		struct str cell = str_cut(&cells, ';'), want = STR_NONE;

		if (measure_is_by((enum figure)m, d))
			want = is_hidden(l, (enum figure)m) ? S("hidden") : arena_fmt(b->a, "%lld", (long long)l->v[m]);
		hidden += str_eq(want, S("hidden"));
		if (!str_eq(cell, want))
			return -1;
	}
	str_cut(&cells, ';');	/* the share */
	for (int h = 0; l && h < H_THIRD; h++) {
		struct str median = str_cut(&cells, ';'), p90 = str_cut(&cells, ';');
		bool hide = is_hidden(l, h == H_DELAY ? M_N : M_COMPARED);

		if (str_eq(median, S("hidden")) != hide || str_eq(p90, S("hidden")) != hide)
			return -1;
	}
	return l ? hidden : -1;
}

static int month_published(struct both *b, int32_t month, const char *code, int *rows)
{
	struct buf *to = buf_new(b->a, 1 << 20);
	struct str file, page_code = str_of(code);
	struct figures_shown s = shown(b, code, month);
	int hidden = 0;

	GOOD(figures_published_csv(b->db, b->a, month, month, to));
	file = buf_str(to);
	str_cut(&file, '\n');
	while (file.n) {
		struct str row = str_trim(str_cut(&file, '\n')), who = str_cut(&row, ';'), when = str_cut(&row, ';'), by = str_cut(&row, ';'),
			value = str_cut(&row, ';');
		enum dimension d;
		int n;

		assert_true(str_eq(when, month_text(b->a, month)));
		GOOD(dimension_parse(by, &d));
		assert_int_not_equal(d, D_PRACTITIONER);
		if (!str_eq(who, page_code))
			continue;
		n = row_hidden(b, &s.closed, d, value, row);
		assert_true(n >= 0);
		hidden += n;
		++*rows;
	}
	return hidden;
}

static void everybody_gets_what_was_closed_and_hidden_as_on_the_page(void **state)
{
	struct both *b = BOTH_STATE(state);
	int hidden = 0, rows = 0, lines = 0;
	enum err e = OK;

	seed(b);
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++)
		month_of(b, month, 4 + month % 7 * 6);
	GOOD(figures_settle(b->db, b->a, NOW));
	while (e == OK)
		e = figures_close(b->db, b->a, NOW, true);
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++)
		month_of(b, month, 12);		/* known later: not in the file */
	GOOD(figures_settle(b->db, b->a, NOW));
	for (int32_t month = FIRST_MONTH; month < FIRST_MONTH + MONTHS; month++)
		for (int i = 0; i < PLACES + ROOT; i++) {
			const char *code = i < PLACES ? places[i] : "MA";
			struct figures closed = shown(b, code, month).closed;

			for (size_t k = 0; k < closed.n; k++)
				lines += closed.v[k]->dimension != D_PRACTITIONER;
			hidden += month_published(b, month, code, &rows);
		}
	assert_int_equal(rows, lines);
	assert_true(hidden > 100);
	db_rollback(b->db);
}

/* ---- the monthly report ---- */

/* Other numbers and days in place of the hidden ones. */
static int replace_hidden(struct both *b, const char *code, int32_t month)
{
	struct figures f = shown(b, code, month).now;
	int n = 0;

	for (size_t i = 0; i < f.n; i++) {
		struct figure_line *l = f.v[i];

		for (int m = 0; m < MEASURES; m++) {
			l->v[m] += is_hidden(l, (enum figure)m);
			n += is_hidden(l, (enum figure)m);
		}
		if (is_hidden(l, M_N))
			line_days(b->a, l, H_DELAY)[77] += 9;
		if (is_hidden(l, M_COMPARED))
			line_days(b->a, l, H_COMPARED)[77] += 9;
	}
	GOOD(tally_put_all(b->db, b->a, node(b, code).id, shown(b, code, month).edition, &f));
	return n;
}

static struct str report_of(struct both *b, const char *code, enum lang l)
{
	struct organization_get_row o;
	struct report r;

	GOOD(organization_get(b->db, b->a, node(b, code).id, &o));
	GOOD(report_make(b->db, b->a, NOW, l, &o, FIRST_MONTH + 2, &r));
	return r.bytes;
}

static void a_report_draws_and_says_nothing_that_is_hidden(void **state)
{
	static const char *const nodes[] = { "FES-KHATIB", "MA" };
	struct both *b = BOTH_STATE(state);

	seed(b);
	for (int32_t month = FIRST_MONTH; month <= FIRST_MONTH + 2; month++)
		month_of(b, month, 30 + month % 2 * 60);
	GOOD(figures_settle(b->db, b->a, NOW));
	for (int i = 0; i < 2; i++) {
		struct str fr = report_of(b, nodes[i], LANG_FR), ar = report_of(b, nodes[i], LANG_AR);
		int hidden = 0;

		for (int32_t month = FIRST_MONTH; month <= FIRST_MONTH + 2; month++)
			for (int k = 0; k < PLACES + ROOT; k++)
				hidden += replace_hidden(b, k < PLACES ? places[k] : "MA", month);
		assert_true(hidden > 50);
		assert_true(str_eq(report_of(b, nodes[i], LANG_FR), fr));
		assert_true(str_eq(report_of(b, nodes[i], LANG_AR), ar));
	}
	db_rollback(b->db);
}

/* ---- in short transactions ---- */

static void whole(struct both *b, int32_t month, int most)
{
	GOOD(db_begin(b->db));
	month_of(b, month, most);
	GOOD(db_commit(b->db));
}

/* Lines that are shown otherwise than they are added up now. */
static size_t shown_wrong(struct both *b)
{
	struct tally_plan plan;
	size_t wrong = 0;

	GOOD(db_begin(b->db));
	GOOD(tally_month_touch(b->db, b->a, node(b, "MA").id, FIRST_MONTH));
	GOOD(figures_plan(b->db, b->a, NOW, ever, &plan));
	for (size_t i = 0; i < plan.n; i++)
		wrong += tally_differing(&plan.v[i].was, &plan.v[i].f);
	db_rollback(b->db);
	return wrong;
}

static size_t stored_of(struct both *b, const char *code, int edition)
{
	struct figures f;

	GOOD(tally_load(b->db, b->a, node(b, code).id, FIRST_MONTH, edition, &f));
	return f.n;
}

static const struct figure_line *by_sms(struct both *b)
{
	struct figures_shown s = shown(b, places[0], FIRST_MONTH);

	return figures_find(&s.now, D_CHANNEL, S("sms"));
}

/* What somebody left who was killed while he wrote. */
static void leave_half(struct both *b, int edition)
{
	struct figures f = { .month = FIRST_MONTH };

	figures_line(b->a, &f, D_CHANNEL, S("sms"))->v[M_N] = 3;
	GOOD(db_begin(b->db));
	GOOD(tally_put_all(b->db, b->a, node(b, places[0]).id, edition, &f));
	GOOD(db_commit(b->db));
}

static void a_month_is_written_beside_what_is_shown_and_shown_at_once(void **state)
{
	struct both *b = BOTH_STATE(state);
	struct tally_plan plan;
	bool differed = false;

	seed(b);
	GOOD(db_commit(b->db));
	whole(b, FIRST_MONTH, 200);
	GOOD(figures_plan(b->db, b->a, NOW, ever, &plan));
	GOOD(tally_write_beside(b->db, b->a, NOW, &plan, &differed));
	assert_true(differed);
	assert_int_equal(shown(b, places[0], FIRST_MONTH).edition, EDITION_B);
	assert_int_equal(shown_wrong(b), 0);
	assert_int_equal(stored_of(b, places[0], EDITION_A), 0);

	leave_half(b, EDITION_A);
	assert_null(by_sms(b));
	whole(b, FIRST_MONTH, 200);
	assert_true(shown_wrong(b) > 0);
	GOOD(figures_plan(b->db, b->a, NOW, ever, &plan));
	GOOD(tally_write_beside(b->db, b->a, NOW, &plan, &differed));
	assert_int_equal(shown(b, places[0], FIRST_MONTH).edition, EDITION_A);
	assert_null(by_sms(b));
	assert_int_equal(shown_wrong(b), 0);
	assert_int_equal(stored_of(b, places[0], EDITION_B), 0);

	whole(b, FIRST_MONTH, 200);
	GOOD(figures_plan(b->db, b->a, NOW, ever, &plan));
	whole(b, FIRST_MONTH, 200);
	assert_int_equal(tally_write_beside(b->db, b->a, NOW, &plan, &differed), E_CONFLICT);
	assert_int_equal(shown(b, places[0], FIRST_MONTH).edition, EDITION_A);
	GOOD(figures_plan(b->db, b->a, NOW, ever, &plan));
}

static void a_month_is_closed_at_once(void **state)
{
	struct both *b = BOTH_STATE(state);

	seed(b);
	month_of(b, FIRST_MONTH, 200);
	GOOD(figures_settle(b->db, b->a, NOW));
	GOOD(db_commit(b->db));
	leave_half(b, EDITION_CLOSED);
	assert_int_equal(shown(b, places[0], FIRST_MONTH).closed.n, 0);
	GOOD(figures_close(b->db, b->a, NOW, false));
	for (int i = 0; i < PLACES + ROOT; i++) {
		struct figures_shown s = shown(b, i < PLACES ? places[i] : "MA", FIRST_MONTH);

		assert_int_equal(s.closed_at.v, NOW.v);
		assert_true(s.closed.n > 0);
		assert_int_equal(tally_differing(&s.closed, &s.now), 0);
	}
	assert_int_equal(figures_close(b->db, b->a, NOW, false), E_NOTFOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(no_table_gives_its_hidden_line_away),
		BOTH(a_correction_tells_nothing_of_one_person),
		BOTH(a_closed_month_looked_at_again_hides_what_it_hid),
		BOTH(everybody_gets_what_was_closed_and_hidden_as_on_the_page),
		BOTH(a_report_draws_and_says_nothing_that_is_hidden),
		BOTH(what_was_touched_meanwhile_is_added_up_again),
		BOTH(a_month_is_added_up_once_a_night),
		BOTH(a_month_is_written_beside_what_is_shown_and_shown_at_once),
		BOTH(a_month_is_closed_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
