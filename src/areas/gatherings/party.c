/*
 * Who came together, by the link in the message: all of them, each cancelled alone or all at once. Who has the
 * link has the right; every showing is in the trail of each person's file.
 */
#include "areas/gatherings/inside.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "gatherings_t.h"
#include "web/web.h"

enum { FRESH_SECONDS = 900 };

static enum err load(struct rq *rq, struct party_view *v)
{
	struct organization_get_row o;
	struct appointments all;

	if (v->p.gathering.v)
		TRY(gathering_get(rq->db, rq->a, v->p.gathering, &v->g));
	TRY(organization_get(rq->db, rq->a, v->p.organization, &o));
	v->place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	v->phone = o.phone;
	v->fresh = rq->now.v - v->p.made_at.v < FRESH_SECONDS;
	v->seats = v->p.unnamed && v->g.start_at.v > rq->now.v && !v->g.cancelled ? v->p.unnamed : 0;
	v->any = v->seats > 0;
	TRY(party_people(rq->db, rq->a, v->p.id, &all));
	v->lines = (struct party_lines){ ARENA_ARRAY(rq->a, struct party_line, all.n + 1), all.n };
	for (size_t i = 0; i < all.n; i++) {
		struct party_line *l = &v->lines.v[i];

		*l = (struct party_line){ .x = all.v[i], .may_cancel = appointment_may_cancel(&all.v[i], rq->now) };
		if (l->x.status == ST_WAITLIST)
			TRY(gathering_waits(rq->db, rq->a, l->x.id, &l->waits));
		v->any = v->any || l->may_cancel;
		v->waits = v->waits || l->waits;
		TRY(rq_audit(rq, AUDIT_READ, l->x.patient.v, l->x.organization.v));
	}
	return OK;
}

static enum err of_link(struct rq *rq, struct party_view *v)
{
	struct str token = rq_param(rq, 0);

	*v = (struct party_view){ 0 };
	rq_no_referrer(rq);
	if (token.n != 22)
		return E_NOTFOUND;
	TRY(party_by_token(rq->db, rq->a, token, &v->p));
	v->self = url_fmt(rq->a, "/together/%.*s", STR_ARG(token));
	return load(rq, v);
}

enum err party_page(struct rq *rq)
{
	struct party_view v;

	TRY(of_link(rq, &v));
	t_gatherings_party(rq_page(rq, 200), &v);
	return OK;
}

/* The line of the nth person in the public log; 0: of the seats without names. */
static enum err line_here(struct rq *rq, struct proof_of *ret)
{
	struct party_view v;
	struct proof_of p = { .back_to = N_("All of us") };
	int64_t n;

	TRY(of_link(rq, &v));
	if (num_parse(rq_param(rq, 1), 0, (int64_t)v.lines.n, &n) != OK || (!n && !v.p.salt.n))
		return E_NOTFOUND;
	p.back = v.self;
	p.self = url_fmt(rq->a, "%.*s/%lld", STR_ARG(v.self.s), (long long)n);
	if (n) {
		const struct appointment *x = &v.lines.v[n - 1].x;

		p.kind = PROOF_APPOINTMENT;
		p.chain = x->id.v;
		p.zone = x->zone;
		p.reference = x->reference;
		p.salt = x->salt;
	} else {
		p.kind = PROOF_SEATS;
		p.chain = v.p.id.v;
		p.zone = v.g.zone;
		p.reference = v.p.reference;
		p.salt = v.p.salt;
	}
	*ret = p;
	return OK;
}

enum err party_proof(struct rq *rq)
{
	struct proof_of p;

	TRY(line_here(rq, &p));
	return booking_proof_page(rq, &p);
}

enum err party_receipt(struct rq *rq)
{
	struct proof_of p;

	TRY(line_here(rq, &p));
	return booking_proof_file(rq, &p);
}

enum err party_cancel_ask(struct rq *rq)
{
	struct party_view v;

	TRY(of_link(rq, &v));
	if (!v.any)
		return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
	t_gatherings_party_cancel(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

/* The ids of those who cannot come. */
struct party_cancel_in { struct str_list who; int64_t seats; };
static const struct field party_cancel_fields[] = {
	FIELD(party_cancel_in, who, F_LIST, struct str_list, .max = GATHERING_SEATS_MAX),
	FIELD(party_cancel_in, seats, F_INT, int64_t, .min = 0, .max = GATHERING_SEATS_MAX),
};
const struct form party_cancel_form = FORM(party_cancel_in, party_cancel_fields);

static bool chosen(struct rq *rq, const struct party_cancel_in *in, int64_t id)
{
	struct str text = arena_fmt(rq->a, "%lld", (long long)id);

	for (size_t i = 0; i < in->who.n; i++)
		if (str_eq(in->who.v[i], text))
			return true;
	return false;
}

enum err party_cancel(struct rq *rq)
{
	const struct party_cancel_in *in = rq->form;
	struct party_view v;
	size_t left = 0, gone = 0, more = 0, n = 0;
	struct appointment_id *ids;
	int64_t version;

	TRY(of_link(rq, &v));
	if (!in->who.n && !in->seats)
		return rq_wrong(rq, "who", N_("Choose who cannot come"));
	if (in->seats > v.seats)
		return rq_wrong(rq, "seats", N_("You keep fewer seats than that"));
	if (in->seats)
		TRY(party_give_back(rq->db, rq->a, rq->now, &v.p, (int32_t)in->seats, &(struct change_ask){ .channel = CH_ONLINE, .role = S("public") }));
	ids = ARENA_ARRAY(rq->a, struct appointment_id, v.lines.n + 1);
	left += (size_t)(v.seats - in->seats);
	gone += (size_t)in->seats;
	for (size_t i = 0; i < v.lines.n; i++)
		more += v.lines.v[i].may_cancel && chosen(rq, in, v.lines.v[i].x.id.v);
	for (size_t i = 0; i < v.lines.n; i++) {
		struct party_line *l = &v.lines.v[i];
		struct change_ask by = { .id = l->x.id, .version = -1, .channel = CH_ONLINE, .role = S("public"), .citizen = true,
			.silent = true };

		left += l->may_cancel && !chosen(rq, in, l->x.id.v);
		if (!l->may_cancel || !chosen(rq, in, l->x.id.v))
			continue;
		by.more = --more > 0;
		TRY(rq_audit(rq, AUDIT_CHANGE, l->x.patient.v, l->x.organization.v));
		TRY(appointment_cancel(rq->db, rq->a, rq->now, &by, true, STR_NONE, &version));
		ids[n++] = l->x.id;
		gone++;
	}
	/* one message when nobody is left; who cancelled a part sees it on the page, and the calendar of who has mail learns it */
	if (gone && !left && v.lines.n)
		TRY(party_tell(rq->db, rq->a, rq->now, v.p.id, PARTY_CANCELLED, STR_NONE));
	else if (n)
		TRY(party_mail_gone(rq->db, rq->a, rq->now, v.p.id, ids, n, 0));
	if (in->seats && in->seats == v.seats)
		TRY(party_mail_gone(rq->db, rq->a, rq->now, v.p.id, NULL, 0, v.seats));
	return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
}

enum err desk_party_page(struct rq *rq)
{
	struct party_view v = { 0 };
	struct organization_get_row o;
	struct house h;

	TRY(house_of(rq, &h));
	TRY(party_get(rq->db, rq->a, (struct party_id){ rq_id(rq, 0) }, &v.p));
	TRY(organization_get(rq->db, rq->a, v.p.organization, &o));
	if (o.tree_lo < h.lo || o.tree_lo >= h.hi)
		return E_NOTFOUND;
	TRY(load(rq, &v));
	v.fresh = rq_raw(rq, "fresh").n > 0;

	struct page *pg = rq_page(rq, 200);

	t_gatherings_desk_party(pg, &v);
	return OK;
}
