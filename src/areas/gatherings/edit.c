/* Changing and cancelling a session, alone or with all later ones of its series: looked at first, then saved. */
#include "areas/gatherings/plan.h"

#include "gatherings_t.h"
#include "web/web.h"

/* ---- who is told ---- */

/* Each participant, and each who keeps seats without names. */
static enum err add_told(struct rq *rq, const struct gathering *g, struct gathering_look *v)
{
	struct appointments all;
	struct parties parties;
	size_t n = v->told.n, np = v->parties.n;
	struct appointment *told;
	struct party *kept;

	TRY(gathering_people(rq->db, rq->a, &rq->who.scope, g->id, &all));
	TRY(party_list(rq->db, rq->a, g->id, &parties));
	told = ARENA_ARRAY(rq->a, struct appointment, n + all.n + 1);
	kept = ARENA_ARRAY(rq->a, struct party, np + parties.n + 1);
	for (size_t i = 0; i < n; i++)
		told[i] = v->told.v[i];
	for (size_t i = 0; i < np; i++)
		kept[i] = v->parties.v[i];
	for (size_t i = 0; i < all.n; i++)
		if (status_open(all.v[i].status) || all.v[i].status == ST_WAITLIST) {
			told[n++] = all.v[i];
			TRY(rq_audit(rq, AUDIT_LIST, all.v[i].patient.v, all.v[i].organization.v));
		}
	for (size_t i = 0; i < parties.n; i++)
		if (parties.v[i].unnamed)
			kept[np++] = parties.v[i];
	v->told = (struct appointments){ told, n };
	v->parties = (struct parties){ kept, np };
	return OK;
}

static bool moved(const struct gathering *x, const struct gathering *old)
{
	return x->day.n != old->day.n || x->start_min != old->start_min || x->duration_min != old->duration_min
		|| x->location.v != old->location.v;
}

/* ---- changing ---- */

static enum err read_edit(struct rq *rq, struct house *h, struct gathering *old, struct gathering *g, struct leaders *was,
	struct leaders *who)
{
	const struct plan_in *in = rq->form;

	TRY(house_gathering(rq, h, old, was));
	*g = *old;
	g->version = in->version;
	TRY(plan_leaders(rq, h, who));
	TRY(plan_shared(rq, h, g));
	if (g->capacity < old->taken)
		return rq_wrong(rq, "capacity", N_("More seats than that are taken already"));
	if (g->waiting_most < old->waiting)
		return rq_wrong(rq, "waiting", N_("More people than that are waiting already"));
	return OK;
}

static bool of_series(const struct rq *rq, const struct gathering *g)
{
	const struct plan_in *in = rq->form;

	return g->series.v && in->scope == CHANGE_LATER;
}

/* What the change makes of the later ones, and of this one. */
static enum err look_at_parts(struct rq *rq, const struct leaders *was, const struct leaders *who, struct gathering_look *v)
{
	enum err e = gathering_series_parts(rq->db, rq->a, rq->now, &v->old, &v->g, plan_ids(rq->a, was), plan_ids(rq->a, who),
		&v->parts);

	if (e == E_INPUT)
		return rq_wrong(rq, "day", N_("By this rule another day is possible for one session only"));
	TRY(e);
	for (size_t i = 0; i < v->parts.n; i++) {
		const struct gathering_part *p = &v->parts.v[i];

		if (!moved(&p->g, &p->old))
			continue;
		v->moves = true;
		TRY(add_told(rq, &p->old, v));
	}
	return OK;
}

enum err gathering_edit_look(struct rq *rq)
{
	struct gathering_look v = { .sent = plan_sent(rq) };
	struct leaders was, who;
	struct page *pg;

	TRY(read_edit(rq, &v.h, &v.old, &v.g, &was, &who));
	v.later = of_series(rq, &v.old);
	if (v.later) {
		TRY(look_at_parts(rq, &was, &who, &v));
	} else if (moved(&v.g, &v.old)) {
		v.moves = true;
		TRY(add_told(rq, &v.g, &v));
	}
	pg = rq_page(rq, 200);
	v.leaders = leaders_text(pg, &who);
	v.place = gathering_place(pg, &v.g);
	t_gatherings_change(pg, &v);
	return OK;
}

enum err gathering_edit_save(struct rq *rq)
{
	const struct plan_in *in = rq->form;
	struct change_ask by = staff_ask(rq);
	struct gathering old, g;
	struct leaders was, who;
	struct house h;
	int64_t told;
	enum err e;

	TRY(read_edit(rq, &h, &old, &g, &was, &who));
	by.silent = in->silent;
	if (of_series(rq, &old))
		e = gathering_series_change(rq->db, rq->a, rq->now, &old, &g, plan_ids(rq->a, &was), plan_ids(rq->a, &who), &by, &told);
	else
		e = gathering_change(rq->db, rq->a, rq->now, &g, plan_ids(rq->a, &who), &by, &told);
	if (e == E_CONFLICT) {
		TRY(edit_again(rq, old.version != g.version
			? N_("Somebody else has changed this session meanwhile. It stands below as it is now.")
			: N_("Another session has some of that time. Choose another time or agenda.")));
		return E_CONFLICT;
	}
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, g.organization.v, g.organization.v, S("gathering")));
	return rq_redirect(rq, "/desk/gatherings/%lld?done=changed&told=%lld", (long long)g.id.v, (long long)told);
}

/* ---- cancelling ---- */

struct off_in { int64_t version; struct str reason; bool later; };
static const struct field off_fields[] = {
	FIELD(off_in, version, F_INT, int64_t, .min = 1, .max = INT64_MAX),
	FIELD(off_in, reason, F_TEXT, struct str, .max = 200),
	FIELD(off_in, later, F_BOOL, bool),
};
const struct form gathering_off_form = FORM(off_in, off_fields);

/* ?later=1: with all later ones of the series. */
enum err gathering_off_page(struct rq *rq)
{
	struct gathering_look v = { .cancelling = true };
	struct gathering_list rest = { &v.g, 1 };
	struct leaders who;
	struct page *pg;

	TRY(house_gathering(rq, &v.h, &v.g, &who));
	if (v.g.cancelled)
		return rq_redirect(rq, "/desk/gatherings/%lld", (long long)v.g.id.v);
	v.old = v.g;
	v.later = v.g.series.v && rq_raw(rq, "later").n;
	if (v.later)
		TRY(gathering_series_rest(rq->db, rq->a, rq->now, &v.g, &rest));
	v.rest = rest;
	for (size_t i = 0; i < rest.n; i++) {
		v.empty += !rest.v[i].taken && !rest.v[i].waiting;
		TRY(add_told(rq, &rest.v[i], &v));
	}
	pg = rq_page(rq, 200);
	v.place = gathering_place(pg, &v.g);
	t_gatherings_off(pg, &v);
	return OK;
}

enum err gathering_off_save(struct rq *rq)
{
	const struct off_in *in = rq->form;
	struct change_ask by = staff_ask(rq);
	struct gathering g;
	struct leaders who;
	struct house h;
	int64_t told;
	enum err e;

	TRY(house_gathering(rq, &h, &g, &who));
	g.version = in->version;
	if (in->later && g.series.v)
		e = gathering_series_cancel(rq->db, rq->a, rq->now, &g, in->reason, &by, &told);
	else
		e = gathering_cancel(rq->db, rq->a, rq->now, g.id, g.version, in->reason, &by, &told);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else has changed this session meanwhile. Look at it again."));
	TRY(e);
	TRY(rq_audit_about(rq, AUDIT_ORGANIZATION, g.organization.v, g.organization.v, S("gathering")));
	return rq_redirect(rq, "/desk/gatherings/%lld?done=off&told=%lld", (long long)g.id.v, (long long)told);
}
