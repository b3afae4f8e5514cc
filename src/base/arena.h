/*
 * Memory tied to a lifetime: everything a request needs is taken from one arena and given
 * back at once. Nothing is freed singly.
 *
 * An arena has a cap. At the cap it makes the program's one long jump, to the place that
 * arena_guard() marked (the router, which answers 503; main for commands). That is safe only
 * because a user of an arena owns nothing else: what must be closed (files, cairo surfaces)
 * hangs on arena_on_end().
 * Must not know: anything of Diwan.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>

struct arena;

/* A new arena of at most max_bytes in all (heap; blocks grow from 16 KiB); NULL when the
 * system has no memory. arena_free(NULL) does nothing; it runs the on_end list, last first. */
struct arena *arena_new(size_t max_bytes);
void arena_free(struct arena *a);
/* Empties it for the next request, keeping its first block; runs the on_end list. */
void arena_reset(struct arena *a);
size_t arena_used(const struct arena *a);

/* Zeroed memory for count × size bytes, aligned for anything. Never NULL: an overflowing
 * product or the cap jumps to the guard; without a guard the process is aborted. */
void *arena_alloc(struct arena *a, size_t count, size_t size)
	__attribute__((malloc, returns_nonnull));
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), (n), sizeof(type)))
/* An array with room for n elements more than have: returns old when it still fits, else a
 * copy with doubled room. *cap counts elements. */
void *arena_grow(struct arena *a, void *old, size_t have, size_t *cap, size_t size);

struct str arena_str(struct arena *a, struct str s);		/* a copy */
char *arena_cstr(struct arena *a, struct str s);		/* a copy with NUL; cut at a NUL inside */
struct str arena_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str arena_cat(struct arena *a, struct str x, struct str y);

/* Calls fn(p) when the arena is reset or freed. */
void arena_on_end(struct arena *a, void (*fn)(void *), void *p);

/* An arena beside a, for what is emptied sooner or may be larger: at most max_bytes, freed when a is emptied, or before by
 * arena_free(), and at its cap it goes where a's guard goes. NULL when the system has no memory. Under areas/ there is no other. */
struct arena *arena_side(struct arena *a, size_t max_bytes);

/* Where to go at the cap. if (setjmp(*arena_guard(a))) { …503… } Only router, main, tests. */
jmp_buf *arena_guard(struct arena *a);

#endif
