/* Any bytes as .xlsx: the zip and each XML part are hostile. */
#include "sheet/sheet.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static enum err row(void *arg, const struct sheet_row *r)
{
	(void)arg;
	if (r->n > 100)
		abort();
	for (size_t i = 0; i < r->n; i++)
		if (r->cells[i].n > 8192 || !utf8_valid(r->cells[i]))
			abort();
	return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct sheet_limits lim = { 1 << 20, 4 << 20, 20000, 100, 8192 };
	struct arena *a = arena_new(8 << 20);
	struct str s = { (const char *)data, n };
	struct sheet_problem why = { 0 };

	if (sheet_is_xlsx(s) && sheet_read(a, s, &lim, row, NULL, &why) != OK && !why.what)
		abort();
	arena_free(a);
	return 0;
}
