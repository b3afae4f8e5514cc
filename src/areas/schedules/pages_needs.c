/* What a type needs beside the agenda that offers it: shown, added, taken back. */
#include "areas/schedules/pages.h"

#include "areas/schedules/needs.h"
#include "base/num.h"
#include "schedules_t.h"
#include "web/web.h"

enum { LISTED_MAX = 40, WHAT_LISTED = 3 };

static const char *const whats[] = { "room", "device", "team", "listed", NULL };
struct need_in { int32_t what; struct str_list agenda; };
static const struct field need_fields[] = {
	FIELD(need_in, what, F_CHOICE, int32_t, .required = true, .choices = whats),
	FIELD(need_in, agenda, F_LIST, struct str_list, .max = LISTED_MAX),
};
const struct form need_form = FORM(need_in, need_fields);
struct need_out_in { int64_t place; };
static const struct field need_out_fields[] = {
	FIELD(need_out_in, place, F_INT, int64_t, .required = true, .min = 1, .max = 1000000),
};
const struct form need_out_form = FORM(need_out_in, need_out_fields);

/* Where agendas can be listed: types of one house. */
static enum err has_house(struct rq *rq, const struct service *s, bool *ret)
{
	struct organization_in_branch_row r;

	TRY(organization_in_branch(rq->db, rq->a, s->organization, rq->who.scope.lo, rq->who.scope.hi, &r));
	*ret = str_eq(r.kind, S("establishment")) || str_eq(r.kind, S("health_centre"))
		|| str_eq(r.kind, S("department"));
	return OK;
}

static const char *label_of(const struct need *n)
{
	static const struct { const char *kind, *any, *one; } labels[] = {
		{ "room", N_("Any room at the place of the agenda"), N_("One of these rooms:") },
		{ "device", N_("Any device at the place of the agenda"), N_("One of these devices:") },
		{ "team", N_("Any team at the place of the agenda"), N_("One of these teams:") },
		{ "practitioner", "", N_("One of these practitioners:") },
	};

	for (size_t i = 0; i < 4; i++)
		if (str_eq(n->kind, str_of(labels[i].kind)))
			return n->agendas.n ? labels[i].one : labels[i].any;
	return "";
}

/* Has it hours to come? */
static enum err closed(struct rq *rq, struct schedule_id id, bool *ret)
{
	struct hours_ahead_row r;

	TRY(hours_ahead(rq->db, rq->a, id, (struct day){ (int32_t)(rq->now.v / 86400) }, &r));
	*ret = r.n == 0;
	return OK;
}

static enum err need_line_of(struct rq *rq, const struct need *n, struct need_line *ret)
{
	struct schedule s;

	*ret = (struct need_line){ .place = n->place, .label = label_of(n) };
	ret->agendas.v = ARENA_ARRAY(rq->a, struct need_agenda, n->agendas.n + 1);
	ret->agendas.n = n->agendas.n;
	for (size_t i = 0; i < n->agendas.n; i++) {
		TRY(schedule_get(rq->db, rq->a, n->agendas.v[i], &s));
		ret->agendas.v[i] = (struct need_agenda){ .id = s.id.v, .label = names_in(rq->lang, &s.name) };
		TRY(closed(rq, s.id, &ret->agendas.v[i].closed));
	}
	return OK;
}

static bool ticked(const struct str_list *list, int64_t id)
{
	int64_t n;

	for (size_t i = 0; list && i < list->n; i++)
		if (num_parse(list->v[i], 1, INT64_MAX, &n) == OK && n == id)
			return true;
	return false;
}

/* Rooms, devices and teams of the house; practitioners come in from their own agendas. */
static enum err list_agendas(struct rq *rq, const struct service *s, const struct need_in *in,
	struct need_agendas *ret)
{
	struct schedules all;
	bool house;

	TRY(has_house(rq, s, &house));
	if (!house)
		return OK;
	TRY(schedule_list(rq->db, rq->a, s->organization, &all));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &all));
	ret->v = ARENA_ARRAY(rq->a, struct need_agenda, all.n + 1);
	for (size_t i = 0; i < all.n && ret->n < 200; i++) {
		const struct schedule *x = &all.v[i];
		struct need_agenda *g = &ret->v[ret->n];

		if (!x->active || str_eq(x->kind, S("practitioner")))
			continue;
		*g = (struct need_agenda){ .id = x->id.v, .label = names_in(rq->lang, &x->name),
			.chosen = in && ticked(&in->agenda, x->id.v) };
		TRY(closed(rq, x->id, &g->closed));
		ret->n++;
	}
	return OK;
}

static enum err my_type(struct rq *rq, struct service *ret)
{
	TRY(service_get(rq->db, rq->a, (struct service_id){ rq_id(rq, 0) }, ret));
	return admin_may(rq, ret->organization);
}

enum err needs_page(struct rq *rq)
{
	const struct need_in *in = rq_is_post(rq) ? rq->form : NULL;
	struct needs_view v = { .what = in ? in->what : 0 };
	struct needs all;

	TRY(my_type(rq, &v.s));
	TRY(needs_list(rq->db, rq->a, v.s.id, &all));
	v.needs.v = ARENA_ARRAY(rq->a, struct need_line, all.n + 1);
	v.needs.n = all.n;
	for (size_t i = 0; i < all.n; i++)
		TRY(need_line_of(rq, &all.v[i], &v.needs.v[i]));
	v.more = all.n < BESIDE_NEEDS;
	TRY(list_agendas(rq, &v.s, in, &v.agendas));
	t_schedules_needs(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

/* The agendas ticked, and of what kind they are: all of one. */
static enum err read_list(struct rq *rq, const struct need_in *in, struct need *ret)
{
	struct schedule_id *ids = ARENA_ARRAY(rq->a, struct schedule_id, in->agenda.n + 1);
	struct schedule s;
	size_t n = 0;

	for (size_t i = 0; i < in->agenda.n; i++) {
		if (num_parse(in->agenda.v[i], 1, INT64_MAX, &ids[n].v) != OK)
			continue;
		TRY(schedule_get(rq->db, rq->a, ids[n++], &s));
		if (ret->kind.n && !str_eq(ret->kind, s.kind))
			return rq_wrong(rq, "agenda",
				N_("Tick agendas of one kind: rooms, or devices, or teams"));
		ret->kind = s.kind;
	}
	if (!n)
		return rq_wrong(rq, "agenda", N_("Tick at least one agenda"));
	ret->agendas = (struct schedule_ids){ ids, n };
	return OK;
}

enum err need_add_save(struct rq *rq)
{
	const struct need_in *in = rq->form;
	struct need need = { 0 };
	struct service s;
	enum err e;

	TRY(my_type(rq, &s));
	if (in->what == WHAT_LISTED)
		TRY(read_list(rq, in, &need));
	else
		need.kind = str_of(whats[in->what]);
	e = need_add(rq->db, rq->a, rq->now, &s, &need);
	if (e == E_INPUT)
		return rq_wrong(rq, "agenda", N_("One of these agendas is not of this house"));
	if (e != OK && e != E_LIMIT)
		return e;
	if (e == OK)
		TRY(admin_note(rq, s.organization, "needs"));
	return rq_redirect(rq, "/admin/services/%lld/needs", (long long)s.id.v);
}

enum err need_remove_save(struct rq *rq)
{
	const struct need_out_in *in = rq->form;
	struct service s;
	enum err e;

	TRY(my_type(rq, &s));
	e = need_remove(rq->db, rq->a, rq->now, s.id, (int32_t)in->place);
	if (e != OK && e != E_NOTFOUND)
		return e;
	if (e == OK)
		TRY(admin_note(rq, s.organization, "needs"));
	return rq_redirect(rq, "/admin/services/%lld/needs", (long long)s.id.v);
}
