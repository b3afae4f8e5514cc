/* References and QR codes. */
#include "codes/codes.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

static bool accepted(const char r[REFERENCE_LEN])
{
	char out[REFERENCE_LEN];

	return reference_parse((struct str){ r, REFERENCE_LEN }, out) == OK;
}

static void a_made_reference_is_of_the_alphabet_and_reads_back(void **st)
{
	(void)st;
	for (int i = 0; i < 2000; i++) {
		char r[REFERENCE_LEN];

		reference_make(r);
		for (int k = 0; k < REFERENCE_LEN; k++)
			assert_non_null(strchr(letters, r[k]));
		assert_true(accepted(r));
	}
}

static void every_single_wrong_character_is_found(void **st)
{
	(void)st;
	for (int i = 0; i < 300; i++) {
		char r[REFERENCE_LEN];

		reference_make(r);
		for (int k = 0; k < REFERENCE_LEN; k++) {
			char was = r[k];

			for (int l = 0; l < 32; l++) {
				r[k] = letters[l];
				assert_int_equal(accepted(r), letters[l] == was);
			}
			r[k] = was;
		}
	}
}

static void every_swap_of_two_characters_is_found(void **st)
{
	(void)st;
	for (int i = 0; i < 2000; i++) {
		char r[REFERENCE_LEN];

		reference_make(r);
		for (int k = 0; k < REFERENCE_LEN; k++) {
			for (int l = k + 1; l < REFERENCE_LEN; l++) {
				char s[REFERENCE_LEN];

				memcpy(s, r, sizeof(s));
				s[k] = r[l];
				s[l] = r[k];
				assert_int_equal(accepted(s), r[k] == r[l]);
			}
		}
	}
}

static void typing_habits_are_forgiven_and_mistakes_are_not(void **st)
{
	char r[REFERENCE_LEN] = "ABCD2345EF", out[REFERENCE_LEN], typed[80];
	struct arena *a = arena_new(1 << 16);
	struct str g;

	(void)st;
	r[10] = reference_check(r);
	g = reference_group(a, (struct str){ r, REFERENCE_LEN });
	assert_int_equal(g.n, REFERENCE_PRINTED);
	assert_memory_equal(g.p, "ABCD-2345-EF", 12);
	snprintf(typed, sizeof(typed), " abcd 2345.ef%c ", r[10]);
	assert_int_equal(reference_parse(str_of(typed), out), OK);
	assert_memory_equal(out, r, REFERENCE_LEN);
	snprintf(typed, sizeof(typed), "abcd \xE2\x80\x93 ٢٣٤٥ ef%c", r[10]);
	assert_int_equal(reference_parse(str_of(typed), out), OK);
	snprintf(typed, sizeof(typed), "ABCD2345EF");
	assert_int_equal(reference_parse(str_of(typed), out), E_INPUT);
	snprintf(typed, sizeof(typed), "ABCD2345EF%c%c", r[10], r[10]);
	assert_int_equal(reference_parse(str_of(typed), out), E_INPUT);
	assert_int_equal(reference_parse(S("ABCD234OEFX"), out), E_INPUT);
	assert_int_equal(reference_parse(S("ABCD\0" "345EFX"), out), E_INPUT);
	assert_int_equal(reference_parse(S(""), out), E_INPUT);
	assert_int_equal(reference_parse(S("\xff\xfe"), out), E_INPUT);
	arena_free(a);
}

static void a_qr_code_has_its_finder_patterns_and_a_path(void **st)
{
	struct arena *a = arena_new(1 << 22);
	struct qr q;
	int side = 0;
	struct str path;

	(void)st;
	assert_int_equal(qr_make(a, S("https://rdv.example.ma/a/0123456789abcdefghijkl"), &q), OK);
	assert_true(q.size >= 21 && (q.size - 17) % 4 == 0);
	for (int i = 0; i < 7; i++) {
		assert_true(q.dark[i] && q.dark[q.size - 1 - i] && q.dark[i * q.size]);
		assert_true(q.dark[(q.size - 1) * q.size + i]);
	}
	assert_false(q.dark[7]);
	path = qr_svg_path(a, &q, &side);
	assert_int_equal(side, q.size + 8);
	assert_true(str_starts(path, S("M4 4h7v1h-7z")));
	arena_free(a);
}

static void a_text_too_long_for_a_code_is_refused(void **st)
{
	struct arena *a = arena_new(1 << 22);
	char big[1001];
	struct qr q = { .size = 7 };

	(void)st;
	memset(big, 'a', sizeof(big));
	assert_int_equal(qr_make(a, (struct str){ big, sizeof(big) }, &q), E_LIMIT);
	assert_int_equal(qr_make(a, S(""), &q), E_INPUT);
	assert_int_equal(q.size, 7);
	assert_int_equal(qr_make(a, (struct str){ big, 1000 }, &q), OK);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_made_reference_is_of_the_alphabet_and_reads_back),
		cmocka_unit_test(every_single_wrong_character_is_found),
		cmocka_unit_test(every_swap_of_two_characters_is_found),
		cmocka_unit_test(typing_habits_are_forgiven_and_mistakes_are_not),
		cmocka_unit_test(a_qr_code_has_its_finder_patterns_and_a_path),
		cmocka_unit_test(a_text_too_long_for_a_code_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
