/* The order in which readers expect names, by ICU's collation of their language. */
#include "base/utf8.h"

#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

struct keyed { struct str key; size_t i; };

static int by_key(const void *x, const void *y)
{
	const struct keyed *k = x, *l = y;
	int c = str_cmp(k->key, l->key);

	return c ? c : k->i < l->i ? -1 : 1;
}

/* Bytes that compare as the text does; the text itself should ICU fail. */
static struct str sort_key(struct arena *a, UCollator *col, struct str s)
{
	UErrorCode e = U_ZERO_ERROR;
	UChar *u = ARENA_ARRAY(a, UChar, s.n + 1);
	int32_t n = 0, size;
	uint8_t *key;

	u_strFromUTF8WithSub(u, (int32_t)s.n + 1, &n, s.p, (int32_t)s.n, 0xFFFD, NULL, &e);
	if (!col || U_FAILURE(e))
		return s;
	size = ucol_getSortKey(col, u, n, NULL, 0);
	key = arena_alloc(a, (size_t)size + 1, 1);
	ucol_getSortKey(col, u, n, key, size);
	return (struct str){ (const char *)key, (size_t)size };
}

const size_t *utf8_order(struct arena *a, const char *lang, const struct str *v, size_t n)
{
	UErrorCode e = U_ZERO_ERROR;
	UCollator *col = ucol_open(lang, &e);
	struct keyed *k = ARENA_ARRAY(a, struct keyed, n + 1);
	size_t *order = ARENA_ARRAY(a, size_t, n + 1);

	for (size_t i = 0; i < n; i++)
		k[i] = (struct keyed){ v[i].n && v[i].n < 4096 ? sort_key(a, col, v[i]) : v[i], i };
	if (col)
		ucol_close(col);
	if (n > 1)
		qsort(k, n, sizeof(k[0]), by_key);
	for (size_t i = 0; i < n; i++)
		order[i] = k[i].i;
	return order;
}
