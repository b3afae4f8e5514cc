/* Pictures: what is drawn where, in both directions of reading; what is not known is not drawn; words are escaped. */
#include "page/chart.h"
#include "page_t.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct buf out = BUF(65536);
static struct page page;

static struct page *fresh(enum lang l)
{
	buf_clear(&out);
	if (!page.a)
		page.a = arena_new((size_t)4 << 20);
	page = (struct page){ .out = &out, .a = page.a, .lang = l };
	return &page;
}

static int count_of(const char *what)
{
	struct str rest = buf_str(&out), w = str_of(what);
	int n = 0;

	for (int64_t at; (at = str_find(rest, w)) >= 0; n++)
		rest = str_sub(rest, (size_t)at + w.n, rest.n);
	return n;
}
#define HAS(what) assert_true(count_of(what) > 0)

static struct chart_share share(const char *label, int64_t n, int64_t of)
{
	return (struct chart_share){ str_of(label), n, of, of > 0 };
}

static void trend(enum lang l, struct chart_share *v, size_t n)
{
	struct page *pg = fresh(l);
	struct chart_shares s = { v, n };
	struct chart_trend c = chart_trend(pg->a, l, "t", S("Part <en ligne>"), &s);

	t_chart_trend(pg, &c);
}

static void a_trend_goes_from_the_first_month_to_the_last(void **st)
{
	struct chart_share v[] = { share("Janvier", 4961, 8637), share("Février", 1, 2), share("Mars", 3, 4), share("Avril", 3, 4),
		share("Novembre", 9337, 10000) };

	(void)st;
	trend(LANG_FR, v, 5);
	HAS("<title id=\"t\">Part &lt;en ligne&gt;</title>");
	HAS("aria-labelledby=\"t\"");
	HAS("<circle cx=\"7.0%\" cy=\"111\" r=\"4\"/>");
	HAS("<circle cx=\"97.0%\" cy=\"39\" r=\"6\"/>");
	HAS("57,44");
	HAS("93,37");
	assert_int_equal(count_of("<circle"), 5);
	assert_int_equal(count_of("class=\"l\""), 4);
}

static void in_arabic_time_runs_from_the_right(void **st)
{
	struct chart_share v[] = { share("1", 1, 2), share("2", 1, 2), share("3", 1, 1) };

	(void)st;
	trend(LANG_AR, v, 3);
	HAS("<circle cx=\"93.0%\" cy=\"125\" r=\"4\"/>");
	HAS("<circle cx=\"48.0%\" cy=\"125\" r=\"4\"/>");
	HAS("<circle cx=\"3.0%\" cy=\"25\" r=\"6\"/>");
	HAS("<text x=\"100.0%\" y=\"230\">0</text>");
}

static void a_gap_stays_a_gap(void **st)
{
	struct chart_share v[] = { share("1", 1, 2), share("2", 7, 0), share("3", 1, 1), share("4", 1, 1) };
	struct chart_share none[] = { share("1", 0, 0), share("2", 0, 0) };

	(void)st;
	trend(LANG_EN, v, 4);
	assert_int_equal(count_of("<circle"), 3);
	assert_int_equal(count_of("class=\"l\""), 1);
	trend(LANG_EN, none, 2);
	assert_int_equal(count_of("<circle"), 0);
	trend(LANG_EN, none, 1);
	trend(LANG_EN, none, 0);
}

/* Words stand within the picture, whatever the shares. */
static void no_word_of_a_trend_lies_outside(void **st)
{
	struct page *pg = fresh(LANG_FR);

	(void)st;
	for (int64_t x = 0; x <= 100; x += 5) {
		for (int64_t y = 0; y <= 100; y += 5) {
			struct chart_share v[] = { share("a", x, 100), share("b", y, 100), share("c", x, 100), share("d", x, 100), share("e", y, 100) };
			struct chart_shares s = { v, 5 };
			struct chart_trend c = chart_trend(pg->a, LANG_FR, "t", S(""), &s);

			for (size_t i = 0; i < c.words.n; i++)
				assert_in_range(c.words.v[i].y, 18, 260);
		}
	}
}

static void a_funnel_shows_what_is_left(void **st)
{
	const struct chart_step v[] = { { S("Pris"), 1200, true }, { S("Gardés"), 900, true }, { S("Notés"), 0, false }, { S("Venus"), 3, true } };
	struct page *pg = fresh(LANG_FR);
	struct chart_funnel c = chart_funnel(pg->a, LANG_FR, "f", S("Mois"), v, 4);

	(void)st;
	t_chart_funnel(pg, &c);
	HAS("x=\"0.0%\" y=\"30\" width=\"100.0%\"");
	HAS("x=\"12.5%\" y=\"92\" width=\"75.0%\"");
	HAS("75,00");
	HAS("Notés <tspan class=\"big\">masqué</tspan>");
	assert_int_equal(count_of("<rect"), 3);
}

static void of_a_hidden_whole_there_are_no_parts(void **st)
{
	const struct chart_step v[] = { { S("Pris"), 0, false }, { S("Gardés"), 900, true } };
	const struct chart_step zero[] = { { S("Pris"), 0, true }, { S("Gardés"), 0, true } };
	struct page *pg = fresh(LANG_FR);
	struct chart_funnel c = chart_funnel(pg->a, LANG_FR, "f", S("Mois"), v, 2);

	(void)st;
	t_chart_funnel(pg, &c);
	HAS("900");
	assert_int_equal(count_of("<rect"), 0);
	c = chart_funnel(pg->a, LANG_FR, "f", S("Mois"), zero, 2);
	assert_int_equal(c.bars.v[1].share.n, 0);
}

static void a_week_has_its_days_and_hours(void **st)
{
	const struct chart_hour v[] = { { 1, 9, 4, S("83") }, { 2, 9, 0, S("0+") }, { 5, 11, 2, S("40") } };
	struct page *pg = fresh(LANG_FR);
	struct chart_week c = chart_week(pg->a, LANG_FR, "w", S("Semaine"), v, 3);

	(void)st;
	t_chart_week(pg, &c);
	assert_int_equal(c.first_day, 1);
	assert_int_equal(c.last_day, 5);
	assert_int_equal(c.first_hour, 9);
	assert_int_equal(c.last_hour, 11);
	HAS(">lun</text>");
	HAS(">10</text>");
	HAS("<rect class=\"tint h4\" x=\"12.0%\" y=\"26\" width=\"17.6%\" height=\"28\"/>");
	HAS("<text class=\"on4\" x=\"20.8%\" y=\"45\"");
	assert_int_equal(count_of("<rect"), 3);
	pg = fresh(LANG_AR);
	c = chart_week(pg->a, LANG_AR, "w", S("أسبوع"), v, 3);
	t_chart_week(pg, &c);
	HAS("<rect class=\"tint h4\" x=\"70.4%\" y=\"26\" width=\"17.6%\"");	/* Monday, from the right */
	c = chart_week(pg->a, LANG_AR, "w", S("أسبوع"), v, 0);
	assert_int_equal(c.cells.n, 0);
}

static void a_scale_ends_at_a_round_number(void **st)
{
	static const struct { int64_t most; int32_t end; } cases[] = { { 0, 10 }, { 10, 10 }, { 11, 20 }, { 50, 50 }, { 51, 60 }, { 61, 80 },
		{ 200, 200 }, { 201, 250 }, { 400, 400 } };
	struct page *pg = fresh(LANG_FR);

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(chart_scale(cases[i].most), cases[i].end);
	assert_true(str_eq(chart_at(pg->a, 0, 50), S("3.0%")));
	assert_true(str_eq(chart_at(pg->a, 50, 50), S("50.0%")));
	assert_true(str_eq(chart_at(pg->a, 100, 50), S("97.0%")));
	assert_true(str_eq(chart_at(pg->a, 900, 50), S("97.0%")));
	assert_int_equal(chart_at(pg->a, -1, 50).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_trend_goes_from_the_first_month_to_the_last),
		cmocka_unit_test(in_arabic_time_runs_from_the_right),
		cmocka_unit_test(a_gap_stays_a_gap),
		cmocka_unit_test(no_word_of_a_trend_lies_outside),
		cmocka_unit_test(a_funnel_shows_what_is_left),
		cmocka_unit_test(of_a_hidden_whole_there_are_no_parts),
		cmocka_unit_test(a_week_has_its_days_and_hours),
		cmocka_unit_test(a_scale_ends_at_a_round_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
