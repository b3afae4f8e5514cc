/* Requests without a server. */
#include "web/fake.h"

#define KEEP_MAX ((size_t)8 << 20)

void fake_begin(struct fake *f, struct db *db, const struct area *const *list, size_t n, const struct gate *gate)
{
	*f = (struct fake){ .keep = arena_new(KEEP_MAX), .a = arena_new(KEEP_MAX), .db = db, .now = clock_now() };
	if (!f->keep || !f->a)
		abort();
	f->settings = settings_new(f->keep);
	f->env.areas = list;
	f->env.nareas = n;
	f->env.gate = gate;
	f->env.settings = f->settings;
	f->req.header[HH_HOST] = S("diwan.test");
}

static enum http_method method_of(const char *name)
{
	for (int m = HTTP_GET; m < HTTP_OTHER; m++)
		if (!strcmp(name, http_method_name((enum http_method)m)))
			return (enum http_method)m;
	return HTTP_OTHER;
}

struct rq *fake_ask(struct fake *f, const char *method, const char *target, const char *body)
{
	struct rq *rq;
	struct http_request *req;

	arena_reset(f->a);
	req = ARENA_NEW(f->a, struct http_request);
	*req = f->req;
	req->method = method_of(method);
	req->target = str_of(target);
	req->body = str_of(body);
	if (body && !req->header[HH_CONTENT_TYPE].n)
		req->header[HH_CONTENT_TYPE] = S("application/x-www-form-urlencoded");
	rq = web_new(f->a, &f->env, req, f->now);
	rq->db = f->db;
	web_run(rq);
	return rq;
}

bool fake_has(const struct rq *rq, const char *text)
{
	return str_find(rq->in->answer.body, str_of(text)) >= 0;
}

void fake_end(struct fake *f)
{
	arena_free(f->a);
	arena_free(f->keep);
	*f = (struct fake){ 0 };
}
