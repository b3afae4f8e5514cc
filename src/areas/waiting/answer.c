/* Answers to offers, and none. See waiting.h. */
#include "areas/waiting/inside.h"

#include "areas/patients/patients.h"
#include "base/random.h"
#include "jobs/jobs.h"
#include "waiting_t.h"
#include "web/trail.h"

enum err waiting_open_of_phone(struct db *db, struct arena *a, struct str phone, struct waiting_offer_ids *ret)
{
	struct waiting_offers_of_phone_rows rows;

	TRY(waiting_offers_of_phone(db, a, phone, &rows));
	ret->v = ARENA_ARRAY(a, struct waiting_offer_id, rows.n + 1);
	ret->n = rows.n;
	for (size_t i = 0; i < rows.n; i++)
		ret->v[i] = rows.v[i].id;
	return OK;
}

/* An offer that can still be answered, and whose. */
static enum err open_offer(struct db *db, struct arena *a, struct instant now, struct waiting_offer_id id,
	struct waiting_offer_row_row *o, struct waiting_entry_row_row *e)
{
	TRY(waiting_offer_row(db, a, id, o));
	if (!str_eq(o->state, S("open")) || o->answer_by.v <= now.v)
		return E_CONFLICT;
	return waiting_entry_row(db, a, o->entry, e);
}

static enum err close_offer(struct db *db, struct arena *a, struct instant now, const struct waiting_offer_row_row *o,
	const char *state, const char *channel, struct appointment_id got)
{
	int64_t n;

	TRY(waiting_offer_close(db, a, str_of(state), now, str_of(channel), got, o->id, &n));
	return n ? OK : E_CONFLICT;
}

/* ---- yes ---- */

static enum err take_earlier(struct db *db, struct arena *a, struct instant now, const struct waiting_answer *by,
	const struct waiting_offer_row_row *o, const struct waiting_entry_row_row *e, struct waiting_accepted *ret)
{
	struct change_ask who = { .id = e->appointment, .version = -1, .channel = by->channel, .account = by->account,
		.role = by->role };
	const struct move_ask to = { .hold = o->hold, .owner = waiting_owner(a, "offer", o->id.v), .schedule = o->schedule,
		.day = o->day, .start_min = o->start_min, .said = SAID_AGREED_PHONE, .offered = true };
	int64_t version;

	TRY(appointment_new_token(db, a, now, e->appointment, &ret->token));
	who.token = ret->token;
	ret->appointment = e->appointment;
	ret->patient = e->patient;
	ret->moved = true;
	return appointment_move(db, a, now, &who, &to, &version);
}

static enum err file_of(struct waiting_place *l, const struct waiting_entry_row_row *e, struct patient_id *ret)
{
	const struct person p = { .name = e->name, .birth_day = e->birth_day, .sex = e->sex, .phone = e->phone, .lang = e->lang };

	if (e->patient.v) {
		*ret = e->patient;
		return OK;
	}
	return patient_of_stranger(l->db, l->a, l->now, l->keeper, &p, ret);
}

static enum err take_first(struct db *db, struct arena *a, struct instant now, const struct waiting_answer *by,
	const struct waiting_offer_row_row *o, const struct waiting_entry_row_row *e, struct waiting_accepted *ret)
{
	struct book_ask ask = { .hold = o->hold, .owner = waiting_owner(a, "offer", o->id.v), .channel = by->channel,
		.booked_by = by->account, .role = by->role, .citizen = !by->account, .lang = e->lang,
		.accepted = !by->account && by->channel != CH_SMS,	/* the page of the offer says what, a message does not */
		.written = true, .salt = e->salt, .reference_kept = e->reference };
	struct waiting_place l;
	struct booked b;

	TRY(waiting_place_at(db, a, now, o->organization, &l));
	TRY(file_of(&l, e, &ask.patient));
	TRY(appointment_book(db, a, now, &ask, &b));
	ret->appointment = b.id;
	ret->patient = ask.patient;
	ret->token = b.token;
	return OK;
}

enum err waiting_accept(struct db *db, struct arena *a, struct instant now, const struct waiting_answer *by,
	struct waiting_accepted *ret)
{
	const char *channel = channel_code(by->channel);
	struct waiting_accepted r = { 0 };
	struct waiting_offer_row_row o;
	struct waiting_entry_row_row e;
	struct waiting_slot slot;
	int64_t n;

	TRY(open_offer(db, a, now, by->offer, &o, &e));
	TRY(waiting_admit_answer(db, a, now, o.organization, by));
	slot = waiting_slot_of(&o);
	TRY(waiting_entry_state(db, a, S("served"), STR_NONE, now, e.id, e.version, &n));
	if (!n)
		return E_CONFLICT;
	TRY(waiting_act(db, a, now, &e, ACT_ACCEPT, &slot, channel, by->role, WHY_UNSAID));
	TRY(e.appointment.v ? take_earlier(db, a, now, by, &o, &e, &r) : take_first(db, a, now, by, &o, &e, &r));
	TRY(close_offer(db, a, now, &o, "accepted", channel, r.appointment));
	r.organization = o.organization;
	*ret = r;
	return OK;
}

/* ---- no, or nothing ---- */

static enum err tell_end(struct db *db, struct arena *a, struct instant now, const struct waiting_entry_row_row *e)
{
	enum lang lang = LANG_FR;

	(void)!lang_of(e->lang, &lang);
	struct message m = { .organization = e->organization.v, .patient = e->patient.v, .channel = S("sms"),
		.template = S("waiting-ended"), .lang = e->lang, .recipient = e->phone, .due_at = now,
		.drop_at = { now.v + 7 * 86400 }, .may_wait = true, .body = waiting_ended_text(a, lang) };

	return e->phone.n ? message_queue(db, a, now, &m) : OK;
}

/* Back to its place, or off the list after the last offer. */
static enum err after(struct db *db, struct arena *a, struct instant now, const struct waiting_offer_row_row *o,
	const struct waiting_entry_row_row *e, const char *channel, struct str role)
{
	struct waiting_place l;
	int64_t n;
	bool last;

	TRY(waiting_place_at(db, a, now, o->organization, &l));
	last = e->offers >= l.rules.messages;
	TRY(waiting_entry_state(db, a, last ? S("left") : S("waiting"), last ? S("unanswered") : STR_NONE, now, e->id,
		e->version, &n));
	if (!n)
		return E_CONFLICT;
	if (last) {
		TRY(waiting_act(db, a, now, e, ACT_DELIST, NULL, channel, role, WHY_UNANSWERED));
		TRY(tell_end(db, a, now, e));
	}
	return waiting_pass_on(db, a, now, o);
}

enum err waiting_decline(struct db *db, struct arena *a, struct instant now, const struct waiting_answer *by)
{
	const char *channel = channel_code(by->channel);
	struct waiting_offer_row_row o;
	struct waiting_entry_row_row e;
	struct waiting_slot slot;

	TRY(open_offer(db, a, now, by->offer, &o, &e));
	TRY(waiting_admit_answer(db, a, now, o.organization, by));
	slot = waiting_slot_of(&o);
	TRY(close_offer(db, a, now, &o, "declined", channel, (struct appointment_id){ 0 }));
	TRY(waiting_act(db, a, now, &e, ACT_EXPIRE, &slot, channel, by->role, WHY_DECLINED));
	return after(db, a, now, &o, &e, channel, by->role);
}

enum err waiting_expire(struct db *db, struct arena *a, struct instant now, struct waiting_offer_id id)
{
	const struct audit_by by = { .role = S("job"), .route = S("job waiting"), .at = now };
	struct waiting_offer_row_row o;
	struct waiting_entry_row_row e;
	struct waiting_slot slot;
	struct audit_row row;

	TRY(waiting_offer_row(db, a, id, &o));
	if (o.answer_by.v > now.v)
		return E_CONFLICT;
	TRY(close_offer(db, a, now, &o, "expired", "online", (struct appointment_id){ 0 }));
	TRY(waiting_entry_row(db, a, o.entry, &e));
	slot = waiting_slot_of(&o);
	TRY(waiting_act(db, a, now, &e, ACT_EXPIRE, &slot, "online", S("system"), WHY_UNANSWERED));
	row = (struct audit_row){ .organization = o.organization.v, .patient = e.patient.v, .what = AUDIT_CHANGE,
		.detail = S("waiting-expire") };
	TRY(audit_write(db, a, &by, &row, 1));
	return after(db, a, now, &o, &e, "online", S("system"));
}
