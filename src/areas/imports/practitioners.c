/* Practitioners of an establishment, known again by their code, else by name and speciality. */
#include "areas/imports/inside.h"

enum { ORGANIZATION, CODE, NAME, NAME_AR, SEX, SPECIALTY, NCOLUMNS };
static const struct column columns[NCOLUMNS] = {
	[ORGANIZATION] = { "organization",
		"organization|etablissement|etablissement code|hopital|المؤسسه|المؤسسه الرمز|المستشفي",
		false },
	[CODE] = { "code",
		"code|matricule|practitioner code|matricule facultatif|رقم التسجيل|رقم التاجير|رقم التسجيل اختياري",
		false },
	[NAME]
	= { "name", "name|nom|nom et prenom|medecin|medecin nom et prenom|الاسم|اسم الطبيب", true },
	[NAME_AR] = { "name_ar", "name ar|nom ar|nom en arabe|الاسم بالعربيه", false },
	[SEX] = { "sex", "sex|sexe|الجنس", false },
	[SPECIALTY] = { "specialty", "specialty|speciality|specialite|التخصص", true },
};

struct doctor { struct site *site; struct practitioner p; bool there; };

static enum err check(struct import *im, struct row *r)
{
	struct doctor *d = ARENA_NEW(im->a, struct doctor);
	const struct specialty *s = import_specialty(im, r, SPECIALTY);
	const struct practitioner *old = NULL;

	r->record = d;
	TRY(import_site(im, r, ORGANIZATION, &d->site));
	import_name(im, r, NAME, &d->p.name);
	import_sex(im, r, SEX, &d->p.sex);
	if (str_eq(d->p.sex, S("other"))) {
		import_wrong(im, r, SEX, N_("F or M, or empty"));
	}
	if (r->cell[CODE].n > 40)
		import_wrong(im, r, CODE, N_("a code of at most 40 characters"));
	if (!s || !d->site)
		return OK;
	TRY(import_doctor(im, d->site, r->cell[CODE], d->p.name.s, s->code, &old));
	if (old) {
		struct name name = d->p.name;
		struct str sex = d->p.sex;

		d->p = *old;
		d->there = true;
		d->p.name = name;
		d->p.sex = r->cell[SEX].n ? sex : old->sex;
	}
	d->p.organization = d->site->id;
	d->p.specialty = s->code;
	if (r->cell[NAME_AR].n)
		d->p.name_ar.s = r->cell[NAME_AR];
	return OK;
}

static bool same(const struct practitioner *x, const struct practitioner *y)
{
	return str_eq(x->name.s, y->name.s) && str_eq(x->name_ar.s, y->name_ar.s) && str_eq(x->sex, y->sex)
		&& str_eq(x->specialty, y->specialty);
}

/* A code of our own for a practitioner whose file has none: M0001, M0002… of the establishment. */
static enum err free_code(struct import *im, struct site *s, struct str *ret)
{
	struct practitioner p;
	enum err e = OK;

	for (size_t n = s->ndoctors + 1; e == OK; n++) {
		*ret = arena_fmt(im->a, "M%04zu", n);
		e = practitioner_by_code(im->db, im->scratch, s->id, *ret, &p);
	}
	return e == E_NOTFOUND ? OK : e;
}

enum err import_doctor_make(
	struct import *im, struct site *s, struct practitioner *p, struct practitioner_id *ret)
{
	if (!p->code.n)
		TRY(free_code(im, s, &p->code));
	p->organization = s->id;
	p->active = true;
	TRY(practitioner_put(im->db, im->scratch, im->now, p, ret));
	p->id = *ret;
	p->version = 1;
	import_doctor_know(im, s, p);
	return OK;
}

static enum err store(struct import *im, struct row *r)
{
	struct doctor *d = r->record;
	const struct practitioner *old = NULL;
	struct practitioner_id id;
	enum err e;

	TRY(import_doctor(
		im, d->site, d->there ? d->p.code : r->cell[CODE], d->p.name.s, d->p.specialty, &old));
	if (old && same(old, &d->p)) {
		im->out.unchanged++;
		return OK;
	}
	if (old) {
		d->p.id = old->id;
		d->p.code = old->code;
		d->p.version = old->version;
		d->p.active = old->active;
		TRY(practitioner_put(im->db, im->scratch, im->now, &d->p, &id));
		d->p.version++;
		import_doctor_know(im, d->site, &d->p);
		im->out.changed++;
		return OK;
	}
	d->p.code = r->cell[CODE];
	e = import_doctor_make(im, d->site, &d->p, &id);
	if (e == E_CONFLICT || e == E_INPUT) {
		import_wrong(im, r, CODE, N_("a code that stands once in the file"));
		return OK;
	}
	TRY(e);
	im->out.created++;
	return OK;
}

const struct importer import_practitioners = { 20000, columns, NCOLUMNS, check, store, NULL, NULL };
