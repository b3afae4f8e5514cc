/* Any bytes as a table (not .xlsx): rows come out valid and within the limits, or an error. */
#include "sheet/sheet.h"

#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static enum err row(void *arg, const struct sheet_row *r)
{
	int *last = arg;

	if (r->row <= *last || r->n > 100)
		abort();
	*last = r->row;
	for (size_t i = 0; i < r->n; i++)
		if (r->cells[i].n > 8192 || !utf8_valid(r->cells[i]))
			abort();
	return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(8 << 20);
	struct str s = { (const char *)data, n };
	struct sheet_problem why = { 0 };
	int last = 0;

	if (!sheet_is_xlsx(s) && sheet_read(a, s, NULL, row, &last, &why) != OK && !why.what)
		abort();
	arena_free(a);
	return 0;
}
