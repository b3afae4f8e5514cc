/*
 * What an area hands to the program: its routes, its navigation, its commands, its jobs.
 *
 * Each area exports one `extern const struct area area_<name>;` in its <name>.h; src/routes.c
 * has the one list of them. Must not know: any area by name, sockets, processes.
 */
#ifndef WEB_AREA_H
#define WEB_AREA_H

#include "web/web.h"

/* One entry of the staff's navigation and home page, shown to whom it serves. Order: rank, then the list
 * of areas. The bar shows the first five below 50; the rest stands in the menu, in groups by rank: below 50
 * every day, 50 figures and files, 80 set-up. */
struct nav {
	unsigned who;			/* R(DESK) | … as in routes */
	int rank;			/* 10 day, 20 book, 30 worklists, 50 figures, 70 audit, 80 administration */
	const char *path;		/* "/desk" */
	const char *label;		/* msgid, short: "Day" */
	const char *about;		/* msgid, one sentence for the home page, or NULL */
	const char *shortcut;		/* "F2" or NULL */
	/* For a badge: how many wait here. May be NULL; a failure shows no badge. */
	enum err (*count)(struct rq *rq, int64_t *ret);
};

enum { NAV_MAX = 64 };			/* entries of all areas together */

/* The group's heading, a msgid; one pointer for one group. */
const char *nav_group(const struct nav *nav);
/* The navigation that serves whoever is signed in, by rank; at most max. */
size_t rq_nav(const struct rq *rq, const struct nav **ret, size_t max);

/* A subcommand of the program. run answers the exit code: 0 done, 1 input wrong, 2 usage.
 * argv[0] is the first argument after the command's name; common options (--data, --pg,
 * --test-mode, --clock) have been taken out already. */
struct command_env {
	struct db_place place;
	struct arena *a;		/* 256 MiB cap; its guard is set in main: exits 1 */
	struct instant now;
	struct db *db;			/* NULL until command_db() */
	const struct settings *settings;
	bool test_mode;
};
struct command {
	const char *name;		/* "user add" is "user": the command reads its own words */
	const char *usage;		/* "add LOGIN --organization CODE --role ROLE" */
	const char *help;		/* one line for --help */
	int (*run)(struct command_env *env, int argc, char **argv);
};
/* Opens the database once (schema checked; a message and E_… when it cannot). */
enum err command_db(struct command_env *env, enum db_mode mode) MUST_CHECK;
/* "--name VALUE" or "--name=VALUE" in argv; NULL when absent. Taken out of argv. */
const char *command_option(int *argc, char **argv, const char *name);
bool command_flag(int *argc, char **argv, const char *name);
/* Prints "diwan: …" to standard error and returns 1; usage: returns 2. */
int command_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int command_usage(const struct command *c);

/* Work of the jobs process. Each run takes a DB_WRITE connection outside of a transaction and
 * makes its own short ones. `name` is for logs and metrics. */
struct job {
	const char *name;
	int every_seconds;
	enum err (*run)(struct db *db, struct arena *a, struct instant now);
	/* The same with the program's settings, called instead of run when it is there. */
	enum err (*run_with)(const struct settings *s, struct db *db, struct arena *a, struct instant now);
};

struct sample;
struct area {
	const char *name;
	const struct route *routes;	/* ends with { 0 } */
	const struct nav *nav;		/* ends with { 0 }; may be NULL, as all below */
	const struct command *commands;
	const struct job *jobs;
	/* Those that take minutes or hundreds of megabytes: in a process of its own, so that no message, offer or draw waits for them. */
	const struct job *jobs_apart;
	const struct sample *samples;	/* the texts it sends to people (jobs/samples.h); ends with { 0 } */
	/* Lines of its own for /metrics, from few rows: it is asked several times a minute. */
	enum err (*metrics)(struct rq *rq, struct buf *to);
	/* What check-config looks at outside of the settings: prints a line for each; how many are not as they should be. */
	int (*check)(struct command_env *env);
	/* Whether it means to write to that number or address on that day (message.spaced): only *ret = true is written. */
	enum err (*expects)(struct db *db, struct arena *a, struct str recipient, struct day day, bool *ret);
};

/* Who is asking: areas/accounts implements it and src/routes.c hands it to the router, since
 * web/ knows no area. Tokens are as sent (22 characters, not hashed). E_NOTFOUND: no such, over,
 * or revoked. Reads only. */
struct gate {
	enum err (*session)(struct rq *rq, struct str token, struct who *ret);
	enum err (*bearer)(struct rq *rq, struct str token, struct who *ret);
	/* In the writer, now and then (who.stale): remembers that the session was used. */
	enum err (*seen)(struct db *db, struct arena *a, int64_t session, struct instant at);
	/* Who signed a request of that body (ROUTE_SIGNED), by its header; sets who.signature. */
	enum err (*signed_by)(struct rq *rq, struct str header, struct str body, struct who *ret);
};

/* The whole program's list, in src/routes.c. */
extern const struct area *const areas[];
extern const size_t nareas;
extern const struct gate site_gate;
/* One turn of the public log, for the sealer's process: outside of a transaction; *ret_more: call again. */
extern enum err (*const site_seal)(const struct settings *s, struct db *db, struct arena *a, struct instant now,
	bool *ret_more);

#endif
