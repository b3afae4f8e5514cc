/*
 * The platform withholds the text of an answer that names somebody or that the law forbids: out of the database, for good. The hash
 * stays beside the finding and in the log, where an entry says who withheld it and why.
 */
#include "areas/findings/inside.h"

#include "ledger/act.h"

static const char *const whys[] = { "person", "illness", "staff", "unlawful", NULL };
static const enum entry_reason reasons[] = { WHY_PERSON, WHY_ILLNESS, WHY_STAFF, WHY_UNLAWFUL };
struct withhold_in { int64_t answer; int32_t why; };
static const struct field fields[] = {
	FIELD(withhold_in, answer, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX, .missing = N_("Choose an answer")),
	FIELD(withhold_in, why, F_CHOICE, int32_t, .required = true, .choices = whys, .missing = N_("Say why")),
};
const struct form finding_withhold_form = FORM(withhold_in, fields);

enum err finding_withheld_keep(struct db *db, struct arena *a, struct instant now, const struct withheld_new *x)
{
	struct finding_answer_get_row w;
	int64_t row, n;

	TRY(finding_answer_get(db, a, x->answer, &w));
	struct act said = act_of_no_time(ACT_WITHHOLD, x->role, now);

	said.organization = w.organization;
	said.reason = x->why;
	said.holder = w.digest;
	TRY(act_named(db, a, now, &said, &row));
	TRY(finding_withheld_add(db, a, x->answer, w.organization, x->account, x->role, str_of(entry_reason(x->why)), (struct act_id){ row }, now, &n));
	return n ? finding_answer_blank(db, a, x->answer) : E_CONFLICT;
}

enum err findings_withhold_newest(struct db *db, struct arena *a, struct instant now, int64_t organization, int64_t account)
{
	struct finding_answers_rows answers = { 0 };
	struct finding_list_rows rows;

	TRY(finding_list(db, a, organization, (struct finding_id){ INT64_MAX }, FINDING_ROWS, &rows));
	for (size_t i = 0; i < rows.n && !answers.n; i++)
		TRY(finding_answers(db, a, rows.v[i].id, &answers));
	if (!answers.n)
		return E_NOTFOUND;
	return finding_withheld_keep(db, a, now, &(struct withheld_new){ answers.v[answers.n - 1].id, account,
		str_of(role_code(ROLE_PLATFORM)), WHY_PERSON });
}

enum err finding_withhold(struct rq *rq)
{
	const struct withhold_in *in = rq->form;
	struct finding_answer_get_row w;
	struct organization_get_row o;
	struct finding_get_row f;
	enum err e;

	TRY(finding_mine(rq, rq_id(rq, 0), &f, &o));
	TRY(finding_answer_get(rq->db, rq->a, (struct finding_answer_id){ in->answer }, &w));
	if (w.finding.v != f.id.v)
		return E_NOTFOUND;
	struct withheld_new x = { { in->answer }, rq->who.account, str_of(role_code(rq->who.role)), reasons[in->why] };

	e = finding_withheld_keep(rq->db, rq->a, rq->now, &x);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("This text is withheld already."));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, o.id.v, o.id.v, S("withhold")));
	return rq_redirect(rq, "/findings/%lld", (long long)f.id.v);
}
