/*
 * What is said of a party: one text message to its phone, or its first person's; and by mail, to each address that its people
 * have in their files or that was given for them, with the calendar files of those whose address it is. Seats without names are one entry in the calendar of
 * who keeps them: its number is the party's, which no appointment has.
 */
#include "areas/appointments/seats.h"

#include "appointments_q.h"
#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"
#include "areas/patients/patients.h"

struct telling {
	struct db *db;
	struct arena *a;
	struct instant now;
	const struct party *p;
	struct appointments all;
	struct party_mails_rows mails;
	const struct appointment_id *only;	/* of the people whom it is about; NULL: all */
	size_t nonly;
};

static bool is_gone(const struct appointment *x)
{
	return x->status == ST_CANCELLED || x->status == ST_ERROR;
}

static struct str mail_of(const struct telling *t, const struct appointment *x)
{
	for (size_t i = 0; i < t->mails.n; i++)
		if (t->mails.v[i].id.v == x->id.v)
			return t->mails.v[i].email;
	return STR_NONE;
}

/* Of a cancellation those who are out of it, else those who are in it. */
static bool concerned(const struct telling *t, const struct notice *n, const struct appointment *x)
{
	bool chosen = !t->only;

	for (size_t i = 0; i < t->nonly; i++)
		chosen = chosen || t->only[i].v == x->id.v;
	return chosen && is_gone(x) == (n->kind == NOTICE_PARTY_CANCELLED);
}

/* What all of them are told alike: where, what to bring, what to do before; what differs is on the page of each. */
static void told_alike(struct notice *n, enum lang l, const struct appointment *x)
{
	const struct str address = x->gathering.v ? STR_NONE : l == LANG_AR && x->address_ar.n ? x->address_ar : x->address_fr;
	const bool first = n->nvisits == 1;

	n->address = first || str_eq(n->address, address) ? address : STR_NONE;
	n->bring = first || str_eq(n->bring, x->bring.v[l]) ? x->bring.v[l] : STR_NONE;
	n->prepare = first || str_eq(n->prepare, x->prepare.v[l]) ? x->prepare.v[l] : STR_NONE;
}

/* The mail to the address of all.v[i], unless somebody before has the same. Who waits for a place has nothing in a calendar yet. */
static enum err mail_one(const struct telling *t, const struct notice *of, size_t i)
{
	struct calendar_visit *v = ARENA_ARRAY(t->a, struct calendar_visit, t->all.n);
	struct notice n = *of;
	enum lang l = LANG_FR;

	if (!lang_of(n.lang, &l))
		l = LANG_FR;
	n.phone = STR_NONE;
	n.email = mail_of(t, &t->all.v[i]);
	n.people = 0;
	n.visits = v;
	n.nvisits = 0;
	for (size_t k = 0; n.email.n && k < t->all.n; k++) {
		const struct appointment *x = &t->all.v[k];

		if (!concerned(t, of, x) || !str_eq(mail_of(t, x), n.email))
			continue;
		if (k < i)
			return OK;
		if (!n.people++) {
			n.patient = x->patient.v;
			n.start = (struct local){ x->day, x->start_min };
			n.start_at = x->start_at;
		}
		if (x->status == ST_WAITLIST)
			continue;
		v[n.nvisits++] = calendar_visit_of(x);
		told_alike(&n, l, x);
	}
	return n.people ? notice_queue(t->db, t->a, t->now, &n) : OK;
}

static enum err mail_people(const struct telling *t, const struct notice *n)
{
	for (size_t i = 0; i < t->all.n; i++)
		if (concerned(t, n, &t->all.v[i]))
			TRY(mail_one(t, n, i));
	return OK;
}

/* The seats themselves. Their entry in the calendar is newer with each change of the party or of the session. */
static enum err mail_seats(const struct telling *t, const struct notice *of, int32_t seats)
{
	struct calendar_visit v = { .id = t->p->id.v, .version = t->p->version, .start = of->start, .start_at = of->start_at,
		.reference = t->p->reference };
	struct notice n = *of;
	struct gathering g;

	if (!t->p->email.n || seats <= 0 || !t->p->gathering.v)
		return OK;
	TRY(gathering_get(t->db, t->a, t->p->gathering, &g));
	v.version += g.version;
	v.minutes = g.duration_min;
	n.phone = STR_NONE;
	n.email = t->p->email;
	n.people = seats;
	n.visits = &v;
	n.nvisits = t->p->reference.n > 0;
	return notice_queue(t->db, t->a, t->now, &n);
}

/* The phone's message, and what mails have in common with it. */
static void say_all(const struct telling *t, struct notice *n)
{
	for (size_t i = 0; i < t->all.n; i++) {
		const struct appointment *x = &t->all.v[i];

		if (!n->phone.n)
			n->phone = x->phone;
		n->people += !is_gone(x) || n->kind == NOTICE_PARTY_CANCELLED;
		n->discreet = n->discreet || x->sensitive;
		if (!i || str_eq(x->place_kind, S("on_site")))	/* one who goes there is told where */
			n->place_kind = x->place_kind;
		if (n->start_at.v)
			continue;
		n->patient = x->patient.v;
		n->start = (struct local){ x->day, x->start_min };
		n->start_at = x->start_at;
	}
}

static enum err begin(struct telling *t, struct notice *n)
{
	struct gathering g;

	TRY(notice_house(t->db, t->a, t->p->organization.v, &n->place, &n->place_phone));
	TRY(party_people(t->db, t->a, t->p->id, &t->all));
	TRY(party_mails(t->db, t->a, t->p->id, &t->mails));
	n->organization = t->p->organization.v;
	n->phone = t->p->phone;
	n->lang = t->p->lang;
	if (n->start_at.v || !t->p->gathering.v)
		return OK;
	TRY(gathering_get(t->db, t->a, t->p->gathering, &g));
	n->start = (struct local){ g.day, g.start_min };
	n->start_at = g.start_at;
	return OK;
}

enum err party_notice(struct db *db, struct arena *a, struct instant now, const struct party *p, struct notice *n)
{
	struct telling t = { .db = db, .a = a, .now = now, .p = p };
	/* of a session that moves or ends, people with names are told each by her own act */
	const bool seats_only = n->kind == NOTICE_PARTY_MOVED || n->kind == NOTICE_PARTY_OFF;

	TRY(begin(&t, n));
	n->people = p->unnamed;
	say_all(&t, n);
	TRY(notice_queue(db, a, now, n));
	TRY(mail_seats(&t, n, p->unnamed));
	return seats_only ? OK : mail_people(&t, n);
}

enum err party_tell(struct db *db, struct arena *a, struct instant now, struct party_id id, enum party_notice what,
	struct str token)
{
	static const enum notice_kind kinds[] = { [PARTY_BOOKED] = NOTICE_PARTY_BOOKED,
		[PARTY_CANCELLED] = NOTICE_PARTY_CANCELLED, [PARTY_SEATED] = NOTICE_PARTY_SEATED };
	struct notice n = { .kind = kinds[what], .token = token };
	struct party p;

	TRY(party_get(db, a, id, &p));
	return party_notice(db, a, now, &p, &n);
}

enum err party_mail_gone(struct db *db, struct arena *a, struct instant now, struct party_id id, const struct appointment_id *gone,
	size_t n, int32_t seats)
{
	struct notice x = { .kind = NOTICE_PARTY_CANCELLED };
	struct telling t = { .db = db, .a = a, .now = now, .only = gone, .nonly = n };
	struct party p;

	TRY(party_get(db, a, id, &p));
	t.p = &p;
	TRY(begin(&t, &x));
	say_all(&t, &x);
	TRY(mail_seats(&t, &x, seats));
	return n ? mail_people(&t, &x) : OK;
}
