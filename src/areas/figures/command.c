/* diwan figures: the month of an organisation, for scripts. */
#include "areas/figures/inside.h"

#include "base/buf.h"
#include "base/fd.h"
#include "organizations_q.h"

static const struct scope everything = { .lo = 0, .hi = INT64_MAX };

static void text(
	struct buf *b, struct arena *a, const struct organization_by_code_row *o, const struct figures *f)
{
	int32_t median = delay_median_twice(f->delay);
	int64_t share = f->n ? (f->online * 20000 + f->n) / (2 * f->n) : 0;

	buf_put_fmt(b, "%.*s, %.*s\n", STR_ARG(o->name_fr), STR_ARG(month_text(a, f->month)));
	buf_put_fmt(b, "appointments  %lld\nonline        %lld (%lld.%02lld %%)\n", (long long)f->n,
		(long long)f->online, (long long)(share / 100), (long long)(share % 100));
	if (median >= 0)
		buf_put_fmt(b, "delay         median %d%s days, 9 in 10 within %d days\n", median / 2,
			median % 2 ? ".5" : "", delay_rank(f->delay, 9, 10));
	buf_put_fmt(
		b, "missed        %lld of %lld expected\n", (long long)f->missed, (long long)f->expected);
	buf_put_fmt(b, "in addition   %lld\n", (long long)f->extra);
	for (size_t i = 0; i < f->channels.n; i++)
		buf_put_fmt(b, "channel       %.*s %lld\n", STR_ARG(f->channels.v[i].key),
			(long long)f->channels.v[i].n);
	for (size_t i = 0; i < f->services.n; i++)
		buf_put_fmt(b, "service       %.*s %lld\n", STR_ARG(f->services.v[i].key),
			(long long)f->services.v[i].n);
	for (size_t i = 0; i < f->sexes.n; i++)
		buf_put_fmt(b, "sex           %.*s %lld\n", STR_ARG(f->sexes.v[i].key),
			(long long)f->sexes.v[i].n);
}

static int print(struct command_env *env, const struct organization_by_code_row *o, struct str code,
	int32_t month, const char *format)
{
	struct buf *b = buf_new(env->a, (size_t)4 << 20);
	struct figures f;

	if (figures_count(env->db, env->a, &everything, o->tree_lo, o->tree_hi, month, &f) != OK)
		return command_fail("the figures could not be counted");
	if (!strcmp(format, "json"))
		figures_json(b, code, &f);
	else if (!strcmp(format, "csv"))
		figures_csv(b, code, &f, false);
	else
		text(b, env->a, o, &f);
	if (!strcmp(format, "json"))
		buf_put_char(b, '\n');
	return buf_ok(b) && fd_write_all(1, buf_str(b)) == OK ? 0 : 1;
}

static int run(struct command_env *env, int argc, char **argv)
{
	const char *organization = command_option(&argc, argv, "--organization"),
		   *month = command_option(&argc, argv, "--month");
	const char *format = command_option(&argc, argv, "--format");
	struct organization_by_code_row o;
	int32_t m;

	if (argc > 0 || !organization || !month)
		return command_usage(&figures_commands[0]);
	format = format ? format : "text";
	if (strcmp(format, "json") && strcmp(format, "csv") && strcmp(format, "text"))
		return command_usage(&figures_commands[0]);
	if (month_parse(str_of(month), &m) != OK)
		return command_fail("--month %s: a month is written YYYY-MM", month);
	if (command_db(env, DB_READ) != OK)
		return 1;
	if (organization_by_code(env->db, env->a, str_of(organization), &o) != OK)
		return command_fail("--organization %s: no such organisation", organization);
	return print(env, &o, str_of(organization), m, format);
}

const struct command figures_commands[] = {
	{ "figures", "--organization CODE --month YYYY-MM [--format json|csv|text]",
		"prints how many appointments were taken, and how, in one month", run },
	{ NULL, NULL, NULL, NULL },
};
