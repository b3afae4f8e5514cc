/* For who inspects, and for the house itself: its findings, the entries, the answers, and who acted where the role may know. */
#include "areas/findings/inside.h"

#include "areas/organizations/organizations.h"
#include "findings_t.h"

enum err findings_house(struct rq *rq, struct str code, struct organization_get_row *ret)
{
	struct organization_by_code_row o;

	if (!code.n)
		return organization_get(rq->db, rq->a, (struct organization_id){ rq->who.organization }, ret);
	TRY(organization_by_code(rq->db, rq->a, code, &o));
	if (o.tree_lo < rq->who.scope.lo || o.tree_lo >= rq->who.scope.hi)
		return E_NOTFOUND;
	return organization_get(rq->db, rq->a, o.id, ret);
}

enum err finding_mine(struct rq *rq, int64_t id, struct finding_get_row *ret, struct organization_get_row *ret_house)
{
	TRY(finding_get(rq->db, rq->a, (struct finding_id){ id }, ret));
	TRY(organization_get(rq->db, rq->a, (struct organization_id){ ret->organization }, ret_house));
	return ret_house->tree_lo < rq->who.scope.lo || ret_house->tree_lo >= rq->who.scope.hi ? E_NOTFOUND : OK;
}

/* Of a branch the houses, of a house its findings. */
enum err findings_report(struct rq *rq)
{
	const struct findings_in *in = rq->form;
	struct findings_view v = { .staff = true };
	struct organization_get_row o;
	struct page *pg;

	TRY(findings_house(rq, in->organization, &o));
	pg = rq_page(rq, 200);
	v.code = o.code;
	v.name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	TRY(findings_head(rq, pg, o.id.v, &v));
	TRY(findings_houses(rq, pg, o.tree_lo, o.tree_hi, in->after > 0 ? in->after : -1, "/findings", &v));
	if (v.houses.n > 1 || in->after > 0) {
		t_findings_branch(pg, &v);
		return OK;
	}
	v.next = U("");
	TRY(findings_lines(rq, pg, o.id.v, in->before, FINDING_ROWS, &v));
	if (zone_get(o.zone, &pg->zone) != OK)
		pg->zone = NULL;
	t_findings_house(pg, &v);
	return OK;
}

enum err finding_report(struct rq *rq)
{
	struct finding_view v = { .staff = true };
	struct organization_get_row o;
	struct finding_get_row f;
	struct page *pg;

	TRY(finding_mine(rq, rq_id(rq, 0), &f, &o));
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	TRY(finding_view(rq, pg, &f, &v));
	v.may_answer = FINDING_ANSWERERS >> rq->who.role & 1 && v.answers.n < ANSWERS_MAX;
	for (size_t i = 0; i < v.answers.n && FINDING_WITHHOLDERS >> rq->who.role & 1; i++)
		v.may_withhold = v.may_withhold || !v.answers.v[i].why.n;
	v.has_trail = FINDING_TRAIL_READERS >> rq->who.role & 1;
	TRY(finding_trail_said(rq, pg, f.id, &(struct noted){ 0 }, &v.trail));
	t_findings_one(pg, &v);
	return OK;
}
