/*
 * The program's door: common options, settings, then `serve` or one of the areas' commands.
 *
 *   diwan COMMAND [--data DIR] [--pg URL] [--test-mode] [--clock INSTANT] …
 *
 * Exit codes: 0 done, 1 input wrong or failed, 2 usage.
 */
#include "base/log.h"
#include "base/num.h"
#include "jobs/ways.h"
#include "web/area.h"
#include "web/process.h"
#include "web/secret.h"
#include "web/settings.h"

#include <errno.h>
#include <sys/stat.h>

#define COMMAND_ARENA ((size_t)256 * 1024 * 1024)

static int64_t own_offset;	/* --clock of a command; serve has it in shared memory */

static const char *environment_or(const char *name, const char *otherwise)
{
	const char *v = getenv(name);

	return v && *v ? v : otherwise;
}

/* Takes the options that every command has out of argv. */
static int common_options(struct command_env *env, int *argc, char **argv)
{
	const char *data = command_option(argc, argv, "--data");
	const char *pg = command_option(argc, argv, "--pg");
	const char *clock = command_option(argc, argv, "--clock");

	env->place.data_dir = str_of(data ? data : environment_or("DIWAN_DATA", "var"));
	env->place.pg = str_of(pg ? pg : environment_or("DIWAN_PG", NULL));
	env->test_mode = command_flag(argc, argv, "--test-mode");
	env->now = clock_now();
	if (!clock)
		return 0;
	if (!env->test_mode) {
		command_fail("--clock is for --test-mode only");
		return 2;
	}
	if (instant_parse(str_of(clock), &env->now) != OK) {
		command_fail("--clock: an instant like 2026-03-01T08:00:00Z is expected, not \"%s\"", clock);
		return 2;
	}
	own_offset = env->now.v - clock_now().v;
	clock_share(&own_offset);
	return 0;
}

static int cannot_serve(struct command_env *env)
{
	if (!zone_data_knows_2026())
		return command_fail("the system's tz data (%.*s) does not know that Morocco left UTC+1 on "
			"2026-09-20; install tzdata 2026 or later", STR_ARG(zone_data_version()));
	return command_db(env, DB_READ) == OK ? 0 : 1;
}

static int serve(struct command_env *env, int argc, char **argv)
{
	const char *port = command_option(&argc, argv, "--port");
	const char *host = command_option(&argc, argv, "--host");
	struct serve_options o = { .place = env->place, .settings = env->settings,
		.host = host ? host : environment_or("DIWAN_HOST", "127.0.0.1"),
		.test_mode = env->test_mode, .clock_offset = own_offset };
	struct str why;
	int64_t number = 8080;

	if (argc || num_parse(str_of(port ? port : environment_or("DIWAN_PORT", "8080")), 0, 65535, &number) != OK) {
		command_fail("usage: diwan serve [--data DIR] [--pg URL] [--host ADDRESS] [--port N]");
		return 2;
	}
	if (ways_sender_missing(env->settings))
		log_event(LOG_WARN, "kannel_url without sms_sender: Kannel refuses every message unless it has a default-sender of its own");
	if (cannot_serve(env))
		return 1;
	if (secret_begin(env->a, env->settings, &why) != OK)
		return command_fail("%.*s", STR_ARG(why));
	db_close(env->db);	/* a connection is never shared over a fork */
	env->db = NULL;
	o.port = (uint16_t)number;
	return serve_run(&o);
}

static const struct command own[] = {
	{ "serve", "[--host ADDRESS] [--port N]", "answer on HTTP until told to stop", serve },
	{ 0 }
};

static const struct command *find_in(const struct command *c, const char *name)
{
	for (; c && c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static const struct command *find(const char *name)
{
	const struct command *c = find_in(own, name);

	for (size_t i = 0; !c && i < nareas; i++)
		c = find_in(areas[i]->commands, name);
	return c;
}

static void help_of(const struct command *c)
{
	for (; c && c->name; c++)
		printf("  %-14s %s\n", c->name, c->help);
}

static int help(void)
{
	puts("usage: diwan COMMAND [--data DIR] [--pg URL] …\n\nCommands:");
	help_of(own);
	for (size_t i = 0; i < nareas; i++)
		help_of(areas[i]->commands);
	puts("\nEvery command takes\n"
		"  --data DIR       folder of the database and files (default var, or DIWAN_DATA)\n"
		"  --pg URL         PostgreSQL instead of the embedded database (or DIWAN_PG)\n"
		"  --test-mode      with --clock INSTANT: tests only\n"
		"DIWAN_LOG=debug|info|warn|error chooses what is logged on standard error.\n"
		"`diwan COMMAND --help` says how it is used. Exit codes: 0 done, 1 input wrong, 2 usage.");
	return 0;
}

static int run(const struct command *c, struct command_env *env, int argc, char **argv)
{
	struct settings *settings;
	struct str why = STR_NONE;
	int code;

	/* check-config reads them itself and says all that is wrong */
	if (settings_load(env->a, env->place.data_dir, environ, &settings, &why) != OK) {
		if (strcmp(c->name, "check-config"))
			return command_fail("%.*s", STR_ARG(why));
		settings = settings_new(env->a);
	}
	env->settings = settings;
	code = c->run(env, argc, argv);
	db_close(env->db);
	return code;
}

/* DIWAN_LOG=debug|info|warn|error: the least that is logged; anything else is info. */
static void choose_log_level(void)
{
	static const char *const names[] = { "debug", "info", "warn", "error" };

	for (int i = 0; i < 4; i++)
		if (!strcmp(environment_or("DIWAN_LOG", "info"), names[i]))
			log_set_level((enum log_level)i);
}

int main(int argc, char **argv)
{
	struct command_env env = { .a = arena_new(COMMAND_ARENA) };
	const struct command *c;
	int rest = argc - 2, code;
	char **args = argv + 2;

	choose_log_level();
	if (!env.a)
		return command_fail("no memory");
	if (setjmp(*arena_guard(env.a)))
		return command_fail("this needs more than %d MiB of memory", (int)(COMMAND_ARENA >> 20));
	if (argc < 2 || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		help();
		return argc < 2 ? 2 : 0;
	}
	c = find(argv[1]);
	if (!c) {
		command_fail("no command \"%s\"; `diwan --help` lists them", argv[1]);
		return 2;
	}
	code = common_options(&env, &rest, args);
	if (!code && command_flag(&rest, args, "--help")) {
		printf("usage: diwan %s %s\n%s\n", c->name, c->usage, c->help);
		return 0;
	}
	if (!code)
		code = run(c, &env, rest, args);
	arena_free(env.a);
	return code;
}
