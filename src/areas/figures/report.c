/* Who gets the monthly report: the page, and the document by hand. */
#include "areas/figures/report.h"

#include "areas/organizations/organizations.h"
#include "base/random.h"
#include "figures_q.h"
#include "figures_t.h"
#include "organizations_q.h"

enum { RECIPIENTS_MAX = 30, ASKS_OF_ACCOUNT = 60, ASKS_OF_ADDRESS = 3 };

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
		v.who.v[v.who.n++] = (struct report_line){ rows.v[i].id.v, rows.v[i].address, str_of(lang_name(l)), rows.v[i].added_at,
			rows.v[i].confirmed };
	}
	t_figures_report(rq_page(rq, 200), &v);
	return OK;
}

/* The months that are closed already are not sent: the next one is. */
enum err figures_report_to(struct db *db, struct arena *a, struct instant now, const struct report_to *to, bool *ret_new)
{
	const struct report_recipient_id id = { random_id(now) };
	struct published_months closed;
	struct organization_get_row row;
	int64_t n, confirmed;

	TRY(organization_get(db, a, to->organization, &row));
	TRY(figures_published_of(db, a, row.tree_lo, 1, &closed));
	TRY(report_recipient_add(db, a, id, to->organization, to->address, to->lang, to->account, now, closed.n ? closed.v[0].month : -1, &n));
	*ret_new = n > 0;
	if (!n)
		return OK;
	return to->agreed ? report_confirm(db, a, now, id, &confirmed) : report_ask(db, a, now, to->organization, id, to->address, to->lang);
}

/* An address is asked a few times a day at most, by whomever; and nobody asks the whole world. */
static enum err asks_within_limits(struct rq *rq, struct str address)
{
	TRY(rq_limit(rq, "report-ask", rq->who.account, ASKS_OF_ACCOUNT, 86400));
	return rq_limit(rq, "report-asked", (int64_t)(str_hash(report_note(rq->a, "", address)) >> 1), ASKS_OF_ADDRESS, 86400);
}

static enum err note(struct rq *rq, const char *what, struct str address)
{
	return rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, report_note(rq->a, what, address));
}

enum err report_add(struct rq *rq)
{
	const struct report_in *in = rq->form;
	const struct report_to to = { own(rq), rq->who.account, in->address, str_of(tongues[in->tongue]), false };
	struct report_recipients_rows rows;
	bool added;

	TRY(report_recipients(rq->db, rq->a, own(rq), &rows));
	if (rows.n >= RECIPIENTS_MAX)
		return rq_wrong(rq, "address", N_("There are as many addresses as there can be: remove one first"));
	if (asks_within_limits(rq, in->address) != OK)
		return rq_wrong(rq, "address", N_("This address was asked several times today, or you have asked many. Try again tomorrow."));
	TRY(figures_report_to(rq->db, rq->a, rq->now, &to, &added));
	if (added)
		TRY(note(rq, "added", in->address));
	return rq_redirect(rq, "/figures/report");
}

enum err report_remove(struct rq *rq)
{
	const struct report_drop_in *in = rq->form;
	struct report_recipient_get_row r;
	int64_t n;

	TRY(report_recipient_get(rq->db, rq->a, in->id, own(rq), &r));
	TRY(report_recipient_drop(rq->db, rq->a, in->id, own(rq), &n));
	TRY(note(rq, "removed", r.address));
	return rq_redirect(rq, "/figures/report");
}

enum err report_file(struct rq *rq, const struct organization_get_row *o, int32_t month)
{
	struct report r;

	TRY(report_make(rq->db, rq->a, rq->now, rq->lang, o, month, &r));
	return rq_file(rq, "application/pdf", r.name, r.bytes);
}
