/* Settings: what is unknown or out of range refuses to start, with the line. */
#include "web/settings.h"

#include "base/fd.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <stdarg.h>
#include <cmocka.h>
#include <sys/stat.h>

static void values_and_remarks_are_read(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct settings *s = settings_new(a);
	struct str why;

	(void)state;
	assert_int_equal(setting_int(s, "workers"), 2);
	assert_int_equal(settings_parse(s, a, S("# words\n\n workers = 4 \r\npublic_url=https://x.test\nzone =UTC"), &why), OK);
	assert_int_equal(setting_int(s, "workers"), 4);
	assert_true(str_eq(setting_text(s, "public_url"), S("https://x.test")));
	assert_true(str_eq(setting_text(s, "zone"), S("UTC")));
	arena_free(a);
}

static void mistakes_are_refused_with_their_line(void **state)
{
	static const struct { const char *file, *why; } cases[] = {
		{ "worker = 2", "line 1: no setting has the name \"worker\"" },
		{ "\n\nworkers = 0", "line 3: workers: a number from 1 to 64" },
		{ "workers = 65", "workers" }, { "workers = 2x", "workers" }, { "workers =", "workers" },
		{ "workers", "name = value" }, { "https = 2", "https" }, { "= 3", "no setting" },
		{ "help_phone = 123456789012345678901", "help_phone" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str why = STR_NONE;

		assert_int_equal(settings_parse(settings_new(a), a, str_of(cases[i].file), &why), E_INPUT);
		assert_true(str_find(why, str_of(cases[i].why)) >= 0);
	}
	arena_free(a);
}

static void the_environment_comes_after_the_file(void **state)
{
	char dir[] = "/tmp/diwan-settings-XXXXXX";
	char *good[] = { "HOME=/", "DIWAN_WORKERS=7", "DIWAN_DATA=/x", "DIWAN_TEST_PG=y", NULL };
	char *bad[] = { "DIWAN_WORKRES=7", NULL };
	struct arena *a = arena_new(1 << 20);
	struct settings *s;
	struct str why, path;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = arena_fmt(a, "%s/diwan.conf", dir);
	assert_int_equal(settings_load(a, str_of(dir), good, &s, &why), OK);		/* no file */
	assert_int_equal(fd_write_file(path.p, S("workers = 3\nhelpers = 5\n"), 0600), OK);
	assert_int_equal(settings_load(a, str_of(dir), good, &s, &why), OK);
	assert_int_equal(setting_int(s, "workers"), 7);
	assert_int_equal(setting_int(s, "helpers"), 5);
	assert_int_equal(settings_load(a, str_of(dir), bad, &s, &why), E_INPUT);
	assert_true(str_find(why, S("DIWAN_WORKRES")) >= 0);
	assert_int_equal(fd_write_file(path.p, S("nope = 1\n"), 0600), OK);
	assert_int_equal(settings_load(a, str_of(dir), good, &s, &why), E_INPUT);
	assert_true(str_find(why, S("diwan.conf, line 1")) >= 0);
	unlink(path.p);
	rmdir(dir);
	arena_free(a);
}

static void every_setting_has_a_standard_within_its_range(void **state)
{
	(void)state;
	for (size_t i = 0; i < nsettings; i++) {
		const struct setting *d = &setting_table[i];

		assert_true(d->help && *d->help);
		if (d->type == SETTING_TEXT)
			assert_true(d->standard_text && strlen(d->standard_text) <= (size_t)d->max);
		else
			assert_true(d->standard >= d->min && d->standard <= d->max);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(d->name, setting_table[k].name);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_and_remarks_are_read), cmocka_unit_test(mistakes_are_refused_with_their_line),
		cmocka_unit_test(the_environment_comes_after_the_file),
		cmocka_unit_test(every_setting_has_a_standard_within_its_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
