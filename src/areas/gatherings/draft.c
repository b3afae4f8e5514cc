/*
 * Several people from the first answers to the code that books them: all or nothing. Answers live in the
 * visitor's draft; nothing is known to the hospital before the code has been confirmed. A wrong try is
 * counted although the page says no, so it is no error for the router.
 */
#include "areas/gatherings/inside.h"

#include "areas/booking/booking.h"
#include "areas/organizations/organizations.h"
#include "gatherings_t.h"
#include "web/web.h"

enum { DRAFT_SECONDS = 3600, CODE_DIGITS = 6 };

/* ---- the draft ---- */

static enum err draft_place(struct rq *rq, struct draft_view *v)
{
	struct organization_get_row o;
	struct schedule s;

	TRY(keeper_of(rq, v->d.organization, &v->keeper));
	TRY(organization_get(rq->db, rq->a, v->keeper, &o));
	v->place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	v->place_code = o.code;
	v->place_phone = o.phone;
	TRY(schedule_get(rq->db, rq->a, v->people.v[0].schedule, &s));
	TRY(zone_get(v->g.id.v ? v->g.zone : s.zone, &v->zone));
	v->today = zone_local(v->zone, rq->now).day;
	return OK;
}

/* All holds of a family live; until the first of them ends. */
static void draft_kept(const struct rq *rq, struct draft_view *v)
{
	struct instant until = { INT64_MAX };

	v->held = true;
	for (size_t i = 0; i < v->people.n; i++) {
		struct instant t = v->people.v[i].hold_until;

		v->held = v->held && t.v != INSTANT_NONE.v && t.v > rq->now.v;
		until = t.v != INSTANT_NONE.v && t.v < until.v ? t : until;
	}
	if (v->held)
		v->held_until_min = zone_local(v->zone, until).min;
}

static void draft_boxes(struct rq *rq, struct draft_view *v)
{
	v->boxes = person_boxes(rq, v->d.people);
	for (size_t i = 0; i < v->boxes.n && i < v->people.n; i++) {
		struct person_box *b = &v->boxes.v[i];

		b->was = v->people.v[i].name;
		b->born = v->people.v[i].birth_day;
		b->was_sex = v->people.v[i].sex;
		if (!v->g.id.v)
			b->note = in_lang(rq->lang, &v->types[i].name);
	}
}

/* Do we know who comes? */
static bool answered(const struct draft_view *v)
{
	return v->d.seats ? v->d.group_name.n > 0 : v->people.v[0].name.s.n > 0;
}

static void draft_code(struct rq *rq, struct draft_view *v)
{
	v->last = (struct sent_code){ .bound_to = v->d.id.v, .phone = v->d.phone, .hash = v->d.code_hash, .until = v->d.code_until,
		.sent_at = v->d.code_sent_at, .sends = v->d.code_sends, .tries = v->d.code_tries };
	v->s = sent_code_shown(rq, v->zone, &v->last);
}

enum err draft_of(struct rq *rq, struct draft_view *ret)
{
	struct draft_view v = { 0 };
	long long id = (long long)rq_id(rq, 0);
	enum err e = id ? party_draft_get(rq->db, rq->a, (struct party_draft_id){ id }, rq->visitor, &v.d) : E_NOTFOUND;

	if (e == E_NOTFOUND || (e == OK && v.d.created_at.v + DRAFT_SECONDS < rq->now.v)) {
		t_gatherings_gone(rq_page(rq, 404));
		return E_NOTFOUND;
	}
	TRY(e);
	TRY(party_draft_people(rq->db, rq->a, v.d.id, &v.people));
	if (!v.people.n || v.people.n > PARTY_PEOPLE_MAX)
		return E_NOTFOUND;
	for (size_t i = 0; i < v.people.n; i++)
		TRY(service_get(rq->db, rq->a, v.people.v[i].service, &v.types[i]));
	if (v.d.gathering.v)
		TRY(gathering_get(rq->db, rq->a, v.d.gathering, &v.g));
	TRY(draft_place(rq, &v));
	v.title = in_lang(rq->lang, v.g.id.v ? &v.g.title : &v.types[0].name);
	v.self = url_fmt(rq->a, "/party/%lld", id);
	v.code = url_fmt(rq->a, "/party/%lld/code", id);
	v.choose = v.g.id.v ? url_fmt(rq->a, "/gatherings/%.*s", STR_ARG(v.place_code))
		: url_fmt(rq->a, "/family/%.*s", STR_ARG(v.place_code));
	draft_kept(rq, &v);
	draft_boxes(rq, &v);
	draft_code(rq, &v);
	*ret = v;
	return OK;
}

/* ---- who they are ---- */

struct draft_who_in { struct people_in people; struct str phone, email, group, contact; int64_t seats; int32_t tongue; bool wait, apart; };
static const struct field draft_who_fields[] = {
	PEOPLE_FIELDS(draft_who_in),
	FIELD(draft_who_in, phone, F_PHONE, struct str, .required = true, .missing = N_("Write a mobile phone number"),
		.wrong = N_("This number is not complete: a Moroccan number has 10 digits")),
	FIELD(draft_who_in, email, F_EMAIL, struct str, .wrong = N_("Write an address like name@example.com")),
	FIELD(draft_who_in, tongue, F_CHOICE, int32_t, .choices = visitor_tongues, .required = true,
		.missing = N_("Choose the language of the messages")),
	FIELD(draft_who_in, wait, F_BOOL, bool),
	FIELD(draft_who_in, apart, F_BOOL, bool),
	FIELD(draft_who_in, group, F_TEXT, struct str, .max = 120),
	FIELD(draft_who_in, contact, F_TEXT, struct str, .max = 120),
	FIELD(draft_who_in, seats, F_INT, int64_t, .min = 1, .max = GATHERING_SEATS_MAX, .wrong = N_("From 1 to 500 seats")),
};
const struct form draft_who_form = FORM(draft_who_in, draft_who_fields);

/* An establishment: its name, and no more seats than one may take alone. */
static void check_group(struct rq *rq, const struct draft_view *v)
{
	const struct draft_who_in *in = rq->form;

	if (!in->group.n && !rq_error(rq, "group").n)
		(void)!rq_wrong(rq, "group", N_("Who takes the seats?"));
	if (in->seats < 1 && !rq_error(rq, "seats").n)
		(void)!rq_wrong(rq, "seats", N_("How many seats?"));
	else if (in->seats > seats_alone(&v->g))
		(void)!rq_wrong(rq, "seats", N_("That many seats are taken at the desk only: call the hospital"));
}

static void check_all(struct rq *rq, const struct draft_view *v)
{
	const struct draft_who_in *in = rq->form;

	if (v->d.seats)
		check_group(rq, v);
	for (int i = 0; i < v->d.people && !v->d.seats; i++)
		people_check(rq, &in->people, i, &v->types[i], v->today, v->people.v[i].day);
	(void)!phone_reached(rq, in->phone);
}

enum err draft_who(struct rq *rq)
{
	struct draft_view v;
	struct page *pg;

	TRY(draft_of(rq, &v));
	if (v.d.done.n)
		return rq_redirect(rq, "%.*s", STR_ARG(v.d.done));
	if (rq->form)
		check_all(rq, &v);
	pg = rq_page(rq, rq_has_errors(rq) ? 422 : 200);
	t_gatherings_who(pg, &v);
	return OK;
}

/* The times of a family have gone: chosen again. */
static enum err over(struct rq *rq, const struct draft_view *v)
{
	t_gatherings_over(rq_page(rq, 409), v);
	return OK;
}

static enum err renew(struct rq *rq, const struct draft_view *v, struct instant until)
{
	for (size_t i = 0; i < v->people.n && !v->g.id.v; i++) {
		struct str owner = arena_fmt(rq->a, "%.*s/%d", STR_ARG(rq->visitor), (int)i + 1);
		struct hold h;

		TRY(hold_renew(rq->db, rq->a, rq->now, (struct hold_id){ v->people.v[i].hold }, owner, until, &h));
	}
	return OK;
}

static enum err send(struct rq *rq, struct draft_view *v)
{
	const struct instant until = { rq->now.v + CODE_SECONDS };
	struct str hash;
	enum err e;

	if (!v->g.id.v && !v->held)
		return over(rq, v);
	e = sent_code_wanted(rq, v->keeper, &v->last);
	if (e == E_CONFLICT)
		return rq_redirect(rq, "%.*s", STR_ARG(v->code.s));
	if (e == E_LIMIT)
		return too_many_codes(rq, v->self, v->place_phone);
	TRY(e);
	e = renew(rq, v, until);
	if (e == E_CONFLICT || e == E_NOTFOUND)
		return over(rq, v);
	TRY(e);
	TRY(code_send(rq, v->keeper, v->d.phone, v->d.lang, v->d.id.v, &hash));
	TRY(party_draft_code(rq->db, rq->a, hash, until, rq->now, v->d.id));
	return rq_redirect(rq, "%.*s", STR_ARG(v->code.s));
}

enum err draft_who_send(struct rq *rq)
{
	const struct draft_who_in *in = rq->form;
	struct draft_view v;
	int64_t n;

	TRY(draft_of(rq, &v));
	if (v.d.done.n)
		return rq_redirect(rq, "%.*s", STR_ARG(v.d.done));
	check_all(rq, &v);
	if (rq_has_errors(rq))
		return E_INPUT;
	TRY(party_draft_answers(rq->db, rq->a, in->wait, in->apart, v.d.seats ? in->group : STR_NONE,
		v.d.seats ? in->contact : STR_NONE, v.d.seats ? (int32_t)in->seats : 0, str_of(visitor_tongues[in->tongue]), in->email.n ? in->email : S(""), in->phone, v.d.id,
		rq->visitor, &n));
	for (int i = 0; i < v.d.people && !v.d.seats; i++)
		TRY(party_draft_person_answers(rq->db, rq->a, in->people.name[i], in->people.birth[i],
			str_of(people_sex(in->people.sex[i])), v.d.id, i + 1));
	TRY(draft_of(rq, &v));
	return send(rq, &v);
}

/* ---- the code ---- */

enum err draft_code_page(struct rq *rq)
{
	struct draft_view v;

	TRY(draft_of(rq, &v));
	if (v.d.done.n)
		return rq_redirect(rq, "%.*s", STR_ARG(v.d.done));
	if (!answered(&v))
		return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
	t_gatherings_code(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

enum err draft_resend(struct rq *rq)
{
	struct draft_view v;

	TRY(draft_of(rq, &v));
	if (v.d.done.n)
		return rq_redirect(rq, "%.*s", STR_ARG(v.d.done));
	if (!answered(&v))
		return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
	if (sent_code_fresh(rq, &v.last))
		return rq_redirect(rq, "%.*s", STR_ARG(v.code.s));
	return send(rq, &v);
}

struct draft_code_in { struct str code; };
static const struct field draft_code_fields[] = {
	FIELD(draft_code_in, code, F_DIGITS, struct str, .required = true, .max = CODE_DIGITS,
		.missing = N_("Write the code of 6 digits"), .wrong = N_("The code has 6 digits")),
};
const struct form draft_code_form = FORM(draft_code_in, draft_code_fields);

static enum err wrong_code(struct rq *rq, const struct draft_view *v)
{
	struct draft_view now;

	if (sent_code_lives(rq, &v->last))
		TRY(party_draft_tried(rq->db, rq->a, v->d.id));
	TRY(draft_of(rq, &now));
	(void)rq_wrong(rq, "code", sent_code_lives(rq, &now.last) ? N_("This is not the code we sent")
		: N_("This code no longer serves: ask for another"));
	return draft_code_page(rq);
}

/* One of them: the seat, or what is held, which is booked in its order. */
static enum err book_one(struct rq *rq, const struct draft_view *v, size_t i, struct party_id party, struct booked *ret)
{
	const struct party_draft_people_row *x = &v->people.v[i];
	const struct person p = { .name = x->name, .birth_day = x->birth_day, .sex = x->sex, .phone = v->d.phone, .lang = v->d.lang,
		.identity_number = STR_NONE, .email = v->d.email };
	struct book_ask ask = { .gathering = v->g.id, .may_wait = v->d.may_wait, .party = party, .silent = party.v != 0,
		.schedule = x->schedule, .service = x->service, .day = x->day, .start_min = x->start_min,
		.owner = arena_fmt(rq->a, "%.*s/%d", STR_ARG(rq->visitor), (int)i + 1), .channel = CH_ONLINE,
		.for_whom = i ? "relative" : "self", .role = S("public"), .citizen = true, .lang = v->d.lang,
		.email = party.v ? STR_NONE : v->d.email,	/* a party has its own */
		.accepted = true };	/* the page of the code says what */

	if (!v->g.id.v && x->hold_until.v != INSTANT_NONE.v)
		ask.hold.v = x->hold;
	TRY(patient_of_stranger(rq->db, rq->a, rq->now, v->keeper, &p, &ask.patient));
	TRY(rq_audit(rq, AUDIT_CREATE, ask.patient.v, v->keeper.v));
	return appointment_book(rq->db, rq->a, rq->now, &ask, ret);
}

/* All or nothing; several are a party with one message and one page. */
static enum err book_all(struct rq *rq, const struct draft_view *v, struct str *ret_path)
{
	const struct party_ask ask = { .organization = v->d.organization, .gathering = v->g.id, .lang = v->d.lang,
		.email = v->d.email, .channel = channel_code(CH_ONLINE), .people = v->g.id.v && !v->d.apart ? (int32_t)v->people.n : 0 };
	struct party_id party = { 0 };
	struct str token = STR_NONE;
	struct booked b;

	if (v->people.n > 1)
		TRY(party_add(rq->db, rq->a, rq->now, &ask, &party, &token));
	for (size_t i = 0; i < v->people.n; i++)
		TRY(book_one(rq, v, i, party, &b));
	*ret_path = party.v ? arena_cat(rq->a, S("/together/"), token) : arena_cat(rq->a, S("/a/"), b.token);
	return party.v ? party_tell(rq->db, rq->a, rq->now, party, PARTY_BOOKED, token) : OK;
}

/* Does the session take anybody online now? As a person's seat asks it. */
static bool taken_online(const struct rq *rq, const struct draft_view *v)
{
	const struct service *s = &v->types[0];

	return v->g.online && s->online && s->active && !v->g.cancelled
		&& v->g.start_at.v - 60 * (int64_t)s->lead_min > rq->now.v;
}

/* An establishment has its seats without names: once for a phone in a session, and in no more sessions than a phone may
 * have appointments ahead. */
static enum err keep_seats(struct rq *rq, const struct draft_view *v, struct str *ret_path)
{
	const struct party_ask ask = { .organization = v->d.organization, .gathering = v->g.id, .lang = v->d.lang,
		.channel = channel_code(CH_ONLINE), .name = v->d.group_name, .contact = v->d.contact, .phone = v->d.phone, .email = v->d.email,
		.seats = v->d.seats, .role = S("public") };
	struct ahead_limits most;
	struct party_id party;
	struct str token;
	int64_t ahead;
	bool has;

	if (!taken_online(rq, v) || v->d.seats > seats_alone(&v->g))
		return E_CONFLICT;
	TRY(party_has_seats(rq->db, rq->a, rq->now, &v->g, v->d.phone, &has, &ahead));
	TRY(ahead_limits(rq->db, rq->a, v->keeper, &most));
	if (!has && ahead >= most.per_phone)
		return E_LIMIT;
	if (has)
		return rq_wrong(rq, "group", N_("This phone keeps seats in this session already."));
	TRY(party_add(rq->db, rq->a, rq->now, &ask, &party, &token));
	*ret_path = arena_cat(rq->a, S("/together/"), token);
	return party_tell(rq->db, rq->a, rq->now, party, PARTY_BOOKED, token);
}

enum err draft_confirm(struct rq *rq)
{
	const struct draft_code_in *in = rq->form;
	struct draft_view v;
	struct str path;
	enum err e;

	TRY(draft_of(rq, &v));
	if (v.d.done.n)
		return rq_redirect(rq, "%.*s", STR_ARG(v.d.done));
	if (!answered(&v))
		return rq_redirect(rq, "%.*s", STR_ARG(v.self.s));
	if (!sent_code_lives(rq, &v.last) || !code_fits(rq->a, v.d.code_hash, in->code, v.d.id.v))
		return wrong_code(rq, &v);
	e = v.d.seats ? keep_seats(rq, &v, &path) : book_all(rq, &v, &path);
	if (rq_has_errors(rq))
		return E_INPUT;
	if (e == E_CONFLICT || e == E_INPUT || e == E_DENIED || e == E_LIMIT || e == E_NOTFOUND)
		return rq_wrong(rq, e == E_INPUT ? "twice" : e == E_DENIED ? "unfit" : e == E_LIMIT ? "limit" : "taken",
			N_("This time has just been taken"));
	TRY(e);
	TRY(party_draft_done(rq->db, rq->a, path, v.d.id));
	rq_no_referrer(rq);
	return rq_redirect(rq, "%.*s", STR_ARG(path));
}

/* After the savepoint was undone: what stood in the way. Nothing was booked. */
enum err draft_confirm_show(struct rq *rq)
{
	static const struct { const char *field, *text; } why[] = {
		{ "group", N_("This phone keeps seats in this session already.") },
		{ "twice", N_("One of these people is in this session already.") },
		{ "unfit", N_("One of these appointments is not for this person: age or sex do not fit.") },
		{ "limit", N_("There are appointments enough already with this phone, or a place ahead in this series.") },
		{ "taken", N_("There are fewer places left than people, or one of the times has just been taken.") },
	};
	struct draft_view v;
	struct page *pg;

	TRY(draft_of(rq, &v));
	for (size_t i = 0; i < sizeof(why) / sizeof(why[0]); i++) {
		if (!rq_error(rq, why[i].field).n)
			continue;
		pg = rq_page(rq, 409);
		pg->frame->errors.n = 0;
		t_gatherings_refused(pg, &v, lang_tr(rq->lang, why[i].text));
		return OK;
	}
	return draft_code_page(rq);
}

enum err drafts_sweep(struct db *db, struct arena *a, struct instant now)
{
	struct instant before = { now.v - 2 * DRAFT_SECONDS };
	int64_t n;
	enum err e;

	TRY(db_begin(db));
	e = party_draft_sweep_people(db, a, before, &n);
	if (e == OK)
		e = party_draft_sweep(db, a, before, &n);
	if (e != OK) {
		db_rollback(db);
		return e;
	}
	return db_commit(db);
}
