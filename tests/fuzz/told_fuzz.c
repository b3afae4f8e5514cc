/* A line as Content-Type, and any bytes behind it as the text of an incoming message: UTF-8 comes out, or nothing. */
#include "areas/provider/rules/told.h"
#include "base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(1 << 22);
	struct str body = { (const char *)data, n }, type = str_cut(&body, '\n'), text = STR_NONE;
	enum err e = told_text(a, type, body, &text);

	if (e != OK && (e != E_INPUT || text.n))
		abort();
	if (e == OK && !utf8_valid(text))
		abort();
	arena_free(a);
	return 0;
}
