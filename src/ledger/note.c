/* Signed notes. See note.h. */
#include "ledger/note.h"

#include "base/num.h"
#include "crypto/crypto.h"

#include <sodium.h>
#include <string.h>

enum { ID = 4, SIGNATURE = 64, LONGEST = 100, STAMP = 8 };

bool note_name_ok(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!ascii_is_alpha(c) && !ascii_is_digit(c) && c != '.' && c != '-' && c != '_' && c != '/' && c != ':')
			return false;
	}
	return name.n > 0 && name.n <= LONGEST;
}

static struct str bytes_of(const unsigned char *p, size_t n)
{
	return (struct str){ (const char *)p, n };
}

static struct str type_and_key(struct arena *a, enum note_type type, const unsigned char key[static 32])
{
	unsigned char b = (unsigned char)type;

	return arena_cat(a, bytes_of(&b, 1), bytes_of(key, 32));
}

static struct str id_of(struct arena *a, struct str name, struct str typed_key)
{
	unsigned char sum[32];

	sha256(arena_cat(a, arena_cat(a, name, S("\n")), typed_key), sum);
	return arena_str(a, bytes_of(sum, ID));
}

struct key { struct str id, typed; unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES]; };

static void key_of_seed(struct arena *a, struct str name, const unsigned char seed[static NOTE_SEED], struct key *ret)
{
	crypto_sign_seed_keypair(ret->public, ret->secret, seed);
	ret->typed = type_and_key(a, NOTE_ED25519, ret->public);
	ret->id = id_of(a, name, ret->typed);
}

struct str note_verifier(struct arena *a, struct str name, const unsigned char seed[static NOTE_SEED])
{
	struct key k;

	key_of_seed(a, name, seed, &k);
	sodium_memzero(k.secret, sizeof(k.secret));
	struct str id = hex_encode(a, k.id), text = base64_encode(a, k.typed);

	return arena_fmt(a, "%.*s+%.*s+%.*s", STR_ARG(name), STR_ARG(id), STR_ARG(text));
}

struct str note_checkpoint(struct arena *a, struct str origin, int64_t size, const struct hash *root)
{
	struct str h = base64_encode(a, bytes_of(root->v, sizeof(root->v)));

	return arena_fmt(a, "%.*s\n%lld\n%.*s\n", STR_ARG(origin), (long long)size, STR_ARG(h));
}

struct str note_sign(struct arena *a, struct str text, struct str name, const unsigned char seed[static NOTE_SEED])
{
	unsigned char signature[SIGNATURE];
	struct key k;

	key_of_seed(a, name, seed, &k);
	crypto_sign_detached(signature, NULL, (const unsigned char *)text.p, text.n, k.secret);
	sodium_memzero(k.secret, sizeof(k.secret));
	struct str line = base64_encode(a, arena_cat(a, k.id, bytes_of(signature, sizeof(signature))));

	return arena_fmt(a, "%.*s\n\xE2\x80\x94 %.*s %.*s\n", STR_ARG(text), STR_ARG(name), STR_ARG(line));
}

/* A witness's verifier key: NAME+id+base64(4 ‖ key), with the id that its parts give. */
static enum err witness_key(struct arena *a, struct str verifier, struct str *ret_name, struct str *ret_id, struct str *ret_key)
{
	struct str rest = verifier, name = str_cut(&rest, '+'), id = str_cut(&rest, '+'), typed;

	if (!note_name_ok(name) || base64_decode(a, rest, &typed) != OK || typed.n != 33 || typed.p[0] != NOTE_COSIGNATURE)
		return E_INPUT;
	*ret_id = id_of(a, name, typed);
	if (!str_eq(hex_encode(a, *ret_id), id))
		return E_INPUT;
	*ret_name = name;
	*ret_key = str_sub(typed, 1, typed.n);
	return OK;
}

static int64_t big_endian(const char *p)
{
	uint64_t v = 0;

	for (int i = 0; i < STAMP; i++)
		v = v << 8 | (unsigned char)p[i];
	return v > INT64_MAX ? -1 : (int64_t)v;
}

/* The line of a witness: its id, eight bytes of time, the signature of "cosignature/v1", the time and the note's text. */
enum err note_cosigned(struct arena *a, struct str text, struct str line, struct str verifier, struct instant *ret_at)
{
	const struct str dash = S("\xE2\x80\x94 ");
	struct str name, id, key, bytes;

	TRY(witness_key(a, verifier, &name, &id, &key));
	if (!str_starts(line, dash) || !str_ends(line, S("\n")))
		return E_INPUT;
	struct str rest = str_sub(line, dash.n, line.n - 1), by = str_cut(&rest, ' ');

	if (!str_eq(by, name) || base64_decode(a, rest, &bytes) != OK || bytes.n != ID + STAMP + SIGNATURE ||
			!str_eq(str_sub(bytes, 0, ID), id))
		return E_INPUT;
	int64_t at = big_endian(bytes.p + ID);
	struct str said = arena_fmt(a, "cosignature/v1\ntime %lld\n%.*s", (long long)at, STR_ARG(text));

	if (at <= 0 || !ed25519_verify((const unsigned char *)key.p, said, (const unsigned char *)bytes.p + ID + STAMP))
		return E_INPUT;
	*ret_at = (struct instant){ at };
	return OK;
}
