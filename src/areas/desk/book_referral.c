/* Types that ask for a referral: booked from one that is known here, or with the code that the person brings. */
#include "areas/desk/pages.h"

#include "desk_q.h"
#include "web/web.h"

enum err book_find_referred(struct rq *rq, struct book_page *p)
{
	struct desk_referred_row r;
	int64_t id = rq_word_id(rq, "ref");

	if (!id || role_in(rq, R(HELPER) | R(TELEPHONE)))
		return OK;
	TRY(referral_get(rq->db, rq->a, &rq->who.scope, (struct referral_id){ id }, &p->referral));
	if (p->referral.used)
		return OK;
	TRY(desk_referred(rq->db, rq->a, p->referral.patient, &r));
	p->ref = id;
	p->fresh = false;
	book_chosen(rq, p, r.id.v);
	p->found.v = ARENA_ARRAY(rq->a, struct book_found, 12);
	p->found.v[p->found.n++] = (struct book_found){ .score = 100, .last_day = DAY_NONE, .next_day = DAY_NONE, .who = {
		.id = r.id, .organization = r.organization, .name = r.name, .birth_day = r.birth_day, .sex = r.sex, .phone = r.phone,
		.identity_number = r.identity_number, .email = S(""), .lang = S("") } };
	return rq_audit(rq, AUDIT_READ, r.id.v, r.organization.v);
}

enum err book_referred(struct rq *rq, struct referral_id ref, struct patient_id id, struct patient_id *ret)
{
	struct referral r;

	if (role_in(rq, R(HELPER) | R(TELEPHONE)))
		return E_NOTFOUND;
	TRY(referral_get(rq->db, rq->a, &rq->who.scope, ref, &r));
	if (r.patient.v != id.v)
		return E_NOTFOUND;
	*ret = id;
	return rq_audit(rq, AUDIT_READ, r.patient.v, r.keeper.v);
}

enum err book_referral(struct rq *rq, const struct desk *d, struct service_id type, struct referral_id ref, struct str code,
	struct patient_id patient)
{
	struct referral_ask ask = { .id = ref, .code = code, .service = type, .tree_lo = d->lo, .today = d->now.day };
	struct desk_referred_row who;
	enum referral_fault f;
	struct service s;

	TRY(service_get(rq->db, rq->a, type, &s));
	if (!s.referral_required)
		return OK;
	if (!ref.v && !code.n)
		return rq_wrong(rq, "referral", N_("This type asks for a referral: type its code, or enter the letter under “Referrals”."));
	if (ref.v) {
		struct referral seen;

		if (rq->who.role == ROLE_HELPER)
			return E_NOTFOUND;
		TRY(referral_get(rq->db, rq->a, &rq->who.scope, ref, &seen));
		if (seen.patient.v != patient.v)
			return E_NOTFOUND;
	}
	TRY(desk_referred(rq->db, rq->a, patient, &who));
	TRY(ref.v ? referral_look(rq->db, rq->a, &ask, who.birth_day, &f) : referral_try(rq, &ask, who.birth_day, who.phone, &f));
	return f == REFERRAL_GOOD ? OK : rq_wrong(rq, "referral", referral_fault_said(f));
}
