/* `diwan ledger verify`: its files, its keys, its exit codes. */
#include "areas/ledger/inside.h"

#include "base/fd.h"
#include "ledger/test/receipt_example.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

struct place { struct arena *a; char folder[32]; const char *receipt, *early, *keys, *nothing; };

static const char *written(struct place *p, const char *name, struct str text)
{
	const char *path = arena_cstr(p->a, arena_fmt(p->a, "%s/%s", p->folder, name));

	assert_int_equal(fd_write_file(path, text, 0600), OK);
	return path;
}

static int setup(void **st)
{
	struct place *p = calloc(1, sizeof(*p));

	if (!p)
		return -1;
	p->a = arena_new(8 << 20);
	strcpy(p->folder, "/tmp/verify-test.XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	p->receipt = written(p, "receipt.json", S(RECEIPT));
	p->early = written(p, "early.json", S(RECEIPT_OF(PLAIN, REFERENCE, SALT, "null", "null", "null", "null")));
	p->keys = written(p, "keys", S("diwan.example/ledger\n" OTHER_KEY "\n" KEY "\n"));
	p->nothing = written(p, "nothing", S("diwan.example/ledger\n"));
	*st = p;
	return 0;
}

static int teardown(void **st)
{
	struct place *p = *st;

	unlink(p->receipt);
	unlink(p->early);
	unlink(p->keys);
	unlink(p->nothing);
	rmdir(p->folder);
	arena_free(p->a);
	free(p);
	return 0;
}

static int run(struct place *p, int n, const char *const *words)
{
	struct command_env env = { .a = p->a };
	char *argv[8];

	for (int i = 0; i < n; i++)
		argv[i] = (char *)arena_cstr(p->a, str_of(words[i]));
	return ledger_verify(&env, n, argv);
}
#define RUN(...) run(p, sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *), (const char *[]){ __VA_ARGS__ })

static void a_receipt_is_checked_with_a_key_or_a_file_of_keys(void **st)
{
	struct place *p = *st;

	assert_int_equal(RUN(p->receipt, "--key", KEY), 0);
	assert_int_equal(RUN("--key=" KEY, p->receipt, p->receipt), 0);
	assert_int_equal(RUN(p->receipt, "--key", p->keys), 0);
	assert_int_equal(RUN(p->receipt, "--key", OTHER_KEY, "--key", KEY), 0);
}

static void what_proves_nothing_ends_with_1(void **st)
{
	struct place *p = *st;

	assert_int_equal(RUN(p->receipt, "--key", OTHER_KEY), 1);
	assert_int_equal(RUN(p->early, "--key", KEY), 1);
	assert_int_equal(RUN(p->receipt, p->early, "--key", KEY), 1);
	assert_int_equal(RUN(p->keys, "--key", KEY), 1);
	assert_int_equal(RUN("/nowhere", "--key", KEY), 1);
	assert_int_equal(RUN(p->receipt), 1);
	assert_int_equal(RUN(p->receipt, "--key", p->nothing), 1);
	assert_int_equal(RUN(p->receipt, "--key", "name+id+key"), 1);
}

static void without_a_receipt_its_use_is_said(void **st)
{
	struct place *p = *st;

	assert_int_equal(RUN("--key", KEY), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_receipt_is_checked_with_a_key_or_a_file_of_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(what_proves_nothing_ends_with_1, setup, teardown),
		cmocka_unit_test_setup_teardown(without_a_receipt_its_use_is_said, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
