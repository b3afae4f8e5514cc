/* Findings for everybody: the country, a house, one finding. */
#include "areas/findings/inside.h"

#include "areas/organizations/organizations.h"
#include "findings_t.h"

static const struct field fields[] = {
	FIELD(findings_in, organization, F_TEXT, struct str, .max = 20),
	FIELD(findings_in, before, F_INT, int64_t, .max = INT64_MAX),
	FIELD(findings_in, after, F_INT, int64_t, .max = INT64_MAX),
};
const struct form findings_form = FORM(findings_in, fields);

static enum err of_house(struct rq *rq, struct str code, struct findings_view *v)
{
	const struct findings_in *in = rq->form;
	struct organization_by_code_row found;
	struct organization_get_row o;
	struct page *pg;

	TRY(organization_by_code(rq->db, rq->a, code, &found));
	TRY(organization_get(rq->db, rq->a, found.id, &o));
	pg = rq_page(rq, 200);
	v->code = o.code;
	v->name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	TRY(findings_head(rq, pg, o.id.v, v));
	TRY(findings_lines(rq, pg, o.id.v, in->before, FINDING_ROWS, v));
	if (zone_get(o.zone, &pg->zone) != OK)
		pg->zone = NULL;
	t_findings_house(pg, v);
	return OK;
}

/* The log's name is an address too, and people type it. */
enum err findings_front(struct rq *rq)
{
	return rq_redirect(rq, "/ledger/fairness");
}

enum err findings_public(struct rq *rq)
{
	const struct findings_in *in = rq->form;
	struct findings_view v = { 0 };
	struct page *pg;

	if (in->organization.n)
		return of_house(rq, in->organization, &v);
	pg = rq_page(rq, 200);
	TRY(findings_head(rq, pg, 0, &v));
	TRY(findings_lines(rq, pg, 0, 0, FINDING_ROWS, &v));
	v.next = U("");		/* what follows on this page are houses */
	TRY(findings_houses(rq, pg, 0, INT64_MAX, in->after > 0 ? in->after : -1, "/ledger/fairness", &v));
	t_findings_all(pg, &v);
	return OK;
}

enum err finding_public(struct rq *rq)
{
	struct finding_view v = { 0 };
	struct finding_get_row f;
	struct page *pg;

	TRY(finding_get(rq->db, rq->a, (struct finding_id){ rq_id(rq, 0) }, &f));
	pg = rq_page(rq, 200);
	TRY(finding_view(rq, pg, &f, &v));
	t_findings_one(pg, &v);
	return OK;
}
