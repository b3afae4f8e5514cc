/* Commands that keep the data: migrate, backup, restore. */
#include "web/upkeep.h"
#include "base/fd.h"
#include "db/migrate.h"
#include "schema_steps.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#define FILE_MAX ((size_t)64 << 20)
#define DEPTH_MAX 6

/* An absent folder is made; one that holds something is refused. 0 or the exit code. */
static int empty_folder(const char *path)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return command_fail("cannot make the folder %s", path);
	DIR *d = opendir(path);
	bool used = false;

	if (!d)
		return command_fail("%s is not a folder that can be read", path);
	for (struct dirent *e; (e = readdir(d));)
		used = used || (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0);
	closedir(d);
	return used ? command_fail("%s is not empty: give a new folder", path) : 0;
}

static int migrate(struct command_env *env, int argc, char **argv)
{
	struct str why = STR_NONE;
	size_t done = 0;

	(void)argv;
	if (argc)
		return command_usage(&upkeep_commands[0]);
	if (!env->place.pg.n && mkdir(arena_cstr(env->a, env->place.data_dir), 0700) != 0 && errno != EEXIST)
		return command_fail("cannot make the folder %.*s", STR_ARG(env->place.data_dir));
	enum err e = migrate_run(env->place, schema_steps, schema_steps_n, env->a, &why, &done);

	if (e != OK)
		return command_fail("%.*s (%s)", STR_ARG(why), err_name(e));
	printf("%zu of %zu schema steps were missing and have run\n", done, schema_steps_n);
	return 0;
}

/* The files beside the database: settings, keys, uploads. */
static enum err copy_file(struct arena *beside, const char *from, const char *to)
{
	struct arena *a = arena_side(beside, 2 * FILE_MAX + (1 << 20));
	struct str bytes;
	enum err e = a ? fd_read_file(a, from, FILE_MAX, &bytes) : E_IO;

	if (e == OK)
		e = fd_write_file(to, bytes, 0600);
	arena_free(a);
	return e;
}

/* skip: the folder of the copy itself, which may lie inside the data folder; NULL: none. */
struct copying { struct arena *a; const struct stat *skip; };

static enum err copy_folder(const struct copying *c, const char *from, const char *to, int depth);

static bool is_skipped(const struct copying *c, const struct stat *st)
{
	return c->skip && st->st_dev == c->skip->st_dev && st->st_ino == c->skip->st_ino;
}

static enum err copy_entry(const struct copying *c, const char *from, const char *to, const char *name, int depth)
{
	char *x = arena_cstr(c->a, arena_fmt(c->a, "%s/%s", from, name));
	char *y = arena_cstr(c->a, arena_fmt(c->a, "%s/%s", to, name));
	struct stat st;

	/* Who has a copy must not be able to sign: restored, the log stands still until the key is back or said to be gone. */
	if (name[0] == '.' || (!depth && (str_starts(str_of(name), S("diwan.db")) || str_starts(str_of(name), S("ledger.key")))))
		return OK;
	if (lstat(x, &st) != 0)
		return E_IO;
	if (is_skipped(c, &st))
		return OK;
	if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
		return mkdir(y, 0700) == 0 || errno == EEXIST ? copy_folder(c, x, y, depth + 1) : E_IO;
	return S_ISREG(st.st_mode) ? copy_file(c->a, x, y) : OK;
}

static enum err copy_folder(const struct copying *c, const char *from, const char *to, int depth)
{
	DIR *d = opendir(from);
	enum err e = d || errno == ENOENT ? OK : E_IO;

	for (struct dirent *x; d && e == OK && (x = readdir(d));)
		e = copy_entry(c, from, to, x->d_name, depth);
	if (d)
		closedir(d);
	return e;
}

static int backup(struct command_env *env, int argc, char **argv)
{
	int code;
	struct stat own;
	enum err e;

	if (argc != 1)
		return command_usage(&upkeep_commands[1]);
	if ((code = empty_folder(argv[0])) != 0)
		return code;
	if (command_db(env, DB_READ) != OK)
		return 1;
	char *files = arena_cstr(env->a, arena_fmt(env->a, "%s/files", argv[0]));

	if (mkdir(files, 0700) != 0)
		return command_fail("cannot make the folder %s", files);
	/* The files first: what the data name is then there or older, and the data are the last word. */
	const struct copying c = { env->a, stat(argv[0], &own) == 0 ? &own : NULL };

	if ((e = copy_folder(&c, arena_cstr(env->a, env->place.data_dir), files, 0)) != OK)
		return command_fail("the files of %.*s cannot be copied (%s)", STR_ARG(env->place.data_dir), err_name(e));
	if ((e = db_backup(env->db, argv[0])) != OK)
		return command_fail("the copy failed (%s)", err_name(e));
	printf("copied to %s\n", argv[0]);
	return 0;
}

static int restore_refused(enum err e, const char *dir)
{
	if (e == E_CONFLICT)
		return command_fail("there is a database already: restore into an empty place");
	if (e == E_NOTFOUND)
		return command_fail("%s holds no complete copy", dir);
	if (e == E_INPUT)
		return command_fail("the copy in %s is damaged", dir);
	return command_fail("the copy cannot be restored (%s)", err_name(e));
}

/* In a data folder that a group shares, its other user (the sealer of the public log) reads the settings too. */
static bool settings_shared(struct arena *a, const char *data)
{
	const char *conf = arena_fmt(a, "%s/diwan.conf", data).p;
	struct stat st;

	return stat(data, &st) != 0 || !(st.st_mode & S_ISGID) || chmod(conf, 0640) == 0 || errno == ENOENT;
}

static int restore(struct command_env *env, int argc, char **argv)
{
	enum err e;

	if (argc != 1)
		return command_usage(&upkeep_commands[2]);
	char *data = arena_cstr(env->a, env->place.data_dir);
	char *files = arena_cstr(env->a, arena_fmt(env->a, "%s/files", argv[0]));

	if (mkdir(data, 0700) != 0 && errno != EEXIST)
		return command_fail("cannot make the folder %s", data);
	if ((e = db_restore(env->place, argv[0])) != OK)
		return restore_refused(e, argv[0]);
	if ((e = copy_folder(&(struct copying){ env->a, NULL }, files, data, 0)) != OK)
		return command_fail("the data are restored, the files of %s are not (%s)", files, err_name(e));
	if (!settings_shared(env->a, data))
		return command_fail("the data are restored; %s/diwan.conf must be readable for the group of its folder", data);
	puts("restored; `diwan migrate` brings an older copy up to date");
	return 0;
}

const struct command upkeep_commands[] = {
	{ "migrate", "", "make the database, or bring it up to this program's schema", migrate },
	{ "backup", "DIR", "copy all data into a new folder while others go on writing", backup },
	{ "restore", "DIR", "make the database anew from such a copy", restore },
	{ 0 }
};
