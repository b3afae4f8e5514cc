/*
 * Data for everybody whose version is known before it is made (rq_everyone in web.h is for the rest).
 * Must not know: what the data is.
 */
#ifndef WEB_EVERYONE_H
#define WEB_EVERYONE_H

#include "web/web.h"

/* As rq_everyone, before there is a body: true when who asks has that version, and 304 is the answer. */
bool rq_everyone_has(struct rq *rq, struct str version, struct instant modified) MUST_CHECK;

#endif
