/* Routes of figures: an organisation's month, places compared, the file. */
#include "areas/figures/effect_page.h"
#include "areas/figures/inside.h"
#include "areas/figures/report.h"

#include "fhir/fhir.h"
#include "figures_q.h"
#include "organizations_q.h"
#include "web/web.h"

enum {
	RATERS = R(DIRECTOR) | R(HEAD_OF_ADMISSIONS),
	READERS = R(MINISTRY_READER) | R(REGIONAL_READER) | R(DIRECTOR) | R(HEAD_OF_ADMISSIONS)
		| R(ADMINISTRATOR) | R(PLATFORM)
};

struct figures_in { struct str organization, specialty, level, view; int32_t month; };
static const struct field fields[] = {
	FIELD(figures_in, organization, F_TEXT, struct str, .max = 20),
	FIELD(figures_in, specialty, F_TEXT, struct str, .max = 40),
	FIELD(figures_in, level, F_TEXT, struct str, .max = 20),
	FIELD(figures_in, view, F_TEXT, struct str, .max = 10),
	FIELD(figures_in, month, F_MONTH, int32_t),
};
static const struct form form = FORM(figures_in, fields);

enum err figures_node(struct rq *rq, struct str code, struct organization_get_row *ret)
{
	struct organization_by_code_row o;

	if (!code.n)
		return organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, ret);
	TRY(organization_by_code(rq->db, rq->a, code, &o));
	if (o.tree_lo < rq->who.scope.lo || o.tree_lo >= rq->who.scope.hi)
		return E_NOTFOUND;
	return organization_get(rq->db, rq->a, o.id, ret);
}

int32_t figures_month(struct rq *rq, int32_t asked, struct str zone_name)
{
	const struct zone *z;
	struct day today = { (int32_t)(rq->now.v / 86400) };

	if (rq_raw(rq, "month").n)
		return asked;
	if (zone_get(zone_name, &z) == OK)
		today = zone_local(z, rq->now).day;
	return month_of_day(today);
}

/* Places are compared by a month that is over unless another is asked for: of a running one the short waits are known first. */
static int32_t comparison_month(struct rq *rq, int32_t asked, struct str zone_name)
{
	int32_t month = figures_month(rq, asked, zone_name);

	return rq_raw(rq, "month").n ? month : month - 1;
}

bool figures_is_place(struct str kind)
{
	return str_eq(kind, S("establishment")) || str_eq(kind, S("health_centre"))
		|| str_eq(kind, S("department"));
}

/* Above the establishments, places are compared; view=month shows the level's own tables. */
static enum err figures_page(struct rq *rq)
{
	const struct figures_in *in = rq->form;
	struct organization_get_row o;

	TRY(figures_node(rq, in->organization, &o));
	if (figures_is_place(o.kind) || str_eq(in->view, S("month")))
		return month_page(rq, &o, figures_month(rq, in->month, o.zone));
	return comparison_page(rq, &o, comparison_month(rq, in->month, o.zone), in->specialty, in->level);
}

static enum err figures_file(struct rq *rq)
{
	const struct figures_in *in = rq->form;
	struct organization_get_row o;

	TRY(figures_node(rq, in->organization, &o));
	return month_file(rq, &o, figures_month(rq, in->month, o.zone));
}

static enum err figures_workbook(struct rq *rq)
{
	const struct figures_in *in = rq->form;
	struct organization_get_row o;

	TRY(figures_node(rq, in->organization, &o));
	return month_book(rq, &o, figures_month(rq, in->month, o.zone));
}

static enum err figures_places(struct rq *rq)
{
	const struct figures_in *in = rq->form;
	struct organization_get_row o;

	TRY(figures_node(rq, in->organization, &o));
	return comparison_file(rq, &o, comparison_month(rq, in->month, o.zone), in->specialty, in->level);
}

/* ---- for machines ---- */

struct rows_in { struct str organization; int32_t month, from, to; };
static const struct field rows_fields[] = {
	FIELD(rows_in, organization, F_TEXT, struct str, .max = 20),
	FIELD(rows_in, month, F_MONTH, int32_t),
	FIELD(rows_in, from, F_MONTH, int32_t),
	FIELD(rows_in, to, F_MONTH, int32_t),
};
static const struct form rows_form = FORM(rows_in, rows_fields);

enum { ROWS_A_MINUTE = 120, NO_MONTH = INT32_MIN };

static enum err figures_rows(struct rq *rq)
{
	const struct rows_in *in = rq->form;
	bool one = in->month != NO_MONTH, range = in->from != NO_MONTH && in->to != NO_MONTH;
	struct organization_get_row o;

	TRY(rq_limit(rq, "figures", rq->who.account, ROWS_A_MINUTE, 60));
	if (one ? in->from != NO_MONTH || in->to != NO_MONTH : !range || in->from > in->to)
		return fhir_refuse(rq, 422, "invalid", "say month=YYYY-MM, or from=YYYY-MM and to=YYYY-MM, from before to");
	if (figures_node(rq, in->organization, &o) != OK)
		return fhir_refuse(rq, 404, "not-found", "no such organization in the territory of this token");
	return month_rows(rq, &o, one ? in->month : in->from, one ? in->month : in->to, one);
}

static enum err figures_report(struct rq *rq)
{
	const struct figures_in *in = rq->form;
	struct organization_get_row o;

	TRY(figures_node(rq, in->organization, &o));
	return report_file(rq, &o, figures_month(rq, in->month, o.zone));
}

const struct route figures_routes[] = {
	{ "GET", "/figures", figures_page, READERS, READ, &form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/effect", effect_page, READERS, READ, &effect_form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/effect/file.csv", effect_file, READERS, READ, &effect_form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/effect/file.xlsx", effect_file, READERS, READ, &effect_form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "POST", "/figures/effect/prices", effect_price_save, RATERS, WRITE, &effect_price_form, 0, effect_rates_page, NULL, NULL },
	{ "POST", "/figures/effect/prices/remove", effect_price_remove, RATERS, WRITE, &effect_price_drop_form, 0, effect_rates_page, NULL, NULL },
	{ "GET", "/figures/effect/rates", effect_rates_page, RATERS, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/figures/effect/rates", effect_rates_save, RATERS, WRITE, &effect_rates_form, 0, effect_rates_page, NULL, NULL },
	{ "GET", "/figures/file.csv", figures_file, READERS, READ, &form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/file.json", figures_rows, MACHINES, READ, &rows_form, ROUTE_API | ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/file.xlsx", figures_workbook, READERS, READ, &form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/places.csv", figures_places, READERS, READ, &form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/places.xlsx", figures_places, READERS, READ, &form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/report.pdf", figures_report, READERS, READ, &form, ROUTE_SLOW, NULL, NULL, NULL },
	{ "GET", "/figures/report", report_page, READERS, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/figures/report", report_add, READERS, WRITE, &report_form, 0, report_page, NULL, NULL },
	{ "POST", "/figures/report/remove", report_remove, READERS, WRITE, &report_drop_form, 0, report_page, NULL, NULL },
	{ "GET", "/report/:token", recipient_page, PUBLIC, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/report/:token/confirm", recipient_confirm, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/report/:token/remove", recipient_remove, PUBLIC, WRITE, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/hospital/:place/waits", waits_page, PUBLIC, READ, NULL, ROUTE_CACHED, NULL, NULL, NULL },
	{ 0 }
};

static const struct nav nav[]
	= { { READERS, 50, "/figures", N_("Figures"),
		    N_("How many appointments were taken, how, and how long people wait."), NULL, NULL },
		  { READERS, 51, "/figures/effect", N_("The effect"),
			  N_("Missed appointments month by month, times freed and taken again, time of the desk and messages."), NULL, NULL },
		  { READERS, 52, "/figures/report", N_("Monthly report"),
			  N_("The figures of each closed month as a document, sent by mail to whom you name."), NULL, NULL },
		  { 0 } };

const struct area area_figures = { .name = "figures", .routes = figures_routes, .nav = nav,
	.commands = figures_commands, .jobs = figures_jobs,
	.samples = figures_samples };
