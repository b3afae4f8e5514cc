/*
 * The program's own routes: assets, health and metrics for machines, and in test mode the clock
 * and a run of all jobs. /metrics is Prometheus text, to callers on this machine only.
 */
#include "web/process.h"
#include "web/upkeep.h"

#include <unistd.h>

/* Good when a worker can read and the writer is there. */
static enum err healthz(struct rq *rq)
{
	const struct shared *s = rq->in->env->shared;
	bool good = !s || __atomic_load_n(&s->writer_ready, __ATOMIC_RELAXED);

	return rq_bytes(rq, good ? 200 : 503, "text/plain; charset=utf-8", good ? S("ok\n") : S("no writer\n"));
}

static void put_routes(struct buf *b, const struct web_env *env, const struct shared *s)
{
	size_t at = 0;

	for (size_t i = 0; i < env->nareas; i++)
		for (const struct route *r = env->areas[i]->routes; r && r->method; r++, at++) {
			const struct route_count *rc = &s->route[at < SHARED_ROUTES ? at : SHARED_ROUTES - 1];

			if (!rc->n)
				continue;
			buf_put_fmt(b, "diwan_route_requests{method=\"%s\",route=\"%s\"} %llu\n", r->method,
				r->pattern, (unsigned long long)rc->n);
			buf_put_fmt(b, "diwan_route_microseconds{method=\"%s\",route=\"%s\"} %llu\n", r->method,
				r->pattern, (unsigned long long)rc->us);
			buf_put_fmt(b, "diwan_route_errors{method=\"%s\",route=\"%s\"} %llu\n", r->method,
				r->pattern, (unsigned long long)rc->errors);
		}
}

static void put_processes(struct buf *b, const struct shared *s)
{
	uint64_t connections = 0;

	for (int i = 0; i < SHARED_WORKERS; i++) {
		connections += s->connections[i];
		if (s->pids[i])
			buf_put_fmt(b, "diwan_process{kind=\"%s\"} %d\n",
				process_name((enum role_process)s->kinds[i]), (int)s->pids[i]);
	}
	buf_put_fmt(b, "diwan_connections %llu\n", (unsigned long long)connections);
}

static enum err metrics(struct rq *rq)
{
	struct buf b BUF_AUTO = BUF(1024 * 1024);
	const struct shared *s = rq->in->env->shared;

	for (int c = 0; s && c < N_COUNTERS; c++)
		buf_put_fmt(&b, "# TYPE diwan_%s counter\ndiwan_%s %llu\n", counter_name((enum counter)c),
			counter_name((enum counter)c), (unsigned long long)s->counter[c]);
	if (s) {
		put_processes(&b, s);
		put_routes(&b, rq->in->env, s);
		buf_put_fmt(&b, "diwan_started_seconds %lld\n", (long long)s->started);
	}
	for (size_t i = 0; rq->db && i < rq->in->env->nareas; i++)
		if (rq->in->env->areas[i]->metrics)
			TRY(rq->in->env->areas[i]->metrics(rq, &b));
	if (!buf_ok(&b))
		return E_LIMIT;
	return rq_bytes(rq, 200, "text/plain; version=0.0.4; charset=utf-8", arena_str(rq->a, buf_str(&b)));
}

static void ring_jobs(const struct web_env *env)
{
	const uint64_t one = 1;

	if (write(env->jobs_event, &one, sizeof(one)) < 0)
		return;		/* it is rung already */
}

/* Every process jumps to the instant in the body and runs on. */
static enum err set_clock(struct rq *rq)
{
	const struct web_env *env = rq->in->env;
	struct instant to;
	int64_t offset;

	if (!env->shared)
		return E_NOTFOUND;
	TRY(instant_parse(str_trim(rq_body(rq)), &to));
	offset = __atomic_load_n(&env->shared->clock_offset, __ATOMIC_RELAXED);
	offset += to.v - clock_now().v;
	__atomic_store_n(&env->shared->clock_offset, offset, __ATOMIC_RELAXED);
	cache_forget_all(env->shared);
	ring_jobs(env);
	return rq_bytes(rq, 204, "text/plain; charset=utf-8", STR_NONE);
}

/* Runs all jobs now and answers when they have ended. */
static enum err run_jobs(struct rq *rq)
{
	const struct web_env *env = rq->in->env;
	struct db *db;
	enum err e;

	if (!env->shared)
		return E_NOTFOUND;
	TRY(db_open(env->place, DB_WRITE, &db));
	e = jobs_run_all(env, db);
	db_close(db);
	cache_forget_all(env->shared);
	TRY(e);
	return rq_bytes(rq, 204, "text/plain; charset=utf-8", STR_NONE);
}

/* An embedded asset; under its hashed name it never changes, under its plain name it may. */
static enum err asset(struct rq *rq)
{
	const struct asset *x = asset_find(rq_param(rq, 0));
	struct answer *an = &rq->in->answer;
	bool hashed;

	if (!x || !x->hashed)
		return E_NOTFOUND;
	hashed = str_eq(rq_param(rq, 0), str_of(x->hashed));
	an->gzipped = x->gz && http_takes_gzip(rq->in->req->header[HH_ACCEPT_ENCODING]);
	TRY(rq_bytes(rq, 200, x->type, an->gzipped ? (struct str){ (const char *)x->gz, x->ngz } :
		(struct str){ (const char *)x->bytes, x->n }));
	an->gzipped = x->gz && http_takes_gzip(rq->in->req->header[HH_ACCEPT_ENCODING]);
	an->cache = hashed ? ANSWER_FOREVER : ANSWER_SHORT;
	return OK;
}

/* Welcome where everybody's pages and data are; not at bearer links, at what one fills in, or where staff works. */
const char robots_text[] = "User-agent: *\nAllow: /open-data/\nAllow: /hospital/\nAllow: /ledger/\n"
	"Disallow: /a/\nDisallow: /account\nDisallow: /admin/\nDisallow: /audit\nDisallow: /book/\nDisallow: /c/\nDisallow: /calendar/\n"
	"Disallow: /d/\nDisallow: /desk\nDisallow: /draws/*/join\nDisallow: /draws/code/\nDisallow: /fhir/\nDisallow: /figures\n"
	"Disallow: /find\nDisallow: /hold\nDisallow: /m/\nDisallow: /o/\nDisallow: /party/\nDisallow: /report/\nDisallow: /sign-in\nDisallow: /together/\nDisallow: /w/\n"
	"Disallow: /waiting/code/\nDisallow: /waiting/join\n";

static enum err robots(struct rq *rq)
{
	struct str text = arena_fmt(rq->a, "%sSitemap: %.*s/sitemap.xml\n", robots_text, STR_ARG(rq_base_url(rq)));

	TRY(rq_bytes(rq, 200, "text/plain; charset=utf-8", text));
	rq_everyone(rq, text, INSTANT_NONE);
	return OK;
}

static const struct route routes[] = {
	{ "GET", "/static/:name", asset, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/robots.txt", robots, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/healthz", healthz, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/metrics", metrics, PUBLIC, READ, NULL, ROUTE_LOOPBACK, NULL, NULL, NULL },
	{ "POST", "/_test/clock", set_clock, PUBLIC, READ, NULL, ROUTE_TEST | ROUTE_API, NULL, NULL, NULL },
	{ "POST", "/_test/jobs", run_jobs, PUBLIC, READ, NULL, ROUTE_TEST | ROUTE_SLOW | ROUTE_API, NULL, NULL, NULL },
	{ 0 }
};
const struct area area_program = { .name = "program", .routes = routes, .commands = upkeep_commands };
