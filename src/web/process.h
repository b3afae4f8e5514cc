/*
 * The running program: a parent that holds the listening socket and the shared memory and keeps
 * its children alive: web workers (read), the writer (writes), helpers (whatever takes long),
 * makers of public pages (on PostgreSQL), jobs (sends, rolls, checks points), jobs apart (the long ones),
 * the sealer of the public log. No threads; children
 * share nothing else.
 *
 * SIGTERM or SIGINT to the parent: workers stop accepting, answer what they have, end; then the
 * others end; then the parent, with 0. A child that dies is started again. Children end when the
 * parent dies.
 * Must not know: any area, any route.
 */
#ifndef WEB_PROCESS_H
#define WEB_PROCESS_H

#include "db/db.h"
#include "web/channel.h"
#include "web/inner.h"
#include "web/shared.h"

/* On SQLite there is one writer; on PostgreSQL the setting pg_writers says how many. */
#define WRITERS_MAX 8
/* A public page costs a worker half a millisecond on SQLite; on PostgreSQL it waits for ten answers
 * of another process meanwhile, so makers do it. */
#define MAKERS_MAX 8

/* What every child is given. */
struct process {
	struct web_env *env;
	struct shared *shared;
	struct db_place place;
	const struct settings *settings;
	int listen_fd, helper_listener, jobs_event;
	int data_listener;	/* of the one helper for files that anybody may ask for; in it helper_listener is the same */
	int writer_listener[WRITERS_MAX], nwriters;
	int page_listener[MAKERS_MAX], nmakers;	/* 0: workers make public pages themselves */
	int stop_fd;		/* signalfd of SIGTERM, made in the child */
	int index;		/* among all children */
	int nth;		/* which of its kind */
	bool test_mode;
};

struct serve_options {
	struct db_place place;
	const struct settings *settings;
	const char *host;
	uint16_t port;
	bool test_mode;
	int64_t clock_offset;		/* seconds, test mode */
};
/* Serves until it is told to stop; returns the exit code. Prints LISTENING http://HOST:PORT. */
int serve_run(const struct serve_options *o);

/* The children; none returns before it is to end. */
int worker_run(const struct process *p);
int writer_run(const struct process *p);
int helper_run(const struct process *p);
int pages_run(const struct process *p);
int jobs_run(const struct process *p);
int jobs_apart_run(const struct process *p);	/* struct area.jobs_apart */
int sealer_run(const struct process *p);

/* Waits so many milliseconds, or until the child is told to end: true then. */
bool process_stopped(const struct process *p, int wait);

/* For writing behind the writer, whom people wait for: it finds its turn between such a connection's transactions. */
enum err open_polite(struct db_place place, struct db **ret) MUST_CHECK;

/* All jobs of all areas once, whatever their time. E_DB and the like: of the last that failed. */
enum err jobs_run_all(const struct web_env *env, struct db *db) MUST_CHECK;

/* --- reading (reader.c): db is the process's connection, opened when it is first needed --- */
/* A snapshot for rq; false: no database. The caller ends it with db_rollback(). */
bool read_begin(const struct process *p, struct db **db, struct rq *rq);
/* web_handle, again when the engine asks for it; an answer is there afterwards. */
enum err read_handle(struct rq *rq);

/* --- public pages as everybody gets them (pages.c) --- */
uint64_t page_max_age_ms(const struct process *p);
/* A page older than this, and still shown, is asked for anew. */
uint64_t page_young_ms(const struct process *p);
/* rq's answer into `out`, compressed, and when it is a page (200) into the cache. */
void page_keep(const struct process *p, struct rq *rq, struct str key, struct page_mark mark, struct buf *out);
/* Such bytes as rq's client takes them, with the cookies of its visit; they must live as long. */
bool page_show(struct rq *rq, struct str bytes, struct page_mark mark);
void page_message(struct buf *to, struct page_mark mark, struct str page);
enum err page_take(struct str from, struct page_mark *ret_mark, struct str *ret_page) MUST_CHECK;

/* Strings one after the other in a message: length, bytes. */
void message_put(struct buf *to, struct str s);
enum err message_take(struct str *from, struct str *ret) MUST_CHECK;
/* Cap of one request's arena: pages need little, an upload is there in several forms. */
size_t request_arena_max(const struct settings *s);

/* The program's own routes: /healthz /metrics /_test/clock /_test/jobs. */
extern const struct area area_program;

#endif
