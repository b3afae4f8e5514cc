/* What rows name: organisations, specialities, practitioners, places; and common cells. */
#include "areas/imports/inside.h"

#include "areas/imports/rules/words.h"
#include "base/num.h"
#include "base/random.h"
#include "base/utf8.h"
#include "organizations_q.h"
#include "web/fields.h"

struct str import_fold(struct import *im, struct str s)
{
	return s.n > 1000 ? STR_NONE : utf8_fold(im->scratch, s);
}

enum err import_site_find(struct import *im, struct str code, struct site **ret)
{
	struct organization_by_code_row o;
	struct site *s;
	enum err e;

	for (s = im->sites; s; s = s->next)
		if (str_eq_nocase(s->code, code))
			break;
	if (!s) {
		char *upper = arena_cstr(im->a, code);

		for (char *p = upper; *p; p++)
			*p = ascii_upper(*p);
		e = organization_by_code(im->db, im->a, str_of(upper), &o);
		if (e == E_NOTFOUND) {
			*ret = NULL;
			return OK;
		}
		TRY(e);
		s = ARENA_NEW(im->a, struct site);
		*s = (struct site){ .next = im->sites,
			.code = str_of(upper),
			.kind = o.kind,
			.id = o.id,
			.lo = o.tree_lo,
			.hi = o.tree_hi,
			.zone_name = o.zone };
		TRY(zone_get(o.zone, &s->zone));
		im->sites = s;
	}
	*ret = s;
	return OK;
}

void import_site_forget(struct import *im)
{
	im->sites = NULL;
}

enum err import_site(struct import *im, const struct row *r, int column, struct site **ret)
{
	struct site *s = im->standard;

	if (r->cell[column].n)
		TRY(import_site_find(im, r->cell[column], &s));
	if (s && im->ask->hi && (s->lo < im->ask->lo || s->lo >= im->ask->hi))
		s = NULL;
	if (!s)
		import_wrong(im, r, column, N_("the code of an establishment that is known here"));
	*ret = s;
	return OK;
}

static enum err load_specialties(struct import *im)
{
	struct specialty_list_rows rows;

	TRY(specialty_list(im->db, im->a, &rows));
	im->specialties = ARENA_ARRAY(im->a, struct specialty, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		struct specialty *s = &im->specialties[im->nspecialties++];

		s->code = rows.v[i].code;
		s->name.v[LANG_FR] = rows.v[i].name_fr;
		s->name.v[LANG_AR] = rows.v[i].name_ar;
		s->name.v[LANG_EN] = rows.v[i].name_en;
		s->fold_fr = utf8_fold(im->a, rows.v[i].name_fr);
		s->fold_ar = utf8_fold(im->a, rows.v[i].name_ar);
		s->fold_en = utf8_fold(im->a, rows.v[i].name_en);
	}
	return OK;
}

const struct specialty *import_specialty(struct import *im, const struct row *r, int column)
{
	struct str f = import_fold(im, r->cell[column]);

	if (!im->nspecialties && load_specialties(im) != OK)
		return NULL;
	for (size_t i = 0; i < im->nspecialties && r->cell[column].n; i++) {
		const struct specialty *s = &im->specialties[i];

		if (str_eq(s->code, r->cell[column]) || str_eq(s->fold_fr, f) || str_eq(s->fold_ar, f)
			|| str_eq(s->fold_en, f))
			return s;
	}
	import_wrong(im, r, column, N_("the code or name of a speciality"));
	return NULL;
}

void import_doctor_know(struct import *im, struct site *s, const struct practitioner *p)
{
	for (size_t i = 0; i < s->ndoctors; i++) {
		if (s->doctors[i].p.id.v == p->id.v) {
			s->doctors[i] = (struct known_doctor){ *p, utf8_fold(im->a, p->name.s) };
			return;
		}
	}
	s->doctors = arena_grow(im->a, s->doctors, s->ndoctors, &s->doctors_cap, sizeof(*s->doctors));
	s->doctors[s->ndoctors++] = (struct known_doctor){ *p, utf8_fold(im->a, p->name.s) };
}

static enum err list_doctors(struct import *im, struct site *s)
{
	struct practitioners all;

	if (s->listed)
		return OK;
	TRY(practitioner_list(im->db, im->a, s->id, &all));
	for (size_t i = 0; i < all.n; i++)
		import_doctor_know(im, s, &all.v[i]);
	s->listed = true;
	return OK;
}

enum err import_doctor(struct import *im, struct site *s, struct str code, struct str name,
	struct str specialty, const struct practitioner **ret)
{
	struct str f = import_fold(im, name);

	TRY(list_doctors(im, s));
	*ret = NULL;
	for (size_t i = 0; i < s->ndoctors && !*ret; i++) {
		const struct known_doctor *d = &s->doctors[i];

		if (code.n ? str_eq_nocase(d->p.code, code) : f.n && str_eq(d->fold, f)
				&& (!specialty.n || str_eq(d->p.specialty, specialty)))
			*ret = &d->p;
	}
	return OK;
}

enum err import_location(struct import *im, struct site *s, struct location_id *ret)
{
	struct location_list_rows rows;

	if (!s->location.v) {
		TRY(location_list(im->db, im->a, s->id, &rows));
		for (size_t i = 0; i < rows.n && !s->location.v; i++)
			if (rows.v[i].active)
				s->location = rows.v[i].id;
	}
	if (!s->location.v) {
		struct organization_get_row o;

		TRY(organization_get(im->db, im->a, s->id, &o));
		s->location.v = random_id(im->now);
		TRY(location_add(im->db, im->a, s->location, s->id, S("MAIN"), o.name_fr, o.name_ar,
			o.name_en, S(""), S(""), S(""), S(""), o.phone, o.zone));
	}
	*ret = s->location;
	return OK;
}

bool import_phone(struct import *im, const struct row *r, int column, struct str *ret)
{
	static const struct field f = { .name = "phone", .type = F_PHONE };
	const char *why;

	*ret = STR_NONE;
	if (!r->cell[column].n)
		return true;
	if (field_read(im->a, &f, r->cell[column], 212, ret, &why) == OK)
		return true;
	import_wrong(
		im, r, column, N_("a phone number, for instance 06 12 34 56 78 or +212 6 12 34 56 78"));
	return false;
}

bool import_name(struct import *im, const struct row *r, int column, struct name *ret)
{
	static const struct field f = { .name = "name", .type = F_NAME };
	const char *why;

	if (r->cell[column].n && field_read(im->a, &f, r->cell[column], 212, ret, &why) == OK)
		return true;
	import_wrong(im, r, column,
		r->cell[column].n ? N_("a name of at most 120 characters") : N_("a name; it is required"));
	return false;
}

bool import_sex(struct import *im, const struct row *r, int column, struct str *ret)
{
	const char *code = word_sex(import_fold(im, r->cell[column]));

	if (!code) {
		import_wrong(im, r, column, N_("F or M (female, male, other, unknown; femme, homme)"));
		return false;
	}
	*ret = str_of(code);
	return true;
}

bool import_number(struct import *im, const struct row *r, int column, int64_t min, int64_t max,
	int64_t otherwise, const char *expected, int64_t *ret)
{
	char digits[40];
	struct str s = r->cell[column];

	*ret = otherwise;
	if (!s.n)
		return true;
	if (s.n <= sizeof(digits)
		&& num_parse((struct str){ digits, num_western_digits(s, digits) }, min, max, ret) == OK)
		return true;
	import_wrong(im, r, column, expected);
	return false;
}
