/*
 * The code by which who takes part online shows that the phone is hers: before it there is no wish, and the answer is the same
 * whether she takes part already or not. The mechanism is areas/booking's.
 */
#include "areas/draws/pages.h"

#include "draws_t.h"

static enum err code_of(struct rq *rq, struct code_page *ret)
{
	struct draw_draft_id id = { rq_id(rq, 0) };
	struct code_page p = { .self = url_fmt(rq->a, "/draws/code/%lld", (long long)id.v) };

	TRY(draw_draft_get(rq->db, rq->a, id, rq->visitor, &p.d));
	if (p.d.created_at.v + DRAW_DRAFT_SECONDS < rq->now.v)
		return E_NOTFOUND;
	TRY(draw_fill(rq, p.d.draw, &p.v));
	p.answers = url_fmt(rq->a, "/draws/code/%lld/answers", (long long)id.v);
	p.again = url_fmt(rq->a, "/draws/code/%lld/again", (long long)id.v);
	p.last = (struct sent_code){ .bound_to = id.v, .phone = p.d.phone, .hash = p.d.code_hash, .until = p.d.code_until,
		.sent_at = p.d.code_sent_at, .sends = p.d.code_sends, .tries = p.d.code_tries };
	p.s = sent_code_shown(rq, p.v.zone, &p.last);
	*ret = p;
	return OK;
}

static enum err send(struct rq *rq, const struct code_page *p)
{
	const struct instant until = { rq->now.v + CODE_SECONDS };
	enum err e = sent_code_wanted(rq, p->d.organization, &p->last);
	struct str hash;

	if (e == E_LIMIT)
		return too_many_codes(rq, p->answers, p->v.phone);
	if (e == E_CONFLICT)
		return rq_redirect(rq, "%.*s", STR_ARG(p->self.s));
	TRY(e);
	TRY(code_send(rq, p->d.organization, p->d.phone, p->d.lang, p->d.id.v, &hash));
	TRY(draw_draft_code(rq->db, rq->a, hash, until, rq->now, p->d.id));
	return rq_redirect(rq, "%.*s", STR_ARG(p->self.s));
}

enum err draw_code_begin(struct rq *rq, struct draw_draft_id id)
{
	struct code_page p = { .answers = url_fmt(rq->a, "/draws/code/%lld/answers", (long long)id.v),
		.self = url_fmt(rq->a, "/draws/code/%lld", (long long)id.v) };

	TRY(draw_draft_get(rq->db, rq->a, id, rq->visitor, &p.d));
	TRY(draw_fill(rq, p.d.draw, &p.v));
	p.last = (struct sent_code){ .bound_to = id.v, .phone = p.d.phone };
	return send(rq, &p);
}

static enum err show(struct rq *rq, const struct code_page *p)
{
	rq_no_referrer(rq);
	if (p->d.token.n)
		return draft_link_go(rq, "/d/", p->d.id.v, p->d.token);
	t_draws_code(rq_page(rq, rq_has_errors(rq) ? 422 : 200), p);
	return OK;
}

enum err draw_code(struct rq *rq)
{
	struct code_page p;

	TRY(code_of(rq, &p));
	return show(rq, &p);
}

enum err draw_code_answers(struct rq *rq)
{
	struct code_page p;

	TRY(code_of(rq, &p));
	if (p.d.token.n)
		return show(rq, &p);
	return draw_join_page(rq, p.d.draw, &p.d);
}

enum err draw_code_again(struct rq *rq)
{
	struct code_page p;

	TRY(code_of(rq, &p));
	if (p.d.token.n || sent_code_fresh(rq, &p.last))
		return rq_redirect(rq, "%.*s", STR_ARG(p.self.s));
	return send(rq, &p);
}

struct code_input { struct str code; };
static const struct field fields[] = {
	FIELD(code_input, code, F_DIGITS, struct str, .required = true, .max = 6, .missing = N_("Write the code of 6 digits"),
		.wrong = N_("The code has 6 digits")),
};
const struct form draw_code_form = FORM(code_input, fields);

/* What a wrong code costs is kept although the page says no, so it is no error for the router. */
static enum err wrong_code(struct rq *rq, const struct code_page *p)
{
	struct code_page now;

	if (sent_code_lives(rq, &p->last))
		TRY(draw_draft_tried(rq->db, rq->a, p->d.id));
	TRY(code_of(rq, &now));
	(void)!rq_wrong(rq, "code", sent_code_lives(rq, &now.last) ? N_("This is not the code we sent")
		: N_("This code no longer serves: ask for another"));
	return show(rq, &now);
}

enum err draw_code_send(struct rq *rq)
{
	const struct code_input *in = rq->form;
	struct draw_wish w = { .channel = CH_ONLINE };
	struct draw_wished got;
	struct code_page p;
	struct str sealed;
	bool clean;
	enum err e;

	TRY(code_of(rq, &p));
	if (p.d.token.n)
		return show(rq, &p);
	if (!sent_code_lives(rq, &p.last) || !code_fits(rq->a, p.d.code_hash, in->code, p.d.id.v))
		return wrong_code(rq, &p);
	w.draw = p.d.draw;
	w.name = p.d.name;
	w.birth_day = p.d.birth_day;
	w.sex = p.d.sex;
	w.phone = p.d.phone;
	w.lang = p.d.lang;
	w.wishes = draw_wishes_read(p.d.choices, p.v.d.times, &clean);
	w.to_list = p.d.to_list;
	e = draw_wish_put(rq->db, rq->a, rq->now, &w, &got);
	if (e == E_DENIED)
		return rq_problem(rq, N_("These times are for people of another age or sex: call the hospital"));
	TRY(e == OK ? OK : wish_refused(rq, w.draw, e));
	TRY(draft_link_seal(rq, p.d.id.v, got.token, &sealed));
	TRY(draw_draft_done(rq->db, rq->a, sealed, p.d.id));
	TRY(rq_audit(rq, AUDIT_CREATE, 0, p.d.organization.v));
	rq_no_referrer(rq);
	return rq_redirect(rq, "/d/%.*s?%s=1", STR_ARG(got.token), got.again ? "again" : "new");
}
