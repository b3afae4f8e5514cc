/*
 * Data for everybody: whose version is known before it is made, and answers that the process keeps (rq_everyone in web.h is for the
 * rest).
 * Must not know: what the data is.
 */
#ifndef WEB_EVERYONE_H
#define WEB_EVERYONE_H

#include "web/web.h"

enum { EVERYONE_SECONDS = 60 };		/* as long as caches keep such an answer */

/* As rq_everyone, before there is a body: true when who asks has that version, and 304 is the answer. */
bool rq_everyone_has(struct rq *rq, struct str version, struct instant modified) MUST_CHECK;
/*
 * The finished answer of this address, if this process keeps one: then it is the answer, whole, or 304 when who asks has it.
 * `of` says which one is right; empty: nobody knows before it is made, and one of the last minute is, which says so by its Age, so
 * that with the caches behind us nobody reads what is older than a minute. False: make it, and call rq_everyone_keep.
 */
bool rq_everyone_kept(struct rq *rq, struct str of) MUST_CHECK;
/* As rq_everyone; and the finished answer stays, compressed, for the next who asks. */
void rq_everyone_keep(struct rq *rq, struct str of, struct str version, struct instant modified);

#endif
