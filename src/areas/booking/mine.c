/*
 * One's own appointment, by the link in the message: shown, printed, put into a calendar,
 * cancelled, moved. Who has the link has the right; a changed link is not found. Every showing is
 * in the trail of the person's file.
 */
#include "areas/booking/inside.h"

#include "booking_t.h"
#include "codes/codes.h"
#include "areas/appointments/calendar.h"
#include "jobs/stops.h"
#include "organizations_q.h"

enum { FRESH_SECONDS = 900, ARRIVE_EARLY = 15 };
enum { MOVES = 10, MOVES_SECONDS = 3600 };	/* of one appointment: each sends a message and frees a time */

enum err mine_of(struct rq *rq, struct appointment *ret)
{
	struct str token = rq_param(rq, 0);

	rq_no_referrer(rq);
	if (token.n != 22)
		return E_NOTFOUND;
	TRY(appointment_by_token(rq->db, rq->a, token, ret));
	return rq_audit(rq, AUDIT_READ, ret->patient.v, ret->organization.v);
}

static struct str french_or(enum lang l, struct str fr, struct str ar)
{
	return l == LANG_AR && ar.n ? ar : fr;
}

static struct local minus(struct appointment *x, int32_t minutes)
{
	return local_add((struct local){ x->day, x->start_min }, -(int64_t)minutes);
}

static void put_qr(struct rq *rq, struct mine_view *v)
{
	struct qr qr;

	if (qr_make(rq->a, v->x.reference, &qr) == OK)
		v->qr = qr_svg_path(rq->a, &qr, &v->qr_side);
}

static struct url below(struct rq *rq, const char *what)
{
	return url_fmt(rq->a, "/a/%.*s%s", STR_ARG(rq_param(rq, 0)), what);
}

static struct mine_view view_of(struct rq *rq, const struct appointment *x)
{
	struct mine_view v = { .x = *x, .token = rq_param(rq, 0), .self = below(rq, ""), .pdf = below(rq, ".pdf"),
		.ics = below(rq, ".ics"), .cancel = below(rq, "/cancel"), .move = below(rq, "/move"), .visit = below(rq, "/visit"), .qr_side = 1 };

	v.now = rq->now;
	v.service = x->service_name.v[rq->lang];
	v.place = x->organization_name.v[rq->lang];
	v.address = french_or(rq->lang, x->address_fr, x->address_ar);
	v.direction = french_or(rq->lang, x->direction_fr, x->direction_ar);
	if (appointment_where(rq->a, rq->lang, x).n) {
		v.address = appointment_where(rq->a, rq->lang, x);
		v.direction = STR_NONE;
	}
	v.bring = x->bring.v[rq->lang];
	v.masked = masked_phone(rq->a, x->phone);
	v.practitioner = appointment_doctor(rq->a, rq->lang, x);
	v.cancel_until = minus(&v.x, x->cancel_limit_min);
	v.may_cancel = appointment_may_cancel(x, rq->now);
	v.may_move = appointment_may_move(x, rq->now);
	v.over = x->start_at.v < rq->now.v;
	v.moved = rq_raw(rq, "moved").n > 0;
	v.fresh = !v.moved && rq->now.v - x->booked_at.v < FRESH_SECONDS;
	v.again = url_fmt(rq->a, "/times/%.*s/%lld", STR_ARG(x->organization_code), (long long)x->service.v);
	if (x->gathering.v)
		v.again = url_fmt(rq->a, "/gatherings/%.*s", STR_ARG(x->organization_code));
	if (v.may_move && x->status <= ST_BOOKED && x->service.v && !x->gathering.v && !x->home.zone)
		v.earlier = below(rq, "/earlier");
	if (!x->service.v)
		v.again = url_add(rq->a, U("/search"), "s", x->specialty);
	return v;
}

/* Reminders can be stopped as long as some may come; whoever has the link sees whether they are. */
static enum err put_messages(struct rq *rq, struct mine_view *v)
{
	if (!v->x.phone.n || v->over)
		return OK;
	v->messages = below(rq, "/messages");
	return stop_stands(rq->db, rq->a, v->x.phone, &v->stopped);
}

enum err mine_show(struct rq *rq)
{
	struct appointment x;
	struct mine_view v;
	struct page *pg;

	TRY(mine_of(rq, &x));
	v = view_of(rq, &x);
	pg = rq_page(rq, 200);
	if (x.status == ST_CANCELLED || x.status == ST_ERROR) {
		t_booking_cancelled(pg, &v);
		return OK;
	}
	if (x.status == ST_WAITLIST)
		TRY(gathering_waits(rq->db, rq->a, x.id, &v.waits));
	TRY(appointment_video(rq->db, rq->a, rq->now, &x, &v.video.s));
	put_qr(rq, &v);
	TRY(put_messages(rq, &v));
	TRY(series_of(rq->db, rq->a, x.id, &v.series));
	v.line = mine_line(rq, &x);
	t_booking_receipt(pg, &v);
	return OK;
}

/* --- files --- */

static enum err pdf(struct rq *rq, const struct appointment *x, struct str *ret)
{
	const struct line_view l = mine_line(rq, x);
	struct series series;
	struct receipt_sheet r = { .reference = x->reference, .name = x->patient_name,
		.service_fr = x->service_name.v[LANG_FR], .service_ar = x->service_name.v[LANG_AR],
		.place_fr = x->organization_name.v[LANG_FR], .place_ar = x->organization_name.v[LANG_AR],
		.address_fr = x->address_fr, .address_ar = x->address_ar,
		.direction_fr = x->direction_fr, .direction_ar = x->direction_ar,
		.practitioner = appointment_doctor(rq->a, LANG_FR, x), .practitioner_ar = appointment_doctor(rq->a, LANG_AR, x),
		.phone = x->organization_phone, .start = { x->day, x->start_min }, .arrive_min = ARRIVE_EARLY,
		.bring_fr = x->bring.v[LANG_FR], .bring_ar = x->bring.v[LANG_AR],
		.prepare_fr = x->prepare.v[LANG_FR], .prepare_ar = x->prepare.v[LANG_AR],
		.after_fr = x->after.v[LANG_FR], .after_ar = x->after.v[LANG_AR], .site = rq_base_url(rq),
		.now = rq->now, .cancelled = x->status == ST_CANCELLED,
		.lined = l.is && x->status != ST_CANCELLED, .line = l.receipt.index };
	struct local visits[SERIES_MAX];

	if (appointment_where(rq->a, LANG_FR, x).n) {
		r.address_fr = appointment_where(rq->a, LANG_FR, x);
		r.address_ar = appointment_where(rq->a, LANG_AR, x);
		r.direction_fr = r.direction_ar = STR_NONE;
		r.arrive_min = 0;
	}
	if (l.is && rq_base_url(rq).n)
		r.own = url_fmt(rq->a, "%.*s/a/%.*s", STR_ARG(rq_base_url(rq)), STR_ARG(rq_param(rq, 0)));
	TRY(series_of(rq->db, rq->a, x->id, &series));
	r.visits = visits;
	for (size_t i = 0; i < series.n; i++)
		if (series_visit_open(&series.v[i], rq->now))
			visits[r.nvisits++] = series.v[i].start;
	return booking_receipt_pdf(rq->a, &r, ret);
}

enum err mine_pdf(struct rq *rq)
{
	struct appointment x;
	struct str bytes;

	TRY(mine_of(rq, &x));
	TRY(pdf(rq, &x, &bytes));
	return rq_file(rq, "application/pdf", arena_fmt(rq->a, "diwan-%.*s.pdf", STR_ARG(x.reference)), bytes);
}

/* No illness in the title: calendars are shared. Of a discreet type not even the place. */
static struct ical_event event_of(struct rq *rq, const struct appointment *x)
{
	struct mine_view v = view_of(rq, x);
	const struct calendar_visit visit = { .id = x->id.v, .version = x->version, .start = { x->day, x->start_min },
		.start_at = x->start_at, .changed = x->changed_at, .minutes = x->duration_min, .reference = x->reference,
		.cancelled = x->status == ST_CANCELLED };
	struct calendar_about about = { .now = rq->now, .place = v.place, .address = v.address, .direction = v.direction,
		.discreet = x->sensitive, .elsewhere = appointment_where(rq->a, rq->lang, x) };

	if (x->substituted)
		about.who = v.practitioner.s;
	if (str_eq(x->place_kind, S("home")))	/* the address stays in the link's own page */
		about.elsewhere = lang_tr(rq->lang, "At home");
	return calendar_event(rq->a, rq->lang, &about, &visit);
}

/* Of a series, all its visits that are ahead, so that one file is enough. */
static enum err put_events(struct rq *rq, const struct appointment *x, struct buf *b)
{
	struct ical_event e[SERIES_MAX + 1] = { event_of(rq, x) };
	struct series s;
	size_t n = 1;

	TRY(series_of(rq->db, rq->a, x->id, &s));
	for (size_t i = 0; i < s.n && x->status != ST_CANCELLED; i++) {
		const struct series_visit *v = &s.v[i];
		struct appointment other = *x;

		if (v->n == s.here || !series_visit_open(v, rq->now))
			continue;
		other.id = v->appointment;
		other.day = v->start.day;
		other.start_min = v->start.min;
		other.start_at = v->start_at;
		other.reference = v->reference;
		other.version = v->version;
		other.status = v->status;
		e[n++] = event_of(rq, &other);
	}
	ical_write(b, e[0].cancelled ? ICAL_CANCEL : ICAL_PUBLISH, S("Diwan"), e, n);
	return OK;
}

static void free_buf(void *p)
{
	buf_free(p);
}

enum err mine_ics(struct rq *rq)
{
	struct appointment x;
	struct buf *b = ARENA_NEW(rq->a, struct buf);

	TRY(mine_of(rq, &x));
	*b = BUF(65536);
	arena_on_end(rq->a, free_buf, b);
	TRY(put_events(rq, &x, b));
	if (!buf_ok(b))
		return E_LIMIT;
	return rq_file(rq, "text/calendar; charset=utf-8", arena_fmt(rq->a, "diwan-%.*s.ics", STR_ARG(x.reference)), buf_str(b));
}

/* --- another visit of the same series --- */

struct visit_input { int64_t n; };
static const struct field visit_fields[] = {
	FIELD(visit_input, n, F_INT, int64_t, .required = true, .min = 1, .max = SERIES_MAX),
};
const struct form visit_form = FORM(visit_input, visit_fields);

/* Its own link is made anew: only hashes are kept, and who has the link of one is the same person. */
enum err mine_visit(struct rq *rq)
{
	const struct visit_input *in = rq->form;
	struct appointment x;
	struct series s;
	struct str token;

	TRY(mine_of(rq, &x));
	TRY(series_of(rq->db, rq->a, x.id, &s));
	for (size_t i = 0; i < s.n; i++) {
		if (s.v[i].n != in->n || s.v[i].n == s.here || !s.v[i].appointment.v)
			continue;
		TRY(appointment_new_token(rq->db, rq->a, rq->now, s.v[i].appointment, &token));
		return rq_redirect(rq, "/a/%.*s", STR_ARG(token));
	}
	return E_NOTFOUND;
}

/* --- cancelling --- */

static const char *const why_words[] = { "time", "solved", "far", NULL };
struct cancel_input { int32_t why; };
static const struct field cancel_fields[] = {
	FIELD(cancel_input, why, F_CHOICE, int32_t, .choices = why_words),
};
const struct form cancel_form = FORM(cancel_input, cancel_fields);

enum err mine_cancel_ask(struct rq *rq)
{
	struct appointment x;
	struct mine_view v;

	TRY(mine_of(rq, &x));
	v = view_of(rq, &x);
	if (x.status == ST_CANCELLED)
		return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
	if (v.may_cancel)
		t_booking_cancel(rq_page(rq, 200), &v);
	else
		t_booking_too_late(rq_page(rq, 409), &v);
	return OK;
}

static struct change_ask by_the_person(struct rq *rq, const struct appointment *x)
{
	return (struct change_ask){ .id = x->id, .version = -1, .channel = CH_ONLINE, .role = S("public"),
		.citizen = true, .token = rq_param(rq, 0) };
}

enum err mine_cancel(struct rq *rq)
{
	const struct cancel_input *in = rq->form;
	struct appointment x;
	struct mine_view v;
	struct change_ask who;
	int64_t version;
	enum err e;

	TRY(mine_of(rq, &x));
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	v = view_of(rq, &x);
	if (x.status == ST_CANCELLED)
		return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
	who = by_the_person(rq, &x);
	e = appointment_cancel(rq->db, rq->a, rq->now, &who, true, in->why < 0 ? S("") : str_of(why_words[in->why]), &version);
	if (e == E_DENIED || e == E_CONFLICT) {
		t_booking_too_late(rq_page(rq, 409), &v);
		return OK;
	}
	TRY(e);
	return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
}

/* --- moving --- */

static enum err week_of(struct rq *rq, const struct appointment *x, struct week_view *ret)
{
	struct week_ask ask = { .service = x->service, .organization = x->organization, .from = DAY_NONE,
		.zone = x->home.zone, .zone_fixed = true };

	if (day_parse(rq_raw(rq, "week"), &ask.from) != OK)
		ask.from = x->day;
	TRY(keeper_of(rq, x->organization, &ask.organization));
	ask.base = below(rq, "/move");
	TRY(week_fill(rq, &ask, ret));
	ret->action = ask.base;
	ret->back = below(rq, "");
	ret->back_text = lang_tr(rq->lang, "My appointment");
	ret->types.n = 0;
	ret->keyed = true;
	ret->moving = true;
	ret->now_at = (struct local){ x->day, x->start_min };
	return OK;
}

enum err mine_times(struct rq *rq)
{
	struct appointment x;
	struct mine_view v;
	struct week_view w;

	TRY(mine_of(rq, &x));
	v = view_of(rq, &x);
	if (x.status == ST_CANCELLED)
		return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
	if (!v.may_move) {
		t_booking_too_late(rq_page(rq, 409), &v);
		return OK;
	}
	TRY(week_of(rq, &x, &w));
	t_booking_times(rq_page(rq, 200), &w);
	return OK;
}

enum err mine_move(struct rq *rq)
{
	struct str slot = rq_raw(rq, "slot");
	struct appointment x;
	struct slot_name n;
	struct schedule s;
	struct organization_id here, there;
	struct change_ask who;
	int64_t version;
	enum err e;

	TRY(mine_of(rq, &x));
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	if (slot_text_parse(slot, &n) != OK || n.service != x.service.v)
		return E_INPUT;
	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ n.schedule }, &s));
	TRY(keeper_of(rq, s.organization, &there));
	TRY(keeper_of(rq, x.organization, &here));
	if (here.v != there.v)
		return E_INPUT;
	TRY(rq_limit(rq, "move", x.id.v, MOVES, MOVES_SECONDS));
	who = by_the_person(rq, &x);
	const struct move_ask to = { .schedule = s.id, .day = n.day, .start_min = n.min };
	e = appointment_move(rq->db, rq->a, rq->now, &who, &to, &version);
	if (e == E_DENIED) {
		struct mine_view v = view_of(rq, &x);

		t_booking_too_late(rq_page(rq, 409), &v);
		return OK;
	}
	if (e == E_CONFLICT)
		return rq_wrong(rq, "taken", N_("This time has just been taken"));
	TRY(e);
	return rq_redirect(rq, "/a/%.*s?moved=1", STR_ARG(rq_param(rq, 0)));
}

/* After the savepoint was undone: who came second chooses again, the old time is still hers. */
enum err mine_move_show(struct rq *rq)
{
	struct appointment x;
	struct slot_name n;
	struct taken_view v;

	TRY(mine_of(rq, &x));
	if (!rq_error(rq, "taken").n || slot_text_parse(rq_raw(rq, "slot"), &n) != OK)
		return E_INPUT;
	v = (struct taken_view){ .day = n.day, .min = n.min };
	TRY(week_of(rq, &x, &v.week));
	return taken_fill(rq, &n, &v);
}

/* --- reminders --- */

struct messages_in { bool again; };
static const struct field messages_fields[] = { FIELD(messages_in, again, F_BOOL, bool) };
const struct form messages_form = FORM(messages_in, messages_fields);

enum err mine_messages(struct rq *rq)
{
	const struct messages_in *in = rq->form;
	struct appointment x;

	TRY(mine_of(rq, &x));
	if (!x.phone.n)
		return E_NOTFOUND;
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	TRY(in->again ? stop_end(rq->db, rq->a, x.phone) : stop_put(rq->db, rq->a, rq->now, x.organization.v, x.phone, "page"));
	return rq_redirect(rq, "%.*s", STR_ARG(below(rq, "").s));
}
