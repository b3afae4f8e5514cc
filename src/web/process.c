/* The parent: what the children share, starting them, starting them again, ending them. */
#include "web/process.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/random.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#define CHILDREN_MAX 32
#define DRAIN_MS 15000u		/* for one kind of child to end by itself */
#define JOBS_DRAIN_MS 3000u	/* a long job may be cut at any moment: it goes on next time */
#define RESTART_MS 500		/* a child that died younger is started again only then */

struct child {
	enum role_process kind;
	int nth;		/* of its kind */
	pid_t pid;		/* 0: not running */
	uint64_t started_us, start_at_us;
};

struct parent {
	struct process process;
	struct settings settings;	/* the program's, and where it listens */
	char here[80];
	struct child child[CHILDREN_MAX];
	size_t n;
	int signals;
	bool stopping;
	sigset_t old_mask;
};

static int stop_signals(int flags)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (flags)
		sigaddset(&set, SIGCHLD);
	return sigprocmask(SIG_BLOCK, &set, NULL) ? -1 : signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

enum err open_polite(struct db_place place, struct db **ret)
{
	TRY(db_open(place, DB_WRITE, ret));
	db_polite(*ret);
	return OK;
}

bool process_stopped(const struct process *p, int wait)
{
	struct pollfd stop = { .fd = p->stop_fd, .events = POLLIN };
	int n = poll(&stop, 1, wait);

	return n > 0 || (n < 0 && errno != EINTR);
}

/* In the child: a clean slate of signals, then its work. Ctrl-C reaches the whole group, so
 * children leave SIGINT to the parent. */
static _Noreturn void child_main(struct parent *pa, const struct child *c, pid_t parent)
{
	static int (*const run[P_MAX])(const struct process *) = {
		[P_WORKER] = worker_run, [P_WRITER] = writer_run, [P_HELPER] = helper_run, [P_PAGES] = pages_run,
		[P_JOBS] = jobs_run, [P_JOBS_APART] = jobs_apart_run, [P_SEALER] = sealer_run, [P_DATA] = helper_run,
	};
	struct process p = pa->process;
	sigset_t set;

	fd_close(&pa->signals);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(0);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	p.stop_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	p.index = (int)(c - pa->child);
	p.nth = c->nth;
	if (c->kind == P_DATA)
		p.helper_listener = p.data_listener;
	if (c->kind != P_WORKER)
		fd_close(&p.listen_fd);
	if (p.stop_fd < 0)
		_exit(1);
	exit(run[c->kind](&p));
}

static void start(struct parent *pa, struct child *c)
{
	pid_t parent = getpid(), pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		child_main(pa, c, parent);
	c->started_us = clock_ticks_us();
	if (pid < 0) {
		c->start_at_us = c->started_us + RESTART_MS * 1000;
		return;
	}
	c->pid = pid;
	c->start_at_us = 0;
	pa->process.shared->pids[c - pa->child] = pid;
	pa->process.shared->kinds[c - pa->child] = (uint8_t)c->kind;
}

static void died(struct parent *pa, pid_t pid, int status)
{
	uint64_t now = clock_ticks_us();

	for (size_t i = 0; i < pa->n; i++) {
		struct child *c = &pa->child[i];

		if (c->pid != pid)
			continue;
		c->pid = 0;
		pa->process.shared->pids[i] = 0;
		pa->process.shared->connections[i] = 0;
		if (c->kind == P_WRITER)
			__atomic_fetch_and(&pa->process.shared->writer_ready, ~(1u << c->nth), __ATOMIC_RELAXED);
		if (pa->stopping)
			return;
		log_event(LOG_ERROR, "process died", LOG_LIT("process", process_name(c->kind)),
			LOG_INT("pid", pid), LOG_INT("signal", WIFSIGNALED(status) ? WTERMSIG(status) : 0),
			LOG_INT("exit", WIFEXITED(status) ? WEXITSTATUS(status) : 0));
		count_add(pa->process.shared, N_RESTARTS, 1);
		c->start_at_us = now - c->started_us < RESTART_MS * 1000 ? now + RESTART_MS * 1000 : now;
		return;
	}
}

static void reap(struct parent *pa)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		died(pa, pid, status);
}

/* Waits for signals; true when one of them says stop. */
static bool wait_signals(struct parent *pa, int timeout_ms)
{
	struct pollfd p = { .fd = pa->signals, .events = POLLIN };
	struct signalfd_siginfo si;
	bool stop = false;

	poll(&p, 1, timeout_ms);
	while (read(pa->signals, &si, sizeof(si)) == (ssize_t)sizeof(si))
		stop |= si.ssi_signo != SIGCHLD;
	reap(pa);
	return stop;
}

/* Starts what is due; returns milliseconds to the next start, -1 for none. */
static int start_due(struct parent *pa)
{
	uint64_t now = clock_ticks_us(), next = UINT64_MAX;

	for (size_t i = 0; i < pa->n; i++) {
		struct child *c = &pa->child[i];

		if (c->pid)
			continue;
		if (c->start_at_us <= now)
			start(pa, c);
		if (!c->pid && c->start_at_us < next)
			next = c->start_at_us;
	}
	return next == UINT64_MAX ? -1 : (int)((next > now ? next - now : 0) / 1000 + 1);
}

static bool any_alive(const struct parent *pa, enum role_process kind)
{
	for (size_t i = 0; i < pa->n; i++)
		if (pa->child[i].kind == kind && pa->child[i].pid)
			return true;
	return false;
}

static void signal_kind(const struct parent *pa, enum role_process kind, int sig)
{
	for (size_t i = 0; i < pa->n; i++)
		if (pa->child[i].kind == kind && pa->child[i].pid)
			kill(pa->child[i].pid, sig);
}

/* What it did not end stays as it was and is done the next time. */
static bool may_be_cut(enum role_process kind)
{
	return kind == P_JOBS || kind == P_JOBS_APART || kind == P_SEALER;
}

static bool end_kind(struct parent *pa, enum role_process kind)
{
	uint64_t until = clock_ticks_us() + (may_be_cut(kind) ? JOBS_DRAIN_MS : DRAIN_MS) * 1000u;

	signal_kind(pa, kind, SIGTERM);
	while (any_alive(pa, kind) && clock_ticks_us() < until)
		wait_signals(pa, 100);
	if (!any_alive(pa, kind))
		return true;
	signal_kind(pa, kind, SIGKILL);
	while (any_alive(pa, kind))
		wait_signals(pa, 100);
	return may_be_cut(kind);
}

static void plan(struct parent *pa)
{
	const struct settings *s = pa->process.settings;
	const struct { enum role_process kind; int64_t n; } wanted[] = {
		{ P_WRITER, pa->process.nwriters }, { P_WORKER, setting_int(s, "workers") },
		{ P_HELPER, setting_int(s, "helpers") }, { P_DATA, 1 }, { P_PAGES, pa->process.nmakers }, { P_JOBS, 1 },
		{ P_JOBS_APART, 1 }, { P_SEALER, setting_int(s, "ledger_seal") },
	};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		for (int64_t k = 0; k < wanted[i].n && pa->n < CHILDREN_MAX; k++)
			pa->child[pa->n++] = (struct child){ .kind = wanted[i].kind, .nth = (int)k };
}

static enum err prepare(struct parent *pa, const struct serve_options *o, struct web_env *env,
	uint16_t *ret_port)
{
	struct process *p = &pa->process;
	struct rlimit files;

	pa->settings = *o->settings;
	*p = (struct process){ .env = env, .shared = shared_new(), .place = o->place,
		.settings = &pa->settings, .test_mode = o->test_mode,
		.listen_fd = fd_listen_tcp(o->host, o->port, ret_port), .stop_fd = -1 };
	if (!p->shared || p->listen_fd < 0)
		return E_IO;
	snprintf(pa->here, sizeof(pa->here), "http://%s:%d", strcmp(o->host, "0.0.0.0") ? o->host : "127.0.0.1", (int)*ret_port);
	pa->settings.here = str_of(pa->here);
	p->nwriters = o->place.pg.n ? (int)setting_int(o->settings, "pg_writers") : 1;
	for (int i = 0; i < p->nwriters; i++)
		TRY(fd_listen_unix(&p->writer_listener[i]));
	p->nmakers = o->place.pg.n ? (int)setting_int(o->settings, "pg_page_makers") : 0;
	for (int i = 0; i < p->nmakers; i++)
		TRY(fd_listen_unix(&p->page_listener[i]));
	TRY(fd_listen_unix(&p->helper_listener));
	TRY(fd_listen_unix(&p->data_listener));
	p->jobs_event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pa->signals = stop_signals(1);
	if (p->jobs_event < 0 || pa->signals < 0)
		return E_IO;
	signal(SIGPIPE, SIG_IGN);
	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max < 65536 ? files.rlim_max : 65536;
		setrlimit(RLIMIT_NOFILE, &files);
	}
	p->shared->clock_offset = o->clock_offset;
	if (o->test_mode)
		clock_share(&p->shared->clock_offset);
	p->shared->started = clock_now().v;
	*env = (struct web_env){ .areas = areas, .nareas = nareas, .gate = &site_gate,
		.settings = &pa->settings, .test_mode = o->test_mode, .limit = shared_limit,
		.limit_count = shared_limit_count, .limit_clear = shared_limit_clear,
		.limit_arg = p->shared, .place = o->place, .shared = p->shared, .jobs_event = p->jobs_event };
	random_bytes(env->network_key, sizeof(env->network_key));
	return OK;
}

/* Memory of these processes holds what patients typed: no core files, no other user's ptrace.
 * Sanitizers and test tools need the opposite. */
static void hide_memory(bool test_mode)
{
#ifndef __SANITIZE_ADDRESS__
	if (!test_mode)
		prctl(PR_SET_DUMPABLE, 0);
#else
	(void)test_mode;
#endif
}

int serve_run(const struct serve_options *o)
{
	static const enum role_process order[] = { P_WORKER, P_JOBS, P_JOBS_APART, P_SEALER, P_PAGES, P_HELPER, P_DATA, P_WRITER };
	struct parent pa = { .signals = -1 };
	struct web_env env;
	uint16_t port = 0;
	bool clean = true;

	hide_memory(o->test_mode);
	if (prepare(&pa, o, &env, &port) != OK) {
		fprintf(stderr, "diwan: cannot listen on %s port %d: %s\n", o->host, (int)o->port, strerror(errno));
		return 1;
	}
	plan(&pa);
	start_due(&pa);
	printf("LISTENING http://%s:%d\n", o->host, (int)port);
	fflush(stdout);
	log_event(LOG_INFO, "serving", LOG_INT("port", port), LOG_INT("children", pa.n));
	while (!wait_signals(&pa, start_due(&pa)))
		;
	pa.stopping = true;
	fd_close(&pa.process.listen_fd);
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		clean &= end_kind(&pa, order[i]);
	log_event(LOG_INFO, "ended", LOG_INT("clean", clean));
	return clean ? 0 : 1;
}
