/* The booking page for those who book at hospitals that are not their own: health centres, helpers. */
#include "areas/desk/pages.h"

#include "areas/organizations/organizations.h"
#include "base/num.h"
#include "web/web.h"

enum { PERSONS_MAX = 6 };

/* The hospital that is booked at: one of those that may be, as chosen. */
enum err book_places(struct rq *rq, struct book_page *p)
{
	struct booker_places rows;
	int64_t at;

	if (num_parse(rq_raw(rq, "at"), 1, INT64_MAX, &at) != OK)
		at = 0;
	p->elsewhere = true;
	TRY(booker_places(rq->db, rq->a, rq->who.tree_lo, &rows));
	p->places = (struct agenda_choices){ ARENA_ARRAY(rq->a, struct agenda_choice, rows.n + 1), rows.n };
	for (size_t i = 0; i < rows.n; i++) {
		const struct booker_place *r = &rows.v[i];

		p->places.v[i] = (struct agenda_choice){ arena_fmt(rq->a, "%lld", (long long)r->id.v),
			organization_name(rq->lang, r->name_fr, r->name_ar, r->name_en), r->id.v == at };
		if (r->id.v == at || (!at && !i))
			p->place = r->id.v;
	}
	return OK;
}

static struct booker_ask ask_of(const struct rq *rq, const struct desk *d, struct service_id type)
{
	return (struct booker_ask){ .tree_lo = d->lo, .account = rq->who.account, .role = str_of(role_code(rq->who.role)),
		.service = type, .phone = S(""), .acting = { rq->who.organization } };
}

enum err book_room(struct rq *rq, const struct desk *d, struct book_page *p)
{
	struct booker_ask ask = ask_of(rq, d, (struct service_id){ 0 });

	p->room = (struct booker_room){ BOOKER_MAY, -1, -1, -1, -1, -1 };
	if (!p->elsewhere)
		return OK;
	TRY(booker_look(rq->db, rq->a, rq->now, &ask, false, &p->room));
	/* That a type is taken from nearer or farther is said by the list of types. */
	if (p->room.verdict != BOOKER_MAY && p->room.verdict != BOOKER_FAR && !p->taken.n)
		p->taken = lang_tr(rq->lang, booker_said(p->room.verdict));
	return OK;
}

enum err book_type_room(struct rq *rq, const struct desk *d, struct book_type *t, bool *ret_may)
{
	struct booker_ask ask = ask_of(rq, d, t->id);

	t->kept_left = -1;
	*ret_may = true;
	t->room = (struct booker_room){ BOOKER_MAY, -1, -1, -1, -1, -1 };
	if (!role_in(rq, ELSEWHERE_ROLES))
		return OK;
	if (rq->who.role == ROLE_HELPER) {
		struct service s;

		TRY(service_get(rq->db, rq->a, t->id, &s));
		t->accept = s.accept.v[rq->lang];
	}
	TRY(booker_look(rq->db, rq->a, rq->now, &ask, false, &t->room));
	*ret_may = t->room.verdict != BOOKER_FAR;
	return OK;
}

/* Of the places that the first of the times' openings keep for health centres that day, what is left. */
enum err book_type_shares(struct rq *rq, struct book_type *t)
{
	struct slot_value v;
	struct share_lines lines;

	if (rq->who.role != ROLE_HEALTH_CENTRE || !t->slots.n || !slot_value_read(t->slots.v[0].value, &v))
		return OK;
	TRY(share_list(rq->db, rq->a, rq->now, (struct schedule_id){ v.schedule }, v.day, 1, &lines));
	for (size_t i = 0; i < lines.n; i++) {
		const struct share_line *l = &lines.v[i];

		if (l->released || l->quota.share[QUOTA_CENTRE] < 0)
			continue;
		t->kept = (t->kept_left < 0 ? 0 : t->kept) + l->quota.share[QUOTA_CENTRE];
		t->kept_left = (t->kept_left < 0 ? 0 : t->kept_left) + l->quota.share[QUOTA_CENTRE] - l->taken[QUOTA_CENTRE];
		if (t->kept_left < 0)
			t->kept_left = 0;
	}
	return OK;
}

static struct patient file_of(const struct booker_person *r)
{
	return (struct patient){ .id = r->id, .organization = r->organization, .name = r->name, .birth_day = r->birth_day,
		.sex = r->sex, .phone = r->phone, .identity_number = r->identity_number, .email = S(""), .lang = S("") };
}

static enum err add_person(struct rq *rq, struct book_page *p, const struct booker_person *r)
{
	p->found.v[p->found.n++] = (struct book_found){ .who = file_of(r), .score = 100, .last_day = DAY_NONE, .next_day = DAY_NONE };
	return rq_audit(rq, AUDIT_SEARCH, r->id.v, r->organization.v);
}

/* People whom this account booked for there before: nobody else's file is ever seen. */
enum err book_find_ours(struct rq *rq, const struct desk *d, struct book_page *p)
{
	struct booker_persons rows = { 0 };
	struct booker_person one;
	int64_t who = rq_word_id(rq, "who");

	p->found.v = ARENA_ARRAY(rq->a, struct book_found, PERSONS_MAX + 2);
	if (p->sought.text.n && !p->fresh)
		TRY(booker_persons(rq->db, rq->a, &rq->who.scope, d->lo, d->hi, p->sought.text, PERSONS_MAX + 1, &rows));
	p->more = rows.n > PERSONS_MAX;
	rows.n = p->more ? PERSONS_MAX : rows.n;
	for (size_t i = 0; i < rows.n; i++)
		TRY(add_person(rq, p, &rows.v[i]));
	if (who && !rows.n && !p->fresh) {
		TRY(booker_person(rq->db, rq->a, &rq->who.scope, d->lo, d->hi, (struct patient_id){ who }, &one));
		TRY(add_person(rq, p, &one));
	}
	book_chosen(rq, p, who);
	p->nobody = p->sought.text.n && !p->found.n && !p->fresh;
	p->fresh = p->fresh || !p->found.n;
	return OK;
}

enum err book_known_ours(struct rq *rq, const struct desk *d, struct patient_id id, struct patient_id *ret)
{
	struct booker_person r;

	TRY(booker_person(rq->db, rq->a, &rq->who.scope, d->lo, d->hi, id, &r));
	TRY(rq_audit(rq, AUDIT_READ, r.id.v, r.organization.v));
	if (!r.phone.n)
		return rq_wrong(rq, "who", N_("The hospital has no telephone of this person. Call its desk, or enter the person with a telephone."));
	*ret = id;
	return OK;
}

/* What a booker is told when a booking is refused; NULL: it was not the establishment's limits. */
const char *book_refusal(struct rq *rq, const struct desk *d, const struct slot_value *at, struct service_id type,
	struct patient_id patient, struct str phone)
{
	struct booker_ask ask = ask_of(rq, d, type);
	struct booker_person r;
	struct booker_room room;
	struct schedule s;
	struct organization_get_row o;

	if (!role_in(rq, ELSEWHERE_ROLES) || schedule_get(rq->db, rq->a, (struct schedule_id){ at->schedule }, &s) != OK ||
			organization_get(rq->db, rq->a, s.organization, &o) != OK)
		return NULL;
	ask.tree_lo = o.tree_lo;
	ask.schedule = s.id;
	ask.patient = patient;
	ask.phone = phone;
	if (booker_person(rq->db, rq->a, &rq->who.scope, d->lo, d->hi, patient, &r) == OK)
		ask.phone = r.phone;
	if (booker_look(rq->db, rq->a, rq->now, &ask, false, &room) != OK || room.verdict == BOOKER_MAY)
		return NULL;
	return booker_said(room.verdict);
}

enum err book_fits(struct rq *rq, struct service_id type, struct day on, bool fresh, struct day birth, struct str sex,
	struct patient_id patient)
{
	struct service s;

	if (rq->who.role != ROLE_HELPER)
		return OK;
	TRY(service_get(rq->db, rq->a, type, &s));
	if (!s.online || s.same_practitioner)
		return E_NOTFOUND;
	if (!fresh) {
		struct booker_person r;

		TRY(booker_person(rq->db, rq->a, &rq->who.scope, 0, INT64_MAX, patient, &r));
		birth = r.birth_day;
		sex = r.sex;
	}
	const struct fits f = { s.age_min_months, s.age_max_months, s.sex };

	if (!fits_age(&f, birth, on) || !fits_sex(&f, sex))
		return rq_wrong(rq, "type", N_("This type is for another age or sex: choose another one."));
	if (s.accept.v[rq->lang].n && !rq_raw(rq, "accepted").n)
		return rq_wrong(rq, "type", N_("Read the text below the types to the person, who has to accept it."));
	return OK;
}

enum channel desk_channel(const struct rq *rq)
{
	if (rq->who.role == ROLE_HEALTH_CENTRE)
		return CH_HEALTH_CENTRE;
	if (rq->who.role == ROLE_TELEPHONE)
		return CH_PHONE;
	return rq->who.role == ROLE_HELPER ? CH_ASSISTED : CH_DESK;
}
