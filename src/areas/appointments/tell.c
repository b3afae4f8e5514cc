/*
 * From an appointment to the notice of it: whose it is, how to reach that person, what the place is called.
 * Who has mail gets calendar files too, for which several appointments are read one by one.
 */
#include "areas/appointments/appointments.h"

#include "areas/appointments/internal.h"
#include "areas/appointments/notice.h"

struct calendar_visit calendar_visit_of(const struct appointment *x)
{
	return (struct calendar_visit){ .id = x->id.v, .version = x->version, .start = { x->day, x->start_min },
		.start_at = x->start_at, .minutes = x->duration_min, .reference = x->reference,
		.cancelled = x->status == ST_CANCELLED };
}

/* In the order of time: what a mail shows before it is opened is the first. */
static void put_visit(struct notice *n, struct calendar_visit *v, const struct appointment *x)
{
	size_t i = n->nvisits++;

	for (; i > 0 && v[i - 1].start_at.v > x->start_at.v; i--)
		v[i] = v[i - 1];
	v[i] = calendar_visit_of(x);
}

static enum err put_visits(struct db *db, struct arena *a, const struct tell *t, struct notice *n)
{
	struct calendar_visit *v = ARENA_ARRAY(a, struct calendar_visit, t->nstarts + 2);
	struct appointment x;

	n->visits = v;
	for (size_t i = 0; t->ids && i < t->nstarts; i++) {
		TRY(appointment_load(db, a, t->ids[i], &x));
		put_visit(n, v, &x);
	}
	if (t->version)
		v[n->nvisits++] = (struct calendar_visit){ .id = t->id.v, .version = t->version, .start = t->start,
			.start_at = t->start_at, .minutes = t->minutes, .reference = t->reference };
	if (t->left.v) {
		TRY(appointment_load(db, a, t->left, &x));
		v[n->nvisits++] = calendar_visit_of(&x);
	}
	return OK;
}

enum err notice_house(struct db *db, struct arena *a, int64_t organization, struct str *ret_place, struct str *ret_phone)
{
	struct house_of_notice_row o;

	TRY(house_of_notice(db, a, (struct organization_id){ organization }, &o));
	*ret_place = o.sms_name.n ? o.sms_name : o.name_fr;
	*ret_phone = o.phone;
	return OK;
}

enum err mail_given(struct db *db, struct arena *a, struct appointment_id id, struct str *ret)
{
	struct appointment_mail_of_row r;
	enum err e = appointment_mail_of(db, a, id, &r);

	if (e == OK)
		*ret = r.email;
	return e == E_NOTFOUND ? OK : e;
}

enum err notice_tell(struct db *db, struct arena *a, struct instant now, const struct tell *t)
{
	struct patient_contact_row p;
	struct place_of_notice_row place;

	if (t->person) {
		p = *t->person;
	} else {
		enum err e = patient_contact(db, a, t->patient, &p);

		if (e != OK)
			return e == E_NOTFOUND ? OK : e;
		if (!p.email.n)
			TRY(mail_given(db, a, t->id, &p.email));
		for (size_t i = 0; !p.email.n && t->ids && i < t->nstarts; i++)
			TRY(mail_given(db, a, t->ids[i], &p.email));
	}
	if (t->place)
		place = *t->place;
	else
		TRY(place_of_notice(db, a, t->organization, t->schedule, &place));
	enum lang l = LANG_FR;

	if (!lang_of(t->lang.n ? t->lang : p.lang, &l))
		l = LANG_FR;
	struct notice n = { .who = t->who.v[l], .instead = t->instead.v[l],
		.kind = (enum notice_kind)t->kind, .organization = t->organization.v,
			.appointment = t->id.v,
		.patient = t->patient.v, .phone = p.phone, .email = p.email,
			.lang = t->lang.n ? t->lang : p.lang,
		.place = place.sms_name.n ? place.sms_name : place.name_fr,
		.place_phone = place.phone.n ? place.phone : place.location_phone,
			.start = t->start,
		.start_at = t->start_at, .reference = t->reference, .token = t->token,
		.discreet = t->discreet, .starts = t->starts, .nstarts = t->nstarts,
		.bring = t->bring ? t->bring->v[l] : S(""), .prepare = t->prepare ? t->prepare->v[l] : S(""),
		.place_kind = t->place_kind, .of_house = t->of_house,
	};

	if (!t->not_here)
		n.address = l == LANG_AR && place.address_ar.n ? place.address_ar : place.address_fr;
	if (n.email.n)
		TRY(put_visits(db, a, t, &n));
	return notice_queue(db, a, now, &n);
}

enum err notice_calendars(struct db *db, struct arena *a, struct instant now, enum lang l, const int64_t *appointments, size_t n,
	struct str place, struct str attendee, struct str *ret)
{
	struct str all = STR_NONE;

	for (size_t i = 0; i < n; i++) {
		struct calendar_about about = { .now = now, .place = place };
		struct calendar_visit v;
		struct appointment x;

		TRY(appointment_load(db, a, (struct appointment_id){ appointments[i] }, &x));
		v = calendar_visit_of(&x);
		v.changed = x.changed_at;
		about.discreet = x.sensitive || !place.n;
		about.elsewhere = notice_place(l, x.place_kind, STR_NONE);
		about.address = l == LANG_AR && x.address_ar.n ? x.address_ar : x.address_fr;
		all = arena_cat(a, all, calendar_invite(a, l, &about, &v, 1, attendee));
	}
	*ret = all;
	return OK;
}
