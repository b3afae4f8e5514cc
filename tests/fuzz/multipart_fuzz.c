/* multipart/form-data: the first line is the Content-Type header, the rest the body. */
#include "base/utf8.h"
#include "http/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new(64 << 20);
	struct str body = { (const char *)data, n }, type = str_cut(&body, '\n');
	struct http_parts p = { 0 };

	if (n < 65536 && http_multipart(a, type, body, &p) == OK)
		for (size_t i = 0; i < p.n; i++) {
			const struct http_part *x = &p.v[i];

			if (!x->name.n || !http_value_ok(x->name) || !utf8_valid(x->filename) ||
			    str_find_char(x->filename, '/') >= 0 || x->bytes.n > body.n ||
			    (x->bytes.n && (x->bytes.p < body.p || x->bytes.p + x->bytes.n > body.p + body.n)))
				__builtin_trap();
		}
	arena_free(a);
	return 0;
}
