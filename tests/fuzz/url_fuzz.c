/* Request targets: splitting, decoding, query strings. */
#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(16 << 20);
	struct str path, query, s;
	struct http_pairs pairs;

	if (http_split((struct str){ (const char *)data, n }, &path, &query) == OK) {
		if (!path.n || path.p[0] != '/' || !http_value_ok(path) || !http_value_ok(query))
			__builtin_trap();
		if (http_decode(a, path, false, &s) == OK && s.n > path.n)
			__builtin_trap();
		if (http_form(a, query, &pairs) == OK && pairs.n > HTTP_FIELDS_MAX)
			__builtin_trap();
	}
	arena_free(a);
	return 0;
}
