/* diwan line: whose the numbers are to which people write or ring. */
#include "areas/inbox/inside.h"

#include "base/phone.h"
#include "organizations_q.h"

#include <stdio.h>

/* As incoming messages name it: E.164, or a short number as it is. */
static struct str number_of(struct command_env *env, const char *typed)
{
	struct str s = str_trim(str_of(typed));

	(void)!phone_parse(env->a, s, (int)setting_int(env->settings, "phone_country"), &s);
	return s;
}

static int add(struct command_env *env, const char *typed, const char *code)
{
	struct organization_by_code_row o;
	enum err e;

	if (command_db(env, DB_WRITE) != OK)
		return 1;
	if (organization_by_code(env->db, env->a, str_of(code), &o) != OK)
		return command_fail("no organization %s", code);
	e = db_begin(env->db);
	if (e == OK)
		e = inbox_line_put(env->db, env->a, number_of(env, typed), o.id);
	if (e == OK)
		e = db_commit(env->db);
	if (e != OK)
		db_rollback(env->db);
	return e == OK ? 0 : command_fail("not written (%s)", err_name(e));
}

static int drop(struct command_env *env, const char *typed)
{
	int64_t n = 0;
	enum err e;

	if (command_db(env, DB_WRITE) != OK)
		return 1;
	e = db_begin(env->db);
	if (e == OK)
		e = inbox_line_drop(env->db, env->a, number_of(env, typed), &n);
	if (e == OK)
		e = db_commit(env->db);
	if (e != OK)
		db_rollback(env->db);
	return e == OK && n ? 0 : command_fail("no such line");
}

static int list(struct command_env *env)
{
	struct inbox_line_list_rows rows;

	if (command_db(env, DB_READ) != OK || inbox_line_list(env->db, env->a, &rows) != OK)
		return 1;
	for (size_t i = 0; i < rows.n; i++)
		printf("%.*s\t%.*s\t%.*s\n", STR_ARG(rows.v[i].number), STR_ARG(rows.v[i].code), STR_ARG(rows.v[i].name_fr));
	return 0;
}

static int line(struct command_env *env, int argc, char **argv)
{
	const char *organization = command_option(&argc, argv, "--organization");
	struct str word = str_of(argc ? argv[0] : NULL);

	if (str_eq(word, S("add")) && argc == 2 && organization)
		return add(env, argv[1], organization);
	if (str_eq(word, S("remove")) && argc == 2 && !organization)
		return drop(env, argv[1]);
	return str_eq(word, S("list")) && argc == 1 && !organization ? list(env) : 2;
}

const struct command inbox_commands[] = {
	{ "line", "add NUMBER --organization CODE | remove NUMBER | list", "whose a number is to which people write or ring", line },
	{ 0 },
};
