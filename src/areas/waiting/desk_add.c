/* Writing somebody down at the counter or on the phone; a health centre for a hospital of its region. */
#include "areas/waiting/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "waiting_t.h"

enum { FOUND_MAX = 8 };

static int64_t number(const struct rq *rq, const char *name)
{
	int64_t n;

	return num_parse(rq_raw(rq, name), 1, INT64_MAX, &n) == OK ? n : 0;
}

static enum err list_places(struct rq *rq, const struct house *h, struct add_page *p)
{
	struct booker_places rows;

	p->place = h->id.v;
	if (!p->elsewhere)
		return OK;
	TRY(booker_places(rq->db, rq->a, rq->who.tree_lo, &rows));
	p->places = (struct choices){ ARENA_ARRAY(rq->a, struct choice, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		p->places.v[i] = (struct choice){ arena_fmt(rq->a, "%lld", (long long)rows.v[i].id.v),
			organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en), rows.v[i].id.v == h->id.v };
	return OK;
}

static enum err list_classes(struct rq *rq, const struct house *h, struct add_page *p)
{
	struct waiting_classes all;
	unsigned bit = class_role_bit(str_of(role_code(rq->who.role)));

	TRY(waiting_classes(rq->db, rq->a, h->lo, &all));
	p->classes.v = ARENA_ARRAY(rq->a, struct choice, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && all.v[i].roles & bit)
			p->classes.v[p->classes.n++] = (struct choice){ all.v[i].code, all.v[i].name.v[rq->lang],
				all.v[i].rank == RANK_ORDINARY };
	return OK;
}

static enum err find(struct rq *rq, struct add_page *p)
{
	struct patient_matches rows = { 0 };
	struct patient_match one = { .score = 100 };

	p->chosen = rq_word_id(rq, "who");
	p->found.v = ARENA_ARRAY(rq->a, struct found_line, FOUND_MAX + 1);
	if (p->elsewhere || p->fresh || p->x.id.v)
		return OK;
	if (p->sought.text.n)
		TRY(patient_search(rq->db, rq->a, &rq->who.scope, p->sought.text, FOUND_MAX, &rows));
	if (!rows.n && p->chosen) {
		TRY(patient_get(rq->db, rq->a, &rq->who.scope, (struct patient_id){ p->chosen }, &one.who));
		rows = (struct patient_matches){ &one, 1 };
	}
	for (size_t i = 0; i < rows.n; i++) {
		p->found.v[p->found.n++] = (struct found_line){ rows.v[i].who };
		TRY(rq_audit(rq, AUDIT_SEARCH, rows.v[i].who.id.v, rows.v[i].who.organization.v));
	}
	return OK;
}

static enum err visit(struct rq *rq, struct appointment *ret)
{
	int64_t id = number(rq, "visit");

	if (!id || waiting_elsewhere(rq))
		return OK;
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ id }, ret));
	return rq_audit(rq, AUDIT_READ, ret->patient.v, ret->organization.v);
}

enum err waiting_desk_new(struct rq *rq)
{
	struct add_page p = { .sought = rq_sought(rq), .elsewhere = waiting_elsewhere(rq), .of = rq_raw(rq, "of") };
	struct house h;

	TRY(house_begin(rq, &h));
	TRY(visit(rq, &p.x));
	p.step = h.name;
	p.fresh = p.elsewhere || rq_raw(rq, "new").n;
	p.person = (struct patient){ .birth_day = DAY_NONE, .lang = S("fr") };
	TRY(list_places(rq, &h, &p));
	TRY(house_specialties(rq, &h, p.of, &p.specialties));
	if (!p.of.n && p.specialties.n)
		p.of = p.specialties.v[0].value;
	TRY(house_types(rq, &h, p.of, number(rq, "type"), &p.types));
	TRY(house_doctors(rq, &h, p.of, number(rq, "with"), &p.doctors));
	TRY(list_classes(rq, &h, &p));
	TRY(find(rq, &p));

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	pg->zone = h.zone;
	t_waiting_add(pg, &p);
	return OK;
}

enum err waiting_desk_find(struct rq *rq)
{
	static const char *const kept[] = { "at", "of" };
	struct url to = U("/desk/waiting/new");

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		to = url_add(rq->a, to, kept[i], rq_raw(rq, kept[i]));
	return rq_found(rq, to);
}

/* ---- the request ---- */

static const char *const ways[] = { "desk", "phone", NULL };
struct add_in {
	struct str who, of, class, reason;
	struct service_id type;
	struct practitioner_id with;
	struct appointment_id visit;
	TYPED_MEMBERS;
	int32_t way;
	bool other;
	WISH_MEMBERS;
};
static const struct field fields[] = {
	FIELD(add_in, who, F_TEXT, struct str, .max = 20),
	FIELD(add_in, of, F_TEXT, struct str, .max = 60),
	FIELD(add_in, class, F_TEXT, struct str, .max = 30),
	FIELD(add_in, reason, F_TEXT, struct str, .max = 200),
	FIELD(add_in, type, F_ID, struct service_id),
	FIELD(add_in, with, F_ID, struct practitioner_id),
	FIELD(add_in, visit, F_ID, struct appointment_id),
	TYPED_FIELDS(add_in),
	FIELD(add_in, way, F_CHOICE, int32_t, .choices = ways),
	FIELD(add_in, other, F_BOOL, bool),
	WISH_FIELDS(add_in),
};
const struct form waiting_add_form = FORM(add_in, fields);

static enum err person_of(struct rq *rq, const struct house *h, const struct add_in *in, struct waiting_ask *ask)
{
	struct person p = TYPED_PERSON(in);
	struct patient known;
	int64_t id;

	if (!waiting_elsewhere(rq) && num_parse(in->who, 1, INT64_MAX, &id) == OK) {
		TRY(patient_get(rq->db, rq->a, &rq->who.scope, (struct patient_id){ id }, &known));
		if (known.erased || known.merged_into.v)
			return E_NOTFOUND;
		TRY(rq_audit(rq, AUDIT_READ, known.id.v, known.organization.v));
		p = (struct person){ .name = known.name, .birth_day = known.birth_day, .sex = known.sex, .phone = known.phone,
			.lang = known.lang };
		ask->patient = known.id;
	} else {
		person_typed(rq, &p, h->now.day);
	}
	if (!p.phone.n)
		(void)!rq_wrong(rq, ask->patient.v ? "who" : "phone", N_("Without a mobile phone no offer reaches the person: enter one in the file first."));
	if (rq_has_errors(rq))
		return E_INPUT;
	if (!ask->patient.v)
		TRY(patient_find_or_create(rq->db, rq->a, rq->now, h->id, &p, &ask->patient));
	ask->name = p.name;
	ask->birth_day = p.birth_day;
	ask->sex = p.sex;
	ask->phone = p.phone;
	ask->lang = p.lang;
	return OK;
}

/* What is wished: as chosen, or that of the appointment which is to be earlier. */
static enum err what_of(struct rq *rq, const struct house *h, const struct add_in *in, struct waiting_ask *ask)
{
	struct appointment x = { 0 };
	struct specialty_get_row s;

	TRY(visit(rq, &x));
	if (!x.id.v) {
		TRY(specialty_get(rq->db, rq->a, in->of, &s));
		ask->specialty = in->of;
		ask->service = in->type;
		if (in->type.v)
			TRY(service_used_at(rq->db, rq->a, in->type, h->id));
		ask->practitioner = in->with;
		return person_of(rq, h, in, ask);
	}
	if (!status_open(x.status) || x.start_at.v <= rq->now.v || !x.service.v)
		return rq_problem(rq, N_("This appointment can no longer be changed here."));
	ask->specialty = x.specialty;
	ask->service = x.service;
	ask->practitioner = x.practitioner;
	ask->appointment = x.id;
	ask->patient = x.patient;
	ask->name = x.patient_name;
	ask->birth_day = x.birth_day;
	ask->sex = x.sex;
	ask->phone = x.phone;
	ask->lang = x.lang;
	return x.phone.n ? OK : rq_problem(rq, N_("Without a mobile phone no offer reaches the person: enter one in the file first."));
}

/* Which of the establishment's limits stood in a health centre's way; NULL: none. */
static const char *refusal(struct rq *rq, const struct house *h, const struct waiting_ask *ask)
{
	const struct booker_ask who = { .tree_lo = h->lo, .account = ask->account, .role = ask->role, .service = ask->service,
		.phone = ask->phone, .acting = ask->acting };
	struct booker_room room;

	if (!waiting_elsewhere(rq) || booker_look(rq->db, rq->a, rq->now, &who, false, &room) != OK || room.verdict == BOOKER_MAY)
		return NULL;
	return booker_said(room.verdict);
}

enum err waiting_desk_add(struct rq *rq)
{
	const struct add_in *in = rq->form;
	struct waiting_ask ask = waiting_ask_any();
	struct waiting_added added;
	struct wishes w;
	struct house h;
	const char *refused;
	enum err e;

	TRY(house_begin(rq, &h));
	if (in->class.n && !str_eq(in->class, S("ordinary")) && in->reason.n < 3)
		(void)!rq_wrong(rq, "reason", N_("Write why this request goes before others"));
	e = WISHES_OF(rq, in, h.now.day, &w);
	if (e == E_INPUT || rq_has_errors(rq))
		return E_INPUT;
	TRY(e);
	ask.organization = h.id.v;
	ask.area = S("");
	TRY(what_of(rq, &h, in, &ask));
	ask.other = in->other || !ask.practitioner.v;
	ask.days = w.days;
	ask.parts = w.parts;
	ask.from = w.from;
	ask.to = w.to;
	ask.class = in->class;
	ask.reason = in->reason;
	ask.account = rq->who.account;
	ask.role = str_of(role_code(rq->who.role));
	ask.acting.v = rq->who.organization;
	ask.channel = waiting_elsewhere(rq) ? CH_HEALTH_CENTRE : in->way == 1 ? CH_PHONE : CH_DESK;
	e = waiting_add(rq->db, rq->a, rq->now, &ask, &added);
	if ((e == E_DENIED || e == E_LIMIT) && (refused = refusal(rq, &h, &ask)))
		return rq_problem(rq, refused);
	if (e == E_DENIED || e == E_NOTFOUND)
		return rq_wrong(rq, "class", N_("You may not give this class"));
	TRY(e);
	TRY(rq_audit(rq, AUDIT_CHANGE, ask.patient.v, h.id.v));
	return rq_redirect(rq, "/desk/waiting/%lld?%s=1", (long long)added.id.v, added.again ? "again" : "new");
}
