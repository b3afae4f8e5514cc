/* The page around the text of every mail has versions too: nobody changes it unawares. */
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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_page_around_a_mail_that_was_changed_has_a_new_version) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
