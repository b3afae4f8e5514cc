/*
 * The code that shows that the phone is in the person's hand: sent, tried, sent again; and the
 * booking itself. A wrong try is counted although the page says no, so it is not an error for
 * the router: its savepoint must be kept.
 */
#include "areas/booking/inside.h"

#include "areas/bookers/bookers.h"
#include "areas/organizations/organizations.h"
#include "areas/patients/patients.h"
#include "areas/referrals/referrals.h"
#include "base/gsm.h"
#include "base/random.h"
#include "booking_t.h"
#include "crypto/crypto.h"
#include "jobs/jobs.h"
#include "jobs/samples.h"
#include "organizations_q.h"

enum {
	HOUR = 3600,
	CODE_DIGITS = 6,
};

struct str masked_phone(struct arena *a, struct str e164)
{
	const struct str dots = S(" •• •• •• ");
	struct str head = str_sub(e164, 0, e164.n > 6 ? 4 : 0);

	if (str_starts(e164, S("+212")) && e164.n == 13)
		head = arena_cat(a, S("0"), str_sub(e164, 4, 5));
	return arena_cat(a, arena_cat(a, head, dots), str_sub(e164, e164.n > 2 ? e164.n - 2 : 0, e164.n));
}

/* --- sending --- */

static enum err count_code(struct rq *rq, struct organization_id org, struct str bucket, int64_t max)
{
	const struct instant window = { rq->now.v - rq->now.v % HOUR };
	struct code_count_add_row r;

	TRY(code_count_add(rq->db, rq->a, token_hash(rq->a, bucket), window, org.v, &r));
	return r.n > max ? E_LIMIT : OK;
}

/*
 * The network first, then the number from this network, then the number at all: who is refused at
 * one uses up nothing of the next. So a stranger cannot take all of a number's codes from one
 * network, and still a number gets only so many, wherever they are asked for.
 */
enum err code_allowed(struct rq *rq, struct organization_id org, struct str phone)
{
	const long long network = (long long)rq_network(rq);

	TRY(count_code(rq, org, arena_fmt(rq->a, "network %lld", network), rq_setting(rq, "codes_per_network_hour")));
	TRY(count_code(rq, org, arena_fmt(rq->a, "network %lld %.*s", network, STR_ARG(phone)),
		rq_setting(rq, "codes_per_phone_network_hour")));
	return count_code(rq, org, phone, rq_setting(rq, "codes_per_phone_hour"));
}

bool sms_reaches(const struct rq *rq, struct str phone)
{
	struct str codes = str_trim(rq_setting_text(rq, "sms_countries")), digits = str_sub(phone, 1, phone.n);

	if (!codes.n)
		return true;
	while (codes.n) {
		struct str one = str_cut(&codes, ' ');

		if (one.n && str_starts(digits, one))
			return true;
	}
	return false;
}

enum err phone_reached(struct rq *rq, struct str phone)
{
	if (!phone.n || rq_error(rq, "phone").n || sms_reaches(rq, phone))
		return OK;
	return rq_wrong(rq, "phone", N_("We send no text messages to this country. Write another number, or call the hospital"));
}

static struct str code_hash(struct arena *a, struct str code, int64_t bound_to)
{
	return token_hash(a, arena_fmt(a, "%lld %.*s", (long long)bound_to, STR_ARG(code)));
}

bool code_fits(struct arena *a, struct str hash, struct str typed, int64_t bound_to)
{
	return hash.n && str_eq_secret(hash, code_hash(a, typed, bound_to));
}

static struct str code_text(struct arena *a, enum lang l, struct str code)
{
	return gsm_plain(a, PAGE_TEXT(a, l, t_booking_sms_code(pg, code)));
}

static struct str sample_text(struct arena *a, enum lang l, int which, enum sample_size size)
{
	(void)which, (void)size;
	return code_text(a, l, SAMPLE_CODE);
}

const struct sample booking_samples[] = {
	{ "code", N_("A telephone is confirmed by a code"), "sms", false, 1, 1, 0, sample_text },
	{ 0 },
};

enum err code_send(struct rq *rq, struct organization_id org, struct str phone, struct str lang, int64_t bound_to,
	struct str *ret_hash)
{
	char digits[CODE_DIGITS];
	struct str code;
	enum lang l = rq->lang;

	random_digits(digits, sizeof digits);
	code = arena_str(rq->a, (struct str){ digits, sizeof digits });
	if (!lang_of(lang, &l))
		l = rq->lang;
	const struct message m = { .organization = org.v, .channel = S("sms"), .template = S("code"), .lang = lang,
		.recipient = phone, .due_at = rq->now, .drop_at = { rq->now.v + CODE_SECONDS },
		.body = code_text(rq->a, l, code) };
	TRY(message_queue(rq->db, rq->a, rq->now, &m));
	*ret_hash = code_hash(rq->a, code, bound_to);
	return OK;
}

static enum err gone_page(struct rq *rq, const struct choice_view *c, enum taken_why why)
{
	const struct slot_name n = { c->d.schedule_id.v, c->d.service_id.v, c->d.day, c->d.start_min };

	return taken_page(rq, &n, c->d.id, why, c->d.home_zone_id.v);
}

static struct sent_code code_of(const struct choice_view *c)
{
	return (struct sent_code){ .bound_to = c->d.id.v, .phone = c->d.phone, .hash = c->d.code_hash, .until = c->d.code_until,
		.sent_at = c->d.code_sent_at, .sends = c->d.code_sends, .tries = c->d.code_tries };
}

static bool code_lives(const struct rq *rq, const struct choice_view *c)
{
	const struct sent_code x = code_of(c);

	return sent_code_lives(rq, &x);
}

enum err draft_send_code(struct rq *rq, struct choice_view *c)
{
	const struct instant until = { rq->now.v + CODE_SECONDS };
	const struct sent_code last = code_of(c);
	struct hold h;
	struct str hash;
	enum err e;

	if (!c->held)
		return gone_page(rq, c, OVER);
	e = sent_code_wanted(rq, c->keeper, &last);
	if (e == E_CONFLICT)
		return rq_redirect(rq, "%.*s", STR_ARG(c->code.s));
	if (e == E_LIMIT)
		return too_many_codes(rq, c->who, c->place_phone);
	TRY(e);
	e = hold_renew(rq->db, rq->a, rq->now, c->d.hold_id, rq->visitor, until, &h);
	if (e == E_CONFLICT || e == E_NOTFOUND)
		return gone_page(rq, c, OVER);
	TRY(e);
	TRY(code_send(rq, c->keeper, c->d.phone, c->d.lang, c->d.id.v, &hash));
	TRY(booking_draft_code(rq->db, rq->a, hash, until, rq->now, c->d.id));
	return rq_redirect(rq, "%.*s", STR_ARG(c->code.s));
}

/* --- its page --- */

enum err booking_code(struct rq *rq)
{
	struct sent_code last;
	struct choice_view c;
	struct code_view v;

	TRY(choice_of(rq, &c));
	if (c.d.appointment_id.is)
		return draft_link_go(rq, "/a/", c.d.id.v, c.d.token);
	if (!c.d.name.s.n)
		return rq_redirect(rq, "%.*s", STR_ARG(c.who.s));
	last = code_of(&c);
	v = (struct code_view){ &c, sent_code_shown(rq, c.zone, &last) };
	t_booking_code(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

enum err booking_resend(struct rq *rq)
{
	struct sent_code last;
	struct choice_view c;

	TRY(choice_of(rq, &c));
	if (c.d.appointment_id.is)
		return draft_link_go(rq, "/a/", c.d.id.v, c.d.token);
	if (!c.d.name.s.n)
		return rq_redirect(rq, "%.*s", STR_ARG(c.who.s));
	last = code_of(&c);
	if (sent_code_fresh(rq, &last))
		return rq_redirect(rq, "%.*s", STR_ARG(c.code.s));
	return draft_send_code(rq, &c);
}

/* --- the booking --- */

struct code_input { struct str code; };
static const struct field code_fields[] = {
	FIELD(code_input, code, F_DIGITS, struct str, .required = true, .max = CODE_DIGITS,
		.missing = N_("Write the code of 6 digits"), .wrong = N_("The code has 6 digits")),
};
const struct form code_form = FORM(code_input, code_fields);

static enum err wrong_code(struct rq *rq, const struct choice_view *c)
{
	struct choice_view now;

	if (code_lives(rq, c))
		TRY(booking_draft_tried(rq->db, rq->a, c->d.id));
	TRY(choice_of(rq, &now));
	(void)rq_wrong(rq, "code", code_lives(rq, &now) ? N_("This is not the code we sent")
		: N_("This code no longer serves: ask for another"));
	return booking_code(rq);
}

/* The file of the person in the hospital that receives her. */
static enum err file_of(struct rq *rq, const struct choice_view *c, struct patient_id *ret)
{
	const struct person p = { .name = c->d.name, .birth_day = c->d.birth_day, .sex = c->d.sex, .phone = c->d.phone,
		.lang = c->d.lang, .identity_number = c->d.identity_number, .email = c->d.email };

	TRY(patient_of_stranger(rq->db, rq->a, rq->now, c->keeper, &p, ret));
	return rq_audit(rq, AUDIT_CREATE, ret->v, c->keeper.v);
}

/* Signed-in helpers and health centres book in the same pages, under their own channel. */
static enum channel channel_of_asker(const struct rq *rq)
{
	if (!rq->who.account)
		return CH_ONLINE;
	if (rq->who.role == ROLE_HELPER)
		return CH_ASSISTED;
	return rq->who.role == ROLE_HEALTH_CENTRE ? CH_HEALTH_CENTRE : CH_ONLINE;
}

static enum err book(struct rq *rq, const struct choice_view *c, struct booked *ret)
{
	struct book_ask ask = { .hold = c->d.hold_id, .email = c->d.email, .owner = rq->visitor, .schedule = c->d.schedule_id,
		.service = c->d.service_id, .day = c->d.day, .start_min = c->d.start_min,
		.for_whom = arena_cstr(rq->a, c->d.for_whom), .role = S("public"), .citizen = true, .lang = c->d.lang,
		.accepted = c->d.accepted == c->d.service_id.v,
		.home = { .zone = c->d.home_zone_id.v, .address = c->d.home_address, .details = c->d.home_details } };

	ask.channel = channel_of_asker(rq);
	if (ask.channel != CH_ONLINE) {
		ask.booked_by = rq->who.account;
		ask.role = str_of(role_code(rq->who.role));
		ask.acting.v = rq->who.organization;
	}
	/* the hold was swept away meanwhile: the time may still be free */
	if (!c->there)
		ask.hold.v = 0;
	if (c->s.referral_required)
		TRY(referral_of_draft(rq->db, rq->a, c->d.id.v, &ask.referral_hash));
	TRY(file_of(rq, c, &ask.patient));
	return appointment_book(rq->db, rq->a, rq->now, &ask, ret);
}

/* A helper or health centre is told which of the establishment's limits stood in the way; NULL: none. */
static const char *booker_refusal(struct rq *rq, const struct choice_view *c)
{
	struct organization_get_row o;
	struct booker_ask ask = { .account = rq->who.account, .role = str_of(role_code(rq->who.role)),
		.schedule = c->d.schedule_id, .service = c->d.service_id, .phone = c->d.phone,
		.acting = { rq->who.organization } };
	struct booker_room room;

	if (channel_of_asker(rq) == CH_ONLINE || organization_get(rq->db, rq->a, c->d.organization_id, &o) != OK)
		return NULL;
	ask.tree_lo = o.tree_lo;
	if (booker_look(rq->db, rq->a, rq->now, &ask, false, &room) != OK || room.verdict == BOOKER_MAY)
		return NULL;
	return booker_said(room.verdict);
}

/*
 * What stands in the way is told by booking_confirm_show after the savepoint is undone: the file
 * that file_of() may have made must not stay.
 */
enum err booking_confirm(struct rq *rq)
{
	const struct code_input *in = rq->form;
	struct choice_view c;
	struct booked b;
	const char *refused;
	struct str sealed;
	enum err e;

	TRY(choice_of(rq, &c));
	if (c.d.appointment_id.is)
		return draft_link_go(rq, "/a/", c.d.id.v, c.d.token);
	if (choice_open(&c))
		return rq_redirect(rq, "%.*s", STR_ARG(c.who.s));
	if (!code_lives(rq, &c) || !code_fits(rq->a, c.d.code_hash, in->code, c.d.id.v))
		return wrong_code(rq, &c);
	e = book(rq, &c, &b);
	if (e == E_CONFLICT)
		return rq_wrong(rq, "taken", N_("This time has just been taken"));
	if ((e == E_DENIED || e == E_LIMIT) && (refused = booker_refusal(rq, &c)))
		return rq_problem(rq, refused);
	if (e == E_DENIED && c.s.referral_required)
		return rq_problem(rq, N_("This referral serves no more for this appointment. Nothing was booked. Go back and look at its code."));
	if (e == E_DENIED)
		return rq_wrong(rq, "unfit", N_("This appointment is not for this person"));
	if (e == E_LIMIT)
		return rq_wrong(rq, "limit", N_("There are appointments enough already"));
	TRY(e);
	TRY(draft_link_seal(rq, c.d.id.v, b.token, &sealed));
	TRY(booking_draft_done(rq->db, rq->a, b.id.v, sealed, c.d.id));
	rq_no_referrer(rq);
	return rq_redirect(rq, "/a/%.*s", STR_ARG(b.token));
}

enum err booking_confirm_show(struct rq *rq)
{
	struct choice_view c;
	struct ahead_limits most;
	struct page *pg;

	TRY(choice_of(rq, &c));
	if (rq_error(rq, "taken").n)
		return gone_page(rq, &c, TAKEN);
	if (rq_error(rq, "unfit").n) {
		pg = rq_page(rq, 409);
		pg->frame->errors.n = 0;
		t_booking_unfit(pg, &c);
		return OK;
	}
	if (!rq_error(rq, "limit").n)
		return booking_code(rq);
	TRY(ahead_limits(rq->db, rq->a, c.keeper, &most));
	pg = rq_page(rq, 409);
	pg->frame->errors.n = 0;
	t_booking_enough(pg, &c, most.per_person, most.per_phone);
	return OK;
}
