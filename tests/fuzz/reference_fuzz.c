/* Any text as a typed reference; what is accepted prints and parses to itself. */
#include "codes/codes.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(1 << 16);
	char r[REFERENCE_LEN], again[REFERENCE_LEN];

	if (reference_parse((struct str){ (const char *)data, n }, r) == OK) {
		struct str g = reference_group(a, (struct str){ r, sizeof(r) });

		if (g.n != REFERENCE_PRINTED || reference_parse(g, again) != OK || memcmp(r, again, sizeof(r)))
			abort();
	}
	arena_free(a);
	return 0;
}
