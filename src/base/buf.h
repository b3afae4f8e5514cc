/*
 * A growing byte buffer on the heap with a maximum given when it is made.
 *
 * Past the maximum, or without memory, it goes into a failed state: further puts do nothing,
 * buf_ok() says false, and the caller answers E_LIMIT once at the end.
 * Must not know: anything of Diwan.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

struct buf { char *p; size_t n, cap, max; bool failed; };

/* {0} with max set is a valid empty buffer. */
#define BUF(max_bytes) ((struct buf){ .max = (max_bytes) })

/* One that is given back with the arena, for code that owns nothing. */
struct buf *buf_new(struct arena *a, size_t max);
void buf_free(struct buf *b);			/* leaves it empty and usable */
void buf_clear(struct buf *b);			/* keeps the memory */
bool buf_ok(const struct buf *b);
struct str buf_str(const struct buf *b);	/* valid until the next put */
void buf_put(struct buf *b, struct str s);
void buf_put_char(struct buf *b, char c);
void buf_put_int(struct buf *b, int64_t n);
void buf_put_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Makes room for n more bytes and returns where they go, NULL when failed; then buf_add(n). */
char *buf_room(struct buf *b, size_t n);
void buf_add(struct buf *b, size_t n);

#define BUF_AUTO __attribute__((cleanup(buf_free)))

#endif
