/* Enrolling at the desk: somebody who has a file, new people, an establishment that names its people later. */
#include "areas/gatherings/inside.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "gatherings_t.h"
#include "web/web.h"

enum { FOUND_MAX = 8 };
static const char *const ways[] = { "desk", "phone", NULL };

/* The party whose seats get names: ?party=, of this gathering. */
static enum err party_asked(struct rq *rq, const struct gathering *g, struct party *ret)
{
	int64_t id;

	*ret = (struct party){ 0 };
	if (!rq_raw(rq, "party").n || num_parse(rq_raw(rq, "party"), 1, INT64_MAX, &id) != OK)
		return OK;
	TRY(party_get(rq->db, rq->a, (struct party_id){ id }, ret));
	return ret->gathering.v == g->id.v && ret->unnamed > 0 ? OK : E_NOTFOUND;
}

static enum err show(struct rq *rq, int status)
{
	struct enrol_view v = { .sought = rq_sought(rq), .most = PARTY_PEOPLE_MAX };
	struct leaders who;

	TRY(house_gathering(rq, &v.h, &v.g, &who));
	TRY(party_asked(rq, &v.g, &v.party));
	if (v.party.id.v && v.party.unnamed < v.most)
		v.most = v.party.unnamed;
	if (v.sought.text.n)
		TRY(patient_search(rq->db, rq->a, &rq->who.scope, v.sought.text, FOUND_MAX, &v.found));
	for (size_t i = 0; i < v.found.n; i++)
		TRY(rq_audit(rq, AUDIT_SEARCH, v.found.v[i].who.id.v, v.found.v[i].who.organization.v));
	v.boxes = person_boxes(rq, people_count(rq) > v.most ? v.most : people_count(rq));

	struct page *pg = rq_page(rq, status);

	t_gatherings_enrol(pg, &v);
	return OK;
}

enum err gathering_enrol_page(struct rq *rq)
{
	return show(rq, rq_has_errors(rq) ? 422 : 200);
}

enum err enrol_find(struct rq *rq)
{
	struct url to = url_fmt(rq->a, "/desk/gatherings/%lld/enrol", (long long)rq_id(rq, 0));
	struct gathering g;
	struct leaders who;
	struct house h;

	TRY(house_gathering(rq, &h, &g, &who));
	return rq_found(rq, rq_raw(rq, "party").n ? url_add(rq->a, to, "party", rq_raw(rq, "party")) : to);
}

static struct book_ask seat_ask(const struct rq *rq, const struct gathering *g, const struct party *p, int32_t way)
{
	return (struct book_ask){ .gathering = g->id, .may_wait = true, .party = p->id, .named = p->id.v && p->unnamed > 0,
		.channel = way == 1 ? CH_PHONE : CH_DESK, .for_whom = "self", .booked_by = rq->who.account,
		.role = str_of(role_code(rq->who.role)) };
}

/* What stands in the way, as a sentence. */
static enum err refused(struct rq *rq, enum err e)
{
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("No seat and no waiting place is left in this session."));
	if (e == E_INPUT)
		return rq_problem(rq, N_("This person is in this session already."));
	return e;
}

struct enrol_known_in { struct patient_id who; int32_t way; bool sms; };
static const struct field enrol_known_fields[] = {
	FIELD(enrol_known_in, who, F_ID, struct patient_id, .required = true),
	FIELD(enrol_known_in, way, F_CHOICE, int32_t, .choices = ways),
	FIELD(enrol_known_in, sms, F_BOOL, bool),
};
const struct form enrol_known_form = FORM(enrol_known_in, enrol_known_fields);

enum err enrol_known(struct rq *rq)
{
	const struct enrol_known_in *in = rq->form;
	struct gathering g;
	struct leaders who;
	struct house h;
	struct party p;
	struct patient patient;
	struct book_ask ask;
	struct booked b;
	enum err e;

	TRY(house_gathering(rq, &h, &g, &who));
	TRY(party_asked(rq, &g, &p));
	TRY(patient_get(rq->db, rq->a, &rq->who.scope, in->who, &patient));
	if (patient.erased || patient.merged_into.v)
		return E_NOTFOUND;
	TRY(rq_audit(rq, AUDIT_CHANGE, patient.id.v, patient.organization.v));
	ask = seat_ask(rq, &g, &p, in->way);
	ask.patient = patient.id;
	ask.silent = !in->sms;
	e = appointment_book(rq->db, rq->a, rq->now, &ask, &b);
	if (e != OK)
		return refused(rq, e);
	return rq_redirect(rq, "/desk/gatherings/%lld?done=%s", (long long)g.id.v, b.waits ? "waits" : "in");
}

/* ---- new people ---- */

struct enrol_new_in { struct people_in people; struct str phone, email; int32_t lang, way; bool sms, apart; };
static const struct field enrol_new_fields[] = {
	PEOPLE_FIELDS(enrol_new_in),
	FIELD(enrol_new_in, phone, F_PHONE, struct str),
	FIELD(enrol_new_in, email, F_EMAIL, struct str),
	FIELD(enrol_new_in, lang, F_CHOICE, int32_t, .choices = person_langs),
	FIELD(enrol_new_in, way, F_CHOICE, int32_t, .choices = ways),
	FIELD(enrol_new_in, sms, F_BOOL, bool),
	FIELD(enrol_new_in, apart, F_BOOL, bool),
};
const struct form enrol_new_form = FORM(enrol_new_in, enrol_new_fields);

/* Several who are no establishment's are relatives: one party, one message. */
static enum err party_of(struct rq *rq, const struct gathering *g, int n, struct party *p, struct str *token)
{
	const struct enrol_new_in *in = rq->form;
	struct party_ask ask = { .organization = g->organization, .gathering = g->id, .channel = channel_code(CH_DESK),
		.lang = str_of(person_langs[in->lang < 0 ? 0 : in->lang]), .made_by = rq->who.account, .people = in->apart ? 0 : n };

	*token = STR_NONE;
	if (p->id.v || n < 2)
		return OK;
	return party_add(rq->db, rq->a, rq->now, &ask, &p->id, token);
}

static enum err enrol_each(struct rq *rq, const struct house *h, const struct gathering *g, const struct party *p, int n,
	bool silent, bool *ret_waits)
{
	const struct enrol_new_in *in = rq->form;

	*ret_waits = false;
	for (int i = 0; i < n; i++) {
		const struct person who = { in->people.name[i], in->people.birth[i], str_of(people_sex(in->people.sex[i])), in->phone,
			str_of(person_langs[in->lang < 0 ? 0 : in->lang]), STR_NONE, in->email };
		struct book_ask ask = seat_ask(rq, g, p, in->way);
		struct booked b;
		enum err e;

		TRY(patient_find_or_create(rq->db, rq->a, rq->now, h->id, &who, &ask.patient));
		TRY(rq_audit(rq, AUDIT_CREATE, ask.patient.v, h->id.v));
		ask.silent = silent;
		ask.for_whom = i ? "relative" : "self";
		e = appointment_book(rq->db, rq->a, rq->now, &ask, &b);
		if (e != OK)
			return refused(rq, e);
		*ret_waits = *ret_waits || b.waits;
	}
	return OK;
}

enum err enrol_new(struct rq *rq)
{
	const struct enrol_new_in *in = rq->form;
	int n = people_count(rq);
	struct gathering g;
	struct leaders who;
	struct house h;
	struct party p;
	struct str token;
	bool waits;

	TRY(house_gathering(rq, &h, &g, &who));
	TRY(party_asked(rq, &g, &p));
	if (p.id.v && n > p.unnamed)
		return E_NOTFOUND;
	for (int i = 0; i < n; i++)
		people_check(rq, &in->people, i, NULL, h.now.day, g.day);
	if (rq_has_errors(rq))
		return E_INPUT;
	bool relatives = !p.id.v && n > 1, reached = in->phone.n || in->email.n;

	TRY(party_of(rq, &g, n, &p, &token));
	TRY(enrol_each(rq, &h, &g, &p, n, relatives || !in->sms || !reached, &waits));
	if (relatives && in->sms && reached)
		TRY(party_tell(rq->db, rq->a, rq->now, p.id, PARTY_BOOKED, token));
	return rq_redirect(rq, "/desk/gatherings/%lld?done=%s", (long long)g.id.v, waits ? "waits" : "in");
}

/* ---- an establishment ---- */

struct group_in { struct str group, contact, telephone, mail; int64_t seats; int32_t lang; };
static const struct field group_fields[] = {
	FIELD(group_in, group, F_TEXT, struct str, .required = true, .max = 120, .missing = N_("Who takes the seats?")),
	FIELD(group_in, contact, F_TEXT, struct str, .max = 120),
	FIELD(group_in, telephone, F_PHONE, struct str, .required = true, .missing = N_("A phone number: changes are told to it")),
	FIELD(group_in, mail, F_EMAIL, struct str),
	FIELD(group_in, seats, F_INT, int64_t, .required = true, .min = 1, .max = GATHERING_SEATS_MAX, .missing = N_("How many seats?"),
		.wrong = N_("From 1 to 500 seats")),
	FIELD(group_in, lang, F_CHOICE, int32_t, .choices = person_langs),
};
const struct form group_form = FORM(group_in, group_fields);

enum err group_add(struct rq *rq)
{
	const struct group_in *in = rq->form;
	struct party_ask ask = { .name = in->group, .contact = in->contact, .phone = in->telephone, .seats = (int32_t)in->seats,
		.email = in->mail.n ? in->mail : S(""),
		.lang = str_of(person_langs[in->lang < 0 ? 0 : in->lang]), .channel = channel_code(CH_DESK), .made_by = rq->who.account,
		.role = str_of(role_code(rq->who.role)) };
	struct party_id id;
	struct gathering g;
	struct leaders who;
	struct house h;
	struct str token;
	enum err e;

	TRY(house_gathering(rq, &h, &g, &who));
	if (g.cancelled || g.start_at.v <= rq->now.v)
		return rq_problem(rq, N_("No seat and no waiting place is left in this session."));
	ask.organization = g.organization;
	ask.gathering = g.id;
	e = party_add(rq->db, rq->a, rq->now, &ask, &id, &token);
	if (e == E_CONFLICT)
		return rq_wrong(rq, "seats", N_("Fewer seats are left"));
	TRY(e);
	TRY(party_tell(rq->db, rq->a, rq->now, id, PARTY_BOOKED, token));
	return rq_redirect(rq, "/desk/gatherings/%lld?done=group", (long long)g.id.v);
}

struct give_back_in { struct party_id party; int64_t seats; };
static const struct field give_back_fields[] = {
	FIELD(give_back_in, party, F_ID, struct party_id, .required = true),
	FIELD(give_back_in, seats, F_INT, int64_t, .min = 1, .max = GATHERING_SEATS_MAX),
};
const struct form give_back_form = FORM(give_back_in, give_back_fields);

enum err group_give_back(struct rq *rq)
{
	const struct give_back_in *in = rq->form;
	struct change_ask by = staff_ask(rq);
	struct gathering g;
	struct leaders who;
	struct house h;
	struct party p;
	enum err e;

	TRY(house_gathering(rq, &h, &g, &who));
	TRY(party_get(rq->db, rq->a, in->party, &p));
	if (p.gathering.v != g.id.v)
		return E_NOTFOUND;
	e = party_give_back(rq->db, rq->a, rq->now, &p, (int32_t)in->seats, &by);
	if (e == E_CONFLICT)
		return rq_problem(rq, N_("Somebody else has changed this session meanwhile. Look at it again."));
	TRY(e);
	if (p.unnamed == in->seats)
		TRY(party_mail_gone(rq->db, rq->a, rq->now, p.id, NULL, 0, p.unnamed));
	return rq_redirect(rq, "/desk/gatherings/%lld?done=back", (long long)g.id.v);
}
