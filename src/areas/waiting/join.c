/*
 * Asking: for a time where nothing is free, and for an earlier one than the appointment one has.
 * The page of a search that found nothing is that of areas/booking: the same words whichever way one came.
 */
#include "areas/waiting/pages.h"

#include "areas/organizations/organizations.h"
#include "areas/patients/patients.h"
#include "base/random.h"
#include "crypto/crypto.h"
#include "waiting_t.h"

/* Many share an operator's address: who types one phone again and again is stopped alone. The network's ceiling is only against
 * filling the table: four times the codes that it has in an hour by the standard setting, which costs it nothing sooner. */
enum { PER_VISITOR_PHONE = 12, PER_NETWORK = 1200, WINDOW = 3600 };

enum err waiting_show(struct rq *rq)
{
	struct str s = rq_raw(rq, "s");

	if (!s.n)
		return rq_redirect(rq, "/");
	return booking_nothing_page(rq, s, rq_raw(rq, "where"), 200);
}

/* ---- wishes ---- */

enum err wishes_read(struct rq *rq, const bool *ticked, struct day from, struct day to, struct day today,
	struct wishes *ret)
{
	struct wishes w = { .from = from, .to = to };

	for (int d = 1; d <= 7; d++)
		if (ticked[d - 1])
			w.days |= 1 << d;
	w.days = w.days ? w.days : DAYS_ALL;
	w.parts = (ticked[7] ? WISH_MORNING : 0) | (ticked[8] ? WISH_AFTERNOON : 0);
	w.parts = w.parts ? w.parts : WISH_MORNING | WISH_AFTERNOON;
	if (day_is(from) && from.n > day_add_months(today, WISH_FAR_MONTHS).n)
		(void)!rq_wrong(rq, "from", N_("Nothing is opened more than 12 months ahead: choose an earlier day"));
	else if (day_is(to) && to.n < today.n)
		(void)!rq_wrong(rq, "to", N_("This day has passed"));
	else if (day_is(from) && day_is(to) && to.n < from.n)
		(void)!rq_wrong(rq, "to", N_("The last day is before the first"));
	*ret = w;
	return rq_has_errors(rq) ? E_INPUT : OK;
}

/* ---- where nothing is free ---- */

struct join_input {
	struct str s, where;
	struct name name;
	struct day birth;
	int32_t sex, tongue;
	struct str phone;
	struct service_id type;
	struct practitioner_id with;
	WISH_MEMBERS;
};
static const struct field fields[] = {
	FIELD(join_input, s, F_TEXT, struct str, .required = true, .max = 60),
	FIELD(join_input, where, F_TEXT, struct str, .max = 30),
	FIELD(join_input, name, F_NAME, struct name, .required = true, .missing = N_("Write the person’s full name"),
		.wrong = N_("Write the name with letters, as on the card")),
	FIELD(join_input, birth, F_DAY, struct day, .required = true, .missing = N_("Write the date of birth"),
		.wrong = N_("This date does not exist")),
	FIELD(join_input, sex, F_CHOICE, int32_t, .choices = visitor_sexes, .required = true, .missing = N_("Choose woman or man")),
	FIELD(join_input, phone, F_PHONE, struct str, .required = true, .missing = N_("Write a mobile phone number"),
		.wrong = N_("This number is not complete: a Moroccan number has 10 digits")),
	FIELD(join_input, tongue, F_CHOICE, int32_t, .choices = visitor_tongues),
	FIELD(join_input, type, F_ID, struct service_id),
	FIELD(join_input, with, F_ID, struct practitioner_id),
	WISH_FIELDS(join_input),
};
const struct form waiting_join_form = FORM(join_input, fields);

/* Who keeps the request: the place asked for, or the root of the first tree when it may be anywhere. */
static enum err keeper(struct rq *rq, struct str where, struct organization_get_row *ret)
{
	struct organization_by_code_row o;
	struct waiting_root_row root;
	enum err e = where.n ? organization_by_code(rq->db, rq->a, where, &o) : E_NOTFOUND;

	if (e == E_NOTFOUND) {
		TRY(waiting_root(rq->db, rq->a, &root));
		o.id = root.id;
		e = OK;
	}
	TRY(e);
	return organization_get(rq->db, rq->a, o.id, ret);
}

static bool is_place(const struct organization_get_row *o)
{
	return str_eq(o->kind, S("establishment"));
}

/* Types of that speciality which citizens take there by themselves (one that needs a referral is never offered), and who may be asked for by name. */
static enum err list_choices(struct rq *rq, const struct organization_get_row *o, struct join_page *p)
{
	struct services types;
	struct schedules agendas;

	if (!is_place(o))
		return OK;
	TRY(service_list(rq->db, rq->a, o->id, &types));
	TRY(schedule_list(rq->db, rq->a, o->id, &agendas));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &agendas));
	p->types.v = ARENA_ARRAY(rq->a, struct choice, types.n + 1);
	p->doctors.v = ARENA_ARRAY(rq->a, struct choice, agendas.n + 1);
	for (size_t i = 0; i < types.n; i++) {
		const struct service *s = &types.v[i];

		if (s->active && s->online && !s->referral_required && str_eq(s->specialty, p->specialty))
			p->types.v[p->types.n++] = (struct choice){ arena_fmt(rq->a, "%lld", (long long)s->id.v),
				s->name.v[rq->lang], false };
	}
	for (size_t i = 0; i < agendas.n; i++) {
		const struct schedule *s = &agendas.v[i];

		if (s->active && s->shown && s->practitioner.v && str_eq(s->specialty, p->specialty))
			p->doctors.v[p->doctors.n++] = (struct choice){ arena_fmt(rq->a, "%lld", (long long)s->practitioner.v),
				s->name.v[rq->lang], false };
	}
	return OK;
}

enum err waiting_join_page(struct rq *rq, struct str specialty, struct str area, const struct waiting_draft_get_row *was)
{
	struct join_page p = { .specialty = specialty, .area = area };
	struct organization_get_row o;
	struct specialty_get_row s;
	struct page *pg;

	if (!p.specialty.n)
		return rq_redirect(rq, "/");
	TRY(specialty_get(rq->db, rq->a, p.specialty, &s));
	TRY(keeper(rq, p.area, &o));
	p.name = organization_name(rq->lang, s.name_fr, s.name_ar, s.name_en);
	p.area_name = o.parent_id.v ? organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en)
		: lang_tr(rq->lang, "anywhere");
	p.area = p.area.n ? p.area : S("all");
	p.place = o.code;
	TRY(list_choices(rq, &o, &p));
	p.was = (struct waiting_draft_get_row){ .birth_day = DAY_NONE };
	if (was)
		p.was = *was;
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	t_waiting_join(pg, &p);
	return OK;
}

enum err waiting_join(struct rq *rq)
{
	return waiting_join_page(rq, rq_raw(rq, "s"), rq_raw(rq, "where"), NULL);
}

/* Only what the page offered. */
static bool offered(const struct choices *all, int64_t id, struct arena *a)
{
	struct str want = arena_fmt(a, "%lld", (long long)id);

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].value, want))
			return true;
	return !id;
}

static enum err check_birth(struct rq *rq, struct day birth, struct day today)
{
	const char *wrong = birth_unlikely(birth, today);

	return wrong ? rq_wrong(rq, "birth", wrong) : OK;
}

enum err waiting_join_send(struct rq *rq)
{
	const struct join_input *in = rq->form;
	const struct waiting_draft_id id = { random_id(rq->now) };
	struct join_page p = { .specialty = in->s };
	struct organization_get_row o;
	struct specialty_get_row s;
	struct wishes w;
	const struct zone *z;
	bool given;

	TRY(phone_reached(rq, in->phone));
	TRY(rq_limit(rq, "waiting-phone", hmac_bucket(S("waiting"), arena_fmt(rq->a, "%.*s %.*s", STR_ARG(rq->visitor), STR_ARG(in->phone))),
		PER_VISITOR_PHONE, WINDOW));
	TRY(rq_limit(rq, "waiting", rq_network(rq), PER_NETWORK, WINDOW));
	TRY(specialty_get(rq->db, rq->a, in->s, &s));
	/* nobody of that area could ever offer a time: the page says so, and who does */
	TRY(booking_offered(rq, in->s, in->where.n ? in->where : S("all"), &given));
	if (!given)
		return rq_redirect(rq, "%.*s", STR_ARG(url_add(rq->a, url_add(rq->a, U("/waiting"), "s", in->s), "where", in->where).s));
	TRY(keeper(rq, in->where, &o));
	TRY(zone_get(o.zone, &z));
	TRY(check_birth(rq, in->birth, zone_local(z, rq->now).day));
	TRY(WISHES_OF(rq, in, zone_local(z, rq->now).day, &w));
	TRY(list_choices(rq, &o, &p));
	if (!offered(&p.types, in->type.v, rq->a) || !offered(&p.doctors, in->with.v, rq->a))
		return E_INPUT;
	TRY(waiting_draft_add(rq->db, rq->a, id, o.id, rq->visitor, in->s, in->where.n ? in->where : S("all"), in->name, in->birth,
		str_of(visitor_sex_codes[in->sex]), in->phone, in->tongue >= 0 ? str_of(visitor_tongues[in->tongue]) : str_of(lang_code(rq->lang)),
		in->type, in->with, w.days, w.parts, w.from, w.to, rq->now));
	return waiting_proof_begin(rq, id);
}

/* ---- an earlier time ---- */

static enum err appointment_here(struct rq *rq, struct appointment *ret)
{
	rq_no_referrer(rq);
	if (rq_param(rq, 0).n != 22)
		return E_NOTFOUND;
	TRY(appointment_by_token(rq->db, rq->a, rq_param(rq, 0), ret));
	return rq_audit(rq, AUDIT_READ, ret->patient.v, ret->organization.v);
}

static bool can_be_earlier(const struct rq *rq, const struct appointment *x)
{
	return appointment_may_move(x, rq->now) && x->status <= ST_BOOKED && x->service.v && !x->gathering.v
		&& !x->home.zone;
}

enum err waiting_earlier(struct rq *rq)
{
	struct earlier_page p = { 0 };
	struct page *pg;

	TRY(appointment_here(rq, &p.x));
	p.back = url_fmt(rq->a, "/a/%.*s", STR_ARG(rq_param(rq, 0)));
	p.self = url_fmt(rq->a, "/a/%.*s/earlier", STR_ARG(rq_param(rq, 0)));
	if (!can_be_earlier(rq, &p.x))
		return rq_redirect(rq, "%.*s", STR_ARG(p.back.s));
	p.place = appointment_where(rq->a, rq->lang, &p.x);
	if (!p.place.n)
		p.place = p.x.organization_name.v[rq->lang];
	p.doctor = p.x.schedule_shown ? organization_name(rq->lang, p.x.practitioner_name.s, p.x.practitioner_name_ar.s, STR_NONE)
		: STR_NONE;
	p.last = (struct day){ p.x.day.n - 1 };
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	t_waiting_earlier(pg, &p);
	return OK;
}

struct earlier_input { bool other; WISH_MEMBERS; };
static const struct field earlier_fields[] = {
	FIELD(earlier_input, other, F_BOOL, bool),
	WISH_FIELDS(earlier_input),
};
const struct form waiting_earlier_form = FORM(earlier_input, earlier_fields);

enum err waiting_earlier_send(struct rq *rq)
{
	const struct earlier_input *in = rq->form;
	struct waiting_ask ask = waiting_ask_any();
	struct waiting_added added;
	struct waiting_place l;
	struct appointment x;
	struct wishes w;

	TRY(appointment_here(rq, &x));
	if (!can_be_earlier(rq, &x))
		return rq_problem(rq, N_("This appointment can no longer be changed here."));
	TRY(waiting_place_at(rq->db, rq->a, rq->now, x.organization, &l));
	TRY(WISHES_OF(rq, in, l.here.day, &w));
	ask.organization = l.keeper.v;
	ask.specialty = x.specialty;
	ask.area = x.organization_code;
	ask.name = x.patient_name;
	ask.birth_day = x.birth_day;
	ask.sex = x.sex;
	ask.phone = x.phone;
	ask.lang = x.lang;
	ask.service = x.service;
	ask.practitioner = x.practitioner;
	ask.other = in->other;
	ask.days = w.days;
	ask.parts = w.parts;
	ask.from = w.from;
	ask.to = w.to;
	ask.patient = x.patient;
	ask.appointment = x.id;
	ask.channel = CH_ONLINE;
	TRY(waiting_add(rq->db, rq->a, rq->now, &ask, &added));
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	return rq_redirect(rq, "/w/%.*s?%s=1", STR_ARG(added.token), added.again ? "again" : "new");
}
