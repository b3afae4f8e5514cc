/* Rules of hours in words: none is shown in its own letters, and no two that differ are said alike. */
#include "areas/schedules/pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct str said(struct arena *a, enum lang l, const char *rule, struct day first)
{
	return PAGE_TEXT(a, l, put_str(pg, rule_words(pg, str_of(rule), first)));
}

static void a_rule_is_said_as_people_say_it(void **state)
{
	static const struct { const char *rule, *words; } rows[] = {
		{ "FREQ=DAILY", "Every day" },
		{ "FREQ=WEEKLY;BYDAY=MO,WE", "Every week: Monday, Wednesday" },
		{ "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "Every 2 weeks: Tuesday, weeks beginning on Sunday" },
		{ "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270302", "Every week: Monday, until 2 March 2027" },
		{ "FREQ=WEEKLY;BYDAY=MO;BYMONTH=6,7", "Every week: Monday, only in these months: June, July" },
		{ "FREQ=MONTHLY;BYDAY=2TU", "second Tuesday of the month" },
		{ "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3", "Day 15 of each month, 3 times" },
		{ "FREQ=MONTHLY;BYMONTHDAY=-1", "Last day of each month" },
		{ "FREQ=MONTHLY;BYMONTHDAY=1,15", "Every month: day 1 of the month, day 15 of the month" },
		{ "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,-2FR",
			"Every 2 months: first Monday of the month, second to last Friday of the month" },
		{ "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
			"Every month: each Monday of the month, each Tuesday of the month, of these days only number 1 from the end of the month" },
		{ "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
			"Every month: day 13 of the month, only when it is: each Friday of the month" },
		{ "FREQ=YEARLY", "Every year: 3 November" },
		{ "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO", "Every year: first Monday of the month, only in these months: March" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str words = said(a, LANG_EN, rows[i].rule, day_of(2026, 11, 3));

		for (size_t k = 0; k + 1 < words.n; k++)	/* no-break spaces are of no interest here */
			if (!memcmp(words.p + k, "\u00a0", 2))
				words = arena_fmt(a, "%.*s %.*s", (int)k, words.p, (int)(words.n - k - 2), words.p + k + 2);
		if (!str_eq(words, str_of(rows[i].words)))
			fail_msg("%s: %.*s", rows[i].rule, STR_ARG(words));
	}
	arena_free(a);
}

static uint64_t dice(uint64_t *seed, uint64_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % n;
}

static struct str random_rule(struct arena *a, uint64_t *s)
{
	static const char *const freqs[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
	static const char *const days[] = { "MO", "TU,TH", "FR", "MO,TU,WE", "1MO", "-1FR,2TU", "-2WE", "5TH,SU" };
	static const char *const dates[] = { "1", "15", "-1", "1,15,28", "-2", "-1,13" };
	static const char *const months[] = { "1", "3,4,5", "12" };
	struct str r = arena_fmt(a, "FREQ=%s", freqs[dice(s, 4)]);

	if (!dice(s, 2))
		r = arena_fmt(a, "%.*s;INTERVAL=%d", STR_ARG(r), (int)dice(s, 4) + 1);
	if (!dice(s, 2))
		r = arena_fmt(a, "%.*s;BYDAY=%s", STR_ARG(r), days[dice(s, 8)]);
	if (!dice(s, 3))
		r = arena_fmt(a, "%.*s;BYMONTHDAY=%s", STR_ARG(r), dates[dice(s, 6)]);
	if (!dice(s, 4))
		r = arena_fmt(a, "%.*s;BYMONTH=%s", STR_ARG(r), months[dice(s, 3)]);
	if (!dice(s, 5))
		r = arena_fmt(a, "%.*s;BYSETPOS=%d", STR_ARG(r), dice(s, 2) ? (int)dice(s, 3) + 1 : -(int)dice(s, 3) - 1);
	if (!dice(s, 5))
		r = arena_fmt(a, "%.*s;WKST=SU", STR_ARG(r));
	if (!dice(s, 4))
		r = arena_fmt(a, "%.*s;COUNT=%d", STR_ARG(r), (int)dice(s, 12) + 1);
	else if (!dice(s, 3))
		r = arena_fmt(a, "%.*s;UNTIL=2027%02d01%s", STR_ARG(r), (int)dice(s, 12) + 1, dice(s, 2) ? "" : "T090000Z");
	return r;
}

struct one { struct str rule, words; };

static int by_words(const void *x, const void *y)
{
	return str_cmp(((const struct one *)x)->words, ((const struct one *)y)->words);
}

/* Two years of it. */
static bool same_days(struct str x, struct str y, struct day first)
{
	struct day last = { first.n + 730 }, dx, dy;
	struct recur_walk wx, wy;
	struct recur rx, ry;
	bool more, other;

	assert_int_equal(recur_parse(x, &rx), OK);
	assert_int_equal(recur_parse(y, &ry), OK);
	wx = recur_from(&rx, first, 540, first);
	wy = recur_from(&ry, first, 540, first);
	do {
		more = recur_next(&wx, last, &dx);
		other = recur_next(&wy, last, &dy);
		if (more != other || (more && dx.n != dy.n))
			return false;
	} while (more);
	return true;
}

static void no_rule_that_is_read_is_shown_in_its_letters_and_what_is_said_alike_is_alike(void **state)
{
	static struct one all[6000];
	struct arena *a = arena_new(64 << 20);
	uint64_t seed = 7;
	struct recur r;

	(void)state;
	for (int l = 0; l < LANG_MAX; l++) {
		size_t n = 0;

		for (int i = 0; i < 6000; i++) {
			struct str rule = random_rule(a, &seed);

			if (recur_parse(rule, &r) != OK)
				continue;
			all[n] = (struct one){ rule, said(a, (enum lang)l, arena_cstr(a, rule), day_of(2026, 11, 3)) };
			if (!all[n].words.n || memchr(all[n].words.p, '=', all[n].words.n) ||
					memchr(all[n].words.p, ';', all[n].words.n) || memchr(all[n].words.p, '%', all[n].words.n))
				fail_msg("%.*s: %.*s", STR_ARG(rule), STR_ARG(all[n].words));
			n++;
		}
		assert_true(n > 2000);
		qsort(all, n, sizeof(all[0]), by_words);
		for (size_t i = 1; i < n; i++)
			if (str_eq(all[i].words, all[i - 1].words) && !same_days(all[i].rule, all[i - 1].rule, day_of(2026, 11, 3)))
				fail_msg("%.*s and %.*s: %.*s", STR_ARG(all[i].rule), STR_ARG(all[i - 1].rule), STR_ARG(all[i].words));
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_is_said_as_people_say_it),
		cmocka_unit_test(no_rule_that_is_read_is_shown_in_its_letters_and_what_is_said_alike_is_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
