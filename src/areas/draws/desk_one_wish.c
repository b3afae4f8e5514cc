/* One person's wishes as the desk sees them: another class, and a time that could not be booked. */
#include "areas/draws/pages.h"

#include "draws_t.h"

/* Of the reader's house and scope, with its draw. */
static enum err wish_here(struct rq *rq, struct draw_wish_row_row *ret, struct draw_row_row *ret_draw)
{
	struct draw_wish_find_row found;

	TRY(draw_wish_find(rq->db, rq->a, &rq->who.scope, (struct draw_wish_id){ rq_id(rq, 0) }, &found));
	TRY(draw_wish_row(rq->db, rq->a, found.id, ret));
	return draw_is_of_house(rq, ret->draw, ret_draw);
}

static bool may_give(const struct rq *rq, const struct waiting_class *c)
{
	return (c->roles & class_role_bit(str_of(role_code(rq->who.role)))) != 0;
}

/* Everybody's, and those that the role may give: none of them, when what the person has is another's to take away. */
static void put_classes(struct rq *rq, struct wish_page *p)
{
	const struct draw_class_lines *all = &p->v.classes;
	struct draw_choice *v = ARENA_ARRAY(rq->a, struct draw_choice, all->n + 2);
	size_t n = 0;

	v[n++] = (struct draw_choice){ "", lang_tr(rq->lang, N_("Like everybody")) };
	for (size_t i = 0; i < all->n; i++) {
		const struct waiting_class *c = &all->v[i];

		if (str_eq(c->code, p->w.class) && c->active && !may_give(rq, c))
			return;
		if (c->active && may_give(rq, c))
			v[n++] = (struct draw_choice){ arena_cstr(rq->a, c->code), c->name.v[rq->lang] };
	}
	p->classes = (struct draw_choices){ v, n > 1 || p->w.class.n ? n : 0 };
}

enum err draw_wish_page(struct rq *rq)
{
	struct wish_page p = { .given = { DAY_NONE, 0 } };
	struct draw_row_row d;
	struct page *pg;

	TRY(wish_here(rq, &p.w, &d));
	TRY(draw_fill(rq, d.id, &p.v));
	TRY(wish_noted(rq, AUDIT_READ, p.w.id, p.w.patient, p.w.organization));
	p.self = url_fmt(rq->a, "/desk/wishes/%lld", (long long)p.w.id.v);
	p.wished = wished_times(rq->a, &p.v, p.w.choices);
	p.class = draw_class_in(rq->lang, &p.v, p.w.class);
	p.state = wish_state_said(p.w.state, p.w.given.is, p.w.appointment.v != 0);
	p.way = wish_way_said(p.w.channel);
	p.changed = rq_raw(rq, "changed").n > 0;
	if (p.w.given.is && p.w.given.v <= (int64_t)p.v.times.n)
		p.given = p.v.times.v[p.w.given.v - 1].start;
	p.stuck = str_eq(p.w.state, S("stuck")) && p.v.done && day_is(p.given.day) && zone_instant(p.v.zone, p.given).v > rq->now.v;
	p.open = p.v.open && str_eq(p.w.state, S("in"));
	if (p.open)
		put_classes(rq, &p);
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	pg->zone = p.v.zone;
	t_draws_wish(pg, &p);
	return OK;
}

static struct draw_by me(const struct rq *rq)
{
	return (struct draw_by){ rq->who.account, str_of(role_code(rq->who.role)) };
}

static enum err done(struct rq *rq, const struct draw_wish_row_row *w, enum audit_what what)
{
	TRY(wish_noted(rq, what, w->id, w->patient, w->organization));
	return rq_redirect(rq, "/desk/wishes/%lld?changed=1", (long long)w->id.v);
}

struct class_input { struct str class; };
static const struct field class_fields[] = { FIELD(class_input, class, F_TEXT, struct str, .max = 40) };
const struct form draw_class_form = FORM(class_input, class_fields);

enum err draw_wish_class_save(struct rq *rq)
{
	const struct class_input *in = rq->form;
	const struct draw_by by = me(rq);
	struct draw_wish_row_row w;
	struct draw_row_row d;
	enum err e;

	TRY(wish_here(rq, &w, &d));
	e = draw_wish_class(rq->db, rq->a, rq->now, w.id, in->class, &by);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Wishes can be given only while the draw is open for them."));
	if (e == E_DENIED || e == E_NOTFOUND)
		return rq_wrong(rq, "class", N_("Your role may not give or take away this class"));
	TRY(e);
	return done(rq, &w, AUDIT_CHANGE);
}

enum err draw_wish_book_save(struct rq *rq)
{
	const struct draw_by by = me(rq);
	struct draw_wish_row_row w;
	struct draw_row_row d;
	enum err e;

	TRY(wish_here(rq, &w, &d));
	e = str_eq(d.state, S("done")) ? draw_wish_book(rq->db, rq->a, rq->now, w.id, &by) : E_CONFLICT;
	if (e == E_CONFLICT || e == E_INPUT || e == E_DENIED || e == E_LIMIT || e == E_NOTFOUND)
		return rq_problem(rq, N_("This time can still not be booked: the agenda is closed then, or somebody has seen to it meanwhile. Give it back, and look for another one with the person."));
	TRY(e);
	TRY(draw_wish_row(rq->db, rq->a, w.id, &w));		/* with its file from now on */
	return done(rq, &w, AUDIT_CHANGE);
}

enum err draw_wish_back_save(struct rq *rq)
{
	struct draw_wish_row_row w;
	struct draw_row_row d;
	enum err e;

	TRY(wish_here(rq, &w, &d));
	e = str_eq(d.state, S("done")) ? draw_wish_give_back(rq->db, rq->a, rq->now, w.id) : E_CONFLICT;
	if (e == E_CONFLICT || e == E_NOTFOUND)
		return rq_problem(rq, N_("Somebody has seen to it meanwhile: look at the page of the draw."));
	TRY(e);
	return done(rq, &w, AUDIT_CHANGE);
}
