/* What people write into tables. */
#include "areas/imports/rules/words.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static void days_of_the_week_are_known_in_three_languages(void **st)
{
	static const struct { const char *word; int day; } cases[] = {
		{ "Lundi", 1 }, { "MARDI", 2 }, { "mercredi", 3 }, { "Jeudi", 4 }, { "vendredi", 5 }, { "Samedi", 6 }, { "dimanche", 7 },
		{ "الاثنين", 1 }, { "الإثنين", 1 }, { "الثلاثاء", 2 }, { "الأربعاء", 3 }, { "الخميس", 4 }, { "الجمعة", 5 }, { "السبت", 6 },
		{ "الأحد", 7 }, { "Monday", 1 }, { "sunday", 7 }, { "lundy", 0 }, { "", 0 },
	};
	struct arena *a = arena_new(1 << 20);

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(word_weekday(utf8_fold(a, str_of(cases[i].word))), cases[i].day);
	arena_free(a);
}

static void sexes_and_yes_and_rhythms_are_known(void **st)
{
	struct arena *a = arena_new(1 << 20);

	(void)st;
	assert_string_equal(word_sex(S("f")), "female");
	assert_string_equal(word_sex(utf8_fold(a, S("أنثى"))), "female");
	assert_string_equal(word_sex(utf8_fold(a, S("ذكر"))), "male");
	assert_string_equal(word_sex(utf8_fold(a, S("Féminin"))), "female");
	assert_string_equal(word_sex(S("")), "unknown");
	assert_null(word_sex(S("x")));
	assert_int_equal(word_yes(utf8_fold(a, S("Oui"))), 1);
	assert_int_equal(word_yes(utf8_fold(a, S("نعم"))), 1);
	assert_int_equal(word_yes(utf8_fold(a, S("لا"))), 0);
	assert_int_equal(word_yes(S("peut etre")), -1);
	assert_int_equal(word_every(utf8_fold(a, S("Chaque semaine"))), 1);
	assert_int_equal(word_every(utf8_fold(a, S("كل أسبوعين"))), 2);
	assert_int_equal(word_every(utf8_fold(a, S("كل أسبوع"))), 1);
	assert_int_equal(word_every(utf8_fold(a, S("Une semaine sur quatre"))), 4);
	assert_int_equal(word_every(utf8_fold(a, S("كل ثلاثة أسابيع"))), 3);
	assert_int_equal(word_every(S("parfois")), 0);
	arena_free(a);
}

static void hours_are_read_as_people_write_them(void **st)
{
	static const struct { const char *s; int min; } cases[] = {
		{ "08:30", 510 }, { "8:30", 510 }, { "9h", 540 }, { "9h30", 570 }, { "9 h 30", 570 }, { "09H00", 540 },
		{ "08:30:00", 510 }, { "24:00", 1440 }, { "00:00", 0 }, { "24:01", -1 }, { "25:00", -1 }, { "8:60", -1 },
		{ "8", -1 }, { "830", -1 }, { "8:3", -1 }, { "8:", -1 }, { ":30", -1 }, { "", -1 }, { "huit heures", -1 }, { "8:30pm", -1 },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int32_t min = -1;
		enum err e = word_time(str_of(cases[i].s), &min);

		assert_int_equal(e, cases[i].min < 0 ? E_INPUT : OK);
		assert_int_equal(min, cases[i].min);
	}
}

static void dates_are_read_day_first_or_as_iso(void **st)
{
	static const struct { const char *s, *want; } cases[] = {
		{ "2013-01-05", "2013-01-05" }, { "05/01/2013", "2013-01-05" }, { "5.1.2013", "2013-01-05" }, { "5-1-2013", "2013-01-05" },
		{ "29/02/2024", "2024-02-29" }, { "29/02/2023", NULL }, { "31/04/2013", NULL }, { "2013-13-01", NULL }, { "5/1/13", NULL },
		{ "", NULL }, { "5/1", NULL }, { "5/1/2013x", NULL }, { "5/1/20130", NULL },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct day d = DAY_NONE;
		enum err e = word_day(str_of(cases[i].s), &d);
		char out[11] = "";

		assert_int_equal(e, cases[i].want ? OK : E_INPUT);
		if (e == OK)
			day_print(d, out);
		assert_string_equal(out, cases[i].want ? cases[i].want : "");
	}
}

static void moments_have_a_day_and_an_hour(void **st)
{
	static const struct { const char *s, *want; } cases[] = {
		{ "2013-01-05 08:30", "2013-01-05T08:30" }, { "2013-01-05T08:30", "2013-01-05T08:30" },
		{ "2013-01-05T08:30:00", "2013-01-05T08:30" }, { "05/01/2013 8:30", "2013-01-05T08:30" }, { "2013-01-05", NULL },
		{ "2013-01-05 24:00", NULL }, { "08:30", NULL }, { "", NULL }, { "2013-01-05T08:30Z", NULL },
	};

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct local l = { { 0 }, 0 };
		enum err e = word_moment(str_of(cases[i].s), &l);
		char out[17] = "";

		assert_int_equal(e, cases[i].want ? OK : E_INPUT);
		if (e == OK)
			local_print(l, out);
		assert_string_equal(out, cases[i].want ? cases[i].want : "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_of_the_week_are_known_in_three_languages),
		cmocka_unit_test(sexes_and_yes_and_rhythms_are_known),
		cmocka_unit_test(hours_are_read_as_people_write_them),
		cmocka_unit_test(dates_are_read_day_first_or_as_iso),
		cmocka_unit_test(moments_have_a_day_and_an_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
