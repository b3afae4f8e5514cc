/* Booking at the counter and on the phone: one screen, the first of each thing already chosen. */
#include "areas/desk/pages.h"

#include "areas/desk/acts.h"
#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "desk_t.h"
#include "web/web.h"

enum { SLOTS_MAX = 4, LOOK_DAYS = 7 };

static bool flag(const struct rq *rq, const char *name)
{
	return rq_raw(rq, name).n > 0 && !str_eq(rq_raw(rq, name), S("0"));
}

static int64_t number(const struct rq *rq, const char *name)
{
	int64_t n;

	return num_parse(rq_raw(rq, name), 1, INT64_MAX, &n) == OK ? n : 0;
}

/* ---- where ---- */

/* The organisation that is booked at: the account's own, or for those who book elsewhere one of
 * those that take bookings from where they are, as chosen. */
static enum err begin(struct rq *rq, struct book_page *p, struct desk *d)
{
	TRY(desk_may(rq, SIGHT_BOOK));
	TRY(desk_sight(rq, &p->sight));
	p->telephone = rq->who.role == ROLE_TELEPHONE;
	p->call = telephone_call_open(rq);
	p->walk = p->walk && !p->telephone;
	if (!role_in(rq, ELSEWHERE_ROLES))
		return desk_begin(rq, d);
	TRY(book_places(rq, p));
	if (!p->place && rq_raw(rq, "at").n)
		return E_NOTFOUND;
	if (!p->place)
		return rq_problem(rq, N_("No hospital takes bookings from where you are."));
	return desk_at(rq, (struct organization_id){ p->place }, d);
}

/* ---- what ---- */

static enum err list_specialties(struct rq *rq, const struct desk *d, struct book_page *p)
{
	struct desk_specialties_rows rows;
	struct str of = rq_raw(rq, "of").n ? rq_raw(rq, "of") : rq_sent_cookie(rq, "desk_of");

	TRY(desk_specialties(rq->db, rq->a, d->lo, d->hi, &rows));
	p->specialties = (struct agenda_choices){ ARENA_ARRAY(rq->a, struct agenda_choice, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++)
		if (!p->of.n && str_eq(rows.v[i].code, of))
			p->of = rows.v[i].code;
	if (!p->of.n && rows.n)
		p->of = rows.v[0].code;
	for (size_t i = 0; i < rows.n; i++)
		p->specialties.v[i] = (struct agenda_choice){ rows.v[i].code,
			organization_name(rq->lang, rows.v[i].name_fr, rows.v[i].name_ar, rows.v[i].name_en),
			str_eq(rows.v[i].code, p->of) };
	desk_sort_choices(rq, &p->specialties);
	return OK;
}

static enum err agenda_name(struct rq *rq, struct schedule_id id, struct str *ret)
{
	struct schedule s;

	TRY(schedule_get(rq->db, rq->a, id, &s));
	*ret = s.name.v[rq->lang];
	return OK;
}

static enum err add_slot(struct rq *rq, const struct desk *d, struct book_type *t, struct slot_time at, bool other)
{
	struct str agenda;

	for (size_t i = 0; i < t->slots.n; i++)
		if (t->slots.v[i].day.n == at.day.n && t->slots.v[i].min == at.min)
			return OK;
	TRY(agenda_name(rq, at.schedule, &agenda));
	t->slots.v[t->slots.n++] = (struct book_slot){ slot_value(rq->a, at.schedule, at.day, at.min), at.day, at.min,
		agenda, at.day.n - d->now.day.n, other };
	return OK;
}

/* Whose places of an opening with shares are shown. */
static enum quota_group group_of(const struct rq *rq)
{
	return channel_group(desk_channel(rq));
}

/* The agenda that the person saw last, if it offers this type: her first free time comes first. */
static enum err add_same(struct rq *rq, const struct desk *d, const struct book_page *p, struct book_type *t)
{
	struct patient_last last;
	struct slot_time first;
	struct slot_ask ask = { .service = t->id, .organization = d->id, .from = p->from, .group = group_of(rq),
		.citizen = rq->who.role == ROLE_HELPER, .home = t->home ? p->zone : 0, .home_at = p->spot };
	int64_t who = p->chosen ? p->chosen : p->found.n ? p->found.v[0].who.id.v : 0;

	if (!who || p->walk || p->elsewhere || !(p->sight & SIGHT_PAST) || patient_last(rq->db, rq->a, (struct patient_id){ who }, d->now.day, &last) != OK ||
			!last.schedule.v)
		return OK;
	ask.schedule = last.schedule;
	if (slot_first(rq->db, rq->a, rq->now, &ask, &first) != OK)
		return OK;
	first.schedule = last.schedule;
	t->same = true;
	return add_slot(rq, d, t, first, false);
}

static enum err add_first(struct rq *rq, const struct desk *d, const struct book_page *p, struct book_type *t)
{
	struct slot_ask ask = { .service = t->id, .organization = d->id, .from = p->from, .days = p->walk ? 1 : LOOK_DAYS,
		.group = group_of(rq), .citizen = rq->who.role == ROLE_HELPER, .home = t->home ? p->zone : 0, .home_at = p->spot };
	struct slot_times times;
	struct day day;
	enum err e;

	if (!p->walk) {
		e = slot_next_day(rq->db, rq->a, rq->now, &ask, &day);
		if (e == E_NOTFOUND)
			return OK;
		TRY(e);
		ask.from = day;
	}
	TRY(slot_list(rq->db, rq->a, rq->now, &ask, &times));
	for (size_t i = 0; i < times.n && t->slots.n < SLOTS_MAX; i++)
		TRY(add_slot(rq, d, t, times.v[i], t->same));
	return OK;
}

/* The time that was pressed in the day, or chosen before the form came back: it stays while the person is
 * looked up and put right. */
static enum err add_pinned(struct rq *rq, const struct desk *d, struct book_page *p, struct book_type *t)
{
	char *field = arena_cstr(rq->a, arena_fmt(rq->a, "slot-%lld", (long long)t->id.v));
	struct slot_value v;
	struct str sent = rq_raw(rq, rq_is_post(rq) ? field : "slot");

	if (p->type != t->id.v || (p->taken.n && !p->doubt) || !slot_value_read(sent, &v) || v.day.n < d->now.day.n)
		return OK;
	p->slot = sent;
	return add_slot(rq, d, t, (struct slot_time){ .day = v.day, .min = v.min, .schedule = { v.schedule } }, false);
}

/* Somebody who was seen in this speciality before comes for a follow-up more likely than for a first visit. */
static bool known_here(const struct book_page *p)
{
	size_t at = 0;

	for (size_t i = 0; i < p->found.n; i++)
		if (p->found.v[i].who.id.v == p->chosen)
			at = i;
	return !p->fresh && p->found.n && str_eq(p->found.v[at].last_specialty, p->of);
}

/* The likeliest stand first: whoever is not known here comes for a first visit; few bring a referral, and
 * a visit at home has no times before its zone is chosen. */
static int far_down(const struct book_page *p, const struct desk_types_row *r)
{
	if (p->ref)
		return !r->referral_required;
	if (r->referral_required || (r->home && !p->zone))
		return 2;
	return !known_here(p) && str_eq(r->visit, S("follow_up"));
}

/* Of the first ones, which are in sight, is always the type that was asked for. */
static void likely_first(struct arena *a, const struct book_page *p, struct desk_types_rows *rows)
{
	struct desk_types_row *v = ARENA_ARRAY(a, struct desk_types_row, rows->n + 1);
	size_t n = 0;

	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < rows->n; i++)
			if (far_down(p, &rows->v[i]) == pass)
				v[n++] = rows->v[i];
	for (size_t i = n; i-- > TYPES_FIRST;)
		if (v[i].id.v == p->type) {
			struct desk_types_row asked = v[i];

			for (; i >= TYPES_FIRST; i--)
				v[i] = v[i - 1];
			v[i] = asked;
		}
	rows->v = v;
}

static enum err list_types(struct rq *rq, const struct desk *d, struct book_page *p)
{
	struct desk_types_rows rows;
	struct service s;
	bool offered = false, may;

	p->type = number(rq, "type");
	if (p->type && !rq_raw(rq, "of").n && service_get(rq->db, rq->a, (struct service_id){ p->type }, &s) == OK)
		p->of = s.specialty;
	TRY(list_specialties(rq, d, p));
	TRY(desk_types(rq->db, rq->a, d->lo, d->hi, p->of, group_of(rq) == QUOTA_DESK,
		group_of(rq) == QUOTA_CENTRE, rq->who.role == ROLE_HELPER, d->now.day, &rows));
	TRY(book_zones(rq, d, p));
	likely_first(rq->a, p, &rows);
	p->types.v = ARENA_ARRAY(rq->a, struct book_type, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		const struct desk_types_row *r = &rows.v[i];
		struct book_type *t = &p->types.v[p->types.n++];

		*t = (struct book_type){ .id = r->id, .minutes = r->duration_min.v, .referral = r->referral_required,
			.name = organization_name(rq->lang, r->name_fr, r->name_ar, r->name_en), .home = r->home != 0,
			.slots = { ARENA_ARRAY(rq->a, struct book_slot, SLOTS_MAX + 3), 0 } };
		TRY(book_type_room(rq, d, t, &may));
		p->types.n -= !may;
		if (!may)
			continue;
		offered |= t->id.v == p->type;
		p->asks_referral |= t->referral;
		p->homes |= t->home;
		p->accepts |= t->accept.n > 0;
		if (t->home && !p->zone)
			continue;
		TRY(add_pinned(rq, d, p, t));
		TRY(add_same(rq, d, p, t));
		TRY(add_first(rq, d, p, t));
		TRY(book_type_shares(rq, t));
	}
	p->type = offered ? p->type : 0;
	return OK;
}

static enum err list_agendas(struct rq *rq, const struct desk *d, struct book_page *p)
{
	struct schedules rows;

	if (!p->extra)
		return OK;
	TRY(schedule_list(rq->db, rq->a, d->id, &rows));
	TRY(schedules_apart(rq->db, rq->a, rq->lang, &rows));
	p->agendas.v = ARENA_ARRAY(rq->a, struct agenda_choice, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++)
		if (rows.v[i].active && str_eq(rows.v[i].specialty, p->of))
			p->agendas.v[p->agendas.n++] = (struct agenda_choice){ arena_fmt(rq->a, "%lld", (long long)rows.v[i].id.v),
				rows.v[i].name.v[rq->lang], false };
	desk_sort_choices(rq, &p->agendas);
	return OK;
}

enum err desk_extra_reasons(struct rq *rq, const struct desk *d, struct agenda_choices *ret)
{
	struct extra_reasons all;

	TRY(extra_reasons(rq->db, rq->a, d->lo, &all));
	ret->v = ARENA_ARRAY(rq->a, struct agenda_choice, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active)
			ret->v[ret->n++] = (struct agenda_choice){ all.v[i].code,
				all.v[i].name.v[rq->lang], false };
	return OK;
}

/* Does the establishment name the account's role among those who may add somebody? */
enum err desk_may_extra(struct rq *rq, const struct desk *d, bool *ret)
{
	struct extra_limits l;

	TRY(extra_limits(rq->db, rq->a, d->lo, (struct schedule_id){ 0 }, &l));
	*ret = (extra_role_bit(str_of(role_code(rq->who.role))) & l.roles) != 0;
	return OK;
}

/* A whole Moroccan number that was searched for, as E.164; empty when it is none. */
static struct str phone_of(struct arena *a, struct str q)
{
	char *p = ARENA_ARRAY(a, char, q.n + 5);
	size_t n = 0;

	for (size_t i = 0; i < q.n; i++)
		if (ascii_is_digit(q.p[i]))
			p[n++] = q.p[i];
	return n == 10 && p[0] == '0' ? arena_fmt(a, "+212%.*s", 9, p + 1) : S("");
}

/* What was searched for is not typed again. */
static void begin_person(struct rq *rq, struct book_page *p)
{
	struct str q = p->sought.text;
	bool digits = q.n && (ascii_is_digit(q.p[0]) || q.p[0] == '+');

	p->person = (struct patient){ .name = { q.n && !digits ? q : S("") }, .birth_day = DAY_NONE, .sex = S(""),
		.phone = digits ? phone_of(rq->a, q) : S(""), .identity_number = S(""), .email = S(""), .lang = str_of(lang_code(rq->lang)) };
}

/* status 0: 200, or 422 when errors were noted. taken: the sentence on top of a 409. */
static enum err show(struct rq *rq, int status, const char *taken, bool doubt, const struct patient_matches *doubles)
{
	struct book_page p = { .fresh = flag(rq, "new"), .walk = flag(rq, "walk"), .sought = rq_sought(rq), .doubt = doubt,
		.taken = taken ? lang_tr(rq->lang, taken) : S("") };
	struct desk d;

	TRY(begin(rq, &p, &d));
	TRY(book_room(rq, &d, &p));
	TRY(desk_may_extra(rq, &d, &p.may_extra));
	p.extra = p.may_extra && flag(rq, "extra");
	p.sms_off = rq_is_post(rq) && !flag(rq, "sms");
	p.today = d.now.day;
	p.from = desk_day(rq, "from", d.now.day);
	if (p.from.n < d.now.day.n)
		p.from = d.now.day;
	TRY(book_find(rq, &d, &p));
	for (size_t i = 0; doubles && i < doubles->n; i++)
		TRY(book_found_add(rq, &d, &p, &doubles->v[i]));
	begin_person(rq, &p);
	TRY(list_types(rq, &d, &p));
	TRY(book_note_ahead(rq, &d, &p));
	TRY(list_agendas(rq, &d, &p));
	if (p.extra)
		TRY(desk_extra_reasons(rq, &d, &p.reasons));
	if (rq_raw(rq, "of").n)
		TRY(rq_cookie(rq, "desk_of", p.of, 30 * 86400));

	struct page *pg = rq_page(rq, status ? status : rq_has_errors(rq) ? 422 : 200);

	t_desk_book(pg, &p);
	return OK;
}

enum err desk_book_page(struct rq *rq)
{
	return show(rq, 0, NULL, false, NULL);
}

enum err desk_book_find(struct rq *rq)
{
	static const char *const kept[] = { "at", "of", "walk", "type", "slot", "zone" };
	struct url to = U("/desk/book");

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		to = url_add(rq->a, to, kept[i], rq_raw(rq, kept[i]));
	return rq_found(rq, to);
}

/* ---- the booking ---- */

static const char *const ways[] = { "desk", "phone", NULL };
struct book_in {
	struct str who;			/* a file's number, or "new" */
	struct service_id type;
	TYPED_MEMBERS;
	struct day day;
	int32_t way, time;
	struct str reason, then, address, details, spot;
	int64_t zone;
	struct schedule_id agenda;
	bool sms, walk, extra, sure;
	struct referral_id ref;
	struct str referral;
};
static const struct field book_fields[] = {
	FIELD(book_in, who, F_TEXT, struct str, .required = true, .max = 20, .missing = N_("Look up the person first, or enter a new one.")),
	FIELD(book_in, type, F_ID, struct service_id, .required = true, .missing = N_("Choose a type.")),
	TYPED_FIELDS(book_in),
	FIELD(book_in, way, F_CHOICE, int32_t, .choices = ways),
	FIELD(book_in, reason, F_TEXT, struct str, .max = 200),
	FIELD(book_in, then, F_TEXT, struct str, .max = 10),
	FIELD(book_in, agenda, F_ID, struct schedule_id),
	FIELD(book_in, day, F_DAY, struct day),
	FIELD(book_in, time, F_MIN, int32_t),
	FIELD(book_in, sms, F_BOOL, bool),
	FIELD(book_in, walk, F_BOOL, bool),
	FIELD(book_in, extra, F_BOOL, bool),
	FIELD(book_in, sure, F_BOOL, bool),
	FIELD(book_in, zone, F_INT, int64_t, .max = INT64_MAX),
	FIELD(book_in, address, F_TEXT, struct str, .max = 300),
	FIELD(book_in, details, F_TEXT, struct str, .max = 300),
	FIELD(book_in, spot, F_TEXT, struct str, .max = 80),
	FIELD(book_in, ref, F_ID, struct referral_id),
	FIELD(book_in, referral, F_REFERENCE, struct str, .wrong = N_("The code has 11 letters and digits: look again at the paper")),
};
const struct form desk_book_form = FORM(book_in, book_fields);

/* Asks once whether a new person is one of those who are there already; nothing is written then. */
static enum err ask_doubles(struct rq *rq, const struct patient_matches *all)
{
	struct patient_matches likely = *all;

	for (likely.n = 0; likely.n < all->n && likely.n < 5 && all->v[likely.n].score >= LIKELY_DOUBLE; likely.n++)
		TRY(rq_audit(rq, AUDIT_SEARCH, all->v[likely.n].who.id.v, all->v[likely.n].who.organization.v));
	TRY(show(rq, 409, N_("This person is probably here already. Choose the file, or say that it is somebody else."), true, &likely));
	return E_CONFLICT;
}

static enum err new_person(struct rq *rq, const struct desk *d, const struct book_in *in, struct patient_id *ret)
{
	struct person p = TYPED_PERSON(in);
	struct patient_matches near;

	person_typed(rq, &p, d->now.day);
	if (!in->phone.n && role_in(rq, ELSEWHERE_ROLES))
		rq_wrong(rq, "phone", N_("Enter a phone number: the hospital may have to call."));
	if (rq_has_errors(rq))
		return E_INPUT;
	/* A helper has seen no card: a known file is met by its telephone alone. */
	if (rq->who.role == ROLE_HELPER)
		return patient_of_stranger(rq->db, rq->a, rq->now, d->keeper, &p, ret);
	if (role_in(rq, ELSEWHERE_ROLES))
		return patient_find_or_create(rq->db, rq->a, rq->now, d->keeper, &p, ret);
	TRY(patient_doubles(rq->db, rq->a, d->keeper, &p, &near));
	if (!in->sure && near.n && near.v[0].score >= LIKELY_DOUBLE)
		return ask_doubles(rq, &near);
	return patient_create(rq->db, rq->a, rq->now, d->keeper, &p, ret);
}

static enum err known_person(struct rq *rq, const struct desk *d, const struct book_in *in, struct patient_id *ret)
{
	struct patient p;
	int64_t id;

	if (num_parse(in->who, 1, INT64_MAX, &id) != OK)
		return E_NOTFOUND;
	if (in->ref.v)
		return book_referred(rq, in->ref, (struct patient_id){ id }, ret);
	if (role_in(rq, ELSEWHERE_ROLES))
		return book_known_ours(rq, d, (struct patient_id){ id }, ret);
	TRY(patient_get(rq->db, rq->a, &d->files, (struct patient_id){ id }, &p));
	if (p.erased || p.merged_into.v)
		return E_NOTFOUND;
	TRY(rq_audit(rq, AUDIT_READ, p.id.v, p.organization.v));
	*ret = p.id;
	return OK;
}

/* The start that was chosen: of the type's own list, or beside the rule with its three fields. */
static enum err chosen_start(struct rq *rq, const struct desk *d, const struct book_in *in, struct slot_value *ret)
{
	char *name = arena_cstr(rq->a, arena_fmt(rq->a, "slot-%lld", (long long)in->type.v));
	struct schedule s;
	struct organization_get_row o;
	bool may;

	if (in->extra) {
		TRY(desk_may_extra(rq, d, &may));
		if (!may)
			return E_DENIED;
		if (!in->reason.n)
			rq_wrong(rq, "reason", N_("Choose why this person comes in addition."));
		if (!day_is(in->day) || in->day.n < d->now.day.n)
			rq_wrong(rq, "day", N_("Choose a day from today on."));
		if (!in->agenda.v || in->time < 0 || !rq_raw(rq, "time").n)
			rq_wrong(rq, "time", N_("Enter the time, for example 11:20."));
		if (rq_has_errors(rq))
			return E_INPUT;
		*ret = (struct slot_value){ in->agenda.v, in->day, in->time };
	} else if (!slot_value_read(rq_raw(rq, name), ret)) {
		return rq_wrong(rq, "slot", N_("Choose a time; if none is free, look at another day."));
	}
	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ ret->schedule }, &s));
	TRY(organization_get(rq->db, rq->a, s.organization, &o));
	return o.tree_lo >= d->lo && o.tree_lo < d->hi ? OK : E_NOTFOUND;
}

static enum err take(struct rq *rq, const struct book_in *in, const struct slot_value *at, struct patient_id patient,
	struct booked *ret)
{
	bool elsewhere = role_in(rq, ELSEWHERE_ROLES);
	/* Whoever was booked for by another is always told, by the hospital itself. */
	struct book_ask ask = { .schedule = { at->schedule }, .service = in->type, .day = at->day, .start_min = at->min,
		.patient = patient, .channel = in->way == 1 && !elsewhere ? CH_PHONE : desk_channel(rq),
		.email = in->email, .for_whom = elsewhere ? "helper" : "self", .accepted = rq->who.role == ROLE_HELPER, .booked_by = rq->who.account,
		.role = str_of(role_code(rq->who.role)), .walk_in = in->walk && role_in(rq, DESK_ROLES), .silent = !in->sms && !elsewhere,
		.overbook_reason = in->extra ? in->reason : S(""), .referral = in->ref, .referral_code = in->referral,
		.home = { .zone = in->zone, .address = in->address, .details = in->details,
		.at = book_spot(in->spot) }, .acting = { rq->who.organization } };

	return appointment_book(rq->db, rq->a, rq->now, &ask, ret);
}

/* A visit at home needs a zone and an address. */
static enum err check_home(struct rq *rq, const struct book_in *in, bool *ret)
{
	struct service s;

	*ret = false;
	TRY(service_get(rq->db, rq->a, in->type, &s));
	if (!str_eq(s.place_kind, S("home")))
		return OK;
	if (!in->zone)
		return rq_wrong(rq, "address", N_("Choose the zone above and press Search: the free times depend on the way."));
	if (in->spot.n && !book_spot(in->spot).known)
		return rq_wrong(rq, "spot", N_("Two numbers of degrees, as a map gives them: 33.5731, -7.5898"));
	*ret = true;
	return in->address.n ? OK : rq_wrong(rq, "address", N_("Enter the address of the visit."));
}

/* A ceiling of extra appointments is reached: which one, over the form as it was filled. */
static enum err too_many(struct rq *rq, const struct desk *d, const struct book_in *in, const struct slot_value *at)
{
	struct schedule s;
	struct organization_get_row o;
	struct extra_limits l;
	enum extra_verdict v;

	TRY(schedule_get(rq->db, rq->a, (struct schedule_id){ at->schedule }, &s));
	TRY(organization_get(rq->db, rq->a, s.organization, &o));
	struct extra_ask ask = { .schedule = s.id, .organization = s.organization, .tree_lo = o.tree_lo, .day = at->day,
		.today = d->now.day, .role = str_of(role_code(rq->who.role)), .account = rq->who.account,
		.reason = in->reason };

	TRY(extra_look(rq->db, rq->a, &ask, &v, &l));
	TRY(show(rq, 409, v == EXTRA_OPERATOR_FULL ?
		N_("You have added as many people today as the hospital allows one colleague. Nothing was booked.") :
		N_("This agenda has as many people in addition that day as the hospital allows. Nothing was booked. Choose another day or agenda."),
		false, NULL));
	return E_CONFLICT;
}

/* Nothing is booked yet: the plan of all visits comes first. */
static enum err to_series(struct rq *rq, const struct desk *d, const struct book_in *in, const struct slot_value *at,
	struct patient_id patient, enum audit_what what)
{
	struct str slot = slot_value(rq->a, (struct schedule_id){ at->schedule }, at->day, at->min);

	TRY(rq_audit(rq, what, patient.v, d->keeper.v));
	return rq_redirect(rq, "/desk/repeat?who=%.*s&type=%lld&slot=%.*s%s%s", STR_ARG(rq_word(rq, patient.v)), (long long)in->type.v,
		STR_ARG(slot), in->way == 1 ? "&way=phone" : "", in->sms ? "" : "&quiet=1");
}

enum err desk_book(struct rq *rq)
{
	const struct book_in *in = rq->form;
	bool fresh = str_eq(in->who, S("new"));
	struct book_page place = { 0 };
	struct patient_id patient;
	struct slot_value at;
	struct booked done;
	struct desk d;
	const char *refused;
	bool home;
	enum err e;

	TRY(begin(rq, &place, &d));
	if (str_eq(in->then, S("series")) && !role_in(rq, DESK_ROLES))
		return E_NOTFOUND;
	TRY(check_home(rq, in, &home));
	TRY(chosen_start(rq, &d, in, &at));
	TRY(fresh ? new_person(rq, &d, in, &patient) : known_person(rq, &d, in, &patient));
	TRY(book_fits(rq, in->type, at.day, fresh, in->birth, in->sex >= 0 ? str_of(person_sexes[in->sex]) : S(""), patient));
	TRY(book_referral(rq, &d, in->type, in->ref, in->referral, patient));
	if (str_eq(in->then, S("series")) && !home)
		return to_series(rq, &d, in, &at, patient, fresh ? AUDIT_CREATE : AUDIT_READ);
	e = take(rq, in, &at, patient, &done);
	if ((e == E_LIMIT || e == E_DENIED) && (refused = book_refusal(rq, &d, &at, in->type, patient, in->phone))) {
		TRY(show(rq, 409, refused, false, NULL));
		return E_CONFLICT;
	}
	if (e == E_LIMIT && in->extra)
		return too_many(rq, &d, in, &at);
	if ((e == E_CONFLICT || e == E_INPUT) && home && in->spot.n) {
		TRY(show(rq, 409, N_("The way to this address leaves no room at that time, or it was just taken. Nothing was booked. The times below fit."), false, NULL));
		return E_CONFLICT;
	}
	if (e == E_CONFLICT || e == E_INPUT) {
		TRY(show(rq, 409, N_("This time was just taken by somebody else. Nothing was booked. The next free times are below."), false, NULL));
		return E_CONFLICT;
	}
	TRY(e);
	TRY(rq_audit(rq, fresh ? AUDIT_CREATE : AUDIT_CHANGE, patient.v, d.keeper.v));
	if (str_eq(in->then, S("series")))	/* the address is with the first visit: the others are planned from it */
		return rq_redirect(rq, "/desk/appointments/%lld/series%s", (long long)done.id.v, in->way == 1 ? "?way=phone" : "");
	if (str_eq(in->then, S("print")) && !place.telephone)
		return rq_redirect(rq, "/desk/appointments/%lld/receipt.pdf", (long long)done.id.v);
	return rq_redirect(rq, "/desk/appointments/%lld?booked=1", (long long)done.id.v);
}

enum err desk_ours_page(struct rq *rq)
{
	struct desk_ours_rows rows;
	struct desk d;

	TRY(desk_begin(rq, &d));
	TRY(desk_ours(rq->db, rq->a, &rq->who.scope, d.now.day, rq->who.account, &rows));
	for (size_t i = 0; i < rows.n; i++)
		TRY(rq_audit(rq, AUDIT_LIST, rows.v[i].patient_id.v, rows.v[i].organization_id.v));

	struct page *pg = rq_page(rq, 200);

	t_desk_ours(pg, rows);
	return OK;
}
