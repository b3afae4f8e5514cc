/* Appointment: create from a slot; move, cancel or record by an update. */
#include "areas/api/inside.h"
#include "areas/appointments/appointments.h"
#include "areas/patients/patients.h"
#include "base/utf8.h"

#include "api_q.h"

/* Number of the first participant of that type; 0: none. */
static int64_t actor(const struct jr *body, const char *type)
{
	const struct jr *list = jr_get(body, "participant");

	for (size_t i = 0; i < jr_count(list); i++) {
		int64_t id = fhir_ref_id(jr_text(jr_get(jr_get(jr_at(list, i), "actor"), "reference")), type);

		if (id)
			return id;
	}
	return 0;
}

/* The id of the one slot that is named; empty: none, or several. */
static struct str slot_id(const struct jr *body)
{
	const struct jr *slot = jr_get(body, "slot");
	struct str ref = jr_text(jr_get(jr_at(slot, 0), "reference"));
	ptrdiff_t at = str_find(ref, S("Slot/"));

	return jr_count(slot) != 1 || at < 0 ? STR_NONE : str_sub(ref, (size_t)at + 5, ref.n);
}

static enum err read_slot(struct rq *rq, const struct jr *body, struct slot_key *ret, struct agenda *of)
{
	struct str id = slot_id(body);

	if (!id.n)
		return fhir_refuse(rq, 422, "required", "slot: exactly one reference to a Slot is expected");
	if (slot_key_parse(id, ret) != OK || agenda_get(rq, ret->schedule, of) != OK)
		return fhir_refuse(rq, 422, "value", "slot: there is no such Slot");
	return OK;
}

/* What is asked for: a time of an agenda, or a place in a group session, whose number is kept in *ret_session. */
static enum err read_asked(struct rq *rq, const struct jr *body, struct slot_key *ret, struct gathering_id *ret_session,
	struct str *ret_zone)
{
	struct gathering_id session;
	struct gathering g;
	struct agenda of;

	*ret_session = (struct gathering_id){ 0 };
	if (session_key_parse(slot_id(body), &session) != OK) {
		TRY(read_slot(rq, body, ret, &of));
		*ret_zone = of.zone;
		return OK;
	}
	enum err e = gathering_get(rq->db, rq->a, session, &g);

	if (e == OK)
		e = agenda_get(rq, g.schedule, &of);
	if (e == E_NOTFOUND)
		return fhir_refuse(rq, 422, "value", "slot: there is no such Slot");
	TRY(e);
	*ret = (struct slot_key){ g.schedule, g.service, { g.day, g.start_min } };
	*ret_session = session;
	*ret_zone = g.zone;
	return OK;
}

/* start, when it is given, is the slot's. */
static enum err check_start(struct rq *rq, const struct jr *body, const struct local *start, struct str zone)
{
	struct str text = jr_text(jr_get(body, "start"));
	const struct zone *z;
	struct instant t;

	if (!text.n)
		return OK;
	TRY(zone_get(zone, &z));
	if (instant_parse(text, &t) != OK)
		return fhir_refuse(rq, 422, "value", "start: an instant with seconds and zone is expected");
	if (t.v != zone_instant(z, *start).v)
		return fhir_refuse(rq, 422, "value", "start is not the slot's");
	return OK;
}

/* The code that an extension of what is sent has; empty: it is not there. */
static struct str extension_code(const struct jr *body, const char *url)
{
	const struct jr *list = jr_get(body, "extension");

	for (size_t i = 0; i < jr_count(list); i++)
		if (jr_text_is(jr_get(jr_at(list, i), "url"), url))
			return jr_text(jr_get(jr_at(list, i), "valueCode"));
	return S("");
}

/* The person books, moves or cancels, through the other machine: what binds citizens binds. Else it is the
 * hospital's own system, and as free as the desk. */
static bool by_person(const struct jr *body)
{
	return str_eq(extension_code(body, EXTENSION_CHANNEL), S("online"));
}

/* Who may wait when a session is full says so by the status. */
static bool may_wait(const struct jr *body)
{
	return jr_text_is(jr_get(body, "status"), "waitlist");
}

static enum err check_status(struct rq *rq, const struct jr *body)
{
	const struct jr *status = jr_get(body, "status");
	struct gathering_id session;

	if (jr_text_is(status, "booked") || jr_text_is(status, "proposed") || jr_text_is(status, "pending"))
		return OK;
	if (may_wait(body) && session_key_parse(slot_id(body), &session) == OK)
		return OK;
	return fhir_refuse(rq, 422, "value", "status: booked, pending or proposed is expected, it becomes booked; for a group session "
			"also waitlist");
}

static enum err find_patient(struct rq *rq, const struct jr *body, struct patient *ret)
{
	struct patient_id id = { actor(body, "Patient") };
	enum err e = id.v ? patient_get(rq->db, rq->a, &rq->who.scope, id, ret) : E_NOTFOUND;

	if (e == OK && ret->merged_into.v)
		e = patient_get(rq->db, rq->a, &rq->who.scope, ret->merged_into, ret);
	if (e == E_NOTFOUND || (e == OK && ret->erased))
		return fhir_refuse(rq, 422, "required", "participant: a Patient of your organisation is expected");
	return e;
}

static enum err explain_booking(struct rq *rq, enum err e)
{
	switch (e) {
	case E_CONFLICT:
		(void)fhir_refuse(rq, 409, "conflict", "this time has just been taken");
		return E_CONFLICT;
	case E_INPUT:
		return fhir_refuse(rq, 422, "business-rule", "this is no start of that schedule");
	case E_LIMIT:
		return fhir_refuse(rq, 422, "business-rule", "this person has too many appointments ahead");
	case E_NOTFOUND:
		return fhir_refuse(rq, 422, "value", "slot or patient: there is no such thing for this booking");
	case E_DENIED:
		return fhir_refuse(rq, 422, "business-rule", "not for this person, or not any more by the person");
	case OK: case E_RETRY: case E_DB: case E_IO: case ERR_MAX:
		break;
	}
	return e;
}

static enum err explain_place(struct rq *rq, enum err e)
{
	if (e == E_CONFLICT)
		(void)fhir_refuse(rq, 409, "conflict", "no seat is left in this session, or it is over; the status waitlist asks for a waiting place");
	else if (e == E_INPUT)
		return fhir_refuse(rq, 422, "business-rule", "this person is in that session already");
	return e == E_CONFLICT ? e : explain_booking(rq, e);
}

/* Under what the other machine knows it: If-None-Exist, else its first identifier. */
struct outside { struct str system, value; };

static enum err read_outside(struct rq *rq, const struct jr *body, struct outside *ret)
{
	enum err e;

	*ret = (struct outside){ STR_NONE, STR_NONE };
	e = fhir_if_none_exist(rq, &ret->system, &ret->value);
	if (e == E_NOTFOUND)
		e = fhir_first_identifier(body, &ret->system, &ret->value);
	if (e != OK && e != E_NOTFOUND)
		return e;
	TRY(fhir_plain_text(rq, "identifier", ret->system));
	return fhir_plain_text(rq, "identifier", ret->value);
}

/* With If-None-Exist: what is there already. *ret_found: it has been answered. */
static enum err answer_existing(struct rq *rq, const struct outside *o, bool *ret_found)
{
	struct api_appointment_by_identifier_rows rows;
	struct appointment_id found = { 0 };
	int n = 0;

	*ret_found = false;
	if (!rq_header(rq, H_IF_NONE_EXIST).n)
		return OK;
	TRY(api_appointment_by_identifier(rq->db, rq->a, &rq->who.scope, o->value, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (str_eq(rows.v[i].system, o->system)) {
			found = rows.v[i].appointment_id;
			n++;
		}
	if (n > 1)
		return fhir_refuse(rq, 412, "multiple-matches", "several appointments have this identifier");
	*ret_found = n == 1;
	return n ? appointment_shown(rq, 200, found) : OK;
}

static enum err remember(struct rq *rq, const struct outside *o, struct organization_id organization,
	struct appointment_id id)
{
	int64_t n;

	if (!o->value.n)
		return OK;
	TRY(api_appointment_identifier_add(rq->db, rq->a, organization, o->system, o->value, id, &n));
	if (n)
		return OK;
	(void)fhir_refuse(rq, 409, "duplicate", "another appointment has this identifier");
	return E_CONFLICT;
}

static enum err book(struct rq *rq, const struct jr *body, const struct outside *o)
{
	struct gathering_id session;
	struct slot_key k;
	struct str zone;
	struct patient who;
	struct home home = { 0 };
	struct booked done;
	struct appointment x;

	TRY(check_status(rq, body));
	TRY(read_asked(rq, body, &k, &session, &zone));
	TRY(check_start(rq, body, &k.start, zone));
	TRY(find_patient(rq, body, &who));
	TRY(rq_audit(rq, AUDIT_READ, who.id.v, who.organization.v));
	TRY(fhir_plain_text(rq, "comment", jr_text(jr_get(body, "comment"))));
	if (!session.v)
		TRY(read_home(rq, body, k.service, k.schedule, &home));
	const struct book_ask ask = { .home = home, .schedule = k.schedule, .service = k.service, .day = k.start.day,
		.start_min = k.start.min, .patient = who.id, .gathering = session, .may_wait = may_wait(body),
		.channel = by_person(body) ? CH_ONLINE : CH_API, .citizen = by_person(body), .accepted = by_person(body), .booked_by = rq->who.account,
		.role = S("machine"), .note = str_trim(utf8_head(jr_text(jr_get(body, "comment")), 500)) };
	enum err e = appointment_book(rq->db, rq->a, rq->now, &ask, &done);

	if (e != OK)
		return session.v ? explain_place(rq, e) : explain_booking(rq, e);
	TRY(appointment_get(rq->db, rq->a, &rq->who.scope, done.id, &x));
	TRY(remember(rq, o, x.organization, done.id));
	TRY(rq_audit(rq, AUDIT_CREATE, who.id.v, x.organization.v));
	return appointment_answer(rq, 201, done.id);
}

enum err fhir_appointment_create(struct rq *rq)
{
	const struct jr *body;
	struct outside o;
	bool found;

	TRY(fhir_body(rq, "Appointment", &body));
	TRY(read_outside(rq, body, &o));
	TRY(answer_existing(rq, &o, &found));
	return found ? OK : book(rq, body, &o);
}

/* ---- update ---- */

static enum err cancel(struct rq *rq, const struct jr *body, const struct change_ask *who, int64_t *version)
{
	const struct jr *reason = jr_get(body, "cancelationReason");
	bool service = jr_text_is(jr_get(jr_at(jr_get(reason, "coding"), 0), "code"), "prov");

	return appointment_cancel(rq->db, rq->a, rq->now, who, !service, str_trim(utf8_head(jr_text(jr_get(reason, "text")), 200)),
			version);
}

static enum err change(struct rq *rq, const struct jr *body, const struct appointment *x)
{
	const struct change_ask who = { .id = x->id, .version = x->version,
		.channel = by_person(body) ? CH_ONLINE : CH_API, .citizen = by_person(body),
		.account = rq->who.account, .role = S("machine") };
	int64_t version;
	enum status to;
	enum err e = E_INPUT;

	if (!status_of(jr_text(jr_get(body, "status")), &to))
		return fhir_refuse(rq, 422, "value", "status: not one of FHIR's");
	if (to == x->status)
		return OK;
	if (to == ST_CANCELLED)
		e = cancel(rq, body, &who, &version);
	else if (to != ST_ERROR && to != ST_WAITLIST)
		e = appointment_set_status(rq->db, rq->a, rq->now, &who, to, &version);
	if (e == E_CONFLICT) {
		(void)fhir_refuse(rq, 409, "conflict", "it is recorded already, or has changed");
		return e;
	}
	if (e == E_DENIED)
		return fhir_refuse(rq, 422, "business-rule", "not any more by the person");
	if (e == E_INPUT)
		return fhir_refuse(rq, 422, "business-rule", "from %s it cannot become %s", status_code(x->status), status_code(to));
	return e;
}

static enum err check_version(struct rq *rq, int64_t version)
{
	int64_t wanted = fhir_if_match(rq);

	if (wanted == -1)
		return fhir_refuse(rq, 412, "required", "If-Match with the version that you saw is required (its ETag)");
	if (wanted != version)
		return fhir_refuse(rq, 412, "conflict", "it has changed: read it again");
	return OK;
}

/* No slot, or the one that the appointment has. */
static bool own_slot(const struct jr *body, const struct appointment *x)
{
	struct str id = slot_id(body);
	struct gathering_id session;
	struct slot_key k;

	if (!jr_get(body, "slot"))
		return true;
	if (x->gathering.v)
		return session_key_parse(id, &session) == OK && session.v == x->gathering.v;
	return slot_key_parse(id, &k) == OK && k.schedule.v == x->schedule.v && k.service.v == x->service.v && k.start.day.n == x->day.n &&
		k.start.min == x->start_min;
}

/* The slot that the update names, when it is another than the appointment's own. */
static enum err wanted_slot(struct rq *rq, const struct jr *body, const struct appointment *x, struct slot_key *ret,
	bool *ret_other)
{
	struct local start = { x->day, x->start_min };
	struct str zone = x->zone;
	struct agenda of;

	*ret_other = !own_slot(body, x);
	if (*ret_other && x->gathering.v)
		return fhir_refuse(rq, 422, "business-rule", "a place in a group session does not move: cancel it and take another");
	if (*ret_other)
		TRY(read_slot(rq, body, ret, &of));
	if (*ret_other && ret->service.v != x->service.v)
		return fhir_refuse(rq, 422, "business-rule", "a move keeps the type: take a Slot of the same type");
	if (*ret_other) {
		start = ret->start;
		zone = of.zone;
	}
	return check_start(rq, body, &start, zone);
}

/* What the update says that the person knows of another practitioner. */
static enum err read_said(struct rq *rq, const struct jr *body, enum moved_said *ret)
{
	struct str code = extension_code(body, EXTENSION_SAID);

	*ret = SAID_NOTHING;
	for (int k = 1; k < SAID_MAX; k++)
		if (str_eq(code, str_of(moved_said_codes[k])))
			*ret = (enum moved_said)k;
	if (code.n && *ret == SAID_NOTHING)
		return fhir_refuse(rq, 422, "value", "%s: agreed-phone, agreed-counter, told-phone, told-counter or told-message",
			EXTENSION_SAID);
	return OK;
}

static enum err move(struct rq *rq, const struct jr *body, const struct appointment *x, const struct slot_key *to)
{
	const struct change_ask who = { .id = x->id, .version = x->version,
		.channel = by_person(body) ? CH_ONLINE : CH_API, .citizen = by_person(body),
		.account = rq->who.account, .role = S("machine") };
	struct move_ask ask = { .schedule = to->schedule, .day = to->start.day, .start_min = to->start.min };
	int64_t version;
	enum slot_is is;
	enum err e;

	if (!status_open(x->status))
		return fhir_refuse(rq, 422, "business-rule", "it is %s and does not move any more", status_code(x->status));
	if (!jr_text_is(jr_get(body, "status"), status_code(x->status)))
		return fhir_refuse(rq, 422, "business-rule", "one thing at a time: a move leaves the status, which is %s",
				status_code(x->status));
	/* A move may begin at any minute for the desk; a machine takes what Slot offers. */
	TRY(slot_state(rq, to, &is));
	if (is == SLOT_NONE)
		return fhir_refuse(rq, 422, "value", "slot: there is no such Slot");
	TRY(read_said(rq, body, &ask.said));
	e = appointment_move(rq->db, rq->a, rq->now, &who, &ask, &version);
	if (e == E_DENIED)
		return fhir_refuse(rq, 422, "business-rule", "another practitioner would receive the person: say with the extension %s "
			"whether the person agreed or how they were told (told-message needs a phone)", EXTENSION_SAID);
	return explain_booking(rq, e);
}

enum err fhir_appointment_update(struct rq *rq)
{
	const struct jr *body;
	struct appointment_id id = { rq_id(rq, 0) };
	struct appointment x;
	struct slot_key to;
	bool other;

	TRY(fhir_body(rq, "Appointment", &body));
	enum err e = id.v ? appointment_get(rq->db, rq->a, &rq->who.scope, id, &x) : E_NOTFOUND;

	if (e == E_NOTFOUND)
		return api_not_found(rq, "Appointment");
	TRY(e);
	TRY(rq_audit(rq, AUDIT_CHANGE, x.patient.v, x.organization.v));
	if (api_id(jr_text(jr_get(body, "id"))) != id.v)
		return fhir_refuse(rq, 400, "value", "id is not that of the address");
	TRY(check_version(rq, x.version));
	int64_t patient = actor(body, "Patient");

	if (patient && patient != x.patient.v)
		return fhir_refuse(rq, 422, "business-rule", "the patient of an appointment does not change");
	TRY(fhir_plain_text(rq, "cancelationReason", jr_text(jr_get(jr_get(body, "cancelationReason"), "text"))));
	TRY(wanted_slot(rq, body, &x, &to, &other));
	TRY(other ? move(rq, body, &x, &to) : change(rq, body, &x));
	return appointment_answer(rq, 200, id);
}
