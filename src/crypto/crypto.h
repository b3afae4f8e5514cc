/*
 * Keys, hashes and second factors: libsodium (Argon2id, SHA-256, HMAC) and liboath (TOTP)
 * behind a few calls. Random bytes and tokens are base/random.h; comparing secrets is
 * str_eq_secret() there.
 * Must not know: accounts, sessions, the database.
 */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

/* Argon2id, 19 MiB, 2 passes, 1 lane (OWASP's second choice; about 20 ms): helpers only.
 * The result is the usual "$argon2id$v=19$m=…" text. E_LIMIT: no memory, or > 200 bytes. */
enum err password_hash(struct arena *a, struct str password, struct str *ret) MUST_CHECK;
/* False for a wrong password and for what is no such hash. */
bool password_verify(struct str hash, struct str password);
/* True when the hash was made with other parameters: hash anew at the next sign-in. */
bool password_is_old(struct str hash);
/* Does the work of one verification and says false: for logins that do not exist. */
bool password_verify_nothing(struct str password);

/* What is stored for a random token (22+ characters): SHA-256 as 43 base64url characters. */
struct str token_hash(struct arena *a, struct str token);
void sha256(struct str data, unsigned char out[static 32]);
struct str sha256_hex(struct arena *a, struct str data);	/* 64 characters */
void hmac_sha256(struct str key, struct str data, unsigned char out[static 32]);
/* First 63 bits of an HMAC, never negative: keyed buckets for rate limits. */
int64_t hmac_bucket(struct str key, struct str data);

/* A short text as a word for an address: encrypted and authenticated (XSalsa20-Poly1305) with a key made
 * of the secret, base64url; its length tells only how many times 32 bytes it has. Each call makes
 * another word. E_INPUT: no such word, altered, or of another secret. */
struct str text_seal(struct arena *a, struct str secret, struct str text);
enum err text_unseal(struct arena *a, struct str secret, struct str word, struct str *ret) MUST_CHECK;

/* Bytes that are kept: encrypted and authenticated (XChaCha20-Poly1305) with a key made of the secret, as text
 * (base64 behind a mark). They open only as what they were sealed as ("letter 17"): a row's bytes in another row
 * do not. Each call makes other bytes. E_INPUT: altered, of another secret, or of something else. */
struct str bytes_seal(struct arena *a, struct str secret, struct str as, struct str bytes);
enum err bytes_unseal(struct arena *a, struct str secret, struct str as, struct str sealed, struct str *ret) MUST_CHECK;

/* TOTP (RFC 6238): SHA-1, 30 s, 6 digits. Secrets are base32 without padding (32 characters). */
struct str totp_secret(struct arena *a);
/* otpauth://totp/Issuer:account?secret=…&issuer=…, percent-encoded; put it into a QR code. */
struct str totp_url(struct arena *a, struct str issuer, struct str account, struct str secret);
/* One step of drift either way. last: the newest counter that was already used (0: none); a code
 * serves once. On true *ret_counter is the code's counter, to be stored. */
bool totp_verify(struct str secret, struct str code, struct instant now, int64_t last,
	int64_t *ret_counter);
/* The code of an instant, 6 digits: for tests and the demonstration. E_INPUT: bad secret. */
enum err totp_code(struct str secret, struct instant now, char out[static 6]) MUST_CHECK;

/* Is that the signature (64 bytes, RFC 8032) of the text by this public key? */
bool ed25519_verify(const unsigned char key[static 32], struct str text, const unsigned char signature[static 64]);

struct str base64_encode(struct arena *a, struct str bytes);		/* with padding */
/* n random bytes, at most 64. A salt is kept with a hold, a request, an appointment. */
enum { SALT_BYTES = 16 };
struct str random_base64(struct arena *a, size_t n);
struct str base64url_encode(struct arena *a, struct str bytes);		/* without */
enum err base64_decode(struct arena *a, struct str text, struct str *ret) MUST_CHECK;	/* either, padding optional */
struct str hex_encode(struct arena *a, struct str bytes);

#endif
