/* One's own wishes, rank and how it came: by the link in the message, which is the right to it. */
#include "areas/draws/pages.h"

#include "crypto/crypto.h"
#include "draws_t.h"

static enum err wish_here(struct rq *rq, struct draw_wish_row_row *ret)
{
	struct draw_wish_by_token_row by;

	rq_no_referrer(rq);
	if (rq_param(rq, 0).n != 22)
		return E_NOTFOUND;
	TRY(draw_wish_by_token(rq->db, rq->a, token_hash(rq->a, rq_param(rq, 0)), &by));
	return draw_wish_row(rq->db, rq->a, by.id, ret);
}

enum err wish_noted(struct rq *rq, enum audit_what what, struct draw_wish_id id, struct patient_id patient, struct organization_id o)
{
	return patient.v ? rq_audit(rq, what, patient.v, o.v) : rq_audit_about(rq, what, id.v, o.v, S("draw-wish"));
}

static enum err noted(struct rq *rq, enum audit_what what, const struct draw_wish_row_row *w)
{
	return wish_noted(rq, what, w->id, w->patient, w->organization);
}

struct draw_time_lines wished_times(struct arena *a, const struct draw_view *v, struct str choices)
{
	bool clean;
	const struct draw_wishes w = draw_wishes_read(choices, (int32_t)v->times.n, &clean);
	struct draw_time_lines out = { ARENA_ARRAY(a, struct draw_time_line, w.n + 1), w.n };

	for (size_t i = 0; i < w.n; i++)
		out.v[i] = v->times.v[w.v[i] - 1];
	return out;
}

/* From what the lot was computed, so that its owner can do it again. */
static enum err how(struct rq *rq, struct own_page *p)
{
	unsigned char holder[LOT_BYTES], text[LOT_TEXT];
	struct draw_seeds seeds;

	if (!p->ranked || draw_seeds(rq->a, &p->form.v.d, &seeds) != OK)
		return OK;
	TRY(draw_holder(rq->a, p->holder, holder));
	lot_text(&seeds, holder, text);
	p->text = hex_encode(rq->a, (struct str){ (const char *)text, sizeof(text) });
	if (p->w.given.is && p->w.given.v <= (int64_t)p->form.v.times.n)
		p->given = p->form.v.times.v[p->w.given.v - 1].start;
	return OK;
}

static enum err own_fill(struct rq *rq, struct own_page *p)
{
	bool clean;
	enum err e;

	TRY(wish_form_fill(rq, p->w.draw, &p->form));
	p->self = url_fmt(rq->a, "/d/%.*s", STR_ARG(rq_param(rq, 0)));
	p->form.was = draw_wishes_read(p->w.choices, p->form.v.d.times, &clean);
	p->form.was_any = wishes_any(&p->form.was, p->form.v.d.times);
	p->form.to_list = p->w.to_list;
	p->form.action = p->self;
	p->holder = act_holder(rq->a, p->w.salt, p->w.reference);
	p->in = str_eq(p->w.state, S("in"));
	p->out = str_eq(p->w.state, S("out"));
	p->ranked = p->w.place.is;
	p->stuck = str_eq(p->w.state, S("stuck"));
	p->back = str_eq(p->w.state, S("told")) && p->w.given.is && !p->w.appointment.v;
	p->wished = wished_times(rq->a, &p->form.v, p->w.choices);
	e = log_draw_receipt(rq->db, rq->a, p->w.id.v, &p->line);
	p->lined = e == OK;
	if (e != E_NOTFOUND)
		TRY(e);
	return how(rq, p);
}

enum err draw_own(struct rq *rq)
{
	struct own_page p = { 0 };
	struct page *pg;

	TRY(wish_here(rq, &p.w));
	TRY(own_fill(rq, &p));
	TRY(noted(rq, AUDIT_READ, &p.w));
	p.fresh = rq_raw(rq, "new").n > 0;
	p.again = rq_raw(rq, "again").n > 0;
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	p.class = draw_class_in(rq->lang, &p.form.v, p.w.class);
	t_draws_own(pg, &p);
	return OK;
}

struct own_input { BOX_MEMBERS; };
static const struct field fields[] = { BOX_FIELDS(own_input) };
const struct form draw_own_form = FORM(own_input, fields);

static enum err change(struct rq *rq, const struct draw_wish_row_row *w, const struct draw_wishes *wishes, bool list)
{
	enum err e = draw_wish_again(rq->db, rq->a, rq->now, w->id, wishes, list);

	TRY(e == OK ? OK : wish_refused(rq, w->draw, e));
	TRY(noted(rq, AUDIT_CHANGE, w));
	return rq_redirect(rq, "/d/%.*s", STR_ARG(rq_param(rq, 0)));
}

enum err draw_own_change(struct rq *rq)
{
	const struct own_input *in = rq->form;
	struct draw_wish_row_row w;
	struct draw_wishes wishes;
	struct draw_row_row d;

	TRY(wish_here(rq, &w));
	TRY(draw_row(rq->db, rq->a, w.draw, &d));
	TRY(boxes_read(rq, BOXES(in), in->any, d.times, &wishes));
	return change(rq, &w, &wishes, in->list);
}

enum err draw_own_leave(struct rq *rq)
{
	struct draw_wish_row_row w;

	TRY(wish_here(rq, &w));
	return change(rq, &w, &(struct draw_wishes){ .n = 0 }, w.to_list);
}

/* The newest line of the wishes in the public log. */
static enum err line_here(struct rq *rq, struct proof_of *ret)
{
	const struct url own = url_fmt(rq->a, "/d/%.*s", STR_ARG(rq_param(rq, 0)));
	struct draw_wish_row_row w;
	struct draw_row_row d;

	TRY(wish_here(rq, &w));
	TRY(draw_row(rq->db, rq->a, w.draw, &d));
	*ret = (struct proof_of){ .kind = PROOF_WISHES, .chain = w.id.v, .zone = d.zone, .reference = w.reference, .salt = w.salt,
		.back = own, .self = own, .back_to = N_("My wishes") };
	return noted(rq, AUDIT_READ, &w);
}

enum err draw_own_proof(struct rq *rq)
{
	struct proof_of p;

	TRY(line_here(rq, &p));
	return booking_proof_page(rq, &p);
}

enum err draw_own_receipt(struct rq *rq)
{
	struct proof_of p;

	TRY(line_here(rq, &p));
	return booking_proof_file(rq, &p);
}
