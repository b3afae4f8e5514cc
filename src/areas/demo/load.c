/* The demonstration's words and measures, from the files built into the program. */
#include "areas/demo/inside.h"

#include "base/num.h"
#include "organizations_q.h"
#include "page/page.h"
#include "sheet/sheet.h"

uint64_t dice_next(struct dice *d)
{
	uint64_t z = d->s += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

int32_t dice_roll(struct dice *d, int32_t n)
{
	return (int32_t)(dice_next(d) % (uint64_t)n);
}

bool dice_percent(struct dice *d, int32_t percent)
{
	return dice_roll(d, 100) < percent;
}

static struct str cell(const struct sheet_row *r, size_t i)
{
	return i < r->n ? r->cells[i] : STR_NONE;
}

static int32_t number(const struct sheet_row *r, size_t i)
{
	int64_t n = 1;

	return num_parse(cell(r, i), 0, 10000, &n) == OK ? (int32_t)n : 1;
}

enum { NAMES_MAX = 400, HOSPITALS_MAX = 100, MEASURES_MAX = 60 };

static enum err on_name(void *arg, const struct sheet_row *r)
{
	struct demo *d = arg;
	struct pairs *p = str_eq(cell(r, 0), S("female")) ? &d->female
		: str_eq(cell(r, 0), S("male"))		  ? &d->male
							  : &d->family;

	if (r->row == 1 || p->n == NAMES_MAX)
		return OK;
	p->v[p->n++] = (struct pair){ arena_str(d->a, cell(r, 1)), arena_str(d->a, cell(r, 2)) };
	return OK;
}

static enum err on_hospital(void *arg, const struct sheet_row *r)
{
	struct demo *d = arg;
	struct hospital *h = &d->hospitals[d->nhospitals];

	if (r->row == 1 || d->nhospitals == HOSPITALS_MAX)
		return OK;
	d->nhospitals++;
	h->code = arena_str(d->a, cell(r, 0));
	h->phone = arena_str(d->a, cell(r, 1));
	h->address_fr = arena_str(d->a, cell(r, 2));
	h->address_ar = arena_str(d->a, cell(r, 3));
	h->weight = number(r, 4);
	h->postal_code = arena_str(d->a, cell(r, 5));
	d->weights += h->weight;
	return OK;
}

static enum err on_measure(void *arg, const struct sheet_row *r)
{
	struct demo *d = arg;
	struct measure *m = &d->measures[d->nmeasures];
	struct specialty_get_row s;

	if (r->row == 1 || d->nmeasures == MEASURES_MAX)
		return OK;
	m->specialty = arena_str(d->a, cell(r, 0));
	TRY(specialty_get(d->db, d->a, m->specialty, &s));
	m->name.v[LANG_FR] = s.name_fr;
	m->name.v[LANG_AR] = s.name_ar;
	m->name.v[LANG_EN] = s.name_en;
	m->common = number(r, 1);
	m->minutes = number(r, 2);
	m->delay = number(r, 3);
	d->nmeasures++;
	return OK;
}

static enum err file(struct demo *d, const char *name, enum err (*row)(void *, const struct sheet_row *))
{
	const struct asset *f = asset_find(str_of(name));
	struct sheet_problem why;

	if (!f)
		return E_NOTFOUND;
	return sheet_read(d->a, (struct str){ (const char *)f->bytes, f->n }, NULL, row, d, &why);
}

enum err demo_load(struct demo *d)
{
	d->female.v = ARENA_ARRAY(d->a, struct pair, NAMES_MAX);
	d->male.v = ARENA_ARRAY(d->a, struct pair, NAMES_MAX);
	d->family.v = ARENA_ARRAY(d->a, struct pair, NAMES_MAX);
	d->hospitals = ARENA_ARRAY(d->a, struct hospital, HOSPITALS_MAX);
	d->measures = ARENA_ARRAY(d->a, struct measure, MEASURES_MAX);
	TRY(file(d, "seed/demo-names.csv", on_name));
	TRY(file(d, "seed/demo-hospitals.csv", on_hospital));
	TRY(file(d, "seed/demo-services.csv", on_measure));
	return d->female.n && d->male.n && d->family.n && d->nhospitals && d->nmeasures ? OK : E_NOTFOUND;
}
