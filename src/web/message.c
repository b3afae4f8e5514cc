/* Strings and audit rows in messages between processes. */
#include "web/process.h"

#include <string.h>

void message_put(struct buf *to, struct str s)
{
	uint64_t n = s.n;

	buf_put(to, (struct str){ (const char *)&n, sizeof(n) });
	buf_put(to, s);
}

enum err message_take(struct str *from, struct str *ret)
{
	uint64_t n;

	if (from->n < sizeof(n))
		return E_INPUT;
	memcpy(&n, from->p, sizeof(n));
	*from = str_sub(*from, sizeof(n), from->n);
	if (n > from->n)
		return E_INPUT;
	*ret = n ? str_sub(*from, 0, n) : STR_NONE;
	*from = str_sub(*from, n, from->n);
	return OK;
}

void message_put_rows(struct buf *to, const struct audit_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct audit_row row = rows[i];

		row.route.p = NULL;
		message_put(to, (struct str){ (const char *)&row, sizeof(row) });
		message_put(to, rows[i].route);
	}
}

enum err message_take_rows(struct str bytes, struct arena *a, const struct audit_row **ret, size_t *ret_n)
{
	struct audit_row *v = NULL;
	size_t n = 0, cap = 0;

	while (bytes.n) {
		struct str row, route;

		TRY(message_take(&bytes, &row));
		TRY(message_take(&bytes, &route));
		if (row.n != sizeof(*v))
			return E_INPUT;
		v = arena_grow(a, v, n, &cap, sizeof(*v));
		memcpy(&v[n], row.p, sizeof(*v));
		v[n++].route = route;
	}
	*ret = v;
	*ret_n = n;
	return OK;
}

size_t request_arena_max(const struct settings *s)
{
	return (size_t)32 * 1024 * 1024 + 4 * (size_t)setting_int(s, "upload_max_mb") * 1024 * 1024;
}
