/* One appointment at the desk: shown, recorded, cancelled, moved, printed. */
#include "areas/desk/pages.h"

#include "areas/booking/booking.h"
#include "areas/desk/acts.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "desk_t.h"
#include "ledger/log.h"
#include "web/web.h"

enum { MOVE_DAYS = 14, MOVE_MAX = 40 };

static struct url day_of_visit(struct rq *rq, const struct appointment *x)
{
	char day[11];

	if (rq->who.role == ROLE_TELEPHONE)
		return U("/desk/telephone");
	day_print(x->day, day);
	return url_add(rq->a, url_fmt(rq->a, "/desk?day=%s", day), "of", x->specialty);
}

static enum err load(struct rq *rq, struct appointment *ret)
{
	struct appointment x;

	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ rq_id(rq, 0) }, &x));
	TRY(desk_visit_seen(rq, &x));
	TRY(rq_audit(rq, rq_is_post(rq) ? AUDIT_CHANGE : AUDIT_READ, x.patient.v, x.organization.v));
	*ret = x;
	return OK;
}

static enum err local_now(struct rq *rq, const struct appointment *x, struct local *ret)
{
	const struct zone *zone;

	TRY(zone_get(x->zone, &zone));
	*ret = zone_local(zone, rq->now);
	return OK;
}

/* What a letter says is for those who book and treat: no director, no helper. */
static enum err read_referral(struct rq *rq, struct visit_page *v)
{
	enum err e;

	if (!role_in(rq, R(DESK) | R(HEAD_OF_ADMISSIONS) | R(PRACTITIONER) | R(HEALTH_CENTRE)))
		return OK;
	e = referral_of(rq->db, rq->a, &rq->who.scope, v->x.id, &v->referral);
	v->referred = e == OK;
	return e == E_NOTFOUND ? OK : e;
}

/* A practitioner books what follows where he receives on some day to come. */
static enum err say_what_may_follow(struct rq *rq, struct day today, struct visit_page *v)
{
	struct own_days own;

	TRY(own_days_load(rq, v->x.schedule, today, &own));
	v->again = v->practitioner && !v->fresh && (own.all || own.n);
	v->may_repeat = v->may_change && !v->series.id.v && v->x.schedule.v && v->x.service.v
		&& !role_in(rq, R(HELPER) | R(TELEPHONE)) && (own.all || own.n);
	return OK;
}

/* A helper knows that it stands or was cancelled: not whether she came, nor what the hospital wrote of it. */
static void as_helper_knows(struct appointment *x)
{
	if (x->status != ST_CANCELLED)
		x->status = ST_BOOKED;
	if (!str_eq(x->cancelled_by, S("patient")))
		x->cancel_reason = S("");
}

enum err desk_visit_page(struct rq *rq)
{
	struct visit_page v = { .fresh = str_eq(rq_raw(rq, "booked"), S("1")) };
	struct desk_account_name_row name;
	struct local now;
	struct desk d;
	int64_t sight;

	TRY(load(rq, &v.x));
	TRY(local_now(rq, &v.x, &now));
	if (rq->who.role == ROLE_TELEPHONE)
		v.x.home.zone = 0;
	else
		TRY(beside_list(rq->db, rq->a, &v.x, &v.beside));
	if (v.x.booked_by && desk_account_name(rq->db, rq->a, (struct account_id){ v.x.booked_by }, &name) == OK)
		v.booked_by = name.name;
	v.desk = role_in(rq, DESK_ROLES);
	if (v.desk) {
		TRY(desk_begin(rq, &d));
		TRY(booker_mark(rq->db, rq->a, rq->lang, v.x.id, &v.mark));
		v.file = d.keeper.v == d.id.v;
	}
	v.practitioner = rq->who.role == ROLE_PRACTITIONER;
	TRY(read_referral(rq, &v));
	v.who = rq_word(rq, v.x.patient.v);
	v.day_now = now.day;
	v.today = v.x.day.n == now.day.n;
	v.past = v.x.day.n < now.day.n;
	v.begun = v.past || (v.today && v.x.start_min <= now.min);
	TRY(desk_sight(rq, &sight));
	v.may_change = status_open(v.x.status) && sight & SIGHT_CHANGE;
	v.telephone = rq->who.role == ROLE_TELEPHONE;
	v.call = telephone_call_open(rq);
	TRY(series_of(rq->db, rq->a, v.x.id, &v.series));
	TRY(say_what_may_follow(rq, now.day, &v));
	v.day_href = role_in(rq, ELSEWHERE_ROLES) ? U("/desk/ours") : day_of_visit(rq, &v.x);
	v.back_href = url_fmt(rq->a, "%.*s#a%lld", STR_ARG(v.day_href.s), (long long)v.x.id.v);

	if (rq->who.role == ROLE_HELPER)
		as_helper_knows(&v.x);

	struct page *pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);

	t_desk_visit(pg, &v);
	return OK;
}

/* Somebody else was faster: what stands there now beside what was wanted; nothing was written. */
static enum err conflict(struct rq *rq, const struct appointment *x, const char *wanted, struct str text)
{
	struct page *pg = rq_page(rq, 409);

	t_desk_conflict(pg, x, wanted, text, day_of_visit(rq, x));
	return E_CONFLICT;
}

static struct change_ask change_of(const struct rq *rq, struct appointment_id id, int64_t version)
{
	return (struct change_ask){ .id = id, .version = version, .channel = desk_channel(rq), .account = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .acting = { rq->who.organization } };
}

static const char *wanted_word(enum status to)
{
	return status_word(&(struct appointment){ .status = to });
}

static enum err set_status(struct rq *rq, const struct appointment *x, int64_t version, enum status to)
{
	struct change_ask who = change_of(rq, x->id, version);
	int64_t ret;

	if (x->version != version)
		return conflict(rq, x, wanted_word(to), S(""));
	enum err e = appointment_set_status(rq->db, rq->a, rq->now, &who, to, &ret);

	return e == E_INPUT ? rq_problem(rq, N_("This cannot be recorded for it now: its time has not come, or it is closed.")) : e;
}

static bool step_allowed(const struct rq *rq, enum status to)
{
	if (rq->who.role == ROLE_PRACTITIONER)
		return to == ST_CHECKED_IN || to == ST_FULFILLED || to == ST_NOSHOW || to == ST_ARRIVED;
	return to == ST_BOOKED || to == ST_ARRIVED || to == ST_CHECKED_IN || to == ST_FULFILLED || to == ST_NOSHOW;
}

/* ---- a button in the day: "ID.VERSION.STATUS" ---- */

struct act_in { struct str act, of; struct day day; int64_t seen; };
static const struct field act_fields[] = {
	FIELD(act_in, act, F_TEXT, struct str, .required = true, .max = 60),
	FIELD(act_in, of, F_TEXT, struct str, .max = 60),
	FIELD(act_in, day, F_DAY, struct day, .required = true),
	FIELD(act_in, seen, F_INT, int64_t, .required = true, .max = INT64_MAX),
};
const struct form desk_act_form = FORM(act_in, act_fields);

enum err desk_act(struct rq *rq)
{
	const struct act_in *in = rq->form;
	struct str rest = in->act, id = str_cut(&rest, '.'), version = str_cut(&rest, '.');
	struct appointment x;
	int64_t n, v;
	enum status to;
	char day[11];

	if (num_parse(id, 1, INT64_MAX, &n) != OK || num_parse(version, 1, INT64_MAX, &v) != OK ||
			!status_of(rest, &to) || !step_allowed(rq, to))
		return E_NOTFOUND;
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, (struct appointment_id){ n }, &x));
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	if (x.status != to)		/* a second press of the same button is no conflict */
		TRY(set_status(rq, &x, v, to));
	day_print(in->day, day);

	struct url back = url_add(rq->a, url_fmt(rq->a, "/desk?day=%s&since=%lld&did=%.*s", day,
		(long long)in->seen, STR_ARG(rq_word(rq, n))), "of", in->of);

	/* the keyboard stays with the person: a target that can take focus gets it, without a script */
	return rq_redirect(rq, "%.*s#a%lld", STR_ARG(back.s), (long long)n);
}

/* ---- one appointment's own page ---- */

static const char *const steps[] = { "booked", "arrived", "checked-in", "fulfilled", "noshow", NULL };
struct status_in { int32_t to; int64_t version; };
static const struct field status_fields[] = {
	FIELD(status_in, to, F_CHOICE, int32_t, .required = true, .choices = steps),
	FIELD(status_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form desk_status_form = FORM(status_in, status_fields);

enum err desk_status(struct rq *rq)
{
	const struct status_in *in = rq->form;
	struct appointment x;
	enum status to;

	TRY(load(rq, &x));
	if (!status_of(str_of(steps[in->to]), &to) || !step_allowed(rq, to))
		return E_NOTFOUND;
	if (x.status != to)
		TRY(set_status(rq, &x, in->version, to));
	return rq_redirect(rq, "/desk/appointments/%lld", (long long)x.id.v);
}

struct note_in { struct str note; int64_t version; };
static const struct field note_fields[] = {
	FIELD(note_in, note, F_TEXT, struct str, .max = 500),
	FIELD(note_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form desk_note_form = FORM(note_in, note_fields);

enum err desk_note(struct rq *rq)
{
	const struct note_in *in = rq->form;
	struct appointment x;
	struct change_ask who;
	int64_t version;

	TRY(load(rq, &x));
	if (x.version != in->version)
		return conflict(rq, &x, N_("A note"), in->note);
	who = change_of(rq, x.id, in->version);
	TRY(appointment_set_note(rq->db, rq->a, rq->now, &who, in->note, &version));
	return rq_redirect(rq, "/desk/appointments/%lld", (long long)x.id.v);
}

/* Until when the public may cancel and move binds who books for the public. */
static enum err in_time(struct rq *rq, bool may)
{
	return may || rq->who.role != ROLE_HELPER ? OK
		: rq_problem(rq, N_("It can no longer be cancelled or moved from here: the hospital’s desk does it, on the telephone too."));
}

static const char *const sides[] = { "patient", "service", NULL };
struct cancel_in { int32_t by; struct str reason; int64_t version; };
static const struct field cancel_fields[] = {
	FIELD(cancel_in, by, F_CHOICE, int32_t, .required = true, .choices = sides,
		.missing = N_("Say who cancels: the patient or the hospital.")),
	FIELD(cancel_in, reason, F_TEXT, struct str, .required = true, .max = 200,
		.missing = N_("Say why, in a few words.")),
	FIELD(cancel_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form desk_cancel_form = FORM(cancel_in, cancel_fields);

enum err desk_cancel(struct rq *rq)
{
	const struct cancel_in *in = rq->form;
	struct appointment x;
	struct change_ask who;
	int64_t version;

	TRY(load(rq, &x));
	TRY(desk_may(rq, SIGHT_CHANGE));
	if (x.status != ST_CANCELLED) {
		TRY(in_time(rq, appointment_may_cancel(&x, rq->now)));
		if (x.version != in->version || !status_open(x.status))
			return conflict(rq, &x, in->by == 0 ? N_("Cancelled by the patient") : N_("Cancelled by the hospital"),
				in->reason);
		who = change_of(rq, x.id, in->version);
		/* who books for others does not speak for the hospital */
		TRY(appointment_cancel(rq->db, rq->a, rq->now, &who, in->by == 0 || !role_in(rq, DESK_ROLES), in->reason, &version));
	}
	return rq_redirect(rq, "/desk/appointments/%lld", (long long)x.id.v);
}

/* ---- to another time ---- */

/* Who receives in an agenda on a day: its own doctor, or who stands in. */
static int64_t receives_on(const struct schedule *s, const struct substitutions *in, struct day day)
{
	for (size_t i = 0; i < in->n; i++)
		if (in->v[i].from.n <= day.n && in->v[i].to.n >= day.n)
			return in->v[i].practitioner.v;
	return s->practitioner.v;
}

static enum err add_times(struct rq *rq, const struct appointment *x, const struct schedule *s, struct day from,
	struct move_times *ret)
{
	struct slot_ask ask = { .service = x->service, .schedule = s->id, .organization = x->organization,
		.from = from, .days = MOVE_DAYS, .group = channel_group(desk_channel(rq)), .citizen = rq->who.role == ROLE_HELPER,
		HOME_OF(x) };
	struct substitutions in;
	struct slot_times times = { 0 };
	enum err e;

	TRY(substitutions_of(rq->db, rq->a, s->id, from, (struct day){ from.n + MOVE_DAYS }, &in));
	e = slot_list(rq->db, rq->a, rq->now, &ask, &times);
	if (e != OK && e != E_NOTFOUND)		/* not for the public any more: no times for a helper */
		return e;
	for (size_t i = 0; i < times.n && ret->n < MOVE_MAX; i++) {
		struct slot_time t = times.v[i];

		t.schedule = s->id;
		ret->v[ret->n++] = (struct move_time){ .value = slot_value(rq->a, s->id, t.day, t.min), .t = t,
			.agenda = s->name.v[rq->lang], .other = s->id.v != x->schedule.v, .why = REHOME_OTHER,
			.practitioner = x->practitioner.v && receives_on(s, &in, t.day) != x->practitioner.v };
	}
	return OK;
}

/* The same agenda first, then others that offer the same type. */
static enum err move_times(struct rq *rq, const struct appointment *x, struct day from, struct move_times *ret)
{
	struct move_times t = { ARENA_ARRAY(rq->a, struct move_time, MOVE_MAX), 0 };
	struct schedules others;
	struct schedule own;

	if (x->schedule.v) {
		TRY(schedule_get(rq->db, rq->a, x->schedule, &own));
		TRY(add_times(rq, x, &own, from, &t));
		if (t.n > MOVE_MAX / 2)
			t.n = MOVE_MAX / 2;
	}
	TRY(schedule_list_for(rq->db, rq->a, x->organization, x->service, &others));
	for (size_t i = 0; i < others.n; i++)
		if (others.v[i].id.v != x->schedule.v)
			TRY(add_times(rq, x, &others.v[i], from, &t));
	*ret = t;
	return OK;
}

static enum err show_move(struct rq *rq, const struct appointment *x, int status, struct str taken)
{
	struct move_times times;
	struct local now;
	struct day from;
	int64_t sight;

	TRY(local_now(rq, x, &now));
	from = desk_day(rq, "from", now.day);
	TRY(move_times(rq, x, from.n < now.day.n ? now.day : from, &times));
	TRY(desk_sight(rq, &sight));
	for (size_t i = 0; !(sight & SIGHT_TYPES) && i < times.n; i++)
		times.v[i].agenda = S("");

	struct page *pg = rq_page(rq, status);

	t_desk_move(pg, x, times, from, taken, telephone_call_open(rq));
	return OK;
}

enum err desk_move_page(struct rq *rq)
{
	struct appointment x;

	TRY(load(rq, &x));
	TRY(desk_may(rq, SIGHT_CHANGE));
	if (!status_open(x.status))
		return conflict(rq, &x, N_("Another time"), S(""));
	TRY(in_time(rq, appointment_may_move(&x, rq->now)));
	return show_move(rq, &x, rq_has_errors(rq) ? 422 : 200, S(""));
}

struct move_in { struct str slot; int64_t version; int32_t said; };
static const struct field move_fields[] = {
	FIELD(move_in, slot, F_TEXT, struct str, .required = true, .max = 60, .missing = N_("Choose a time.")),
	FIELD(move_in, said, F_CHOICE, int32_t, .choices = moved_said_codes),
	FIELD(move_in, version, F_INT, int64_t, .required = true, .min = 1, .max = INT64_MAX),
};
const struct form desk_move_form = FORM(move_in, move_fields);

/* Why somebody who books elsewhere may not move it there; NULL: it was not that. */
static const char *move_refusal(struct rq *rq, const struct appointment *x, const struct schedule *to)
{
	struct booker_ask ask = { .account = rq->who.account, .role = str_of(role_code(rq->who.role)), .service = x->service,
		.schedule = { to->id.v == x->schedule.v ? 0 : to->id.v }, .patient = x->patient, .phone = x->phone,
		.acting = { rq->who.organization } };
	struct organization_get_row o;
	struct booker_room room;

	if (!role_in(rq, ELSEWHERE_ROLES) || organization_get(rq->db, rq->a, to->organization, &o) != OK)
		return NULL;
	ask.tree_lo = o.tree_lo;
	if (booker_look(rq->db, rq->a, rq->now, &ask, true, &room) != OK || room.verdict == BOOKER_MAY)
		return NULL;
	return booker_said(room.verdict);
}

enum err desk_move(struct rq *rq)
{
	const struct move_in *in = rq->form;
	struct appointment x;
	struct change_ask who;
	struct slot_value to;
	struct schedule s;
	const char *refused;
	int64_t version;
	enum err e;

	TRY(load(rq, &x));
	TRY(desk_may(rq, SIGHT_CHANGE));
	if (!slot_value_read(in->slot, &to))
		return rq_wrong(rq, "slot", N_("Choose a time."));
	if (x.version != in->version || !status_open(x.status))
		return conflict(rq, &x, N_("Another time"), S(""));
	TRY(in_time(rq, appointment_may_move(&x, rq->now)));
	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ to.schedule }, &s));
	if (s.organization.v != x.organization.v)
		return E_NOTFOUND;
	who = change_of(rq, x.id, in->version);
	e = appointment_move(rq->db, rq->a, rq->now, &who, &(struct move_ask){ .schedule = s.id, .day = to.day,
		.start_min = to.min, .said = in->said > 0 ? (enum moved_said)in->said : SAID_NOTHING }, &version);
	if ((e == E_DENIED || e == E_LIMIT) && (refused = move_refusal(rq, &x, &s)))
		return rq_problem(rq, refused);
	if (e == E_DENIED)
		return rq_wrong(rq, "said", N_("Somebody else would receive this person: say whether she agreed, or how she was told."));
	if (e == E_CONFLICT) {
		TRY(show_move(rq, &x, 409, lang_tr(rq->lang, N_("This time was just taken by somebody else. Nothing was changed. The next free times are below."))));
		return E_CONFLICT;
	}
	TRY(e);
	return rq_redirect(rq, "/desk/appointments/%lld", (long long)x.id.v);
}

/* ---- the receipt ---- */

enum err desk_receipt(struct rq *rq)
{
	struct local visits[SERIES_MAX];
	struct appointment x;
	struct series series;
	struct str bytes;
	struct receipt line = { .index = -1 };
	size_t n = 0;
	bool lined;

	TRY(load(rq, &x));
	lined = log_receipt_shown(rq->db, rq->a, x.id.v, &line);
	TRY(series_of(rq->db, rq->a, x.id, &series));
	for (size_t i = 0; i < series.n; i++)
		if (series_visit_open(&series.v[i], rq->now))
			visits[n++] = series.v[i].start;
	TRY(booking_receipt_pdf(rq->a, &(struct receipt_sheet){
		.reference = x.reference, .name = x.patient_name,
		.service_fr = x.service_name.v[LANG_FR], .service_ar = x.service_name.v[LANG_AR],
		.place_fr = x.organization_name.v[LANG_FR], .place_ar = x.organization_name.v[LANG_AR],
		.address_fr = x.address_fr, .address_ar = x.address_ar,
		.direction_fr = x.direction_fr, .direction_ar = x.direction_ar,
		.practitioner = appointment_doctor(rq->a, LANG_FR, &x), .practitioner_ar = appointment_doctor(rq->a, LANG_AR, &x),
		.phone = x.organization_phone, .start = { x.day, x.start_min }, .arrive_min = 15,
		.bring_fr = x.bring.v[LANG_FR], .bring_ar = x.bring.v[LANG_AR],
		.prepare_fr = x.prepare.v[LANG_FR], .prepare_ar = x.prepare.v[LANG_AR],
		.after_fr = x.after.v[LANG_FR], .after_ar = x.after.v[LANG_AR], .site = rq_base_url(rq), .visits = visits, .nvisits = n,
		.lined = lined, .line = line.index }, &bytes));
	return rq_file(rq, "application/pdf", arena_fmt(rq->a, "%.*s.pdf", STR_ARG(x.reference)), bytes);
}
