#include "base/random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>

/*
 * Small requests are served from a page filled by the kernel, since one booking asks some forty
 * times. The kernel wipes that page in a child after fork (left == 0 there), so that no two
 * processes give out the same bytes; bytes given out are wiped at once. The last id stands there too:
 * children that all went on from their parent's last id would meet.
 */
#define POOL_BYTES 4000
struct pool { size_t left; struct ids ids; unsigned char bytes[POOL_BYTES]; };

static void from_kernel(void *p, size_t n)
{
	char *at = p;

	while (n) {
		ssize_t got = getrandom(at, n, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			fputs("diwan: the kernel gives no random bytes\n", stderr);
			abort();
		}
		at += got;
		n -= (size_t)got;
	}
}

static struct pool *pool_get(void)
{
	static struct pool *pool;	/* of this process; NULL where the kernel cannot wipe */
	static bool tried;
	void *p;

	if (tried)
		return pool;
	tried = true;
	p = mmap(NULL, sizeof(*pool), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	if (madvise(p, sizeof(*pool), MADV_WIPEONFORK) != 0) {
		munmap(p, sizeof(*pool));
		return NULL;
	}
	return pool = p;
}

void random_bytes(void *p, size_t n)
{
	struct pool *pool = n <= 256 ? pool_get() : NULL;

	if (!pool) {
		from_kernel(p, n);
		return;
	}
	if (pool->left < n) {
		from_kernel(pool->bytes, POOL_BYTES);
		pool->left = POOL_BYTES;
	}
	pool->left -= n;
	memcpy(p, pool->bytes + pool->left, n);
	explicit_bzero(pool->bytes + pool->left, n);
}

uint32_t random_below(uint32_t n)
{
	uint32_t x, limit = UINT32_MAX - UINT32_MAX % n;

	do
		random_bytes(&x, sizeof(x));
	while (x >= limit);
	return x % n;
}

enum { ID_EPOCH = 1577836800,		/* 2020-01-01 */
	LATE_SECONDS = 2 };

int64_t random_id_least(struct instant at)
{
	int64_t ms = (at.v - ID_EPOCH) * 1000;

	return ms < 1 ? 1 : (ms & 0x3ffffffffff) << 21;
}

struct instant random_id_second(int64_t id)
{
	return (struct instant){ ID_EPOCH + (id >> 21) / 1000 };
}

/*
 * `now` is the second in which the caller's tick began, and may be over: the milliseconds are then those of a later one, and
 * the id would lie before ids that another process gave out earlier, as would whoever asked for something in that tick.
 * Another difference is a clock that was set.
 */
static int64_t since_tick(struct ids *of, int64_t real, struct instant now)
{
	const int64_t late = real + of->ahead - now.v;

	if (late > 0 && late <= LATE_SECONDS)
		return late;
	of->ahead = now.v - real;
	return 0;
}

int64_t id_next(struct ids *of, struct instant now, int64_t real_ms, uint32_t r)
{
	int64_t ms = now.v * 1000 + real_ms % 1000 + 1000 * since_tick(of, real_ms / 1000, now) - ID_EPOCH * 1000LL;
	uint32_t step = 1 + (r & 3), low = of->last ? (uint32_t)of->last + step : r;
	int64_t id;

	if (ms < 1)
		ms = 1;
	id = ((ms & 0x3ffffffffff) << 21) | (int64_t)(low & 0x1fffff);
	/* A transaction of several seconds has one `now`, and milliseconds that begin anew; a tick that is later than that begins
	 * where the one before was said to be late. */
	if (id <= of->last && (now.v == of->before.v || of->last - id < (LATE_SECONDS + 1) * (1000LL << 21)))
		id = of->last + step;
	of->last = id;
	of->before = now;
	return id;
}

int64_t random_id(struct instant now)
{
	static struct ids unwiped;
	struct pool *pool = pool_get();
	struct timespec ts;
	uint32_t r;

	clock_gettime(CLOCK_REALTIME, &ts);
	random_bytes(&r, sizeof(r));
	return id_next(pool ? &pool->ids : &unwiped, now, (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000, r);
}

void random_token(char out[static 22])
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char b[18] = { 0 };

	random_bytes(b, 16);
	for (size_t i = 0; i < 22; i++) {
		size_t bit = i * 6, byte = bit / 8, shift = bit % 8;
		unsigned v = (unsigned)(b[byte] << 8 | b[byte + 1]);

		out[i] = set[(v >> (10 - shift)) & 63];
	}
}

void random_digits(char *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (char)('0' + random_below(10));
}
