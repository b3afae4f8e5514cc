/* Whether a row fits what a search asks for. */
#include "fhir/fhir.h"
#include "base/num.h"
#include "base/utf8.h"

const struct fhir_clause *fhir_clause_of(const struct fhir_search *s, const char *name, size_t nth)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->clause[i].param->name, name) == 0 && nth-- == 0)
			return &s->clause[i];
	return NULL;
}

typedef bool fits_fn(const struct fhir_search *s, const struct fhir_value *v, const void *row);

/* Every clause of that name has a value that fits. */
static bool all_fit(const struct fhir_search *s, const char *name, fits_fn *fits, const void *row)
{
	const struct fhir_clause *c;

	for (size_t nth = 0; (c = fhir_clause_of(s, name, nth)); nth++) {
		bool any = false;

		for (size_t i = 0; i < c->n && !any; i++)
			any = fits(s, &c->v[i], row);
		if (!any)
			return false;
	}
	return true;
}

struct codes { const struct fhir_code *v; size_t n; };

static bool token_fits(const struct fhir_search *s, const struct fhir_value *v, const void *row)
{
	const struct codes *c = row;

	(void)s;
	for (size_t i = 0; i < c->n; i++) {
		bool system = v->any_system || str_eq(v->system, str_of(c->v[i].system));

		if (system && c->v[i].code.n && (!v->code.n || str_eq(v->code, c->v[i].code)))
			return true;
	}
	return false;
}

bool fhir_fits_token(const struct fhir_search *s, const char *name, const struct fhir_code *v, size_t n)
{
	return all_fit(s, name, token_fits, &(struct codes){ v, n });
}

bool fhir_fits_bool(const struct fhir_search *s, const char *name, bool v)
{
	return fhir_fits_token(s, name, &(struct fhir_code){ "http://hl7.org/fhir/special-values",
			v ? S("true") : S("false") }, 1);
}

struct refs { const struct fhir_ref *v; size_t n; };

static bool ref_fits(const struct fhir_search *s, const struct fhir_value *v, const void *row)
{
	const struct refs *r = row;
	int64_t id;

	(void)s;
	if (num_parse(v->id, 1, INT64_MAX, &id) != OK)
		return false;
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].id == id && (!v->type.n || str_eq(v->type, str_of(r->v[i].type))))
			return true;
	return false;
}

bool fhir_fits_refs(const struct fhir_search *s, const char *name, const struct fhir_ref *v, size_t n)
{
	return all_fit(s, name, ref_fits, &(struct refs){ v, n });
}

bool fhir_fits_ref(const struct fhir_search *s, const char *name, const char *type, int64_t id)
{
	return fhir_fits_refs(s, name, &(struct fhir_ref){ type, id }, 1);
}

struct texts { const struct str *v; size_t n; };

static bool has_word(struct str folded, struct str start)
{
	for (size_t i = 0; i + start.n <= folded.n; i++)
		if ((i == 0 || folded.p[i - 1] == ' ') && memcmp(folded.p + i, start.p, start.n) == 0)
			return true;
	return false;
}

static bool string_fits(const struct fhir_search *s, const struct fhir_value *v, const void *row)
{
	const struct texts *t = row;

	for (size_t i = 0; i < t->n && v->text.n; i++)
		if (has_word(utf8_fold(s->a, t->v[i]), v->text))
			return true;
	return false;
}

bool fhir_fits_string(const struct fhir_search *s, const char *name, const struct str *v, size_t n)
{
	return all_fit(s, name, string_fits, &(struct texts){ v, n });
}

static bool compare(enum fhir_prefix p, int64_t x, int64_t from, int64_t to)
{
	switch (p) {
	case FHIR_EQ: return x >= from && x < to;
	case FHIR_NE: return x < from || x >= to;
	case FHIR_GT: return x >= to;
	case FHIR_LT: return x < from;
	case FHIR_GE: return x >= from;
	case FHIR_LE: return x < to;
	}
	return false;
}

static bool instant_fits(const struct fhir_search *s, const struct fhir_value *v, const void *row)
{
	(void)s;
	return compare(v->prefix, ((const struct instant *)row)->v, v->from.v, v->to.v);
}

bool fhir_fits_instant(const struct fhir_search *s, const char *name, struct instant t)
{
	return all_fit(s, name, instant_fits, &t);
}

static bool day_fits(const struct fhir_search *s, const struct fhir_value *v, const void *row)
{
	const struct day *d = row;

	(void)s;
	return day_is(*d) && compare(v->prefix, d->n, v->day.n, v->day_to.n);
}

bool fhir_fits_day(const struct fhir_search *s, const char *name, struct day d)
{
	return all_fit(s, name, day_fits, &d);
}

void fhir_day_range(const struct fhir_search *s, const char *name, struct day *from, struct day *to)
{
	const struct fhir_clause *c;

	for (size_t nth = 0; (c = fhir_clause_of(s, name, nth)); nth++) {
		const struct fhir_value *v = &c->v[0];
		bool low = v->prefix == FHIR_EQ || v->prefix == FHIR_GT || v->prefix == FHIR_GE;
		bool high = v->prefix == FHIR_EQ || v->prefix == FHIR_LT || v->prefix == FHIR_LE;

		if (low && v->day.n - 1 > from->n)
			from->n = v->day.n - 1;
		if (high && v->day_to.n + 1 < to->n)
			to->n = v->day_to.n + 1;
	}
}

int fhir_ids(const struct fhir_search *s, const char *name, const char *type, int64_t *ids, int max)
{
	const struct fhir_clause *c = fhir_clause_of(s, name, 0);
	int n = 0;

	if (!c)
		return 0;
	for (size_t i = 0; i < c->n && n < max; i++) {
		struct str id = c->param->type == FHIR_TOKEN ? c->v[i].code : c->v[i].id;

		if (c->param->type == FHIR_REFERENCE && c->v[i].type.n && !str_eq(c->v[i].type, str_of(type)))
			continue;
		if (num_parse(id, 1, INT64_MAX, &ids[n]) == OK)
			n++;
	}
	return n ? n : -1;
}
