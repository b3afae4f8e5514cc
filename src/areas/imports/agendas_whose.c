/* Whose agenda a row of working hours names: a practitioner's by code or name, a team's, a room's or a
 * device's by its own name. */
#include "areas/imports/agendas.h"

#include "areas/imports/rules/words.h"
#include "base/utf8.h"

static bool of_practitioner(const struct line *h)
{
	return !strcmp(h->kind, "practitioner");
}

void agenda_whose_check(struct import *im, struct row *r, struct line *h)
{
	const char *kind = word_agenda_kind(import_fold(im, r->cell[AG_KIND]));

	h->kind = kind ? kind : "practitioner";
	if (!kind)
		import_wrong(im, r, AG_KIND,
			N_("médecin (also when empty), équipe, salle or appareil; طبيب، فريق، قاعة، جهاز"));
	import_name(im, r, AG_NAME, &h->name);
	h->code = r->cell[AG_CODE];
	if (h->code.n > 40)
		import_wrong(im, r, AG_CODE, N_("a code of at most 40 characters"));
	else if (kind && h->code.n && !of_practitioner(h))
		import_wrong(im, r, AG_CODE, N_("nothing: only practitioners have a code"));
	if (r->cell[AG_NAME_AR].n > 240)
		import_wrong(im, r, AG_NAME_AR, N_("a name of at most 120 characters"));
}

bool agenda_whose_same(const struct line *x, const struct line *y)
{
	if (x->site != y->site || x->specialty != y->specialty || strcmp(x->kind, y->kind))
		return false;
	return x->code.n && y->code.n ? str_eq_nocase(x->code, y->code) : str_eq(x->name.s, y->name.s);
}

static enum err of_doctor(struct import *im, const struct line *h, struct practitioner_id doctor,
	struct schedule_id *ret)
{
	struct schedules all;

	TRY(schedule_of_practitioner(im->db, im->scratch, doctor, &all));
	for (size_t i = 0; i < all.n; i++) {
		if (all.v[i].active && all.v[i].organization.v == h->site->id.v
				&& str_eq(all.v[i].specialty, h->specialty->code)) {
			*ret = all.v[i].id;
			return OK;
		}
	}
	return E_NOTFOUND;
}

static void know(struct import *im, struct site *s, const struct schedule *x)
{
	s->agendas = arena_grow(im->a, s->agendas, s->nagendas, &s->agendas_cap, sizeof(*s->agendas));
	s->agendas[s->nagendas++] = (struct known_agenda){ .id = x->id, .kind = arena_str(im->a, x->kind),
		.specialty = arena_str(im->a, x->specialty),
		.fold_fr = utf8_fold(im->a, x->name.v[LANG_FR]),
		.fold_ar = utf8_fold(im->a, x->name.v[LANG_AR]) };
}

/* Once for each establishment: a file of a large house names many agendas. */
static enum err list_agendas(struct import *im, struct site *s)
{
	struct schedules all;

	if (s->agendas_listed)
		return OK;
	TRY(schedule_list(im->db, im->scratch, s->id, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].active && all.v[i].organization.v == s->id.v && !all.v[i].practitioner.v)
			know(im, s, &all.v[i]);
	s->agendas_listed = true;
	return OK;
}

static enum err by_name(struct import *im, const struct line *h, struct schedule_id *ret)
{
	struct str name = import_fold(im, h->name.s);

	TRY(list_agendas(im, h->site));
	for (size_t i = 0; i < h->site->nagendas; i++) {
		const struct known_agenda *x = &h->site->agendas[i];

		if (str_eq(x->kind, str_of(h->kind)) && str_eq(x->specialty, h->specialty->code)
				&& (str_eq(x->fold_fr, name) || str_eq(x->fold_ar, name))) {
			*ret = x->id;
			return OK;
		}
	}
	return E_NOTFOUND;
}

enum err agenda_whose(struct import *im, struct line *h, struct schedule_id *ret)
{
	const struct practitioner *old;

	if (!of_practitioner(h))
		return by_name(im, h, ret);
	TRY(import_doctor(im, h->site, h->code, h->name.s, h->specialty->code, &old));
	return old ? of_doctor(im, h, old->id, ret) : E_NOTFOUND;
}

static enum err doctor_of(struct import *im, struct row *r, struct line *h, struct practitioner_id *ret)
{
	const struct practitioner *old;
	struct practitioner p = { .code = h->code,
		.name = h->name,
		.name_ar = { r->cell[AG_NAME_AR] },
		.sex = S("unknown"),
		.specialty = h->specialty->code };

	TRY(import_doctor(im, h->site, h->code, h->name.s, h->specialty->code, &old));
	if (!old)
		return import_doctor_make(im, h->site, &p, ret);
	*ret = old->id;
	return OK;
}

enum err agenda_whose_make(struct import *im, struct row *r, struct line *h, struct schedule_id *ret)
{
	struct schedule s = { .organization = h->site->id,
		.kind = str_of(h->kind),
		.specialty = h->specialty->code,
		.shown = h->shown,
		.active = true };
	enum err e = agenda_whose(im, h, ret);

	if (e != E_NOTFOUND)
		return e;
	if (of_practitioner(h))
		TRY(doctor_of(im, r, h, &s.practitioner));
	else
		s.name = names_make(h->name.s, r->cell[AG_NAME_AR], STR_NONE);
	TRY(import_location(im, h->site, &s.location));
	TRY(schedule_put(im->db, im->scratch, im->now, &s, &s.id));
	if (!of_practitioner(h))
		know(im, h->site, &s);
	*ret = s.id;
	return OK;
}
