/* URL-encoded bodies. What was accepted is valid UTF-8 without NUL. */
#include "base/utf8.h"
#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(64 << 20);
	struct http_pairs f = { 0 };

	if (n < 65536 && http_form(a, (struct str){ (const char *)data, n }, &f) == OK)
		for (size_t i = 0; i < f.n; i++)
			if (!utf8_valid(f.v[i].name) || !utf8_valid(f.v[i].value) ||
			    str_find_char(f.v[i].value, '\0') >= 0)
				__builtin_trap();
	arena_free(a);
	return 0;
}
