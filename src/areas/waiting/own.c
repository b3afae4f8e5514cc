/* One's own request and an offer, by the links in messages: who has the link has the right. */
#include "areas/waiting/pages.h"

#include "areas/organizations/organizations.h"
#include "crypto/crypto.h"
#include "waiting_t.h"

/* ---- words ---- */

const char *entry_state_said(struct str state, struct str why)
{
	if (str_eq(state, S("waiting")))
		return N_("Waiting");
	if (str_eq(state, S("offered")))
		return N_("A time is offered");
	if (str_eq(state, S("served")))
		return N_("Has an appointment");
	if (str_eq(why, S("unanswered")))
		return N_("Ended: the offers were not taken");
	if (str_eq(why, S("again")))
		return N_("Asked again: the first request stands");
	if (str_eq(why, S("over")))
		return N_("Ended: the last day has passed");
	if (str_eq(why, S("booked")))
		return N_("Ended: the appointment is over or cancelled");
	return str_eq(why, S("desk")) ? N_("Taken off by the hospital") : N_("Taken off by the person");
}

const char *offer_state_said(struct str state)
{
	if (str_eq(state, S("open")))
		return N_("No answer yet");
	if (str_eq(state, S("accepted")))
		return N_("Accepted");
	if (str_eq(state, S("declined")))
		return N_("Declined");
	return str_eq(state, S("expired")) ? N_("Not answered in time") : N_("Withdrawn");
}

struct str waiting_days_text(const struct page *pg, const struct waiting_entry_row_row *e)
{
	struct str out = STR_NONE, comma = pg->lang == LANG_AR ? S("، ") : S(", ");

	if ((e->days & DAYS_ALL) == DAYS_ALL)
		out = tr(pg, "any day");
	for (int d = 1; d <= 7 && (e->days & DAYS_ALL) != DAYS_ALL; d++)
		if (e->days & 1 << d)
			out = arena_cat(pg->a, out.n ? arena_cat(pg->a, out, comma) : out, str_of(text_weekday(pg->lang, d)));
	if (e->parts == WISH_MORNING)
		return arena_cat(pg->a, arena_cat(pg->a, out, comma), tr(pg, "mornings"));
	if (e->parts == WISH_AFTERNOON)
		return arena_cat(pg->a, arena_cat(pg->a, out, comma), tr(pg, "afternoons"));
	return out;
}

/* ---- a request ---- */

static enum err fill_names(struct rq *rq, struct entry_view *v)
{
	struct organization_get_row o;
	struct practitioner p;
	struct specialty_get_row s;
	struct waiting_classes classes;
	struct service type;

	TRY(organization_get(rq->db, rq->a, v->e.organization, &o));
	TRY(specialty_get(rq->db, rq->a, v->e.specialty, &s));
	TRY(zone_get(o.zone, &v->zone));
	v->specialty = organization_name(rq->lang, s.name_fr, s.name_ar, s.name_en);
	v->place = o.parent_id.v ? organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en) : lang_tr(rq->lang, "anywhere");
	v->place_phone = o.phone;
	v->place_code = o.code;
	if (v->e.service.v) {
		TRY(service_get(rq->db, rq->a, v->e.service, &type));
		v->type = type.name.v[rq->lang];
	}
	if (v->e.practitioner.v) {
		TRY(practitioner_get(rq->db, rq->a, v->e.practitioner, &p));
		v->doctor = organization_name(rq->lang, p.name.s, p.name_ar.s, STR_NONE);
	}
	TRY(waiting_classes(rq->db, rq->a, o.tree_lo, &classes));
	for (size_t i = 0; i < classes.n; i++)
		if (str_eq(classes.v[i].code, v->e.class))
			v->class = classes.v[i].name.v[rq->lang];
	struct waiting_rules rules;

	TRY(waiting_rules_at(rq->db, rq->a, o.tree_lo, &rules));
	v->messages = rules.messages;
	return OK;
}

static enum err fill_offers(struct rq *rq, struct entry_view *v)
{
	struct waiting_offers_of_rows rows;

	TRY(waiting_offers_of(rq->db, rq->a, v->e.id, &rows));
	v->offers.v = ARENA_ARRAY(rq->a, struct offer_line, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct waiting_offers_of_row *r = &rows.v[i];
		bool over = str_eq(r->state, S("open")) && r->answer_by.v <= rq->now.v;

		v->offers.v[v->offers.n++] = (struct offer_line){ { r->day, r->start_min },
			offer_state_said(over ? S("expired") : r->state), r->at, r->answer_by,
			r->schedule_fr.n || !r->doctor.s.p ? organization_name(rq->lang, r->schedule_fr, r->schedule_ar, STR_NONE)
				: organization_name(rq->lang, r->doctor.s, r->doctor_ar.s, STR_NONE),
			r->reason, r->by_name };
		if (!str_eq(r->state, S("open")) || over)
			continue;
		v->open = true;
		v->open_until = zone_local(v->zone, r->answer_by);
	}
	return OK;
}

enum err entry_fill(struct rq *rq, struct waiting_entry_id id, struct entry_view *ret)
{
	struct entry_view v = { 0 };
	struct waiting_before_row before;

	TRY(waiting_entry_row(rq->db, rq->a, id, &v.e));
	v.waits = str_eq(v.e.state, S("waiting")) || str_eq(v.e.state, S("offered"));
	TRY(fill_names(rq, &v));
	TRY(fill_offers(rq, &v));
	if (v.waits) {
		TRY(waiting_before(rq->db, rq->a, v.e.organization, v.e.specialty, v.e.rank, v.e.asked_at, v.e.id, &before));
		v.rank = before.n + 1;
	}
	*ret = v;
	return OK;
}

static enum err entry_here(struct rq *rq, struct waiting_entry_id *ret)
{
	struct waiting_entry_by_token_row by;

	rq_no_referrer(rq);
	if (rq_param(rq, 0).n != 22)
		return E_NOTFOUND;
	TRY(waiting_entry_by_token(rq->db, rq->a, token_hash(rq->a, rq_param(rq, 0)), &by));
	*ret = by.id;
	return OK;
}

enum err waiting_own(struct rq *rq)
{
	struct waiting_entry_id id;
	struct entry_view v;
	struct page *pg;

	TRY(entry_here(rq, &id));
	TRY(entry_fill(rq, id, &v));
	TRY(rq_audit(rq, AUDIT_READ, v.e.patient.v, v.e.organization.v));
	v.self = url_fmt(rq->a, "/w/%.*s", STR_ARG(rq_param(rq, 0)));
	v.fresh = rq_raw(rq, "new").n > 0;
	v.again = rq_raw(rq, "again").n > 0;
	pg = rq_page(rq, 200);
	t_waiting_own(pg, &v);
	return OK;
}

/* The line of the request in the public log: since when she waits. */
static enum err line_here(struct rq *rq, struct proof_of *ret)
{
	const struct url own = url_fmt(rq->a, "/w/%.*s", STR_ARG(rq_param(rq, 0)));
	struct waiting_entry_id id;
	struct waiting_entry_row_row e;
	struct organization_get_row o;

	TRY(entry_here(rq, &id));
	TRY(waiting_entry_row(rq->db, rq->a, id, &e));
	TRY(organization_get(rq->db, rq->a, e.organization, &o));
	*ret = (struct proof_of){ .kind = PROOF_REQUEST, .chain = id.v, .zone = o.zone, .reference = e.reference, .salt = e.salt,
		.back = own, .self = own, .back_to = N_("My request") };
	return rq_audit(rq, AUDIT_READ, e.patient.v, e.organization.v);
}

enum err waiting_own_proof(struct rq *rq)
{
	struct proof_of p;

	TRY(line_here(rq, &p));
	return booking_proof_page(rq, &p);
}

enum err waiting_own_receipt(struct rq *rq)
{
	struct proof_of p;

	TRY(line_here(rq, &p));
	return booking_proof_file(rq, &p);
}

enum err waiting_own_leave(struct rq *rq)
{
	struct waiting_entry_id id;
	struct waiting_entry_row_row e;
	enum err done;

	TRY(entry_here(rq, &id));
	TRY(waiting_entry_row(rq->db, rq->a, id, &e));
	done = waiting_leave(rq->db, rq->a, rq->now, id, WHY_ASKED, "online", S("public"));
	if (done != E_CONFLICT)		/* off already: the page says how */
		TRY(done);
	TRY(rq_audit(rq, AUDIT_CHANGE, e.patient.v, e.organization.v));
	return rq_redirect(rq, "/w/%.*s", STR_ARG(rq_param(rq, 0)));
}

/* ---- an offer ---- */

static enum err offer_here(struct rq *rq, struct offer_page *p)
{
	struct waiting_offer_by_token_row by;

	rq_no_referrer(rq);
	if (rq_param(rq, 0).n != 22)
		return E_NOTFOUND;
	TRY(waiting_offer_by_token(rq->db, rq->a, token_hash(rq->a, rq_param(rq, 0)), &by));
	TRY(waiting_offer_row(rq->db, rq->a, by.id, &p->o));
	TRY(waiting_entry_row(rq->db, rq->a, p->o.entry, &p->e));
	p->self = url_fmt(rq->a, "/o/%.*s", STR_ARG(rq_param(rq, 0)));
	return rq_audit(rq, AUDIT_READ, p->e.patient.v, p->o.organization.v);
}

static enum err offer_fill(struct rq *rq, struct offer_page *p)
{
	struct organization_get_row o;
	struct practitioner doctor;
	struct location_get_row at;
	struct waiting_later_row old;
	struct service type;
	struct schedule s;
	const struct zone *z;

	TRY(zone_get(p->o.zone, &z));
	TRY(schedule_get(rq->db, rq->a, p->o.schedule, &s));
	TRY(service_get(rq->db, rq->a, p->o.service, &type));
	TRY(organization_get(rq->db, rq->a, p->o.organization, &o));
	TRY(location_get(rq->db, rq->a, s.location, &at));
	p->start = (struct local){ p->o.day, p->o.start_min };
	p->until = zone_local(z, p->o.answer_by);
	p->type = type.name.v[rq->lang];
	p->accept = type.accept.v[rq->lang];
	p->place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	p->address = organization_name(rq->lang, at.address_fr, at.address_ar, STR_NONE);
	p->phone = o.phone;
	p->elsewhere = appointment_where(rq->a, rq->lang,
		&(struct appointment){ .place_kind = type.place_kind, .phone = p->e.phone });
	if (s.shown && s.practitioner.v) {
		TRY(practitioner_get(rq->db, rq->a, s.practitioner, &doctor));
		p->practitioner.s = organization_name(rq->lang, doctor.name.s, doctor.name_ar.s, STR_NONE);
	}
	p->state = arena_cstr(rq->a, p->o.state);
	if (str_eq(p->o.state, S("open")) && p->o.answer_by.v <= rq->now.v)
		p->state = "expired";
	if (!p->e.appointment.v || !str_eq(p->o.state, S("open")))
		return OK;
	TRY(waiting_later(rq->db, rq->a, p->e.appointment, &old));
	p->earlier = true;
	p->old = (struct local){ old.day, old.start_min };
	return OK;
}

enum err waiting_offered(struct rq *rq)
{
	struct offer_page p = { 0 };
	struct page *pg;

	TRY(offer_here(rq, &p));
	TRY(offer_fill(rq, &p));
	pg = rq_page(rq, rq_has_errors(rq) ? 409 : 200);
	t_waiting_offered(pg, &p);
	return OK;
}

enum err waiting_offered_yes(struct rq *rq)
{
	struct offer_page p = { 0 };
	struct waiting_answer by = { .channel = CH_ONLINE };
	struct waiting_accepted got;
	enum err e;

	TRY(offer_here(rq, &p));
	by.offer = p.o.id;
	e = waiting_accept(rq->db, rq->a, rq->now, &by, &got);
	if (e == E_LIMIT)
		return rq_wrong(rq, "yes", N_("You already have an appointment of this speciality: call the hospital"));
	if (e == E_DENIED)
		return rq_wrong(rq, "yes", N_("This appointment is for other people: call the hospital"));
	if (e == E_CONFLICT || e == E_INPUT)	/* answered already, too late, or closed meanwhile */
		return rq_wrong(rq, "yes", N_("This time is no longer kept for you"));
	TRY(e);
	TRY(rq_audit(rq, AUDIT_CHANGE, got.patient.v, got.organization.v));
	return rq_redirect(rq, "/a/%.*s%s", STR_ARG(got.token), got.moved ? "?moved=1" : "");
}

enum err waiting_offered_no(struct rq *rq)
{
	struct offer_page p = { 0 };
	struct waiting_answer by = { .channel = CH_ONLINE };
	enum err e;

	TRY(offer_here(rq, &p));
	by.offer = p.o.id;
	e = waiting_decline(rq->db, rq->a, rq->now, &by);
	if (e != E_CONFLICT)
		TRY(e);
	TRY(rq_audit(rq, AUDIT_CHANGE, p.e.patient.v, p.o.organization.v));
	return rq_redirect(rq, "%.*s", STR_ARG(p.self.s));
}
