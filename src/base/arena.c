#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)16 * 1024)
#define ALIGN _Alignof(max_align_t)

struct block {
	struct block *next;
	size_t size, used;
	_Alignas(max_align_t) char bytes[];
};

struct on_end {
	struct on_end *next;
	void (*fn)(void *);
	void *p;
};

struct arena {
	struct block *first, *now;
	struct on_end *ends;
	struct arena *beside;	/* arena_side(): this one's end ends it too */
	size_t max, total;	/* bytes of all blocks */
	bool guarded;
	jmp_buf guard;
};

static struct block *block_new(struct arena *a, size_t size)
{
	struct block *b;

	if (size > a->max || a->total > a->max - size)
		return NULL;
	b = malloc(sizeof(*b) + size);
	if (!b)
		return NULL;
	b->next = NULL;
	b->size = size;
	b->used = 0;
	a->total += size;
	return b;
}

struct arena *arena_new(size_t max_bytes)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->max = max_bytes;
	a->first = a->now = block_new(a, max_bytes < FIRST_BLOCK ? max_bytes : FIRST_BLOCK);
	if (!a->first) {
		free(a);
		return NULL;
	}
	return a;
}

static void run_ends(struct arena *a)
{
	while (a->ends) {
		struct on_end *e = a->ends;

		a->ends = e->next;
		e->fn(e->p);
	}
}

static void free_blocks(struct arena *a, struct block *b)
{
	while (b) {
		struct block *next = b->next;

		a->total -= b->size;
		free(b);
		b = next;
	}
}

static void end_side(void *p)
{
	struct arena *side = p;

	side->beside = NULL;
	arena_free(side);
}

/* Its parent is not to end it again. */
static void leave(struct arena *side)
{
	struct on_end **at = &side->beside->ends;

	while (*at && ((*at)->p != side || (*at)->fn != end_side))
		at = &(*at)->next;
	if (*at)
		*at = (*at)->next;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	if (a->beside)
		leave(a);
	run_ends(a);
	free_blocks(a, a->first);
	free(a);
}

void arena_reset(struct arena *a)
{
	run_ends(a);
	free_blocks(a, a->first->next);
	a->first->next = NULL;
	a->first->used = 0;
	a->now = a->first;
}

size_t arena_used(const struct arena *a)
{
	size_t n = 0;

	for (const struct block *b = a->first; b; b = b->next)
		n += b->used;
	return n;
}

static _Noreturn void full(struct arena *a)
{
	if (a->guarded)
		longjmp(a->guard, 1);
	fputs("diwan: out of arena memory without a guard\n", stderr);
	abort();
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
	size_t n, grown;
	char *p;

	if (__builtin_mul_overflow(count, size, &n) || n > a->max)
		full(a);
	n = (n + ALIGN - 1) / ALIGN * ALIGN;
	if (a->now->size - a->now->used < n) {
		grown = a->now->size * 2;
		if (grown > a->max - a->total)
			grown = a->max - a->total;
		a->now->next = block_new(a, grown < n ? n : grown);
		if (!a->now->next)
			full(a);
		a->now = a->now->next;
	}
	p = a->now->bytes + a->now->used;
	a->now->used += n;
	memset(p, 0, n);
	return p;
}

void *arena_grow(struct arena *a, void *old, size_t have, size_t *cap, size_t size)
{
	void *bigger;
	size_t room;

	if (have < *cap)
		return old;
	room = *cap ? *cap * 2 : 16;
	bigger = arena_alloc(a, room, size);
	if (have)
		memcpy(bigger, old, have * size);
	*cap = room;
	return bigger;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

char *arena_cstr(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct str arena_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return STR_NONE;
	p = arena_alloc(a, (size_t)n + 1, 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){ p, (size_t)n };
}

struct str arena_cat(struct arena *a, struct str x, struct str y)
{
	char *p = arena_alloc(a, x.n + y.n + 1, 1);

	if (x.n)
		memcpy(p, x.p, x.n);
	if (y.n)
		memcpy(p + x.n, y.p, y.n);
	return (struct str){ p, x.n + y.n };
}

void arena_on_end(struct arena *a, void (*fn)(void *), void *p)
{
	struct on_end *e = ARENA_NEW(a, struct on_end);

	*e = (struct on_end){ a->ends, fn, p };
	a->ends = e;
}

jmp_buf *arena_guard(struct arena *a)
{
	a->guarded = true;
	return &a->guard;
}

struct arena *arena_side(struct arena *a, size_t max_bytes)
{
	struct arena *side = arena_new(max_bytes);

	if (!side)
		return NULL;
	side->beside = a;
	side->guarded = a->guarded;
	if (a->guarded)
		memcpy(&side->guard, &a->guard, sizeof(a->guard));
	arena_on_end(a, end_side, side);
	return side;
}

#if defined(__SANITIZE_ADDRESS__)
/* What a leak checker is to pass over (here because every program links this file): fontconfig
 * keeps its caches to the end; libxlsxwriter 1.1.4 loses the range of a drop-down list. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libxlsxwriter\n";
}
#endif
