/*
 * The upload page of administrators. A file is checked whole in a helper; only one without errors
 * goes on to the writer.
 */
#include "areas/imports/pages.h"

#include "areas/organizations/organizations.h"
#include "imports_t.h"
#include "organizations_q.h"
#include "sheet/sheet.h"
#include "web/web.h"

enum { ADMINISTRATORS = R(ADMINISTRATOR) | R(PLATFORM) };

static const char *const kinds[]
	= { "agendas", "practitioners", "establishments", "patients", "appointments", NULL };
struct upload_in { int32_t kind; struct upload file; };
static const struct field fields[] = {
	FIELD(upload_in, kind, F_CHOICE, int32_t, .required = true, .choices = kinds,
		.missing = N_("Choose what the file holds")),
	FIELD(upload_in, file, F_FILE, struct upload, .required = true, .missing = N_("Choose a file")),
};
static const struct form form = FORM(upload_in, fields);

static enum err ask_of(struct rq *rq, struct import_ask *ret)
{
	const struct upload_in *in = rq->form;
	struct organization_get_row o;
	struct import_ask ask = { .bytes = in->file.bytes };

	if (!import_kind_of(str_of(kinds[in->kind]), &ask.kind))
		return E_INPUT;
	TRY(organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, &o));
	ask.lo = rq->who.scope.lo;
	ask.hi = rq->who.scope.hi;
	if (str_eq(o.kind, S("establishment")) || str_eq(o.kind, S("health_centre")))
		ask.organization = o.code;
	*ret = ask;
	return OK;
}

static struct shown_errors shown(struct rq *rq, const struct page *pg, const struct import_report *r)
{
	struct shown_errors out = { ARENA_ARRAY(rq->a, struct shown_error, r->nerrors), r->nerrors };

	for (size_t i = 0; i < r->nerrors; i++) {
		const struct import_error *e = &r->errors[i];
		char *letters = arena_alloc(rq->a, 4, 1);

		if (e->column >= 0)
			sheet_column(e->column, letters);
		out.v[i] = (struct shown_error){ e->sheet, e->heading,
			e->reason ? tr(pg, e->reason) : e->value, tr(pg, e->expected), e->row, letters };
	}
	return out;
}

static enum err report_page(struct rq *rq, const struct import_report *r, bool stored)
{
	const struct upload_in *in = rq->form;
	struct page *pg = rq_page(rq, r->errors_in_all ? 422 : 200);
	struct import_shown s = {
		.kind = kinds[in->kind], .filename = in->file.filename, .report = r, .stored = stored
	};

	s.errors = shown(rq, pg, r);
	for (size_t i = 0; i < r->nerrors; i++)
		s.sheets = s.sheets || r->errors[i].sheet.n;
	t_imports_upload(pg, &s);
	return OK;
}

static enum err empty(struct rq *rq)
{
	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	struct import_shown s = { .kind = NULL };

	t_imports_upload(pg, &s);
	return OK;
}

/* In a helper: everything but the writing. */
static enum err check(struct rq *rq)
{
	struct import_ask ask;
	struct import_report *r = ARENA_NEW(rq->a, struct import_report);

	TRY(ask_of(rq, &ask));
	ask.check_only = true;
	TRY(import_run(rq->db, rq->a, rq->now, &ask, r));
	return report_page(rq, r, false);
}

static enum err check_first(struct rq *rq)
{
	struct import_ask ask;
	struct import_report *r = ARENA_NEW(rq->a, struct import_report);

	TRY(ask_of(rq, &ask));
	ask.check_only = true;
	TRY(import_run(rq->db, rq->a, rq->now, &ask, r));
	if (!r->errors_in_all)
		return OK;
	TRY(report_page(rq, r, false));
	return E_INPUT;
}

static enum err import(struct rq *rq)
{
	struct import_ask ask;
	struct import_report *r = ARENA_NEW(rq->a, struct import_report);

	TRY(ask_of(rq, &ask));
	TRY(import_run(rq->db, rq->a, rq->now, &ask, r));
	for (size_t i = 0; i < r->npeople; i++)
		TRY(rq_audit(rq, AUDIT_CREATE, r->people[i].patient, r->people[i].organization));
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("import")));
	TRY(report_page(rq, r, !r->errors_in_all));
	return r->errors_in_all ? E_INPUT : OK;
}

static enum err template(struct rq *rq) {
	struct str bytes;

	TRY(import_template_agendas(rq->db, rq->a, &bytes));
	return rq_file(rq, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		S("horaires-diwan.xlsx"), bytes);
}

const struct route import_routes[]
	= { { "GET", "/admin/import", empty, ADMINISTRATORS, READ, NULL, 0, NULL, NULL, NULL },
		  { "POST", "/admin/import", import, ADMINISTRATORS, WRITE, &form, ROUTE_BIG | ROUTE_SLOW,
			  empty, check_first, NULL },
		  { "POST", "/admin/import/check", check, ADMINISTRATORS, READ, &form,
			  ROUTE_BIG | ROUTE_SLOW, empty, NULL, NULL },
		  { "GET", "/admin/import/agendas.xlsx", template, ADMINISTRATORS, READ, NULL, ROUTE_SLOW,
			  NULL, NULL, NULL },
		  { 0 } };

static const struct nav nav[]
	= { { ADMINISTRATORS, 85, "/admin/import", N_("Import"),
		    N_("Tables of working hours, practitioners, establishments, people."), NULL, NULL },
		  { 0 } };

const struct area area_imports
	= { .name = "imports", .routes = import_routes, .nav = nav, .commands = import_commands };
