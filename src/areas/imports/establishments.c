/* Establishments of a list: made below their province, or brought up to date by their code. */
#include "areas/imports/inside.h"

#include "base/num.h"
#include "base/random.h"
#include "base/utf8.h"
#include "organizations_q.h"

enum {
	CODE,
	KIND,
	PARENT,
	NAME_FR,
	NAME_AR,
	NAME_EN,
	SMS_NAME,
	PHONE,
	ADDRESS_FR,
	ADDRESS_AR,
	POSTAL_CODE,
	ZONE,
	NCOLUMNS
};
static const struct column columns[NCOLUMNS] = {
	[CODE] = { "code", "code|code de l etablissement|رمز المؤسسه|الرمز", true },
	[KIND] = { "kind", "kind|type|nature|النوع", false },
	[PARENT] = { "parent",
		"parent|province|province ou prefecture|code de la province|الاقليم|العماله او الاقليم",
		true },
	[NAME_FR]
	= { "name_fr", "name fr|nom|nom fr|nom francais|nom en francais|الاسم بالفرنسيه", true },
	[NAME_AR] = { "name_ar", "name ar|nom ar|nom arabe|nom en arabe|الاسم بالعربيه|الاسم", false },
	[NAME_EN] = { "name_en", "name en|nom en|nom anglais|nom en anglais|الاسم بالانجليزيه", false },
	[SMS_NAME] = { "sms_name", "sms name|nom court|nom sms|الاسم المختصر", false },
	[PHONE] = { "phone", "phone|telephone|tel|الهاتف", false },
	[ADDRESS_FR]
	= { "address_fr", "address fr|adresse|adresse fr|adresse en francais|العنوان بالفرنسيه", false },
	[ADDRESS_AR]
	= { "address_ar", "address ar|adresse ar|adresse en arabe|العنوان|العنوان بالعربيه", false },
	[POSTAL_CODE] = { "postal_code", "postal code|code postal|cp|الرمز البريدي", false },
	[ZONE] = { "zone", "zone|fuseau|fuseau horaire|المنطقه الزمنيه", false },
};

struct establishment {
	struct str code, kind, phone, zone, sms_name, postal_code;
	struct site *parent, *there;		/* there: NULL when it is new */
};

/* The words of the column, as in the schema; empty is an establishment. */
static bool kind_of(struct import *im, const struct row *r, struct str *ret)
{
	static const char *const kinds[] = { "establishment", "health_centre", "department", NULL };

	*ret = S("establishment");
	if (!r->cell[KIND].n)
		return true;
	for (int i = 0; kinds[i]; i++) {
		if (str_eq_nocase(r->cell[KIND], str_of(kinds[i]))) {
			*ret = str_of(kinds[i]);
			return true;
		}
	}
	import_wrong(im, r, KIND, N_("establishment, health_centre or department"));
	return false;
}

static bool code_of(struct import *im, const struct row *r, struct str *ret)
{
	char *c = arena_cstr(im->a, r->cell[CODE]);
	bool ok = r->cell[CODE].n >= 2 && r->cell[CODE].n <= 20;

	for (char *p = c; *p; p++) {
		*p = ascii_upper(*p);
		ok = ok && (ascii_is_alpha(*p) || ascii_is_digit(*p) || *p == '-');
	}
	if (!ok)
		import_wrong(im, r, CODE, N_("a code of 2 to 20 letters, digits and dashes"));
	*ret = str_of(c);
	return ok;
}

/* Five digits, western or Arabic, or nothing. */
static void postal_code_of(struct import *im, const struct row *r, struct str *ret)
{
	char *western = arena_alloc(im->a, r->cell[POSTAL_CODE].n + 1, 1);
	struct str code = { western, num_western_digits(r->cell[POSTAL_CODE], western) };
	bool ok = !code.n || code.n == 5;

	for (size_t i = 0; i < code.n; i++)
		ok = ok && ascii_is_digit(code.p[i]);
	if (!ok)
		import_wrong(im, r, POSTAL_CODE, N_("a postal code of five digits"));
	*ret = ok ? code : STR_NONE;
}

static enum err check(struct import *im, struct row *r)
{
	struct establishment *e = ARENA_NEW(im->a, struct establishment);
	const struct zone *z;
	struct name n;

	r->record = e;
	kind_of(im, r, &e->kind);
	import_phone(im, r, PHONE, &e->phone);
	postal_code_of(im, r, &e->postal_code);
	import_name(im, r, NAME_FR, &n);
	if (code_of(im, r, &e->code))
		TRY(import_site_find(im, e->code, &e->there));
	TRY(import_site_find(im, r->cell[PARENT], &e->parent));
	if (!e->parent || (im->ask->hi && (e->parent->lo < im->ask->lo || e->parent->lo >= im->ask->hi)))
		import_wrong(im, r, PARENT, N_("the code of a province or region that is known here"));
	if (e->there && im->ask->hi && (e->there->lo < im->ask->lo || e->there->lo >= im->ask->hi))
		import_wrong(im, r, CODE, N_("a code that no other organisation has"));
	e->sms_name = r->cell[SMS_NAME];
	e->zone = r->cell[ZONE];
	if (e->zone.n && zone_get(e->zone, &z) != OK)
		import_wrong(im, r, ZONE, N_("a time zone, for instance Africa/Casablanca"));
	if (!e->zone.n && e->parent)
		e->zone = e->parent->zone_name;
	return OK;
}

static enum err make(struct import *im, struct row *r, const struct establishment *e)
{
	struct organization_new in = { .parent = e->parent->id.v, .kind = e->kind, .code = e->code,
		.name_fr = r->cell[NAME_FR], .name_ar = r->cell[NAME_AR], .name_en = r->cell[NAME_EN],
		.sms_name = e->sms_name, .phone = e->phone, .zone = e->zone };
	const struct location_id place = { random_id(im->now) };
	struct organization_id id;
	enum err x = organization_create(im->db, im->scratch, &in, &id);

	if (x == E_CONFLICT || x == E_INPUT || x == E_LIMIT) {
		import_wrong(im, r, -1,
			N_("a code that stands once in the file, below an organisation that has room"));
		return OK;
	}
	TRY(x);
	import_site_forget(im);
	im->out.created++;
	TRY(location_add(im->db, im->scratch, place, id, S("MAIN"),
		r->cell[NAME_FR], r->cell[NAME_AR].n ? r->cell[NAME_AR] : r->cell[NAME_FR], r->cell[NAME_EN],
		r->cell[ADDRESS_FR], r->cell[ADDRESS_AR], S(""), S(""), e->phone, e->zone));
	return e->postal_code.n ? location_postal_code(im->db, im->scratch, e->postal_code, place) : OK;
}

/* What the file does not say stays as it is. */
static struct str either(struct str said, struct str was)
{
	return said.n ? said : was;
}

static enum err change_address(
	struct import *im, struct row *r, const struct establishment *e, bool *changed)
{
	struct location_list_rows l;
	struct str fr = r->cell[ADDRESS_FR], ar = r->cell[ADDRESS_AR], postal = e->postal_code;
	int64_t n;

	if (!fr.n && !ar.n && !postal.n)
		return OK;
	TRY(location_list(im->db, im->scratch, e->there->id, &l));
	for (size_t i = 0; i < l.n; i++) {
		if (!str_eq(l.v[i].code, S("MAIN")))
			continue;
		fr = either(fr, l.v[i].address_fr);
		ar = either(ar, l.v[i].address_ar);
		postal = either(postal, l.v[i].postal_code);
		if (str_eq(fr, l.v[i].address_fr) && str_eq(ar, l.v[i].address_ar) && str_eq(postal, l.v[i].postal_code))
			return OK;
		*changed = true;
		TRY(location_postal_code(im->db, im->scratch, postal, l.v[i].id));
		return location_change(im->db, im->scratch, l.v[i].name_fr, l.v[i].name_ar,
			l.v[i].name_en, fr, ar, l.v[i].direction_fr, l.v[i].direction_ar, l.v[i].phone,
			l.v[i].active, l.v[i].id, l.v[i].version, &n);
	}
	return OK;
}

static enum err change(struct import *im, struct row *r, const struct establishment *e)
{
	struct organization_get_row o;
	struct str fr = r->cell[NAME_FR], ar, en, sms, phone;
	bool changed = false;
	int64_t n;

	TRY(organization_get(im->db, im->scratch, e->there->id, &o));
	ar = either(r->cell[NAME_AR], o.name_ar);
	en = either(r->cell[NAME_EN], o.name_en);
	sms = either(r->cell[SMS_NAME], o.sms_name);
	phone = either(e->phone, o.phone);
	if (!str_eq(fr, o.name_fr) || !str_eq(ar, o.name_ar) || !str_eq(en, o.name_en)
		|| !str_eq(sms, o.sms_name) || !str_eq(phone, o.phone)) {
		struct str fold = utf8_fold(im->scratch,
			arena_fmt(im->scratch, "%.*s %.*s %.*s", STR_ARG(fr), STR_ARG(ar), STR_ARG(en)));

		TRY(organization_change(im->db, im->scratch, fr, ar, en, fold, sms, phone, o.zone,
			o.active, o.id, o.version, &n));
		changed = true;
	}
	TRY(change_address(im, r, e, &changed));
	if (changed)
		im->out.changed++;
	else
		im->out.unchanged++;
	return OK;
}

static enum err store(struct import *im, struct row *r)
{
	const struct establishment *e = r->record;

	return e->there ? change(im, r, e) : make(im, r, e);
}

const struct importer import_establishments = { 20000, columns, NCOLUMNS, check, store, NULL, NULL };
