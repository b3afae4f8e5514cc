/* Administration of periods with other hours (variants): dates, and the agendas that take part. See
 * pages.h. */
#include "areas/schedules/pages.h"

#include "areas/schedules/internal.h"
#include "base/num.h"
#include "schedules_t.h"

#include <stdlib.h>

enum { AGENDAS_MAX = 200 };

struct period_in { int64_t organization, version, seen; struct str name_fr, name_ar, name_en; struct day first, last; };
static const struct field period_fields[] = {
	FIELD(period_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_in, version, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_in, seen, F_INT, int64_t, .max = INT64_MAX),
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

struct period_join_in { int64_t organization, seen; struct str_list agendas; int32_t from, to; bool all; };
static const struct field period_join_fields[] = {
	FIELD(period_join_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_join_in, seen, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_join_in, agendas, F_LIST, struct str_list, .max = AGENDAS_MAX),
	FIELD(period_join_in, all, F_BOOL, bool),
	FIELD(period_join_in, from, F_MIN, int32_t, .required = true,
		.missing = N_("Write an hour, for example 09:00")),
	FIELD(period_join_in, to, F_MIN, int32_t, .required = true,
		.missing = N_("Write an hour, for example 09:00")),
};
const struct form period_join_form = FORM(period_join_in, period_join_fields);

struct period_leave_in { int64_t organization, agenda, seen; };
static const struct field period_leave_fields[] = {
	FIELD(period_leave_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_leave_in, seen, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_leave_in, agenda, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form period_leave_form = FORM(period_leave_in, period_leave_fields);

struct period_remove_in { int64_t organization, seen; };
static const struct field period_remove_fields[] = {
	FIELD(period_remove_in, organization, F_INT, int64_t, .max = INT64_MAX),
	FIELD(period_remove_in, seen, F_INT, int64_t, .max = INT64_MAX),
};
const struct form period_remove_form = FORM(period_remove_in, period_remove_fields);

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
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &all));
	struct period_agenda *agendas = ARENA_ARRAY(rq->a, struct period_agenda, all.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++) {
		struct variant_taken_row taken;

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
	TRY(admin_note(rq, v.organization, "period"));
	return rq_redirect(rq, "/admin/periods/%lld?organization=%lld", (long long)id.v,
		(long long)v.organization.v);
}

/* ---- what it would do ---- */

/* The look at some agendas, one after the other. */
struct looking {
	struct rq *rq;
	struct period_look *l;
	struct day_span days;		/* on which something differs, from today on */
	bool saving;			/* only what was confirmed is asked; the agendas are locked */
	struct period_effect *effects; size_t n, effects_cap;
	struct overlap_view *overlaps; size_t noverlaps, overlaps_cap;
	struct lost *lost; size_t nlost, lost_cap;
};

static struct looking looking(struct rq *rq, struct period_look *l, struct day_span x,
	struct day_span y)
{
	struct looking k = { .rq = rq, .l = l, .days = x };
	int32_t today = today_here(rq).n;

	if (y.first.n < k.days.first.n)
		k.days.first = y.first;
	if (y.last.n > k.days.last.n)
		k.days.last = y.last;
	if (k.days.first.n < today)
		k.days.first.n = today;
	return k;
}

/* A number for all overlaps of all agendas together. */
static void more_print(struct period_look *l, const struct overlaps *x)
{
	if (x->print)
		l->print = (int64_t)(((uint64_t)l->print * 1099511628211u ^ (uint64_t)x->print) >> 1
			| 1);
}

static enum err keep_overlaps(struct looking *k, const struct schedule *s, const struct overlaps *x)
{
	struct overlap_views v;

	more_print(k->l, x);
	if (k->saving)
		return OK;
	TRY(overlap_views_of(k->rq, s, x, &v));
	for (size_t i = 0; i < v.n; i++) {
		k->overlaps = arena_grow(k->rq->a, k->overlaps, k->noverlaps, &k->overlaps_cap,
			sizeof(*k->overlaps));
		k->overlaps[k->noverlaps++] = v.v[i];
	}
	return OK;
}

static enum err keep_lost(struct looking *k, const struct schedule *s, const struct plans *p)
{
	struct rq *rq = k->rq;
	struct losts lost;

	TRY(plans_lose(rq->db, rq->a, rq->now, s->id, p, &lost));
	for (size_t i = 0; i < lost.n; i++) {
		k->lost = arena_grow(rq->a, k->lost, k->nlost, &k->lost_cap, sizeof(*k->lost));
		k->lost[k->nlost++] = lost.v[i];
	}
	k->effects = arena_grow(rq->a, k->effects, k->n, &k->effects_cap, sizeof(*k->effects));
	k->effects[k->n++] = (struct period_effect){ names_in(rq->lang, &s->name),
		(int64_t)lost.n };
	return OK;
}

/* One agenda with these plans instead of its own. */
static enum err effect(struct looking *k, const struct schedule *s, const struct plans *p)
{
	struct rq *rq = k->rq;
	struct overlaps over;
	struct plans stored;

	TRY(plans_load(rq->db, rq->a, s->id, &stored));
	TRY(plans_overlaps(rq->db, rq->a, s->id, &stored, p, k->days, &over));
	TRY(keep_overlaps(k, s, &over));
	return k->saving ? OK : keep_lost(k, s, p);
}

static enum err end_look(struct looking *k, int status)
{
	struct rq *rq = k->rq;
	struct period_look *l = k->l;

	l->effects = (struct period_effects){ k->effects, k->n };
	l->overlaps = (struct overlap_views){ k->overlaps, k->noverlaps };
	l->sent = sent_again(rq);
	l->action = save_url(rq);
	TRY(lost_page(rq, &(struct losts){ k->lost, k->nlost },
		status == 200 ? look_url(rq, &l->sent) : (struct url){ STR_NONE }, &l->lost));
	t_schedules_period_look(rq_page(rq, status), l);
	return OK;
}

static int by_id(const void *px, const void *py)
{
	const struct schedule *x = px, *y = py;

	return x->id.v < y->id.v ? -1 : x->id.v > y->id.v;
}

/* In the order of their ids: whoever else does the same waits, and nobody for each other. */
static enum err lock_all(struct rq *rq, struct schedules *all)
{
	if (all->n > 1)
		qsort(all->v, all->n, sizeof(*all->v), by_id);
	for (size_t i = 0; i < all->n; i++)
		TRY(hours_lock(rq->db, rq->a, all->v[i].id));
	return OK;
}

/* What a look is about; fn looks at one agenda with what it would have. */
struct question {
	struct period_look *l;
	struct schedules agendas;
	struct day_span to;		/* new days of the period, for those that take part */
	bool join;
};

static enum err look_at(struct looking *k, const struct question *q)
{
	struct rq *rq = k->rq;
	const struct variant *v = &k->l->view->v;

	k->l->print = 0;
	for (size_t i = 0; i < q->agendas.n; i++) {
		const struct schedule *s = &q->agendas.v[i];
		struct plans p;

		if (q->join)
			TRY(plans_in_variant(rq->db, rq->a, s->id, v, k->l->within, &p));
		else
			TRY(plans_moved(rq->db, rq->a, s->id, v, q->to, &p));
		TRY(effect(k, s, &p));
	}
	return OK;
}

static enum err look_question(struct rq *rq, const struct question *q, int status)
{
	const struct variant *v = &q->l->view->v;
	struct looking k = looking(rq, q->l, (struct day_span){ v->first_day, v->last_day }, q->to);

	TRY(look_at(&k, q));
	return end_look(&k, status);
}

/* In the transaction that saves: the overlaps are those that were seen, or the page tells them. */
static enum err confirmed(struct rq *rq, struct question *q, int64_t seen)
{
	const struct variant *v = &q->l->view->v;
	struct looking k = looking(rq, q->l, (struct day_span){ v->first_day, v->last_day }, q->to);

	TRY(lock_all(rq, &q->agendas));
	k.saving = true;
	TRY(look_at(&k, q));
	if (q->l->print == 0 || q->l->print == seen)
		return OK;
	q->l->unseen = true;
	TRY(look_question(rq, q, 409));
	return E_CONFLICT;
}

/* All agendas that take part (of other houses too, for who may change the period), or one. */
static enum err taking(struct rq *rq, const struct period_view *v, int64_t one, struct schedules *ret)
{
	struct variant_schedules_rows rows;
	size_t n = 0;

	TRY(variant_schedules(rq->db, rq->a, v->v.id, &rows));
	struct schedule *out = ARENA_ARRAY(rq->a, struct schedule, rows.n + 1);

	for (size_t i = 0; i < rows.n; i++) {
		if (one && rows.v[i].schedule.v != one)
			continue;
		TRY(schedule_get(rq->db, rq->a, rows.v[i].schedule, &out[n]));
		n++;
	}
	*ret = (struct schedules){ out, n };
	return OK;
}

/* ---- its dates ---- */

static enum err move_question(struct rq *rq, struct period_view *v, struct variant *to,
	struct question *ret)
{
	struct period_look *l = ARENA_NEW(rq->a, struct period_look);
	struct question q = { .l = l };

	TRY(load(rq, v));
	if (!v->own)
		return E_NOTFOUND;
	*to = v->v;
	TRY(fill_period(rq, rq->form, to));
	q.to = (struct day_span){ to->first_day, to->last_day };
	*l = (struct period_look){ .view = v, .days = q.to };
	TRY(taking(rq, v, 0, &q.agendas));
	*ret = q;
	return OK;
}

enum err period_look(struct rq *rq)
{
	struct period_view v;
	struct question q;
	struct variant to;

	TRY(move_question(rq, &v, &to, &q));
	return look_question(rq, &q, 200);
}

enum err period_save(struct rq *rq)
{
	const struct period_in *in = rq->form;
	struct period_view v;
	struct question q;
	struct variant_id id;
	struct variant to;

	TRY(move_question(rq, &v, &to, &q));
	TRY(confirmed(rq, &q, in->seen));
	TRY(save_period(rq, &to, &id));
	TRY(admin_note(rq, v.v.organization, "period"));
	return rq_redirect(rq, "/admin/periods/%lld?organization=%lld", (long long)id.v,
		(long long)v.at.organization.v);
}

/* ---- agendas that come in ---- */

static bool ticked(const struct period_join_in *in, struct schedule_id id)
{
	int64_t n;

	for (size_t i = 0; i < in->agendas.n; i++)
		if (num_parse(in->agendas.v[i], 1, INT64_MAX, &n) == OK && n == id.v)
			return true;
	return in->all;
}

/* The ticked agendas that do not take part yet. */
static enum err asked(struct rq *rq, const struct period_view *v, struct schedules *ret)
{
	const struct period_join_in *in = rq->form;
	struct schedule *out = ARENA_ARRAY(rq->a, struct schedule, v->agendas.n + 1);
	size_t n = 0;

	if (in->to <= in->from)
		return rq_wrong(rq, "to", N_("The end must be later than the beginning"));
	for (size_t k = 0; k < v->agendas.n; k++)
		if (!v->agendas.v[k].in && ticked(in, v->agendas.v[k].s.id))
			out[n++] = v->agendas.v[k].s;
	if (n > AGENDAS_MAX)
		return rq_wrong(rq, "agendas", N_("At most 200 agendas at once: tick some of them"));
	if (!n)
		return rq_wrong(rq, "agendas", N_("Choose at least one agenda"));
	*ret = (struct schedules){ out, n };
	return OK;
}

static enum err join_question(struct rq *rq, struct period_view *v, struct question *ret)
{
	const struct period_join_in *in = rq->form;
	struct period_look *l = ARENA_NEW(rq->a, struct period_look);
	struct question q = { .l = l, .join = true };

	TRY(load(rq, v));
	q.to = (struct day_span){ v->v.first_day, v->v.last_day };
	*l = (struct period_look){ .view = v, .days = q.to, .within = { in->from, in->to } };
	TRY(asked(rq, v, &q.agendas));
	*ret = q;
	return OK;
}

/* One agenda alone is drawn, in a week of the period. */
static enum err draw_joining(struct rq *rq, const struct question *q)
{
	struct drawn_week *week = ARENA_NEW(rq->a, struct drawn_week);
	const struct schedule *s = &q->agendas.v[0];
	const struct variant *v = &q->l->view->v;
	struct sents sent = sent_again(rq);
	struct day monday;
	struct plans p;

	if (q->agendas.n > 1)
		return OK;
	TRY(plans_in_variant(rq->db, rq->a, s->id, v, q->l->within, &p));
	TRY(week_asked(rq, &p, v->first_day, &monday));
	TRY(draw_week(rq, s, &p, monday, look_url(rq, &sent), week));
	week->fixed = true;
	q->l->week = week;
	return OK;
}

enum err period_join_look(struct rq *rq)
{
	struct period_view v;
	struct question q;

	TRY(join_question(rq, &v, &q));
	TRY(draw_joining(rq, &q));
	return look_question(rq, &q, 200);
}

enum err period_join_save(struct rq *rq)
{
	const struct period_join_in *in = rq->form;
	struct period_view v;
	struct question q;

	TRY(join_question(rq, &v, &q));
	TRY(confirmed(rq, &q, in->seen));
	for (size_t i = 0; i < q.agendas.n; i++) {
		enum err e = variant_join(rq->db, rq->a, rq->now, v.v.id, q.agendas.v[i].id,
			(struct minute_span){ in->from, in->to }, role_now(rq));

		if (e == E_INPUT)
			return rq_wrong(rq, "agendas",
				N_("On one of these days an agenda has the hours of another period already"));
		TRY(e);
	}
	TRY(admin_note(rq, v.at.organization, "period-hours"));
	return rq_redirect(rq, "/admin/periods/%lld?organization=%lld", (long long)v.v.id.v,
		(long long)v.at.organization.v);
}

/* ---- the usual hours again, in one agenda (0: in all of them) ---- */

static enum err out_question(struct rq *rq, struct period_view *v, int64_t agenda,
	struct question *ret)
{
	struct period_look *l = ARENA_NEW(rq->a, struct period_look);
	/* To a period that holds on no day that comes. */
	struct question q = { .l = l, .to = { { 0 }, { 0 } } };

	TRY(load(rq, v));
	if (!agenda && !v->own)
		return E_NOTFOUND;
	*l = (struct period_look){ .view = v, .out = true,
		.days = { v->v.first_day, v->v.last_day } };
	TRY(taking(rq, v, agenda, &q.agendas));
	if (agenda && !q.agendas.n)
		return E_NOTFOUND;
	if (agenda)
		TRY(admin_may(rq, q.agendas.v[0].organization));
	*ret = q;
	return OK;
}

enum err period_leave_look(struct rq *rq)
{
	const struct period_leave_in *in = rq->form;
	struct period_view v;
	struct question q;

	TRY(out_question(rq, &v, in->agenda, &q));
	return look_question(rq, &q, 200);
}

enum err period_leave_save(struct rq *rq)
{
	const struct period_leave_in *in = rq->form;
	struct period_view v;
	struct question q;

	TRY(out_question(rq, &v, in->agenda, &q));
	TRY(confirmed(rq, &q, in->seen));
	TRY(variant_leave(rq->db, rq->a, rq->now, v.v.id, q.agendas.v[0].id, role_now(rq)));
	TRY(admin_note(rq, v.at.organization, "period-hours"));
	return rq_redirect(rq, "/admin/periods/%lld?organization=%lld", (long long)v.v.id.v,
		(long long)v.at.organization.v);
}

enum err period_remove_look(struct rq *rq)
{
	struct period_view v;
	struct question q;

	TRY(out_question(rq, &v, 0, &q));
	return look_question(rq, &q, 200);
}

enum err period_remove_save(struct rq *rq)
{
	const struct period_remove_in *in = rq->form;
	struct period_view v;
	struct question q;

	TRY(out_question(rq, &v, 0, &q));
	TRY(confirmed(rq, &q, in->seen));
	TRY(variant_remove(rq->db, rq->a, rq->now, v.v.id, role_now(rq)));
	TRY(admin_note(rq, v.v.organization, "period"));
	return rq_redirect(rq, "/admin/periods?organization=%lld", (long long)v.v.organization.v);
}
