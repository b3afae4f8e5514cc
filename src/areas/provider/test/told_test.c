/* What a provider's words mean: letters, statuses. */
#include "areas/provider/rules/told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define B(lit) ((struct str){ lit, sizeof(lit) - 1 })

static int begin(void **state)
{
	*state = arena_new(1 << 20);
	return 0;
}
static int end(void **state)
{
	arena_free(*state);
	return 0;
}

static void texts_come_in_every_set_of_letters_that_kannel_and_phones_use(void **state)
{
	static const struct { struct str type, body, text; } cases[] = {
		{ S("text/plain; charset=UTF-8"), S("نعم 1 é"), S("نعم 1 é") },
		{ S("text/plain"), S("é"), S("é") }, { S(""), S("2"), S("2") },
		{ S("text/plain; charset=\"UTF-16BE\""), B("\x06\x46\x06\x39\x06\x45\0 \x06\x61"), S("نعم ١") },
		{ S("text/plain;charset=utf-16be;format=flowed"), B("\0a"), S("a") },
		{ S("text/plain; charset=UTF-16"), B("\xFF\xFE\x61\0"), S("a") },
		{ S("text/plain; charset=UTF-16BE"), B("\xD8\x3D\xDE\x00!\0"), S("😀℀") },
		{ S("text/plain; charset=UTF-16BE"), B("\xD8\x3D"), S("�") },
		{ S("text/plain; charset=UTF-16BE"), B("\xDE\x00\0a"), S("�a") },
		{ S("text/plain; charset=ISO-8859-1"), B("\xE9t\xE9"), S("été") },
		{ S("text/plain; charset=windows-1252"), B("5\x80 d\x92\x9Cuf"), S("5€ d’œuf") },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str text;

		assert_int_equal(told_text(*state, cases[i].type, cases[i].body, &text), OK);
		if (!str_eq(text, cases[i].text))
			fail_msg("%d: %.*s", (int)i, STR_ARG(text));
	}
}

static void bytes_that_are_no_text_are_refused(void **state)
{
	static char much[TOLD_TEXT_MAX + 1];
	struct str text;

	memset(much, 'a', sizeof much);
	assert_int_equal(told_text(*state, S("text/plain; charset=KOI8-R"), S("a"), &text), E_INPUT);
	assert_int_equal(told_text(*state, S("text/plain; charset=UTF-16BE"), S("abc"), &text), E_INPUT);
	assert_int_equal(told_text(*state, S("text/plain; charset=UTF-8"), S("\xC3"), &text), E_INPUT);
	assert_int_equal(told_text(*state, S("text/plain; charset="), S("a"), &text), E_INPUT);
	assert_int_equal(told_text(*state, S("text/plain"), (struct str){ much, sizeof much }, &text), E_INPUT);
}

static void a_status_is_a_whole_word_of_the_list(void **state)
{
	(void)state;
	assert_true(told_word(S("1 delivered DELIVRD"), S("Delivered")));
	assert_true(told_word(S("1 delivered DELIVRD"), S("1")));
	assert_false(told_word(S("16 delivered"), S("1")));
	assert_false(told_word(S("1  2"), S("")));
	assert_false(told_word(S(""), S("1")));
	assert_false(told_word(S("1 2"), S("1 2")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_come_in_every_set_of_letters_that_kannel_and_phones_use),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
		cmocka_unit_test(a_status_is_a_whole_word_of_the_list),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
