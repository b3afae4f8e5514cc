/* Any bytes as JSON; what is accepted is written and read again to the same text. */
#include "json/json.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(8 << 20);
	BUF_AUTO struct buf once = BUF(8 << 20), twice = BUF(8 << 20);
	const struct jr *v, *w;
	struct jr_problem why;

	if (jr_read(a, (struct str){ (const char *)data, n }, 1 << 20, &v, &why) == OK) {
		jr_write(&once, v);
		if (!buf_ok(&once) || jr_read(a, buf_str(&once), 8 << 20, &w, NULL) != OK)
			abort();
		jr_write(&twice, w);
		if (!str_eq(buf_str(&once), buf_str(&twice)))
			abort();
	}
	arena_free(a);
	return 0;
}
