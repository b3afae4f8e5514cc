/* Choices of one name get what tells them apart. See schedules.h. */
#include "areas/schedules/schedules.h"

#include "areas/organizations/organizations.h"
#include "base/utf8.h"
#include "organizations_q.h"

static enum err specialty_of(struct db *db, struct arena *a, enum lang lang, const struct named *v,
	struct str *ret)
{
	struct specialty_get_row r;

	TRY(specialty_get(db, a, v->specialty, &r));
	*ret = organization_name(lang, r.name_fr, r.name_ar, r.name_en);
	return OK;
}

static enum err place_of(struct db *db, struct arena *a, enum lang lang, const struct named *v,
	struct str *ret)
{
	struct location_get_row l;

	*ret = v->code;
	if (!v->location.v)
		return OK;
	TRY(location_get(db, a, v->location, &l));
	*ret = organization_name(lang, l.name_fr, l.name_ar, l.name_en);
	return OK;
}

/* The speciality where it differs, the place (or the code) where something is still the same. */
static enum err name_run(struct db *db, struct arena *a, enum lang lang, struct named *v,
	const size_t *order, size_t n)
{
	struct str more, place;

	for (size_t i = 0; i < n; i++) {
		struct named *one = &v[order[i]];
		size_t alike = 0;

		for (size_t k = 0; k < n; k++)
			alike += str_eq(v[order[k]].specialty, one->specialty);
		more = STR_NONE;
		if (alike < n)
			TRY(specialty_of(db, a, lang, one, &more));
		if (alike > 1) {
			TRY(place_of(db, a, lang, one, &place));
			more = more.n && place.n ? arena_fmt(a, "%.*s%s%.*s", STR_ARG(more),
				lang == LANG_AR ? "، " : ", ", STR_ARG(place)) : more.n ? more : place;
		}
		if (more.n)
			one->label = arena_fmt(a, "%.*s (%.*s)", STR_ARG(one->label), STR_ARG(more));
	}
	return OK;
}

enum err names_apart(struct db *db, struct arena *a, enum lang lang, struct named *v, size_t n)
{
	struct str *labels = ARENA_ARRAY(a, struct str, n + 1);
	const size_t *order;

	for (size_t i = 0; i < n; i++)
		labels[i] = v[i].label;
	order = utf8_order(a, lang_code(lang), labels, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && str_eq(labels[order[end]], labels[order[i]]);)
			end++;
		if (end - i > 1)
			TRY(name_run(db, a, lang, v, order + i, end - i));
	}
	return OK;
}

enum err schedules_apart(struct db *db, struct arena *a, enum lang lang, struct schedules *s)
{
	struct named *v = ARENA_ARRAY(a, struct named, s->n + 1);

	schedules_sort(a, lang, s);
	for (size_t i = 0; i < s->n; i++)
		v[i] = (struct named){ s->v[i].name.v[lang], s->v[i].specialty, s->v[i].location, STR_NONE };
	TRY(names_apart(db, a, lang, v, s->n));
	for (size_t i = 0; i < s->n; i++)
		s->v[i].name.v[lang] = v[i].label;
	return OK;
}
