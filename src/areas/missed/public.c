/*
 * Behind the links of messages: yes, I come, or no; another time after a miss. Who has the link has the
 * right; it says no more of the visit than the message did. Opening it changes nothing: programs open links.
 */
#include "areas/missed/pages.h"

#include "areas/organizations/organizations.h"
#include "missed_t.h"

static const struct scope everybody = { .lo = 0, .hi = INT64_MAX };

/* Of a discreet type the address would say what the message does not: there she searches herself. */
static struct url again_url(struct rq *rq, const struct appointment *x)
{
	if (x->sensitive)
		return U("/search");
	if (x->gathering.v)
		return url_fmt(rq->a, "/gatherings/%.*s", STR_ARG(x->organization_code));
	if (!x->service.v)
		return url_add(rq->a, U("/search"), "s", x->specialty);
	return url_fmt(rq->a, "/times/%.*s/%lld", STR_ARG(x->organization_code), (long long)x->service.v);
}

static enum err link_here(struct rq *rq, const char *kind, struct link_page *p)
{
	struct appointment_id id;
	struct missed_contact_row c;

	rq_no_referrer(rq);
	if (rq_param(rq, 0).n != 22)
		return E_NOTFOUND;
	TRY(missed_link_open(rq->db, rq->a, rq->now, rq_param(rq, 0), kind, &id, &c));
	TRY(appointment_get(rq->db, rq->a, &everybody, id, &p->x));
	p->start = (struct local){ p->x.day, p->x.start_min };
	if (!p->x.sensitive) {
		p->place = p->x.organization_name.v[rq->lang];
		p->phone = c.house_phone;
	}
	p->again = again_url(rq, &p->x);
	p->self = url_fmt(rq->a, "/c/%.*s", STR_ARG(rq_param(rq, 0)));
	return rq_audit(rq, AUDIT_READ, p->x.patient.v, p->x.organization.v);
}

static enum err confirm_here(struct rq *rq, struct link_page *p)
{
	struct missed_confirmation_get_row c;
	const struct zone *z;
	enum err e;

	TRY(link_here(rq, "confirm", p));
	TRY(zone_get(p->x.zone, &z));
	p->open = status_open(p->x.status) && p->x.start_at.v > rq->now.v;
	p->cancelled = p->x.status == ST_CANCELLED;
	p->may_cancel = appointment_may_cancel(&p->x, rq->now);
	e = missed_confirmation_get(rq->db, rq->a, p->x.id, p->x.start_at, &c);
	if (e == E_NOTFOUND)	/* it was moved since */
		return OK;
	p->confirmed = e == OK && c.confirmed_at.v != INSTANT_NONE.v;
	if (e == OK && c.due_at.v != INSTANT_NONE.v)
		p->due = zone_local(z, c.due_at);
	return e;
}

enum err missed_confirm_page(struct rq *rq)
{
	struct link_page p = { .due = { DAY_NONE, 0 } };

	TRY(confirm_here(rq, &p));
	t_missed_confirm(rq_page(rq, rq_has_errors(rq) ? 409 : 200), &p);
	return OK;
}

enum err missed_confirm_yes(struct rq *rq)
{
	struct link_page p = { 0 };
	enum err e;

	TRY(confirm_here(rq, &p));
	e = missed_confirmed(rq->db, rq->a, rq->now, p.x.id, "link");
	if (e != E_CONFLICT)		/* over or cancelled: the page says so */
		TRY(e);
	TRY(rq_audit(rq, AUDIT_CHANGE, p.x.patient.v, p.x.organization.v));
	return rq_redirect(rq, "%.*s", STR_ARG(p.self.s));
}

enum err missed_confirm_no(struct rq *rq)
{
	struct link_page p = { 0 };
	struct change_ask who = { .version = -1, .channel = CH_ONLINE, .role = S("public"), .citizen = true };
	int64_t version;
	enum err e;

	TRY(confirm_here(rq, &p));
	who.id = p.x.id;
	e = appointment_cancel(rq->db, rq->a, rq->now, &who, true, S("asked"), &version);
	if (e == E_DENIED || e == E_CONFLICT)
		return rq_wrong(rq, "no", N_("It is too late to cancel here: call the desk"));
	TRY(e);
	TRY(rq_audit(rq, AUDIT_CHANGE, p.x.patient.v, p.x.organization.v));
	return rq_redirect(rq, "%.*s", STR_ARG(p.self.s));
}

enum err missed_again_page(struct rq *rq)
{
	struct link_page p = { 0 };

	TRY(link_here(rq, "again", &p));
	t_missed_again(rq_page(rq, 200), &p);
	return OK;
}
