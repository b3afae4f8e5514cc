/*
 * Saying who the appointment is for. Answers live in the visitor's draft; nothing is known to
 * the hospital before the code has been confirmed.
 */
#include "areas/booking/inside.h"

#include "areas/organizations/organizations.h"
#include "areas/patients/patients.h"
#include "areas/referrals/referrals.h"
#include "areas/schedules/homes.h"
#include "booking_t.h"
#include "organizations_q.h"

static const char *const for_words[] = { "self", "relative", "helper", NULL };
enum { HOME_TEXT = 300 };		/* letters of an address */

struct who_input {
	int32_t for_whom, sex, tongue;
	struct name name;
	struct day birth;
	struct str phone, cin, mail;
	bool accept;
	struct str referral;
	struct str address, details;
};
static const struct field who_fields[] = {
	FIELD(who_input, for_whom, F_CHOICE, int32_t, .choices = for_words, .required = true),
	FIELD(who_input, name, F_NAME, struct name, .required = true, .missing = N_("Write the person’s full name"),
		.wrong = N_("Write the name with letters, as on the card")),
	FIELD(who_input, birth, F_DAY, struct day, .required = true, .missing = N_("Write the date of birth"),
		.wrong = N_("This date does not exist")),
	FIELD(who_input, sex, F_CHOICE, int32_t, .choices = visitor_sexes, .required = true,
		.missing = N_("Choose woman or man")),
	FIELD(who_input, phone, F_PHONE, struct str, .required = true, .missing = N_("Write a mobile phone number"),
		.wrong = N_("This number is not complete: a Moroccan number has 10 digits")),
	FIELD(who_input, tongue, F_CHOICE, int32_t, .choices = visitor_tongues, .required = true,
		.missing = N_("Choose the language of the messages")),
	FIELD(who_input, cin, F_TEXT, struct str, .max = 20),
	FIELD(who_input, mail, F_EMAIL, struct str, .wrong = N_("Write an address like name@example.com")),
	FIELD(who_input, accept, F_BOOL, bool),
	FIELD(who_input, referral, F_REFERENCE, struct str, .wrong = N_("The code has 11 letters and digits: look again at the paper")),
	FIELD(who_input, address, F_TEXT, struct str, .max = HOME_TEXT),
	FIELD(who_input, details, F_TEXT, struct str, .max = HOME_TEXT),
};
const struct form who_form = FORM(who_input, who_fields);

static enum err choice_names(struct rq *rq, struct choice_view *c)
{
	struct organization_get_row o = { .id = c->d.organization_id, .name_fr = c->d.organization_fr,
		.name_ar = c->d.organization_ar, .name_en = c->d.organization_en,
		.phone = c->d.organization_phone };

	TRY(service_get(rq->db, rq->a, c->d.service_id, &c->s));
	if (str_eq(c->d.organization_kind, S("department")))
		TRY(keeper_row(rq, c->d.organization_id, &o));
	c->keeper = o.id;
	c->service = c->s.name.v[rq->lang];
	c->specialty = c->s.specialty;
	c->unaccepted = c->s.accept.v[LANG_FR].n && c->d.accepted != c->d.service_id.v;
	c->place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	c->place_phone = o.phone;
	return OK;
}

/* The zone's name, as it is now. */
static enum err choice_home(struct rq *rq, struct choice_view *c)
{
	struct home_zone z;

	c->home = str_eq(c->s.place_kind, S("home"));
	if (!c->home || !c->d.home_zone_id.is)
		return OK;
	TRY(home_zone_get(rq->db, rq->a, c->d.home_zone_id.v, &z));
	c->zone_name = z.name.v[rq->lang];
	return OK;
}

bool choice_open(const struct choice_view *c)
{
	return !c->d.name.s.n || c->unaccepted || (c->home && !c->d.home_address.n);
}

enum err choice_of(struct rq *rq, struct choice_view *ret)
{
	struct choice_view c = { .kept_min = rq_setting(rq, "hold_minutes") };
	long long id = (long long)rq_id(rq, 0);
	enum err e;

	if (!id)
		return E_NOTFOUND;
	e = booking_draft_get(rq->db, rq->a, (struct booking_draft_id){ id }, rq->visitor, &c.d);
	if (e == E_NOTFOUND || (e == OK && c.d.created_at.v + DRAFT_SECONDS < rq->now.v)) {
		t_booking_gone(rq_page(rq, 404));
		return E_NOTFOUND;
	}
	TRY(e);
	TRY(zone_get(c.d.zone, &c.zone));
	TRY(choice_names(rq, &c));
	TRY(choice_home(rq, &c));
	c.start = (struct local){ c.d.day, c.d.start_min };
	if (c.d.hold_until.v != INSTANT_NONE.v) {
		c.there = true;
		c.held = c.d.hold_until.v > rq->now.v;
		c.held_until_min = zone_local(c.zone, c.d.hold_until).min;
	}
	c.who = url_fmt(rq->a, "/book/%lld", id);
	c.times = url_fmt(rq->a, "/book/%lld/times", id);
	c.code = url_fmt(rq->a, "/book/%lld/code", id);
	*ret = c;
	return OK;
}

/* What is wrong with a date of birth for this type; NULL: nothing. */
static const char *unfit_birth(struct day birth, const struct fits *f, struct day today, struct day visit)
{
	if (birth_unlikely(birth, today))
		return birth_unlikely(birth, today);
	if (!fits_age(f, birth, visit))
		return N_("This appointment is for another age: choose another type, or call the hospital");
	return NULL;
}

/* A type that asks for a referral is booked with its code, which is not tried out at length. */
static enum err referred(struct rq *rq, const struct who_input *in, const struct choice_view *c)
{
	struct organization_get_row o;
	struct referral_ask ask = { .code = in->referral, .service = c->d.service_id };
	enum referral_fault f;

	if (!c->s.referral_required || rq_error(rq, "referral").n)
		return OK;
	if (!in->referral.n)
		return rq_wrong(rq, "referral", N_("Write the code of your referral; without one, see above how to get it"));
	TRY(organization_get(rq->db, rq->a, c->d.organization_id, &o));
	ask.tree_lo = o.tree_lo;
	ask.today = zone_local(c->zone, rq->now).day;
	TRY(referral_try(rq, &ask, in->birth, in->phone, &f));
	return f == REFERRAL_GOOD ? OK : rq_wrong(rq, "referral", referral_fault_said(f));
}

/* The type's limits of age and sex and the reach of text messages, told before a code is sent, and together with the mistakes
 * that the form itself found: a field that has one already is left alone. */
static enum err fits_service(struct rq *rq, const struct who_input *in, const struct choice_view *c)
{
	const struct service *s = &c->s;
	const struct fits f = { s->age_min_months, s->age_max_months, s->sex };
	const char *wrong = NULL;

	if (day_is(in->birth) && !rq_error(rq, "birth").n)
		wrong = unfit_birth(in->birth, &f, zone_local(c->zone, rq->now).day, c->start.day);
	if (wrong)
		(void)!rq_wrong(rq, "birth", wrong);
	if (in->sex >= 0 && !rq_error(rq, "sex").n && !fits_sex(&f, str_of(visitor_sex_codes[in->sex])))
		(void)!rq_wrong(rq, "sex", str_eq(s->sex, S("female")) ? N_("This appointment is for women only")
			: N_("This appointment is for men only"));
	if (s->accept.v[LANG_FR].n && !in->accept && !rq_error(rq, "accept").n)
		(void)!rq_wrong(rq, "accept", N_("Read this and tick it to go on"));
	if (c->home)
		address_check(rq, in->address);
	(void)!phone_reached(rq, in->phone);
	return rq_has_errors(rq) ? E_INPUT : OK;
}

enum err booking_who(struct rq *rq)
{
	struct choice_view c;
	struct page *pg;

	TRY(choice_of(rq, &c));
	if (c.d.appointment_id.is)
		return draft_link_go(rq, "/a/", c.d.id.v, c.d.token);
	if (rq->form)
		(void)fits_service(rq, rq->form, &c);
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	t_booking_who(pg, &c);
	return OK;
}

enum err booking_who_send(struct rq *rq)
{
	const struct who_input *in = rq->form;
	struct choice_view c;
	int64_t n;

	TRY(choice_of(rq, &c));
	if (c.d.appointment_id.is)
		return draft_link_go(rq, "/a/", c.d.id.v, c.d.token);
	TRY(fits_service(rq, in, &c));
	TRY(referred(rq, in, &c));
	if (c.s.referral_required)
		TRY(referral_draft(rq->db, rq->a, rq->now, c.d.id.v, c.d.organization_id, in->referral));
	if (c.d.phone.n && !str_eq(c.d.phone, in->phone)) {
		TRY(booking_draft_forget_code(rq->db, rq->a, c.d.id));
		c.d.code_hash = STR_NONE;
		c.d.code_sends = 0;
	}
	TRY(booking_draft_answers(rq->db, rq->a, str_of(for_words[in->for_whom]), in->name, in->birth,
		str_of(visitor_sex_codes[in->sex]), in->phone, str_of(visitor_tongues[in->tongue]), in->cin, in->mail,
		in->accept ? c.d.service_id.v : 0, c.d.id, rq->visitor, &n));
	if (c.home)
		TRY(booking_draft_home(rq->db, rq->a, in->address, in->details, c.d.id, rq->visitor, &n));
	c.d.name = in->name;
	c.d.phone = in->phone;
	c.d.lang = str_of(visitor_tongues[in->tongue]);
	return draft_send_code(rq, &c);
}
