/* Pages: escaping by type, three languages' dates and numbers, translations, shared parts. */
#include "page_t.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define NB "\u00a0"
#define NNB "\u202f"

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
static void wrote(const char *want)
{
	struct str s = buf_str(&out);

	if (!str_eq(s, str_of(want)))
		fail_msg("wrote: %.*s\n wanted: %s", STR_ARG(s), want);
}
static void has(const char *want)
{
	if (str_find(buf_str(&out), str_of(want)) < 0)
		fail_msg("no \"%s\" in: %.*s", want, STR_ARG(buf_str(&out)));
}
static void has_not(const char *word)
{
	if (str_find(buf_str(&out), str_of(word)) >= 0)
		fail_msg("\"%s\" in: %.*s", word, STR_ARG(buf_str(&out)));
}
#define SAYS(x, y) do { struct str s_ = (x); if (!str_eq(s_, str_of(y))) \
	fail_msg("%.*s, not %s", STR_ARG(s_), (y)); } while (0)

static void text_is_escaped(void **st)
{
	struct page *pg = fresh(LANG_FR);

	(void)st;
	put(pg, S("<script>\"x\" & 'y'</script>"));
	wrote("&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;");
}

static void a_name_stands_in_its_own_direction(void **st)
{
	struct page *pg = fresh(LANG_FR);
	struct name n = { S("<b>محمد") };

	(void)st;
	put(pg, n);
	wrote("<bdi>&lt;b&gt;محمد</bdi>");
	pg = fresh(LANG_FR);
	put_attr(pg, n);
	wrote("&lt;b&gt;محمد");
	pg = fresh(LANG_FR);
	pg->plain = true;
	put(pg, n);
	wrote("<b>محمد");
}

static void references_and_phones_run_left_to_right(void **st)
{
	struct page *pg = fresh(LANG_AR);

	(void)st;
	put(pg, (struct code_text){ S("K7M 4RX 9TH") });
	put(pg, (struct phone){ S("+212612345678") });
	wrote("<bdi dir=\"ltr\">K7M 4RX 9TH</bdi><bdi dir=\"ltr\">06 12 34 56 78</bdi>");
}

static void phones_are_grouped_as_people_say_them(void **st)
{
	struct arena *a = fresh(LANG_FR)->a;

	(void)st;
	SAYS(text_phone(a, S("+212612345678")), "06 12 34 56 78");
	SAYS(text_phone(a, S("+212800001234")), "0800 00 12 34");
	SAYS(text_phone(a, S("+33612345678")), "+33 6 12 34 56 78");
	SAYS(text_phone(a, S("141")), "141");
	SAYS(text_phone(a, S("+4930123456")), "+4930123456");
}

static void a_value_in_an_address_is_percent_encoded(void **st)
{
	struct page *pg = fresh(LANG_FR);

	(void)st;
	put_part(pg, S("//évil?a=b&c\"<"));
	wrote("%2F%2F%C3%A9vil%3Fa%3Db%26c%22%3C");
	SAYS(url_add(pg->a, U("/s"), "q", S("cœur & co")).s, "/s?q=c%C5%93ur%20%26%20co");
	SAYS(url_add(pg->a, U("/s?a=1"), "q", S("x")).s, "/s?a=1&q=x");
	SAYS(url_add(pg->a, U("/s"), "q", S("")).s, "/s");
}

static void days_are_written_as_each_language_does(void **st)
{
	struct arena *a = fresh(LANG_FR)->a;
	struct day d = day_of(2026, 10, 15);

	(void)st;
	SAYS(text_long_day(a, LANG_FR, d), "jeudi 15" NB "octobre 2026");
	SAYS(text_long_day(a, LANG_AR, d), "الخميس 15" NB "أكتوبر 2026");
	SAYS(text_long_day(a, LANG_EN, d), "Thursday 15" NB "October 2026");
	SAYS(text_mid_day(a, LANG_FR, day_of(2026, 10, 1)), "jeudi 1er" NB "octobre");
	SAYS(text_long_day(a, LANG_AR, day_of(2026, 8, 3)), "الاثنين 3" NB "غشت 2026");
	SAYS(text_month(a, LANG_AR, 2013, 12), "دجنبر 2013");
	SAYS(text_month(a, LANG_FR, 2013, 1), "janvier 2013");
}

static void hours_are_said_as_each_language_does(void **st)
{
	struct arena *a = fresh(LANG_FR)->a;
	struct local l = { day_of(2026, 10, 15), 580 };

	(void)st;
	SAYS(text_said(a, LANG_FR, 580), "9" NB "h" NB "40");
	SAYS(text_said(a, LANG_FR, 840), "14" NB "h");
	SAYS(text_said(a, LANG_FR, 545), "9" NB "h" NB "05");
	SAYS(text_said(a, LANG_AR, 580), "9:40");
	SAYS(text_said(a, LANG_EN, 0), "12:00" NB "am");
	SAYS(text_said(a, LANG_EN, 750), "12:30" NB "pm");
	SAYS(text_said(a, LANG_EN, 815), "1:35" NB "pm");
	SAYS(text_when(a, LANG_FR, l), "jeudi 15" NB "octobre 2026 à 9" NB "h" NB "40");
	SAYS(text_when(a, LANG_AR, l), "الخميس 15" NB "أكتوبر 2026 على الساعة" NB "9:40");
}

static void a_line_begins_with_a_capital(void **st)
{
	struct page *pg = fresh(LANG_FR);

	(void)st;
	put(pg, (struct title_day){ day_of(2026, 10, 12) });
	wrote("Lundi 12" NB "octobre 2026");
}

static void clocks_and_machine_days_have_fixed_width(void **st)
{
	struct page *pg = fresh(LANG_AR);

	(void)st;
	put(pg, (struct clock_min){ 545 });
	put(pg, S(" "));
	put(pg, day_of(2026, 3, 5));
	put(pg, (struct short_day){ day_of(2026, 3, 5) });
	wrote("09:05 2026-03-0505/03/2026");
}

static void shares_are_rounded_half_up_to_two_decimals(void **st)
{
	struct page *pg = fresh(LANG_FR);

	(void)st;
	put(pg, (struct percent){ 4961, 8637 });
	wrote("57,44" NB "%");
	pg = fresh(LANG_EN);
	put(pg, (struct percent){ 4961, 8637 });
	put(pg, (struct percent){ 1, 800 });	/* 0.125 */
	put(pg, (struct percent){ 0, 0 });
	wrote("57.44%0.13%–");
}

static void thousands_are_grouped(void **st)
{
	static const struct { int64_t n; const char *fr, *en; } cases[] = {
		{ 0, "0", "0" }, { 999, "999", "999" }, { 4961, "4" NNB "961", "4,961" },
		{ -12345, "-12" NNB "345", "-12,345" }, { 1234567, "1" NNB "234" NNB "567", "1,234,567" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put(fresh(LANG_FR), (struct number){ cases[i].n });
		wrote(cases[i].fr);
		put(fresh(LANG_EN), (struct number){ cases[i].n });
		wrote(cases[i].en);
	}
}

static void an_instant_is_shown_in_the_page_s_zone(void **st)
{
	struct page *pg = fresh(LANG_FR);
	struct instant t;

	(void)st;
	assert_int_equal(instant_parse(S("2026-10-12T09:09:00Z"), &t), OK);
	assert_int_equal(zone_get(S("Europe/Paris"), &pg->zone), OK);
	put(pg, t);
	wrote("12" NB "octobre 2026 à 11" NB "h" NB "09");
}

static void messages_are_translated_and_unknown_ones_counted(void **st)
{
	struct page *pg = fresh(LANG_FR);
	uint64_t before = tr_missing();

	(void)st;
	SAYS(tr(pg, "Year"), "Année");
	SAYS(tr(fresh(LANG_AR), "Year"), "السنة");
	SAYS(tr(fresh(LANG_EN), "Year"), "Year");
	assert_int_equal(tr_missing(), before);
	SAYS(tr(fresh(LANG_FR), "No such message at all"), "No such message at all");
	assert_int_equal(tr_missing(), before + 1);
}

static void arabic_has_six_plural_forms(void **st)
{
	static const struct { int n; const char *want; } cases[] = {
		{ 1, "هناك جواب واحد" }, { 2, "هناك جوابان" }, { 3, "هناك 3 أجوبة" }, { 10, "هناك 10 أجوبة" },
		{ 11, "هناك 11 جوابا" }, { 21, "هناك 21 جوابا" }, { 100, "هناك 100 جواب " }, { 103, "هناك 103 أجوبة" },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str s = tr_n(fresh(LANG_AR), cases[i].n, "There is %d answer to correct", "There are %d answers to correct");

		if (!str_starts(s, str_of(cases[i].want)))
			fail_msg("%d: %.*s", cases[i].n, STR_ARG(s));
	}
	SAYS(tr_n(fresh(LANG_FR), 0, "There is %d answer to correct", "There are %d answers to correct"),
		"Il y a 0 réponse à corriger");
}

static void places_are_filled_and_not_filled_again(void **st)
{
	struct page *pg = fresh(LANG_EN);

	(void)st;
	SAYS(FILL(pg, S("%2 after %1, 50 % of %3"), S("%2"), S("b")), "b after %2, 50 % of ");
	for (struct filling f = fill_begin(pg, S("a < %1 %d"), 1234);;) {
		int k = fill_next(&f);

		if (!k)
			break;
		assert_int_equal(k, 1);
		put(pg, (struct name){ S("<N>") });
	}
	wrote("a &lt; <bdi>&lt;N&gt;</bdi> 1,234");
}

static struct str sent(const void *arg, const char *name)
{
	(void)arg;
	return !strcmp(name, "phone") ? S("06 12\"") : !strcmp(name, "birth-d") ? S("31") :
		!strcmp(name, "sex") ? S("m") : STR_NONE;
}

static void an_input_that_came_back_shows_its_error_and_what_was_sent(void **st)
{
	struct page *pg = fresh(LANG_FR);
	struct page_error e[] = { { "phone", S("Il manque des chiffres") }, { "birth", S("Date fausse") } };
	struct frame f = { .errors = { e, 2 }, .value = sent, .sent = true };

	(void)st;
	pg->frame = &f;
	t_input(pg, &(struct input){ .name = "phone", .label = S("Téléphone"), .hint = S("mobile"), .type = "tel", .dir = "ltr" });
	has("<div class=\"field wrong\">");
	has("<label for=\"phone\">Téléphone</label>");
	has("<p class=\"hint\" id=\"phone-h\">mobile</p>");
	has("<p class=\"err\" id=\"phone-e\"><span class=\"vh\">Erreur" NB ":</span> Il manque des chiffres</p>");
	has("aria-describedby=\"phone-h phone-e\" aria-invalid=\"true\" value=\"06 12&quot;\"");
	t_birth_date(pg, "birth", S("Date de naissance"), DAY_NONE);
	has("id=\"birth-d\" name=\"birth-d\" inputmode=\"numeric\" maxlength=\"2\" autocomplete=\"bday-day\" aria-invalid=\"true\" value=\"31\"");
	t_pick(pg, "sex", "f", S("Femme"), STR_NONE, true);
	has("value=\"f\">");
	t_pick(pg, "sex", "m", S("Homme"), STR_NONE, false);
	has("value=\"m\" checked>");
	t_errors(pg, &f);
	has("<li><a href=\"#phone\">Il manque des chiffres</a></li>");
	SAYS(page_title(pg, S("Qui")), "Erreur" NB ": Qui — Diwan");
}

static void a_secret_is_never_written_into_a_page_again(void **st)
{
	struct page *pg = fresh(LANG_FR);
	struct frame f = { .value = sent, .sent = true };

	(void)st;
	pg->frame = &f;
	t_input(pg, &(struct input){ .name = "phone", .label = S("Code"), .secret = true });
	has_not("06 12");
}

static void the_frame_names_language_direction_and_main(void **st)
{
	struct page *pg = fresh(LANG_AR);
	struct frame f = { .lang_url = { U("/?lang=fr"), U("/?lang=ar"), U("/?lang=en") }, .help_phone = S("+212800001234") };

	(void)st;
	pg->frame = &f;
	t_head(pg, S("عنوان"), "wide");
	put_icon(pg, ICON_clock, false);
	t_foot(pg);
	has("<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\">");
	has("<title>عنوان — ديوان</title>");
	has("<body class=\"wide\">");
	has("<main id=\"main\" class=\"wrap\">");
	has("lang=\"ar\" hreflang=\"ar\" aria-current=\"true\">العربية</a>");
	has("<a class=\"call\" href=\"tel:+212800001234\"><bdi dir=\"ltr\">0800 00 12 34</bdi></a>");
	has("<symbol id=\"clock\"");
	has_not("<symbol id=\"back\"");
	has_not("<script");
	has_not("missing");
}

static void the_staff_s_frame_has_navigation_and_a_way_out(void **st)
{
	struct page *pg = fresh(LANG_FR);
	struct nav_link links[] = { { .path = U("/desk"), .label = "Day", .shortcut = "F2", .badge = 12, .current = true },
		{ .path = U("/figures"), .label = "Month", .folded = true, .group = "Year" } };
	struct frame f = { .staff = true, .who = { S("N. Alaoui") }, .place = S("Ibn Al Khatib"), .nav = { links, 2, 3 } };

	(void)st;
	pg->frame = &f;
	t_head(pg, S("Journée"), "wide desk");
	has("<a href=\"/desk\" aria-current=\"page\" aria-keyshortcuts=\"F2\">Jour <span class=\"badge\">12</span> <kbd>F2</kbd></a>");
	has("<summary><span>Menu <span class=\"badge\">3</span>");
	has("<h2>Année</h2>");
	has("<a href=\"/figures\">Mois</a>");
	has("<form class=\"out\" method=\"post\" action=\"/sign-out\">");
	has("<bdi>N. Alaoui</bdi>");
	has("Ibn Al Khatib</small>");
}

static void assets_have_hashed_names_and_seeds_are_not_served(void **st)
{
	const struct asset *x = asset_find(S("diwan.css")), *seed = asset_find(S("seed/hospitals.csv"));

	(void)st;
	assert_non_null(x);
	assert_true(x->ngz > 0 && x->ngz < 8000);
	assert_ptr_equal(asset_find(str_of(x->hashed)), x);
	assert_true(str_starts(asset_url("diwan.css").s, S("/static/diwan.")));
	assert_null(asset_find(S("../diwan.css")));
	assert_non_null(seed);
	assert_null(seed->hashed);
}

static void a_message_s_text_is_plain(void **st)
{
	struct arena *a = fresh(LANG_FR)->a;
	struct str s = PAGE_TEXT(a, LANG_EN, put(pg, (struct name){ S("O'Neill & Co") }));

	(void)st;
	SAYS(s, "O'Neill & Co");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped),
		cmocka_unit_test(a_name_stands_in_its_own_direction),
		cmocka_unit_test(references_and_phones_run_left_to_right),
		cmocka_unit_test(phones_are_grouped_as_people_say_them),
		cmocka_unit_test(a_value_in_an_address_is_percent_encoded),
		cmocka_unit_test(days_are_written_as_each_language_does),
		cmocka_unit_test(hours_are_said_as_each_language_does),
		cmocka_unit_test(a_line_begins_with_a_capital),
		cmocka_unit_test(clocks_and_machine_days_have_fixed_width),
		cmocka_unit_test(shares_are_rounded_half_up_to_two_decimals),
		cmocka_unit_test(thousands_are_grouped),
		cmocka_unit_test(an_instant_is_shown_in_the_page_s_zone),
		cmocka_unit_test(messages_are_translated_and_unknown_ones_counted),
		cmocka_unit_test(arabic_has_six_plural_forms),
		cmocka_unit_test(places_are_filled_and_not_filled_again),
		cmocka_unit_test(an_input_that_came_back_shows_its_error_and_what_was_sent),
		cmocka_unit_test(a_secret_is_never_written_into_a_page_again),
		cmocka_unit_test(the_frame_names_language_direction_and_main),
		cmocka_unit_test(the_staff_s_frame_has_navigation_and_a_way_out),
		cmocka_unit_test(assets_have_hashed_names_and_seeds_are_not_served),
		cmocka_unit_test(a_message_s_text_is_plain),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	buf_free(&out);
	arena_free(page.a);
	return failed;
}
