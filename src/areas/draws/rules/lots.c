/* The order of a draw. See lots.h. */
#include "areas/draws/rules/lots.h"

#include <string.h>

#include "base/num.h"

static const char head[] = "diwan-draw-1\n";
enum { HEAD = sizeof(head) - 1 };
_Static_assert(HEAD + 4 * LOT_BYTES == LOT_TEXT, "what is hashed has that length");

void lot_text(const struct draw_seeds *s, const unsigned char holder[static LOT_BYTES], unsigned char out[static LOT_TEXT])
{
	memcpy(out, head, HEAD);
	memcpy(out + HEAD, s->seed, LOT_BYTES);
	memcpy(out + HEAD + LOT_BYTES, s->root, LOT_BYTES);
	memcpy(out + HEAD + 2 * LOT_BYTES, s->beacon, LOT_BYTES);
	memcpy(out + HEAD + 3 * LOT_BYTES, holder, LOT_BYTES);
}

struct draw_wishes draw_wishes_read(struct str text, int32_t times, bool *ret_clean)
{
	struct draw_wishes w = { .n = 0 };
	bool seen[DRAW_TIMES + 1] = { false };
	int64_t limit = times < DRAW_TIMES ? times : DRAW_TIMES, k;

	*ret_clean = true;
	while (text.n) {
		struct str one = str_cut(&text, ',');

		if (num_parse(one, 1, limit, &k) != OK || seen[k]) {
			*ret_clean = false;
			continue;
		}
		seen[k] = true;
		w.v[w.n++] = (unsigned char)k;
	}
	return w;
}

size_t draw_wishes_text(const struct draw_wishes *w, char out[static DRAW_WISHES_TEXT])
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (i)
			out[n++] = ',';
		if (w->v[i] >= 10)
			out[n++] = (char)('0' + w->v[i] / 10);
		out[n++] = (char)('0' + w->v[i] % 10);
	}
	return n;
}

int lot_order(const struct draw_lot *x, const struct draw_lot *y)
{
	if (x->class_rank != y->class_rank)
		return x->class_rank < y->class_rank ? -1 : 1;
	return memcmp(x->lot, y->lot, LOT_BYTES);
}

static int order(const void *x, const void *y)
{
	return lot_order(x, y);
}

void draw_lots(struct draw_lot *v, size_t n, int32_t times)
{
	bool taken[DRAW_TIMES + 1] = { false };

	qsort(v, n, sizeof(*v), order);
	for (size_t i = 0; i < n; i++) {
		v[i].given = 0;
		for (size_t k = 0; k < v[i].wishes.n && !v[i].given; k++) {
			int32_t no = v[i].wishes.v[k];

			if (no >= 1 && no <= times && !taken[no])
				v[i].given = no;
		}
		taken[v[i].given] = true;
	}
}

bool draw_class_next(struct str *classes, struct draw_class *ret)
{
	struct str code = str_cut(classes, ','), said = str_cut(&code, '=');

	*ret = (struct draw_class){ said, code.n ? code : said };
	return said.n > 0;
}

int32_t draw_class_rank(struct str classes, struct str code)
{
	struct draw_class c;
	int32_t at = 0;

	while (draw_class_next(&classes, &c) && !(code.n && str_eq(c.code, code)))
		at++;
	return at;
}

struct str draw_class_said(struct str classes, struct str code)
{
	struct draw_class c;

	while (draw_class_next(&classes, &c))
		if (code.n && str_eq(c.code, code))
			return c.said;
	return STR_NONE;
}
