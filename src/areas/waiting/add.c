/*
 * Writing a request down: who may, whether the person is on the list already, and who is told.
 * Whoever books for others learns nothing of that: see waiting_add() in waiting.h.
 */
#include "areas/waiting/inside.h"

#include "areas/organizations/organizations.h"
#include "areas/patients/patients.h"
#include "base/random.h"
#include "base/utf8.h"
#include "codes/codes.h"
#include "crypto/crypto.h"
#include "jobs/jobs.h"
#include "waiting_t.h"

struct adding {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct waiting_ask *ask;
	struct waiting_class class;
	struct waiting_chain_rows chain;
	struct booker_id booker;	/* v == 0: nobody who books for others */
	struct str token;
};

/* ---- who books for others ---- */

enum err waiting_admit(struct db *db, struct arena *a, struct instant now, const struct waiting_ask *ask,
	struct booker_id *ret_id)
{
	struct booker_ask who = { .account = ask->account, .role = ask->role, .service = ask->service, .patient = ask->patient,
		.phone = ask->phone, .acting = ask->acting };
	struct booker_granted got = { 0 };
	struct waiting_chain_rows node;
	enum booker_kind kind;

	if (booker_kind_of(ask->role, &kind)) {
		TRY(waiting_chain(db, a, (struct organization_id){ ask->organization }, &node));
		if (!node.n)
			return E_NOTFOUND;
		who.tree_lo = node.v[0].tree_lo;
		TRY(booker_admit(db, a, now, &who, false, &got));
	}
	*ret_id = got.id;
	return OK;
}

enum err waiting_admit_answer(struct db *db, struct arena *a, struct instant now, struct organization_id at,
	const struct waiting_answer *by)
{
	struct booker_ask who = { .account = by->account, .role = by->role, .acting = by->acting };
	struct waiting_chain_rows node;
	struct booker_room room;
	enum booker_kind kind;

	if (!booker_kind_of(by->role, &kind))
		return OK;
	TRY(waiting_chain(db, a, at, &node));
	if (!node.n)
		return E_NOTFOUND;
	who.tree_lo = node.v[0].tree_lo;
	TRY(booker_look(db, a, now, &who, false, &room));
	return room.verdict == BOOKER_FAR || room.verdict == BOOKER_STOPPED ? E_DENIED : OK;
}

/* ---- the same person ---- */

/* Any type of the speciality is that type as well. */
static bool same_thing(struct service_id x, struct service_id y)
{
	return !x.v || !y.v || x.v == y.v;
}

/* In either script. A name that is only alike may be a twin's, who would see this one's: the desk sees both requests. */
static bool same_name(struct arena *a, struct str x, struct str y)
{
	return str_eq(utf8_name_key(a, x), utf8_name_key(a, y));
}

static enum err same_by_phone(const struct adding *w, struct waiting_entry_id *ret)
{
	const struct waiting_ask *ask = w->ask;
	struct waiting_same_phone_rows rows;

	TRY(waiting_same_phone(w->db, w->a, ask->phone, (struct organization_id){ ask->organization }, ask->specialty, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct waiting_same_phone_row *r = &rows.v[i];
		bool born = !day_is(ask->birth_day) || !day_is(r->birth_day) || ask->birth_day.n == r->birth_day.n;

		if (!born || !same_thing(ask->service, r->service) || !same_name(w->a, ask->name.s, r->name.s))
			continue;
		*ret = r->id;
		return OK;
	}
	return E_NOTFOUND;
}

static enum err same_by_file(const struct adding *w, struct waiting_entry_id *ret)
{
	struct waiting_same_patient_rows rows = { 0 };

	if (w->ask->patient.v)
		TRY(waiting_same_patient(w->db, w->a, w->ask->patient, (struct organization_id){ w->ask->organization },
			w->ask->specialty, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (same_thing(w->ask->service, rows.v[i].service)) {
			*ret = rows.v[i].id;
			return OK;
		}
	return E_NOTFOUND;
}

/* The request that stands; E_NOTFOUND: there is none. */
static enum err same_person(const struct adding *w, struct waiting_entry_id *ret)
{
	struct waiting_entry_of_row of;
	enum err e;

	if (w->ask->appointment.v) {
		TRY(waiting_entry_of(w->db, w->a, w->ask->appointment, &of));
		*ret = of.id;
		return OK;
	}
	e = same_by_file(w, ret);
	return e == E_NOTFOUND ? same_by_phone(w, ret) : e;
}

/* ---- rows ---- */

static struct str fresh_token(struct arena *a)
{
	char token[22];

	random_token(token);
	return arena_str(a, (struct str){ token, sizeof(token) });
}

static struct str shape_of(struct arena *a, const struct waiting_ask *ask)
{
	const struct pick_person p = { .service = ask->service.v, .practitioner = ask->practitioner.v, .other = ask->other,
		.days = ask->days ? ask->days : DAYS_ALL, .parts = ask->parts ? ask->parts : WISH_MORNING | WISH_AFTERNOON,
		.from = ask->from, .to = ask->to };
	const struct wish w = wish_of(&p);
	char text[WISH_TEXT];
	size_t n = wish_text(&w, text);

	return arena_str(a, (struct str){ text, n });
}

/* same.v: asked again of that one, off the list from the start. E_RETRY: the same person came first just now. */
static enum err write_row(struct adding *w, struct waiting_entry_id same, struct waiting_entry_id *ret)
{
	const struct waiting_ask *ask = w->ask;
	struct waiting_entry_id id = { random_id(w->now) };
	char reference[REFERENCE_LEN];
	int64_t n;

	reference_make(reference);
	TRY(waiting_entry_add(w->db, w->a, id, (struct organization_id){ ask->organization }, ask->specialty, ask->area, ask->name,
		ask->birth_day, ask->sex, ask->phone, ask->lang, w->now, ask->service, ask->practitioner,
		ask->other || !ask->practitioner.v, ask->days ? ask->days : DAYS_ALL,
		ask->parts ? ask->parts : WISH_MORNING | WISH_AFTERNOON, ask->from, ask->to, w->class.code, w->class.rank,
		str_of(channel_code(ask->channel)), (struct opt_int){ ask->account > 0, ask->account }, ask->patient,
		same.v ? (struct appointment_id){ 0 } : ask->appointment, same.v ? STR_NONE : token_hash(w->a, w->token),
		(struct str){ reference, sizeof(reference) },
		random_base64(w->a, SALT_BYTES), same.v ? S("left") : S("waiting"),
		same.v ? S("again") : S(""), same, utf8_name_key(w->a, ask->name.s),
		(struct opt_int){ w->booker.v > 0, w->booker.v }, shape_of(w->a, ask), &n));
	*ret = id;
	return n ? OK : E_RETRY;
}

static enum err note(const struct adding *w, struct waiting_entry_id id, const char *what, struct str class)
{
	if (!w->ask->account)
		return OK;
	return waiting_note_add(w->db, w->a, (struct waiting_note_id){ random_id(w->now) },
		(struct organization_id){ w->ask->organization }, id, w->now, (struct opt_int){ true, w->ask->account }, str_of(what),
		class, w->ask->reason);
}

/* The person has her link, whoever wrote. */
static enum err tell(const struct adding *w)
{
	const struct waiting_ask *ask = w->ask;
	struct waiting_told t = { .token = w->token };
	enum lang lang = LANG_FR;
	struct service s = { 0 };

	if (!ask->account || !ask->phone.n)
		return OK;
	(void)!lang_of(ask->lang, &lang);
	if (ask->service.v)
		TRY(service_get(w->db, w->a, ask->service, &s));
	if (!s.sensitive)
		t.place = waiting_said_place(w->a, &w->chain);
	struct message m = { .organization = ask->organization, .patient = ask->patient.v, .channel = S("sms"),
		.template = S("waiting-enlisted"), .lang = ask->lang, .recipient = ask->phone, .due_at = w->now,
		.drop_at = { w->now.v + 7 * 86400 }, .may_wait = true, .body = waiting_enlisted_text(w->a, lang, &t) };

	return message_queue(w->db, w->a, w->now, &m);
}

/* ---- again ---- */

/* A better class than the one that stands; a worse one changes nothing. */
static enum err raise_class(const struct adding *w, struct waiting_entry_row_row *e)
{
	int64_t n;

	if (w->class.rank >= e->rank)
		return OK;
	TRY(waiting_entry_class(w->db, w->a, w->class.code, w->class.rank, w->now, e->id, e->version, &n));
	if (!n)
		return E_RETRY;
	e->class = w->class.code;
	e->rank = w->class.rank;
	TRY(note(w, e->id, "class", w->class.code));
	return waiting_act(w->db, w->a, w->now, e, ACT_ENLIST, NULL, channel_code(w->ask->channel), w->ask->role, WHY_CLASS);
}

/* What suits now. The type is that of the request that stands. */
static enum err wishes(const struct adding *w, const struct waiting_entry_row_row *e)
{
	struct waiting_ask ask = *w->ask;

	if (w->booker.v)
		return OK;
	ask.service = e->service;
	return waiting_entry_wishes(w->db, w->a, ask.practitioner, ask.other || !ask.practitioner.v, ask.days ? ask.days : DAYS_ALL,
		ask.parts ? ask.parts : WISH_MORNING | WISH_AFTERNOON, ask.from, ask.to, shape_of(w->a, &ask), w->now, e->id);
}

/* The row of who asks again: the one that stands, when it is its writer's, or one of its own. */
static enum err own_row(struct adding *w, const struct waiting_entry_row_row *e, struct waiting_entry_id *ret)
{
	int64_t writer = e->account.is ? e->account.v : 0;
	struct waiting_again_of_row mine;
	enum err has;

	*ret = e->id;
	if (writer == w->ask->account)
		return waiting_entry_back(w->db, w->a, false, e->id);
	has = waiting_again_of(w->db, w->a, e->id, w->ask->account, &mine);
	if (has == OK) {
		*ret = mine.id;
		return waiting_entry_back(w->db, w->a, false, mine.id);
	}
	if (has != E_NOTFOUND)
		return has;
	TRY(write_row(w, e->id, ret));
	TRY(note(w, e->id, "enlist", w->class.code));
	return tell(w);
}

static enum err once_more(struct adding *w, struct waiting_entry_id id, struct waiting_added *ret)
{
	struct waiting_entry_row_row e;
	struct waiting_entry_id own;

	TRY(waiting_entry_row(w->db, w->a, id, &e));
	TRY(wishes(w, &e));
	TRY(waiting_entry_row(w->db, w->a, id, &e));
	TRY(raise_class(w, &e));
	TRY(own_row(w, &e, &own));
	if (!w->ask->account || own.v != id.v)
		TRY(waiting_entry_token(w->db, w->a, token_hash(w->a, w->token), id));
	ret->id = w->booker.v ? own : id;
	ret->again = true;
	return OK;
}

/* ---- one request ---- */

/* Whoever books for others may type any telephone. The link, and with it what stands already, goes to that of the
 * person's file: to the person, whether she waits or not. */
static enum err to_her_file(const struct adding *w, struct waiting_ask *ask)
{
	struct waiting_file_phone_row file;
	enum err e;

	if (!w->booker.v || !ask->patient.v)
		return OK;
	e = waiting_file_phone(w->db, w->a, ask->patient, &file);
	if (e == OK && file.phone.n)
		ask->phone = file.phone;
	return e == E_NOTFOUND ? OK : e;
}

static enum err first_time(struct adding *w, struct waiting_added *ret)
{
	struct waiting_open_with_phone_row open;
	struct waiting_entry_row_row e;

	/* what the phone waits for, anywhere, is counted before more is written: one at a time */
	TRY(patient_phone_gate(w->db, w->a, (struct organization_id){ 0 }, w->ask->phone));
	TRY(waiting_open_with_phone(w->db, w->a, w->ask->phone, &open));
	if (!w->ask->account && open.n >= WAITING_PER_PHONE)
		return E_LIMIT;
	TRY(write_row(w, (struct waiting_entry_id){ 0 }, &ret->id));
	TRY(note(w, ret->id, "enlist", w->class.code));
	TRY(waiting_entry_row(w->db, w->a, ret->id, &e));
	TRY(waiting_act(w->db, w->a, w->now, &e, ACT_ENLIST, NULL, channel_code(w->ask->channel), w->ask->role, WHY_UNSAID));
	return tell(w);
}

/* A booker is told neither rank nor whether the person waited already. */
static enum err answer(const struct adding *w, struct waiting_added *ret)
{
	struct waiting_before_row before;
	struct waiting_entry_row_row e;

	if (w->booker.v) {
		*ret = (struct waiting_added){ .id = ret->id };
		return OK;
	}
	ret->token = w->ask->account ? STR_NONE : w->token;
	TRY(waiting_entry_row(w->db, w->a, ret->id, &e));
	TRY(waiting_before(w->db, w->a, e.organization, e.specialty, e.rank, e.asked_at, e.id, &before));
	ret->rank = before.n + 1;
	return OK;
}

enum err waiting_add(struct db *db, struct arena *a, struct instant now, const struct waiting_ask *ask,
	struct waiting_added *ret)
{
	struct waiting_ask here = *ask;
	struct adding w = { .db = db, .a = a, .now = now, .ask = &here, .token = fresh_token(a) };
	struct waiting_entry_id stands;
	struct waiting_added r = { 0 };
	enum err found;

	TRY(waiting_chain(db, a, (struct organization_id){ ask->organization }, &w.chain));
	if (!w.chain.n)
		return E_NOTFOUND;
	TRY(waiting_admit(db, a, now, ask, &w.booker));
	TRY(to_her_file(&w, &here));
	TRY(waiting_class_of(db, a, w.chain.v[0].tree_lo, ask->class.n ? ask->class : S("ordinary"), &w.class));
	if (w.class.rank != RANK_ORDINARY && !(w.class.roles & class_role_bit(ask->role)))
		return E_DENIED;
	found = same_person(&w, &stands);
	if (found != OK && found != E_NOTFOUND)
		return found;
	TRY(found == OK ? once_more(&w, stands, &r) : first_time(&w, &r));
	TRY(answer(&w, &r));
	*ret = r;
	return OK;
}
