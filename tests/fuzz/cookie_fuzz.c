/* Cookie headers, and the small header values that are read in the same way. */
#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(16 << 20);
	struct str s = { (const char *)data, n };
	struct http_pairs c = { 0 };

	if (http_cookies(a, s, &c) == OK)
		for (size_t i = 0; i < c.n; i++)
			if (!c.v[i].name.n || str_find_char(c.v[i].value, ';') >= 0 || !http_value_ok(c.v[i].value))
				__builtin_trap();
	if (http_takes_gzip(s) && !n)
		__builtin_trap();
	if (http_media_type(s).n > n)
		__builtin_trap();
	arena_free(a);
	return 0;
}
