/* Any bytes as a mail that came back: read without a fault, the same twice, and nothing is made of what names no failure. */
#include "gateways/bounce.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(1 << 24);
	const struct str mail = { (const char *)data, n };
	struct bounce first = bounce_read(a, mail), again = bounce_read(a, mail);

	if (first.kind != again.kind || !str_eq(first.status, again.status) || !str_eq(first.message_id, again.message_id))
		abort();
	if (first.kind == BOUNCE_NOTHING && first.status.n)
		abort();
	if (first.status.n > 12 || first.message_id.n > n)
		abort();
	arena_free(a);
	return 0;
}
