/* diwan import and diwan template. */
#include "areas/imports/pages.h"

#include "base/buf.h"
#include "base/fd.h"
#include "organizations_q.h"
#include "sheet/sheet.h"

#include <unistd.h>

enum { FILE_MAX = 64 << 20 };

/* Sheet "Horaires", row 14, column C (Jour): "lundy"; expected: … */
static void print_error(struct buf *b, const struct import_error *e)
{
	char letters[4];

	if (e->sheet.n)
		buf_put_fmt(b, "sheet \"%.*s\", ", STR_ARG(e->sheet));
	if (e->row)
		buf_put_fmt(b, "row %d", e->row);
	else
		buf_put(b, S("file"));
	if (e->column >= 0) {
		sheet_column(e->column, letters);
		buf_put_fmt(b, ", column %s (%.*s)", letters, STR_ARG(e->heading));
	} else if (e->heading.n) {
		buf_put_fmt(b, ", column %.*s (missing)", STR_ARG(e->heading));
	}
	if (e->reason)
		buf_put_fmt(b, ": %s", e->reason);
	else if (e->column >= 0 || e->value.n)
		buf_put_fmt(b, ": \"%.*s\"", STR_ARG(e->value));
	buf_put_fmt(b, "; expected: %s\n", e->expected);
}

static void print_report(struct buf *b, const struct import_report *r, bool dry)
{
	buf_put_fmt(b, "%s%lld rows: %lld new, %lld changed, %lld unchanged\n",
		dry ? "dry run, nothing was stored: " : "", (long long)r->rows, (long long)r->created,
		(long long)r->changed, (long long)r->unchanged);
	if (r->strangers)
		buf_put_fmt(b, "%lld rows name a practitioner who is not known here; taken without\n",
			(long long)r->strangers);
	if (r->lost)
		buf_put_fmt(b, "%lld coming appointments %s in no hours any more; they are kept, and listed to be placed again\n",
			(long long)r->lost, dry ? "would lie" : "lie");
	if (r->ignored.n)
		buf_put_fmt(b, "columns that were not used: %.*s\n", STR_ARG(r->ignored));
}

static int say(struct arena *a, const struct import_report *r, bool dry)
{
	struct buf *b = buf_new(a, (size_t)4 << 20);

	for (size_t i = 0; i < r->nerrors; i++)
		print_error(b, &r->errors[i]);
	if (r->errors_in_all > (int64_t)r->nerrors)
		buf_put_fmt(b, "… and %lld more\n", (long long)(r->errors_in_all - (int64_t)r->nerrors));
	if (r->errors_in_all)
		buf_put_fmt(b, "%lld errors; nothing was imported\n", (long long)r->errors_in_all);
	else
		print_report(b, r, dry);
	if (fd_write_all(r->errors_in_all ? 2 : 1, buf_str(b)) != OK)
		return 1;
	return r->errors_in_all ? 1 : 0;
}

static enum err in_transaction(
	struct command_env *env, const struct import_ask *ask, struct import_report *ret)
{
	const struct audit_by by = { 0, S("command"), S("diwan import"), env->now };
	enum err e;

	TRY(db_begin(env->db));
	TRY(db_save(env->db));
	e = import_run(env->db, env->a, env->now, ask, ret);
	if (e == OK && !ret->errors_in_all && !ask->dry_run)
		e = audit_write(env->db, env->a, &by, ret->people, ret->npeople);
	if (e == OK && !ret->errors_in_all && !ask->dry_run) {
		TRY(db_keep(env->db));
		return db_commit(env->db);
	}
	db_rollback(env->db);
	return e;
}

static enum err branch(struct command_env *env, const char *code, struct import_ask *ask)
{
	struct organization_by_code_row o;

	if (!code)
		return OK;
	ask->organization = str_of(code);
	TRY(organization_by_code(env->db, env->a, ask->organization, &o));
	ask->lo = o.tree_lo;
	ask->hi = o.tree_hi;
	return OK;
}

static int import(struct command_env *env, int argc, char **argv)
{
	const char *organization = command_option(&argc, argv, "--organization");
	struct import_ask ask = { .dry_run = command_flag(&argc, argv, "--dry-run") };
	struct import_report report;
	enum err e;

	if (argc != 2 || !import_kind_of(str_of(argv[0]), &ask.kind))
		return command_usage(&import_commands[0]);
	e = fd_read_file(env->a, argv[1], FILE_MAX, &ask.bytes);
	if (e != OK)
		return command_fail("%s: %s", argv[1],
			e == E_NOTFOUND	       ? "there is no such file"
				: e == E_LIMIT ? "too large"
					       : "cannot be read");
	if (command_db(env, DB_WRITE) != OK)
		return 1;
	if (branch(env, organization, &ask) != OK)
		return command_fail("--organization %s: no such organisation", organization);
	e = in_transaction(env, &ask, &report);
	if (e == E_RETRY)
		return command_fail("the database is busy; try again");
	if (e != OK)
		return command_fail("the import failed (%s); nothing was imported", err_name(e));
	return say(env->a, &report, ask.dry_run);
}

static int template(struct command_env *env, int argc, char **argv)
{
	struct str bytes;

	if (argc != 1 || strcmp(argv[0], "agendas"))
		return command_usage(&import_commands[1]);
	if (isatty(1))
		return command_fail("this writes a spreadsheet: diwan template agendas > template.xlsx");
	if (db_open(env->place, DB_READ, &env->db) != OK)
		env->db = NULL;		/* a template can be had before there is an installation */
	if (import_template_agendas(env->db, env->a, &bytes) != OK)
		return command_fail("the template could not be made");
	return fd_write_all(1, bytes) == OK ? 0 : 1;
}

const struct command import_commands[] = {
	{ "import",
		"establishments|practitioners|agendas|patients|appointments FILE.{csv,xlsx} [--dry-run] [--organization CODE]",
		"imports a table: all of it, or nothing and the list of what is wrong", import },
	{ "template", "agendas > template.xlsx", "writes the working-hours template for doctors",
		template },
	{ NULL, NULL, NULL, NULL },
};
