/* Administration of periods with other hours (variants): dates, and the agendas that take part. See
 * pages.h. */
#include "areas/schedules/pages.h"

#include "areas/schedules/internal.h"
#include "base/num.h"
#include "schedules_t.h"

enum { AGENDAS_MAX = 200 };

struct period_in { int64_t organization, version; struct str name_fr, name_ar, name_en; struct day first, last; };
static const struct field period_fields[] = {
	FIELD(period_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_in, version, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_in, name_fr, F_TEXT, struct str, .required = true, .max = 80,
		.missing = N_("Write the French name")),
	FIELD(period_in, name_ar, F_TEXT, struct str, .required = true, .max = 80,
		.missing = N_("Write the Arabic name")),
	FIELD(period_in, name_en, F_TEXT, struct str, .max = 80),
	FIELD(period_in, first, F_DAY, struct day, .required = true,
		.missing = N_("Write the first day")),
	FIELD(period_in, last, F_DAY, struct day, .required = true,
		.missing = N_("Write the last day")),
};
const struct form period_form = FORM(period_in, period_fields);

struct period_join_in { int64_t organization; struct str_list agendas; int32_t from, to; };
static const struct field period_join_fields[] = {
	FIELD(period_join_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_join_in, agendas, F_LIST, struct str_list, .required = true, .max = AGENDAS_MAX,
		.missing = N_("Choose at least one agenda")),
	FIELD(period_join_in, from, F_MIN, int32_t, .required = true,
		.missing = N_("Write an hour, for example 09:00")),
	FIELD(period_join_in, to, F_MIN, int32_t, .required = true,
		.missing = N_("Write an hour, for example 09:00")),
};
const struct form period_join_form = FORM(period_join_in, period_join_fields);

struct period_leave_in { int64_t organization, agenda; };
static const struct field period_leave_fields[] = {
	FIELD(period_leave_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_leave_in, agenda, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form period_leave_form = FORM(period_leave_in, period_leave_fields);

static struct str role_now(const struct rq *rq)
{
	return str_of(role_code(rq->who.role));
}

static struct day today_here(const struct rq *rq)
{
	return today_utc(rq->now);
}

enum err periods_page(struct rq *rq)
{
	struct variants all;
	struct admin_at at;

	TRY(admin_at(rq, &at));
	TRY(variant_list(rq->db, rq->a, at.organization, today_here(rq), &all));
	struct period_row *v = ARENA_ARRAY(rq->a, struct period_row, all.n + 1);

	for (size_t i = 0; i < all.n; i++) {
		struct variant_agendas_row n;

		TRY(variant_agendas(rq->db, rq->a, all.v[i].id, at.organization, &n));
		v[i] = (struct period_row){ all.v[i], n.n };
	}
	t_schedules_periods(rq_page(rq, 200), &at, (struct period_rows){ v, all.n });
	return OK;
}

enum err period_new_page(struct rq *rq)
{
	struct period_view v = { .own = true };

	TRY(admin_at(rq, &v.at));
	v.v.organization = v.at.organization;
	v.v.first_day = v.v.last_day = DAY_NONE;
	t_schedules_period(rq_page(rq, 200), &v);
	return OK;
}

/* One of the organisation or of those above it. */
static enum err usable(struct rq *rq, struct period_view *v)
{
	struct variants all;

	TRY(variant_list(rq->db, rq->a, v->at.organization, (struct day){ INT32_MIN + 1 }, &all));
	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].id.v != rq_id(rq, 0))
			continue;
		v->v = all.v[i];
		return OK;
	}
	return E_NOTFOUND;
}

static enum err load(struct rq *rq, struct period_view *ret)
{
	struct period_view v = { 0 };
	struct schedules all;

	TRY(admin_at(rq, &v.at));
	TRY(usable(rq, &v));
	v.own = admin_may(rq, v.v.organization) == OK;
	TRY(schedule_list(rq->db, rq->a, v.at.organization, &all));
	struct period_agenda *agendas = ARENA_ARRAY(rq->a, struct period_agenda, all.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++) {
		struct variant_taken_row taken;

		if (!all.v[i].active)
			continue;
		TRY(variant_taken(rq->db, rq->a, all.v[i].id, v.v.id, &taken));
		agendas[n++] = (struct period_agenda){ all.v[i], taken.n > 0 };
		v.taking += taken.n > 0;
	}
	v.agendas = (struct period_agendas){ agendas, n };
	*ret = v;
	return OK;
}

enum err period_page(struct rq *rq)
{
	struct period_view v;

	TRY(load(rq, &v));
	t_schedules_period(rq_page(rq, 200), &v);
	return OK;
}

static enum err fill_period(struct rq *rq, const struct period_in *in, struct variant *v)
{
	if (in->last.n < in->first.n)
		return rq_wrong(rq, "last", N_("The last day is before the first"));
	if (in->last.n - in->first.n > 366)
		return rq_wrong(rq, "last", N_("At most one year"));
	v->name = (struct names){ { in->name_fr, in->name_ar, in->name_en } };
	if (!in->name_en.n)
		v->name = names_make(in->name_fr, in->name_ar, STR_NONE);
	v->first_day = in->first;
	v->last_day = in->last;
	v->version = in->version;
	return OK;
}

static enum err save_period(struct rq *rq, const struct variant *v, struct variant_id *ret)
{
	enum err e = variant_put(rq->db, rq->a, rq->now, v, role_now(rq), ret);

	if (e == E_CONFLICT)
		return rq_problem(rq,
			N_("Somebody else changed this period meanwhile. Look at it again; yours was not saved."));
	if (e == E_INPUT)
		return rq_wrong(rq, "first",
			N_("On one of these days an agenda has the hours of another period already"));
	return e;
}

enum err period_new_save(struct rq *rq)
{
	const struct period_in *in = rq->form;
	struct variant v = { .organization = { in->organization ? in->organization
		: rq->who.organization } };
	struct variant_id id;

	TRY(admin_may(rq, v.organization));
	TRY(fill_period(rq, in, &v));
	TRY(save_period(rq, &v, &id));
	return rq_redirect(rq, "/admin/periods/%lld?organization=%lld", (long long)id.v,
		(long long)v.organization.v);
}

/* ---- what it would do ---- */

static enum err effect(struct rq *rq, const struct schedule *s, const struct plans *p,
	struct period_effect *ret)
{
	struct losts lost;

	TRY(plans_lose(rq->db, rq->a, rq->now, s->id, p, &lost));
	*ret = (struct period_effect){ names_in(rq->lang, &s->name), (int64_t)lost.n };
	return OK;
}

static void end_look(struct rq *rq, struct period_look *l)
{
	for (size_t i = 0; i < l->effects.n; i++)
		l->lost += l->effects.v[i].lost;
	l->sent = sent_again(rq);
	l->action = save_url(rq);
	t_schedules_period_look(rq_page(rq, 200), l);
}

enum err period_look(struct rq *rq)
{
	const struct period_in *in = rq->form;
	struct period_view v;
	struct variant to;
	size_t n = 0;

	TRY(load(rq, &v));
	to = v.v;
	if (!v.own)
		return E_NOTFOUND;
	TRY(fill_period(rq, in, &to));
	struct period_look l = { .view = &v, .days = { to.first_day, to.last_day } };
	struct period_effect *effects = ARENA_ARRAY(rq->a, struct period_effect, v.agendas.n + 1);

	for (size_t i = 0; i < v.agendas.n; i++) {
		struct plans p;

		if (!v.agendas.v[i].in)
			continue;
		TRY(plans_moved(rq->db, rq->a, v.agendas.v[i].s.id, &v.v, l.days, &p));
		TRY(effect(rq, &v.agendas.v[i].s, &p, &effects[n++]));
	}
	l.effects = (struct period_effects){ effects, n };
	end_look(rq, &l);
	return OK;
}

enum err period_save(struct rq *rq)
{
	const struct period_in *in = rq->form;
	struct variant_id id;
	struct variant v;

	TRY(variant_get(rq->db, rq->a, (struct variant_id){ rq_id(rq, 0) }, &v));
	TRY(admin_may(rq, v.organization));
	TRY(fill_period(rq, in, &v));
	TRY(save_period(rq, &v, &id));
	return rq_redirect(rq, "/admin/periods/%lld?organization=%lld", (long long)id.v,
		(long long)(in->organization ? in->organization : v.organization.v));
}

/* The ticked agendas that do not take part yet. */
static enum err asked(struct rq *rq, const struct period_view *v, struct schedules *ret)
{
	const struct period_join_in *in = rq->form;
	struct schedule *out = ARENA_ARRAY(rq->a, struct schedule, in->agendas.n + 1);
	size_t n = 0;

	if (in->to <= in->from)
		return rq_wrong(rq, "to", N_("The end must be later than the beginning"));
	for (size_t i = 0; i < in->agendas.n; i++)
		for (size_t k = 0; k < v->agendas.n; k++) {
			const struct period_agenda *x = &v->agendas.v[k];
			int64_t id;

			if (num_parse(in->agendas.v[i], 1, INT64_MAX, &id) == OK && x->s.id.v == id && !x->in)
				out[n++] = x->s;
		}
	if (!n)
		return rq_wrong(rq, "agendas", N_("Choose at least one agenda"));
	*ret = (struct schedules){ out, n };
	return OK;
}

enum err period_join_look(struct rq *rq)
{
	const struct period_join_in *in = rq->form;
	struct drawn_week *week = ARENA_NEW(rq->a, struct drawn_week);
	struct sents sent = sent_again(rq);
	struct schedules all;
	struct period_view v;

	TRY(load(rq, &v));
	TRY(asked(rq, &v, &all));
	struct period_look l = { .view = &v, .days = { v.v.first_day, v.v.last_day },
		.within = { in->from, in->to } };
	struct period_effect *effects = ARENA_ARRAY(rq->a, struct period_effect, all.n + 1);

	for (size_t i = 0; i < all.n; i++) {
		struct plans p;
		struct day monday;

		TRY(plans_in_variant(rq->db, rq->a, all.v[i].id, &v.v, l.within, &p));
		TRY(effect(rq, &all.v[i], &p, &effects[i]));
		if (all.n > 1)
			continue;
		TRY(week_asked(rq, &p, v.v.first_day, &monday));
		TRY(draw_week(rq, &all.v[i], &p, monday, look_url(rq, &sent), week));
		week->fixed = true;
		l.week = week;
	}
	l.effects = (struct period_effects){ effects, all.n };
	end_look(rq, &l);
	return OK;
}

enum err period_join_save(struct rq *rq)
{
	const struct period_join_in *in = rq->form;
	struct schedules all;
	struct period_view v;

	TRY(load(rq, &v));
	TRY(asked(rq, &v, &all));
	for (size_t i = 0; i < all.n; i++) {
		enum err e = variant_join(rq->db, rq->a, rq->now, v.v.id, all.v[i].id,
			(struct minute_span){ in->from, in->to }, role_now(rq));

		if (e == E_INPUT)
			return rq_wrong(rq, "agendas",
				N_("On one of these days an agenda has the hours of another period already"));
		TRY(e);
	}
	return rq_redirect(rq, "/admin/periods/%lld?organization=%lld", (long long)v.v.id.v,
		(long long)v.at.organization.v);
}

/* The usual hours again, in one agenda (0: in all of them). */
static enum err out_look(struct rq *rq, const struct period_view *v, int64_t agenda)
{
	/* A period that holds on no day that comes. */
	const struct day_span gone = { { 0 }, { 0 } };
	struct period_look l = { .view = v, .days = { v->v.first_day, v->v.last_day }, .out = true };
	struct period_effect *effects = ARENA_ARRAY(rq->a, struct period_effect, v->agendas.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < v->agendas.n; i++) {
		const struct period_agenda *x = &v->agendas.v[i];
		struct plans p;

		if (!x->in || (agenda && x->s.id.v != agenda))
			continue;
		TRY(plans_moved(rq->db, rq->a, x->s.id, &v->v, gone, &p));
		TRY(effect(rq, &x->s, &p, &effects[n++]));
	}
	if (agenda && !n)
		return E_NOTFOUND;
	l.effects = (struct period_effects){ effects, n };
	end_look(rq, &l);
	return OK;
}

enum err period_leave_look(struct rq *rq)
{
	const struct period_leave_in *in = rq->form;
	struct period_view v;

	TRY(load(rq, &v));
	return out_look(rq, &v, in->agenda);
}

enum err period_leave_save(struct rq *rq)
{
	const struct period_leave_in *in = rq->form;
	struct variant_id id = { rq_id(rq, 0) };
	struct schedule s;

	TRY(admin_schedule(rq, in->agenda, &s));
	TRY(variant_leave(rq->db, rq->a, rq->now, id, s.id, role_now(rq)));
	return rq_redirect(rq, "/admin/periods/%lld?organization=%lld", (long long)id.v,
		(long long)(in->organization ? in->organization : s.organization.v));
}

enum err period_remove_look(struct rq *rq)
{
	struct period_view v;

	TRY(load(rq, &v));
	if (!v.own)
		return E_NOTFOUND;
	return out_look(rq, &v, 0);
}

enum err period_remove_save(struct rq *rq)
{
	struct variant v;

	TRY(variant_get(rq->db, rq->a, (struct variant_id){ rq_id(rq, 0) }, &v));
	TRY(admin_may(rq, v.organization));
	TRY(variant_remove(rq->db, rq->a, rq->now, v.id, role_now(rq)));
	return rq_redirect(rq, "/admin/periods?organization=%lld", (long long)v.organization.v);
}
