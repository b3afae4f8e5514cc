/*
 * Finished answers that one process keeps for the next who asks: bytes under a name, of an instant. When room is needed the
 * oldest go. They live as long as the process and are lost with it, which costs making them again.
 * Must not know: requests, what the bytes say.
 */
#ifndef WEB_KEPT_H
#define WEB_KEPT_H

#include "base/err.h"
#include "base/str.h"
#include "base/time.h"

struct kept;
/* At most so many bytes, names counted. NULL without memory. */
struct kept *kept_new(size_t max);
void kept_free(struct kept *k);		/* NULL does nothing */
/*
 * What was put under that name, its instant not after now and less than `seconds` before it (0: whatever its age); it stays
 * valid until the next kept_put. E_NOTFOUND: none.
 */
enum err kept_get(const struct kept *k, struct str name, struct instant now, int seconds, struct str *ret,
	struct instant *ret_at) MUST_CHECK;
/* Copies both, in place of what stood there. What is longer than a quarter of the room is not kept. */
void kept_put(struct kept *k, struct str name, struct str bytes, struct instant at);

#endif
