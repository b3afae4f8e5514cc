/*
 * Pictures give nothing away: with other numbers in place of the hidden ones they are the same to the byte. A league ranks
 * nothing that overlaps, and seldom anything by chance. Hours of a week.
 */
#include "areas/figures/pictures.h"

#include "areas/figures/tally.h"
#include "page_t.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct buf out = BUF(1 << 20);

struct dice { uint64_t v; };

static int roll(struct dice *d, int below)
{
	d->v = d->v * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int)((d->v >> 33) % (uint64_t)below);
}

/* ---- intervals ---- */

/* Of n throws at 1/2, at most i, by Pascal's triangle. */
static double at_most(int n, int i)
{
	static double row[201];

	memset(row, 0, sizeof(row));
	row[0] = 1;
	for (int k = 1; k <= n; k++)
		for (int j = k; j > 0; j--)
			row[j] += row[j - 1];
	double sum = 0;

	for (int j = 0; j <= i; j++)
		sum += row[j];
	return sum / pow(2, n);
}

static void a_median_s_interval_misses_as_seldom_as_it_says(void **st)
{
	static const double misses[] = { 0.05, 0.01, 0.0005 };

	(void)st;
	assert_int_equal(median_rank(10, 0.05), 2);
	assert_int_equal(median_rank(20, 0.05), 6);
	assert_int_equal(median_rank(100, 0.05), 40);
	for (int n = 1; n <= 200; n++) {
		for (size_t i = 0; i < 3; i++) {
			int k = (int)median_rank(n, misses[i]);

			if (k)
				assert_true(2 * at_most(n, k - 1) <= misses[i]);
			assert_true(2 * at_most(n, k > 1 ? k : 1) > misses[i]);	/* the largest */
		}
	}
	assert_int_equal(median_rank(1000000, 0.05), 499020);
}

static void of_a_few_there_is_no_interval(void **st)
{
	int32_t low, high, h[DELAYS] = { [3] = 4, [9] = 5 };

	(void)st;
	assert_false(median_interval(h, 0.05, &low, &high));
	h[20]++;
	assert_true(median_interval(h, 0.05, &low, &high));
	assert_int_equal(low, 3);
	assert_int_equal(high, 9);
	assert_false(median_interval(h, 0.05 / 12, &low, &high));
}

static void a_stored_text_has_the_median_of_its_days(void **st)
{
	struct arena *a = arena_new(1 << 20);
	struct dice d = { 3 };

	(void)st;
	assert_int_equal(tally_median_twice(S(""), 0), -1);
	assert_int_equal(tally_median_twice(S("12:1"), 1), 24);
	assert_int_equal(tally_median_twice(S("12:1"), 9), -1);
	for (int i = 0; i < 500; i++) {
		struct figure_line l = { .days = { NULL } };
		int n = 1 + roll(&d, 40);

		for (int k = 0; k < n; k++)
			line_days(a, &l, H_COMPARED)[roll(&d, 1 + roll(&d, DELAYS))]++;
		assert_int_equal(tally_median_twice(tally_days_text(a, l.days[H_COMPARED]), n), line_median_twice(&l, H_COMPARED));
		arena_reset(a);
	}
	arena_free(a);
}

/* ---- the league ---- */

enum { HOUSES = 12 };

/* n waits around a middle, some much longer. */
static void waits(struct dice *d, int32_t *h, int n, int middle)
{
	memset(h, 0, DELAYS * sizeof(*h));
	for (int i = 0; i < n; i++)
		h[middle / 4 + roll(d, middle) + roll(d, middle / 2) + (roll(d, 8) ? 0 : middle)]++;
}

/* True when any place is said to be before another. */
static bool ranks_any(struct dice *d, struct league_line *v, int odd, int middle)
{
	int32_t h[DELAYS];
	bool any = false;

	for (int i = 0; i < HOUSES; i++) {
		waits(d, h, i % 3 ? 30 + roll(d, 400) : 20, i == odd ? middle : 40);
		v[i].placed = median_interval(h, 0.05 / HOUSES, &v[i].low, &v[i].high);
	}
	league(v, HOUSES);
	for (int i = 0; i < HOUSES; i++)
		any |= v[i].first > 1 || v[i].last < HOUSES;
	return any;
}

static void places_that_are_alike_are_seldom_ranked(void **st)
{
	struct dice d = { 11 };
	int ranked = 0;

	(void)st;
	for (int i = 0; i < 400; i++) {
		struct league_line v[HOUSES];

		ranked += ranks_any(&d, v, -1, 0);
	}
	assert_in_range(ranked, 0, 20);	/* 5 in 100, and the intervals are wider than that */
}

static void a_place_that_is_much_faster_stands_first(void **st)
{
	struct dice d = { 5 };
	struct league_line v[HOUSES];

	(void)st;
	assert_true(ranks_any(&d, v, 4, 12));
	assert_int_equal(v[4].first, 1);
	assert_int_equal(v[4].last, 1);
	for (int i = 0; i < HOUSES; i++)
		assert_int_equal(v[i].first, i == 4 ? 1 : 2);
}

static void who_overlaps_may_have_each_other_s_places(void **st)
{
	struct league_line v[] = { { 10, 20, true, 0, 0 }, { 15, 30, true, 0, 0 }, { 25, 40, true, 0, 0 }, { 0, 0, false, 0, 0 }, { 40, 50, true, 0, 0 } };
	static const int want[][2] = { { 1, 2 }, { 1, 3 }, { 2, 4 }, { 0, 0 }, { 3, 4 } };

	(void)st;
	league(v, 5);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(v[i].first, want[i][0]);
		assert_int_equal(v[i].last, want[i][1]);
	}
}

/* ---- what is hidden ---- */

enum { LINES = 8 };

/* A line of chance; what its mask hides is drawn from `other`, so that two of one seed differ in that alone. */
static struct figure_line *line(struct arena *a, struct dice *d, struct dice *other, int value)
{
	struct figure_line *l = ARENA_NEW(a, struct figure_line);
	int32_t *days = line_days(a, l, H_COMPARED);
	bool all = value < 0;

	l->dimension = all ? D_ALL : D_SERVICE;
	l->value = all ? S("") : arena_fmt(a, "s%d", value);
	for (int m = 0; m < MEASURES; m++) {
		int64_t seen = roll(d, 60), unseen = roll(other, 60);

		l->hidden |= (uint32_t)(roll(d, 3) == 0) << m;
		l->v[m] = is_hidden(l, (enum figure)m) ? unseen : seen;
	}
	for (int64_t i = 0; i < l->v[M_COMPARED]; i++) {
		int x = roll(is_hidden(l, M_COMPARED) ? other : d, 90);

		days[x]++;
	}
	return l;
}

static struct shown_lines services(struct arena *a, struct dice *d, struct dice *other)
{
	struct shown_lines s = { ARENA_ARRAY(a, struct shown_line, LINES), LINES };

	for (int i = 0; i < LINES; i++)
		s.v[i] = (struct shown_line){ .label = S("x"), .l = line(a, d, other, i), .country = line(a, d, other, i) };
	return s;
}

static void put_range(struct page *pg, const struct chart_range *r, struct str words)
{
	t_chart_range(pg, r);
	put(pg, words);
}

static void draw_waits(struct page *pg, struct dice *d, struct dice *other, bool above)
{
	struct shown_lines s = services(pg->a, d, other);
	struct house_waits houses = { .a = pg->a, .lines = &s };

	for (int i = 0; above && i < 40; i++) {
		bool hidden = roll(d, 3) == 0;
		struct dice *from = hidden ? other : d;
		int64_t n = 1 + roll(from, 30);
		struct tally_waits_row r = { .value = arena_fmt(pg->a, "s%d", i % LINES), .hidden = hidden ? 1 << M_COMPARED : 0, .compared = n,
			.compared_delays = arena_fmt(pg->a, "%d:%d", roll(from, 300), (int)n) };

		assert_int_equal(house_wait_add(&houses, &r), OK);
	}
	put(pg, picture_waits(pg, &s, above ? &houses : NULL));
	for (size_t i = 0; i < s.n; i++)
		put_range(pg, &s.v[i].range, s.v[i].spread);
}

static void draw_league(struct page *pg, struct dice *d, struct dice *other)
{
	struct place_lines p = { ARENA_ARRAY(pg->a, struct place_line, HOUSES), HOUSES };
	struct figure_line *all = line(pg->a, d, other, -1);

	for (int i = 0; i < HOUSES; i++)
		p.v[i] = (struct place_line){ .name = arena_fmt(pg->a, "House %d", i), .l = line(pg->a, d, other, 1), .all = all };
	put(pg, picture_league(pg, &p, all));
	for (size_t i = 0; i < p.n; i++) {
		put(pg, p.v[i].name);
		put_range(pg, &p.v[i].range, p.v[i].spread);
		put(pg, p.v[i].places);
	}
}

static void draw_year(struct page *pg, struct dice *d, struct dice *other)
{
	struct points year = { ARENA_ARRAY(pg->a, struct point, 12), 12 };

	for (int i = 0; i < 12; i++) {
		bool known = roll(d, 3) > 0;
		struct dice *from = known ? d : other;
		int n = 1 + roll(from, 100), online = roll(from, n + 1);

		year.v[i] = (struct point){ .month = 516 + i, .label = S("m"), .n = n, .online = online, .known = known, .hidden = !known };
	}
	struct chart_trend c = picture_trend(pg, &year);

	t_chart_trend(pg, &c);
}

static void draw_funnel(struct page *pg, struct dice *d, struct dice *other)
{
	struct funnel_view f = picture_funnel(pg, line(pg->a, d, other, -1));

	t_chart_funnel(pg, &f.picture);
	for (size_t i = 0; i < f.steps.n; i++)
		put(pg, f.steps.v[i].n);
}

/* Hours that fewer than five visits touched; other ones, as few. */
static void draw_week(struct page *pg, struct dice *d, struct dice *other)
{
	struct load_week *w = ARENA_NEW(pg->a, struct load_week);

	for (int h = 8; h < 18; h++) {
		for (int day = 0; day < 5; day++) {
			int visits = roll(d, 2) ? roll(other, SMALL_NUMBER) : 5 + roll(d, 12);

			w->v[day][h] = (struct load_hour){ visits, 20 * visits, roll(d, 6) ? 240 : 60 };
		}
	}
	struct week_view v = picture_week(pg, w, false);

	t_chart_week(pg, &v.picture);
	for (size_t i = 0; i < v.rows.n; i++)
		for (size_t k = 0; k < v.rows.v[i].cells.n; k++)
			put(pg, v.rows.v[i].cells.v[k]);
}

/* All pictures of a seed; what is hidden in them comes from another one. */
static struct str drawn(struct arena *a, uint64_t seed, uint64_t hidden)
{
	struct page pg = { .out = &out, .a = a, .lang = seed % 3 == 0 ? LANG_FR : seed % 3 == 1 ? LANG_AR : LANG_EN };
	struct dice d = { seed }, other = { hidden };

	buf_clear(&out);
	draw_year(&pg, &d, &other);
	draw_funnel(&pg, &d, &other);
	draw_waits(&pg, &d, &other, false);
	draw_waits(&pg, &d, &other, true);
	draw_league(&pg, &d, &other);
	draw_week(&pg, &d, &other);
	assert_true(buf_ok(&out));
	return arena_str(a, buf_str(&out));
}

static void what_is_hidden_changes_no_picture(void **st)
{
	struct arena *a = arena_new((size_t)64 << 20);
	int ranges = 0;

	(void)st;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct str one = drawn(a, seed * 7919, 1), two = drawn(a, seed * 7919, seed + 2);

		assert_true(one.n > 5000);
		assert_true(str_eq(one, two));
		ranges += str_find(one, S("x2=\"97.0%\"")) >= 0;
		assert_false(str_eq(one, drawn(a, seed * 7919 + 1, 1)));
		arena_reset(a);
	}
	assert_true(ranges > 0);
	arena_free(a);
}

/* ---- hours ---- */

static void minutes_fall_into_the_hours_that_they_touch(void **st)
{
	struct load_week w = { 0 };

	(void)st;
	load_open(&w, 0, 8 * 60 + 30, 11 * 60, 2);
	load_taken(&w, 0, 9 * 60 + 50, 10 * 60 + 20, 3);
	load_taken(&w, 6, 23 * 60 + 40, 24 * 60 + 20, 1);
	load_taken(&w, 6, -10, 10, 1);
	assert_int_equal(w.v[0][8].open_min, 60);
	assert_int_equal(w.v[0][9].open_min, 120);
	assert_int_equal(w.v[0][11].open_min, 0);
	assert_int_equal(w.v[0][9].taken_min, 30);
	assert_int_equal(w.v[0][10].taken_min, 60);
	assert_int_equal(w.v[0][9].taken, 3);
	assert_int_equal(w.v[0][10].taken, 3);
	assert_int_equal(w.v[6][23].taken_min, 20);
	assert_int_equal(w.v[6][0].taken_min, 10);
}

static void steps_of_a_fifth_never_tell_of_a_few(void **st)
{
	static const struct { struct load_hour h; int step; } cases[] = { { { 0, 0, 0 }, -1 }, { { 4, 60, 60 }, 0 }, { { 0, 0, 60 }, 0 },
		{ { 5, 60, 60 }, 4 }, { { 5, 59, 60 }, 4 }, { { 5, 12, 60 }, 1 }, { { 5, 11, 60 }, 0 }, { { 9, 90, 60 }, 4 } };

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(load_step(&cases[i].h), cases[i].step);
}

static void a_closed_week_is_corrected_above_the_house_by_five_visits_or_by_none(void **st)
{
	static const struct { struct load_hour was, now; bool told; } cases[] = {
		{ { 6, 60, 300 }, { 9, 130, 300 }, false },	/* a fifth more, by three people */
		{ { 6, 60, 300 }, { 11, 130, 300 }, true },
		{ { 12, 120, 300 }, { 7, 50, 300 }, true },
		{ { 4, 60, 60 }, { 5, 60, 60 }, false },
		{ { 6, 60, 300 }, { 6, 60, 100 }, true },	/* hours that were not open after all */
		{ { 6, 60, 300 }, { 6, 130, 300 }, false },	/* somebody's visit was longer */
		{ { 6, 60, 300 }, { 16, 61, 300 }, false },	/* the same fifth */
	};
	struct arena *a = arena_new(1 << 20);
	struct page pg = { .out = &out, .a = a, .lang = LANG_EN };

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct load_week was = { .v[1][9] = cases[i].was }, now = { .v[1][9] = cases[i].now };
		struct correction v[2 * WEEK * HOURS];
		struct corrections c = { v, 0 };

		picture_week_corrected(&pg, &was, &now, false, &c);
		assert_int_equal(c.n, cases[i].told);
		picture_week_corrected(&pg, &was, &now, true, &c);
		assert_int_equal(c.n, cases[i].told + (i != 3 && i != 6));	/* per cent, to who sees each visit by name */
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_median_s_interval_misses_as_seldom_as_it_says),
		cmocka_unit_test(of_a_few_there_is_no_interval),
		cmocka_unit_test(a_stored_text_has_the_median_of_its_days),
		cmocka_unit_test(places_that_are_alike_are_seldom_ranked),
		cmocka_unit_test(a_place_that_is_much_faster_stands_first),
		cmocka_unit_test(who_overlaps_may_have_each_other_s_places),
		cmocka_unit_test(what_is_hidden_changes_no_picture),
		cmocka_unit_test(minutes_fall_into_the_hours_that_they_touch),
		cmocka_unit_test(steps_of_a_fifth_never_tell_of_a_few),
		cmocka_unit_test(a_closed_week_is_corrected_above_the_house_by_five_visits_or_by_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
