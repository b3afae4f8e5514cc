/* Whom a booker has booked for, and by whom an appointment was booked. See bookers.h. */
#include "areas/bookers/bookers.h"

#include "areas/organizations/organizations.h"
#include "base/utf8.h"
#include "bookers_q.h"

static struct booker_person person_of(const struct booker_people_row *r)
{
	return (struct booker_person){ r->patient, r->organization, r->name, r->birth_day, r->sex, r->phone, r->identity_number };
}

static size_t digits_of(struct arena *a, struct str s, struct str *ret)
{
	char *p = ARENA_ARRAY(a, char, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_digit(s.p[i]))
			p[n++] = s.p[i];
	*ret = (struct str){ p, n };
	return n;
}

/* A telephone by its last digits, however it is written; a card by its number. */
static bool number_fits(struct arena *a, struct str typed, const struct booker_people_row *r)
{
	struct str d, phone;

	if (str_eq_nocase(typed, r->identity_number))
		return true;
	if (digits_of(a, typed, &d) < 6)
		return false;
	if (d.p[0] == '0')
		d = str_sub(d, 1, d.n);
	digits_of(a, r->phone, &phone);
	return phone.n >= d.n && str_eq(str_sub(phone, phone.n - d.n, phone.n), d);
}

/* Each typed word begins one of the name's. */
static bool name_fits(struct str key, struct str name)
{
	bool some = false;

	while (key.n) {
		struct str word = str_cut(&key, ' '), rest = name;
		bool found = !word.n;

		while (!found && rest.n)
			found = str_starts(str_cut(&rest, ' '), word);
		if (!found)
			return false;
		some = some || word.n > 0;
	}
	return some;
}

enum err booker_persons(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	struct str text, size_t max, struct booker_persons *ret)
{
	struct str typed = str_trim(text), key = utf8_name_key(a, typed);
	struct booker_people_rows all;
	struct booker_persons out = { 0 };

	TRY(booker_people(db, a, scope, scope->account, lo, hi, &all));
	out.v = ARENA_ARRAY(a, struct booker_person, all.n + 1);
	for (size_t i = 0; i < all.n && out.n < max; i++)
		if (number_fits(a, typed, &all.v[i]) || name_fits(key, utf8_name_key(a, all.v[i].name.s)))
			out.v[out.n++] = person_of(&all.v[i]);
	*ret = out;
	return OK;
}

enum err booker_person(struct db *db, struct arena *a, const struct scope *scope, int64_t lo, int64_t hi,
	struct patient_id id, struct booker_person *ret)
{
	struct booker_people_rows all;

	TRY(booker_people(db, a, scope, scope->account, lo, hi, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].patient.v == id.v) {
			*ret = person_of(&all.v[i]);
			return OK;
		}
	return E_NOTFOUND;
}

/* ---- marks ---- */

static struct booker_mark mark_of(enum lang l, struct appointment_id id, struct str kind, struct name account,
	struct str fr, struct str ar, struct str en)
{
	return (struct booker_mark){ id, str_eq(kind, S("helper")) ? BOOKER_HELPER : BOOKER_CENTRE, account,
		organization_name(l, fr, ar, en) };
}

enum err booker_mark(struct db *db, struct arena *a, enum lang l, struct appointment_id id, struct booker_mark *ret)
{
	struct booker_of_appointment_row r;
	enum err e = booker_of_appointment(db, a, id, &r);

	*ret = (struct booker_mark){ .name = { S("") } };
	if (e == E_NOTFOUND)
		return OK;
	TRY(e);
	*ret = mark_of(l, id, r.kind, r.account, r.centre_fr, r.centre_ar, r.centre_en);
	return OK;
}

enum err booker_marks(struct db *db, struct arena *a, enum lang l, const struct appointment_id *ids, size_t n,
	struct booker_marks *ret)
{
	struct booker_marks out = { ARENA_ARRAY(a, struct booker_mark, n + 1), 0 };

	for (size_t from = 0; from < n; from += DB_LIST_MAX) {
		size_t len = n - from < DB_LIST_MAX ? n - from : DB_LIST_MAX;
		struct booker_of_appointments_rows r;

		TRY(booker_of_appointments(db, a, ids + from, len, &r));
		for (size_t i = 0; i < r.n; i++)
			out.v[out.n++] = mark_of(l, r.v[i].appointment, r.v[i].kind, r.v[i].account, r.v[i].centre_fr,
				r.v[i].centre_ar, r.v[i].centre_en);
	}
	*ret = out;
	return OK;
}

const struct booker_mark *booker_mark_in(const struct booker_marks *m, struct appointment_id id)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].appointment.v == id.v)
			return &m->v[i];
	return NULL;
}

struct str booker_mark_said(struct arena *a, enum lang l, const struct booker_mark *m)
{
	bool helper = m->kind == BOOKER_HELPER;

	return fill(a, lang_tr(l, helper ? N_("By a helper: %1") : N_("By a health centre: %1")),
		helper ? &m->name.s : &m->place, 1);
}
