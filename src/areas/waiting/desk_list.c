/* The list as the desk reads it: who waits since when, class, offers, answers; page by page. */
#include "areas/waiting/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "waiting_t.h"

enum { PER_PAGE = 50 };

/* ---- where ---- */

enum err house_at(struct rq *rq, struct organization_id id, struct house *ret)
{
	struct organization_get_row o;
	struct house h = { .id = id };

	TRY(organization_get(rq->db, rq->a, id, &o));
	h.lo = o.tree_lo;
	h.hi = o.tree_hi;
	h.name = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	TRY(zone_get(o.zone, &h.zone));
	h.now = zone_local(h.zone, rq->now);
	*ret = h;
	return OK;
}

enum err house_begin(struct rq *rq, struct house *ret)
{
	struct booker_places rows;
	int64_t at;

	if (!waiting_elsewhere(rq))
		return house_at(rq, (struct organization_id){ rq->who.organization }, ret);
	TRY(booker_places(rq->db, rq->a, rq->who.tree_lo, &rows));
	if (num_parse(rq_raw(rq, "at"), 1, INT64_MAX, &at) != OK)
		at = rows.n ? rows.v[0].id.v : 0;
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id.v == at)
			return house_at(rq, rows.v[i].id, ret);
	return E_NOTFOUND;
}

enum err house_specialties(struct rq *rq, const struct house *h, struct str chosen, struct choices *ret)
{
	struct waiting_specialties_rows rows;

	TRY(waiting_specialties(rq->db, rq->a, h->lo, h->hi, &rows));
	*ret = (struct choices){ ARENA_ARRAY(rq->a, struct choice, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = (struct choice){ rows.v[i].code, organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar,
			rows.v[i].name_en), str_eq(rows.v[i].code, chosen) };
	return OK;
}

enum err house_types(struct rq *rq, const struct house *h, struct str specialty, int64_t chosen, struct choices *ret)
{
	struct services all;

	TRY(service_list(rq->db, rq->a, h->id, &all));
	*ret = (struct choices){ ARENA_ARRAY(rq->a, struct choice, all.n + 1), 0 };
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && (!specialty.n || str_eq(all.v[i].specialty, specialty)))
			ret->v[ret->n++] = (struct choice){ arena_fmt(rq->a, "%lld", (long long)all.v[i].id.v),
				all.v[i].name.v[rq->lang], all.v[i].id.v == chosen };
	return OK;
}

enum err house_doctors(struct rq *rq, const struct house *h, struct str specialty, int64_t chosen, struct choices *ret)
{
	struct practitioners all;

	TRY(practitioner_list(rq->db, rq->a, h->id, &all));
	*ret = (struct choices){ ARENA_ARRAY(rq->a, struct choice, all.n + 1), 0 };
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && str_eq(all.v[i].specialty, specialty))
			ret->v[ret->n++] = (struct choice){ arena_fmt(rq->a, "%lld", (long long)all.v[i].id.v),
				organization_name(rq->lang, all.v[i].name.s, all.v[i].name_ar.s, STR_NONE), all.v[i].id.v == chosen };
	return OK;
}

/* ---- rows ---- */

struct ask { struct str of; int64_t type, with; int32_t rank, last; int64_t at, after, no; };

static int64_t number(const struct rq *rq, const char *name, int64_t fallback)
{
	int64_t n;

	return num_parse(rq_raw(rq, name), 0, INT64_MAX, &n) == OK ? n : fallback;
}

#define SAME(from, to) do { \
	_Static_assert(sizeof(*(from).v) == sizeof(*(to)->v), "the same columns"); \
	(to)->n = (from).n; \
	(to)->v = ARENA_ARRAY(rq->a, struct waiting_rows_row, (from).n + 1); \
	if ((from).n) \
		memcpy((to)->v, (from).v, (from).n * sizeof(*(to)->v)); \
} while (0)

static enum err rows_by_type(struct rq *rq, const struct house *h, const struct ask *q, struct waiting_rows_rows *ret)
{
	struct waiting_rows_type_rows typed;
	struct waiting_rows_doctor_rows doctor;

	if (q->type) {
		TRY(waiting_rows_type(rq->db, rq->a, &rq->who.scope, h->id, q->of, (struct service_id){ q->type }, q->rank,
			(struct instant){ q->at }, (struct waiting_entry_id){ q->after }, q->last, PER_PAGE + 1, &typed));
		SAME(typed, ret);
		return OK;
	}
	TRY(waiting_rows_doctor(rq->db, rq->a, &rq->who.scope, h->id, q->of, (struct practitioner_id){ q->with }, q->rank,
		(struct instant){ q->at }, (struct waiting_entry_id){ q->after }, q->last, PER_PAGE + 1, &doctor));
	SAME(doctor, ret);
	return OK;
}

static enum err rows_of(struct rq *rq, const struct house *h, const struct ask *q, struct waiting_rows_rows *ret)
{
	struct waiting_rows_of_rows of;

	if (!q->of.n)
		return waiting_rows(rq->db, rq->a, &rq->who.scope, h->id, q->rank, (struct instant){ q->at },
			(struct waiting_entry_id){ q->after }, q->last, PER_PAGE + 1, ret);
	if (q->type || q->with)
		return rows_by_type(rq, h, q, ret);
	TRY(waiting_rows_of(rq->db, rq->a, &rq->who.scope, h->id, q->of, q->rank, (struct instant){ q->at },
		(struct waiting_entry_id){ q->after }, q->last, PER_PAGE + 1, &of));
	SAME(of, ret);
	return OK;
}

const char *written_state_said(bool stands)
{
	return stands ? N_("On the list") : N_("No longer on the list");
}

/* Who is off the list, or what a health centre wrote down: by time, the last first. */
static enum err rows_back(struct rq *rq, const struct house *h, bool mine, int64_t before, struct waiting_rows_rows *ret)
{
	struct waiting_rows_gone_rows gone;
	struct waiting_rows_mine_rows own;

	if (mine) {
		TRY(waiting_rows_mine(rq->db, rq->a, &rq->who.scope, rq->who.account, (struct instant){ before }, PER_PAGE + 1, &own));
		SAME(own, ret);
		return OK;
	}
	TRY(waiting_rows_gone(rq->db, rq->a, &rq->who.scope, h->id, (struct instant){ before }, PER_PAGE + 1, &gone));
	SAME(gone, ret);
	return OK;
}

/* ---- the page ---- */

static struct str what_of(struct rq *rq, const struct choices *specialties, const struct waiting_rows_row *r)
{
	struct str what = r->specialty, comma = rq->lang == LANG_AR ? S("، ") : S(", ");

	for (size_t i = 0; i < specialties->n; i++)
		if (str_eq(specialties->v[i].value, r->specialty))
			what = specialties->v[i].label;
	if (r->service_fr.p)
		what = organization_name(rq->lang, r->service_fr, r->service_ar, r->service_en);
	if (r->doctor.s.p)
		what = arena_cat(rq->a, arena_cat(rq->a, what, comma),
			organization_name(rq->lang, r->doctor.s, r->doctor_ar.s.p ? r->doctor_ar.s : STR_NONE, STR_NONE));
	return what;
}

/* A health centre writes down at several hospitals: each line says where, and what in words whatever is offered here. */
static enum err place_line(struct rq *rq, const struct waiting_rows_row *r, struct list_line *l)
{
	struct organization_get_row o;
	struct specialty_get_row s;

	TRY(organization_get(rq->db, rq->a, r->organization, &o));
	l->place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	if (!str_eq(l->what, r->specialty))
		return OK;
	TRY(specialty_get(rq->db, rq->a, r->specialty, &s));
	l->what = organization_name(rq->lang, s.name_fr, s.name_ar, s.name_en);
	return OK;
}

static enum err put_lines(struct rq *rq, struct list_page *p, const struct waiting_rows_rows *rows,
	const struct waiting_classes *classes, int64_t no)
{
	size_t n = rows->n > PER_PAGE ? PER_PAGE : rows->n;

	p->lines.v = ARENA_ARRAY(rq->a, struct list_line, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct waiting_rows_row *r = &rows->v[i];
		struct list_line *l = &p->lines.v[p->lines.n++];

		*l = (struct list_line){ .id = r->id, .no = no + (int64_t)i, .name = r->name, .what = what_of(rq, &p->specialties, r),
			.class = r->class, .asked_at = r->asked_at,
			.state = p->mine ? written_state_said(str_eq(r->state, S("waiting"))) : entry_state_said(r->state, r->left_why),
			.changed_at = r->changed_at, .offers = r->offers, .first = r->rank < RANK_ORDINARY,
			.earlier = r->appointment.v != 0 };
		for (size_t k = 0; k < classes->n; k++)
			if (str_eq(classes->v[k].code, r->class))
				l->class = classes->v[k].name.v[rq->lang];
		if (p->mine)
			TRY(place_line(rq, r, l));
		TRY(rq_audit(rq, AUDIT_LIST, r->patient.v, r->organization.v));
	}
	return OK;
}

static struct url here(struct rq *rq, const struct list_page *p)
{
	static const char *const kept[] = { "of", "type", "with", "class" };
	struct url u = U("/desk/waiting");

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		u = url_add(rq->a, u, kept[i], rq_raw(rq, kept[i]));
	return p->gone ? url_add(rq->a, u, "gone", S("1")) : u;
}

static void put_pager(struct rq *rq, struct list_page *p, const struct waiting_rows_rows *rows, int64_t no)
{
	const struct waiting_rows_row *r = rows->n > PER_PAGE ? &rows->v[PER_PAGE - 1] : NULL;
	struct url u = here(rq, p);

	if (no > 1) {
		p->pager.back = u;
		p->pager.back_text = lang_tr(rq->lang, "From the beginning");
	}
	if (!r)
		return;
	u = url_add(rq->a, u, "rank", arena_fmt(rq->a, "%d", r->rank));
	u = url_add(rq->a, u, "since", arena_fmt(rq->a, "%lld", (long long)(p->gone || p->mine ? (p->mine ? r->asked_at.v
		: r->changed_at.v) : r->asked_at.v)));
	u = url_add(rq->a, u, "after", arena_fmt(rq->a, "%lld", (long long)r->id.v));
	p->pager.next = url_add(rq->a, u, "no", arena_fmt(rq->a, "%lld", (long long)(no + PER_PAGE)));
	p->pager.next_text = lang_tr(rq->lang, "The following");
}

static void put_classes(struct rq *rq, struct list_page *p, const struct waiting_classes *classes, struct ask *q)
{
	p->classes.v = ARENA_ARRAY(rq->a, struct choice, classes->n + 1);
	for (size_t i = 0; i < classes->n; i++) {
		bool chosen = str_eq(rq_raw(rq, "class"), classes->v[i].code);

		p->classes.v[p->classes.n++] = (struct choice){ classes->v[i].code, classes->v[i].name.v[rq->lang], chosen };
		if (!chosen)
			continue;
		q->last = classes->v[i].rank;
		if (q->rank < classes->v[i].rank)	/* from the first of that class on */
			q->rank = classes->v[i].rank - 1;
	}
}

enum err waiting_desk_list(struct rq *rq)
{
	struct list_page p = { .gone = rq_raw(rq, "gone").n > 0, .mine = waiting_elsewhere(rq) };
	struct ask q = { .of = rq_raw(rq, "of"), .type = number(rq, "type", 0), .with = number(rq, "with", 0), .last = INT32_MAX,
		.rank = (int32_t)number(rq, "rank", -1), .at = number(rq, "since", INT64_MAX - 1), .after = number(rq, "after", INT64_MAX),
		.no = number(rq, "no", 1) };
	struct waiting_classes classes;
	struct waiting_rows_rows rows;
	struct organization_get_row o;
	struct house h;

	TRY(house_begin(rq, &h));
	TRY(organization_get(rq->db, rq->a, h.id, &o));
	p.step = h.name;
	p.zone = h.zone;
	p.rules = ((1u << rq->who.role) & WAITING_RULES_ROLES) != 0;
	p.code = !p.mine && str_eq(o.kind, S("establishment")) ? o.code : STR_NONE;
	TRY(waiting_classes(rq->db, rq->a, h.lo, &classes));
	TRY(house_specialties(rq, &h, q.of, &p.specialties));
	if (q.of.n) {
		TRY(house_types(rq, &h, q.of, q.type, &p.types));
		TRY(house_doctors(rq, &h, q.of, q.with, &p.doctors));
	}
	put_classes(rq, &p, &classes, &q);
	TRY(p.gone || p.mine ? rows_back(rq, &h, p.mine, q.at, &rows) : rows_of(rq, &h, &q, &rows));
	TRY(put_lines(rq, &p, &rows, &classes, q.no));
	if (!rows.n)
		TRY(rq_audit(rq, AUDIT_LIST, 0, h.id.v));
	put_pager(rq, &p, &rows, q.no);

	struct page *pg = rq_page(rq, 200);

	pg->zone = h.zone;
	t_waiting_list(pg, &p);
	return OK;
}
