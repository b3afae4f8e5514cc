/*
 * Random numbers from the kernel, ids, and tokens.
 * Must not know: anything of Diwan.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/str.h"
#include "base/time.h"

void random_bytes(void *p, size_t n);			/* getrandom; aborts if the kernel cannot */
uint32_t random_below(uint32_t n);			/* uniform in [0, n) */
/* 63-bit row key: milliseconds since 2020 (42 bits) then 21 bits, random at first and going on in small random steps, so that rows that
 * arrive together lie together. Never 0. Ids of one process never meet, whatever instants they are of and however long that takes: who
 * comes back to a millisecond has other low bits, for eight hundred thousand ids. */
int64_t random_id(struct instant now);
/* What it is made of: the last one, that of which instant, and the seconds between the caller's clock and the kernel's. All 0 at first.
 * real_ms: the kernel's clock since 1970; r: random. */
struct ids { int64_t last; struct instant before; int64_t ahead; };
int64_t id_next(struct ids *of, struct instant now, int64_t real_ms, uint32_t r);
/* The least id that random_id can give at that instant, and the second in which one was given:
 * rows since an instant are a range of their primary key. */
int64_t random_id_least(struct instant at);
struct instant random_id_second(int64_t id);
/* 128 random bits as 22 base64url characters (no NUL). */
void random_token(char out[static 22]);
/* n digits, uniform. */
void random_digits(char *out, size_t n);

#endif
