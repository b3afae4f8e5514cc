/* Who gets the monthly report: the page, and the document by hand. */
#include "areas/figures/report.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "figures_q.h"
#include "figures_t.h"
#include "organizations_q.h"

enum { RECIPIENTS_MAX = 30 };

struct report_in { struct str address; int32_t tongue; };
static const char *const tongues[] = { "fr", "ar", "en", NULL };
static const struct field report_fields[] = {
	FIELD(report_in, address, F_EMAIL, struct str, .required = true),
	FIELD(report_in, tongue, F_CHOICE, int32_t, .required = true, .choices = tongues),
};
const struct form report_form = FORM(report_in, report_fields);
struct report_drop_in { struct report_recipient_id id; };
static const struct field report_drop_fields[] = { FIELD(report_drop_in, id, F_ID, struct report_recipient_id, .required = true) };
const struct form report_drop_form = FORM(report_drop_in, report_drop_fields);

static struct organization_id own(const struct rq *rq)
{
	return (struct organization_id){ rq->who.organization };
}

enum err report_page(struct rq *rq)
{
	struct report_recipients_rows rows;
	struct organization_get_row o;
	struct published_months closed;
	struct report_view v = { 0 };

	TRY(organization_get(rq->db, rq->a, own(rq), &o));
	TRY(report_recipients(rq->db, rq->a, o.id, &rows));
	TRY(figures_published_of(rq->db, rq->a, o.tree_lo, 1, &closed));
	v.name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	v.code = o.code;
	if (closed.n) {
		v.last = month_text(rq->a, closed.v[0].month);
		v.last_title = months_label(rq->a, rq->lang, closed.v[0].month);
	}
	v.who.v = ARENA_ARRAY(rq->a, struct report_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		enum lang l = LANG_FR;

		if (!lang_of(rows.v[i].lang, &l))
			l = LANG_FR;
		v.who.v[v.who.n++] = (struct report_line){ rows.v[i].id.v, rows.v[i].address, str_of(lang_name(l)), rows.v[i].added_at };
	}
	t_figures_report(rq_page(rq, 200), &v);
	return OK;
}

/* The months that are closed already are not sent: the next one is. */
enum err figures_report_to(struct db *db, struct arena *a, struct instant now, struct organization_id o, int64_t account, struct str address,
	struct str lang, bool *ret_new)
{
	struct published_months closed;
	struct organization_get_row row;
	int64_t n;

	TRY(organization_get(db, a, o, &row));
	TRY(figures_published_of(db, a, row.tree_lo, 1, &closed));
	TRY(report_recipient_add(db, a, (struct report_recipient_id){ random_id(now) }, o, address, lang, account, now,
		closed.n ? closed.v[0].month : -1, &n));
	*ret_new = n > 0;
	return OK;
}

enum err report_add(struct rq *rq)
{
	const struct report_in *in = rq->form;
	struct report_recipients_rows rows;
	bool added;

	TRY(report_recipients(rq->db, rq->a, own(rq), &rows));
	if (rows.n >= RECIPIENTS_MAX)
		return rq_wrong(rq, "address", N_("There are as many addresses as there can be: remove one first"));
	TRY(figures_report_to(rq->db, rq->a, rq->now, own(rq), rq->who.account, in->address, str_of(tongues[in->tongue]), &added));
	if (added)
		TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("report")));
	return rq_redirect(rq, "/figures/report");
}

enum err report_remove(struct rq *rq)
{
	const struct report_drop_in *in = rq->form;
	int64_t n;

	TRY(report_recipient_drop(rq->db, rq->a, in->id, own(rq), &n));
	if (!n)
		return E_NOTFOUND;
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("report")));
	return rq_redirect(rq, "/figures/report");
}

enum err report_file(struct rq *rq, const struct organization_get_row *o, int32_t month)
{
	struct report r;

	TRY(report_make(rq->db, rq->a, rq->now, rq->lang, o, month, &r));
	return rq_file(rq, "application/pdf", r.name, r.bytes);
}
