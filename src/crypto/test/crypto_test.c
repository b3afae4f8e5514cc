/* Passwords, hashes, TOTP, base64: published vectors and refusals. */
#include "crypto/crypto.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define CHECK_STR(got, want) do { struct str g_ = (got); assert_int_equal(g_.n, strlen(want)); \
	assert_memory_equal(g_.p, want, g_.n); } while (0)

static void a_password_opens_its_own_hash_only(void **st)
{
	struct arena *a = arena_new(1 << 16);
	struct str h, h2;

	(void)st;
	assert_int_equal(password_hash(a, S("mot de passe é"), &h), OK);
	assert_int_equal(password_hash(a, S("mot de passe é"), &h2), OK);
	assert_true(str_starts(h, S("$argon2id$v=19$m=19456,t=2,p=1$")));
	assert_false(str_eq(h, h2));
	assert_true(password_verify(h, S("mot de passe é")));
	assert_false(password_verify(h, S("mot de passe e")));
	assert_false(password_verify(h, S("")));
	assert_false(password_is_old(h));
	assert_true(password_is_old(S("$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$"
		"Zm9yZ290dGVuIGZvcmdvdHRlbiBmb3Jnb3R0ZW4gZm8")));
	assert_false(password_verify(S(""), S("x")));
	assert_false(password_verify(S("$argon2id$nonsense"), S("x")));
	assert_false(password_verify_nothing(S("x")));
	arena_free(a);
}

static void a_password_over_the_limit_is_refused(void **st)
{
	struct arena *a = arena_new(1 << 16);
	char big[201];
	struct str h = S("kept");

	(void)st;
	memset(big, 'x', sizeof(big));
	assert_int_equal(password_hash(a, (struct str){ big, sizeof(big) }, &h), E_LIMIT);
	CHECK_STR(h, "kept");
	arena_free(a);
}

static void a_sealed_word_opens_under_its_own_secret_only(void **st)
{
	struct arena *a = arena_new(1 << 16);
	struct str word = text_seal(a, S("secret"), S("Amina Tazi")), again, text = S("kept");
	char altered[256];

	(void)st;
	assert_int_equal(text_unseal(a, S("secret"), word, &text), OK);
	CHECK_STR(text, "Amina Tazi");
	again = text_seal(a, S("secret"), S("Amina Tazi"));
	assert_false(str_eq(word, again));
	assert_int_equal(text_seal(a, S("secret"), S("A")).n, word.n);	/* the length tells little */
	assert_true(text_seal(a, S("secret"), S("a text of just thirty-two bytes!")).n > word.n);
	assert_int_equal(text_unseal(a, S("Secret"), word, &text), E_INPUT);
	assert_true(word.n < sizeof(altered));
	for (size_t i = 0; i < word.n; i++) {
		memcpy(altered, word.p, word.n);
		altered[i] = altered[i] == 'A' ? 'w' : 'A';
		assert_int_equal(text_unseal(a, S("secret"), (struct str){ altered, word.n }, &text), E_INPUT);
	}
	for (size_t n = 0; n < word.n; n++)
		assert_int_equal(text_unseal(a, S("secret"), str_sub(word, 0, n), &text), E_INPUT);
	CHECK_STR(text, "Amina Tazi");
	assert_int_equal(text_unseal(a, S(""), text_seal(a, S(""), STR_NONE), &text), OK);
	assert_int_equal(text.n, 0);
	arena_free(a);
}

static void kept_bytes_open_with_their_secret_as_what_they_were_sealed_as(void **st)
{
	static const char raw[] = "%PDF\0\x01\xff";
	const struct str bytes = { raw, sizeof(raw) - 1 };
	struct arena *a = arena_new(1 << 20);
	struct str s = bytes_seal(a, S("secret"), S("letter 1"), bytes), back;
	char altered[200];

	(void)st;
	assert_int_equal(bytes_unseal(a, S("secret"), S("letter 1"), s, &back), OK);
	assert_true(str_eq(back, bytes));
	assert_false(str_eq(s, bytes_seal(a, S("secret"), S("letter 1"), bytes)));
	assert_int_equal(bytes_unseal(a, S("Secret"), S("letter 1"), s, &back), E_INPUT);
	assert_int_equal(bytes_unseal(a, S("secret"), S("letter 2"), s, &back), E_INPUT);
	assert_true(s.n < sizeof(altered));
	for (size_t i = 0; i < s.n; i++) {
		memcpy(altered, s.p, s.n);
		altered[i] = altered[i] == 'A' ? 'w' : 'A';
		/* the last letter of base64 has bits that say nothing */
		if (i + 4 < s.n)
			assert_int_equal(bytes_unseal(a, S("secret"), S("letter 1"), (struct str){ altered, s.n }, &back), E_INPUT);
	}
	for (size_t n = 0; n + 2 < s.n; n++)
		assert_int_equal(bytes_unseal(a, S("secret"), S("letter 1"), str_sub(s, 0, n), &back), E_INPUT);
	assert_int_equal(bytes_unseal(a, S(""), S(""), bytes_seal(a, S(""), S(""), STR_NONE), &back), OK);
	assert_int_equal(back.n, 0);
	arena_free(a);
}

static void hashes_agree_with_published_vectors(void **st)
{
	struct arena *a = arena_new(1 << 16);
	unsigned char h[32];

	(void)st;
	CHECK_STR(sha256_hex(a, S("abc")),
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	CHECK_STR(sha256_hex(a, STR_NONE),
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	/* RFC 4231, test case 2 */
	hmac_sha256(S("Jefe"), S("what do ya want for nothing?"), h);
	CHECK_STR(hex_encode(a, (struct str){ (char *)h, 32 }),
		"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	assert_int_equal(hmac_bucket(S("Jefe"), S("what do ya want for nothing?")),
		0x5bdcc146bf60754eLL >> 1);
	CHECK_STR(token_hash(a, S("abc")), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
	arena_free(a);
}

/* RFC 6238, appendix B (SHA-1), the last six digits; the secret is "12345678901234567890". */
static void totp_agrees_with_the_rfc_and_serves_once(void **st)
{
	static const struct { int64_t at; const char *code; } cases[] = {
		{ 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
		{ 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
	};
	struct str secret = S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct instant now = { cases[i].at };
		char code[6];
		int64_t counter = -1, again = -1;

		assert_int_equal(totp_code(secret, now, code), OK);
		assert_memory_equal(code, cases[i].code, 6);
		assert_true(totp_verify(secret, str_of(cases[i].code), now, 0, &counter));
		assert_int_equal(counter, cases[i].at / 30);
		assert_false(totp_verify(secret, str_of(cases[i].code), now, counter, &again));
		assert_true(totp_verify(secret, str_of(cases[i].code), (struct instant){ now.v + 30 }, 0, &again));
		assert_false(totp_verify(secret, str_of(cases[i].code), (struct instant){ now.v + 90 }, 0, &again));
	}
}

static void totp_refuses_bad_secrets_and_codes(void **st)
{
	char code[6];
	int64_t c = 5;

	(void)st;
	assert_int_equal(totp_code(S("not base32 !"), (struct instant){ 59 }, code), E_INPUT);
	assert_int_equal(totp_code(S(""), (struct instant){ 59 }, code), E_INPUT);
	assert_false(totp_verify(S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), S("28708"), (struct instant){ 59 }, 0, &c));
	assert_false(totp_verify(S(""), S("287082"), (struct instant){ 59 }, 0, &c));
	assert_int_equal(c, 5);
}

static void a_new_secret_makes_codes_and_a_url(void **st)
{
	struct arena *a = arena_new(1 << 16);
	struct str s = totp_secret(a), u;
	char code[6];

	(void)st;
	assert_int_equal(s.n, 32);
	assert_int_equal(totp_code(s, (struct instant){ 1790000000 }, code), OK);
	u = totp_url(a, S("Diwan Fès"), S("admin@x"), S("ABC"));
	CHECK_STR(u, "otpauth://totp/Diwan%20F%C3%A8s:admin%40x?secret=ABC&issuer=Diwan%20F%C3%A8s"
		"&algorithm=SHA1&digits=6&period=30");
	arena_free(a);
}

static void base64_goes_both_ways_and_refuses_the_rest(void **st)
{
	static const struct { const char *bytes, *text, *url; } cases[] = {
		{ "", "", "" }, { "f", "Zg==", "Zg" }, { "fo", "Zm8=", "Zm8" }, { "foo", "Zm9v", "Zm9v" },
		{ "foob", "Zm9vYg==", "Zm9vYg" }, { "\xff\xfe\xfd", "//79", "__79" },
	};
	static const char *const wrong[] = { "Z", "Zg=", "Zg===", "Z*==", "Zm9v\n", "=", "Zm9v=", "Zh==" };
	struct arena *a = arena_new(1 << 16);

	(void)st;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str back;

		CHECK_STR(base64_encode(a, str_of(cases[i].bytes)), cases[i].text);
		CHECK_STR(base64url_encode(a, str_of(cases[i].bytes)), cases[i].url);
		assert_int_equal(base64_decode(a, str_of(cases[i].text), &back), OK);
		CHECK_STR(back, cases[i].bytes);
		assert_int_equal(base64_decode(a, str_of(cases[i].url), &back), OK);
		CHECK_STR(back, cases[i].bytes);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct str back = S("kept");

		assert_int_equal(base64_decode(a, str_of(wrong[i]), &back), E_INPUT);
		CHECK_STR(back, "kept");
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_opens_its_own_hash_only),
		cmocka_unit_test(a_password_over_the_limit_is_refused),
		cmocka_unit_test(a_sealed_word_opens_under_its_own_secret_only), cmocka_unit_test(kept_bytes_open_with_their_secret_as_what_they_were_sealed_as),
		cmocka_unit_test(hashes_agree_with_published_vectors),
		cmocka_unit_test(totp_agrees_with_the_rfc_and_serves_once),
		cmocka_unit_test(totp_refuses_bad_secrets_and_codes),
		cmocka_unit_test(a_new_secret_makes_codes_and_a_url),
		cmocka_unit_test(base64_goes_both_ways_and_refuses_the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
