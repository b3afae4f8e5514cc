/*
 * The code by which who asks online shows that the phone is hers: before it nothing is on the list, and the
 * answer is the same whether she waits already or not. What a wrong code costs is kept although the page
 * says no, so it is no error for the router.
 */
#include "areas/waiting/pages.h"

#include "areas/organizations/organizations.h"
#include "waiting_t.h"

static enum err proof_of(struct rq *rq, struct proof_page *ret)
{
	struct proof_page p = { 0 };
	struct waiting_draft_id id = { rq_id(rq, 0) };
	struct organization_get_row o;
	struct specialty_get_row s;
	const struct zone *z;

	TRY(waiting_draft_get(rq->db, rq->a, id, rq->visitor, &p.d));
	if (p.d.created_at.v + WAITING_DRAFT_SECONDS < rq->now.v)
		return E_NOTFOUND;
	TRY(organization_get(rq->db, rq->a, p.d.organization, &o));
	TRY(specialty_get(rq->db, rq->a, p.d.specialty, &s));
	TRY(zone_get(o.zone, &z));
	p.specialty = organization_name(rq->lang, s.name_fr, s.name_ar, s.name_en);
	p.place = o.parent_id.v ? organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en) : lang_tr(rq->lang, "anywhere");
	p.place_phone = o.phone;
	p.self = url_fmt(rq->a, "/waiting/code/%lld", (long long)id.v);
	p.answers = url_fmt(rq->a, "/waiting/code/%lld/answers", (long long)id.v);
	p.again = url_fmt(rq->a, "/waiting/code/%lld/again", (long long)id.v);
	p.last = (struct sent_code){ .bound_to = id.v, .phone = p.d.phone, .hash = p.d.code_hash, .until = p.d.code_until,
		.sent_at = p.d.code_sent_at, .sends = p.d.code_sends, .tries = p.d.code_tries };
	p.s = sent_code_shown(rq, z, &p.last);
	*ret = p;
	return OK;
}

static enum err send(struct rq *rq, const struct proof_page *p)
{
	const struct instant until = { rq->now.v + CODE_SECONDS };
	enum err e = sent_code_wanted(rq, p->d.organization, &p->last);
	struct str hash;

	if (e == E_LIMIT)
		return too_many_codes(rq, p->answers, p->place_phone);
	if (e == E_CONFLICT)
		return rq_redirect(rq, "%.*s", STR_ARG(p->self.s));
	TRY(e);
	TRY(code_send(rq, p->d.organization, p->d.phone, p->d.lang, p->d.id.v, &hash));
	TRY(waiting_draft_code(rq->db, rq->a, hash, until, rq->now, p->d.id));
	return rq_redirect(rq, "%.*s", STR_ARG(p->self.s));
}

enum err waiting_proof_begin(struct rq *rq, struct waiting_draft_id id)
{
	struct proof_page p = { .answers = url_fmt(rq->a, "/waiting/code/%lld/answers", (long long)id.v),
		.self = url_fmt(rq->a, "/waiting/code/%lld", (long long)id.v) };

	TRY(waiting_draft_get(rq->db, rq->a, id, rq->visitor, &p.d));
	p.last = (struct sent_code){ .bound_to = id.v, .phone = p.d.phone };
	return send(rq, &p);
}

/* ---- its page ---- */

static enum err show(struct rq *rq, const struct proof_page *p)
{
	if (p->d.token.n)
		return draft_link_go(rq, "/w/", p->d.id.v, p->d.token);
	rq_no_referrer(rq);
	t_waiting_proof(rq_page(rq, rq_has_errors(rq) ? 422 : 200), p);
	return OK;
}

enum err waiting_proof(struct rq *rq)
{
	struct proof_page p;

	TRY(proof_of(rq, &p));
	return show(rq, &p);
}

enum err waiting_proof_answers(struct rq *rq)
{
	struct proof_page p;

	TRY(proof_of(rq, &p));
	if (p.d.token.n)
		return draft_link_go(rq, "/w/", p.d.id.v, p.d.token);
	return waiting_join_page(rq, p.d.specialty, p.d.area, &p.d);
}

enum err waiting_proof_again(struct rq *rq)
{
	struct proof_page p;

	TRY(proof_of(rq, &p));
	if (p.d.token.n || sent_code_fresh(rq, &p.last))
		return rq_redirect(rq, "%.*s", STR_ARG(p.self.s));
	return send(rq, &p);
}

/* ---- the request ---- */

struct proof_input { struct str code; };
static const struct field fields[] = {
	FIELD(proof_input, code, F_DIGITS, struct str, .required = true, .max = 6, .missing = N_("Write the code of 6 digits"),
		.wrong = N_("The code has 6 digits")),
};
const struct form waiting_proof_form = FORM(proof_input, fields);

static enum err wrong_code(struct rq *rq, const struct proof_page *p)
{
	struct proof_page now;

	if (sent_code_lives(rq, &p->last))
		TRY(waiting_draft_tried(rq->db, rq->a, p->d.id));
	TRY(proof_of(rq, &now));
	(void)rq_wrong(rq, "code", sent_code_lives(rq, &now.last) ? N_("This is not the code we sent")
		: N_("This code no longer serves: ask for another"));
	return show(rq, &now);
}

static struct waiting_ask ask_of(const struct waiting_draft_get_row *d)
{
	struct waiting_ask ask = waiting_ask_any();

	ask.organization = d->organization.v;
	ask.specialty = d->specialty;
	ask.area = d->area;
	ask.name = d->name;
	ask.birth_day = d->birth_day;
	ask.sex = d->sex;
	ask.phone = d->phone;
	ask.lang = d->lang;
	ask.service = d->service;
	ask.practitioner = d->practitioner;
	ask.other = !d->practitioner.v;
	ask.days = d->days;
	ask.parts = d->parts;
	ask.from = d->from_day;
	ask.to = d->to_day;
	ask.channel = CH_ONLINE;
	return ask;
}

enum err waiting_proof_send(struct rq *rq)
{
	const struct proof_input *in = rq->form;
	struct waiting_added added;
	struct waiting_ask ask;
	struct proof_page p;
	struct str sealed;
	enum err e;

	TRY(proof_of(rq, &p));
	if (p.d.token.n)
		return draft_link_go(rq, "/w/", p.d.id.v, p.d.token);
	if (!sent_code_lives(rq, &p.last) || !code_fits(rq->a, p.d.code_hash, in->code, p.d.id.v))
		return wrong_code(rq, &p);
	ask = ask_of(&p.d);
	e = waiting_add(rq->db, rq->a, rq->now, &ask, &added);
	if (e == E_LIMIT)
		return rq_problem(rq, N_("This phone waits for so much already that nothing more can be asked for with it. Take something off the list first."));
	TRY(e);
	TRY(draft_link_seal(rq, p.d.id.v, added.token, &sealed));
	TRY(waiting_draft_done(rq->db, rq->a, sealed, p.d.id));
	TRY(rq_audit(rq, AUDIT_CREATE, 0, p.d.organization.v));
	rq_no_referrer(rq);
	return rq_redirect(rq, "/w/%.*s?%s=1", STR_ARG(added.token), added.again ? "again" : "new");
}
