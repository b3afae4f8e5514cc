/* What an establishment lets a telephone secretariat see and do, and what the calls of a month were about. */
#include "areas/telephone/inside.h"

#include "areas/organizations/organizations.h"
#include "telephone_t.h"

static const struct { const char *name, *label; int64_t bit; } sights[] = {
	{ "types", N_("See the type, the agenda and the place of an appointment; without it, only its day and hour"), SIGHT_TYPES },
	{ "past", N_("See past appointments and earlier calls"), SIGHT_PAST },
	{ "missed", N_("See missed appointments"), SIGHT_MISSED },
	{ "book", N_("Book"), SIGHT_BOOK },
	{ "change", N_("Move and cancel"), SIGHT_CHANGE },
	{ "write", N_("Leave messages for practitioners"), SIGHT_WRITE },
};
enum { SIGHTS = sizeof(sights) / sizeof(sights[0]) };

struct rules_in { bool types, past, missed, book, change, write; };
static const struct field rules_fields[] = {
	FIELD(rules_in, types, F_BOOL, bool), FIELD(rules_in, past, F_BOOL, bool), FIELD(rules_in, missed, F_BOOL, bool),
	FIELD(rules_in, book, F_BOOL, bool), FIELD(rules_in, change, F_BOOL, bool), FIELD(rules_in, write, F_BOOL, bool),
};
const struct form telephone_rules_form = FORM(rules_in, rules_fields);

static enum err list_figures(struct rq *rq, struct telephone_rules *p)
{
	struct telephone_figures_rows rows;

	TRY(telephone_figures(rq->db, rq->a, &rq->who.scope, (struct instant){ rq->now.v - FIGURES_DAYS * 86400 }, &rows));
	p->figures.v = ARENA_ARRAY(rq->a, struct figure_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct telephone_figures_row *r = &rows.v[i];
		const char *said = call_reason_said(r->reason);

		p->all += r->n;
		if (str_eq(r->state, S("missed")))
			p->missed += r->n;
		else
			p->figures.v[p->figures.n++] = (struct figure_line){ said ? said : N_("Not noted"), r->n, r->seconds };
	}
	return OK;
}

enum err telephone_rules_page(struct rq *rq)
{
	struct telephone_rules p = { .step = rq->who.place, .sights = { ARENA_ARRAY(rq->a, struct sight_line, SIGHTS), SIGHTS } };
	int64_t may;

	TRY(organization_setting(rq->db, rq->a, rq->who.tree_lo, SETTING_TELEPHONE_MAY, &may));
	for (size_t i = 0; i < SIGHTS; i++)
		p.sights.v[i] = (struct sight_line){ sights[i].name, sights[i].label, (may & sights[i].bit) != 0 };
	TRY(list_figures(rq, &p));
	t_telephone_rules(rq_page(rq, 200), &p);
	return OK;
}

enum err telephone_rules_put(struct rq *rq)
{
	const struct rules_in *in = rq->form;
	const bool on[SIGHTS] = { in->types, in->past, in->missed, in->book, in->change, in->write };
	int64_t may = 0;

	for (size_t i = 0; i < SIGHTS; i++)
		may |= on[i] ? sights[i].bit : 0;
	TRY(organization_setting_set(rq->db, rq->a, (struct organization_id){ rq->who.organization }, rq->who.tree_lo, SETTING_TELEPHONE_MAY, may));
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("telephone")));
	return rq_redirect(rq, "/desk/telephone-rules");
}
