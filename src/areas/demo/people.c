/* Fictional people: plausible names in both scripts, none of anybody. */
#include "areas/demo/inside.h"

#include "areas/patients/patients.h"

void demo_name(struct demo *d, bool female, struct pair *ret)
{
	const struct pairs *firsts = female ? &d->female : &d->male;
	const struct pair *first = &firsts->v[dice_roll(&d->dice, (int32_t)firsts->n)];
	const struct pair *family = &d->family.v[dice_roll(&d->dice, (int32_t)d->family.n)];

	ret->latin = arena_fmt(d->a, "%.*s %.*s", STR_ARG(first->latin), STR_ARG(family->latin));
	ret->arabic = arena_fmt(d->a, "%.*s %.*s", STR_ARG(first->arabic), STR_ARG(family->arabic));
}

/* Numbers that look like mobiles and begin 06 00, which no operator gives out. */
static enum err make(struct demo *d, struct hospital *h, bool female, bool child)
{
	struct pair name;
	struct person p = { .email = S("") };
	int32_t age = child ? dice_roll(&d->dice, CHILD_YEARS * 365)
			    : (18 + dice_roll(&d->dice, 65)) * 365 + dice_roll(&d->dice, 365);
	bool arabic = dice_percent(&d->dice, 35);
	struct person_made *made;

	demo_name(d, female, &name);
	p.name.s = arabic ? name.arabic : name.latin;
	p.birth_day.n = d->here.day.n - 30 - age;
	p.sex = female ? S("female") : S("male");
	p.phone = arena_fmt(d->scratch, "+21260%07d", dice_roll(&d->dice, 10000000));
	p.lang = arabic || dice_percent(&d->dice, 40) ? S("ar") : S("fr");
	p.identity_number = child || dice_percent(&d->dice, 60)
		? S("")
		: arena_fmt(d->scratch, "%c%c%06d", 'A' + dice_roll(&d->dice, 26),
			'A' + dice_roll(&d->dice, 26), dice_roll(&d->dice, 1000000));
	h->people = arena_grow(d->a, h->people, h->npeople, &h->people_cap, sizeof(*h->people));
	made = &h->people[h->npeople];
	TRY(patient_create(d->db, d->scratch, d->now, h->id, &p, &made->id));
	made->female = female;
	made->child = child;
	h->npeople++;
	return OK;
}

enum err demo_person(struct demo *d, const struct doctor *doc, struct person_made *ret)
{
	struct hospital *h = doc->at;
	bool child = str_eq(doc->m->specialty, S("pedia"));
	bool female = str_eq(doc->m->specialty, S("gyneco")) || dice_percent(&d->dice, 55);

	/* Half come again; a few tries find one that fits. */
	for (int i = 0; i < 6 && h->npeople > 40 && dice_percent(&d->dice, 80); i++) {
		const struct person_made *p = &h->people[dice_roll(&d->dice, (int32_t)h->npeople)];

		if (p->female == female && p->child == child && dice_percent(&d->dice, 40)) {
			*ret = *p;
			return OK;
		}
	}
	TRY(make(d, h, female, child));
	*ret = h->people[h->npeople - 1];
	return OK;
}
