/*
 * The jobs process: runs each area's jobs when they are due by the program's clock, and checks
 * points of the embedded database's log, which workers never do, and the writer only under load. Another
 * one runs those jobs that take long or much memory, behind everything else.
 */
#include "web/process.h"
#include "base/log.h"
#include "web/turns.h"

#include <errno.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#define JOBS_MAX 64
#define CHECKPOINT_MS 1000
#define APART_NICE 10
#define JOB_ARENA ((size_t)256 * 1024 * 1024)

struct due { const struct job *job; struct instant first, at; };
struct runner {
	const struct process *p;
	struct db *db;
	struct arena *a;
	bool apart;
	struct due due[JOBS_MAX];
	size_t n;
};

static enum err run_job(const struct job *job, const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	arena_reset(a);
	if (setjmp(*arena_guard(a))) {
		db_rollback(db);
		return E_LIMIT;
	}
	return job->run_with ? job->run_with(s, db, a, now) : job->run(db, a, now);
}

/* Where two machines share a PostgreSQL, the same work may be done by the other at this moment:
 * looked at again, it is done. */
static enum err run_twice(const struct job *job, const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	enum err e = run_job(job, s, db, a, now);

	return e == E_CONFLICT || e == E_RETRY ? run_job(job, s, db, a, now) : e;
}

enum err jobs_run_all(const struct web_env *env, struct db *db)
{
	struct arena *a = arena_new(JOB_ARENA);
	enum err last = a ? OK : E_IO;

	for (size_t i = 0; a && i < 2 * env->nareas; i++) {
		const struct area *area = env->areas[i % env->nareas];

		for (const struct job *j = i < env->nareas ? area->jobs : area->jobs_apart; j && j->name; j++) {
			enum err e = run_twice(j, env->settings, db, a, clock_now());

			if (e != OK)
				last = e;
		}
	}
	arena_free(a);
	return last;
}

static void collect(struct runner *r)
{
	const struct web_env *env = r->p->env;
	const struct instant start = clock_now();
	size_t rare = 0;	/* of both processes: none of the one begins with one of the other */

	for (size_t i = 0; i < 2 * env->nareas; i++) {
		const bool apart = i % 2;
		const struct job *j = apart ? env->areas[i / 2]->jobs_apart : env->areas[i / 2]->jobs;

		for (; j && j->name && r->n < JOBS_MAX; j++) {
			const struct instant first = turn_first(start, j->every_seconds, rare);

			rare += j->every_seconds >= RARE_SECONDS;
			if (apart == r->apart)
				r->due[r->n++] = (struct due){ j, first, first };
		}
	}
}

static void run_due(struct runner *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct due *d = &r->due[i];
		struct instant now = clock_now();
		enum err e;

		/* a test clock that was set back must not stop the jobs */
		if (d->at.v > now.v + d->job->every_seconds)
			d->at = now;
		if (now.v < d->at.v)
			continue;
		e = run_twice(d->job, r->p->settings, r->db, r->a, now);
		count_add(r->p->shared, N_JOB_RUNS, 1);
		if (e != OK && e != E_RETRY) {
			count_add(r->p->shared, N_JOB_FAILURES, 1);
			log_event(LOG_ERROR, "job failed", LOG_LIT("job", d->job->name), LOG_LIT("error", err_name(e)));
		}
		d->at = e == E_RETRY ? (struct instant){ now.v + 1 } : turn_next(d->first, now, d->job->every_seconds);
		if (e == E_DB) {
			db_close(r->db);
			r->db = NULL;
			return;
		}
	}
}

static bool is_any_due(const struct runner *r)
{
	struct instant now = clock_now();

	for (size_t i = 0; i < r->n; i++)
		if (r->due[i].at.v <= now.v || r->due[i].at.v > now.v + r->due[i].job->every_seconds)
			return true;
	return false;
}

static int until_next(const struct runner *r)
{
	struct instant now = clock_now();
	int64_t ms = CHECKPOINT_MS;

	for (size_t i = 0; i < r->n; i++)
		if ((r->due[i].at.v - now.v) * 1000 < ms)
			ms = (r->due[i].at.v - now.v) * 1000;
	return ms < 50 ? 50 : (int)ms;
}

static void checkpoint(struct runner *r)
{
	enum err e = db_checkpoint(r->db);

	if (e != OK && e != E_RETRY)
		log_event(LOG_WARN, "checkpoint failed", LOG_LIT("error", err_name(e)));
}

/* It has a connection while something is to be done, and gives way to everybody. */
int jobs_apart_run(const struct process *p)
{
	struct runner r = { .p = p, .a = arena_new(JOB_ARENA), .apart = true };
	int wait = 0;

	if (!r.a)
		return 1;
	setpriority(PRIO_PROCESS, 0, APART_NICE);
	collect(&r);
	while (!process_stopped(p, wait)) {
		wait = CHECKPOINT_MS;
		if (!is_any_due(&r) || open_polite(p->place, &r.db) != OK)
			continue;
		run_due(&r);
		db_close(r.db);
		r.db = NULL;
		arena_reset(r.a);
	}
	arena_free(r.a);
	return 0;
}

int jobs_run(const struct process *p)
{
	struct runner r = { .p = p, .a = arena_new(JOB_ARENA) };
	struct pollfd on[2] = { { .fd = p->jobs_event, .events = POLLIN },
		{ .fd = p->stop_fd, .events = POLLIN } };
	int wait = 0;

	if (!r.a)
		return 1;
	collect(&r);
	while (poll(on, 2, wait) >= 0 || errno == EINTR) {
		uint64_t rung;

		if (on[1].revents)
			break;
		if (on[0].revents && read(p->jobs_event, &rung, sizeof(rung)) < 0 && errno != EAGAIN)
			break;
		if (!r.db && open_polite(p->place, &r.db) != OK)
			r.db = NULL;
		if (r.db)
			run_due(&r);
		if (r.db)
			checkpoint(&r);
		wait = r.db ? until_next(&r) : CHECKPOINT_MS;
	}
	db_close(r.db);
	arena_free(r.a);
	return 0;
}
