/* diwan figures: the month of an organisation, for scripts. */
#include "areas/figures/inside.h"

#include "base/buf.h"
#include "base/fd.h"
#include "organizations_q.h"

static const struct scope everything = { .lo = 0, .hi = INT64_MAX };

static void text_lines(struct buf *b, const struct figures *f, enum dimension d)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i]->dimension == d && f->v[i]->v[M_N])
			buf_put_fmt(b, "%-13s %.*s %lld\n", dimension_code(d), STR_ARG(f->v[i]->value), (long long)f->v[i]->v[M_N]);
}

static void text(
	struct buf *b, struct arena *a, const struct organization_by_code_row *o, const struct figures *f)
{
	const struct figure_line *l = figures_all(f);
	int32_t median = line_median_twice(l, H_DELAY);
	int64_t n = l->v[M_N], share = n ? (l->v[M_ONLINE] * 20000 + n) / (2 * n) : 0;

	buf_put_fmt(b, "%.*s, %.*s\n", STR_ARG(o->name_fr), STR_ARG(month_text(a, f->month)));
	buf_put_fmt(b, "appointments  %lld\nonline        %lld (%lld.%02lld %%)\n", (long long)n,
		(long long)l->v[M_ONLINE], (long long)(share / 100), (long long)(share % 100));
	if (median >= 0)
		buf_put_fmt(b, "delay         median %d%s days\n", median / 2, median % 2 ? ".5" : "");
	if (line_p90(l, H_DELAY) >= 0)
		buf_put_fmt(b, "              9 in 10 within %d days\n", line_p90(l, H_DELAY));
	buf_put_fmt(b, "missed        %lld of %lld expected\n", (long long)l->v[M_MISSED], (long long)l->v[M_EXPECTED]);
	buf_put_fmt(b, "cancelled     %lld by the person, %lld by the house\n", (long long)l->v[M_BY_PERSON], (long long)l->v[M_BY_HOUSE]);
	buf_put_fmt(b, "in addition   %lld\n", (long long)l->v[M_EXTRA]);
	text_lines(b, f, D_CHANNEL);
	text_lines(b, f, D_VISIT);
	text_lines(b, f, D_SERVICE);
	text_lines(b, f, D_SEX);
	text_lines(b, f, D_AGE);
}

static int print(struct command_env *env, const struct organization_by_code_row *o, struct str code,
	int32_t month, const char *format)
{
	struct buf *b = buf_new(env->a, (size_t)4 << 20);
	struct figures f;
	bool tables = !strcmp(format, "tables");

	if (figures_count(env->db, env->a, &everything, o->tree_lo, o->tree_hi, o->zone, month, &f) != OK)
		return command_fail("the figures could not be counted");
	if (tables || !strcmp(format, "json"))
		figures_json(b, env->a, code, &f, tables);
	else if (!strcmp(format, "csv"))
		figures_csv(b, env->a, code, &f, NULL, false);
	else
		text(b, env->a, o, &f);
	if (tables || !strcmp(format, "json"))
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
	if (strcmp(format, "json") && strcmp(format, "csv") && strcmp(format, "text") && strcmp(format, "tables"))
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
	{ "figures", "--organization CODE --month YYYY-MM [--format json|tables|csv|text]",
		"prints how many appointments were taken, and how, in one month", run },
	{ NULL, NULL, NULL, NULL },
};
