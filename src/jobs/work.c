/*
 * The jobs process: one loop over the outbox, the areas' jobs and the engine's own housekeeping.
 * It never holds a transaction while it waits for anything outside.
 */
#include "jobs/jobs.h"

#include "base/fd.h"
#include "base/log.h"
#include "gateways/sms.h"
#include "web/area.h"
#include "web/settings.h"

#include <poll.h>

enum { JOBS_MAX = 64, WAIT_MS = 250, CHECKPOINT_S = 5, SEND_MAX = 200, ARENA_BYTES = 64 << 20 };

struct work {
	const struct jobs_env *env;
	struct db *db;
	struct arena *a;
	struct gateway *gateway;
	struct str site;
	const struct job *job[JOBS_MAX];
	struct instant due[JOBS_MAX];
	size_t njobs;
	uint64_t checkpoint_us;
};

/* The first line of a file that only this process's user should be able to read. */
static enum err read_secret(struct arena *a, struct str path, struct str *ret)
{
	struct str text;

	if (fd_read_file(a, arena_cstr(a, path), 4096, &text) != OK)
		return E_INPUT;
	text = str_trim(text);
	*ret = str_cut(&text, '\n');
	return OK;
}

bool jobs_demonstration(const struct settings *s)
{
	return !str_eq(setting_text(s, "sms_gateway"), S("http"));
}

enum err jobs_gateway(const struct settings *s, struct arena *a, struct gateway **ret, struct str *ret_why)
{
	struct str header_file = setting_text(s, "sms_header_file");
	struct gateway_http_settings h = {
		.url = setting_text(s, "sms_url"), .method = setting_text(s, "sms_method"),
		.type = setting_text(s, "sms_type"), .body = setting_text(s, "sms_body"),
		.expect = setting_text(s, "sms_expect"),
		.timeout_ms = (int)setting_int(s, "sms_timeout_ms"),
		.knows_repeats = setting_int(s, "sms_knows_repeats") != 0,
	};

	if (jobs_demonstration(s)) {
		*ret = gateway_demonstration();
		return OK;
	}
	if (header_file.n && read_secret(a, header_file, &h.header) != OK) {
		*ret_why = S("sms_header_file cannot be read");
		return E_INPUT;
	}
	if (gateway_http_open(&h, ret) == OK)
		return OK;
	*ret_why = S("sms_url, sms_method, sms_body or the line in sms_header_file is not usable");
	return E_INPUT;
}

static void collect_jobs(struct work *w)
{
	for (size_t i = 0; i < w->env->nareas; i++) {
		const struct job *j = w->env->areas[i]->jobs;

		for (; j && j->name && w->njobs < JOBS_MAX; j++)
			w->job[w->njobs++] = j;
	}
}

static void lost(struct work *w, const char *what, enum err e)
{
	if (e == OK || e == E_RETRY)
		return;
	log_event(LOG_ERROR, "job_failed", LOG_LIT("job", what), LOG_LIT("error", err_name(e)));
	if (e != E_DB && e != E_IO)
		return;
	db_close(w->db);
	w->db = NULL;
}

static void run_due(struct work *w, size_t i)
{
	struct instant now = clock_now();
	const struct job *j = w->job[i];
	enum err e;

	/* a clock set back must not stop a job for long */
	if (w->due[i].v > now.v && w->due[i].v - now.v <= j->every_seconds)
		return;
	w->due[i].v = now.v + j->every_seconds;
	arena_reset(w->a);
	e = j->run(w->db, w->a, now);
	if (e == E_RETRY)
		w->due[i] = now;
	lost(w, j->name, e);
}

static void round_once(struct work *w)
{
	int done = 0;
	uint64_t now_us = clock_ticks_us();

	if (!w->db && db_open(w->env->place, DB_WRITE, &w->db) != OK) {
		w->db = NULL;
		return;
	}
	arena_reset(w->a);
	lost(w, "outbox", outbox_send(w->db, w->a, clock_now(), w->gateway, w->site, SEND_MAX, &done));
	for (size_t i = 0; i < w->njobs && w->db; i++)
		run_due(w, i);
	if (w->db && now_us - w->checkpoint_us > CHECKPOINT_S * 1000000ull) {
		w->checkpoint_us = now_us;
		lost(w, "checkpoint", db_checkpoint(w->db));
	}
}

static void loop(struct work *w)
{
	struct pollfd p = { .fd = w->env->stop_fd, .events = POLLIN };

	if (setjmp(*arena_guard(w->a)))
		log_event(LOG_ERROR, "job_failed", LOG_LIT("error", "memory"));
	while (poll(&p, 1, WAIT_MS) <= 0 || !p.revents)
		round_once(w);
}

int jobs_work(const struct jobs_env *env)
{
	struct work w = { .env = env, .a = arena_new(ARENA_BYTES) };
	struct arena *own = arena_new(1 << 20);
	struct str why = STR_NONE;

	if (!w.a || !own)
		return 1;
	if (jobs_gateway(env->settings, own, &w.gateway, &why) != OK) {
		log_event(LOG_ERROR, "gateway_refused");
		return 1;
	}
	w.site = env->site.n ? env->site : setting_text(env->settings, "public_url");
	collect_jobs(&w);
	loop(&w);
	if (w.db)
		db_close(w.db);
	gateway_close(w.gateway);
	arena_free(own);
	arena_free(w.a);
	return 0;
}
