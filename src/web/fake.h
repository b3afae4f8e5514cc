/*
 * Requests without a server: for tests of handlers and the router. The whole life of a request in
 * this process (web_run), no socket, no fork.
 *
 *	struct fake f;
 *	fake_begin(&f, db, my_areas, 1, &my_gate);
 *	struct rq *rq = fake_ask(&f, "POST", "/things", "name=x");
 *	rq->in->answer.status …		(valid until the next fake_ask)
 *	fake_end(&f);
 *
 * Must not know: any area. Not used by the program itself.
 */
#ifndef WEB_FAKE_H
#define WEB_FAKE_H

#include "web/inner.h"

struct fake {
	struct arena *keep, *a;		/* of the whole test; of one request */
	struct web_env env;
	struct settings *settings;
	struct http_request req;	/* set headers here between fake_ask calls */
	struct db *db;			/* may be NULL */
	struct instant now;
};
void fake_begin(struct fake *f, struct db *db, const struct area *const *list, size_t n, const struct gate *gate);
/* body NULL: none. A body goes as a urlencoded form unless a Content-Type is set in f->req. */
struct rq *fake_ask(struct fake *f, const char *method, const char *target, const char *body);
bool fake_has(const struct rq *rq, const char *text);		/* in the body of the answer */
void fake_end(struct fake *f);

#endif
