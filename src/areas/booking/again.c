/*
 * Finding an appointment again without its link: reference and phone, then a code to that phone.
 * Whoever asks learns nothing before the code fits: the same page comes for what does not exist.
 */
#include "areas/booking/inside.h"

#include "base/random.h"
#include "booking_t.h"
#include "crypto/crypto.h"

struct again_input { struct str ref, phone; };
static const struct field again_fields[] = {
	FIELD(again_input, ref, F_REFERENCE, struct str, .required = true, .missing = N_("Write the reference"),
		.wrong = N_("This reference is not complete, or a character is wrong")),
	FIELD(again_input, phone, F_PHONE, struct str, .required = true, .missing = N_("Write the phone number given when booking"),
		.wrong = N_("This number is not complete: a Moroccan number has 10 digits")),
};
const struct form again_form_fields = FORM(again_input, again_fields);
struct again_code_input { struct str code; };

enum err again_form(struct rq *rq)
{
	t_booking_again(rq_page(rq, 200));
	return OK;
}

enum err again_send(struct rq *rq)
{
	const struct again_input *in = rq->form;
	const struct instant until = { rq->now.v + CODE_SECONDS };
	struct look_up_id id = { random_id(rq->now) };
	struct appointment x = { 0 };
	struct str hash = S("");
	enum err e;

	TRY(phone_reached(rq, in->phone));
	e = code_allowed(rq, (struct organization_id){ 0 }, in->phone);
	if (e == E_LIMIT)
		return too_many_codes(rq, U("/find"), STR_NONE);
	TRY(e);
	e = appointment_by_reference_phone(rq->db, rq->a, in->ref, in->phone, &x);
	if (e != OK && e != E_NOTFOUND)
		return e;
	if (e == OK)
		TRY(code_send(rq, x.organization, in->phone, str_of(lang_code(rq->lang)), id.v, &hash));
	TRY(look_up_add(rq->db, rq->a, id, x.organization.v, rq->visitor, e == OK ? x.id.v : 0, in->phone, hash, until, rq->now));
	return rq_redirect(rq, "/find/%lld", (long long)id.v);
}

static enum err asked(struct rq *rq, struct look_up_get_row *ret)
{
	if (!rq_id(rq, 0))
		return E_NOTFOUND;
	return look_up_get(rq->db, rq->a, (struct look_up_id){ rq_id(rq, 0) }, rq->visitor, ret);
}

/* Whether another try is allowed. What was not found looks the same as what was. */
static bool tries_left(const struct rq *rq, const struct look_up_get_row *l)
{
	return l->code_until.v > rq->now.v && l->code_tries < rq_setting(rq, "code_tries");
}

static enum err code_page(struct rq *rq, int status)
{
	struct look_up_get_row l;
	const struct zone *z;
	int32_t until = -1;

	TRY(asked(rq, &l));
	TRY(zone_get(rq_setting_text(rq, "zone"), &z));
	if (tries_left(rq, &l))
		until = zone_local(z, l.code_until).min;
	t_booking_again_code(rq_page(rq, status), rq_id(rq, 0), masked_phone(rq->a, l.phone), until,
		(int32_t)rq_setting(rq, "code_tries") - l.code_tries);
	return OK;
}

enum err again_code(struct rq *rq)
{
	return code_page(rq, rq_has_errors(rq) ? 422 : 200);
}

enum err again_confirm(struct rq *rq)
{
	const struct again_code_input *in = rq->form;
	const struct look_up_id id = { rq_id(rq, 0) };
	struct look_up_get_row l;
	struct str token;

	TRY(asked(rq, &l));
	if (!tries_left(rq, &l) || !code_fits(rq->a, l.code_hash, in->code, id.v)) {
		if (tries_left(rq, &l))
			TRY(look_up_tried(rq->db, rq->a, id));
		(void)rq_wrong(rq, "code", N_("This is not the code we sent"));
		return code_page(rq, 422);
	}
	TRY(look_up_done(rq->db, rq->a, id));
	TRY(appointment_new_token(rq->db, rq->a, rq->now, (struct appointment_id){ l.appointment_id }, &token));
	rq_no_referrer(rq);
	return rq_redirect(rq, "/a/%.*s", STR_ARG(token));
}
