/* How typed words are understood, and names of slots. */
#include "areas/booking/rules/match.h"
#include "areas/booking/rules/slot_text.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int score(const char *typed, const char *term)
{
	struct arena *a = arena_new(1 << 20);
	int s;

	assert_non_null(a);
	s = match_score(utf8_fold(a, str_of(typed)), utf8_fold(a, str_of(term)));
	arena_free(a);
	return s;
}

static void the_same_word_is_certain_whatever_accents_and_case(void **state)
{
	(void)state;
	assert_int_equal(score("cardiologie", "Cardiologie"), 100);
	assert_int_equal(score("CŒUR", "coeur"), 100);
	assert_int_equal(score("Pediatrie", "pédiatrie"), 100);
	assert_int_equal(score("القلب", "قلب"), 100);
}

static void a_beginning_is_nearly_as_good(void **state)
{
	(void)state;
	assert_true(score("dermato", "Dermatologie") >= MATCH_SURE);
	assert_true(score("ophtalmologue", "Ophtalmologie") >= MATCH_LIKELY);
	assert_int_equal(score("de", "Dermatologie"), 0);
	assert_true(score("cardiologues", "cardio") >= MATCH_LIKELY);
	assert_true(score("boulangerie", "boul") < MATCH_LIKELY);
}

static void slips_are_forgiven_but_not_certain(void **state)
{
	(void)state;
	int one = score("dermatolgie", "Dermatologie"), two = score("cadrio", "cardio");

	assert_in_range(one, MATCH_LIKELY, MATCH_SURE);
	assert_in_range(two, MATCH_LIKELY, MATCH_SURE);
	assert_true(score("kardiologie", "Cardiologie") >= MATCH_LIKELY);
	assert_true(score("dermatolg", "dermatologie") >= MATCH_LIKELY);
}

static void small_words_say_nothing(void **state)
{
	(void)state;
	assert_int_equal(score("mal au coeur", "coeur"), 100);
	assert_int_equal(score("docteur pour les yeux", "yeux"), 100);
	assert_int_equal(score("طبيب العيون", "عيون"), 100);
}

static void other_words_do_not_fit(void **state)
{
	(void)state;
	assert_int_equal(score("cardiologie", "urologie"), 0);
	assert_int_equal(score("xyz", "peau"), 0);
	assert_true(score("boulangerie", "neurologie") < MATCH_LIKELY);
	assert_int_equal(score("", "peau"), 0);
}

static void of_two_terms_the_shorter_is_meant(void **state)
{
	(void)state;
	assert_true(score("chirurgie", "Chirurgie") > score("chirurgie", "Chirurgie cardio-vasculaire"));
}

static void distance_counts_slips(void **state)
{
	(void)state;
	assert_int_equal(match_distance(S("coeur"), S("coeur"), 2), 0);
	assert_int_equal(match_distance(S("coeur"), S("ceour"), 2), 1);
	assert_int_equal(match_distance(S("coeur"), S("couer"), 2), 1);
	assert_int_equal(match_distance(S("coeur"), S("peau"), 2), 3);
	assert_int_equal(match_distance(S("عيون"), S("عين"), 2), 1);
}

static void a_slot_name_comes_back(void **state)
{
	struct slot_name n = { 12, 9223372036854775807, day_of(2026, 2, 28), 9 * 60 + 5 }, back;
	char text[SLOT_TEXT_MAX];

	(void)state;
	slot_text_print(n, text);
	assert_string_equal(text, "12.9223372036854775807.20260228T0905");
	assert_int_equal(slot_text_parse(str_of(text), &back), OK);
	assert_int_equal(back.schedule, 12);
	assert_int_equal(back.service, INT64_MAX);
	assert_int_equal(back.day.n, n.day.n);
	assert_int_equal(back.min, n.min);
}

static void a_forged_slot_name_is_refused(void **state)
{
	static const char *const bad[] = { "", ".", "1.2", "1.2.20260230T0900", "1.2.20261301T0900", "1.2.20260228T2400",
		"1.2.20260228T0960", "0.2.20260228T0900", "1.2.20260228T0900.", "-1.2.20260228T0900", "1.2.20260228 0900",
		"1.2.2026022aT0900", "99999999999999999999.2.20260228T0900" };
	struct slot_name n;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(slot_text_parse(str_of(bad[i]), &n), E_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_word_is_certain_whatever_accents_and_case),
		cmocka_unit_test(a_beginning_is_nearly_as_good),
		cmocka_unit_test(slips_are_forgiven_but_not_certain),
		cmocka_unit_test(small_words_say_nothing),
		cmocka_unit_test(other_words_do_not_fit),
		cmocka_unit_test(of_two_terms_the_shorter_is_meant),
		cmocka_unit_test(distance_counts_slips),
		cmocka_unit_test(a_slot_name_comes_back),
		cmocka_unit_test(a_forged_slot_name_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
