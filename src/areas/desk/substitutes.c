/* Substitutes: a plan that is looked at, then made; and undone. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "desk_t.h"
#include "web/web.h"

enum { SHOWN_MAX = 100 };

static int64_t told(const struct rq *rq, const char *name)
{
	int64_t n;

	return num_parse(rq_raw(rq, name), 0, INT32_MAX, &n) == OK ? n : -1;
}

static enum err list_choices(struct rq *rq, const struct desk *d, struct substitutes_page *p)
{
	struct schedules agendas;
	struct practitioners people;

	TRY(schedule_list(rq->db, rq->a, d->id, &agendas));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &agendas));
	TRY(practitioner_list(rq->db, rq->a, d->id, &people));
	p->agendas.v = ARENA_ARRAY(rq->a, struct agenda_choice, agendas.n + 1);
	p->people.v = ARENA_ARRAY(rq->a, struct agenda_choice, people.n + 1);
	struct named *named = ARENA_ARRAY(rq->a, struct named, people.n + 1);

	for (size_t i = 0; i < agendas.n; i++)
		if (agendas.v[i].active && agendas.v[i].practitioner.v)
			p->agendas.v[p->agendas.n++] = (struct agenda_choice){
				arena_fmt(rq->a, "%lld", (long long)agendas.v[i].id.v),
				agendas.v[i].name.v[rq->lang], false };
	for (size_t i = 0; i < people.n; i++)
		named[i] = (struct named){ organization_name(rq->lang, people.v[i].name.s, people.v[i].name_ar.s,
			STR_NONE), people.v[i].specialty, { 0 }, people.v[i].code };
	TRY(names_apart(rq->db, rq->a, rq->lang, named, people.n));
	for (size_t i = 0; i < people.n; i++)
		if (people.v[i].active)
			p->people.v[p->people.n++] = (struct agenda_choice){
				arena_fmt(rq->a, "%lld", (long long)people.v[i].id.v),
				named[i].label, false };
	desk_sort_choices(rq, &p->agendas);
	desk_sort_choices(rq, &p->people);
	return OK;
}

enum err desk_substitutes_page(struct rq *rq)
{
	struct substitutes_page p = { .passed = told(rq, "passed"), .back = told(rq, "back") };
	struct desk d;

	TRY(desk_begin(rq, &d));
	p.step = d.name;
	p.today = d.now.day;
	TRY(list_choices(rq, &d, &p));
	TRY(substitution_list(rq->db, rq->a, d.lo, d.hi, d.now.day, &p.list));

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	t_desk_substitutes(pg, &p);
	return OK;
}

struct substitute_in {
	struct schedule_id agenda;
	struct practitioner_id by;
	struct day from, to;
	struct str reason;
	bool agreed, open;
};
static const struct field substitute_fields[] = {
	FIELD(substitute_in, agenda, F_ID, struct schedule_id, .required = true, .missing = N_("Choose an agenda.")),
	FIELD(substitute_in, by, F_ID, struct practitioner_id, .required = true, .missing = N_("Choose who stands in.")),
	FIELD(substitute_in, from, F_DAY, struct day, .required = true),
	FIELD(substitute_in, to, F_DAY, struct day, .required = true),
	FIELD(substitute_in, reason, F_TEXT, struct str, .max = 200),
	FIELD(substitute_in, agreed, F_BOOL, bool),
	FIELD(substitute_in, open, F_BOOL, bool),
};
const struct form substitute_form = FORM(substitute_in, substitute_fields);

/* What is asked, of the account's own establishment alone. */
static enum err read_ask(struct rq *rq, struct substitute_plan_page *p)
{
	const struct substitute_in *in = rq->form;
	struct organization_get_row o;
	struct practitioner who;
	struct schedule s;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(schedule_get(rq->db, rq->a, in->agenda, &s));
	TRY(practitioner_get(rq->db, rq->a, in->by, &who));
	TRY(organization_get(rq->db, rq->a, s.organization, &o));
	if (o.tree_lo < d.lo || o.tree_lo >= d.hi || who.organization.v != d.id.v)
		return E_NOTFOUND;
	p->ask = (struct substitution_ask){ s.id, who.id, in->from, in->to, in->reason, rq->who.account,
		str_of(role_code(rq->who.role)), in->agreed, in->open };
	p->agenda = s.name.v[rq->lang];
	p->substitute = organization_name(rq->lang, who.name.s, who.name_ar.s, STR_NONE);
	return OK;
}

static enum err explain(struct rq *rq, const struct substitution_plan *plan)
{
	switch (plan->wrong) {
	case SUBSTITUTION_FITS: break;
	case SUBSTITUTION_PAST: return rq_wrong(rq, "from", N_("Choose a day from today on."));
	case SUBSTITUTION_ORDER: return rq_wrong(rq, "to", N_("The last day is before the first"));
	case SUBSTITUTION_LONG: return rq_wrong(rq, "to", N_("At most half a year. Make a new one then."));
	case SUBSTITUTION_SELF: return rq_wrong(rq, "by", N_("This is the agenda’s own doctor."));
	}
	if (plan->taken)
		return rq_wrong(rq, "from", N_("Somebody stands in already on one of these days."));
	return OK;
}

/* The people whose appointments pass over: each goes into the trail. */
static enum err show_plan(struct rq *rq, int status, struct substitute_plan_page *p)
{
	size_t n = p->plan.npassing < SHOWN_MAX ? p->plan.npassing : SHOWN_MAX;

	p->passing.v = ARENA_ARRAY(rq->a, struct appointment, n + 1);
	for (size_t i = 0; i < n; i++)
		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, p->plan.passing[i], &p->passing.v[p->passing.n++]));
	TRY(desk_saw(rq, &p->passing));

	struct page *pg = rq_page(rq, status);

	t_desk_substitute_plan(pg, p);
	return OK;
}

enum err desk_substitutes_plan(struct rq *rq)
{
	struct substitute_plan_page p = { 0 };

	TRY(read_ask(rq, &p));
	TRY(substitution_plan(rq->db, rq->a, rq->now, &p.ask, &p.plan));
	TRY(explain(rq, &p.plan));
	return show_plan(rq, 200, &p);
}

/* Each whose appointment went from one doctor to another. */
static enum err note_changed(struct rq *rq, const struct substitution_plan *plan)
{
	for (size_t i = 0; i < plan->npassing; i++) {
		struct appointment x;

		TRY(appointment_get(rq->db, rq->a, &rq->who.scope, plan->passing[i], &x));
		TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	}
	return rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("substitute"));
}

enum err desk_substitutes_make(struct rq *rq)
{
	struct substitute_plan_page p = { .again = true };
	enum err e;

	TRY(read_ask(rq, &p));
	e = substitution_make(rq->db, rq->a, rq->now, &p.ask, &p.plan);
	if (e == E_INPUT || e == E_CONFLICT) {
		TRY(explain(rq, &p.plan));
		return e;
	}
	if (e == E_LIMIT) {
		TRY(show_plan(rq, 409, &p));
		return E_CONFLICT;
	}
	TRY(e);
	TRY(note_changed(rq, &p.plan));
	return rq_redirect(rq, "/desk/substitutes?passed=%lld", (long long)p.plan.npassing);
}

enum err desk_substitutes_undo(struct rq *rq)
{
	struct organization_get_row o;
	struct substitution_plan plan;
	struct substitution s;
	struct desk d;
	enum err e;

	TRY(desk_begin(rq, &d));
	TRY(substitution_get(rq->db, rq->a, (struct substitution_id){ rq_id(rq, 0) }, &s));
	TRY(organization_get(rq->db, rq->a, s.organization, &o));
	if (o.tree_lo < d.lo || o.tree_lo >= d.hi)
		return E_NOTFOUND;
	e = substitution_undo(rq->db, rq->a, rq->now, s.id, rq->who.account, str_of(role_code(rq->who.role)), &plan);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("This substitution was undone already."));
	TRY(e);
	TRY(note_changed(rq, &plan));
	return rq_redirect(rq, "/desk/substitutes?back=%lld", (long long)plan.npassing);
}
