/* Entering a referral with its letter, the list, and opening a letter. */
#include "areas/referrals/view.h"

#include "areas/bookers/bookers.h"
#include "areas/organizations/organizations.h"
#include "areas/schedules/schedules.h"
#include "base/num.h"
#include "organizations_q.h"
#include "referrals_t.h"
#include "web/secret.h"
#include "web/web.h"

enum {
	REFERS = R(HEALTH_CENTRE) | R(DESK) | R(HEAD_OF_ADMISSIONS),
	READS = REFERS | R(PRACTITIONER),
	KEPT_DAYS = 90,			/* how long a code can be booked with */
	SHOWN_DAYS = 30,		/* how long one that is over stays in the list */
	OLDEST_DAYS = 365,		/* of a letter that is entered */
	LETTERS_PER_HOUR = 120,		/* files that an account sends, good or not */
	PLACES_LOOKED_AT = 20,
	SEALED_AT_ONCE = 4,		/* letters of before, in one transaction: each is in memory in a few shapes */
	SEALING_ARENA = 160 << 20,
};

/* ---- where ---- */

struct whereabouts { struct organization_get_row o; struct organization_id keeper; struct day today; };

/* A department's files are its establishment's. */
static enum err keeper_of(struct rq *rq, const struct organization_get_row *own, struct organization_id *ret)
{
	struct organization_get_row o = *own;

	while (str_eq(o.kind, S("department")) && o.parent_id.v) {
		struct organization_get_row up;

		TRY(organization_get(rq->db, rq->a, o.parent_id, &up));
		if (!str_eq(up.kind, S("establishment")) && !str_eq(up.kind, S("department")))
			break;
		o = up;
	}
	*ret = o.id;
	return OK;
}

/* Before one is chosen: the nearest hospital with a type that asks for a referral. */
static enum err nearest(struct rq *rq, const struct booker_places *all, struct organization_id *ret)
{
	ret->v = all->n ? all->v[0].id.v : 0;
	for (size_t i = 0; i < all->n && i < PLACES_LOOKED_AT; i++) {
		struct organization_get_row o;
		struct referral_types_rows types;

		TRY(organization_get(rq->db, rq->a, all->v[i].id, &o));
		TRY(referral_types(rq->db, rq->a, o.tree_lo, o.tree_hi, &types));
		if (types.n) {
			*ret = o.id;
			return OK;
		}
	}
	return OK;
}

/* The account's own; for a health centre one of the hospitals that take bookings from there. */
static enum err place_of(struct rq *rq, struct whereabouts *ret, struct referral_form_view *v)
{
	struct organization_id id = { rq->who.organization };
	struct booker_places all;
	const struct zone *zone;
	bool listed = false;
	int64_t at;

	if (rq->who.role == ROLE_HEALTH_CENTRE) {
		if (num_parse(rq_raw(rq, "at"), 1, INT64_MAX, &at) != OK)
			at = 0;
		v->elsewhere = true;
		TRY(booker_places(rq->db, rq->a, rq->who.tree_lo, &all));
		v->places.v = ARENA_ARRAY(rq->a, struct referral_choice, all.n + 1);
		if (at)
			id.v = at;
		else
			TRY(nearest(rq, &all, &id));
		for (size_t i = 0; i < all.n; i++) {
			const struct booker_place *p = &all.v[i];

			v->places.v[v->places.n++] = (struct referral_choice){ arena_fmt(rq->a, "%lld", (long long)p->id.v),
				organization_name(rq->lang, p->name_fr, p->name_ar, p->name_en), p->id.v == id.v };
			listed = listed || p->id.v == id.v;
		}
		if (!listed)
			return E_NOTFOUND;
	}
	TRY(organization_get(rq->db, rq->a, id, &ret->o));
	TRY(zone_get(ret->o.zone, &zone));
	ret->today = zone_local(zone, rq->now).day;
	return keeper_of(rq, &ret->o, &ret->keeper);
}

/* ---- entering one ---- */

static enum err form_page(struct rq *rq)
{
	struct referral_form_view v = { .kept_days = KEPT_DAYS, .person = { .birth_day = DAY_NONE, .sex = S(""), .phone = S(""),
		.identity_number = S(""), .email = S(""), .lang = str_of(lang_code(rq->lang)), .name = { S("") } } };
	struct referral_types_rows rows;
	struct whereabouts p;
	char today[11];

	TRY(place_of(rq, &p, &v));
	v.letter_needed = v.elsewhere;
	day_print(p.today, today);
	v.today_iso = arena_str(rq->a, str_of(today));
	v.place = arena_fmt(rq->a, "%lld", (long long)p.o.id.v);
	TRY(referral_types(rq->db, rq->a, p.o.tree_lo, p.o.tree_hi, &rows));
	v.types.v = ARENA_ARRAY(rq->a, struct referral_choice, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		v.types.v[v.types.n++] = (struct referral_choice){ arena_fmt(rq->a, "%lld", (long long)rows.v[i].id.v),
			organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en), false };
	t_referrals_new(rq_page(rq, rq_has_errors(rq) ? 422 : 200), &v);
	return OK;
}

static const char *const urgencies[] = { "urgent", "soon", "routine", NULL };
struct new_in {
	int64_t at;
	struct service_id type;
	struct name name;
	struct day birth, day;
	int32_t sex, lang, urgency;
	struct str phone, identity, email, by, reason;
	struct upload letter;
};
static const struct field new_fields[] = {
	FIELD(new_in, at, F_INT, int64_t, .max = INT64_MAX),
	FIELD(new_in, name, F_NAME, struct name, .required = true, .missing = N_("Enter the full name.")),
	FIELD(new_in, birth, F_DAY, struct day, .required = true, .missing = N_("Enter the birth date.")),
	FIELD(new_in, sex, F_CHOICE, int32_t, .choices = person_sexes),
	FIELD(new_in, phone, F_PHONE, struct str, .required = true, .missing = N_("Enter a phone number: the hospital may have to call.")),
	FIELD(new_in, identity, F_TEXT, struct str, .max = 20),
	FIELD(new_in, email, F_EMAIL, struct str),
	FIELD(new_in, lang, F_CHOICE, int32_t, .choices = person_langs),
	FIELD(new_in, type, F_ID, struct service_id, .required = true, .missing = N_("Choose a type.")),
	FIELD(new_in, by, F_TEXT, struct str, .required = true, .max = 120, .missing = N_("Say who refers.")),
	FIELD(new_in, day, F_DAY, struct day, .required = true),
	FIELD(new_in, urgency, F_CHOICE, int32_t, .required = true, .choices = urgencies, .missing = N_("Say how urgent it is.")),
	FIELD(new_in, reason, F_TEXT, struct str, .max = 200),
	FIELD(new_in, letter, F_FILE, struct upload),
};
static const struct form new_form = FORM(new_in, new_fields);

static const char *fault_said(enum letter_fault f)
{
	switch (f) {
	case LETTER_TOO_LARGE: return N_("This file is larger than 4 MB: take the photo smaller");
	case LETTER_UNKNOWN: return N_("This is neither a PDF nor a JPEG or PNG photo");
	case LETTER_BROKEN: return N_("This file is cut off or damaged, or holds something else besides");
	case LETTER_ACTIVE: return N_("This PDF runs or carries something: print it, or photograph the letter");
	case LETTER_EMPTY: case LETTER_GOOD: break;
	}
	return N_("This file is empty");
}

/* What is wrong is told together with what the form found: beside each field, with the rest as it was typed. */
static enum err look(struct rq *rq, enum letter_type *ret_type)
{
	const struct new_in *in = rq->form;
	enum letter_fault f;

	*ret_type = LETTER_NONE;
	if (rq_error(rq, "letter").n)		/* told already */
		return E_INPUT;
	if (in->letter.filename.n) {
		f = letter_look(in->letter.bytes, ret_type);
		if (f != LETTER_GOOD)
			(void)!rq_wrong(rq, "letter", fault_said(f));
	} else if (rq->who.role == ROLE_HEALTH_CENTRE) {
		(void)!rq_wrong(rq, "letter", N_("Attach the letter"));
	}
	return rq_has_errors(rq) ? E_INPUT : OK;
}

/* In a helper, before the writer sees the file. */
static enum err look_first(struct rq *rq)
{
	enum letter_type t;

	TRY(rq_limit(rq, "letter", rq->who.account, LETTERS_PER_HOUR, 3600));
	return look(rq, &t);
}

static enum err again(struct rq *rq)
{
	enum letter_type t;

	if (rq->form)
		(void)!look(rq, &t);
	return form_page(rq);
}

static enum err type_at(struct rq *rq, const struct whereabouts *p, struct service_id type, struct service *ret)
{
	struct referral_types_rows rows;

	TRY(referral_types(rq->db, rq->a, p->o.tree_lo, p->o.tree_hi, &rows));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].id.v == type.v)
			return service_get(rq->db, rq->a, type, ret);
	return E_NOTFOUND;
}

static enum err check_days(struct rq *rq, const struct new_in *in, struct day today)
{
	if (in->day.n > today.n || in->day.n < today.n - OLDEST_DAYS)
		(void)!rq_wrong(rq, "day", N_("The letter is of the last twelve months, until today."));
	if (birth_unlikely(in->birth, today))
		(void)!rq_wrong(rq, "birth", birth_unlikely(in->birth, today));
	return rq_has_errors(rq) ? E_INPUT : OK;
}

/* A health centre keeps to what the hospital takes from it. */
static enum err within_reach(struct rq *rq, const struct whereabouts *p, struct service_id type)
{
	struct booker_ask ask = { .tree_lo = p->o.tree_lo, .account = rq->who.account, .role = str_of(role_code(rq->who.role)),
		.service = type, .acting = { rq->who.organization } };
	enum booker_verdict v;

	if (rq->who.role != ROLE_HEALTH_CENTRE)
		return OK;
	TRY(booker_refer(rq->db, rq->a, rq->now, &ask, &v));
	return v == BOOKER_MAY ? OK : rq_wrong(rq, "type", booker_said(v));
}

static enum err add(struct rq *rq)
{
	const struct new_in *in = rq->form;
	struct person who = { in->name, in->birth, in->sex >= 0 ? str_of(person_sexes[in->sex]) : S("unknown"), in->phone,
		in->lang >= 0 ? str_of(person_langs[in->lang]) : S("fr"), in->identity, in->email };
	struct referral_form_view unused = { 0 };
	struct referral_new r = { .account = rq->who.account, .referred_by = in->by, .reason = in->reason, .referred_day = in->day,
		.service = in->type, .urgency = (enum hurry)in->urgency, .letter = in->letter.bytes };
	struct referral_made_view v = { .name = in->name };
	struct service s;
	struct whereabouts p;

	TRY(look(rq, &r.letter_type));
	TRY(place_of(rq, &p, &unused));
	TRY(type_at(rq, &p, in->type, &s));
	TRY(check_days(rq, in, p.today));
	TRY(within_reach(rq, &p, in->type));
	if (r.letter.n)
		TRY(rq_secret(rq, &r.key));
	TRY(patient_find_or_create(rq->db, rq->a, rq->now, p.keeper, &who, &r.patient));
	TRY(rq_audit(rq, AUDIT_CREATE, r.patient.v, p.keeper.v));
	r.organization = p.o.id;
	r.until = (struct day){ p.today.n + KEPT_DAYS };
	TRY(referral_add(rq->db, rq->a, rq->now, &r, &v.id, &v.code));
	v.until = r.until;
	v.service = s.name.v[rq->lang];
	v.specialty = s.specialty;
	v.type = s.id.v;
	v.at = p.o.id.v;
	v.place = organization_name(rq->lang, p.o.name_fr, p.o.name_ar, p.o.name_en);
	v.word = rq_word(rq, v.id.v);
	t_referrals_made(rq_page(rq, 200), &v);
	return OK;
}

/* ---- seeing ---- */

static enum err list_page(struct rq *rq)
{
	struct day today = { (int32_t)(rq->now.v / 86400) };
	struct referral_list_rows rows;

	TRY(referral_list(rq->db, rq->a, &rq->who.scope, (struct day){ today.n - SHOWN_DAYS }, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, rows.v[i].patient.v, rows.v[i].keeper.v));
	t_referrals_list(rq_page(rq, 200), rows, today);
	return OK;
}

static enum err load(struct rq *rq, struct referral *ret)
{
	TRY(referral_get(rq->db, rq->a, &rq->who.scope, (struct referral_id){ rq_id(rq, 0) }, ret));
	return rq_audit(rq, AUDIT_READ, ret->patient.v, ret->keeper.v);
}

static enum err one_page(struct rq *rq)
{
	struct referral_made_view v = { 0 };
	struct referral_name_row who;
	struct organization_get_row o;
	struct referral r;
	struct service s;

	TRY(load(rq, &r));
	TRY(organization_get(rq->db, rq->a, r.organization, &o));
	TRY(service_get(rq->db, rq->a, r.service, &s));
	TRY(referral_name(rq->db, rq->a, r.patient, &who));
	v.name = who.name;
	v.service = s.name.v[rq->lang];
	v.specialty = s.specialty;
	v.type = s.id.v;
	v.at = o.id.v;
	v.place = organization_name(rq->lang, o.name_fr, o.name_ar, o.name_en);
	v.word = rq_word(rq, r.id.v);
	t_referrals_one(rq_page(rq, 200), &r, &v);
	return OK;
}

/* As a file to keep, with the type that its bytes have; each opening is a row of the trail. */
static enum err letter(struct rq *rq)
{
	struct referral r;
	struct str key, bytes;
	enum err e;

	TRY(load(rq, &r));
	e = rq_secret(rq, &key);
	if (e == OK)
		e = referral_letter(rq->db, rq->a, key, r.id, &bytes);
	else if (e == E_NOTFOUND)
		e = E_INPUT;
	if (e == E_INPUT)
		return rq_problem(rq, N_("This letter cannot be opened: the key that it was kept with is not on this server. Tell whoever runs it."));
	TRY(e);
	return rq_file(rq, letter_media_type(r.letter_type), arena_fmt(rq->a, "letter-%lld.%s", (long long)r.id.v,
		letter_ending(r.letter_type)), bytes);
}

/* ---- the job: drafts' codes after a day, letters after their time (the retention table), old letters encrypted ---- */

static enum err sweep(struct db *db, struct arena *a, struct instant now)
{
	struct instant before;
	int64_t n;
	enum err e = referral_draft_sweep(db, a, (struct instant){ now.v - 86400 }, &n);

	if (e == OK)
		e = retention_limit(db, a, now, S("referral_letter"), &before);
	if (e == OK)
		e = referral_letters_sweep(db, a, (struct day){ (int32_t)(before.v / 86400) }, &n);
	return e == E_NOTFOUND ? OK : e;
}

static enum err seal_some(struct db *db, struct arena *a, struct str key, int64_t *ret_n)
{
	enum err e;

	TRY(db_begin(db));
	e = referral_letters_seal(db, a, key, SEALED_AT_ONCE, ret_n);
	if (e == OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

/* However many there are: the memory of a few is used again. */
static enum err seal_all(struct db *db, struct arena *a, struct str key)
{
	struct arena *side = arena_side(a, SEALING_ARENA);
	int64_t n = 1;

	if (!side)
		return E_LIMIT;
	while (n) {
		arena_reset(side);
		TRY(seal_some(db, side, key, &n));
	}
	return OK;
}

static enum err daily(const struct settings *s, struct db *db, struct arena *a, struct instant now)
{
	struct str key;
	enum err e;

	TRY(db_begin(db));
	e = sweep(db, a, now);
	if (e != OK) {
		db_rollback(db);
		return e;
	}
	TRY(db_commit(db));
	TRY(secret_get(a, s, &key));
	return seal_all(db, a, key);
}

static const struct route routes[] = {
	{ "GET", "/desk/referrals", list_page, REFERS, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/referrals/new", form_page, REFERS, READ, NULL, 0, NULL, NULL, NULL },
	{ "POST", "/desk/referrals", add, REFERS, WRITE, &new_form, ROUTE_BIG | ROUTE_SLOW, again, look_first, NULL },
	{ "GET", "/desk/referrals/:id", one_page, READS, READ_AUDITED, NULL, 0, NULL, NULL, NULL },
	{ "GET", "/desk/referrals/:id/letter", letter, READS, READ_AUDITED, NULL, ROUTE_SLOW, NULL, NULL, NULL },
	{ 0 }
};
static const struct nav nav[] = {
	{ REFERS, 44, "/desk/referrals", N_("Referrals"), N_("Letters that send somebody to an appointment which asks for one."), NULL, NULL },
	{ 0 }
};
static const struct job jobs[] = {
	{ .name = "referrals", .every_seconds = 86400, .run_with = daily },
	{ .name = NULL }
};
const struct area area_referrals = { .name = "referrals", .routes = routes, .nav = nav, .jobs = jobs };
