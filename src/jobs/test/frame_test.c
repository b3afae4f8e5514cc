/* What stands around texts and in them: the page of every mail has versions too, nobody changes it unawares; and what is for the reader alone. */
#include "gateways/mime.h"
#include "jobs/jobs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "jobs/test/versions.h"

static void the_page_around_a_mail_that_was_changed_has_a_new_version(void **st)
{
	struct arena *a = arena_new(1 << 20);
	int missing = 0;

	(void)st;
	for (enum lang l = 0; l < LANG_MAX; l++) {
		struct buf *b = buf_new(a, 1 << 16);

		mime_html(b, str_of(lang_code(l)), S("Subject"), S("Text\nhttps://a.example/b"));
		missing += version_missing("frame", "mail", l, version_sum(VERSION_SUM, buf_str(b)));
	}
	arena_free(a);
	assert_int_equal(missing, 0);
}

static void what_is_for_the_reader_alone_leaves_and_is_shown_to_nobody_else(void **st)
{
	struct arena *a = arena_new(1 << 20);
	struct str own = message_own(a, S(" and elsewhere")), none = message_own(a, STR_NONE);
	struct str body = arena_cat(a, arena_cat(a, S("At A"), own), S(": {site}"));

	(void)st;
	assert_int_equal(none.n, 0);
	assert_true(str_eq(message_text(a, body, S("https://h")), S("At A and elsewhere: https://h")));
	assert_true(str_eq(message_shown(a, body, S("https://h")), S("At A: https://h")));
	assert_true(str_eq(message_shown(a, arena_cat(a, body, own), S("x")), S("At A: x")));
	assert_true(str_eq(message_shown(a, S("a +} b {+ c"), S("x")), S("a  b  c")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_page_around_a_mail_that_was_changed_has_a_new_version),
		cmocka_unit_test(what_is_for_the_reader_alone_leaves_and_is_shown_to_nobody_else) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
