/* `diwan routes`, `diwan check-config`, and forgetting old first answers. */
#include "web/commands.h"

#include "web/inner.h"

#include <unistd.h>

static const char *kind_word(const struct route *r)
{
	if (r->flags & ROUTE_CACHED)
		return "cached";
	return r->kind == READ ? "read" : r->kind == READ_AUDITED ? "audited" : "write";
}

static void print_roles(unsigned who)
{
	const char *comma = "";

	if (who & PUBLIC) {
		printf("public");
		comma = ",";
	}
	for (int r = 0; r < ROLE_MAX; r++)
		if (who & (1u << r)) {
			printf("%s%s", comma, role_code((enum role)r));
			comma = ",";
		}
}

static void print_route(const struct route *r, bool test_mode)
{
	if (r->flags & ROUTE_TEST && !test_mode)
		return;
	printf("%s\t%s\t", r->method, r->pattern);
	print_roles(r->who);
	printf("\t%s%s%s\n", kind_word(r), r->flags & ROUTE_API ? ",api" : "", r->flags & ROUTE_LOOPBACK ? ",loopback" : "");
}

/* One line a route: method, pattern, roles, kind; between tabs. Tests walk through it. */
static int routes(struct command_env *env, int argc, char **argv)
{
	(void)argv;
	if (argc)
		return 2;
	for (size_t i = 0; i < nareas; i++)
		for (const struct route *r = areas[i]->routes; r && r->method; r++)
			print_route(r, env->test_mode);
	return 0;
}

static void print_setting(const struct setting *d, const struct settings *s)
{
	if (d->type == SETTING_TEXT)
		printf("%s = %.*s\n", d->name, STR_ARG(setting_text(s, d->name)));
	else
		printf("%s = %lld\t# %lld to %lld, standard %lld: %s\n", d->name,
			(long long)setting_int(s, d->name), (long long)d->min, (long long)d->max,
			(long long)d->standard, d->help);
	if (d->type == SETTING_TEXT)
		printf("\t# %s\n", d->help);
}

/* What the areas look at outside of the settings. */
static int check_outside(struct command_env *env)
{
	int wrong = 0;

	puts("");
	fflush(stdout);
	for (size_t i = 0; i < nareas; i++)
		if (areas[i]->check)
			wrong += areas[i]->check(env);
	return wrong;
}

/* Reads the settings as the server would and prints what holds. Unlike main, it says what is wrong and goes on. */
static int check_config(struct command_env *env, int argc, char **argv)
{
	struct settings *s;
	struct str why = STR_NONE;

	const bool alone = command_flag(&argc, argv, "--settings");

	if (argc)
		return 2;
	if (settings_load(env->a, env->place.data_dir, environ, &s, &why) != OK)
		return command_fail("%.*s", STR_ARG(why));
	for (size_t i = 0; i < nsettings; i++)
		print_setting(&setting_table[i], s);
	return !alone && check_outside(env) ? 1 : 0;
}

static const struct command commands[] = {
	{ "routes", "", "list every route: method, pattern, roles, kind", routes },
	{ "check-config", "[--settings]", "read the settings, print what holds, and ask each way out whether it is open (sends nothing)", check_config },
	{ 0 }
};

static const struct job jobs[] = {
	{ .name = "forget-answers", .every_seconds = 3600, .run = idempotency_sweep },
	{ 0 }
};

const struct area area_web = { .name = "web", .commands = commands, .jobs = jobs };
