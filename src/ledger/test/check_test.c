/* Receipts, checked: one that other hands made. */
#include "ledger/check.h"

#include "ledger/test/receipt_example.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static int setup(void **st)
{
	*st = arena_new(64 << 20);
	return *st ? 0 : -1;
}

static int teardown(void **st)
{
	arena_free(*st);
	return 0;
}

static enum err check_with(void **st, const char *key, struct str json, struct receipt_proved *ret, const char **ret_why)
{
	struct verifier_key k;

	*ret_why = "";
	assert_int_equal(verifier_key_parse(*st, str_of(key), &k), OK);
	return receipt_check(*st, json, (struct verifier_keys){ &k, 1 }, ret, ret_why);
}

#define REFUSED(json, why) do { struct receipt_proved p_; const char *w_; \
	assert_int_equal(check_with(st, KEY, S(json), &p_, &w_), E_INPUT); \
	assert_string_equal(w_, why); } while (0)

static void a_receipt_proves_its_place_in_the_log(void **st)
{
	struct receipt_proved p;
	const char *why;

	assert_int_equal(check_with(st, KEY, S(RECEIPT), &p, &why), OK);
	assert_true(p.sealed);
	assert_int_equal(p.index, 2);
	assert_int_equal(p.size, 5);
	assert_true(str_eq(p.origin, S("diwan.example/ledger")));
	assert_true(str_eq(p.act, S("book")));
	assert_true(str_eq(p.slot, S("2026-12-01T09:40")));
}

static void a_receipt_that_is_not_sealed_proves_nothing_yet(void **st)
{
	struct receipt_proved p;
	const char *why;

	assert_int_equal(check_with(st, KEY, S(RECEIPT_OF(PLAIN, REFERENCE, SALT, "null", "null", "null", "null")), &p, &why), OK);
	assert_false(p.sealed);
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "5", "null", SIGNED), "the proof is not one");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "5", PROOF, "null"), "no right signature by a key that you named");
}

static void what_was_changed_is_refused_with_its_reason(void **st)
{
	REFUSED("", "the receipt is not JSON");
	REFUSED("[]", "the receipt has not the members that it must have");
	REFUSED(RECEIPT_OF(PLAIN, "B7K2M9QX4TY", SALT, "2", "5", PROOF, SIGNED), "the entry is of another appointment");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, "AAECAwQFBgcICQoLDA0ODg==", "2", "5", PROOF, SIGNED), "the entry is of another appointment");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "6", PROOF, SIGNED), "the checkpoint is of another size");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "5", "5", PROOF, SIGNED), "the index lies outside the log");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "-1", "5", PROOF, SIGNED), "the index lies outside the log");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "3", "5", PROOF, SIGNED), "the entry is not in the log at this place");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "5", "[" P0 "," P1 "]", SIGNED), "the entry is not in the log at this place");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "5", "[" P0 "," P1 "," P2 "," P2 "]", SIGNED),
		"the entry is not in the log at this place");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "5", "[" P1 "," P0 "," P2 "]", SIGNED), "the entry is not in the log at this place");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "5", "[" P0 "," P1 ",\"AAAA\"]", SIGNED), "the proof is not one");
	REFUSED(RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "5", "{}", SIGNED), "the proof is not one");
	REFUSED(RECEIPT_OF(ENTRY("2", ""), REFERENCE, SALT, "2", "5", PROOF, SIGNED), "the entry is not in the log at this place");
}

static void an_entry_is_written_in_one_way_only(void **st)
{
	REFUSED(RECEIPT_OF(ENTRY("1.0", ""), REFERENCE, SALT, "2", "5", PROOF, SIGNED), "the entry is not canonical JSON");
	REFUSED(RECEIPT_OF(ENTRY(" 1", ""), REFERENCE, SALT, "2", "5", PROOF, SIGNED), "the entry is not canonical JSON");
	REFUSED(RECEIPT_OF(ENTRY("[1]", ""), REFERENCE, SALT, "2", "5", PROOF, SIGNED), "the entry is not canonical JSON");
	REFUSED(RECEIPT_OF(ENTRY("\\\"\\\\u0041\\\"", ""), REFERENCE, SALT, "2", "5", PROOF, SIGNED), "the entry is not canonical JSON");
	REFUSED(RECEIPT_OF(ENTRY("1", ",\\\"a\\\":1"), REFERENCE, SALT, "2", "5", PROOF, SIGNED), "the entry is not canonical JSON");
	REFUSED(RECEIPT_OF(ENTRY("1", ",\\\"zz\\\":1"), REFERENCE, SALT, "2", "5", PROOF, SIGNED),
		"the entry has not the members that it must have");
}

static void a_receipt_of_another_log_is_refused(void **st)
{
	struct receipt_proved p;
	const char *why;

	assert_int_equal(check_with(st, OTHER_KEY, S(RECEIPT), &p, &why), E_INPUT);
	assert_string_equal(why, "no right signature by a key that you named");
	assert_int_equal(receipt_check(*st, S(RECEIPT), (struct verifier_keys){ NULL, 0 }, &p, &why), E_INPUT);
}

/* One bit of any byte, and nothing is proved any more: what stands beside the proof cannot be changed either. */
static void no_bit_of_a_receipt_can_be_changed(void **st)
{
	struct str whole = S(RECEIPT);
	struct receipt_proved p;
	const char *why;

	for (size_t i = 0; i < whole.n; i++) {
		char *copy = arena_alloc(*st, whole.n, 1);

		memcpy(copy, whole.p, whole.n);
		copy[i] ^= 1;
		assert_int_equal(check_with(st, KEY, (struct str){ copy, whole.n }, &p, &why), E_INPUT);
		assert_int_equal(check_with(st, KEY, str_sub(whole, 0, i), &p, &why), E_INPUT);
	}
}

#define SAYING "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
#define PETER DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ENOCH DASH "EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

/* The note of the reference implementation of signed-note. */
static void notes_of_others_are_read_as_they_read_them(void **st)
{
	static const char *const bad[] = { SAYING, SAYING "\n", "\x01" SAYING "\n" PETER, SAYING "\n" PETER "Unexpected line.\n",
		SAYING "\n" DASH "PeterNeumann x08g\n", SAYING "\n" DASH "PeterNeumann\n", SAYING "\n" ENOCH, "X" SAYING "\n" PETER, "", "\n\n",
		SAYING "\n" PETER "\n" };
	struct verifier_key peter;
	struct verifier_keys keys = { &peter, 1 };
	struct str text, by;

	assert_int_equal(verifier_key_parse(*st, S(OTHER_KEY), &peter), OK);
	assert_int_equal(note_signed(*st, S(SAYING "\n" PETER ENOCH), keys, &text, &by), OK);
	assert_true(str_eq(text, S(SAYING)));
	assert_true(str_eq(by, S("PeterNeumann")));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(note_signed(*st, str_of(bad[i]), keys, &text, &by), E_INPUT);
}

static void a_mangled_key_is_none(void **st)
{
	struct str whole = S(OTHER_KEY);
	struct verifier_key k;

	for (size_t i = 0; i < whole.n; i++) {
		char *copy = arena_alloc(*st, whole.n, 1);

		memcpy(copy, whole.p, whole.n);
		copy[i]++;
		assert_int_equal(verifier_key_parse(*st, (struct str){ copy, whole.n }, &k), E_INPUT);
		assert_int_equal(verifier_key_parse(*st, str_sub(whole, 0, i), &k), E_INPUT);
	}
	assert_int_equal(verifier_key_parse(*st, S("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), &k), E_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_receipt_proves_its_place_in_the_log, setup, teardown),
		cmocka_unit_test_setup_teardown(a_receipt_that_is_not_sealed_proves_nothing_yet, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_changed_is_refused_with_its_reason, setup, teardown),
		cmocka_unit_test_setup_teardown(an_entry_is_written_in_one_way_only, setup, teardown),
		cmocka_unit_test_setup_teardown(a_receipt_of_another_log_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(no_bit_of_a_receipt_can_be_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(notes_of_others_are_read_as_they_read_them, setup, teardown),
		cmocka_unit_test_setup_teardown(a_mangled_key_is_none, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
