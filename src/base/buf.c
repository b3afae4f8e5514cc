#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .max = b->max };
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->failed = false;
}

bool buf_ok(const struct buf *b)
{
	return !b->failed;
}

struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

char *buf_room(struct buf *b, size_t n)
{
	size_t want, cap;
	char *p;

	if (b->failed)
		return NULL;
	if (__builtin_add_overflow(b->n, n, &want) || want > b->max) {
		b->failed = true;
		return NULL;
	}
	if (want > b->cap) {
		cap = b->cap ? b->cap : 256;
		while (cap < want)
			cap *= 2;
		if (cap > b->max)
			cap = b->max;
		p = realloc(b->p, cap);
		if (!p) {
			b->failed = true;
			return NULL;
		}
		b->p = p;
		b->cap = cap;
	}
	return b->p + b->n;
}

void buf_add(struct buf *b, size_t n)
{
	b->n += n;
}

void buf_put(struct buf *b, struct str s)
{
	char *p = s.n ? buf_room(b, s.n) : NULL;

	if (!p)
		return;
	memcpy(p, s.p, s.n);
	b->n += s.n;
}

void buf_put_char(struct buf *b, char c)
{
	char *p = buf_room(b, 1);

	if (!p)
		return;
	*p = c;
	b->n++;
}

void buf_put_int(struct buf *b, int64_t n)
{
	char digits[20];
	size_t i = sizeof(digits);
	uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do {
		digits[--i] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (n < 0)
		buf_put_char(b, '-');
	buf_put(b, (struct str){ digits + i, sizeof(digits) - i });
}

void buf_put_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = n < 0 ? NULL : buf_room(b, (size_t)n + 1);	/* one more for vsnprintf's NUL */
	if (!p) {
		b->failed = true;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

static void drop(void *b)
{
	buf_free(b);
}

struct buf *buf_new(struct arena *a, size_t max)
{
	struct buf *b = ARENA_NEW(a, struct buf);

	b->max = max;
	arena_on_end(a, drop, b);
	return b;
}
