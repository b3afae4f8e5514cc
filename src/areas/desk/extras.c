/* Extra appointments of an establishment: who may, how many, why; and how many there were. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "areas/figures/figures.h"
#include "areas/organizations/organizations.h"
#include "desk_t.h"
#include "web/web.h"

enum { MONTHS_SHOWN = 12, LINES_MAX = 2000 };

/* ---- what there was ---- */

struct fold { const struct rq *rq; struct extra_lines *out; };

static struct str month_words(const struct rq *rq, int32_t month)
{
	int y, m, d;

	day_split(month_first_day(month), &y, &m, &d);
	return text_month(rq->a, rq->lang, y, m);
}

static bool same_line(const struct extra_line *x, const struct extra_line *y)
{
	return str_eq(x->month, y->month) && str_eq(x->reason, y->reason) && str_eq(x->role, y->role);
}

/* Days of one month, reason and role are one line. */
static enum err fold_day(void *arg, const struct desk_extra_figures_row *r)
{
	struct fold *f = arg;
	enum role role;
	struct extra_line l = { month_words(f->rq, month_of_day(r->booked_day)),
		organization_name(f->rq->lang, r->reason_fr, r->reason_ar, r->reason_en),
		lang_tr(f->rq->lang, role_of(r->role, &role) ? role_label(role) : N_("Not known")), r->n };

	for (size_t i = 0; i < f->out->n; i++)
		if (same_line(&f->out->v[i], &l)) {
			f->out->v[i].n += r->n;
			return OK;
		}
	if (f->out->n == LINES_MAX)
		return OK;
	l.reason = arena_str(f->rq->a, l.reason);	/* the row's texts go with it */
	f->out->v[f->out->n++] = l;
	return OK;
}

static enum err list_lines(struct rq *rq, const struct desk *d, struct extra_lines *ret)
{
	struct fold f = { rq, ret };
	struct day from = month_first_day(month_of_day(d->now.day) - MONTHS_SHOWN + 1);

	ret->v = ARENA_ARRAY(rq->a, struct extra_line, LINES_MAX);
	return desk_extra_figures(rq->db, rq->a, d->lo, d->hi, from, fold_day, &f);
}

/* ---- the page ---- */

static enum err list_agendas(struct rq *rq, const struct desk *d, struct extras_page *p)
{
	struct schedules all;
	struct desk_extra_limits_rows own;

	TRY(schedule_list(rq->db, rq->a, d->id, &all));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &all));
	TRY(desk_extra_limits(rq->db, rq->a, d->lo, d->hi, &own));
	p->agendas.v = ARENA_ARRAY(rq->a, struct agenda_choice, all.n + 1);
	p->own.v = ARENA_ARRAY(rq->a, struct extra_own, own.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		const struct schedule *s = &all.v[i];

		if (s->active)
			p->agendas.v[p->agendas.n++] = (struct agenda_choice){
				arena_fmt(rq->a, "%lld", (long long)s->id.v), s->name.v[rq->lang], false };
		for (size_t k = 0; k < own.n; k++)
			if (own.v[k].schedule_id.v == s->id.v)
				p->own.v[p->own.n++] = (struct extra_own){ s->id, s->name.v[rq->lang],
					own.v[k].per_day };
	}
	desk_sort_choices(rq, &p->agendas);
	return OK;
}

enum err desk_extras_page(struct rq *rq)
{
	struct extras_page p = { 0 };
	struct desk d;

	TRY(desk_begin(rq, &d));
	p.step = d.name;
	TRY(extra_limits(rq->db, rq->a, d.lo, (struct schedule_id){ 0 }, &p.limits));
	TRY(extra_reasons(rq->db, rq->a, d.lo, &p.reasons));
	TRY(list_agendas(rq, &d, &p));
	TRY(list_lines(rq, &d, &p.lines));

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	t_desk_extras(pg, &p);
	return OK;
}

/* ---- changing it ---- */

static enum err done(struct rq *rq)
{
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, rq->who.organization, rq->who.organization, S("extras")));
	return rq_redirect(rq, "/desk/extras");
}

struct limits_in { int64_t per_day, per_operator; bool desk, head, director; };
static const struct field limits_fields[] = {
	FIELD(limits_in, per_day, F_INT, int64_t, .required = true, .max = 100),
	FIELD(limits_in, per_operator, F_INT, int64_t, .required = true, .max = 500),
	FIELD(limits_in, desk, F_BOOL, bool),
	FIELD(limits_in, head, F_BOOL, bool),
	FIELD(limits_in, director, F_BOOL, bool),
};
const struct form extras_limits_form = FORM(limits_in, limits_fields);

enum err desk_extras_limits(struct rq *rq)
{
	const struct limits_in *in = rq->form;
	int64_t roles = (in->desk ? EXTRA_DESK : 0) | (in->head ? EXTRA_HEAD : 0)
		| (in->director ? EXTRA_DIRECTOR : 0);
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(organization_setting_set(rq->db, rq->a, d.id, d.lo, SETTING_EXTRA_PER_DAY, in->per_day));
	TRY(organization_setting_set(rq->db, rq->a, d.id, d.lo, SETTING_EXTRA_PER_OPERATOR, in->per_operator));
	TRY(organization_setting_set(rq->db, rq->a, d.id, d.lo, SETTING_EXTRA_ROLES, roles));
	return done(rq);
}

struct agenda_in { struct schedule_id agenda; int64_t most; };
static const struct field agenda_fields[] = {
	FIELD(agenda_in, agenda, F_ID, struct schedule_id, .required = true, .missing = N_("Choose an agenda.")),
	FIELD(agenda_in, most, F_INT, int64_t, .max = 100),
};
const struct form extras_agenda_form = FORM(agenda_in, agenda_fields);

enum err desk_extras_agenda(struct rq *rq)
{
	const struct agenda_in *in = rq->form;
	struct organization_get_row o;
	struct schedule s;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(schedule_get(rq->db, rq->a, in->agenda, &s));
	TRY(organization_get(rq->db, rq->a, s.organization, &o));
	if (o.tree_lo < d.lo || o.tree_lo >= d.hi)
		return E_NOTFOUND;
	TRY(extra_limit_set(rq->db, rq->a, o.id, s.id, rq_raw(rq, "most").n ? (int32_t)in->most : -1));
	return done(rq);
}

struct reason_in { struct str name_fr, name_ar; };
static const struct field reason_fields[] = {
	FIELD(reason_in, name_fr, F_TEXT, struct str, .required = true, .max = 100, .missing = N_("Write the French name")),
	FIELD(reason_in, name_ar, F_TEXT, struct str, .required = true, .max = 100, .missing = N_("Write the Arabic name")),
};
const struct form extras_reason_form = FORM(reason_in, reason_fields);

enum err desk_extras_reason(struct rq *rq)
{
	const struct reason_in *in = rq->form;
	struct names name = names_make(in->name_fr, in->name_ar, STR_NONE);
	struct desk d;
	enum err e;

	TRY(desk_begin(rq, &d));
	e = extra_reason_add(rq->db, rq->a, rq->now, d.id, d.lo, &name);
	if (e == E_LIMIT)
		return rq_wrong(rq, "name_fr", N_("The list is full."));
	TRY(e);
	return done(rq);
}

struct use_in { struct str code; bool on; };
static const struct field use_fields[] = {
	FIELD(use_in, code, F_TEXT, struct str, .required = true, .max = 30),
	FIELD(use_in, on, F_BOOL, bool),
};
const struct form extras_use_form = FORM(use_in, use_fields);

enum err desk_extras_use(struct rq *rq)
{
	const struct use_in *in = rq->form;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(extra_reason_use(rq->db, rq->a, d.id, d.lo, in->code, in->on));
	return done(rq);
}
