/* What all subcommands share: options, messages, the database. */
#include "web/area.h"

#include "db/migrate.h"
#include "schema_steps.h"

#include <stdarg.h>
#include <unistd.h>

static const char *taken(int *argc, char **argv, int i, int n, const char *value)
{
	for (int k = i; k + n < *argc; k++)
		argv[k] = argv[k + n];
	*argc -= n;
	return value;
}

const char *command_option(int *argc, char **argv, const char *name)
{
	size_t n = strlen(name);

	for (int i = 0; i < *argc; i++) {
		if (!strncmp(argv[i], name, n) && argv[i][n] == '=')
			return taken(argc, argv, i, 1, argv[i] + n + 1);
		if (!strcmp(argv[i], name) && i + 1 < *argc)
			return taken(argc, argv, i, 2, argv[i + 1]);
	}
	return NULL;
}

bool command_flag(int *argc, char **argv, const char *name)
{
	for (int i = 0; i < *argc; i++)
		if (!strcmp(argv[i], name))
			return taken(argc, argv, i, 1, name) != NULL;
	return false;
}

int command_fail(const char *fmt, ...)
{
	va_list ap;

	fputs("diwan: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return 1;
}

int command_usage(const struct command *c)
{
	fprintf(stderr, "usage: diwan %s %s\n", c->name, c->usage);
	return 2;
}

/* `diwan migrate` alone makes a database: of an empty one that somebody else left there nobody could say whose it is. */
static bool is_made(const struct command_env *env)
{
	const char *path = arena_fmt(env->a, "%.*s/diwan.db", STR_ARG(env->place.data_dir)).p;

	return env->place.pg.n || access(path, F_OK) == 0;
}

enum err command_db(struct command_env *env, enum db_mode mode)
{
	struct str why = STR_NONE;
	enum err e;

	if (env->db)
		return OK;
	e = is_made(env) ? db_open(env->place, mode, &env->db) : E_NOTFOUND;
	if (e != OK) {
		command_fail("the database cannot be opened (%s): --data or --pg says where it is, `diwan migrate` makes it", err_name(e));
		return e;
	}
	e = migrate_check(env->db, schema_steps, schema_steps_n, env->a, &why);
	if (e == OK)
		return OK;
	db_close(env->db);
	env->db = NULL;
	command_fail("%.*s; run `diwan migrate`", STR_ARG(why));
	return e;
}
