/* People of an establishment's old register. */
#include "areas/imports/inside.h"

#include "areas/imports/rules/words.h"
#include "areas/patients/patients.h"
#include "web/fields.h"

enum { ORGANIZATION, NAME, BIRTH, SEX, PHONE, EMAIL, IDENTITY, LANGUAGE, NCOLUMNS };
static const struct column columns[NCOLUMNS] = {
	[ORGANIZATION] = { "organization",
		"organization|etablissement|etablissement code|hopital|المؤسسه|المؤسسه الرمز|المستشفي",
		false },
	[NAME]
	= { "name", "name|nom|nom et prenom|nom complet|patient name|patient|الاسم|الاسم الكامل", true },
	[BIRTH]
	= { "birth_date", "birth date|date de naissance|naissance|تاريخ الازدياد|تاريخ الميلاد", false },
	[SEX] = { "sex", "sex|sexe|الجنس", false },
	[PHONE] = { "phone", "phone|telephone|tel|mobile|الهاتف", false },
	[EMAIL] = { "email", "email|e mail|courriel|adresse electronique|البريد الالكتروني", false },
	[IDENTITY] = { "identity_number",
		"identity number|cin|cnie|carte nationale|numero de carte|رقم البطاقه|رقم البطاقه الوطنيه",
		false },
	[LANGUAGE] = { "language", "language|langue|اللغه", false },
};

struct someone { struct site *site; struct person p; struct mark mark; };

static void check_birth(struct import *im, struct row *r, struct day *ret)
{
	*ret = DAY_NONE;
	if (!r->cell[BIRTH].n)
		return;
	if (word_day(r->cell[BIRTH], ret) != OK || ret->n > (int32_t)(im->now.v / 86400) + 1
			|| ret->n < day_of(1880, 1, 1).n)
		import_wrong(im, r, BIRTH, N_("a birth date, for instance 27/03/1968 or 1968-03-27"));
}

static void check_email(struct import *im, struct row *r, struct str *ret)
{
	static const struct field f = { .name = "email", .type = F_EMAIL };
	const char *why;

	*ret = STR_NONE;
	if (r->cell[EMAIL].n && field_read(im->a, &f, r->cell[EMAIL], 212, ret, &why) != OK)
		import_wrong(im, r, EMAIL, N_("an e-mail address"));
}

static enum err check(struct import *im, struct row *r)
{
	struct someone *w = ARENA_NEW(im->a, struct someone);
	enum lang l = LANG_FR;

	r->record = w;
	TRY(import_site(im, r, ORGANIZATION, &w->site));
	import_name(im, r, NAME, &w->p.name);
	check_birth(im, r, &w->p.birth_day);
	import_sex(im, r, SEX, &w->p.sex);
	import_phone(im, r, PHONE, &w->p.phone);
	check_email(im, r, &w->p.email);
	if (r->cell[IDENTITY].n > 20)
		import_wrong(im, r, IDENTITY, N_("an identity number of at most 20 characters"));
	w->p.identity_number = r->cell[IDENTITY];
	if (r->cell[LANGUAGE].n && !lang_of(r->cell[LANGUAGE], &l))
		import_wrong(im, r, LANGUAGE, N_("fr, ar or en"));
	w->p.lang = str_of(lang_code(l));
	return OK;
}

static struct str canonical(struct arena *a, const struct someone *w)
{
	char day[11] = "";

	if (day_is(w->p.birth_day))
		day_print(w->p.birth_day, day);
	return arena_fmt(a, "%.*s\x1f%.*s\x1f%s\x1f%.*s\x1f%.*s\x1f%.*s\x1f%.*s\x1f%.*s",
		STR_ARG(w->site->code), STR_ARG(w->p.name.s), day, STR_ARG(w->p.sex), STR_ARG(w->p.phone),
		STR_ARG(w->p.email), STR_ARG(w->p.identity_number), STR_ARG(w->p.lang));
}

/* A file that was there already is told from a new one by its key: ids grow with time. */
static enum err store(struct import *im, struct row *r)
{
	struct someone *w = r->record;
	struct patient_matches before;
	struct patient_id id;
	bool old = false;

	TRY(import_mark(im, canonical(im->scratch, w), &w->mark));
	if (w->mark.known) {
		im->out.unchanged++;
		return OK;
	}
	TRY(patient_doubles(im->db, im->scratch, w->site->id, &w->p, &before));
	TRY(patient_find_or_create(im->db, im->scratch, im->now, w->site->id, &w->p, &id));
	for (size_t i = 0; i < before.n; i++)
		old = old || before.v[i].who.id.v == id.v;
	if (old)
		im->out.unchanged++;
	else
		im->out.created++;
	import_person(im, w->site->id.v, id.v);
	return import_remember(im, &w->mark, w->site->id, id.v);
}

const struct importer import_patients = { 200000, columns, NCOLUMNS, check, store, NULL, NULL };
