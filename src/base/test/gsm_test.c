/* What a text costs as SMS, against the tables and limits of 3GPP TS 23.038 and 23.040. */
#include "base/gsm.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* n times `unit`, then `tail`. */
static struct str of(struct arena *a, const char *unit, int n, const char *tail)
{
	struct str s = STR_NONE;

	for (int i = 0; i < n; i++)
		s = arena_cat(a, s, str_of(unit));
	return arena_cat(a, s, str_of(tail));
}

static void a_text_is_counted_in_units_and_segments(void **st)
{
	static const struct { const char *unit; int n; const char *tail; bool ucs2; int32_t units, segments; } cases[] = {
		{ "", 0, "", false, 0, 0 }, { "a", 1, "", false, 1, 1 }, { "a", 160, "", false, 160, 1 },
		{ "a", 161, "", false, 161, 2 }, { "a", 306, "", false, 306, 2 }, { "a", 307, "", false, 307, 3 },
		{ "é", 160, "", false, 160, 1 }, { "è", 161, "", false, 161, 2 }, { "\n", 160, "", false, 160, 1 },
		{ "€", 80, "", false, 160, 1 }, { "€", 80, "a", false, 161, 2 },
		/* an escaped letter is not parted: 152 + 2 leaves one septet of the first part free */
		{ "a", 152, "€aaaaaaaa", false, 162, 2 }, { "€", 153, "", false, 306, 3 },
		{ "a", 159, "ê", true, 160, 3 }, { "a", 69, "ç", true, 70, 1 }, { "ç", 1, "", true, 1, 1 },
		{ "م", 70, "", true, 70, 1 }, { "م", 71, "", true, 71, 2 }, { "م", 134, "", true, 134, 2 },
		{ "م", 135, "", true, 135, 3 }, { "م", 201, "", true, 201, 3 }, { "م", 202, "", true, 202, 4 },
		{ "\U0001F600", 35, "", true, 70, 1 }, { "\U0001F600", 36, "", true, 72, 2 },
		/* and two UTF-16 units of one sign stay together: 33 signs fill 66 of 67 units */
		{ "\U0001F600", 67, "", true, 134, 3 },
		{ "\xff", 1, "", true, 1, 1 }, { "`", 1, "", true, 1, 1 },
	};
	struct arena *a = arena_new(1 << 20);

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct gsm_size z = gsm_size(of(a, cases[i].unit, cases[i].n, cases[i].tail));

		if (z.ucs2 != cases[i].ucs2 || z.units != cases[i].units || z.segments != cases[i].segments)
			fail_msg("case %zu: %d %d in %d", i, z.ucs2, z.units, z.segments);
	}
	arena_free(a);
}

/* The table of the standard, row by row (its last column is the extension table). */
static void the_alphabet_is_the_one_of_the_standard(void **st)
{
	struct str one = S("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
	struct str two = S("\f^{}\\[~]|€");
	int n = 0, extended = 0;

	(void)st;
	for (int32_t c; (c = utf8_next(&one)) >= 0; n++)
		assert_int_equal(gsm_septets(c), 1);
	for (int32_t c; (c = utf8_next(&two)) >= 0; extended++)
		assert_int_equal(gsm_septets(c), 2);
	assert_int_equal(n, 127);	/* 128 places, one of them the escape */
	assert_int_equal(extended, 10);
	for (int32_t c = 0; c < 0x3000; c++)
		n -= gsm_septets(c) == 1;
	assert_int_equal(n, 0);
}

static void letters_that_cost_more_are_made_plain(void **st)
{
	static const struct { const char *from, *to; } cases[] = {
		{ "Hôpital de Fès", "Hopital de Fès" }, { "l’œil – « reçu »…", "l'oeil - \" recu \"..." },
		{ "09\u202Fh\u00A030", "09 h 30" }, { "\u2068Réf\u2069", "Réf" }, { "", "" },
		{ "موعد\u00A0يوم\u200F", "موعد يوم" }, { "موعد ê", "موعد ê" }, { "\xff", "\uFFFD" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str got = gsm_plain(a, str_of(cases[i].from));

		if (!str_eq(got, str_of(cases[i].to)))
			fail_msg("%s: %.*s", cases[i].from, STR_ARG(got));
	}
	for (int32_t c = 1; c < 0x180; c++) {	/* all of Latin that the tables name is short afterwards */
		char p[4];
		struct str s = { p, utf8_put((uint32_t)c, p) };
		struct gsm_size z = gsm_size(gsm_plain(a, s));

		if (c >= 0xC0 && c < 0x100 && c != 0xD0 && c != 0xD7 && c != 0xDE && c != 0xF0 && c != 0xF7 && c != 0xFE)
			assert_false(z.ucs2);
	}
	arena_free(a);
}

static void a_name_is_cut_after_a_word_or_at_a_letter(void **st)
{
	(void)st;
	assert_true(str_eq(gsm_head(S("Hop. Ibn Al Khatib"), 18), S("Hop. Ibn Al Khatib")));
	assert_true(str_eq(gsm_head(S("Hop. Ibn Al Khatib"), 17), S("Hop. Ibn Al")));
	assert_true(str_eq(gsm_head(S("A Bbbbbbbbbbbbbbbbb"), 10), S("A Bbbbbbbb")));
	assert_true(str_eq(gsm_head(S("€€€€"), 5), S("€€")));
	assert_true(str_eq(gsm_head(S("مستشفى ابن سينا"), 12), S("مستشفى ابن")));
	assert_true(str_eq(gsm_head(S(""), 5), S("")));
	assert_true(str_eq(gsm_head(S("abc"), 0), S("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_counted_in_units_and_segments),
		cmocka_unit_test(the_alphabet_is_the_one_of_the_standard),
		cmocka_unit_test(letters_that_cost_more_are_made_plain),
		cmocka_unit_test(a_name_is_cut_after_a_word_or_at_a_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
