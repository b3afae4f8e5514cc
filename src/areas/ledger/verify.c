/* `diwan ledger verify`: what a receipt proves, said by a program that asks nobody. */
#include "areas/ledger/inside.h"

#include "base/fd.h"
#include "ledger/check.h"

#include <stdio.h>

enum { KEY_FILE_MAX = 65536 };

/* A line of text for each key; other lines (the origin) are passed over. */
static enum err keys_of(struct arena *a, struct str text, struct verifier_key *keys, size_t *n)
{
	while (text.p && *n < LEDGER_KEYS) {
		struct str line = str_trim(str_cut(&text, '\n'));

		if (str_find_char(line, '+') < 0)
			continue;
		TRY(verifier_key_parse(a, line, &keys[*n]));
		++*n;
	}
	return OK;
}

/* --key may be said more than once: after a change of keys. A key, or a file with some. */
enum err ledger_keys(struct arena *a, int *argc, char **argv, struct verifier_key *keys, size_t *ret)
{
	const char *given;
	struct str text;
	size_t n = 0;

	while ((given = command_option(argc, argv, "--key"))) {
		if (n < LEDGER_KEYS && verifier_key_parse(a, str_of(given), &keys[n]) == OK) {
			n++;
			continue;
		}
		TRY(fd_read_file(a, given, KEY_FILE_MAX, &text));
		TRY(keys_of(a, text, keys, &n));
	}
	*ret = n;
	return OK;
}

static int verify_one(struct arena *a, const char *file, struct verifier_keys keys)
{
	struct receipt_proved r;
	const char *why = "";
	struct str text;

	if (fd_read_file(a, file, RECEIPT_MAX, &text) != OK)
		return command_fail("cannot read %s", file);
	if (receipt_check(a, text, keys, &r, &why) != OK)
		return command_fail("%s: refused: %s", file, why);
	if (!r.sealed) {
		printf("%s: not sealed yet. It proves nothing so far; fetch it again in a moment.\n", file);
		return 1;
	}
	printf("%s: %.*s for %.*s at %.*s, written %.*s, is entry %lld of %.*s, signed at %lld entries.\n", file, STR_ARG(r.act),
		STR_ARG(r.slot), STR_ARG(r.org), STR_ARG(r.at), (long long)r.index, STR_ARG(r.origin), (long long)r.size);
	return 0;
}

int ledger_verify(struct command_env *env, int argc, char **argv)
{
	struct verifier_key keys[LEDGER_KEYS];
	size_t n = 0;
	int rc = 0;

	if (ledger_keys(env->a, &argc, argv, keys, &n) != OK)
		return command_fail("--key is neither a verifier key (name+id+key) nor a file with some");
	if (argc < 1)
		return 2;
	if (!n)
		return command_fail("no key: --key says whom you believe");
	for (int i = 0; i < argc; i++)
		rc |= verify_one(env->a, argv[i], (struct verifier_keys){ keys, n });
	return rc;
}
