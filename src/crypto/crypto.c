/* Passwords, hashes and text forms of bytes: libsodium behind crypto.h. */
#include "crypto/crypto.h"

#include "base/random.h"

#include <sodium.h>

/*
 * OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB, t = 2, p = 1 resists as well as
 * 46 MiB with t = 1, and on two cores it leaves memory for several helpers at once.
 */
#define OPS 2
#define MEM ((size_t)19 * 1024 * 1024)
#define PASSWORD_MAX 200

static void ready(void)
{
	if (sodium_init() < 0)
		abort();
}

enum err password_hash(struct arena *a, struct str password, struct str *ret)
{
	char out[crypto_pwhash_STRBYTES];

	ready();
	if (password.n > PASSWORD_MAX)
		return E_LIMIT;
	if (crypto_pwhash_argon2id_str(out, password.p ? password.p : "", password.n, OPS, MEM))
		return E_LIMIT;
	*ret = arena_str(a, str_of(out));
	return OK;
}

/* libsodium wants the hash as a terminated string. */
static bool as_cstr(struct str hash, char out[static crypto_pwhash_STRBYTES])
{
	if (hash.n == 0 || hash.n >= crypto_pwhash_STRBYTES || memchr(hash.p, 0, hash.n))
		return false;
	memset(out, 0, crypto_pwhash_STRBYTES);
	memcpy(out, hash.p, hash.n);
	return true;
}

bool password_verify(struct str hash, struct str password)
{
	char h[crypto_pwhash_STRBYTES];

	ready();
	if (password.n > PASSWORD_MAX || !as_cstr(hash, h))
		return false;
	return crypto_pwhash_argon2id_str_verify(h, password.p ? password.p : "", password.n) == 0;
}

bool password_is_old(struct str hash)
{
	char h[crypto_pwhash_STRBYTES];

	ready();
	return !as_cstr(hash, h) || crypto_pwhash_argon2id_str_needs_rehash(h, OPS, MEM) != 0;
}

bool password_verify_nothing(struct str password)
{
	/* A hash of 32 random bytes that nobody kept, with the parameters above. */
	static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$"
		"c29tZXNhbHRzb21lc2FsdA$Zm9yZ290dGVuIGZvcmdvdHRlbiBmb3Jnb3R0ZW4gZm8";

	(void)password_verify(str_of(nobody), password);
	return false;
}

void sha256(struct str data, unsigned char out[static 32])
{
	crypto_hash_sha256(out, (const unsigned char *)(data.p ? data.p : ""), data.n);
}

struct str token_hash(struct arena *a, struct str token)
{
	unsigned char h[32];

	sha256(token, h);
	return base64url_encode(a, (struct str){ (const char *)h, sizeof(h) });
}

struct str sha256_hex(struct arena *a, struct str data)
{
	unsigned char h[32];

	sha256(data, h);
	return hex_encode(a, (struct str){ (const char *)h, sizeof(h) });
}

void hmac_sha256(struct str key, struct str data, unsigned char out[static 32])
{
	crypto_auth_hmacsha256_state st;

	crypto_auth_hmacsha256_init(&st, (const unsigned char *)(key.p ? key.p : ""), key.n);
	crypto_auth_hmacsha256_update(&st, (const unsigned char *)(data.p ? data.p : ""), data.n);
	crypto_auth_hmacsha256_final(&st, out);
}

int64_t hmac_bucket(struct str key, struct str data)
{
	unsigned char h[32];
	uint64_t v = 0;

	hmac_sha256(key, data, h);
	for (int i = 0; i < 8; i++)
		v = v << 8 | h[i];
	return (int64_t)(v >> 1);
}

/* --- sealed words: nonce, tag, padded text --- */

enum { NONCE = crypto_secretbox_NONCEBYTES, TAG = crypto_secretbox_MACBYTES, SEAL_STEP = 32 };

static void seal_key(struct str secret, unsigned char out[static crypto_secretbox_KEYBYTES])
{
	_Static_assert(crypto_secretbox_KEYBYTES == 32, "an HMAC is a key");
	hmac_sha256(secret, S("a word for an address"), out);
}

struct str text_seal(struct arena *a, struct str secret, struct str text)
{
	size_t room = (text.n / SEAL_STEP + 1) * SEAL_STEP, n;
	unsigned char *plain = arena_alloc(a, room, 1), *out = arena_alloc(a, NONCE + TAG + room, 1);
	unsigned char key[crypto_secretbox_KEYBYTES];

	ready();
	if (text.n)
		memcpy(plain, text.p, text.n);
	if (sodium_pad(&n, plain, text.n, SEAL_STEP, room))
		abort();
	seal_key(secret, key);
	random_bytes(out, NONCE);
	crypto_secretbox_easy(out + NONCE, plain, n, out, key);
	return base64url_encode(a, (struct str){ (const char *)out, NONCE + TAG + n });
}

enum err text_unseal(struct arena *a, struct str secret, struct str word, struct str *ret)
{
	unsigned char key[crypto_secretbox_KEYBYTES], *plain;
	const unsigned char *in;
	struct str sealed;
	size_t n;

	ready();
	TRY(base64_decode(a, word, &sealed));
	if (sealed.n < NONCE + TAG + SEAL_STEP)
		return E_INPUT;
	in = (const unsigned char *)sealed.p;
	plain = arena_alloc(a, sealed.n - NONCE - TAG, 1);
	seal_key(secret, key);
	if (crypto_secretbox_open_easy(plain, in + NONCE, sealed.n - NONCE, in, key) ||
			sodium_unpad(&n, plain, sealed.n - NONCE - TAG, SEAL_STEP))
		return E_INPUT;
	*ret = (struct str){ (const char *)plain, n };
	return OK;
}

/* --- kept bytes: mark, nonce, ciphertext with its tag --- */

#define KEPT S("x1:")
enum { KEPT_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, KEPT_TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES };

static void kept_key(struct str secret, unsigned char out[static crypto_aead_xchacha20poly1305_ietf_KEYBYTES])
{
	_Static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32, "an HMAC is a key");
	hmac_sha256(secret, S("bytes that are kept"), out);
}

struct str bytes_seal(struct arena *a, struct str secret, struct str as, struct str bytes)
{
	unsigned char key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES], *out = arena_alloc(a, KEPT_NONCE + bytes.n + KEPT_TAG, 1);
	unsigned long long n;

	ready();
	kept_key(secret, key);
	random_bytes(out, KEPT_NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + KEPT_NONCE, &n, (const unsigned char *)(bytes.p ? bytes.p : ""), bytes.n,
		(const unsigned char *)as.p, as.n, NULL, out, key);
	sodium_memzero(key, sizeof(key));

	struct str text = base64_encode(a, (struct str){ (const char *)out, KEPT_NONCE + (size_t)n });

	return arena_fmt(a, "%.*s%.*s", STR_ARG(KEPT), STR_ARG(text));
}

enum err bytes_unseal(struct arena *a, struct str secret, struct str as, struct str sealed, struct str *ret)
{
	unsigned char key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES], *out;
	const unsigned char *in;
	unsigned long long n;
	struct str all;
	int failed;

	ready();
	if (!str_starts(sealed, KEPT))
		return E_INPUT;
	TRY(base64_decode(a, str_sub(sealed, KEPT.n, sealed.n), &all));
	if (all.n < KEPT_NONCE + KEPT_TAG)
		return E_INPUT;
	in = (const unsigned char *)all.p;
	out = arena_alloc(a, all.n - KEPT_NONCE - KEPT_TAG + 1, 1);
	kept_key(secret, key);
	failed = crypto_aead_xchacha20poly1305_ietf_decrypt(out, &n, NULL, in + KEPT_NONCE, all.n - KEPT_NONCE,
		(const unsigned char *)as.p, as.n, in, key);
	sodium_memzero(key, sizeof(key));
	if (failed)
		return E_INPUT;
	*ret = (struct str){ (const char *)out, (size_t)n };
	return OK;
}

bool ed25519_verify(const unsigned char key[static 32], struct str text, const unsigned char signature[static 64])
{
	ready();
	return !crypto_sign_verify_detached(signature, (const unsigned char *)(text.p ? text.p : ""), text.n, key);
}

static struct str encode(struct arena *a, struct str bytes, int variant)
{
	size_t n = sodium_base64_encoded_len(bytes.n, variant);
	char *out = arena_alloc(a, n, 1);

	sodium_bin2base64(out, n, (const unsigned char *)(bytes.p ? bytes.p : ""), bytes.n, variant);
	return str_of(out);
}

struct str base64_encode(struct arena *a, struct str bytes)
{
	return encode(a, bytes, sodium_base64_VARIANT_ORIGINAL);
}

struct str random_base64(struct arena *a, size_t n)
{
	unsigned char bytes[64];

	if (n > sizeof(bytes))
		abort();
	random_bytes(bytes, n);
	return base64_encode(a, (struct str){ (const char *)bytes, n });
}

struct str base64url_encode(struct arena *a, struct str bytes)
{
	return encode(a, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

enum err base64_decode(struct arena *a, struct str text, struct str *ret)
{
	unsigned char *out = arena_alloc(a, text.n / 4 * 3 + 4, 1);
	size_t n = 0, len = text.n;
	bool url = str_find_char(text, '-') >= 0 || str_find_char(text, '_') >= 0;

	while (len && text.n - len < 2 && text.p[len - 1] == '=')
		len--;
	if (len != text.n && text.n % 4)
		return E_INPUT;
	if (sodium_base642bin(out, text.n / 4 * 3 + 4, text.p ? text.p : "", len, NULL, &n, NULL,
			url ? sodium_base64_VARIANT_URLSAFE_NO_PADDING
			: sodium_base64_VARIANT_ORIGINAL_NO_PADDING))
		return E_INPUT;
	*ret = (struct str){ (const char *)out, n };
	return OK;
}

struct str hex_encode(struct arena *a, struct str bytes)
{
	char *out = arena_alloc(a, bytes.n * 2 + 1, 1);

	sodium_bin2hex(out, bytes.n * 2 + 1, (const unsigned char *)(bytes.p ? bytes.p : ""), bytes.n);
	return (struct str){ out, bytes.n * 2 };
}
