/* Any text as a sealed word of an address: it opens nothing; sealed, it comes out as it went in. */
#include "crypto/crypto.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct str text = { (const char *)data, n };
	struct arena *a = arena_new(1 << 20);
	struct str back;

	if (text_unseal(a, S("secret"), text, &back) == OK)
		abort();
	if (text_unseal(a, S("secret"), text_seal(a, S("secret"), text), &back) != OK || !str_eq(back, text))
		abort();
	arena_free(a);
	return 0;
}
